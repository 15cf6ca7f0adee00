"""Erasing what a customer may have erased, and keeping what the law makes the bank keep.

The record of an application, of a no and of a complaint is kept for 25 months (Reg B 1002.12(b)),
and so is the conversation it came from: it holds what was asked, what was answered and why. Every
other conversation goes at once; of its rows only hashes, reason and date are left.
"""

from datetime import datetime
from typing import NamedTuple

from agent.conversations.records import Conversation, ConversationLog
from tools.effects import RecordFeedback, RecordPrivacyRequest
from tools.stores.applications import ApplicationStore, Kept


class Erased(NamedTuple):
    """What an erasure took, and what it left and why."""

    rows: int
    conversations_kept: tuple[str, ...]
    """Ids of conversations that belong to a record the bank must keep."""
    kept: tuple[Kept, ...]
    """Those records, with the day until which each stays."""

    def in_words(self) -> str:
        """Tell it to whoever answers for it.

        >>> Erased(4, (), ()).in_words()
        '4 rows erased. Nothing had to be kept.'
        """
        if not (self.kept or self.conversations_kept):
            return f"{self.rows} rows erased. Nothing had to be kept."
        until = (
            f"{k.what} {k.reference}"
            + (f" until {k.until:%Y-%m-%d}" if k.until else " until it is answered")
            for k in self.kept
        )
        talks = f"{len(self.conversations_kept)} conversations they came from"
        return (
            f"{self.rows} rows erased. Kept, because the law asks for 25 months "
            f"(Reg B 1002.12(b)): {'; '.join((*until, talks))}."
        )


def erase_customer(
    log: ConversationLog,
    applications: ApplicationStore,
    customer_id: str,
    reason: str,
    at: datetime,
    asked_in: tuple[str, str] | None = None,
) -> Erased:
    """Erase what may go. Twice is the same as once.

    Args:
        log: the customer's conversations.
        applications: what was filed, noticed and asked.
        customer_id: whose data.
        reason: stays beside the emptied rows.
        at: the moment of the erasure; periods are counted on it.
        asked_in: conversation and turn of the request: that conversation goes on, without
            what was said before.
    """
    kept = applications.erase_customer(customer_id, at)
    rows, stay = 0, []
    for talk in log.conversations_of(customer_id):
        if _must_stay(log, applications, talk):
            stay.append(talk.id)
        else:
            rows += _emptied(log, talk.id, reason, at, asked_in)
    return Erased(rows, tuple(stay), kept)


def erase_talk(
    log: ConversationLog,
    applications: ApplicationStore,
    talk: Conversation,
    reason: str,
    at: datetime,
    asked_in: tuple[str, str],
) -> Erased:
    """Erase what was said in one conversation: of a guest nothing else is known."""
    if _must_stay(log, applications, talk):
        return Erased(0, (talk.id,), ())
    return Erased(_emptied(log, talk.id, reason, at, asked_in), (), ())


def _emptied(
    log: ConversationLog,
    conversation_id: str,
    reason: str,
    at: datetime,
    asked_in: tuple[str, str] | None,
) -> int:
    if asked_in is not None and asked_in[0] == conversation_id:
        return log.erase_turns_before(conversation_id, asked_in[1], reason, at)
    return log.erase_conversation(conversation_id, reason, at)


def _must_stay(log: ConversationLog, applications: ApplicationStore, talk: Conversation) -> bool:
    """Tell whether a record that is kept came from this conversation, or is about to."""
    if applications.applications_in(talk.id) or applications.notices_in(talk.id):
        return True
    if any(item.task.kind == "record_complaint" for item in applications.work_of(talk.id)):
        return True
    light = (RecordPrivacyRequest, RecordFeedback)
    waiting = (i.effect for i in log.pending_effects() if i.conversation_id == talk.id)
    return any(not isinstance(effect, light) for effect in waiting)
