"""Price table 4.1, and what must hold for every price."""

from decimal import Decimal
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.knowledge.loader import load_rulebook
from tools.lending.catalogue import PricingGrid, Rulebook
from tools.lending.pricing import PriceParts, note_rate_pct, price_parts
from tools.lending.records import DecisionProfile, Party, Product

RULEBOOK = load_rulebook()
GRID = RULEBOOK.catalogue.pricing
TABLE = (
    ("car", 720, "25", 60, "90", None, 39, "8.57", "8.32"),
    ("car", 790, "15", 36, "60", None, 3, "7.72", "7.47"),
    ("car", 655, "38", 84, "100", None, 84, "9.62", "9.37"),
    ("home", 750, "20", 300, "80", None, 22, "10.09", "9.84"),
    ("home", 680, "30", 360, "95", None, 60, "12.48", "12.23"),
    ("personal", 680, "35", 60, None, "0.40", 55, "15.29", "15.04"),
    ("personal", 790, "10", 36, None, "0.11", 3, "7.55", "7.30"),
    ("gold", 560, "45", 12, "75", None, 100, "19.00", "18.75"),
    ("gold", None, "0", 12, "60", None, 63, "15.52", "15.27"),
    ("education", 760, "20", 120, None, "0.47", 22, "9.34", "9.09"),
    ("medical", 763, "31.62", 60, None, "0.52", 36, "11.02", "10.77"),
    ("home_improvement", 735, "22", 84, "70", None, 30, "9.85", "9.60"),
    ("mortgage_refinance", 745, "34", 300, "72", None, 27, "10.08", "9.83"),
)  # fmt: skip


def parts_for(
    name: str, score: int | None, dti: str, months: int, ltv: str | None, lti: str | None
) -> PriceParts:
    return price_parts(
        RULEBOOK.terms(Product(name)),
        GRID,
        credit_score=score,
        dti_pre_pct=Decimal(dti),
        term_months=months,
        ltv_pct=None if ltv is None else Decimal(ltv),
        loan_to_income=None if lti is None else Decimal(lti),
    )


def rate(name: str, parts: PriceParts, *, autodebit: bool = False, held: bool = False) -> Decimal:
    terms = RULEBOOK.terms(Product(name))
    return note_rate_pct(terms, GRID, parts, autodebit=autodebit, relationship=held)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}-{row[6]}-points")
def test_price_table_4_1(
    row: tuple[str, int | None, str, int, str | None, str | None, int, str, str],
) -> None:
    name, score, dti, months, ltv, lti, points, standard, discounted = row

    parts = parts_for(name, score, dti, months, ltv, lti)

    assert parts.points == points
    assert str(rate(name, parts)) == standard
    assert str(rate(name, parts, autodebit=True)) == discounted


def test_the_parts_of_a_price_are_told_apart() -> None:
    assert parts_for("car", 720, "25", 60, "90", None) == PriceParts(20, 4, 6, 9, 0)
    assert parts_for("personal", 680, "35", 60, None, "0.40") == PriceParts(34, 7, 6, 0, 8)


@pytest.mark.parametrize("name", list(Product))
def test_every_combination_of_bands_prices_inside_the_range(name: Product) -> None:
    allowed = RULEBOOK.terms(name).note_rate_pct
    for parts in every_price():
        standard = rate(name, parts)
        cheapest = rate(name, parts, autodebit=True, held=True)
        assert allowed.min <= cheapest < standard <= allowed.max
        assert standard - cheapest == Decimal("0.35")


def every_price() -> list[PriceParts]:
    credit = [points for _, points in GRID.credit_score] + [GRID.no_score]
    debts = [points for _, points in GRID.dti_pre_pct]
    terms = [points for _, points in GRID.term_share]
    backed = [(points, 0) for _, points in GRID.ltv_pct]
    unbacked = [(0, points) for _, points in GRID.loan_to_income]
    return [
        PriceParts(score, dti, term, ltv, lti)
        for score, dti, term, (ltv, lti) in product(credit, debts, terms, backed + unbacked)
    ]


ratios = st.decimals("0", "120", places=2)
scores = st.integers(300, 850)


@given(
    name=st.sampled_from(list(Product)),
    score=st.tuples(scores, scores),
    dti=st.tuples(ratios, ratios),
    ltv=st.tuples(ratios, ratios),
    share=st.tuples(st.integers(1, 100), st.integers(1, 100)),
)
def test_a_price_never_falls_with_more_risk(
    name: Product,
    score: tuple[int, int],
    dti: tuple[Decimal, Decimal],
    ltv: tuple[Decimal, Decimal],
    share: tuple[int, int],
) -> None:
    terms = RULEBOOK.terms(name)
    months = [max(terms.term_months.max * part // 100, 1) for part in share]

    def price(score: int, dti: Decimal, ltv: Decimal, months: int) -> Decimal:
        secured = {"ltv_pct": ltv} if terms.secured else {"loan_to_income": ltv / 100}
        parts = price_parts(
            terms, GRID, credit_score=score, dti_pre_pct=dti, term_months=months, **secured
        )
        return rate(name, parts)

    better = price(max(score), min(dti), min(ltv), min(months))
    assert better <= price(min(score), min(dti), min(ltv), min(months))
    assert better <= price(max(score), max(dti), min(ltv), min(months))
    assert better <= price(max(score), min(dti), max(ltv), min(months))
    assert better <= price(max(score), min(dti), min(ltv), max(months))


@pytest.mark.parametrize(
    ("table", "value", "below", "above"),
    [("dti_pre_pct", "20.00", 0, 4), ("dti_pre_pct", "40.00", 10, 14), ("ltv_pct", "80.00", 5, 9)],
)
def test_a_band_ends_at_its_bound(table: str, value: str, below: int, above: int) -> None:
    def points(value: Decimal) -> int:
        facts = {"dti_pre_pct": Decimal(0), "ltv_pct": Decimal(0)} | {table: value}
        terms = RULEBOOK.terms(Product.CAR)
        parts = price_parts(terms, GRID, credit_score=800, term_months=12, **facts)
        return int(getattr(parts, table))

    assert points(Decimal(value)) == below
    assert points(Decimal(value) + Decimal("0.01")) == above


def test_score_bands_begin_at_their_bound() -> None:
    scores = [bound for bound, _ in GRID.credit_score]
    points = [points for _, points in GRID.credit_score]

    def credit(score: int) -> int:
        return parts_for("car", score, "0", 12, "0", None).credit_score

    assert [credit(int(bound)) for bound in scores] == points
    assert [credit(int(bound) - 1) for bound in scores[:-1]] == points[1:]


def test_loan_to_income_is_compared_as_shown() -> None:
    def points(share: str) -> int:
        return parts_for("personal", 800, "0", 12, None, share).loan_to_income

    assert [points("0.15"), points("0.150049"), points("0.15005"), points("0.1501")] == [0, 0, 4, 4]


def test_debts_without_any_income_take_the_last_band(rulebook: Rulebook) -> None:
    parts = price_parts(
        rulebook.terms(Product.GOLD),
        grid_of(rulebook),
        credit_score=None,
        dti_pre_pct=None,
        term_months=12,
        ltv_pct=Decimal(50),
    )

    assert parts.dti_pre_pct == max(points for _, points in grid_of(rulebook).dti_pre_pct)


def grid_of(rulebook: Rulebook) -> PricingGrid:
    return rulebook.catalogue.pricing


def test_nothing_about_a_person_beside_the_priced_facts_can_reach_a_price() -> None:
    audited = {"birth_date", "age", "marital_status", "num_dependents", "education_level", "sex"}

    assert audited.isdisjoint(DecisionProfile.model_fields)
    assert audited.isdisjoint(Party.model_fields)


def test_price_tables_rise_with_risk() -> None:
    for rows in (GRID.dti_pre_pct, GRID.term_share, GRID.ltv_pct, GRID.loan_to_income):
        assert all(a[1] <= b[1] for a, b in pairwise(rows))
    assert all(a[1] <= b[1] for a, b in pairwise(GRID.credit_score))
