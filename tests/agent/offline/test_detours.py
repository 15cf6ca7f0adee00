"""Detours of a real conversation: what was open stays open, what was meant is what is done."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from agent.advisor import blocks_shown
from agent.conversations.records import ClosedTurn, Session
from agent.frames import reply_text
from agent.offline.wording import variants
from agent.said import Text
from agent.settings import Settings
from agent.wiring import App, build

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
OFFERS = ("personal loan, 12000 for my sister's wedding", "I earn 54k and pay 1300 a month",
          "warehouse supervisor, 4 years, score 705")  # fmt: skip
NO = ("personal loan, 8000", "I earn 54k and pay 2070 a month", "clerk, 4 years, score 710")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One bank for the file; every test has a conversation of its own."""
    folder = tmp_path_factory.mktemp("detours")
    app = build(Settings(data_dir=folder), clock=lambda: NOW)
    yield app
    app.close()


def say(app: App, *lines: str, customer: str | None = None) -> list[ClosedTurn]:
    session = Session(customer_id=customer)
    conversation = app.advisor.open(session).conversation.id
    closed = []
    for number, line in enumerate(lines):
        blocks_shown(app.advisor.reply(session, conversation, Text(text=line), f"t{number}"))
        turn = app.advisor.turn(session, conversation, f"t{number}")
        assert turn is not None
        assert turn.closed is not None
        closed.append(turn.closed)
    assert [t.findings for t in closed] == [()] * len(closed)
    return closed


def test_a_question_beside_the_last_one_leaves_it_open(app: App) -> None:
    *_, beside, answered = say(
        app, *OFFERS[:2], "office manager for 3 years", "who told you my score?", "705"
    )

    assert "credit_score" in (beside.open_question or "")
    assert answered.case.known("credit_score") is not None
    assert answered.case.current


def test_apply_means_the_card_that_was_gone_back_to(app: App) -> None:
    *_, back, applied = say(
        app, *OFFERS, "what if I did 48 months", "go back to the first one", "ok let's apply"
    )

    first = applied.case.offers[0]
    assert str(first.term_months) in reply_text(back)
    assert applied.case.chosen == first.letter


def test_whoever_is_left_out_again_signs_nothing(app: App) -> None:
    *_, out = say(app, *OFFERS, "what if my brother signs too", "without him")

    assert out.case.co_applicant is None
    assert "two of you" not in reply_text(out)


def test_a_no_is_not_forgotten_when_the_same_is_asked_again(app: App) -> None:
    *_, again = say(app, *NO, "ok 8000 then please")

    assert again.case.outcome == "NOT_ON_THESE_TERMS"
    assert "limits" in reply_text(again)


def test_a_person_is_brought_when_the_way_out_is_taken(app: App) -> None:
    *_, offered, taken = say(app, *NO, "apply anyway", "yes")

    assert not [c for c in offered.calls if c.tool == "hand_off"]
    assert [c.tool for c in taken.calls][-1] == "hand_off"


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("what happens next?", "next.offers"),
        ("can you email me this?", "email"),
        ("are you sure?", "sure"),
        ("make an exception for me", "exception"),
        ("my cousin got 4 percent here", "their_rate"),
        ("is this offer binding?", "binding"),
        ("what do you mean?", "mean.offers"),
        ("who decides this?", "who_decides"),
        ("never mind", "nevermind.offers"),
    ],
)
def test_words_in_passing_are_answered_and_change_nothing(app: App, said: str, key: str) -> None:
    *_, before, after = say(app, *OFFERS, said)

    assert any(way in after.template for way in variants(f"moment.{key}"))
    assert after.case.version == before.case.version
    assert after.case.current == before.case.current


@pytest.mark.parametrize("said", ["is it because I'm black?", "that rate is discrimination"])
def test_an_allegation_in_any_words_is_recorded_as_one(app: App, said: str) -> None:
    *_, last = say(app, *OFFERS, said)

    complaint = next(e for e in last.effects if e.kind == "record_complaint")
    assert complaint.discrimination


def test_what_would_be_needed_is_no_request(app: App) -> None:
    *_, before, after = say(app, *OFFERS[:2], "how much income would I need for 80000?")

    assert after.case.request == before.case.request


def test_grief_that_names_a_bill_asks_for_no_loan(app: App) -> None:
    _, bill, wish = say(
        app,
        "I lost my husband in March and the bills are piling up",
        "the funeral was 9800 and I still owe half",
        "can I borrow 5000",
    )

    assert bill.case.product is None
    assert wish.case.request["principal"].value == "5000.00"


def test_a_parent_who_signs_needs_nobody_else(app: App) -> None:
    *_, last = say(
        app,
        "my son got into college, we need help. 24,500 a year minus 8,000 in scholarships",
        "he's 18",
        "I'd sign for it, I earn 82k and pay 1,830 a month",
    )

    assert last.case.co_applicant is None
    assert "sign with you" not in reply_text(last)
