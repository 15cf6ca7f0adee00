"""How a figure was made: the receipt behind every figure shown, from the facts of its turn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
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


class Receipt(NamedTuple):
    """The lines of one receipt: what is said, and what it says."""

    title: str
    value: str
    lines: tuple[tuple[str, str], ...]


class Book(NamedTuple):
    """Everything the receipts of one reply are made from."""

    turn: Turn
    facts: Mapping[str, Fact]
    renderer: Renderer
    zone: str

    @property
    def case(self) -> CaseFile:
        return self.turn.closed.case if self.turn.closed else CaseFile()

    def receipt(self, fact_id: str) -> Receipt | None:
        """Return the receipt of a figure; None when nothing is known about it."""
        fact = self.facts.get(fact_id)
        if fact is None:
            return None
        found = (
            ("How it is worked out", fact.formula),
            ("From", "; ".join(self._inputs(fact))),
            *self._origin(fact),
            ("Rules and prices", self._versions()),
            ("Version of your details", str(fact.case_version) if fact.case_version else None),
            ("Inputs", fact.inputs_hash),
            ("As of", self._time(fact.as_of)),
        )
        lines = tuple((name, text) for name, text in found if text)
        return Receipt(title_of(fact), self.text(fact), lines)

    def text(self, fact: Fact) -> str:
        """Write a fact as the one renderer does."""
        try:
            return self.renderer.render_fact(fact)
        except CannotRender:
            return fact.value

    def _inputs(self, fact: Fact) -> Iterable[str]:
        for name in MADE_FROM.get(fact.role, ()):
            holder, _, field = name.rpartition(".")
            if holder:
                known = self.case.known(field)
                if known is not None and known.value is not None:
                    shown = value_text(field, known, self.renderer)
                    yield f"{name_of(field).lower()} {shown} ({SOURCES[known.source]})"
                continue
            found = self.facts.get(f"{fact.subject}.{name}")
            if found is not None:
                yield f"{title_of(found).lower()} {self.text(found)}"

    def _origin(self, fact: Fact) -> Iterable[tuple[str, str | None]]:
        known = self.case.known(fact.field) if fact.field else None
        if known is not None:
            yield "Where it comes from", provenance(known)
        call = self._call(fact)
        if call is not None:
            yield "Computed by", _call_text(call)

    def _call(self, fact: Fact) -> CallMade | None:
        turn_id, _, call_id = fact.call.partition(":")
        if self.turn.closed is None or turn_id != self.turn.opened.turn_id:
            return None
        return next((c for c in self.turn.closed.calls if c.id == call_id), None)

    def _versions(self) -> str | None:
        kept = self.turn.opened.knowledge
        named = ((n, kept.get(f"{n}.yaml")) for n in ("catalogue", "rules"))
        return ", ".join(f"{name} {digest[:12]}" for name, digest in named if digest) or None

    def _time(self, as_of: str) -> str | None:
        if not as_of:
            return None
        return moment(datetime.fromisoformat(as_of).astimezone(ZoneInfo(self.zone)))


def books_of(turns: Sequence[Turn], renderer: Renderer, zone: str) -> list[Book]:
    """Return the book of each turn. A fact of an earlier turn stays readable in later ones."""
    books: list[Book] = []
    facts: dict[str, Fact] = {}
    for turn in turns:
        if turn.closed is not None:
            standing = standing_facts(turn.closed.case, turn.opened.now)
            facts = standing | facts | {f.id: f for f in turn.closed.facts}
        books.append(Book(turn, facts, renderer, zone))
    return books


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
