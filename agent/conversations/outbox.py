"""What a turn asked the world to do, done: at least once, under a key that makes twice once."""

from datetime import datetime
from typing import NamedTuple

from agent.conversations.erasure import Erased, erase_customer, erase_talk
from agent.conversations.records import Conversation, ConversationLog, OutboxItem
from tools.case_file import DocumentReceived
from tools.effects import (
    Effect,
    IssueNotice,
    ReceiveDocument,
    RecordPrivacyRequest,
    SubmitApplication,
    WithdrawApplication,
)
from tools.lending.errors import LendingError
from tools.stores.applications import ApplicationStore
from tools.stores.errors import StoreUnavailable


class Dispatched(NamedTuple):
    """How many effects were performed, and what failed: it stays in the outbox."""

    performed: int
    failed: tuple[str, ...]


def dispatch(
    log: ConversationLog, applications: ApplicationStore, now: datetime, limit: int = 100
) -> Dispatched:
    """Perform the effects that wait. Safe to run twice, in two places at once, after a crash.

    A crash between performing and marking performs again under the same key, which changes
    nothing. A store that cannot be used ends the round; one effect that is refused does not hold
    up the others: it is tried after them next time.
    """
    performed, failed = 0, []
    for item in log.pending_effects(limit):
        try:
            _perform(item, log, applications, now)
        except (StoreUnavailable, LendingError, ValueError) as error:
            log.mark_attempt(item, str(error))
            failed.append(f"{item.effect.kind} of turn {item.turn_id}: {error}")
            if isinstance(error, StoreUnavailable):
                break
            continue
        log.mark_performed(item, now)
        performed += 1
    return Dispatched(performed, tuple(failed))


def scoped(effect: Effect, conversation_id: str) -> Effect:
    """Return the effect under a key that no other conversation can use.

    Keys come from turn ids and request hashes, which two conversations may share. A signed-in
    customer's notice is scoped by the customer: the same no in two conversations is one notice.
    """
    scope = conversation_id
    if isinstance(effect, IssueNotice) and effect.customer_id:
        scope = f"customer:{effect.customer_id}"
    return effect.model_copy(update={"key": f"{scope}:{effect.key}"})


def _perform(
    item: OutboxItem, log: ConversationLog, applications: ApplicationStore, now: datetime
) -> None:
    effect = scoped(item.effect, item.conversation_id)
    match effect:
        case SubmitApplication():
            applications.file(effect, item.conversation_id)
        case ReceiveDocument():
            document = DocumentReceived(kind=effect.document, upload_id=effect.upload_id,
                                        received_at=effect.received_at)  # fmt: skip
            applications.receive_document(effect.application_number, document)
        case WithdrawApplication():
            applications.withdraw(effect.application_number, effect.created_at)
        case IssueNotice():
            applications.issue_notice(effect, item.conversation_id, now)
        case _:
            owner = log.conversation(item.conversation_id)
            customer_id = owner.customer_id if owner else None
            erases = isinstance(effect, RecordPrivacyRequest) and effect.request == "erase"
            done = _erase(item, owner, log, applications, now) if erases and owner else None
            applications.take_in(effect, item.conversation_id, customer_id)
            if done is not None:
                applications.finish(effect.key, now, "system", done.in_words())


def _erase(
    item: OutboxItem,
    owner: Conversation,
    log: ConversationLog,
    applications: ApplicationStore,
    now: datetime,
) -> Erased:
    """Erase what the customer may have erased; the conversation goes on without what was said."""
    reason, asked_in = "the customer asked for it", (item.conversation_id, item.turn_id)
    if owner.customer_id is None:
        return erase_talk(log, applications, owner, reason, now, asked_in)
    return erase_customer(log, applications, owner.customer_id, reason, now, asked_in)
