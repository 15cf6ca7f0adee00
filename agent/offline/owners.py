"""Whose a figure is: the customer's, somebody else's, or both people's in one sum."""

import re

from agent.offline.people import IN_A_STORY, RELATIVE, named_as_they

_OWN = (
    r"(?:incomes?|salary|scores?|credit|fico|pay|wages?|debts?|bills?|payments?|pension|rent|job)"
)
_OF_A_SELLER = (
    r"(?:said|says|told|quoted?s?|wants?|asked|asks|is asking|charges|pays? me|paid me|gave me"
    r"|gives? me|offered me|owes? me|let me|looked)\b"
)
"""What sellers, employers and people in a story do; none of them signs by it."""
_THIRD = re.compile(
    rf"\b(?:he(?! {_OF_A_SELLER})|she(?! {_OF_A_SELLER})"
    rf"|they(?! (?:want|ask|are asking|say|charge|eat|cost|take|{_OF_A_SELLER}))|his"
    r"|hers?|their(?! (?:\w+ )?(?:estimate|quote|price|bill|invoice|offer|number|asking))|him"
    rf"|my (?:\w+ )?{RELATIVE}(?!'s (?!(?:\w+ )?(?:{_OWN}|is)\b|\d))"
    rf"|(?:the )?(?:wife|husband|hubby)(?:'s)?(?= (?:\d|makes|earns|pays|has|gets))"
    rf"|co-?applicants?"
    r"|co-?signers?|co-?borrowers?|the other person|someone|somebody"
    rf"|my (?:[a-z]+ )?(?!{_OWN}\b)[a-z]+ (?:joins|(?:would|could|can|will|wants? to) (?:co-?)?sign"
    r"|is willing to sign))\b"
)
_FIRST = re.compile(
    r"\b(?:i|i'm|im|i've|i'd|i'll|mine|myself|we|we'd|we're|our|ours|us"
    rf"|my (?:own )?(?!own\b){_OWN}|my own"
    r"|my (?:share|loan|work|car|truck|cards?|phone|mortgage))\b"
    r"|(?:^|[,;.:&]\s?|\band |\bbut |\bthere for |years for |yrs for |months for |\d for )me\b"
)
_BELONGINGS = re.compile(
    rf"\bmy (?:\w+ )?{RELATIVE}'?s (?!(?:\w+ )?(?:{_OWN}|is)\b|\d)"
    rf"|\bmy (?:\w+ )?{RELATIVE}'s \S{{1,8}} of (?:it|that|this)"
    rf"|\b(?:liv(?:e|es|ing)|stay(?:s|ing)?) (?:with|at) (?:my|our) (?:\w+ )?{RELATIVE}"
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
_CLAUSE = re.compile(r"[,;:.|/+&](?=\s|\d|$)|\s(?:and|but|plus|so|then|while|because|minus)\s")

_TIME = r"\s*(?:years?|yrs?|months?|mos?|(?<=\b\d)|(?<=\b\d\d)|(?<=\b\d\d\d))(?:\s*there)? for"
_UNIT = r"(?:\s*(?:years?|yrs?|months?|mos?|k|a (?:year|month)|per (?:year|month)|monthly|yearly))?"
_LINKS = r"is|are|from|by|comes from|of (?:it|that|which)(?: is)?|on|at"
_JOINS = rf"(?:{_TIME}|{_UNIT}(?:\s*there)?(?:\s*(?:{_LINKS}))?)"
_ENDS = r"(?=\s*(?:$|[,;.&+/\n)]|and\b|but\b))"
_RUNS_ON = r"(?=\s*(?:$|[,;.&+/\n)]|and\b|but\b|\d))"
_OTHER = rf"(?:him|his|hers?|she|he|theirs|my (?:\w+ )?{RELATIVE}(?:'s)?)\b"
_SELF = r"(?:me|mine|myself|i)\b"
_AFTER_OTHER, _AFTER_SELF = (re.compile(rf"{_JOINS}\s+{who}{_ENDS}") for who in (_OTHER, _SELF))
_LABEL_OTHER, _LABEL_SELF = (re.compile(rf"{_JOINS}\s+{who}{_RUNS_ON}") for who in (_OTHER, _SELF))
"""The same where a message puts every name behind its figure: "50 me 34 my husband"."""
_SHARED = re.compile(r"(?:the |our )?(?:rent|mortgage|housing|house|home|taxes)\b")

_TWO = (
    r"household|combined|joint(?:ly)?|between (?:us|the two of us|both of us)|together"
    r"|both of us|the two of us"
)
_SUM_BEFORE = re.compile(
    rf"\b(?:we|us two)(?: (?:both|two|together|jointly|all|gross))*"
    r" (?:make|earn|bring|gross|have|pull|take|get|got|are (?:at|on|making))\b"
    rf"|\bour (?:\w+ )?(?:incomes?|salar\w+|pay|earnings)\b|\b(?:{_TWO})\b"
)
_OWN_TWO = re.compile(
    r"\bmy (?:\w+ ){0,2}(?:pensions?|annuity|benefits|salary|wages|pay|jobs?|tips|social security)"
    r"(?:,| and| plus| with)(?! my (?:wife|husband|partner|spouse))(?: [\w']+){1,4}? together\b"
    r"|\b(?:my|i have|i work) (?:\w+ )?two jobs\b.*\btogether\b"
)
_SUM_AFTER = re.compile(
    rf"{_UNIT}(?:\s*(?:dollars|before tax(?:es)?|gross|is|in|of|our|total|income))*\s*(?:{_TWO})\b"
)


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
    third, first = _last_named(lowered[:position])
    if third < 0 and first < 0:
        return default
    return third > first


def labels_follow(lowered: str, last: int) -> bool:
    """Tell whether the last figure of a message, which ends at `last`, has its person behind it."""
    return bool(_AFTER_OTHER.match(lowered, last) or _AFTER_SELF.match(lowered, last))


def is_of_other(
    lowered: str,
    start: int,
    end: int,
    ceiling: int,
    *,
    default: bool,
    labels_follow: bool = False,
) -> bool:
    """Tell whose a figure is: by the words right behind it, else by the last person named.

    What both live in is the customer's own to say, after both were named: "I pay 350, he pays 410,
    and rent is 1,400".

    >>> said = "6 years for me, 9 for him"
    >>> [is_of_other(said, *at, len(said), default=False) for at in ((0, 1), (16, 17))]
    [False, True]
    """
    if (_LABEL_OTHER if labels_follow else _AFTER_OTHER).match(lowered, end, ceiling + 1):
        return True
    if (_LABEL_SELF if labels_follow else _AFTER_SELF).match(lowered, end, ceiling + 1):
        return False
    other = speaks_of_other(lowered, start, default=default)
    if not other:
        return False
    third, first = _last_named(lowered[:start])
    cut = max((m.end() for m in _CLAUSE.finditer(lowered[:start])), default=0)
    shared = first >= 0 and third < cut and _SHARED.match(lowered[cut:start].strip())
    return not shared


_STUDENT = re.compile(
    r"\b(?:my|our) (?:\w+ )?(?:grand)?(?:son|daughter|kid|child|boy|girl|niece|nephew)s?\b"
    rf"|\b(?:my|our) (?:\w+ )?{RELATIVE}'?s (?:\w+ )?(?:school(?:ing)?|tuition|college|university"
    r"|studies|degree|program|course|semester)\b"
)
_SIGNS = re.compile(
    r"\bsign\w*|\bco ?-?(?:sign|appl|borrow)\w*|\bapply with|\bjoin\w*|\bearns?\b|\bmakes\b"
)


def is_for_a_student(lowered: str) -> bool:
    """Tell whether "he" is a child whom the loan is for, and nobody who would sign.

    >>> is_for_a_student("my son got into purdue. the bill is 28,400")
    True
    """
    return _STUDENT.search(lowered) is not None and _SIGNS.search(lowered) is None


def names_both(lowered: str) -> bool:
    """Tell whether a message speaks of the customer and of somebody else."""
    third, first = _last_named(lowered)
    return third >= 0 and first >= 0


def _last_named(before: str) -> tuple[int, int]:
    """Return where somebody else, and where the customer, was last spoken of; -1 for nowhere."""
    before = _BELONGINGS.sub(lambda m: "_" * len(m[0]), before)
    before = IN_A_STORY.sub(lambda m: "_" * len(m[0]), before)
    third = max((m.start() for m in _THIRD.finditer(before)), default=-1)
    first = max((m.start() for m in _FIRST.finditer(before)), default=-1)
    return third, first


def is_sum_of_two(lowered: str, floor: int, start: int, end: int, ceiling: int) -> bool:
    """Tell whether an income is said for two people at once.

    >>> is_sum_of_two("we make 130", 0, 8, 11, 11), is_sum_of_two("84k joint", 0, 0, 3, 9)
    (True, True)
    >>> is_sum_of_two("we want a house for 300k", 0, 20, 24, 24)
    False
    """
    if _SUM_AFTER.match(lowered[end:ceiling]):
        return True
    before = lowered[floor:start]
    if _OWN_TWO.search(before):
        return False  # two incomes of one person
    found = [m.end() for m in _SUM_BEFORE.finditer(before)]
    return bool(found) and _CLAUSE.search(before[found[-1] :]) is None
