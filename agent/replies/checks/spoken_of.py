"""Which loan a stretch of a reply speaks of, and by which figure it orders."""

from agent.replies.checks.anchors import anchors_in
from agent.replies.checks.attached import held_against
from agent.replies.factbook import letters_of
from agent.replies.phrases import phrases
from agent.replies.reading import SIGN, Reading


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
