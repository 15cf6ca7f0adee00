from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tools.case_file import CaseFile, DocumentReceived, Known
from tools.effects import (
    HandOff,
    IssueNotice,
    RecordComplaint,
    RecordFeedback,
    RecordPrivacyRequest,
    SubmitApplication,
)
from tools.lending.errors import LendingError, NothingToWorkOn
from tools.lending.records import ApplicationStatus, Offer, Outcome, Product
from tools.stores.applications import NEXT, Application, Decision, Notice, StepRefused
from tools.stores.sqlite_applications import SqliteApplications

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
DAY = timedelta(days=1)
S = ApplicationStatus
CAR_PAPERS = ("proof_of_income", "insurance_binder")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteApplications]:
    opened = SqliteApplications(tmp_path / "advisor.db")
    yield opened
    opened.close()


def offer(product: Product = Product.CAR) -> Offer:
    money = dict.fromkeys(
        ("last_payment", "total_of_payments", "total_interest", "total_fees", "finance_charge",
         "amount_financed"), Decimal("1.00"),
    )  # fmt: skip
    return Offer(
        letter="b", product=product, principal=Decimal("20000.00"), term_months=48,
        note_rate_pct=Decimal("8.57"), apr_pct=Decimal("8.964"),
        monthly_payment=Decimal("493.63"), n_payments=48, **money,
    )  # fmt: skip


def known(value: str) -> Known:
    return Known(value=value, source="told", as_of=NOON)


def filing(
    key: str = "p1",
    *,
    product: Product = Product.CAR,
    customer_id: str | None = "maya",
    documents: tuple[str, ...] = CAR_PAPERS,
    case: CaseFile | None = None,
) -> SubmitApplication:
    return SubmitApplication(
        key=key, application_number=f"A-{key}", customer_id=customer_id, product=product,
        offer_json=offer(product).model_dump_json(),
        case_json=(case or CaseFile(product=product)).model_dump_json(),
        documents=documents, received_at=NOON,
    )  # fmt: skip


def document(
    kind: str, at: datetime = NOON + DAY, upload_id: str | None = None
) -> DocumentReceived:
    return DocumentReceived(kind=kind, upload_id=upload_id or f"upload-{kind}", received_at=at)


def notice(key: str = "n1", **changes: Any) -> Notice:
    fields: dict[str, Any] = {
        "id": f"N-{key}", "key": key, "kind": "adverse_action", "customer_id": "maya",
        "product": Product.CAR, "markdown": "# Notice", "content_hash": "ab", "created_at": NOON,
        "due_at": NOON + 30 * DAY, "deliverable": True,
    }  # fmt: skip
    return Notice.model_validate(fields | changes)


def issued(key: str = "n1", customer_id: str | None = "maya") -> IssueNotice:
    return IssueNotice(
        key=key, notice_id=f"N-{key}", customer_id=customer_id, product=Product.HOME,
        outcome=Outcome.NOT_ON_THESE_TERMS, principal_reasons=("AA17", "AA09"), markdown="# No",
        content_hash="ab", due_at=NOON + 30 * DAY, deliverable=customer_id is not None,
    )  # fmt: skip


def is_open(day: date) -> bool:
    """Closed at weekends and on Thanksgiving 2026."""
    return day.weekday() < 5 and day != date(2026, 11, 26)


DECLINE = Decision(status=S.DECLINED, by="kim", reasons=("AA09",))


# -- filing --------------------------------------------------------------------------------------


def test_a_filed_application_is_received_with_everything_that_was_confirmed(
    store: SqliteApplications,
) -> None:
    filed = store.file(filing(), "talk")

    assert store.application("A-p1") == filed
    assert (filed.status, filed.offer, filed.case) == (
        S.RECEIVED,
        offer(),
        CaseFile(product=Product.CAR),
    )
    assert [(c.status, c.at, c.by) for c in filed.history] == [(S.RECEIVED, NOON, "customer")]
    assert filed.missing_documents == CAR_PAPERS
    assert filed.complete_at is None


def test_filing_twice_under_one_key_is_one_application(store: SqliteApplications) -> None:
    first = store.file(filing(), "talk")
    store.withdraw("A-p1", NOON)

    again = store.file(filing(), "talk")

    assert again.number == first.number
    assert again.status is S.WITHDRAWN
    assert len(store.applications_of("maya")) == 1


def test_eight_confirmations_at_once_file_one_application(store: SqliteApplications) -> None:
    with ThreadPoolExecutor(8) as pool:
        filed = list(pool.map(lambda _: store.file(filing(), "talk"), range(8)))

    assert {a.number for a in filed} == {"A-p1"}
    assert len(store.applications_in("talk")) == 1


def test_a_number_that_belongs_to_another_filing_is_not_given_away(
    store: SqliteApplications,
) -> None:
    store.file(filing(), "talk")
    other = filing("p2", customer_id="omar").model_copy(update={"application_number": "A-p1"})

    with pytest.raises(ValueError, match="A-p1 is taken"):
        store.file(other, "omars")

    assert store.applications_of("omar") == ()


def test_documents_that_came_before_the_filing_count(store: SqliteApplications) -> None:
    case = CaseFile(documents=tuple(document(kind, NOON) for kind in CAR_PAPERS))

    filed = store.file(filing(case=case), "talk")

    assert filed.missing_documents == ()
    assert filed.complete_at == NOON


def test_a_customer_sees_their_own_applications_newest_first(store: SqliteApplications) -> None:
    store.file(filing("p1"), "talk")
    store.file(filing("p2"), "later talk")
    store.file(filing("p3", customer_id="omar"), "omars")

    assert [a.number for a in store.applications_of("maya")] == ["A-p2", "A-p1"]
    assert [a.number for a in store.applications_in("talk")] == ["A-p1"]


def test_the_latest_application_is_the_numbered_one_or_the_customers_newest(
    store: SqliteApplications,
) -> None:
    store.file(filing("p1"), "talk")
    store.file(filing("p2"), "talk")
    store.file(filing("p3", customer_id=None), "guests")

    def latest(number: str | None, customer_id: str | None) -> str | None:
        found = store.latest(number=number, customer_id=customer_id)
        return found.number if found else None

    assert latest("A-p1", "maya") == "A-p1"
    assert latest(None, "maya") == "A-p2"
    assert latest("A-p3", None) == "A-p3"
    assert latest(None, None) is None
    assert latest("A-none", "maya") is None


def test_a_number_alone_opens_nobody_elses_application(store: SqliteApplications) -> None:
    store.file(filing("p1"), "talk")

    assert store.latest(number="A-p1", customer_id="omar") is None
    assert store.latest(number="A-p1", customer_id=None) is None


# -- transitions ---------------------------------------------------------------------------------

STEPS: dict[ApplicationStatus, Callable[[SqliteApplications], Application]] = {
    S.INCOMPLETE: lambda s: s.ask_for_documents("A-p1", (), NOON, "kim"),
    S.IN_REVIEW: lambda s: s.start_review("A-p1", NOON, "kim"),
    S.APPROVED: lambda s: s.decide("A-p1", Decision(status=S.APPROVED, by="kim"), NOON),
    S.COUNTEROFFER: lambda s: s.decide(
        "A-p1",
        Decision(status=S.COUNTEROFFER, by="kim", reasons=("AA09",), counter_offer_json="{}"),
        NOON,
    ),
    S.DECLINED: lambda s: s.decide("A-p1", DECLINE, NOON),
    S.WITHDRAWN: lambda s: s.withdraw("A-p1", NOON),
}


@pytest.mark.parametrize("to", STEPS, ids=str)
@pytest.mark.parametrize("start", list(STEPS), ids=str)
def test_an_application_goes_only_where_its_status_leads(
    store: SqliteApplications, start: ApplicationStatus, to: ApplicationStatus
) -> None:
    store.file(filing(), "talk")
    STEPS[start](store)

    if to in NEXT[start]:
        assert STEPS[to](store).status is to
        return
    if start is to is S.WITHDRAWN:
        assert len(STEPS[to](store).history) == 2
        return
    with pytest.raises(StepRefused) as refusal:
        STEPS[to](store)
    unchanged = store.application("A-p1")
    assert unchanged is not None
    assert unchanged.status is start
    for allowed in NEXT[start]:
        assert allowed.value in str(refusal.value)


def test_a_refused_step_names_where_the_application_is_and_may_go(
    store: SqliteApplications,
) -> None:
    store.file(filing(), "talk")
    store.decide("A-p1", Decision(status=S.APPROVED, by="kim"), NOON)

    with pytest.raises(LendingError) as refusal:
        store.decide("A-p1", DECLINE, NOON)

    assert str(refusal.value) == (
        "Application A-p1 is APPROVED and cannot become DECLINED. "
        "From here it can become WITHDRAWN."
    )


@pytest.mark.parametrize("reasons", [(), ("AA01", "AA05", "AA08", "AA09", "AA10")])
def test_a_decline_names_one_to_four_reasons(
    store: SqliteApplications, reasons: tuple[str, ...]
) -> None:
    store.file(filing(), "talk")

    with pytest.raises(StepRefused, match="one to four"):
        store.decide("A-p1", DECLINE.model_copy(update={"reasons": reasons}), NOON)


def test_a_counteroffer_needs_its_offer(store: SqliteApplications) -> None:
    store.file(filing(), "talk")
    without = Decision(status=S.COUNTEROFFER, by="kim", reasons=("AA09",))

    with pytest.raises(StepRefused, match="needs the offer"):
        store.decide("A-p1", without, NOON)


def test_a_decision_and_its_notice_are_stored_together(store: SqliteApplications) -> None:
    store.file(filing(), "talk")

    decided = store.decide("A-p1", DECLINE, NOON + DAY, notice(application_number="A-p1"))

    assert decided.history[-1].reasons == ("AA09",)
    assert decided.history[-1].by == "kim"
    assert [n.application_number for n in store.notices_of("maya")] == ["A-p1"]


def test_a_refused_decision_leaves_no_notice(store: SqliteApplications) -> None:
    store.file(filing(), "talk")
    store.withdraw("A-p1", NOON)

    with pytest.raises(StepRefused):
        store.decide("A-p1", DECLINE, NOON, notice())

    assert store.notices_of("maya") == ()


def test_an_accepted_counteroffer_is_approved(store: SqliteApplications) -> None:
    store.file(filing(), "talk")
    with pytest.raises(NothingToWorkOn, match="no counter-offer"):
        store.accept_counteroffer("A-p1", NOON)
    STEPS[S.COUNTEROFFER](store)

    accepted = store.accept_counteroffer("A-p1", NOON + DAY)

    assert [c.status for c in accepted.history] == [S.RECEIVED, S.COUNTEROFFER, S.APPROVED]


def test_an_unknown_number_is_refused_in_words(store: SqliteApplications) -> None:
    with pytest.raises(NothingToWorkOn, match="no application with the number A-9"):
        store.withdraw("A-9", NOON)


# -- documents -----------------------------------------------------------------------------------


def test_the_last_missing_document_completes_the_application(store: SqliteApplications) -> None:
    store.file(filing(), "talk")

    first = store.receive_document("A-p1", document("proof_of_income"))
    last = store.receive_document("A-p1", document("insurance_binder", NOON + 2 * DAY))

    assert (first.missing_documents, first.complete_at) == (("insurance_binder",), None)
    assert (last.missing_documents, last.complete_at) == ((), NOON + 2 * DAY)
    assert last.received_documents == CAR_PAPERS
    assert last.status is S.RECEIVED


def test_an_incomplete_application_is_received_again_when_it_is_complete(
    store: SqliteApplications,
) -> None:
    store.file(filing(), "talk")
    store.ask_for_documents("A-p1", (), NOON, "kim", notice(kind="incomplete"))
    store.receive_document("A-p1", document("proof_of_income"))

    complete = store.receive_document("A-p1", document("insurance_binder"))

    assert complete.status is S.RECEIVED
    assert [c.status for c in complete.history] == [S.RECEIVED, S.INCOMPLETE, S.RECEIVED]


def test_a_further_document_can_be_asked_for(store: SqliteApplications) -> None:
    case = CaseFile(documents=tuple(document(kind, NOON) for kind in CAR_PAPERS))
    store.file(filing(case=case), "talk")

    asked = store.ask_for_documents("A-p1", ("bank_statements_3m",), NOON, "kim")
    complete = store.receive_document("A-p1", document("bank_statements_3m"))

    assert asked.missing_documents == ("bank_statements_3m",)
    assert (complete.status, complete.complete_at) == (S.RECEIVED, NOON + DAY)


def test_the_same_upload_twice_is_one_document(store: SqliteApplications) -> None:
    store.file(filing(), "talk")
    store.receive_document("A-p1", document("proof_of_income"))

    again = store.receive_document("A-p1", document("proof_of_income"))

    assert len(again.documents) == 1


def test_a_refused_document_is_still_missing(store: SqliteApplications) -> None:
    store.file(filing(), "talk")
    refused = document("proof_of_income").model_copy(update={"state": "refused"})

    assert store.receive_document("A-p1", refused).missing_documents == CAR_PAPERS


# -- clocks --------------------------------------------------------------------------------------


def _clocks(store: SqliteApplications, now: datetime) -> list[tuple[str, str, datetime, bool]]:
    return [(c.kind, c.reference, c.due_at, c.overdue) for c in store.due(now, is_open)]


def test_a_complete_application_is_decided_within_thirty_days(store: SqliteApplications) -> None:
    store.file(filing(documents=()), "talk")
    due_at = NOON + 30 * DAY

    assert _clocks(store, due_at) == [("decision", "A-p1", due_at, False)]
    assert _clocks(store, due_at + timedelta(seconds=1)) == [("decision", "A-p1", due_at, True)]
    filed = store.application("A-p1")
    assert filed is not None
    assert filed.answer_by == date(2026, 12, 20)


def test_an_incomplete_one_is_written_for_within_thirty_days(store: SqliteApplications) -> None:
    store.file(filing(), "talk")
    assert _clocks(store, NOON) == [("incomplete", "A-p1", NOON + 30 * DAY, False)]

    store.ask_for_documents("A-p1", (), NOON + 5 * DAY, "kim")

    assert _clocks(store, NOON) == [("incomplete", "A-p1", NOON + 35 * DAY, False)]
    assert "proof_of_income" in store.due(NOON, is_open)[0].what


def test_a_counteroffer_stands_ninety_days(store: SqliteApplications) -> None:
    store.file(filing(), "talk")
    STEPS[S.COUNTEROFFER](store)

    assert _clocks(store, NOON) == [("counteroffer", "A-p1", NOON + 90 * DAY, False)]


@pytest.mark.parametrize("end", [S.APPROVED, S.DECLINED, S.WITHDRAWN], ids=str)
def test_no_clock_runs_on_a_closed_application(
    store: SqliteApplications, end: ApplicationStatus
) -> None:
    store.file(filing(), "talk")
    STEPS[end](store)

    assert _clocks(store, NOON + 365 * DAY) == []
    filed = store.application("A-p1")
    assert filed is not None
    assert filed.answer_by is None


def test_clocks_come_earliest_first(store: SqliteApplications) -> None:
    store.add_notice(notice(due_at=NOON + 3 * DAY))
    store.file(filing(), "talk")
    store.take_in(complaint("c1"), "talk", "maya")

    kinds = [c.kind for c in store.due(NOON, is_open)]

    assert kinds == ["notice", "complaint", "incomplete"]


# -- the six items of a dwelling loan ------------------------------------------------------------

HOME_CASE = CaseFile(
    product=Product.HOME,
    customer_name="Rosa Delgado",
    request={"principal": known("220000.00"), "property_value": known("240000.00")},
    applicant={"annual_income": known("52000.00"), "identity_verified": known("true")},
)


def _home(store: SqliteApplications, case: CaseFile = HOME_CASE) -> Application:
    papers = ("purchase_agreement", "proof_of_income_24m")
    return store.file(filing(product=Product.HOME, documents=papers, case=case), "talk")


def test_a_home_application_counts_the_items_it_holds(store: SqliteApplications) -> None:
    filed = _home(store)

    assert filed.trid_items == ("name", "income", "tax_id", "estimated_value", "principal")
    assert filed.loan_estimate_from is None
    assert [c.kind for c in store.due(NOON, is_open)] == ["incomplete"]


def test_the_sixth_item_starts_three_days_on_which_the_bank_is_open(
    store: SqliteApplications,
) -> None:
    _home(store)

    filed = store.receive_document("A-p1", document("purchase_agreement", NOON))

    assert filed.loan_estimate_from == NOON
    clock = store.due(NOON, is_open)[0]
    assert (clock.kind, clock.due_at.date()) == ("loan_estimate", date(2026, 11, 25))


def test_a_holiday_moves_the_loan_estimate(store: SqliteApplications) -> None:
    _home(store)
    monday = NOON + 3 * DAY
    store.learn_trid_items("A-p1", ("property_address",), monday)

    clock = store.due(monday, is_open)[0]

    assert clock.due_at.date() == date(2026, 11, 27)
    assert not clock.overdue
    assert store.due(clock.due_at + DAY, is_open)[0].overdue


def test_the_first_completion_counts_and_sending_stops_the_clock(
    store: SqliteApplications,
) -> None:
    _home(store)
    store.learn_trid_items("A-p1", ("property_address",), NOON)
    store.learn_trid_items("A-p1", ("property_address",), NOON + 9 * DAY)

    filed = store.mark_loan_estimate_sent("A-p1", NOON + DAY)

    assert filed.loan_estimate_from == NOON
    assert [c.kind for c in store.due(NOON, is_open)] == ["incomplete"]


def test_a_car_loan_has_no_loan_estimate(store: SqliteApplications) -> None:
    store.file(filing(case=HOME_CASE), "talk")

    filed = store.learn_trid_items("A-p1", ("property_address",), NOON)

    assert filed.trid_items == ()
    assert filed.loan_estimate_from is None


# -- notices -------------------------------------------------------------------------------------


def test_the_same_no_is_noticed_once(store: SqliteApplications) -> None:
    first = store.issue_notice(issued(), "talk", NOON)

    again = store.issue_notice(issued(), "talk", NOON + DAY)

    assert again == first
    assert store.notice("N-n1") == first
    assert len(store.notices_of("maya")) == 1


def test_a_delivered_notice_is_due_no_longer_and_keeps_its_first_delivery(
    store: SqliteApplications,
) -> None:
    store.issue_notice(issued(), "talk", NOON)
    assert _clocks(store, NOON) == [("notice", "N-n1", NOON + 30 * DAY, False)]

    store.deliver("N-n1", NOON + DAY, "mail")
    again = store.deliver("N-n1", NOON + 2 * DAY, "electronic")

    assert (again.delivered_at, again.delivered_by) == (NOON + DAY, "mail")
    assert _clocks(store, NOON) == []


def test_a_guests_notice_becomes_due_when_an_address_is_known(store: SqliteApplications) -> None:
    store.issue_notice(issued(customer_id=None), "guests", NOON)
    store.issue_notice(issued("n2"), "talk", NOON)
    assert [c.reference for c in store.due(NOON, is_open)] == ["N-n2"]

    assert store.make_deliverable("guests") == 1
    assert store.make_deliverable("guests") == 0

    assert {c.reference for c in store.due(NOON, is_open)} == {"N-n1", "N-n2"}


def test_a_notice_that_is_not_there_cannot_be_delivered(store: SqliteApplications) -> None:
    with pytest.raises(NothingToWorkOn, match="no notice N-9"):
        store.deliver("N-9", NOON, "mail")


# -- what waits for a person ---------------------------------------------------------------------


def complaint(key: str) -> RecordComplaint:
    return RecordComplaint(
        key=key, reference=f"C-{key}", words="nine percent was promised", discrimination=True,
        answer_due_at=NOON + 15 * DAY, created_at=NOON,
    )  # fmt: skip


def hand_off(key: str) -> HandOff:
    return HandOff(
        key=key, reason="asked", summary="wants a person", facts_json="{}", open_question=None,
        wait_minutes=10, callback=False, created_at=NOON,
    )  # fmt: skip


def privacy(key: str) -> RecordPrivacyRequest:
    return RecordPrivacyRequest(key=key, reference=f"P-{key}", request="erase", created_at=NOON)


def feedback(key: str) -> RecordFeedback:
    return RecordFeedback(key=key, turn_id="t1", rating="down", words="slow", created_at=NOON)


def test_what_waits_is_listed_in_order_and_feedback_waits_for_nobody(
    store: SqliteApplications,
) -> None:
    for task in (hand_off("1"), complaint("2"), feedback("3"), privacy("4")):
        store.take_in(task, "talk", "maya")

    assert [item.task for item in store.waiting()] == [hand_off("1"), complaint("2"), privacy("4")]
    assert [item.reference for item in store.waiting()] == ["1", "C-2", "P-4"]
    assert len(store.work_of("talk")) == 4


def test_taking_in_twice_is_once(store: SqliteApplications) -> None:
    first = store.take_in(hand_off("1"), "talk", "maya")

    assert store.take_in(hand_off("1"), "talk", "maya") == first
    assert len(store.waiting()) == 1


def test_two_complaints_may_bear_one_reference(store: SqliteApplications) -> None:
    same = complaint("2").model_copy(update={"reference": "C-1"})
    store.take_in(complaint("1"), "talk", "maya")

    store.take_in(same, "other talk", "omar")

    assert [item.reference for item in store.waiting()] == ["C-1", "C-1"]


def test_a_finished_piece_of_work_waits_no_longer(store: SqliteApplications) -> None:
    store.take_in(complaint("1"), "talk", "maya")
    assert [c.kind for c in store.due(NOON, is_open)] == ["complaint"]

    store.finish("1", NOON + DAY, "kim", "answered in writing")
    again = store.finish("1", NOON + 2 * DAY, "lee", "again")

    assert (again.done_at, again.done_by) == (NOON + DAY, "kim")
    assert store.waiting() == ()
    assert store.due(NOON, is_open) == ()
    with pytest.raises(NothingToWorkOn):
        store.finish("9", NOON, "kim", "what?")


def test_applications_that_wait_for_a_decision_are_listed_oldest_first(
    store: SqliteApplications,
) -> None:
    for key in ("p1", "p2", "p3"):
        store.file(filing(key), "talk")
    store.start_review("A-p2", NOON, "kim")
    store.withdraw("A-p3", NOON)

    assert [a.number for a in store.awaiting_decision()] == ["A-p1", "A-p2"]


# -- rights --------------------------------------------------------------------------------------


def _everything(store: SqliteApplications) -> None:
    store.file(filing(), "talk")
    store.issue_notice(issued(), "talk", NOON)
    for task in (hand_off("1"), complaint("2"), feedback("3")):
        store.take_in(task, "talk", "maya")
    store.file(filing("o1", customer_id="omar"), "omars")


def test_an_export_holds_what_is_kept_of_one_customer(store: SqliteApplications) -> None:
    _everything(store)

    exported = store.export_customer("maya")

    assert [a["number"] for a in exported["applications"]] == ["A-p1"]
    assert [n["id"] for n in exported["notices"]] == ["N-n1"]
    assert len(exported["requests"]) == 3


def test_erasing_deletes_what_it_may_and_says_what_stays_and_until_when(
    store: SqliteApplications,
) -> None:
    _everything(store)
    store.finish("1", NOON, "kim", "called back")

    kept = store.erase_customer("maya", NOON + DAY)

    assert [(k.what, k.reference) for k in kept] == [
        ("application", "A-p1"), ("notice", "N-n1"), ("complaint", "C-2"),
    ]  # fmt: skip
    assert kept[0].until == NOON + timedelta(days=762)
    assert kept[2].until is None
    assert [item.key for item in store.work_of("talk")] == ["2"]


def test_after_twenty_five_months_nothing_stays(store: SqliteApplications) -> None:
    _everything(store)
    store.finish("1", NOON, "kim", "called back")
    store.finish("2", NOON, "kim", "answered")

    kept = store.erase_customer("maya", NOON + 800 * DAY)

    assert kept == ()
    assert store.export_customer("maya") == {"applications": [], "notices": [], "requests": []}
    assert len(store.applications_of("omar")) == 1
