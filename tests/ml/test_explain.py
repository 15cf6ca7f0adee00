"""Reasons of a score: exact, at most four, stable, and such that changing them moves the score."""

from typing import NamedTuple

import numpy as np
import pytest

from ml.columns import facts_in
from ml.explain import GROUPS, MOST, PLACES, factors_of, principal_reasons
from ml.features import FEATURES, NAMES, Matrix, ScoringFacts, Vector, matrix
from ml.generate import generate
from ml.models.model import probabilities
from ml.preparation import permitted
from ml.scorer import ArtifactJudge, Judged, PointsJudge, judge_in
from tools.knowledge import load_knowledge
from tools.lending.catalogue import Rulebook
from tools.lending.risk import RiskFactor

ROWS = 1_500
AMOUNTS = (
    "credit_score", "annual_income", "dti_pre_pct", "liquid", "years_in_work", "principal",
)  # fmt: skip
BUREAU = ("AA15",)


class People(NamedTuple):
    """Made-up applicants as the scorer sees them, and what it says of them."""

    facts: ScoringFacts
    rows: Matrix
    said: list[Judged]

    def reasons(self) -> list[set[str]]:
        """Return what hurts each of them, by group."""
        told = zip(self.rows, self.said, strict=True)
        factors = (factors_of(values, said.contributions, BUREAU) for values, said in told)
        return [{f.feature for f in found if f.direction == "hurts"} for found in factors]


@pytest.fixture(scope="module")
def judge() -> ArtifactJudge:
    return judge_in()


@pytest.fixture(scope="module")
def people(judge: ArtifactJudge, rulebook: Rulebook) -> People:
    table = generate(ROWS, 5, rulebook=rulebook).applications
    for name in ("credit_score", "years_employed"):
        table[name] = table[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    facts = facts_in(permitted(table), rulebook)
    return People(facts, matrix(facts), judge.judge_rows(matrix(facts)))


def reference(judge: ArtifactJudge) -> Vector:
    return np.array(judge.artifact.manifest.reference, dtype=float)


def test_every_feature_is_in_one_group_and_every_reason_is_a_text_of_the_form() -> None:
    grouped = [name for group in GROUPS for name in group.features]
    known = load_knowledge().rulebook.reasons

    assert sorted(grouped) == sorted(NAMES)
    assert {r for group in GROUPS for r in (*group.reasons, *group.if_missing)} <= set(known)
    assert known["X13"] == "Insufficient savings relative to payments"


def test_contributions_are_exact_against_the_reference(
    judge: ArtifactJudge, people: People
) -> None:
    margins = judge.artifact.model.margins(np.vstack([reference(judge), people.rows]))
    gap = judge.artifact.calibration.slope * (margins[1:] - margins[0])

    sums = [sum(said.contributions) for said in people.said]

    np.testing.assert_allclose(sums, gap, atol=1e-4)


def test_the_reference_itself_has_nothing_to_say(judge: ArtifactJudge) -> None:
    values = reference(judge)

    assert factors_of(values, judge.judge(values).contributions, BUREAU) == ()


def test_at_most_four_hurt_and_four_help_the_strongest_first(people: People) -> None:
    for values, said in zip(people.rows[:300], people.said, strict=False):
        factors = factors_of(values, said.contributions, BUREAU)
        hurts = [f.points for f in factors if f.direction == "hurts"]
        helps = [f.points for f in factors if f.direction == "helps"]
        assert max(len(hurts), len(helps)) <= MOST
        assert hurts == sorted(hurts, reverse=True)
        assert helps == sorted(helps)
        assert all(not f.reasons for f in factors if f.direction == "helps")


def test_changing_only_what_is_named_toward_the_reference_lowers_the_probability(
    judge: ArtifactJudge, people: People
) -> None:
    toward = reference(judge)
    changed, before = [], []
    for values, said, reasons in zip(people.rows, people.said, people.reasons(), strict=True):
        if reasons:
            places = [place for name in reasons for place in PLACES[name]]
            moved = values.copy()
            moved[places] = toward[places]
            changed.append(moved)
            before.append(said.default_probability)

    after = judge.artifact.default_probabilities(np.array(changed))

    assert len(before) > ROWS / 2
    assert (after < np.array(before)).all()


def test_above_the_cut_the_named_reasons_alone_bring_most_back_across_it(
    judge: ArtifactJudge, people: People
) -> None:
    toward, across, of = reference(judge), 0, 0
    for values, said, reasons in zip(people.rows, people.said, people.reasons(), strict=True):
        if said.default_probability <= 0.10:
            continue
        places = [place for name in reasons for place in PLACES[name]]
        moved = values.copy()
        moved[places] = toward[places]
        of += 1
        across += judge.judge(moved).default_probability <= 0.10

    assert across / of > 0.95


def test_one_percent_of_noise_leaves_the_reasons_of_95_in_100_as_they_were(
    judge: ArtifactJudge, people: People
) -> None:
    draw = np.random.default_rng(3)
    noisy = {
        name: getattr(people.facts, name) * (1 + 0.01 * draw.standard_normal(ROWS))
        for name in AMOUNTS
    }
    noisy["credit_score"] = np.clip(noisy["credit_score"], 300, 850)
    rows = matrix(people.facts._replace(**noisy))

    again = People(people.facts, rows, judge.judge_rows(rows)).reasons()

    same = [one == other for one, other in zip(people.reasons(), again, strict=True)]
    assert np.mean(same) >= 0.95


def test_somebody_without_a_credit_file_is_told_so_and_not_of_a_score(
    judge: ArtifactJudge,
) -> None:
    values = reference(judge)
    values[NAMES.index("credit_score")] = np.nan
    parts = [0.0] * len(FEATURES)
    parts[NAMES.index("credit_score")] = 1.0

    (factor,) = factors_of(values, parts, BUREAU)

    assert factor.reasons == ("AA14",)


def test_a_score_without_factors_of_the_bureau_gives_no_reason_of_its_own() -> None:
    values = np.zeros(len(FEATURES))
    parts = [0.0] * len(FEATURES)
    parts[NAMES.index("credit_score")] = 1.0

    (factor,) = factors_of(values, parts, ())

    assert (factor.direction, factor.reasons) == ("hurts", ())
    assert principal_reasons((factor,)) == ()


def test_two_readings_of_one_fact_are_one_reason() -> None:
    parts = [0.0] * len(FEATURES)
    for name in ("dti_pre_pct", "dti_post_neutral_pct"):
        parts[NAMES.index(name)] = 0.4

    factors = factors_of(np.zeros(len(FEATURES)), parts, BUREAU)

    assert [(f.feature, f.points, f.reasons) for f in factors] == [("debts", 35, ("AA09",))]


def test_equal_texts_merge_and_four_are_the_most() -> None:
    named = ("AA17", "AA09", "AA17", "AA08", "X13", "AA07")
    factors = [
        RiskFactor(feature=reason, direction="hurts", points=9, reasons=(reason,))
        for reason in named
    ]

    assert principal_reasons(factors) == ("AA17", "AA09", "AA08", "X13")


def test_the_second_opinion_explains_itself_too(judge: ArtifactJudge, people: People) -> None:
    said = PointsJudge(judge.artifact)(people.rows[0])
    scorecard = judge.artifact.scorecard
    margins = scorecard.margins(np.vstack([reference(judge), people.rows[0]]))

    assert sum(said.contributions) == pytest.approx(margins[1] - margins[0])
    assert said.default_probability == pytest.approx(probabilities(margins)[1])
