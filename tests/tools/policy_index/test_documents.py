from datetime import date
from pathlib import Path

import pytest

from tools.knowledge import KnowledgeError
from tools.lending.records import Product
from tools.policy_index.documents import read_policy

FRONT = """---
id: car
title: Car loan
audience: customer
effective_from: 2026-01-01
owner: Consumer lending
version: 1.0
---
"""


def _write(folder: Path, text: str, name: str = "car.md") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_front_matter_names_the_document(tmp_path: Path) -> None:
    document = read_policy(_write(tmp_path, FRONT + "\nA loan.\n"))

    assert (document.id, document.title, document.version) == ("car", "Car loan", "1.0")
    assert document.effective_from == date(2026, 1, 1)
    assert document.product is Product.CAR


def test_a_document_about_no_product_has_none(tmp_path: Path) -> None:
    text = FRONT.replace("id: car", "id: rights") + "\nYours.\n"

    assert read_policy(_write(tmp_path, text, "rights.md")).product is None


def test_sections_know_the_headings_above_them(tmp_path: Path) -> None:
    body = "\nIntro.\n\n## Fees\n\nSome.\n\n### Late fee\n\nFlat.\n\n## Early repayment\n\nFree.\n"

    sections = read_policy(_write(tmp_path, FRONT + body)).sections

    assert [(section.path, section.anchor) for section in sections] == [
        ((), ""),
        (("Fees",), "fees"),
        (("Fees", "Late fee"), "late-fee"),
        (("Early repayment",), "early-repayment"),
    ]


def test_a_rule_is_named_by_the_anchor_of_its_heading(tmp_path: Path) -> None:
    body = "\n## Loan-to-value {#E-050}\n\nA share.\n\n## Gold {#karats}\n\nPure.\n"

    _, rule, other = read_policy(_write(tmp_path, FRONT + body)).sections

    assert (rule.path, rule.rule_id) == (("Loan-to-value",), "E-050")
    assert (other.anchor, other.rule_id) == ("karats", None)


def test_wrapped_lines_become_paragraphs(tmp_path: Path) -> None:
    section = read_policy(_write(tmp_path, FRONT + "\nOne\ntwo.\n\nThree.\n")).sections[0]

    assert section.text(disclose_thresholds=True) == "One two.\n\nThree."


def test_quoted_limits_are_left_out_where_thresholds_are_not_disclosed(tmp_path: Path) -> None:
    section = read_policy(_write(tmp_path, FRONT + "\nWe look.\n> At most\n> ten.\n")).sections[0]

    assert section.text(disclose_thresholds=True) == "We look.\n\nAt most ten."
    assert section.text(disclose_thresholds=False) == "We look."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("A loan.\n", r"car\.md:1: must begin with front matter"),
        ("", r"car\.md:1: must begin with front matter"),
        ("---\nid: car\n", r"car\.md:1: front matter is never closed"),
        ("---\nid car\n---\n", r"car\.md:2: front matter needs 'key: value'"),
        ("---\nid: car\nid: car\n---\n", r"car\.md:3: front matter needs 'key: value', once"),
        (FRONT.replace("version: 1.0\n", "") + "A.\n", r"car\.md:1: version: is missing"),
        (FRONT.replace("owner:", "boss:") + "A.\n", r"car\.md:6: boss: is not one of"),
        (FRONT.replace("id: car", "id: auto") + "A.\n", r"car\.md:2: id: must be the name"),
        (FRONT.replace("customer", "all") + "A.\n", r"car\.md:4: audience: must be one of"),
        (
            FRONT.replace("2026-01-01", "soon") + "A.\n",
            r"car\.md:5: effective_from: must be a date",
        ),
        (FRONT, r"car\.md: holds no text"),
        (FRONT + "# Car\n\nA.\n", r"car\.md:9: '# Car' is not a heading"),
        (FRONT + "##Fees\n\nA.\n", r"car\.md:9: '##Fees' is not a heading"),
        (FRONT + "## A\n\nA.\n\n## A\n\nB.\n", r"car\.md:13: a: is used by two headings"),
    ],
)
def test_a_malformed_document_is_refused_with_file_and_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(KnowledgeError, match=complaint):
        read_policy(_write(tmp_path, text))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "car.md"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(KnowledgeError, match="is not UTF-8 text"):
        read_policy(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        read_policy(tmp_path / "car.md")
