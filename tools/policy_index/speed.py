"""How fast a large index answers, on generated text: no bank has 50,000 passages of policy."""

from collections.abc import Sequence
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.policy_index.encoders import Encoder, Purpose
from tools.policy_index.index import LocalIndex, Supply
from tools.policy_index.meaning import Meaning
from tools.policy_index.records import Passage
from tools.policy_index.vectors import VectorIndex

VOCABULARY = 20_000
"""Words; the n-th is used as often as 1/n, as in any language (Zipf)."""
WORDS_EACH = 60
WORDS_ASKED = 9
WARM_UP = 5


class Speed(NamedTuple):
    """Milliseconds of one search."""

    passages: int
    with_encoding: float
    """Median."""
    without_encoding: float
    slowest_twentieth: float
    """95 of 100 searches, with encoding, are faster."""


class Timed:
    """An encoder that says how long its last call took."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self._encoder = encoder
        self.ms = 0.0

    def encode(self, texts: Sequence[str], purpose: Purpose) -> NDArray[np.float32]:
        """Encode as the other one does."""
        started = perf_counter()
        vectors = self._encoder.encode(texts, purpose)
        self.ms = (perf_counter() - started) * 1000
        return vectors


def speed_of(encoder: Encoder, passages: int, questions: int) -> Speed:
    """Build an index of generated passages and search it.

    The vectors are generated too: a flat index takes the same time for any.
    """
    timed = Timed(encoder)
    index = generated(timed, passages)
    asked = _texts(questions + WARM_UP, WORDS_ASKED, seed=2)
    with_encoding, without = [], []
    for question in asked:
        started = perf_counter()
        index.search(question)
        spent = (perf_counter() - started) * 1000
        with_encoding.append(spent)
        without.append(spent - timed.ms)
    measured = with_encoding[WARM_UP:]
    slow = quantiles(measured, n=20)[-1]
    figures = (median(measured), median(without[WARM_UP:]), slow)
    return Speed(passages, *(round(ms, 1) for ms in figures))


def generated(encoder: Encoder, passages: int) -> LocalIndex:
    """Return an index of generated passages, ready to be searched."""
    records = tuple(
        Passage(id=str(n), title_path=(), text=text, template=text)
        for n, text in enumerate(_texts(passages, WORDS_EACH, seed=1))
    )
    vectors = np.random.default_rng(3).standard_normal((passages, encoder.dimensions), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    supply = Supply(Meaning(encoder, VectorIndex(vectors, range(passages))))
    index = LocalIndex(records, meaning=lambda: supply)
    index.warm()
    return index


def _texts(count: int, words: int, seed: int) -> list[str]:
    """Return texts of words such as 'w17'."""
    share = 1 / np.arange(1, VOCABULARY + 1)
    drawn = np.random.default_rng(seed).choice(VOCABULARY, (count, words), p=share / share.sum())
    return [" ".join(f"w{word}" for word in row) for row in drawn.tolist()]
