"""Sums that are owed in all, in a list of debts: no monthly payments, together what clears them.

"The Visa 3,200, the store card 900 and the dentist 1,100": nobody pays 3,200 a month on a card.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from agent.language.quantities import Quantity
from agent.language.text import plain
from agent.offline.filling_features import Figure
from agent.offline.filling_records import SUMMED, Situation
from agent.offline.filling_words import first_separator, last_separator

CLEARS = re.compile(
    r"\b(?:pay(?:s|ing)? (?:[a-z]+ ){0,3}?off|pay (?:my|our|these|all) (?:[a-z]+ )?(?:cards|debts)"
    r"|clear(?:s|ing)?(?! about)|consolidat\w+"
    r"|wip(?:e|ing) out|get(?:ting)? rid of|settle|roll(?:ing)?|combin(?:e|ing)|refinanc\w+"
    r"|knock(?:ing)? out|(?:want|need|like)(?: \w+){0,2} (?:them|those|these|it|cards?|debts?)"
    r"(?: all)? (?:gone|paid|done|cleared|settled)|(?:be )?done with (?:them|those|these|my|the"
    r"|all)"
    r"|lump\w*|merge|put (?:all |everything |them )?(?:together|in(?:to)? one))\b"
)
"""Said of debts that the loan would end."""
_OWED = re.compile(r"\bow(?:e|es|ing)\b|\bbalances?\b|\boutstanding\b|\bmaxed\b")
_CARD = (
    r"(?:visas?|master ?cards?|amex|american express|discover|capital one|chase|citi|macy'?s"
    r"|best buy|target|walmart|amazon|home depot|lowe'?s|sears|apple card|paypal|affirm|klarna"
    r"|(?:store|credit|gas|charge)? ?cards?|line of credit|overdraft|pay ?day loans?)"
)
_CARDS = re.compile(rf"\b{_CARD}\b")
_DEBT = re.compile(
    rf"\b(?:{_CARD}|dentist|doctor|hospital|medical (?:bills?|debts?)|(?:personal|other|student)"
    r" loans?|debts?|collections?|irs|back taxes|furniture|lender)\b"
)
_WISH = re.compile(
    r"\b(?:need\w*|want\w*|borrow\w*|loan (?:of|for)|lend me|looking|total|amount)"
    r"(?: (?:a|an|about|around|of|for|loan|to borrow|is|like|maybe|just))*\W*$"
)
_MONTHLY = re.compile(
    r"\b(?:a|per|each|every|/) ?(?:month|mo)\b|\bmonthly\b|\bpayments?\b|\bminimums?\b"
    r"|\binstal?lments?\b|/ ?mo\b|\bemis?\b|\bgoes out\b|\bgo out\b"
)
_TOO_MUCH_A_MONTH = Decimal(2_000)
"""Nobody pays that much each month on one card or one bill."""
_FEW = Decimal(1_000)


def balances(lowered: str, figures: Sequence[Figure], now: Situation) -> frozenset[int]:
    """Return the numbers of the figures that are owed in all.

    >>> from agent.language.quantities import find_quantities
    >>> from agent.offline.filling_features import figures_of
    >>> def of(said):
    ...     figures = figures_of(said, find_quantities(said), other_by_default=False)
    ...     return sorted(balances(said, figures, Situation()))
    >>> of("the visa 3,200, the store card 900"), of("rent 1200, cards 520, car 290")
    ([0, 1], [])
    """
    listed = [f for f in figures if _is_listed(lowered, f)]
    if not listed or _MONTHLY.search(lowered[listed[0].floor : listed[-1].end]):
        return frozenset()
    largest = max(f.value or Decimal(0) for f in listed)
    cleared = CLEARS.search(lowered[: listed[-1].start]) is not None
    owed = _OWED.search(lowered[: listed[-1].end]) is not None
    asked = any(f in SUMMED for f, _ in now.open_fields)
    named = len(listed) > 1 and _CARDS.search(lowered[listed[0].floor : listed[-1].ceiling])
    if (
        (named and largest >= _TOO_MUCH_A_MONTH)
        or cleared
        or (owed and not (asked and largest < _FEW))
    ):
        return frozenset(f.number for f in listed)
    return frozenset()


def _is_listed(lowered: str, figure: Figure) -> bool:
    """Tell whether a figure without a period stands beside the name of a debt."""
    if figure.sort != "amount" or figure.period is not None or figure.is_other:
        return False
    left = lowered[figure.floor : figure.start]
    right = lowered[figure.end : figure.ceiling]
    cut = first_separator(right)
    own_left = left[max(last_separator(left), 0) :]
    own_right = right[:cut] if cut >= 0 else right
    if _WISH.search(own_left) or CLEARS.search(own_right):
        return False  # "8,000 to clear the Visa" is what all of them come to
    if not re.search("[a-z]{3}", own_left + own_right) and CLEARS.search(lowered[: figure.start]):
        return _DEBT.search(lowered[: figure.start]) is not None
    beside = re.match(r"\s*(?:on|for|to|with|at|from|in) ", own_right)
    return bool(_DEBT.search(own_left) or (beside and _DEBT.search(own_right)))


_SEVERAL = re.compile(
    r"^(?!.*\b(?:refinanc|re ?fi|mortgage|cash ?out))(?=.*\b(?:pay(?:ing)? (?:\w+ ){0,3}?off"
    r"|consolidat\w+|clear(?:ing)? (?:my|our|the|all|off|these|some)|wip(?:e|ing) out"
    r"|pay (?:my|our|these|all) (?:\w+ )?(?:cards|debts))\b)"
    r".*\b(?:visa|master ?card|amex|discover|(?:store|credit) cards?|cards|debts)\b"
)


def clears_cards(plain_text: str) -> bool:
    """Tell whether several debts are to be cleared: what each was for is no purpose of this loan.

    >>> clears_cards("i want to pay off the visa and the dentist"), clears_cards("my dentist")
    (True, False)
    >>> clears_cards("our home is free and clear and i pay 1 500 in debts")
    False
    """
    return _SEVERAL.search(plain_text) is not None


_NAMED = re.compile(r"\b(?:cards?|debts?|loans|bills)\b")
_LIST = re.compile(r"[\s,;+&$]*(?:and|plus|about|around|so|the|a|then)?[\s,;+&$]*")


def lists_what_is_owed(text: str, figures: Sequence[Quantity], earlier: Sequence[str]) -> bool:
    """Tell whether a bare list says what the cards that are to go come to: together the loan.

    >>> from agent.language.quantities import find_quantities
    >>> said = "2100, 4300 and 1900"
    >>> lists_what_is_owed(said, find_quantities(said), ["i want my cards gone"])
    True
    """
    before = [plain(said) for said in earlier[-2:]]
    if len(figures) < 2 or not any(CLEARS.search(p) and _NAMED.search(p) for p in before):
        return False
    ends = [0, *(q.end for q in figures)]
    starts = [*(q.start for q in figures), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    money = all(q.measures in ("money", "number") and not q.period for q in figures)
    return money and all(_LIST.fullmatch(words.strip(".! ")) for words in between)
