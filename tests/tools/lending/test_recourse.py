"""What would help: the golden rows, and each lever with what it must not do."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tools.knowledge.golden import GoldenCase, golden_cases
from tools.lending.catalogue import Rulebook
from tools.lending.evaluate import evaluate
from tools.lending.levers import with_a_little_more_debt
from tools.lending.points_scorer import PointsScorer
from tools.lending.records import Inquiry, Lever, Recourse
from tools.lending.recourse import LEVERS, find_recourse

Ask = Callable[..., Inquiry]
Help = Callable[[Inquiry], Recourse]

CASES = golden_cases()
BY_ID = {case.id: case for case in CASES}
SHOWN_HALF_UP = {("C04", "principal", "dti_post_pct"): ("59.74", "59.75")}
"""1,194.90 of 2,000.00 is exactly 59.745 %; ratios are shown half up."""
FIGURES = ("monthly_payment", "note_rate_pct", "dti_post_pct", "front_end_pct")


def having(key: str) -> pytest.MarkDecorator:
    cases = [case for case in CASES if key in case.expect]
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.id)


@pytest.fixture
def help_for(rulebook: Rulebook, today: date) -> Help:
    return lambda inquiry: find_recourse(inquiry, rulebook, today)


def names(levers: tuple[Lever, ...]) -> list[str]:
    return ["+".join(lever.levers) for lever in levers]


def only(levers: tuple[Lever, ...], name: str) -> Lever:
    return next(lever for lever in levers if lever.levers == (name,))


def as_the_file_says(case: GoldenCase, lever: Lever, row: Mapping[str, Any]) -> dict[str, Any]:
    """Write a lever with the keys of the file's row."""
    written: dict[str, Any] = {"lever": lever.levers[0], "change": lever.exact[0]}
    written["to"] = lever.to[0]
    if lever.levers == ("term_months",):
        written |= {"change": int(lever.exact[0]), "to": int(lever.to[0])}
    if lever.levers == ("other_product",):
        written["to"] = next(c.id for c in CASES if c.id.startswith(case.id) and c is not case)
    written |= {name: str(getattr(lever, name)) for name in FIGURES}
    written["robust"] = lever.robust
    return {key: written[key] for key in row}


def corrected(case: GoldenCase, row: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(row)
    for (case_id, lever, key), (wrong, right) in SHOWN_HALF_UP.items():
        if (case_id, lever) == (case.id, told["lever"]) and told[key] == wrong:
            told[key] = right
    return told


@having("today")
def test_what_helps_today_is_the_golden_row(case: GoldenCase, help_for: Help) -> None:
    rows = [corrected(case, row) for row in case.expect["today"]]

    found = help_for(case.inquiry).today

    assert len(found) == len(rows)
    assert [as_the_file_says(case, *pair) for pair in zip(found, rows, strict=True)] == rows


@having("later")
def test_what_helps_later_is_the_golden_row(case: GoldenCase, help_for: Help) -> None:
    found = help_for(case.inquiry).later

    written = [
        {"levers": list(lever.levers), "exact": list(lever.exact), "said": list(lever.said)}
        for lever in found
    ]
    rows = [
        {
            "levers": row.get("levers", [row.get("lever")]),
            "exact": row["exact"] if "levers" in row else [row["exact"]],
            "said": row["said"] if "levers" in row else [row["said"]],
        }
        for row in case.expect["later"]
    ]
    assert written == rows


@having("cures")
def test_what_could_cure_a_refusal_is_the_golden_row(
    case: GoldenCase, rulebook: Rulebook, today: date
) -> None:
    assert list(evaluate(case.inquiry, rulebook, today).cures) == case.expect["cures"]


def test_another_product_costs_what_it_costs_when_asked_for(
    help_for: Help, rulebook: Rulebook, today: date
) -> None:
    lever = only(help_for(BY_ID["C10"].inquiry).today, "other_product")

    asked = evaluate(BY_ID["C10P"].inquiry, rulebook, today).offers[0]

    for name in ("principal", "term_months", "apr_pct", "total_interest", *FIGURES):
        assert getattr(lever, name) == getattr(asked, name)


def changed(inquiry: Inquiry, lever: Lever) -> Inquiry:
    """Do, field by field, what a lever says: a second reading of its words."""
    request: dict[str, Any] = {}
    applicant: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, to in zip(lever.levers, lever.to, strict=True):
        if name in ("principal", "retires_monthly"):
            request[name] = Decimal(to)
        elif name == "term_months":
            request[name] = int(to)
        elif name == "down_payment":
            request["principal"] = lever.principal
        elif name == "co_applicant":
            rest["co_applicant"] = inquiry.joint_option
        elif name in ("monthly_obligations", "annual_income"):
            applicant[name] = Decimal(to)
        elif name == "months_employed":
            applicant[name] = int(to)
        elif name == "credit_score_band":
            applicant["credit_score"] = int(to)
        else:
            raise AssertionError(name)
    return inquiry.model_copy(
        update={
            "request": inquiry.request.model_copy(update=request),
            "applicant": inquiry.applicant.model_copy(update=applicant),
            **rest,
        }
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_change_fits_when_the_bank_is_asked_again(
    case: GoldenCase, help_for: Help, rulebook: Rulebook, today: date
) -> None:
    found = help_for(case.inquiry)

    for lever in (*found.today, *found.later):
        if lever.levers == ("other_product",):
            continue
        inquiry = changed(case.inquiry, lever)
        answer = evaluate(inquiry, rulebook, today)
        card = answer.offers[0]
        assert "CLOSEST" in card.tags
        assert (card.monthly_payment, card.apr_pct) == (lever.monthly_payment, lever.apr_pct)
        more_debt = evaluate(with_a_little_more_debt(inquiry), rulebook, today)
        still = bool(more_debt.offers) and "CLOSEST" in more_debt.offers[0].tags
        assert still == lever.robust


def test_one_step_less_than_what_is_exact_does_not_help(help_for: Help, today: date) -> None:
    inquiry = BY_ID["C02"].inquiry
    lever = only(help_for(inquiry).later, "monthly_obligations")
    applicant = inquiry.applicant.model_copy(update={"monthly_obligations": Decimal("1396.33")})
    just = inquiry.model_copy(update={"applicant": applicant})
    applicant = applicant.model_copy(update={"monthly_obligations": Decimal("1397.33")})
    short = inquiry.model_copy(update={"applicant": applicant})

    assert lever.exact == ("-62.00",)
    assert help_for(just) == Recourse()
    assert only(help_for(short).later, "monthly_obligations").exact == ("-1.00",)


def test_nothing_is_sought_where_the_request_fits(help_for: Help, ask: Ask) -> None:
    assert help_for(ask("car")) == Recourse()


def test_nothing_is_sought_while_something_blocks_the_answer(help_for: Help, ask: Ask) -> None:
    unverified = ask("car", {"identity_verified": False, "credit_score": 500}, stage="application")

    assert help_for(unverified) == Recourse()


def test_nothing_quick_helps_is_an_answer(help_for: Help) -> None:
    assert help_for(BY_ID["C03"].inquiry).nothing_quick_helps


def test_a_principal_below_the_range_is_raised_to_where_it_begins(help_for: Help, ask: Ask) -> None:
    lever = only(help_for(ask("personal", request={"principal": "600.00"})).today, "principal")

    assert (lever.exact, lever.to) == (("+400.00",), ("1000.00",))


def test_fees_above_the_apr_ceiling_are_cured_by_a_longer_term(
    ask: Ask, rulebook: Rulebook, today: date
) -> None:
    legal = rulebook.catalogue.legal.model_copy(update={"max_apr_pct": Decimal("11.5")})
    catalogue = rulebook.catalogue.model_copy(update={"legal": legal})
    strict = rulebook.model_copy(update={"catalogue": catalogue})
    inquiry = ask("personal", request={"principal": "1000.00", "term_months": 12})

    assert evaluate(inquiry, rulebook, today).offers[0].apr_pct > legal.max_apr_pct
    lever = only(find_recourse(inquiry, strict, today).today, "term_months")
    assert lever.apr_pct is not None
    assert lever.apr_pct <= legal.max_apr_pct


def test_a_principal_above_what_school_costs_comes_down_to_the_step_below(
    help_for: Help, ask: Ask
) -> None:
    request = {"principal": "20000.00", "cost_of_attendance": "18250.00"}

    assert help_for(ask("education", request=request)).today[0].to == ("18200.00",)


def test_no_down_payment_is_advised_that_empties_the_savings(help_for: Help, ask: Ask) -> None:
    dear = {"principal": "24000.00", "vehicle_price": "25000.00", "vehicle_condition": "used"}

    enough = help_for(ask("car", {"savings": "3000.00"}, dear))
    too_little = help_for(ask("car", {"savings": "2200.00"}, dear))
    unknown = help_for(ask("car", {"savings": None}, dear))

    assert only(enough.today, "down_payment").exact == ("+1500.00",)
    assert only(enough.today, "down_payment").certainty == "exact"
    assert "down_payment" not in names(too_little.today)
    assert only(unknown.today, "down_payment").certainty == "depends"


def test_a_longer_unsecured_loan_is_no_advice_above_the_cap_on_debts(
    help_for: Help, ask: Ask
) -> None:
    above = {"annual_income": "54000.00", "monthly_obligations": "2070.00"}
    request = {"principal": "9000.00", "term_months": 36, "retires_monthly": "320.00"}

    found = help_for(ask("personal", above, request))

    assert names(found.today) == ["principal"]


def test_a_co_applicant_is_only_somebody_who_is_there(help_for: Help) -> None:
    alone, option = BY_ID["C05"].inquiry, BY_ID["C05J"].inquiry.co_applicant
    offered = alone.model_copy(update={"joint_option": option})

    assert help_for(alone) == Recourse()
    lever = only(help_for(offered).today, "co_applicant")
    assert (lever.monthly_payment, lever.caveat) == (Decimal("2014.22"), "joint_liability")


def test_gold_is_named_only_to_somebody_who_owns_some(help_for: Help) -> None:
    inquiry = BY_ID["C23"].inquiry
    valued = inquiry.model_copy(
        update={"request": inquiry.request.model_copy(update={"gold_value": Decimal("5000.00")})}
    )
    owner = valued.model_copy(update={"owns_gold": True})

    assert "other_product" not in names(help_for(valued).today)
    lever = only(help_for(owner).today, "other_product")
    assert (lever.said, lever.principal, lever.term_months) == (("gold",), Decimal("3700.00"), 36)
    assert lever.caveat == "gold_can_be_lost"


def test_gold_whose_value_nobody_knows_is_not_named(help_for: Help) -> None:
    owner = BY_ID["C23"].inquiry.model_copy(update={"owns_gold": True})

    assert "other_product" not in names(help_for(owner).today)


def test_a_personal_loan_is_not_the_way_out_of_debts_above_the_cap(
    help_for: Help, ask: Ask
) -> None:
    renter = {"home_ownership": "Rent", "annual_income": "60000.00"}

    inside = help_for(ask("home_improvement", {**renter, "monthly_obligations": "1500.00"}))
    above = help_for(ask("home_improvement", {**renter, "monthly_obligations": "2100.00"}))

    assert names(inside.today) == ["other_product"]
    assert above == Recourse()


@pytest.mark.parametrize(("score", "bands"), [(649, ["650"]), (610, ["650"]), (549, [])])
def test_the_score_is_said_as_a_band_within_reach_and_never_as_points(
    help_for: Help, ask: Ask, score: int, bands: list[str]
) -> None:
    found = help_for(ask("personal", {"credit_score": score, "bureau_factors": ["high_balances"]}))

    assert [lever.said[0] for lever in found.later] == bands


def test_a_review_line_is_reached_first_where_a_person_may_look(help_for: Help, ask: Ask) -> None:
    weak = ask("car", {"credit_score": 590, "bureau_factors": ["late_payments"]})

    lever = only(help_for(weak).later, "credit_score_band")

    assert (lever.said, lever.subject_to_review, lever.horizon) == (("620",), True, "3-12 months")


def test_time_in_the_job_counts_months_until_nobody_has_to_look(help_for: Help, ask: Ask) -> None:
    lever = only(help_for(ask("car", {"months_employed": 1})).later, "months_employed")

    assert (lever.said, lever.to, lever.horizon) == (("5",), ("6",), "3-12 months")


def test_time_in_the_job_that_takes_over_two_years_is_no_advice(
    help_for: Help, ask: Ask, rulebook: Rulebook
) -> None:
    floor = rulebook.rule("E-047").thresholds["months"]
    starter = {"employment_status": "Self-Employed", "months_employed": 0}

    assert names(help_for(ask("car", starter)).later) == ["months_employed"]
    assert floor == 24


def test_unverified_income_is_cured_by_papers_and_not_by_a_higher_figure(
    help_for: Help, ask: Ask
) -> None:
    found = help_for(ask("personal", {"employment_status": "Unemployed", "months_employed": None}))

    assert names(found.later) == ["other_income"]
    assert found.later[0].said == ("documented",)


def test_two_reasons_at_once_need_two_levers(help_for: Help, ask: Ask) -> None:
    two = {"months_employed": 1, "credit_score": 640, "bureau_factors": ["high_balances"]}

    found = help_for(ask("car", two))

    assert names(found.later) == ["credit_score_band+months_employed"]
    assert found.later[0].horizon == "3-12 months"


def test_housing_is_not_a_debt_that_somebody_can_pay_off(help_for: Help, ask: Ask) -> None:
    rent = {"monthly_obligations": "2070.00", "rent": "1900.00", "annual_income": "54000.00"}

    found = help_for(ask("personal", rent, {"principal": "8000.00"}))

    assert "monthly_obligations" not in names(found.later)


def test_every_lever_is_one_that_a_customer_may_be_asked_to_pull() -> None:
    never = {
        "age", "birth_date", "has_capacity", "marital_status", "num_dependents", "education_level",
        "sex", "state", "home_ownership", "employment_status", "name",
    }  # fmt: skip

    assert never.isdisjoint(LEVERS)


def test_the_outcome_of_a_limited_request_keeps_its_review(help_for: Help) -> None:
    found = help_for(BY_ID["C13"].inquiry)

    assert all(lever.subject_to_review for lever in found.today)


def test_a_scored_request_is_scored_again_after_each_change(
    rulebook: Rulebook, today: date
) -> None:
    scorer, inquiry = PointsScorer(rulebook), BY_ID["C17"].inquiry
    score = scorer.score(inquiry)
    assert score is not None
    scored = inquiry.model_copy(update={"default_probability": score.default_probability})

    found = find_recourse(scored, rulebook, today, scorer)

    assert "E-071" in {f.rule for f in evaluate(scored, rulebook, today).failed}
    assert [lever.said for lever in found.later] == [("650",)]
    assert not found.later[0].subject_to_review
