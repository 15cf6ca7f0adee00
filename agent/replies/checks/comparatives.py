"""'Less', 'more', 'saves' … agree with a difference, or with the figures of the offers."""

import re
from collections.abc import Iterator
from decimal import Decimal

from agent.replies.checks.anchors import Anchor, anchors_in, loan_of
from agent.replies.checks.directions import (
    difference_beside,
    is_a_saving,
    is_borne_out,
    is_directed,
    measures_otherwise,
    speaks_of_another,
    way_between,
    way_of,
)
from agent.replies.checks.spoken_of import blanked, loan_before, loan_spoken_of, metric_of
from agent.replies.checks.values import against_values, is_held_against, is_held_to_a_loan, mentions
from agent.replies.factbook import FactBook, letters_of
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import phrases
from agent.replies.reading import SIGN, Reading, Sentence, Stated
from agent.replies.renderer import SAVED_ROLES

_OUTSIDE = re.compile(
    r"\bthan\b(?! (?:either of |both of |any of |all )?(?:the|these|those|my|our) others?\b"
    r"(?! (?:banks?|lenders?)))"
    r".*\b(?:others?|another|any|anyone|anybody|elsewhere|competitors?|market|average|"
    r"banks?'?|lenders?'?|(?:one|loan|mortgage) you have|your current (?:loan|mortgage|bank))"
)
_NO_OUTSIDE = "no fact compares this with anything outside"
_SPECIFIC = re.compile(
    r"\b(?:you(?:'d| would|'ll| will)? (?:pay|save|be paying|owe)|saves? you|your (?:monthly )?"
    r"(?:payment|rate|interest|total|apr|cost)|this (?:loan|offer|one|option)|"
    r"that (?:loan|offer|one|option)|we(?:'re| are)|our (?:rates?|loans?|offers?|fees?))\b"
)
_WAYS = ("less", "more", "better")
"""A sentence with none of these compares nothing."""
_WORDS_APART = 4
_DENIED = re.compile(r"(?:\b(?:not|never|cannot)|n't)\b(?! (?:only|just|merely))")
"""'A shorter term does not cut the payment': what is denied is not said."""


def _is_about_cost(inner: str, match: re.Match[str]) -> bool:
    """Tell whether a word of direction stands beside a cost or a figure."""
    before = " ".join(inner[: match.start()].split()[-_WORDS_APART:])
    after = " ".join(inner[match.end() :].split()[:_WORDS_APART])
    near = f"{before} {match[0]} {after}"
    return SIGN in near or phrases().words["cost_words"].search(near) is not None


def comparatives(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to 'less', 'more', 'saves' … that no difference or ordering supports."""
    words = phrases().words
    for sentence in reply.sentences:
        text = reply.text[sentence.start : sentence.end]
        for fixed in phrases().fixed:
            text = text.replace(fixed, " " * len(fixed))
            if any(text.strip() == s.strip() for s in re.split(r"(?<=[.])\s", fixed)):
                text = " " * len(text)
        false = words["generic_falsehood"].search(text)
        if false and not _DENIED.search(false[0]):
            at, to = sentence.start + false.start(), sentence.start + false.end()
            yield reply.finding("comparatives", at, to, "untrue of loans in general")
        if not any(words[way].search(text) for way in _WAYS):
            continue
        text = blanked(blanked(text, "generic_truth"), "not_comparative")
        for start, end in reply.clauses(sentence):
            inner = text[start - sentence.start : end - sentence.start]
            better = words["better"].search(inner)
            if better and _OUTSIDE.search(inner) and not reply.is_cited(sentence):
                at = start + better.start()
                yield reply.finding("comparatives", at, start + better.end(), _NO_OUTSIDE)
            for match, sign in _directed(reply, inner, start):
                why = _false_comparative(reply, sentence, (start, end), match, sign, facts)
                if why:
                    yield reply.finding(
                        "comparatives", start + match.start(), start + match.end(), why
                    )


def _directed(reply: Reading, inner: str, start: int) -> Iterator[tuple[re.Match[str], int]]:
    """Find the words of direction in a clause that begins at `start`, each with its sign."""
    words = phrases().words
    for way, sign in (("less", -1), ("more", 1)):
        for match in words[way].finditer(inner):
            if not _is_of_what_was_told(reply, start + match.start(), start + match.end()):
                yield match, sign


def _false_comparative(
    reply: Reading,
    sentence: Sentence,
    clause: tuple[int, int],
    match: re.Match[str],
    sign: int,
    facts: FactBook,
) -> str | None:
    start, end = clause
    at = start + match.start()
    ref = difference_beside(reply, start, end, at, start + match.end())
    if ref is not None and speaks_of_another(reply, ref, match, at):
        if not mentions(reply, sentence.start, sentence.end):
            return None  # of which of the two loans it is said, nothing says
    elif ref is not None and not measures_otherwise(reply, ref, match, at):
        return _against_difference(reply, sentence, ref, sign)
    if is_a_saving(reply, sentence, match, (at, start + match.end()), sign):
        return None
    moved = way_between(reply, sentence, at)
    if moved is not None:
        return None if moved == sign else "the two figures go the other way"
    if is_borne_out(reply, sentence, (at, start + match.end()), sign) or _heads(
        reply, sentence, at, sign
    ):
        return None
    inner = match.string
    if _OUTSIDE.search(inner):
        return None if reply.is_cited(sentence) else _NO_OUTSIDE
    named = loan_spoken_of(reply, sentence.start, sentence.end)
    if named is None:
        return _unnamed(reply, sentence, clause, match, sign, facts)
    if not _is_about_cost(inner, match) or not _is_of_a_loan(reply, sentence, clause, match):
        return None
    return against_values(reply, sentence, clause, match, sign, facts)


_POINTS = re.compile(r"\b(?:it|its|it's|it'd|this|that|these|those|which|you|your|we|our|ours)\b")


def _is_of_a_loan(
    reply: Reading, sentence: Sentence, clause: tuple[int, int], match: re.Match[str]
) -> bool:
    """Tell whether a comparison is said of some loan: its clause names one, or points to one.

    'The payment gets lower the longer you take, from § to §' speaks of loans in general.
    """
    start, end = clause
    inner, at = match.string, match.start()
    if any(a.role is None for a in anchors_in(reply, start, end)) or _POINTS.search(inner[:at]):
        return True
    if any(place < start + at for place, _ in mentions(reply, start, end)):
        return True
    return not inner[:at].strip(" .:;-") or is_held_to_a_loan(reply, start + match.end(), sentence)


_GIVEN = frozenset({"said", "on_file", "assumed"})
_OF_MONEY_ELSEWHERE = re.compile(
    r" (?:go(?:es|ing)|leav(?:es|ing)|owed|borrowed|debts?|income|down\b(?! by)|"
    r"to (?:borrow|repay|live on|spend|pay out)|"
    r"(?:in|of|on|for|to|towards?) (?:(?:your|the|other|those|monthly|existing) )*"
    r"(?:debts?|income|rent|cards?|obligations|payments on|other payments|bills|savings))"
)


def _is_of_what_was_told(reply: Reading, at: int, stop: int) -> bool:
    """'With § less going to cards, as you told me': more or less of what somebody gave."""
    refs = reply.stated_in(max(0, at - 3), at)
    given = bool(refs) and refs[-1].fact.role in _GIVEN and reply.text[refs[-1].at + 1 : at] == " "
    return given and _OF_MONEY_ELSEWHERE.match(reply.text, stop) is not None


def _heads(reply: Reading, sentence: Sentence, at: int, sign: int) -> bool:
    """'Sooner and cheaper: § sooner, § saved': the figures behind the colon bear it out."""
    colon = reply.text.find(":", at, sentence.end)
    if colon < 0 or reply.stated_in(at, colon):
        return False
    borne = [r for r in reply.stated_in(colon, sentence.end) if is_directed(r)]
    return any(_against_difference(reply, sentence, r, sign) is None for r in borne)


def _unnamed(
    reply: Reading,
    sentence: Sentence,
    clause: tuple[int, int],
    match: re.Match[str],
    sign: int,
    facts: FactBook,
) -> str | None:
    """A comparison in a sentence that names no loan: general, or about the loan just spoken of."""
    said = reply.text[sentence.start : sentence.end]
    general = _GENERAL.search(said) or _GENERAL_BEHIND.search(said)
    if general and not reply.stated_in(sentence.start, sentence.end):
        return _of_any_loan(general[1], match, sign)
    if sentence.question or reply.is_cited(sentence) or not _SPECIFIC.search(said):
        return None
    words = phrases().words
    if not _is_about_cost(match.string, match):
        return None
    if loan_before(reply, sentence.start) is None and not words["bold_comparison"].search(said):
        return None
    return against_values(reply, sentence, clause, match, sign, facts)


_GENERAL = re.compile(
    r"^\W*(?:a|any|the) (longer|shorter) (?:term|loan|time|period|repayment|one)\b(?! (?:here|of))"
)


_GENERAL_BEHIND = re.compile(
    r"\b(?:for|by (?:taking|choosing|picking)) (?:a|any) (longer|shorter) "
    r"(?:term|loan|time|period|repayment|one)\b(?! (?:here|of))"
)


def _of_any_loan(length: str, match: re.Match[str], sign: int) -> str | None:
    """'A longer term makes the payment smaller and the interest more': true of every loan."""
    text = match.string
    metric = metric_of(text[match.end() : match.end() + 20]) or metric_of(text)
    expected = {"monthly_payment": -1, "total_interest": 1}.get(metric or "")
    if expected is None or match[0] == length:
        return None
    right = expected if length == "longer" else -expected
    return None if sign == right else "untrue of loans in general"


def _against_difference(reply: Reading, sentence: Sentence, ref: Stated, sign: int) -> str | None:
    fact = ref.fact
    if fact.role in ("change", "change_months"):
        value = Decimal(way_of(fact, reply.facts) or sign)
    elif fact.role in SAVED_ROLES:
        value = -fact.number
    else:
        value = -fact.number if _seen_from_base(reply, sentence, ref) else fact.number
    if value * sign < 0:
        return f"{ref.id} is {fact.value}: the words say the opposite"
    return None


def _seen_from_base(reply: Reading, sentence: Sentence, ref: Stated) -> bool:
    """Tell whether the sentence speaks of the offer that the difference is taken from."""
    letters = letters_of(ref.fact.subject)
    if len(letters) != 2:
        return False
    named: list[Anchor] = [
        a for a in anchors_in(reply, sentence.start, ref.at) if a.subject.startswith("offer.")
    ]
    if not named:
        return False
    spoken_of = [a for a in named if not is_held_against(reply, sentence, a)]
    if not spoken_of:  # 'it is lower than A by §': the other one is spoken of
        return loan_of(named[-1].subject) == f"offer.{letters[0]}"
    subjects = {loan_of(a.subject) for a in spoken_of}
    return subjects == {f"offer.{letters[1]}"}
