"""What the bank's rules say of the facts that a simulated customer told; nobody talks."""

import json
from collections.abc import Mapping
from datetime import datetime

from evals.simulation.personas import Persona, Value
from tools.case_file import CaseFile, Known
from tools.check_eligibility import check_eligibility
from tools.context import ToolContext
from tools.fields import REQUEST_FIELDS
from tools.intake import QUESTIONS, with_derived
from tools.lending.errors import LendingError
from tools.lending.records import Outcome


def outcome_of(
    persona: Persona, told: Mapping[str, Value], context: ToolContext
) -> Outcome | str | None:
    """Return the outcome, or the reason why there is none."""
    case = case_of(persona, told, context)
    try:
        return check_eligibility(context.with_case(case)).outcome
    except LendingError as error:
        return str(error)


def case_of(persona: Persona, told: Mapping[str, Value], context: ToolContext) -> CaseFile:
    """Return the case file of somebody who was understood perfectly."""
    known = {f: _known(f, v, context.now) for f, v in told.items() if f in persona.facts}
    known |= {f: _known(f, v, context.now) for f, v in told.items() if v is None}
    if "first_lien_balance" in known:  # who owes on a mortgage has one
        known.setdefault("home_ownership", _known("home_ownership", "Mortgage", context.now))
    other = {f.removeprefix("co."): k for f, k in known.items() if f.startswith("co.")}
    case = CaseFile(
        product=persona.product,
        request={f: k for f, k in known.items() if f in REQUEST_FIELDS},
        applicant={f: k for f, k in known.items() if f not in REQUEST_FIELDS and "co." not in f},
        co_applicant=other if told.get("co_applicant") == "yes" or other else None,
        co_applicant_refused=told.get("co_applicant") == "no",
        asked=tuple(question.id for question in QUESTIONS),
    )
    return with_derived(case, context.knowledge.rulebook, context.now)


OWES_NOTHING = ("monthly_obligations", "co.monthly_obligations")
"""For these "none" is an amount."""


def _known(field: str, value: Value, now: datetime) -> Known:
    if field in OWES_NOTHING and value is None:
        value = "0.00"
    if field == "gold_items" and value is not None:
        grams, karat = value.split(" ")
        value = json.dumps([{"net_grams": grams, "karat": karat}])
    return Known(value=value, source="told", as_of=now)
