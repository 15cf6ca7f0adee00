"""The same scorer behind a SageMaker endpoint: the same answers, or a scorecard and a person.

An endpoint that is slow, failing, malformed or of another version is silent: the scorecard, which
is here, stands in, and the case goes to review (E-072). After a failure it is left alone for a
while, so that one turn never waits twice.
"""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from ml.artifact import ArtifactError, open_for_serving
from ml.features import Vector
from ml.models.model import as_rows
from ml.scorer import Judged, LearnedScorer, ModelSilent, PointsJudge
from ml.shipped import SHIPPED
from ml.wire import JSON, Answered, asked, judged_in
from tools.lending.catalogue import Rulebook

CONNECT_S, READ_S, ATTEMPTS = 1.0, 2.0, 2
REST_S = 30.0
MOST_BYTES = 1_000_000
"""An answer to one row has a few hundred."""


class RuntimeClient(Protocol):
    """What is used of boto3's sagemaker-runtime client."""

    def invoke_endpoint(self, **arguments: Any) -> Any: ...


def runtime_client(
    region: str, endpoint_url: str | None = None, *, read_s: float = READ_S
) -> RuntimeClient:
    """Construct the client; nothing is called. At most two tries, 1 s to connect, 2 s to answer."""
    import boto3
    from botocore.config import Config

    retries = {"total_max_attempts": ATTEMPTS, "mode": "standard"}
    limits = Config(connect_timeout=CONNECT_S, read_timeout=read_s, retries=retries)
    client: RuntimeClient = boto3.client(
        "sagemaker-runtime", region_name=region, endpoint_url=endpoint_url, config=limits
    )
    return client


class SageMakerJudge:
    """A `Judge` behind an endpoint. Threads may share it."""

    def __init__(
        self,
        client: RuntimeClient,
        endpoint: str,
        version: str,
        *,
        rest_s: float = REST_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare.

        Args:
            client: of sagemaker-runtime.
            endpoint: its name.
            version: the only one whose answers count.
            rest_s: how long a failing endpoint is left alone, in seconds.
            monotonic: a clock in seconds.
        """
        self._client, self._endpoint, self._version = client, endpoint, version
        self._rest_s, self._monotonic = rest_s, monotonic
        self._resting_until = float("-inf")
        self._lock = Lock()

    @property
    def version(self) -> str:
        """The version that is expected of the endpoint."""
        return self._version

    def judge(self, values: Vector) -> Judged:
        """Ask the endpoint.

        Raises:
            ModelSilent: it rests, does not answer, or answers what cannot be used.
        """
        with self._lock:
            if self._monotonic() < self._resting_until:
                raise ModelSilent(f"endpoint {self._endpoint} is left alone after a failure")
        try:
            return self._asked(values)
        except ModelSilent:
            with self._lock:
                self._resting_until = self._monotonic() + self._rest_s
            raise

    def _asked(self, values: Vector) -> Judged:
        try:
            found = self._client.invoke_endpoint(
                EndpointName=self._endpoint,
                ContentType=JSON,
                Accept=JSON,
                Body=asked(as_rows(values)).model_dump_json().encode(),
            )
            body = found["Body"].read(MOST_BYTES)
        except (BotoCoreError, ClientError) as error:
            raise ModelSilent(f"endpoint {self._endpoint}: {type(error).__name__}") from error
        try:
            answer = Answered.model_validate_json(body)
        except ValidationError as error:
            raise ModelSilent(f"endpoint {self._endpoint} answered no judgement") from error
        if answer.version != self._version:
            raise ModelSilent(f"endpoint {self._endpoint} serves another version")
        if len(answer.predictions) != 1:
            raise ModelSilent(f"endpoint {self._endpoint} answered other rows than were asked")
        return judged_in(answer)[0]


def open_remote(
    rulebook: Rulebook,
    folder: Path = SHIPPED,
    *,
    endpoint: str,
    region: str,
    endpoint_url: str | None = None,
    client: RuntimeClient | None = None,
) -> LearnedScorer:
    """Return the scorer of an endpoint that serves what lies in a folder; xgboost is not loaded.

    Args:
        rulebook: of the bank.
        folder: manifest and scorecard of the version that the endpoint serves.
        endpoint: its name.
        region: of AWS.
        endpoint_url: another address of sagemaker-runtime.
        client: another client; one with timeouts and retries by default.

    Raises:
        ArtifactError: a file of the folder is missing or altered, or there are no credentials.
    """
    artifact = open_for_serving(folder)
    try:
        runtime = client or runtime_client(region, endpoint_url)
    except BotoCoreError as error:
        raise ArtifactError(f"sagemaker-runtime cannot be called: {error}") from error
    judge = SageMakerJudge(runtime, endpoint, artifact.manifest.version)
    return LearnedScorer(rulebook, judge, PointsJudge(artifact))
