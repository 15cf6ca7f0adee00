import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.policy_index.fusion import ANSWERS, evidence, fused
from tools.policy_index.vectors import VectorIndex

OWNERS = [0, 0, 1, 2, 2, 2]


@pytest.fixture
def index() -> VectorIndex:
    return VectorIndex(np.eye(6, dtype=np.float32), OWNERS)


def towards(*weights: float) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return np.array(weights, np.float32)


def test_a_passage_is_as_near_as_its_nearest_window(index: VectorIndex) -> None:
    query = towards(0.1, 0.9, 0.3, 0.2, 0.7, 0.1)[None]

    near = index.likeness(query, np.array([0, 1, 2]))

    assert near == pytest.approx([0.9, 0.3, 0.7])
    assert index.likeness(query, np.array([2, 0])) == pytest.approx([0.7, 0.9])


def test_passages_come_once_and_the_nearest_first(index: VectorIndex) -> None:
    query = towards(0.1, 0.9, 0.3, 0.2, 0.7, 0.1)[None]

    assert index.nearest(query, 6, None).tolist() == [0, 2, 1]
    assert index.nearest(query, 1, None).tolist() == [0]
    assert index.nearest(query, 100, None).tolist() == [0, 2, 1]


def test_what_is_not_allowed_is_not_found_and_takes_nobodys_place(index: VectorIndex) -> None:
    query = towards(0.1, 0.9, 0.3, 0.2, 0.7, 0.1)[None]

    assert index.nearest(query, 1, np.array([False, True, True])).tolist() == [2]
    assert index.nearest(query, 6, np.zeros(3, np.bool_)).tolist() == []


def test_a_passage_is_as_near_as_its_window_to_any_part_of_a_question(index: VectorIndex) -> None:
    parts = np.stack([towards(0.9, 0, 0, 0, 0, 0), towards(0.1, 0, 0.2, 0, 0.7, 0)])

    assert index.likeness(parts, np.array([0, 1, 2])) == pytest.approx([0.9, 0.2, 0.7])
    assert index.nearest(parts, 1, None).tolist() == [0, 2]


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(-1, 1)), min_size=1, max_size=30))
def test_better_on_both_sides_is_never_ranked_lower(pairs: list[tuple[float, float]]) -> None:
    words, meaning = (np.array(side, np.float32) for side in zip(*pairs, strict=True))

    score = fused(words, meaning)

    assert np.isfinite(score).all()
    best = [n for n in range(len(pairs)) if words[n] == words.max() and meaning[n] == meaning.max()]
    assert all(score[n] >= score.max() - 1e-3 for n in best)


def test_all_weight_on_one_side_ranks_by_that_side() -> None:
    words, meaning = towards(3, 1, 2), towards(0.1, 0.2, 0.3)

    assert fused(words, meaning, 0.0).argmax() == 0
    assert fused(words, meaning, 1.0).argmax() == 2


@given(st.floats(0, 1), st.floats(0, 60), st.floats(-1, 1) | st.none())
def test_evidence_is_a_share(coverage: float, bm25: float, likeness: float | None) -> None:
    assert 0 <= evidence(coverage, bm25, likeness) <= 1


def test_a_shared_word_alone_is_no_answer_and_neither_is_a_shared_topic() -> None:
    assert evidence(coverage=0.3, bm25=2.0, likeness=None) < ANSWERS
    assert evidence(coverage=0.2, bm25=2.0, likeness=0.45) < ANSWERS
