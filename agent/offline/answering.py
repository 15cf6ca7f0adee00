"""What a bare figure answers: the open question, in the order in which it asks."""

from agent.offline.filling_cues import Sort

OPEN_ORDER: dict[str, tuple[tuple[str, Sort], ...]] = {
    "home_price": (("property_value", "amount"), ("down_payment", "amount")),
    "old_mortgage": (
        ("payoff_balance", "amount"), ("old_note_rate_pct", "percent"),
        ("old_remaining_months", "duration"), ("old_note_rate_pct", "amount"),
        ("old_remaining_months", "amount"),
    ),
    "home_value": (("property_value", "amount"),),
    "school_cost": (("cost_of_attendance", "amount"), ("other_aid", "amount")),
    "principal": (("principal", "amount"), ("term_months", "duration")),
    "vehicle": (("vehicle_price", "amount"),),
    "home_equity": (("property_value", "amount"), ("first_lien_balance", "amount")),
    "provider_estimate": (("provider_estimate", "amount"),),
    "gold": (("gold_value", "amount"),),
    "gold_budget": (("monthly_obligations", "amount"),),
    "job": (
        ("months_employed", "duration"), ("credit_score", "amount"),
        ("months_employed", "amount"),
    ),
    "co_money": (("co_annual_income", "amount"), ("co_monthly_obligations", "amount")),
    "co_applicant": (("co_annual_income", "amount"), ("co_monthly_obligations", "amount")),
    "money": (("annual_income", "amount"), ("monthly_obligations", "amount")),
    "rent": (("rent", "amount"),),
    "gross_income": (("annual_income", "amount"),),
    "payment": (("monthly_payment", "amount"),),
    "income_source": (("other_income", "amount"),),
    "score": (("credit_score", "amount"),),
    "after_range": (("credit_score", "amount"),),
    "co_score": (("co_credit_score", "amount"),),
}  # fmt: skip
"""What a bare figure answers, by the question that is open, in the order of asking."""
CO_QUESTIONS = ("co_applicant", "co_money", "co_score")
"""Questions about somebody who would sign too."""
