"""The stretches of a sentence: where it may turn to another loan, and what each speaks of."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from agent.replies.checks.anchors import ANCHORS, Anchor, anchors_in, loan_of
from agent.replies.checks.attached import held_against, names_behind
from agent.replies.factbook import letters_of
from agent.replies.reading import Reading, Sentence, Stated

_BREAK = re.compile(
    r"[,;:()\n]|\s-+\s|\s(?:but|and|while|whereas|where|although|though|yet|or|versus|vs|"
    r"instead of|rather than|against|than|compared (?:with|to)|up from|down from)\s"
    r"|(?<=§)\s(?=you(?:'d| would|'ll| will)?\s(?:pay|have|owe|be)\b)"
)
_CONTRAST = re.compile(
    r"\s*(?:versus|vs|instead of|rather than|against|than|compared (?:with|to))\b"
)
LOAN_ROLES = frozenset(
    {"note_rate_pct", "apr_pct", "monthly_payment", "last_payment", "total_interest",
     "total_of_payments", "total_fees", "fee", "finance_charge", "amount_financed", "cash_to_close",
     "pmi_monthly", "dti_post_pct", "front_end_pct", "pti_pct", "ltv_pct", "residual_income",
     "payment_low", "payment_high"}
)  # fmt: skip


def is_offer(ref: Stated) -> bool:
    """Tell whether a figure is one of an offer."""
    return ref.fact.subject.startswith("offer.")


def measures_of(reply: Reading, start: int, end: int) -> list[Stated]:
    """Return the figures of a loan that do not themselves say which one."""
    key = f"measures {start} {end}"
    if key not in reply.known:
        reply.known[key] = _measures_of(reply, start, end)
    found: list[Stated] = reply.known[key]
    return found


def _measures_of(reply: Reading, start: int, end: int) -> list[Stated]:
    return [
        ref for ref in reply.stated_in(start, end)
        if ref.style != "was" and ref.fact.role not in ANCHORS and (
            letters_of(ref.fact.subject)
            or (ref.fact.role in LOAN_ROLES and _is_a_loan(reply, ref))
        )
    ]  # fmt: skip


def loans_named(
    reply: Reading, sentence: Sentence, anchors: list[Anchor], measures: list[Stated]
) -> list[str]:
    """Name the loans a stretch speaks of, in order; not those that something is held against."""
    found = [(a.at, loan_of(a.subject)) for a in anchors if a.subject.startswith("offer.")]
    found += [(m.at, loan_of(m.fact.subject)) for m in measures if is_offer(m)]
    begin = sentence.start
    held = [m for m in measures if held_against(reply.text[begin : m.at])]
    theirs = {a.at for m in held for a in names_behind(reply.text, m, anchors)}
    return [
        loan for at, loan in sorted(found)
        if at not in theirs and not held_against(reply.text[begin:at])
    ]  # fmt: skip


def _is_a_loan(reply: Reading, ref: Stated) -> bool:
    """Tell whether a figure is one of a loan that has no letter: as asked, at a named rate."""
    subject = ref.fact.subject
    return subject == "request" or reply.facts.of(subject, "term_months") is not None


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


def segments(
    reply: Reading, sentence: Sentence
) -> Iterator[tuple[str, list[Anchor], list[Stated]]]:
    """Cut a sentence where it may turn to another loan; a lone anchor joins its neighbour."""
    marks = list(_BREAK.finditer(reply.text, sentence.start, sentence.end))
    starts = [sentence.start, *(m.start() for m in marks)]
    ends = [*(m.start() for m in marks), sentence.end]
    parts = [_part(reply, a, b) for a, b in zip(starts, ends, strict=True)]
    spoken = False
    while parts:
        part = parts.pop(0)
        while parts and _joins(part, parts[0], parts[1:2], spoken):
            part = part.joined(parts.pop(0))
        spoken = spoken or bool(part.anchors and part.measures)
        said = reply.text[sentence.start : part.end]
        meant = [a for a in part.anchors if not held_against(said[: a.at - sentence.start])]
        yield said, meant if part.measures and meant else part.anchors, part.measures


def _part(reply: Reading, start: int, end: int) -> Part:
    """A stretch; the loan that something is held against ('instead of §') anchors nothing."""
    measures = measures_of(reply, start, end)
    held_against = not measures and _CONTRAST.match(reply.text, start, end)
    return Part(start, end, [] if held_against else anchors_in(reply, start, end), measures)


def _joins(part: Part, following: Part, then: list[Part], spoken: bool) -> bool:
    """Tell whether the next part speaks of the same loan as this one.

    Where a loan has been `spoken` of, a figure goes on about it: 'A is §, at §; B is shorter'.
    """
    if part.anchors and not part.measures:
        return not following.anchors
    if part.measures and not part.anchors and following.anchors and not following.measures:
        return not spoken and (not then or not then[0].measures or bool(then[0].anchors))
    return False
