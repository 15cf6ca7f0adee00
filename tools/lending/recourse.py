"""The smallest honest changes after which the same engine finds that a request fits.

Each one is run again before it is named, and only fields are touched that a customer can act on.
It describes the rules of today and promises nothing. Source: specification 8.
"""

from datetime import date

from tools.lending.catalogue import Rulebook
from tools.lending.levers import search_of
from tools.lending.levers_later import levers_later
from tools.lending.levers_today import levers_today
from tools.lending.records import Inquiry, Recourse
from tools.lending.risk import CreditScorer

LEVERS = (
    "principal", "term_months", "down_payment", "co_applicant", "retires_monthly", "other_product",
    "credit_score_band", "months_employed", "other_income", "annual_income", "monthly_obligations",
)  # fmt: skip
"""Everything that advice may ever name. No prohibited field, and nothing that stands in for one."""


def find_recourse(
    inquiry: Inquiry, rulebook: Rulebook, today: date, scorer: CreditScorer | None = None
) -> Recourse:
    """Return what would help: levers of today in the order they are said, then those of later.

    For a request that is refused or limited, a change helps if nothing refuses it any more; for one
    that only waits for a review, if nobody has to look either. Empty where the request fits as it
    is, and where the bank cannot answer yet. A scored inquiry is scored again by `scorer` after
    each change; without one, its rules wait.

    >>> from tools.knowledge.golden import golden_cases
    >>> from tools.knowledge.loader import load_rulebook
    >>> case = next(c for c in golden_cases() if c.id == "C02")
    >>> found = find_recourse(case.inquiry, load_rulebook(), date(2026, 11, 16))
    >>> [(lever.levers[0], lever.said[0]) for lever in (*found.today, *found.later)][:2]
    [('principal', '-2600.00'), ('term_months', '24')]
    """
    search = search_of(inquiry, rulebook, today, scorer)
    if search is None:
        return Recourse()
    return Recourse(today=levers_today(search), later=levers_later(search))
