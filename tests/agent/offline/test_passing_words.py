"""Words said in passing: two incomes of one person, who may sign, years as a customer."""

import pytest

from agent.offline.scene import Scene
from agent.offline.understand import understand


def test_two_incomes_of_one_person_are_no_income_of_two() -> None:
    heard = understand(Scene("my salary and tips come together to 3,100 a month", {}))

    assert heard.told.get("annual_income")
    assert not heard.other_income


def test_an_income_of_two_people_stays_one_of_two() -> None:
    heard = understand(Scene("my salary and my wife's come together to 7,100 a month", {}))

    assert "annual_income" not in heard.told


@pytest.mark.parametrize(
    ("said", "co"), [("must it be my uncle?", None), ("my uncle would", "add"), ("no", "none")]
)
def test_a_question_who_has_to_sign_brings_nobody(said: str, co: str | None) -> None:
    context = {"open_question": {"id": "co_applicant", "fields": []}, "product": "education"}

    assert understand(Scene(said, context)).co_applicant == co


def test_years_as_a_customer_are_no_time_to_repay() -> None:
    heard = understand(
        Scene("I need 9,000 for a trip, I've been a loyal customer for 12 years", {})
    )

    assert "term_months" not in heard.told
    assert heard.told["principal"] == "9,000"


def test_a_mortgage_balance_says_that_the_home_has_a_mortgage() -> None:
    heard = understand(Scene("we own the house, mortgage balance 88k, 20k for a new roof", {}))

    assert heard.told["home_ownership"] == "Mortgage"
