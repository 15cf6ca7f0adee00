"""Amazon Titan and Cohere embedding models on Amazon Bedrock (`bedrock-runtime`, InvokeModel)."""

import json
import math
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from tools.policy_index.encoders.protocol import EncoderUnavailable, Purpose

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COHERE_TEXTS = 96
"""Texts in one call of a Cohere model."""
COHERE_CHARACTERS = 2_048
TITAN_CHARACTERS = 50_000
DIMENSIONS = (("titan-embed-text-v1", 1536), ("cohere.embed-v4", 1536), ("", 1024))
"""Of a model whose name holds the words; the first that fits."""
CONNECT_S, READ_S, ATTEMPTS = 2.0, 4.0, 2
REST_S = 30.0
"""After a failure customers' questions are searched by words for so long, without asking."""

Rows = list[list[float]]


class BedrockClient(Protocol):
    """What is used of boto3's bedrock-runtime client."""

    def invoke_model(self, **request: Any) -> dict[str, Any]: ...


class _Answer(BaseModel):
    """What comes back of either family; other fields are ignored."""

    model_config = ConfigDict(extra="ignore")

    embedding: list[float] | None = None
    embeddings: Rows | None = None

    @field_validator("embeddings", mode="before")
    @classmethod
    def _floats(cls, value: object) -> object:
        """Cohere answers a list, or lists by type where types were asked for."""
        return value.get("float") if isinstance(value, dict) else value


def runtime_client(region: str, endpoint_url: str | None = None) -> BedrockClient:
    """Construct the client; nothing is called."""
    import boto3
    from botocore.config import Config

    retries = {"total_max_attempts": ATTEMPTS, "mode": "standard"}
    limits = Config(connect_timeout=CONNECT_S, read_timeout=READ_S, retries=retries)
    client: BedrockClient = boto3.client(
        "bedrock-runtime", region_name=region, endpoint_url=endpoint_url, config=limits
    )
    return client


class BedrockEncoder:
    """The encoder. A model that does not answer leaves the search to words."""

    def __init__(self, model: str, client: BedrockClient) -> None:
        self.name = f"bedrock/{model}"
        self._model = model
        self._client = client
        self._is_cohere = "cohere." in model
        self._rests_until = 0.0
        self.dimensions = next(size for words, size in DIMENSIONS if words in model)

    def encode(self, texts: Sequence[str], purpose: Purpose) -> "NDArray[np.float32]":
        """Return `(len(texts), dimensions)`; Titan takes one call per text, Cohere one per 96."""
        import numpy as np

        if purpose == "query" and monotonic() < self._rests_until:
            raise EncoderUnavailable(f"{self._model} did not answer a moment ago")
        try:
            rows = [row for body in self._bodies(texts, purpose) for row in self._ask(body)]
        except EncoderUnavailable:
            self._rests_until = monotonic() + REST_S
            raise
        if len(rows) != len(texts) or any(len(row) != self.dimensions for row in rows):
            raise EncoderUnavailable(f"{self._model} answered with vectors of another shape")
        vectors = np.asarray(rows, np.float32).reshape(len(rows), self.dimensions)
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(length > 0, length, 1), np.float32)

    def _bodies(self, texts: Sequence[str], purpose: Purpose) -> Iterator[dict[str, object]]:
        said = [text.strip() or "-" for text in texts]  # neither family takes an empty text
        if not self._is_cohere:
            for text in said:
                yield {"inputText": text[:TITAN_CHARACTERS]}
            return
        kind = "search_document" if purpose == "passage" else "search_query"
        for start in range(0, len(said), COHERE_TEXTS):
            some = [text[:COHERE_CHARACTERS] for text in said[start : start + COHERE_TEXTS]]
            yield {"texts": some, "input_type": kind, "truncate": "END"}

    def _ask(self, body: dict[str, object]) -> Rows:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            answer = self._client.invoke_model(
                modelId=self._model,
                body=json.dumps(body),
                contentType="application/json",
                accept="application/json",
            )
            read = _Answer.model_validate_json(answer["body"].read())
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "an error")
            raise EncoderUnavailable(f"{self._model} answered {code}") from error
        except (BotoCoreError, ValidationError) as error:
            raise EncoderUnavailable(f"{self._model}: {type(error).__name__}") from error
        rows = read.embeddings if read.embedding is None else [read.embedding]
        if not rows or not all(math.isfinite(x) for row in rows for x in row):
            raise EncoderUnavailable(f"{self._model} answered without vectors")
        return rows
