"""Vectors kept on disk by what they stand for, so that an edit encodes what was edited."""

import logging
import os
import re
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tools.policy_index.encoders import Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

log = logging.getLogger(__name__)

MOST_KEPT = 20_000
"""Vectors of one file; the oldest beyond it are forgotten."""
BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


class VectorStore:
    """Vectors by the hash of encoder and text, a file per encoder; a damaged one is made anew."""

    def __init__(self, folder: Path | None) -> None:
        """Keep vectors in `folder`, made when first needed; None keeps them in memory only."""
        self._folder = folder
        self._memory: dict[str, dict[bytes, Matrix]] = {}

    def known(self, encoder: Encoder, texts: Sequence[str]) -> "dict[int, Matrix]":
        """Return the vectors that are known, by place in `texts`."""
        kept = self._kept(encoder)
        found = ((at, kept.get(_key(encoder, text))) for at, text in enumerate(texts))
        return {at: vector for at, vector in found if vector is not None}

    def keep(self, encoder: Encoder, texts: Sequence[str], vectors: "Matrix") -> None:
        """Add vectors; another process that writes at once loses nothing but its time."""
        kept = dict(self._kept(encoder))
        for text, vector in zip(texts, vectors, strict=True):
            kept[_key(encoder, text)] = vector
        self._memory[encoder.name] = kept = dict(list(kept.items())[-MOST_KEPT:])
        if self._folder is not None and kept:
            self._write(self._file(self._folder, encoder), kept)

    def _kept(self, encoder: Encoder) -> "dict[bytes, Matrix]":
        if encoder.name not in self._memory:
            self._memory[encoder.name] = self._read(encoder)
        return self._memory[encoder.name]

    def _read(self, encoder: Encoder) -> "dict[bytes, Matrix]":
        if self._folder is None or not (file := self._file(self._folder, encoder)).exists():
            return {}
        import numpy as np

        try:
            with file.open("rb") as raw, np.load(raw, allow_pickle=False) as content:
                keys, vectors = content["keys"], content["vectors"]
        except BROKEN as error:
            log.warning("%s is damaged (%s); its vectors are made anew", file.name, error)
            return {}
        if vectors.shape != (len(keys), encoder.dimensions) or vectors.dtype != np.float32:
            log.warning("%s holds vectors of another shape; they are made anew", file.name)
            return {}
        return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}

    def _write(self, file: Path, kept: "dict[bytes, Matrix]") -> None:
        import numpy as np

        keys = np.frombuffer(b"".join(kept), np.uint8).reshape(len(kept), -1)
        unfinished = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as opened:
                np.savez(opened, keys=keys, vectors=np.stack(list(kept.values())))
            unfinished.replace(file)
        except OSError as error:
            log.warning("vectors cannot be kept in %s (%s)", file.parent, error.strerror)

    @staticmethod
    def _file(folder: Path, encoder: Encoder) -> Path:
        return folder / f"vectors-{re.sub(r'[^A-Za-z0-9.]+', '-', encoder.name)}.npz"


def _key(encoder: Encoder, text: str) -> bytes:
    return sha256(f"{encoder.name}\0{text}".encode()).digest()
