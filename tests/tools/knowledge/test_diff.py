"""Before an edit is approved, the bank sees whom it would answer differently."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tools.knowledge import FOLDER, load_rulebook
from tools.knowledge.__main__ import main
from tools.knowledge.diff import changes
from tools.knowledge.golden import golden_cases
from tools.lending.catalogue import Rulebook
from tools.lending.errors import MissingFact
from tools.lending.records import Evaluation, Figures, Finding, Inquiry, Outcome, Product, Severity

Edit = Callable[[str, str, str], int]
CASES = golden_cases()


def priced_by_principal(inquiry: Inquiry, rulebook: Rulebook) -> Evaluation:
    """A core small enough to check by hand: one limit, and the lowest rate for everybody."""
    terms = rulebook.terms(inquiry.request.product)
    fits = inquiry.request.principal <= terms.principal.max
    finding = Finding(rule="E-010", status="passed" if fits else "failed", severity=Severity.LIMIT)
    return Evaluation(
        outcome=Outcome.LIKELY_FITS if fits else Outcome.NOT_ON_THESE_TERMS,
        review=False,
        findings=(finding,),
        as_asked=Figures(note_rate_pct=terms.note_rate_pct.min, monthly_payment=Decimal("1.00")),
    )


def never_answers(inquiry: Inquiry, rulebook: Rulebook) -> Evaluation:
    raise MissingFact("the term")


def test_the_same_rulebook_changes_nothing() -> None:
    rulebook = load_rulebook()

    assert changes(rulebook, rulebook, CASES, priced_by_principal) == ()


def test_a_lower_maximum_changes_the_outcome_of_those_above_it(edit: Edit, folder: Path) -> None:
    edit("catalogue.yaml", "principal: {min: 2000, max: 100000}",
         "principal: {min: 2000, max: 21000}")  # fmt: skip

    found = changes(load_rulebook(), load_rulebook(folder), CASES, priced_by_principal)

    assert [change.case.id for change in found] == ["C07", "C19"]
    assert str(found[0]) == (
        "C07  car over ten years (car)\n"
        "  outcome - LIKELY_FITS\n"
        "  outcome + NOT_ON_THESE_TERMS (E-010)"
    )


def test_a_new_rate_changes_the_price_of_one_product(edit: Edit, folder: Path) -> None:
    edit("catalogue.yaml", "{min: 9.25, max: 19.00}", "{min: 9.50, max: 19.00}")

    found = changes(load_rulebook(), load_rulebook(folder), CASES, priced_by_principal)

    assert {change.case.product for change in found} == {Product.GOLD}
    assert "  price   - 9.25 %, 1.00 a month" in str(found[0])
    assert "  price   + 9.50 %, 1.00 a month" in str(found[0])


def test_a_case_that_cannot_be_answered_is_an_answer_too() -> None:
    rulebook = load_rulebook()

    assert changes(rulebook, rulebook, CASES, never_answers) == ()


def test_the_command_asks_the_real_core(
    edit: Edit, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit("catalogue.yaml", "{min: 9.25, max: 19.00}", "{min: 9.50, max: 19.00}")

    code = main(["diff", str(FOLDER), str(folder / "catalogue.yaml")])

    out = capsys.readouterr().out
    gold = [case.id for case in CASES if case.product is Product.GOLD]
    told = [line.split()[0] for line in out.splitlines() if line.startswith("C")]
    assert code == 0
    assert told
    assert set(told) <= set(gold)
    assert out.endswith(f"36 golden cases compared, {len(told)} answered differently.\n")


def test_the_command_finds_no_difference_between_a_folder_and_itself(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", str(folder), str(folder)]) == 0
    assert capsys.readouterr().out == "36 golden cases compared, 0 answered differently.\n"


def test_the_command_names_what_is_wrong_on_either_side(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "rules.yaml").write_text("", encoding="utf-8")

    code = main(["diff", str(folder), str(tmp_path / "lost.yaml")])

    told = capsys.readouterr().err
    assert code == 1
    assert "knowledge/rules.yaml: is empty" in told
    assert "lost.yaml: is missing" in told


def test_check_prints_a_hash_for_every_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", str(folder)])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert len(lines) == 6
    assert all(line.startswith("OK  ") for line in lines)


def test_check_without_a_folder_looks_at_the_shipped_one() -> None:
    assert main(["check"]) == 0


def test_check_lists_what_is_wrong_and_fails(
    edit: Edit, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = edit("catalogue.yaml", "dti_pre_max_pct: 55", "dti_pre_max_pct: lots")

    code = main(["check", str(folder)])

    assert code == 1
    assert f"knowledge/catalogue.yaml:{line}: products.gold.dti_pre_max_pct: must be a number" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("arguments", [[], ["diff"], ["diff", "one"], ["burn"]])
def test_a_command_nobody_knows_is_refused_with_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)

    assert leaving.value.code == 2


def test_help_explains_both_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    assert "check" in (text := capsys.readouterr().out)
    assert "diff" in text
