"""Which line of a loan a figure is of: with automatic payment, with more each month, as asked."""

import re
from collections.abc import Iterator
from itertools import pairwise

from agent.replies.checks.anchors import ANCHORS, Anchor, anchors_in, loan_of
from agent.replies.checks.attached import held_against, names_behind
from agent.replies.checks.remarks import Remark
from agent.replies.checks.stretches import LOAN_ROLES
from agent.replies.reading import Reading, Sentence, Stated
from tools.facts import Fact

_WORDS = {
    "autodebit": re.compile(r"\bauto|\bdebit|\bdiscount|\bpay(?:ing)? (?:it )?automatic"),
    "extra": re.compile(
        r"\bextra|\bon top\b|\bmore (?:each|every|a) month|\boverpay|\badd(?:ed|itional|ing)?\b"
    ),
    "also": re.compile(
        r"\balso\b|\beven (?:short|long)er\b|\binstead\b|\bor over\b|\banother\b|"
        r"\bcould\b|\bas (?:short|long|quick|fast) as\b|\balternative"
    ),
}
_SAYS = {"autodebit": " with automatic payment", "extra": " with the extra payment"}
_WITH_IT = re.compile(
    r"\b(?:with|using|under|on|through|by|you (?:set up|use|choose|allow(?:ed)?|turn on)) "
    r"(?:the )?(?:optional )?(?:auto-?pay|auto-?debit|"
    r"automatic "
    r"payments?|automatic debit|direct debit)\b(?![^§]*(?:without|from|instead|than|against|"
    r"off))"
    r"[^§.;:()]*$"
)
_ASKED = re.compile(
    r"\bask(?:ed|s|ing)?\b|\brequest|\bwant|\bwish|\boriginal|\bfull\b|\bwhole\b|\bnamed\b|"
    r"\bstands?\b|"
    r"\bsaid\b|\bthat (?:loan|amount|term|time|house|home|price)\b|\bcould\b|\bwould have\b|"
    r"\bas you\b|"
    r"\bthis (?:loan|amount|payment|term|house|home|car)\b|\byou need\b|\byour (?:own |"
    r"first )?plan\b"
)
_NO_CLAIM = re.compile(
    r"\b(?:than|instead of|rather than|against|from|not|no|you asked|asked|original|limit|you said|"
    r"request|named|you wanted|where|because|since|whereas|while|but|compared|against)\b|[;:|]"
)
_SAID_BEHIND = re.compile(
    r"(?: (?:to borrow |a month |loan |term )?(?:that )?|,? (?:the (?:time|term|amount|sum|period|"
    r"loan|months) |as ))you (?:asked|said|named|wanted|requested|told|mentioned|put it)\b"
)


_SAID_BEFORE = re.compile(
    r"\b(?:(?:amount|time|term|sum|loan|months) you (?:asked for|named|wanted|requested),?|"
    r"you (?:said|asked for|named|requested|told me|mentioned)|"
    r"(?:not|for|on) the (?:full|whole|original)|as asked,?) $"
)
_ALL_OF_IT = re.compile(r"\bthe (?:full|whole|entire|original) $")
_REFUSED = re.compile(
    r"\b(?:can't|cannot|can not|couldn't|not able to|unable to|won't be able to) "
    r"(?:do|offer|lend|go to|say yes to|give you|stretch to|run|reach|cover) "
    r"(?:you |the full |the whole |all |quite )*$"
)
_NOT = re.compile(r"n't\b|\b(?:not|cannot|never)\b")
_LESS_BEFORE = re.compile(
    r"\b(?:a (?:somewhat |slightly |little )?smaller (?:loan|amount)(?: of|,)?|"
    r"(?:came|comes|coming|go|goes|going|brought|cut|lowered|reduced) down to|down to) $"
)


def lines(reply: Reading) -> Iterator[Remark]:
    """Remark on figures that stand for another line of their loan, or leave it open."""
    before = ""
    for sentence in reply.prose:
        said = before + reply.text[sentence.start : sentence.end]
        for ref in reply.stated_in(sentence.start, sentence.end):
            found = (
                _of_the_past(reply, ref)
                or _of_a_line(reply, sentence, ref, said)
                or _as_asked(reply, ref, said)
                or _against_its_letter(reply, sentence, ref)
            )
            if found:
                yield found
        before = reply.text[sentence.start : sentence.end]


_PAST = re.compile(
    r"\b(?:was|were|had|before|earlier|previous(?:ly)?|old|former(?:ly)?|used to|from|"
    r"instead of|rather "
    r"than|no longer|against|compared (?:with|to)|first|initial(?:ly)?|original(?:ly)?|than|"
    r"last time|"
    r"came to|saw|replac\w+|dropped|gone|not)\b"
)
_NEAR = 40


def _of_the_past(reply: Reading, ref: Stated) -> Remark | None:
    """A past figure that no word beside it calls so."""
    if ref.style != "was":
        return None
    front = re.split(r"[;:]", reply.text[max(0, ref.at - _NEAR) : ref.at])[-1]
    behind = re.split(r"[,;:.]", reply.text[ref.at + 1 : ref.at + _NEAR])[0]
    return None if _PAST.search(front) or _PAST.search(behind) else Remark(ref, says=" before")


def _of_a_line(reply: Reading, sentence: Sentence, ref: Stated, said: str) -> Remark | None:
    loan, _, line = ref.fact.subject.removeprefix("offer.").partition(".")
    base = f"offer.{loan}"
    if not ref.fact.subject.startswith("offer.") or ref.style == "was":
        return None
    if line == "also" and _stands_with_the_usual_term(reply, sentence, ref):
        return Remark(ref, wrong=f"{ref.id} is of another time than the one it stands with")
    if line in _WORDS and ref.fact.role != "autodebit_discount_pct":
        own = reply.text[sentence.start : sentence.end]
        lettered = any(a.role is None for a in anchors_in(reply, sentence.start, ref.at))
        if _WORDS[line].search(own if lettered else said) or _has_its_term(reply, sentence, ref):
            return None
        if reply.facts.of(base, ref.fact.role) is None:
            return None  # a saving: the loan has no such figure to be taken for it
        return Remark(ref, says=_SAYS.get(line, f" over [[{base}.also.term_months]]"))
    if not line and _leaves_the_extra_open(reply, sentence, ref, said):
        return Remark(ref, says=" without the extra payment")
    other = reply.facts.of(f"{base}.autodebit", ref.fact.role)
    if line or other is None or other.value == ref.fact.value:
        return None
    if _WITH_IT.search(reply.text[sentence.start : ref.at]):
        return Remark(ref, wrong=f"{ref.id} is without automatic payment")
    return None


_NO_EXTRA = re.compile(
    r"\bwithout\b|\bregular\b|\bscheduled\b|\bbase\b|\busual\b|\bon top of\b|\binstead of\b|"
    r"\bagainst\b|"
    r"\bfrom\b|\bno extra\b|\bby itself\b|\bnormal(?:ly)?\b|\bon paper\b|\bcontract"
)


def _leaves_the_extra_open(reply: Reading, sentence: Sentence, ref: Stated, said: str) -> bool:
    """Tell whether a figure could be taken for the one with more paid each month."""
    other = reply.facts.of(f"{loan_of(ref.fact.subject)}.extra", ref.fact.role)
    if other is None or other.value == ref.fact.value:
        return False
    return bool(_WORDS["extra"].search(said)) and not _NO_EXTRA.search(said)


def _stands_with_the_usual_term(reply: Reading, sentence: Sentence, ref: Stated) -> bool:
    """'B: 48 months, § a month' of the line that runs for another time."""
    if ref.fact.role == "term_months":
        letters = [a for a in anchors_in(reply, sentence.start, ref.at) if a.role is None]
        own = (
            loan_of(letters[-1].subject) == ref.fact.subject.removesuffix(".also")
            if letters
            else False
        )
        return own and not _WORDS["also"].search(reply.text, sentence.start, sentence.end)
    base = ref.fact.subject.removesuffix(".also")
    refs = reply.stated_in(sentence.start, sentence.end)
    if any(r.fact.subject == ref.fact.subject and r.fact.role == "term_months" for r in refs):
        return False
    return any(r.fact.subject == base and r.fact.role == "term_months" for r in refs)


def _has_its_term(reply: Reading, sentence: Sentence, ref: Stated) -> bool:
    refs = reply.stated_in(sentence.start, sentence.end)
    own = (r for r in refs if r.fact.subject == ref.fact.subject)
    return any(r.fact.role == "term_months" for r in own)


def _as_asked(reply: Reading, ref: Stated, said: str) -> Remark | None:
    """A figure of the request beside offers that do not have it: not theirs, but as asked for."""
    fact = ref.fact
    if fact.subject != "request" or fact.role not in LOAN_ROLES or not reply.facts.offers:
        return None
    offered = [reply.facts.of(offer, fact.role) for offer in reply.facts.offers]
    if any(o is not None and o.value == fact.value for o in offered) or _ASKED.search(said):
        return None
    return Remark(ref, says=" (as asked)")


def _against_its_letter(reply: Reading, sentence: Sentence, ref: Stated) -> Remark | None:
    """'B is paid off in §', of the time that another loan takes, or that was asked for."""
    fact = ref.fact
    role = _anchors(fact)
    if role is None or ref.style == "was" or fact.subject.endswith((".extra", ".also")):
        return None
    why = _taken_for_the_other(reply, sentence, ref, role)
    if why:
        return Remark(ref, wrong=f"{ref.id} {why}")
    named = [a for a in anchors_in(reply, sentence.start, sentence.end) if a.role is None]
    behind = names_behind(reply.text, ref, named)
    letter = behind[0] if behind else _letter_before(reply, sentence, ref, named)
    own = reply.facts.of(loan_of(letter.subject), role) if letter else None
    if letter is None or own is None or own.number == fact.number:
        return None
    if _stands_in_turn(reply, sentence, ref, role, named):
        return None
    return Remark(ref, wrong=f"{ref.id} is not of the offer named")


def _taken_for_the_other(reply: Reading, sentence: Sentence, ref: Stated, role: str) -> str:
    """'The § you asked for' of an offer's amount, 'a smaller loan, §' of the amount asked for."""
    asked = reply.facts.of("request", role)
    front = reply.text[max(sentence.start, ref.at - 48) : ref.at]
    if ref.fact.subject.startswith("offer.") and asked and asked.value != ref.fact.value:
        said = _SAID_BEFORE.search(front) or _SAID_BEHIND.match(reply.text, ref.at + 1)
        if ref.fact.number < asked.number and _ALL_OF_IT.search(front):
            return "is not what was asked for"
        said = said or _REFUSED.search(front)
        told = said is not None or _led_to_what_was_seen(reply, sentence, ref)
        return "is not what was asked for" if told else ""
    less = ref.fact.subject == "request" and _LESS_BEFORE.search(front) and not _NOT.search(front)
    return "was asked for, and is no smaller loan" if less else ""


_OF_THE_REQUEST = frozenset({"E-041", "E-042", "E-043", "E-065"})
_OVER = re.compile(r"(?:\b(?:over|with|at|for) (?:just |only |all )?)$")
_COMES_TO = re.compile(
    r"(?:[^§;:.]|, )*\b(?:debts?|housing|payments?|share|that's|it's|it|this|that|you'd)\b"
    r"(?:(?!\b(?:instead|rather|against|from|not|but|while|than|whereas|now|today|before|limit)\b)"
    r"[^§;:.])*"
)


def _led_to_what_was_seen(reply: Reading, sentence: Sentence, ref: Stated) -> bool:
    """'Over §, debts would take §': what a rule saw is of what was asked for, and of no offer."""
    if not _OVER.search(reply.text[max(sentence.start, ref.at - 12) : ref.at]):
        return False
    if any(a.role is None for a in anchors_in(reply, sentence.start, sentence.end)):
        return False
    behind = reply.stated_in(ref.at + 1, sentence.end)[:1]
    return any(
        seen.fact.role == "observed"
        and seen.fact.subject.removeprefix("rule.") in _OF_THE_REQUEST
        and _COMES_TO.fullmatch(reply.text[ref.at + 1 : seen.at]) is not None
        for seen in behind
    )


_TURN_TAKING = re.compile(r",? (?:and |or )?")


def _stands_in_turn(
    reply: Reading, sentence: Sentence, ref: Stated, role: str, named: list[Anchor]
) -> bool:
    """'§ with A, § with B or § with C, for §, § and §': as many, in the order of their loans."""
    refs = reply.stated_in(sentence.start, sentence.end)
    alike = [r for r in refs if _anchors(r.fact) == role]
    gaps = (reply.text[a.at + 1 : b.at] for a, b in pairwise(alike))
    if ref not in alike or not all(_TURN_TAKING.fullmatch(gap) for gap in gaps):
        return False
    order = dict.fromkeys(loan_of(a.subject) for a in named if a.at < alike[0].at)
    return len(alike) > 1 and list(order) == [loan_of(r.fact.subject) for r in alike]


def _letter_before(
    reply: Reading, sentence: Sentence, ref: Stated, named: list[Anchor]
) -> Anchor | None:
    """Return the letter that a figure is said of, where one is: 'B ends after §'."""
    begin, text = sentence.start, reply.text
    letters = [a for a in named if a.at < ref.at and not held_against(text[begin : a.at])]
    if not letters or held_against(text[begin : ref.at]):
        return None
    gap = text[letters[-1].at + 1 : ref.at]
    if ")" in gap.partition("(")[0]:  # 'takes longer (A, §), or keep the §'
        return None
    return (
        None if _NO_CLAIM.search(gap) or _ROW.search(text[begin : letters[-1].at]) else letters[-1]
    )


_ROW = re.compile(r"\b[a-h](?:,? and|,? or|,|/)\s?(?:option |offer )?$")
"""'A, B and C run §, § and §': a letter in a row of letters is not the figure's alone."""


def _anchors(fact: Fact) -> str | None:
    if fact.role in ("said", "assumed"):
        return ANCHORS.get(fact.field or "") if fact.subject == "request" else None
    return ANCHORS.get(fact.role) if fact.subject.startswith(("offer.", "request")) else None
