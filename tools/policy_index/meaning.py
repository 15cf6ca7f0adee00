"""The vectors of an index."""

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.policy_index.askings import NO_ASKINGS, Askings
from tools.policy_index.belonging import Belonging, belonging
from tools.policy_index.encoders import Encoder
from tools.policy_index.encoders.protocol import Purpose
from tools.policy_index.index import Abandoned
from tools.policy_index.records import Passage
from tools.policy_index.store import VectorStore
from tools.policy_index.vectors import VectorIndex
from tools.policy_index.windows import cut

Matrix = NDArray[np.float32]

AT_ONCE = 32
"""Texts between two looks at whether anybody still waits."""

MOST_WORKERS = 4
"""Threads that encode: more would wait for each other between the products of matrices."""

Progress = Callable[[int, int], None]
"""Told how many texts are encoded, of how many."""


class Meaning(NamedTuple):
    """An encoder, and the passages as it sees them."""

    encoder: Encoder
    vectors: VectorIndex
    asked: VectorIndex | None = None
    """Lines that customers say for the passages, where they are known."""
    belonging: Belonging | None = None
    """Tells what policies answer from the rest, and which of them, where lines are known."""


class _Work(NamedTuple):
    """Encodes what is not known yet, and keeps it."""

    encoder: Encoder
    store: VectorStore
    progress: Progress | None
    goes_on: Callable[[int], bool]
    workers: int

    def encoded(self, steps: Sequence[Sequence[str]], purpose: Purpose) -> Generator[Matrix]:
        """Yield the vectors of each step, in order; several steps at once where that is allowed."""
        workers = min(self.workers, len(steps))
        if workers <= 1:
            yield from (self.encoder.encode(step, purpose) for step in steps)
            return
        pool = ThreadPoolExecutor(workers)
        try:
            yield from pool.map(lambda step: self.encoder.encode(step, purpose), steps)
        finally:
            pool.shutdown(cancel_futures=True)


def processors() -> int:
    """Return how many threads may encode at once where nothing else is to be done."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def build_meaning(
    passages: Sequence[Passage],
    encoder: Encoder,
    store: VectorStore,
    progress: Progress | None = None,
    goes_on: Callable[[int], bool] = lambda left: True,
    askings: Askings = NO_ASKINGS,
    workers: int = 1,
) -> Meaning | None:
    """Encode what the store does not hold; None where there are no passages.

    Args:
        passages: of one index, in its order.
        encoder: encodes their windows.
        store: is asked first, and told what was new.
        progress: told after each step.
        goes_on: asked before each step, with the number of texts left.
        askings: lines that are compared with a question.
        workers: threads that encode; more than one only where nobody is being answered meanwhile.

    Raises:
        EncoderUnavailable: the encoder does not answer.
        Abandoned: `goes_on` said no; what was encoded is kept.
    """
    windows, owners = cut(passages)
    if not windows:
        return None
    work = _Work(encoder, store, progress, goes_on, workers)
    vectors = VectorIndex(_encoded(windows, "passage", work), owners)
    if not askings:
        return Meaning(encoder, vectors)
    lines = [(at, line) for at, passage in enumerate(passages) for line in askings.of(passage)]
    said = _encoded([line for _, line in lines] + list(askings.unanswered), "query", work)
    if not goes_on(0):
        raise Abandoned  # before what cannot be stopped half-way
    asked, others = said[: len(lines)], said[len(lines) :]
    owners = [at for at, _ in lines]
    learned = belonging(asked, np.array(owners), len(passages), others)
    return Meaning(encoder, vectors, VectorIndex(asked, owners), learned)


def _encoded(texts: Sequence[str], purpose: Purpose, work: _Work) -> Matrix:
    """Return one vector per text, each text encoded once; the shortest first: even batches."""
    vectors = np.zeros((len(texts), work.encoder.dimensions), np.float32)
    known = work.store.known(work.encoder, texts)
    for at, vector in known.items():
        vectors[at] = vector
    first = {texts[at]: at for at in range(len(texts) - 1, -1, -1) if at not in known}
    new = sorted(first.values(), key=lambda at: len(texts[at]))
    steps = [new[start : start + AT_ONCE] for start in range(0, len(new), AT_ONCE)]
    encoded = work.encoded([[texts[at] for at in step] for step in steps], purpose)
    done: list[int] = []
    try:
        for step in steps:
            if not work.goes_on(len(new) - len(done)):
                raise Abandoned
            vectors[step] = next(encoded)
            done += step
            if work.progress:
                work.progress(len(done), len(new))
    finally:
        encoded.close()
        if done:
            work.store.keep(work.encoder, [texts[at] for at in done], vectors[done])
    again = [at for at in range(len(texts)) if at not in known and first[texts[at]] != at]
    vectors[again] = vectors[[first[texts[at]] for at in again]]
    return vectors
