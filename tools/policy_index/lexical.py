"""Search by words: BM25 over stems, with synonyms."""

import logging
import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from bm25s import BM25
from numpy.typing import NDArray

from tools.policy_index.words import Term

SYNONYM_WEIGHT = 0.7
"""What a synonym adds, against a word of the question itself. Chosen on the tuning half."""


class LexicalIndex:
    """Passages by their stems. Reading only: threads may share it."""

    def __init__(self, passages: Sequence[list[str]]) -> None:
        """Index the stems of every passage, in the passages' order."""
        self.size = len(passages)
        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it switches itself to DEBUG
        self._bm25 = BM25()
        if any(passages):
            self._bm25.index(list(passages), show_progress=False)
        else:
            self._bm25.vocab_dict = {}

    def knows(self, stem: str) -> bool:
        return stem in self._bm25.vocab_dict

    def scores(self, terms: Sequence[Term]) -> NDArray[np.float32]:
        """Return one BM25 score per passage (Robertson and Zaragoza 2009); zero shares no word."""
        meant = list(dict.fromkeys(other for term in terms for other in term.others))
        return self._sum([t.stem for t in terms]) + np.float32(SYNONYM_WEIGHT) * self._sum(meant)

    def _sum(self, stems: list[str]) -> NDArray[np.float32]:
        known = [stem for stem in stems if self.knows(stem)]
        if not known:
            return np.zeros(self.size, np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(known)
        return scores

    def coverage(self, terms: Sequence[Term], at: int) -> float:
        """Return the share of the question's weight that passage `at` holds, 0 to 1.

        A word weighs the more the rarer it is. A number that no passage has is the customer's own
        case, not the topic, and weighs nothing.
        """
        topic = [t for t in terms if self.knows(t.stem) or not t.stem.isdigit()]
        total = sum(self.rarity(term.stem) for term in topic)
        return sum(self.rarity(t.stem) * self._held(t, at) for t in topic) / (total or 1)

    def _held(self, term: Term, at: int) -> float:
        if self._holds(at, term.stem):
            return 1.0
        total = sum(self.rarity(other) for other in term.others)
        held = sum(self.rarity(other) for other in term.others if self._holds(at, other))
        return held / (total or 1)

    def _holds(self, at: int, stem: str) -> bool:
        rows = self._rows(stem)
        place = int(np.searchsorted(rows, at))
        return place < len(rows) and int(rows[place]) == at

    def _rows(self, stem: str) -> NDArray[np.int32]:
        """Return the passages that hold the stem, ascending: a column of BM25's sparse matrix."""
        column = self._bm25.vocab_dict.get(stem)
        if column is None:
            return np.zeros(0, np.int32)
        starts, rows = self._matrix
        return rows[starts[column] : starts[column + 1]]

    @cached_property
    def _matrix(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        return self._bm25.scores["indptr"], self._bm25.scores["indices"]

    def rarity(self, stem: str) -> float:
        """Return how much a stem weighs: the more, the fewer passages hold it."""
        seen = len(self._rows(stem))
        return math.log(1 + (self.size - seen + 0.5) / (seen + 0.5))
