"""Offers keep their letters, a no comes with its notice, an application is filed once."""

import itertools
import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.tools.conftest import CAR, MAYA, NOW, ContextOf, case_of, told
from tools.actions import cancel, choose_offer, receive_document
from tools.adjust_offer import adjust_offer
from tools.application_status import application_status
from tools.assess_affordability import assess_affordability
from tools.case_file import CaseFile, Known
from tools.check_eligibility import check_eligibility
from tools.compare_offers import compare_offers
from tools.context import ToolContext
from tools.effects import HandOff
from tools.facts import ROLES, Fact, ToolRecord
from tools.find_recourse import find_recourse
from tools.hand_off import hand_off
from tools.lending.errors import LendingError, MissingFact, NothingToWorkOn, OutOfRange
from tools.lending.records import Outcome, Product
from tools.look_up_profile import look_up_profile
from tools.make_offers import letters, make_offers, next_letters
from tools.privacy_request import privacy_request
from tools.quote_loan import quote_loan
from tools.record_complaint import record_complaint
from tools.record_details import record_details
from tools.search_policy import search_policy
from tools.submit_application import confirm_application, submit_application

HOME = {
    "principal": "220000.00",
    "term_months": "360",
    "property_value": "240000.00",
    "down_payment": "20000.00",
    "taxes_and_insurance": "300.00",
}
WEAK = {
    **MAYA,
    "annual_income": "52000.00",
    "credit_score": "580",
    "monthly_obligations": "1950.00",
    "rent": "1100.00",
    "payment_history": "Poor",
    "bureau_factors": '["late_payments"]',
    "savings": "32000.00",
}


def with_offers(context: ContextOf, **more: object) -> ToolContext:
    """Return a context whose case has the offers of S01."""
    before = context(**more)
    made = make_offers(before)
    assert made.case is not None
    return before.with_case(made.case)


def by_id(facts: object) -> dict[str, Fact]:
    return {f.id: f for f in facts}  # type: ignore[attr-defined]


def test_offers_get_letters_and_every_figure_is_a_fact_with_its_role(context: ContextOf) -> None:
    made = make_offers(context())

    assert [o.letter for o in made.offers] == ["a", "b", "c"]
    facts = by_id(made.own_facts())
    assert facts["offer.a.monthly_payment"].value == "411.01"
    assert facts["offer.b.also.total_interest"].value == "1818.76"
    assert facts["difference.c-a.total_interest_difference"].number == Decimal("2063.39")
    assert all(f.role in ROLES for f in facts.values())


def test_the_same_inputs_give_the_same_letters_again(context: ContextOf) -> None:
    again = make_offers(with_offers(context))

    assert [o.letter for o in again.offers] == ["a", "b", "c"]


def test_letters_are_never_reused_after_a_change(context: ContextOf) -> None:
    shown = with_offers(context)
    changed = record_details(shown, principal=told("15000.00")).case
    assert changed is not None

    made = make_offers(shown.with_case(changed))

    assert not {o.letter for o in made.offers} & {"a", "b", "c"}


def test_the_letter_of_an_offer_that_is_gone_is_not_given_again(context: ContextOf) -> None:
    made = with_offers(context).case
    without_first = made.model_copy(update={"offers": made.offers[1:]})

    (again,) = next_letters(without_first, made.offers[:1])

    assert again.letter == "d"


def test_letters_go_on_after_z() -> None:
    first = list(itertools.islice(letters(), 28))

    assert first[:2] == ["a", "b"]
    assert first[25:] == ["z", "aa", "ab"]


def test_an_incomplete_case_names_what_to_ask(context: ContextOf) -> None:
    with pytest.raises(MissingFact, match="Ask the customer for principal"):
        make_offers(context(case_of(request={})))


def test_a_no_on_the_standing_request_comes_with_its_notice(context: ContextOf) -> None:
    made = make_offers(context(case_of(Product.HOME, HOME, WEAK), customer_id="rosa"))

    assert made.outcome is Outcome.NOT_ON_THESE_TERMS
    assert [r.id for r in made.reasons] == ["AA17", "AA09", "AA08"]
    assert made.notice is not None
    assert made.case is not None
    assert (made.case.stage, made.case.status) == ("decided", "DECLINED")
    (effect,) = made.effects
    assert effect.kind == "issue_notice"
    assert effect.due_at == NOW + timedelta(days=30)
    assert effect.deliverable


def test_the_same_no_is_noticed_once(context: ContextOf) -> None:
    before = context(case_of(Product.HOME, HOME, WEAK), customer_id="rosa")
    first = make_offers(before)
    assert first.case is not None

    again = make_offers(before.with_case(first.case))

    assert again.notice == first.notice
    assert again.effects == ()
    assert again.case is not None
    assert again.case.notices == first.case.notices


def test_the_notice_names_the_bureau_and_the_score_that_was_used(context: ContextOf) -> None:
    before = context(CaseFile(), customer_id="rosa")
    looked_up = look_up_profile(before).case
    assert looked_up is not None
    request = {n: told(v) for n, v in HOME.items()}
    asked = looked_up.model_copy(update={"product": Product.HOME, "request": request})

    made = make_offers(before.with_case(asked))

    assert made.notice is not None
    bureau = before.knowledge.bank.bureau
    for part in (bureau.name, bureau.toll_free_phone, "580", "free copy"):
        assert part in made.notice.markdown


def test_a_guests_notice_names_no_bureau(context: ContextOf) -> None:
    made = make_offers(context(case_of(Product.HOME, HOME, WEAK)))

    assert made.notice is not None
    assert "free copy" not in made.notice.markdown


def test_a_guests_notice_waits_for_an_address(context: ContextOf) -> None:
    made = make_offers(context(case_of(Product.HOME, HOME, WEAK)))

    (effect,) = made.effects
    assert effect.kind == "issue_notice"
    assert not effect.deliverable


def test_a_fit_issues_no_notice(context: ContextOf) -> None:
    made = make_offers(context())

    assert made.notice is None
    assert made.effects == ()


def test_without_a_score_there_is_a_range_and_no_offer(context: ContextOf) -> None:
    person = {n: v for n, v in MAYA.items() if n != "credit_score"}
    case = case_of(applicant=person).model_copy(update={"asked": ("score",)})

    made = make_offers(context(case))

    assert made.offers == ()
    assert made.payment_range is not None
    facts = by_id(made.own_facts())
    assert facts["range.payment_low"].number < facts["range.payment_high"].number


def test_eligibility_lists_what_fits_and_not_what_does_not(context: ContextOf) -> None:
    request = {"principal": "15000.00", "term_months": "60"}

    checked = check_eligibility(context(case_of(Product.HOME_IMPROVEMENT, request)))

    assert checked.outcome is Outcome.NOT_ON_THESE_TERMS
    assert [f.rule for f in checked.failed] == ["E-022"]
    assert checked.also_fitting == (Product.PERSONAL,)


def test_an_adjusted_offer_takes_the_next_letter_and_says_which_it_replaces(
    context: ContextOf,
) -> None:
    shown = with_offers(context)

    adjusted = adjust_offer(shown, letter="a", term_months=told("48"))

    assert adjusted.offer.letter == "d"
    assert adjusted.offer.replaces == "a"
    assert adjusted.offer.monthly_payment == Decimal("493.63")
    difference = by_id(adjusted.own_facts())["difference.d-a.monthly_payment_difference"]
    assert difference.number == Decimal("82.62")
    assert adjusted.case is not None
    assert adjusted.case.chosen == "d"


@pytest.mark.parametrize(
    ("levers", "problem"),
    [
        ({"term_months": told("120")}, OutOfRange),
        ({"principal": told("900000.00")}, OutOfRange),
        ({}, NothingToWorkOn),
    ],
)
def test_a_change_outside_the_limits_says_what_is_allowed(
    context: ContextOf, levers: dict[str, object], problem: type[LendingError]
) -> None:
    with pytest.raises(problem) as refusal:
        adjust_offer(with_offers(context), letter="a", **levers)  # type: ignore[arg-type]

    assert str(refusal.value)


def test_a_letter_that_does_not_stand_is_refused_with_those_that_do(context: ContextOf) -> None:
    with pytest.raises(NothingToWorkOn, match="Current offers: A, B, C"):
        adjust_offer(with_offers(context), letter="z", term_months=told("48"))


def test_offers_side_by_side_name_the_least_of_these(context: ContextOf) -> None:
    compared = compare_offers(with_offers(context))

    assert (compared.lowest_payment, compared.lowest_total, compared.fastest) == ("c", "b", "b")
    facts = by_id(compared.own_facts())
    assert facts["difference.c-a.total_interest_difference"].value == "2063.39"
    assert facts["offer.b.rank_by_total_interest"].value == "1"


def test_a_quote_is_for_the_rate_that_the_customer_named(context: ContextOf) -> None:
    quoted = quote_loan(context(), note_rate_pct=told("6"))

    assert quoted.monthly_payment == Decimal("386.66")
    assert all(f.subject == "hypothetical.1" for f in quoted.own_facts())


@pytest.mark.parametrize("rate", ["101", "1000"])
def test_an_absurd_rate_is_not_quoted(context: ContextOf, rate: str) -> None:
    with pytest.raises(OutOfRange):
        quote_loan(context(), note_rate_pct=told(rate))


def test_the_largest_amount_for_a_payment_stays_within_it(context: ContextOf) -> None:
    assessed = assess_affordability(context(), monthly_payment=told("400.00"))

    assert assessed.found.monthly_payment <= Decimal(400)
    assert assessed.found.principal % 100 == 0


def test_recourse_offers_at_most_three_confirmed_changes(context: ContextOf) -> None:
    person = {**MAYA, "annual_income": "50000.00", "credit_score": "680",
              "monthly_obligations": "1458.33", "payment_history": "Fair"}  # fmt: skip
    case = case_of(Product.PERSONAL, {"principal": "20000.00", "term_months": "60"}, person)

    found = find_recourse(context(case))

    assert [o.levers[0] for o in found.options] == [
        "principal", "term_months", "monthly_obligations",
    ]  # fmt: skip
    facts = by_id(found.own_facts())
    assert facts["recourse.1.to"].value == "17400.00"
    assert facts["recourse.3.change"].number == 70


def test_policy_passages_come_with_ids_and_staff_passages_never(context: ContextOf) -> None:
    found = search_policy(context(), query="Can I pay off my loan early?")

    assert found.passages
    assert all(p.audience == "customer" for p in found.passages)


def test_a_proposal_files_nothing_and_its_number_can_be_spoken(context: ContextOf) -> None:
    proposed = submit_application(with_offers(context))

    assert proposed.effects == ()
    assert proposed.proposal is not None
    assert proposed.proposal.application_number.startswith("LA-")
    assert "proof_of_income" in proposed.proposal.documents
    assert proposed.case is not None
    assert proposed.case.application_number is None


def test_a_proposal_is_for_the_offer_that_was_named(context: ContextOf) -> None:
    shown = with_offers(context)
    last = shown.case.current[-1]

    proposed = submit_application(shown, letter=last)

    assert proposed.offer.letter == last
    assert proposed.proposal is not None
    assert proposed.proposal.letter == last


def test_nobody_applies_before_they_said_that_they_are_of_age(context: ContextOf) -> None:
    person = {n: v for n, v in MAYA.items() if n != "has_capacity"}
    shown = with_offers(context, case=case_of(applicant=person))

    waiting = submit_application(shown)

    assert waiting.proposal is None
    assert waiting.next_question is not None
    assert waiting.next_question.id == "adult"
    assert waiting.case is not None
    said = record_details(shown.with_case(waiting.case), has_capacity=told("true"))
    assert said.case is not None
    assert not said.changed
    assert submit_application(shown.with_case(said.case)).proposal is not None


def confirmed(context: ContextOf) -> tuple[ToolContext, str]:
    shown = with_offers(context, customer_id="maya")
    proposed = submit_application(shown)
    assert proposed.case is not None
    assert proposed.proposal is not None
    return shown.with_case(proposed.case), proposed.proposal.id


def test_a_confirmed_proposal_is_filed_under_its_number(context: ContextOf) -> None:
    ready, proposal = confirmed(context)

    filed = confirm_application(ready, proposal)

    assert not filed.already
    assert [e.kind for e in filed.effects] == ["submit_application"]
    assert filed.case is not None
    assert filed.case.status == "RECEIVED"
    again = confirm_application(ready.with_case(filed.case), proposal)
    assert again.already
    assert again.application_number == filed.application_number
    assert again.effects == ()


def test_a_changed_case_voids_the_proposal(context: ContextOf) -> None:
    ready, proposal = confirmed(context)
    changed = record_details(ready, annual_income=told("61000.00")).case
    assert changed is not None

    with pytest.raises(NothingToWorkOn, match="no longer stands"):
        confirm_application(ready.with_case(changed), proposal)


def test_an_expired_proposal_cannot_be_confirmed(context: ContextOf) -> None:
    ready, proposal = confirmed(context)
    late = context(ready.case, now=NOW + timedelta(days=2))

    with pytest.raises(NothingToWorkOn, match="expired"):
        confirm_application(late, proposal)


def test_another_proposals_id_confirms_nothing(context: ContextOf) -> None:
    ready, _ = confirmed(context)

    with pytest.raises(NothingToWorkOn):
        confirm_application(ready, "0" * 24)


def test_what_does_not_fit_cannot_be_proposed(context: ContextOf) -> None:
    before = context(case_of(Product.HOME, HOME, WEAK))
    made = make_offers(before)
    assert made.case is not None

    with pytest.raises(NothingToWorkOn):
        submit_application(before.with_case(made.case))


def test_a_filed_application_can_be_withdrawn(context: ContextOf) -> None:
    ready, proposal = confirmed(context)
    filed = confirm_application(ready, proposal).case
    assert filed is not None

    taken_back = cancel(ready.with_case(filed))

    assert [e.kind for e in taken_back.effects] == ["withdraw_application"]
    assert taken_back.case is not None
    assert taken_back.case.status == "WITHDRAWN"


@pytest.mark.parametrize(
    "change",
    [
        lambda filed: adjust_offer(filed, letter="a", term_months=told("48")),
        lambda filed: choose_offer(filed, "b"),
        lambda filed: record_details(filed, annual_income=told("70000.00")),
    ],
)
def test_documents_are_taken_after_filing_whatever_else_is_looked_at(
    context: ContextOf, change: Callable[[ToolContext], ToolRecord]
) -> None:
    ready, proposal = confirmed(context)
    filed = confirm_application(ready, proposal).case
    assert filed is not None
    changed = change(ready.with_case(filed)).case
    assert changed is not None

    taken = receive_document(ready.with_case(changed), "proof_of_income", "u1")

    assert taken.application_number == filed.application_number
    assert [e.kind for e in taken.effects] == ["receive_document"]


def test_only_documents_that_are_needed_are_taken(context: ContextOf) -> None:
    ready, _ = confirmed(context)

    taken = receive_document(ready, "proof_of_income", "u1")

    assert "proof_of_income" not in taken.still_missing
    with pytest.raises(NothingToWorkOn, match="Needed:"):
        receive_document(ready, "love_letter", "u2")


def test_status_without_an_application_says_so(context: ContextOf) -> None:
    with pytest.raises(NothingToWorkOn, match="no application"):
        application_status(context(CaseFile()))


def test_choosing_tells_which_documents_it_needs(context: ContextOf) -> None:
    chosen = choose_offer(with_offers(context), "b")

    assert chosen.offer.letter == "b"
    assert set(chosen.documents) >= {"purchase_order_or_title", "insurance_binder"}


def test_a_person_comes_within_opening_hours_and_calls_back_outside(context: ContextOf) -> None:
    by_day = hand_off(context(), reason="asked")
    by_night = hand_off(context(now=NOW.replace(hour=23)), reason="asked")

    assert by_day.wait_minutes is not None
    assert not by_day.callback
    assert by_night.wait_minutes is None
    assert by_night.callback
    assert [e.kind for e in by_day.effects] == ["hand_off"]


def test_whoever_takes_over_sees_what_was_said_and_shown(context: ContextOf) -> None:
    shown = with_offers(context)
    given = record_details(shown.with_case(CaseFile()), product=Product.CAR, principal=told("5000"))
    assert given.case is not None
    assert given.payment_range is not None

    (with_cards,) = hand_off(shown, reason="asked").effects
    early = hand_off(shown.with_case(given.case), reason="asked")
    (before_cards,) = early.effects

    assert isinstance(with_cards, HandOff)
    assert isinstance(before_cards, HandOff)
    assert "offer A: 20000.00 over 60 months, 411.01 a month" in with_cards.summary
    assert json.loads(with_cards.facts_json)["annual_income"] == {
        "value": "60000.00", "source": "told",
    }  # fmt: skip
    assert before_cards.open_question == given.next_question.id  # type: ignore[union-attr]
    assert before_cards.reference == early.reference


def test_a_complaint_gets_a_reference_and_a_human_owner(context: ContextOf) -> None:
    recorded = record_complaint(context(words="your last guy lied"), discrimination=True)

    assert [e.kind for e in recorded.effects] == ["record_complaint", "hand_off"]
    assert recorded.reference.startswith("C-")


def test_erasure_forgets_what_was_told_and_says_what_stays(context: ContextOf) -> None:
    asked = privacy_request(context(), request="erase")

    assert asked.case is not None
    assert asked.case.request == {}
    assert asked.kept
    assert asked.reference.startswith("P-")


def test_erasure_leaves_what_the_bank_holds_and_nothing_that_was_said(context: ContextOf) -> None:
    band = Known(value="700", source="assumed", as_of=NOW, words="between 700 and 739")
    filed = Known(value="60000.00", source="on_file", as_of=NOW)
    case = case_of().model_copy(
        update={"applicant": {"credit_score": band, "annual_income": filed}, "asked": ("score",)}
    )

    left = privacy_request(context(case), request="erase").case

    assert left is not None
    assert left.applicant == {"annual_income": filed}
    assert (left.product, left.asked) == (None, ())


def test_what_is_held_is_listed_with_its_source(context: ContextOf) -> None:
    asked = privacy_request(context(), request="access")

    held = {h.field: h for h in asked.held}
    assert held["annual_income"].source == "told"
    assert set(held) >= set(CAR)
