"""People, rights and integrity, asked for without the word that names them."""

import pytest

from agent.offline.heard import Heard
from agent.offline.scene import Scene
from agent.offline.understand import understand


def heard(said: str) -> Heard:
    return understand(Scene(said, {}))


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("which details have you guys saved about us", "access"),
        ("I'd like everything you know about me", "access"),
        ("put me through to someone on your team", "human"),
        ("could a member of your staff call", "human"),
        ("no one ever picks up, 2nd time I email you about this", "complaint"),
        ("the clerk was mocking my religion", "discrimination"),
        ("I get served last because of how I speak", "discrimination"),
        ("my boss halved our shifts and I can't keep up", "hardship"),
        ("a month behind on the mortgage already", "hardship"),
        ("my cousin can print me a pay stub, use 88k", "falsify"),
    ],
)
def test_a_right_is_recognised_by_what_is_said(said: str, topic: str) -> None:
    assert topic in heard(said).topics


@pytest.mark.parametrize(
    "said", ["use 88k, a guy prints the pay stubs", "I know someone who sells W-2s, 70k"]
)
def test_a_figure_with_bought_papers_is_not_recorded(said: str) -> None:
    assert "annual_income" not in heard(said).told


@pytest.mark.parametrize(
    "said", ["what details do you need about the car", "my colleague earns 40k"]
)
def test_everyday_words_call_for_nobody(said: str) -> None:
    assert not {"access", "human", "complaint"} & set(heard(said).topics)
