import subprocess
import sys
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.word_encoder import WordEncoder
from tools.lending.records import Product
from tools.policy_index import LocalIndex, Passage, index_passages
from tools.policy_index.words import Synonyms

CORPUS = (
    ("1", "Early repayment", "There is no prepayment penalty."),
    ("2", "Late fee", "A late payment costs a flat fee."),
    ("3", "", "The vehicle secures the loan."),
)


def _passages(*, audience: str = "customer") -> list[Passage]:
    return [
        Passage.model_validate(
            {"id": i, "title_path": (title,), "text": t, "template": t, "audience": audience}
        )
        for i, title, t in CORPUS
    ]


def by_words(passages: Iterable[tuple[str, str, str]]) -> LocalIndex:
    return index_passages(passages, encoder=None)


def _about(product: str | None) -> Passage:
    return Passage.model_validate(
        {"id": product or "any", "title_path": (), "text": "late fee", "template": "late fee"}
        | {"product": product}
    )


def test_the_passage_that_says_it_comes_first() -> None:
    found = by_words(CORPUS).search("is there a penalty for prepayment")

    assert found[0].id == "1"
    assert found[0].score > 0
    assert found[0].coverage == 1


def test_the_best_come_first_and_no_more_than_asked() -> None:
    index = by_words(CORPUS)

    scores = [passage.score for passage in index.search("late payment penalty loan fee", k=2)]

    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("query", ["", "   ", "???", "the of and", "zebra", "🙂", "\x00\x01"])
def test_a_question_that_says_nothing_known_finds_nothing(query: str) -> None:
    assert by_words(CORPUS).search(query) == []


@pytest.mark.parametrize("k", [0, -1])
def test_asking_for_no_passages_gives_none(k: int) -> None:
    assert by_words(CORPUS).search("late fee", k=k) == []


def test_an_empty_corpus_finds_nothing() -> None:
    assert by_words([]).search("late fee") == []
    assert by_words([("1", "", "the of"), ("2", "", "")]).search("late fee") == []


def test_a_very_long_question_is_answered() -> None:
    assert by_words(CORPUS).search("late fee " * 50_000)[0].id == "2"


def test_what_a_long_question_ends_with_is_found_by_meaning() -> None:
    index = index_passages(CORPUS, encoder=WordEncoder(sooner="prepayment"))

    (first, *_) = index.search("word " * 300 + "sooner", k=1)

    assert first.id == "1"


@pytest.mark.parametrize("encoder", [None, WordEncoder()], ids=["words", "both"])
def test_any_corpus_is_indexed_as_it_comes(encoder: WordEncoder | None) -> None:
    corpus = [(1, None, "a fee"), (2, "Fee", None), (3, "", ""), (4, "x", "half \ud83d fee")]

    found = index_passages(corpus, encoder=encoder).search("fee \ud83d", k=4)

    assert {"1", "2", "4"} <= {passage.id for passage in found}


@pytest.mark.parametrize("text", ["what is it", "the of and", "zebra"])
def test_with_an_encoder_every_question_finds_something(text: str) -> None:
    assert len(index_passages(CORPUS, encoder=WordEncoder()).search(text)) == len(CORPUS)


def test_equal_passages_keep_their_order() -> None:
    same = [(str(n), "", "one text for all") for n in range(250)]

    found = index_passages(same, encoder=WordEncoder()).search("text", k=3)

    assert [passage.id for passage in found] == ["0", "1", "2"]


@pytest.mark.parametrize("row", [("1", "a"), ("1", "a", "b", "c"), {"id": "1"}, "abc", None])
def test_what_is_no_passage_is_refused(row: object) -> None:
    with pytest.raises(TypeError, match=r"a passage is \(id, title, text\), not"):
        index_passages([row])  # type: ignore[list-item]


def test_a_synonym_finds_what_the_question_does_not_name() -> None:
    index = LocalIndex(_passages(), synonyms=Synonyms({"truck": "vehicle"}))

    assert [passage.id for passage in index.search("my truck")] == ["3"]


def test_too_small_a_share_of_the_question_is_no_answer() -> None:
    index = LocalIndex(_passages(), min_evidence=0.5)

    assert [passage.id for passage in index.search("late fee")] == ["2"]
    assert index.search("fee for parking zebras downtown") == []


def test_a_number_of_the_customers_own_does_not_make_a_question_unanswerable() -> None:
    (passage,) = LocalIndex(_passages()).search("late fee on 12000 over 36")

    assert passage.coverage == 1


def test_a_question_about_one_product_leaves_out_what_is_said_of_another() -> None:
    index = LocalIndex([_about("car"), _about("gold"), _about(None)])

    found = index.search("late fee", product=Product.GOLD)

    assert {passage.product for passage in found} == {Product.GOLD, None}


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_what_is_not_in_effect_on_the_day_is_not_found(day: str, holds: bool) -> None:
    dates = {"effective_date": "2026-01-01", "expires": "2026-06-30"}
    index = LocalIndex([Passage.model_validate({**_about("car").model_dump(), **dates})])

    assert bool(index.search("late fee", on=date.fromisoformat(day))) is holds
    assert index.search("late fee")


def test_letters_of_other_languages_are_words() -> None:
    index = by_words([("1", "", "Gebühren für Überziehung"), ("2", "", "заём под залог")])

    assert [passage.id for passage in index.search("залог")] == ["2"]
    assert [passage.id for passage in index.search("ÜBERZIEHUNG")] == ["1"]


def test_customers_never_see_what_is_for_staff() -> None:
    index = LocalIndex(_passages(audience="staff"))

    assert index.search("late fee") == []
    assert [passage.id for passage in index.search("late fee", audience="staff")] == ["2"]


def test_staff_passages_do_not_push_out_those_for_customers() -> None:
    index = LocalIndex([*_passages(audience="staff"), *_passages()])

    found = index.search("late fee", k=1)

    assert [(passage.id, passage.audience) for passage in found] == [("2", "customer")]


@given(st.text(alphabet="[]|abc. ", min_size=1, max_size=60))
def test_outside_text_can_never_be_read_as_a_reference(text: str) -> None:
    index = by_words([("x", f"topic {text}", f"word {text}")])

    (passage,) = index.search("topic word")

    shown = " ".join((*passage.title_path, passage.text, passage.template))
    assert "[[" not in shown


def test_equal_content_has_an_equal_hash_and_other_content_another() -> None:
    assert by_words(CORPUS).content_hash == by_words(list(CORPUS)).content_hash
    assert by_words(CORPUS).content_hash != by_words(CORPUS[:2]).content_hash


def test_nothing_heavy_is_imported_before_an_index_is_built() -> None:
    code = (
        "import sys, tools.policy_index;"
        "print([name for name in ('numpy', 'bm25s', 'scipy', 'faiss') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
