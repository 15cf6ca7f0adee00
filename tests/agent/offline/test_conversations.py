"""Whole conversations with the offline engine, and what the case file holds at their end.

Written with other words than those in which each class of mistakes was found.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from agent.advisor import blocks_shown
from agent.conversations.records import Closed, Session
from agent.frames import reply_text
from agent.said import Text
from agent.settings import Settings
from agent.wiring import App, build

ROWS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("conversations.yaml").read_text(encoding="utf-8")
)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    built = build(Settings(data_dir=tmp_path_factory.mktemp("talk")), clock=lambda: NOW)
    yield built
    built.close()


def _talk(app: App, who: str, lines: list[str]) -> list[Closed]:
    session = Session(customer_id=None if who == "guest" else who)
    conversation = app.advisor.open(session).conversation
    turns: list[Closed] = []
    for line in lines:
        _, closed = blocks_shown(app.advisor.reply(session, conversation.id, Text(text=line)))
        turn = app.advisor.turn(session, conversation.id, closed.turn_id).closed
        assert turn is not None
        turns.append(turn)
    return turns


def _holds(turn: Closed) -> Mapping[str, str | None]:
    case = turn.case
    held: dict[str, str | None] = {f: k.value for f, k in case.request.items()}
    held |= {f: k.value for f, k in case.applicant.items()}
    held |= {f"co.{f}": k.value for f, k in (case.co_applicant or {}).items()}
    held |= {"product": case.product, "outcome": case.outcome, "asks": turn.open_question}
    held["joint"] = str(case.co_applicant is not None).lower()
    held["status"] = case.status
    held["offers"] = " ".join(
        f"{o.principal:.0f}/{o.term_months}" for o in case.offers if o.letter in case.current
    )
    return held


def _same(found: object, wanted: object) -> bool:
    try:
        return Decimal(str(found)) == Decimal(str(wanted))
    except InvalidOperation:
        return str(found) == str(wanted)


@pytest.mark.parametrize(
    ("topic", "row"),
    [pytest.param(t, r, id=f"{t}: {r['says'][0][:40]}") for t in ROWS for r in ROWS[t]],
)
def test_a_conversation_ends_with_what_was_meant(
    app: App, topic: str, row: Mapping[str, Any]
) -> None:
    turns = _talk(app, row.get("who", "guest"), row["says"])

    held, last = _holds(turns[-1]), reply_text(turns[-1])
    wrong = {
        f: held.get(f) for f, v in (row.get("ends") or {}).items() if not _same(held.get(f), v)
    }
    assert not wrong, f"{topic}: {wrong}; last reply: {last}"
    assert str(row.get("offer", "")) in str(held["offers"]), last
    assert all(words in last for words in row.get("reply", ())), last
    assert not [words for words in row.get("never", ()) if words in last], last
    assert not [t.findings for t in turns if t.findings], "a reply that the gate did not let pass"
