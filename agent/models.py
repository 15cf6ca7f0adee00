"""The language model: `bedrock` or `offline`, both LangChain chat models at one seam."""

from collections.abc import Sequence
from typing import Any, Protocol

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage
from langchain_core.tools import BaseTool

from agent.settings import Settings


class ModelUnavailable(Exception):
    """The model cannot be reached or did not answer properly. The message says what to do."""


class Speaker(Protocol):
    """A chat model with its tools bound."""

    def invoke(self, messages: Sequence[AnyMessage], /) -> AIMessage: ...


def chat_model(settings: Settings) -> BaseChatModel:
    """Construct the model that the settings name.

    Raises `ModelUnavailable` with one line when Bedrock has no credentials.
    """
    if settings.model == "offline":
        from agent.offline.engine import OfflineEngine

        return OfflineEngine()
    return _bedrock(settings)


def _bedrock(settings: Settings) -> BaseChatModel:
    import boto3
    from botocore.config import Config
    from langchain_aws import ChatBedrockConverse

    if boto3.Session().get_credentials() is None:
        raise ModelUnavailable(
            "No AWS credentials found. Set AWS_PROFILE or AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, or use --model offline."
        )
    optional: dict[str, Any] = {
        "endpoint_url": settings.bedrock_endpoint_url,
        "base_model_id": settings.bedrock_base_model_id,
    }
    return ChatBedrockConverse(
        model_id=settings.bedrock_model_id,
        region_name=settings.aws_region,
        temperature=0.0,
        max_tokens=1024,
        disable_streaming=False,
        config=Config(
            connect_timeout=settings.connect_timeout_s,
            read_timeout=settings.read_timeout_s,
            retries={"mode": "adaptive", "total_max_attempts": 2},
        ),
        **{name: value for name, value in optional.items() if value},
    )


def speaker(model: BaseChatModel, tools: Sequence[BaseTool]) -> Any:
    """Bind the tools to the model."""
    return model.bind_tools(list(tools))


def ask(bound: Speaker, messages: Sequence[AnyMessage]) -> AIMessage:
    """Ask once. Raises `ModelUnavailable` for anything that the provider did wrong."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer = bound.invoke(messages)
    except (BotoCoreError, ClientError, TimeoutError, ConnectionError) as error:
        raise ModelUnavailable(f"The language model did not answer: {error}") from error
    if not isinstance(answer, AIMessage):
        raise ModelUnavailable("The language model answered with something that is no message.")
    return answer


def text_of(message: AIMessage) -> str:
    """Return the text of an answer, whether it came as a string or as content blocks."""
    if isinstance(message.content, str):
        return message.content.strip()
    parts = (b if isinstance(b, str) else str(b.get("text", "")) for b in message.content)
    return "".join(parts).strip()
