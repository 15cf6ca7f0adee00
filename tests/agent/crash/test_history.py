"""Whatever is sent, doubled, dropped, killed and resumed, in any order: one true history."""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from agent.advisor import Advisor, blocks_shown
from agent.blocks import Block
from agent.conversations.outbox import dispatch
from agent.conversations.records import ConversationLog, Session
from agent.conversations.sqlite import SqliteLog
from agent.runner import TurnRunner
from agent.said import AdjustOffer, Cancel, Confirm, Said, Text
from agent.settings import Settings
from agent.wiring import build
from tools.effects import SubmitApplication
from tools.stores.applications import ApplicationStore
from tools.stores.sqlite_applications import SqliteApplications

MAYA = Session(customer_id="maya")
START = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("America/New_York"))
CAR = "I need 20k for a new car, it costs 22,500"
WORDS = st.sampled_from((CAR, "hm", "can I pay it off early?", "I earn 70k a year", "thanks"))
CORRECTIONS = st.sampled_from(("actually make it 15k", "no, 18,000", "I meant over 48 months"))


class Died(BaseException):
    """The process ends here: nothing of it runs any more."""


class Mortal:
    """A store that dies with its process at the so-many-th call from now, before or after it."""

    def __init__(self, inner: object, life: "Life") -> None:
        self._inner, self._life = inner, life

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = getattr(self._inner, name)

        def call(*positional: Any, **named: Any) -> Any:
            self._life.pass_on()
            found = function(*positional, **named)
            self._life.pass_on()
            return found

        return call


class Life:
    """How many calls a process has left; None: no end."""

    def __init__(self) -> None:
        self.left: int | None = None
        self._lock = threading.Lock()

    def pass_on(self) -> None:
        with self._lock:
            if self.left is None:
                return
            if self.left == 0:
                raise Died
            self.left -= 1


@lru_cache(maxsize=1)
def common_runner() -> TurnRunner:
    """Build once what no example changes."""
    folder = Path(tempfile.mkdtemp(prefix="history-"))
    return build(Settings(data_dir=folder), clock=lambda: START).runner


class History(RuleBasedStateMachine):
    """One conversation of one customer, on disk, through any number of processes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        self.log = SqliteLog(self.folder / "conversations.sqlite")
        self.applications = SqliteApplications(self.folder / "applications.sqlite")
        self.now = START
        self.runner = replace(common_runner(), applications=self.applications)
        self.ids = (f"t{n}" for n in count())
        self.said: dict[str, Said] = {}
        """Messages that were recorded, as far as the customer was told."""
        self.answered: dict[str, tuple[Block, ...]] = {}
        self.unsure: list[str] = []
        """Messages whose process died."""
        self.rows: list[Any] = []
        self.begin_process()
        self.talk = self.advisor.open(MAYA).conversation.id

    # -- processes ---------------------------------------------------------------------------

    def begin_process(self) -> None:
        self.life = Life()
        log = cast(ConversationLog, Mortal(self.log, self.life))
        applications = cast(ApplicationStore, Mortal(self.applications, self.life))
        runner = replace(self.runner, applications=applications)
        self.advisor = Advisor(
            log, runner, clock=lambda: self.now,
            after_close=lambda now: dispatch(log, applications, now), deadline_s=5.0,
        )  # fmt: skip
        dispatch(self.log, self.applications, self.now)

    def end_process(self) -> None:
        """Bury the process; its lease runs out before the next one comes."""
        self.life.left = 0
        self.advisor.close()
        self.now += timedelta(minutes=1)
        self.begin_process()

    def say(self, said: Said, turn_id: str) -> None:
        blocks, closed = blocks_shown(self.advisor.reply(MAYA, self.talk, said, turn_id))
        assert closed is not None, "no answer"
        assert closed.turn_id == turn_id
        if turn_id in self.answered:
            assert blocks == self.answered[turn_id], "another answer to the same message"
        self.said.setdefault(turn_id, said)
        self.answered[turn_id] = blocks

    def proposal(self) -> str | None:
        found = self.log.latest_case(self.talk).proposal
        return found.id if found else None

    # -- what customers and machines do ------------------------------------------------------

    @rule(words=WORDS)
    def send(self, words: str) -> None:
        self.say(Text(text=words), next(self.ids))

    @rule(words=CORRECTIONS)
    def correct(self, words: str) -> None:
        self.say(Text(text=words), next(self.ids))

    @rule(months=st.sampled_from((24, 48, 84)))
    def slide(self, months: int) -> None:
        self.say(AdjustOffer(letter="a", term_months=months), next(self.ids))

    @precondition(lambda self: self.answered)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        turn_id = data.draw(st.sampled_from(sorted(self.answered)))
        self.say(self.said[turn_id], turn_id)

    @rule(words=WORDS)
    def send_twice_at_once(self, words: str) -> None:
        turn_id = next(self.ids)
        others = [
            threading.Thread(target=lambda: list(
                self.advisor.reply(MAYA, self.talk, Text(text=words), turn_id)))
            for _ in range(2)
        ]  # fmt: skip
        for other in others:
            other.start()
        for other in others:
            other.join()
        self.say(Text(text=words), turn_id)

    @rule(words=WORDS, seen=st.integers(0, 4))
    def drop(self, words: str, seen: int) -> None:
        turn_id = next(self.ids)
        events = self.advisor.reply(MAYA, self.talk, Text(text=words), turn_id)
        for _ in range(seen):
            next(events, None)
        events.close()  # type: ignore[attr-defined]
        self.said[turn_id] = Text(text=words)
        self.settle()

    @initialize()
    def begin_with_offers(self) -> None:
        self.say(Text(text=CAR), next(self.ids))

    @rule()
    def propose(self) -> None:
        if not self.log.latest_case(self.talk).current:
            self.say(Text(text=CAR), next(self.ids))
        self.say(Text(text="I'd like to apply"), next(self.ids))

    @rule()
    def file(self) -> None:
        self.propose()
        self.confirm()

    @precondition(lambda self: self.proposal())
    @rule()
    def confirm(self) -> None:
        self.say(Confirm(proposal_id=self.proposal() or ""), next(self.ids))

    @rule()
    def cancel(self) -> None:
        self.say(Cancel(), next(self.ids))

    @rule(calls=st.integers(0, 20))
    def crash(self, calls: int) -> None:
        self.die_while_saying(Text(text=CAR), calls)

    @rule(calls=st.integers(0, 24))
    def crash_while_filing(self, calls: int) -> None:
        self.propose()
        self.die_while_saying(Confirm(proposal_id=self.proposal() or "none"), calls)

    def die_while_saying(self, said: Said, calls: int) -> None:
        turn_id = next(self.ids)
        self.life.left = calls
        try:
            self.say(said, turn_id)
        except (Died, AssertionError):
            self.unsure.append(turn_id)
            self.said[turn_id] = said
        self.end_process()

    @precondition(lambda self: self.unsure)
    @rule()
    def resume(self) -> None:
        turn_id = self.unsure.pop()
        self.say(self.said[turn_id], turn_id)

    @rule()
    def switch_prompt_version(self) -> None:
        prompt = self.runner.prompt.model_copy(update={"content_hash": f"{len(self.rows):064}"})
        self.runner = replace(self.runner, prompt=prompt, system_prompt="Another prompt.")
        self.end_process()

    @rule(minutes=st.integers(1, 90))
    def set_the_clock_back(self, minutes: int) -> None:
        self.now -= timedelta(minutes=minutes)

    # -- what must hold ----------------------------------------------------------------------

    def settle(self) -> None:
        """Wait for what a worker still has in hand."""
        until = time.monotonic() + 10
        while self.advisor._watched and time.monotonic() < until:
            time.sleep(0.005)
        assert not self.advisor._watched, "a turn never ended"

    @invariant()
    def the_log_only_grows_and_verifies(self) -> None:
        self.settle()
        with self.log._database.reading() as connection:
            rows = [tuple(r) for r in connection.execute("SELECT * FROM entry ORDER BY id")]
        assert rows[: len(self.rows)] == self.rows
        self.rows = rows
        assert self.log.verify() == ()

    @invariant()
    def every_message_is_kept_once_and_answers_stay_as_they_were(self) -> None:
        turns = self.log.turns(self.talk)
        kept = {t.opened.turn_id: t for t in turns}
        assert len(kept) == len(turns)
        assert set(kept) >= set(self.said) - set(self.unsure)
        for turn_id, blocks in self.answered.items():
            closed = kept[turn_id].closed
            assert closed is not None
            assert closed.blocks == blocks
        versions = [t.closed.case.version for t in turns if t.closed]
        assert versions == sorted(versions)

    @invariant()
    def nothing_is_filed_twice_and_nothing_unasked(self) -> None:
        filings = [
            e.application_number
            for t in self.log.turns(self.talk) if t.closed
            for e in t.closed.effects if isinstance(e, SubmitApplication)
        ]  # fmt: skip
        assert len(filings) == len(set(filings))
        filed = [a.number for a in self.applications.applications_of("maya")]
        assert sorted(filed) == sorted(set(filed))
        assert set(filed) <= set(filings)

    def teardown(self) -> None:
        """Everything that was left open is answered by the next message; every effect is done."""
        try:
            self.say(Text(text="hello?"), next(self.ids))
            self.settle()
            turns = self.log.turns(self.talk)
            assert all(t.closed for t in turns)
            assert self.log.pending_effects() == ()
            filings = sum(
                isinstance(e, SubmitApplication)
                for t in turns if t.closed for e in t.closed.effects
            )  # fmt: skip
            assert len(self.applications.applications_of("maya")) == filings
        finally:
            self.advisor.close()
            self.log.close()
            self.applications.close()
            shutil.rmtree(self.folder)


TestHistory = pytest.mark.slow(
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")(
        History.TestCase
    )
)
History.TestCase.settings = settings(
    max_examples=20, stateful_step_count=16, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
