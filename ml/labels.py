"""What became of the invented requests: who would default, who was approved. 5.2, 9 and 10.

Default follows from discipline, burden and reserves, never from the price. Approval is a policy
with judgement, mistakes and overrides, as a bank's past is: not a thing to learn from blindly.
"""

import numpy as np
from numpy.random import Generator

from ml.features import YEARS_CAP, Flags, Vector
from ml.models.model import probabilities
from ml.population import SMALL_INCOMES, People
from ml.requests import Requests
from tools.lending.catalogue import ProductTerms, Rulebook
from tools.lending.records import Product

LARGEST_DTI_POST = 100.0
OVERRIDDEN, REFUSED_ANYWAY = 0.08, 0.05
BEYOND_THE_CAP_PCT = 25
"""Past judgement went this far over the cap on debts with the new payment."""
SCORE_WITHOUT_FILE = 672.0


def dti_post_pct(who: People, asked: Requests, rate_pct: Vector) -> Vector:
    """Return obligations with the new payment, percent of income, at `rate_pct`; at most 100."""
    share = asked.payment if rate_pct is asked.note_rate_pct else _payment(asked, rate_pct)
    kept = who.dti_pre * (1 - asked.ending_share)
    return np.minimum(kept + 1200 * share / who.income, LARGEST_DTI_POST)


def months_of_reserves(who: People, asked: Requests) -> Vector:
    """Return how many payments at the neutral rate savings hold."""
    months: Vector = (who.savings + who.checking) / _payment(asked, asked.neutral_rate_pct)
    return months


def default_probabilities(who: People, asked: Requests, unseen: Vector) -> Vector:
    """Return the true probability of a default within 24 months; `unseen` is in log-odds."""
    years = np.select(
        [who.employment == "Retired", np.isnan(who.years_employed)],
        [YEARS_CAP, 0.0],
        np.minimum(who.years_employed, YEARS_CAP),
    )
    logit = -2.14 - 0.95 * who.discipline - 0.18 * who.ability
    logit += 0.034 * (dti_post_pct(who, asked, asked.neutral_rate_pct) - 36)
    logit -= 0.30 * (np.log1p(months_of_reserves(who, asked)) - 1.6)
    logit -= 0.035 * years
    logit += 0.55 * (who.employment == "Unemployed") + 0.20 * (who.employment == "Self-Employed")
    return probabilities(logit - 0.45 * asked.secured + unseen)


def approvals(
    who: People, asked: Requests, rulebook: Rulebook, unseen: Vector, draw: Generator
) -> Flags:
    """Tell who was approved: hard policy with overrides, then judgement with noise."""
    rows = len(who.age)
    post = dti_post_pct(who, asked, asked.neutral_rate_pct)
    reserves = np.log1p(months_of_reserves(who, asked))
    judged = 0.020 * (np.where(np.isnan(who.score), SCORE_WITHOUT_FILE, who.score) - 672)
    judged -= 0.095 * (post - 38)
    judged += 0.8 * (who.history == "Good") - 1.3 * (who.history == "Poor")
    judged += 0.08 * np.minimum(np.nan_to_num(who.years_employed), YEARS_CAP) + 0.35 * reserves
    judged += 0.9 * (asked.product == Product.GOLD) - 0.9 * (who.employment == "Unemployed")
    judged += 2.4 * draw.standard_normal(rows) - unseen
    allowed = (judged > 0) & (draw.random(rows) >= REFUSED_ANYWAY)
    overridden = draw.random(rows) < OVERRIDDEN
    return np.where(breaks_policy(who, asked, rulebook), overridden, allowed)


def breaks_policy(who: People, asked: Requests, rulebook: Rulebook) -> Flags:
    """Tell which requests a rule that knows no exception would end, as far as the table tells."""
    broken = np.zeros(len(who.age), dtype=bool)
    post = dti_post_pct(who, asked, asked.neutral_rate_pct)
    for product in Product:
        terms, mine = rulebook.terms(product), asked.product == product
        ownership = np.isin(who.ownership, terms.home_ownership_ok)
        ends = ~ownership | (who.dti_pre > float(terms.dti_pre_max_pct))
        ends |= post > float(terms.dti_post_max_pct) + BEYOND_THE_CAP_PCT
        ends |= who.score < _floor(terms)
        ends |= np.isin(who.employment, terms.employment_excluded_sole)
        if terms.co_applicant != "required_when_weak":  # else somebody may have signed with them
            ends |= who.income < float(terms.min_annual_income)
            proof = terms.employment_needs_income_proof_or_coapplicant
            ends |= np.isin(who.employment, SMALL_INCOMES) & np.isin(who.employment, proof)
        if product is not Product.GOLD:
            ends |= (who.history == "Poor") & (asked.secured == 0)
        broken |= mine & ends
    return broken


def _floor(terms: ProductTerms) -> float:
    floor = terms.refer_credit_score if terms.refer_credit_score is not None else 0
    return float(floor)


def _payment(asked: Requests, rate_pct: Vector) -> Vector:
    i = rate_pct / 1200
    payment: Vector = asked.principal * i / (1 - (1 + i) ** -asked.term_months)
    return payment
