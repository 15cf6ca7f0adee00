"""The same passages out of an Amazon Bedrock Knowledge Base (`bedrock-agent-runtime`, Retrieve).

Documents lie in the Knowledge Base with these attributes, one passage each, as
`python -m tools.policy_index export` writes them: passage_id, title_path (joined by " > "),
audience, version, effective_date, expires, product. A passage that the bank's own folder holds too
comes from the folder, whose figures are those of the catalogue; the Knowledge Base then only ranks.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import date
from time import monotonic
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from tools.lending.records import Product
from tools.policy_index.index import MAX_QUERY_CHARS
from tools.policy_index.records import Audience, Passage, PolicyIndex
from tools.policy_index.references import neutralise

log = logging.getLogger(__name__)

MOST_PAGES = 5
PAGE = 25
"""Results of one page."""
MIN_SCORE = 0.4
"""A passage below it is no answer; the Knowledge Base's scores lie between 0 and 1."""
CONNECT_S, READ_S, ATTEMPTS = 2.0, 4.0, 2
REST_S = 30.0
"""After a failure the local index answers for so long, without asking."""
SEPARATOR = " > "
ANY_PRODUCT = "any"
"""A filter does not find what lacks the attribute, so every passage has it."""


def attributes_of(passage: Passage) -> dict[str, str]:
    """Return what a Knowledge Base is to know of a passage."""
    told = {
        "passage_id": passage.id,
        "title_path": SEPARATOR.join(passage.title_path),
        "audience": passage.audience,
        "version": passage.version,
        "effective_date": str(passage.effective_date or ""),
        "expires": str(passage.expires or ""),
        "product": passage.product or ANY_PRODUCT,
    }
    return {name: str(value) for name, value in told.items() if value}


class Unavailable(Exception):
    """The Knowledge Base did not answer; the message says how."""


class RetrieveClient(Protocol):
    """What is used of boto3's bedrock-agent-runtime client."""

    def retrieve(self, **request: Any) -> dict[str, Any]: ...


class _Closed(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Attributes(_Closed):
    passage_id: str
    title_path: str = ""
    audience: Audience
    """Must be said: what is for nobody in particular is shown to nobody."""
    version: str = ""
    effective_date: date | None = None
    expires: date | None = None
    product: Product | None = None

    @field_validator("product", mode="before")
    @classmethod
    def _no_single_one(cls, value: object) -> object:
        return None if value == ANY_PRODUCT else value


class _Content(_Closed):
    text: str = ""


class _Result(_Closed):
    content: _Content
    metadata: dict[str, Any] = {}
    score: float = 0.0


class _Page(_Closed):
    results: tuple[_Result, ...] = Field(alias="retrievalResults")
    next_token: str | None = Field(None, alias="nextToken")


def retrieve_client(region: str, endpoint_url: str | None = None) -> RetrieveClient:
    """Construct the client; nothing is called."""
    import boto3
    from botocore.config import Config

    retries = {"total_max_attempts": ATTEMPTS, "mode": "standard"}
    limits = Config(connect_timeout=CONNECT_S, read_timeout=READ_S, retries=retries)
    client: RetrieveClient = boto3.client(
        "bedrock-agent-runtime", region_name=region, endpoint_url=endpoint_url, config=limits
    )
    return client


class BedrockKnowledgeBaseIndex:
    """A Knowledge Base with the local index behind it. Threads may share it."""

    def __init__(
        self,
        knowledge_base_id: str,
        client: RetrieveClient,
        local: PolicyIndex,
        *,
        min_score: float = MIN_SCORE,
    ) -> None:
        """Search `knowledge_base_id`, and `local` where it does not answer."""
        self._id = knowledge_base_id
        self._client = client
        self._local = local
        self._min_score = min_score
        self._rests_until = 0.0

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self._local.passages

    @property
    def content_hash(self) -> str:
        """SHA-256 over the passages of the local index."""
        return self._local.content_hash

    def search(
        self,
        query: str,
        k: int = 5,
        audience: Audience = "customer",
        *,
        product: Product | None = None,
        on: date | None = None,
    ) -> list[Passage]:
        """Return at most `k` passages, best first: see `PolicyIndex.search`.

        Where the Knowledge Base does not answer, the passages are the local index's and carry a
        note that says so.
        """
        asked = query[:MAX_QUERY_CHARS].strip()
        if k < 1 or not any(map(str.isalnum, asked)):
            return []
        try:
            return self._retrieved(asked, k, audience, product, on)
        except Unavailable as error:
            log.warning("the local index answers: %s", error)
            found = self._local.search(query, k, audience, product=product, on=on)
            note = f"local index: {error}"
            return [one.model_copy(update={"note": _joined(note, one.note)}) for one in found]

    def nearness(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """Return the cosine of each text to a question, by the local index."""
        return self._local.nearness(question, texts)

    def _retrieved(
        self, asked: str, k: int, audience: Audience, product: Product | None, on: date | None
    ) -> list[Passage]:
        known = {passage.id: passage for passage in self._local.passages}
        found: dict[str, Passage] = {}
        for result in self._results(asked, audience, product):
            passage = _passage(result, known)
            if passage is None or result.score < self._min_score:
                continue
            seen = audience in ("staff", passage.audience)
            fits = product is None or passage.product in (None, product)
            if seen and fits and (on is None or passage.holds_on(on)):
                found.setdefault(passage.id, passage)
            if len(found) == k:
                break
        return list(found.values())

    def _results(
        self, asked: str, audience: Audience, product: Product | None
    ) -> Iterator[_Result]:
        token: str | None = None
        for _ in range(MOST_PAGES):
            page = self._page(asked, _filter(audience, product), token)
            yield from page.results
            token = page.next_token
            if token is None:
                return

    def _page(self, asked: str, chosen: dict[str, Any], token: str | None) -> _Page:
        from botocore.exceptions import BotoCoreError, ClientError

        if monotonic() < self._rests_until:
            raise Unavailable("the Knowledge Base did not answer a moment ago")
        search = {"numberOfResults": PAGE, **({"filter": chosen} if chosen else {})}
        request: dict[str, Any] = {
            "knowledgeBaseId": self._id,
            "retrievalQuery": {"text": asked},
            "retrievalConfiguration": {"vectorSearchConfiguration": search},
        }
        if token:
            request["nextToken"] = token
        try:
            return _Page.model_validate(self._client.retrieve(**request))
        except (ClientError, BotoCoreError, ValidationError) as error:
            self._rests_until = monotonic() + REST_S
            raise Unavailable(f"the Knowledge Base answered {_code(error)}") from error


def _filter(audience: Audience, product: Product | None) -> dict[str, Any]:
    """Let the Knowledge Base leave out what may not be seen; it is left out here once more."""
    parts: list[dict[str, Any]] = []
    if audience == "customer":
        parts.append({"equals": {"key": "audience", "value": "customer"}})
    if product is not None:
        parts.append({"in": {"key": "product", "value": [product.value, ANY_PRODUCT]}})
    if len(parts) < 2:
        return parts[0] if parts else {}
    return {"andAll": parts}


def _passage(result: _Result, known: dict[str, Passage]) -> Passage | None:
    """Return the bank's own passage of that id, or one of the text that came; None for neither."""
    try:
        told = _Attributes.model_validate(result.metadata)
    except ValidationError:
        log.warning("a result of the Knowledge Base lacks passage_id or audience")
        return None
    marks = {"score": round(result.score, 4), "evidence": min(1.0, max(0.0, result.score))}
    if own := known.get(told.passage_id):
        behind = f"the Knowledge Base holds version {told.version}" if told.version else ""
        note = "" if told.version == own.version else behind
        return own.model_copy(update={**marks, "note": note})
    text = neutralise(result.content.text)
    if not text.strip():
        return None
    path = told.title_path.split(SEPARATOR) if told.title_path else []
    return Passage(
        id=neutralise(told.passage_id),
        title_path=tuple(neutralise(title) for title in path),
        text=text,
        template=text,
        audience=told.audience,
        version=neutralise(told.version),
        effective_date=told.effective_date,
        expires=told.expires,
        product=told.product,
        score=marks["score"],
        evidence=marks["evidence"],
    )


def _code(error: Exception) -> str:
    response: dict[str, Any] = getattr(error, "response", {})
    return str(response.get("Error", {}).get("Code") or type(error).__name__)


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)
