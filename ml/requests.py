"""What invented people ask for, and what the catalogue would charge them. Specification 5.2, 8."""

from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from ml.columns import ENDS_HOUSING
from ml.features import Indices, Vector, Words, level_payment, neutral_rate_pct
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
    chances = _Chances(
        luck=draw.standard_normal(rows),
        pick=draw.random(rows),
        noise=draw.standard_normal(rows),
        ltv=draw.uniform(45, 98, rows),
        ending=draw.beta(*HOUSING_SHARE, rows),
    )
    whole: list[Vector] = [np.zeros(rows) for _ in range(6)]
    purpose = np.empty(rows, dtype="U16")
    for kind in Product:
        mine = np.flatnonzero(product == kind)
        purpose[mine] = rulebook.terms(kind).purposes[0]
        for column, values in zip(
            whole, _of_product(kind, mine, who, chances, rulebook), strict=True
        ):
            column[mine] = values
    principal, term, rate, neutral, secured, ending = whole
    payment = level_payment(principal, rate, term)
    return Requests(product, purpose, principal, term, rate, payment, neutral, secured, ending)


class _Chances(NamedTuple):
    luck: Vector
    pick: Vector
    noise: Vector
    ltv: Vector
    ending: Vector


def _of_product(
    kind: Product, mine: Indices, who: People, chances: _Chances, rulebook: Rulebook
) -> tuple[Vector, ...]:
    """Return principal, term, rate, neutral rate, secured and ending share of one product."""
    terms, grid = rulebook.terms(kind), rulebook.catalogue.pricing
    median, spread = SIZE[kind]
    income = who.income[mine]
    if kind is Product.EDUCATION:
        student = who.employment[mine] == "Student"
        income = np.where(student, STUDENTS_BORROW_ON, income)
    wanted = income * median * np.exp(spread * chances.luck[mine])
    limits = float(terms.principal.min), float(terms.principal.max)
    principal = np.clip(wanted, *limits).round(2)
    menu = np.array(terms.term_months.menu, dtype=float)
    term = menu[(chances.pick[mine] * len(menu)).astype(int)]
    secured = np.array([terms.is_secured(p) for p in principal.tolist()], dtype=float)
    rate = note_rates_pct(
        terms, grid, who.score[mine], who.dti_pre[mine], term,
        np.where(secured > 0, chances.ltv[mine], np.nan), principal / who.income[mine],
    )  # fmt: skip
    bounds = float(terms.note_rate_pct.min), float(terms.note_rate_pct.max)
    noisy = np.clip(rate + RATE_NOISE_PCT * chances.noise[mine], *bounds).round(2)
    neutral = np.full(len(mine), neutral_rate_pct(terms))
    ending = chances.ending[mine] * (kind in ENDS_HOUSING)
    return principal, term, noisy, neutral, secured, ending


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
