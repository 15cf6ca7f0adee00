"""Documents that customers upload: checked, named by their content, kept in a local folder."""

import hashlib
import os
import unicodedata
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Protocol

from tools.lending.errors import LendingError, NothingToWorkOn
from tools.lending.records import Record
from tools.stores.errors import StoreUnavailable

MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 80

SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
)
"""First bytes, media type, ending. The name that came along proves nothing."""


class DocumentRefused(LendingError):
    """The upload cannot be taken; the message says what can."""


class StoredDocument(Record):
    """One upload."""

    upload_id: str
    """Depends on owner and content: the same file twice is one upload, never another's."""
    owner: str
    """Customer id, or the conversation of a guest."""
    name: str
    media_type: str
    size: int
    sha256: str
    received_at: datetime


class DocumentStore(Protocol):
    """Only the owner's id opens a document. Raises `StoreUnavailable`, `DocumentRefused`."""

    def put(self, content: bytes, name: str, owner: str, at: datetime) -> StoredDocument: ...

    def document(self, upload_id: str, owner: str) -> StoredDocument | None: ...

    def content(self, upload_id: str, owner: str) -> bytes: ...

    def delete_all(self, owner: str) -> int: ...


def safe_name(name: str, ending: str) -> str:
    r"""Reduce a file name to letters, digits and ``-_. `` with the ending that the content has.

    >>> safe_name("../../etc/pass\u202ewd.exe", "pdf")
    'passwd.pdf'
    """
    last = PurePosixPath(unicodedata.normalize("NFKC", name).replace("\\", "/")).name
    stem = last.rsplit(".", 1)[0]
    kept = "".join(c for c in stem if c.isalnum() or c in "-_ .").strip(" .")[:MAX_NAME].strip(" .")
    return f"{kept or 'document'}.{ending}"


def sniffed(content: bytes) -> tuple[str, str]:
    """Tell media type and ending from the first bytes.

    Raises:
        DocumentRefused: empty, too large, or not one of the kinds that are taken.
    """
    if not content:
        raise DocumentRefused("That file is empty. Please upload a PDF, PNG or JPEG.")
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise DocumentRefused(f"That file is larger than {limit} MB. Please upload a smaller one.")
    for signature, media_type, ending in SIGNATURES:
        if content.startswith(signature):
            return media_type, ending
    raise DocumentRefused("Only PDF, PNG and JPEG files can be taken.")


class LocalDocuments:
    """`DocumentStore` in a folder: ``<id[:2]>/<id>`` holds the bytes, ``<id>.json`` the record."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes, name: str, owner: str, at: datetime) -> StoredDocument:
        """Keep an upload durably. The same owner and content again is the same upload."""
        media_type, ending = sniffed(content)
        digest = hashlib.sha256(content).hexdigest()
        upload_id = hashlib.sha256(f"{owner}\n{digest}".encode()).hexdigest()[:32]
        known = self.document(upload_id, owner)
        if known is not None:
            return known
        document = StoredDocument(
            upload_id=upload_id, owner=owner, name=safe_name(name, ending), media_type=media_type,
            size=len(content), sha256=digest, received_at=at,
        )  # fmt: skip
        path = self._path(upload_id)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, content)
            _write(path.with_suffix(".json"), document.model_dump_json().encode())
        except OSError as error:
            raise self._unavailable("written", error) from error
        return document

    def document(self, upload_id: str, owner: str) -> StoredDocument | None:
        """Return the record of an upload, or None when this owner has no such upload."""
        if not _is_id(upload_id):
            return None
        try:
            text = self._path(upload_id).with_suffix(".json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unavailable("read", error) from error
        found = StoredDocument.model_validate_json(text)
        return found if found.owner == owner else None

    def content(self, upload_id: str, owner: str) -> bytes:
        """Return the bytes of an upload.

        Raises:
            NothingToWorkOn: this owner has no such upload.
            StoreUnavailable: the file is unreadable, or is not what was uploaded.
        """
        document = self.document(upload_id, owner)
        if document is None:
            raise NothingToWorkOn("There is no such document.")
        path = self._path(upload_id)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise self._unavailable("read", error) from error
        if hashlib.sha256(content).hexdigest() != document.sha256:
            raise StoreUnavailable(f"The document {path} is damaged. Ask for it again.")
        return content

    def delete_all(self, owner: str) -> int:
        """Delete an owner's uploads; return how many."""
        deleted = 0
        for record in sorted(self._folder.glob("??/*.json")):
            found = StoredDocument.model_validate_json(record.read_text(encoding="utf-8"))
            if found.owner == owner:
                self._path(found.upload_id).unlink(missing_ok=True)
                record.unlink(missing_ok=True)
                deleted += 1
        return deleted

    def _path(self, upload_id: str) -> Path:
        return self._folder / upload_id[:2] / upload_id

    def _unavailable(self, verb: str, error: OSError) -> StoreUnavailable:
        return StoreUnavailable(
            f"The document folder {self._folder} could not be {verb}: {error.strerror}."
        )


def _is_id(upload_id: str) -> bool:
    return len(upload_id) == 32 and all(c in "0123456789abcdef" for c in upload_id)


def _write(path: Path, content: bytes) -> None:
    """Write to disk in full or not at all: a crash leaves the old state."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
