"""The deadlines of an application, as pure functions of what is stored and of now."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from tools.case_file import CaseFile
from tools.lending.records import ApplicationStatus, Offer, Product
from tools.stores.applications import DECIDE_DAYS, Application, Clock, IsOpen, Notice, WorkItem

INCOMPLETE_DAYS = 30
"""From an incomplete one to the notice of incompleteness or a decision (1002.9(c))."""
COUNTEROFFER_DAYS = 90
"""From a counter-offer that is not accepted to the notice (1002.9(a)(1)(iv))."""
LOAN_ESTIMATE_DAYS = 3
"""Days on which the bank is open, from the sixth item (Reg Z 1026.19(e)(1)(iii))."""

TRID_ITEMS = (
    "name", "income", "tax_id", "property_address", "estimated_value", "principal",
)  # fmt: skip

DOCUMENT_TELLS: dict[str, tuple[str, ...]] = {
    "purchase_agreement": ("property_address", "estimated_value"),
    "property_insurance": ("property_address",),
    "mortgage_statement": ("property_address",),
    "proof_of_ownership": ("property_address",),
}
"""TRID items that stand in a document, whatever form they come in."""


class Trid(NamedTuple):
    """How many of the six items of a dwelling loan the bank holds."""

    known: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """All six: the Loan Estimate clock runs."""
        return not self.missing


def trid_tracker(items: tuple[str, ...]) -> Trid:
    """Count the six items, in their usual order; anything else is not counted.

    >>> trid_tracker(("income", "principal", "shoe_size")).missing
    ('name', 'tax_id', 'property_address', 'estimated_value')
    """
    return Trid(
        known=tuple(item for item in TRID_ITEMS if item in items),
        missing=tuple(item for item in TRID_ITEMS if item not in items),
    )


def trid_items_of(case: CaseFile) -> tuple[str, ...]:
    """List the items that a case holds. A verified identity includes the tax number (CIP)."""
    identity = case.known("identity_verified")
    held = {
        "name": bool(case.customer_name),
        "income": case.known("annual_income") is not None,
        "tax_id": identity is not None and identity.value == "true",
        "estimated_value": case.known("property_value") is not None,
        "principal": case.known("principal") is not None,
    }
    return tuple(item for item in TRID_ITEMS if held.get(item))


def is_dwelling(offer: Offer) -> bool:
    """Tell whether a dwelling secures the loan; small improvement loans have no loan-to-value."""
    if offer.product is Product.HOME_IMPROVEMENT:
        return offer.ltv_pct is not None
    return offer.product in (Product.HOME, Product.MORTGAGE_REFINANCE)


def after_open_days(start: date, days: int, is_open: IsOpen) -> date:
    """Return the day on which `days` open days have passed; `start` itself does not count.

    >>> after_open_days(date(2026, 11, 20), 3, lambda day: day.weekday() < 5)
    datetime.date(2026, 11, 25)
    """
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_open(day)
    return day


def end_of(day: date, like: datetime) -> datetime:
    """Return the last second of a day in the zone of `like`."""
    return datetime.combine(day, datetime.max.time().replace(microsecond=0), like.tzinfo)


def clocks_of(application: Application, now: datetime, is_open: IsOpen) -> tuple[Clock, ...]:
    """Return the clocks that run on one application."""
    clocks = [_standing_clock(application, now), _loan_estimate(application, now, is_open)]
    return tuple(clock for clock in clocks if clock is not None)


def _standing_clock(application: Application, now: datetime) -> Clock | None:
    number, status = application.number, application.status
    if status in (ApplicationStatus.RECEIVED, ApplicationStatus.IN_REVIEW):
        if application.complete_at:
            due_at = application.complete_at + timedelta(days=DECIDE_DAYS)
            return _clock("decision", number, "Decide and send the notice of action", due_at, now)
        due_at = application.received_at + timedelta(days=INCOMPLETE_DAYS)
        what = f"Decide, or write for {', '.join(application.missing_documents)}"
        return _clock("incomplete", number, what, due_at, now)
    if status is ApplicationStatus.INCOMPLETE:
        due_at = application.history[-1].at + timedelta(days=INCOMPLETE_DAYS)
        what = f"Still missing: {', '.join(application.missing_documents)}; decide or close"
        return _clock("incomplete", number, what, due_at, now)
    if status is ApplicationStatus.COUNTEROFFER:
        due_at = application.history[-1].at + timedelta(days=COUNTEROFFER_DAYS)
        return _clock("counteroffer", number, "Accepted, or closed with a notice", due_at, now)
    return None


def _loan_estimate(application: Application, now: datetime, is_open: IsOpen) -> Clock | None:
    closed = (ApplicationStatus.DECLINED, ApplicationStatus.WITHDRAWN)
    started = application.loan_estimate_from
    if not started or application.loan_estimate_sent_at or application.status in closed:
        return None
    first = started.astimezone(now.tzinfo)
    due_on = after_open_days(first.date(), LOAN_ESTIMATE_DAYS, is_open)
    return _clock("loan_estimate", application.number, "Send the Loan Estimate",
                  end_of(due_on, now), now)  # fmt: skip


def clock_of_notice(notice: Notice, now: datetime) -> Clock | None:
    """Return the clock of a notice that waits; one that cannot be delivered is not due yet."""
    if notice.delivered_at or not notice.deliverable:
        return None
    return _clock("notice", notice.id, "Deliver the notice", notice.due_at, now)


def clock_of_work(item: WorkItem, now: datetime) -> Clock | None:
    """Return the clock of a complaint that has not been answered."""
    if item.done_at or item.task.kind != "record_complaint":
        return None
    return _clock("complaint", item.reference, "Answer the complaint", item.task.answer_due_at,
                  now)  # fmt: skip


def _clock(kind: str, reference: str, what: str, due_at: datetime, now: datetime) -> Clock:
    return Clock.model_validate(
        {"kind": kind, "reference": reference, "what": what, "due_at": due_at,
         "overdue": now > due_at}
    )  # fmt: skip
