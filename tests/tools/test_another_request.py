"""Another loan beside a filed one: the first stays as it is, the person is known already."""

import pytest

from tests.tools.conftest import NOW, ContextOf, told
from tools.actions import cancel, receive_document
from tools.application_status import application_status
from tools.case_file import CaseFile, ConsentGiven
from tools.context import ToolContext
from tools.intake import open_questions
from tools.lending.errors import NothingToWorkOn
from tools.lending.records import Product
from tools.make_offers import make_offers
from tools.record_details import record_details
from tools.submit_application import confirm_application, submit_application


def filed(context: ContextOf) -> ToolContext:
    """Return a context whose car loan has been confirmed and is received."""
    before = context(customer_id="maya")
    for step in (make_offers, submit_application):
        case = step(before).case
        assert case is not None
        before = before.with_case(case)
    return confirmed(before)


def confirmed(ready: ToolContext) -> ToolContext:
    assert ready.case.proposal is not None
    case = confirm_application(ready, ready.case.proposal.id).case
    assert case is not None
    return ready.with_case(case)


def begun(context: ContextOf) -> tuple[ToolContext, CaseFile]:
    """File a car loan and ask for a personal loan beside it."""
    first = filed(context)
    case = record_details(first, product=Product.PERSONAL, principal=told("3000.00")).case
    assert case is not None
    return first.with_case(case), first.case


def test_another_product_after_filing_begins_an_inquiry_of_its_own(context: ContextOf) -> None:
    second, before = begun(context)

    case = second.case
    assert (case.stage, case.status, case.application_number) == ("inquiry", None, None)
    assert case.request["principal"].value == "3000.00"
    assert "vehicle_price" not in case.request
    assert [a.number for a in case.applications] == [before.application_number]
    assert case.version > before.version


def test_what_is_known_of_the_person_goes_along_and_is_not_asked_again(context: ContextOf) -> None:
    second, before = begun(context)

    rulebook = second.knowledge.rulebook
    assert second.case.applicant["annual_income"] == before.applicant["annual_income"]
    assert second.case.applicant["has_capacity"] == before.applicant["has_capacity"]
    assert open_questions(second.case, rulebook) == ()


def test_the_same_product_needs_to_be_asked_for_as_another_one(context: ContextOf) -> None:
    first = filed(context)

    same = record_details(first, product=Product.CAR).case
    another = record_details(first, product=Product.CAR, another=True).case

    assert same is not None
    assert same.application_number == first.case.application_number
    assert another is not None
    assert another.application_number is None
    assert "principal" not in another.request


def test_another_without_anything_filed_changes_nothing(context: ContextOf) -> None:
    before = context()

    recorded = record_details(before, another=True)

    assert recorded.beside is None
    assert not recorded.changed


def test_letters_of_offers_are_never_used_again(context: ContextOf) -> None:
    second, before = begun(context)

    made = make_offers(second)

    assert {o.letter for o in made.offers}.isdisjoint(o.letter for o in before.offers)


def test_the_second_is_proposed_and_confirmed_for_itself(context: ContextOf) -> None:
    second, before = begun(context)
    for step in (make_offers, submit_application):
        case = step(second).case
        assert case is not None
        second = second.with_case(case)

    done = confirmed(second)

    numbers = [a.number for a in done.case.applications]
    assert len(set(numbers)) == 2
    assert numbers[0] == before.application_number
    assert done.case.status == "RECEIVED"


def test_the_first_proposal_confirmed_again_files_nothing(context: ContextOf) -> None:
    second, before = begun(context)
    assert before.proposal is not None

    again = confirm_application(second, before.proposal.id)

    assert again.already
    assert again.application_number == before.application_number
    assert again.effects == ()
    assert again.case is None


def test_papers_of_the_first_still_arrive_and_those_of_the_person_count_twice(
    context: ContextOf,
) -> None:
    second, before = begun(context)

    order = receive_document(second, "purchase_order_or_title", "u1")
    income = receive_document(second, "proof_of_income", "u2")

    for taken in (order, income):
        assert taken.application_number == before.application_number
        assert [e.kind for e in taken.effects] == ["receive_document"]
    assert order.case is not None
    assert order.case.documents == ()
    assert income.case is not None
    assert [d.kind for d in income.case.documents] == ["proof_of_income"]


def test_withdrawing_takes_back_the_latest_that_was_filed(context: ContextOf) -> None:
    second, before = begun(context)

    taken_back = cancel(second)

    assert taken_back.application_number == before.application_number
    assert taken_back.case is not None
    assert taken_back.case.filed[-1].status == "WITHDRAWN"
    with pytest.raises(NothingToWorkOn):
        cancel(second.with_case(taken_back.case))


def test_status_names_the_one_that_is_meant_and_the_others(context: ContextOf) -> None:
    second, before = begun(context)
    for step in (make_offers, submit_application):
        case = step(second).case
        assert case is not None
        second = second.with_case(case)
    done = confirmed(second)

    latest = application_status(done)
    first = application_status(done, number=before.application_number)

    assert latest.application_number == done.case.application_number
    assert first.application_number == before.application_number
    assert first.product is Product.CAR
    assert [o.number for o in latest.others] == [before.application_number]


def test_an_application_of_somebody_else_is_not_found(context: ContextOf) -> None:
    with pytest.raises(NothingToWorkOn, match="no such application"):
        application_status(filed(context), number="LA-00000001")


def test_a_credit_check_is_agreed_to_for_each_application_anew(context: ContextOf) -> None:
    first = filed(context)
    given = tuple(
        ConsentGiven(kind=kind, version="1", text_hash="x", given_at=NOW)
        for kind in ("e_sign", "hard_pull")
    )
    ready = first.with_case(first.case.model_copy(update={"consents": given}))

    case = record_details(ready, product=Product.PERSONAL).case

    assert case is not None
    assert [c.kind for c in case.consents] == ["e_sign"]
