"""Whether a swapped reference is false as a customer reads it, by small lexicons of its own.

Nothing of the gate is used here, and nothing of the labels: only the rendered text. A figure is
read by the words right behind it, up to the next figure, and by those before it, back to the figure
before or to where its sentence begins. It is true if these name what it is, and nothing that the
honest figure was.
"""

import re
from typing import Literal, NamedTuple

from agent.replies.factbook import FactBook
from agent.replies.rendered import Rendered
from tests.adversary.swaps import Swap
from tools.facts import Fact

Verdict = Literal["true", "false", "unsaid"]
_PART = re.compile(r"[,;:()\n]|\s-\s|\s[\u2013\u2014]\s|\b(?:and|but|while|against|instead of)\b")
_END = re.compile(r"[.!?](?=\s|$)|\n|\|")
_LETTER = re.compile(
    r"(?:\b(?:[Oo]ption|[Oo]ffer|[Cc]ard|[Ll]oan)\s([A-Ha-h])\b)|(?<![\w'&-])([A-H])(?![\w&-])"
)
_INTEREST = r"\binterest\b(?! rate)"
_MONTH = r"\b(?:a|per|each|every|the) month\b|\bmonthly\b|\binstall?ments?\b"
_PAYMENT = rf"(?<!last )(?<!first )\bpayments?\b(?! in total)|{_MONTH}"
_WHOLE = (
    r"\bin total\b(?! interest)|\btotal (?:of|cost|repaid|to repay)\b|\boverall\b|"
    r"\bin all\b|\baltogether\b|\b(?:re)?pay back\b|\brepay\b(?! over)"
)
_SAVED = r"\bsav(?:e|es|ed|ing|ings)\b|\bless\b|\blower\b|\bfall"
_DIFFERS = (
    r"\bmore\b|\bless\b|\bhigher\b|\blower\b|\bextra\b|\bdifference\b|\bsav|\brises?\b|"
    r"\bfalls?\b|\badds?\b|\bup\b|\bdown\b|\bthe same\b|\bsooner\b|\blater\b|\blonger\b|"
    r"\bshorter\b"
)
NAMES: dict[str, str] = {
    "monthly_payment": _PAYMENT, "payment_low": _PAYMENT, "payment_high": _PAYMENT,
    "pmi_monthly": r"\bpmi\b|\bmortgage insurance\b",
    "total_interest": _INTEREST,
    "total_of_payments": _WHOLE,
    "finance_charge": r"\bfinance charges?\b",
    "total_fees": r"(?<!finance )\b(?:fees?|charges?)\b", "fee": r"\bfees?\b|\bcharges?\b",
    "amount_financed": r"\breceive\b|\bpaid out\b|\bfinanced\b|\bin hand\b|\baccount\b",
    "principal": r"\bborrow\w*\b|\bamount\b|\bloan of\b|\bprincipal\b|\bloan\b",
    "last_payment": r"\b(?:last|final) payment\b",
    "down_payment": r"\bdown\b|\bdeposit\b",
    "cash_to_close": r"\bclos(?:e|ing)\b",
    "costs": r"\bclosing costs\b|\bcosts of\b",
    "residual_income": r"\bleft\b",
    "note_rate_pct": r"\brates?\b|\binterest\b|^,? \((?:offer [a-h], )?(?:an )?(?:apr )?$",
    "apr_pct": r"\baprs?\b|\bannual percentage rate\b", "apr_low_pct": r"\baprs?\b",
    "apr_high_pct": r"\baprs?\b",
    "dti_pre_pct": r"\bdebts?\b|\bincome\b|\bdti\b", "dti_post_pct": r"\bdebts?\b|\bincome\b|"
    r"\bdti\b",
    "pti_pct": r"\bpayment\b|\bincome\b",
    "front_end_pct": r"\bhous(?:e|ing)\b|\bhome\b",
    "ltv_pct": r"\bvalue\b|\bprice\b|\bltv\b",
    "autodebit_discount_pct": r"\bdiscount\b|\bpercentage points\b|\bauto",
    "term_months": r"\bover\b|\bfor\b|\bterm\b|\bruns?\b|\bends?\b|\bmonths\b",
    "months_saved": r"\bsooner\b|\bearlier\b|\bearly\b|\bsav|\boff\b|\bshorter\b",
    "break_even_months": r"\bback\b|\bbreak|\bpays? (?:for )?itself\b|\bearned\b",
    "pmi_months": r"\bpmi\b|\binsurance\b",
    "interest_saved": _SAVED, "saves_total": _SAVED, "saves_monthly": _SAVED,
    "monthly_saving": _SAVED, "lifetime_saving": _SAVED,
    "first_payment_date": r"\bfirst payment\b|\bstarts?\b",
    "valid_until": r"\bvalid\b|\buntil\b|\bgood\b|\bstands?\b|\bholds?\b",
    "remaining_old_payments": r"\bremain\w*\b|\bold\b",
    "extra_monthly": r"\bextra\b|\bon top\b", "lump": r"\bextra\b|\bonce\b|\blump\b",
    "min_principal": r"\bminimum\b|\bsmallest\b|\bleast\b|\bfrom\b",
    "max_principal": r"\bmaximum\b|\blargest\b|\bmost\b|\bup to\b|\bas far\b",
    "change": r"\bby\b|\bless\b|\bmore\b|\bsmaller\b|\blower\b|\bhigher\b|\blarger\b|\bchange\b",
    "change_months": r"\bby\b|\bless\b|\bmore\b|\bshorter\b|\blonger\b",
    "change_to": r"\bto\b|\bat\b|\bof\b|\bonly\b|\binstead\b|\bcap\w*\b",
    "change_to_months": r"\bto\b|\bover\b|\bat\b|\bof\b",
}  # fmt: skip
"""What names a figure of a role, in lower case."""
SOURCES = {
    "said": r"\byou (?:just |have |also )?(?:said|told|named|gave|mentioned|stated|wrote|want\w*|"
            r"asked|put|plan\w*|need|say|tell)\b|\byou've (?:said|told|named)\b|\byour (?:words|"
            r"wish)\b",
    "on_file": r"\bon file\b|\brecords?\b|\bprofile\b|\bthe file\b|\bwe (?:have|hold)\b|\bi hold\b",
    "assumed": r"\bassum\w*\b|\bestimat\w*\b|\busual\b",
}  # fmt: skip
PERSON = {
    "applicant": r"\byour?\b",
    "co_applicant": r"\bco-\w+|\btheir\b|\bh(?:er|is)\b|"
    r"\bpartner\b",
}
LIMIT = (
    r"\blimits?\b|\bup to\b|\bwe (?:need|allow|accept|go)\b|\bat (?:most|least)\b|\bmaximum\b|"
    r"\bas far as\b|\bcap\b|\bthreshold\b|\bline\b|\bneeds? to\b|\brequire"
)


class Seen(NamedTuple):
    """The text around a swapped figure, in lower case but for `cased`."""

    front: str
    """From the figure before, or the beginning of the sentence."""
    behind: str
    """To the next figure, or the end of the sentence."""
    sentence: str
    so_far: str
    """All that stands before the sentence."""
    cased: str
    """The sentence with its capitals."""
    at: int
    """Where in the sentence the figure stands."""
    size: int


def verdict(swap: Swap, shown: Rendered, facts: FactBook) -> Verdict:
    """Judge one swap that was shown."""
    seen = _seen(swap, shown)
    judges = {
        "wrong loan": _of_the_loan, "wrong pair": _of_the_pair, "wrong part": _of_the_part,
        "wrong role": _of_the_role, "wrong unit": _of_the_role, "wrong field": _of_the_field,
        "before or after": _of_the_time,
        "said or on file": _of_the_source, "wrong person": _of_the_person,
        "seen or limit": _of_the_rule, "asked or offered": _of_the_request,
    }  # fmt: skip
    return judges.get(swap.kind, _of_the_words)(swap, seen, facts)


def _seen(swap: Swap, shown: Rendered) -> Seen:
    text, figures = shown.text, shown.figures
    index = _index_of(swap, shown)
    figure = figures[index]
    start = figure.start or 0
    end = start + len(figure.text)
    begin = max((m.end() for m in _END.finditer(text, 0, start)), default=0)
    stop = next((m.start() for m in _END.finditer(text, end)), len(text))
    before = [(f.start or 0) + len(f.text) for f in figures[:index]]
    after = [f.start or 0 for f in figures[index + 1 :]]
    front = text[max([begin, *before]) : start]
    if before and before[-1] > begin and (turn := _PART.search(front)):
        front = front[turn.start() :]  # what stands before that belongs to the figure before
    behind = text[end : min([stop, *after])]
    line = text[begin:stop]
    return Seen(
        front.lower(), behind.lower(), line.lower(), text[:begin].lower(), line, start - begin,
        end - start,
    )  # fmt: skip


def _index_of(swap: Swap, shown: Rendered) -> int:
    """Return which figure the swapped reference became; citations become none."""
    from agent.replies.references import references

    kept = [n for n, ref in enumerate(references(swap.say)) if ref.style != "cite"]
    return kept.index(swap.number)


def _named(pattern: str, seen: Seen) -> bool:
    return re.search(pattern, seen.front) is not None or re.search(pattern, seen.behind) is not None


def _names_of(fact: Fact) -> str:
    if fact.role in NAMES:
        return NAMES[fact.role]
    base = fact.role.replace("_difference", "")
    base = {"term_months": "term_months", "note_rate_pct": "note_rate_pct"}.get(base, base)
    return NAMES.get(base, NAMES.get(base + "_months", r"(?!)"))


def _of_the_role(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    figure = seen.cased[seen.at : seen.at + seen.size]
    if swap.false.role.endswith(("_difference", "_difference_pct", "_months")) and (
        re.search(_DIFFERS, figure)
    ):
        return "true"  # it says itself of what it is more or less
    return _by_names(_names_of(swap.false), _names_of(swap.honest), seen)


def _by_names(own: str, honest: str, seen: Seen) -> Verdict:
    """A name right behind a figure counts before all; then one that leads to it; then any."""
    if own == honest or _leads_to(honest, seen.front):
        return "false"
    behind, other = re.search(own, seen.behind[:40]), re.search(honest, seen.behind[:40])
    if behind and (other is None or behind.start() <= other.start()):
        return "true"
    before = [m.end() for m in re.finditer(own, seen.front)]
    others = [m.end() for m in re.finditer(honest, seen.front)]
    if other or not before:
        return "false" if other or others else "unsaid"
    return "true" if before[-1] >= max(others, default=0) else "false"


_LINK = re.compile(
    r"(?:(?: |^)(?:of|is|was|are|be|would|will|at|to|by|about|only|just|comes?|the|a|an|exactly|"
    r"now|falls?|"
    r"rises?|drops?|totals?|becomes?|it|that|that's|it's|you|you'd|pay))*:? (?:[a-z]+ )?$"
)


def _leads_to(honest: str, front: str) -> bool:
    """Tell whether what the honest figure is leads straight to it: 'the payment would be'."""
    found = list(re.finditer(honest, front))
    return bool(found) and _LINK.fullmatch(front[found[-1].end() :]) is not None


def _of_the_loan(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    mine, theirs = swap.false.subject.split(".")[1], swap.honest.subject.split(".")[1]
    letters = [
        (m.start(), (m[1] or m[2]).lower())
        for m in _LETTER.finditer(seen.cased)
        if _is_letter(m, seen.cased)
    ]
    behind = [x for at, x in letters if at >= seen.at and _close(seen, at)]
    if behind:
        return "true" if behind[0] == mine else "false"
    before = [x for at, x in letters if at < seen.at]
    if before:
        return "true" if before[-1] == mine else "false"
    if swap.false.role in ("term_months", "principal"):
        return _by_other_figures(swap, seen, facts)
    for role, pattern in (
        ("term_months", r"\b(\d+)[ -]months?\b"),
        ("principal", r"\$([\d,]+)\b(?!\.)"),
    ):
        values = [m[1].replace(",", "") for m in re.finditer(pattern, seen.sentence)]
        own, other = (facts.of(f"offer.{x}", role) for x in (mine, theirs))
        if own is None or other is None or own.number == other.number:
            continue
        if any(v == str(int(other.number)) for v in values):
            return "false"
        if any(v == str(int(own.number)) for v in values):
            return "true"
    return _by_talk(swap, seen, facts)


def _is_letter(found: re.Match[str], text: str) -> bool:
    return (
        found[0] != "A"
        or re.match(
            r"\s(?:[a-z]+ )?(?:[a-z]+er|loan|longer|few|good|bit|lot|"
            r"person|human|colleague|quick|real|full|hard|soft|smaller|shorter|note|"
            r"co-)\b",
            text[found.end() :],
        )
        is None
    )


def _close(seen: Seen, at: int) -> bool:
    gap = seen.cased[seen.at + seen.size : at]
    return len(gap) <= 48 and not re.search(
        r"[\d;]|, (?!offer)|\b(?:and|but|than|against|"
        r"instead|versus|while|or|from)\b",
        gap,
    )


def _by_other_figures(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    """A term or an amount of another loan among the figures of the honest one."""
    return _by_talk(swap, seen, facts)


def _by_talk(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    mine, theirs = swap.false.subject.split(".")[1], swap.honest.subject.split(".")[1]
    said = [
        (m[1] or m[2]).lower()
        for m in re.finditer(
            r"\b(?:option|offer|card|"
            r"loan)\s([a-h])\b|(?<![\w'.])(?!a\b)([b-h])(?![\w'])",
            seen.so_far,
        )
    ]
    if said:
        return "true" if said[-1] == mine else "false" if said[-1] == theirs else "unsaid"
    return "unsaid" if len(facts.offers) > 1 else "false"


def _of_the_pair(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    named = {(m[1] or m[2]).lower() for m in _LETTER.finditer(seen.cased)}
    mine = set(swap.false.subject[11:].split("-"))
    theirs = set(swap.honest.subject[11:].split("-"))
    if named and not named <= mine:
        return "false"
    if mine <= named:
        return "true"
    before = re.findall(
        r"\b(?:option|offer)\s([a-h])\b|"
        r"(?<![\w'.])(?!a\b)([b-h])(?![\w'])",
        seen.so_far,
    )
    return "false" if before or named or theirs else "unsaid"


def _of_the_part(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    words = {
        "autodebit": r"\bauto",
        "extra": r"\bextra\b|\bon top\b",
        "also": r"\balso\b",
        "refinance": r".",
    }
    part = ".".join(swap.false.subject.split(".")[2:])
    honest = ".".join(swap.honest.subject.split(".")[2:])
    said = bool(re.search(words.get(part, r"(?!)"), seen.sentence))
    if part:
        return "true" if said else "false"
    return "false" if re.search(words.get(honest, r"(?!)"), seen.sentence) else "unsaid"


def _of_the_time(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    said = seen.cased[seen.at + seen.size :]
    letter = swap.false.subject.removeprefix("offer.")[:1].upper()
    named = re.match(rf"[^,;.$]{{0,40}}(?: before\b|\(offer {letter}[,)])", said)
    return "true" if named else "false"


def _of_the_source(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    own, honest = SOURCES[swap.false.role], SOURCES[swap.honest.role]
    near = re.search(own, seen.behind) or re.search(own, seen.front)
    if re.search(honest, seen.front) or re.search(honest, seen.behind):
        return "false"
    if near or re.search(own, seen.sentence):
        return "true"
    return "false" if re.search(honest, seen.sentence) else "unsaid"


def _of_the_person(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    own, honest = PERSON[swap.false.subject], PERSON[swap.honest.subject]
    if re.search(honest, seen.sentence):
        return "false"
    return "true" if re.search(own, seen.sentence) else "unsaid"


def _of_the_rule(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    if swap.false.role == swap.honest.role:
        return "false"
    named = bool(re.search(LIMIT, seen.behind[:40]) or re.search(LIMIT, seen.front))
    return "true" if named == (swap.false.role == "limit") and "(" in seen.behind[:2] else "false"


FIELDS = {
    "annual_income": r"\bincome\b|\bearn\w*\b|\bmake\b|\byear\b|\bsalary\b",
    "monthly_obligations": r"\bdebts?\b|\bpayments?\b|\bmonth\b|\bgoes out\b|\bobligations\b",
    "savings": r"\bsav", "rent": r"\brent\b", "principal": r"\bborrow\w*\b|\bloan\b|\bamount\b",
    "vehicle_price": r"\bprice\b|\bcar\b|\bcosts\b", "down_payment": r"\bdown\b|\bdeposit\b",
    "property_value": r"\bhome\b|\bhouse\b|\bplace\b|\bvalue\b",
    "months_employed": r"\bjob\b|\bemploy|\bwork", "term_months": r"\bover\b|\bterm\b|\brepay\b",
    "mortgage_principal_and_interest": r"\bmortgage\b|\bpay\b", "payoff_balance": r"\bowe|"
    r"\bbalance\b",
}  # fmt: skip
"""What names a figure that somebody gave, by its field."""


def _of_the_field(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    own, honest = (FIELDS.get(f.field or "", r"(?!)") for f in (swap.false, swap.honest))
    return _by_names(own, honest, seen)


def _of_the_request(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    """An offer's figure is true where its letter stands behind it, the request's as asked for."""
    if swap.false.subject != "request":
        letter = swap.false.subject.removeprefix("offer.").upper()
        said = re.match(rf"[^,;.$]{{0,40}}\(offer {letter}[,)]", seen.cased[seen.at + seen.size :])
        return "true" if said else "false"
    return "true" if re.match(r"[^,;.$]{0,40}\(as asked[,)]", seen.behind) else "false"


def _of_the_words(swap: Swap, seen: Seen, facts: FactBook) -> Verdict:
    """Other kinds: the words were written for the honest figure, and are of no other."""
    return "false"
