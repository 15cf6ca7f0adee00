from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tools.knowledge import KnowledgeError
from tools.lending.catalogue import Rulebook
from tools.lending.records import Product
from tools.policy_index import LocalIndex, open_policies

DOCUMENT = """---
id: {stem}
title: Car loan
audience: {audience}
effective_from: 2026-01-01
owner: Consumer lending
version: 1.0
---

{body}
"""


class PolicyFolder:
    """A folder of policy documents written by a test."""

    def __init__(self, path: Path, rulebook: Rulebook) -> None:
        self.path = path
        self.rulebook = rulebook

    def write(self, body: str, *, stem: str = "car", audience: str = "customer") -> Path:
        text = DOCUMENT.format(stem=stem, audience=audience, body=body)
        return self.write_raw(f"{stem}.md", text)

    def write_raw(self, name: str, text: str) -> Path:
        file = self.path / name
        file.write_text(text, encoding="utf-8")
        return file

    def open(self, *, disclose_thresholds: bool = True) -> LocalIndex:
        return open_policies(self.path, self.rulebook, disclose_thresholds=disclose_thresholds)


@pytest.fixture
def folder(tmp_path: Path, rulebook: Rulebook) -> PolicyFolder:
    policies = tmp_path / "policies"
    policies.mkdir()
    return PolicyFolder(policies, rulebook)


def test_a_passage_carries_its_path_version_product_and_figures(folder: PolicyFolder) -> None:
    folder.write("## Term\n\nUp to [[car.term_months.max]].")

    (passage,) = folder.open().search("term months")

    assert passage.id == "car#term"
    assert passage.title_path == ("Car loan", "Term")
    assert passage.text == "Up to 84 months."
    assert passage.template == "Up to [[car.term_months.max]]."
    assert (passage.version, passage.effective_date) == ("1.0", date(2026, 1, 1))
    assert passage.product is Product.CAR
    assert [(figure.id, figure.value) for figure in passage.figures] == [
        ("car.term_months.max", Decimal(84))
    ]


def test_a_document_may_say_until_when_it_holds(folder: PolicyFolder) -> None:
    text = DOCUMENT.format(stem="car", audience="customer", body="A loan.")
    until = text.replace("owner:", "effective_until: 2026-06-30\nowner:")
    folder.write_raw("car.md", until)

    assert [passage.expires for passage in folder.open().passages] == [date(2026, 6, 30)]

    folder.write_raw("car.md", until.replace("2026-06-30", "June"))
    with pytest.raises(KnowledgeError, match=r"car\.md:6: effective_until: must be a date"):
        folder.open()


def test_the_introduction_is_cited_by_the_document_alone(folder: PolicyFolder) -> None:
    folder.write("A loan for a vehicle.")

    assert [passage.id for passage in folder.open().passages] == ["car"]


def test_a_rule_heading_gives_its_passage_the_rule_id(folder: PolicyFolder) -> None:
    folder.write("## Loan-to-value {#E-050}\n\nA share of the value.")

    assert [passage.rule_id for passage in folder.open().passages] == ["E-050"]


def test_a_document_for_staff_is_found_by_staff_only(folder: PolicyFolder) -> None:
    folder.write("Hand over quietly.", stem="quiet", audience="staff")
    index = folder.open()

    assert index.search("hand over quietly") == []
    assert len(index.search("hand over quietly", audience="staff")) == 1


def test_limits_are_indexed_only_where_the_bank_discloses_them(folder: PolicyFolder) -> None:
    folder.write("## Score\n\nWe look at it.\n\n> At least [[car.min_credit_score]].")

    (open_,) = folder.open().passages
    (closed,) = folder.open(disclose_thresholds=False).passages

    assert "650" in open_.text
    assert (closed.text, closed.figures) == ("We look at it.", ())


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("Up to [[car.term.max]].", r"policies/car\.md:10: 'car\.term\.max' leads nowhere"),
        ("One.\n\nUp to [[car.", r"policies/car\.md:12: '\[\[car\.' is not a reference"),
        ("## X {#E-999}\n\nA.", r"policies/car\.md:10: E-999 is not a rule"),
        ("## X [[car.term_months.max]]\n\nA.", r"policies/car\.md:10: a heading holds no ref"),
        ("## X\n\n> [[car.nothing]]", r"policies/car\.md:12: 'car\.nothing' leads nowhere"),
    ],
)
def test_what_is_wrong_in_a_document_is_named_with_its_line(
    folder: PolicyFolder, body: str, complaint: str
) -> None:
    folder.write(body)

    with pytest.raises(KnowledgeError, match=complaint):
        folder.open()


def test_everything_wrong_is_reported_at_once(folder: PolicyFolder) -> None:
    folder.write("[[a.b]]\n\n[[c.d]]")
    folder.write_raw("broken.md", "no front matter")

    with pytest.raises(KnowledgeError) as caught:
        folder.open()

    assert len(caught.value.problems) == 3


def test_one_rule_has_one_heading(folder: PolicyFolder) -> None:
    folder.write("## A {#E-050}\n\nOne.")
    folder.write("## B {#E-050}\n\nTwo.", stem="gold")

    with pytest.raises(KnowledgeError, match="E-050 has two headings"):
        folder.open()


def test_an_empty_folder_is_refused(folder: PolicyFolder) -> None:
    with pytest.raises(KnowledgeError, match="holds no policy documents"):
        folder.open()


def test_a_law_figure_without_its_source_is_refused(folder: PolicyFolder) -> None:
    folder.write("A.")
    folder.write_raw("references.toml", '[law.x_days]\nvalue = 30\nunit = "days"\n')

    with pytest.raises(KnowledgeError, match=r"references\.toml:.*source"):
        folder.open()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('"how much debt" = "ratio"', r"synonyms\.toml:2: how much debt: only \['debt'\]"),
        ('"debt" = 3', r"synonyms\.toml:2: debt: must be words"),
        ('"debt" = "the"', r"synonyms\.toml:2: debt: must be words"),
    ],
)
def test_a_synonym_that_would_match_everything_or_nothing_is_refused(
    folder: PolicyFolder, line: str, complaint: str
) -> None:
    folder.write("A.")
    phrases = folder.path.parent / "phrases"
    phrases.mkdir()
    (phrases / "synonyms.toml").write_text(f"# words\n{line}\n", encoding="utf-8")

    with pytest.raises(KnowledgeError, match=complaint):
        folder.open()
