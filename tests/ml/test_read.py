"""Tables are held against their schema cell by cell, and no row goes without a word."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml.read import TableError, inferred_kind, read_table
from ml.schema import Schema, bank_schema

SAMPLE = Path(__file__).parent / "applications_sample.csv"


def with_cell(tmp_path: Path, row: int, column: str, value: str) -> Path:
    """The sample with one cell changed; rows count from 1."""
    frame = pd.read_csv(SAMPLE, dtype=str)
    frame.loc[row - 1, column] = value
    file = tmp_path / "changed.csv"
    frame.to_csv(file, index=False)
    return file


def test_the_bank_s_sample_is_a_table_of_its_schema() -> None:
    table = read_table(SAMPLE, bank_schema())

    assert len(table.frame) == 9
    assert table.left_out == ()


def test_the_payments_of_the_sample_are_level_payments() -> None:
    frame = read_table(SAMPLE, bank_schema()).frame
    i, n = frame["interest_rate"] / 1200, frame["loan_term"] * 12
    payment = frame["requested_loan_amount"] * i / (1 - (1 + i) ** -n)

    assert np.abs(payment - frame["monthly_payment"]).max() < 5e-7


@pytest.mark.parametrize(
    ("row", "column", "value", "told"),
    [
        (3, "age", "17", "row 3, age: '17' is below 18"),
        (1, "credit_score", "900", "row 1, credit_score: '900' is above 850"),
        (2, "credit_score", "7e", "row 2, credit_score: '7e' is no number"),
        (9, "existing_loans", "1.5", "row 9, existing_loans: '1.5' is no whole number"),
        (4, "annual_income", "", "row 4, annual_income: '' is empty"),
        (5, "employment_status", "Freelance", "row 5, employment_status: 'Freelance' is none of"),
        (6, "debt_to_income_ratio", "inf", "row 6, debt_to_income_ratio: 'inf' is no number"),
        (7, "years_employed", "40", "row 7, years_employed: '40' is more than age 26 allows"),
    ],
)
def test_a_bad_cell_is_told_by_row_column_value_and_reason(
    row: int, column: str, value: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(TableError) as error:
        read_table(with_cell(tmp_path, row, column, value), bank_schema())

    assert told in str(error.value)


def test_a_person_without_credit_file_is_no_problem(tmp_path: Path) -> None:
    table = read_table(with_cell(tmp_path, 2, "credit_score", ""), bank_schema())

    assert np.isnan(table.frame["credit_score"].iloc[1])


def test_rows_are_left_out_only_when_asked_and_then_listed(tmp_path: Path) -> None:
    file = with_cell(tmp_path, 3, "age", "81")

    table = read_table(file, bank_schema(), leave_out_invalid=True)

    assert len(table.frame) == 8
    assert [str(problem) for problem in table.left_out] == ["row 3, age: '81' is above 80"]


def test_a_missing_and_an_unknown_column_are_named(tmp_path: Path) -> None:
    frame = pd.read_csv(SAMPLE, dtype=str).rename(columns={"age": "Age"})
    frame.to_csv(tmp_path / "t.csv", index=False)

    with pytest.raises(TableError) as error:
        read_table(tmp_path / "t.csv", bank_schema())

    assert "age: '' is a column that is not in the file" in str(error.value)
    assert "Age: '' is a column that the schema does not know" in str(error.value)


def test_parquet_and_csv_are_read_alike(tmp_path: Path) -> None:
    pd.read_csv(SAMPLE).to_parquet(tmp_path / "t.parquet")

    from_parquet = read_table(tmp_path / "t.parquet", bank_schema()).frame

    pd.testing.assert_frame_equal(from_parquet, read_table(SAMPLE, bank_schema()).frame)


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_table_is_refused_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(content)

    with pytest.raises(TableError, match="table"):
        read_table(tmp_path / "t.csv", bank_schema())


def test_a_file_that_is_not_there_is_refused_in_a_sentence() -> None:
    with pytest.raises(TableError, match=r"none\.csv"):
        read_table(Path("none.csv"), bank_schema())


def test_blanks_between_fields_a_missing_header_and_words_for_missing(tmp_path: Path) -> None:
    (tmp_path / "t.data").write_text("A11  6 ? 1\nA12 48 7 2\n", encoding="utf-8")
    schema = Schema.model_validate(
        {
            "name": "t", "target": "y", "bad": [2], "delimiter": " ", "header": False,
            "columns": {"status": {}, "months": {}, "x": {}, "y": {"role": "label"}},
        }
    )  # fmt: skip

    frame = read_table(tmp_path / "t.data", schema).frame

    assert frame["status"].tolist() == ["A11", "A12"]
    assert frame["months"].tolist() == [6.0, 48.0]
    assert np.isnan(frame["x"].iloc[0])


def test_kinds_are_inferred_from_what_is_there() -> None:
    assert inferred_kind(pd.Series(["1", "", "2.5"])) == "number"
    assert inferred_kind(pd.Series(["a", "b"] * 60)) == "category"
    assert inferred_kind(pd.Series([f"name {n}" for n in range(200)])) == "text"
