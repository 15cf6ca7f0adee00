"""Turns kept on disk: 100 in one conversation, ours and `create_agent` + SqliteSaver in turn.

Equal durability: both write ahead (WAL) with `synchronous=FULL`, so that each commit survives a
power cut, and both have stored the customer's message before the model is asked.
"""

import sqlite3
import statistics
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from agent.blocks import Closed
from agent.conversations.records import Session
from agent.said import Text
from agent.settings import Settings
from agent.wiring import App, build
from evals.bench.timing import Measured, once
from evals.bench.tool_work import NOW, THANKS, message
from evals.bench.turns import loaded
from evals.bench.work import ScriptedModel, peer_agent

TURNS, EDGE = 100, 10
FASTER_AIM, SLOPE_AIM, BYTES_AIM = 5.0, 1.2, 50.0
PAIRS = 20
MAYA = Session(customer_id="maya")
PEER = "create_agent + SqliteSaver sync"


class Talk(NamedTuple):
    """One conversation, ours or a peer's."""

    say: Callable[[str], object]
    size: Callable[[], int]


def app_on(folder: Path) -> App:
    """Wire the product with its log on disk, and no limit on the pace."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(data_dir=folder, messages_per_minute=None)
    return loaded(build(settings, clock=lambda: NOW, model=ScriptedModel(ours=True)))


def our_talk(app: App) -> Talk:
    """Open a conversation; saying something returns when the turn has closed on disk."""
    talk = app.advisor.open(MAYA).conversation.id

    def say(words: str) -> None:
        events = app.advisor.reply(MAYA, talk, Text(text=words))
        closed = [e for e in events if isinstance(e, Closed)]
        if not closed:
            raise AssertionError("the benchmark's turn did not close")

    return Talk(say, lambda: _bytes(app.data / "conversations.sqlite"))


def peer_talk(app: App, file: Path, connection: sqlite3.Connection) -> Talk:
    """The same with LangGraph's saver; each step is written before the next (`sync`)."""
    from langgraph.checkpoint.sqlite import SqliteSaver

    saver = SqliteSaver(connection)
    saver.setup()
    settings = [connection.execute(f"PRAGMA {n}").fetchone()[0]
                for n in ("journal_mode", "synchronous")]  # fmt: skip
    if settings != ["wal", 2]:
        raise AssertionError(f"not the same durability: {settings}")
    agent, thread = peer_agent(app, saver), {"configurable": {"thread_id": "talk"}}

    def say(words: str) -> Any:
        return agent.invoke({"messages": [("user", words)]}, thread, durability="sync")

    return Talk(say, lambda: _bytes(file))


def _bytes(file: Path) -> int:
    """Fold the write-ahead log in and measure the file."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return file.stat().st_size


def long_talk(folder: Path) -> Iterator[Measured]:
    """A hundred turns with offers in one conversation: time, growth, bytes."""
    app, file = app_on(folder), folder / "peer.sqlite"
    with closing(sqlite3.connect(file, check_same_thread=False)) as connection:
        ours, peer = our_talk(app), peer_talk(app, file, connection)
        empty = ours.size()
        pairs = _in_turn(ours, peer, [message(n) for n in range(TURNS)])
        sizes = ours.size() - empty, peer.size()
        thanked = _in_turn(ours, peer, [THANKS] * EDGE)
    did_the_work(app)
    app.close()
    yield from _rows([p[0] for p in pairs], [p[1] for p in pairs], sizes)
    yield _in_words([p[0] for p in thanked], [p[1] for p in thanked])


def _in_turn(ours: Talk, peer: Talk, said: list[str]) -> list[tuple[float, float]]:
    """Say the same to both, one after the other; return the milliseconds of each."""
    return [(once(partial(ours.say, words)), once(partial(peer.say, words))) for words in said]


def _in_words(ours: list[float], peer: list[float]) -> Measured:
    """A turn that needs no tool: what is left is reading, checking and keeping."""
    mine, theirs = statistics.median(ours), statistics.median(peer)
    return Measured(
        f"durable turn without tools, after {TURNS}", mine, PEER, theirs,
        f"{FASTER_AIM:g}x faster", theirs >= FASTER_AIM * mine,
        f"{theirs / mine:.1f}x; median of {EDGE}",
    )  # fmt: skip


def did_the_work(app: App) -> None:
    """Fail aloud where a turn of ours ended in no offers: it would be fast for nothing."""
    for conversation in app.conversations.conversations_of("maya"):
        for turn in app.conversations.turns(conversation.id):
            closed = turn.closed
            if closed is None or closed.fallback != "none" or not closed.case.current:
                why = "it did not close" if closed is None else closed.findings
                raise AssertionError(f"turn {turn.opened.sequence} went wrong: {why}")


def _rows(ours: list[float], peer: list[float], sizes: tuple[int, int]) -> Iterator[Measured]:
    mine, theirs = statistics.median(ours), statistics.median(peer)
    last = statistics.median(peer[-EDGE:]) / statistics.median(ours[-EDGE:])
    yield Measured(
        f"durable turn, median of {TURNS}", mine, PEER, theirs, f"{FASTER_AIM:g}x faster",
        theirs >= FASTER_AIM * mine,
        f"{theirs / mine:.1f}x; in the last {EDGE} turns {last:.1f}x; WAL, synchronous=FULL",
    )  # fmt: skip
    grows, theirs_grow = slope(ours), slope(peer)
    yield Measured(
        f"turn {TURNS} to turn 1 of a talk", grows, PEER, theirs_grow, f"at most {SLOPE_AIM:g}x",
        grows <= SLOPE_AIM, f"medians of {EDGE}; turn 1, which says everything, left out", unit="x",
    )  # fmt: skip
    kept, grown = sizes
    yield Measured(
        f"kilobytes after {TURNS} turns", kept / 1000, PEER, grown / 1000,
        f"at most 1/{BYTES_AIM:g}", kept * BYTES_AIM <= grown, f"1/{grown / kept:.0f}", unit="kB",
    )  # fmt: skip


def slope(times: list[float]) -> float:
    """Hold the last ten turns against the first ten; turn 1, which says everything, is left out."""
    return statistics.median(times[-EDGE:]) / statistics.median(times[1 : EDGE + 1])


def double_submit(folder: Path) -> Measured:
    """Send two messages at once, 20 times: how many of the 40 are in the history afterwards?"""
    app, file = app_on(folder), folder / "peer.sqlite"
    with closing(sqlite3.connect(file, check_same_thread=False)) as connection:
        ours, peer = our_talk(app), peer_talk(app, file, connection)
        lost = _lost_by_us(app, ours), _lost_by(peer, app, connection)
    app.close()
    return Measured(
        f"messages lost of {2 * PAIRS}, sent in pairs", lost[0], PEER, lost[1], "none",
        lost[0] == 0, "two at once on one conversation", unit="lost",
    )  # fmt: skip


def at_once(say: Callable[[str], object], first: int) -> None:
    """Say two things at the same time; returns when both are answered."""
    threads = [threading.Thread(target=say, args=(message(first + n),)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _lost_by_us(app: App, talk: Talk) -> int:
    for pair in range(PAIRS):
        at_once(talk.say, 1 + 2 * pair)
    (conversation,) = app.conversations.conversations_of("maya")
    kept = {t.opened.said.text for t in app.conversations.turns(conversation.id)
            if t.closed and isinstance(t.opened.said, Text)}  # fmt: skip
    return sum(message(n) not in kept for n in range(1, 2 * PAIRS + 1))


def _lost_by(talk: Talk, app: App, connection: sqlite3.Connection) -> int:
    from langgraph.checkpoint.sqlite import SqliteSaver

    for pair in range(PAIRS):
        at_once(talk.say, 1 + 2 * pair)
    state = peer_agent(app, SqliteSaver(connection)).get_state(
        {"configurable": {"thread_id": "talk"}}
    )
    kept = {m.text for m in state.values["messages"] if m.type == "human"}
    return sum(message(n) not in kept for n in range(1, 2 * PAIRS + 1))
