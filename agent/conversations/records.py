"""What the conversation log keeps. Plain JSON rows with a schema version; nothing pickled."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Protocol

from pydantic import BeforeValidator

from agent.blocks import Block, Closed
from agent.conversations.packing import unpacked, with_offers
from agent.conversations.past import Past
from agent.said import Said
from tools.case_file import CaseFile
from tools.effects import Effect
from tools.facts import Fact
from tools.lending.records import Record
from tools.stores.errors import StoreUnavailable

Role = Literal["customer", "staff", "admin"]


LISTED = "all"
"""Under which a turn names the list of everything it used, kept like a file."""


class Session(Record):
    """Who is talking, from the token or the persona picker; never from text."""

    customer_id: str | None
    role: Role = "customer"
    channel: Literal["terminal", "streamlit", "http", "eval", "voice"] = "terminal"
    locale: str = "en-US"
    time_zone: str = "America/New_York"


class Conversation(Record):
    """One conversation and its owner."""

    id: str
    customer_id: str | None
    created_at: datetime
    greeting: tuple[Block, ...] = ()
    """What `Advisor.open` showed."""


class Opened(Record):
    """The first durable write of a turn: enough to run it again."""

    schema_version: int = 1
    conversation_id: str
    turn_id: str
    sequence: int
    said: Said
    """After screening: placeholders instead of card numbers and the like."""
    cut: bool = False
    """The message was longer than one may be; only its beginning was kept."""
    session: Session
    now: datetime
    case_version: int
    knowledge: dict[str, str]
    """Content hash by file, prompts and scorer included; `LISTED`: of the list of all of them."""


class CallMade(Record):
    """One tool call: proposed by the model, or following by code."""

    id: str
    tool: str
    arguments: dict[str, Any]
    result: Annotated[dict[str, Any], BeforeValidator(with_offers)]
    """The record as JSON, or {'refused': why}."""
    followed: bool = False
    """True: code made it because the case became complete."""
    milliseconds: float = 0.0


class ModelAnswer(Record):
    """What the language model said in one call: with it the turn can be run again without it."""

    text: str = ""
    calls: tuple[dict[str, Any], ...] = ()
    """Tool calls as proposed: name, args, id."""
    malformed: tuple[dict[str, Any], ...] = ()
    """Tool calls whose arguments were no JSON."""
    asks: dict[str, Any] | None = None
    """The question that the reply says it asks."""


class StoreRead(Record):
    """What a tool read in a store of the bank: it may be something else tomorrow."""

    read: str
    """Name of the store's function."""
    arguments: dict[str, Any]
    found: Any
    """The record as JSON."""


class ModelCall(Record):
    """One call of the language model."""

    model: str
    milliseconds: float
    input_tokens: int = 0
    """Everything that went in, from the cache or not."""
    cached_tokens: int = 0
    """Of these, read from the cache."""
    cache_written_tokens: int = 0
    """Of these, written to the cache."""
    output_tokens: int = 0
    cost_usd: Decimal | None = None
    """From the price table of the day; None for a model that has no price there."""
    answer: ModelAnswer | None = None
    """None when it failed."""
    failed: str = ""
    """Why there was no answer."""


class ClosedTurn(Record):
    """The second durable write of a turn: everything that happened."""

    schema_version: int = 1
    blocks: tuple[Block, ...]
    calls: tuple[CallMade, ...] = ()
    facts: Annotated[tuple[Fact, ...], BeforeValidator(unpacked)] = ()
    case: Annotated[CaseFile, BeforeValidator(with_offers)]
    effects: tuple[Effect, ...] = ()
    open_question: str | None = None
    """Field or topic that the reply asked for; the next message is read against it."""
    template: str = ""
    """The reply with references: what the model's history shows."""
    findings: tuple[str, ...] = ()
    """What the gate objected to, if anything."""
    fallback: Literal["none", "bound", "retried", "deterministic"] = "none"
    model_calls: tuple[ModelCall, ...] = ()
    reads: tuple[StoreRead, ...] = ()
    limited: str = ""
    """The limit that the message ran into, by its setting's name; nothing else happened then."""
    prompt_hash: str = ""
    closed: Closed


class Turn(Record):
    """One turn as the log returns it; `closed` is None while it is open."""

    opened: Opened
    closed: ClosedTurn | None
    erased: bool = False


class Lease(Record):
    """The right to run the turns of one conversation."""

    conversation_id: str
    turn_id: str
    token: str
    expires_at: datetime


class OutboxItem(Record):
    """An effect waiting to be performed."""

    id: int
    conversation_id: str
    turn_id: str
    effect: Effect
    attempts: int = 0
    performed_at: datetime | None = None


class Usage(Record):
    """What language models have cost."""

    tokens: int = 0
    usd: Decimal = Decimal(0)


class Erasure(Record):
    """A row whose salt and content were deleted; the chain goes on over its hash."""

    conversation_id: str
    position: int
    turn_id: str
    reason: str
    at: datetime


class ConversationLog(Protocol):
    """The append-only log. SQLite here; a DynamoDB store must pass the same tests.

    Raises `LogUnavailable` when the store cannot be read or written, `LookupError` for a
    conversation that was never started or has been erased.

    Time and leases. A lease lives from the `now` it was taken at until its expiry; it also counts
    as expired when the clock has gone back by more than the lease is long, so that no conversation
    is stuck until a wrong clock is caught up. Time only decides who may try: a close is accepted
    by token, so that of two holders the one whose lease was replaced loses, whatever the clock
    said. A lease that ran out but was not taken over still closes.
    """

    def start(self, conversation: Conversation) -> None: ...

    def conversation(self, conversation_id: str) -> Conversation | None: ...

    def conversations_of(self, customer_id: str) -> tuple[Conversation, ...]: ...

    def open_turn(self, opened: Opened, lease_seconds: float) -> tuple[Turn, Lease | None]:
        """Insert the message before anything else; unique on conversation and turn id.

        The sequence is assigned by the store. Returns the turn as stored (an existing one when
        the id was used before) and the lease, or None while another turn holds it or when this
        turn is closed.
        """
        ...

    def acquire(self, conversation_id: str, turn_id: str, now: datetime,
                lease_seconds: float) -> Lease | None:  # fmt: skip
        """Take the lease for an open turn: the oldest open one first, expired leases give way."""
        ...

    def close_turn(self, lease: Lease, closed: ClosedTurn) -> bool:
        """Write everything in one transaction, on condition that the lease still holds.

        Releases the lease. False when the lease was lost: somebody else closes the turn.
        """
        ...

    def release(self, lease: Lease) -> None: ...

    def turn(self, conversation_id: str, turn_id: str) -> Turn | None: ...

    def find_turn(self, turn_id: str) -> Turn | None: ...

    def turns(self, conversation_id: str, last: int | None = None) -> tuple[Turn, ...]: ...

    def past(self, conversation_id: str, before: int, last: int) -> tuple[Past, ...]:
        """Return the newest `last` closed turns with a sequence below `before`, in order."""
        ...

    def next_open_turn(self, conversation_id: str) -> Turn | None: ...

    def latest_case(self, conversation_id: str) -> CaseFile: ...

    def opened_at(self, conversation_id: str, sequence: int) -> datetime | None:
        """Return when the message with this number was opened."""
        ...

    def usage(self, since: datetime | None = None, conversation_id: str | None = None) -> Usage:
        """Add up what closed turns have used: of one conversation or all, of turns since then.

        An erasure takes the words and leaves the sum.
        """
        ...

    def pending_effects(self, limit: int = 100) -> tuple[OutboxItem, ...]: ...

    def mark_performed(self, item: OutboxItem, at: datetime) -> None: ...

    def mark_attempt(self, item: OutboxItem, error: str) -> None: ...

    def keep(self, content_hash: str, name: str, content: bytes) -> None:
        """Store a knowledge file, prompt or scorer artefact once, by content hash."""
        ...

    def kept(self, content_hash: str) -> bytes | None: ...

    def verify(self, conversation_id: str | None = None) -> tuple[str, ...]:
        """Recompute the hash chain; returns what is wrong, empty when all is well."""
        ...

    def export_customer(self, customer_id: str) -> dict[str, Any]: ...

    def erasures(self, conversation_id: str | None = None) -> tuple[Erasure, ...]:
        """Return the rows that were erased, with reason and date."""
        ...

    def erase_conversation(self, conversation_id: str, reason: str, at: datetime) -> int:
        """Erase one conversation: a guest has no customer id. Returns the number of rows."""
        ...

    def erase_turns_before(self, conversation_id: str, turn_id: str, reason: str,
                           at: datetime) -> int:  # fmt: skip
        """Erase the closed turns before this one and leave the conversation alive."""
        ...

    def erase_customer(self, customer_id: str, reason: str, at: datetime) -> int:
        """Delete salt and content of the customer's rows; the chain still verifies."""
        ...


class LogUnavailable(StoreUnavailable):
    """The store cannot be used now; the message says why and what to do."""


class RowTooLarge(ValueError):
    """A turn is larger than a row may be: a bug of whoever built it, not of the store."""
