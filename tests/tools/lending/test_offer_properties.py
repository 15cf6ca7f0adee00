"""What must hold for every customer and every request."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.knowledge.loader import load_rulebook
from tools.lending.cards import MAX_CARDS, ORDER
from tools.lending.eligibility import judge, plan_of
from tools.lending.evaluate import evaluate, fits
from tools.lending.records import Evaluation, Inquiry, Offer, Product
from tools.lending.situation import priced
from tools.lending.standing import standing_of

RULEBOOK = load_rulebook()


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def money(least: int, most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(least * 100, most * 100).map(lambda cents: Decimal(cents) / 100)


STATUSES = ["Employed", "Part-time", "Self-Employed", "Unemployed", "Student", "Retired"]
party = st.fixed_dictionaries(
    {
        "has_capacity": st.sampled_from([True, True, True, None, False]),
        "employment_status": st.sampled_from(STATUSES),
        "months_employed": maybe(st.integers(0, 400)),
        "annual_income": money(0, 300_000),
        "monthly_obligations": money(0, 6_000),
        "rent": maybe(money(0, 1_500)),
        "credit_score": st.integers(560, 850),
        "payment_history": maybe(st.sampled_from(["Good", "Fair", "Poor"])),
        "savings": maybe(money(0, 200_000)),
        "other_income": maybe(money(0, 50_000)),
        "other_income_documents": maybe(st.sampled_from(["promised", "verified"])),
    }
)
unsure = st.fixed_dictionaries(
    {},
    optional={
        "annual_income": st.none(),
        "monthly_obligations": st.none(),
        "credit_score": st.none(),
        "employment_status": st.none(),
        "no_credit_file": st.just(True),
    },
)
loan = st.fixed_dictionaries(
    {
        "product": st.sampled_from(list(Product)),
        "principal": money(100, 400_000) | money(100, 20_000),
        "term_months": st.integers(1, 400) | st.sampled_from([12, 36, 60, 120, 360]),
        "autodebit": st.booleans(),
        "retires_monthly": st.just(Decimal(0)) | money(0, 1_000),
        "could_retire_monthly": st.just(Decimal(0)) | money(0, 1_000),
        "vehicle_condition": maybe(st.sampled_from(["new", "used"])),
        "vehicle_price": maybe(money(1_000, 120_000)),
        "vehicle_model_year": maybe(st.integers(2010, 2026)),
        "property_value": maybe(money(50_000, 900_000)),
        "taxes_and_insurance": maybe(money(0, 900)),
        "first_lien_balance": maybe(money(0, 300_000)),
        "payoff_balance": maybe(money(50_000, 400_000)),
        "old_note_rate_pct": maybe(money(5, 15)),
        "old_remaining_months": maybe(st.integers(12, 360)),
        "refinance_purpose": st.sampled_from(["rate_term", "cash_out"]),
        "gold_value": maybe(money(100, 50_000)),
        "cost_of_attendance": maybe(money(0, 90_000)),
        "deferment_months": st.sampled_from([0, 0, 12, 48]),
        "provider_estimate": maybe(money(0, 50_000)),
    }
)
owner = st.fixed_dictionaries(
    {
        "home_ownership": maybe(st.sampled_from(["Rent", "Own", "Mortgage", "Other"])),
        "mortgage_principal_and_interest": maybe(money(0, 3_000)),
        "relationship_months": st.sampled_from([0, 24]),
    }
)


@st.composite
def inquiries(draw: st.DrawFn) -> Inquiry:
    applicant = draw(party) | draw(owner) | draw(st.just({}) | unsure)
    return Inquiry.model_validate(
        {
            "request": draw(loan),
            "applicant": applicant,
            "co_applicant": draw(maybe(party)),
            "joint_option": draw(maybe(party)),
            "co_applicant_refused": draw(st.booleans()),
            "stage": draw(st.sampled_from(["inquiry", "inquiry", "application"])),
        }
    )


def refusals(evaluation: Evaluation) -> list[str]:
    return [f.rule for f in evaluation.failed if f.severity in ("HARD", "LIMIT")]


@settings(max_examples=300)
@given(inquiries())
def test_every_inquiry_is_answered_and_the_answer_holds_together(inquiry: Inquiry) -> None:
    answer = evaluate(inquiry, RULEBOOK)
    offers = answer.offers

    assert len(offers) <= MAX_CARDS
    assert fits(inquiry, RULEBOOK) == (
        not refusals(answer) and answer.as_asked.note_rate_pct is not None
    )
    if answer.outcome in ("LIKELY_FITS", "NEEDS_REVIEW"):
        assert "CLOSEST" in offers[0].tags
        assert not refusals(answer)
        assert answer.principal_reasons == ()
    if answer.outcome == "FITS_WITH_CHANGES":
        assert offers
    if answer.outcome in (None, "NOT_ON_THESE_TERMS"):
        assert not offers
    if answer.adverse_action:
        assert answer.outcome == "NOT_ON_THESE_TERMS"
    assert len(answer.principal_reasons) == len(set(answer.principal_reasons)) <= 4


@settings(max_examples=200)
@given(inquiries())
def test_every_card_asked_for_as_a_request_fits_at_the_same_price(inquiry: Inquiry) -> None:
    for offer in evaluate(inquiry, RULEBOOK).offers:
        again = evaluate(request_for(inquiry, offer), RULEBOOK)

        assert not refusals(again)
        assert again.outcome in ("LIKELY_FITS", "NEEDS_REVIEW", None)
        assert again.as_asked.monthly_payment == offer.monthly_payment
        assert again.as_asked.dti_post_pct == offer.dti_post_pct


def request_for(inquiry: Inquiry, offer: Offer) -> Inquiry:
    changes = {
        "principal": offer.principal,
        "term_months": offer.term_months,
        "retires_monthly": offer.retires_monthly,
    }
    changed = inquiry.model_copy(update={"request": inquiry.request.model_copy(update=changes)})
    if not offer.joint or inquiry.co_applicant is not None:
        return changed
    return changed.model_copy(update={"co_applicant": inquiry.joint_option, "joint_option": None})


@settings(max_examples=200)
@given(inquiries())
def test_cards_differ_keep_their_order_and_stay_in_range(inquiry: Inquiry) -> None:
    offers = evaluate(inquiry, RULEBOOK).offers
    terms = RULEBOOK.terms(inquiry.request.product)

    for offer in offers:
        assert terms.principal.min <= offer.principal <= terms.principal.max
        assert terms.term_months.min <= offer.term_months <= terms.term_months.max
        assert terms.note_rate_pct.min <= offer.note_rate_pct <= terms.note_rate_pct.max
        assert offer.apr_pct <= RULEBOOK.catalogue.legal.max_apr_pct
        assert offer.amount_financed == offer.principal - sum(
            fee.amount for fee in offer.fees if fee.finance_charge
        )
        assert offer.total_of_payments == offer.principal + offer.total_interest
    firsts = [ORDER.index(offer.tags[0]) for offer in offers]
    assert firsts == sorted(firsts)
    tags = [tag for offer in offers for tag in offer.tags]
    assert len(tags) == len(set(tags))


@settings(max_examples=150)
@given(inquiries())
def test_fastest_and_lowest_are_true_of_all_that_is_feasible(inquiry: Inquiry) -> None:
    offers = evaluate(inquiry, RULEBOOK).offers
    asked = [o for o in offers if o.principal == inquiry.request.principal and not o.joint]

    for offer in asked:
        if "LOWEST_PAYMENT" in offer.tags:
            assert offer.monthly_payment == min(o.monthly_payment for o in asked)
        if "FASTEST" in offer.tags:
            assert offer.term_months == min(o.term_months for o in asked)


@settings(max_examples=150)
@given(inquiries(), st.data())
def test_rules_that_a_search_skips_see_the_same_at_any_terms(
    inquiry: Inquiry, data: st.DataObject
) -> None:
    terms = RULEBOOK.terms(inquiry.request.product)
    plan = plan_of(RULEBOOK, inquiry.request.product, inquiry.stage)
    standing = standing_of(inquiry, RULEBOOK)
    skipped = {row.id for row, _ in plan.fixed}

    def see() -> list[Any]:
        principal = data.draw(st.integers(int(terms.principal.min), int(terms.principal.max)))
        months = data.draw(st.integers(terms.term_months.min, terms.term_months.max))
        judged = judge(plan, priced(standing, Decimal(principal), months))
        return [j.seen for j in judged if j.rule.id in skipped]

    assert see() == see()


@settings(max_examples=150)
@given(inquiries())
def test_what_a_search_moves_it_may_bisect(inquiry: Inquiry) -> None:
    """At one term, a smaller principal never costs more a month."""
    plan_product = inquiry.request.product
    standing = standing_of(inquiry, RULEBOOK)
    terms = RULEBOOK.terms(plan_product)
    edge = terms.unsecured_up_to or terms.principal.max
    low = terms.principal.min
    span = [low + (edge - low) * part / 8 for part in range(9)]
    payments = [priced(standing, p, terms.term_months.default).monthly_payment for p in span]

    assert all(a < b for a, b in pairwise(p for p in payments if p is not None))
