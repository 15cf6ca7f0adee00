"""Figures that their words leave no choice about: support that comes in, a time settled on."""

import pytest

from agent.offline.scene import Scene
from agent.offline.understand import understand

ASKED_MONEY = {"product": "personal", "open_question": {"id": "money", "fields": []}}


@pytest.mark.parametrize(
    "said",
    [
        "I make 31,000 a year, rent 700. I want the child support counted too, it is 800 a month",
        "I make 31,000 a year, rent 700, and I get 800 a month child support",
        "31,000 a year, rent 700, and 800 a month alimony from my ex",
    ],
)
def test_support_that_comes_in_is_no_debt(said: str) -> None:
    told = understand(Scene(said, ASKED_MONEY, ("hi",))).told

    assert "800" in told["other_income"]
    assert "800" not in told["monthly_obligations"]


def test_support_that_is_paid_stays_a_debt() -> None:
    told = understand(Scene("31,000 a year and I pay 300 child support", ASKED_MONEY, ("hi",))).told

    assert "300" in told["monthly_obligations"]
    assert "other_income" not in told


def beside_an_offer(said: str, principal: str) -> dict[str, object]:
    offers = [
        {"letter": letter, "term_months": months, "principal": principal, "current": True,
         "tags": [], "monthly_payment": "369.91", "total_interest": "4194.27"}
        for letter, months in (("a", 60), ("b", 84))
    ]  # fmt: skip
    context = {
        "product": "car", "offers": offers, "outcome": "LIKELY_FITS",
        "known": {"principal": {"value": principal, "source": "told"}},
        "open_question": {"id": "after_offers", "fields": []},
    }  # fmt: skip
    heard = understand(Scene(said, context, ("hi",)))
    return {**heard.told, **heard.changes}


@pytest.mark.parametrize("said", ["let's say 6", "ok make it 6 then", "I'd go for 6"])
def test_a_small_number_settled_on_beside_a_large_loan_is_years(said: str) -> None:
    assert set(beside_an_offer(said, "18000.00")) == {"term_months"}


def test_where_it_may_be_an_amount_it_is_not_taken_for_years() -> None:
    assert "term_months" not in beside_an_offer("make it 6", "7000.00")


def test_a_no_before_a_full_stop_denies_and_numbers_nothing() -> None:
    asked = {"product": "car", "open_question": {"id": "principal", "fields": ["principal"]}}

    told = understand(Scene("haha no. 5000, the car is used and costs 6500", asked, ("hi",))).told

    assert (told["principal"], told["vehicle_price"]) == ("5000", "6500")


def test_years_of_a_card_that_are_called_fine_are_no_income() -> None:
    assert set(beside_an_offer("yikes. ok 5 is fine. anything to send?", "18000.00")) <= {
        "term_months"
    }
