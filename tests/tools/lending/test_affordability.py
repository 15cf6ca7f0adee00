"""The largest principal for a payment or a limit, searched with repricing."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.lending.affordability import max_principal_for, payment_range
from tools.lending.catalogue import Rulebook
from tools.lending.errors import OutOfRange
from tools.lending.evaluate import fits
from tools.lending.records import Inquiry, Product

Ask = Callable[..., Inquiry]
STEP = Decimal(100)


def at(inquiry: Inquiry, principal: Decimal) -> Inquiry:
    request = inquiry.request.model_copy(update={"principal": principal})
    return inquiry.model_copy(update={"request": request})


@pytest.mark.parametrize("product", list(Product))
@pytest.mark.parametrize("income", ["48000", "90000", "300000"])
def test_the_next_step_up_no_longer_fits(
    product: Product, income: str, ask: Ask, rulebook: Rulebook
) -> None:
    facts = {"property_value": "400000", "first_lien_balance": "100000"}
    inquiry = ask(
        product,
        {"annual_income": income, "monthly_obligations": "900"},
        facts if product == "home_improvement" else None,
    )

    most = max_principal_for(inquiry, rulebook)

    assert most is not None
    assert fits(at(inquiry, most.principal), rulebook)
    assert not fits(at(inquiry, most.principal + STEP), rulebook)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payment=st.decimals("40", "2000", places=2), months=st.sampled_from([12, 36, 60, 84]))
def test_the_payment_of_the_answer_is_affordable(
    payment: Decimal, months: int, ask: Ask, rulebook: Rulebook
) -> None:
    inquiry = ask("personal", {"monthly_obligations": "0"})

    most = max_principal_for(inquiry, rulebook, monthly_payment=payment, term_months=months)

    if most is None:
        assert payment < 100
    else:
        assert most.monthly_payment <= payment
        assert most.principal % STEP == 0


def test_price_bands_are_part_of_the_search(ask: Ask, rulebook: Rulebook) -> None:
    inquiry = ask("personal", {"annual_income": "50000", "monthly_obligations": "1458.33",
                               "credit_score": 680})  # fmt: skip

    most = max_principal_for(inquiry, rulebook, term_months=60)

    assert most is not None
    assert (str(most.principal), str(most.note_rate_pct)) == ("17400.00", "15.29")


def test_home_improvement_is_searched_on_both_sides_of_its_lien(
    ask: Ask, rulebook: Rulebook
) -> None:
    owner = {"monthly_obligations": "900"}
    little_equity = {"property_value": "300000", "first_lien_balance": "250000"}

    most = max_principal_for(ask("home_improvement", owner, little_equity), rulebook)

    assert most is not None
    assert most.principal == 25000
    assert most.ltv_pct is None


def test_nothing_is_lent_on_a_home_that_nobody_has_valued(ask: Ask, rulebook: Rulebook) -> None:
    most = max_principal_for(ask("home_improvement", {"monthly_obligations": "900"}), rulebook)

    assert most is not None
    assert most.principal == 25000


def test_nobody_is_told_an_amount_that_a_rule_refuses(ask: Ask, rulebook: Rulebook) -> None:
    assert max_principal_for(ask("personal", {"credit_score": 600}), rulebook) is None
    assert max_principal_for(ask("personal", {"monthly_obligations": "4500"}), rulebook) is None
    assert max_principal_for(ask("personal", {"credit_score": None}), rulebook) is None


def test_the_range_before_anything_is_known(rulebook: Rulebook) -> None:
    found = payment_range(Product.CAR, Decimal(20000), 60, rulebook)

    assert (str(found.payment_low), str(found.payment_high)) == ("398.86", "424.94")
    assert found.apr_low_pct > found.min_note_rate_pct
    assert found.apr_high_pct > found.max_note_rate_pct


@pytest.mark.parametrize(("principal", "months"), [("1999.99", 60), ("20000", 85), ("1e11", 60)])
def test_a_range_is_given_only_for_what_is_offered(
    principal: str, months: int, rulebook: Rulebook
) -> None:
    with pytest.raises(OutOfRange, match="A car loan runs from"):
        payment_range(Product.CAR, Decimal(principal), months, rulebook)


def test_a_term_outside_the_range_is_refused(ask: Ask, rulebook: Rulebook) -> None:
    with pytest.raises(OutOfRange, match="from 6 to 84 months"):
        max_principal_for(ask("car"), rulebook, term_months=120)
