"""Many at once, on one conversation: every message kept, answered once and in order."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from agent.advisor import blocks_shown
from agent.blocks import Closed, Event, Progress, Shown
from agent.conversations.records import Session
from agent.said import AdjustOffer, Confirm, Said, Text
from agent.settings import Settings
from agent.wiring import App, build

MAYA = Session(customer_id="maya")
CAR = "I need 20k for a new car, it costs 22,500"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def app(data_dir: Path, clock: Any) -> Iterator[App]:
    app = build(Settings(data_dir=data_dir, workers=8), clock=clock)
    app.advisor  # noqa: B018 - wired before threads come
    yield app
    app.close()


def started(app: App) -> str:
    return app.advisor.open(MAYA).conversation.id


def say(app: App, talk: str, said: Said | str, turn_id: str) -> Closed | None:
    said = Text(text=said) if isinstance(said, str) else said
    return blocks_shown(app.advisor.reply(MAYA, talk, said, turn_id))[1]


def proposal_of(app: App, talk: str) -> str:
    proposal = app.conversations.latest_case(talk).proposal
    assert proposal is not None
    return proposal.id


def all_closed_in_order(app: App, talk: str, count: int) -> None:
    turns = app.conversations.turns(talk)
    assert [t.opened.sequence for t in turns] == list(range(1, count + 1))
    assert all(t.closed for t in turns)
    versions = [t.closed.case.version for t in turns if t.closed]
    assert versions == sorted(versions)
    assert app.conversations.verify() == ()


@pytest.mark.parametrize("count", [2, 4, 8])
def test_messages_at_once_from_threads_are_all_answered(app: App, count: int) -> None:
    talk = started(app)
    told = [CAR, "I earn 70k a year", "over 48 months", "can I pay it off early?", "hello",
            "what would it cost?", "is my score enough?", "thanks"][:count]  # fmt: skip

    with ThreadPoolExecutor(count) as pool:
        closed = list(pool.map(lambda n: say(app, talk, told[n], f"t{n}"), range(count)))

    assert {c.turn_id for c in closed if c} == {f"t{n}" for n in range(count)}
    all_closed_in_order(app, talk, count)


def test_messages_at_once_from_two_processes_are_all_answered(app: App, data_dir: Path) -> None:
    talk = started(app)
    script = (
        "import sys; from tests.agent.crash.test_concurrency import speak;"
        "speak(sys.argv[1], sys.argv[2], sys.argv[3])"
    )
    others = [
        subprocess.Popen([sys.executable, "-c", script, str(data_dir), talk, name], cwd=ROOT,
                         env=os.environ | {"OMP_NUM_THREADS": "1"}, stdout=subprocess.PIPE)
        for name in ("left", "right")
    ]  # fmt: skip

    told = [json.loads(other.communicate(timeout=100)[0]) for other in others]

    assert [other.returncode for other in others] == [0, 0]
    assert sorted(i for one in told for i in one) == sorted(
        f"{name}-{n}" for name in ("left", "right") for n in range(4)
    )
    all_closed_in_order(app, talk, 8)


def speak(data_dir: str, talk: str, name: str) -> None:
    """Say four things at once, in a process of one's own; print the ids of what closed."""
    app = build(Settings(data_dir=Path(data_dir)))
    app.advisor  # noqa: B018
    with ThreadPoolExecutor(4) as pool:
        closed = pool.map(lambda n: say(app, talk, f"I earn 6{n}k a year", f"{name}-{n}"), range(4))
        ids = [c.turn_id for c in closed if c]
    app.close()
    json.dump(ids, sys.stdout)


def test_one_turn_id_a_thousand_times_at_once_is_one_turn(app: App) -> None:
    talk = started(app)
    say(app, talk, CAR, "t0")
    say(app, talk, "I'd like to apply", "t1")
    confirm = Confirm(proposal_id=proposal_of(app, talk))
    gate = threading.Barrier(16)

    def press(worker: int) -> list[str]:
        gate.wait()
        pressed = [say(app, talk, confirm, "yes") for _ in range(63 if worker < 8 else 62)]
        return [c.turn_id for c in pressed if c]

    with ThreadPoolExecutor(16) as pool:
        answers = [i for ids in pool.map(press, range(16)) for i in ids]

    assert answers == ["yes"] * 1000
    app.dispatch(app.now())
    assert len(app.applications.applications_of("maya")) == 1
    all_closed_in_order(app, talk, 3)


def test_the_same_confirmation_under_many_turn_ids_files_once(app: App) -> None:
    talk = started(app)
    say(app, talk, CAR, "t0")
    say(app, talk, "I'd like to apply", "t1")
    confirm = Confirm(proposal_id=proposal_of(app, talk))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: say(app, talk, confirm, f"yes-{n}"), range(8)))

    app.dispatch(app.now())
    assert len(app.applications.applications_of("maya")) == 1
    effects = [e.kind for t in app.conversations.turns(talk) if t.closed for e in t.closed.effects]
    assert effects == ["submit_application"]
    all_closed_in_order(app, talk, 10)


def _watched(app: App, talk: str, said: Said, turn_id: str, seen: int) -> None:
    """Look at so many events, then go away."""
    events = app.advisor.reply(MAYA, talk, said, turn_id)
    for _ in range(seen):
        if next(events, None) is None:
            break
    events.close()  # type: ignore[attr-defined]


def test_a_front_that_goes_away_after_any_event_loses_nothing(
    app: App, data_dir: Path, clock: Any
) -> None:
    talk = started(app)
    events: list[Event] = list(app.advisor.reply(MAYA, talk, Text(text=CAR), "whole"))
    kinds = {type(e) for e in events}
    assert kinds == {Progress, Shown, Closed}

    for seen in range(len(events) + 1):
        talk = started(app)
        _watched(app, talk, Text(text=CAR), f"t{seen}", seen)
        again = say(app, talk, CAR, f"t{seen}")
        assert again is not None
        (turn,) = app.conversations.turns(talk)
        assert turn.closed is not None
        assert turn.closed.case.current
    assert app.conversations.verify() == ()


def test_a_front_that_goes_away_while_filing_files_once(app: App) -> None:
    for seen in range(4):
        talk = started(app)
        say(app, talk, CAR, "t0")
        say(app, talk, "I'd like to apply", "t1")
        _watched(app, talk, Confirm(proposal_id=proposal_of(app, talk)), "yes", seen)
        assert say(app, talk, "where does it stand?", "status") is not None

    app.close()
    app.dispatch(app.now())
    assert len(app.applications.applications_of("maya")) == 4
    assert app.conversations.pending_effects() == ()


def test_sliders_and_words_at_once_end_on_one_case(app: App) -> None:
    talk = started(app)
    say(app, talk, CAR, "t0")
    moves: list[Callable[[], Closed | None]] = [
        lambda n=n: say(app, talk, AdjustOffer(letter="a", term_months=24 + 6 * n), f"m{n}")  # type: ignore[misc]
        for n in range(4)
    ]
    moves += [lambda: say(app, talk, "I earn 70k a year", "words")]

    with ThreadPoolExecutor(5) as pool:
        assert all(f.result() for f in [pool.submit(move) for move in moves])

    all_closed_in_order(app, talk, 6)
