"""What the bank holds on a customer, as far as a decision may see it."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol, Self

from pydantic import model_validator

from tools.fields import PARTY_FIELDS, REQUEST_FIELDS
from tools.lending.records import DecisionProfile, Record

GUEST = "guest"
"""Id of the persona that has no profile."""


class StoredProfile(Record):
    """One customer's profile with the origin of each value."""

    customer_id: str
    name: str
    profile: DecisionProfile
    as_of: date
    """Of the bank's own records."""
    verified: tuple[str, ...] = ()
    """Fields that a bureau or a document vouches for; every other known field is on file."""
    bureau_date: date | None = None
    """Of the credit report behind the verified fields."""
    request: Mapping[str, str] = {}
    """Facts of `tools.fields.REQUEST_FIELDS` that the bank knows, as canonical text: the mortgage
    to replace, the first lien."""
    owns_gold: bool = False
    """Gold of theirs lies with the bank: the secured alternative may be named as theirs."""

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        unknown = (set(self.verified) - set(PARTY_FIELDS)) | (
            set(self.request) - set(REQUEST_FIELDS)
        )
        if unknown:
            raise ValueError(f"not fields of a case: {', '.join(sorted(unknown))}")
        return self


class Persona(Record):
    """Somebody to sign in as in the demonstration."""

    id: str
    name: str
    story: str
    """One line."""
    scripts: tuple[str, ...] = ()
    """Scripts of the specification that this customer plays: 'S01'."""


class Contact(Record):
    """Where a notice goes. For letters and identity only: no tool, rule or price reads it."""

    name: str
    postal_address: str | None = None
    email: str | None = None

    @property
    def can_be_written_to(self) -> bool:
        """A notice goes by mail unless the customer consented to e-mail (E-SIGN)."""
        return bool(self.postal_address)


class ProfileStore(Protocol):
    """Profiles for the decision side. Raises `StoreUnavailable`."""

    def decision_profile(self, customer_id: str, today: date) -> StoredProfile | None:
        """Return the profile, or None for somebody the bank does not know.

        `today` is the date of the turn in the bank's zone; `has_capacity` is computed on it.
        """
        ...

    def personas(self) -> tuple[Persona, ...]:
        """List the demonstration customers in reading order; the guest is last."""
        ...


class ContactStore(Protocol):
    """Names and addresses for notices, apart from everything that decides."""

    def contact(self, customer_id: str) -> Contact | None: ...
