"""The hash chain of a conversation: what was logged cannot change without showing.

content_hash = H(salt‖content); link = H(previous link‖content_hash). Erasing a row deletes salt and
content and leaves both hashes: the chain still verifies, and without the salt nobody can guess
the content back from its hash.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from typing import NamedTuple

START = ""
"""The link before the first row."""


class Seal(NamedTuple):
    """What is stored beside a row's content. All hexadecimal."""

    salt: str
    content_hash: str
    link: str


class Entry(NamedTuple):
    """One row as stored; salt and content are None after an erasure."""

    position: int
    turn_id: str
    kind: str
    salt: str | None
    content: str | None
    content_hash: str
    link: str
    erased_reason: str | None


def content_hash(salt: str, content: str) -> str:
    """Hash a row's content with its salt (hexadecimal)."""
    return hashlib.sha256(bytes.fromhex(salt) + content.encode()).hexdigest()


def next_link(previous: str, hashed: str) -> str:
    """Chain a content hash to the link before it.

    >>> next_link(START, "00" * 32) == next_link(START, "00" * 32)
    True
    """
    return hashlib.sha256((previous + hashed).encode()).hexdigest()


def seal(previous: str, content: str) -> Seal:
    """Seal a new row behind `previous`."""
    salt = secrets.token_hex(16)
    hashed = content_hash(salt, content)
    return Seal(salt, hashed, next_link(previous, hashed))


def faults(entries: Iterable[Entry], length: int, head: str) -> Iterator[str]:
    """Recompute a chain: what was changed, left out or added, in the order of the rows.

    `length` and `head` are what the conversation itself keeps: the number of rows and the last
    link, so that rows missing from the end show too.
    """
    link, position = START, 0
    for entry in entries:
        place = f"row {entry.position} ({entry.kind} {entry.turn_id})".replace(" )", ")")
        if entry.position != position:
            yield f"{place}: row {position} is missing"
        if wrong := _content_fault(entry):
            yield f"{place}: {wrong}"
        if entry.link != next_link(link, entry.content_hash):
            yield f"{place}: does not follow the row before it"
        link, position = entry.link, entry.position + 1
    if (position, link) != (length, head):
        yield f"ends at row {position - 1}, but {length} rows were written"


def _content_fault(entry: Entry) -> str | None:
    if entry.salt is None or entry.content is None:
        return None if entry.erased_reason else "is empty and was not erased"
    if content_hash(entry.salt, entry.content) != entry.content_hash:
        return "was changed after it was written"
    return None
