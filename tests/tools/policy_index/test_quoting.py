"""The sentences that answer are said, and passages that contradict each other are noticed."""

import pytest

from tools.policy_index.quoting import answering, disagreeing, sentences_of
from tools.policy_index.records import Passage

LONG = (
    "The vehicle secures the loan and we are named on its title until the whole loan is repaid in "
    "full by whoever owes it. We lend a share of the value of a vehicle, be it new or used, "
    "and the price or a published guide decides which value is taken for it. The title has to be "
    "clean and free of any earlier claim by another lender. You need collision insurance. It names "
    "us as loss payee. Anybody may drive the vehicle."
)


def passage(text: str, own_id: str = "a", heading: str = "Collateral") -> Passage:
    return Passage(id=own_id, title_path=("Car loan", heading), text=text, template=text)


def said(question: str, text: str, nearness: list[float] | None = None) -> list[str]:
    one = passage(text)
    return [sentences_of(text)[at] for at in answering(question, one, nearness)]


def test_a_short_passage_is_said_whole_without_its_pointers() -> None:
    text = "No. It is free. See: From first question to repayment, Credit checks."

    assert said("does it cost anything", text) == ["No.", "It is free."]


def test_a_long_one_begins_with_the_sentence_that_answers() -> None:
    assert said("which collision insurance", LONG)[0] == "You need collision insurance."


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    assert said("who is the loss payee named", LONG)[0] == "You need collision insurance."


def test_nearness_decides_where_no_word_is_shared() -> None:
    near = [0.0] * 5 + [0.9]

    assert said("can my wife take the wheel", LONG, near) == ["Anybody may drive the vehicle."]


def test_what_is_asked_by_its_heading_is_said_from_the_beginning() -> None:
    assert said("car loan collateral", LONG)[0].startswith("The vehicle secures")


def test_what_is_said_stays_short() -> None:
    for question in ("car loan", "insurance", "value", "xyzzy"):
        assert len(" ".join(said(question, LONG)).split()) <= 60


@pytest.mark.parametrize("text", ["", " \n ", "See: Elsewhere."])
def test_nothing_to_say_is_no_sentence(text: str) -> None:
    assert said("anything", text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boats secure large personal loans.", "Boats never secure large personal loans."),
        ("A missed payment costs 25 dollars late.", "A missed payment costs 40 dollars late."),
    ],
)
def test_passages_that_contradict_each_other_are_named(one: str, other: str) -> None:
    three = [passage(one, "x"), passage("Gold is kept in our vault.", "y"), passage(other, "z")]

    assert disagreeing(three) == (("x", "z"),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boats secure large personal loans.", "Boats secure large personal loans."),
        ("There is no fee.", "There is a fee."),
        ("A car secures the car loan.", "Nobody needs to pledge jewelry for personal loans."),
    ],
)
def test_what_agrees_is_short_or_of_something_else_is_no_contradiction(
    one: str, other: str
) -> None:
    assert disagreeing([passage(one, "x"), passage(other, "y")]) == ()
