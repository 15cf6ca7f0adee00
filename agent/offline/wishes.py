"""The head of a wish: what the money is for, in the words right behind "a loan for" or "buy".

Everything else in a message (debts, places, jobs, asides) may name a product too and asks for none.
"""

import re

from agent.offline.people import RELATIVE

_WISH = (
    r"(?:need|want|borrow\w*|get|lend me|loan of|would like|could use|looking for|take|give me"
    r"|finance|thinking(?: of| about)?|around|about)"
)
_NUMBER = (
    r"(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
)
_UNIT = r"(?: ?(?:k|grand|thousand|hundred|bucks|dollars|usd))"
_AMOUNT = rf"(?:\$?\d[\d.]*(?: \d{{3}})*{_UNIT}*|{_NUMBER}(?: {_NUMBER})?{_UNIT}+)"
_GREETS = (
    r"^(?:(?:hi|hello|hey|hola|yo|good (?:morning|evening|afternoon|day)|dear(?: \w+){1,4}?|ok|okay"
    r"|so|well|um|hmm|please|just|like|about|around|there) )*"
)
_TERM = r"(?: (?:over|in|for|within) \w+ (?:years?|months?|yrs?|mos?))?"
_ENDS = (
    r"(?= (?:for|at|by|near|over|because|since|so|but|while|i|we|my (?:income|salary"
    r"|score|pay|rent|credit|job|wage|debts?|bills)|and (?:i|my|we)|it|please|as"
    r"|can|could|what|which|how|actually|wait|no)\b|$)"
)
_HEADS = tuple(
    re.compile(pattern + r"(?P<head>(?:(?:a|an|my|our|the|some|his|her|their|new|used) )*\w+"
               r"(?: [\w']+){0,6}?)" + _ENDS)
    for pattern in (
        rf"(?:{_GREETS}|\b{_WISH}(?: \w+){{0,4}}? ){_AMOUNT}{_TERM} (?:loan )?for ",
        r"\b(?:loan|money|cash|funds|financing)" + _TERM + r" for ",
        r"\b(?:it is|its|that is|this is|it would be|that would be)(?: \w+)? for ",
    )
)  # fmt: skip
_NO_THING = re.compile(
    r"^(?:(?:a|an|the|my|our|some|about|around|up to|like|only|just|another|next|long|short|few"
    r"|couple(?: of)?|whole|full|first|best|good|better|low\w*|\w+teen|one|two|three|four|five|six"
    r"|seven|eight|nine|ten) )*"
    r"(?:\$?\d.*|years?|yrs?|months?|mos?|weeks?|while|time|term|bit|now|today|me|us|you|it|this|that"
    r"|what|which|loans?|money|cash|rates?|payments?|amount|customers?|someone|somebody|sure"
    r"|real|free|good|sale|approval|something|stuff|things?|reasons?|purposes?|use|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|income|score|credit|everything|anything|person"
    r"|him|her|them|example|instance|(?:a|the|my|our)$)\b"
)
_NO_PURPOSE = re.compile(
    r"\b(?:business|company|start ?up|shop|bakery|restaurant|store|franchise|place)\b"
)
_NOT_MADE = re.compile(
    r"\b(?:tractors?|farm(?:ing)?(?! hand)|combine harvester|livestock|aircraft|airplanes?|cessna"
    r"|time ?shares?|line of credit|reverse mortgage|construction loan|business|start ?up|bakery"
    r"|restaurant|food truck|franchise|inventory)\b"
)
_PERSONAL_LOAN = re.compile(r"\b(?:personal|unsecured|signature) (?:loan|lending|credit)\b")
_TAKEN_BACK = re.compile(
    r"\b(?:actually|no wait|wait no|wait|scratch that|scrap that|never ?mind|correction|i mean"
    r"|sorry|(?:just |i am )?(?:kidding|joking)|jk)\b"
)
_NAME_ALONE = re.compile(r"\bpersonal(?: one| loan| use)?$|^(?:a |for )?personal\b")
_WORDS_WANTED = re.compile(
    r"^(?:please |ok |now |then |hey |hi |just )*(?:write|compose|sing|draw|recite|tell|make up"
    r"|give me|send me|translate|show me|i want|i need|can you (?:write|tell|sing|give|do))"
    r"(?: me| us)?(?: \w+){0,3}? (?:poems?|songs?|jokes?|stor(?:y|ies)|haikus?|essays?|recipes?"
    r"|limericks?|rap|letter to|lyrics|riddles?|speech|toast)\b"
)
_RENTS = re.compile(
    r"\bi (?:only |just |still )?rent\b|\bi am (?:a |only a |just a )?(?:renter|tenant)\b"
    rf"|\b(?:at|in|on|for|of) (?:my|our) (?:\w+ )?{RELATIVE}(?:'s|s')? (?:\w+ )?(?:place|house|home"
    r"|flat|apartment|condo|kitchen|bathroom|roof|basement)\b"
)


def wants_words(plain_text: str) -> bool:
    """Tell whether words are wanted and no money: a poem, a joke, a recipe.

    >>> wants_words("tell us a story about a dog"), wants_words("i need 900 for my dog")
    (True, False)
    """
    return _WORDS_WANTED.search(plain_text) is not None


def names_personal(plain_text: str) -> bool:
    """Tell whether a personal loan is asked for by its name."""
    return _PERSONAL_LOAN.search(plain_text) is not None


def is_not_their_home(plain_text: str) -> bool:
    """Tell whether the customer says that the home is rented, or somebody else's.

    >>> is_not_their_home("new windows at my aunt's house")
    True
    """
    return _RENTS.search(plain_text) is not None


def is_not_financed(plain_text: str) -> bool:
    """Tell whether the money is for something that the bank makes no loan for: a farm, a business.

    >>> is_not_financed("i need 85000 for a used tractor for the farm")
    True
    >>> is_not_financed("what about fifty for my shop it is an llc inventory")
    True
    >>> is_not_financed("i run a business and need 9000 for a wedding")
    False
    """
    if _FOR_BUSINESS.search(plain_text):
        return True
    heads = (m["head"] for pattern in _HEADS for m in pattern.finditer(plain_text))
    wanted = (*heads, *(m[1] for m in _OBTAINS.finditer(plain_text)))
    return any(_NOT_MADE.search(head) for head in wanted)


_COMPANY = (
    r"(?:business|company|start ?up|franchise|shop|store|salon|restaurant|bakery|cafe|food (?:truck"
    r"|cart|stand)|boutique|studio|barber ?shop|laundromat|gym|llc|firm|practice|etsy|side hustle)"
)
_FOR_BUSINESS = re.compile(
    r"\b(?:(?<!work )(?<!works )(?<!worked )(?<!working )(?<!paid )for|into|grow\w*|expand\w*"
    r"|open(?:ing)?|start(?:ing)?|launch\w*|fund(?:ing)?|stock(?:ing)?|financ(?:e|ing)|keep|save"
    r"|buy(?:ing)? (?:out )?)(?: up)? (?:my|our|a|an|the|his|her|this|their)"
    rf" (?:(?!car|truck|van|house|home|wedding)\w+ ){{0,3}}?{_COMPANY}\b(?! (?:owner|partner|trip"
    r"|card|class|degree|school|job|income|pay|debts?))"
    r"|\b(?:inventory|working capital|make payroll|business (?:loan|line|credit line|expenses"
    r"|purposes?|use|equipment|plan|capital)|sba|commercial (?:loan|property|real estate"
    r"|vehicle))\b|\b(?:it is|that is|this is|we are|i am|as) (?:an? |my |our )?(?:llc|s ?corp|inc"
    r"|corporation|sole prop\w*)\b"
)
"""Money that goes into a business, and not what somebody says of their work."""
_OBTAINS = re.compile(
    r"\b(?:buy|buying|purchase|purchasing|open|opening|start|starting|expand|finance|financing|fund"
    r"|funding|use it for|loans? (?:for|on)|get) ((?:\w+ ){0,4}?\w+)(?= (?:for|and|with|i|we)\b|$)"
)


def heads_of(plain_text: str) -> list[str]:
    """Return what the money is said to be for; times, sums and people are no thing.

    >>> heads_of("i would like 900 for a guitar for the house"), heads_of("5000 for 3 years")
    (['a guitar'], [])
    """
    found = (m["head"] for pattern in _HEADS for m in pattern.finditer(plain_text))
    return [h for h in found if not (_NO_THING.match(h) or _NO_PURPOSE.search(h))]


def after_taking_back(plain_text: str) -> str | None:
    """Return the words behind "actually", "scratch that", where another purpose may stand."""
    found = list(_TAKEN_BACK.finditer(plain_text))
    rest = plain_text[found[-1].end() :].strip() if found else ""
    behind = re.sub(r"\bfor (?=\D)", "loan for ", rest, count=1)
    return behind if found and found[-1].start() > 0 and rest else None


def renamed_personal(rest: str) -> bool:
    """Tell whether what follows a correction is, or ends with, the word personal."""
    return _NAME_ALONE.search(rest) is not None


_MEANS = re.compile(
    r"\b(?:earn\w*|salary|income|wages?|pension|social security|a year|per year|yearly|annual\w*"
    r"|an hour|a month|per month|monthly|every month|each month|in the year|rent|take home)\b"
)
_WISHES = re.compile(
    r"\b(?:loans?|lend|borrow\w*|need\w*|want\w*|would like|buy\w*|purchas\w+|looking|get|getting"
    r"|financ\w+|refinanc\w+|refi|help|mortgage|afford|wish|hope|hoping|plan\w*|thinking|could use"
    r"|estimate|price|cost|costs|quoted?|bill|tuition|against|instead|replac\w+|fix\w*|repair\w*"
    r"|for (?:a|my|our|the|some) (?:new|used|bigger|first))\b"
)


def tells_means(plain_text: str) -> bool:
    """Tell whether a message only says what comes in and goes out: things in it ask for no loan.

    >>> tells_means("i make 44000 a year every month 1600 is the rent and the car and one card")
    True
    >>> tells_means("44000 a year and i want a car")
    False
    """
    figures = any(c.isdigit() for c in plain_text) or "thousand" in plain_text
    told = figures and _MEANS.search(plain_text) is not None
    return told and _WISHES.search(plain_text) is None and not heads_of(plain_text)
