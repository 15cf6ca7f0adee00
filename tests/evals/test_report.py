"""A run for people and for CI."""

import xml.etree.ElementTree as xml
from collections.abc import Callable
from pathlib import Path

import pytest

from evals.report import as_html, as_junit, as_markdown, headline, write
from evals.results import Case, Run

Make = Callable[..., Case]
MakeRun = Callable[..., Run]


@pytest.fixture
def mixed(run_of: MakeRun, make_case: Make) -> Run:
    known = make_case("policy/c", passed=False).model_copy(update={"not_met_yet": "not yet"})
    return run_of(make_case("recourse/a"), make_case("recourse/b", passed=False), known)


def test_the_headline_counts_what_passes_and_what_is_known(mixed: Run) -> None:
    assert headline(mixed) == "1 of 3 conversations pass; 1 known not to be met yet"


def test_the_gate_is_closed_by_a_failure_that_is_not_known(mixed: Run) -> None:
    without = mixed.model_copy(update={"cases": (mixed.cases[0], mixed.cases[2])})

    assert not mixed.passed
    assert without.passed
    assert not without.model_copy(update={"complete": False}).passed


def test_the_page_needs_nothing_beside_it_and_escapes_what_was_said(mixed: Run) -> None:
    page = as_html(mixed)

    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page
    assert "&lt;b&gt;411.01&lt;/b&gt;" in page


def test_the_table_names_each_failure_with_its_reason(mixed: Run) -> None:
    table = as_markdown(mixed)

    assert "| recourse | 2 | 1 | 1.000 |" in table
    assert "## recourse/b, trial 1" in table
    assert "- figures: no offer" in table
    assert "- known: not yet" in table


def test_junit_tells_ci_what_failed_and_skips_what_is_known(mixed: Run) -> None:
    root = xml.fromstring(as_junit(mixed))  # noqa: S314 - written just now

    failed = [
        case.get("name") for case in root.iter("testcase") if case.find("failure") is not None
    ]
    skipped = [
        case.get("name") for case in root.iter("testcase") if case.find("skipped") is not None
    ]
    assert failed == ["b"]
    assert skipped == ["c"]
    assert [s.get("failures") for s in root.iter("testsuite")] == ["0", "1"]


def test_a_run_that_was_broken_off_fails_in_ci_too(run_of: MakeRun, make_case: Make) -> None:
    broken = run_of(make_case("recourse/a"), complete=False)

    assert b"is complete" in as_junit(broken)
    assert headline(broken).endswith("1 not played")


def test_three_files_are_written_into_a_folder_that_is_made(mixed: Run, tmp_path: Path) -> None:
    written = write(mixed, tmp_path / "new")

    assert [path.name for path in written] == ["report.html", "report.md", "junit.xml"]
    assert all(path.stat().st_size for path in written)
