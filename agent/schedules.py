"""The amortization of an offer, month by month, for a chart and a table.

Only from the offer and the case it stands on. A schedule that does not add up to the offer's own
totals is not shown: None, never a near miss.
"""

from decimal import Decimal

from agent.blocks import ChartBlock, ChartPoint
from tools.case_file import CaseFile
from tools.lending.amortization import Installment, amortization_schedule, remaining_schedule
from tools.lending.deferment import deferred_loan
from tools.lending.records import Offer, Product
from tools.lending.units import ZERO


def schedule_of(case: CaseFile, letter: str) -> ChartBlock | None:
    """Return the schedule of an offer of the case; None where there is none that adds up.

    With an extra payment each month it is the schedule that the extra payment leads to. An
    education loan that waits shows the waiting months first.
    """
    offer = case.offer(letter)
    if offer is None:
        return None
    title = f"How offer {letter.upper()} is repaid"
    extra = _with_extra(offer)
    if extra is not None:
        return ChartBlock(letter=letter, title=f"{title}, extra payment included", points=extra)
    points = _waiting(offer, case) or _level(offer)
    return ChartBlock(letter=letter, title=title, points=points) if points else None


def _level(offer: Offer) -> tuple[ChartPoint, ...] | None:
    rows = amortization_schedule(offer.principal, offer.note_rate_pct, offer.term_months)
    return _points(rows) if _paid(rows) == offer.total_of_payments else None


def _with_extra(offer: Offer) -> tuple[ChartPoint, ...] | None:
    extra = offer.extra_payment
    if extra is None or extra.lump or not extra.extra_monthly:
        return None
    payment = offer.monthly_payment + extra.extra_monthly
    rows = remaining_schedule(offer.principal, offer.note_rate_pct, payment, offer.term_months)
    interest = sum((r.interest for r in rows), ZERO)
    return _points(rows) if interest == extra.total_interest else None


def _waiting(offer: Offer, case: CaseFile) -> tuple[ChartPoint, ...] | None:
    """Months in school, then the term; interest left to accrue is repaid as part of the balance."""
    months = int(_value(case, "deferment_months") or 0)
    if offer.product is not Product.EDUCATION or not months:
        return None
    loan = deferred_loan(
        offer.principal,
        offer.note_rate_pct,
        offer.term_months,
        months,
        pays_interest_in_school=_value(case, "pays_interest_in_school") == "true",
    )
    if loan.total_of_payments != offer.total_of_payments:
        return None
    rows = amortization_schedule(loan.repayment_principal, offer.note_rate_pct, offer.term_months)
    waiting = [
        Installment(n, loan.monthly_in_school, loan.monthly_in_school, ZERO, offer.principal)
        for n in range(1, months + 1)
    ]
    return _points([*waiting, *(r._replace(number=r.number + months) for r in rows)])


def _value(case: CaseFile, field: str) -> str | None:
    known = case.request.get(field)
    return known.value if known else None


def _paid(rows: list[Installment]) -> Decimal:
    return sum((r.payment for r in rows), ZERO)


def _points(rows: list[Installment]) -> tuple[ChartPoint, ...]:
    return tuple(
        ChartPoint(
            month=r.number,
            interest=f"{r.interest:.2f}",
            principal=f"{r.principal:.2f}",
            balance=f"{r.balance:.2f}",
        )
        for r in rows
    )
