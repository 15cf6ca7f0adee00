"""A figure belongs to the loan that its clause, or the reply so far, is about."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from agent.replies.checks.anchors import ANCHORS, Anchor, anchors_in, loan_of
from agent.replies.checks.attached import (
    has_the_same,
    held_against,
    in_turn,
    is_called,
    left_for,
)
from agent.replies.factbook import FactBook, letters_of
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import phrases
from agent.replies.reading import Reading, Sentence, Stated

_BREAK = re.compile(
    r"[,;:()\n]|\s-+\s|\s(?:but|and|while|whereas|where|although|though|yet|or|versus|vs|"
    r"instead of|rather than|against|than|compared (?:with|to)|up from|down from)\s"
)
_CONTRAST = re.compile(
    r"\s*(?:versus|vs|instead of|rather than|against|than|compared (?:with|to))\b"
)
_LOAN_ROLES = frozenset(
    {"note_rate_pct", "apr_pct", "monthly_payment", "last_payment", "total_interest",
     "total_of_payments", "total_fees", "fee", "finance_charge", "amount_financed", "cash_to_close",
     "pmi_monthly", "dti_post_pct", "front_end_pct", "pti_pct", "ltv_pct", "residual_income",
     "payment_low", "payment_high"}
)  # fmt: skip
_WISHES = frozenset({"extra_monthly", "lump"})
"""What the customer offers to pay on top: of no loan before they say of which."""
_NOT_ITS = "belongs to another loan than the words around it"


class Talk(NamedTuple):
    """What a reply has spoken of, up to a sentence."""

    current: frozenset[str] = frozenset()
    """The loans that the sentence before was about."""
    spoken: tuple[str, ...] = ()
    """Loans named so far, in order; not those only compared with."""
    mentioned: frozenset[str] = frozenset()

    def after(self, about: list[str], touched: set[str], several: bool) -> "Talk":
        """Go on behind a sentence about these loans, which touched on those."""
        ends = frozenset((about[0], about[-1])) if about else frozenset[str]()
        return Talk(
            ends if about or several else self.current,
            tuple(dict.fromkeys((*self.spoken, *about))),
            self.mentioned | touched | set(about),
        )


def subjects(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a figure of another loan than the one spoken about."""
    talk = Talk()
    for sentence in reply.prose:
        paired = _in_order(reply, sentence, facts) | _listed(reply, sentence, talk.spoken)
        paired |= in_turn(reply, sentence, _measures(reply, *sentence[:2]))
        several = phrases().words["several"].search(reply.text, sentence.start, sentence.end)
        about = list[str]()
        named = anchors_in(reply, sentence.start, sentence.end)
        for segment, anchors, measures in _segments(reply, sentence):
            near = frozenset() if several else (frozenset(about[-1:]) or talk.current)
            for ref in measures:
                left = left_for(reply.text, ref, anchors, measures)
                if (
                    ref in paired
                    or ref.fact.role in _WISHES
                    or is_called(reply, sentence, ref, named, talk.mentioned)
                    or _is_explained(reply, sentence, ref, segment, left, talk, near)
                ):
                    continue
                if not _belongs(ref, left, near, segment, facts):
                    yield reply.finding("subjects", ref.at, ref.at + 1, f"{ref.id} {_NOT_ITS}")
            about += _loans_named(reply, sentence, anchors, measures)
        touched = {loan_of(a.subject) for a in named}
        talk = talk.after(about, touched | _compared_in(reply, sentence), several is not None)


def _is_explained(
    reply: Reading,
    sentence: Sentence,
    ref: Stated,
    segment: str,
    anchors: list[Anchor],
    talk: Talk,
    near: frozenset[str],
) -> bool:
    """A question about a loan mentioned, a figure that goes back to one, 'more than A, for §'."""
    loan = loan_of(ref.fact.subject)
    if sentence.question and loan in talk.mentioned:
        return True
    if not anchors:
        everything = _measures(reply, sentence.start, sentence.end)
        alone = not any(_is_like(m, ref) for m in everything)
        return alone and _goes_back(ref, segment, talk.spoken)
    held = all(held_against(reply.text[sentence.start : a.at]) for a in anchors)
    return held and loan in near


_POINTS = re.compile(r"\b(?:it|its|it's|it'd|this|that|here|same|also|too|now)\b")
"""Words that go on about the loan just spoken of."""


def _is_like(one: Stated, other: Stated) -> bool:
    """Tell whether two figures are the same of different loans."""
    return one.fact.role == other.fact.role and one.fact.subject != other.fact.subject


def _goes_back(ref: Stated, segment: str, spoken: tuple[str, ...]) -> bool:
    """Tell whether a figure takes up one of several loans named before, and nothing points on."""
    known = loan_of(ref.fact.subject) in spoken and len(spoken) > 1
    return known and _POINTS.search(segment) is None


def _compared_in(reply: Reading, sentence: Sentence) -> set[str]:
    """The loans that the differences of a sentence are between."""
    refs = reply.stated_in(sentence.start, sentence.end)
    return {f"offer.{x}" for r in refs for x in letters_of(r.fact.subject)}


def _loans_named(
    reply: Reading, sentence: Sentence, anchors: list[Anchor], measures: list[Stated]
) -> list[str]:
    """The loans that a stretch speaks of, in order; not those that something is held against."""
    found = [(a.at, loan_of(a.subject)) for a in anchors if a.subject.startswith("offer.")]
    found += [(m.at, loan_of(m.fact.subject)) for m in measures if _is_offer(m)]
    return [loan for at, loan in sorted(found) if not held_against(reply.text[sentence.start : at])]


def _listed(reply: Reading, sentence: Sentence, spoken: tuple[str, ...]) -> set[Stated]:
    """'APRs: § and §', 'from § to §': like figures in the order in which their loans were named."""
    measures = _measures(reply, sentence.start, sentence.end)
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
        own = _loans_named(reply, sentence, anchors_in(reply, sentence.start, clause), [])
        if _RANGE.search(reply.text[sentence.start : alike[0].at]) and _ascends(alike):
            listed.update(alike)
            continue
        before = [loan for loan in dict.fromkeys((*spoken, *own)) if loan in loans]
        if loans in (before, sorted(loans)):
            listed.update(alike)
    return listed


_RANGE = re.compile(r"\b(?:from|between) $")


def _ascends(refs: list[Stated]) -> bool:
    """'From § to §': the bounds of several loans, the least first."""
    return all(a.fact.number <= b.fact.number for a, b in pairwise(refs))


_LIST = re.compile(r"\s*(?:,|and|or|to|,\s*and|instead of|against)\s*")


def _in_order(reply: Reading, sentence: Sentence, facts: FactBook) -> set[Stated]:
    """'§, § and § at §, § and § a month': figures that follow their terms in the same order."""
    anchors = [a for a in anchors_in(reply, sentence.start, sentence.end) if a.role is not None]
    measures = _measures(reply, sentence.start, sentence.end)
    paired: set[Stated] = set()
    for role in {m.fact.role for m in measures}:
        alike = [m for m in measures if m.fact.role == role]
        if len(alike) < 2 or len(alike) != len(anchors) or anchors[-1].at > alike[0].at:
            continue
        pairs = zip(anchors, alike, strict=True)
        if all(_agrees(anchor, m.fact.subject, facts) for anchor, m in pairs):
            paired.update(alike)
    return paired


def _is_offer(ref: Stated) -> bool:
    return ref.fact.subject.startswith("offer.")


def _measures(reply: Reading, start: int, end: int) -> list[Stated]:
    """Figures of a loan that do not themselves say which one."""
    return [
        ref for ref in reply.stated_in(start, end)
        if ref.style != "was" and ref.fact.role not in ANCHORS and (
            letters_of(ref.fact.subject)
            or (ref.fact.role in _LOAN_ROLES and reply.facts.of(ref.fact.subject, "term_months"))
        )
    ]  # fmt: skip


class Part(NamedTuple):
    """A stretch of a sentence about one loan."""

    start: int
    end: int
    anchors: list[Anchor]
    measures: list[Stated]

    def joined(self, other: "Part") -> "Part":
        """Both stretches as one."""
        return Part(
            self.start, other.end, self.anchors + other.anchors, self.measures + other.measures
        )


def _segments(
    reply: Reading, sentence: Sentence
) -> Iterator[tuple[str, list[Anchor], list[Stated]]]:
    """Cut a sentence where it may turn to another loan; a lone anchor joins its neighbour."""
    marks = list(_BREAK.finditer(reply.text, sentence.start, sentence.end))
    starts = [sentence.start, *(m.start() for m in marks)]
    ends = [*(m.start() for m in marks), sentence.end]
    parts = [_part(reply, a, b) for a, b in zip(starts, ends, strict=True)]
    while parts:
        part = parts.pop(0)
        while parts and _joins(part, parts[0], parts[1:2]):
            part = part.joined(parts.pop(0))
        said = reply.text[sentence.start : part.end]
        meant = [a for a in part.anchors if not held_against(said[: a.at - sentence.start])]
        yield said, meant if part.measures and meant else part.anchors, part.measures


def _part(reply: Reading, start: int, end: int) -> Part:
    """A stretch; the loan that something is held against ('instead of §') anchors nothing."""
    measures = _measures(reply, start, end)
    held_against = not measures and _CONTRAST.match(reply.text, start, end)
    return Part(start, end, [] if held_against else anchors_in(reply, start, end), measures)


def _joins(part: Part, following: Part, then: list[Part]) -> bool:
    """Tell whether the next part speaks of the same loan as this one."""
    if part.anchors and not part.measures:
        return not following.anchors
    if part.measures and not part.anchors and following.anchors and not following.measures:
        return not then or not then[0].measures or bool(then[0].anchors)
    return False


def _belongs(
    ref: Stated, anchors: list[Anchor], current: frozenset[str], segment: str, facts: FactBook
) -> bool:
    fact = ref.fact
    if anchors:
        return all(
            _agrees(a, fact.subject, facts) or has_the_same(a, fact, facts)
            for a in _closest(anchors, ref)
        )
    if not current or not _is_offer(ref):
        return True
    return (
        loan_of(fact.subject) in current
        or phrases().words["new_subject"].search(segment) is not None
    )


def _closest(anchors: list[Anchor], ref: Stated) -> list[Anchor]:
    """Of each kind of anchor (letter, term, amount) the nearest one, those before it first."""
    nearest: list[Anchor] = []
    if any(a.role is None for a in anchors):  # a letter says more than what was asked for
        anchors = [a for a in anchors if a.role is None or a.subject.startswith("offer.")]
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
        if own is not None and own.number == anchor.number:
            return True
    return False
