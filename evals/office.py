"""The bank as the harness has it: what is read once, and an application for one conversation."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from agent.conversations.memory import MemoryLog
from agent.settings import Settings
from agent.wiring import App, build
from evals.scenario import Twin
from tools.case_file import CaseFile
from tools.context import ToolContext
from tools.knowledge import Knowledge
from tools.lending.records import Record
from tools.lending.risk import CreditScorer
from tools.policy_index import PolicyIndex
from tools.stores.demo import read_demo

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
"""A Monday morning on which the bank is open and its gold price is fresh."""

LOADING_S = 120.0
"""The longest that loading the encoder, and encoding what is new, may take."""


class NotReady(Exception):
    """What a conversation needs could not be loaded; says what."""


Alter = Callable[[App], App]


def unaltered(app: App) -> App:
    """Leave the advisor as it is; the self-test hands in advisors with a fault."""
    return app


class Cast(Record):
    """Who plays the advisor: which model, and which words."""

    model: Literal["offline", "bedrock"] = "offline"
    prompt: str = "production"


OFFLINE = Cast()
"""The embedded engine with the words in production."""


@dataclass
class Office:
    """Knowledge, policies and scorer, read once: conversations and checks share them."""

    @cached_property
    def _read(self) -> App:
        return build(Settings(data_dir=Path(tempfile.gettempdir()), model="offline"))

    @property
    def knowledge(self) -> Knowledge:
        return self._read.knowledge

    @cached_property
    def policies(self) -> PolicyIndex:
        """The policies, once everything that finds them is loaded: the same in every run.

        Raises `NotReady` when that takes too long.
        """
        policies = self._read.policies
        wait = getattr(policies, "wait", None)
        if wait is not None and not wait(LOADING_S):
            raise NotReady(f"the vectors of the policies are not built after {LOADING_S:.0f} s")
        return policies

    @property
    def scorer(self) -> CreditScorer:
        return self._read.scorer

    @contextmanager
    def open(self, cast: Cast = OFFLINE, alter: Alter = unaltered) -> Iterator[App]:
        """Open an application on an empty data folder that is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="loan-advisor-evals-") as folder:
            chosen = cast.model_dump()
            settings = Settings(data_dir=Path(folder), messages_per_minute=None, **chosen)
            app = build(settings, clock=lambda: NOW, log=MemoryLog())
            app.knowledge, app.policies = self.knowledge, self.policies
            app = alter(app)
            try:
                yield app
            finally:
                app.close()

    def context(self, app: App, customer_id: str | None, case: CaseFile) -> ToolContext:
        """Return what a tool would be handed on this case."""
        return context_of(app, customer_id, case)


def context_of(app: App, customer_id: str | None, case: CaseFile) -> ToolContext:
    """Return what a tool would be handed on this case; nothing has been said."""
    return ToolContext(
        customer_id=customer_id,
        case=case,
        knowledge=app.knowledge,
        policies=app.policies,
        profiles=app.profiles,
        applications=app.applications,
        scorer=app.scorer,
        messages=(),
        conversation_id="evals",
        turn_id="evals",
        now=app.now(),
    )


def move_in(app: App, customer_id: str, twin: Twin) -> None:
    """Give a customer the name and the audit fields of a twin; the finances stay."""
    found = next(c for c in read_demo().customers if c.stored.customer_id == customer_id)
    stored = found.stored.model_copy(update={"name": twin.name or found.stored.name})
    audit = type(found.audit).model_validate(found.audit.model_dump(mode="json") | dict(twin.audit))
    customer = found._replace(stored=stored, audit=audit)
    app.profiles.load(f"twin {twin.who}", (customer,), app.profiles.personas())
