import numpy as np
import pytest
from numpy.typing import NDArray

from tools.policy_index.belonging import Belonging, belonging

ANSWERED = np.array([[1, 0, 0], [0.8, 0.6, 0]], np.float32)
OTHERS = np.array([[0, 0, 1]], np.float32)


def learned(answered: NDArray[np.float32], others: NDArray[np.float32]) -> Belonging:
    """Each answered line has a passage of its own."""
    return belonging(answered, np.arange(len(answered)), len(answered), others)


def test_a_question_is_of_the_kind_of_the_lines_around_it() -> None:
    lines = learned(ANSWERED, OTHERS)

    assert lines.of(np.array([[1, 0, 0]], np.float32)).belonging > 0.3
    assert lines.of(np.array([[0, 0, 1]], np.float32)).belonging < -0.3


def test_a_question_belongs_to_the_passage_of_the_lines_around_it() -> None:
    lines = learned(ANSWERED, OTHERS)

    first, second = lines.of(np.array([[0.6, 0.8, 0]], np.float32)).owners
    assert second > first
    assert np.abs(lines.of(OTHERS[:1]).owners).max() < 0.2


def test_a_rare_kind_counts_as_much_as_a_frequent_one() -> None:
    between = np.array([[0.5**0.5, 0, 0.5**0.5]], np.float32)

    def seen(times: int) -> float:
        return learned(np.repeat(ANSWERED[:1], times, axis=0), OTHERS).of(between).belonging

    assert seen(40) == pytest.approx(seen(1), abs=0.35)


def test_one_kind_alone_teaches_nothing_of_the_kind_but_of_the_passages() -> None:
    said = learned(ANSWERED, OTHERS[:0]).of(np.array([[1, 0, 0]], np.float32))

    assert said.belonging == 1.0
    assert said.owners.argmax() == 0


def test_the_same_line_of_both_kinds_says_neither() -> None:
    assert learned(ANSWERED[:1], ANSWERED[:1]).of(ANSWERED[:1]).belonging == pytest.approx(
        0, abs=1e-5
    )
