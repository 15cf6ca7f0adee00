"""Plays one turn, kills it at every point where it touches a store, the model or a tool, resumes.

Run as `python -m tests.agent.crash.server KIND FOLDER [STEP]`: one JSON object on standard output.
Everything that does not touch a file is built once; each attempt is a fork of that, in a copy of
the data folder, killed with SIGKILL by the counting wrapper and resumed by another fork.
"""

import functools
import json
import os
import shutil
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from agent import actions, toolbox, wiring
from agent.advisor import blocks_shown
from agent.blocks import TextBlock
from agent.conversations.memory import MemoryLog
from agent.conversations.records import Conversation, Opened, Session
from agent.conversations.sqlite import SqliteLog
from agent.said import AdjustOffer, Confirm, Said, Text
from agent.settings import Settings
from tools.catalog import CATALOG

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("America/New_York"))
LATER = NOW + timedelta(minutes=1)
"""The lease of whoever died has run out by then."""
TURN = "the-turn"
CAR = "I need 20k for a new car, it costs 22,500"
LOFT = (
    "There's a loft downtown, 250 thousand, and I could pay 50 thousand up front. "
    "Tax and insurance 300 per month. Would you finance it?"
)


class Kind(NamedTuple):
    """One kind of turn: who, what was said before, and what is said now."""

    customer: str
    before: tuple[str, ...]
    said: Said | None
    """None: confirm the proposal that stands."""


KINDS: dict[str, Kind] = {
    "offers": Kind("maya", (), Text(text=CAR)),
    "adjust": Kind("maya", (CAR,), AdjustOffer(letter="a", term_months=48)),
    "confirm": Kind("maya", (CAR, "I'd like to apply"), None),
    "notice": Kind("tyler", (), Text(text=LOFT)),
    "policy": Kind("maya", (CAR,), Text(text="can I pay it off early?")),
}


class Points:
    """Counts the points of a turn; kills the process at one of them."""

    def __init__(self, kill_at: int | None = None) -> None:
        self.kill_at, self.names, self.armed = kill_at, list[str](), False
        self._lock = threading.Lock()

    def reach(self, name: str) -> None:
        if not self.armed:
            return
        with self._lock:
            if len(self.names) == self.kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
                time.sleep(60)
            self.names.append(name)

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def counted(*positional: Any, **named: Any) -> Any:
            self.reach(f"before {name}")
            try:
                return function(*positional, **named)
            finally:
                self.reach(f"after {name}")

        return counted


class Counted:
    """Anything, with a point before and after each call of its functions."""

    def __init__(self, inner: object, name: str, points: Points) -> None:
        self._inner, self._name, self._points = inner, name, points

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._points.around(f"{self._name}.{name}", found) if callable(found) else found


def preload(folder: Path, kind: Kind) -> dict[str, Any]:
    """Build what needs no file of the data folder, once for all forks, and warm every cache.

    Nothing here starts a thread: a fork has only the one it was made from.
    """
    app = wiring.build(Settings(data_dir=folder), log=MemoryLog())
    talk = Conversation(id="warm", customer_id=kind.customer, created_at=NOW)
    app.conversations.start(talk)
    said = kind.said or Text(text="yes")
    for n, words in enumerate((*(Text(text=b) for b in kind.before), said)):
        opened = Opened(
            conversation_id="warm", turn_id=str(n), sequence=0, said=words,
            session=Session(customer_id=kind.customer), now=NOW, case_version=0, knowledge={},
        )  # fmt: skip
        turn, lease = app.conversations.open_turn(opened, 60)
        assert lease is not None
        closed = app.runner.run(turn.opened, app.conversations, lambda event: None)
        app.conversations.close_turn(lease, closed)
    app.profiles.close()
    app.applications.close()
    return {"knowledge": app.knowledge, "policies": app.policies}


def build(folder: Path, loaded: dict[str, Any], now: datetime, points: Points) -> wiring.App:
    app = wiring.build(Settings(data_dir=folder), clock=lambda: now)
    app.__dict__ |= loaded
    log = SqliteLog(folder / "conversations.sqlite")
    for name, store in (("log", log), ("applications", app.applications),
                        ("profiles", app.profiles)):  # fmt: skip
        app.__dict__["conversations" if name == "log" else name] = Counted(store, name, points)
    tools = {f.__name__: points.around(f"tool {f.__name__}", f) for f in CATALOG}
    vars(wiring)["CATALOG"] = tuple(tools.values())
    toolbox.FOLLOWING = tuple(tools[f.__name__] for f in toolbox.FOLLOWING)
    directly = toolbox.run_directly
    vars(actions)["run_directly"] = lambda function, *rest: directly(
        points.around(f"tool {function.__name__}", function), *rest
    )
    runner = app.runner
    app.__dict__["runner"] = replace(runner, speaker=Counted(runner.speaker, "model", points))
    return app


def forked(work: Callable[[], Any]) -> Any:
    """Do something in a fork; None when it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            with os.fdopen(writing, "w") as out:
                out.write(json.dumps(work()))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else json.loads(said)


def prepare(folder: Path, kind: Kind, loaded: dict[str, Any]) -> str:
    app = build(folder, loaded, NOW, Points())
    session = Session(customer_id=kind.customer)
    conversation = app.advisor.open(session).conversation.id
    for n, words in enumerate(kind.before):
        for _ in app.advisor.reply(session, conversation, Text(text=words), f"before-{n}"):
            pass
    app.close()
    return conversation


def play(folder: Path, kind: Kind, talk: str, loaded: dict[str, Any], now: datetime,
         points: Points) -> list[str]:  # fmt: skip
    app = build(folder, loaded, now, points)
    session = Session(customer_id=kind.customer)
    advisor = app.advisor
    said = kind.said
    if said is None:
        proposal = app.conversations.latest_case(talk).proposal
        assert proposal is not None
        said = Confirm(proposal_id=proposal.id)
    points.armed = True
    blocks_shown(advisor.reply(session, talk, said, TURN))
    app.close()
    return points.names


def resume(folder: Path, kind: Kind, talk: str, loaded: dict[str, Any]) -> dict[str, Any]:
    rows = _rows(folder)
    app = build(folder, loaded, LATER, Points())
    proposed = app.conversations.latest_case(talk).proposal
    said = kind.said or Confirm(proposal_id=proposed.id if proposed else "")
    shown, closed = blocks_shown(
        app.advisor.reply(Session(customer_id=kind.customer), talk, said, TURN)
    )
    app.close()
    log, applications = app.conversations, app.applications
    turns = log.turns(talk)
    texts = [b.text for b in shown if isinstance(b, TextBlock)]
    last = turns[-1].closed
    return {
        "closed": closed is not None,
        "texts": texts,
        "turns": [t.opened.turn_id for t in turns],
        "open": [t.opened.turn_id for t in turns if t.closed is None],
        "case_version": last.case.version if last else None,
        "status": last.case.status if last else None,
        "effects": [e.kind for e in last.effects] if last else [],
        "fallback": last.fallback if last else None,
        "applications": len(applications.applications_of(kind.customer)),
        "notices": len(applications.notices_of(kind.customer)),
        "work": len(applications.work_of(talk)),
        "pending": len(log.pending_effects()),
        "verify": list(log.verify()),
        "append_only": _rows(folder)[: len(rows)] == rows,
    }


def _rows(folder: Path) -> list[list[Any]]:
    connection = sqlite3.connect(folder / "conversations.sqlite")
    found = connection.execute("SELECT id, position, kind, turn_id, link, content FROM entry "
                               "ORDER BY id").fetchall()  # fmt: skip
    connection.close()
    return [list(row) for row in found]


def main(name: str, folder: Path, step: int) -> dict[str, Any]:
    kind = KINDS[name]
    loaded = preload(folder / "warm", kind)
    base = folder / "base"
    talk = forked(lambda: prepare(base, kind, loaded))

    def attempt(number: int | None) -> tuple[list[str] | None, dict[str, Any]]:
        work = folder / "work"
        shutil.copytree(base, work)
        points = Points(number)
        names = forked(lambda: play(work, kind, talk, loaded, NOW, points))
        found = forked(lambda: resume(work, kind, talk, loaded))
        shutil.rmtree(work)
        return names, found

    names, expected = attempt(None)
    assert names is not None
    after = []
    for number in range(0, len(names), step):
        survived, found = attempt(number)
        after.append({"point": names[number], "killed": survived is None, "found": found})
    return {"points": names, "expected": expected, "after": after}


if __name__ == "__main__":
    json.dump(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])), sys.stdout)
