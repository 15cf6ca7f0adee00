"""Tool: assess_affordability."""

from collections.abc import Iterable
from decimal import Decimal

from tools.case_file import Known
from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.intake import value_of
from tools.lending.affordability import Affordable, max_principal_for
from tools.lending.errors import OutOfRange
from tools.standing import standing_inquiry


class AffordabilityAssessed(ToolRecord):
    """The largest principal for a payment, or for the bank's limits."""

    found: Affordable
    payment_named: Decimal | None
    """None: measured against the bank's own limits."""

    def own_facts(self) -> Iterable[Fact]:
        yield fact("affordable", "max_principal", self.found.principal)
        yield fact("affordable", "monthly_payment", self.found.monthly_payment)
        yield fact("affordable", "note_rate_pct", self.found.note_rate_pct)
        yield fact("affordable", "term_months", self.found.term_months)
        if self.found.dti_post_pct is not None:
            yield fact("affordable", "dti_post_pct", self.found.dti_post_pct)


def assess_affordability(
    context: ToolContext, /, *, monthly_payment: Known | None = None
) -> AffordabilityAssessed:
    """Find the largest amount for a monthly payment, or for the bank's own limits.

    Use when the customer asks how much they could borrow, or names a payment they can manage.

    Args:
        monthly_payment: The payment in the customer's words ("400 a month"); leave out for the
            most that fits the bank's limits.
    """
    payment = value_of(monthly_payment)
    if payment is not None and payment <= 0:
        raise OutOfRange("A monthly payment has to be more than zero.")
    found = max_principal_for(
        standing_inquiry(context),
        context.knowledge.rulebook,
        monthly_payment=payment,
        today=context.now.date(),
    )
    if found is None:
        raise OutOfRange("No amount of this product fits that payment and the bank's limits.")
    return AffordabilityAssessed(found=found, payment_named=payment)
