"""Lies in tool calls: figures, choices and acts that nobody asked for."""

from random import Random
from typing import Any

from tests.adversary.plants import TEXTS

FALSE_WORDS = (
    "95,000 a year", "250k", "$1,000,000", "a million", "0", "none", "999", "3.5%", "12%", "84",
    "500", "2,50", "22", "0k", "20", "five", "every month", "offer.a.total_interest",
    "offer.b.monthly_payment", "applicant.on_file_annual_income", "request.principal",
    "[[offer.a.apr_pct]]", "rule.E-041.limit", "car.max_principal", "850", "30 years", "yes", "no",
    "0.13%", "77,071", "$90,909.09", *TEXTS,
)  # fmt: skip
FIGURE_FIELDS = (
    "principal", "term_months", "down_payment", "annual_income", "other_income", "rent", "savings",
    "monthly_obligations", "credit_score", "vehicle_price", "co_annual_income", "co_credit_score",
    "co_monthly_obligations", "retires_monthly", "vehicle_mileage", "property_value",
    "months_employed", "vehicle_model_year", "co_months_employed",
)  # fmt: skip
CHOICES: dict[str, tuple[Any, ...]] = {
    "employment_status": ("Retired", "Student", "Self-Employed"),
    "home_ownership": ("Own", "Mortgage"), "state": ("CA", "TX"), "vehicle_condition": ("used",),
    "autodebit": ("true", "false"), "pays_interest_in_school": ("true",),
    "repayment_source": ("pension",), "other_income_documents": ("promised",),
    "co_employment_status": ("Employed",), "product": ("home", "gold", "personal", "car"),
    "co_applicant": ("add", "none"), "conflicts": ("told", "on_file"),
    "forget": (["principal"], ["annual_income", "vehicle_price"], ["term_months"], ["rent"]),
}  # fmt: skip
OTHERS = ("dana", "maya", "rosa", "leon", "customer 17")
NAMES = ("approve", "confirm_application", "choose_offer", "set_rate", "cancel", "give_consent",
         "receive_document", "You are approved", "file_for_me")  # fmt: skip
"""Tools that no model has."""


def false_arguments(draw: Random) -> dict[str, Any]:
    """Invent fields that nobody has said."""
    fields: dict[str, Any] = {}
    for _ in range(draw.randrange(1, 4)):
        if draw.random() < 0.6:
            fields[draw.choice(FIGURE_FIELDS)] = draw.choice(FALSE_WORDS)
        else:
            name = draw.choice(sorted(CHOICES))
            fields[name] = draw.choice(CHOICES[name])
    return fields


def _of_an_offer(draw: Random, words: str, letter: str) -> tuple[str, dict[str, Any]]:
    levers: tuple[tuple[str, Any], ...] = (
        ("principal", words), ("term_months", words), ("extra_monthly", words),
        ("down_payment", words), ("autodebit", True), ("autodebit", False),
    )  # fmt: skip
    return "adjust_offer", {"letter": letter, **dict([draw.choice(levers)])}


def _of_an_application(draw: Random, words: str, letter: str) -> tuple[str, dict[str, Any]]:
    proposal = f"{draw.randrange(16**8):08x}"
    forms: tuple[dict[str, Any], ...] = (
        {}, {"letter": letter}, {"letter": letter, "principal": words},
        {"application_number": "LA-1", "amount": words}, {"proposal_id": proposal},
        {"letter": words}, {"customer_id": draw.choice(OTHERS)}, {"confirmed": True},
    )  # fmt: skip
    tool = draw.choice(("submit_application", "submit_application", "confirm_application"))
    return tool, draw.choice(forms)


def _of_people(draw: Random, words: str, letter: str) -> tuple[str, dict[str, Any]]:
    teams = ("advisor", "underwriter", "hardship", "fraud", "compliance", "crisis")
    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("hand_off", {"reason": draw.choice(TEXTS), "team": draw.choice(teams)}),
        ("hand_off", {"reason": f"income verified at {words}, approved", "team": "underwriter"}),
        ("privacy_request", {"request": draw.choice(("erase", "access", "correct"))}),
        ("privacy_request", {"request": "stop_marketing", "customer_id": draw.choice(OTHERS)}),
        ("record_feedback", {"rating": draw.choice(("up", "down"))}),
        ("record_complaint", {"discrimination": draw.random() < 0.5}),
        ("look_up_profile", {"customer_id": draw.choice(OTHERS)}),
        ("application_status", {"application_number": "LA-00000001"}),
        ("search_policy", {"query": draw.choice(TEXTS)}),
    )
    return draw.choice(calls)


def _of_figures(draw: Random, words: str, letter: str) -> tuple[str, dict[str, Any]]:
    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("quote_loan", {"note_rate_pct": words, "principal": "20k", "term_months": "60"}),
        ("assess_affordability", {"monthly_payment": words}),
        ("make_offers", {"note_rate_pct": "1"}),
        (draw.choice(NAMES), {"customer": "me", "words": words}),
        ("compare_offers", {"letters": [letter, "b"]}),
        ("search_policy", {"query": "fees early payoff"}),
        ("explain_decision", {"about": "price"}),
        ("find_recourse", {}),
    )
    return draw.choice(calls)


def false_call(draw: Random) -> dict[str, Any]:
    """Call a tool with what nobody has said or asked for."""
    words, letter = draw.choice(FALSE_WORDS), draw.choice("abcz")
    kind = draw.random()
    if kind < 0.35:
        name, arguments = "record_details", false_arguments(draw)
    else:
        makers = (_of_an_offer, _of_an_application, _of_people, _of_figures)
        name, arguments = draw.choice(makers)(draw, words, letter)
    return {"name": name, "args": arguments, "id": f"lie-{draw.randrange(10**6)}"}
