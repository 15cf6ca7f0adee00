"""That there is none: no debts, no income, no aid, no score. Answers like any other."""

import re

from agent.language.nones import DEBT_FREE, NO_AID, NO_DEBTS, NO_INCOME
from agent.offline.owners import speaks_of_other
from agent.offline.scene import Scene

_NONE = re.compile(
    rf"\b(?:{NO_DEBTS}|no (?:rent|mortgage|savings)|{NO_AID}|none|nothing(?! much)|zero|nil"
    rf"|debts? i have none|{DEBT_FREE})\b",
    re.IGNORECASE,
)
_NO_INCOME = re.compile(rf"\b(?:{NO_INCOME})", re.IGNORECASE)


_NO_SCORE = re.compile(
    r"\b(?:no (?:credit )?(?:score|history|file|credit)(?: history| file| score)?|never had (?:a "
    r"|any )?(?:credit|loan|score)"
    r"(?: \w+)?|\b(?:i |me |we )?(?:not|no) have (?:a |any |the )?(?:credit|score)(?: \w+)?"
    r"|(?:do not|don't|dont) have (?:a |any )?(?:credit|score)(?: \w+)?|without (?:a "
    r"|any )?(?:credit|score)(?: \w+)?)",
    re.IGNORECASE,
)


def add_nones(text: str, scene: Scene, told: dict[str, str]) -> None:
    """Read "none" for the open question, and "no debts" anywhere."""
    nones = list(_NONE.finditer(_NO_INCOME.sub(lambda m: "_" * len(m[0]), text)))
    whole = (m for m in nones if re.search(rf"{NO_DEBTS}|{DEBT_FREE}", m[0], re.IGNORECASE))
    found = next(whole, nones[0] if nones else None)
    if found is None:
        return
    words = found[0]
    nearby = text[found.start() : found.end() + 16]
    about_debts = re.search(r"debt|payment|loans?|bills|owe|to pay|month", nearby, re.IGNORECASE)
    fields = {
        "money": "monthly_obligations", "gold_budget": "monthly_obligations", "rent": "rent",
        "co_money": "co_monthly_obligations", "school_cost": "other_aid",
        "home_equity": "first_lien_balance",
    }  # fmt: skip
    field = fields.get(scene.open_id) or ("monthly_obligations" if about_debts else None)
    if re.search(NO_AID, words, re.IGNORECASE):
        field = "other_aid"
    theirs = speaks_of_other(text.lower(), found.start(), default=False)
    if about_debts and field == "monthly_obligations" and theirs:
        signs = scene.context.get("co_applicant") or any(f.startswith("co_") for f in told)
        field = "co_monthly_obligations" if signs else None
    said = found[0].lower() == "zero" and any("zero" in w.lower() for w in told.values())
    if field == "monthly_obligations" and "rent" in told and field not in told:
        told[field] = told["rent"]  # "my rent is 550 and I owe nothing else"
    if field is not None and field not in told and not said:
        told[field] = words


def add_no_income(text: str, told: dict[str, str], *, signs: bool) -> None:
    """Read "no income at all" as an income of nothing, which is an answer."""
    found = _NO_INCOME.search(text)
    if found is None:
        return
    theirs = speaks_of_other(text.lower(), found.start(), default=False)
    field = "co_annual_income" if theirs else "annual_income"
    if field not in told and (signs or not theirs):
        told[field] = found[0]


def add_no_score(text: str, scene: Scene, told: dict[str, str]) -> None:
    found = _NO_SCORE.search(text)
    if found and "credit_score" not in told and "co_credit_score" not in told:
        other = scene.open_id == "co_score"
        told["co_credit_score" if other else "credit_score"] = found[0]
