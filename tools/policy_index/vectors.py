"""Search by meaning: the windows of all passages in a FAISS index."""

from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
_FAISS: Any = faiss  # its type hints are those of C++, not of what Python calls


class VectorIndex:
    """Windows by their vectors of length one. Reading only: threads may share it."""

    def __init__(self, vectors: Matrix, owners: Sequence[int]) -> None:
        """Index `vectors`, `(windows, dimensions)`; `owners` names each one's passage, ascending.

        A passage has at least one window.
        """
        self._vectors = np.ascontiguousarray(vectors, np.float32)
        self._owners = np.asarray(owners, np.int64)
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(self._vectors)
        self._first = np.flatnonzero(np.diff(self._owners, prepend=-1))

    def nearest(
        self, query: Matrix, n: int, allowed: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        """Return the passages of the `n` windows nearest to each part, each once, nearest first.

        Args:
            query: the parts of a question, `(parts, dimensions)`.
            n: how many windows are looked at.
            allowed: one flag per passage; None allows all.
        """
        chosen = None
        if allowed is not None:
            bits = np.packbits(allowed[self._owners], bitorder="little")
            chosen = _FAISS.SearchParameters(sel=_FAISS.IDSelectorBitmap(bits))
        _, found = self._index.search(query, min(n, len(self._owners)), params=chosen)
        ranked = found.T.ravel()
        owners: NDArray[np.int64] = self._owners[ranked[ranked >= 0]]
        _, first = np.unique(owners, return_index=True)
        nearest: NDArray[np.int64] = owners[np.sort(first)]
        return nearest

    def likeness(self, query: Matrix, passages: NDArray[np.int64]) -> Matrix:
        """Return the cosine of each passage's nearest window to any part of a question, -1 to 1."""
        ends = np.append(self._first, len(self._owners))
        starts, counts = ends[passages], np.diff(ends)[passages]
        windows = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        nearness = (self._vectors[windows] @ query.T).max(axis=1)
        best: Matrix = np.maximum.reduceat(nearness, np.cumsum(counts) - counts)
        return best
