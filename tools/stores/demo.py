"""The demonstration customers: from their file into the store."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tools.fields import BY_NAME
from tools.knowledge.loader import FOLDER
from tools.knowledge.reading import Document, KeyPath, KnowledgeError, Problem, read_document
from tools.knowledge.validation import content_hash, validated
from tools.lending.records import DecisionProfile, Record
from tools.stores.audit import AuditProfile
from tools.stores.profiles import GUEST, Contact, Persona, StoredProfile
from tools.stores.sqlite_profiles import Customer, SqliteProfiles

FILE = FOLDER / "demo_customers.yaml"


class _Guest(Record):
    name: str
    story: str
    scripts: tuple[str, ...] = ()


class _Address(Record):
    postal_address: str
    email: str


class _Entry(Record):
    """One customer as the file has them."""

    name: str
    story: str
    scripts: tuple[str, ...] = ()
    on_file: Mapping[str, Any]
    verified: Mapping[str, Any]
    request: Mapping[str, Any] = {}
    owns_gold: bool = False
    contact: _Address
    audit: AuditProfile


class _File(Record):
    guest: _Guest
    customers: Mapping[str, _Entry]


class Demo(NamedTuple):
    """The file, read."""

    customers: tuple[Customer, ...]
    personas: tuple[Persona, ...]
    """In the order of the file; the guest is last."""
    content_hash: str


def load_demo(profiles: SqliteProfiles, file: Path = FILE) -> bool:
    """Bring the demonstration customers into the store; True when something was written.

    Raises:
        KnowledgeError: the file is wrong; names line and reason.
    """
    demo = read_demo(file)
    return profiles.load(demo.content_hash, demo.customers, demo.personas)


def read_demo(file: Path = FILE) -> Demo:
    """Read the file.

    Raises:
        KnowledgeError: with every problem found, or the first kind of them.

    >>> read_demo().personas[-1].id
    'guest'
    """
    document = read_document(file)
    read = validated(_File, document.data, document)
    if not isinstance(read, _File):
        raise KnowledgeError(read)
    customers: list[Customer] = []
    problems: list[Problem] = []
    for customer_id, entry in read.customers.items():
        made = _customer(customer_id, entry, document)
        if isinstance(made, Customer):
            customers.append(made)
        else:
            problems += made
    if problems:
        raise KnowledgeError(tuple(problems))
    return Demo(tuple(customers), tuple(_personas(read)), content_hash(document.data))


def _personas(read: _File) -> Iterator[Persona]:
    for customer_id, entry in read.customers.items():
        yield Persona(id=customer_id, name=entry.name, story=entry.story, scripts=entry.scripts)
    guest = read.guest
    yield Persona(id=GUEST, name=guest.name, story=guest.story, scripts=guest.scripts)


def _customer(
    customer_id: str, entry: _Entry, document: Document
) -> Customer | tuple[Problem, ...]:
    at: KeyPath = ("customers", customer_id)
    problems = tuple(_problems(customer_id, entry, document))
    if problems:
        return problems
    on_file, verified = _values(entry.on_file), _values(entry.verified)
    held = {**on_file, **verified}
    profile = validated(DecisionProfile, held, document, (*at, "on_file"))
    if not isinstance(profile, DecisionProfile):
        return profile
    stored = StoredProfile(
        customer_id=customer_id,
        name=entry.name,
        profile=profile.model_copy(update={"customer_id": customer_id}),
        as_of=date.fromisoformat(entry.on_file["as_of"]),
        verified=tuple(verified),
        bureau_date=date.fromisoformat(entry.verified["as_of"]),
        request={name: canonical(name, value) for name, value in entry.request.items()},
        owns_gold=entry.owns_gold,
    )
    contact = Contact(
        name=entry.name, postal_address=entry.contact.postal_address, email=entry.contact.email
    )
    return Customer(stored, contact, entry.audit)


def _values(group: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if name != "as_of"}


def _problems(customer_id: str, entry: _Entry, document: Document) -> Iterator[Problem]:
    at: KeyPath = ("customers", customer_id)
    if customer_id == GUEST:
        yield document.problem(at, "is the name of the customer without a profile")
    for name in ("on_file", "verified"):
        group: Mapping[str, Any] = getattr(entry, name)
        if not _is_date(group.get("as_of")):
            yield document.problem((*at, name), "needs as_of, a date: 2026-11-16")
        for reserved in ("customer_id", "has_capacity"):
            if reserved in group:
                yield document.problem((*at, name, reserved), "is set by the program")
    for field in sorted(_values(entry.on_file).keys() & _values(entry.verified).keys()):
        yield document.problem((*at, "verified", field), "stands under on_file too")
    for field in entry.request:
        spec = BY_NAME.get(field)
        if spec is None or spec.holder != "request":
            yield document.problem((*at, "request", field), "is not a field of a request")


def _is_date(text: object) -> bool:
    try:
        date.fromisoformat(str(text))
    except ValueError:
        return False
    return True


def canonical(field: str, value: object) -> str:
    """Write a value as the case file keeps it: money and percent with two decimals.

    >>> canonical("payoff_balance", 200_000), canonical("old_remaining_months", 300)
    ('200000.00', '300')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    kind = BY_NAME[field].kind
    if kind.startswith("money") or kind == "percent":
        return f"{Decimal(str(value)):.2f}"
    return str(value)
