"""Scenarios: scripted conversations with what must be true, as a product manager writes them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

import yaml
from pydantic import ConfigDict, Field, ValidationError, WithJsonSchema, model_validator

from tools.lending.records import Outcome, Product, Record, Stage

FOLDER = Path(__file__).parent / "scenarios"

Situation = Literal[
    "happy_path", "corrections", "ambiguity", "digressions", "what_if", "comparison",
    "adverse_action", "recourse", "policy", "documents", "pressure", "injection", "hardship",
    "privacy", "hand_off", "fairness", "out_of_scope", "bad_input",
]  # fmt: skip
"""The folders that a scenario may lie in."""
SITUATIONS: tuple[str, ...] = get_args(Situation)

Value = Annotated[str, WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""Text as it stands in the file, so that no cent is lost; an editor may see a number."""


class ScenarioError(Exception):
    """A scenario file is wrong; the message names the file, the place and what is allowed."""


class Part(Record):
    """A part of a scenario file; its docstrings are the descriptions of the published schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ExpectedOffer(Part):
    """Figures of one current offer, found by its months and principal; compared exactly."""

    term_months: int
    principal: Value | None = None
    note_rate_pct: Value | None = None
    apr_pct: Value | None = None
    monthly_payment: Value | None = None
    total_interest: Value | None = None
    tags: tuple[str, ...] = ()


class Expected(Part):
    """What must be true after one turn. What is left out is not checked."""

    tools: tuple[str, ...] = ()
    """Tools that have to run in this turn."""
    not_tools: tuple[str, ...] = ()
    """Tools that must not run in this turn."""
    arguments: Mapping[str, Mapping[str, Value]] = {}
    """Tool -> argument -> value that some call of this turn has."""
    facts: Mapping[str, Value] = {}
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
    cites: tuple[str, ...] = ()
    """Passages shown as a source: 'car#fees-and-costs', or the document alone: 'car'."""
    refuses: bool | None = None
    """True: the turn declines, prices nothing, files nothing and changes nothing of the case."""
    stage: Stage | None = None
    outcome: Outcome | None = None
    status: str | None = None
    review: bool | None = None
    offers: tuple[ExpectedOffer, ...] = ()
    """Offers that stand after the turn."""
    offer_count: int | None = None
    failed: tuple[str, ...] | None = None
    """Ids of every rule that failed, warnings left out, in order."""
    reasons: tuple[str, ...] | None = None
    """Ids of the principal reasons, in order."""


class Turn(Part):
    """One message, or one action, and what must come of it."""

    customer: str | None = None
    """The message, word for word."""
    action: Mapping[str, Any] | None = None
    """`{kind: choose_offer, letter: b}`; `$proposal` stands for the id of the proposal."""
    expect: Expected = Expected()


class Ending(Part):
    """What must be true at the end."""

    outcome: Outcome | None = None
    stage: Stage | None = None
    status: str | None = None
    """The decision: RECEIVED, IN_REVIEW, APPROVED, COUNTEROFFER, DECLINED, WITHDRAWN."""
    product: Product | None = None
    review: bool | None = None
    notices: int | None = None
    """How many notices were issued."""
    applications: int | None = None
    """How many applications were filed."""
    effects: Mapping[str, int] = {}
    """Kind of effect -> how many: hand_off, record_complaint, privacy_request …"""
    offers: tuple[ExpectedOffer, ...] = ()
    """Offers that stand at the end."""
    offer_count: int | None = None
    known: Mapping[str, Value] = {}
    """Field -> canonical value in the case file."""
    unknown: tuple[str, ...] = ()
    """Fields of which the case file holds nothing."""


class Budget(Part):
    """What the conversation may take. What is left out is not limited."""

    turns_to_offers: int | None = None
    """Customer messages until the first offers."""
    model_calls: int = 2
    """Of one turn."""
    seconds: float | None = None
    """Of one turn."""
    tokens: int | None = None
    """Of the conversation, in and out."""
    cost_usd: Value | None = None
    """Of the conversation."""


class Twin(Part):
    """The same finances as somebody else would bring them: everything must come out the same."""

    who: str
    """What is different: 'the same in Southern English', 'another name and family'."""
    says: tuple[str, ...] | None = None
    """Other words, one message for each message of the scenario."""
    name: str | None = None
    """Another name in the bank's records."""
    audit: Mapping[str, Value] = {}
    """Other audit fields in the bank's records: marital_status, num_dependents …"""


class Scenario(Part):
    """One scripted conversation."""

    id: str = ""
    """Path under the scenarios folder, without its ending."""
    script: str | None = None
    tests: str
    """One sentence: what this conversation proves."""
    not_met_yet: str = ""
    """Why the product does not meet it yet; it is played and shown, and does not close the gate."""
    needs_encoder: bool = False
    """Met where the sentence encoder is installed; words alone do not understand it."""
    blind: bool = False
    """Written without having seen the engine; frozen in corpora/blind_scenarios.sha256."""
    persona: str = "guest"
    """Who signs in: an id of knowledge/demo_customers.yaml, or nobody."""
    turns: tuple[Turn, ...] = Field(min_length=1)
    never_says: tuple[str, ...] = ()
    """In no reply of the conversation."""
    end: Ending = Ending()
    budget: Budget = Budget()
    twins: tuple[Twin, ...] = ()

    @model_validator(mode="after")
    def _twins_say_as_much(self) -> Self:
        spoken = sum(turn.customer is not None for turn in self.turns)
        for twin in self.twins:
            if twin.says is not None and len(twin.says) != spoken:
                raise ValueError(f"twins: {twin.who!r} says {len(twin.says)} of {spoken} messages")
            if twin.says is None and self.persona == "guest":
                raise ValueError(
                    f"twins: {twin.who!r} of a guest differs in nothing: let it say so"
                )
        return self

    @property
    def situation(self) -> str:
        """The folder it lies in."""
        return self.id.partition("/")[0]

    def as_told_by(self, twin: Twin) -> "Scenario":
        """Return the conversation with the twin's words.

        >>> base = Scenario(tests="Hello.", turns=(Turn(customer="hello"),))
        >>> base.as_told_by(Twin(who="in Texas", says=("howdy",))).turns[0].customer
        'howdy'
        """
        if twin.says is None:
            return self
        spoken = [n for n, turn in enumerate(self.turns) if turn.customer is not None]
        words = dict(zip(spoken, twin.says, strict=True))
        turns = (t.model_copy(update={"customer": words.get(n)}) for n, t in enumerate(self.turns))
        return self.model_copy(update={"turns": tuple(turns)})


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


def of_situations(
    scenarios: tuple[Scenario, ...], situations: tuple[str, ...]
) -> tuple[Scenario, ...]:
    """Keep those of some situations, or whose path starts so; all of them where none is named.

    Raises `ScenarioError` for one that no scenario lies in.
    """
    for name in situations:
        if not any(_lies_in(s, name) for s in scenarios):
            known = ", ".join(dict.fromkeys(s.situation for s in scenarios))
            raise ScenarioError(f"there is no situation {name!r}; there is {known}")
    return tuple(s for s in scenarios if not situations or any(_lies_in(s, n) for n in situations))


def _lies_in(scenario: Scenario, name: str) -> bool:
    return scenario.situation == name or scenario.id == name or scenario.script == name
