"""A question that leans on the one before is asked in full."""

import pytest

from agent.offline.follow_ups import (
    in_full,
    is_follow_up,
    of_the_loan_spoken_of,
    with_what_it_points_at,
)


@pytest.mark.parametrize(
    ("said", "earlier", "full"),
    [
        ("and for gold", ["how long can i take for a car loan?"], "how long can i take for gold"),
        (
            "what about used ones",
            ["how much do you lend on a car?"],
            "how much do you lend on a car used ones",
        ),
        (
            "and on a mortgage",
            ["Is there a fee for paying early?"],
            "is there a fee for paying early a mortgage",
        ),
        (
            "and for gold",
            ["I make 60k. Is there a penalty if I pay early?"],
            "is there a penalty if i pay early gold",
        ),
        (
            "what about used ones",
            ["how much do you lend on a car?", "and for gold?"],
            "how much do you lend on a car used ones",
        ),
    ],
)
def test_what_is_new_replaces_or_joins_what_was_asked(
    said: str, earlier: list[str], full: str
) -> None:
    assert in_full(said, earlier) == full


@pytest.mark.parametrize(
    ("said", "earlier"),
    [
        ("what is the late fee", ["how long can i take?"]),
        ("and for gold", []),
        ("and for gold", ["what about cars?"]),
        ("and for how long are all my records kept by you then", ["what is a lien?"]),
        ("for", ["what is a lien?"]),
    ],
)
def test_a_question_of_its_own_stays_as_it_is(said: str, earlier: list[str]) -> None:
    assert in_full(said, earlier) == said


def test_long_questions_are_no_follow_ups() -> None:
    assert is_follow_up("what about a used one")
    assert not is_follow_up("what about " + "very " * 9 + "old cars")


def test_a_question_brings_the_sentence_it_points_at() -> None:
    text = "My agent spoke of PMI. When does it end?"

    assert with_what_it_points_at("when does it end", text) == (
        "my agent spoke of pmi when does it end"
    )


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("is there a fee if i pay it early", "I need 20k. Is there a fee if I pay it early?"),
        ("is there a late fee", "My agent spoke of PMI. Is there a late fee?"),
        ("when does it end", "When does it end?"),
        ("when does it end", "Something else."),
    ],
)
def test_figures_of_the_case_and_what_is_not_pointed_at_stay_out(question: str, text: str) -> None:
    assert with_what_it_points_at(question, text) == question


@pytest.mark.parametrize(
    ("question", "earlier", "full"),
    [
        ("what is the fee at the start", ["can i pay a personal loan off early"], "personal loan"),
        ("how long can it run", ["hello", "do you lend on gold?"], "for gold"),
        ("which papers do you need", ["what is the rate of a used car loan"], "car loan"),
    ],
)
def test_what_differs_by_loan_is_asked_of_the_loan_spoken_of(
    question: str, earlier: list[str], full: str
) -> None:
    assert full in of_the_loan_spoken_of(question, earlier)


@pytest.mark.parametrize("question", ["are you a real bank", "what is the fee for gold"])
def test_a_question_that_says_enough_stays_as_it_is(question: str) -> None:
    assert of_the_loan_spoken_of(question, ["can i pay a car loan off early"]) == question


def test_a_loan_spoken_of_long_ago_is_not_meant() -> None:
    earlier = ["can i pay a car loan off early", "thanks", "and who are you"]

    assert of_the_loan_spoken_of("what is the fee", earlier) == "what is the fee"
