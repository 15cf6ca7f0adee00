from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.errors import LendingError, NothingToWorkOn
from tools.stores.documents import MAX_BYTES, DocumentRefused, LocalDocuments, safe_name
from tools.stores.errors import StoreUnavailable

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PDF = b"%PDF-1.7\n... %%EOF"
PNG = b"\x89PNG\r\n\x1a\n...."
JPG = b"\xff\xd8\xff\xe0...."


@pytest.fixture
def documents(tmp_path: Path) -> LocalDocuments:
    return LocalDocuments(tmp_path / "documents")


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [(PDF, "application/pdf", "payslip.pdf"), (PNG, "image/png", "payslip.png"),
     (JPG, "image/jpeg", "payslip.jpg")],
)  # fmt: skip
def test_an_upload_is_known_by_its_content_not_by_its_name(
    documents: LocalDocuments, content: bytes, media_type: str, name: str
) -> None:
    stored = documents.put(content, "payslip.exe", "maya", NOON)

    assert (stored.media_type, stored.name, stored.size) == (media_type, name, len(content))
    assert documents.content(stored.upload_id, "maya") == content
    assert documents.document(stored.upload_id, "maya") == stored


def test_the_same_file_twice_is_one_upload(documents: LocalDocuments) -> None:
    first = documents.put(PDF, "payslip.pdf", "maya", NOON)

    assert documents.put(PDF, "again.pdf", "maya", NOON.replace(hour=13)) == first


def test_the_same_file_of_two_customers_is_two_uploads(documents: LocalDocuments) -> None:
    first = documents.put(PDF, "form.pdf", "maya", NOON)
    second = documents.put(PDF, "form.pdf", "omar", NOON)

    assert first.upload_id != second.upload_id
    assert documents.delete_all("maya") == 1
    assert documents.content(second.upload_id, "omar") == PDF


def test_nobody_else_can_open_an_upload(documents: LocalDocuments) -> None:
    upload_id = documents.put(PDF, "payslip.pdf", "maya", NOON).upload_id

    assert documents.document(upload_id, "omar") is None
    with pytest.raises(NothingToWorkOn):
        documents.content(upload_id, "omar")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "Only PDF, PNG and JPEG"),
        (b" %PDF-1.7", "Only PDF, PNG and JPEG"),
        (b"<html>%PDF-", "Only PDF, PNG and JPEG"),
        (PDF + b"x" * MAX_BYTES, "larger than 10 MB"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(
    documents: LocalDocuments, content: bytes, complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(DocumentRefused, match=complaint) as refusal:
        documents.put(content, "payslip.pdf", "maya", NOON)

    assert isinstance(refusal.value, LendingError)
    assert not list(tmp_path.rglob("*.*"))


def test_a_file_of_exactly_the_limit_is_taken(documents: LocalDocuments) -> None:
    content = PDF + b"x" * (MAX_BYTES - len(PDF))

    assert documents.put(content, "scan.pdf", "maya", NOON).size == MAX_BYTES


@pytest.mark.parametrize("upload_id", ["", "../../etc/passwd", "a" * 31, "A" * 32, "/" + "a" * 31])
def test_an_id_that_is_none_opens_nothing(documents: LocalDocuments, upload_id: str) -> None:
    assert documents.document(upload_id, "maya") is None
    with pytest.raises(NothingToWorkOn):
        documents.content(upload_id, "maya")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\tax return 2025.docx", "tax return 2025.pdf"),
        ("paysl\u202eip\u0000.pdf", "payslip.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        ("<script>alert(1)</script>.pdf", "script.pdf"),
        ("Überweisung März.pdf", "Überweisung März.pdf"),
        ("x" * 500 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_a_file_name_keeps_only_what_is_harmless(name: str, safe: str) -> None:
    assert safe_name(name, "pdf") == safe


@given(st.text(max_size=200))
def test_no_file_name_leads_out_of_its_folder(name: str) -> None:
    safe = safe_name(name, "pdf")

    assert safe == Path(safe).name
    assert safe.endswith(".pdf")
    assert len(safe) <= 84
    assert safe.isprintable()


def test_a_document_that_was_changed_on_disk_is_not_handed_out(
    documents: LocalDocuments, tmp_path: Path
) -> None:
    stored = documents.put(PDF, "payslip.pdf", "maya", NOON)
    (file,) = [f for f in tmp_path.rglob(stored.upload_id) if f.is_file()]
    file.write_bytes(PDF + b"!")

    with pytest.raises(StoreUnavailable, match="damaged"):
        documents.content(stored.upload_id, "maya")


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("a file is in the way")

    with pytest.raises(StoreUnavailable, match="could not be"):
        LocalDocuments(tmp_path / "documents").put(PDF, "payslip.pdf", "maya", NOON)
