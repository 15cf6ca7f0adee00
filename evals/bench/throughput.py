"""Durable turns a second on two cores: two processes on one file, as two servers would be."""

import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals.bench import durable
from evals.bench.timing import Measured
from evals.bench.tool_work import message

PROCESSES, TURNS = 2, 100


def _ours(folder: Path, ready: Any, go: Any) -> None:
    app = durable.app_on(folder)
    _play(durable.our_talk(app).say, ready, go)
    app.close()


def _peers(folder: Path, ready: Any, go: Any) -> None:
    import sqlite3

    app, file = durable.app_on(folder), folder / "peer.sqlite"
    connection = sqlite3.connect(file, check_same_thread=False, timeout=30)
    _play(durable.peer_talk(app, file, connection).say, ready, go)
    connection.close()


def _play(say: Callable[[str], object], ready: Any, go: Any) -> None:
    say(message(0))
    ready.release()
    go.wait()
    for number in range(1, TURNS + 1):
        say(message(number))


def _per_second(run: Callable[[Path, Any, Any], None], folder: Path) -> float:
    context = multiprocessing.get_context("spawn")
    ready, go = context.Semaphore(0), context.Event()
    processes = [context.Process(target=run, args=(folder, ready, go)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for _ in processes:
        ready.acquire()
    started = time.perf_counter()
    go.set()
    for process in processes:
        process.join()
    spent = time.perf_counter() - started
    if any(process.exitcode for process in processes):
        raise AssertionError("a process of the benchmark failed; see its error above")
    return PROCESSES * TURNS / spent


def turns_per_second(folder: Path) -> Measured:
    """Two processes, a conversation each, 100 turns each, all on one file."""
    ours, peer = _per_second(_ours, folder / "ours"), _per_second(_peers, folder / "peer")
    return Measured(
        "durable turns a second, two processes", ours, durable.PEER, peer, "more", ours > peer,
        f"{TURNS} turns each, one file", unit="/s",
    )  # fmt: skip
