"""The gate: nothing unverified is shown.

Every check reads the text outside references, after folding; see `knowledge/phrases`. A reply with
a blocking finding is bound, asked for once more, or replaced by the deterministic one.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from agent.language.quantities import find_quantities
from agent.replies.checks.claims import banned, policy, status
from agent.replies.checks.comparatives import comparatives
from agent.replies.checks.figures import figures
from agent.replies.checks.manners import disclosures, echoes, shape
from agent.replies.checks.role_words import is_named
from agent.replies.checks.roles import roles
from agent.replies.checks.sources import sources, stale
from agent.replies.checks.subjects import subjects
from agent.replies.checks.superlatives import superlatives
from agent.replies.checks.tables import tables
from agent.replies.checks.well_formed import references
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.labels import with_labels
from agent.replies.reading import Reading
from agent.replies.references import repair
from tools.facts import Fact
from tools.lending.units import as_shown

NO_CONTEXT = GateContext()
MOST_BOUND = 6
"""Stray figures put right in one reply before the model is asked again."""
Findings = tuple[GateFinding, ...]
Check = Callable[[Reading, FactBook, GateContext], Iterator[GateFinding]]

CHECKS: tuple[Check, ...] = (
    references,
    figures,
    roles,
    subjects,
    tables,
    stale,
    sources,
    status,
    superlatives,
    comparatives,
    policy,
    disclosures,
    banned,
    echoes,
    shape,
)


OF_ONE_FIGURE: tuple[Check, ...] = (
    references,
    figures,
    roles,
    subjects,
    tables,
    stale,
    sources,
)
"""The checks that judge a figure where it stands."""

OF_CLAIMS: tuple[Check, ...] = (status, comparatives, policy, banned)
"""The checks of what a reply claims in its own words: the names put to figures claim nothing."""


def check_reply(
    template: str | Reading,
    facts: FactBook,
    context: GateContext,
    checks: tuple[Check, ...] = CHECKS,
) -> tuple[GateFinding, ...]:
    """Return all objections to a reply; it may be shown when none of them `blocks`.

    A reply that `read_in_full` has read already is not read a second time.

    >>> from tools.facts import fact
    >>> book = FactBook([fact("offer.b", "monthly_payment", "493.63")])
    >>> findings = check_reply("The payment is $493.63.", book, GateContext())
    >>> [(f.check, f.excerpt) for f in findings]
    [('figures', '$493.63')]
    """
    plain = template if isinstance(template, Reading) else _read(template, facts, context)
    full = with_labels(plain)
    return tuple(
        found
        for check in checks
        for found in check(plain if check in OF_CLAIMS else full, facts, context)
    )


def _read(template: str, facts: FactBook, context: GateContext) -> Reading:
    return Reading(repair(template, facts, context.passages), facts)


def read_in_full(template: str, facts: FactBook, context: GateContext = NO_CONTEXT) -> Reading:
    """Read the template that is judged and shown: slips put right, open figures named."""
    return with_labels(_read(template, facts, context))


def in_full(template: str, facts: FactBook, context: GateContext = NO_CONTEXT) -> str:
    """Return the template that is judged and shown."""
    return read_in_full(template, facts, context).template


def bound(
    template: str, found: Findings, facts: FactBook, context: GateContext = NO_CONTEXT
) -> str:
    """Put references where stray figures stand, one after another, as long as each is unique.

    `found` is what the gate found in the template; what cannot be bound stays as it is.
    """
    for _ in range(MOST_BOUND):
        stray = next((f for f in found if f.check == "figures" and f.blocks), None)
        better = stray and bind_unique(template, stray, facts, context)
        if not better:
            break
        template, found = better, check_reply(better, facts, context)
    return template


def bind_unique(
    template: str, finding: GateFinding, facts: FactBook, context: GateContext = NO_CONTEXT
) -> str | None:
    """Put a reference where a stray figure stands, if exactly one current fact can be meant.

    The fact has that value and unit, and no check objects to it at that place (so its role is that
    of the words around it). `template` is the one that was checked; None: ask the model once more.

    >>> from tools.facts import fact
    >>> book = FactBook([fact("offer.b", "monthly_payment", "493.63")])
    >>> stray = check_reply("The payment is $493.63.", book, GateContext())[0]
    >>> bind_unique("The payment is $493.63.", stray, book)
    'The payment is [[offer.b.monthly_payment]].'
    """
    if finding.check != "figures":
        return None
    template = in_full(template, facts, context)
    read = _quantity_at(template, finding.start, finding.end)
    if read is None:
        return None
    before, after = template[: read.start], template[read.end :]
    style = "|adjective" if read.unit == "months" and "-month" in read.text else ""
    fitting = [
        bound
        for fact in _worth(read, facts)
        if not _objects(bound := f"{before}[[{fact.id}{style}]]{after}", fact, facts, context)
    ]
    return fitting[0] if len(fitting) == 1 else None


class _Read(NamedTuple):
    """A stray figure as the number reader understands it, in the unit of facts."""

    value: Decimal
    unit: str
    start: int
    end: int
    text: str


_UNITS = {"money": "usd", "percent": "pct", "duration": "months", "number": ""}


def _quantity_at(template: str, start: int, end: int) -> _Read | None:
    reach = template[start : end + 40].split("[[")[0]
    for found in find_quantities(reach):
        covers = found.start <= 1 and found.end >= min(end - start, len(reach)) - 1
        if not covers or found.ambiguous or found.approx or found.kind not in _UNITS:
            return None
        value = Decimal(found.months) if found.months is not None else found.value
        if value is None or (found.kind == "duration" and found.months is None):
            return None
        return _Read(value, _UNITS[found.kind], start + found.start, start + found.end, found.text)
    return None


def _worth(read: _Read, facts: FactBook) -> Iterator[Fact]:
    """Current facts of that value; a bare number may be of any unit but a rate of none."""
    for fact in facts.values():
        if fact.unit in ("date", "text", "rank") or facts.is_historic(fact):
            continue
        if read.unit not in ("", fact.unit):
            continue
        value = abs(fact.number)
        if value == read.value or (fact.unit == "pct" and as_shown(value) == read.value):
            yield fact


def _objects(bound: str, fact: Fact, facts: FactBook, context: GateContext) -> bool:
    place = bound.index(f"[[{fact.id}")
    if not is_named(Reading(bound, facts), fact):
        return True
    found = check_reply(bound, facts, context, OF_ONE_FIGURE)
    return any(f.blocks and f.start <= place < max(f.end, f.start + 1) for f in found)
