import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tools.knowledge import FOLDER, KnowledgeError
from tools.lending.catalogue import Rulebook
from tools.policy_index import LocalIndex, index_passages
from tools.policy_index.askings import read_askings, word_for_word
from tools.policy_index.encoders import default_encoder
from tools.policy_index.evaluation import JudgedSet, Question, measure, read_judged
from tools.policy_index.index import Supply
from tools.policy_index.meaning import build_meaning
from tools.policy_index.opening import read_folder
from tools.policy_index.store import VectorStore
from tools.policy_index.words import terms_of

CORPUS = (("1", "Fee", "a fee"), ("2", "Late fee", "a late fee"), ("3", "Gold", "rings"))
BLIND = Path(__file__).parents[3] / "evals" / "corpora" / "policy_questions"
QUESTIONS = Path(__file__).with_name("questions")


def asked(**grades: Mapping[str, int]) -> JudgedSet:
    """Questions whose id is their text, with underscores for spaces."""
    questions = [{"_id": text, "text": text.replace("_", " ")} for text in grades]
    right = {text: found for text, found in grades.items() if found}
    return JudgedSet((), tuple(map(Question.model_validate, questions)), right)


@pytest.fixture(scope="module")
def index() -> LocalIndex:
    return index_passages(CORPUS, encoder=None)


def test_a_question_counts_at_the_rank_of_its_right_passage(index: LocalIndex) -> None:
    judged = asked(late_fee={"2": 1}, late_fee_please={"1": 1}, gold={"1": 1}, zebra={"3": 1})

    quality = measure(index.search, judged.questions, judged)

    assert quality.recall == (0.25, 0.5, 0.5, 0.5)
    assert quality.mrr_at_10 == pytest.approx((1 + 1 / 2) / 4)
    assert quality.refused == 0.25
    assert quality.missed == ("gold", "zebra")


def test_recall_is_a_share_of_all_that_is_right_and_a_hit_needs_one(index: LocalIndex) -> None:
    judged = asked(late_fee={"2": 1, "3": 1})

    quality = measure(index.search, judged.questions, judged)

    assert (quality.recall[0], quality.found[0]) == (0.5, 1.0)


def test_the_order_of_grades_decides_the_discounted_gain(index: LocalIndex) -> None:
    """By hand: gains 1 then 3 against 3 then 1, discounted by log2(rank + 1)."""
    judged = asked(late_fee={"2": 1, "1": 3})

    quality = measure(index.search, judged.questions, judged)

    assert quality.ndcg_at_10 == pytest.approx((1 + 3 / 1.58496) / (3 + 1 / 1.58496), abs=1e-4)


def test_silence_is_right_where_nothing_answers(index: LocalIndex) -> None:
    judged = asked(zebra={}, gold={})

    quality = measure(index.search, judged.questions, judged)

    assert (quality.unanswerable, quality.abstained) == (2, 0.5)
    assert quality.intruded == ("gold",)


def test_no_questions_measure_nothing(index: LocalIndex) -> None:
    assert measure(index.search, (), asked()).recall == (0, 0, 0, 0)


def write(folder: Path, name: str, *rows: object) -> None:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_a_folder_is_read_in_the_shape_of_beir(tmp_path: Path) -> None:
    write(tmp_path, "corpus", {"_id": "d", "title": "T", "text": "x", "metadata": {}}, "")
    write(tmp_path, "queries", {"_id": "q", "text": "?", "half": "held"}, {"_id": "r", "text": "!"})
    write(
        tmp_path, "qrels", *({"query": "q", "doc": d, "grade": g} for d, g in (("d", 2), ("e", 0)))
    )

    judged = read_judged(tmp_path)

    assert [document.own_id for document in judged.documents] == ["d"]
    assert [question.half for question in judged.questions] == ["held", "all"]
    assert judged.grades == {"q": {"d": 2}}


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("{", r"queries\.jsonl:2: .*JSON"),
        ({"_id": "q"}, r"queries\.jsonl:2: text: Field required"),
        ({"_id": None, "text": "x"}, r"queries\.jsonl:2: _id: .*string"),
    ],
)
def test_a_malformed_line_is_named(row: object, complaint: str, tmp_path: Path) -> None:
    write(tmp_path, "queries", {"_id": "a", "text": "b"}, row)
    write(tmp_path, "qrels")

    with pytest.raises(KnowledgeError, match=complaint):
        read_judged(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"queries\.jsonl: cannot be read"):
        read_judged(tmp_path)


def test_the_judged_set_is_large_enough_and_names_passages_that_exist(
    policies: LocalIndex,
) -> None:
    judged = read_judged(QUESTIONS)
    known = {passage.id for passage in policies.passages if passage.audience == "customer"}

    assert len(judged.grades) >= 60
    assert len(judged.questions) - len(judged.grades) >= 20
    assert {own_id for right in judged.grades.values() for own_id in right} <= known


@pytest.mark.parametrize("folder", [BLIND, QUESTIONS], ids=["blind", "own"])
def test_no_line_that_customers_say_is_a_question_that_is_judged(
    folder: Path, policies: LocalIndex
) -> None:
    """A line with the same words, in whatever order, would be looked up and not found."""
    known = read_askings(FOLDER, {passage.id for passage in policies.passages})
    lines = (*(line for own in known.asked.values() for line in own), *known.unanswered)

    said = {frozenset(terms_of(line)): line for line in lines if len(set(terms_of(line))) > 1}

    questions = [question.text for question in read_judged(folder).questions]
    assert [said[words] for text in questions if (words := frozenset(terms_of(text))) in said] == []
    plain = set(map(word_for_word, lines))
    assert [text for text in questions if word_for_word(text) in plain] == []


@pytest.mark.parametrize("half", ["tune", "held"])
def test_words_alone_stay_as_good_as_they_were_measured(half: str, policies: LocalIndex) -> None:
    judged = read_judged(QUESTIONS)

    quality = measure(policies.search, judged.half(half), judged)

    assert quality.found[1] >= 0.8, quality.missed
    assert quality.refused <= 0.1
    assert quality.abstained >= 0.8, quality.intruded


@pytest.mark.slow
def test_meaning_and_words_together_stay_as_good_as_they_were_measured(
    rulebook: Rulebook, pytestconfig: pytest.Config
) -> None:
    opened = read_folder(FOLDER / "policies", rulebook)
    cache = getattr(pytestconfig, "cache", None)  # absent with -p no:cacheprovider
    kept = cache.mkdir("policy_vectors") if cache else None
    store, lines = VectorStore(kept), opened.askings
    supply = Supply(build_meaning(opened.passages, default_encoder(), store, askings=lines))
    index = opened.indexed(lambda: supply)
    judged = read_judged(QUESTIONS)

    quality = measure(index.search, judged.questions, judged)

    assert quality.found[1] >= 0.92, quality.missed
    assert quality.refused <= 0.05
    assert quality.abstained >= 0.9, quality.intruded


@pytest.mark.parametrize(("half", "found"), [("tuning", 0.88), ("held", 0.88)])
def test_questions_written_blind_are_found_by_words_as_measured(
    half: str, found: float, policies: LocalIndex
) -> None:
    judged = read_judged(BLIND)

    quality = measure(policies.search, judged.half(half), judged)

    assert quality.found[1] >= found
    assert quality.refused <= 0.1
    assert quality.abstained >= 0.78


@pytest.mark.slow
def test_questions_written_blind_are_found_by_both_as_measured(
    rulebook: Rulebook, pytestconfig: pytest.Config
) -> None:
    opened = read_folder(FOLDER / "policies", rulebook)
    cache = getattr(pytestconfig, "cache", None)
    store = VectorStore(cache.mkdir("policy_vectors") if cache else None)
    built = build_meaning(opened.passages, default_encoder(), store, askings=opened.askings)
    judged = read_judged(BLIND)

    quality = measure(opened.indexed(lambda: Supply(built)).search, judged.half("held"), judged)

    assert quality.found[1] >= 0.95
    assert quality.recall_best[1] >= 0.84
    assert quality.refused <= 0.05
    assert quality.abstained >= 0.94


def test_a_frozen_set_is_halved_by_the_ids_and_names_what_was_completed_afterwards() -> None:
    judged = read_judged(BLIND)

    parts = dict(judged.parts(None))

    assert set(parts) == {"tuning", "tuning*", "held", "held*"}
    assert len(parts["tuning"]) + len(parts["held"]) == len(judged.questions)
    assert set(parts["held*"]) < set(parts["held"])


def test_a_frozen_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    write(tmp_path, "queries", {"_id": "a", "text": "b"})
    write(tmp_path, "qrels")
    (tmp_path / "frozen.toml").write_text("judged = 3", encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"frozen\.toml"):
        read_judged(tmp_path)


def test_other_spellings_of_the_same_folder_are_read(tmp_path: Path) -> None:
    write(tmp_path, "corpus", {"id": 1, "title": None, "text": "late fee"})
    write(tmp_path, "queries", {"id": "q", "text": "fee"})
    write(tmp_path, "qrels", {"query-id": "q", "corpus-id": 1, "score": 2})

    judged = read_judged(tmp_path)

    assert judged.documents[0].title == ""
    assert judged.grades == {"q": {"1": 2}}


def test_ends_of_lines_inside_a_text_a_mark_before_all_and_missing_texts_are_read(
    tmp_path: Path,
) -> None:
    row = json.dumps({"_id": "d", "text": "late\u2028fee\x85today"}, ensure_ascii=False)
    (tmp_path / "corpus.jsonl").write_text(f"\ufeff{row}\r\n", encoding="utf-8", newline="")
    write(tmp_path, "queries", {"_id": "q", "text": "fee"})
    write(tmp_path, "qrels")

    (document,) = read_judged(tmp_path).documents

    assert document.text == "late\u2028fee\x85today"
    write(tmp_path, "corpus", {"_id": "d", "title": "Fee", "text": None})
    assert read_judged(tmp_path).documents[0].text == ""


@pytest.mark.parametrize("name", ["corpus", "queries"])
def test_an_id_that_stands_there_twice_is_named(tmp_path: Path, name: str) -> None:
    write(tmp_path, "corpus", {"_id": "a", "text": "late fee"})
    write(tmp_path, "queries", {"_id": "q", "text": "fee"})
    write(tmp_path, "qrels")
    one = {"_id": "twice", "text": "fee"}
    write(tmp_path, name, one, one)

    with pytest.raises(KnowledgeError, match="twice"):
        read_judged(tmp_path)
