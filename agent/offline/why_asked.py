"""Which field somebody asks about: "why do you need my income", "where did you get my score"."""

import re

FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("co.annual_income", re.compile(
        r"\b(?:their|her|his|(?:my|our) (?:\w+)'?s) (?:income|salary|score|job|debts?|money)\b")),
    ("has_capacity", re.compile(r"\b(?:age|how old|birth ?(?:day|date)|date of birth|adult)\b")),
    ("identity", re.compile(
        r"\b(?:ssn|social security(?: number)?|tax id|full name|my name|passport|license|\bid\b)")),
    ("address", re.compile(r"\b(?:address|street|zip(?: code)?|where i live)\b")),
    ("state", re.compile(r"\b(?:my |which |what )state\b")),
    ("contact", re.compile(r"\b(?:phone(?: number)?|e ?mail(?: address)?)\b")),
    ("credit_score", re.compile(r"\b(?:score|credit(?! card)|fico)\b")),
    ("rent", re.compile(r"\brent\b")),
    ("monthly_obligations", re.compile(
        r"\b(?:debts?|bills|monthly payments?|other (?:loans|payments)|what i (?:owe|pay)|expenses"
        r"|obligations)\b")),
    ("employment_status", re.compile(
        r"\b(?:job|work|employer|employment|occupation|how long i(?: have)?|what i do)\b")),
    ("repayment_source", re.compile(
        r"\b(?:lives? (?:on|off)|repay\w*|pays? it back|where the money comes from)\b")),
    ("annual_income", re.compile(
        r"\b(?:income|salary|earn\w*|wages?|pay(?:check)?|how much i (?:make|earn)|what i (?:make"
        r"|earn)|money i make)\b")),
    ("down_payment", re.compile(r"\b(?:down ?payment|deposit|money down)\b")),
    ("vehicle_price", re.compile(r"\b(?:(?:car|truck|vehicle)'?s? (?:price|cost)|new or used"
                                 r"|what (?:it|the car) costs)\b")),
    ("property_value", re.compile(r"\b(?:(?:home|house|property)'?s? (?:value|price|worth)"
                                  r"|what (?:it|the house|the home) is worth|home value)\b")),
    ("savings", re.compile(r"\bsavings\b")),
    ("gold_items", re.compile(r"\b(?:weight|grams|karats?|carats?)\b")),
    ("co_applicant", re.compile(r"\b(?:co ?(?:applicant|signer)|somebody else|second person)\b")),
    ("product", re.compile(r"\b(?:what it is for|what i need it for|the purpose|reason for the"
                           r" loan|what the money is for|what for)\b")),
    ("term_months", re.compile(r"\b(?:how long|the term|months)\b")),
    ("principal", re.compile(r"\b(?:amount|how much)\b")),
)  # fmt: skip


def field_named(p: str, default: str | None = None) -> str | None:
    """Return the field that plain words name; `default` where they name none.

    >>> field_named("why do you need my income"), field_named("why do you need that")
    ('annual_income', None)
    """
    return next((name for name, words in FIELDS if words.search(p)), default or None)
