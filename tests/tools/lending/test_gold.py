from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.errors import MissingFact, OutOfRange
from tools.lending.gold import (
    bullet_interest,
    gold_value,
    max_bullet_principal,
    max_gold_principal,
    price_used,
)
from tools.lending.records import GoldItem

D = Decimal
PRICE = D("105.40")


def item(grams: str, karat: int) -> GoldItem:
    return GoldItem(net_grams=D(grams), karat=D(karat))


def test_the_lower_of_average_and_close_is_used() -> None:
    assert price_used(D("106.10"), PRICE) == PRICE
    assert price_used(D("104.20"), PRICE) == D("104.20")


def test_pieces_are_valued_together_and_rounded_once() -> None:
    pieces = [item("10.01", 22), item("10.01", 22), item("10.01", 22)]

    together = gold_value(pieces, PRICE)

    assert together == D("2901.40")  # 967.133 each would be 2,901.39
    assert gold_value([item("1", 24)], PRICE) == PRICE


@pytest.mark.parametrize(("assayed", "used"), [("3400", "3400.00"), ("7000", "6038.54")])
def test_the_value_is_never_above_the_assay(assayed: str, used: str) -> None:
    assert str(gold_value([item("62.5", 22)], PRICE, assayed=D(assayed))) == used


def test_a_limit_rounds_down_by_any_part_of_a_cent() -> None:
    assert max_gold_principal(D("6038.54"), 75) == D("4528.90")  # 4,528.905
    assert max_gold_principal(D("0.01"), 75) == 0


@given(
    st.decimals("1", "200000", places=2),
    st.decimals("0", "19", places=2),
    st.integers(1, 36),
)
def test_a_bullet_loan_is_covered_at_maturity_and_a_cent_more_would_not_be(
    value: Decimal, rate: Decimal, months: int
) -> None:
    limit = max_gold_principal(value, 75)

    principal = max_bullet_principal(value, 75, rate, months)

    assert principal > 0
    assert principal + bullet_interest(principal, rate, months) <= limit
    more = principal + D("0.02")
    assert more + bullet_interest(more, rate, months) > limit


def test_a_bullet_without_interest_may_use_the_whole_limit() -> None:
    assert max_bullet_principal(D("6038.54"), 75, 0, 12) == D("4528.90")


def test_gold_without_pieces_is_asked_for() -> None:
    with pytest.raises(MissingFact, match="karat"):
        gold_value([], PRICE)


@pytest.mark.parametrize("price", [0, -1, D("NaN"), D("Infinity")])
def test_a_price_of_gold_is_a_positive_figure(price: Decimal | int) -> None:
    with pytest.raises(OutOfRange, match="price"):
        gold_value([item("1", 22)], price)
    with pytest.raises(OutOfRange, match="price"):
        price_used(PRICE, price)


@pytest.mark.parametrize("cap", [0, -75, 101, D("NaN")])
def test_a_share_of_the_value_is_a_percentage(cap: Decimal | int) -> None:
    with pytest.raises(OutOfRange, match="limit"):
        max_gold_principal(1000, cap)


@pytest.mark.parametrize("value", [-1, D("NaN"), D("1e12")])
def test_a_value_is_money(value: Decimal | int) -> None:
    with pytest.raises(OutOfRange, match="value"):
        max_gold_principal(value, 75)
