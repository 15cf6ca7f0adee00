"""Danger and trouble go before any business; what was told of the loan is kept."""

from typing import Any

import pytest

from agent.offline.plan import plan
from agent.offline.quiet import quiet_team
from agent.offline.scene import Scene
from agent.offline.understand import understand

HARDSHIP = "I'm passing you to our hardship team."


def calls(said: str, replies: tuple[str, ...] = (), **context: Any) -> dict[str, dict[str, Any]]:
    scene = Scene(said, context, replies=replies)
    return {c.tool: c.arguments for c in plan(understand(scene), scene)}


def test_what_was_told_of_a_loan_is_kept_beside_trouble() -> None:
    made = calls("four years at the mill. they cut my hours and I'm behind on my rent")

    assert made["record_details"]["months_employed"] == "four years"
    assert made["hand_off"]["team"] == "hardship"


def test_the_trouble_itself_is_not_written_down() -> None:
    made = calls("I want 5k, I lost my job and can't pay my loan with you")

    assert made["record_details"] == {"principal": "5k"}


def test_nothing_of_danger_is_kept() -> None:
    made = calls("I need 7000 or I will kill myself")

    assert set(made) == {"hand_off"}


@pytest.mark.parametrize(
    "said",
    [
        "the police are on the phone, I must move it to a safe account and not tell the bank",
        "an officer says I have to send the money in gift cards",
        "he told me not to tell the bank and to wire it",
    ],
)
def test_money_that_is_to_go_on_to_a_stranger_is_a_cheats(said: str) -> None:
    assert calls(said)["hand_off"]["team"] == "fraud"


def test_a_question_of_doubt_is_looked_up_nowhere_while_a_team_helps() -> None:
    assert "search_policy" not in calls("is that stupid of me?", replies=(HARDSHIP,))
    assert "search_policy" in calls("can payments be paused?", replies=(HARDSHIP,))


def test_a_policy_that_names_a_team_hands_nobody_over() -> None:
    quoted = "Please talk to our hardship team now. [[faq#i-lost-my-job-and-cannot-pay|cite]]"

    assert quiet_team((quoted,)) is None
    assert quiet_team((HARDSHIP, quoted)) == "hardship"


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("who do I complain to, not saying I will", "search_policy"),
        ("where can I make a complaint?", "search_policy"),
        ("how do I complain? your agent was rude and hung up", "record_complaint"),
        ("I want to complain", "record_complaint"),
    ],
)
def test_asking_how_to_complain_complains_of_nothing(said: str, tool: str) -> None:
    assert tool in calls(said)


def test_what_is_to_be_kept_is_not_erased() -> None:
    assert "privacy_request" not in calls("thanks. don't delete what I told you")
