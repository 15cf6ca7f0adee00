"""The exploratory report: one file, every part, and leaks are marked."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml.explore import alone, explored, leaks, main
from ml.generate import generate, write
from ml.schema import bank_schema


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the command writes of a thousand applications."""
    folder = tmp_path_factory.mktemp("explore")
    write(generate(1_000), folder)
    data, out = str(folder / "applications.csv"), folder / "new" / "explore.html"
    assert main(["--data", data, "--out", str(out)]) == 0
    return out.read_text(encoding="utf-8")


def test_every_part_is_there(report: str) -> None:
    assert re.findall("<h2>(.*?)</h2>", report) == [
        "At a glance",
        "Distributions",
        "Box plots by refused",
        "Box plots by default",
        "Correlations",
        "Missing values",
        "Leaks: what one column alone tells",
        "Each loan type",
        "Past answers by group",
    ]


def test_it_is_one_file_that_asks_nobody_for_anything(report: str) -> None:
    assert "http" not in report
    assert re.findall(r'src="(?!data:)', report) == []


def test_fields_of_after_the_decision_are_marked(report: str) -> None:
    row = next(line for line in report.splitlines() if "<td>interest_rate</td>" in line)

    assert "known only after the decision" in row


def test_a_column_that_knows_the_answer_is_marked(table: pd.DataFrame) -> None:
    small = table.head(1_500)
    leaking = small.assign(savings_balance=(small["approval_status"] == "Approved") * 1.0)

    found = [
        row
        for row in leaks(explored(leaking, bank_schema(), None)).splitlines()
        if "may know" in row
    ]
    assert len(found) == 1
    assert "savings_balance" in found[0]


def test_one_column_is_told_whichever_way_it_points() -> None:
    labels = np.array([0.0, 0.0, 1.0, 1.0, np.nan])

    assert alone(pd.Series([4.0, 3.0, 2.0, 1.0, 9.0]), labels) == 1.0
    assert alone(pd.Series(["a", "a", "b", "b", "a"]), labels) == 1.0


def test_a_file_that_is_no_table_ends_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err
