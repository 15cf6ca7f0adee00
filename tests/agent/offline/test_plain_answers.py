"""Plain answers in many voices: nothing is read into them, and nothing in them is lost."""

from typing import Any

import pytest

from agent.language.signals import find_signals
from agent.language.text import plain
from agent.offline.choices import choices_in
from agent.offline.heard import Heard
from agent.offline.meaning import sentence_meaning
from agent.offline.ordinary import is_ordinary
from agent.offline.scene import Scene
from agent.offline.understand import understand


def heard(said: str, *earlier: str, open_id: str = "", **context: Any) -> Heard:
    if open_id:
        context["open_question"] = {"id": open_id, "fields": []}
    return understand(Scene(said, context, earlier))


def known(**values: str) -> dict[str, dict[str, str]]:
    return {field: {"value": value, "source": "told"} for field, value in values.items()}


CAR = known(principal="50400.00", annual_income="111600.00", monthly_obligations="1250.00")


# -- figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["employed full time, 12 years now. the price is 56k", "7 years there. 50400 dollars"]
)
def test_pay_that_was_told_is_not_replaced_by_a_sum_nobody_called_pay(said: str) -> None:
    found = heard(said, open_id="job", product="car", known=CAR)

    assert "annual_income" not in found.told


def test_pay_that_is_put_right_replaces_what_was_told() -> None:
    found = heard("oops, my salary is 98,400", open_id="job", product="car", known=CAR)

    assert found.told["annual_income"] == "98,400"


@pytest.mark.parametrize(
    ("said", "amount"),
    [("I'd like a personal loan of 34,650 and my debts are $400 a month", "34,650"),
     ("my roof leaks, the repair is $53,000. i still owe $231,340 on the mortgage", "$53,000"),
     ("need to fix my house, the foundation, $47,000. i make $88,800 annually", "$47,000")],
)  # fmt: skip
def test_what_the_loan_is_to_pay_for_is_the_amount_and_no_pay(said: str, amount: str) -> None:
    assert heard(said).told["principal"] == amount


def test_what_is_put_right_by_its_name_is_that_field_whatever_is_asked() -> None:
    found = heard(
        "sorry, that was a typo, not 424,600 but 386000 dollars",
        "the house is 424,600",
        open_id="money",
        product="home_improvement",
        known=known(principal="30000.00", property_value="424600.00"),
    )

    assert found.told == {"property_value": "386000 dollars"}


def test_a_score_that_slips_is_the_one_said_last() -> None:
    assert heard("my fico is 783, sorry, 753", product="home").told["credit_score"] == "753"


def test_things_that_are_counted_are_no_payments() -> None:
    found = heard("no bills at all, we looked at 3 places already", open_id="money", product="home")

    assert "3" not in found.told.get("monthly_obligations", "")


@pytest.mark.parametrize(
    ("said", "first"),
    [("need 15k 4 a used car", "15k"), ("want 2 buy a car, 9k", "9k")],
)
def test_a_digit_that_spells_a_word_is_no_figure(said: str, first: str) -> None:
    found = heard(said)

    assert first in found.told.values()
    assert found.left_over == ()


@pytest.mark.parametrize("said", ["760, and i'd like 3 yrs to pay it back", "4 yrs 2 repay, 760"])
def test_a_time_to_pay_back_is_the_term_where_the_job_is_asked_too(said: str) -> None:
    found = heard(said, open_id="job", product="personal", known=CAR)

    assert "term_months" in found.told


def test_the_same_payments_said_again_are_not_added() -> None:
    found = heard(
        "I make 34.8k, also my bills run me $650 a month", "I pay 650 a month on debts",
        product="personal", known=known(principal="9000.00", monthly_obligations="650.00"),
    )  # fmt: skip

    assert "said_monthly_obligations" not in found.told["monthly_obligations"]


def test_the_answer_to_what_rent_is_paid_is_rent() -> None:
    found = heard("I pay $1,600 for the apartment", open_id="rent", product="home", known=CAR)

    assert found.told == {"rent": "$1,600"}


# -- people and papers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    ["a used SUV for 39,000. I'm doing this together with my uncle. What's the monthly?",
     "lasik, 5500, what's the monthly, also my best friend would apply with me",
     "moving costs, plus my best friend is signing too",
     "a kitchen for 12,000, it would be my mom and me on the loan"],
)  # fmt: skip
def test_who_signs_is_heard_beside_a_question(said: str) -> None:
    assert heard(said).co_applicant == "add"


@pytest.mark.parametrize(
    "said", ["does the other one have to be family?", "there are 28 years to go on it"]
)
def test_who_only_asks_or_has_years_to_go_brings_nobody(said: str) -> None:
    assert heard(said, product="mortgage_refinance").co_applicant is None


@pytest.mark.parametrize(
    ("said", "promised"),
    [("no papers for that", False), ("i can't document that", False), ("it's cash, nothing in "
     "writing", False), ("I have statements for it", True), ("a trust pays me", True)],
)  # fmt: skip
def test_papers_are_promised_only_by_who_has_some(said: str, promised: bool) -> None:
    found = choices_in(said, plain(said), "personal", "income_source", other_by_default=False)

    assert any(c.field == "other_income_documents" for c in found) is promised


def test_a_courtesy_before_no_papers_is_no_yes() -> None:
    found = heard("Certainly. I can't document that", open_id="income_source", product="personal")

    assert found.answer == "NO"


# -- what it is for ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "product"),
    [("work on my house", "home_improvement"), ("repairs at home", "home_improvement"),
     ("Of course. AC went out and a new one runs 57000 dollars", "home_improvement"),
     ("a course in welding", "education")],
)  # fmt: skip
def test_what_it_is_for_is_heard_in_plain_words(said: str, product: str) -> None:
    assert heard(said, open_id="purpose").product == product


# -- what a message is about ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    ["no one, I'm doing this alone", "no rent, I live with family",
     "he makes 52800 annually, my husband pays 1100 a month on loans",
     "211000 dollars I'd say. I'm putting in $54,860 of my own money",
     "we've got a mortgage; we owe 215560 on the house, we looked at 3 places already"],
)  # fmt: skip
def test_a_plain_answer_is_no_danger_and_no_hardship(said: str) -> None:
    context = {"product": "education", "open_question": {"id": "co_applicant", "fields": []}}
    found = understand(Scene(said, context, meaning_of=sentence_meaning))

    assert not {"self_harm", "coercion", "threat", "hardship", "human"} & set(found.topics)


@pytest.mark.parametrize(
    "said",
    ["i have nothing left to live for", "he makes me sign for a car", "my son is making me do this",
     "i can not go on", "what do we do this month", "put a person on"],
)  # fmt: skip
def test_words_of_need_are_no_plain_answer(said: str) -> None:
    assert not is_ordinary(said)


def test_another_one_is_no_other_person() -> None:
    signals = find_signals("hi, my old truck died and i need 50,400 for another one")

    assert "human" not in {s.kind for s in signals}


def test_where_we_are_is_answered_without_a_person_taking_over() -> None:
    scene = Scene("do you have a branch near me?", {}, meaning_of=sentence_meaning)

    assert "human" not in understand(scene).topics


@pytest.mark.parametrize("said", ["is my data safe with you?", "what have you got for me"])
def test_safety_and_offers_are_no_request_for_a_copy(said: str) -> None:
    scene = Scene(said, {"product": "personal"}, meaning_of=sentence_meaning)

    assert "access" not in understand(scene).topics


def test_thanks_beside_an_answer_leave_the_answer() -> None:
    found = heard("no papers for that, thank you", open_id="income_source", product="personal")

    assert "thanks" not in found.topics
