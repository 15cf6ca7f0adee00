"""Learning which field a figure belongs to: rows are checked, and what is learned is used."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from agent.offline.filling_model import WEIGHTS
from evals.figure_rows import Row, examples, read_rows
from evals.figures import decided_fields, save, tally, train
from evals.labelled import BadCorpus, parted

SAID = (
    Row(say="I make 58k a year", of="car", after="money", meant={"annual_income": Decimal(58000)}),
    Row(
        say="rent 900 and the truck 310",
        of="car",
        after="money",
        meant={"monthly_obligations": Decimal(1210)},
    ),
    Row(say="my cousin paid 400 for his", of="car", after="money"),
)


def test_several_figures_may_add_up_to_one_fact() -> None:
    (example,) = examples(SAID[1:2])

    assert example.meant == ("monthly_obligations", "monthly_obligations")


def test_a_figure_that_is_no_fact_means_nothing() -> None:
    (example,) = examples(SAID[2:])

    assert example.meant == ("-",)


def test_what_is_learned_favours_what_was_meant() -> None:
    weights = train(list(examples(SAID)))

    assert weights["left make"]["annual_income"] > 0


def test_a_line_that_is_no_row_is_named(tmp_path: Path) -> None:
    corpus = tmp_path / "rows.jsonl"
    corpus.write_text('{"say": "hi"}\n{"say": "20k", "meant": {"shoe_size": 44}}\n')

    with pytest.raises(BadCorpus, match=r"(?s)rows\.jsonl, line 2.*shoe_size"):
        read_rows(corpus)


def test_the_weights_are_written_one_feature_a_line_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "learned" / "figures.json"

    save({"left make": {"annual_income": 1.5}, "any": {"principal": -0.25}}, file)

    assert json.loads(file.read_text())["left make"] == {"annual_income": 1.5}
    assert file.read_text().splitlines()[1].startswith('"any"')


def test_the_shipped_weights_read_most_figures_that_nobody_trained_on() -> None:
    """The floors are what was measured, rounded down; a wrong fact is worse than none."""
    _, held = parted(read_rows())
    kept = list(examples(held))

    counted = tally((decided_fields(e), e.meant) for e in kept)

    assert WEIGHTS.exists()
    assert counted.right / (counted.right + counted.wrong) > 0.85
    assert counted.right / (counted.right + counted.missed) > 0.83
