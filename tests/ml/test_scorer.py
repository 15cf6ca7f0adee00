"""The trained scorer in the seat of `CreditScorer`: what it answers, with and without a model."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from ml.assemble import probe_rows
from ml.features import Vector, features_of
from ml.scorer import (
    Judged,
    LearnedScorer,
    ModelSilent,
    PointsJudge,
    judge_in,
    open_learned,
    silent_scorer,
)
from ml.shipped import ScorerNotLoaded
from tools.knowledge.golden import GoldenCase, golden_cases
from tools.lending.catalogue import Rulebook
from tools.lending.evaluate import evaluate
from tools.lending.records import Outcome, Severity
from tools.lending.risk import SCORED, Score, scored, unscored

TODAY = date(2026, 11, 16)
CASES = {case.id: case for case in golden_cases()}


@pytest.fixture(scope="module")
def learned(rulebook: Rulebook) -> LearnedScorer:
    return open_learned(rulebook)


@pytest.fixture(scope="module")
def silent(rulebook: Rulebook) -> LearnedScorer:
    found = silent_scorer(rulebook)
    assert isinstance(found, LearnedScorer)
    return found


class Saying:
    """A judge that says what it was told, and counts how often it was asked."""

    version = "xgboost-0000"

    def __init__(self, probability: float, other: float) -> None:
        self.said, self.asked = Judged(probability, other, (0.0,) * 12), 0

    def judge(self, values: Vector) -> Judged:
        self.asked += 1
        return self.said


def of(scorer: LearnedScorer, case: str) -> Score:
    found = scorer.score(CASES[case].inquiry)
    assert found is not None
    return found


def failed(case: str, score: Score | None, rulebook: Rulebook) -> set[str]:
    found = evaluate(scored(CASES[case].inquiry, score), rulebook, TODAY).failed
    return {finding.rule for finding in found}


def test_a_golden_applicant_is_scored_by_the_model_with_a_second_opinion(
    learned: LearnedScorer,
) -> None:
    score = of(learned, "C01")

    assert score.scorer == learned.version == judge_in().artifact.manifest.version
    assert score.risk_tier == "low"
    assert 0 < score.default_probability < Decimal("0.05")
    assert score.default_probability.as_tuple().exponent == -6
    assert score.scorecard_probability is not None
    assert not score.model_silent


def test_the_score_is_the_calibrated_probability_of_the_artefact(
    learned: LearnedScorer, rulebook: Rulebook
) -> None:
    values = features_of(CASES["C02"].inquiry, rulebook)
    assert values is not None

    expected = judge_in().artifact.default_probabilities(values.reshape(1, -1))[0]

    assert float(of(learned, "C02").default_probability) == pytest.approx(expected, abs=1e-6)


def test_explaining_changes_no_score(rulebook: Rulebook) -> None:
    """The probability is that of the artefact to the last digit, for a table as for one row."""
    rows = probe_rows(rulebook)[:300]
    judge = judge_in()

    together = [said.default_probability for said in judge.judge_rows(rows)]

    expected = judge.artifact.default_probabilities(rows)
    np.testing.assert_allclose(together, expected, rtol=0, atol=1e-9)
    np.testing.assert_allclose(
        [judge.judge(row).default_probability for row in rows[:50]],
        expected[:50],
        rtol=0,
        atol=1e-9,
    )


@pytest.mark.parametrize("case", ["C03G", "C04", "C20"])
def test_gold_is_not_scored(learned: LearnedScorer, case: str) -> None:
    assert learned.score(CASES[case].inquiry) is None


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: case.id)
def test_a_score_only_ever_turns_a_golden_fit_into_a_review(
    learned: LearnedScorer, case: GoldenCase, rulebook: Rulebook
) -> None:
    bare = evaluate(unscored(case.inquiry), rulebook, TODAY)
    again = evaluate(scored(case.inquiry, learned.score(case.inquiry)), rulebook, TODAY)

    moved = (bare.outcome, again.outcome)
    assert bare.outcome == again.outcome or moved == (Outcome.LIKELY_FITS, Outcome.NEEDS_REVIEW)
    assert again.principal_reasons == bare.principal_reasons
    assert [o.note_rate_pct for o in again.offers] == [o.note_rate_pct for o in bare.offers]


@pytest.mark.parametrize(("probability", "rule"), [(0.12, "E-071"), (0.30, "E-070")])
def test_a_high_probability_sends_what_fits_to_a_person(
    probability: float, rule: str, rulebook: Rulebook
) -> None:
    scorer = LearnedScorer(
        rulebook, Saying(probability, probability), PointsJudge(judge_in().artifact)
    )
    inquiry = scored(CASES["C01"].inquiry, of(scorer, "C01"))

    found = evaluate(inquiry, rulebook, TODAY)

    assert found.outcome is Outcome.NEEDS_REVIEW
    assert [(f.rule, f.severity) for f in found.failed] == [(rule, Severity.REFER)]


def test_strong_disagreement_sends_what_fits_to_a_person(rulebook: Rulebook) -> None:
    scorer = LearnedScorer(rulebook, Saying(0.02, 0.1201), PointsJudge(judge_in().artifact))

    assert failed("C01", of(scorer, "C01"), rulebook) == {"E-072"}


def test_a_silent_model_sends_what_fits_to_a_person_and_never_to_a_no(
    silent: LearnedScorer, rulebook: Rulebook
) -> None:
    score = of(silent, "C01")
    found = evaluate(scored(CASES["C01"].inquiry, score), rulebook, TODAY)

    assert score.model_silent
    assert score.scorer == f"scorecard of {silent.version}"
    assert score.default_probability == score.scorecard_probability
    assert found.outcome is Outcome.NEEDS_REVIEW
    assert {f.rule for f in found.failed} == {"E-072"}
    assert found.offers


def test_a_rule_that_refuses_says_it_better_than_a_score(rulebook: Rulebook) -> None:
    scorer = LearnedScorer(rulebook, Saying(0.50, 0.05), PointsJudge(judge_in().artifact))

    found = evaluate(scored(CASES["C02"].inquiry, of(scorer, "C02")), rulebook, TODAY)

    assert found.outcome is Outcome.FITS_WITH_CHANGES
    assert {f.rule for f in found.failed if f.replaced_by is None} == {"E-041"}
    assert all(offer.subject_to_review for offer in found.offers)


def test_equal_features_are_judged_once(rulebook: Rulebook) -> None:
    judge = Saying(0.05, 0.05)
    scorer = LearnedScorer(rulebook, judge, PointsJudge(judge_in().artifact))

    first, second = of(scorer, "C01"), of(scorer, "C01")

    assert first == second
    assert judge.asked == 1


def test_a_silent_answer_is_not_remembered(rulebook: Rulebook) -> None:
    class Recovering(Saying):
        def judge(self, values: Vector) -> Judged:
            said = super().judge(values)
            if self.asked == 1:
                raise ModelSilent("away")
            return said

    scorer = LearnedScorer(rulebook, Recovering(0.05, 0.05), PointsJudge(judge_in().artifact))

    assert [of(scorer, "C01").model_silent for _ in range(2)] == [True, False]


def test_what_a_score_leaves_is_taken_away_whole(learned: LearnedScorer) -> None:
    inquiry = CASES["C01"].inquiry

    marked = scored(inquiry, of(learned, "C01"))

    assert unscored(marked) == inquiry
    assert all(getattr(marked, name) is not None for name in SCORED)


def test_a_probability_no_float_can_spell_is_still_one_of_six_places(rulebook: Rulebook) -> None:
    scorer = LearnedScorer(
        rulebook, Saying(np.nextafter(0.1, 0), 0.1), PointsJudge(judge_in().artifact)
    )

    assert of(scorer, "C01").default_probability == Decimal("0.100000")


def test_a_folder_without_a_scorer_is_named(rulebook: Rulebook, tmp_path: Path) -> None:
    with pytest.raises(ScorerNotLoaded, match=r"manifest\.json"):
        open_learned(rulebook, tmp_path)
