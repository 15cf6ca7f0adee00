"""Figures whose own words leave no doubt, whatever was learned: "the seller wants 11,500".

What somebody earns before tax stands in place of what lands in the account.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from agent.language.quantities import Quantity
from agent.offline.filling_at_work import of_work
from agent.offline.filling_features import Figure, figures_of
from agent.offline.filling_ranges import fits
from agent.offline.filling_records import SUMMED, Situation
from agent.offline.filling_to_repay import to_repay
from agent.offline.slots import Slot


class _Name(NamedTuple):
    """Words right before or right behind a figure that say which field it is."""

    field: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    product: str | None = None
    is_small: bool = False
    """It is said for a month without saying so, and no income a year: benefits."""


_ABOUT = r"(?:,? (?:about|around|roughly|like|some|maybe|for it|only|just))*,? ?$"
_NEVER = re.compile(r"(?!)")
_TAXES = r"(?<!before )(?<!after )(?<!before any )\btax(?:es)?\b"
_INSURANCE = (
    r"(?:(?<!car )(?<!auto )(?<!health )(?<!life )(?<!truck )\binsurance\b"
    r"|\bhome ?owner'?s?(?! (?:association|dues|fees?)\b)|\bhoi\b)"
)
_HOME_COST = rf"(?:{_TAXES}|{_INSURANCE})"
_GROSS = r"(?:before (?:any )?tax(?:es)?|pre-? ?tax|gross)"
_NAMES: tuple[_Name, ...] = (
    *(
        _Name(
            "principal",
            re.compile(r"\b(?:borrow|borrowing|finance|financing|loan (?:of|for))" + _ABOUT),
            re.compile(
                r" (?:dollars? )?loan\b(?! (?:payments?|balance|is|was|on|left|from|with|at|out))"
            ),
            product,
        )
        for product in ("car", "home", "personal", "medical", "gold", "education")
    ),
    *(
        _Name(
            "down_payment",
            re.compile(
                r"\b(?:(?:put|putting|lay|laying)(?: in| down| up)?"
                r"|(?:all|everything|the rest|it all|the whole thing) (?:but|except)(?: for)?)"
                + _ABOUT
            ),
            re.compile(r" (?:dollars? )?(?:down\b(?! (?:to|from|by))|up ?front\b)"),
            product,
        )
        for product in ("car", "home")
    ),
    _Name(
        "vehicle_price",
        re.compile(
            r"\b(?:seller|dealer(?:ship)?|owner|guy|lady|neighbou?r|they|he|she)(?:'s| is| are|s)?"
            r" (?:wants?|ask(?:s|ing)?|would take)(?: for (?:it|the \w+))?" + _ABOUT
        ),
        _NEVER,
        "car",
    ),
    _Name(
        "cost_of_attendance",
        re.compile(
            r"\b(?:school|college|university|program|course|they)(?:'s| is| are)?"
            r" (?:wants?|charg(?:es?|ing)|ask(?:s|ing)?(?: for)?|costs?|bills?(?: me)?|runs?)"
            + _ABOUT
        ),
        _NEVER,
        "education",
    ),
    _Name(
        "vehicle_price",
        re.compile(
            rf"\bfound (?:an?|this|the|one)(?: \w+){{0,3}} (?:on|at) (?:an?|the|their) "
            rf"(?:car |used car )?(?:lot|dealer(?:ship)?){_ABOUT}"
        ),
        _NEVER,
        "car",
    ),
    _Name(
        "principal",
        re.compile(
            r"\b(?:like|want|need|get|looking for|asking for|apply for|applying for|about|request)"
            r"(?: to get| to take(?: out)?)?(?: me)? an?(?: \w+){0,2} loan (?:of|for)" + _ABOUT
        ),
        _NEVER,
    ),
    _Name(
        "provider_estimate",
        re.compile(
            r"\b(?:dentist|doctor|hospital|clinic|surgeon|orthodontist|provider|specialist|they|he"
            r"|she)(?:'s| is| are)? (?:says?|said|quoted?(?: me| us)?|wants?|charg(?:es?|ing)|asks?"
            r"|billed(?: me| us)?|bill is|estimates?)(?: (?:it|that|this)(?:'s| is| will be|'ll be"
            r"| costs?| would be))?" + _ABOUT
        ),
        re.compile(r"[ ,]*(?:dollars? )?(?:is |was )?(?:the |their |a )?(?:estimate|quote|bill)\b"),
        "medical",
    ),
    *(
        _Name(
            "taxes_and_insurance",
            re.compile(_HOME_COST + r"(?: (?:is|are|would be|come to|runs?))?" + _ABOUT),
            _NEVER,
            product,
        )
        for product in ("home", "mortgage_refinance")
    ),
    *(
        _Name(
            "down_payment",
            re.compile(
                r"\bcontribut\w+(?: (?:a|my own|own|the))?(?: (?:sum|deposit|equity))?"
                r"(?: of)?" + _ABOUT
            ),
            re.compile(r"[ ,]*(?:dollars? )?(?:of |is )?(?:my|our) (?:own )?contribution\b"),
            product,
        )
        for product in ("home", "car")
    ),
    _Name(
        "gold_value",
        re.compile(
            r"(?:\bworth|\bvalue[ds]?|\bassay(?:ed)?|\btested|\bapprais(?:ed|al)|\bestimate[ds]?)"
            r"(?: (?:it|them|that|the gold|paper|report|certificate))?(?: (?:at|is|says?|was|of|to"
            r" be))?" + _ABOUT
        ),
        re.compile(r" ?(?:dollars? |bucks? )?(?:is |was )?(?:the|its) (?:value|assay|appraisal)\b"),
        "gold",
    ),
    _Name(
        "annual_income",
        re.compile(
            rf"\b{_GROSS}(?: income| pay| salary)?(?:,? (?:it|that)(?:'s| is|s| was| comes to)?"
            r"|,? (?:is|was)|,? i(?:'m| am)?(?: make| earn| get| at)?)?" + _ABOUT
        ),
        re.compile(rf"[ ,]*(?:(?:a|per|each) year |yearly |annually )?(?:is )?{_GROSS}\b"),
    ),
    _Name(
        "annual_income",
        re.compile(
            r"\b(?:disability|ss[di]i?|social security|pension|benefits|unemployment|welfare)"
            r"(?: check)?(?:,? (?:is|of|pays(?: me)?|at|for|gives me))?" + _ABOUT
        ),
        re.compile(
            r"[ ,]*(?:dollars? )?(?:of |in |from )?(?:my )?(?:disability|ss[di]i?|social"
            r" security|pension|benefits|unemployment|welfare)\b"
        ),
        is_small=True,
    ),
)
_OF_BENEFITS = (100, 2_400)
"""What benefits of a month come to, smaller than any income of a year."""
_OF_THE_HOME = re.compile(rf"{_TAXES}.*{_INSURANCE}|{_INSURANCE}.*{_TAXES}", re.DOTALL)
"""Taxes and insurance in one breath are those of the home."""
_NET_BEFORE = re.compile(r"\b(?:net|after tax(?:es)?|take[- ]home|takehome)(?: pay)?(?: is| of)? $")
_NET_AFTER = re.compile(
    r"[ ,]*(?:(?:a|per|each) (?:year|month) )?(?:(?:is|was|that is|that's|thats|it's|its)(?: what)?"
    r"(?: my| the)? )?(?:net|after tax(?:es)?|(?:my )?take[- ]home|i (?:take|bring) home|(?:what )?"
    r"(?:lands|arrives|comes in|hits my|goes into my|ends up|i (?:see|get) in my))"
)


_ASKED_OF_US = ("principal", "down_payment")
_OF_A_THING = re.compile(
    r" (?:dollars? )?(?:as|(?:\w+ )?(?:car|truck|suv|van|bike|house|home|condo|place|property))\b"
)


def _is_meant(figure: Figure, lowered: str) -> bool:
    """Tell whether a sum to borrow or to pay down is stated: not "finance a 26,400 car"."""
    thing = _OF_A_THING.match(lowered, figure.quantity.end)
    return not (figure.states_nothing or thing)


_COST = re.compile(
    r"\b(?:rent|phone|(?:card )?minimums?|(?:credit )?cards?|(?:car|truck|auto|student|personal)"
    r" (?:payment|note|loans?|insurance)|lease|gym|netflix|internet|utilities|day ?care|child ?care"
    r"|child support|alimony|storage|klarna|affirm)(?::| is|'s|,? about| around)* ?\$?$"
)
_ALONE = re.compile(r"(?:^|[,;.\n] ?|\band )$")
_ENDS = re.compile(r"\s*(?:$|[,;.\n])")


def _is_lone_score(figure: Figure, lowered: str, found: Sequence[Slot], now: Situation) -> bool:
    """Tell a score in a list from a payment: "47k, 820 a month with rent, 690, four yrs"."""
    score = figure.is_bare and figure.quantity.text.isdigit() and 500 <= (figure.value or 0) <= 850
    alone = _ALONE.search(lowered[: figure.start]) and _ENDS.match(lowered, figure.quantity.end)
    others = [s for s in found if s.quantity != figure.quantity]
    told = {"annual_income", "monthly_obligations"} <= {s.field for s in others}
    free = not any("credit_score" in s.field for s in others) and "credit_score" not in now.known
    return bool(score and alone and told and free)


_AT_A_TIME = re.compile(r"\b(?:at|over|on|for|same|keep|keeping|still|stay at|back to) $")


def _is_shown_time(figure: Figure, lowered: str, now: Situation) -> bool:
    """Tell whether a bare figure is a time that is shown: "back at 60 but borrow 28"."""
    shown = figure.is_bare and figure.value in now.terms
    return shown and _AT_A_TIME.search(lowered[: figure.start]) is not None


_PAID_OUT = ("monthly_obligations", "rent", "shared_obligations")
_MOST_A_MONTH = 9_999


def _is_listed_cost(figure: Figure, lowered: str) -> bool:
    """Tell whether a figure stands behind a cost, in a list of what goes out each month."""
    paid = figure.period in (None, "month") and 0 < (figure.value or 0) <= _MOST_A_MONTH
    return paid and _COST.search(lowered[: figure.start]) is not None


def named_plainly(
    text: str, quantities: Sequence[Quantity], slots: Sequence[Slot], now: Situation
) -> list[Slot]:
    """Return the slots with figures added, or put in another's place, that name their field.

    A field that has a figure keeps it, except a net income beside which the gross one is said.
    """
    found = list(slots)
    lowered = text.lower()
    lists = any(f == "monthly_obligations" for f, _ in now.open_fields)
    for figure in figures_of(text, quantities, other_by_default=False):
        field = _named(figure, lowered, now.product)
        read = any(s.quantity == figure.quantity and s.field in _PAID_OUT for s in found)
        if lists and field is None and not read and _is_listed_cost(figure, lowered):
            field = "monthly_obligations"
        if field is None and len(quantities) > 1 and _is_shown_time(figure, lowered, now):
            field = "term_months"
        if field is None and _is_lone_score(figure, lowered, found, now):
            field = "credit_score"
        if field is None or figure.sort != "amount" or figure.quantity.negated:
            continue
        if figure.is_other or (field in _ASKED_OF_US and not _is_meant(figure, lowered)):
            continue
        if field == "taxes_and_insurance" and not _OF_THE_HOME.search(lowered):
            continue
        adds = field in SUMMED and figure.quantity not in [
            s.quantity for s in found if s.field == field
        ]
        same = None if adds else next((s for s in found if s.field == field), None)
        if same is not None and not (field == "annual_income" and _is_net(same.quantity, lowered)):
            continue
        found = [s for s in found if s is not same and s.quantity != figure.quantity]
        found.append(Slot(field, figure.quantity))
    repaid = to_repay(quantities, found, lowered)
    found = [s for s in found if all(s.quantity != r.quantity for r in repaid)]
    return [of_work(slot, found, lowered, now) for slot in (*found, *repaid)]


def _named(figure: Figure, lowered: str, product: str | None) -> str | None:
    before, after = lowered[: figure.start], lowered[figure.quantity.end :]
    for name in _NAMES:
        if name.product not in (None, product) or not _is_sized(name, figure):
            continue
        if name.before.search(before) or name.after.match(after):
            return name.field
    return None


def _is_sized(name: _Name, figure: Figure) -> bool:
    """Tell whether a figure has the size of what is named."""
    if not name.is_small:
        return fits(name.field, figure)
    low, high = _OF_BENEFITS
    return figure.sort == "amount" and figure.period is None and low <= (figure.value or 0) < high


def _is_net(quantity: Quantity, lowered: str) -> bool:
    before, after = lowered[: quantity.start], lowered[quantity.end :]
    return bool(_NET_BEFORE.search(before) or _NET_AFTER.match(after))


def says_net(p: str) -> bool:
    """Tell whether plain words say that a figure is what is left after tax.

    >>> says_net("scratch the 40 that is net"), says_net("it is 40 before tax")
    (True, False)
    """
    return _SAYS_NET.search(p) is not None


_SAYS_NET = re.compile(
    r"\b(?:that|it|this|the \S+|\d\S*)(?: one)? (?:is|was) (?:my |what |the |only )*(?:net"
    r"|after tax"
    r"(?:es)?|take ?home|(?:i (?:take|bring|get)|lands|comes in|hits|arrives)\b)"
)
