"""Which field a figure belongs to: by its words, its person, its size and the open question."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.language.quantities import find_quantities
from agent.offline.filling import fill
from agent.offline.filling_cues import Sort
from agent.offline.filling_records import Situation

MONEY: tuple[tuple[str, Sort], ...] = (
    ("annual_income", "amount"),
    ("monthly_obligations", "amount"),
)


def filled(text: str, product: str | None = None, **more: object) -> dict[str, list[str]]:
    """Return the words by field."""
    found: dict[str, list[str]] = {}
    now = Situation(product, **more)  # type: ignore[arg-type]
    for field, quantity in fill(text, [q for q in find_quantities(text) if not q.negated], now):
        found.setdefault(field, []).append(quantity.text)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "need a car loan 22,000 price 26,000",
        "26,000 is the price of the car and I need 22,000",
        "I need 22,000 for a car that costs 26,000",
        "22,000 toward a 26,000 pickup",
    ],
)
def test_the_amount_to_borrow_is_told_from_the_price_in_any_order(text: str) -> None:
    found = filled(text, "car")

    assert found == {"principal": ["22,000"], "vehicle_price": ["26,000"]}


def test_of_two_bare_amounts_beside_a_car_the_larger_is_the_price() -> None:
    assert filled("20k new car 22,500", "car") == {
        "principal": ["20k"],
        "vehicle_price": ["22,500"],
    }


def test_a_list_of_payments_belongs_together_and_leaves_the_income_alone() -> None:
    found = filled("i make 58k, rent 1200, cards 520, car 290", "personal", open_fields=MONEY)

    assert found == {
        "annual_income": ["58k"],
        "monthly_obligations": ["1200", "520", "290"],
    }


def test_the_figures_of_somebody_who_signs_are_theirs() -> None:
    found = filled("Sam could apply with me, 48,000, score 728, pays 300", "home")

    assert found == {
        "co_annual_income": ["48,000"],
        "co_credit_score": ["728"],
        "co_monthly_obligations": ["300"],
    }


def test_each_of_two_people_keeps_their_score() -> None:
    found = filled("my score is 705 and my partner's is 688", "home")

    assert found == {"credit_score": ["705"], "co_credit_score": ["688"]}


@pytest.mark.parametrize(
    "text",
    [
        "can you waive the 150 processing fee?",
        "8.57 sounds high, why is my rate like that?",
        "should i wait until 650",
        "forget the 22,500",
        "do you need a score of 700 for that?",
        "I was laid off 3 months ago",
    ],
)
def test_a_figure_in_a_question_or_a_retraction_states_nothing(text: str) -> None:
    assert filled(text, "car", known={"principal": Decimal(20000)}, has_offers=True) == {}


def test_what_is_put_right_in_the_same_breath_takes_the_place_of_the_slip() -> None:
    found = filled("I earn 26, no sorry, 62 thousand a year", "car", open_fields=MONEY)

    assert found == {"annual_income": ["62 thousand"]}


def test_a_correction_goes_to_the_known_figure_of_its_size() -> None:
    found = filled(
        "sorry, 16,500",
        "car",
        known={"principal": Decimal(15600), "annual_income": Decimal(52000)},
        corrected=("principal", "annual_income"),
    )

    assert found == {"principal": ["16,500"]}


def test_a_month_of_an_offer_that_stands_is_a_term() -> None:
    terms = frozenset({24, 36})

    assert filled("the 24 one", "gold", has_offers=True, terms=terms) == {"term_months": ["24"]}
    assert filled("24 or 36, which is better", "gold", has_offers=True, terms=terms) == {}


def test_no_debts_answers_for_the_payments_so_that_a_score_stays_a_score() -> None:
    found = filled("make 90k, no other debts, 740", "car", open_fields=MONEY)

    assert found == {"annual_income": ["90k"], "credit_score": ["740"]}


def test_the_value_of_the_old_car_and_what_is_owed_on_it_are_no_loan() -> None:
    said = "my car is worth 9,000 and I owe 4,000 on it; I need 6,000 for moving"

    assert filled(said, "personal") == {"principal": ["6,000"]}


def test_a_loan_above_its_price_is_read_only_where_the_words_say_so() -> None:
    said = filled("i want to borrow 30,000 and the price is 25,000", "car")

    assert said == {"principal": ["30,000"], "vehicle_price": ["25,000"]}
    assert filled("22,500, new car, 20k", "car")["principal"] == ["20k"]


@given(st.text(alphabet="ieno 1238k,.?%$ma'y\n", max_size=60))
def test_any_message_is_read_and_no_figure_fills_two_fields(text: str) -> None:
    quantities = find_quantities(text)

    found = list(fill(text, quantities, Situation("car", open_fields=MONEY)))

    starts = [quantity.start for _, quantity in found]
    assert len(starts) == len(set(starts)) <= len(quantities)


@given(st.integers(1_000, 90_000), st.integers(1_000, 20_000))
def test_a_price_and_a_down_payment_are_told_apart_at_any_size(down: int, more: int) -> None:
    price = down + more + 1_000

    found = filled(f"new truck, {price:,}, I'm putting {down:,} down", "car")

    assert found == {"vehicle_price": [f"{price:,}"], "down_payment": [f"{down:,}"]}
