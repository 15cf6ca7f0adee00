"""Which loan a stretch of a reply speaks of, and by which figure it orders."""

import re

from agent.replies.checks.anchors import anchors_in
from agent.replies.checks.attached import held_against
from agent.replies.factbook import letters_of
from agent.replies.phrases import phrases
from agent.replies.reading import SIGN, Reading, Sentence


def metric_of(text: str) -> str | None:
    """Name the figure that an ordering is about, from its words."""
    words = phrases().words
    for metric in ("apr_pct", "note_rate_pct", "principal", "monthly_payment", "total_interest",
                   "term_months"):  # fmt: skip
        if words[f"metric_{metric}"].search(text):
            return metric
    return None


def loan_spoken_of(reply: Reading, start: int, end: int) -> str | None:
    """The loan a stretch of text is about: its letter, its figures, or its term."""
    for anchor in anchors_in(reply, start, end):
        if anchor.subject.startswith("offer.") and not held_against(reply.text[start : anchor.at]):
            return anchor.subject
    for ref in reply.stated_in(start, end):
        if letters_of(ref.fact.subject):
            return f"offer.{letters_of(ref.fact.subject)[0]}"
    return None


def loan_before(reply: Reading, before: int) -> str | None:
    """The loan that the reply last spoke of before a place."""
    for ref in reversed(reply.stated_in(0, before)):
        if ref.fact.subject.startswith("offer."):
            return ref.fact.subject
    return None


def blanked(text: str, lexicon: str) -> str:
    """Blank the phrases of a lexicon out of a text, keeping places and references."""
    return (
        phrases().words[lexicon].sub(lambda m: "".join(c if c == SIGN else " " for c in m[0]), text)
    )


_SUPPOSED = re.compile(r"\W*(?:and |or |but )?(?:if|should|when|whenever|in case|suppose|say) ")
"""'If you want the lowest payment, that's A': said of what follows."""


def loan_ordered(reply: Reading, clause: tuple[int, int], sentence: Sentence) -> str | None:
    """Name the loan that a superlative of a clause is said of."""
    if _SUPPOSED.match(reply.text, *clause):
        return loan_spoken_of(reply, clause[0], sentence.end)
    return (
        loan_spoken_of(reply, *clause)
        or _named_right_behind(reply, clause)
        or _named_right_before(reply, clause[0])
        or _last_spoken_of(reply, sentence.start, clause[0])
        or loan_spoken_of(reply, sentence.start, sentence.end)
        or loan_before(reply, sentence.start)
    )


_GOES_TO = re.compile(r"\b(?:belongs to|goes to|comes with|is with|lies with|is found in|is|'s) $")


def others_ordered(
    reply: Reading, clause: tuple[int, int], sentence: Sentence, subject: str
) -> list[str]:
    """List the other loans that a superlative may be said of, where its clause names none.

    'The smallest payment, if you look at A, B and C, belongs to C': true of one of them is enough.
    """
    if loan_spoken_of(reply, *clause) or _named_right_before(reply, clause[0]):
        return []
    return [
        a.subject for a in anchors_in(reply, clause[1], sentence.end)
        if a.role is None and a.subject != subject and _GOES_TO.search(reply.text[clause[1] : a.at])
    ]  # fmt: skip


_APPOSED = re.compile(r"\b(?:option |offer )?([a-h]),? ?$")


def _named_right_before(reply: Reading, start: int) -> str | None:
    """'More than B, the lowest of these': what stands behind a letter is said of it."""
    found = _APPOSED.search(reply.text, max(0, start - 12), start)
    subject = f"offer.{found[1]}" if found else ""
    return subject if reply.facts.of(subject, "monthly_payment") else None


_BEGINS = re.compile(r"(?:^|[;:.\n]|\band) ?$")
_NAMED = re.compile(
    r"[,:] (?:it's |that's )?(?:option |offer )?([a-h])(?= ?[(,;.]| with| at| is| has)"
)
_SHORT = 5


def _named_right_behind(reply: Reading, clause: tuple[int, int]) -> str | None:
    """'Lowest total: B (§); lowest payment, C (§)': a title, and the loan that it is of."""
    start, end = clause
    found = _NAMED.match(reply.text, end)
    alone = _BEGINS.search(reply.text[max(0, start - 4) : start])
    if not found or not alone or len(reply.text[start:end].split()) > _SHORT:
        return None
    subject = f"offer.{found[1]}"
    return subject if reply.facts.of(subject, "monthly_payment") else None


def _last_spoken_of(reply: Reading, start: int, end: int) -> str | None:
    """'D has the least interest, C the lowest payment (§) and the most interest': said of C."""
    found = [
        (a.at, a.subject) for a in anchors_in(reply, start, end)
        if a.role is None and not held_against(reply.text[start : a.at])
    ]  # fmt: skip
    found += [
        (r.at, r.fact.subject) for r in reply.stated_in(start, end)
        if r.fact.subject.startswith("offer.") and not held_against(reply.text[start : r.at])
    ]  # fmt: skip
    return max(found)[1] if found else None
