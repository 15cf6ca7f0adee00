"""Training from end to end, on small tables: what it learns, chooses, writes, refuses."""

from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from rich.progress import Progress

import ml.train
from ml.artifact import ArtifactError, open_artifact, open_for_serving
from ml.assemble import ENCODING, write_artifact
from ml.candidates import CANDIDATES, Candidate, suited
from ml.card import card
from ml.encoding import Encoding, fit_encoding
from ml.features import FEATURES
from ml.generate import Generated
from ml.metrics import auc
from ml.plots import draw
from ml.preparation import (
    CALIBRATE,
    TEST,
    TRAIN,
    DataError,
    Prepared,
    prepare_bank,
    prepare_columns,
    split,
    with_some_hidden,
)
from ml.read import read_table
from ml.schema import Column, Schema
from ml.training import Trained, train
from ml.tuning import folds, tune
from tools.lending.catalogue import Rulebook


def light() -> tuple[Candidate, ...]:
    """Every model, with one thing to try, and few trees."""
    return tuple(
        one._replace(
            grid=tuple(
                {**settings, "trees_per_round": 20.0} if "trees_per_round" in settings else settings
                for settings in one.grid[:1]
            ),
            round_steps=one.round_steps[:2],
        )
        for one in CANDIDATES
    )


def trained_on(data: Prepared, seed: int = 1) -> Trained:
    with Progress(disable=True) as progress:
        return train(data, seed=seed, progress=progress, candidates=light())


def prepared(frame: pd.DataFrame, tmp_path: Path, seed: int = 1, **schema: object) -> Prepared:
    file = tmp_path / "table.csv"
    frame.to_csv(file, index=False)
    described = Schema.model_validate({"name": "table", **schema})
    return prepare_columns(read_table(file, described).frame, described, seed)


@pytest.fixture(scope="module")
def credit(standins: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """A thousand rows in the shape of German credit."""
    folder = tmp_path_factory.mktemp("german")
    return trained_on(prepared(standins.german(), folder, target="class", bad=[2]))


# -- parts ---------------------------------------------------------------------------------------


def test_rows_of_one_customer_stay_on_one_side() -> None:
    ids = np.array([f"c{n % 500}" for n in range(2_000)])
    labels = (np.random.default_rng(1).random(2_000) < 0.1).astype(float)

    parts = split(ids, labels, seed=1)

    for one in np.unique(ids):
        assert len(set(parts[ids == one])) == 1
    shares = [(parts == part).mean() for part in (TRAIN, CALIBRATE, TEST)]
    assert shares == pytest.approx([0.6, 0.2, 0.2], abs=0.01)


def test_with_few_rows_trees_always_start_from_a_line() -> None:
    boosting = next(c for c in CANDIDATES if c.kind == "xgboost")

    few, many = (suited(boosting, rows).grid for rows in (800, 20_000))

    assert {settings["starts_from_line"] for settings in few} == {1.0}
    assert {settings["starts_from_line"] for settings in many} == {0.0, 1.0}
    assert suited(CANDIDATES[0], 800) == CANDIDATES[0]


def test_the_order_of_the_rows_changes_no_part() -> None:
    ids, labels = np.array([f"c{n}" for n in range(300)]), np.arange(300) % 3 // 2 * 1.0
    backwards = split(ids[::-1], labels[::-1], seed=1)

    np.testing.assert_array_equal(backwards[::-1], split(ids, labels, seed=1))


def test_each_part_has_its_share_of_bad_rows(bank: Prepared) -> None:
    shares = [bank.part(part)[1].mean() for part in (TRAIN, CALIBRATE, TEST)]

    assert shares == pytest.approx([shares[0]] * 3, rel=0.02)


def test_folds_share_the_bad_rows_and_cover_every_row() -> None:
    labels = (np.arange(103) % 5 == 0).astype(float)

    found = folds(labels, 1)

    assert np.sum(found, axis=0).tolist() == [1] * 103
    assert max(labels[f].sum() for f in found) - min(labels[f].sum() for f in found) <= 1


def test_only_what_may_be_unknown_is_hidden_in_training(bank: Prepared) -> None:
    rows = bank.part(TRAIN)[0]

    hidden = with_some_hidden(rows, bank.features, 1)

    for column, feature in enumerate(FEATURES):
        more = np.isnan(hidden[:, column]).mean() - np.isnan(rows[:, column]).mean()
        assert (more > 0.03) == feature.may_be_unknown, feature.name


# -- the bank's table ----------------------------------------------------------------------------


def test_refused_applications_have_no_label_and_are_not_called_bad(bank: Prepared) -> None:
    assert np.isnan(bank.labels).mean() == pytest.approx(0.47, abs=0.02)
    assert bank.target == "default"


def test_without_outcomes_the_past_answers_are_learned_and_named(
    table: pd.DataFrame, rulebook: Rulebook
) -> None:
    data = prepare_bank(table, None, rulebook, 1)

    assert data.target == "approval"
    assert data.labels.mean() == pytest.approx(0.47, abs=0.02)


def test_a_table_too_small_to_learn_from_is_refused(
    table: pd.DataFrame, rulebook: Rulebook
) -> None:
    with pytest.raises(DataError, match="both kinds need 20 rows"):
        prepare_bank(table.head(12), None, rulebook, 1)


def test_rows_without_income_are_counted_not_dropped_in_silence(
    table: pd.DataFrame, rulebook: Rulebook
) -> None:
    poor = table.head(500).assign(annual_income=lambda t: t["annual_income"].where(t.index > 2, 0))

    data = prepare_bank(poor, None, rulebook, 1)

    assert len(data.rows) == 497
    assert any(remark.startswith("3 rows without income") for remark in data.remarks)


def test_an_outcome_of_somebody_without_income_is_no_error(
    made: Generated, table: pd.DataFrame, rulebook: Rulebook
) -> None:
    known = made.outcomes["customer_id"].iloc[0]
    poor = table.assign(annual_income=table["annual_income"].mask(table["customer_id"] == known, 0))

    assert len(prepare_bank(poor, made.outcomes, rulebook, 1).rows) == len(table) - 1


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ({"customer_id": ["a", "a"], "defaulted_24m": [0, 1]}, "more than one row"),
        ({"customer_id": ["nobody"], "defaulted_24m": [0]}, "not in the table"),
    ],
)
def test_outcomes_that_do_not_fit_are_refused(
    outcomes: dict[str, list[object]], told: str, table: pd.DataFrame, rulebook: Rulebook
) -> None:
    with pytest.raises(DataError, match=told):
        prepare_bank(table.head(10), pd.DataFrame(outcomes), rulebook, 1)


# -- any table -----------------------------------------------------------------------------------


def test_every_model_is_measured_by_every_figure(credit: Trained) -> None:
    assert [line.model for line in credit.measured] == [c.kind for c in CANDIDATES]
    for line in credit.measured:
        assert 0.5 < line.auc_low < line.auc < line.auc_high < 0.95
        assert 0 < line.brier < 0.25
        assert line.size_kb > 0
        assert line.worst_impact_ratio is None  # no audit columns are declared


def test_the_same_seed_trains_the_same_models(
    credit: Trained, standins: ModuleType, tmp_path: Path
) -> None:
    again = trained_on(prepared(standins.german(), tmp_path, target="class", bad=[2]))

    rows = credit.data.rows
    for kind, fitted in credit.fitted.items():
        np.testing.assert_array_equal(
            fitted.model.margins(rows), again.fitted[kind].model.margins(rows)
        )


def test_where_a_line_says_all_the_chosen_model_keeps_up_with_it(credit: Trained) -> None:
    assert credit.measured_of(credit.choice.kind).auc >= credit.measured_of("logistic").auc - 0.01


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("taiwan", {"target": "default.payment.next.month", "id": "ID",
                    "columns": {"SEX": {"role": "audit"}, "EDUCATION": {"kind": "category"}}}),
        ("hmeq", {"target": "BAD"}),
    ],
)  # fmt: skip
def test_where_a_line_says_too_little_the_chosen_model_sees_more(
    name: str, schema: dict[str, object], standins: ModuleType, tmp_path: Path
) -> None:
    data = prepared(getattr(standins, name)(), tmp_path, **schema)
    rows, labels = data.part(TRAIN)
    logistic, boosting = (
        next(c for c in CANDIDATES if c.kind == kind) for kind in ("logistic", "xgboost")
    )
    boosting = boosting._replace(grid=boosting.grid[5:6], round_steps=(80, 160))

    gain = tune(boosting, rows, labels, data.features, 1).auc
    assert gain > tune(logistic, rows, labels, data.features, 1).auc + 0.02


def test_without_declared_directions_there_are_none(credit: Trained) -> None:
    assert {feature.direction for feature in credit.data.features} == {0}


def test_a_declared_direction_is_kept(standins: ModuleType, tmp_path: Path) -> None:
    """Against the data, so that it is the declaration that holds."""
    columns = {"months": {"kind": "number", "direction": -1, "reason": "for the test"}}
    data = prepared(standins.german(), tmp_path, target="class", bad=["2"], columns=columns)
    rows, labels = data.part(TRAIN)
    place = [feature.name for feature in data.features].index("months")
    for candidate in light()[:4]:
        model = candidate.fit(rows, labels, data.features, {"l2": 3.0, "depth": 3, "rounds": 30}, 1)
        swept = np.repeat(rows[:20, None], 30, axis=1)
        swept[:, :, place] = np.linspace(4, 72, 30)
        margins = model.margins(swept.reshape(-1, rows.shape[1])).reshape(20, 30)

        assert (np.diff(margins, axis=1) <= 1e-6).all(), candidate.kind


def test_audit_columns_are_groups_and_no_features(standins: ModuleType, tmp_path: Path) -> None:
    schema = {"target": "default.payment.next.month", "columns": {"SEX": {"role": "audit"}}}
    data = prepared(standins.taiwan(1_000), tmp_path, **schema)

    assert set(data.audit) == {"SEX"}
    assert set(data.audit["SEX"]) == {"1", "2"}
    assert not [f.name for f in data.features if f.name.startswith("SEX")]


def test_row_numbers_and_names_are_left_alone_and_said(
    standins: ModuleType, tmp_path: Path
) -> None:
    frame = standins.taiwan(1_000).assign(who=[f"client {n}" for n in range(1_000)])

    data = prepared(frame, tmp_path, target="default.payment.next.month")

    names = [feature.name for feature in data.features]
    assert "ID" not in names
    assert not [name for name in names if name.startswith("who")]
    assert {"'ID'", "'who'"} <= {remark.split()[0] for remark in data.remarks}


def test_categories_gaps_and_steps_become_numbers() -> None:
    frame = pd.DataFrame(
        {"job": ["a", "b", "", "a"] * 20, "size": ["S", "L", "M", ""] * 20, "n": [1.0, np.nan] * 40}
    )
    schema = Schema(
        name="t", target="y", columns={"size": Column(kind="ordinal", levels=("S", "M", "L"))}
    )

    encoding = fit_encoding(frame, schema)
    rows = Encoding.model_validate_json(encoding.model_dump_json()).matrix(frame.head(4))

    names = [feature.name for feature in encoding.features]
    assert names == ["job=missing", "job=a", "job=b", "size", "n"]
    np.testing.assert_array_equal(
        rows, [[0, 1, 0, 0, 1], [0, 0, 1, 2, np.nan], [1, 0, 0, 1, 1], [0, 1, 0, np.nan, np.nan]]
    )


def test_a_level_that_training_has_not_seen_has_no_flag() -> None:
    frame = pd.DataFrame({"job": ["a", "b"] * 40})
    encoding = fit_encoding(frame, Schema(name="t", target="y"))

    assert encoding.matrix(pd.DataFrame({"job": ["new"]})).tolist() == [[0.0, 0.0]]


def test_a_target_with_one_kind_of_rows_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": np.arange(100), "y": ["paid", "late"] * 50})

    with pytest.raises(DataError, match="late, paid"):
        prepared(frame, tmp_path, target="y", bad=["Late"])


# -- what is written -----------------------------------------------------------------------------


def test_what_is_written_scores_as_what_was_trained(credit: Trained, tmp_path: Path) -> None:
    artifact = write_artifact(credit, tmp_path, "german")

    rows = credit.data.rows
    np.testing.assert_array_equal(
        artifact.default_probabilities(rows), credit.chosen.probabilities(rows)
    )
    assert artifact.manifest.target == "other"
    assert ENCODING in artifact.manifest.files
    assert not list(tmp_path.glob("*.pkl"))


def test_the_scorecard_beside_it_is_calibrated(credit: Trained, tmp_path: Path) -> None:
    artifact = write_artifact(credit, tmp_path, "german")
    rows, labels = credit.data.part(CALIBRATE)

    said = 1 / (1 + np.exp(-artifact.scorecard.margins(rows)))

    assert said.mean() == pytest.approx(labels.mean(), abs=0.06)
    assert auc(labels, said) > 0.6


def test_whichever_model_is_chosen_can_be_written_and_opened(
    credit: Trained, tmp_path: Path
) -> None:
    for kind in ("logistic", "scorecard", "random_forest", "xgboost"):
        other = credit._replace(choice=credit.choice._replace(kind=kind))
        folder = tmp_path / kind

        artifact = write_artifact(other, folder, "german")

        rows = credit.data.rows[:50]
        expected = credit.fitted[kind].probabilities(rows)
        within = 0.06 if kind == "scorecard" else 0  # whole points, calibrated and rounded
        np.testing.assert_allclose(
            open_artifact(folder).default_probabilities(rows), expected, atol=within
        )
        assert artifact.manifest.model == kind


def test_the_card_says_what_was_chosen_why_and_how_well(credit: Trained, tmp_path: Path) -> None:
    text = card(write_artifact(credit, tmp_path, "german").manifest)

    for said in (
        credit.choice.because,
        "## Limits",
        "| AUC |",
        "sha256",
        "Age, marital",
    ):
        assert said in text


def test_pictures_are_drawn_and_are_the_same_each_time(credit: Trained, tmp_path: Path) -> None:
    for name in ("one", "two"):
        draw(credit, tmp_path / name)

    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert set(one) == {"roc.png", "calibration.png", "effects.png"}
    assert one == two


# -- the command ---------------------------------------------------------------------------------


@pytest.fixture
def light_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """`python -m ml.train`, with little to try, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def lightly(data: Prepared, **more: object) -> Trained:
        return train(data, candidates=light()[:4], **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ml.train, "train", lightly)
    monkeypatch.setattr("ml.plots.draw", lambda trained, folder: None)  # pictures take seconds
    return tmp_path


def test_the_command_trains_on_any_table_by_its_schema(
    light_command: Path, standins: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    standins.german(600).to_csv(light_command / "g.csv", index=False)
    (light_command / "g.toml").write_text('name = "g"\ntarget = "class"\nbad = [2]\n')

    code = ml.train.main(["--schema", "g.toml", "--data", "g.csv", "--out", "result"])

    assert code == 0
    assert "Chosen:" in capsys.readouterr().out
    written = {path.name for path in (light_command / "result").iterdir()}
    assert {"manifest.json", "MODEL_CARD.md", "comparison.json", ENCODING} <= written


def test_another_file_can_be_the_test(light_command: Path, standins: ModuleType) -> None:
    for name, seed in (("a.csv", 1), ("b.csv", 2)):
        standins.german(500, seed).to_csv(light_command / name, index=False)
    (light_command / "g.toml").write_text('name = "g"\ntarget = "class"\nbad = [2]\n')

    ml.train.main(["--schema", "g.toml", "--data", "a.csv", "--test", "b.csv", "--out", "r"])

    data = open_artifact(light_command / "r").manifest.data
    assert data["test_rows"] == 500
    assert data["train_rows"] + data["calibrate_rows"] == 500  # type: ignore[operator]


@pytest.mark.parametrize(
    ("schema", "data", "told"),
    [
        ('name = "g"\ntarget = "class"\nbad = [2]\n', "class,x\n1,2\n", "both kinds need 20 rows"),
        ('name = "g"\ntarget = "class"\n', "x\n1\n", "class: '' is a column that is not"),
        ('name = "g"\n', "x\n1\n", "target"),
    ],
)
def test_what_cannot_be_learned_from_ends_with_a_sentence(
    light_command: Path, schema: str, data: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (light_command / "g.toml").write_text(schema)
    (light_command / "g.csv").write_text(data)

    assert ml.train.main(["--schema", "g.toml", "--data", "g.csv"]) == 2
    assert told in capsys.readouterr().err


def test_the_bank_s_table_is_made_up_learned_and_held_against_the_shipped_scorer(
    light_command: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = ml.train.main(["--rows", "4000", "--out", "result", "--check"])

    told = capsys.readouterr().out
    assert code == 1  # another scorer: fewer rows
    assert "NOT the same" in told
    assert open_artifact(light_command / "result").manifest.target == "default"
    assert (light_command / ".data" / "ml" / "applications.csv").exists()


def test_a_table_without_outcomes_teaches_the_past_answers_and_says_so(
    light_command: Path, made: Generated, capsys: pytest.CaptureFixture[str]
) -> None:
    made.applications.head(1_500).to_csv(light_command / "t.csv", index=False)

    assert ml.train.main(["--data", "t.csv", "--out", "result"]) == 0

    assert "may not be served" in " ".join(capsys.readouterr().out.split())
    with pytest.raises(ArtifactError, match="approval"):
        open_for_serving(light_command / "result")


def test_a_leak_in_made_up_data_stops_the_training(
    light_command: Path, made: Generated, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer, hidden in a column that may be learned from."""
    some = made.applications.head(3_000)
    leaking = some.assign(savings_balance=(some["approval_status"] == "Approved") * 1e5)
    leaking.to_csv(light_command / "t.csv", index=False)
    (light_command / "truth.csv").touch()

    assert ml.train.main(["--data", "t.csv"]) == 2
    assert "known only after the decision" in capsys.readouterr().err
