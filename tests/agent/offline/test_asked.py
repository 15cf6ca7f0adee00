"""Questions that one heading of the policy answers: the headings exist, the words find them."""

import re
from pathlib import Path

import pytest

from agent.language.text import plain
from agent.offline.asked import heading_asked, questions_asked

POLICIES = Path(__file__).resolve().parents[3] / "knowledge" / "policies"
HEADING = re.compile(r"^#+ (.+?)(?:\s*\{#.*)?$", re.MULTILINE)


def test_every_heading_that_is_looked_up_stands_in_the_policies() -> None:
    written = {h for f in POLICIES.glob("*.md") for h in HEADING.findall(f.read_text("utf-8"))}

    assert {q.heading for q in questions_asked()} - written == set()


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("Do you pass my info on to anybody?", "Who sees it"),
        ("will this ding my score?", "Will checking my rate hurt my credit score?"),
        ("how soon would the cash be in my account", "Signing and receiving the money"),
        ("What happens to my chain if I stop paying?", "If payments stop: sale of the gold"),
        ("what if I fall behind on a payment", "What if I am late with a payment?"),
        ("Can I get one on a work visa?", "Do you lend to people who are not citizens?"),
        ("is my wife's salary counted too?", "Can I apply with another person?"),
        ("which papers should I bring", "Which documents do you need?"),
        ("can the rate go up over time?", "Is the rate fixed or variable?"),
    ],
)
def test_a_question_in_other_words_finds_its_heading(said: str, heading: str) -> None:
    assert heading_asked(plain(said)) == heading


@pytest.mark.parametrize("said", ["I need 20k for a car", "my rate is 11.5%", "48 months please"])
def test_what_asks_nothing_of_the_policy_finds_none(said: str) -> None:
    assert heading_asked(plain(said)) is None
