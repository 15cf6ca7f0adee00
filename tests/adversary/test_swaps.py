"""One reference of an honest reply changed for that of another fact: what is shown is still true.

What the words around a figure leave open the reply says itself, so a swap is stopped or becomes a
true sentence about the other figure. The rest is counted here, kind by kind.
"""

from typing import Any

import pytest

from agent.replies.factbook import FactBook
from agent.replies.rendered import Rendered
from agent.replies.renderer import Renderer
from tests.adversary.swap_oracle import verdict
from tests.adversary.swap_rates import rates, replies_of
from tests.adversary.swaps import KINDS, Swap, swaps
from tools.facts import fact

BOOK = FactBook(
    [
        fact("offer.a", "monthly_payment", "411.01"),
        fact("offer.a", "total_interest", "4660.27"),
        fact("offer.a", "term_months", 60),
        fact("offer.b", "monthly_payment", "493.63"),
        fact("offer.b", "total_interest", "3694.09"),
        fact("offer.b", "term_months", 48),
    ]
)
SAY = "A costs [[offer.a.monthly_payment]] a month."
PASSED_AT_MOST = {
    "wrong loan": 0.10, "wrong role": 0.18, "wrong unit": 0.18, "before or after": 0.25,
    "wrong pair": 0.28, "wrong part": 0.30, "wrong field": 0.28, "said or on file": 0.45,
    "wrong person": 0.40, "asked or offered": 0.26, "seen or limit": 0.25, "wrong way out": 0.30,
}  # fmt: skip
"""Shares of the swaps that would be false and are shown as false or without a name. What is
measured over all replies stands in the report of `make fuzz`."""


def shown(say: str) -> Rendered:
    return Renderer().render(say, BOOK)


def swap(say: str, honest: str, false: str, kind: str) -> Swap:
    return Swap(kind, say, 0, BOOK[honest], BOOK[false])


def test_every_reference_is_swapped_in_every_way_that_the_book_has() -> None:
    found = {(s.kind, s.false.id) for s in swaps(SAY, BOOK)}

    assert found == {
        ("wrong loan", "offer.b.monthly_payment"),
        ("wrong role", "offer.a.total_interest"),
        ("wrong unit", "offer.a.term_months"),
    }


@pytest.mark.parametrize(
    ("say", "expected"),
    [
        ("A costs [[offer.b.monthly_payment]] a month.", "false"),
        ("A costs [[offer.b.monthly_payment]] a month (offer B).", "true"),
        ("It costs [[offer.b.monthly_payment]] a month.", "unsaid"),
    ],
)
def test_the_oracle_knows_whose_a_figure_is_as_it_is_read(say: str, expected: str) -> None:
    lie = swap(say, "offer.a.monthly_payment", "offer.b.monthly_payment", "wrong loan")

    assert verdict(lie, shown(say), BOOK) == expected


@pytest.mark.parametrize(
    ("say", "expected"),
    [
        ("The payment is [[offer.a.total_interest]].", "false"),
        ("The payment is [[offer.a.total_interest]] in interest.", "false"),
        ("It comes to [[offer.a.total_interest]] in interest.", "true"),
        ("It comes to [[offer.a.total_interest]].", "unsaid"),
    ],
)
def test_the_oracle_knows_what_a_figure_is_called_as_it_is_read(say: str, expected: str) -> None:
    lie = swap(say, "offer.a.monthly_payment", "offer.a.total_interest", "wrong role")

    assert verdict(lie, shown(say), BOOK) == expected


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    return rates(replies_of(("tuning",))[::3], per_kind=1, seed=3)


@pytest.mark.parametrize("kind", [k.name for k in KINDS])
def test_few_swaps_of_a_kind_are_shown_as_something_else(
    measured: dict[str, Any], kind: str
) -> None:
    if kind not in measured or measured[kind].lies < 25:
        return  # too few to be a rate: the long run counts them
    assert measured[kind].share <= PASSED_AT_MOST[kind], measured[kind]
