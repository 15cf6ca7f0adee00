"""What a single field cannot say about itself: the cross-field rules of the catalogue.

Each check yields problems at the path that an editor would have to change.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import get_args

from tools.knowledge.reading import Document, KeyPath, Problem
from tools.lending.catalogue import Catalogue, Points, ProductTerms
from tools.lending.records import Fee, HomeOwnership, Product

Found = Iterator[tuple[KeyPath, str]]

LTV_KEYS = {
    Product.CAR: {"new", "used"},
    Product.HOME: {"purchase"},
    Product.GOLD: {"standard"},
    Product.HOME_IMPROVEMENT: {"cltv"},
    Product.MORTGAGE_REFINANCE: {"rate_term", "cash_out"},
}
"""The caps that the formulas look up; without one of them a loan could not be valued."""

NEEDED_BLOCKS = {
    Product.CAR: ("vehicle", "pti_max_pct"),
    Product.HOME: ("pmi", "front_end_max_pct"),
    Product.GOLD: ("gold",),
    Product.HOME_IMPROVEMENT: ("unsecured_up_to",),
    Product.MORTGAGE_REFINANCE: ("net_benefit", "front_end_max_pct"),
}

PRODUCT_THRESHOLDS = (
    "principal", "term_months", "note_rate_pct", "ltv_max_pct", "unsecured_up_to", "pmi",
    "vehicle", "gold", "min_credit_score", "refer_credit_score", "min_annual_income",
    "dti_pre_max_pct", "dti_post_max_pct", "dti_post_max_if_payment_falls_pct",
    "front_end_max_pct", "pti_max_pct", "min_months_employed", "deferment_months_max",
    "net_benefit", "relationship_months_min", "fees",
)  # fmt: skip
FILE_THRESHOLDS = ("pricing", "legal", "advice")
"""Every limit needs an owner, a reason and a review date under `governance.thresholds`."""


def product_problems(terms: ProductTerms, document: Document) -> list[Problem]:
    """List what is wrong inside one product."""
    checks = (_ranges, _menu, _scores, _collateral, _fees, _shares, _words)
    at = ("products", str(terms.product))
    return [document.problem((*at, *path), why) for check in checks for path, why in check(terms)]


def catalogue_problems(catalogue: Catalogue, document: Document) -> list[Problem]:
    """List what is wrong between the products and the rest of the file."""
    checks = (_price_floors, _one_purpose_each, _pricing, _score_bands, _law_and_advice, _owners)
    return [document.problem(path, why) for check in checks for path, why in check(catalogue)]


def _ranges(terms: ProductTerms) -> Found:
    for name in ("principal", "term_months", "note_rate_pct"):
        low, high = getattr(terms, name).min, getattr(terms, name).max
        if low >= high:
            yield (name, "max"), f"must be greater than min ({low}), not {high}"
    if not terms.principal.min:
        yield ("principal", "min"), "must be more than 0"


def _menu(terms: ProductTerms) -> Found:
    term = terms.term_months
    if not term.menu:
        yield ("term_months", "menu"), "must hold at least one term"
    for n, months in enumerate(term.menu):
        if not term.min <= months <= term.max:
            reason = f"must lie between {term.min} and {term.max} months, not {months}"
            yield ("term_months", "menu", n), reason
    for n, (one, following) in enumerate(pairwise(term.menu), 1):
        if following <= one:
            yield ("term_months", "menu", n), f"must be greater than {one}, not {following}"
    if not term.min <= term.default <= term.max:
        yield ("term_months", "default"), f"must lie between {term.min} and {term.max} months"


def _scores(terms: ProductTerms) -> Found:
    low, high = terms.refer_credit_score, terms.min_credit_score
    if (low is None) != (high is None):
        yield ("refer_credit_score",), "must be null exactly when min_credit_score is"
    for name in ("min_credit_score", "refer_credit_score"):
        score = getattr(terms, name)
        if score is not None and not 300 <= score <= 850:
            yield (name,), f"must lie between 300 and 850, not {score}"
    if low is not None and high is not None and low > high:
        yield ("refer_credit_score",), f"must not be above min_credit_score ({high})"


def _collateral(terms: ProductTerms) -> Found:
    needed = LTV_KEYS.get(terms.product, set())
    if terms.ltv_max_pct.keys() != needed:
        yield ("ltv_max_pct",), f"must hold exactly {', '.join(sorted(needed)) or 'nothing'}"
    for block in NEEDED_BLOCKS.get(terms.product, ()):
        if getattr(terms, block) is None:
            yield (block,), "is missing"
    if terms.secured != bool(needed):
        yield ("secured",), "must be true exactly for the products that take collateral"
    bound = terms.unsecured_up_to
    if bound is not None and not terms.principal.min <= bound <= terms.principal.max:
        yield ("unsecured_up_to",), "must lie inside the range of principal"
    if terms.pmi and terms.pmi.ends_at_ltv_pct > terms.pmi.cancel_on_request_ltv_pct:
        yield ("pmi", "ends_at_ltv_pct"), "must not be above cancel_on_request_ltv_pct"


def _fees(terms: ProductTerms) -> Found:
    fees = terms.fees
    if fees.origination_max is not None and fees.origination_max < fees.origination_min:
        yield ("fees", "origination_max"), "must not be below origination_min"
    known = set(get_args(Fee.model_fields["name"].annotation))
    for name in fees.third_party.keys() - known:
        yield (
            ("fees", "third_party", name),
            f"is not a fee; the fees are {', '.join(sorted(known))}",
        )


def _shares(terms: ProductTerms) -> Found:
    """A share of income or of value above these is a slip of the keyboard."""
    for name in ("dti_pre_max_pct", "dti_post_max_pct", "front_end_max_pct", "pti_max_pct"):
        limit = getattr(terms, name)
        if limit is not None and not 0 < limit <= 100:
            yield (name,), f"must be more than 0 and at most 100 percent, not {limit}"
    for key, limit in terms.ltv_max_pct.items():
        if not 0 < limit <= 125:
            yield ("ltv_max_pct", key), f"must be more than 0 and at most 125 percent, not {limit}"
    relaxed = terms.dti_post_max_if_payment_falls_pct
    if relaxed is not None and relaxed < terms.dti_post_max_pct:
        yield ("dti_post_max_if_payment_falls_pct",), "must not be below dti_post_max_pct"


def _words(terms: ProductTerms) -> Found:
    for name in ("purposes", "documents", "employment_ok", "home_ownership_ok"):
        if not getattr(terms, name):
            yield (name,), "must name at least one"
    for n, ownership in enumerate(terms.home_ownership_ok):
        if ownership not in get_args(HomeOwnership):
            yield ("home_ownership_ok", n), f"must be one of {', '.join(get_args(HomeOwnership))}"
    if terms.product in terms.alternatives:
        yield ("alternatives",), "must not name the product itself"


def _price_floors(catalogue: Catalogue) -> Found:
    """Discounts are real and stay inside the range, so the undiscounted floor is above it."""
    for product, terms in catalogue.products.items():
        rate = terms.note_rate_pct
        floor = rate.min + terms.autodebit_discount_pct + terms.relationship_discount_pct
        at = ("products", str(product), "note_rate_pct", "max")
        if rate.min < rate.max <= floor:
            yield at, f"must be above min plus both discounts ({floor}), not {rate.max}"
        if rate.max > catalogue.legal.max_apr_pct:
            yield at, f"must not be above legal.max_apr_pct ({catalogue.legal.max_apr_pct})"


def _one_purpose_each(catalogue: Catalogue) -> Found:
    owners: dict[str, Product] = {}
    for product, terms in catalogue.products.items():
        for purpose in terms.purposes:
            if owners.setdefault(purpose, product) != product:
                reason = f"{purpose} already belongs to {owners[purpose]}"
                yield ("products", str(product), "purposes"), reason


def _pricing(catalogue: Catalogue) -> Found:
    grid = catalogue.pricing
    if not grid.round_to_pct:
        yield ("pricing", "round_to_pct"), "must be more than 0"
    yield from _table("credit_score", grid.credit_score, falling=True)
    for name in ("dti_pre_pct", "term_share", "ltv_pct", "loan_to_income"):
        yield from _table(name, getattr(grid, name), falling=False)
    if grid.credit_score and grid.credit_score[-1][0] > 300:
        yield ("pricing", "credit_score"), "must reach down to a score of 300"
    caps = [cap for terms in catalogue.products.values() for cap in terms.ltv_max_pct.values()]
    reach = {"dti_pre_pct": Decimal(100), "term_share": Decimal(1), "ltv_pct": max(caps, default=0)}
    for name, end in reach.items():
        table: Points = getattr(grid, name)
        if table and table[-1][0] < end:
            yield ("pricing", name), f"must reach up to {end}, not only {table[-1][0]}"


def _table(name: str, rows: Points, *, falling: bool) -> Found:
    """A worse row never earns fewer points; bounds run one way."""
    at = ("pricing", name)
    if not rows:
        yield at, "must hold at least one row"
    for n, (bound, points) in enumerate(rows):
        if bound < 0 or not 0 <= points <= 100:
            yield (*at, n), "must hold a bound of at least 0 and 0 to 100 points"
    for n, ((one, fewer), (following, more)) in enumerate(pairwise(rows), 1):
        if (following >= one) if falling else (following <= one):
            way = "below" if falling else "above"
            yield (*at, n), f"the bound must be {way} {one}, not {following}"
        if more < fewer:
            yield (*at, n), f"must be monotone: at least {fewer} points, not {more}"


def _score_bands(catalogue: Catalogue) -> Found:
    bounds = {bound for bound, _ in catalogue.pricing.credit_score}
    for n, band in enumerate(catalogue.score_bands):
        if (band.used is None) != (band.meaning != "score"):
            yield (
                ("score_bands", n, "used"),
                "must be a score, or null with meaning none or unknown",
            )
        elif band.used is not None and band.used not in bounds:
            yield ("score_bands", n, "used"), "must be the lower bound of a price band"


def _law_and_advice(catalogue: Catalogue) -> Found:
    if not catalogue.principal_step:
        yield ("principal_step",), "must be more than 0"
    if catalogue.offer_valid_days < 1:
        yield ("offer_valid_days",), "must be at least 1"
    for days in ("counteroffer_valid_days", "first_payment_days"):
        if getattr(catalogue.advice, days) < 1:
            yield ("advice", days), "must be at least 1"
    if not 0 < catalogue.advice.net_to_gross_divisor <= 1:
        yield ("advice", "net_to_gross_divisor"), "must be more than 0 and at most 1"
    ages = {"min_age": catalogue.legal.min_age, **catalogue.legal.min_age_by_state}
    for place, age in ages.items():
        if not 17 <= age <= 21:
            path = ("legal", place) if place == "min_age" else ("legal", "min_age_by_state", place)
            yield path, f"must lie between 17 and 21, not {age}"


def _owners(catalogue: Catalogue) -> Found:
    governance = catalogue.governance
    at = ("governance", "thresholds")
    used = {
        name
        for name in PRODUCT_THRESHOLDS
        if any(getattr(terms, name) for terms in catalogue.products.values())
    }
    for name in sorted((used | set(FILE_THRESHOLDS)) - governance.thresholds.keys()):
        yield (*at, name), "is missing: every threshold has an owner, a reason and a review date"
    for name in sorted(governance.thresholds.keys() - {*PRODUCT_THRESHOLDS, *FILE_THRESHOLDS}):
        yield (*at, name), "is not a threshold of this file"
    if governance.next_review <= governance.approved_on:
        yield ("governance", "next_review"), "must lie after approved_on"
