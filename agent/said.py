"""What a customer can do in a turn: a closed union. Actions are recorded like words."""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from tools.lending.records import Record
from tools.lending.units import Money

MAX_CHARACTERS = 20_000
KIND = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Text(Record):
    """Words typed or spoken."""

    kind: Literal["text"] = "text"
    text: str


class ChooseOffer(Record):
    """A card was chosen."""

    kind: Literal["choose_offer"] = "choose_offer"
    letter: str


class AdjustOffer(Record):
    """A control was moved: what-if on one offer."""

    kind: Literal["adjust_offer"] = "adjust_offer"
    letter: str
    principal: Money | None = None
    term_months: Annotated[int, Field(ge=1, le=480)] | None = None
    down_payment: Money | None = None
    extra_monthly: Money | None = None
    autodebit: bool | None = None


class Confirm(Record):
    """The proposal was confirmed with its button."""

    kind: Literal["confirm"] = "confirm"
    proposal_id: str


class Cancel(Record):
    """The proposal, or the application, was withdrawn with a button."""

    kind: Literal["cancel"] = "cancel"


class Attach(Record):
    """A document was uploaded into a slot."""

    kind: Literal["attach"] = "attach"
    document: str
    upload_id: str


class Consent(Record):
    """A consent button was pressed."""

    kind: Literal["consent"] = "consent"
    consent: Literal["e_sign", "soft_pull", "hard_pull", "contact", "recording"]
    version: str


class Feedback(Record):
    """What the customer thought of an earlier turn."""

    kind: Literal["feedback"] = "feedback"
    turn_id: str
    rating: Literal["up", "down"] | None = None
    words: str | None = None


Said = Annotated[
    Text | ChooseOffer | AdjustOffer | Confirm | Cancel | Attach | Consent | Feedback,
    Field(discriminator="kind"),
]
SAID: TypeAdapter[Said] = TypeAdapter(Said)


def _changes(action: AdjustOffer) -> str:
    parts: tuple[tuple[str, Decimal | int | None], ...] = (
        ("the amount", action.principal),
        ("the months", action.term_months),
        ("the down payment", action.down_payment),
        ("the extra monthly payment", action.extra_monthly),
    )
    named = [f"{name} to {value}" for name, value in parts if value is not None]
    if action.autodebit is not None:
        named.append(f"automatic payment {'on' if action.autodebit else 'off'}")
    return " and ".join(named)


def in_words(said: Said) -> str:
    """Tell an action as the history shows it.

    >>> in_words(AdjustOffer(letter="a", term_months=48))
    'I set the months to 48 on offer A.'
    """
    match said:
        case Text():
            return said.text
        case ChooseOffer():
            return f"I choose offer {said.letter.upper()}."
        case AdjustOffer():
            return f"I set {_changes(said)} on offer {said.letter.upper()}."
        case Confirm():
            return "I confirm the application."
        case Cancel():
            return "I cancel."
        case Attach():
            return f"I uploaded {_a_document(said.document)}."
        case Consent():
            return f"I gave the consent {said.consent.replace('_', ' ')}."
        case Feedback():
            return "I gave feedback."


def _a_document(kind: str) -> str:
    """Name a kind of document; what a front sends that is no such word is not repeated."""
    return kind.replace("_", " ") if KIND.fullmatch(kind) else "a document"


def own_words(said: Said) -> str:
    """Return what figures and choices may be bound to: words, or a card with its controls.

    Which paper came, or that a button was pressed, says nothing about anybody's money.

    >>> own_words(Attach(document="tax_returns_2y", upload_id="x"))
    ''
    """
    return in_words(said) if isinstance(said, Text | AdjustOffer | ChooseOffer) else ""
