"""How much one conversation, and one day, may take; past that an honest word and no model call."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from agent.conversations.records import Opened, Usage
from agent.said import Text
from tools.lending.records import Record

MINUTE, DAY = timedelta(minutes=1), timedelta(hours=24)
WORDS: dict[str, str] = {
    "messages_per_minute": "Your messages are coming faster than I can answer them well, so I "
    "didn't act on this one. Nothing was changed. Please wait a minute, then send it again.",
    "conversation": "This conversation has grown as long as I can take it here, so I didn't act on "
    "that message. Nothing was changed and everything before it is kept. The buttons on your "
    "offers still work; for anything else please start a new conversation or call us.",
    "day": "A lot of people are asking today and I have to slow down, so I didn't act on that "
    "message. Nothing was changed and everything before it is kept. The buttons on your offers "
    "still work; for anything else please call us, or come back tomorrow.",
}
"""What the customer reads, by what was reached. No figures: they would tell only how to evade."""

TOO_LONG = (
    "That message was longer than I can take at once: I read its beginning only. "
    "Please send the rest as a second message."
)


class Used(Protocol):
    """What the limits ask the log."""

    def opened_at(self, conversation_id: str, sequence: int) -> datetime | None: ...

    def usage(self, since: datetime | None = None, conversation_id: str | None = None) -> Usage: ...


class Limits(Record):
    """The most that may be used; None: no limit."""

    messages_per_minute: int | None = None
    tokens_per_conversation: int | None = None
    usd_per_conversation: Decimal | None = None
    tokens_per_day: int | None = None
    """Of everybody together: whoever opens ten conversations spends no more."""
    usd_per_day: Decimal | None = None

    def reached(self, opened: Opened, log: Used) -> str:
        """Name the limit that this message runs into, as in `WORDS`; '' for none.

        Buttons cost no model call: only the pace holds for them.
        """
        if self._too_fast(opened, log):
            return "messages_per_minute"
        if not isinstance(opened.said, Text):
            return ""
        talk = (self.tokens_per_conversation, self.usd_per_conversation)
        if talk != (None, None) and _over(log.usage(None, opened.conversation_id), *talk):
            return "conversation"
        day = (self.tokens_per_day, self.usd_per_day)
        if day != (None, None) and _over(log.usage(opened.now - DAY), *day):
            return "day"
        return ""

    def _too_fast(self, opened: Opened, log: Used) -> bool:
        if self.messages_per_minute is None or opened.sequence <= self.messages_per_minute:
            return False
        earlier = log.opened_at(opened.conversation_id, opened.sequence - self.messages_per_minute)
        return earlier is not None and abs(opened.now - earlier) < MINUTE


def _over(used: Usage, tokens: int | None, usd: Decimal | None) -> bool:
    return (tokens is not None and used.tokens >= tokens) or (usd is not None and used.usd >= usd)


NO_LIMITS = Limits()
