"""How much gold somebody names: by the piece, in ounces, and a part of it alone."""

from decimal import Decimal

import pytest

from agent.language.gold import GRAMS_IN, karats_in, stretch_of_gold, weights_in
from agent.language.quantities import find_quantities


@pytest.mark.parametrize(
    ("said", "grams"),
    [
        ("2 gold coins, an ounce each", "62.2069536"),
        ("3 bangles 12 grams each", "36"),
        ("two rings, each 10 grams", "20"),
        ("2 rings, 10 grams", "10"),
        ("half an ounce", "15.5517384"),
    ],
)
def test_a_weight_said_of_each_piece_counts_for_all_of_them(said: str, grams: str) -> None:
    (weight,) = weights_in(said, find_quantities(said))

    value = (weight.quantity.value or 0) * GRAMS_IN[weight.quantity.unit] * weight.pieces
    assert value == Decimal(grams)


@pytest.mark.parametrize(
    ("said", "karats"),
    [
        ("10k on 45 grams 22k", ["22k"]),
        ("30g 14k and 20g 18k gold", ["14k", "18k"]),
        ("62.5 grams of 22 karat", ["22 karat"]),
        ("it's 14k not 18k", ["14k"]),
        ("need 15k", []),
    ],
)
def test_thousands_to_borrow_are_no_karats(said: str, karats: list[str]) -> None:
    assert [q.text for q in karats_in(find_quantities(said))] == karats


def test_a_karat_alone_says_something_only_where_gold_was_named() -> None:
    assert stretch_of_gold("22k") is None
    assert stretch_of_gold("22k", in_part=True) == (0, 3)
