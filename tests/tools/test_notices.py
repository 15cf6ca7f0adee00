"""Letters as the bank's files word them, and what a bad edit of those files leads to."""

import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tools.knowledge import Knowledge, KnowledgeError, load_knowledge
from tools.knowledge.golden import golden_cases
from tools.lending.errors import MissingFact, NothingToWorkOn
from tools.lending.evaluate import evaluate
from tools.lending.notices import LetterText, Section
from tools.lending.records import DecisionProfile, Inquiry, Product
from tools.notices import (
    LETTERS,
    counteroffer_for,
    incompleteness_for,
    load_letters,
    notice_for,
    score_disclosure_for,
)

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("America/New_York"))
BY_ID = {case.id: case.inquiry for case in golden_cases()}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def test_a_notice_is_dated_by_the_banks_day_and_addressed_by_name(knowledge: Knowledge) -> None:
    inquiry = BY_ID["C10"]
    evaluation = evaluate(inquiry, knowledge.rulebook, NOW.date())

    notice = notice_for(inquiry, evaluation, knowledge, NOW, name="Jordan Hale")

    assert "To: Jordan Hale" in notice.markdown
    assert notice.due_on == date(2026, 12, 22)
    assert "that of the report on file" in notice.markdown


def test_a_guest_and_a_customer_without_a_name_are_addressed_honestly(
    knowledge: Knowledge,
) -> None:
    inquiry = BY_ID["C10"]
    guest = inquiry.model_copy(
        update={"applicant": inquiry.applicant.model_copy(update={"customer_id": None})}
    )

    def addressed(to: Inquiry) -> str:
        evaluation = evaluate(to, knowledge.rulebook, NOW.date())
        return notice_for(to, evaluation, knowledge, NOW).markdown

    assert "To: customer golden-C10" in addressed(inquiry)
    assert "To: our guest, whose name and address we do not know yet" in addressed(guest)


def test_a_counteroffer_carries_the_banks_own_validity(knowledge: Knowledge) -> None:
    inquiry = BY_ID["C11"]
    evaluation = evaluate(inquiry, knowledge.rulebook, NOW.date())

    notice = counteroffer_for(inquiry, evaluation, evaluation.offers[0], knowledge, NOW)

    days = knowledge.rulebook.catalogue.advice.counteroffer_valid_days
    assert notice.respond_by is not None
    assert (notice.respond_by - notice.written_on).days == days


def test_an_incomplete_application_is_told_what_is_missing_and_until_when(
    knowledge: Knowledge,
) -> None:
    missing = ("Proof of income", "Insurance binder")

    letter = incompleteness_for(
        BY_ID["C01"].applicant, Product.CAR, missing, "LB-0001", date(2026, 12, 15), knowledge, NOW
    )

    for part in ("- Proof of income", "- Insurance binder", "December 15, 2026", "car loan"):
        assert part in letter.markdown
    assert letter.due_on == date(2026, 12, 22)
    assert letter.id == "incomplete-car-LB-0001"


def test_an_application_that_lacks_nothing_gets_no_such_letter(knowledge: Knowledge) -> None:
    with pytest.raises(NothingToWorkOn):
        incompleteness_for(
            BY_ID["C01"].applicant, Product.CAR, (), "LB-1", date(2026, 12, 15), knowledge, NOW
        )


def disclosed(knowledge: Knowledge, product: Product, applicant: DecisionProfile) -> str:
    return score_disclosure_for(
        applicant, product, "LB-0001", knowledge, NOW, date(2026, 11, 16)
    ).markdown


def test_a_score_disclosure_has_score_date_range_comparison_and_rights(
    knowledge: Knowledge,
) -> None:
    text = disclosed(knowledge, Product.CAR, BY_ID["C01"].applicant)

    for part in (
        "Your credit score: 720", "November 16, 2026", "low of 300 to a high of 850",
        "at least 29 percent", "670 to 739: 20.4 percent", "right to dispute",
        "annualcreditreport.com",
    ):  # fmt: skip
        assert part in text
    assert "home loan applicant" not in text


def test_a_loan_on_a_home_adds_the_statutory_notice_and_the_key_factors(
    knowledge: Knowledge,
) -> None:
    text = disclosed(knowledge, Product.HOME, BY_ID["C03"].applicant)

    assert "Notice to the home loan applicant" in text
    assert "Key factors" in text
    assert "lowest of these ranges" not in text


def test_the_lowest_range_is_said_to_be_the_lowest(knowledge: Knowledge) -> None:
    text = disclosed(knowledge, Product.CAR, BY_ID["C04"].applicant)

    assert "Your credit score lies in the lowest of these ranges." in text


def test_no_score_no_disclosure(knowledge: Knowledge) -> None:
    with pytest.raises(MissingFact):
        disclosed(knowledge, Product.CAR, BY_ID["C06"].applicant)


def test_the_ranges_cover_every_consumer_once() -> None:
    rows = load_letters().distribution

    assert sum(row.share_pct for row in rows) == Decimal(100)
    assert [row.from_score for row in rows] == sorted({row.from_score for row in rows})


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LETTERS, tmp_path / "notices"))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param("{reasons}", "{excuses}", "no such field: excuses", id="unknown field"),
        pytest.param("{agency_address}", "", "must name agency_address", id="left out"),
        pytest.param('when = "score"', 'when = "vip"', "no such condition: vip", id="condition"),
        pytest.param("{score}", "{score!r}", "a field is a plain name", id="clever field"),
        pytest.param('owner = "Compliance"', "", "owner: is missing", id="no owner"),
        pytest.param("{creditor_phone}", "{creditor_phone", "sections", id="open brace"),
    ],
)
def test_a_bad_edit_is_refused_with_file_and_reason(
    letters: Path, old: str, new: str, reason: str
) -> None:
    file = letters / "adverse_action.toml"
    file.write_text(file.read_text().replace(old, new))

    with pytest.raises(KnowledgeError) as refusal:
        load_letters(letters)

    assert "notices/adverse_action.toml" in str(refusal.value)
    assert reason in str(refusal.value)


def test_a_missing_file_is_named(letters: Path) -> None:
    (letters / "incomplete.toml").unlink()

    with pytest.raises(KnowledgeError, match=r"notices/incomplete.toml: is missing"):
        load_letters(letters)


def test_a_value_with_braces_is_printed_and_not_filled_in() -> None:
    section = Section(id="to", text="To {applicant}")
    text = LetterText(sections=(section,), fields=frozenset({"applicant"}))

    assert text.written({"applicant": "{agency}"}, frozenset()) == "To {agency}\n"
