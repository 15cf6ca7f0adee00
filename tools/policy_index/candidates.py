"""Which passages of an index are looked at for a question."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.policy_index.meaning import Meaning


def candidates_of(
    best: "NDArray[np.int64]",
    meaning: "Meaning",
    vector: "NDArray[np.float32]",
    n: int,
    allowed: "NDArray[np.bool_] | None",
) -> "NDArray[np.int64]":
    """Return the passages that are near in words, in meaning, or to a line that is said for one."""
    import numpy as np

    near = np.union1d(best, meaning.vectors.nearest(vector, n, allowed))
    if meaning.asked is None:
        return near
    return np.union1d(near, meaning.asked.nearest(vector, n, allowed))


def best_of(scores: "NDArray[np.float32]", n: int) -> "NDArray[np.int64]":
    """Return the places of the `n` best scores above zero, best first, ties in order of place."""
    import numpy as np

    places = np.flatnonzero(scores > 0)
    if len(places) > n:
        least = np.partition(scores[places], -n)[-n]
        places = places[scores[places] >= least]
    order = (-scores[places]).argsort(kind="stable")
    return places[order][:n]
