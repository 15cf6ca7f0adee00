"""What stands around a figure: its bounds, whose it is, whether it states anything at all."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from agent.language.quantities import Period, Quantity
from agent.offline.filling_cues import Sort
from agent.offline.people import named_as_they

_RELATIVE = (
    r"(?:wife|husband|spouse|partner|fianc\w+|boyfriend|girlfriend|mother|father|(?:step)?mom|mum"
    r"|(?:step)?dad|parents?|sister|brother|son|daughter|aunt|uncle|cousin|friend|buddy|neighbou?r"
    r"|(?:grand|god)(?:ma|pa|mother|father)|land(?:lady|lord)|nephew|niece"
    r"|room ?mate|colleague|boss|in law)"
)
_OWN = (
    r"(?:incomes?|salary|scores?|credit|fico|pay|wages?|debts?|bills?|payments?|pension|rent|job)"
)
_THIRD = re.compile(
    rf"\b(?:he|she|they(?! (?:want|ask|are asking|say|said|quoted|charge|eat|cost|take|told))|his"
    rf"|hers?|their|him|my (?:\w+ )?{_RELATIVE}(?!'s (?!(?:\w+ )?(?:{_OWN}|is)\b|\d))"
    rf"|co-?applicants?"
    r"|co-?signers?|co-?borrowers?|the other person|someone|somebody"
    rf"|my (?:[a-z]+ )?(?!{_OWN}\b)[a-z]+ (?:joins|(?:would|could|can|will|wants? to) (?:co-?)?sign"
    r"|is willing to sign))\b"
)
_FIRST = re.compile(
    r"\b(?:i|i'm|im|i've|i'd|i'll|mine|we|we'd|we're|our|ours|us"
    rf"|my (?:own )?(?!own\b){_OWN}|my own|my (?:share|loan|work))\b"
)
_BELONGINGS = re.compile(
    rf"\bmy (?:\w+ )?{_RELATIVE}'?s (?!(?:\w+ )?(?:{_OWN}|is)\b|\d)"
    rf"|\bmy (?:\w+ )?{_RELATIVE}'s \S{{1,8}} of (?:it|that|this)"
    rf"|\b(?:liv(?:e|es|ing)|stay(?:s|ing)?) (?:with|at) (?:my|our) (?:\w+ )?{_RELATIVE}"
)
_NAME = re.compile(
    r"\b([A-Z][a-z]{2,14}),? (?:who )?(?:earns|makes|brings|pays|has|works|owes|could|would|can"
    r"|will|is (?:willing|happy))\b|\b(?:together|jointly|apply(?:ing)?|sign(?:ing)?) with"
    r" ([A-Z][a-z]{2,14})\b"
)
_NO_NAME = frozenset(
    {"She", "The", "They", "That", "This", "Nobody", "Who", "What", "How", "Which", "Dealer",
     "Seller", "Bank", "Mortgage", "Rent", "Car", "There", "Everybody", "Mom", "Dad", "Income",
     "School", "Hospital", "Insurance", "House", "Each", "Someone", "And", "Also", "You", "Where",
     "Federal", "Pell", "Then", "Why"}
)  # fmt: skip

_SENTENCE_END = re.compile(r"[.;!?\n](?=\s|$)|\s[-–—]{1,2}\s")
_SEPARATOR = re.compile(r"[,;:|/+&](?=\s|\d|$)|\s(?:and|but|plus|so|then|while|because|minus)\s")
_PERIOD = re.compile(
    r"^(?:\s*(?:(?:a|an|per|each|every|/) ?(?:month|mo|year|yr|week|hour|two weeks|other \w+"
    r"|pay ?day)s?\b|monthly\b|yearly\b|annually\b|biweekly\b|dollars?\b|bucks?\b|usd\b|or so\b"
    r"|/ ?(?:mo|yr|month|year|week|hour)\b|a ?yr\b|twice a month\b|yr\b))+"
)
_FILLERS = frozenset(
    {"a", "an", "about", "around", "roughly", "approximately", "maybe", "perhaps", "like",
     "probably", "some", "say", "just", "only", "is", "are", "was", "of", "the", "at", "to",
     "be", "been", "i'd", "it", "that's", "usually", "currently", "now", "right", "nearly",
     "almost", "close", "on", "my", "our", "his", "her", "their", "your", "total", "exactly",
     "over", "under", "up", "than", "more", "less", "little", "bit", "and", "another", "think",
     "guess", "believe", "in", "for", "with", "us", "dollars", "still", "well", "um", "uh",
     "so", "ca", "approx", "circa", "sits", "karma", "says", "comes", "come", "run", "runs",
     "i", "we", "you", "would"}
)  # fmt: skip
"""Words between a claim and its figure that do not part them."""
_WORD = re.compile(r"[a-z][a-z']*")

_NO_FACT = re.compile(
    r"\b(?:waive|fees?|penalty|(?:sounds?|seems?) (?:[a-z]+ )?(?:high|low|steep|a lot)|steep"
    r"|should i wait|wait (?:until|till|for)|minimum (?:score|income|amount)|turned down"
    r"|if i (?:sell|die|miss|lose|move|quit)|before i (?:sell|move)"
    r"|says? i (?:must|should|have to)|tells? me to|told me|promised|says? (?:the )?payment"
    r"|electric bill|going up to|will (?:go|rise) |limit|maximum|cheaper than|forget|never ?mind)\b"
)
"""Said of a figure that is no fact about the customer or the request."""
_ASKS_ABOUT = re.compile(
    r"\b(?:why|do (?:i|you) (?:need|require|want)|what (?:does|is a|is the (?:minimum|limit|fee))"
    r"|how many|what happens|too (?:low|high|little|much)|enough)\b"
)
_AGO = re.compile(r"\s*(?:ago|old|later|before|of age)\b|\s*-?\s*(?:day|hour|minute)s?\b")
_QUESTION = re.compile(
    r"\W*(?:and |but |so |ok |then )*(?:what|how|which|why|should|would|could|can|does|do|is|are)\b"
)
_ADDED = re.compile(r"\bplus\b|\+|\band (?:an? |my )?(?:pension|social security|disability|bonus)")
_JOINED = re.compile(r"\s*(?:plus|\+|and)\s+(?:(?:an?|my|about) )?(?:[a-z]+ ){0,2}")
_VERSION = re.compile(r"\b(?:fico|vantage(?: ?score)?)\s*$")
_COUNTED = re.compile(r"\b(?:first|last|other|these|those|the|all|both|of the|my|our|any|next)\s*$")


class Figure(NamedTuple):
    """One quantity with the stretch of the message that may speak for it."""

    quantity: Quantity
    number: int
    sort: Sort | None
    value: Decimal | None
    floor: int
    """Claims before it start here at the earliest."""
    start: int
    end: int
    """With the words of its period."""
    after_from: int
    """Claims after it start here at the earliest."""
    ceiling: int
    """Claims after it end here at the latest."""
    shares_left: bool
    """Another figure of the same sentence stands before it."""
    shares_right: bool
    is_other: bool
    asks: bool
    """It stands in a question."""
    period: Period | None
    """What it is paid for; in "910 and 400 a month" both are."""
    is_added: bool
    """It is said to come on top of the figure before it: "61k plus 6k bonus"."""
    states_nothing: bool

    @property
    def is_bare(self) -> bool:
        """A plain number: no currency, no thousands, no period."""
        q = self.quantity
        return q.measures == "number" and q.currency is None and q.period is None


def sort_of(quantity: Quantity) -> Sort | None:
    """Tell what sort of field a quantity can fill; None for counts of something else."""
    measures = quantity.measures
    if measures == "duration":
        return "duration"
    if measures == "percent":
        return "percent"
    if measures == "money" or (measures == "number" and quantity.unit in ("", "score")):
        return "amount"
    return None


def with_names_as_they(text: str) -> str:
    """Put "he" or "they" for the name of a person, letter for letter.

    >>> with_names_as_they("Sam earns 48,000. Sam pays 300")
    'he  earns 48,000. he  pays 300'
    """
    text = named_as_they(text)
    for found in _NAME.finditer(text):
        name = found[1] or found[2]
        if name not in _NO_NAME:
            text = re.sub(
                rf"\b{name}\b", ("they" if len(name) > 3 else "he").ljust(len(name)), text
            )
    return text


def speaks_of_other(lowered: str, position: int, *, default: bool) -> bool:
    """Tell whether the words before `position` are about somebody else than the customer.

    >>> speaks_of_other("my sister's score is about ", 26, default=False)
    True
    >>> speaks_of_other("my mom's necklace, and i earn ", 30, default=False)
    False
    """
    before = _BELONGINGS.sub(lambda m: "_" * len(m[0]), lowered[:position])
    third = max((m.start() for m in _THIRD.finditer(before)), default=-1)
    first = max((m.start() for m in _FIRST.finditer(before)), default=-1)
    if third < 0 and first < 0:
        return default
    return third > first


def _asks(sentence: str) -> bool:
    return "?" in sentence or _QUESTION.match(sentence) is not None


def _sentences(lowered: str) -> list[tuple[int, int]]:
    cuts = [m.end() for m in _SENTENCE_END.finditer(lowered)]
    starts = [0, *cuts]
    ends = [*cuts, len(lowered)]
    return [(s, e) for s, e in zip(starts, ends, strict=True) if e > s]


def _start_of(sentences: Sequence[tuple[int, int]], lowered: str, at: int) -> tuple[int, int]:
    """Return the sentence of a position; one that only names a thing ("Rent?") is joined to it."""
    number = next(i for i, (_, e) in enumerate(sentences) if at < e)
    start, end = sentences[number]
    opens = not set(_WORD.findall(lowered[start:at])) - _FILLERS
    if number and opens:
        before = lowered[slice(*sentences[number - 1])]
        if len(before.split()) <= 4 and not any(c.isdigit() for c in before):
            start = sentences[number - 1][0]
    return start, end


def cost_between(words: str) -> int:
    """Return how far apart a claim and its figure are: words that matter, and separators.

    >>> cost_between(" is about "), cost_between(" to buy a car, ")
    (0, 5)
    """
    separators = len(_SEPARATOR.findall(words))
    joints = ("but", "plus", "then", "while", "because", "minus")
    counted = [w for w in _WORD.findall(words) if w not in _FILLERS and w not in joints]
    return len(counted) + 3 * separators


def last_separator(words: str) -> int:
    """Return the end of the last separator; -1 without one."""
    return max((m.end() for m in _SEPARATOR.finditer(words)), default=-1)


def first_separator(words: str) -> int:
    """Return the start of the first separator; -1 without one."""
    found = _SEPARATOR.search(words)
    return found.start() if found else -1


def _states_nothing(lowered: str, sentence: tuple[int, int], quantity: Quantity) -> bool:
    words = lowered[slice(*sentence)]
    left = lowered[sentence[0] : quantity.start]
    if quantity.measures == "duration" and _AGO.match(lowered[quantity.end :]):
        return re.search(r"started|hired|joined|began|working", left) is None
    if quantity.measures == "number" and quantity.value is not None and quantity.value <= 12:
        if _VERSION.search(left):
            return True
        if _COUNTED.search(left) and not re.match(
            r"\s*(?:one|month|year)", lowered[quantity.end :]
        ):
            return True
    return bool(_NO_FACT.search(words)) or (_asks(words) and bool(_ASKS_ABOUT.search(words)))


_NEGATED = re.compile(
    r"\b(?:no|without|not any|don't (?:have|pay|owe) (?:any )?)\s?(?:other |more )?(?:debts?"
    r"|payments?"
    r"|rent|mortgage|loans?|bills|cards?|savings|aid|scholarships?|scores?|credit|down payment)\b"
    r"|\bnothing (?:is |was )?(?:covered|owed|else)\b"
)


_ASIDE = re.compile(r"[,(]( ?(?:(?:rent|everything|all) included|including rent|with rent))[,)]")


def claimable(text: str) -> str:
    """Return the text in which claims are looked for: names as they, no "no debts"."""
    lowered = with_names_as_they(text).lower()
    if len(lowered) != len(text):
        lowered = text.lower() if len(text.lower()) == len(text) else text
    lowered = _ASIDE.sub(lambda m: f" {m[1]} ", lowered)
    return _NEGATED.sub(lambda m: "_" * len(m[0]), lowered)


def figures_of(
    text: str, quantities: Sequence[Quantity], *, other_by_default: bool
) -> list[Figure]:
    """Describe every quantity of a message by what stands around it."""
    lowered = claimable(text)
    sentences = _sentences(lowered)
    ends = [q.end + _period_length(lowered, q, quantities, i) for i, q in enumerate(quantities)]
    figures = []
    for index, quantity in enumerate(quantities):
        start, end = _start_of(sentences, lowered, quantity.start)
        before = ends[index - 1] if index else 0
        after = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
        figures.append(
            Figure(
                quantity=quantity,
                number=index,
                sort=sort_of(quantity),
                value=quantity.value if quantity.value is not None else quantity.lo,
                floor=max(start, before),
                start=quantity.start,
                end=ends[index],
                after_from=quantity.end,
                ceiling=min(end, after),
                shares_left=before > start,
                shares_right=after < end,
                is_other=speaks_of_other(lowered, quantity.start, default=other_by_default),
                asks=_asks(lowered[start:end]),
                period=quantity.period or _shared_period(lowered, quantities, index),
                is_added=_ADDED.search(lowered[before : quantity.start]) is not None,
                states_nothing=_states_nothing(lowered, (start, end), quantity),
            )
        )
    return figures


def _shared_period(lowered: str, quantities: Sequence[Quantity], index: int) -> Period | None:
    if index + 1 == len(quantities) or quantities[index].measures not in ("money", "number"):
        return None
    following = quantities[index + 1]
    between = lowered[quantities[index].end : following.start]
    return following.period if _JOINED.fullmatch(between) else None


def _period_length(
    lowered: str, quantity: Quantity, quantities: Sequence[Quantity], index: int
) -> int:
    limit = quantities[index + 1].start if index + 1 < len(quantities) else len(lowered)
    found = _PERIOD.match(lowered[quantity.end : limit])
    return found.end() if found else 0
