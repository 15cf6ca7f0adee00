"""A customer's figure goes into the field that the words around it name, whoever hands it in."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from agent.binding import Binder, spec_of
from tools.context import CustomerMessage
from tools.knowledge import load_rulebook
from tools.lending.errors import UnboundFigure
from tools.lending.records import Product

RULEBOOK = load_rulebook()
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
ALL_AT_ONCE = (
    "car is 24,000, I put 4,000 down, make 60,000, rent 1,100, score 720, 5 years at my job"
)
MONEY = ("annual_income", "monthly_obligations")


def binder(said: str, product: Product | None, asked: tuple[str, ...] = ()) -> Binder:
    return Binder((CustomerMessage(turn_id="t0", text=said),), {}, RULEBOOK, product, NOW,
                  asked=asked)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("vehicle_price", "24,000", "24000.00"),
        ("down_payment", "4,000", "4000.00"),
        ("annual_income", "60,000", "60000.00"),
        ("monthly_obligations", "1,100", "1100.00"),
        ("credit_score", "720", "720"),
        ("months_employed", "5 years", "60"),
    ],
)
def test_a_figure_binds_to_the_field_that_its_words_name(
    field: str, words: str, value: str
) -> None:
    assert binder(ALL_AT_ONCE, Product.CAR).bind(spec_of(field), words).value == value


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("annual_income", "24,000"),
        ("annual_income", "4,000"),
        ("principal", "60,000"),
        ("principal", "24,000"),
        ("monthly_obligations", "720"),
        ("monthly_obligations", "4,000"),
        ("vehicle_price", "60,000"),
        ("down_payment", "1,100"),
        ("term_months", "5 years"),
    ],
)
def test_the_same_figure_is_refused_for_a_field_that_it_was_not_said_of(
    field: str, words: str
) -> None:
    with pytest.raises(UnboundFigure, match="is not said of"):
        binder(ALL_AT_ONCE, Product.CAR).bind(spec_of(field), words)


def test_a_bare_figure_answers_the_question_and_nothing_else() -> None:
    asked = binder("45 and 900", Product.PERSONAL, MONEY)

    assert asked.bind(spec_of("annual_income"), "45").value == "45000.00"
    with pytest.raises(UnboundFigure, match="is not said of"):
        asked.bind(spec_of("principal"), "45")


def test_a_bare_figure_that_nothing_was_asked_about_is_left_to_who_hands_it_in() -> None:
    assert binder("12k", Product.PERSONAL).bind(spec_of("principal"), "12k").value == "12000.00"


def test_what_the_amount_is_for_does_not_keep_it_from_being_borrowed() -> None:
    said = binder("20k for a car", Product.CAR)

    assert said.bind(spec_of("principal"), "20k").value == "20000.00"
