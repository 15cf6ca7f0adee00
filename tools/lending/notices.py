"""Letters that the law asks for: sections of text with named fields, printed when they apply.

The text is the bank's and lies in `knowledge/notices/`; here is what may be filled in, and how.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Annotated, Self

from pydantic import Field, model_validator

from tools.lending.records import Record

_SOFT_BREAK = re.compile(r"(?<!\n)\n(?!\n|- |# |## |\d+\. )\s*")

Text = Annotated[str, Field(min_length=1)]


class Creditor(Record):
    """Who we are in a letter, who supervises us, and whose credit reports we use."""

    name: Text
    postal_address: Text
    phone: Text
    agency: Text
    agency_address: Text
    bureau: Text
    bureau_address: Text
    bureau_phone: Text
    score_low: int
    score_high: int


class Section(Record):
    """One passage of a letter."""

    id: Text
    text: Text
    when: str | None = None
    """What must hold for it to be printed; None: always."""


class LetterText(Record):
    """One kind of letter. Only the fields and conditions named here can stand in its text."""

    sections: tuple[Section, ...]
    fields: frozenset[str]
    conditions: frozenset[str] = frozenset()
    content_hash: str = ""

    @model_validator(mode="after")
    def _says_what_it_must(self) -> Self:
        used: set[str] = set()
        for section in self.sections:
            used |= fields_of(section.text)
            if section.when is not None and section.when not in self.conditions:
                raise ValueError(f"section {section.id}: no such condition: {section.when}")
        if unknown := used - self.fields:
            raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
        if missing := self.fields - used:
            raise ValueError(f"must name {', '.join(sorted(missing))}")
        if silent := self.conditions - {section.when for section in self.sections}:
            raise ValueError(f"must have a section for {', '.join(sorted(silent))}")
        return self

    def written(self, values: Mapping[str, str], holds: frozenset[str]) -> str:
        """Return the letter as Markdown: the sections that apply, filled in.

        A field that a printed section names and nobody supplied is a bug and a KeyError.
        """
        printed = [s for s in self.sections if s.when is None or s.when in holds]
        return "\n\n".join(unwrapped(s.text).format_map(values) for s in printed) + "\n"


def unwrapped(text: str) -> str:
    r"""Put each paragraph and each item on a line of its own; files are wrapped for editing.

    >>> unwrapped("To the bank\nhere.\n\n- one\n  item\n- two")
    'To the bank here.\n\n- one item\n- two'
    """
    return _SOFT_BREAK.sub(" ", text.strip())


def fields_of(text: str) -> set[str]:
    """Return the names in braces; a template may hold nothing cleverer than a name.

    >>> sorted(fields_of("To {applicant}, {written_on}"))
    ['applicant', 'written_on']
    """
    names: set[str] = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(f"a field is a plain name in braces, not {{{name}}}")
        names.add(name)
    return names


def as_date(day: date) -> str:
    """Write a date as letters do.

    >>> as_date(date(2026, 11, 2))
    'November 2, 2026'
    """
    return f"{day:%B} {day.day}, {day.year}"


def as_dollars(amount: Decimal) -> str:
    """Write an amount as letters do.

    >>> as_dollars(Decimal(220000))
    '$220,000.00'
    """
    return f"${amount:,.2f}"


def as_list(items: tuple[str, ...], *, numbered: bool = False) -> str:
    """Write items one below the other.

    >>> as_list(("Length of employment",), numbered=True)
    '1. Length of employment'
    """
    return "\n".join(f"{n}. {i}" if numbered else f"- {i}" for n, i in enumerate(items, start=1))


def hash_of(text: str) -> str:
    """Return SHA-256 of a text, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def creditor_fields(creditor: Creditor) -> dict[str, str]:
    """Return what every letter says about us."""
    return {
        "creditor": creditor.name,
        "creditor_address": creditor.postal_address,
        "creditor_phone": creditor.phone,
        "agency": creditor.agency,
        "agency_address": creditor.agency_address,
        "bureau": creditor.bureau,
        "bureau_address": creditor.bureau_address,
        "bureau_phone": creditor.bureau_phone,
        "score_low": str(creditor.score_low),
        "score_high": str(creditor.score_high),
    }
