from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.catalogue import Rulebook
from tools.lending.records import Product
from tools.policy_index.references import (
    LawFigure,
    ReferenceData,
    UnknownReference,
    neutralise,
    resolve,
)

DATA = ReferenceData(
    law={
        "notice_days": LawFigure(value=Decimal(30), unit="days", source="Regulation B"),
        "cancel_days": LawFigure(value=Decimal(1), unit="business days", source="Regulation Z"),
    },
    documents={"assay_certificate": "the assay certificate"},
)


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("[[car.principal.max]]", "$100,000"),
        ("[[car.note_rate_pct.min]]", "7.30%"),
        ("[[car.note_rate_pct.max]]", "10%"),
        ("[[car.term_months.max]]", "84 months"),
        ("[[car.term_months.max|years]]", "7 years"),
        ("[[car.term_months.min|years]]", "6 months"),
        ("[[car.term_months.max|adjective]]", "84-month"),
        ("[[car.term_months.max|plain]]", "84"),
        ("[[car.vehicle.max_age_at_maturity_years]]", "12 years"),
        ("[[car.fees.processing_flat]]", "$150"),
        ("[[car.fees.processing_cap_pct]]", "1.50%"),
        ("[[home.fees.third_party.appraisal]]", "$550"),
        ("[[car.ltv_max_pct.used]]", "90%"),
        ("[[gold.gold.min_karat]]", "18 karat"),
        ("[[car.min_credit_score]]", "650"),
        ("[[every.autodebit_discount_pct|points]]", "0.25 percentage points"),
        ("[[legal.max_apr_pct]]", "36%"),
        ("[[catalogue.offer_valid_days]]", "30 days"),
        ("[[advice.residual_income_min]]", "$550"),
        ("[[rule.E-034.thresholds.existing_loans]]", "6"),
        ("[[rule.E-033.thresholds.foreclosure_months]]", "36 months"),
        ("[[law.notice_days]]", "30 days"),
        ("[[law.cancel_days]]", "1 business day"),
    ],
)
def test_a_reference_is_shown_in_the_unit_of_its_figure(
    reference: str, shown: str, rulebook: Rulebook
) -> None:
    text, figures = resolve(f"It is {reference} here.", rulebook, DATA)

    assert text == f"It is {shown} here."
    assert [figure.shown for figure in figures] == [shown]


def test_a_figure_keeps_the_value_and_the_reference_it_came_from(rulebook: Rulebook) -> None:
    _, (figure,) = resolve("[[car.term_months.max|years]]", rulebook)

    assert (figure.id, figure.value, figure.unit) == ("car.term_months.max", Decimal(84), "months")


def test_the_same_figure_said_twice_is_one_figure(rulebook: Rulebook) -> None:
    _, figures = resolve("[[car.term_months.max]] or [[car.term_months.max]]", rulebook)

    assert len(figures) == 1


def test_a_changed_catalogue_changes_the_text(rulebook: Rulebook) -> None:
    dearer = _with_car_fee(rulebook, Decimal(175))

    assert resolve("[[car.fees.processing_flat]]", dearer)[0] == "$175"


def test_documents_become_a_list_of_words_and_no_figure(rulebook: Rulebook) -> None:
    text, figures = resolve("Bring [[gold.documents]].", rulebook, DATA)

    assert text == "Bring ownership declaration and the assay certificate."
    assert figures == ()


@pytest.mark.parametrize(
    ("reference", "complaint"),
    [
        ("[[boat.term_months.max]]", "'boat' is neither a product"),
        ("[[car.term_month.max]]", "there is no 'term_month'"),
        ("[[car.term_months]]", "is not a figure"),
        ("[[car.secured]]", "is not a figure"),
        ("[[gold.min_credit_score]]", "is not a figure but None"),
        ("[[car.name]]", "is not a figure"),
        ("[[car.term_months.max|percent]]", "cannot be shown as 'percent'"),
        ("[[car.principal.max|years]]", "cannot be shown as 'years'"),
        ("[[every.principal.max]]", "differs between products"),
        ("[[law.nothing]]", "law.nothing is not in references.toml"),
        ("[[rule.E-999.thresholds.count]]", "there is no 'E-999'"),
        ("[[advice.net_to_gross_divisor]]", "has no known unit"),
        ("[[ car.term_months.max ]]", "is not a reference"),
        ("[[car.term_months.max]", "is not a reference"),
        ("[[car.model_config]]", "there is no 'model_config'"),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused_with_its_reason(
    reference: str, complaint: str, rulebook: Rulebook
) -> None:
    with pytest.raises(UnknownReference, match=complaint.replace(".", r"\.")):
        resolve(reference, rulebook, DATA)


@given(st.text(alphabet="[]|.abc ", max_size=40))
def test_neutralised_text_holds_no_reference_and_loses_no_letter(text: str) -> None:
    safe = neutralise(text)

    assert "[[" not in safe
    assert "]]" not in safe
    assert safe.replace(" ", "") == text.replace(" ", "")


def _with_car_fee(rulebook: Rulebook, fee: Decimal) -> Rulebook:
    car = rulebook.terms(Product.CAR)
    changed = car.model_copy(update={"fees": car.fees.model_copy(update={"processing_flat": fee})})
    products = {**rulebook.catalogue.products, Product.CAR: changed}
    catalogue = rulebook.catalogue.model_copy(update={"products": products})
    return rulebook.model_copy(update={"catalogue": catalogue})
