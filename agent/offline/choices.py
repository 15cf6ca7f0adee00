"""Facts that are words, not figures: work, home, new or used, what repays the loan, the state."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from agent.language.quantities import find_quantities
from agent.offline.owners import speaks_of_other

JOBS = (
    r"nurse|teacher|engineer|driver|manager|cook|chef|cashier|accountant|electrician|plumber"
    r"|mechanic"
    r"|officer|clerk|developer|programmer|analyst|assistant|technician|server|waitress|waiter"
    r"|bartender"
    r"|paramedic|firefighter|soldier|carpenter|welder|designer|lawyer|pharmacist|receptionist"
    r"|janitor"
    r"|barber|hairdresser|sales\w+|consultant|professor|librarian|secretary|worker|supervisor|tech"
    r"|marine|cop|guard|operator|therapist|hygienist|realtor|trucker|baker|tutor|physician"
    r"|scientist|architect|dentist|artist|journalist|photographer|pilot|roofer|painter"
    r"|musician|nanny|cleaner|landscaper|butcher|mason|miner|editor|writer|translator|coach|trainer"
    r"|counselor|attorney|paralegal|surgeon|veterinarian|optometrist|banker|broker|machinist"
    r"|foreman|dispatcher|custodian|inspector|surveyor|buyer|planner|researcher|lecturer|principal"
    r"|caregiver|stylist|florist|jeweler|tailor|locksmith|conductor|flight attendant|mailman"
)

_GIG = (
    r"(?:uber|uber eats|lyft|door ?dash|instacart|grub ?hub|postmates|amazon flex|shipt"
    r"|task ?rabbit"
    r"|ride ?share|gopuff|upwork|fiverr)"
)
"""What people drive, deliver and work for on their own account."""

EMPLOYMENT: tuple[tuple[str, str], ...] = (
    ("Self-Employed",
     r"self employed|freelanc\w*|(?:own|run|have) (?:a |my |an "
     r"|our )(?:own )?(?:\w+ )?(?:business|company|shop"
     r"|restaurant|salon|practice|firm|store|food truck|bakery|cafe|studio|farm|garage|startup"
     r"|agency|bar)|my own (?:business|company|boss|shop"
     r"|firm)|business "
     r"owner|independent contractor|(?<!the )(?<!our )(?<!my )\bcontractor\b(?!'s)"
     r"|gig (?:work\w*|driv\w+|jobs)|(?:do|doing|from|just) gigs\b|(?:driv\w+|deliver\w*|work"
     r"|shop\w*|dash\w*)(?: part ?time)?"
     rf" (?:(?:for|on|with) )?{_GIG}\b|\b{_GIG} (?:driver|courier|shopper|dasher)|^(?:i (?:do"
     rf"|am on) )?"
     rf"{_GIG}\b|i (?:do|am on) {_GIG}\b|door ?dasher"
     r"|\b(?:i|we|i also|we also|we both) (?:farm|ranch)\b(?! (?:hand|out))|(?:own|run|have|work"
     r"|on) (?:my|our)(?: own)? (?:\w+ )?(?:farm|ranch|dairy|orchard|vineyard|land)\b"
     r"|\b(?:farmer|rancher)s?\b(?!'s| market)|family farm|1099 (?:work\w*|contract\w*)"
     r"|sole propriet\w*|work(?:ing)? for (?:myself|ourselves)|selfemployed|my own clients"),
    ("Retired", r"\bretired\b|my pension (?:is|of|pays|comes)|pensioner|on (?:a |my )?pension\b"
                r"|\bi retired|retiree"),
    ("Part-time", r"part ?time(?:r)?|parttime"),
    ("Unemployed",
     r"\bunemployed\b|(?:have |got )?no job\b|not (?:currently )?(?:working|employed)"
     r"|between jobs|out of work"
     r"|lost my job|laid off|do not (?:have a job|work\b)|jobless|stay at home|home ?maker"
     r"|house ?wife"
     r"|without (?:a )?job|not have a job|looking for (?:a job|work)"),
    ("Student",
     r"\bstudents?\b(?! (?:loans?|debts?|aid|payments?))|(?:i am|still|currently) (?:in"
     r"|at) (?:college|grad"
     r"(?:uate)? school|university|uni|med school|law school|nursing school)|studying full time"),
    ("Employed",
     rf"full ?time|\bemployed\b|\bi (?:also )?work\b|\bwork(?:s|ed|ing)? (?:at|for|as|in|with)\b"
     rf"|\bworking (?:at|as|for|in|since)\b|\b(?:years?|yrs?|months?|mos?) on the job\b"
     rf"|\bi work \d|(?:i am|she is"
     rf"|he is|as|i have been|been) an? "
     rf"(?:\w+ ){{0,2}}(?:{JOBS})\b|have a (?:\w+ )?job|salaried|permanent(?:ly)?|\bw ?2\b|(?:at"
     rf"|in|of) (?:my|this"
     r"|the|that|same) (?:\w+ )?job|same (?:job|company|employer)|(?:years?|months?) with (?:the"
     r"|my|this|same|them)|(?:years?|months?) (?:at"
     r"|there(?! (?:is|are|will|would)\b)|on the"
     r" job)|been (?:there|with (?:the|my)|at (?:the|my))|on staff|works (?:at|as|for|full)"
     r"|steady job"
     r"|\bjob for\b"),
)  # fmt: skip
"""Narrow before wide: somebody who "works part time for themselves" is self-employed."""

OWNERSHIP: tuple[tuple[str, str], ...] = (
    ("Own",
     r"no (?:\w+ )?mortgage|mortgage(?: is| was| has been)?(?: \w+)? (?:gone|paid|done|over"
     r"|finished)"
     r"|(?:nothing|no money) (?:is )?(?:owed|left) on (?:it|the|my|our)"
     r"|own (?:it|the (?:house|home|place)|my (?:house|home|place)|our (?:house|home"
     r"|place)) (?:outright"
     r"|free|fully)|(?:house|home|place|mortgage) is paid (?:off|for)|paid off (?:the |my "
     r"|our )?(?:house|home"
     r"|mortgage)|free and clear|own outright|outright"),
    ("Mortgage",
     r"(?:have|has|got|with|still|carry) (?:a |the |my |our )?mortgage|mortgage on (?:it|the|my"
     r"|our)|still paying "
     r"(?:off )?(?:the|my|our|for (?:the|my|our)) (?:house|home|place|mortgage)|own (?:it "
     r"|\w+ ){0,3}with a mortgage"
     r"|paying (?:a|the|my|our) mortgage|my mortgage|first mortgage|mortgage (?:balance|payoff)"
     r"|balance (?:on|of) (?:the|my|our|that) mortgage"),
    ("Own",
     r"(?:i|we) own (?:it|my|our|the|a)\b(?! (?:business|company|shop|car))"
     r"|home ?owner(?!s? (?:insurance|policy|association|fees?|dues|\d))"
     r"|(?:it|the (?:house|home|place|condo)) (?:is|belongs to) (?:all |already )?(?:ours?|mine|us"
     r"|me)"
     r"\b(?! (?:if|when|once|soon))|(?:i"
     r"|we) own$|my own (?:house"
     r"|home|place)|own (?:my|our) (?:house|home|condo|place)"),
    ("Rent", r"\b(?:i|we) (?:just |only |currently )?rent\b|\brenting\b|\brenter\b|\btenant\b"
             r"|i am renting"),
    ("Other",
     r"live (?:with|at) (?:my )?(?:parents?|mom|mum|dad|family|folks|sister|brother|friends?"
     r"|home)|rent free|living "
     r"with (?:my )?(?:parents?|family|mom|dad)"),
)  # fmt: skip
_OWES_ON_IT = re.compile(r"\bmortgage|still (?:paying|owe)|paying (?:it )?off|\bowe\b|bank owns")
_PAID_OFF = re.compile(
    r"\b(?:no|without(?: a| any)?|not? (?:have )?an?y?|paid off (?:the|my|our)) (?:\w+ )?mortgage"
    r"|mortgage free|mortgage is paid|outright|free and clear|do not owe|nothing owed"
    r"|mortgage(?: is| was| has been)?(?: \w+)? (?:gone|over|finished|done|paid)"
    r"|paid(?: it)?(?: all)? off(?:$| (?:in|since|last|years|\d))"
)
_SHORT_OWNERSHIP = {
    "own": "Own", "owner": "Own", "mortgage": "Mortgage", "rent": "Rent", "renting": "Rent",
    "own with a mortgage": "Mortgage", "own it": "Own", "yes own": "Own",
}  # fmt: skip

SOURCES: tuple[tuple[str, str], ...] = (
    ("pension", r"pension|retirement income"),
    (
        "benefits",
        r"benefits|disability|social security|\bssi\b|welfare|unemployment"
        r"|\bss[di]i?\b",
    ),
    ("sale", r"\bsell(?:ing)?\b|\bsale\b|harvest"),
    (
        "pay",
        r"salary|wages?|my (?:pay|job|work|income|paychecks?)|pay ?check|from work|\bpay\b"
        r"|employer|bonus",
    ),
    ("other", r"family|savings|gift|inherit\w*|business|rental|trust|investments?"),
)

_DOCUMENTED = re.compile(
    r"pension|benefits|disability|social security|\btrust\b|rental|tenants|alimony|child support"
    r"|dividend\w*"
    r"|investments?|annuity|royalt\w+|stipend|inherit\w*|statements?|papers|paperwork|documents?"
    r"|letters?"
    r"|can (?:prove|show|document)|proof|tax returns?|1099|award|lease|settlement"
)
_UNDOCUMENTED = re.compile(
    r"\b(?:no|not any|without(?: any)?|never (?:got|had|get)(?: any)?|do not have"
    r"(?: any)?|nothing in)(?: \w+){0,2} (?:statements?|papers|paperwork|documents?|letters?"
    r"|proof|tax returns?|records?|writing)\b|\b(?:can ?not|could not|not able to"
    r"|unable to|no way to|hard to)(?: \w+){0,3} (?:prove|show|document)|undocumented"
    r"|off the books|under the table"
)
"""Says that no papers can be shown."""
_USED = re.compile(r"\bused\b|pre ?owned|second ?hand|certified pre|\bolder\b")
_NEW = re.compile(
    r"brand ?new|factory|off the lot|\bnew\b(?! (?:job|employer|roof|kitchen|house"
    r"|home|to))"
)
_EITHER = re.compile(r"\bnew\b.*\b(?:or|vs|versus)\b.*\bused\b|\bused\b.*\bor\b.*\bnew\b")
_LIVES_ON = re.compile(
    r"\brepay|live on|living on|from my|\bpay(?:s|ing)? (?:it|this|that|the loan|everything)?"
    r" ?(?:all )?(?:back|off)\b"
)
_RECEIVES = re.compile(
    r"\b(?:on|get|gets|getting|receive|receiving|draw|drawing|live off|have)"
    r" (?:(?:my|a|the|ss|va|state|only|just|his|her) ){0,2}"
    r"(?:disability|social security|ss[di]i?|benefits|pension|unemployment|welfare)\b"
)
_CASH_OUT = re.compile(
    r"cash ?out|(?:take|pull|get)(?: \w+){0,2} (?:cash|money|equity) out|\bheloc\b"
)

STATES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA",
    "colorado": "CO", "connecticut": "CT", "delaware": "DE", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS",
    "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA",
    "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT",
    "nebraska": "NE", "nevada": "NV", "new hampshire": "NH", "new jersey": "NJ",
    "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT",
    "vermont": "VT", "virginia": "VA", "washington": "WA", "west virginia": "WV",
    "wisconsin": "WI", "wyoming": "WY",
}  # fmt: skip
_STATE_NAME = re.compile(rf"\b({'|'.join(sorted(STATES, key=len, reverse=True))})\b")
_STATE_CODE = re.compile(
    rf"(?:\b(?:in|from)|,)\s+({'|'.join(STATES.values())})\b(?!\s+(?:my|the|a)\b)"
)
_REAL_CODE = re.compile(rf"^\W*({'|'.join(STATES.values())})\W*$")


class Chosen(NamedTuple):
    """One choice that was said."""

    field: str
    value: str
    is_co: bool


_EMPLOYMENT = tuple((value, re.compile(p)) for value, p in EMPLOYMENT)
_OWNERSHIP = tuple((value, re.compile(p)) for value, p in OWNERSHIP)
_SOURCES = tuple((value, re.compile(p)) for value, p in SOURCES)


def _work(plain_text: str, other_by_default: bool) -> Iterator[Chosen]:
    """At most one kind of work for each of the two people."""
    seen: set[bool] = set()
    for value, pattern in _EMPLOYMENT:
        for found in pattern.finditer(plain_text):
            is_co = speaks_of_other(plain_text, found.end(), default=other_by_default)
            if is_co not in seen:
                seen.add(is_co)
                yield Chosen("employment_status", value, is_co)


_OCCUPATION = re.compile(rf"\b(?:{JOBS})\b")


def _home(plain_text: str, open_id: str) -> Iterator[Chosen]:
    if open_id == "ownership" and plain_text in _SHORT_OWNERSHIP:
        yield Chosen("home_ownership", _SHORT_OWNERSHIP[plain_text], False)
        return
    value = next((v for v, p in _OWNERSHIP if p.search(plain_text)), None)
    if open_id == "ownership" and _OWES_ON_IT.search(plain_text):
        value = "Own" if _PAID_OFF.search(plain_text) else "Mortgage"
    if value is not None:
        yield Chosen("home_ownership", value, False)


def _state(text: str, open_id: str) -> Iterator[Chosen]:
    named = _STATE_NAME.search(text.lower())
    asked = open_id in ("home_price", "state")
    code = _STATE_CODE.search(text) or _REAL_CODE.match(text.upper() if asked else text)
    if named:
        yield Chosen("state", STATES[named[1]], False)
    elif code and (code[1] not in ("OR", "IN", "ME", "OK", "HI") or asked):
        yield Chosen("state", code[1], False)


def _names_time(text: str) -> bool:
    """Tell whether the answer to "what work, since when" says since when."""
    return any(q.measures == "duration" for q in find_quantities(text))


def says_undocumented(plain_text: str) -> bool:
    """Tell whether somebody has no papers to show.

    >>> says_undocumented("certainly i can not document that"), says_undocumented("i have papers")
    (True, False)
    """
    return _UNDOCUMENTED.search(plain_text) is not None


def choices_in(
    text: str, plain_text: str, product: str | None, open_id: str, *, other_by_default: bool
) -> list[Chosen]:
    """List the choices that a message makes.

    >>> choices_in("A nurse", "i am a nurse", None, "", other_by_default=False)
    [Chosen(field='employment_status', value='Employed', is_co=False)]
    """
    found = [*_work(plain_text, other_by_default), *_home(plain_text, open_id)]
    named = any(c.field == "employment_status" for c in found)
    if open_id == "job" and not named and (_OCCUPATION.search(plain_text) or _names_time(text)):
        found.append(Chosen("employment_status", "Employed", False))
    found += _state(text, open_id)
    if product == "car" or open_id == "vehicle":
        used, new = _USED.search(plain_text), _NEW.search(plain_text)
        condition = "used" if used else "new" if new else ""
        if used and new and _EITHER.search(plain_text):
            condition = ""  # "new at 29k or used at 21k" has chosen neither
        found += [Chosen("vehicle_condition", condition, False)] if condition else []
    if product == "mortgage_refinance" and _CASH_OUT.search(plain_text):
        found.append(Chosen("refinance_purpose", "cash_out", False))
    lives_on = _LIVES_ON.search(plain_text) or _RECEIVES.search(plain_text)
    if open_id == "gold_budget" or (product == "gold" and lives_on):
        source = next((v for v, p in _SOURCES if p.search(plain_text)), None)
        found += [Chosen("repayment_source", source, False)] if source else []
    shown = _DOCUMENTED.search(plain_text) and not says_undocumented(plain_text)
    if open_id == "income_source" and shown:
        found.append(Chosen("other_income_documents", "promised", False))
    return found
