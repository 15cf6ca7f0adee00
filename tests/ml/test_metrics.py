"""The figures of a comparison, against scikit-learn and against cases that are known."""

import numpy as np
import pytest
from sklearn import metrics as peer

from ml import metrics
from ml.calibration import fit_calibration
from ml.choose import Gap, choose, gap_of
from ml.compare import impact_ratios
from ml.features import Vector
from ml.honesty import LeakageError, refuse_leakage
from ml.models.model import Kind, probabilities
from ml.tuning import Tuned


@pytest.fixture
def scored() -> tuple[Vector, Vector]:
    """2,000 labels and the true probability, with ties."""
    draw = np.random.default_rng(4)
    said = draw.beta(1, 6, 2_000).round(2)
    return (draw.random(2_000) < said).astype(float), said


def test_figures_are_those_of_scikit_learn(scored: tuple[Vector, Vector]) -> None:
    labels, said = scored
    cut = metrics.at_cut(labels, said, 0.2)
    good, bad, _ = peer.roc_curve(labels, said, drop_intermediate=False)

    assert metrics.auc(labels, said) == pytest.approx(peer.roc_auc_score(labels, said))
    assert metrics.brier(labels, said) == pytest.approx(peer.brier_score_loss(labels, said))
    assert metrics.ks(labels, said) == pytest.approx((bad - good).max())
    assert cut.precision == pytest.approx(peer.precision_score(labels, said > 0.2))
    assert cut.recall == pytest.approx(peer.recall_score(labels, said > 0.2))
    assert cut.f1 == pytest.approx(peer.f1_score(labels, said > 0.2))
    assert cut.accuracy == pytest.approx(peer.accuracy_score(labels, said > 0.2))


def test_the_interval_of_an_auc_is_about_as_wide_as_drawing_again_says(
    scored: tuple[Vector, Vector],
) -> None:
    labels, said = scored
    draw = np.random.default_rng(5)
    drawn = [draw.integers(0, len(labels), len(labels)) for _ in range(200)]
    spread = np.std([metrics.auc(labels[rows], said[rows]) for rows in drawn])

    low, high = metrics.auc_interval(labels, said)

    assert low < metrics.auc(labels, said) < high
    assert (high - low) / (2 * metrics.Z95) == pytest.approx(spread, rel=0.2)


def test_nothing_above_the_cut_is_no_division_by_zero(scored: tuple[Vector, Vector]) -> None:
    assert metrics.at_cut(*scored, 1.0).f1 == 0.0


def test_the_truth_is_calibrated_and_its_square_is_not(scored: tuple[Vector, Vector]) -> None:
    labels, said = scored

    assert metrics.calibration_error(labels, said) < 0.03
    assert metrics.calibration_error(labels, said**2) > 0.08


def test_calibration_finds_the_line_back(scored: tuple[Vector, Vector]) -> None:
    draw = np.random.default_rng(6)
    truth = draw.normal(-2, 1.2, 40_000)
    labels = (draw.random(40_000) < probabilities(truth)).astype(float)

    found = fit_calibration((truth - 1) / 2, labels)

    assert found.slope == pytest.approx(2, rel=0.05)
    assert found.intercept == pytest.approx(1, abs=0.08)
    assert found.of((truth - 1) / 2).mean() == pytest.approx(labels.mean(), rel=0.02)


def test_calibration_never_turns_a_score_round(scored: tuple[Vector, Vector]) -> None:
    labels, said = scored

    assert fit_calibration(-said, labels).slope > 0


# -- the choice ----------------------------------------------------------------------------------


def tuned(*margins: Vector, labels: Vector) -> Tuned:
    return Tuned({}, 0.0, (labels,) * len(margins), margins)


def four(xgboost: Tuned, logistic: Tuned) -> dict[Kind, Tuned]:
    return {
        "logistic": logistic, "scorecard": xgboost, "random_forest": xgboost,
        "xgboost": xgboost, "neural_network": logistic,
    }  # fmt: skip


def folds_of(quality: float, seed: int) -> tuple[Vector, tuple[Vector, ...]]:
    labels = (np.random.default_rng(1).random(1_500) < 0.2).astype(float)
    draw = np.random.default_rng(seed)
    return labels, tuple(quality * labels + draw.standard_normal(1_500) for _ in range(4))


def test_a_model_that_is_better_by_noise_does_not_replace_xgboost() -> None:
    labels, one = folds_of(1.0, 2)
    _, other = folds_of(1.02, 3)

    choice = choose(four(tuned(*one, labels=labels), tuned(*other, labels=labels)))

    assert choice.kind == "xgboost"
    assert "by more than noise" in choice.because


def test_a_model_that_is_clearly_better_replaces_xgboost() -> None:
    labels, one = folds_of(0.5, 2)
    _, other = folds_of(1.5, 3)

    choice = choose(four(tuned(*one, labels=labels), tuned(*other, labels=labels)))

    assert choice.kind == "logistic"  # the network is as good, but cannot say why


def test_a_gap_to_oneself_is_nothing() -> None:
    labels, one = folds_of(1.0, 2)

    gap = gap_of(tuned(*one, labels=labels), tuned(*one, labels=labels))

    assert gap == Gap(0.0, 0.0)
    assert not gap.beats


# -- what must not be ----------------------------------------------------------------------------


@pytest.mark.parametrize(("target", "auc"), [("default", 0.841), ("approval", 0.931)])
def test_a_score_that_knows_more_than_the_truth_is_refused(target: str, auc: float) -> None:
    with pytest.raises(LeakageError, match="known only after the decision"):
        refuse_leakage(target, auc)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "auc"), [("default", 0.83), ("approval", 0.92), ("other", 0.99)]
)
def test_an_honest_score_passes(target: str, auc: float) -> None:
    refuse_leakage(target, auc)  # type: ignore[arg-type]


def test_impact_is_told_against_the_largest_group_and_small_ones_say_nothing() -> None:
    groups = np.array(["a"] * 400 + ["b"] * 150 + ["c"] * 5)
    selected = np.concatenate([np.arange(400) < 200, np.arange(150) < 60, np.zeros(5)]).astype(
        float
    )

    assert impact_ratios(groups, selected) == pytest.approx({"a": 1.0, "b": 0.8})
