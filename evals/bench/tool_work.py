"""What the tools do in the measured turn; needs Pydantic and PyYAML only, as a peer may have."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tools.case_file import CaseFile, Known
from tools.check_eligibility import check_eligibility
from tools.context import ToolContext
from tools.knowledge import Knowledge
from tools.lending.points_scorer import PointsScorer
from tools.lending.records import Product
from tools.lending.risk import CreditScorer
from tools.make_offers import make_offers
from tools.record_details import record_details
from tools.score_application import score_application

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
LEAST, SPAN, STEP = 10_000, 9_999, 37
"""Amounts walk through a span in steps that meet each one once: nothing is remembered."""


THANKS = "thank you, that helps"
"""A message that needs no tool."""


def message(number: int, *, in_full: bool = False) -> str:
    """Return the customer's words of a turn; the first of a conversation says everything."""
    amount = f"{LEAST + number * STEP % SPAN:,}"
    if number and not in_full:
        return f"make it {amount}"
    return f"I need {amount} dollars for a new car that costs 26,000"


def case(principal: int = 9_999) -> CaseFile:
    """Return a complete case: a new car, an employee, nothing open."""

    def known(value: str, source: Any = "on_file") -> Known:
        return Known(value=value, source=source, as_of=NOW)

    return CaseFile(
        version=1,
        product=Product.CAR,
        profile_looked_up=True,
        request={
            "principal": known(f"{principal}.00", "told"),
            "vehicle_price": known("26000.00", "told"),
            "vehicle_condition": known("new", "told"),
        },
        applicant={
            "annual_income": known("60000.00"),
            "monthly_obligations": known("1250.00"),
            "employment_status": known("Employed"),
            "months_employed": known("60"),
            "credit_score": known("720"),
            "has_capacity": known("true"),
        },
    )


def tool_work(knowledge: Knowledge, amount: str, scorer: CreditScorer | None = None) -> str:
    """Do what our tools do in the turn; return the offers as the JSON a peer's model reads.

    Without a scorer points score: the trained one needs more than a peer's Python may have.
    """
    nobody: Any = None  # no store is asked in this turn
    context = ToolContext(
        customer_id=None, case=case(), knowledge=knowledge, policies=nobody, profiles=nobody,
        applications=nobody, scorer=scorer or PointsScorer(knowledge.rulebook), messages=(),
        conversation_id="bench", turn_id="bench", now=NOW,
    )  # fmt: skip
    principal = Decimal(amount.replace(",", "")).quantize(Decimal("0.01"))
    told = Known(value=str(principal), source="told", as_of=NOW)
    record: Any = record_details(context, principal=told)
    for tool in (check_eligibility, score_application, make_offers):
        context = context if record.case is None else context.with_case(record.case)
        record = tool(context)
    if not record.offers:
        raise AssertionError("the benchmark's request fits: it must get offers")
    return json.dumps(record.model_dump(mode="json"))
