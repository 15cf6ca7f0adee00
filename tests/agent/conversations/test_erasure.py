"""What an erasure takes, what it leaves, and why: through the chat and on the command line."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from agent.__main__ import main
from agent.advisor import GONE, blocks_shown
from agent.blocks import TextBlock
from agent.conversations.erasure import erase_customer
from agent.conversations.records import Session
from agent.data_rights import erase, export
from agent.said import Confirm, Said, Text
from agent.settings import Settings
from agent.wiring import App, build
from tools.lending.errors import NothingToWorkOn

MAYA = Session(customer_id="maya")
GUEST = Session(customer_id=None)
CAR = "I need 20k for a new car, it costs 22,500, it is a turquoise one"
LOFT = (
    "There's a loft downtown, 250 thousand, and I could pay 50 thousand up front. "
    "Tax and insurance 300 per month. Would you finance it?"
)
DELETE = "delete everything about me"


@pytest.fixture
def app(data_dir: Path, clock: Any) -> Iterator[App]:
    app = build(Settings(data_dir=data_dir), clock=clock)
    yield app
    app.close()


def say(app: App, talk: str, said: Said | str, session: Session = MAYA, id: str = "") -> str:
    said = Text(text=said) if isinstance(said, str) else said
    blocks, _ = blocks_shown(app.advisor.reply(session, talk, said, id or None))
    app.dispatch(app.now())
    return " ".join(b.text for b in blocks if isinstance(b, TextBlock))


def started(app: App, session: Session = MAYA) -> str:
    return app.advisor.open(session).conversation.id


def file(app: App, talk: str) -> None:
    say(app, talk, CAR)
    say(app, talk, "I'd like to apply")
    proposal = app.conversations.latest_case(talk).proposal
    assert proposal is not None
    say(app, talk, Confirm(proposal_id=proposal.id))


def in_the_files(app: App, words: str) -> bool:
    return any(words.encode() in f.read_bytes() for f in app.data.glob("conversations.sqlite*"))


def test_delete_everything_about_me_erases_what_was_said_here_and_elsewhere(app: App) -> None:
    earlier, here = started(app), started(app)
    say(app, earlier, CAR)
    say(app, here, CAR)
    assert in_the_files(app, "turquoise")

    say(app, here, DELETE)

    assert not in_the_files(app, "turquoise")
    assert app.conversations.conversation(earlier) is None
    assert app.conversations.verify() == ()
    assert {e.reason for e in app.conversations.erasures()} == {"the customer asked for it"}


def test_the_conversation_goes_on_after_the_erasure_without_what_was_said(app: App) -> None:
    here = started(app)
    say(app, here, CAR, id="t1")
    say(app, here, DELETE)

    assert say(app, here, "hello again")
    assert [t.erased for t in app.conversations.turns(here)] == [True, False, False]
    assert "principal" not in app.conversations.latest_case(here).request
    assert say(app, here, CAR, id="t1") == GONE


def test_a_guest_has_what_was_said_in_this_conversation_erased(app: App) -> None:
    mine, anothers = started(app, GUEST), started(app, GUEST)
    say(app, mine, "I make 61,234 a year and need a car", GUEST)
    say(app, anothers, "I make 48,321 a year and need a car", GUEST)

    say(app, mine, DELETE, GUEST)

    assert not in_the_files(app, "61,234")
    assert in_the_files(app, "48,321")


def test_a_conversation_that_led_to_an_application_stays_for_25_months(
    app: App, clock: Any
) -> None:
    filed, chatted = started(app), started(app)
    file(app, filed)
    say(app, chatted, "my parrot is called Ferdinand")
    say(app, chatted, DELETE)

    assert app.conversations.conversation(filed) is not None
    assert len(app.applications.applications_of("maya")) == 1
    assert not in_the_files(app, "Ferdinand")

    clock.advance(days=763)
    erase(app, "maya", "asked again", clock())
    assert app.applications.applications_of("maya") == ()
    assert not in_the_files(app, "turquoise")


def test_a_conversation_with_a_no_stays_with_its_notice(app: App) -> None:
    tyler = Session(customer_id="tyler")
    talk = started(app, tyler)
    say(app, talk, LOFT, tyler)
    assert len(app.applications.notices_of("tyler")) == 1

    say(app, talk, DELETE, tyler)

    assert in_the_files(app, "a loft downtown, 250 thousand")


def test_the_request_is_recorded_as_done_with_what_stayed_and_why(app: App) -> None:
    talk = started(app)
    file(app, talk)

    say(app, talk, DELETE)

    (item,) = (i for i in app.applications.work_of(talk) if i.task.kind == "privacy_request")
    assert item.done_by == "system"
    assert "application" in str(item.result)
    assert "Reg B 1002.12(b)" in str(item.result)
    assert app.applications.waiting() == ()


def test_erasing_twice_is_the_same_as_once(app: App, clock: Any) -> None:
    say(app, started(app), CAR)

    first = erase_customer(app.conversations, app.applications, "maya", "asked", clock())
    second = erase_customer(app.conversations, app.applications, "maya", "asked", clock())

    assert (first.rows, second.rows) == (3, 0)
    assert app.conversations.verify() == ()


def test_what_waits_to_be_filed_keeps_its_conversation(app: App, clock: Any) -> None:
    talk = started(app)
    say(app, talk, CAR)
    say(app, talk, "I'd like to apply")
    proposal = app.conversations.latest_case(talk).proposal
    assert proposal is not None
    app.advisor._after_close = lambda now: None
    for _ in app.advisor.reply(MAYA, talk, Confirm(proposal_id=proposal.id)):
        pass

    found = erase_customer(app.conversations, app.applications, "maya", "asked", clock())

    assert (found.rows, found.conversations_kept) == (0, (talk,))


def test_an_export_holds_what_is_held_and_not_the_banks_own_estimate(app: App) -> None:
    talk = started(app)
    file(app, talk)
    probability = app.conversations.latest_case(talk).default_probability

    held = export(app, "maya")

    text = json.dumps(held)
    assert probability is not None
    assert str(probability) not in text
    assert "default_probability" not in text
    assert "turquoise" in text
    assert held["profile"]["name"]
    assert len(held["applications"]) == 1
    assert held["conversations"][0]["id"] == talk


def test_an_export_of_a_stranger_says_that_nothing_is_held(app: App) -> None:
    with pytest.raises(NothingToWorkOn, match="Nothing is held"):
        export(app, "nobody")


def test_export_and_erase_are_commands(
    app: App, clock: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    say(app, started(app), CAR)
    app.close()

    assert main(["export", "maya"]) == 0
    assert "turquoise" in capsys.readouterr().out
    assert main(["erase", "maya", "--reason", "letter of 3 May"]) == 0
    assert "3 rows erased" in capsys.readouterr().out
    assert main(["export", "nobody"]) == 2
    assert "Nothing is held" in capsys.readouterr().err
    with sqlite3.connect(app.data / "conversations.sqlite") as connection:
        reasons = connection.execute("SELECT DISTINCT erased_reason FROM entry").fetchall()
    connection.close()
    assert reasons == [("letter of 3 May",)]


def test_periods_are_counted_from_the_moment_of_the_erasure(app: App, clock: Any) -> None:
    talk = started(app)
    file(app, talk)

    (kept,) = erase_customer(app.conversations, app.applications, "maya", "asked", clock()).kept

    assert kept.until is not None
    assert kept.until > clock() + timedelta(days=760)
