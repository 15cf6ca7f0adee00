"""What-ifs: one change, priced anew, refused with the limit."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tools.lending.adjust import adjust_offer
from tools.lending.catalogue import Rulebook
from tools.lending.errors import LendingError, MissingFact, OutOfRange
from tools.lending.evaluate import evaluate
from tools.lending.records import Inquiry

Ask = Callable[..., Inquiry]
LITTLE = {"monthly_obligations": "300"}


def test_a_change_prices_like_the_same_request(ask: Ask, rulebook: Rulebook) -> None:
    adjusted = adjust_offer(ask("car", LITTLE), rulebook, principal=Decimal(18000), term_months=48)

    asked = evaluate(ask("car", LITTLE, {"principal": "18000", "term_months": 48}), rulebook)
    assert adjusted.tags == ("ADJUSTED",)
    assert adjusted.model_copy(update={"tags": ()}) == asked.offers[0].model_copy(
        update={"tags": (), "also_possible": None, "inputs_hash": adjusted.inputs_hash}
    )


def test_more_down_is_less_borrowed(ask: Ask, rulebook: Rulebook) -> None:
    unsaid = adjust_offer(ask("car", LITTLE), rulebook, down_payment=Decimal(5000))
    said = adjust_offer(ask("home", LITTLE), rulebook, down_payment=Decimal(120000))

    assert [unsaid.principal, unsaid.down_payment] == [15000, 5000]
    assert [said.principal, said.down_payment] == [180000, 120000]


def test_less_borrowed_is_more_down(ask: Ask, rulebook: Rulebook) -> None:
    offer = adjust_offer(ask("home", LITTLE), rulebook, principal=Decimal(150000))

    assert [offer.down_payment, offer.ltv_pct] == [150000, 50]


def test_automatic_payment_can_be_taken_and_left(ask: Ask, rulebook: Rulebook) -> None:
    inquiry = ask("car", LITTLE)
    taken = adjust_offer(inquiry, rulebook, autodebit=True)
    left = adjust_offer(ask("car", LITTLE, {"autodebit": True}), rulebook, autodebit=False)

    assert taken.with_autodebit
    assert left.note_rate_pct - taken.note_rate_pct == Decimal("0.25")


def test_paying_more_stands_beside_the_price(ask: Ask, rulebook: Rulebook) -> None:
    plain = adjust_offer(ask("car", LITTLE), rulebook)
    more = adjust_offer(ask("car", LITTLE), rulebook, extra_monthly=Decimal(100))
    once = adjust_offer(ask("car", LITTLE), rulebook, lump=Decimal(3000), lump_with_payment=24)

    assert plain.extra_payment is None
    assert more.monthly_payment == once.monthly_payment == plain.monthly_payment
    for offer in (more, once):
        extra = offer.extra_payment
        assert extra is not None
        assert extra.months + extra.months_saved == 60
        assert extra.total_interest + extra.interest_saved == plain.total_interest


def test_paying_more_after_school_counts_the_interest_of_school(
    ask: Ask, rulebook: Rulebook
) -> None:
    inquiry = ask("education", LITTLE, {"deferment_months": 24})
    offer = adjust_offer(inquiry, rulebook, extra_monthly=Decimal(50))

    assert offer.extra_payment is not None
    paid = offer.extra_payment.total_interest + offer.extra_payment.interest_saved
    assert paid == offer.total_interest


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"term_months": 120}, "from 6 to 84 months"),
        ({"term_months": 5}, "from 6 to 84 months"),
        ({"principal": Decimal(1000)}, "from 2,000.00 to 100,000.00 dollars"),
        ({"down_payment": Decimal(19000)}, "from 2,000.00 to 100,000.00 dollars"),
        ({"principal": Decimal(26000)}, "limit is 100.00 %. At 60 months up to 25,000.00 dollars"),
        ({"principal": Decimal(9000), "down_payment": Decimal(1)}, "one follows the other"),
        ({"lump": Decimal(100)}, "payment that the lump comes with"),
        ({"lump": Decimal(30000), "lump_with_payment": 3}, "only"),
    ],
)
def test_a_change_past_a_limit_is_refused_with_the_limit(
    change: dict[str, Any], words: str, ask: Ask, rulebook: Rulebook
) -> None:
    with pytest.raises(LendingError, match=words.replace(".", r"\.")):
        adjust_offer(ask("car", LITTLE), rulebook, **change)


def test_a_payment_past_the_debt_limit_is_refused_with_what_fits(
    ask: Ask, rulebook: Rulebook
) -> None:
    inquiry = ask("personal", {"monthly_obligations": "3900"})

    with pytest.raises(OutOfRange, match=r"limit is 45\.00 %\. At 12 months up to [\d,.]+ dollars"):
        adjust_offer(inquiry, rulebook, term_months=12)


def test_what_no_change_of_terms_can_cure_promises_no_amount(ask: Ask, rulebook: Rulebook) -> None:
    with pytest.raises(OutOfRange) as refused:
        adjust_offer(ask("personal", {"credit_score": 600}), rulebook, term_months=48)

    assert "dollars fits" not in str(refused.value)


def test_a_loan_without_a_price_to_pay_has_no_down_payment(ask: Ask, rulebook: Rulebook) -> None:
    with pytest.raises(OutOfRange, match="no down payment"):
        adjust_offer(ask("personal", LITTLE), rulebook, down_payment=Decimal(100))


def test_without_a_score_there_is_nothing_to_adjust(ask: Ask, rulebook: Rulebook) -> None:
    with pytest.raises(MissingFact, match="credit score"):
        adjust_offer(ask("car", {"credit_score": None}), rulebook, term_months=48)
