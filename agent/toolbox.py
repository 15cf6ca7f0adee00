"""From the catalog to the model and back: schemas, bound arguments, refusals, what must follow."""

import hashlib
import inspect
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, get_args, get_type_hints

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from agent.acts import as_wished
from agent.binding import PRICES, Binder, spec_of
from agent.conversations.records import CallMade
from agent.listing import Listed, listed
from agent.neutral import as_json, neutral_values
from agent.offline.quiet import asks_for_loan, quiet_team
from agent.wishes import NOBODY, Wishes, is_nobody, unspoken
from tools.case_file import Known
from tools.check_eligibility import check_eligibility
from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, with_receipt
from tools.fields import FIELDS, FieldSpec
from tools.find_recourse import find_recourse
from tools.intake import open_questions
from tools.lending.errors import LendingError, UnboundFigure
from tools.lending.records import Outcome
from tools.make_offers import make_offers
from tools.record_details import Unread
from tools.score_application import score_application

Tool = Callable[..., ToolRecord]
FOLLOWING: tuple[Tool, ...] = (check_eligibility, score_application, make_offers)
"""What runs by itself when a call leaves the case complete and changed."""
NOT_AS_ASKED = (Outcome.FITS_WITH_CHANGES, Outcome.NOT_ON_THESE_TERMS)
"""Outcomes that are told together with what would help."""

HOW: dict[str, str] = {
    "choice": "one of {choices}",
    "yes_no": "true or false",
    "state": "two letters, such as CA",
}


def _describe(spec: FieldSpec) -> str:
    how = HOW.get(spec.kind, "the customer's own words, exactly as written")
    return f"{spec.label}: {how.format(choices=', '.join(spec.choices))}"


def _told_fields() -> dict[str, Any]:
    """Return the arguments of record_details: every field of the case, and the other person's."""
    fields: dict[str, Any] = {}
    for spec in FIELDS:
        fields[spec.name] = (str | None, Field(None, description=_describe(spec)))
        if spec.co:
            text = f"of the person who would sign too, {_describe(spec)}"
            fields[f"co_{spec.name}"] = (str | None, Field(None, description=text))
    return fields


def _is_bound(hint: Any) -> bool:
    return hint is Known or Known in get_args(hint)


def _argument_texts(function: Tool) -> dict[str, str]:
    """Read the Args section of a Google docstring."""
    section = (inspect.getdoc(function) or "").partition("Args:")[2]
    entries = re.findall(r"^ {4}(\w+): (.+(?:\n {6,}.+)*)", section, re.MULTILINE)
    return {name: re.sub(r"\s+", " ", text) for name, text in entries}


@dataclass(frozen=True)
class ToolSpec:
    """One tool as the model sees it, and which of its arguments are bound to words."""

    function: Tool

    @property
    def name(self) -> str:
        return self.function.__name__

    @cached_property
    def arguments(self) -> type[BaseModel]:
        """The schema of what the model may pass; closed."""
        texts, hints = _argument_texts(self.function), get_type_hints(self.function)
        fields: dict[str, Any] = {}
        for parameter in inspect.signature(self.function).parameters.values():
            if parameter.kind is parameter.KEYWORD_ONLY:
                hint = hints[parameter.name]
                kind = (str if parameter.default is parameter.empty else str | None) if (
                    _is_bound(hint)
                ) else hint  # fmt: skip
                default = ... if parameter.default is parameter.empty else parameter.default
                text = texts.get(parameter.name, "")
                fields[parameter.name] = (kind, Field(default, description=text))
            elif parameter.kind is parameter.VAR_KEYWORD:
                fields |= _told_fields()
        return create_model(self.name, __config__=ConfigDict(extra="forbid"), **fields)

    @cached_property
    def bound(self) -> frozenset[str]:
        """Names of the arguments that are the customer's words."""
        hints = get_type_hints(self.function)
        named = {
            n for n, hint in hints.items() if _is_bound(hint) and n in self.arguments.model_fields
        }
        return frozenset(named | (set(_told_fields()) if self.takes_fields else set()))

    @cached_property
    def takes_fields(self) -> bool:
        """Whether it takes any field of the case: record_details."""
        parameters = inspect.signature(self.function).parameters.values()
        return any(p.kind is p.VAR_KEYWORD for p in parameters)

    @cached_property
    def description(self) -> str:
        """The docstring without its Args section."""
        return (inspect.getdoc(self.function) or "").partition("Args:")[0].strip()

    def as_langchain(self) -> BaseTool:
        """Return the tool for `bind_tools`; it is run by `Toolbox`, never by LangChain."""
        return StructuredTool(
            name=self.name,
            description=self.description,
            args_schema=self.arguments,
            func=self.function,
        )


@dataclass(frozen=True)
class Done:
    """One call as it went: for the model, the log and the reply."""

    call: CallMade
    record: ToolRecord | None
    facts: tuple[Fact, ...] = ()
    followed: tuple["Done", ...] = ()

    @property
    def refused(self) -> str | None:
        return self.call.result.get("refused")

    def everything(self) -> tuple["Done", ...]:
        """This call and what followed it, in order."""
        return (self, *self.followed)

    def shown(self) -> dict[str, Any]:
        """Return what the model, and the deterministic reply, read of it, without any power."""
        return {**neutral_values(self._results()), "facts": self._listed()}

    def content(self) -> str:
        """Return the same as JSON text."""
        return as_json(self._results(), facts=self._listed())

    def _results(self) -> dict[str, Any]:
        return {
            "tool": self.call.tool,
            "result": None if self.refused else self.call.result,
            "refused": self.refused,
            "followed": [{"tool": d.call.tool, "result": d.call.result} for d in self.followed],
        }

    def _listed(self) -> Listed:
        return listed(f for d in self.everything() for f in d.facts)


def _digest(tool: str, arguments: Mapping[str, Any], version: int) -> str:
    content = json.dumps([tool, arguments, version], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


@dataclass
class Toolbox:
    """Runs the calls of a turn, one after another, each on the case the previous one left."""

    catalog: Sequence[Tool]
    specs: dict[str, ToolSpec] = field(init=False)

    def __post_init__(self) -> None:
        self.specs = {f.__name__: ToolSpec(f) for f in self.catalog}
        self.order = {name: i for i, name in enumerate(self.specs)}

    def for_model(self) -> list[BaseTool]:
        """Return every tool for `bind_tools`, in catalog order, the same bytes each time."""
        return [spec.as_langchain() for spec in self.specs.values()]

    def run(
        self,
        calls: Sequence[Mapping[str, Any]],
        context: ToolContext,
        facts: Mapping[str, Fact],
        notify: Callable[[Done], None] = lambda done: None,
        replies: Sequence[str] = (),
    ) -> tuple[list[Done], ToolContext]:
        """Run calls (`name`, `args`, `id`) in catalog order and what must follow them.

        `replies` are our reply templates so far: what a plain yes or "that one" answers.
        """
        ordered = sorted(calls, key=lambda c: self.order.get(str(c["name"]), len(self.order)))
        done: list[Done] = []
        known = dict(facts)
        handed_over = _with_a_person(ordered, Wishes(context, replies))
        for position, call in enumerate(ordered):
            one, after = self._one(call, Wishes(context, replies), known)
            may_follow = not any(_changes(str(c["name"])) for c in ordered[position + 1 :])
            if may_follow and not handed_over and _is_due(one, done, after):
                one, after = self._follow(one, after)
            known |= {f.id: f for d in one.everything() for f in d.facts}
            context = after
            notify(one)
            done.append(one)
        return done, context

    def _one(
        self, call: Mapping[str, Any], wishes: Wishes, facts: Mapping[str, Fact]
    ) -> tuple[Done, ToolContext]:
        """Validate, bind and run one call; a refusal is an answer too."""
        name, arguments, context = str(call["name"]), dict(call.get("args") or {}), wishes.context
        made = _Maker(str(call.get("id") or name), name, arguments, context)
        spec = self.specs.get(name)
        if spec is None:
            return made.refused(f"There is no tool {name!r}. Tools: {', '.join(self.specs)}.")
        try:
            ready, unread = _bound(spec, arguments, wishes, facts)
            record = spec.function(context, **ready)
            if unread:
                record = record.model_copy(update={"unread": unread})
        except LendingError as error:
            return made.refused(str(error))
        except ValidationError as error:
            return made.refused(_why_invalid(spec, error))
        return made.done(record)

    def _follow(self, trigger: Done, context: ToolContext) -> tuple[Done, ToolContext]:
        """Run what must follow a complete case; results hang on the call that triggered it."""
        followed: list[Done] = []
        for function in (*FOLLOWING, find_recourse):
            if function is find_recourse and context.case.outcome not in NOT_AS_ASKED:
                continue
            made = _Maker(f"{trigger.call.id}.{function.__name__}", function.__name__, {}, context)
            try:
                one, context = made.done(function(context), followed=True)
            except LendingError as error:
                one, context = made.refused(str(error), followed=True)
            followed.append(one)
        return Done(trigger.call, trigger.record, trigger.facts, tuple(followed)), context


def run_directly(
    function: Tool, arguments: dict[str, Any], context: ToolContext
) -> tuple[Done, ToolContext]:
    """Run one call with exact values, made by code. Raises `LendingError` when it is refused."""
    made = _Maker(function.__name__, function.__name__, arguments, context)
    return made.done(function(context, **arguments))


def _changes(name: str) -> bool:
    return name in ("look_up_profile", "record_details")


def _with_a_person(calls: Sequence[Mapping[str, Any]], wishes: Wishes) -> bool:
    """Tell whether a person takes over in this turn, or a team has somebody in trouble.

    Nothing is priced beside a hand-over, nor after one that was urgent until they ask for a loan.
    """
    if any(str(call["name"]) == "hand_off" for call in calls):
        return True
    return quiet_team(wishes.replies) is not None and not asks_for_loan(wishes.heard())


def _is_due(done: Done, before: Sequence[Done], context: ToolContext) -> bool:
    """Tell whether the case is complete and nothing stands on it yet.

    A question that was asked in this turn is still open, even a soft one; one that the customer
    passed over in a later turn holds nothing up, whatever tool that turn called.
    """
    case = context.case
    intake = [d.record for d in (*before, done) if hasattr(d.record, "next_question")]
    asked_now = bool(intake) and getattr(intake[-1], "next_question", None) is not None
    judged = case.evaluated_hash or case.application_number
    if asked_now or judged or case.conflicts or case.product is None:
        return False
    return not open_questions(case, context.knowledge.rulebook)


def _bound(
    spec: ToolSpec, arguments: dict[str, Any], wishes: Wishes, facts: Mapping[str, Fact]
) -> tuple[dict[str, Any], tuple[Unread, ...]]:
    """Turn the model's arguments into the function's: words become bound values.

    A field of record_details that cannot be read is reported and loses none of the others.
    """
    context = wishes.context
    if "told" in arguments and isinstance(arguments["told"], dict):
        arguments = {**arguments, **arguments.pop("told")}
    checked = spec.arguments.model_validate(arguments)
    given = {n: getattr(checked, n) for n in arguments}
    product = given.get("product") or context.case.product
    binder = Binder(
        context.messages, facts, context.knowledge.rulebook, product, context.now, context.locale,
        context.case.asked, _price_in(context),
    )  # fmt: skip
    ready: dict[str, Any] = {n: v for n, v in given.items() if v is not None}
    unread: list[Unread] = []
    for name in sorted(
        (n for n in ready if n in spec.bound), key=PRICES.__contains__, reverse=True
    ):
        words = ready.pop(name)
        try:
            _check_person(name, context)
            ready[name] = binder.bind(spec_of(name), words)
            binder = binder.knowing(name, ready[name])
        except LendingError as error:
            if not spec.takes_fields:
                raise
            unread.append(Unread(field=name, words=str(words), why=str(error)))
    if spec.takes_fields:
        unread += [
            Unread(field=name, words=str(ready.pop(name)), why=why)
            for name, why in tuple(unspoken(ready, wishes))
        ]
    return as_wished(spec.name, ready, wishes), tuple(unread)


def _price_in(context: ToolContext) -> Decimal | None:
    """Return what the car or the home of the case costs."""
    prices = (context.case.request.get(name) for name in PRICES)
    return next((Decimal(k.value) for k in prices if k is not None and k.value), None)


def _check_person(name: str, context: ToolContext) -> None:
    """Refuse a value of a second person of whom nobody has spoken."""
    if name.startswith("co_") and is_nobody(context):
        raise UnboundFigure(NOBODY)


def _why_invalid(spec: ToolSpec, error: ValidationError) -> str:
    problems = "; ".join(
        f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()[:5]
    )
    allowed = ", ".join(spec.arguments.model_fields) or "none"
    return f"The arguments of {spec.name} are wrong: {problems}. Allowed: {allowed}."


class _Maker:
    """Times one call and writes it down."""

    def __init__(
        self, call_id: str, tool: str, arguments: dict[str, Any], context: ToolContext
    ) -> None:
        self.id, self.tool, self.arguments, self.context = call_id, tool, arguments, context
        self.started = time.perf_counter()

    def _made(self, result: dict[str, Any], followed: bool) -> CallMade:
        return CallMade(
            id=self.id,
            tool=self.tool,
            arguments=self.arguments,
            result=result,
            followed=followed,
            milliseconds=round((time.perf_counter() - self.started) * 1000, 3),
        )

    def refused(self, why: str, *, followed: bool = False) -> tuple[Done, ToolContext]:
        return Done(self._made({"refused": why}, followed), None), self.context

    def done(self, record: ToolRecord, *, followed: bool = False) -> tuple[Done, ToolContext]:
        context = self.context if record.case is None else self.context.with_case(record.case)
        receipt = {
            "case_version": context.case.version,
            "as_of": self.context.now.isoformat(),
            "call": f"{self.context.turn_id}:{self.id}",
            "inputs_hash": _digest(self.tool, self.arguments, context.case.version),
        }
        facts = with_receipt(record.own_facts(), **receipt)
        made = self._made(record.model_dump(mode="json"), followed)
        return Done(made, record, facts), context
