import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.policy_index.words import Synonyms, Term, stem, terms_of


@pytest.mark.parametrize(
    "family",
    [
        ("loan", "loans"),
        ("apply", "applies", "applied", "applying"),
        ("fee", "fees"),
        ("refinance", "refinances", "refinanced", "refinancing"),
        ("plan", "plans", "planned", "planning"),
        ("tax", "taxes"),
        ("decline", "declined", "declining"),
    ],
)
def test_the_forms_of_a_word_meet(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize("word", ["business", "bonus", "basis", "ring", "bed", "gas", "401k"])
def test_a_word_that_only_looks_inflected_stays(word: str) -> None:
    assert stem(word) == word


def test_small_words_apostrophes_and_capitals_do_not_matter() -> None:
    assert terms_of("What's the FEE?") == terms_of("fee")


def test_full_width_letters_are_read_as_letters() -> None:
    assert terms_of("ｌｏａｎ") == ["loan"]


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(terms_of(text))


def test_a_phrase_brings_its_other_words_wherever_it_stands() -> None:
    synonyms = Synonyms({"pay off early": "prepayment", "car": "vehicle"})

    assert synonyms.read("may I pay my car off early?") == [
        Term("may"),
        Term("pay"),
        Term("car", ("vehicl",)),
        Term("early"),
    ]
    assert synonyms.read("pay it off early")[0].others == ("prepayment",)


def test_a_question_of_small_words_has_no_terms() -> None:
    assert Synonyms({"car": "vehicle"}).read("what is it?") == []
