"""How large the figure of a field can be, and what it can be paid for: what nobody would mean."""

import re
from decimal import Decimal
from typing import NamedTuple

from agent.offline.filling_cues import NOTHING
from agent.offline.filling_features import Figure


class Range(NamedTuple):
    """What a figure of this field looks like. Plausibility of speech, not the bank's limits."""

    low: int
    high: int
    thousands: tuple[int, int] | None = None
    """A bare number in here is said in thousands."""
    periods: tuple[str | None, ...] = (None,)


_WAGE = (None, "year", "month", "semimonth", "biweek", "week", "day", "hour")
_MONTHLY = (None, "month", "week", "biweek")
_LOAN = (1, 299)

RANGES: dict[str, Range] = {
    "annual_income": Range(0, 5_000_000, (10, 500), _WAGE),
    "other_income": Range(0, 2_000_000, None, _WAGE),
    "monthly_obligations": Range(0, 14_999, None, (*_MONTHLY, "year")),
    "rent": Range(0, 9_999, None, _MONTHLY),
    "mortgage_principal_and_interest": Range(100, 15_000, None, _MONTHLY),
    "savings": Range(0, 5_000_000),
    "credit_score": Range(300, 850),
    "principal": Range(300, 5_000_000, _LOAN),
    "down_payment": Range(100, 2_000_000, (2, 299)),
    "vehicle_price": Range(900, 300_000, (3, 99)),
    "property_value": Range(20_000, 20_000_000, (40, 999)),
    "payoff_balance": Range(3_000, 5_000_000, (20, 999)),
    "first_lien_balance": Range(3_000, 5_000_000, (20, 999)),
    "taxes_and_insurance": Range(10, 60_000, None, (None, "month", "year")),
    "hoa_monthly": Range(5, 3_000, None, (None, "month", "year")),
    "cost_of_attendance": Range(300, 500_000, (3, 199), (None, "year")),
    "other_aid": Range(100, 500_000, (1, 99), (None, "year")),
    "provider_estimate": Range(50, 1_000_000, (2, 49)),
    "gold_value": Range(100, 1_000_000),
    "retires_monthly": Range(5, 10_000, None, _MONTHLY),
    "shared_obligations": Range(5, 10_000, None, _MONTHLY),
    "extra_monthly": Range(5, 10_000, None, _MONTHLY),
    "monthly_payment": Range(20, 15_000, None, _MONTHLY),
}
LEAST_SAVED = 100
"""Nobody names less; "eight saved up" is asked back."""
_ONCE_A_YEAR_LEAST = Decimal(2_400)


_SAID_A_YEAR = ("annual_income", "cost_of_attendance", "other_aid")


def scaled(field: str, figure: Figure) -> Decimal | None:
    """Return the amount that a figure means for a field: "25" of a loan is 25,000."""
    value = figure.value
    span = RANGES.get(field.removeprefix("co_"))
    band = span.thousands if span else None
    yearly = field.removeprefix("co_") in _SAID_A_YEAR and _is_a_year(figure)
    said = figure.is_bare or yearly
    if value is not None and band and said and band[0] <= value <= band[1]:
        return value * 1000 if value * 10 % 1 == 0 else value  # 7.25 is a rate
    return value


def _is_a_year(figure: Figure) -> bool:
    """Tell whether a small plain number is said for a year: "maybe 50 or 55 a year"."""
    q = figure.quantity
    return q.period == "year" and q.currency is None and q.measures in ("number", "money")


def fits(field: str, figure: Figure) -> bool:
    """Tell whether a figure can be meant for a field, by unit, period and size."""
    plain = field.removeprefix("co_")
    if plain == NOTHING:
        return figure.sort == "amount"
    if plain == "term_months":
        return _fits_term(figure)
    if plain in ("months_employed", "old_remaining_months", "deferment_months"):
        return _fits_time(plain, figure)
    if plain in ("old_note_rate_pct", "note_rate_pct"):
        return _fits_rate(figure)
    if plain == "down_payment" and figure.sort == "percent":
        return figure.value is not None and 0 < figure.value < 100
    return figure.sort == "amount" and _fits_amount(plain, figure)


def _fits_amount(field: str, figure: Figure) -> bool:
    quantity, value = figure.quantity, figure.value
    span = RANGES[field]
    if value is None or figure.period not in span.periods:
        return False
    if quantity.unit == "score":
        return field == "credit_score"
    if field == "credit_score":
        plain = quantity.currency is None and re.fullmatch(r"[\d\s–—-]+|[a-z\s-]+", quantity.text)
        return bool(plain or quantity.kind == "range") and span.low <= value <= span.high
    amount = scaled(field, figure) or value
    if field == "savings" and 0 < amount < LEAST_SAVED:
        return False
    if field == "annual_income" and value > 0:
        least = _ONCE_A_YEAR_LEAST if figure.period in (None, "year") else Decimal(5)
        return least <= amount <= span.high
    if field == "monthly_payment" and figure.period is None and amount > 4_000:
        return False
    if field == "taxes_and_insurance" and figure.period != "year" and amount > 5_000:
        return False
    return span.low <= amount <= span.high


def _fits_term(figure: Figure) -> bool:
    quantity, value = figure.quantity, figure.value
    if figure.sort == "duration":
        return quantity.months is not None or quantity.kind == "range"
    whole = figure.is_bare and value is not None and value == value.to_integral_value()
    return whole and value is not None and (1 <= value <= 5 or 6 <= value <= 480)


def _fits_time(field: str, figure: Figure) -> bool:
    value = figure.value
    if figure.sort == "duration":
        months = figure.quantity.months
        return figure.quantity.kind == "range" or (months is not None and months <= 720)
    if not figure.is_bare or value is None:
        return False
    return 0 <= value <= (40 if field != "deferment_months" else 60)


def _fits_rate(figure: Figure) -> bool:
    if figure.sort == "percent":
        return True
    return figure.is_bare and figure.value is not None and Decimal(2) <= figure.value <= 30
