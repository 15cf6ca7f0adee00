"""Two loans in one conversation, with the embedded engine: said, filed, replayed, told apart."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.advisor import blocks_shown
from agent.conversations.records import ClosedTurn, Session
from agent.frames import reply_text
from agent.replaying import replay
from agent.said import Text
from agent.settings import Settings
from agent.wiring import App, build

MAYA = Session(customer_id="maya")
FIRST = ("I need a personal loan of 3000 for a laptop", "I'd like to apply", "yes")
SECOND = ("now I also want a car loan for 9k", "new, it costs 9500")


@pytest.fixture
def app(data_dir: Path, clock: Any) -> Iterator[App]:
    app = build(Settings(data_dir=data_dir), clock=clock)
    yield app
    app.close()


def say(app: App, *lines: str) -> list[ClosedTurn]:
    conversation = app.advisor.open(MAYA).conversation.id
    closed = []
    for number, line in enumerate(lines):
        blocks_shown(app.advisor.reply(MAYA, conversation, Text(text=line), f"t{number}"))
        turn = app.advisor.turn(MAYA, conversation, f"t{number}")
        assert turn is not None
        assert turn.closed is not None
        closed.append(turn.closed)
    return closed


def test_a_second_loan_is_evaluated_beside_the_first(app: App) -> None:
    *_, filed, began, priced = say(app, *FIRST, *SECOND)

    number = filed.case.application_number
    assert number is not None
    assert number in reply_text(began)
    assert priced.case.outcome == "LIKELY_FITS"
    assert {o.product for o in priced.case.current_offers} == {"car"}
    assert [a.number for a in priced.case.applications] == [number]
    assert "earn" not in reply_text(began)


def test_both_are_filed_once_each_and_told_apart(app: App) -> None:
    turns = say(app, *FIRST, *SECOND, "apply for that one", "yes", "yes",
                "what about my first application?", "and my car loan application?")  # fmt: skip

    filed = [e for t in turns for e in t.effects if e.kind == "submit_application"]
    first, second = (e.application_number for e in filed)
    assert first != second
    assert first in reply_text(turns[-2])
    assert second in reply_text(turns[-1])
    assert all(t.fallback == "none" for t in turns)
    assert [a.number for a in app.applications.applications_of("maya")][:2] == [second, first]


def test_every_turn_of_it_is_equal_when_run_again(app: App) -> None:
    turns = say(app, *FIRST, *SECOND, "what about my first application?", "apply for this one",
                "yes")  # fmt: skip

    again = [replay(app.conversations, f"t{number}") for number in range(len(turns))]
    assert [r.differences for r in again] == [()] * len(turns)


def test_the_amount_of_what_is_filed_is_not_changed_in_the_chat(app: App) -> None:
    *_, filed, asked = say(app, *FIRST, "make it 4000 instead")

    assert asked.case.request == filed.case.request
    assert asked.case.application_number == filed.case.application_number
    assert "withdraw" in reply_text(asked)


@pytest.mark.parametrize(
    "line", ["thanks", "what papers do you still need?", "what documents does a gold loan need?"]
)
def test_other_words_after_filing_begin_nothing(app: App, line: str) -> None:
    *_, filed, last = say(app, *FIRST, line)

    assert last.case.application_number == filed.case.application_number
