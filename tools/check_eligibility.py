"""Tool: check_eligibility."""

from collections.abc import Iterable

from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, Unit, fact
from tools.lending.other_products import others_that_fit
from tools.lending.records import Finding, Inquiry, Outcome, Product, Severity
from tools.standing import evaluation_of, standing_inquiry

UNITS: dict[str, Unit] = {"pct": "pct", "usd": "usd", "months": "months", "count": "count",
                          "score": "score"}  # fmt: skip


class EligibilityChecked(ToolRecord):
    """What the rules found for the standing request, and which other products fit."""

    product: Product
    outcome: Outcome | None
    review: bool
    failed: tuple[Finding, ...]
    still_to_check: tuple[str, ...]
    """Rules that wait for a fact nobody gave."""
    also_fitting: tuple[Product, ...] = ()
    """Products that fit the same need and the same person; never a list of refusals."""

    def own_facts(self) -> Iterable[Fact]:
        for finding in self.failed:
            yield from finding_facts(finding)


def finding_facts(finding: Finding) -> Iterable[Fact]:
    """State what a rule saw and its limit, where they are figures."""
    unit = UNITS.get(finding.unit)
    if unit is None:
        return
    subject = f"rule.{finding.rule}"
    if finding.observed is not None:
        yield fact(subject, "observed", finding.observed, unit=unit)
    if finding.limit is not None:
        low, _, high = finding.limit.partition("-")  # a range: E-010, E-011
        yield fact(subject, "limit", high or low, unit=unit)
        if high:
            yield fact(subject, "limit", low, name="limit_low", unit=unit)


def alternatives(context: ToolContext, inquiry: Inquiry) -> tuple[Product, ...]:
    """List the products that serve the same need and fit; what does not fit is not mentioned."""
    found = others_that_fit(inquiry, context.knowledge.rulebook, context.now.date())
    return tuple(other.request.product for other in found)


def check_eligibility(context: ToolContext, /) -> EligibilityChecked:
    """Check the standing request against every rule of the bank.

    Runs by itself when the case is complete. Use it when the customer asks whether something is
    possible for them. Percentages are percent, money is US dollars.
    """
    inquiry = standing_inquiry(context)
    evaluation = evaluation_of(inquiry, context)
    counted = (Severity.HARD, Severity.LIMIT, Severity.REFER, Severity.BLOCK, Severity.WARN)
    return EligibilityChecked(
        product=inquiry.request.product,
        outcome=evaluation.outcome,
        review=evaluation.review,
        failed=tuple(f for f in evaluation.failed if f.severity in counted),
        still_to_check=evaluation.not_assessed,
        also_fitting=alternatives(context, inquiry)
        if evaluation.outcome is Outcome.NOT_ON_THESE_TERMS
        else (),
    )
