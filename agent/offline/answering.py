"""What a bare figure answers: the open question, in the order in which it asks."""

from collections.abc import Iterator, Sequence

from agent.language.quantities import Quantity
from agent.offline.cues import Sort
from agent.offline.slots import Slot, like_score, sort_of

OPEN_ORDER: dict[str, tuple[tuple[str, Sort], ...]] = {
    "home_price": (("property_value", "amount"), ("down_payment", "amount")),
    "old_mortgage": (
        ("payoff_balance", "amount"), ("old_note_rate_pct", "percent"),
        ("old_remaining_months", "duration"), ("old_note_rate_pct", "amount"),
        ("old_remaining_months", "amount"),
    ),
    "home_value": (("property_value", "amount"),),
    "school_cost": (("cost_of_attendance", "amount"), ("other_aid", "amount")),
    "principal": (("principal", "amount"), ("term_months", "duration")),
    "vehicle": (("vehicle_price", "amount"),),
    "home_equity": (("property_value", "amount"), ("first_lien_balance", "amount")),
    "provider_estimate": (("provider_estimate", "amount"),),
    "gold_budget": (("monthly_obligations", "amount"),),
    "job": (
        ("months_employed", "duration"), ("credit_score", "amount"),
        ("months_employed", "amount"),
    ),
    "co_money": (("co_annual_income", "amount"), ("co_monthly_obligations", "amount")),
    "co_applicant": (("co_annual_income", "amount"), ("co_monthly_obligations", "amount")),
    "money": (("annual_income", "amount"), ("monthly_obligations", "amount")),
    "rent": (("rent", "amount"),),
    "gross_income": (("annual_income", "amount"),),
    "payment": (("monthly_payment", "amount"),),
    "income_source": (("other_income", "amount"),),
    "score": (("credit_score", "amount"),),
    "co_score": (("co_credit_score", "amount"),),
}  # fmt: skip
"""What a bare figure answers, by the question that is open, in the order of asking."""


LONGEST_JOB_YEARS = 60


def _can_be(field: str, quantity: Quantity) -> bool:
    """Tell whether a bare figure can answer for a field: scores and years have their size."""
    if field.endswith("score"):
        return like_score(quantity)
    if field.endswith("months_employed") and quantity.measures != "duration":
        return (quantity.value or 0) <= LONGEST_JOB_YEARS
    return True


def answer_open(open_id: str, left_over: Sequence[Quantity], taken: set[str]) -> Iterator[Slot]:
    """Give what is left over to the open question, in its order.

    A single figure after "income and monthly payments" that is paid by the month and small is read
    as the payments only where the income is already known.
    """
    order = [(f, s) for f, s in OPEN_ORDER.get(open_id, ()) if f not in taken]
    for quantity in left_over:
        sort = sort_of(quantity)
        fits = (f for f, s in order if s == sort)
        match = next((f for f in fits if _can_be(f, quantity)), None)
        if match is None:
            continue
        order = [(f, s) for f, s in order if f != match]
        yield Slot(match, quantity)
