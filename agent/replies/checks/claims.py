"""Claims about where things stand, banned phrases, policy: patterns, and what makes them true."""

import re
from collections.abc import Iterator

from agent.replies.checks.supported import supported
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import Phrase, phrases
from agent.replies.reading import Reading, Sentence
from tools.lending.records import Outcome

_PERSONAL = re.compile(r"\b(?:you|your|yours|i|my|this|congratulations)\b")
_SUPPOSED = re.compile(r"\b(?:if|whether|unless|in case)\b[^,;:.]*$")
_UNSURE = re.compile(
    r"\b(?:can't|cannot|can not|couldn't|don't|won't|nobody can|no one can|not able to|unable to)"
    r"(?: \w+)? (?:say|tell|know|see|promise|guarantee|predict|guess|judge)(?: you)?(?: yet| now)?"
    r" (?:whether|if|that|how|when)\b[^,;:.!?]*$"
)
"""What the advisor says it does not know is no claim: 'I can't see whether it will be approved'."""
_IF_DONE = re.compile(
    r"\W*(?:just |simply |only )?(?:bring|lower|reduce|cut|pay|put|borrow|take|choose|pick|clear|"
    r"raise|stretch|add|ask for|go|keep|save|find)\b[^.:;]*\b(?:and|then)"
    r"(?: (?:the|your|this)(?: \w+)?)?\s$"
)
"""'Bring the debts down to § and the loan fits': it does if that is done."""
_TURN = re.compile(r"\b(?:but|yet|however|still)\b|[:;]")
"""After these a sentence speaks anew: 'I know you weren't sure, but …'."""
_ECHO = 2
"""So few words only take up what was asked: 'Guaranteed? No.'."""
_NOT_MET = frozenset({Outcome.NOT_ON_THESE_TERMS, Outcome.FITS_WITH_CHANGES, Outcome.NEEDS_REVIEW})
_NOT_WITHIN = re.compile(
    r"(?:n't|\bnot|\bnever)(?: \w+)? (?:meet|fit|pass|satisfy|match|(?:with)?in(?:side)?|under) "
    r"(?:all (?:of )?|quite )?$"
)
"""'It doesn't meet our rules': what the evaluation found, and no policy."""
_OF_OTHERS = re.compile(
    r"\b(?:(?:some|many|most|other|several) (?:hospitals|clinics|schools|colleges|lenders|banks|"
    r"dealers|sellers|providers|insurers|employers|stores|credit unions)|"
    r"(?:the|your|their|a) (?:hospital|clinic|school|college|university|dealer|dealership|seller|"
    r"manufacturer|insurer|employer))\b"
    r"[^,;:.]*$"
)
"""'Some hospitals have interest-free plans': what others do is none of the bank's policies."""
_CATALOGUE_ROLES = frozenset(
    {"passage_figure", "observed", "limit", "min_principal", "max_principal", "min_term_months",
     "max_term_months", "min_note_rate_pct", "max_note_rate_pct", "fee", "total_fees"}
)  # fmt: skip


def status(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a status, an outcome or an act that nothing on record supports."""
    doubtful = [phrase for phrase in phrases().statuses if not _holds(phrase, context)]
    for sentence in _suspect(reply, "statuses"):
        found = [f for p in doubtful for f in _matches("status", p, reply, sentence)]
        if found and not _explains(reply, sentence):
            yield from found


def banned(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to phrases that a reply never uses."""
    for sentence in _suspect(reply, "banned"):
        for phrase in phrases().banned:
            if phrase.acts & context.acts:
                continue  # who is told by a caller to borrow is told not to
            yield from _matches("phrases", phrase, reply, sentence)


def _suspect(reply: Reading, rows: str) -> Iterator[Sentence]:
    """Yield the sentences that some row of a list finds something in: most have nothing."""
    anything = phrases().any_of[rows]
    for sentence in reply.sentences:
        if anything.search(reply.text, sentence.start, sentence.end):
            yield sentence


def _explains(reply: Reading, sentence: Sentence) -> bool:
    """Tell whether a cited sentence explains the policy without speaking of anyone's request."""
    said = reply.text[sentence.start : sentence.end]
    return reply.is_cited(sentence) and not _PERSONAL.search(said)


def _holds(phrase: Phrase, context: GateContext) -> bool:
    return (
        (context.status is not None and context.status.value in phrase.statuses)
        or (context.outcome is not None and context.outcome.value in phrase.outcomes)
        or bool(phrase.acts & context.acts)
    )


def _matches(
    check: str, phrase: Phrase, reply: Reading, sentence: Sentence
) -> Iterator[GateFinding]:
    if sentence.question and len(reply.text[sentence.start : sentence.end].split()) <= _ECHO:
        return
    for match in phrase.pattern.finditer(reply.text, sentence.start, sentence.end):
        if _UNSURE.search(reply.text, sentence.start, match.start()):
            continue
        if (
            phrase.outcomes
            and phrase.guarded == "inside"
            and _IF_DONE.match(reply.text[sentence.start : match.start()])
        ):
            continue
        if phrase.guarded == "sentence" and _is_conditional(reply, sentence, match.start()):
            continue
        inside = match.end() if phrase.guarded == "inside" else match.start()
        if phrase.guarded == "no" or not is_guarded(reply, sentence, match.start(), inside):
            yield reply.finding(check, match.start(), match.end(), phrase.why)
            return


def _is_conditional(reply: Reading, sentence: Sentence, at: int) -> bool:
    turns = [m.end() for m in _TURN.finditer(reply.text, sentence.start, at)]
    return phrases().guards.search(reply.text, max(turns, default=sentence.start), at) is not None


def is_guarded(reply: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a negation, a condition or a question in the same clause takes a claim away."""
    guards = phrases().guards
    for begin, stop in reply.clauses(sentence):
        if begin <= start < stop:
            if not reply.text[begin:start].strip() and reply.text.endswith(" or ", 0, begin):
                begin = sentence.start  # 'nothing is decided or approved': one negation for both
            if guards.search(reply.text, begin, end):
                return True
            return _TAKEN_BACK.match(reply.text[end:stop]) is not None
    return False


_TAKEN_BACK = re.compile(
    r"[\s\"']*(?:only|until|if|once|unless|before|would|could|might|depends|"
    r"(?:that |which )?(?:i|we|nobody|no one|neither)(?: here)? "
    r"(?:can't|cannot|can not|won't|couldn't)|"
    r"(?:do|does|is|are|was|were)(?:n't| not)\b)(?:\s|$)"
)
"""Behind a claim: 'a guarantee I can't give', '"approved" would be saying too much'."""


def policy(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to what cites no passage of this conversation, or says what its passage does not."""
    yield from supported(reply, facts, context)
    known = phrases()
    for sentence in _suspect(reply, "policy"):
        if _is_sourced(reply, sentence):
            continue
        truths = [
            m.span() for m in known.house_truths.finditer(reply.text, sentence.start, sentence.end)
        ]
        for phrase in known.policy:
            found = phrase.pattern.search(reply.text, sentence.start, sentence.end)
            true = found and any(a <= found.start() < b for a, b in truths)
            if found and found[0].endswith(("fee", "fees")) and _charges_nothing(facts):
                continue
            if found and _OF_OTHERS.search(reply.text, sentence.start, found.start()):
                continue
            if found and _ALLOWED.match(reply.text, found.start()) and _weighs(reply, sentence):
                continue
            if (
                found
                and context.outcome in _NOT_MET
                and _NOT_WITHIN.search(reply.text, sentence.start, found.start())
            ):
                continue
            if found and not true and not _is_asked(reply, sentence, found.start()):
                yield reply.finding("policy", *found.span(), phrase.why)


_ALLOWED = re.compile(
    r"(?:our|the bank's) (?:\w+ )?rules? (?:would )?(?:allow|permit|accept)s?\b(?=[.,;])"
)
_SHARES = frozenset({"dti_pre_pct", "dti_post_pct", "front_end_pct", "pti_pct", "ltv_pct"})


def _weighs(reply: Reading, sentence: Sentence) -> bool:
    """'Debts would be § of your income, which our rules allow': what was computed, no policy."""
    stated = reply.stated_in(sentence.start, sentence.end)
    return any(ref.fact.role in _SHARES for ref in stated)


def _charges_nothing(facts: FactBook) -> bool:
    """Tell whether every offer that stands comes without a fee: then it may be said."""
    fees = [f for s in facts.offers if (f := facts.of(s, "total_fees")) is not None]
    return bool(fees) and len(fees) == len(facts.offers) and not any(f.number for f in fees)


def _is_asked(reply: Reading, sentence: Sentence, at: int) -> bool:
    """Tell whether a policy is asked about or supposed, not stated."""
    return sentence.question or _SUPPOSED.search(reply.text, sentence.start, at) is not None


def _is_sourced(reply: Reading, sentence: Sentence) -> bool:
    """A citation inside the sentence or right behind it, or a figure of a rule or a passage."""
    if reply.is_cited(sentence, within=6 if reply.is_item(sentence) else 3):
        return True
    stated = reply.stated_in(sentence.start, sentence.end)
    return any(ref.fact.role in _CATALOGUE_ROLES for ref in stated)
