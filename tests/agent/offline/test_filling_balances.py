"""What is owed in all is no payment, and two values to choose from are none."""

import pytest

from agent.language.quantities import find_quantities
from agent.offline.filling import fill
from agent.offline.filling_cues import Sort
from agent.offline.filling_records import Situation

MONEY: tuple[tuple[str, Sort], ...] = (
    ("annual_income", "amount"),
    ("monthly_obligations", "amount"),
)


def filled(text: str, product: str | None = None, *, asked: bool = False) -> dict[str, list[str]]:
    """Return the words by field."""
    now = Situation(product, MONEY if asked else ())
    found: dict[str, list[str]] = {}
    for field, quantity in fill(text, find_quantities(text), now):
        found.setdefault(field, []).append(quantity.text)
    return found


@pytest.mark.parametrize(
    "said",
    [
        "the Visa 3,200, the store card 900 and the dentist 1,100",
        "I owe 3200 on the visa, 900 on the store card",
    ],
)
def test_balances_in_a_list_are_no_monthly_payments(said: str) -> None:
    assert filled(said, "car", asked=True) == {}


def test_debts_that_the_loan_clears_are_together_what_is_borrowed() -> None:
    said = "pay off the Visa 3,200, the store card 900 and the dentist 1,100"

    assert filled(said, "personal") == {"principal": ["3,200", "900", "1,100"]}


def test_the_amount_named_for_all_of_them_is_not_added_to_them() -> None:
    said = "need 5,200 to pay off the Visa 3,200, the store card 2,000"

    assert filled(said, "personal") == {"principal": ["5,200"]}


def test_small_sums_on_cards_answer_what_goes_out_each_month() -> None:
    found = filled("rent 1200, cards 520, car 290", "car", asked=True)

    assert set(found) <= {"rent", "monthly_obligations"}
    assert sorted(w for words in found.values() for w in words) == ["1200", "290", "520"]


@pytest.mark.parametrize("said", ["new at 29k or used at 21k", "it costs 18k or is listed at 19k"])
def test_of_two_prices_to_choose_from_neither_is_told(said: str) -> None:
    assert filled(said, "car") == {}


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ("my brother in law said leave it, the guy says 18000 to fix it", "principal", "18000"),
        ("they pay me 66000 before taxes", "annual_income", "66000"),
        ("my nephew looked it up its 744 credit", "credit_score", "744"),
    ],
)
def test_people_in_a_story_own_no_figures(said: str, field: str, words: str) -> None:
    assert filled(said, "home_improvement")[field] == [words]


def test_two_incomes_in_so_many_words_are_one_each() -> None:
    assert filled("a duplex for 265k. me 80 and her 50", "home") == {
        "property_value": ["265k"],
        "annual_income": ["80"],
        "co_annual_income": ["50"],
    }


def test_a_deposit_keeps_the_sum_beside_it_from_being_an_income() -> None:
    found = filled("for 320k, 40k deposit, both of us working")

    assert not {"annual_income", "principal"} & set(found)


def test_how_long_a_thing_lasted_is_no_time_to_repay() -> None:
    said = "the old Buick gave up after nineteen years, a used Camry for 17,900, once in 1996"

    assert filled(said, "car") == {"vehicle_price": ["17,900"]}


def test_cards_to_pay_are_cleared_without_the_word_off() -> None:
    said = "want to pay my three cards: amex 2,100, visa 1,900, citi 3,000"

    assert filled(said, "personal") == {"principal": ["2,100", "1,900", "3,000"]}
