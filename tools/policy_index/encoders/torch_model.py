"""Any sentence-transformers model, by name or folder: needs the extra `semantic` (torch)."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from tools.policy_index.encoders.protocol import EncoderUnavailable, Purpose

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class _Model(Protocol):
    """What is used of a SentenceTransformer."""

    def encode(
        self, sentences: list[str], *, normalize_embeddings: bool, show_progress_bar: bool
    ) -> "NDArray[np.float32]": ...


class TorchModel:
    """The encoder."""

    def __init__(self, model: str) -> None:
        """Load `model`, a name or a folder.

        Raises:
            EncoderUnavailable: sentence-transformers is not installed, or there is no such model.
        """
        try:
            library = import_module("sentence_transformers")
        except ImportError as error:
            reason = f"{error.name} is not installed: pip install -e '.[semantic]'"
            raise EncoderUnavailable(reason) from error
        try:
            loaded = library.SentenceTransformer(model, device="cpu")
        except (OSError, ValueError) as error:
            raise EncoderUnavailable(f"the model {model} does not load ({error})") from error
        self._model = cast(_Model, loaded)
        self.name = f"sentence-transformers/{model}"
        self.dimensions = self._model.encode(
            ["size"], normalize_embeddings=True, show_progress_bar=False
        ).shape[1]

    def encode(self, texts: Sequence[str], purpose: Purpose) -> "NDArray[np.float32]":
        """Return `(len(texts), dimensions)`; the model's own prompts are not used."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        vectors = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)
