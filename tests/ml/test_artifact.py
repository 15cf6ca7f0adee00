"""The scorer that is shipped: trusted by its hashes, held to its promises, light to serve."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml.artifact import SHIPPED, Artifact, ArtifactError, open_artifact, open_for_serving
from ml.assemble import likeness, probe_rows
from ml.card import card
from ml.choose import RULE
from ml.columns import facts_in
from ml.features import FEATURES, NAMES, Matrix, matrix
from ml.generate import Generated
from ml.honesty import LEAKS_ABOVE, wrong_ways
from ml.metrics import auc
from ml.models.boosted import Boosted, TreeSettings
from ml.models.model import probabilities
from ml.preparation import permitted
from tools.lending.catalogue import Rulebook


@pytest.fixture(scope="module")
def shipped() -> Artifact:
    return open_for_serving()


@pytest.fixture(scope="module")
def probe(rulebook: Rulebook) -> Matrix:
    return probe_rows(rulebook)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "copy"))


# -- trust ---------------------------------------------------------------------------------------


def test_nothing_that_is_shipped_is_a_pickle() -> None:
    kinds = {path.suffix for path in SHIPPED.rglob("*") if path.is_file()}

    assert kinds <= {".json", ".ubj", ".png"}


@pytest.mark.parametrize(
    "name", ["scorer.ubj", "scorer_base.json", "scorecard.json", "calibration.json"]
)
def test_a_file_that_was_altered_is_not_opened(name: str, copy: Path) -> None:
    (copy / name).write_bytes((copy / name).read_bytes() + b" ")

    with pytest.raises(ArtifactError, match=name):
        open_artifact(copy)


@pytest.mark.parametrize("name", ["scorer.ubj", "manifest.json"])
def test_a_file_that_is_missing_is_named(name: str, copy: Path) -> None:
    (copy / name).unlink()

    with pytest.raises(ArtifactError, match=name):
        open_artifact(copy)


def test_a_file_that_no_hash_vouches_for_is_not_opened(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    del manifest["files"]["calibration.json"]
    (copy / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(ArtifactError, match=r"calibration\.json"):
        open_artifact(copy)


@pytest.mark.parametrize(("field", "value"), [("target", "approval"), ("features", [])])
def test_a_model_of_something_else_may_not_score_customers(
    field: str, value: object, copy: Path
) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps({**manifest, field: value}))

    with pytest.raises(ArtifactError):
        open_for_serving(copy)


# -- promises ------------------------------------------------------------------------------------


def test_a_sweep_of_any_feature_never_goes_against_its_direction(
    shipped: Artifact, probe: Matrix
) -> None:
    assert wrong_ways(shipped.model, probe[:80], FEATURES) == {}
    assert wrong_ways(shipped.scorecard, probe[:80], FEATURES) == {}


def test_weights_and_constraints_have_the_signs_of_the_table(shipped: Artifact) -> None:
    assert isinstance(shipped.model, Boosted)
    constraints = TreeSettings(depth=1, rounds=1).parameters(FEATURES, 1)["monotone_constraints"]
    assert constraints == "(-1,1,1,1,-1,-1,1,-1,1,1,1,-1)"
    weights = shipped.model.base.weights if shipped.model.base else (0.0,) * len(FEATURES)
    for feature, weight in zip(FEATURES, weights, strict=True):
        assert weight * feature.direction >= 0, feature.name
    for feature, points in zip(FEATURES, shipped.scorecard.tables, strict=True):
        assert points.feature == feature.name
        assert (np.diff(points.points) * feature.direction >= 0).all(), feature.name


def test_flipping_every_audit_field_changes_no_score(
    shipped: Artifact, table: pd.DataFrame, rulebook: Rulebook
) -> None:
    some = table.head(400)
    flipped = some.assign(
        age=80 - some["age"] + 18, num_dependents=8 - some["num_dependents"],
        marital_status=some["marital_status"].to_numpy()[::-1],
        education_level=some["education_level"].to_numpy()[::-1],
    )  # fmt: skip

    before, after = (
        shipped.default_probabilities(matrix(facts_in(permitted(t), rulebook)))
        for t in (some, flipped)
    )

    np.testing.assert_array_equal(before, after)


def test_it_knows_no_more_than_the_truth_and_not_much_less(
    shipped: Artifact, made: Generated, table: pd.DataFrame, rulebook: Rulebook
) -> None:
    """On everybody, also those whose outcome no training may see."""
    said = shipped.default_probabilities(matrix(facts_in(permitted(table), rulebook)))

    assert 0.80 < auc(made.defaulted, said) < LEAKS_ABOVE["default"]


def test_what_it_says_comes_true_of_approved_and_of_refused(
    shipped: Artifact, made: Generated, table: pd.DataFrame, rulebook: Rulebook
) -> None:
    said = shipped.default_probabilities(matrix(facts_in(permitted(table), rulebook)))
    approved = (made.applications["approval_status"] == "Approved").to_numpy()

    assert said[approved].mean() == pytest.approx(made.defaulted[approved].mean(), rel=0.1)
    assert said[~approved].mean() == pytest.approx(made.defaulted[~approved].mean(), rel=0.15)


def test_the_second_opinion_seldom_disagrees_strongly(
    shipped: Artifact, probe: Matrix, rulebook: Rulebook
) -> None:
    """Where the model itself sends nobody to a person."""
    said = shipped.default_probabilities(probe)
    gap = np.abs(said - probabilities(shipped.scorecard.margins(probe)))
    strong = float(rulebook.rule("E-072").thresholds["pd_gap_pct"]) / 100

    assert (gap > strong)[said < 0.10].mean() < 0.01


def test_contributions_add_up_to_the_score(shipped: Artifact, probe: Matrix) -> None:
    parts = shipped.model.contributions(probe)

    np.testing.assert_allclose(parts.sum(axis=1), shipped.model.margins(probe), atol=1e-4)


def test_the_reference_is_somebody_at_or_slightly_above_the_cut(shipped: Artifact) -> None:
    reference = np.array([[np.nan if v is None else v for v in shipped.manifest.reference]])

    assert not np.isnan(reference).any()
    assert 0.03 < shipped.default_probabilities(reference)[0] <= 0.10


def test_the_manifest_holds_the_comparison_the_rule_and_the_reason(shipped: Artifact) -> None:
    manifest = shipped.manifest

    assert len(manifest.comparison) == 5
    assert manifest.remarks["rule"] == RULE
    assert manifest.chosen_because
    assert manifest.names == NAMES
    chosen = next(line for line in manifest.comparison if line.model == manifest.model)
    assert chosen.auc < LEAKS_ABOVE["default"]
    assert chosen.auc_low < chosen.auc < chosen.auc_high


def test_the_card_in_the_repository_is_that_of_the_shipped_scorer(shipped: Artifact) -> None:
    text = (SHIPPED.parent / "MODEL_CARD.md").read_text(encoding="utf-8")

    assert text.startswith(card(shipped.manifest)), "run `python -m ml.train --out ml/artifacts`"


def test_a_scorer_is_like_itself(shipped: Artifact, probe: Matrix) -> None:
    alike = likeness(shipped, open_artifact(), probe)

    assert alike.same
    assert (alike.rows, alike.largest_difference) == (1_000, 0.0)
    assert alike.mine == alike.theirs


# -- serving -------------------------------------------------------------------------------------


def test_serving_loads_neither_scikit_learn_nor_pandas_and_xgboost_only_when_it_scores() -> None:
    program = (
        "import sys\n"
        "from ml.artifact import open_for_serving\n"
        "import ml.features\n"
        "found = open_for_serving()\n"
        "early = 'xgboost' in sys.modules\n"
        "found.scorecard.margins\n"
        "heavy = [m for m in ('sklearn', 'scipy.optimize', 'matplotlib', 'pandas', 'rich')"
        " if m in sys.modules]\n"
        "print(early, heavy)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "False []"
