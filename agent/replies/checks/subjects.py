"""A figure belongs to the loan that its clause, or the reply so far, is about."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from agent.replies.factbook import FactBook, letters_of
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import phrases
from agent.replies.reading import Reading, Ref, Sentence

_BREAK = re.compile(
    r"[,;:()\n]|\s-+\s|\s(?:but|and|while|whereas|or|versus|vs|instead of|rather than|against|than|"
    r"compared (?:with|to)|up from|down from)\s"
)
_NAMED = re.compile(
    r"\b(?:[Oo]ption|[Oo]ffer|[Cc]ard|[Cc]hoice|[Ll]oan)\s([A-Ha-h])\b(?!')"
    r"|\b([B-H])\b(?=(?: \w+)? (?:costs?|is|has|asks?|runs|gives|would|comes|takes|saves))"
)
_ANCHORS = {"term_months": "term_months", "principal": "principal"}
FAMILY = frozenset({"autodebit", "refinance", "extra"})
"""Lines of an offer that are the same loan; `also` is another one."""


class Anchor(NamedTuple):
    """What says which loan is meant: a term, an amount, or a letter."""

    at: int
    subject: str
    role: str | None
    value: str


def loan_of(subject: str) -> str:
    """Name the loan of a subject: 'offer.b.autodebit' is 'offer.b', 'offer.b.also' is itself."""
    parts = subject.split(".")
    return ".".join(parts[:2]) if len(parts) > 2 and parts[2] in FAMILY else subject


def anchors_in(reply: Reading, start: int, end: int) -> list[Anchor]:
    """List the words and references that say which loan is meant, in order."""
    found = [
        Anchor(m.start(), f"offer.{(m[1] or m[2]).lower()}", None, "")
        for m in _NAMED.finditer(reply.cased, start, end)
        if f"offer.{(m[1] or m[2]).lower()}" in {f.subject for f in reply.facts.values()}
    ]
    for ref in reply.refs_in(start, end):
        fact = ref.fact
        if fact is None or ref.style == "was":
            continue
        role = _ANCHORS.get(fact.role) or (
            _ANCHORS.get(fact.field or "") if fact.role in ("said", "assumed") else None
        )
        if role and not fact.subject.endswith(".extra"):
            found.append(Anchor(ref.at, fact.subject, role, fact.value))
    return sorted(found)


def subjects(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a figure of another loan than the one spoken about."""
    current: str | None = None
    for sentence in reply.sentences:
        for segment, anchors, measures in _segments(reply, sentence):
            for ref in measures:
                if not _belongs(ref, anchors, current, segment, facts):
                    why = f"{ref.id} belongs to another loan than the words around it"
                    yield reply.finding("subjects", ref.at, ref.at + 1, why)
            last = max(
                [(a.at, a.subject) for a in anchors if a.subject.startswith("offer.")]
                + [(m.at, m.fact.subject) for m in measures if m.fact and _is_offer(m)],
                default=None,
            )
            current = last[1] if last else current


def _is_offer(ref: Ref) -> bool:
    return ref.fact is not None and ref.fact.subject.startswith("offer.")


def _measures(refs: tuple[Ref, ...]) -> list[Ref]:
    """Figures of a loan that do not themselves say which one."""
    return [
        r for r in refs
        if r.fact is not None and letters_of(r.fact.subject) and r.fact.role not in _ANCHORS
        and r.style != "was"
    ]  # fmt: skip


def _segments(reply: Reading, sentence: Sentence) -> Iterator[tuple[str, list[Anchor], list[Ref]]]:
    """Cut a sentence where it may turn to another loan; a lone anchor joins its neighbour."""
    bounds: list[tuple[int, int]] = []
    start = sentence.start
    for mark in _BREAK.finditer(reply.text, sentence.start, sentence.end):
        bounds.append((start, mark.end()))
        start = mark.end()
    bounds.append((start, sentence.end))
    parts = [(a, b, anchors_in(reply, a, b), _measures(reply.refs_in(a, b))) for a, b in bounds]
    index = 0
    while index < len(parts):
        a, b, anchors, measures = parts[index]
        while index + 1 < len(parts) and _joins(anchors, measures, parts, index):
            index += 1
            b = parts[index][1]
            anchors, measures = anchors + parts[index][2], measures + parts[index][3]
        yield reply.text[a:b], anchors, measures
        index += 1


def _joins(
    anchors: list[Anchor],
    measures: list[Ref],
    parts: list[tuple[int, int, list[Anchor], list[Ref]]],
    index: int,
) -> bool:
    """Tell whether the next part speaks of the same loan as this one."""
    _, _, next_anchors, next_measures = parts[index + 1]
    if anchors and not measures:
        return bool(next_measures) and not next_anchors
    if measures and not anchors and next_anchors and not next_measures:
        follows = parts[index + 2] if index + 2 < len(parts) else None
        return follows is None or not follows[3] or bool(follows[2])
    return False


def _belongs(
    ref: Ref, anchors: list[Anchor], current: str | None, segment: str, facts: FactBook
) -> bool:
    fact = ref.fact
    assert fact is not None
    if anchors:
        return all(_agrees(a, fact.subject, facts) for a in _closest(anchors, ref))
    if current is None or fact.subject.startswith("difference."):
        return True
    same = loan_of(current) == loan_of(fact.subject)
    return same or phrases().words["new_subject"].search(segment) is not None


def _closest(anchors: list[Anchor], ref: Ref) -> list[Anchor]:
    """Of each kind of anchor (letter, term, amount) the nearest one, those before a figure first."""
    nearest: list[Anchor] = []
    for role in dict.fromkeys(a.role for a in anchors):
        alike = [a for a in anchors if a.role == role]
        before = [a for a in alike if a.at < ref.at]
        nearest.append(before[-1] if before else alike[0])
    return nearest


def _agrees(anchor: Anchor, subject: str, facts: FactBook) -> bool:
    """Tell whether a loan is the one an anchor names: same letter, or same term or amount."""
    loans = [f"offer.{x}" for x in letters_of(subject)] if "difference" in subject else [subject]
    for loan in loans:
        if loan_of(loan) == loan_of(anchor.subject):
            return True
        if anchor.role is None:
            continue
        own = facts.of(loan, anchor.role) or facts.of(loan_of(loan), anchor.role)
        if own is None and loan.endswith(".also") and anchor.role == "principal":
            own = facts.of(loan.removesuffix(".also"), "principal")
        if own is not None and own.number == _number(anchor.value):
            return True
    return False


def _number(value: str) -> object:
    from decimal import Decimal, InvalidOperation

    try:
        return Decimal(value)
    except InvalidOperation:
        return value
