"""What a message means as a whole: its sentence vector, where the encoder is installed.

Words that nobody thought of lie near words that were learned from. The first message waits for the
encoder to be loaded; every later one costs some milliseconds, and none twice.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tools.policy_index.encoders import Encoder, EncoderUnavailable, default_encoder

log = logging.getLogger(__name__)

Vector = Any
"""A NumPy array of 384 numbers, of length one together; NumPy comes with the encoder."""
MeaningOf = Callable[[str], Vector | None]
"""Gives the vector of a text; None where words alone have to do."""
MOST_CHARACTERS = 1_000
"""A longer message is told by its beginning."""
_KEPT = 64


def words_alone(text: str) -> Vector | None:
    """Read no meaning."""
    return None


@lru_cache(maxsize=_KEPT)
def sentence_meaning(text: str) -> Vector | None:
    """Return the meaning of a text by all-MiniLM-L6-v2; None where that is not installed."""
    encoder = _encoder()
    return None if encoder is None else encoder.encode([text[:MOST_CHARACTERS]], "query")[0]


@lru_cache(maxsize=1)
def _encoder() -> Encoder | None:
    try:
        return default_encoder()
    except EncoderUnavailable as error:
        log.warning("messages are read by words alone: %s", error)
        return None
