"""Which passages of an index are looked at for a question."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.policy_index.meaning import Meaning


class Found(NamedTuple):
    """One candidate: its place, its fused score and the cosine, if there is one."""

    at: int
    score: float
    likeness: float | None


class Ranked(NamedTuple):
    """The candidates of one search, best first, and how near the question is to known ones."""

    found: list[Found]
    window: float | None = None
    asked: float = 0.0
    belonging: float = 1.0
    known: bool | None = None
    """Whether the question is a line that a passage answers, or none; None where it is neither."""


def candidates_of(
    best: "NDArray[np.int64]",
    meaning: "Meaning",
    question: "NDArray[np.float32]",
    n: int,
    allowed: "NDArray[np.bool_] | None",
) -> "NDArray[np.int64]":
    """Return the passages that are near in words, in meaning, or to a line that is said for one."""
    import numpy as np

    near = np.union1d(best, meaning.vectors.nearest(question, n, allowed))
    if meaning.asked is None:
        return near
    return np.union1d(near, meaning.asked.nearest(question, n, allowed))


def best_of(scores: "NDArray[np.float32]", n: int) -> "NDArray[np.int64]":
    """Return the places of the `n` best scores above zero, best first, ties in order of place."""
    import numpy as np

    places = np.flatnonzero(scores > 0)
    if len(places) > n:
        least = np.partition(scores[places], -n)[-n]
        places = places[scores[places] >= least]
    order = (-scores[places]).argsort(kind="stable")
    return places[order][:n]
