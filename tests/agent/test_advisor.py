"""What a turn that goes wrong leaves behind: a closed turn, true words, and nobody held up."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent import nodes
from agent.advisor import STILL_BUSY, Advisor, blocks_shown
from agent.blocks import TextBlock
from agent.conversations.memory import MemoryLog
from agent.conversations.records import ClosedTurn, Lease, Opened, RowTooLarge, Session
from agent.frames import reply_text
from agent.runner import TurnRunner
from agent.said import Text
from agent.settings import Settings
from agent.wiring import App, build
from tests.fakes.scripted_model import ScriptedModel, call, calls

MAYA = Session(customer_id="maya")
ASKS = "What would you like to pay for?"


class Ledger(MemoryLog):
    """A log that refuses large turns, or in which another worker is quicker, when told to."""

    too_large = overtaken = False

    def close_turn(self, lease: Lease, closed: ClosedTurn) -> bool:
        if self.too_large and "see the log" not in "".join(closed.findings):
            raise RowTooLarge("a turn of a gigabyte")
        return super().close_turn(lease, closed) and not self.overtaken


@pytest.fixture
def log() -> Ledger:
    return Ledger()


@pytest.fixture
def app(data_dir: Path, clock: Any, log: Ledger) -> Iterator[App]:
    app = build(Settings(data_dir=data_dir), clock=clock, log=log,
                model=ScriptedModel(steps=[ASKS] * 9))  # fmt: skip
    yield app
    app.close()


def _said(app: App, words: str) -> ClosedTurn:
    conversation = app.advisor.open(MAYA).conversation
    return _said_in(app, conversation.id, words)


def _said_in(app: App, conversation_id: str, words: str) -> ClosedTurn:
    _, closed = blocks_shown(app.advisor.reply(MAYA, conversation_id, Text(text=words)))
    assert closed is not None
    turn = app.advisor.turn(MAYA, conversation_id, closed.turn_id)
    assert turn is not None
    assert turn.closed is not None
    return turn.closed


def test_a_turn_that_breaks_outside_the_graph_closes_with_an_honest_answer(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> ClosedTurn:
        raise RuntimeError("a bug")

    monkeypatch.setattr(TurnRunner, "_closed", breaks)

    closed = _said(app, "hello")

    assert "Nothing was changed" in reply_text(closed)
    assert closed.effects == ()


def test_a_broken_turn_does_not_hold_up_the_next_message(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = app.advisor.open(MAYA).conversation
    with monkeypatch.context() as broken:
        broken.setattr(TurnRunner, "_turn_run", lambda *_: 1 / 0)
        _said_in(app, conversation.id, "hello")

    assert reply_text(_said_in(app, conversation.id, "hello again")) == ASKS


def test_a_turn_too_large_for_a_row_is_closed_all_the_same(app: App, log: Ledger) -> None:
    log.too_large = True

    assert "Nothing was changed" in reply_text(_said(app, "hello"))


HALF_A_CHARACTER = "9\ud800000"


@pytest.mark.parametrize(
    "step",
    [
        f"Fine, {HALF_A_CHARACTER} it is.",
        calls(call("record_details", principal=HALF_A_CHARACTER)),
        calls(call(HALF_A_CHARACTER)),
    ],
)
def test_half_a_character_in_a_model_s_words_holds_up_no_conversation(
    data_dir: Path, clock: Any, step: Any
) -> None:
    steps = [step, ASKS, ASKS, ASKS]
    app = build(Settings(data_dir=data_dir), clock=clock, model=ScriptedModel(steps=steps))
    conversation = app.advisor.open(MAYA).conversation.id

    closed = [_said_in(app, conversation, words) for words in ("hello", "hello again")]
    app.close()

    assert all(reply_text(turn) for turn in closed)


def test_a_turn_that_another_worker_closes_is_still_shown(app: App, log: Ledger) -> None:
    log.overtaken = True

    assert reply_text(_said(app, "hello")) == ASKS


def test_somebody_who_waits_too_long_is_told_so(app: App, log: Ledger) -> None:
    quick = Advisor(log, app.runner, clock=app.now, after_close=app.dispatch, deadline_s=-9.9)
    conversation = quick.open(MAYA).conversation
    _hold(log, conversation.id, app)

    blocks, closed = blocks_shown(quick.reply(MAYA, conversation.id, Text(text="and now?")))

    assert closed is None
    assert [b.text for b in blocks if isinstance(b, TextBlock)] == [STILL_BUSY]


def _hold(log: Ledger, conversation_id: str, app: App) -> None:
    """Another worker holds the lease of an earlier message."""
    opened = Opened(
        conversation_id=conversation_id, turn_id="first", sequence=0, said=Text(text="hello"),
        session=MAYA, now=app.now(), case_version=0, knowledge={},
    )  # fmt: skip
    assert log.open_turn(opened, 60)[1] is not None


def test_what_keeps_a_turn_from_closing_is_in_the_operational_log(
    app: App, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "words of a customer"

    def fails(*_: object) -> None:
        raise ValueError(words)

    monkeypatch.setattr(app.advisor, "_after_close", fails)

    _said(app, "hello")
    app.advisor.close()

    lines = (data_dir / "advisor.log").read_text(encoding="utf-8")
    assert json.loads(lines.splitlines()[-1])["event"] == "turn not closed"
    assert words not in lines


def test_the_last_resort_denies_nothing_that_was_done(
    data_dir: Path, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = calls(call("record_details", product="car", principal="20k"))
    app = build(Settings(data_dir=data_dir), clock=clock, log=MemoryLog(),
                model=ScriptedModel(steps=[records, ASKS, ASKS]))  # fmt: skip
    monkeypatch.setattr(nodes, "objections", lambda *_: ["nothing passes"])

    closed = _said(app, "20k for a car")

    assert closed.case.request["principal"].value == "20000.00"
    assert "Nothing was changed" not in reply_text(closed)
    app.close()
