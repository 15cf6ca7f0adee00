"""Whose figure it is: what the customer said, what is on file, what we assume, what has passed."""

import re
from collections.abc import Iterator

from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import phrases
from agent.replies.reading import ITEM, SIGN, Reading, Sentence, Stated


def sources(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to figures of the customer, the file or an assumption that are not called so."""
    for index, sentence in enumerate(reply.sentences):
        lead = _lead_of(reply, sentence)
        for ref in reply.stated_in(sentence.start, sentence.end):
            said = lead + _around(reply, index, ref.fact.role)
            why = _objection(reply, ref, sentence, said)
            if why:
                yield reply.finding("sources", ref.at, ref.at + 1, why)


_POINTS_BACK = re.compile(r"\s*(?:that|this|these|those|both|all (?:of )?(?:that|this|these))\b")
_CARRIED = frozenset({"said", "on_file"})


def _around(reply: Reading, index: int, role: str) -> str:
    """Return what says whose figure it is: its sentence and the one before, and a run of such.

    'Your income is recorded as §. Your debts as §. Your score as §. That's all the bank holds.'
    """
    sentences = reply.sentences
    first = last = index
    if role in _CARRIED:
        while first and _states(reply, sentences[first - 1], role):
            first -= 1
        while last + 1 < len(sentences) and _states(reply, sentences[last + 1], role):
            last += 1
        behind = sentences[last + 1].start if last + 1 < len(sentences) else len(reply.text)
        if _POINTS_BACK.match(reply.text, behind):
            return reply.text[sentences[max(0, first - 1)].start : sentences[last + 1].end]
    return reply.text[sentences[max(0, first - 1)].start : sentences[index].end]


def _states(reply: Reading, sentence: Sentence, role: str) -> bool:
    return any(r.fact.role == role for r in reply.stated_in(sentence.start, sentence.end))


def _lead_of(reply: Reading, sentence: Sentence) -> str:
    """Return the line that leads to the list a sentence stands in: 'On file: …'; else nothing."""
    if not reply.is_item(sentence):
        return ""
    start = reply.text.rfind("\n", 0, sentence.start + 1) + 1
    lines = reply.text[:start].rstrip("\n").split("\n")
    for line in reversed(lines):
        if line.strip() and not ITEM.match(line):
            return line + " " if line.rstrip().endswith(":") else ""
    return ""


def _objection(reply: Reading, ref: Stated, sentence: Sentence, said: str) -> str | None:
    clause = _clause(reply, ref, sentence)
    if ref.fact.subject.startswith("hypothetical"):
        return _of_a_named_rate(reply.text[: sentence.end], clause)
    if ref.fact.role == "said":
        return _of_the_customer(clause, said, sentence.question or _is_their_wish(ref, said))
    if ref.fact.role == "on_file":
        return _of_the_file(clause, said)
    assumed = phrases().words["assumed_markers"]
    if ref.fact.role == "assumed" and not assumed.search(said):
        return "an assumption may stand only where the sentence says so"
    return None


_WISHES = frozenset({"principal", "term_months", "vehicle_price", "down_payment"})
"""Nobody but the customer can have named these; told as given up, they need no more words."""
_YOURS = re.compile(r"\b(?:you|your|yours|you'd|you've|you'll|you're|asked|request|original)\b")


def _is_their_wish(ref: Stated, said: str) -> bool:
    """The amount and the time of their own request need no more than a 'you' or a 'your'."""
    if ref.fact.subject != "request":
        return False
    given_up = ref.style == "was" and ref.fact.field in _WISHES
    return given_up or _YOURS.search(said) is not None


def _of_a_named_rate(so_far: str, clause: str) -> str | None:
    words = phrases().words
    if words["our_own"].search(clause) or not words["hypothetical_markers"].search(so_far):
        return "a rate the customer named: say that it is theirs"
    return None


def _of_the_customer(clause: str, said: str, question: bool) -> str | None:
    words = phrases().words
    if words["own_records"].search(clause):
        return "the customer said this; it is not on file and not verified"
    if not question and not words["said_markers"].search(said):
        return "what the customer said may stand only where the sentence says so"
    return None


def _of_the_file(clause: str, said: str) -> str | None:
    words = phrases().words
    on_file = words["on_file_markers"]
    if words["told_claims"].search(clause) and not on_file.search(clause):
        return "this is on file; the customer did not say it"
    if not on_file.search(said):
        return "what is on file may stand only where the sentence says so"
    return None


def _clause(reply: Reading, ref: Stated, sentence: Sentence) -> str:
    for start, end in reply.clauses(sentence):
        if start <= ref.at < end:
            return reply.text[start:end]
    return SIGN


def stale(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a superseded figure that is not shown as history."""
    past = phrases().words["past_markers"]
    for sentence in reply.sentences:
        said = reply.text[sentence.start : sentence.end]
        for ref in reply.stated_in(sentence.start, sentence.end):
            historic = facts.is_historic(ref.fact)
            if historic and ref.style != "was":
                why = "superseded: use the style 'was', or the present figure"
            elif ref.style == "was" and not past.search(said):
                why = "a past figure in a sentence about the present"
            else:
                continue
            yield reply.finding("stale", ref.at, ref.at + 1, why)
