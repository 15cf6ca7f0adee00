"""What a reply is made of, and the events of a turn. Everything is built from facts and is JSON."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from tools.lending.records import ApplicationStatus, Outcome, Record, Stage


class Figure(Record):
    """A rendered figure inside a text or a cell, with the fact behind it."""

    fact_id: str
    text: str
    start: int | None = None
    """Position in the text of the block; None in a cell."""


class TextBlock(Record):
    """A paragraph. `template` holds the references; `text` what the customer reads."""

    kind: Literal["text"] = "text"
    text: str
    template: str
    figures: tuple[Figure, ...] = ()


class Cell(Record):
    """One line of a card or one cell of a table."""

    label: str
    text: str
    fact_id: str | None = None


class OfferCard(Record):
    """One offer, drawn from facts."""

    letter: str
    product: str
    title: str
    tags: tuple[str, ...]
    """In words: 'As you asked', 'Lowest payment of these'."""
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()
    """Assumptions, warnings, auto-payment line, also-possible line; rendered from facts."""
    indicative: bool = True
    subject_to_review: bool = False


class OfferCards(Record):
    """Offers side by side."""

    kind: Literal["offer_cards"] = "offer_cards"
    cards: tuple[OfferCard, ...]


class TableBlock(Record):
    """A comparison or a schedule."""

    kind: Literal["table"] = "table"
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class ChartPoint(Record):
    """One month of a schedule."""

    month: int
    interest: str
    principal: str
    balance: str


class ChartBlock(Record):
    """The amortization of one offer."""

    kind: Literal["chart"] = "chart"
    letter: str
    title: str
    points: tuple[ChartPoint, ...]


class ChipsBlock(Record):
    """Quick replies: what the customer might say next."""

    kind: Literal["chips"] = "chips"
    choices: tuple[str, ...]


class CitationBlock(Record):
    """A passage that a sentence stands on."""

    kind: Literal["citation"] = "citation"
    passage_id: str
    title: str
    text: str


class NoticeBlock(Record):
    """A notice in writing. Shown only after the turn has closed."""

    kind: Literal["notice"] = "notice"
    notice_id: str
    title: str
    markdown: str


class ProposalBlock(Record):
    """An application to confirm: what will be filed, with its disclosures and documents."""

    kind: Literal["proposal"] = "proposal"
    proposal_id: str
    title: str
    cells: tuple[Cell, ...]
    disclosures: tuple[str, ...]
    documents: tuple[str, ...]


class DocumentsBlock(Record):
    """Upload slots and what is in them."""

    kind: Literal["documents"] = "documents"
    application_number: str | None
    slots: tuple[Cell, ...]


class HandOffBlock(Record):
    """A person takes over."""

    kind: Literal["hand_off"] = "hand_off"
    text: str
    reference: str | None = None


Block = Annotated[
    TextBlock
    | OfferCards
    | TableBlock
    | ChartBlock
    | ChipsBlock
    | CitationBlock
    | NoticeBlock
    | ProposalBlock
    | DocumentsBlock
    | HandOffBlock,
    Field(discriminator="kind"),
]
BLOCKS: TypeAdapter[tuple[Block, ...]] = TypeAdapter(tuple[Block, ...])


class Progress(Record):
    """A step of the turn, in words for a waiting customer."""

    kind: Literal["progress"] = "progress"
    step: str


class Shown(Record):
    """A block is ready. `pending` until the turn has closed."""

    kind: Literal["shown"] = "shown"
    block: Block
    pending: bool = False


class Closed(Record):
    """The turn is in the log."""

    kind: Literal["closed"] = "closed"
    turn_id: str
    stage: Stage
    outcome: Outcome | None
    status: ApplicationStatus | None = None
    timings: Mapping[str, float] = {}
    """Milliseconds by step."""
    replayed: bool = False


Event = Progress | Shown | Closed
