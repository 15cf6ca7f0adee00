"""Scenarios: scripted conversations with what must be true, as a product manager writes them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from tools.lending.records import Outcome, Record

FOLDER = Path(__file__).parent / "scenarios"


class ScenarioError(Exception):
    """A scenario file is wrong; the message names the file, the place and what is allowed."""


class ExpectedOffer(Record):
    """Figures of one current offer, found by its months and principal; text compared exactly."""

    term_months: int
    principal: str | None = None
    note_rate_pct: str | None = None
    apr_pct: str | None = None
    monthly_payment: str | None = None
    total_interest: str | None = None
    tags: tuple[str, ...] = ()


class Expected(Record):
    """What must be true after one turn. What is left out is not checked."""

    tools: tuple[str, ...] = ()
    """Tools that have to run in this turn."""
    not_tools: tuple[str, ...] = ()
    facts: Mapping[str, str] = {}
    """Fact role, or id, -> value that some fact of the turn has."""
    says: tuple[str, ...] = ()
    """Texts that the turn shows, in reply, cards or notices."""
    replies: tuple[str, ...] = ()
    """Texts that the words of the reply hold."""
    never_says: tuple[str, ...] = ()
    """Texts that the reply does not hold, whatever the case of its letters."""
    asks: str | None = None
    """Id of the question that the turn ends with."""
    never_asks: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    """Kinds of blocks that are shown."""
    stage: Literal["inquiry", "application", "decided"] | None = None
    outcome: Outcome | None = None
    status: str | None = None
    review: bool | None = None
    offers: tuple[ExpectedOffer, ...] = ()
    offer_count: int | None = None
    failed: tuple[str, ...] | None = None
    reasons: tuple[str, ...] | None = None


class Turn(Record):
    """One message, or one action, and what must come of it."""

    customer: str | None = None
    action: Mapping[str, Any] | None = None
    """`{kind: choose_offer, letter: b}`; `$proposal` stands for the id of the proposal."""
    expect: Expected = Expected()


class Ending(Record):
    """What must be true at the end."""

    outcome: Outcome | None = None
    stage: Literal["inquiry", "application", "decided"] | None = None
    notices: int | None = None
    applications: int | None = None
    known: Mapping[str, str] = {}
    """Field -> canonical value in the case file."""


class Budget(Record):
    """Customer messages until the first offers, and model calls in an ordinary turn."""

    turns_to_offers: int | None = None
    model_calls: int = 2


class Scenario(Record):
    """One scripted conversation."""

    id: str = ""
    """Path under the scenarios folder, without its ending."""
    script: str | None = None
    tests: str
    """One sentence: what this conversation proves."""
    persona: str = "guest"
    turns: tuple[Turn, ...] = Field(min_length=1)
    never_says: tuple[str, ...] = ()
    """In no reply of the conversation."""
    end: Ending = Ending()
    budget: Budget = Budget()


def read_scenario(file: Path, folder: Path = FOLDER) -> Scenario:
    """Read one file. Raises `ScenarioError` with the file and the place."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds only text, lists and mappings
        scenario = Scenario.model_validate(content)
    except (yaml.YAMLError, ValidationError) as error:
        raise ScenarioError(f"{file}: {error}") from error
    name = file.relative_to(folder).with_suffix("").as_posix()
    return scenario.model_copy(update={"id": name})


def read_scenarios(folder: Path = FOLDER) -> tuple[Scenario, ...]:
    """Read every scenario, in the order of their paths."""
    return tuple(read_scenario(f, folder) for f in sorted(folder.rglob("*.yaml")))
