"""Tool: find_recourse."""

from collections.abc import Iterable
from decimal import Decimal

from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.lending.records import Lever, Outcome
from tools.lending.recourse import find_recourse as search
from tools.standing import evaluation_of, standing_inquiry

MOST_SPOKEN = 3
MONTHS = ("term_months", "months_employed")
MONEY = (
    "principal", "down_payment", "monthly_obligations", "annual_income", "retires_monthly",
)  # fmt: skip


class RecourseFound(ToolRecord):
    """The smallest changes that were re-run and fit; empty where nothing quick helps."""

    outcome: Outcome | None
    options: tuple[Lever, ...]
    """At most three, what can be done today first."""
    bureau_factors: tuple[str, ...] = ()
    """What holds the score down, for advice without promises."""
    nothing_quick_helps: bool

    def own_facts(self) -> Iterable[Fact]:
        for number, lever in enumerate(self.options, start=1):
            yield from _lever_facts(lever, f"recourse.{number}")


def _lever_facts(lever: Lever, subject: str) -> Iterable[Fact]:
    for position, name in enumerate(lever.levers):
        end = f"_{position + 1}" if position else ""
        if name in MONEY:
            change = abs(Decimal(lever.said[position]))
            yield fact(subject, "change", change, name=f"change{end}", field=name)
            if position < len(lever.to):
                yield fact(subject, "change_to", lever.to[position], name=f"to{end}", field=name)
        elif name in MONTHS:
            months = abs(int(Decimal(lever.said[position])))
            yield fact(subject, "change_months", months, name=f"change{end}", field=name)
            if position < len(lever.to):
                yield fact(
                    subject, "change_to_months", lever.to[position], name=f"to{end}", field=name
                )
        elif name == "credit_score_band":
            yield fact(subject, "change_to_score", lever.said[position], name=f"to{end}")
    for role in (
        "note_rate_pct", "apr_pct", "monthly_payment", "total_interest", "dti_post_pct",
        "front_end_pct",
    ):  # fmt: skip
        value = getattr(lever, role)
        if value is not None:
            yield fact(subject, role, value)


def find_recourse(context: ToolContext, /) -> RecourseFound:
    """Find the smallest changes after which the request fits; each one was re-run.

    Use after a no or a fit with changes, when the customer asks what would help.
    """
    inquiry = standing_inquiry(context)
    evaluation = evaluation_of(inquiry, context)
    found = search(inquiry, context.knowledge.rulebook, context.now.date(), context.scorer)
    ranked = (*found.today, *found.later)[:MOST_SPOKEN]
    return RecourseFound(
        outcome=evaluation.outcome,
        options=ranked,
        bureau_factors=inquiry.applicant.bureau_factors,
        nothing_quick_helps=found.nothing_quick_helps,
    )
