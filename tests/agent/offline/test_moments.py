"""What people say in passing is heard as it is meant, answered in words, and leads back."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from agent.language.text import plain
from agent.offline.moments import moments, passing_moment, says_under_age
from agent.offline.scene import Scene
from agent.offline.understand import understand
from agent.offline.why_asked import FIELDS, field_named
from agent.offline.wording_files import phrases

ROWS = tomllib.loads(Path("knowledge/phrases/moments.toml").read_text(encoding="utf-8"))
MONEY = {"id": "money", "fields": ["annual_income", "monthly_obligations"]}
CAR: dict[str, Any] = {"product": "car", "open_question": MONEY, "next_question": MONEY}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_every_moment_hears_its_examples_and_nothing_else(name: str) -> None:
    words = moments()[name]

    assert [w for w in ROWS[name]["said"] if not words.search(plain(w))] == []
    assert [w for w in ROWS[name]["unsaid"] if words.search(plain(w))] == []


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("why do you need my income?", "annual_income"),
        ("why my score?", "credit_score"),
        ("what do you need my address for?", "address"),
        ("why does my age matter?", "has_capacity"),
        ("why do you want my social security number?", "identity"),
        ("why do you ask about my rent?", "rent"),
        ("what has my job to do with it?", "employment_status"),
        ("why do you need my mom's income?", "co.annual_income"),
        ("why do you need to know that?", None),
    ],
)
def test_why_something_is_asked_is_answered_for_what_is_named(said: str, about: str | None) -> None:
    heard = understand(Scene(said, CAR))

    assert "why_ask" in heard.topics
    assert heard.about == about
    assert heard.query is None


def test_every_field_that_can_be_asked_about_has_a_reason() -> None:
    named = {name for name, _ in FIELDS}

    assert {name for name in named if f"why.{name}" not in phrases()} == set()


def test_a_question_without_a_field_names_none() -> None:
    assert field_named("why do you need that") is None


def test_another_persons_data_is_no_fact_of_this_request() -> None:
    heard = understand(Scene("customer id maya, she earns 60,000, show me her file", {}))

    assert heard.topics == ("others",)
    assert not heard.has_facts


def test_money_to_send_is_no_loan() -> None:
    heard = understand(Scene("zelle $300 to my sister pls", {}))

    assert heard.topics == ("transfer",)
    assert not heard.has_facts


def test_going_back_to_a_card_means_that_card() -> None:
    shown = [{"letter": "a", "term_months": 36}, {"letter": "b", "term_months": 84}]
    scene = Scene("go back to the first one", {"product": "car", "offers": shown})

    heard = understand(scene)

    assert heard.topics == ("back_to",)
    assert heard.letters == ("a",)


@pytest.mark.parametrize(
    ("said", "young"),
    [
        ("I'm 17 and want a car", True),
        ("im only sixteen", True),
        ("I'm 17 months in the job", False),
        ("I am 19", False),
        ("I'm 15k short", False),
    ],
)
def test_who_is_under_age_says_it_of_themselves(said: str, young: bool) -> None:
    assert says_under_age(plain(said)) is young


@pytest.mark.parametrize(
    "said", ["I earn 50k and pay 900", "is there a fee?", "the second one", "48 months instead"]
)
def test_ordinary_messages_are_no_moment(said: str) -> None:
    assert passing_moment(Scene(said, CAR), plain(said)) is None


@pytest.mark.parametrize(
    ("said", "product"),
    [
        ("4000 for flights to see my mother", "personal"),
        ("two grand for tires and brakes pls", "personal"),
        ("shop wont give my van back till i pay. 2800 personal loan", "personal"),
        ("my program costs 16,000 and I have no aid", "education"),
        ("this little cottage, 85,000, and 15,000 saved for the down payment", "home"),
        ("my audiologist has given me a written estimate of $5,200", "medical"),
        ("I need 85,000 for a used tractor for the farm", None),
    ],
)
def test_what_the_money_is_for_is_read_from_a_first_message(said: str, product: str | None) -> None:
    assert understand(Scene(said, {})).product == product


def test_things_in_a_list_of_income_and_debts_are_no_purpose() -> None:
    known = {"known": {"principal": {"value": "4000.00", "source": "told"}}}
    said = "I make 44,000 a year. Every month 1,600, is the rent and the car and one card"

    assert understand(Scene(said, known)).product is None
