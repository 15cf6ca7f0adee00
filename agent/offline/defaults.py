"""Where a figure goes that no words and no open question claim: the first thing still unknown."""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from agent.language.quantities import Quantity
from agent.offline.people import named_as_they, speaks_of_other, wants_two
from agent.offline.phrases import topics_of
from agent.offline.scene import Scene
from agent.offline.slots import PARTY, sort_of

CO_QUESTIONS = ("co_applicant", "co_money", "co_score")
"""Questions about somebody who would sign too."""
_NEED = re.compile(
    r"\b(?:need|want|like|looking|borrow|loan|lend|buy|buying|get|finance|refinance|help|for|pay)\b"
)


_NEED_NOW = re.compile(r"\b(?:need|borrow|loan|lend|finance|want|looking for)\b")


class Message(NamedTuple):
    """What the steps of placing figures share."""

    scene: Scene
    text: str
    p: str
    product: str | None
    open_id: str

    def lacks(self, field: str, taken: Collection[str]) -> bool:
        """Tell whether a field is neither known nor told in this message."""
        return field not in taken and not self.scene.has(field.replace("co_", "co.", 1))


def default_field(m: Message, quantity: Quantity, taken: set[str]) -> str | None:
    """Return where a figure goes that nothing claims: the first thing still unknown."""
    sort = sort_of(quantity)
    if sort == "duration":
        return _default_duration(m, quantity, taken)
    value = quantity.value if quantity.value is not None else quantity.lo
    if sort != "amount" or value is None:
        return None
    if quantity.period == "month" and "afford" in topics_of(m.p):
        return "monthly_payment" if "monthly_payment" not in taken else None
    if m.scene.offers:
        asks_why = set(topics_of(m.p)) & {"why_price", "why", "odds", "waive", "match"}
        return None if asks_why else _lever_for(quantity, value, taken)
    if speaks_of_other(named_as_they(m.text).lower(), quantity.start, default=False):
        return _default_of_other(m, quantity, value, taken)
    return _default_of_own(m, quantity, value, taken) or _default_of_request(m, quantity, taken)


def _default_duration(m: Message, quantity: Quantity, taken: set[str]) -> str | None:
    if m.product == "mortgage_refinance" and m.lacks("old_remaining_months", taken):
        return "old_remaining_months"
    return "term_months" if "term_months" not in taken and quantity.months else None


def _default_of_other(
    m: Message, quantity: Quantity, value: Decimal, taken: set[str]
) -> str | None:
    """A figure of somebody who would sign: "my aunt, 85k, 760"."""
    signing = m.scene.open_id in CO_QUESTIONS or m.scene.context.get("co_applicant")
    if not (signing or wants_two(m.text, m.p) or m.product == "education"):
        return _default_of_request(m, quantity, taken)
    if 300 <= value <= 850 and "k" not in quantity.text.lower():
        return "co_credit_score"
    return "co_annual_income" if "co_annual_income" not in taken else "co_monthly_obligations"


def _default_of_own(m: Message, quantity: Quantity, value: Decimal, taken: set[str]) -> str | None:
    """A figure of the customer's: by its period, or a score by its size."""
    if quantity.period in ("year", "biweek", "week", "semimonth", "hour"):
        return "annual_income" if "annual_income" not in taken else None
    lacks_debts = m.product != "gold" and m.lacks("monthly_obligations", taken)
    if quantity.period == "month" and taken and lacks_debts:
        return "monthly_obligations"
    if _looks_like_score(quantity, value) and taken and m.lacks("credit_score", taken):
        return "credit_score"
    return None


def _default_of_request(m: Message, quantity: Quantity, taken: set[str]) -> str | None:
    """The amount to borrow, or the price beside it."""
    if quantity.period is not None:
        return None
    about_people = m.product is None and taken & PARTY and not _NEED_NOW.search(m.p)
    if about_people and m.lacks("annual_income", taken):
        return "annual_income"
    start = "payoff_balance" if m.product == "mortgage_refinance" else "principal"
    price = _PRICES.get(m.product or "")
    buys = _BUYS.search(m.p) or "down_payment" in taken
    if price and m.lacks(price, taken) and (buys or not m.lacks(start, taken)):
        return price
    wanted = m.scene.open_id in ("", "purpose", "principal") or _NEED.search(m.p)
    return start if wanted and m.lacks(start, taken) else None


_PRICES = {
    "car": "vehicle_price",
    "home": "property_value",
    "education": "cost_of_attendance",
    "medical": "provider_estimate",
}
"""What a second bare amount is, beside the amount to borrow."""


_BUYS = re.compile(
    r"^(?!.*\b(?:need|borrow|loan|lend|finance|financing)\b).*\b(?:buy|buying|purchas\w+)\b"
)


def _looks_like_score(quantity: Quantity, value: Decimal) -> bool:
    bare = quantity.currency is None and quantity.text.isdigit()
    return bare and 500 <= value <= 850


def _lever_for(quantity: Quantity, value: Decimal, taken: set[str]) -> str | None:
    """Read a bare figure beside offers: months where it can be months, else an amount."""
    whole = quantity.currency is None and quantity.text.isdigit() and 6 <= value <= 360
    if whole and value % 6 == 0 and "term_months" not in taken:
        return "term_months"
    return "principal" if "principal" not in taken and quantity.period is None else None
