"""Invented people: who they are, what they earn and owe, how they paid. Specification 5.2, 1 to 7.

Two things nobody sees drive them: ability and discipline. Marital status and dependents follow age
alone and lead nowhere. Every number that is not a published one is a choice of this file.
"""

from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from ml.features import Indices, Vector, Words
from tools.lending.records import WORKING

EDUCATION = ("High School", "Bachelor's", "Master's", "PhD")
EDUCATION_UP_TO = (0.55, 0.85, 0.97)
"""Shares of the ranked latent."""
ENTERS_WORK_AT = np.array([18.0, 22.0, 24.0, 27.0])
MEDIAN_INCOME = np.array([50_000.0, 80_000.0, 92_000.0, 110_000.0])
"""Close to the Bureau of Labor Statistics' by education."""
SCORE_SHARES = (0, 0.142, 0.291, 0.495, 0.770, 1)
SCORE_BOUNDS = (420, 579, 669, 739, 799, 850)
"""Published distribution of credit scores: 14.2 % up to 579, 14.9 % up to 669, and so on."""
TYPICAL_LOG_INCOME, LOG_INCOME_SPREAD = 10.81, 0.79
HISTORY_CUTS = (-1.45, -0.45)
OLDEST_CAREER, LARGEST_DTI, MOST_LOANS, MOST_DEPENDENTS = 45, 75, 9, 8
SMALL_INCOMES = ("Student", "Unemployed")
HIGHEST_SMALL_INCOME = 59_000
"""E-080 asks back above 60,000."""


class People(NamedTuple):
    """One entry per person. `ability` and `discipline` are never written anywhere."""

    ability: Vector
    discipline: Vector
    age: Vector
    education: Words
    employment: Words
    years_employed: Vector
    """NaN for people who do not work."""
    income: Vector
    ownership: Words
    marital_status: Words
    dependents: Vector
    score: Vector
    """NaN: no credit file."""
    history: Words
    loans: Vector
    dti_pre: Vector
    savings: Vector
    checking: Vector


def people(rows: int, draw: Generator) -> People:
    """Draw `rows` people."""
    ability, discipline = _latents(rows, draw)
    age = np.floor(np.clip(18 + draw.gamma(3.2, 7.6, rows), 18, 80))
    level = _education(ability, age, draw)
    employment = _employment(ability, age, draw)
    career = np.clip(age - ENTERS_WORK_AT[level], 0, OLDEST_CAREER)
    years = np.floor(career * draw.beta(0.9, 1.3, rows))
    income = _income(ability, level, career, employment, draw)
    ownership = _ownership(age, income, draw)
    score = _score(discipline, age, income, draw)
    history = _history(discipline, draw)
    loans = np.minimum(draw.poisson(1.5 + 0.4 * (age > 25)), MOST_LOANS).astype(float)
    savings, checking = _balances(discipline, income, age, draw)
    return People(
        ability=ability,
        discipline=discipline,
        age=age,
        education=np.array(EDUCATION)[level],
        employment=employment,
        years_employed=np.where(np.isin(employment, WORKING), years, np.nan),
        income=income,
        ownership=ownership,
        marital_status=_marital_status(age, draw),
        dependents=_dependents(age, draw),
        score=score,
        history=history,
        loans=loans,
        dti_pre=_dti_pre(discipline, income, ownership, loans, draw),
        savings=savings,
        checking=checking,
    )


def _latents(rows: int, draw: Generator) -> tuple[Vector, Vector]:
    ability = draw.standard_normal(rows)
    return ability, 0.25 * ability + 0.97 * draw.standard_normal(rows)


def _education(ability: Vector, age: Vector, draw: Generator) -> Indices:
    latent = 0.7 * ability + 0.7 * draw.standard_normal(len(age))
    wanted = np.searchsorted(EDUCATION_UP_TO, ranks(latent))
    possible = np.searchsorted(ENTERS_WORK_AT, age, side="right") - 1
    return np.minimum(wanted, possible)


def _employment(ability: Vector, age: Vector, draw: Generator) -> Words:
    """Give each a status: students young, retired old, the rest by chance, ability and age."""
    student = np.select([age < 24, age < 31], [0.55, 0.06], 0.004)
    retired = np.select([age > 66, age > 62, age > 56], [0.80, 0.50, 0.06], 0.0)
    unemployed = np.clip(0.06 * np.exp(-0.5 * ability), 0, 0.3)
    own_business = 0.05 + 0.0022 * (age - 18)
    shares = np.column_stack([student, retired, unemployed, own_business, np.full(len(age), 0.08)])
    shares[:, 2:] *= np.clip(1 - student - retired, 0, 1)[:, None]
    chosen = (draw.random(len(age))[:, None] > np.cumsum(shares, axis=1)).sum(axis=1)
    names = ("Student", "Retired", "Unemployed", "Self-Employed", "Part-time", "Employed")
    status: Words = np.array(names)[chosen]
    return status


def _income(
    ability: Vector, level: Indices, career: Vector, employment: Words, draw: Generator
) -> Vector:
    """Return gross income: median of the education, a career's curve, luck; USD a year."""
    rows = len(ability)
    curve = np.exp(-0.34 + 0.030 * career - 0.00052 * career**2)
    luck = np.exp(0.22 * ability + 0.38 * draw.standard_normal(rows))
    income = MEDIAN_INCOME[level] * curve * luck
    income *= np.where(employment == "Retired", draw.uniform(0.40, 0.75, rows), 1)
    income *= np.where(employment == "Part-time", draw.uniform(0.45, 0.75, rows), 1)
    income *= np.where(employment == "Self-Employed", np.exp(0.30 * draw.standard_normal(rows)), 1)
    small = np.minimum(1_500 + draw.gamma(2.0, 5_500, rows), HIGHEST_SMALL_INCOME)
    mixed: Vector = np.where(np.isin(employment, SMALL_INCOMES), small, income)
    return mixed.round(2)


def _ownership(age: Vector, income: Vector, draw: Generator) -> Words:
    log_income = np.log(income / 50_000)
    owner = 1 / (1 + np.exp(-(-2.55 + 0.060 * age + 0.45 * log_income)))
    paid_off = 1 / (1 + np.exp(-(-5.2 + 0.090 * age)))
    first, second = draw.random(len(age)), draw.random(len(age))
    home = np.where(second < paid_off, "Own", "Mortgage")
    return np.where(first < owner, home, np.where(second < 0.05, "Other", "Rent"))


def _score(discipline: Vector, age: Vector, income: Vector, draw: Generator) -> Vector:
    """Map the ranked latent to the published distribution; a few have no file."""
    latent = discipline + 0.16 * (np.log(income) - TYPICAL_LOG_INCOME) / LOG_INCOME_SPREAD
    latent += 0.022 * age + 0.62 * draw.standard_normal(len(age))
    score = np.round(np.interp(ranks(latent), SCORE_SHARES, SCORE_BOUNDS))
    without_file = np.select([age < 22, age < 27], [0.14, 0.05], 0.012)
    return np.where(draw.random(len(age)) < without_file, np.nan, score)


def _history(discipline: Vector, draw: Generator) -> Words:
    latent = discipline + 0.85 * draw.standard_normal(len(discipline))
    words: Words = np.array(["Poor", "Fair", "Good"])[np.searchsorted(HISTORY_CUTS, latent)]
    return words


def _dti_pre(
    discipline: Vector, income: Vector, ownership: Words, loans: Vector, draw: Generator
) -> Vector:
    """Return present obligations in percent of income: mean near 29, deviation near 11."""
    housing = np.select([ownership == "Mortgage", ownership == "Own"], [13.5, 6.0], 14.5)
    dti = 10.3 + housing + 2.6 * loans - 3.4 * discipline - 3.2 * np.log(income / 60_000)
    drawn: Vector = dti + 8.4 * draw.standard_normal(len(income))
    return drawn.clip(0, LARGEST_DTI).round(2)


def _balances(
    discipline: Vector, income: Vector, age: Vector, draw: Generator
) -> tuple[Vector, Vector]:
    rows = len(income)
    log_income = np.log(income / 60_000)
    savings = 8.55 + 0.75 * log_income + 0.90 * discipline + 0.012 * (age - 40)
    checking = 8.05 + 0.70 * log_income + 0.40 * discipline
    kept: Vector = np.exp(savings + 0.95 * draw.standard_normal(rows))
    at_hand: Vector = np.exp(checking + 0.85 * draw.standard_normal(rows))
    return kept.round(2), at_hand.round(2)


def _marital_status(age: Vector, draw: Generator) -> Words:
    married = 0.72 / (1 + np.exp(-(age - 29) / 4))
    divorced = np.clip(0.006 * (age - 24), 0, 0.20)
    widowed = np.clip(0.012 * (age - 58), 0, 0.25)
    shares = np.cumsum(np.column_stack([widowed, divorced, married]), axis=1)
    chosen = (draw.random(len(age))[:, None] > shares).sum(axis=1)
    status: Words = np.array(["Widowed", "Divorced", "Married", "Single"])[chosen]
    return status


def _dependents(age: Vector, draw: Generator) -> Vector:
    expected = 1.7 * np.exp(-(((age - 40) / 13) ** 2)) + 0.15
    return np.minimum(draw.poisson(expected), MOST_DEPENDENTS).astype(float)


def ranks(values: Vector) -> Vector:
    """Return each value's place among all, between 0 and 1.

    >>> ranks(np.array([30.0, 10.0, 20.0])).tolist()
    [0.8333333333333334, 0.16666666666666666, 0.5]
    """
    places = np.empty(len(values))
    places[np.argsort(values, kind="stable")] = np.arange(len(values))
    return (places + 0.5) / len(values)
