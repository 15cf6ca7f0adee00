"""Tool: quote_loan."""

from collections.abc import Iterable
from decimal import Decimal

from tools.case_file import Known
from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.intake import value_of
from tools.lending.amortization import amortization_schedule, loan_totals
from tools.lending.errors import MissingFact, OutOfRange
from tools.lending.records import Record
from tools.lending.units import ZERO

MAX_QUOTED_RATE = Decimal(100)
MAX_QUOTED_TERM = 480


class ScheduleRow(Record):
    """One month."""

    number: int
    payment: Decimal
    interest: Decimal
    principal: Decimal
    balance: Decimal


class LoanQuoted(ToolRecord):
    """Payment and totals for terms that the customer stated. Not an offer of this bank."""

    principal: Decimal
    term_months: int
    note_rate_pct: Decimal
    monthly_payment: Decimal
    last_payment: Decimal
    total_interest: Decimal
    total_of_payments: Decimal
    schedule: tuple[ScheduleRow, ...] = ()

    def own_facts(self) -> Iterable[Fact]:
        for role in (
            "principal", "term_months", "note_rate_pct", "monthly_payment", "last_payment",
            "total_interest", "total_of_payments",
        ):  # fmt: skip
            yield fact("hypothetical.1", role, getattr(self, role))


def _from_case(context: ToolContext, field: str, given: Known | None) -> Decimal:
    value = value_of(given) if given is not None else value_of(context.case.known(field))
    if value is None:
        raise MissingFact({"principal": "the amount", "term_months": "the time to repay"}[field])
    return value


def quote_loan(
    context: ToolContext,
    /,
    *,
    note_rate_pct: Known,
    principal: Known | None = None,
    term_months: Known | None = None,
    schedule: bool = False,
) -> LoanQuoted:
    """Compute payment and totals for a rate that the customer named, e.g. another bank's.

    Use only when the customer has named an interest rate. For this bank's own prices use
    make_offers and adjust_offer.

    Args:
        note_rate_pct: The rate, percent a year, in the customer's words ("6 %").
        principal: The amount, in the customer's words; leave out for the one in the case.
        term_months: The time to repay, in the customer's words; leave out for the case's.
        schedule: True to add the month-by-month schedule.
    """
    rate = value_of(note_rate_pct) or ZERO
    amount = _from_case(context, "principal", principal)
    months = int(_from_case(context, "term_months", term_months))
    if rate > MAX_QUOTED_RATE or not 1 <= months <= MAX_QUOTED_TERM or amount <= 0:
        raise OutOfRange(
            f"A quote takes a positive amount, up to {MAX_QUOTED_TERM} months and at most "
            f"{MAX_QUOTED_RATE} % a year."
        )
    totals = loan_totals(amount, rate, months)
    rows = amortization_schedule(amount, rate, months) if schedule else []
    return LoanQuoted(
        principal=amount,
        term_months=months,
        note_rate_pct=rate,
        monthly_payment=totals.monthly_payment,
        last_payment=totals.last_payment,
        total_interest=totals.total_interest,
        total_of_payments=totals.total_of_payments,
        schedule=tuple(ScheduleRow(**row._asdict()) for row in rows),
    )
