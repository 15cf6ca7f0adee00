"""Normalising and folding."""

from hypothesis import given
from hypothesis import strategies as st

from agent.language.text import fold, is_one_slip, meant, normalise, plain, words


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@given(st.text(max_size=200))
def test_normal_text_can_be_stored_and_has_no_control_character(text: str) -> None:
    normal = normalise(text)

    assert normal.encode("utf-8").decode("utf-8") == normal
    assert all(char == " " or char.isprintable() or not char.isascii() for char in normal)


@given(st.text(max_size=200))
def test_each_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold(text)

    if folded.origins is not None:
        assert len(folded.origins) == len(folded.text)
        assert list(folded.origins) == sorted(folded.origins)
        assert all(0 <= origin < len(text) for origin in folded.origins)


def test_invisible_characters_and_fancy_quotes_are_made_plain() -> None:
    assert normalise("\ufeffI\u200b\u2019m\u00a0 here\x00\r\n now") == "I'm here now"


def test_digits_of_any_script_fold_to_the_same_figure() -> None:
    written = ("25", "\uff12\uff15", "\u0662\u0665", "\u0968\u096b", "𝟐𝟓", "2️⃣5️⃣")

    assert {fold(text).text for text in written} == {"25"}


def test_a_span_of_folded_text_points_at_what_was_typed() -> None:
    text = "I\u200b need \uff12\uff10k"
    folded = fold(text)
    start = folded.text.index("20k")

    origin = folded.span(start, start + 3)

    assert text[origin[0] : origin[1]] == "\uff12\uff10k"


def test_words_write_contractions_out() -> None:
    assert words("I CAN'T, it's gonna be cant") == (
        "i", "can", "not", "it", "is", "going", "to", "be", "can", "not"
    )  # fmt: skip
    assert plain("Let's go!") == "let us go"


def test_a_single_slip_in_a_long_word_is_understood_and_a_short_word_is_left_alone() -> None:
    known = ("mortgage", "medical", "car", "loan", "refinance")

    assert meant("morgage", known) == "mortgage"
    assert meant("refinanec", known) == "refinance"
    assert meant("medcal", known) == "medical"
    assert meant("cat", known) is None
    assert meant("banana", known) is None


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_slip_is_symmetric(first: str, second: str) -> None:
    assert is_one_slip(first, second) == is_one_slip(second, first)
