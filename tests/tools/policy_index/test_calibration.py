"""Where answerable and unanswerable questions are parted."""

import numpy as np
import pytest

from tools.policy_index.answering import Signs, evidence_of
from tools.policy_index.calibration import _parting, fit
from tools.policy_index.fusion import ANSWERS


def parting(right: list[float], wrong: list[float], most: float) -> float:
    return _parting(np.array(right), np.array(wrong), most)


def test_kinds_that_lie_apart_are_parted_in_the_middle_between_them() -> None:
    assert parting([3.0, 4.0, 5.0], [-2.0, -1.0], 0.0) == 1.0


def test_one_stray_question_may_be_refused_where_that_saves_more_errors() -> None:
    right = [-3.0, *np.linspace(2, 4, 39).tolist()]

    assert parting(right, [-4.0, -2.0, 0.0], 0.05) == 1.0


def test_no_more_is_refused_than_may_be() -> None:
    right = np.arange(100.0).tolist()

    assert parting(right, [50.0] * 9, 0.02) <= 2.0


def seen(belonging: float) -> Signs:
    return Signs(0.5, 0.0, 0.0, 4, window=0.5, asked=0.5, belonging=belonging)


def test_a_constant_puts_the_threshold_between_the_kinds() -> None:
    lines = [(seen(x), x > 0) for x in np.linspace(-1, 1, 21).tolist() if x]
    questions = [(seen(0.8), True), (seen(0.9), True), (seen(0.2), False)]

    found = fit(lines, questions)

    assert found is not None
    constant, *weights = found.weights
    at = dict(zip(found.signs, weights, strict=True))["belonging"] * 0.5
    rest = constant + 0.5 * sum(
        w for n, w in zip(found.signs, weights, strict=True) if n != "belonging"
    )
    assert 1 / (1 + np.exp(-(rest + at))) == pytest.approx(ANSWERS, abs=0.02)


@pytest.mark.parametrize("kind", [True, False])
def test_questions_of_one_kind_alone_part_nothing(kind: bool) -> None:
    lines = [(seen(0.9), True), (seen(-0.9), False)]

    assert fit(lines, [(seen(0.5), kind)]) is None


def test_more_signs_speak_for_more() -> None:
    assert evidence_of(seen(0.9)) > evidence_of(seen(-0.9))
