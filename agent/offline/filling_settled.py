"""Figures that leave no choice, and figures that state nothing: taken out before the weighing."""

import re
from collections.abc import Sequence

from agent.language.nones import DEBT_FREE, NO_DEBTS
from agent.language.quantities import Quantity
from agent.offline.filling_corrected import adds_nothing, in_place_of, replaces, said_again
from agent.offline.filling_features import Figure
from agent.offline.filling_lone import by_themselves
from agent.offline.filling_pairs import one_score_each, pair_of_incomes, pair_of_scores
from agent.offline.filling_records import SUMMED, Situation, field_for
from agent.offline.filling_slips import another_score, instead_of_wrong, without_wrong
from agent.offline.filling_years import is_date, is_model_year

_NO_DEBTS = re.compile(rf"\b(?:{NO_DEBTS}|{DEBT_FREE})")
_AGE = re.compile(
    r"\b(?:i am|i'm|im|aged?)(?: an? [a-z ]{3,20},)?\s+$"
    r"|\b(?:student|widow(?:er)?|retiree) here,\s+$"
)
_AGE_ENDS = re.compile(r"\W*(?:$|y(?:/|ears|rs)?\b|[,.?!;]|(?:and|now|so|can|but|w|with)\b)")
_OF_THAT = re.compile(r"\s*(?:of (?:it|that|this|those|which)\b)")
_SOMEBODYS = re.compile(
    r"\b(?:(?:his|hers?|theirs?)(?: is)?|my \w+'s(?: is)?|\w+ (?:earns|makes))\W*$"
)


def settled(
    text: str, figures: Sequence[Figure], now: Situation
) -> tuple[list[tuple[str, Quantity]], list[Figure]]:
    """Take out what leaves no choice, and what was put right in the same breath."""
    lowered = text.lower()
    fixed, figures = pair_of_incomes(lowered, figures)
    if not fixed and now.has_other:
        fixed, figures = pair_of_scores(lowered, figures, now)
    alone, figures = by_themselves(lowered, figures, now)
    fixed = [*fixed, *alone]
    rest: list[Figure] = []
    again, right = said_again(lowered, figures), instead_of_wrong(figures, now)
    for figure in figures:
        if figure.number in again or is_date(figure, lowered):
            continue
        if rest and adds_nothing(rest, figure, lowered):
            continue
        field = right or _rent(figure, lowered, now) or _only_reading(figure, lowered, now)
        field = field or another_score(fixed, figure, lowered)
        if field is None and any(f.is_sum for f in figures) and _share_of_own(figure, lowered):
            field = "annual_income"
        share = _share_of_other(figure, lowered)
        if field is not None and figure.states_nothing:
            continue
        if share:
            fixed.append(("co_annual_income", figure.quantity))
        elif field is not None:
            fixed = without_wrong(fixed, field_for(field, figure), figure, lowered)
            fixed.append((field_for(field, figure), figure.quantity))
        elif rest and replaces(rest[-1], figure, lowered):
            rest.append(in_place_of(rest.pop(), figure))
        else:
            rest.append(figure)
    return (one_score_each(fixed) if now.has_other or now.about_other else fixed), rest


def _only_reading(figure: Figure, lowered: str, now: Situation) -> str | None:
    """Return the field that a unit, or the words around, leave no choice about."""
    if figure.sort == "amount" and _is_support_received(lowered[figure.floor : figure.ceiling]):
        return "other_income"
    if _settles_on_years(figure, lowered, now):
        return "term_months"
    return _by_unit(figure, lowered, now)


def _by_unit(figure: Figure, lowered: str, now: Situation) -> str | None:
    quantity, value, product = figure.quantity, figure.value, now.product
    if quantity.unit in _INSTALMENTS and _REPAID.search(lowered[: figure.start]):
        return "term_months"
    if quantity.measures == "age":
        return "has_capacity"
    if quantity.unit in ("mile", "miles", "mi", "km") and product in (None, "car"):
        return "vehicle_mileage"
    of_price = quantity.measures == "percent" and product in ("car", "home")
    if of_price and _IS_PUT_DOWN.match(lowered, quantity.end):
        return "down_payment"
    paid = re.match(r"\s*(?:a|per|each|every|/) ?(?:month|mo)\b", lowered[quantity.end :])
    if _LAST_CHECKED.match(lowered, quantity.end) and 300 <= (value or 0) <= 850:
        return "credit_score"
    if quantity.unit == "score" and not paid and not _may_be_paid(lowered, now):
        return "credit_score"
    if figure.is_bare and value is not None and 14 <= value <= 99 and quantity.text.isdigit():
        left, right = lowered[: figure.start], lowered[quantity.end :]
        if _AGE.search(left) and _AGE_ENDS.match(right):
            return "has_capacity"
    return "vehicle_model_year" if product == "car" and is_model_year(figure, lowered) else None


_SUPPORT = re.compile(r"\b(?:child support|alimony|spousal support|maintenance from)\b")
_RECEIVED = re.compile(
    r"\b(?:get|gets|getting|got|receiv\w+|collect\w*|counted|count|comes? in|coming in|pays? me"
    r"|paid to me|from (?:my|the|his|her) (?:ex|father|dad))\b"
)
_IS_PAID = re.compile(
    r"\b(?:i|we)(?: also| still| do)? pay\b|\bpaying\b|\bpay(?:s)? (?:my|the|his|her) ex\b"
)


def _is_support_received(words: str) -> bool:
    """Tell support that comes in, and counts as income where it is told, from support paid."""
    found = _SUPPORT.search(words) and _RECEIVED.search(words)
    return bool(found) and not _IS_PAID.search(words)


_SETTLES = re.compile(
    r"(?:(?:ok|okay|k|well|so|hm+|then|alright|fine|yeah|yes|nah|no|actually|and|but)[, ]+)*"
    r"(?:let'?s (?:say|do|go (?:with|for)|make it|take|try)|let us (?:say|do|take)|make (?:it|that)"
    r"|go (?:with|for)|i(?:'ll| will| would|'d)? (?:take|do|say|go (?:with|for)|prefer)"
    r"|rather|say|do|call it|better)\s+"
)
_SENTENCE_ENDS = re.compile(r"[.!?;]\s+")
_IS_FINE = re.compile(
    r"\s+(?:is|are|works?|sounds|would be|will do)(?: \w+)?"
    r"(?: (?:fine|ok|okay|good|great|better|best|perfect|alright|for me|then))?\W*"
)
_AND_THAT_IS_IT = re.compile(r"(?:\s+(?:then|please|instead|pls|i guess|maybe|better))?\W*")
_MOST_CHANGED = 2
"""An amount is rarely changed to less than the half of it."""


def _settles_on_years(figure: Figure, lowered: str, now: Situation) -> bool:
    """Read "let's say 6" beside offers as a time in years: no loan of 6,000 is near this one."""
    value, amount = figure.value, now.known.get("principal")
    if not (now.has_offers and figure.is_bare and amount and value) or value % 1:
        return False
    before = _SENTENCE_ENDS.split(lowered[: figure.start])[-1]
    after = _SENTENCE_ENDS.split(lowered[figure.quantity.end :])[0]
    if int(value) * 12 in now.terms and _IS_FINE.fullmatch(after):
        return True
    if not _SETTLES.fullmatch(before) or not _AND_THAT_IS_IT.fullmatch(after):
        return False
    offered = 12 <= value * 12 <= max(now.terms, default=0)
    return offered and value * 1000 * _MOST_CHANGED < amount


_FOR_THE_HOME = re.compile(
    r"\s*(?:dollars |bucks )?for (?:the|my|our) (?:apartment|place|room|flat)\b"
)
_MOST_RENT = 10_000


def _rent(figure: Figure, lowered: str, now: Situation) -> str | None:
    """Read the answer to "what rent do you pay" as one: "I pay 1,300 for the apartment"."""
    asked = any(field == "rent" for field, _ in now.open_fields)
    pays = _FOR_THE_HOME.match(lowered, figure.quantity.end)
    fits = figure.sort == "amount" and (figure.value or 0) < _MOST_RENT
    return "rent" if asked and pays and fits else None


_INSTALMENTS = frozenset({"instalment", "instalments", "installment", "installments", "payments"})
_REPAID = re.compile(r"\b(?:repa\w+|pay (?:it )?back|over|in|spread|return\w*)(?: \w+){0,2}\s*$")
_IS_PUT_DOWN = re.compile(r"\s*(?:down\b|deposit\b|of the price\b)")
_LAST_CHECKED = re.compile(r",? (?:the )?last (?:time )?(?:i|we) (?:checked|looked|saw|heard)")
"""What is looked up now and then is a score: "706, last I checked"."""


def _may_be_paid(lowered: str, now: Situation) -> bool:
    """Tell whether "600ish" may be something else: another question is open than for a score."""
    asked = any(f.endswith("credit_score") for f, _ in now.open_fields)
    spoken = re.search(r"score|credit|fico", lowered)
    return bool(now.open_fields) and not asked and spoken is None


def _share_of_other(figure: Figure, lowered: str) -> bool:
    """Read "98k, my wife's 40 of that": whose share it is was said."""
    before = lowered[max(figure.quantity.start - 24, 0) : figure.quantity.start]
    return bool(_OF_THAT.match(lowered[figure.end :]) and _SOMEBODYS.search(before))


_OWN_SHARE = re.compile(r"\b(?:i'm|i am|im|mine is|i make|i bring|i earn|my (?:part|share) is)\W*$")


def _share_of_own(figure: Figure, lowered: str) -> bool:
    """Read "household is 104k, I'm 64 of that": the customer's own part."""
    before = lowered[max(figure.quantity.start - 24, 0) : figure.quantity.start]
    return bool(_OF_THAT.match(lowered[figure.quantity.end :]) and _OWN_SHARE.search(before))


def without_answered(text: str, now: Situation) -> Situation:
    """Take the monthly payments out of what is open where "no debts" has answered them."""
    if not _NO_DEBTS.search(text.lower()):
        return now
    left = tuple((f, s) for f, s in now.open_fields if f not in SUMMED)
    return now._replace(open_fields=left)


_IS_MUCH = re.compile(
    r"\s*(?:(?:year|yr)s? )?(?:one )?(?:is|are|was|looks?|sounds?|seems?|feels?) (?:\w+ )?"
    r"(?:a lot|lots|too|so|much|more|high|higher|long|longer|steep|way)\b"
)


def without_cards_named(text: str, figures: Sequence[Figure], now: Situation) -> list[Figure]:
    """Leave out terms of the offers that only point at cards: "48 or 60?", "7 is a lot"."""
    if now.has_offers:
        figures = [f for f in figures if not (f.quantity.kind == "range" and f.quantity.readings)]
        figures = [f for f in figures if not _judges_a_card(text.lower(), f, now)]
    named = [f for f in figures if f.is_bare and f.value in now.terms]
    return [f for f in figures if f not in named] if len(named) > 1 else list(figures)


def _judges_a_card(lowered: str, figure: Figure, now: Situation) -> bool:
    """Tell whether a figure is the years of an offer that is found long or dear."""
    years = figure.is_bare and figure.value is not None and figure.value * 12 in now.terms
    return years and _IS_MUCH.match(lowered, figure.quantity.end) is not None
