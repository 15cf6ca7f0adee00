"""Which offers a message points at."""

import pytest

from agent.language.text import plain
from agent.offline.references import named_letters

SHOWN = tuple({"letter": letter, "term_months": 12} for letter in "abcd")


@pytest.mark.parametrize(
    ("said", "letters"),
    [
        ("ok lets go with A", ("a",)),
        ("A please", ("a",)),
        ("B", ("b",)),
        ("why is B dearer than A", ("b", "a")),
        ("is a better than b?", ("a", "b")),
        ("how is a different from c", ("a", "c")),
        ("what would D cost me", ("d",)),
        ("I'll take b and apply", ("b",)),
        ("tell me about c, and the rate of b", ("c", "b")),
        ("the second one, not offer A", ("a", "b")),
    ],
)
def test_a_letter_names_its_offer_without_the_word_offer(said: str, letters: tuple[str]) -> None:
    assert named_letters(plain(said), SHOWN) == letters


@pytest.mark.parametrize(
    "said",
    [
        "I want a car",
        "what about a shorter one",
        "is a longer term possible",
        "do you want a deposit",
        "it's a lower rate than b4",
        "I'd take it",
    ],
)
def test_an_article_or_half_a_word_names_no_offer(said: str) -> None:
    assert named_letters(plain(said), SHOWN) == ()
