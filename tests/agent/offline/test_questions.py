"""A message is cut into its questions, each looked up by itself."""

import pytest

from agent.offline.questions import each_of, questions_in


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("What is PMI?", ["what is pmi"]),
        ("ok cool, so what does the appraisal cost?", ["what does the appraisal cost"]),
        (
            "What does being late cost? And can I move my due date?",
            ["what does being late cost", "can i move my due date"],
        ),
        (
            "I have gold coins. Can I borrow on them? Really?",
            ["i have gold coins can i borrow on them"],
        ),
        ("late fees", ["late fees"]),
    ],
)
def test_every_question_of_a_message_is_asked(said: str, asked: list[str]) -> None:
    assert each_of(questions_in(said)) == asked


def test_a_flood_of_questions_is_not_asked_whole() -> None:
    flood = "How long does a review take? " * 50 + "x" * 2_000 + "?"

    assert len(each_of(questions_in(flood))) <= 2
    assert len(questions_in(flood)) <= 601


@pytest.mark.parametrize("nothing", [None, "", "\n"])
def test_where_nothing_is_asked_nothing_is_looked_up(nothing: str | None) -> None:
    assert each_of(nothing) == []
