"""Money "for the house": to buy it, to work on it or for its mortgage; and what decides it.

The words alone leave three loans open. It is asked once which; what is said then, or already
before, decides: a roof that leaks is work, a price and a down payment are a purchase.
"""

import re
from collections.abc import Sequence

from agent.language.text import plain
from agent.offline.products import product_meant

_PLACE = r"(?:house|home|place|condo|apartment|property|flat|townhouse|homestead)"
_FOR_HOUSE = re.compile(
    r"\b(?:money|cash|loan|funds?|help|financing|something|a (?:bit|little)|\d\S*|thousand|grand)"
    rf"(?: \w+)?? (?:for|on|with|toward|towards|into|against) (?:the|my|our"
    rf"|this) (?:own )?{_PLACE}\b"
    rf"|^(?:hi |hello |hey |so |ok |please )*(?:it is |its )?(?:for|about) (?:the|my|our) {_PLACE}$"
)
_DECIDES = re.compile(
    r"\b(?:buy\w*|bought|purchas\w+|clos(?:e|ing)|down ?payment|\d\S* down|offer|seller|listing"
    r"|listed"
    r"|realtor|price[ds]?|costs?|asking|new (?:house|home)|first|dream|move|moving|worth|value"
    r"|mortgage|refi\w*|rate|payment|owe|equity|cash out|taxes|insurance|warming|sitting|keeping"
    r"|rent)"
    r"\b"
)
_A_PRICE = re.compile(r"\b\d{3}(?:,?\d{3}| ?k| thousand)\b|\bhundred thousand\b|\bof (?:it|that)\b")
"""As much as a house costs, or a part of what it costs: nobody asks for that to repair one."""
_BUYS = re.compile(
    r"\b(?:buy\w*|purchas\w+|first (?:home|house)|new (?:home|house)|found an? (?:\w+ )?(?:house"
    r"|home"
    r"|place|condo)|house hunting|seller|realtor|put (?:an )?offer)\b"
)
_THEIRS = re.compile(
    r"\b(?:(?:it|the (?:house|home|place|condo)) (?:is|belongs to) (?:all |already "
    r"|fully )?(?:ours?"
    r"|mine|us|me|paid)|(?:already|we|i) own (?:it|the|our|my)|own it|its ours|is paid off"
    r"|paid it off"
    r"|(?:have|live in|bought) (?:it|the (?:house|home)) (?:already|for|since|in|\d)|no mortgage"
    r"|mortgage"
    r" (?:is )?(?:gone|paid)|not buying|do not (?:want to )?buy|already (?:have|bought|live)"
    r"|live (?:in it|there) (?:already|now|since|for))\b"
)
_OWES = re.compile(
    r"\b(?:lower|reduce|cut|smaller|cheaper|better|drop)\b.*\b(?:payments?|rate|mortgage"
    r"|interest)\b"
    r"|\b(?:still )?(?:have|got|with) (?:a|the|my|our) mortgage\b|\bmortgage (?:payment|rate|is)\b"
    r"|\brefi\w*\b|\bcash ?out\b"
)


def is_any_house(p: str) -> bool:
    """Tell whether money is asked for a house and nothing says what for.

    >>> is_any_house("i need money for the house"), is_any_house("money to buy the house")
    (True, False)
    """
    if not _FOR_HOUSE.search(p) or _A_PRICE.search(p) or _DECIDES.search(_FOR_HOUSE.sub(" ", p)):
        return False
    return product_meant(_FOR_HOUSE.sub(" ", p)) is None


def house_loan(text: str, earlier: Sequence[str]) -> str | None:
    """Return the loan that is meant of a home, by what is said after "for the house".

    None where nothing decides, or where a purchase was named before.

    >>> house_loan("Roof is leaking", ["money for the house"])
    'home_improvement'
    >>> house_loan("the roof leaks a bit", ["we want to buy a house"]) is None
    True
    """
    p = plain(text)
    if any(is_any_house(plain(said)) for said in earlier[-1:]) and _ANSWERS_BUY.search(p):
        return "home"
    if any(_BUYS.search(plain(said)) for said in (*earlier, text)) and not _NOT_BUYING.search(p):
        return None
    if _OWES.search(p) and not _NO_MORTGAGE.search(p):
        return "mortgage_refinance"
    if product_meant(p) == "home_improvement" or _WORK.search(p):
        return "home_improvement"
    return "home_improvement" if _THEIRS.search(p) else None


_ANSWERS_BUY = re.compile(
    r"^(?:it is |yes |we are |i am |for |the )*(?:to )?(?:buy|buying|purchase|get|getting|first)"
    r"(?: it| one| a| the| our| my| new| house| home| place)*$"
)
"""The first of the three that were asked about."""
_NOT_BUYING = re.compile(
    r"\bnot (?:to )?buy\w*|\bdo not (?:want to )?buy\b|\balready (?:own"
    r"|bought)\b"
)
_NO_MORTGAGE = re.compile(r"\bno mortgage\b|\bpaid off\b|\bmortgage (?:is )?(?:gone|paid)\b")
_WORK = re.compile(
    r"\b(?:fix\w*|repair\w*|work (?:on|done|to)|leak\w*|broken|renovat\w+|remodel\w*|redo\w*"
    r"|paint\w*"
    r"|upgrad\w+|contractor|plumb\w+|electric\w*|mold|crack\w*|rot\w*|flood\w*|storm|windows?"
    r"|floors?"
    r"|kitchen|bath\w*|roof\w*|siding|furnace|heating|extension|addition)\b"
)
