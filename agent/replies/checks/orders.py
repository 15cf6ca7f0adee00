"""Like figures in an order that says whose each is: that of their loans, or of their terms."""

import re
from itertools import pairwise

from agent.replies.checks.anchors import agrees, anchors_in, loan_of
from agent.replies.checks.stretches import loans_named, measures_of
from agent.replies.factbook import FactBook
from agent.replies.reading import Reading, Sentence, Stated


def in_order_of_loans(reply: Reading, sentence: Sentence, spoken: tuple[str, ...]) -> set[Stated]:
    """'APRs: § and §', 'from § to §': like figures in the order in which their loans were named."""
    measures = measures_of(reply, sentence.start, sentence.end)
    listed: set[Stated] = set()
    for role in {m.fact.role for m in measures}:
        alike = [m for m in measures if m.fact.role == role]
        loans = [loan_of(m.fact.subject) for m in alike]
        gaps = (reply.text[a.at + 1 : b.at] for a, b in pairwise(alike))
        if len(set(loans)) < max(2, len(loans)) or not all(_LIST.fullmatch(g) for g in gaps):
            continue
        lead = reply.text[sentence.start : alike[0].at]
        clause = alike[0].at - len(re.split(r"[;:,(]", lead)[-1])
        if anchors_in(reply, clause, alike[0].at):
            continue
        own = loans_named(reply, sentence, anchors_in(reply, sentence.start, clause), [])
        lead = reply.text[sentence.start : alike[0].at]
        if _RANGE.search(lead) and not _MOVES.search(lead) and _ascends(alike):
            listed.update(alike)
            continue
        before = [loan for loan in dict.fromkeys((*spoken, *own)) if loan in loans]
        if loans in (before, sorted(loans)):
            listed.update(alike)
    return listed


_MOVES = re.compile(
    r"\b(?:mov|go|ris|climb|drop|fall|rais|increas|grow|bring|push|cut|trim|lower|jump|chang)\w*\b"
)
_RANGE = re.compile(r"\b(?:from|between) $")


def _ascends(refs: list[Stated]) -> bool:
    """'From § to §': the bounds of several loans, the least first."""
    return all(a.fact.number <= b.fact.number for a, b in pairwise(refs))


_LIST = re.compile(r"\s*(?:,|and|or|to|,\s*and|instead of|against)\s*")


def in_order_of_terms(reply: Reading, sentence: Sentence, facts: FactBook) -> set[Stated]:
    """'§, § and § at §, § and § a month': figures that follow their terms in the same order."""
    anchors = [a for a in anchors_in(reply, sentence.start, sentence.end) if a.role is not None]
    measures = measures_of(reply, sentence.start, sentence.end)
    paired: set[Stated] = set()
    for role in {m.fact.role for m in measures}:
        alike = [m for m in measures if m.fact.role == role]
        if len(alike) < 2 or len(alike) != len(anchors) or anchors[-1].at > alike[0].at:
            continue
        pairs = zip(anchors, alike, strict=True)
        if all(agrees(anchor, m.fact.subject, facts) for anchor, m in pairs):
            paired.update(alike)
    return paired
