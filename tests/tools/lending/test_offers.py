"""What one card says: fees, APR, insurance, deferment, auto-debit, down payment."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tools.lending.catalogue import FeeTerms
from tools.lending.fees import fees_of, origination_fee, processing_fee
from tools.lending.records import Evaluation, Inquiry, Offer

Ask = Callable[..., Inquiry]
Answer = Callable[[Inquiry], Evaluation]
LITTLE = {"monthly_obligations": "300"}


@pytest.fixture
def first(answer: Answer) -> Callable[[Inquiry], Offer]:
    return lambda inquiry: answer(inquiry).offers[0]


First = Callable[[Inquiry], Offer]


def test_a_small_car_loan_pays_a_smaller_processing_fee(ask: Ask, first: First) -> None:
    small = first(ask("car", LITTLE, {"principal": "4000", "term_months": 24}))
    large = first(ask("car", LITTLE))

    assert [(f.name, str(f.amount)) for f in small.fees] == [("processing", "60.00")]
    assert [(f.name, str(f.amount)) for f in large.fees] == [("processing", "150.00")]


@pytest.mark.parametrize(
    ("principal", "fee"), [("300", "5"), ("999.99", "5"), ("2000", "10.00"), ("60000", "250")]
)
def test_the_origination_fee_keeps_its_floor_and_ceiling(principal: str, fee: str) -> None:
    terms = FeeTerms(
        origination_pct=Decimal("0.5"), origination_min=Decimal(5), origination_max=Decimal(250)
    )

    assert origination_fee(terms, Decimal(principal)) == Decimal(fee)


def test_a_loan_without_fees_names_none() -> None:
    assert fees_of(FeeTerms(), Decimal(1000)) == ()
    assert processing_fee(FeeTerms(), Decimal(1000)) == 0


def test_third_party_costs_stand_outside_the_finance_charge(ask: Ask, first: First) -> None:
    offer = first(ask("home", LITTLE))
    third = [fee for fee in offer.fees if not fee.finance_charge]

    assert {fee.name for fee in third} == {"appraisal", "title", "credit_report"}
    assert offer.amount_financed == 200000 - 2000 - 500
    assert offer.total_fees == 2500 + sum(fee.amount for fee in third)
    assert offer.finance_charge == offer.total_of_payments - offer.amount_financed
    assert offer.cash_to_close == 300000 - offer.amount_financed + 1810


def test_mortgage_insurance_is_part_of_the_apr_while_it_runs(ask: Ask, first: First) -> None:
    insured = first(ask("home", LITTLE, {"principal": "270000", "down_payment": "30000"}))

    assert insured.pmi_monthly == 135
    assert insured.pmi_months is not None
    assert 0 < insured.pmi_months < 360
    without = insured.total_of_payments - insured.amount_financed
    assert insured.finance_charge == without + 135 * insured.pmi_months
    assert insured.warnings == ("E-054",)
    assert insured.apr_pct - insured.note_rate_pct > Decimal("0.5")


def test_a_deferred_loan_shows_its_payment_after_school(ask: Ask, first: First) -> None:
    now = first(ask("education", LITTLE))
    later = first(ask("education", LITTLE, {"deferment_months": 48}))
    paying = first(
        ask("education", LITTLE, {"deferment_months": 48, "pays_interest_in_school": True})
    )

    assert later.monthly_payment > paying.monthly_payment == now.monthly_payment
    assert later.total_of_payments > paying.total_of_payments > now.total_of_payments
    assert (later.n_payments, paying.n_payments) == (120, 168)
    assert later.apr_pct < now.apr_pct == now.note_rate_pct


def test_automatic_payment_is_a_line_beside_every_card(ask: Ask, answer: Answer) -> None:
    for offer in answer(ask("car", LITTLE)).offers:
        assert offer.autodebit is not None
        assert offer.note_rate_pct - offer.autodebit.note_rate_pct == Decimal("0.25")
        saved = offer.total_interest - offer.autodebit.total_interest
        assert offer.autodebit.saves_total == saved > 0


def test_automatic_payment_changes_the_price_and_never_whether_it_fits(
    ask: Ask, answer: Answer
) -> None:
    without = answer(ask("car", LITTLE))
    taken = answer(ask("car", LITTLE, {"autodebit": True}))

    line = without.offers[0].autodebit
    assert line is not None
    assert taken.offers[0].monthly_payment == line.monthly_payment
    assert (taken.offers[0].with_autodebit, taken.offers[0].autodebit) == (True, None)
    assert taken.as_asked.monthly_payment == line.monthly_payment
    assert [f.observed for f in taken.findings] == [f.observed for f in without.findings]


def test_a_year_as_a_customer_takes_a_tenth_of_a_point_off(ask: Ask, first: First) -> None:
    new = first(ask("car", {**LITTLE, "relationship_months": 11}))
    old = first(ask("car", {**LITTLE, "relationship_months": 12}))

    assert new.note_rate_pct - old.note_rate_pct == Decimal("0.10")
    assert (new.with_relationship_discount, old.with_relationship_discount) == (False, True)


def test_the_down_payment_moves_against_the_principal(ask: Ask, answer: Answer) -> None:
    tight = {"monthly_obligations": "2600"}
    evaluation = answer(ask("home", tight))
    smaller = next(o for o in evaluation.offers if "MORE_DOWN" in o.tags)

    assert smaller.down_payment == 300000 - smaller.principal
    assert answer(ask("car", LITTLE)).offers[0].down_payment == 0
    assert answer(ask("car", LITTLE, {"vehicle_price": None})).offers[0].down_payment is None
    assert answer(ask("personal", LITTLE)).offers[0].down_payment is None


def test_what_is_left_a_month_counts_everything(ask: Ask, first: First) -> None:
    offer = first(ask("home", {"monthly_obligations": "1500", "rent": "1200"}))

    assert offer.residual_income == 10000 - 300 - 300 - offer.monthly_payment


def test_paying_off_cards_says_what_is_saved_a_month_now(ask: Ask, answer: Answer) -> None:
    evaluation = answer(ask("personal", LITTLE, {"retires_monthly": "350"}))
    offer = next(o for o in evaluation.offers if "CONSOLIDATE" in o.tags)

    assert offer.saves_monthly_now == 350 - offer.monthly_payment
    assert answer(ask("personal", LITTLE)).offers[0].saves_monthly_now is None


def test_a_tax_and_insurance_default_is_said(ask: Ask, first: First) -> None:
    offer = first(ask("home", LITTLE, {"taxes_and_insurance": None}))

    said = {(a.field, a.used) for a in offer.assumptions}
    assert ("taxes_and_insurance", "350.00") in said


def test_a_car_of_unknown_condition_is_taken_as_new(ask: Ask, answer: Answer) -> None:
    evaluation = answer(ask("car", LITTLE, {"vehicle_condition": None}))

    assert [(a.field, a.used) for a in evaluation.assumptions] == [("vehicle_condition", "new")]


def test_what_a_refinance_saves_is_said_of_the_payment_shown(ask: Ask, first: First) -> None:
    old = {"monthly_obligations": "2500"}

    for autodebit in (False, True):
        offer = first(ask("mortgage_refinance", old, {"autodebit": autodebit}))
        assert offer.refinance is not None
        assert offer.refinance.monthly_saving == Decimal("2180.71") - offer.monthly_payment


def test_an_old_mortgage_that_never_repays_is_not_compared(ask: Ask, answer: Answer) -> None:
    tiny = {"mortgage_principal_and_interest": "100", "monthly_obligations": "600"}
    evaluation = answer(ask("mortgage_refinance", tiny))

    assert "E-063" in evaluation.not_assessed
    assert all(offer.refinance is None for offer in evaluation.offers)


def test_a_cash_out_on_a_home_owned_outright_brings_money(ask: Ask, first: First) -> None:
    owner = {
        "home_ownership": "Own",
        "mortgage_principal_and_interest": None,
        "taxes_and_insurance": None,
        "monthly_obligations": "300",
    }
    request = {
        "refinance_purpose": "cash_out",
        "payoff_balance": None,
        "old_note_rate_pct": None,
        "old_remaining_months": None,
    }

    offer = first(ask("mortgage_refinance", owner, request))

    assert offer.refinance is None
    assert offer.cash_to_close == -offer.amount_financed + 1450
