"""What the model is told in a turn: the history and one JSON object in <context> tags."""

from collections.abc import Iterable, Mapping
from typing import Any

from agent.listing import listed
from agent.neutral import as_json, neutral, person_name
from agent.turn_run import TurnRun
from tools.case_file import CaseFile, Known
from tools.facts import Fact
from tools.intake import open_questions
from tools.lending.catalogue import Rulebook

MOST_FACTS = 60
SELDOM_SAID = frozenset(
    {"last_payment", "pti_pct", "residual_income", "dti_pre_pct", "amount_financed",
     "finance_charge", "first_payment_date", "valid_until", "ltv_pct"}
)  # fmt: skip
"""Roles that make room for others when not all fit; a tool states them again when asked."""
SELDOM_MEANT = (".autodebit", ".also")
NOT_FOR_MODELS = ("screening_hit",)
"""Never disclosed, not even to the model that words the reply."""


def known_values(case: CaseFile) -> dict[str, dict[str, str | None]]:
    """List everything known, flat, by field name; the other person's under 'co.'."""
    return (
        _plain(case.request, "")
        | {n: v for n, v in _plain(case.applicant, "").items() if n not in case.request}
        | _plain(case.co_applicant or {}, "co.")
    )


def _plain(fields: Mapping[str, Known], prefix: str) -> dict[str, dict[str, str | None]]:
    return {
        f"{prefix}{name}": {"value": known.value, "source": known.source}
        for name, known in fields.items()
        if name not in NOT_FOR_MODELS
    }


def _offers(case: CaseFile) -> list[dict[str, Any]]:
    return [
        {
            "letter": o.letter,
            "product": o.product,
            "tags": list(o.tags),
            "principal": str(o.principal),
            "term_months": o.term_months,
            "monthly_payment": str(o.monthly_payment),
            "total_interest": str(o.total_interest),
            "with_autodebit": o.with_autodebit,
            "joint": o.joint,
            "chosen": o.letter == case.chosen,
            "current": True,
        }
        for o in case.current_offers
    ]


def _applications(case: CaseFile) -> list[dict[str, Any]]:
    return [
        {"number": a.number, "product": a.product, "status": a.status} for a in case.applications
    ]


def _next_question(case: CaseFile, rulebook: Rulebook) -> dict[str, Any] | None:
    if case.conflicts:
        fields = [c.field for c in case.conflicts]
        return {"id": "conflict", "fields": fields, "times_asked": 0}
    open_now = open_questions(case, rulebook)
    if not open_now:
        return None
    first = open_now[0]
    times = case.asked.count(first.id)
    return {"id": first.id, "fields": list(first.fields), "times_asked": times}


def _most_telling(facts: Iterable[Fact]) -> list[Fact]:
    """Keep as many facts as fit, in their order; of every offer the figures that are spoken of."""
    kept = list(facts)
    if len(kept) <= MOST_FACTS:
        return kept
    spoken_of_first = sorted(kept, key=_is_seldom_said)[:MOST_FACTS]
    chosen = {fact.id for fact in spoken_of_first}
    return [fact for fact in kept if fact.id in chosen]


def _is_seldom_said(fact: Fact) -> bool:
    return fact.role in SELDOM_SAID or fact.subject.endswith(SELDOM_MEANT)


def context_of(run: TurnRun) -> dict[str, Any]:
    """Build the object that the model reads beside the customer's words."""
    case = run.case
    return {
        "now": run.context.now.date().isoformat(),
        "stage": case.stage,
        "outcome": case.outcome,
        "review": case.review,
        "status": case.status,
        "application_number": case.application_number,
        "applications": _applications(case),
        "customer": {
            "signed_in": run.context.customer_id is not None,
            "name": person_name(case.customer_name),
            "profile_looked_up": case.profile_looked_up,
        },
        "product": case.product,
        "known": known_values(case),
        "co_applicant": case.co_applicant is not None,
        "co_applicant_refused": case.co_applicant_refused,
        "conflicts": [c.field for c in case.conflicts],
        "open_question": run.open_question,
        "next_question": _next_question(case, run.context.knowledge.rulebook),
        "asked": list(case.asked),
        "offers": _offers(case),
        "proposal": {"id": case.proposal.id, "letter": case.proposal.letter}
        if case.proposal
        else None,
        "signals": [s.kind for s in run.signals],
        "recent_topic": run.recent_topic,
        "facts": listed(_most_telling(run.facts.values())),
    }


def with_context(words: str, run: TurnRun) -> str:
    """Return the last user message: the words, then the context as the last text."""
    context = context_of(run)
    facts = context.pop("facts")
    return f"{neutral(words)}\n\n<context>\n{as_json(context, facts=facts)}\n</context>"
