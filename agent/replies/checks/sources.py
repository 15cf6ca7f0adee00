"""Whose figure it is: what the customer said, what is on file, what we assume, what has passed."""

from collections.abc import Iterator

from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import phrases
from agent.replies.reading import SIGN, Reading, Ref, Sentence


def sources(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to figures of the customer, the file or an assumption that are not called so."""
    for sentence in reply.sentences:
        said = reply.text[sentence.start : sentence.end]
        for ref in reply.refs_in(sentence.start, sentence.end):
            why = _objection(reply, ref, sentence, said)
            if why:
                yield reply.finding("sources", ref.at, ref.at + 1, why)


def _objection(reply: Reading, ref: Ref, sentence: Sentence, said: str) -> str | None:
    if ref.fact is None:
        return None
    words = phrases().words
    role = ref.fact.role
    clause = _clause(reply, ref, sentence)
    if ref.fact.subject.startswith("hypothetical"):
        if words["our_own"].search(clause) or not words["hypothetical_markers"].search(
            reply.text[: sentence.end]
        ):
            return "a rate the customer named: say that it is theirs"
    elif role == "said":
        if words["own_records"].search(clause):
            return "the customer said this; it is not on file and not verified"
        if not sentence.question and not words["said_markers"].search(said):
            return "what the customer said may stand only where the sentence says so"
    elif role == "on_file":
        if words["told_claims"].search(clause) and not words["on_file_markers"].search(clause):
            return "this is on file; the customer did not say it"
        if not words["on_file_markers"].search(said):
            return "what is on file may stand only where the sentence says so"
    elif role == "assumed" and not words["assumed_markers"].search(said):
        return "an assumption may stand only where the sentence says so"
    return None


def _clause(reply: Reading, ref: Ref, sentence: Sentence) -> str:
    for start, end in reply.clauses(sentence):
        if start <= ref.at < end:
            return reply.text[start:end]
    return SIGN


def stale(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a superseded figure that is not shown as history."""
    past = phrases().words["past_markers"]
    for sentence in reply.sentences:
        said = reply.text[sentence.start : sentence.end]
        for ref in reply.refs_in(sentence.start, sentence.end):
            if ref.fact is None or ref.style == "cite":
                continue
            historic = facts.is_historic(ref.fact)
            if historic and ref.style != "was":
                why = "superseded: use the style 'was', or the present figure"
            elif ref.style == "was" and not past.search(said):
                why = "a past figure in a sentence about the present"
            else:
                continue
            yield reply.finding("stale", ref.at, ref.at + 1, why)
