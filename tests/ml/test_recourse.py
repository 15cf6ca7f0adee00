"""Who is declined is helped where help exists, by rules and scorer alike, and alike for all."""

from decimal import Decimal
from pathlib import Path

import pytest

from ml.applicants import inquiry_of
from ml.generate import Generated
from ml.recourse import TODAY, Helped, Summary, as_html, helped_in, main, summarised
from ml.scorer import LearnedScorer, open_learned
from tools.lending.catalogue import Rulebook
from tools.lending.evaluate import evaluate
from tools.lending.records import Inquiry, Outcome
from tools.lending.recourse import LEVERS, find_recourse
from tools.lending.risk import scored, unscored

ROWS = 160


@pytest.fixture(scope="module")
def scorer(rulebook: Rulebook) -> LearnedScorer:
    return open_learned(rulebook)


@pytest.fixture(scope="module")
def found(made: Generated, rulebook: Rulebook, scorer: LearnedScorer) -> list[Helped | None]:
    return list(helped_in(made.applications.head(ROWS), rulebook, scorer))


@pytest.fixture(scope="module")
def summary(found: list[Helped | None]) -> Summary:
    return summarised(found)


def test_every_option_fits_when_it_is_run_again(summary: Summary) -> None:
    assert summary.declined > ROWS / 4
    assert summary.unconfirmed == 0


def test_about_half_of_those_declined_have_an_option(summary: Summary) -> None:
    """Nobody signs with a made-up applicant: students and poor histories have none today."""
    assert summary.helped > 0.4
    assert 0 < summary.helped_today <= summary.helped


def test_help_and_effort_are_told_of_every_audit_group(summary: Summary) -> None:
    attributes = {g.attribute for g in summary.groups}

    assert attributes == {"age", "marital_status", "num_dependents", "education_level"}
    for name in attributes:
        assert sum(g.declined for g in summary.groups if g.attribute == name) == summary.declined


def test_groups_that_no_rule_knows_of_are_helped_alike(summary: Summary) -> None:
    """Dependents follow age alone and are read by nothing."""
    shares = [g.helped for g in summary.groups
              if g.attribute == "num_dependents" and g.declined >= 15]  # fmt: skip

    assert max(shares) - min(shares) < 0.35


def test_few_people_have_no_median() -> None:
    one = Helped(
        outcome=Outcome.NOT_ON_THESE_TERMS, options=1, unconfirmed=0, effort=Decimal(2),
        today=True, groups={"age": "under 25"},
    )  # fmt: skip

    assert summarised([one] * 29).median_effort is None
    assert summarised([one] * 30).median_effort == 2.0
    assert summarised([None, None]).helped == 0.0


def test_the_page_names_every_group(summary: Summary) -> None:
    html = as_html(summary, "xgboost-1")

    assert all(g.group.replace("'", "&#x27;") in html for g in summary.groups)
    assert "made-up applicants do not fit as asked" in html


def reviewed(
    made: Generated, rulebook: Rulebook, scorer: LearnedScorer
) -> list[tuple[Inquiry, set[str]]]:
    """Return who only waits for a person because of the score."""
    waiting = []
    for row in made.applications.iloc[ROWS : ROWS + 500].to_dict("records"):
        bare = inquiry_of(row, rulebook)
        inquiry = scored(bare, scorer.score(bare))
        evaluation = evaluate(inquiry, rulebook, TODAY)
        rules = {f.rule for f in evaluation.failed}
        if evaluation.outcome is Outcome.NEEDS_REVIEW and rules <= {"E-070", "E-071", "E-065"}:
            waiting.append((inquiry, rules))
    return waiting


def test_who_waits_for_the_score_alone_learns_what_needs_no_person(
    made: Generated, rulebook: Rulebook, scorer: LearnedScorer
) -> None:
    """A smaller amount is less risk: it is scored anew, and found."""
    waiting = reviewed(made, rulebook, scorer)[:8]
    options = [find_recourse(inquiry, rulebook, TODAY, scorer) for inquiry, _ in waiting]

    assert len(waiting) >= 4
    smaller = [lever for one in options for lever in one.today if lever.levers == ("principal",)]
    assert len(smaller) >= len(waiting) / 2
    for (inquiry, _), one in zip(waiting, options, strict=True):
        for lever in one.today:
            assert set(lever.levers) <= set(LEVERS)
            if lever.levers == ("principal",):
                request = inquiry.request.model_copy(update={"principal": Decimal(lever.to[0])})
                changed = unscored(inquiry.model_copy(update={"request": request}))
                again = evaluate(scored(changed, scorer.score(changed)), rulebook, TODAY)
                assert again.outcome is Outcome.LIKELY_FITS


def test_the_command_writes_both_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--rows", "30", "--out", str(tmp_path)]) == 0

    assert (tmp_path / "recourse.json").exists()
    assert "0 options did not fit when run again." in capsys.readouterr().out
