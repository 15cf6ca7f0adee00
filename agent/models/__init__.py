"""The language model: `bedrock` or `offline`, both LangChain chat models at one seam."""

from collections.abc import Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool

from agent.models.asking import ModelUnavailable, Speaker, ask, text_of
from agent.settings import Settings
from tools.policy_index.encoders import MINILM

__all__ = ["ModelUnavailable", "Speaker", "ask", "chat_model", "speaker", "text_of"]


def chat_model(settings: Settings) -> BaseChatModel:
    """Construct the model that the settings name.

    Raises `ModelUnavailable` with one line when Bedrock has no credentials, or when its model id
    needs another setting beside it.
    """
    if settings.model == "offline":
        from agent.offline.engine import OfflineEngine
        from agent.offline.meaning import sentence_meaning, words_alone

        by_meaning = settings.encoder == MINILM
        return OfflineEngine(meaning_of=sentence_meaning if by_meaning else words_alone)
    from agent.models.bedrock import bedrock_model

    return bedrock_model(settings)


def speaker(
    model: BaseChatModel, tools: Sequence[BaseTool], settings: Settings | None = None
) -> Any:
    """Bind the tools to the model.

    Bedrock gets cache points, a time limit for each call and a circuit breaker besides.
    """
    if model._llm_type == "amazon_bedrock_converse_chat":
        from agent.models.bedrock import bedrock_speaker

        return bedrock_speaker(model, tools, settings or Settings())
    return model.bind_tools(list(tools))
