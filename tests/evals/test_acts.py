"""Learning what a message is about: rows are checked, thresholds hold, and phrases stand."""

import json
from pathlib import Path

import pytest

from agent.offline.act_model import DOUBTED, MEANING, TOPICS, WORDS, acts_heard, product_heard
from evals.act_rows import Row, example_of, read_rows
from evals.labelled import BadCorpus, parted
from evals.learning import Weights, save


def test_trouble_with_paying_is_heard_without_its_word() -> None:
    said = "they cut my shifts and I can't make the truck payment this month or next"

    assert "hardship" in acts_heard(said, "start", (), None)


def test_what_the_phrases_found_is_not_said_twice() -> None:
    said = "they cut my shifts and I can't make the truck payment this month or next"

    assert acts_heard(said, "start", ("hardship",), None).count("hardship") == 1


@pytest.mark.parametrize("said", ["60 months", "720", "I make 58k a year", "yes", "ok", "hello"])
def test_plain_facts_are_about_nothing_else(said: str) -> None:
    assert acts_heard(said, "start", (), None) == []


def test_a_purpose_no_phrase_knows_is_a_loan() -> None:
    assert product_heard("our furnace quit and the new trane is 8k, we own the house", None) == (
        "home_improvement"
    )


def test_a_line_that_is_no_row_is_named(tmp_path: Path) -> None:
    corpus = tmp_path / "rows.jsonl"
    corpus.write_text('{"say": "hi", "at": "start", "product": null, "acts": ["dance"]}\n')

    with pytest.raises(BadCorpus, match=r"(?s)rows\.jsonl, line 1.*dance"):
        read_rows(corpus)


def test_every_fifth_message_is_held_back() -> None:
    row = Row(say="hello", at="start", product=None, acts=("greeting",))

    kept, held = parted([example_of(row)] * 10)

    assert (len(kept), len(held)) == (8, 2)


def test_weights_are_written_one_feature_a_line_and_read_back(tmp_path: Path) -> None:
    file, weights = tmp_path / "acts.json", Weights(("word gift",))
    weights.put("scam", [1.5, 0.125, -0.25], start=0.0)

    save({"scam": 0.5}, weights, file)

    assert json.loads(file.read_text()) == {
        "thresholds": {"scam": 0.5},
        "meaning": {"scam": [0.5, -1.0]},
        "weights": {"word gift": {"scam": 1.5}},
    }


@pytest.mark.parametrize("weights", [WORDS, MEANING])
def test_every_act_that_is_learned_has_a_threshold(weights: Path) -> None:
    thresholds = json.loads(weights.read_text())["thresholds"]

    doubts = {f"no {act}" for act in DOUBTED}
    assert {*TOPICS, *doubts, "product", "another product"} == set(thresholds)


def test_on_messages_nobody_trained_on_more_loans_are_right_than_by_phrases_alone() -> None:
    _, held = parted([example_of(row) for row in read_rows()[:1500]])
    starts = [e for e in held if e.row.at == "start"]

    by_phrases = sum(e.product == e.row.product for e in starts)
    learned = sum(product_heard(e.row.say, e.product) == e.row.product for e in starts)

    assert learned > by_phrases
