"""What every text encoder gives."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Purpose = Literal["passage", "query"]
"""What a text is encoded for: some models encode a question and its answer differently."""


class EncoderUnavailable(Exception):
    """There is no such encoder here, or it does not answer; the message says why."""


class Encoder(Protocol):
    """Turns texts into vectors of length one, whose dot product is their likeness, -1 to 1."""

    @property
    def name(self) -> str:
        """The model and its version: vectors of two encoders may be mixed if it is equal."""

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str], purpose: Purpose) -> "NDArray[np.float32]":
        """Return one row per text, `(len(texts), dimensions)`, float32, each of length one.

        Raises:
            EncoderUnavailable: the model does not answer.
        """
