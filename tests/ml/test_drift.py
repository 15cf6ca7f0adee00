"""What moved, what asks for action, and what is chance."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.drift import ACT, WATCH, Level, Moved, View, compared, main, psi
from ml.features import NAMES
from ml.generate import Generated

ROWS = 4_000


def view(seed: int, rows: int = ROWS, odds: float = 1.0) -> View:
    """Made-up rows, and outcomes that come as often as said times `odds`."""
    draw = np.random.default_rng(seed)
    said = draw.beta(2, 18, rows)
    labels = (draw.random(rows) < np.clip(said * odds, 0, 1)).astype(float)
    return View(f"{seed}.csv", draw.standard_normal((rows, len(NAMES))), said, labels)


def level(found: tuple[Moved, ...], what: str) -> Level:
    return next(moved.level for moved in found if moved.what == what)


def test_two_samples_of_one_world_are_stable() -> None:
    found = compared(view(1), view(2))

    assert {moved.level for moved in found} == {"stable"}
    assert [m.what for m in found] == [*NAMES, "score", "calibration", "defaults", "AUC"]


@pytest.mark.parametrize(("shift", "expected"), [(0.05, "stable"), (0.4, "watch"), (0.8, "act")])
def test_a_feature_that_moves_is_watched_and_then_acted_on(shift: float, expected: Level) -> None:
    now = view(2)
    now.rows[:, 5] += shift

    assert level(compared(view(1), now), NAMES[5]) == expected


def test_a_published_example_gives_its_index() -> None:
    """Two bins, 50/50 against 30/70: 0.2 x ln(0.7/0.5) - 0.2 x ln(0.3/0.5) = 0.1695."""
    before, now = np.repeat([0.0, 1.0], [500, 500]), np.repeat([0.0, 1.0], [300, 700])

    assert psi(before, now) == pytest.approx(0.2 * np.log(1.4) - 0.2 * np.log(0.6))
    assert WATCH <= psi(before, now) < ACT


def test_values_that_begin_to_be_missing_are_drift() -> None:
    now = view(2)
    now.rows[: ROWS // 4, 3] = np.nan

    assert level(compared(view(1), now), NAMES[3]) == "act"


def test_a_value_never_seen_before_is_drift() -> None:
    flags = np.zeros(1_000)

    assert psi(flags, flags) == 0
    assert psi(flags, np.where(np.arange(1_000) < 300, np.nan, 0.0)) > ACT


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60), st.integers(0, 2**32 - 1))
def test_the_index_is_never_below_nothing_and_order_does_not_matter(
    values: list[float], seed: int
) -> None:
    before = np.array(values)
    mixed = np.random.default_rng(seed).permutation(before)

    assert psi(before, mixed) == 0
    assert psi(before, before + 1) >= 0


@pytest.mark.parametrize(("odds", "expected"), [(1.0, "stable"), (1.2, "watch"), (2.5, "act")])
def test_more_defaults_than_said_are_drift_of_calibration(odds: float, expected: Level) -> None:
    found = compared(view(1), view(2, odds=odds))

    assert level(found, "calibration") == expected


def test_twice_the_defaults_ask_for_action() -> None:
    assert level(compared(view(1), view(2, odds=2.5)), "defaults") == "act"


def test_a_score_that_tells_nothing_any_more_asks_for_action() -> None:
    now = view(2)
    draw = np.random.default_rng(5)
    now = now._replace(labels=draw.permutation(now.labels))

    assert level(compared(view(1), now), "AUC") == "act"


def test_few_rows_and_unknown_outcomes_say_nothing() -> None:
    found = compared(view(1), view(2, rows=150))
    unknown = view(2)._replace(labels=np.full(ROWS, np.nan))

    assert level(found, "score") == "too few"
    assert level(compared(view(1), unknown), "calibration") == "too few"


# -- the command ---------------------------------------------------------------------------------


@pytest.fixture
def baseline(made: Generated, tmp_path: Path) -> Path:
    folder = tmp_path / "baseline"
    folder.mkdir()
    made.applications.head(4_000).to_csv(folder / "applications.csv", index=False)
    made.outcomes.to_csv(folder / "outcomes.csv", index=False)
    return folder / "applications.csv"


def current(frame: pd.DataFrame, folder: Path) -> Path:
    frame.to_csv(folder / "now.csv", index=False)
    return folder / "now.csv"


def test_the_same_world_exits_with_0_and_a_report(
    made: Generated, baseline: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = current(made.applications.iloc[4_000:8_000], tmp_path)
    outcomes = baseline.parent / "outcomes.csv"
    out = tmp_path / "drift.html"

    code = main(["--baseline", str(baseline), "--current", str(now), "--outcomes", str(outcomes),
                 "--out", str(out)])  # fmt: skip

    assert code == 0, capsys.readouterr().out
    assert "stable   calibration" in capsys.readouterr().out
    assert "Drift of xgboost-" in out.read_text()


def test_incomes_that_fell_by_half_exit_with_1(
    made: Generated, baseline: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some = made.applications.iloc[4_000:8_000]
    poorer = some.assign(annual_income=(some["annual_income"] * 0.5).round(2))

    code = main(["--baseline", str(baseline), "--current", str(current(poorer, tmp_path)),
                 "--out", str(tmp_path / "drift.html")])  # fmt: skip

    assert code == 1
    assert "act      annual_income" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_exits_with_2(
    baseline: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.jsonl").write_text("")

    arguments = ["--baseline", str(baseline), "--current", str(tmp_path / "empty.jsonl")]

    assert main(arguments) == 2
    assert "holds nothing" in capsys.readouterr().err
