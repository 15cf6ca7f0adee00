"""Which of the eight products somebody is talking about, said or only meant.

Written for `agent.language.text.plain`. Reading order matters: the first product that is meant
wins, so the narrower one stands first ("a new roof" before "a house").
"""

import re
from functools import lru_cache

from agent.language.text import meant, plain
from agent.offline.filling_balances import clears_cards
from agent.offline.wishes import (
    after_taking_back,
    heads_of,
    is_not_their_home,
    names_personal,
    renamed_personal,
    wants_words,
)

_HOUSE = (
    r"(?:house|home|condo|apartment|townhouse|town house|flat|duplex|property|bungalow|cottage"
    r"|loft|villa|cabin|penthouse|row ?house|mobile home|residence|dwelling)"
)
_CAR = (
    r"(?:car|automobile|hatchback|truck|suv|van|minivan|pickup|pick up|motorcycle|motorbike"
    r"|vehicle|sedan"
    r"|jeep|auto"
    r"|scooter|toyota|honda|ford|tesla|subaru|chevy|chevrolet|nissan|bmw|kia|hyundai|mazda|prius"
    r"|camry|civic|corolla|f ?150|harley|tacoma|tundra|silverado|rav4|cr v|sienna|odyssey|accord"
    r"|altima|sentra|elantra|sonata|outback|forester|explorer|bronco|mustang|wrangler|highlander"
    r"|tahoe|malibu|equinox|sorento|tucson|cx ?5|model (?:3|y)|audi|lexus|volvo|volkswagen|vw|dodge"
    r"|gmc|buick|cadillac|acura|ducati|yamaha|kawasaki|crossover|convertible|coupe|station wagon"
    r"|moped|beater|whip)"
)

NOT_THE_LOAN = re.compile(
    rf"(?:fix|repair\w*|insur\w+|service|brakes?|transmission|engine"
    rf"|tires?)(?: \w+){{0,3}} {_CAR}\b"
    rf"|{_CAR} (?:repair\w*|insurance|breakdown|service|needs (?:repair|fixing|work|a new))"
    r"|(?:landscap\w+|roof\w*|remodel\w*|dental|medical|cleaning|pool|kitchen|gold|jewel\w+|car"
    r"|auto"
    r"|school) (?:biz|business|company|firm|shop|practice|crew)\b"
    rf"|{_CAR}(?: \w+){{0,3}} (?:transmission|engine|brakes?|clutch|radiator|alternator|muffler"
    r"|tires?)\b"
    r"|(?:movers?|moving(?: van| truck| costs?)?|security deposit|first (?:and last )?months?)\b"
    r"(?: \w+){0,5} (?:apartment|flat|rental|rent|place)\b"
    r"|renovat\w+ my life|home office|household|home sick|homeless"
    r"|(?<!repairs )(?<!us )(?<!live )(?<!work )(?<!working )at home\b|home ?work"
    r"|home town"
)
"""Phrases that name a thing and mean something else; they are read as personal needs."""

PRODUCTS: tuple[tuple[str, str], ...] = (
    ("mortgage_refinance",
     r"refinanc\w*|\bre ?fi\b|remortgage|(?:lower|reduce|cut|drop|shrink"
     r"|better)(?: \w+){0,3} mortgage"
     r"|mortgage(?: \w+){0,9}? (?:lower|cheaper|too high)|replac\w+ (?:my|our|the) (?:home loan"
     r"|mortgage)|(?:replace|swap|redo) my (?:\w+ )?mortgage"
     r"|cash ?out|better rate on my (?:mortgage|house|home)|new(?:er)? (?:rate|loan) (?:for"
     r"|on) my (?:mortgage"
     r"|house|home)"),
    ("gold",
     r"\bgold\b|necklace|jewel\w*|bracelets?|bangles?|\bkarats?\b|\bcarats?\b|sovereigns?"
     r"|krugerrand\w*"
     r"|(?:against|pawn|on|use|secured by) (?:my |our |the |a |some )?(?:\w+ )?rings?\b"
    r"|heirloom|wedding band|\bpawn\w*|gold chain|ear ?rings?"),
    ("education",
     r"tuition|college|university|\bschool\b(?! district)|semester|\bdegree\b|master'?s?\b(?! card)"
     r"|\bmba\b|bachelor\w*|ph ?d\b|student loan(?! payments?)|\bstud(?:y|ies|ying)\b|boot ?camp"
     r"|education"
     r"|nursing program|law school|med(?:ical)? school|grad(?:uate)? school|trade school"
     r"|apprentice\w*|got (?:into|accepted)|accepted (?:to|at|into)|admitted to|enroll\w*|textbooks"
     r"|\bdorm\b|(?:my|the|this|our) (?:\w+ )?program (?:costs?|is|runs)"
     r"|certificate program|\bcampus\b|(?<!of )\bcourse\b|federal aid|education\w*"),
    ("medical",
     r"health detail|surger\w+|hospital|dental|dentist|braces|implants?|\bivf\b|fertility"
     r"|doctor'?s? bills?"
     r"|medical"
     r"|\bhip\b|\bknee\b|operation\b|chemo\w*|cancer|treatment|hearing aids?|lasik|eye operation"
     r"|c section"
     r"|(?:my|the|an?|our|her|his) \w*(?:ologist|iatrist|optometrist|physician|chiropractor)"
     r"(?= .*(?:estimate|quote|bill|invoice|charge|cost|price))"
     r"|orthodont\w*|root canal|emergency room|physio\w*|mri\b|procedure|veneers|clinic|maternity"
     r"|\bteeth\b|\btooth\b|wisdom teeth|\bsurgeon\b|rehab\b|prosthe\w+|wheelchair|biopsy|x ?rays?"
    r"|health ?care bill|ambulance|dentures?|crowns\b|fillings\b|torn acl"),
    ("home_improvement",
     r"\broof\w*|kitchen|bath ?rooms?|renovat\w+|remodel\w*|basement|\bdeck\b|\bpatio\b|\bhvac\b"
     r"|furnace"
     r"|boiler|heat pump|solar|(?:house|home) (?:repairs?|improvements?|addition|extension"
     r"|renovation)"
     r"|(?:new|replace) (?:\w+ )?(?:windows|floors?|flooring|siding|plumbing|wiring|driveway"
     r"|fence|garage)"
     r"|(?:swimming )?pool\b|(?:fix|fixing|repair\w*|improv\w+|extend\w*|upgrad\w+)(?: \w+){0,3} "
     + _HOUSE + r"|add a (?:room|floor|bedroom|second)|loft conversion|foundation|insulation"
                r"|landscap\w+|insulat\w+|\b(?:an|the|our|room|story|house) addition\b"
     rf"|(?:work|repairs?|improvements?|jobs?) (?:done )?(?:on|at|in|to|around) (?:my|the|our)"
     rf" {_HOUSE}"
     r"|repairs at home"
     r"|water damage|home improvement|granny flat|\bac\b|air ?condition\w*|\bfence\b|gutters?"
     r"|septic|water heater|\bsiding\b|drywall|termites?|chimney|porch|garage door"),
    ("home",
     r"(?:buy|buying|purchas\w+|acquir\w+|get|getting|finance|own|afford)"
     rf"(?: \w+){{0,4}} {_HOUSE}\b"
     rf"|\bmortgage\b"
     rf"|(?:home|house|housing) loan|loan for (?:a |my |our |the )?(?:\w+ )?{_HOUSE}\b|first home"
     r"|first time (?:home ?)?buyers?|\bbuying(?: for)?(?: the| our| my)? first time"
     rf"|{_HOUSE} (?:for|costs?|at|price|priced|that costs|is listed|purchase)|move into (?:our"
     rf"|my) (?:own|first)"
     rf"|(?:a|our|the|new|dream|starter|this|family|small|bigger|first|own) {_HOUSE}\b|closing on"
     rf"|{_HOUSE}(?= .*\bdown(?: payment)?\b)(?! (?:is )?paid)"),
    ("personal",
     r"consolidat\w+|pay(?:ing)? off (?:my |some |all |our |the |these )?(?:\w+ ){0,3}?(?:cards?"
     r"|debts?|loans?|bills?)"
     r"|(?:clear|wipe out|get rid of|settle|knock out)(?: \w+){0,2} (?:cards?|debts?)"
     r"|\bprivate(?:ly)?\b(?! (?:seller|school|party))|personal use|own use|no collateral"
     r"|\bunsecured\b|nothing to secure|without (?:any )?(?:collateral|security)"
     r"|wedding|vacation|holiday|honeymoon|\btrip\b|\bto move\b(?! (?:on|ahead|the|my|it)\b)"
     r"|moving (?:costs?|expenses|house|to|across|in"
     r" with|out)"
     r"|furniture"
     r"|laptop|computer|engagement ring|funeral|\bbury\b|burial|cremation|\bvet\b|emergency"
     r"|\bpersonal\b(?! (?:data|info\w*"
     r"|details?|question))"
     r"|\btaxes i owe\b|owe (?:the )?irs|(?:for|on) (?:my|our|the) (?:dog|cat|pet)\b"
     r"|(?:my|our) (?:dog|cat|pet) (?:needs?|is|got|has|had|was|ate|broke|tore)\b"
     r"|\bcamera\b|\bboat\b|security deposit"
     r"|rent deposit"
     r"|adoption|\bparty\b|sofa|appliances?|fridge|washer|christmas|unexpected|family back home"
     r"|travel\w*"
     r"|help(?:ing)? (?:out )?(?:my|our|a) (?:\w+ )?(?:sister|brother|mom|mum|dad|mother|father|son"
     r"|daughter|friend|family|parents?|kids?|cousin|aunt|uncle)"
     r"|\brv\b|camper|trailer|jet ?ski|\batv\b|snowmobile|smart ?phone|iphone"
     r"|quincea\w+|bar mitzvah|tattoo|piano|guitar|debt relief|some (?:extra )?cash"
     r"|my life\b(?! (?:story|insurance|savings|time))"),
    ("car",
     rf"\b(?:{_CAR}|cars|trucks|ride|wheels|dealership|dealer|auto ?loan)\b"),
)  # fmt: skip

_NAMED_IMPROVEMENT = re.compile(r"\bhome improvement\b")
"""Asked for by its name it is looked at as asked, and the reason is told."""
_REFINANCE = re.compile(dict(PRODUCTS)["mortgage_refinance"])
_BUYS = re.compile(
    r"\b(?:buy\w*|purchas\w+|mortgage|closing|down|listed|home loan|cost\w*|price\w*)\b"
)
_OWES_ON_HOME = re.compile(r"\b(?:owe|owing|balance|left|remaining|outstanding)\b")
_HOME_WORTH = re.compile(
    r"\b(?:worth|valued|apprais\w+|sell for|(?:years|yrs) (?:left|to go|remaining))\b"
)
_OWN_MORTGAGE = re.compile(rf"\b(?:mortgage|{_HOUSE}|home loan)\b")
_STUDIES = re.compile(
    r"\b(?:students?|freshman|sophomore|scholarship|grants?|(?:first|second|third|last) year at)\b"
)
_DWELLING = re.compile(
    r"\b(?:house|condo|townhouse|duplex|loft|villa)\b"
    r"|(?<!bring )(?<!take )(?<!taking )(?<!bringing )\bhome (?=\d)|^(?:a |first )?home\b"
    r"|(?:buy|buying) (?:\w+ ){0,2}(?:place"
    r"|property|apartment)"
    r"|(?<!rent )(?<!renting )\ban? (?:\w+ ){0,2}place\b"
    r"(?=.*\b(?:buy|down|mortgage|purchase|taxes and insurance)\b)"
)
_CAR_OR_CAR = re.compile(r"\bnew\b.*\bor\b.*\bused\b|\bused\b.*\bor\b.*\bnew\b")
_COMPILED = tuple((product, re.compile(pattern)) for product, pattern in PRODUCTS)
_OWED = r"(?:car|auto|truck|student|school|mortgage|home|house|medical|personal)"
_DEBT = re.compile(
    rf"(?:my|our|existing|current|have an?|has an?|with an?|other|plus an?) (?:\w+ ){{0,2}}{_OWED}"
    r" (?:loans?|payments?|notes?|lease)"
    rf"|{_OWED} (?:payments?|notes?|lease)|student loans? (?:is|are|cost|of|at|\d)"
    rf"|(?:pay|paying|plus|and|rent|also|another) (?:\w+ )?\$?\d[\d,.]*k? (?:\w+ )?{_OWED} loans?"
    r"|(?:pay|paying|pays|payments?|goes?)(?: \w+){0,3}? \d\S*(?: \w+){0,3}? (?:on|for|to|in)"
    r" (?:my |the |a |our )*(?:car|truck|mortgage|house|student|school|medical|cards?)"
    r"|ow(?:e|es|ing)(?: \w+){0,3}? (?:on|for) (?:my |the |a |our )*(?:car|truck|house|student"
    r"|school)"
    r"|(?:am|is|was) an? (?:\w+ )?student|school teacher"
    r"|works? (?:at|in|for) (?:a |the |an )?(?:\w+ )?(?:hospital|school|university|college|clinic"
    r"|dealership|bank)"
    r"|(?:college|university|nursing|grad(?:uate)?) student|gold (?:card|member|standard)"
    r"|own (?:my|a|our) (?:own )?(?:home|house|condo)"
    rf"|(?:rent|utilities|phone|cards?|bills|insurance|loans?) (?:and|plus) (?:the |my |our |an? )?"
    rf"{_OWED} loans?"
    rf"|(?:the|my|our|an?) {_OWED} loan (?:and|plus) (?:the |my |our )?(?:rent|cards?|phone|bills)"
    r"|(?:by|near|beside|close to|closer to|nearer(?: to)?|next to|across from|off|around|from|at)"
    r"(?: (?:the|my|our|her|his))? (?:\w+ )?(?:campus|college|university|school|hospital|clinic)\b"
)
"""Words about debts, places, work and belongings that name a product without asking for it."""


PICTURES: dict[str, str] = {
    "🚗": "car", "🚙": "car", "🛻": "truck", "🏎": "car", "🏠": "house", "🏡": "house",
    "💍": "jewelry", "🎓": "college", "🏥": "hospital", "✈": "trip", "👰": "wedding",
}  # fmt: skip
"""Pictures that stand for the thing itself."""


def with_pictures(text: str, plain_text: str) -> str:
    """Add the words of pictures to the plain words of a message.

    >>> with_pictures("a new 🚗", "a new")
    'a new car'
    """
    if text.isascii():
        return plain_text
    found = [word for picture, word in PICTURES.items() if picture in text]
    return " ".join((plain_text, *found)).strip()


def product_meant(plain_text: str) -> str | None:
    """Return the product that a first message is about.

    >>> product_meant("my roof leaks and i need help"), product_meant("renovating my life")
    ('home_improvement', 'personal')
    >>> product_meant("i pay 300 on my car") is None
    True
    """
    if wants_words(plain_text):
        return None
    cleared = "personal" if clears_cards(plain_text) else None
    found = (
        _wished(plain_text) or cleared or _meant(plain_text) or _meant(_without_slips(plain_text))
    )
    stray = found is None or (found == "home" and _BUYS.search(plain_text) is None)
    if stray and _wished(plain_text) is None and heads_of(_DEBT.sub(" ", plain_text)):
        return "personal"  # a purpose that no other loan is for
    by_name = _NAMED_IMPROVEMENT.search(plain_text)
    if found == "home_improvement" and is_not_their_home(plain_text) and not by_name:
        return "personal"
    if _wished(plain_text) is None and found in (None, "home") and _is_owed_on_home(plain_text):
        return "mortgage_refinance"
    return found


@lru_cache(maxsize=64)
def phrased_product(text: str, plain_text: str) -> str | None:
    """Return the product that a conversation begins with, sentence by sentence where that tells.

    >>> phrased_product("Pay for it now. 2800 personal loan", "pay for it now 2800 personal loan")
    'personal'
    """
    sentences = (plain(s) for s in re.split(r"[.!?\n]+", text))
    if any(names_personal(_DEBT.sub(" ", s)) for s in sentences):
        return "personal"
    return product_meant(plain_text)


def _wished(plain_text: str) -> str | None:
    """Return the product that the head of the wish names, whatever else the message names."""
    if names_personal(_DEBT.sub(" ", plain_text)):
        return "personal"
    rest = after_taking_back(plain_text)
    if rest is not None:
        if renamed_personal(rest):
            return "personal"
        again = _of_heads(rest)
        if again is not None:
            return again
    return _of_heads(plain_text)


def _of_heads(plain_text: str) -> str | None:
    named = (_meant(head) for head in heads_of(plain_text))
    return next((product for product in named if product is not None), None)


_OTHER_DEBT = re.compile(
    r"\b(?:refinanc\w*|re ?fi)(?: \w+){0,4}? (?:student|school|college|car|auto|truck|vehicle"
    r"|credit|cards?|personal|medical|debts?)\b(?!.*\b(?:mortgage|house|home|condo)\b)"
)
"""Only a mortgage is refinanced here; another debt is paid off with a personal loan."""


def _meant(plain_text: str) -> str | None:
    if _OTHER_DEBT.search(plain_text):
        return "personal"
    if _REFINANCE.search(plain_text):
        return "mortgage_refinance"
    if NOT_THE_LOAN.search(plain_text):
        rest = NOT_THE_LOAN.sub(" ", plain_text)
        return _first(_DEBT.sub(" ", rest)) or "personal"
    return _first(_DEBT.sub(" ", plain_text))


def _is_owed_on_home(plain_text: str) -> bool:
    """What is owed and what the home is worth: a mortgage that is there already."""
    patterns = (_OWES_ON_HOME, _HOME_WORTH, _OWN_MORTGAGE)
    return all(pattern.search(plain_text) for pattern in patterns)


_TELLING = (
    "mortgage", "refinance", "college", "university", "tuition", "scholarship", "hospital",
    "surgery", "dentist", "kitchen", "bathroom", "wedding", "vacation", "funeral", "vehicle",
    "motorcycle", "personal", "education", "renovation", "remodel", "jewelry", "consolidate",
)  # fmt: skip
"""Words that one slip of a finger must not hide."""


def _without_slips(plain_text: str) -> str:
    return " ".join(meant(word, _TELLING, 6) or word for word in plain_text.split())


def _first(text: str) -> str | None:
    return next((product for product, pattern in _COMPILED if pattern.search(text)), None) or (
        "home"
        if _DWELLING.search(text)
        else "education"
        if _STUDIES.search(text)
        else "car"
        if _CAR_OR_CAR.search(text)
        else None
    )


def without_debts(plain_text: str) -> str:
    """Take out words about debts, work and belongings that name a product and ask for none.

    >>> without_debts("my car loan is 300 and i want a boat")
    '  is 300 and i want a boat'
    """
    return _DEBT.sub(" ", plain_text)
