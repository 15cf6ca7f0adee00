"""Decisions read back: what may be learned from, and what never."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.artifact import open_for_serving
from ml.challenge import held_against
from ml.features import NAMES
from ml.feedback import (
    Decided,
    FeedbackError,
    beside,
    learnable,
    main,
    read_decided,
    read_outcomes,
    rows_of,
    summary,
    with_outcomes,
)
from ml.preparation import Prepared
from tools.lending.records import Product

ROW = dict(
    zip(NAMES, (700.0, 0.0, 25.0, 33.0, None, 60000.0, 0.3, 5.0, 2.0, 0.0, 0.0, 1.0), strict=True)
)


def decided(number: int = 0, **more: Any) -> Decided:
    facts: dict[str, Any] = {
        "application": f"{number:016x}",
        "product": Product.CAR,
        "received_at": datetime(2026, 1, 2, tzinfo=UTC),
        "decided_at": datetime(2026, 1, 9, tzinfo=UTC),
        "verdict": "APPROVED",
        "decided_by": "person",
        "catalogue": "0" * 64,
        "features": ROW,
        "scorer": "xgboost-1",
        "default_probability": 0.03,
    }
    return Decided.model_validate(facts | more)


def written(folder: Path, *rows: Decided) -> Path:
    file = folder / "decisions.jsonl"
    file.write_text("".join(row.model_dump_json() + "\n" for row in rows))
    return file


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    rows = (decided(1), decided(2, verdict="DECLINED", reasons=("AA09",), features=None))

    assert read_decided(written(tmp_path, *rows)) == rows


def test_a_missing_value_is_not_a_number_in_the_matrix() -> None:
    (row,) = rows_of([decided(), decided(features=None)])

    assert np.isnan(row[NAMES.index("months_of_reserves")])
    assert row[0] == 700.0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: line"),
        (decided(2).model_dump_json().replace("APPROVED", "MAYBE"), "line 2: verdict"),
        (decided(2).model_dump_json().replace('"credit_score"', '"age"'), "other features"),
        (decided(1).model_dump_json(), "comes twice"),
        (json.dumps({**json.loads(decided(2).model_dump_json()), "name": "Maya"}), "name"),
    ],
)
def test_a_line_that_is_no_decision_is_named(line: str, said: str, tmp_path: Path) -> None:
    file = written(tmp_path, decided(1))
    file.write_text(file.read_text() + line + "\n")

    with pytest.raises(FeedbackError, match=said):
        read_decided(file)


def test_only_loans_that_a_person_approved_and_that_are_over_are_learned_from() -> None:
    over = {"defaulted_24m": False}
    rows = [
        decided(1, **over),
        decided(2),  # not over
        decided(3, decided_by="system", **over),
        decided(4, verdict="DECLINED"),
        decided(5, features=None, **over),
        decided(6, verdict="COUNTEROFFER"),
    ]

    assert [row.application for row in learnable(rows)] == [rows[0].application]
    assert summary(tuple(rows)) == (
        "6 decisions, 5 by a person; 1 may be learned from (0 defaulted)."
    )


def test_outcomes_of_servicing_are_joined(tmp_path: Path) -> None:
    (tmp_path / "repaid.csv").write_text(
        f"application,defaulted_24m\n{1:016x},1\n{2:016x},0\n{9:016x},0\n"
    )

    rows = with_outcomes(
        [decided(1), decided(2), decided(3)], read_outcomes(tmp_path / "repaid.csv")
    )

    assert [row.defaulted_24m for row in rows] == [True, False, None]


@pytest.mark.parametrize(
    "text", ["application\n1\n", f"application,defaulted_24m\n{1:016x},maybe\n"]
)
def test_a_file_of_outcomes_that_cannot_be_read_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "repaid.csv").write_text(text)

    with pytest.raises(FeedbackError, match=r"repaid\.csv"):
        read_outcomes(tmp_path / "repaid.csv")


def test_what_was_not_lent_has_no_outcome() -> None:
    with pytest.raises(FeedbackError, match="was not approved"):
        with_outcomes([decided(1, verdict="DECLINED")], {f"{1:016x}": True})


def test_approvals_are_answers_and_nothing_is_learned_from_them(bank: Prepared) -> None:
    with pytest.raises(FeedbackError, match="an approval is an answer, not an outcome"):
        beside(bank, [decided(n) for n in range(50)], seed=1)


def test_a_machines_approvals_are_never_learned_from(bank: Prepared) -> None:
    alone = [decided(n, decided_by="system", defaulted_24m=False) for n in range(50)]

    with pytest.raises(FeedbackError, match="No loan that a person approved"):
        beside(bank, alone, seed=1)


def test_decisions_stay_the_smaller_part(bank: Prepared) -> None:
    known = int((~np.isnan(bank.labels)).sum())
    many = [decided(n, defaulted_24m=n % 9 == 0) for n in range(known + 1)]

    with pytest.raises(FeedbackError, match="would be the larger part"):
        beside(bank, many, seed=1)


def test_decisions_join_the_banks_table_with_their_outcomes(bank: Prepared) -> None:
    rows = [decided(n, defaulted_24m=n % 9 == 0) for n in range(300)]

    together = beside(bank, rows, seed=1)

    assert len(together.rows) == len(bank.rows) + 300
    assert np.nansum(together.labels) == np.nansum(bank.labels) + 34
    assert set(np.unique(together.parts[-300:])) == {0, 1, 2}
    assert all(len(words) == len(together.rows) for words in together.audit.values())


def test_a_scorer_held_against_itself_gains_nothing(bank: Prepared) -> None:
    champion = open_for_serving()

    held = held_against(champion, champion, bank)

    assert (held.auc_gain, held.brier_gain) == (0.0, 0.0)
    assert "not better by more than noise" in str(held)


def test_the_command_says_what_a_file_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(written(tmp_path, decided(1, defaulted_24m=True)))]) == 0
    assert "1 may be learned from (1 defaulted)" in capsys.readouterr().out

    assert main([str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err
