from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from agent.blocks import Closed
from agent.conversations.memory import MemoryLog
from agent.conversations.outbox import dispatch, scoped
from agent.conversations.records import ClosedTurn, Conversation, Opened, OutboxItem, Session
from agent.said import Text
from tools.case_file import CaseFile
from tools.effects import (
    Effect,
    HandOff,
    IssueNotice,
    ReceiveDocument,
    RecordFeedback,
    SubmitApplication,
    WithdrawApplication,
)
from tools.lending.records import ApplicationStatus, Offer, Outcome, Product
from tools.stores.applications import Application
from tools.stores.errors import StoreUnavailable
from tools.stores.sqlite_applications import SqliteApplications

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE = Decimal("1.00")
OFFER = Offer(
    product=Product.CAR, principal=ONE, term_months=48, note_rate_pct=ONE, apr_pct=ONE,
    monthly_payment=ONE, last_payment=ONE, n_payments=48, total_of_payments=ONE,
    total_interest=ONE, total_fees=ONE, finance_charge=ONE, amount_financed=ONE,
)  # fmt: skip
SUBMIT = SubmitApplication(
    key="p1", application_number="A-1", customer_id="maya", product=Product.CAR,
    offer_json=OFFER.model_dump_json(), case_json=CaseFile().model_dump_json(),
    documents=("proof_of_income",), received_at=NOON,
)  # fmt: skip
UPLOAD = ReceiveDocument(
    key="u1", application_number="A-1", document="proof_of_income", upload_id="ab", received_at=NOON
)
WITHDRAW = WithdrawApplication(key="w1", application_number="A-1", created_at=NOON)
PERSON = HandOff(
    key="t1:hand_off", reason="asked", summary="", facts_json="{}", open_question=None,
    wait_minutes=5, callback=False, created_at=NOON,
)  # fmt: skip
THUMB = RecordFeedback(key="t1:feedback", turn_id="t1", rating="up", words=None, created_at=NOON)


def no(customer_id: str | None) -> IssueNotice:
    return IssueNotice(
        key="home:ab12", notice_id="N-ab12", customer_id=customer_id, product=Product.HOME,
        outcome=Outcome.NOT_ON_THESE_TERMS, principal_reasons=("AA09",), markdown="# No",
        content_hash="ab", due_at=NOON + timedelta(days=30), deliverable=customer_id is not None,
    )  # fmt: skip


class Flaky(SqliteApplications):
    """Away for the first so many filings."""

    failures = 1

    def file(self, filing: SubmitApplication, conversation_id: str) -> Application:
        filed = super().file(filing, conversation_id)
        if self.failures > 0:
            self.failures -= 1
            raise StoreUnavailable("the store went away after it had written")
        return filed


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Flaky]:
    opened = Flaky(tmp_path / "advisor.db")
    opened.failures = 0
    yield opened
    opened.close()


def logged(*effects: Effect, customer_id: str | None = "maya", talk: str = "talk",
           log: MemoryLog | None = None) -> MemoryLog:  # fmt: skip
    log = log or MemoryLog()
    log.start(Conversation(id=talk, customer_id=customer_id, created_at=NOON))
    opened = Opened(
        conversation_id=talk, turn_id="t1", sequence=0, said=Text(text="yes"),
        session=Session(customer_id=customer_id), now=NOON, case_version=0, knowledge={},
    )  # fmt: skip
    lease = log.open_turn(opened, 30)[1]
    assert lease is not None
    closed = Closed(turn_id="t1", stage="inquiry", outcome=None)
    log.close_turn(lease, ClosedTurn(blocks=(), case=CaseFile(), effects=effects, closed=closed))
    return log


def test_every_effect_reaches_its_store_in_order(store: Flaky) -> None:
    log = logged(SUBMIT, UPLOAD, no("maya"), PERSON, THUMB, WITHDRAW)

    result = dispatch(log, store, NOON)

    assert result == (6, ())
    assert log.pending_effects() == ()
    filed = store.application("A-1")
    assert filed is not None
    assert filed.status is ApplicationStatus.WITHDRAWN
    assert filed.received_documents == ("proof_of_income",)
    assert [n.id for n in store.notices_of("maya")] == ["N-ab12"]
    assert [(i.task.kind, i.customer_id) for i in store.work_of("talk")] == [
        ("hand_off", "maya"), ("record_feedback", "maya"),
    ]  # fmt: skip


def test_dispatching_an_empty_outbox_does_nothing(store: Flaky) -> None:
    assert dispatch(MemoryLog(), store, NOON) == (0, ())


def test_a_crash_after_performing_performs_again_and_changes_nothing(store: Flaky) -> None:
    log = logged(SUBMIT)
    store.failures = 1

    first = dispatch(log, store, NOON)
    second = dispatch(log, store, NOON)

    assert (first.performed, len(first.failed)) == (0, 1)
    assert second == (1, ())
    assert len(store.applications_of("maya")) == 1


def test_a_store_that_is_away_ends_the_round_and_loses_nothing(store: Flaky) -> None:
    log = logged(SUBMIT, PERSON)
    store.failures = 1

    dispatch(log, store, NOON)

    assert [(i.effect.kind, i.attempts) for i in log.pending_effects()] == [
        ("hand_off", 0), ("submit_application", 1),
    ]  # fmt: skip


def test_an_effect_that_is_refused_does_not_hold_up_the_others(store: Flaky) -> None:
    log = logged(WITHDRAW, PERSON)

    result = dispatch(log, store, NOON)

    assert result.performed == 1
    assert "no application with the number A-1" in result.failed[0]
    assert len(store.waiting()) == 1
    assert [i.attempts for i in log.pending_effects()] == [1]


def test_two_dispatchers_with_the_same_view_perform_once(store: Flaky) -> None:
    log = logged(SUBMIT, PERSON, no("maya"))

    class Stale(MemoryLog):
        """Shows what waited before the other dispatcher came."""

        seen = log.pending_effects()

        def pending_effects(self, limit: int = 100) -> tuple[OutboxItem, ...]:
            return self.seen

    dispatch(log, store, NOON)
    dispatch(Stale(), store, NOON + timedelta(hours=1))

    assert len(store.applications_of("maya")) == 1
    assert len(store.waiting()) == 1
    assert len(store.notices_of("maya")) == 1


def test_equal_keys_of_two_conversations_are_two_pieces_of_work(store: Flaky) -> None:
    log = logged(PERSON)
    logged(PERSON, customer_id="omar", talk="omars", log=log)

    dispatch(log, store, NOON)

    assert [item.customer_id for item in store.waiting()] == ["maya", "omar"]


def test_two_guests_with_the_same_figures_get_a_notice_each(store: Flaky) -> None:
    log = logged(no(None), customer_id=None)
    logged(no(None), customer_id=None, talk="another guest", log=log)

    dispatch(log, store, NOON)

    assert store.make_deliverable("talk") == 1
    assert store.make_deliverable("another guest") == 1


def test_the_same_no_to_a_customer_in_two_conversations_is_one_notice(store: Flaky) -> None:
    log = logged(no("maya"))
    logged(no("maya"), talk="tomorrow", log=log)

    dispatch(log, store, NOON)

    assert len(store.notices_of("maya")) == 1


def test_a_scoped_key_names_its_conversation() -> None:
    assert scoped(PERSON, "talk").key == "talk:t1:hand_off"
    assert scoped(no("maya"), "talk").key == "customer:maya:home:ab12"
    assert scoped(no(None), "talk").key == "talk:home:ab12"
