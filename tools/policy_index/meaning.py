"""The vectors of an index."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from tools.policy_index.encoders import Encoder
from tools.policy_index.index import Abandoned
from tools.policy_index.records import Passage
from tools.policy_index.store import VectorStore
from tools.policy_index.vectors import VectorIndex
from tools.policy_index.windows import cut

AT_ONCE = 32
"""Texts between two looks at whether anybody still waits."""

Progress = Callable[[int, int], None]
"""Told how many texts are encoded, of how many."""


class Meaning(NamedTuple):
    """An encoder, and the passages as it sees them."""

    encoder: Encoder
    vectors: VectorIndex


def build_meaning(
    passages: Sequence[Passage],
    encoder: Encoder,
    store: VectorStore,
    progress: Progress | None = None,
    goes_on: Callable[[int], bool] = lambda left: True,
) -> Meaning | None:
    """Encode what the store does not hold; None where there are no passages.

    Args:
        passages: of one index, in its order.
        encoder: encodes their windows.
        store: is asked first, and told what was new.
        progress: told after each step.
        goes_on: asked before each step, with the number of texts left.

    Raises:
        EncoderUnavailable: the encoder does not answer.
        Abandoned: `goes_on` said no; what was encoded is kept.
    """
    windows, owners = cut(passages)
    if not windows:
        return None
    vectors = np.zeros((len(windows), encoder.dimensions), np.float32)
    known = store.known(encoder, windows)
    for at, vector in known.items():
        vectors[at] = vector
    new = sorted(
        (at for at in range(len(windows)) if at not in known), key=lambda n: len(windows[n])
    )
    done: list[int] = []
    try:
        for start in range(0, len(new), AT_ONCE):
            if not goes_on(len(new) - start):
                raise Abandoned
            step = new[start : start + AT_ONCE]
            vectors[step] = encoder.encode([windows[at] for at in step], "passage")
            done += step
            if progress:
                progress(len(done), len(new))
    finally:
        if done:
            store.keep(encoder, [windows[at] for at in done], vectors[done])
    return Meaning(encoder, VectorIndex(vectors, owners))
