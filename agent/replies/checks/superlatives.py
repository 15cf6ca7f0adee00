"""'Lowest' and its kin are said of these offers, and are true of them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from agent.replies.checks.anchors import anchors_in, loan_of
from agent.replies.checks.spoken_of import (
    blanked,
    loan_ordered,
    loan_spoken_of,
    metric_of,
    others_ordered,
)
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import phrases
from agent.replies.reading import SIGN, Reading, Sentence

_OFFER_CLAIM = re.compile(
    r"\b(?:this|it|that|ours?|we|here|you(?:'d|'ll| would| will)? (?:get|pay|have|find)|is|are|"
    r"nobody|no one|no (?:other )?(?:bank|lender)|won't|can't|cannot)\b"
)
_OF_ALL = re.compile(
    r"(?:nobody|no one|no (?:other )?(?:bank|lender|loan)|unbeatable|unmatched|rock[- ]bottom|"
    r"top rate|won't find|"
    r"can't (?:be beaten|find|beat)|cannot find|will not find)\b|\S+(?: \w+){0,3} (?:anywhere|"
    r"around|in town|"
    r"on the market|in the (?:country|state|market|world)|of any (?:bank|lender))\b"
)
"""Claims about every loan there is: 'of these' does not make them true."""
_SAVES = re.compile(r"\b(?:sav(?:e|es|ing)|spares?|frees? up|leaves?)(?: you)? (?:the )?$")
"""What saves the most interest has the least of it."""
_NOT = re.compile(
    r"(?:\bnot|n't|\bnever|\bneither|\bnor) (?:quite |always |really |"
    r"necessarily )?(?:the )?$"
)
_SECOND = re.compile(r"\b(?:second|next)[- ]$")
_LENGTH = re.compile(r"(?:the )?(?:longest|shortest)\b")
_OFFER = re.compile(r"offer\.[a-z]+$")
_RANKED = re.compile(
    r"\bfrom (?:the )?(?:(low|small|short|fast|quick|cheap|least)|"
    r"(high|larg|bigg|long|slow|dear|pric|most))\w*(?: \w+){0,3} to (?:the )?"
    r"(?:(low|small|short|fast|quick|cheap|least)|"
    r"(high|larg|bigg|long|slow|dear|pric|most))\w*[^:;.]{0,30}:"
)
"""'From least to most interest: …'; what follows has to be in that order."""
_PRODUCT = re.compile(
    r"\b(?:rates?|loans?|deals?|prices?|offers?|payments?|costs?|interest|apr|bank|lender|terms|"
    r"borrow)\b"
)


class Ordering(NamedTuple):
    """A superlative that may not stand as it does."""

    start: int
    end: int
    why: str
    of_these: int | None
    """Where 'of these' would make it true; None: it is not."""


def superlatives(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to 'lowest' and its kin unless said of these offers and true of them."""
    for found in orderings(reply):
        yield reply.finding("superlatives", found.start, found.end, found.why)


def orderings(reply: Reading) -> tuple[Ordering, ...]:
    """Return the superlatives that are untrue, or do not say of which loans they are true."""
    if "orderings" not in reply.known:
        reply.known["orderings"] = tuple(_orderings(reply))
    found: tuple[Ordering, ...] = reply.known["orderings"]
    return found


def _orderings(reply: Reading) -> Iterator[Ordering]:
    words = phrases().words
    for sentence in reply.sentences:
        if not words["superlative"].search(reply.text, sentence.start, sentence.end):
            continue
        text = blanked(reply.text[sentence.start : sentence.end], "not_superlative")
        if not words["superlative"].search(text) or _is_general(reply, sentence, text):
            continue
        if _is_ranked(reply, sentence):
            continue
        said = words["of_these"].search(reply.text, 0, sentence.end) is not None
        for start, end in reply.clauses(sentence):
            inner = text[start - sentence.start : end - sentence.start]
            for match in words["superlative"].finditer(inner):
                asked = sentence.question and not loan_spoken_of(reply, start, end)
                why, sure = _judged(reply, (start, end), sentence, match, said)
                if why and not asked:
                    noun = _NOUN.match(inner, match.end()) if sure else None
                    place = start + noun.end() if noun else None
                    yield Ordering(start + match.start(), start + match.end(), why, place)


_NOUN = re.compile(
    r"(?: (?:total|monthly|overall|apr|interest|rates?|note|payments?|costs?|price|term|option|"
    r"one|loan|"
    r"offer|choice|month|in total|in interest|each month|a month|per month|of the three|time))*"
)
_OUTREACHING = re.compile(
    r"[^,;.§]{0,40}\b(?:possible|available|there is|there are|around|anywhere|you can get|"
    r"we offer|we have|"
    r"out there|ever|any|in town|on the market|out of all|world)\b"
)


def _judged(
    reply: Reading,
    clause: tuple[int, int],
    sentence: Sentence,
    match: re.Match[str],
    said: bool,
) -> tuple[str | None, bool]:
    """Say what is wrong with a superlative, and whether 'of these' would make it true."""
    if _OF_ALL.match(match.string, match.start()):
        return "no fact compares this with anything outside", False
    by_term = phrases().words["term_superlative"].search(match[0]) is not None
    why, certain = _against_offers(reply, clause, sentence, match)
    if said or by_term:
        return why, False
    further = _OUTREACHING.match(match.string, match.end()) is not None
    return _NOT_OF_THESE, certain and why is None and not further


_NOT_OF_THESE = "only of these offers, and it has to say so: 'of these'"


def _standing(reply: Reading, clause: tuple[int, int], facts: FactBook) -> tuple[str, ...]:
    """Return the offers a clause is about: those that stand, or, told as history, the old ones."""
    told = reply.stated_in(*clause)
    if not told or any(r.style != "was" for r in told if r.fact.subject.startswith("offer.")):
        return facts.offers
    old = {
        f.subject for f in facts.values() if f.role == "monthly_payment" and _OFFER.match(f.subject)
    }
    return tuple(sorted(old - set(facts.offers))) or facts.offers


def _is_ranked(reply: Reading, sentence: Sentence) -> bool:
    """'From shortest to longest: B §, A §, C §': like figures of all offers, in the order said."""
    head = _RANKED.search(reply.text, sentence.start, sentence.end)
    if head is None or bool(head[1]) == bool(head[3]):
        return False
    refs = reply.stated_in(head.end(), sentence.end)
    if not refs:
        return _letters_ranked(reply, sentence, head)
    alike = [r for r in refs if refs and r.fact.role == refs[0].fact.role]
    if {r.fact.subject for r in alike} != set(reply.facts.offers) or len(alike) < 2:
        return False
    values = [r.fact.number for r in alike]
    return values == sorted(values, reverse=head[1] is None)


def _letters_ranked(reply: Reading, sentence: Sentence, head: re.Match[str]) -> bool:
    """'From cheapest to dearest: B, A, C', by the figure that the words name."""
    metric = metric_of(head[0])
    loans = [loan_of(a.subject) for a in anchors_in(reply, head.end(), sentence.end)]
    facts = [reply.facts.of(loan, metric) for loan in loans if metric]
    values = [f.number for f in facts if f is not None]
    if set(loans) != set(reply.facts.offers) or not 1 < len(values) == len(loans):
        return False
    return values == sorted(values, reverse=head[1] is None)


_SAVING = re.compile(r"\b(?:monthly|lifetime) saving\b")


def _saving_of(reply: Reading, subject: str, near: str) -> dict[str, Decimal] | None:
    """'The biggest monthly saving': the savings of all offers, where that is what is ordered."""
    spoken = _SAVING.search(near)
    role = spoken[0].replace(" ", "_") if spoken else ""
    loans = (subject, *reply.facts.offers)
    found = {s: reply.facts.of(f"{s}.refinance", role) for s in loans}
    if not role or any(f is None for f in found.values()):
        return None
    return {s: f.number for s, f in found.items() if f is not None}


def _is_general(reply: Reading, sentence: Sentence, text: str) -> bool:
    """Tell whether 'largest' speaks of no offer: 'each loan has a largest amount'."""
    if loan_spoken_of(reply, sentence.start, sentence.end) is not None:
        return False
    if reply.is_cited(sentence):
        return True
    return not (_OFFER_CLAIM.search(text) and _PRODUCT.search(text))


def _against_offers(
    reply: Reading, clause: tuple[int, int], sentence: Sentence, match: re.Match[str]
) -> tuple[str | None, bool]:
    """Hold a superlative against the offers; and tell whether it could be held against them."""
    facts = reply.facts
    near = match.string[match.start() : match.end() + 40]
    own = (
        ("term_months" if _LENGTH.match(match[0]) else None)
        or metric_of(near.partition(SIGN)[0])
        or metric_of(near)
    )
    metrics = [own] if own else _metrics_before(reply, clause, sentence)
    subject = loan_ordered(reply, clause, sentence)
    offers = _standing(reply, clause, facts)
    if subject is not None and loan_of(subject) not in offers:
        return f"no {subject} stands now", False
    if subject is None:
        return None, False
    savings = _saving_of(reply, loan_of(subject), near)
    if savings:
        mine = savings[loan_of(subject)]
        return _verdict(match, subject, "saving", mine, list(savings.values())), True
    verdicts: list[str | None] = []
    for metric in metrics:
        values = {s: f.number for s in offers if (f := facts.of(s, metric)) is not None}
        for one in (subject, *others_ordered(reply, clause, sentence, subject)):
            if loan_of(one) in values:
                mine = values[loan_of(one)]
                verdicts.append(_verdict(match, one, metric, mine, list(values.values())))
    if not verdicts:
        return None, False
    return (None if None in verdicts else verdicts[0]), True


def _metrics_before(reply: Reading, clause: tuple[int, int], sentence: Sentence) -> list[str]:
    """Name the figures that 'the lowest of these' may be of: those of its sentence, closest first.

    'Take B at § a month (§ APR), the lowest of these': true of one of them is enough.
    """
    before = [reply.text[a:b] for a, b in reply.clauses(sentence) if a <= clause[0]]
    found = [m for said in reversed(before) if (m := metric_of(said))]
    found = found or [m for m in [metric_of(reply.text[sentence.start : sentence.end])] if m]
    return list(dict.fromkeys(found))


def _verdict(
    match: re.Match[str], subject: str, metric: str, own: Decimal, values: list[Decimal]
) -> str | None:
    """Say what is wrong with 'the lowest', or 'not the lowest', of these values."""
    before = match.string[: match.start()]
    low = phrases().words["low_end"].search(match[0]) or _SAVES.search(before)
    best = min(values) if low else max(values)
    if _SECOND.search(before) and len(values) > 1:
        best = sorted(values, reverse=not low)[1]
    if (own == best) != bool(_NOT.search(before)):
        return None
    verdict = "is just" if own == best else "is not"
    return f"{subject} {verdict} that: {metric.replace('_', ' ')} {best}"
