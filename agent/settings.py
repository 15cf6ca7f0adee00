"""Settings: the only reader of the environment. Every name starts with LOAN_ADVISOR_."""

from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tools.policy_index.encoders import CHOICES, is_choice

PREFIX = "LOAN_ADVISOR_"


EndpointName = Annotated[str, Field(pattern="^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$")]


class SettingsError(Exception):
    """A setting is wrong; the message names it, its value and what is allowed."""


class Settings(BaseSettings):
    """Everything that can be set from outside, with defaults that need nothing."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", use_attribute_docstrings=True
    )

    data_dir: Path = Field(default_factory=lambda: user_data_path("loan-advisor", appauthor=False))
    """Where profiles, applications, documents and conversations live."""
    knowledge_dir: Path | None = None
    """Another folder of knowledge files; the one in the package by default."""
    encoder: str = "minilm"
    """What reads the meaning of policies, and minilm of messages too: minilm, none,
    sentence-transformers:NAME or bedrock:MODEL."""
    knowledge_base_id: str | None = None
    """An Amazon Bedrock Knowledge Base that finds policies; the local index by default."""
    knowledge_base_endpoint_url: str | None = None
    """Another address of bedrock-agent-runtime: a VPC endpoint, or a server on this machine."""
    cache_dir: Path = Field(
        default_factory=lambda: user_cache_path("loan-advisor", appauthor=False)
    )
    """Where vectors of the policies are kept; what is deleted there is made anew."""
    model: Literal["offline", "bedrock"] = "offline"
    """Which language model talks: the embedded one, or Claude on Amazon Bedrock."""
    prompt: str = "production"
    """Which words speak: a label of prompts/labels.toml, or versions such as offline@2."""
    bedrock_model_id: str = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
    """A model or inference profile of the region."""
    bedrock_base_model_id: str | None = None
    """Needed beside an application-inference-profile ARN."""
    aws_region: str = "us-east-1"
    """Where Bedrock is called."""
    bedrock_endpoint_url: str | None = None
    """Another address of Bedrock: a VPC endpoint, or a server on this machine for tests."""
    connect_timeout_s: Annotated[float, Field(gt=0, le=60)] = 3.0
    """How long a connection to Bedrock may take, in seconds."""
    read_timeout_s: Annotated[float, Field(gt=0, le=120)] = 10.0
    """How long Bedrock may be silent, in seconds: half a turn, so that a second try has time."""
    bedrock_attempts: Annotated[int, Field(ge=1, le=10)] = 3
    """How often one call is tried, the first time included."""
    bedrock_streaming: bool = True
    """Read answers event by event. Off where only bedrock:InvokeModel is permitted."""
    breaker_failures: Annotated[int, Field(ge=1, le=100)] = 3
    """After this many failed calls in a row the model is left alone for a while."""
    breaker_rest_s: Annotated[float, Field(gt=0, le=3600)] = 30.0
    """How long it is left alone, in seconds; replies are built without it meanwhile."""
    turn_deadline_s: Annotated[float, Field(gt=0, le=300)] = 20.0
    """After this many seconds a turn ends with what it has."""
    max_model_calls: Annotated[int, Field(ge=1, le=10)] = 4
    """Of one turn; after them the reply is built without the model."""
    workers: Annotated[int, Field(ge=1, le=64)] = 4
    """How many turns run at once."""
    message_characters: Annotated[int, Field(ge=200, le=100_000)] = 20_000
    """Of one message; of a longer one the beginning is read, and the customer is told."""
    messages_per_minute: Annotated[int, Field(ge=1)] | None = 240
    """In one conversation, buttons included: more than anybody types."""
    tokens_per_conversation: Annotated[int, Field(ge=1)] | None = 2_000_000
    """Of the language model, in and out; past it the conversation goes on with buttons only."""
    usd_per_conversation: Annotated[Decimal, Field(gt=0)] | None = Decimal(5)
    """What the language model may cost in one conversation."""
    tokens_per_day: Annotated[int, Field(ge=1)] | None = None
    """Of the language model, in all conversations of 24 hours together."""
    usd_per_day: Annotated[Decimal, Field(gt=0)] | None = None
    """What the language model may cost in 24 hours, all conversations together."""
    scorer: Literal["auto", "points", "xgboost", "sagemaker"] = "auto"
    """What scores: the trained model (auto: points where it does not load), or one of these."""
    scorer_dir: Path | None = None
    """Where the trained scorer lies; the one in the package by default."""
    sagemaker_endpoint: EndpointName | None = None
    """Name of the endpoint that serves the same trained scorer; needed for scorer=sagemaker."""
    sagemaker_endpoint_url: str | None = None
    """Another address of sagemaker-runtime: a VPC endpoint, or a server on this machine."""
    locale: str = "en-US"
    """How figures and dates are written."""
    port: Annotated[int, Field(ge=1, le=65535)] = 8501
    """Of the chat in the browser, on localhost."""
    log_file: Path | None = None
    """Where operational logs go; advisor.log in the data folder by default."""

    @field_validator("prompt")
    @classmethod
    def _names_words(cls, value: str) -> str:
        from agent.prompting import versions_of

        versions_of(value)
        return value

    @field_validator("encoder")
    @classmethod
    def _is_an_encoder(cls, value: str) -> str:
        if not is_choice(value):
            raise ValueError(f"must be one of {', '.join(name for name, _ in CHOICES)}")
        return value

    @field_validator(
        "bedrock_endpoint_url", "knowledge_base_endpoint_url", "sagemaker_endpoint_url"
    )
    @classmethod
    def _is_encrypted_or_here(cls, value: str | None) -> str | None:
        if value is not None and not _is_private(urlsplit(value)):
            raise ValueError("must be https://..., or http:// with an address of this machine")
        return value

    @field_validator("locale")
    @classmethod
    def _is_a_locale(cls, value: str) -> str:
        from babel import Locale, UnknownLocaleError

        try:
            Locale.parse(value.replace("-", "_"))
        except (UnknownLocaleError, ValueError) as error:
            raise ValueError("must be a locale such as en-US") from error
        return value


def _is_private(url: SplitResult) -> bool:
    """A key and a customer's words never travel in the clear beyond this machine."""
    here = url.hostname in ("localhost", "127.0.0.1", "::1")
    return bool(url.hostname) and (url.scheme == "https" or (url.scheme == "http" and here))


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """Read the environment once. Raises `SettingsError` with one line per wrong setting."""
    try:
        return Settings()
    except ValidationError as error:
        lines = (
            f"{PREFIX}{'_'.join(str(p) for p in e['loc']).upper()}={e.get('input')!r}: {e['msg']}"
            for e in error.errors()
        )
        raise SettingsError("\n".join(lines)) from error
