"""Whose figure it is: what the customer said, what is on file, what we assume, what has passed."""

import re
from collections.abc import Iterator

from agent.replies.checks.remarks import Remark
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.naming import lead_of
from agent.replies.phrases import phrases
from agent.replies.reading import SIGN, Reading, Sentence, Stated

NOT_SAID = "what the customer said may stand only where the sentence says so"
FILED_NOT_SAID = "the customer said this; it is not on file and not verified"
SAID_NOT_FILED = "this is on file; the customer did not say it"
NOT_FILED = "what is on file may stand only where the sentence says so"
NOT_ASSUMED = "an assumption may stand only where the sentence says so"
NOT_OURS = "a rate the customer named: say that it is theirs"
NOT_NAMED = "a rate the customer named, and nothing says so"


def sources(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to figures of the customer, the file or an assumption that are not called so."""
    for remark in unsourced(reply):
        yield reply.finding("sources", remark.ref.at, remark.ref.at + 1, remark.wrong)


_SAYS = {
    NOT_SAID: " (as you said)",
    NOT_FILED: " (on file)",
    NOT_ASSUMED: " (assumed)",
}


def unsourced(reply: Reading) -> tuple[Remark, ...]:
    """Return the figures not called whose they are, and what would say so, if that is all."""
    if "unsourced" not in reply.known:
        reply.known["unsourced"] = tuple(_unsourced(reply))
    found: tuple[Remark, ...] = reply.known["unsourced"]
    return found


def _unsourced(reply: Reading) -> Iterator[Remark]:
    named = False
    for index, sentence in enumerate(reply.sentences):
        lead = lead_of(reply, sentence)
        for ref in reply.stated_in(sentence.start, sentence.end):
            row = reply.is_row(sentence)  # a table's columns are explained before or behind it
            said = reply.text if row else lead + _around(reply, index, ref.fact.role)
            why = _objection(reply, ref, sentence, said)
            if why == NOT_NAMED and named:
                continue
            named = named or _is_the_rate(ref, why)
            if why:
                says = _THE_RATE if _is_the_rate(ref, why) else _SAYS.get(why, "")
                yield Remark(ref, wrong=why, says="" if row else says)


_THE_RATE = " (the rate you named)"


def _is_the_rate(ref: Stated, why: str | None) -> bool:
    """'At § the total is §': the rate itself can say that it is theirs; then so does the rest."""
    return why == NOT_NAMED and ref.fact.role == "note_rate_pct"


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


def _objection(reply: Reading, ref: Stated, sentence: Sentence, said: str) -> str | None:
    clause = _clause(reply, ref, sentence)
    swapped = _taken_for_another(reply, ref)
    if swapped:
        return swapped
    if ref.fact.subject.startswith("hypothetical") and ref.fact.role not in _AS_ASKED:
        behind = reply.text[sentence.end : sentence.end + _NEXT_WORDS]
        so_far = reply.text[: sentence.end] + " ".join(_THEIRS.findall(behind))
        return _of_a_named_rate(so_far, clause)
    if ref.fact.role == "said":
        return _of_the_customer(clause, said, sentence.question or _is_their_wish(ref, said))
    if ref.fact.role == "on_file":
        own = reply.text[sentence.start : sentence.end] if ref.style == "was" else said
        return _of_the_file(clause, said, own)
    assumed = phrases().words["assumed_markers"]
    if ref.fact.role == "assumed" and not assumed.search(said):
        return NOT_ASSUMED
    return None


_FILE_BEFORE = re.compile(
    r"\b(?:on file|the file says|records? (?:say|show|have)|profile (?:says|shows|has))"
    r"(?: (?:still|there|here))?,? (?:(?:is|are|at|of|have) (?:the )?)*$"
)
_FILE_BEHIND = re.compile(
    r"(?: a year| a month| of (?:monthly )?(?:debts|income))?(?: (?:is|are|as|we have|that is|"
    r"what's))?"
    r"(?: still| now)? on file\b"
)
_SAID_BEFORE = re.compile(
    r"\byou(?:'ve| have)?(?: now| just| also)? (?:said|say|told(?: me)?|named|gave|mentioned|"
    r"stated|wrote)"
    r"(?: me| just now| now)? (?:is |the )?$"
)
_SAID_BEHIND = re.compile(
    r"(?: a year| a month| of (?:monthly )?(?:debts|income))?,?(?: that)?(?: as)? you(?:'ve| have)?"
    r"(?: now| just)? (?:said|told|named|gave|mentioned|stated)\b"
)
_REACH = 36


def _taken_for_another(reply: Reading, ref: Stated) -> str | None:
    """'§ on file' of what the customer said, 'you said §' of what is on file."""
    front, at = reply.text[max(0, ref.at - _REACH) : ref.at], ref.at + 1
    filed = _FILE_BEFORE.search(front) or _FILE_BEHIND.match(reply.text, at)
    told = _SAID_BEFORE.search(front) or _SAID_BEHIND.match(reply.text, at)
    if ref.fact.role == "said" and filed and not told:
        return FILED_NOT_SAID
    if ref.fact.role == "on_file" and told and not filed:
        return SAID_NOT_FILED
    return None


_AS_ASKED = frozenset({"principal", "term_months"})
"""Of a loan at a named rate, these are what the customer wants here as well."""
_NEXT_WORDS = 90
_THEIRS = re.compile(r"\b(?:theirs|their|credit union|quoted|other (?:bank|lender))\b")
"""'§ there, § here. I'd take theirs': what follows right away may say whose rate it is."""
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
    if words["our_own"].search(clause):
        return NOT_OURS
    return None if words["hypothetical_markers"].search(so_far) else NOT_NAMED


def _of_the_customer(clause: str, said: str, question: bool) -> str | None:
    words = phrases().words
    if words["own_records"].search(clause):
        return FILED_NOT_SAID
    if not question and not words["said_markers"].search(said):
        return FILED_NOT_SAID if words["on_file_markers"].search(clause) else NOT_SAID
    return None


def _of_the_file(clause: str, said: str, own: str) -> str | None:
    words = phrases().words
    on_file = words["on_file_markers"]
    if words["told_claims"].search(clause) and not on_file.search(clause):
        return SAID_NOT_FILED
    if on_file.search(said):
        return None
    return SAID_NOT_FILED if words["told_claims"].search(own) else NOT_FILED


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
