"""How a scorer treats groups that it cannot see: figures, verdicts, alternatives, and the gate."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml.artifact import SHIPPED, open_for_serving
from ml.columns import facts_in
from ml.fairness import Report, as_html, breaches_in, flips_changed, main, remarks_on, reported
from ml.features import FEATURES, matrix
from ml.generate import Generated
from ml.groups import Applicants, calibration, groups_of, impact, price_gap, proxy, rates
from ml.preparation import permitted
from tools.lending.catalogue import Rulebook

ROWS = 2_000


@pytest.fixture(scope="module")
def report(table: pd.DataFrame, made: Generated, rulebook: Rulebook) -> Report:
    return reported(table, made.outcomes, open_for_serving(), rulebook)


@pytest.fixture
def fair() -> Applicants:
    """Two groups of a thousand that nothing tells apart."""
    draw = np.random.default_rng(7)
    said = draw.uniform(0.0, 0.2, ROWS)
    return Applicants(
        rows=draw.standard_normal((ROWS, len(FEATURES))),
        probabilities=said,
        labels=(draw.random(ROWS) < said).astype(float),
        audit={"hair": np.where(np.arange(ROWS) % 2 == 0, "dark", "fair")},
        product=np.full(ROWS, "car"),
        note_rate_pct=8 + 10 * said,
    )


def group(who: Applicants, name: str = "fair") -> dict[str, object]:
    found = {g.group: g for g in groups_of(who, 0.10, FEATURES)}
    return found[name].model_dump() | {"breaches": found[name].breaches}


MINE = np.arange(ROWS) % 2 == 1


def test_groups_that_nothing_tells_apart_get_a_clean_report(fair: Applicants) -> None:
    found = group(fair)

    assert not found["breaches"]
    assert found["impact_ratio"] == pytest.approx(1, abs=0.1)
    assert found["calibrated"]
    assert found["price_gap_pct"] == pytest.approx(0, abs=0.1)
    assert found["proxy_auc"] == pytest.approx(0.5, abs=0.06)


def test_a_group_that_passes_less_often_by_more_than_chance_is_a_breach(fair: Applicants) -> None:
    worse = fair._replace(probabilities=fair.probabilities + 0.03 * MINE)

    found = group(worse)

    assert found["breaches"]
    assert isinstance(found["impact_ratio"], float)
    assert found["impact_ratio"] < 0.8


def test_a_small_group_gets_figures_and_no_verdict(fair: Applicants) -> None:
    few = np.where(np.arange(ROWS) < 99, "few", "many")
    who = fair._replace(
        audit={"hair": few}, probabilities=fair.probabilities + 0.2 * (few == "few")
    )

    found = group(who, "few")

    assert (found["rows"], found["selected"]) == (99, 0.0)
    assert found["impact_ratio"] is None
    assert not found["breaches"]
    assert remarks_on(groups_of(who, 0.10, FEATURES), ())[0] == (
        "hair few: under 100 rows, no verdict"
    )


def test_chance_alone_is_no_breach() -> None:
    selected = np.arange(220) % 3 > 0
    mine, base = np.arange(220) < 110, np.arange(220) >= 110

    ratio, low, high = impact(selected, mine, base)

    assert ratio is not None
    assert low is not None
    assert high is not None
    assert low < 1 < high


def test_nobody_selected_has_no_ratio() -> None:
    nobody = np.zeros(ROWS, dtype=bool)

    assert impact(nobody, MINE, ~MINE) == (None, None, None)


def test_rates_are_told_of_who_defaulted_and_of_who_repaid(fair: Applicants) -> None:
    who = fair._replace(probabilities=np.where(fair.labels == 1, 0.5, 0.01))

    assert rates(who, MINE, 0.10) == (1.0, 0.0)
    assert rates(who._replace(labels=np.full(ROWS, np.nan)), MINE, 0.10) == (None, None)


def test_what_was_said_too_low_is_seen() -> None:
    came = (np.arange(1_000) < 150).astype(float)

    assert calibration(np.full(1_000, 0.15), came)[2] is True
    assert calibration(np.full(1_000, 0.05), came)[2] is False
    assert calibration(np.full(10, 0.05), came[:10]) == (None, None, None)


def test_a_dearer_price_at_the_same_risk_is_measured_in_points(fair: Applicants) -> None:
    dearer = fair._replace(note_rate_pct=fair.note_rate_pct + 0.5 * MINE)

    gap = price_gap(dearer, MINE, ~MINE)

    assert gap == pytest.approx(0.5, abs=0.1)


def test_a_dearer_price_for_more_risk_is_no_gap(fair: Applicants) -> None:
    riskier = fair.probabilities + 0.05 * MINE
    who = fair._replace(probabilities=riskier, note_rate_pct=8 + 10 * riskier)

    gap = price_gap(who, MINE, ~MINE)

    assert gap == pytest.approx(0, abs=0.15)


def test_a_feature_that_gives_a_group_away_is_found(fair: Applicants) -> None:
    rows = fair.rows.copy()
    rows[:, 3] += 3 * MINE

    assert proxy(rows, MINE, ~MINE, FEATURES) > 0.9


# -- the shipped scorer --------------------------------------------------------------------------


def test_no_audit_field_changes_a_score(report: Report) -> None:
    assert report.flips_changed == 0


def test_a_scorer_that_reads_an_audit_field_would_be_caught(
    fair: Applicants, table: pd.DataFrame, rulebook: Rulebook
) -> None:
    some = table[table["annual_income"] > 0].head(300)
    scorer = open_for_serving()
    said = scorer.default_probabilities(matrix(facts_in(permitted(some), rulebook)))
    reading_age = said + some["age"].to_numpy() / 1e6

    changed = flips_changed(some, scorer, fair._replace(probabilities=reading_age), rulebook)

    assert changed == 300
    assert breaches_in((), changed) == ["300 scores change with an audit field"]


def test_under_25s_pass_least_often_and_the_report_says_so(report: Report) -> None:
    """Specification 5.3: income, savings and history differ, although age is no input."""
    ages = {g.group: g for g in report.groups if g.attribute == "age"}

    assert ages["under 25"].impact_ratio is not None
    assert ages["under 25"].impact_ratio < 0.9
    assert ages["62 and over"].impact_ratio is not None
    assert ages["62 and over"].impact_ratio > 1
    assert min(g.impact_ratio or 1 for g in report.groups) == ages["under 25"].impact_ratio


def test_every_audit_attribute_and_every_kind_of_figure_is_there(report: Report) -> None:
    assert {g.attribute for g in report.groups} == {
        "age", "marital_status", "num_dependents", "education_level",
    }  # fmt: skip
    large = next(g for g in report.groups if g.group == "Single")
    assert None not in large.model_dump().values()


def test_alternatives_are_tried_and_the_present_policy_comes_first(report: Report) -> None:
    first, *others = report.candidates

    assert (first.model, first.cut_pct, first.is_alternative) == ("xgboost", 10.0, False)
    assert {"scorecard", "logistic", "logistic without annual_income"} <= {c.model for c in others}
    cuts = [c for c in (first, *others) if c.model == "xgboost"]
    assert len({c.cut_pct for c in cuts}) == len(cuts) == 7
    for one in others:
        if one.is_alternative:
            assert one.worst_ratio > first.worst_ratio
            assert one.passes == pytest.approx(first.passes, abs=0.01)


def test_the_page_names_breaches_alternatives_and_who_must_sign(report: Report) -> None:
    html = as_html(report)

    assert report.scorer in html
    assert "under 25" in html
    assert "signs in the model card" in html
    assert "<script" not in html


# -- the command ---------------------------------------------------------------------------------


@pytest.fixture
def data(made: Generated, tmp_path: Path) -> Path:
    """A file of the bank's table with outcomes beside it, in which under-25s fare worse."""
    some = made.applications.head(8_000)
    young = some["age"] < 25
    some = some.assign(debt_to_income_ratio=some["debt_to_income_ratio"].mask(young, 60.0))
    some.to_csv(tmp_path / "applications.csv", index=False)
    known = made.outcomes["customer_id"].isin(some["customer_id"])
    made.outcomes[known].to_csv(tmp_path / "outcomes.csv", index=False)
    return tmp_path / "applications.csv"


@pytest.mark.parametrize(("gate", "code"), [("report", 0), ("block", 1)])
def test_the_gate_decides_whether_a_breach_blocks(
    gate: str, code: int, data: Path, tmp_path: Path
) -> None:
    arguments = ["--data", str(data), "--out", str(tmp_path / "out"), "--gate", gate]

    assert main(arguments) == code

    report = json.loads((tmp_path / "out" / "fairness.json").read_bytes())
    assert report["gate"] == gate
    assert any("under 25" in breach for breach in report["breaches"])
    assert (tmp_path / "out" / "fairness.html").exists()


def test_a_folder_without_a_scorer_ends_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--scorer", str(tmp_path)]) == 2
    assert "manifest.json" in capsys.readouterr().err


def test_the_report_is_of_the_very_scorer(report: Report) -> None:
    from hashlib import sha256

    assert report.manifest == sha256((SHIPPED / "manifest.json").read_bytes()).hexdigest()
