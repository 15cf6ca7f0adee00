"""Which encoder: a word of the settings -> the encoder."""

import threading
from collections.abc import Callable
from functools import lru_cache

from tools.policy_index.encoders.protocol import Encoder, EncoderUnavailable

MINILM = "minilm"
NONE = "none"
CHOICES = (
    (MINILM, "all-MiniLM-L6-v2 in NumPy, from its package"),
    (NONE, "words alone"),
    ("sentence-transformers:NAME", "any model name or folder; needs the extra `semantic`"),
    ("bedrock:MODEL", "an Amazon Titan or Cohere embedding model on Amazon Bedrock"),
)


def is_choice(said: str) -> bool:
    """Say whether `said` names an encoder.

    >>> is_choice("minilm"), is_choice("bedrock:amazon.titan-embed-text-v2:0"), is_choice("gpt")
    (True, True, False)
    """
    kind, _, model = said.partition(":")
    return said in (MINILM, NONE) or (kind in ("sentence-transformers", "bedrock") and bool(model))


def encoder_for(
    said: str, region: str = "us-east-1", endpoint_url: str | None = None
) -> Callable[[], Encoder] | None:
    """Return what loads the encoder that `said` names; None for words alone.

    Args:
        said: one of `CHOICES`.
        region: AWS region of a Bedrock encoder.
        endpoint_url: another address of the Bedrock runtime.

    Raises:
        ValueError: `said` is none of them; the message lists them.
    """
    if not is_choice(said):
        names = ", ".join(name for name, _ in CHOICES)
        raise ValueError(f"'{said}' is no encoder: choose one of {names}")
    kind, _, model = said.partition(":")
    if kind == NONE:
        return None
    if kind == MINILM:
        return default_encoder
    if kind == "bedrock":
        return lambda: _bedrock(model, region, endpoint_url)
    return lambda: _sentence_transformer(model)


def default_encoder() -> Encoder:
    """Load MiniLM, once in a process. Raises `EncoderUnavailable` where it is not installed.

    Whoever asks while it is being loaded waits for that.
    """
    with _LOADING:
        return _minilm()


_LOADING = threading.Lock()


@lru_cache(maxsize=1)
def _minilm() -> Encoder:
    try:
        from tools.policy_index.encoders.minilm import MiniLM
    except ImportError as error:
        raise EncoderUnavailable(f"{error.name} is not installed") from error
    return MiniLM()


@lru_cache(maxsize=2)
def _sentence_transformer(model: str) -> Encoder:
    from tools.policy_index.encoders.torch_model import TorchModel

    return TorchModel(model)


@lru_cache(maxsize=2)
def _bedrock(model: str, region: str, endpoint_url: str | None) -> Encoder:
    from tools.policy_index.encoders.bedrock import BedrockEncoder, runtime_client

    return BedrockEncoder(model, runtime_client(region, endpoint_url))
