"""The models: directions hold, contributions add up, what is saved is what is opened."""

from pathlib import Path

import numpy as np
import pytest

from ml.features import FEATURES, NAMES, Feature, Matrix, Vector
from ml.honesty import wrong_ways
from ml.models.boosted import TreeSettings, fit_boosted, open_boosted
from ml.models.logistic import Logistic, fit_logistic
from ml.models.model import ExplainedModel, probabilities
from ml.models.network import fit_network
from ml.models.scorecard import PER_POINT, Scorecard, fit_scorecard
from ml.preparation import TEST, TRAIN, Prepared, with_some_hidden

BOOSTING = TreeSettings(depth=3, rounds=40)
FOREST = TreeSettings(
    depth=6, rounds=1, learning_rate=1.0, trees_per_round=30, starts_from_line=False
)


@pytest.fixture(scope="module")
def training(bank: Prepared) -> tuple[Matrix, Vector]:
    rows, labels = bank.part(TRAIN)
    return with_some_hidden(rows, bank.features, 1), labels


@pytest.fixture(scope="module")
def models(training: tuple[Matrix, Vector]) -> dict[str, ExplainedModel]:
    """Every model that may be shipped, trained on 6,000 applications."""
    return {
        "logistic": fit_logistic(*training, FEATURES),
        "scorecard": fit_scorecard(*training, FEATURES),
        "random_forest": fit_boosted(*training, FEATURES, FOREST, 1),
        "xgboost": fit_boosted(*training, FEATURES, BOOSTING, 1),
    }


EXPLAINED = ("logistic", "scorecard", "random_forest", "xgboost")


@pytest.mark.parametrize("kind", EXPLAINED)
def test_a_sweep_of_any_feature_never_goes_against_its_direction(
    kind: str, models: dict[str, ExplainedModel], bank: Prepared
) -> None:
    rows = bank.part(TEST)[0][:60]

    assert wrong_ways(models[kind], rows, FEATURES) == {}


def test_a_sweep_finds_a_model_that_turns_a_direction_round(
    models: dict[str, ExplainedModel], bank: Prepared
) -> None:
    turned = [f.model_copy(update={"direction": -f.direction}) for f in FEATURES]

    found = wrong_ways(models["xgboost"], bank.part(TEST)[0][:60], turned)

    assert {"credit_score", "months_of_reserves", "dti_post_neutral_pct"} <= set(found)


@pytest.mark.parametrize("kind", EXPLAINED)
def test_contributions_add_up_to_the_score(
    kind: str, models: dict[str, ExplainedModel], bank: Prepared
) -> None:
    rows = bank.part(TEST)[0][:200]

    parts = models[kind].contributions(rows)

    assert parts.shape == (200, len(FEATURES) + 1)
    np.testing.assert_allclose(parts.sum(axis=1), models[kind].margins(rows), atol=1e-4)


@pytest.mark.parametrize("kind", EXPLAINED)
def test_every_model_finds_more_risk_in_weaker_applicants(
    kind: str, models: dict[str, ExplainedModel], rows_of_two: Matrix
) -> None:
    weak, strong = models[kind].margins(rows_of_two)

    assert probabilities(np.array([weak]))[0] > 3 * probabilities(np.array([strong]))[0]


@pytest.fixture
def rows_of_two() -> Matrix:
    weak = [590, 2, 45, 60, 0.5, 24_000, 1.2, 0, 5, 1, 0, 0]
    strong = [790, 0, 15, 22, 40, 90_000, 0.2, 12, 1, 0, 0, 1]
    return np.array([weak, strong], dtype=float)


def test_weights_of_the_regression_stand_on_their_side_of_zero(
    models: dict[str, ExplainedModel],
) -> None:
    fitted = models["logistic"]
    assert isinstance(fitted, Logistic)

    for feature, weight in zip(FEATURES, fitted.weights, strict=True):
        assert weight * feature.direction >= 0, feature.name


def test_the_wrong_sign_of_a_collinear_twin_is_held_at_zero(bank: Prepared) -> None:
    """Savings beside months of reserves once got more risk for more savings (5.3)."""
    draw = np.random.default_rng(1)
    reserves = draw.standard_normal(4_000)
    savings = 0.95 * reserves + 0.3 * draw.standard_normal(4_000)
    labels = (draw.random(4_000) < probabilities(-1 - 1.5 * reserves + 0.5 * savings)).astype(float)
    rows = np.column_stack([reserves, savings])
    free = [Feature(name=n, unit="", direction=0, reason="") for n in ("reserves", "savings")]
    held = [one.model_copy(update={"direction": -1}) for one in free]

    assert fit_logistic(rows, labels, free).weights[1] > 0
    assert fit_logistic(rows, labels, held).weights[1] == 0


def test_the_scorecard_has_whole_points_that_follow_the_directions(
    models: dict[str, ExplainedModel],
) -> None:
    card = models["scorecard"]
    assert isinstance(card, Scorecard)

    for feature, table in zip(FEATURES, card.tables, strict=True):
        steps = np.diff(table.points) * feature.direction
        assert (steps >= 0).all(), feature.name
        assert min(table.points) == 0
        assert len(table.points) == len(table.above) + 1
    assert 2 ** (1 / card.points_to_double) == pytest.approx(np.exp(PER_POINT))


@pytest.mark.parametrize("hidden", ["payment_history", "months_of_reserves", "existing_loans"])
@pytest.mark.parametrize("kind", EXPLAINED)
def test_an_unknown_value_lies_between_the_best_and_the_worst(
    kind: str, hidden: str, models: dict[str, ExplainedModel], rows_of_two: Matrix
) -> None:
    column = NAMES.index(hidden)
    for row in rows_of_two:
        swept = np.repeat(row[None], 3, axis=0)
        swept[:, column] = [0, 120 if hidden == "months_of_reserves" else 9, np.nan]
        swept[1, column] = 2 if hidden == "payment_history" else swept[1, column]
        one, other, unknown = models[kind].margins(swept)

        assert min(one, other) - 0.35 <= unknown <= max(one, other) + 0.35


def test_what_is_opened_scores_as_what_was_saved(
    models: dict[str, ExplainedModel], bank: Prepared, tmp_path: Path
) -> None:
    rows = bank.part(TEST)[0]
    for kind, model in models.items():
        folder = tmp_path / kind
        folder.mkdir()
        names = model.save(folder)
        assert all(name.endswith((".json", ".ubj")) for name in names)  # never a pickle

    again: dict[str, ExplainedModel] = {
        "logistic": Logistic.open(tmp_path / "logistic" / "scorer.json"),
        "scorecard": Scorecard.open(tmp_path / "scorecard" / "scorecard.json"),
        "random_forest": open_boosted(
            tmp_path / "random_forest", "random_forest", starts_from_line=False
        ),
        "xgboost": open_boosted(tmp_path / "xgboost", "xgboost", starts_from_line=True),
    }
    for kind, model in models.items():
        np.testing.assert_array_equal(again[kind].margins(rows), model.margins(rows))
        assert again[kind].kind == model.kind


def test_the_same_rows_and_seed_give_the_same_trees(training: tuple[Matrix, Vector]) -> None:
    one, two = (fit_boosted(*training, FEATURES, BOOSTING, 7).booster for _ in range(2))

    assert bytes(one.save_raw("ubj")) == bytes(two.save_raw("ubj"))


def test_the_network_learns_too_and_reads_missing_values(
    training: tuple[Matrix, Vector], rows_of_two: Matrix
) -> None:
    network = fit_network(*training, FEATURES, seed=1)
    rows_of_two[:, 0] = np.nan

    weak, strong = network.margins(rows_of_two)

    assert weak > strong


def test_features_that_say_nothing_do_no_harm() -> None:
    """One value only, or none at all, in a column."""
    draw = np.random.default_rng(2)
    rows = np.column_stack([draw.standard_normal(400), np.full(400, 3.0), np.full(400, np.nan)])
    labels = (draw.random(400) < probabilities(rows[:, 0])).astype(float)
    features = [Feature(name=n, unit="", direction=0, reason="") for n in "abc"]

    for model in (
        fit_logistic(rows, labels, features),
        fit_scorecard(rows, labels, features),
        fit_boosted(rows, labels, features, BOOSTING, 1),
    ):
        assert np.isfinite(model.margins(rows)).all()
