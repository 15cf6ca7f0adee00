import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.policy_index.spelling import Spelling, dictionary

TEXTS = ("Early repayment of a mortgage costs nothing.", "Collateral: gold, a car or a home")


def reader(known: frozenset[str] = frozenset()) -> Spelling:
    return Spelling(lambda: TEXTS, known.__contains__)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("morgage", "mortgage"),
        ("mortgagge", "mortgage"),
        ("mrotgage", "mortgage"),
        ("mortgafe", "mortgage"),
        ("repayemment", "repayment"),
        ("colateral on glod", "collateral on gold"),
        ("REPAYMNT?", "repayment?"),
    ],
)
def test_a_word_written_wrong_is_read_as_the_one_that_was_meant(said: str, meant: str) -> None:
    assert reader().corrected(said) == meant


@pytest.mark.parametrize("said", ["gold", "cat", "goldsmith", "14k 2,000 E-041", "it's", ""])
def test_what_is_known_short_far_off_or_no_word_stays(said: str) -> None:
    assert reader().corrected(said) == said


def test_a_word_of_the_language_is_no_mistake() -> None:
    assert reader(frozenset({"cold"})).corrected("cold, vold") == "cold, gold"


def test_nothing_is_read_before_a_word_is_unknown() -> None:
    def unread() -> list[str]:
        raise AssertionError("read too early")

    assert Spelling(unread, lambda word: True).corrected("every word is known") != ""


def test_the_dictionary_holds_the_language() -> None:
    assert {"mortgage", "wedding", "surgery"} <= dictionary()
    assert "morgage" not in dictionary()


@given(st.text(max_size=200))
def test_any_text_keeps_what_stands_between_its_words(text: str) -> None:
    corrected = reader().corrected(text)

    assert sum(not c.isalpha() for c in corrected) == sum(not c.isalpha() for c in text)
