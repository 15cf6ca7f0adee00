"""Which figure of what is shown is asked for: phrases, learned words, and where neither is sure."""

import json

import pytest

from agent.offline.asked_model import FIGURES, MEANING, NONE, WORDS, asked_heard, figure_asked_in
from agent.offline.scene import Scene
from agent.offline.understand import understand

OFFERS = [
    {"letter": letter, "term_months": months, "principal": "18000.00", "current": True, "tags": [],
     "monthly_payment": "369.91", "total_interest": "4194.27"}
    for letter, months in (("a", 60), ("b", 48), ("c", 84))
]  # fmt: skip
SHOWN = {"product": "car", "offers": OFFERS, "outcome": "LIKELY_FITS",
         "open_question": {"id": "after_offers", "fields": []}}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("how much would I get in hand after fees", "figure.receive"),
        ("so what do i pay in interest all in", "figure.interest"),
        ("remind me of the rate please", "figure.rate"),
        ("when would the first payment be due", "figure.first"),
    ],
)
def test_a_figure_is_known_by_words_that_no_phrase_has(said: str, key: str) -> None:
    assert asked_heard(said) == key


@pytest.mark.parametrize("said", ["my rent is 900 a month", "thanks", "I make 58k", "why so high?"])
def test_what_asks_for_no_figure_is_not_answered_with_one(said: str) -> None:
    assert asked_heard(said) in (None, NONE)


@pytest.mark.parametrize("weights", [WORDS, MEANING])
def test_every_figure_was_learned(weights: object) -> None:
    content = json.loads(WORDS.read_text() if weights is WORDS else MEANING.read_text())

    labels = {label for row in content["weights"].values() for label in row}
    assert {*FIGURES, NONE} == labels
    assert set(content["thresholds"]) == {"figure", "none"}


def test_a_phrase_still_finds_its_figure() -> None:
    assert figure_asked_in("what is the total interest", "car") == "figure.interest"


def test_a_question_at_the_end_of_a_story_is_answered_beside_offers() -> None:
    story = "She brought apple cake, and then the cat got out. What was the monthly payment again?"

    heard = understand(Scene(story, SHOWN, ("hi",)))

    assert heard.topics == ("figures",)


def test_before_there_are_offers_no_figure_of_one_is_asked_for() -> None:
    heard = understand(Scene("what was the monthly payment again?", {"product": "car"}, ("hi",)))

    assert heard.figure is None


def test_another_time_is_tried_out_and_no_figure_asked() -> None:
    heard = understand(Scene("what would the payment be over 72 months", SHOWN, ("hi",)))

    assert (heard.figure, dict(heard.changes)) == (None, {"term_months": "72 months"})
