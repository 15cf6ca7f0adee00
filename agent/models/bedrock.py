"""Claude on Amazon Bedrock: the client, its limits, and what is cached."""

from collections.abc import Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool
from pydantic import ValidationError

from agent.models.asking import ModelUnavailable
from agent.models.breaker import CircuitBreaker
from agent.models.remote import CACHE_POINT, RemoteSpeaker
from agent.prompting import load_prompt, versions_of
from agent.settings import PREFIX, Settings

GEOGRAPHIES = ("us", "eu", "apac", "global", "us-gov", "jp", "au", "sa", "amer")
"""What stands before the provider in the id of a cross-region inference profile."""


def bedrock_model(settings: Settings) -> BaseChatModel:
    """Construct the client; nothing is called yet.

    Raises `ModelUnavailable` with one line: no credentials, an unknown profile of the AWS
    configuration, or an ARN without the model that it stands for.
    """
    import boto3
    from botocore.exceptions import BotoCoreError
    from langchain_aws import ChatBedrockConverse

    parameters = load_prompt("advisor", versions_of(settings.prompt).advisor).parameters
    named = _named(settings)
    try:
        session = boto3.Session(region_name=settings.aws_region)
        client = session.client(
            "bedrock-runtime", endpoint_url=settings.bedrock_endpoint_url, config=_limits(settings)
        )
        model = ChatBedrockConverse(
            model_id=settings.bedrock_model_id,
            client=client,
            bedrock_client=client,  # only looks up profiles, and ours bring their model with them
            temperature=parameters["temperature"],
            max_tokens=parameters["max_tokens"],
            disable_streaming=False,  # an id that the library does not know switches it off
            **named,
        )
        credentials = model.bedrock_api_key or session.get_credentials()
    except (BotoCoreError, ValidationError) as error:
        raise ModelUnavailable(f"Amazon Bedrock cannot be used: {_first(error)}") from error
    if credentials is None:
        raise ModelUnavailable(
            "No AWS credentials found. Set AWS_PROFILE or AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, or use --model offline."
        )
    model.disable_streaming = False  # an application inference profile is looked up again
    return model


def _first(error: Exception) -> str:
    found = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
    return " ".join(found.removeprefix("Value error, ").split())


def _limits(settings: Settings) -> Any:
    from botocore.config import Config

    return Config(
        connect_timeout=settings.connect_timeout_s,
        read_timeout=settings.read_timeout_s,
        # Adaptive: waits grow with jitter, and a throttled client slows itself down.
        retries={"mode": "adaptive", "total_max_attempts": settings.bedrock_attempts},
    )


def _named(settings: Settings) -> dict[str, Any]:
    """Name model and provider where the settings, or an ARN, ask for it."""
    named: dict[str, Any] = {}
    if settings.bedrock_base_model_id:
        named["base_model_id"] = settings.bedrock_base_model_id
    if settings.bedrock_model_id.startswith("arn:"):
        if not settings.bedrock_base_model_id:
            raise ModelUnavailable(
                f"{settings.bedrock_model_id} does not say which model it is. Set "
                f"{PREFIX}BEDROCK_BASE_MODEL_ID, such as anthropic.claude-haiku-4-5-20251001-v1:0."
            )
        named["provider"] = provider_of(settings.bedrock_base_model_id)
    return named


def provider_of(model_id: str) -> str:
    """Return the provider in a model id.

    >>> provider_of("us.anthropic.claude-haiku-4-5-20251001-v1:0")
    'anthropic'
    """
    first, _, rest = model_id.partition(".")
    return rest.partition(".")[0] if first in GEOGRAPHIES else first


def bedrock_speaker(
    model: BaseChatModel, tools: Sequence[BaseTool], settings: Settings
) -> RemoteSpeaker:
    """Bind the tools, with a cache point after them where the model can cache tools."""
    name = settings.bedrock_base_model_id or settings.bedrock_model_id
    caches = provider_of(name) == "anthropic"
    bound: list[Any] = [*tools, CACHE_POINT] if caches else list(tools)
    return RemoteSpeaker(
        bound=model.bind_tools(bound),
        breaker=CircuitBreaker(settings.breaker_failures, settings.breaker_rest_s),
        seconds=settings.turn_deadline_s,
        streams=settings.bedrock_streaming,
        caches=caches,
    )
