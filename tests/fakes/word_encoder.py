"""An encoder whose vectors count words: quick, and without a model."""

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tools.policy_index.encoders import EncoderUnavailable, Purpose


class WordEncoder:
    """Texts with the same words are alike; `meanings` says which words mean the same."""

    name = "words/1"
    dimensions = 64

    def __init__(self, **meanings: str) -> None:
        self.meanings = meanings
        self.encoded: list[str] = []
        self.fails = False
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def encode(self, texts: Sequence[str], purpose: Purpose) -> NDArray[np.float32]:
        """Return one row per text."""
        self.may_go_on.wait(10)
        if self.fails:
            raise EncoderUnavailable("the fake fails")
        self.encoded += texts
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(".", " ").split():
                place = sum(map(ord, self.meanings.get(word, word))) * 7 % self.dimensions
                row[place] += 1
        unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1)[:, None], 1e-9)
        return unit
