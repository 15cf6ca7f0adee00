"""How a figure was made: the receipt behind every figure shown, from the facts of its turn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from agent.cards import label_of
from agent.conversations.records import CallMade, Turn
from agent.replies.renderer import CannotRender, Renderer
from agent.turn_run import standing_facts
from tools.case_file import CaseFile
from tools.facts import Fact
from ui.case_lines import SOURCES, name_of, provenance, value_text
from ui.formatting import moment

MADE_FROM: Mapping[str, tuple[str, ...]] = {
    "monthly_payment": ("principal", "note_rate_pct", "term_months"),
    "last_payment": ("principal", "note_rate_pct", "term_months"),
    "total_interest": ("principal", "note_rate_pct", "term_months"),
    "total_of_payments": ("monthly_payment", "term_months", "last_payment"),
    "apr_pct": ("amount_financed", "monthly_payment", "term_months"),
    "finance_charge": ("total_interest", "total_fees"),
    "amount_financed": ("principal", "total_fees"),
    "dti_post_pct": ("monthly_payment", "applicant.monthly_obligations", "applicant.annual_income"),
    "dti_pre_pct": ("applicant.monthly_obligations", "applicant.annual_income"),
    "note_rate_pct": ("principal", "term_months", "dti_pre_pct", "ltv_pct"),
}
"""Which figures of the same offer, or fields of the case, a figure was computed from."""


OF_OFFERS = ("offer.", "difference.")
"""Letters are never reused: a figure of an offer means the same in every later turn."""


class Receipt(NamedTuple):
    """The lines of one receipt: what is said, and what it says."""

    title: str
    value: str
    lines: tuple[tuple[str, str], ...]


class Book:
    """Everything the receipts of one reply are made from: its turn, and the turns before it."""

    def __init__(self, turn: Turn, earlier: Sequence[Turn], renderer: Renderer, zone: str) -> None:
        self._turn = turn
        self._earlier = earlier
        self._renderer = renderer
        self._zone = zone

    def receipt(self, fact_id: str) -> Receipt | None:
        """Return the receipt of a figure; None when nothing is known about it."""
        found = self._find(fact_id)
        if found is None:
            return None
        fact, turn = found
        lines = (
            ("How it is worked out", fact.formula),
            ("From", "; ".join(self._inputs(fact))),
            *self._origin(fact, turn),
            ("Rules and prices", _versions(turn)),
            ("Version of your details", str(fact.case_version) if fact.case_version else None),
            ("Inputs", fact.inputs_hash),
            ("As of", self._time(fact.as_of)),
        )
        kept = tuple((name, text) for name, text in lines if text)
        return Receipt(title_of(fact), self._text(fact), kept)

    def _find(self, fact_id: str) -> tuple[Fact, Turn] | None:
        """Look in the turn itself, then where the figure was made, then in the case."""
        if fact_id in self._own:
            return self._own[fact_id], self._turn
        for turn in reversed(self._earlier) if fact_id.startswith(OF_OFFERS) else ():
            fact = next((f for f in _facts(turn) if f.id == fact_id), None)
            if fact is not None:
                return fact, turn
        standing = self._standing.get(fact_id)
        return (standing, self._turn) if standing else None

    @cached_property
    def _own(self) -> Mapping[str, Fact]:
        return {f.id: f for f in _facts(self._turn)}

    @cached_property
    def _standing(self) -> Mapping[str, Fact]:
        return standing_facts(self._case, self._turn.opened.now)

    @property
    def _case(self) -> CaseFile:
        return self._turn.closed.case if self._turn.closed else CaseFile()

    def _text(self, fact: Fact) -> str:
        try:
            return self._renderer.render_fact(fact)
        except CannotRender:
            return fact.value

    def _inputs(self, fact: Fact) -> Iterable[str]:
        for name in MADE_FROM.get(fact.role, ()):
            holder, _, field = name.rpartition(".")
            if holder:
                known = self._case.known(field)
                if known is not None and known.value is not None:
                    shown = value_text(field, known, self._renderer)
                    yield f"{_lowered(name_of(field))} {shown} ({SOURCES[known.source]})"
                continue
            found = self._find(f"{fact.subject}.{name}")
            if found is not None:
                yield f"{_lowered(title_of(found[0]))} {self._text(found[0])}"

    def _origin(self, fact: Fact, turn: Turn) -> Iterable[tuple[str, str | None]]:
        known = self._case.known(fact.field) if fact.field else None
        if known is not None:
            yield "Where it comes from", provenance(known)
        call = _call(fact, turn)
        if call is not None:
            yield "Computed by", _call_text(call)

    def _time(self, as_of: str) -> str | None:
        if not as_of:
            return None
        return moment(datetime.fromisoformat(as_of).astimezone(ZoneInfo(self._zone)))


def _facts(turn: Turn) -> tuple[Fact, ...]:
    return turn.closed.facts if turn.closed else ()


def _call(fact: Fact, turn: Turn) -> CallMade | None:
    _, _, call_id = fact.call.partition(":")
    calls = turn.closed.calls if turn.closed else ()
    return next((c for c in calls if c.id == call_id), None)


def _versions(turn: Turn) -> str | None:
    named = ((n, turn.opened.knowledge.get(f"{n}.yaml")) for n in ("catalogue", "rules"))
    return ", ".join(f"{name} {digest[:12]}" for name, digest in named if digest) or None


def _lowered(name: str) -> str:
    return name if name.isupper() else name[:1].lower() + name[1:]


def title_of(fact: Fact) -> str:
    """Name a figure for a reader.

    >>> from tools.facts import fact
    >>> title_of(fact("offer.b", "apr_pct", "8.89")), title_of(fact("rule.E-041", "observed", "1"))
    ('APR', 'Observed')
    """
    if fact.field:
        return name_of(fact.field)
    name = label_of("fields", fact.role).removesuffix(" pct")
    return name[:1].upper() + name[1:]


def _call_text(call: CallMade) -> str:
    given = ", ".join(f"{name}: {value}" for name, value in call.arguments.items() if value)
    return f"{call.tool}({given})"
