"""A figure enters a tool call only as words that the customer wrote."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from agent.binding import Binder, spec_of
from tools.case_file import Known
from tools.context import CustomerMessage
from tools.facts import fact
from tools.knowledge import load_rulebook
from tools.lending.errors import (
    AmbiguousWords,
    LendingError,
    OutOfRange,
    UnboundFigure,
    UnreadableWords,
)
from tools.lending.records import Product

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
RULEBOOK = load_rulebook()


def binder(*messages: str, product: Product | None = None) -> Binder:
    said = tuple(CustomerMessage(turn_id=f"t{n}", text=m) for n, m in enumerate(messages))
    return Binder(said, {}, RULEBOOK, product, NOW)


def bind(field: str, words: str, message: str, product: Product | None = None) -> Known:
    return binder(message, product=product).bind(spec_of(field), words)


@pytest.mark.parametrize(
    ("field", "words", "message", "product", "value"),
    [
        ("principal", "20k", "I need 20k for a car", None, "20000.00"),
        ("principal", "25", "a car, 25 maybe", Product.CAR, "25000.00"),
        ("principal", "12", "need 12 for renovating my life lol", None, "12000.00"),
        ("principal", "$28,000", "make it $28,000", Product.CAR, "28000.00"),
        ("principal", "sixty five thousand", "sixty five thousand please", None, "65000.00"),
        ("annual_income", "62k a year", "I make 62k a year", None, "62000.00"),
        ("annual_income", "26", "I make 26", None, "26000.00"),
        ("annual_income", "4,200 a month", "I earn 4,200 a month", None, "50400.00"),
        ("annual_income", "2,100 every two weeks", "it's 2,100 every two weeks", None, "54600.00"),
        ("annual_income", "take home 3,900 a month", "I take home 3,900 a month", None, "62400.00"),
        ("annual_income", "50-55k", "around 50-55k", None, "50000.00"),
        ("monthly_obligations", "1,250", "1,250 for everything", None, "1250.00"),
        ("monthly_obligations", "none", "none really", None, "0.00"),
        ("monthly_obligations", "rent 900 and car 310", "rent 900 and car 310", None, "1210.00"),
        ("monthly_obligations", "2000 a month incl 1500 rent", "2000 a month incl 1500 rent", None,
         "2000.00"),
        ("term_months", "48 months", "48 months instead", Product.CAR, "48"),
        ("term_months", "5 years", "over 5 years", Product.CAR, "60"),
        ("term_months", "60", "60", Product.CAR, "60"),
        ("term_months", "30", "30", Product.HOME, "360"),
        ("term_months", "10 years", "a car loan over 10 years", Product.CAR, "120"),
        ("months_employed", "5", "5", None, "60"),
        ("months_employed", "18 months", "for 18 months", None, "18"),
        ("credit_score", "720", "it's 720", None, "720"),
        ("credit_score", "700-739", "700-739", None, "700"),
        ("credit_score", "around 715", "around 715 I think", None, "700"),
        ("credit_score", "below 580", "below 580", None, "300"),
        ("has_capacity", "17", "I'm 17", None, "17"),
        ("old_note_rate_pct", "11.5%", "my rate is 11.5%", None, "11.5"),
        ("vehicle_model_year", "2019", "a 2019 Civic", Product.CAR, "2019"),
        ("vehicle_price", "26.5", "new, 26.5", Product.CAR, "26500.00"),
        ("property_value", "375", "it's 375", Product.HOME, "375000.00"),
        ("down_payment", "75", "375 with 75 down", Product.HOME, "75000.00"),
        ("monthly_obligations", "1,450 + 320", "mortgage 1,450, I earn 98k, car 320", None,
         "1770.00"),
        ("annual_income", "1,910 + 1,400", "social security 1,910 and pension 1,400 a month", None,
         "39720.00"),
        ("annual_income", "61k + 16k", "salary 61k plus 16k bonus", None, "77000.00"),
    ],
)  # fmt: skip
def test_words_are_read_as_the_customer_meant_them(
    field: str, words: str, message: str, product: Product | None, value: str
) -> None:
    known = bind(field, words, message, product)

    assert known.value == value
    assert known.source == "told"
    assert known.message == "t0"


def test_words_that_the_customer_never_wrote_are_refused() -> None:
    with pytest.raises(UnboundFigure, match="Ask the customer for income"):
        bind("annual_income", "75k", "I earn 40k a year")


def test_a_piece_of_a_larger_number_is_no_figure_of_the_customer() -> None:
    with pytest.raises(UnboundFigure):
        bind("principal", "200", "I need 20000 for a car")


def test_a_figure_cut_out_of_its_words_is_still_read_in_them() -> None:
    known = bind("annual_income", "4,200", "I earn 4,200 a month before tax")

    assert known.value == "50400.00"
    assert known.reading == "per month"


def test_the_newest_message_that_holds_the_words_is_the_source() -> None:
    known = binder("I need 20k", "no, 20k is right").bind(spec_of("principal"), "20k")

    assert known.message == "t1"
    assert known.span is not None
    assert known.words == "20k"


@pytest.mark.parametrize(
    ("field", "words", "message", "problem"),
    [
        ("annual_income", "5k", "I make 5k", AmbiguousWords),
        ("annual_income", "25 an hour", "25 an hour", AmbiguousWords),
        ("monthly_obligations", "nothing much", "nothing much", UnreadableWords),
        ("principal", "a lot", "a lot", UnreadableWords),
        ("principal", "-5000", "-5000", LendingError),
        ("principal", "0", "0", OutOfRange),
        ("principal", "5 lakh euros", "5 lakh euros", LendingError),
        ("credit_score", "great", "my score is great", UnreadableWords),
        ("credit_score", "9000", "it's 9000", OutOfRange),
        ("gold_items", "some gold", "some gold", UnreadableWords),
        ("vehicle_model_year", "1890", "a 1890 model", OutOfRange),
    ],
)
def test_words_that_cannot_be_read_say_what_to_ask(
    field: str, words: str, message: str, problem: type[LendingError]
) -> None:
    with pytest.raises(problem) as refusal:
        bind(field, words, message)

    assert str(refusal.value)


def test_gold_is_read_as_weight_and_karat() -> None:
    known = bind("gold_items", "62.5 grams of 22 karat", "62.5 grams of 22 karat jewellery")

    assert known.value == '[{"net_grams": "62.50", "karat": "22", "form": "jewellery"}]'


@pytest.mark.parametrize(
    ("words", "grams", "karat"),
    [
        ("two tolas of 22 carat", "23.33", "22"),
        ("8 grams, it's 18k", "8.00", "18"),
        ("1.5 oz of 24kt", "46.66", "24"),
        ("half a kilo, 9 karat", "500.00", "9"),
        ("forty gms 21k gold", "40.00", "21"),
    ],
)
def test_gold_is_read_in_words_and_digits_in_every_measure(
    words: str, grams: str, karat: str
) -> None:
    known = bind("gold_items", words, words)

    assert known.value == f'[{{"net_grams": "{grams}", "karat": "{karat}", "form": "jewellery"}}]'


def test_two_weights_with_one_karat_each_are_two_items() -> None:
    words = "10 grams of 22k and 5 grams of 18k"

    known = bind("gold_items", words, words)

    assert known.value is not None
    assert known.value.count("net_grams") == 2


def test_no_credit_history_is_an_answer_and_not_a_number() -> None:
    known = bind("credit_score", "no credit history", "I have no credit history")

    assert known.value is None
    assert known.reading == "no_file"


def test_a_figure_that_a_tool_gave_may_be_named_by_its_id() -> None:
    facts = {f.id: f for f in (fact("affordable", "max_principal", "17500"),)}
    bound = Binder((), facts, RULEBOOK, Product.CAR, NOW)

    known = bound.bind(spec_of("principal"), "[[affordable.max_principal]]")

    assert known.value == "17500"


@pytest.mark.parametrize(
    ("field", "role"),
    [("annual_income", "total_of_payments"), ("monthly_obligations", "total_fees"),
     ("note_rate_pct", "note_rate_pct"), ("principal", "total_interest"),
     ("term_months", "break_even_months")],
)  # fmt: skip
def test_a_figure_of_ours_never_stands_for_what_only_the_customer_knows(
    field: str, role: str
) -> None:
    ours = fact("offer.a", role, "36")
    bound = Binder((), {ours.id: ours}, RULEBOOK, Product.CAR, NOW)

    with pytest.raises(LendingError, match="Ask the customer"):
        bound.bind(spec_of(field), ours.id)


def test_a_change_that_was_advised_may_be_taken_up_by_its_id() -> None:
    advised = fact("recourse.1", "change_to", "17400.00", name="to", field="principal")
    bound = Binder((), {advised.id: advised}, RULEBOOK, Product.PERSONAL, NOW)

    assert bound.bind(spec_of("principal"), advised.id).value == "17400.00"
    with pytest.raises(LendingError):
        bound.bind(spec_of("down_payment"), advised.id)


@pytest.mark.parametrize(
    ("field", "given", "value", "message"),
    [("employment_status", "Self-Employed", "Self-Employed", "I freelance"),
     ("autodebit", True, "true", "autopay is fine"), ("state", "ca", "CA", "from California")],
)  # fmt: skip
def test_choices_are_taken_from_a_closed_list(
    field: str, given: object, value: str, message: str
) -> None:
    assert binder(message).bind(spec_of(field), given).value == value


@pytest.mark.parametrize(
    ("field", "given"),
    [("employment_status", "Retired"), ("autodebit", True), ("state", "CA"),
     ("vehicle_condition", "used"), ("repayment_source", "pension")],
)  # fmt: skip
def test_a_choice_that_no_word_of_the_customer_speaks_for_is_refused(
    field: str, given: object
) -> None:
    with pytest.raises(UnboundFigure, match="has not said"):
        binder("20k for something nice, in or around May").bind(spec_of(field), given)


def test_a_choice_outside_its_list_is_refused_with_the_list() -> None:
    with pytest.raises(UnreadableWords, match="Employed, Part-time"):
        binder("hi").bind(spec_of("employment_status"), "Astronaut")
