import numpy as np
import pytest
from numpy.typing import NDArray

from tools.policy_index.belonging import belonging

ANSWERED = np.array([[1, 0, 0], [0.8, 0.6, 0]], np.float32)
OTHERS = np.array([[0, 0, 1]], np.float32)


def test_a_question_is_of_the_kind_of_the_lines_around_it() -> None:
    learned = belonging(ANSWERED, OTHERS)

    assert learned is not None
    assert learned.of(np.array([1, 0, 0], np.float32)) > 0.3
    assert learned.of(np.array([0, 0, 1], np.float32)) < -0.3


def test_a_rare_kind_counts_as_much_as_a_frequent_one() -> None:
    between = np.array([0.5**0.5, 0, 0.5**0.5], np.float32)

    def seen(times: int) -> float:
        learned = belonging(np.repeat(ANSWERED[:1], times, axis=0), OTHERS)
        return learned.of(between) if learned else np.nan

    assert seen(40) == pytest.approx(seen(1), abs=0.35)


@pytest.mark.parametrize("kinds", [(ANSWERED, OTHERS[:0]), (ANSWERED[:0], OTHERS)])
def test_one_kind_alone_teaches_nothing(
    kinds: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> None:
    assert belonging(*kinds) is None


def test_the_same_line_of_both_kinds_says_neither() -> None:
    learned = belonging(ANSWERED[:1], ANSWERED[:1])

    assert learned is not None
    assert learned.of(ANSWERED[0]) == pytest.approx(0, abs=1e-5)
