"""Tool: explain_decision."""

from collections.abc import Iterable
from typing import Literal

from tools.check_eligibility import finding_facts
from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.lending.explain import PriceDriver, price_drivers
from tools.lending.records import Figures, Finding, Offer, Outcome, Product, Severity
from tools.make_offers import Reason, as_asked_facts
from tools.offer_facts import offer_facts
from tools.standing import evaluation_of, standing_inquiry

TO_ROLE = {"term_months": "change_to_months", "credit_score_band": "change_to_score"}
"""Roles of values that are not dollars."""
SPOKEN = (Severity.HARD, Severity.LIMIT, Severity.REFER)


class DecisionExplained(ToolRecord):
    """Why it fits, or why not: what fired, what held, and what drives the price."""

    outcome: Outcome | None
    review: bool
    product: Product
    reasons: tuple[Reason, ...]
    failed: tuple[Finding, ...]
    met: tuple[Finding, ...]
    """Limits that the request keeps, with what was seen: the reasons it fits."""
    drivers: tuple[PriceDriver, ...]
    """What moves the price, computed by pricing again."""
    offer: Offer | None
    as_asked: Figures
    about: Literal["decision", "price"]

    def own_facts(self) -> Iterable[Fact]:
        yield from as_asked_facts(self.as_asked)
        for finding in (*self.failed, *self.met):
            yield from finding_facts(finding)
        if self.offer is not None:
            yield from offer_facts(self.offer)
        for driver in self.drivers:
            yield from driver_facts(driver)


def driver_facts(driver: PriceDriver) -> Iterable[Fact]:
    """State one change and the difference it makes to the price; points are never stated."""
    subject = f"driver.{driver.lever}"
    yield fact(subject, TO_ROLE.get(driver.lever, "change_to"), driver.to, name="to")
    yield fact(subject, "note_rate_pct", driver.note_rate_pct)
    yield fact(subject, "note_rate_difference_pct", driver.note_rate_difference_pct)
    yield fact(subject, "monthly_payment", driver.monthly_payment)
    yield fact(subject, "monthly_payment_difference", driver.monthly_payment_difference)


def explain_decision(
    context: ToolContext, /, *, about: Literal["decision", "price"] = "decision"
) -> DecisionExplained:
    """Explain the answer to the standing request: why it fits or not, or what sets the rate.

    Use when the customer asks why, or finds the rate high.

    Args:
        about: "decision" for why it fits or not, "price" for what sets the rate.
    """
    inquiry = standing_inquiry(context)
    evaluation = evaluation_of(inquiry, context)
    rulebook = context.knowledge.rulebook
    case = context.case
    shown = case.offer(case.chosen) if case.chosen else next(iter(case.current_offers), None)
    measured = tuple(
        f
        for f in evaluation.findings
        if f.status == "passed" and f.limit is not None and f.severity in SPOKEN
    )
    return DecisionExplained(
        outcome=evaluation.outcome,
        review=evaluation.review,
        product=inquiry.request.product,
        reasons=tuple(Reason(id=r, text=rulebook.reasons[r]) for r in evaluation.principal_reasons),
        failed=tuple(f for f in evaluation.failed if f.severity in SPOKEN),
        met=measured,
        drivers=price_drivers(inquiry, rulebook),
        offer=shown,
        as_asked=evaluation.as_asked,
        about=about,
    )
