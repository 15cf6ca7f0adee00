"""What invented people ask for, and what the catalogue would charge them. Specification 5.2, 8."""

from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from ml.features import Vector, Words, level_payment
from ml.population import People
from tools.lending.catalogue import PricingGrid, ProductTerms, Rulebook
from tools.lending.pricing import MAX_POINTS
from tools.lending.records import Product

SIZE: dict[Product, tuple[float, float]] = {
    Product.CAR: (0.42, 0.45),
    Product.HOME: (2.6, 0.40),
    Product.GOLD: (0.09, 0.60),
    Product.EDUCATION: (0.45, 0.55),
    Product.PERSONAL: (0.22, 0.60),
    Product.MEDICAL: (0.16, 0.65),
    Product.HOME_IMPROVEMENT: (0.45, 0.60),
    Product.MORTGAGE_REFINANCE: (2.1, 0.40),
}
"""Median principal over income, and the deviation of its logarithm."""
STUDENTS_BORROW_ON = 40_000
"""Income that stands behind a student's request: somebody signs with them."""
RATE_NOISE_PCT = 0.15
HOUSING_SHARE = (5.0, 6.0)
"""Beta: the part of obligations that ends with a home purchase or a refinance; mean 0.45."""


class Requests(NamedTuple):
    """One entry per person."""

    product: Words
    purpose: Words
    principal: Vector
    term_months: Vector
    note_rate_pct: Vector
    payment: Vector
    neutral_rate_pct: Vector
    secured: Vector
    ending_share: Vector
    """Of present obligations, what ends with this loan. In no column: a table has its limits."""


def requests(who: People, rulebook: Rulebook, draw: Generator) -> Requests:
    """Draw one request a person, inside the limits of the catalogue, and price it."""
    rows = len(who.age)
    product = _products(who, draw)
    behind = np.where(
        (who.employment == "Student") & (product == Product.EDUCATION),
        STUDENTS_BORROW_ON,
        who.income,
    )
    luck, pick, noise = draw.standard_normal(rows), draw.random(rows), draw.standard_normal(rows)
    ltv, share = draw.uniform(45, 98, rows), draw.beta(*HOUSING_SHARE, rows)
    principal, term, rate, neutral, secured, share_ends = (np.zeros(rows) for _ in range(6))
    purpose = np.empty(rows, dtype="U16")
    for kind in Product:
        mine, terms = product == kind, rulebook.terms(kind)
        purpose[mine] = terms.purposes[0]
        median, spread = SIZE[kind]
        wanted = behind[mine] * median * np.exp(spread * luck[mine])
        low, high = float(terms.principal.min), float(terms.principal.max)
        principal[mine] = np.round(np.clip(wanted, low, high), 2)
        menu = np.array(terms.term_months.menu, dtype=float)
        term[mine] = menu[(pick[mine] * len(menu)).astype(int)]
        secured[mine] = [terms.is_secured(p) for p in principal[mine].tolist()]
        neutral[mine] = float(terms.note_rate_pct.min + terms.note_rate_pct.max) / 2
        priced = note_rates_pct(
            terms, rulebook.catalogue.pricing, who.score[mine], who.dti_pre[mine], term[mine],
            np.where(secured[mine] > 0, ltv[mine], np.nan), principal[mine] / who.income[mine],
        )  # fmt: skip
        bounds = float(terms.note_rate_pct.min), float(terms.note_rate_pct.max)
        rate[mine] = np.round(np.clip(priced + RATE_NOISE_PCT * noise[mine], *bounds), 2)
        if kind in (Product.HOME, Product.MORTGAGE_REFINANCE):
            share_ends[mine] = share[mine]
    return Requests(
        product, purpose, principal, term, rate, level_payment(principal, rate, term),
        neutral, secured, share_ends,
    )  # fmt: skip


def _products(who: People, draw: Generator) -> Words:
    """Choose: students study, renters over 24 buy homes, owners improve, mortgagors refinance."""
    young, owner = who.age <= 24, np.isin(who.ownership, ("Own", "Mortgage"))
    weights = {
        Product.EDUCATION: np.where(who.employment == "Student", 5.0, np.where(young, 0.5, 0.2)),
        Product.HOME: np.where(owner, 0.1, np.where(young, 0.08, 0.9)),
        Product.HOME_IMPROVEMENT: np.where(owner, 0.7, 0.03),
        Product.MORTGAGE_REFINANCE: np.where(who.ownership == "Mortgage", 0.6, 0.01),
        Product.CAR: np.full(len(young), 1.1),
        Product.PERSONAL: np.full(len(young), 1.1),
        Product.MEDICAL: np.full(len(young), 0.4),
        Product.GOLD: np.full(len(young), 0.3),
    }
    shares = np.cumsum(np.column_stack(list(weights.values())), axis=1)
    chosen = (draw.random(len(young))[:, None] * shares[:, -1:] > shares).sum(axis=1)
    products: Words = np.array([product.value for product in weights])[chosen]
    return products


def note_rates_pct(
    terms: ProductTerms,
    grid: PricingGrid,
    score: Vector,
    dti_pre_pct: Vector,
    term_months: Vector,
    ltv_pct: Vector,
    loan_to_income: Vector,
) -> Vector:
    """Return what `tools.lending.pricing` charges, for many at once; no LTV: unsecured.

    One call of it takes 20 microseconds; a test holds this to its answers.
    """
    least = sorted((float(bound), points) for bound, points in grid.credit_score)
    at_least = np.array([points for _, points in least])
    place = np.searchsorted([bound for bound, _ in least], score, side="right") - 1
    credit = np.where(np.isnan(score), grid.no_score, at_least[np.clip(place, 0, None)])
    secured = ~np.isnan(ltv_pct)
    points = credit + _up_to(grid.dti_pre_pct, dti_pre_pct)
    points = points + _up_to(grid.term_share, term_months / terms.term_months.max)
    points = points + np.where(
        secured,
        _up_to(grid.ltv_pct, np.nan_to_num(ltv_pct)),
        _up_to(grid.loan_to_income, np.round(loan_to_income, 4)),
    )
    discounts = terms.autodebit_discount_pct + terms.relationship_discount_pct
    low, high = float(terms.note_rate_pct.min + discounts), float(terms.note_rate_pct.max)
    rates: Vector = low + (high - low) * np.minimum(points, MAX_POINTS) / MAX_POINTS
    return rates


def _up_to(table: tuple[tuple[object, int], ...], values: Vector) -> Vector:
    bounds = [float(str(bound)) for bound, _ in table]
    points = np.array([row_points for _, row_points in table], dtype=float)
    found: Vector = points[np.minimum(np.searchsorted(bounds, values, side="left"), len(table) - 1)]
    return found
