"""The one syntax of references: `[[id]]` and `[[id|style]]`."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from agent.replies.factbook import FactBook

Style = Literal[
    "plain", "adjective", "signed", "compared", "words", "was", "years", "points", "sourced", "cite"
]
STYLES: tuple[str, ...] = get_args(Style)
"""adjective: 48-month · signed: +$12.00 · compared: $966.18 less interest · words: forty-eight
months · was: a figure that has been superseded · years: 5 years · points: 0.25 percentage points ·
sourced: with where it came from, for cards · cite: the passage a sentence stands on."""

_EXACT = re.compile(r"\[\[([A-Za-z0-9_.#:-]+)(?:\|([a-z]+))?\]\]")
_LIKE = re.compile(
    r"\[{2,}\s*([A-Za-z0-9_.#: -]{1,120}?)\s*(?:\|\s*([A-Za-z]+)\s*)?\]{1,3}"
    r"|\[\s*([A-Za-z0-9_.#: -]{1,120}?)\s*(?:\|\s*([A-Za-z]+)\s*)?\]{2,3}"
)
_DOUBLED_AFTER = {
    "pct": re.compile(r"\s?(?:%|per ?cent\b)"),
    "months": re.compile(r"[ -]months?\b"),
    "years": re.compile(r"[ -]years?\b"),
}


class Reference(NamedTuple):
    """One reference in a template."""

    id: str
    style: str
    start: int
    end: int


@lru_cache(maxsize=512)
def references(template: str) -> tuple[Reference, ...]:
    """List the well-formed references of a template, in order.

    >>> [(r.id, r.style) for r in references("It is [[offer.b.term_months|adjective]].")]
    [('offer.b.term_months', 'adjective')]
    """
    return tuple(
        Reference(m[1], m[2] or "plain", m.start(), m.end()) for m in _EXACT.finditer(template)
    )


def repair(template: str, facts: FactBook, passages: Collection[str] = ()) -> str:
    """Put harmless slips right: spaces, a missing bracket, case, a unit said twice.

    Only where the id exists; everything else stays as it is, and is refused later.

    >>> from tools.facts import fact
    >>> book = FactBook([fact("offer.b", "term_months", 48), fact("offer.b", "principal", 9000)])
    >>> repair("Over [[ Offer.B.term_months ] months you owe $[[offer.b.principal]].", book)
    'Over [[offer.b.term_months]] you owe [[offer.b.principal]].'
    """
    if "[" not in template:
        return template
    if not _is_exact(template, facts):
        folded = {p.lower(): p for p in passages}
        template = _LIKE.sub(lambda found: _canonical(found, facts, folded), template)
    return _without_doubled_units(_told_as_past(template, facts), facts)


_PAST = re.compile(
    r"\b(?:old|earlier|previous|former|original|replac(?:es|ed|ing)|was|were|had been|used to be|"
    r"(?:up |down )?from|instead of|rather than|no longer|not) "
    r"(?:(?:the|a|an|our|your|about|just|old|earlier|previous|former|original) )*$",
    re.IGNORECASE,
)
_ALONG = re.compile(r"[^.;:!?\n\[]{0,30}\b(?:for|over|at|and|of|with) (?:the |an? )?$")


def _told_as_past(template: str, facts: FactBook) -> str:
    """Give a superseded figure the style `was` where the words right before it tell it as past.

    'Replaces the old [[offer.a.term_months]]', 'what was [[…|was]] for [[offer.a.term_months]]'.
    """
    parts: list[str] = []
    at, past_until = 0, -1
    for ref in references(template):
        fact = facts.get(ref.id)
        if fact is None or ref.style == "cite" or not facts.is_historic(fact):
            continue
        begin = max(0, ref.start - 40)
        along = past_until >= begin and _ALONG.fullmatch(template[past_until : ref.start])
        told = ref.style == "was" or along or _PAST.search(template[begin : ref.start])
        past_until = ref.end if told else past_until
        if told and ref.style in ("plain", "adjective"):
            parts += (template[at : ref.start], f"[[{ref.id}|was]]")
            at = ref.end
    return "".join((*parts, template[at:]))


def _is_exact(template: str, facts: FactBook) -> bool:
    """Tell whether every bracket belongs to a reference that is written as it should be."""
    found = references(template)
    return (
        template.count("[") == template.count("]") == 2 * len(found)
        and "|plain]" not in template
        and all(ref.id in facts and ref.style in STYLES for ref in found)
    )


def _canonical(found: re.Match[str], facts: FactBook, passages: Mapping[str, str]) -> str:
    raw = (found[1] or found[3] or "").strip()
    style = (found[2] or found[4] or "plain").lower()
    known: str | None = raw if raw in facts else None
    if known is None:
        tight = raw.replace(" ", "").lower()
        where = passages if style == "cite" else facts.by_folded_id
        known = where.get(tight)
    if known is None or style not in STYLES:
        return found[0]
    return f"[[{known}]]" if style == "plain" else f"[[{known}|{style}]]"


def _without_doubled_units(template: str, facts: FactBook) -> str:
    """Drop a `$`, `%` or "months" that a model wrote beside a figure that brings its own."""
    parts: list[str] = []
    at = 0
    for ref in references(template):
        fact = facts.get(ref.id)
        before = template[at : ref.start]
        at = ref.end
        if fact is not None:
            if fact.unit == "usd" and before.endswith("$"):
                before = before[:-1]
            doubled = _DOUBLED_AFTER.get(fact.unit)
            again = doubled.match(template, at) if doubled else None
            if again:
                at = again.end()
        parts += (before, template[ref.start : ref.end])
    parts.append(template[at:])
    return "".join(parts)


def neutralise(text: str) -> str:
    """Take the meaning out of `[[` and `{{` in a text that somebody else wrote.

    >>> neutralise("pay [[offer.a.principal]] {{ now }}")
    'pay [ [offer.a.principal]] { { now }}'
    """
    return re.sub(r"\[(?=\s*\[)", "[ ", re.sub(r"\{(?=\{)", "{ ", text))
