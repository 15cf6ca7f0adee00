"""`python -m agent check-model`: one call to the configured model, and what was seen."""

import json
import time
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage

from agent.models import ModelUnavailable, ask, chat_model, speaker, text_of
from agent.models.prices import paid_for, price_of
from agent.prompting import load_prompt, render, versions_of
from agent.settings import Settings
from agent.toolbox import Toolbox
from tools.catalog import CATALOG
from tools.knowledge import FOLDER

WORDS = "I need 20k for a new car"
CONTEXT: dict[str, Any] = {"product": None, "known": {}, "facts": [], "offers": []}


def check(settings: Settings) -> tuple[str, ...]:
    """Make one call with the real prompt and tools; return what was seen, line by line.

    Nothing is stored. Raises `ModelUnavailable` with the one-line reason why not.
    """
    bound = speaker(chat_model(settings), Toolbox(CATALOG).for_model(), settings)
    started = time.perf_counter()
    answer = ask(bound, _messages(settings), settings.turn_deadline_s)
    seconds = time.perf_counter() - started
    return (
        *_who(settings),
        f"latency   {seconds:.2f} s",
        *_tokens(answer, settings),
        _tools(answer),
    )


def _messages(settings: Settings) -> list[AnyMessage]:
    version = versions_of(settings.prompt).advisor
    prompt = render(load_prompt("advisor", version).text, bank="the bank")
    words = f"{WORDS}\n\n<context>\n{json.dumps(CONTEXT)}\n</context>"
    return [SystemMessage(prompt), HumanMessage(words)]


def _who(settings: Settings) -> tuple[str, ...]:
    if settings.model == "offline":
        return ("model     offline, the embedded engine: no key and no network",)
    where = f" at {settings.bedrock_endpoint_url}" if settings.bedrock_endpoint_url else ""
    how = "event by event" if settings.bedrock_streaming else "in one body"
    return (
        f"model     {settings.bedrock_model_id}",
        f"region    {settings.aws_region}{where}, answers read {how}",
    )


def _tokens(answer: AIMessage, settings: Settings) -> tuple[str, ...]:
    if not answer.usage_metadata:
        return ("tokens    none: it counts none",)
    folder: Path = settings.knowledge_dir or FOLDER
    paid = paid_for(answer, price_of(settings.bedrock_model_id, folder / "model_prices.toml"))
    cost = paid.get("cost_usd")
    return (
        f"tokens    {paid['input_tokens']} in ({paid['cached_tokens']} read from the cache, "
        f"{paid['cache_written_tokens']} written to it), {paid['output_tokens']} out",
        f"cost      {cost} USD" if cost is not None else "cost      unknown: no price in the table",
    )


def _tools(answer: AIMessage) -> str:
    """Tell whether it called a tool, as it has to for these words."""
    if not answer.tool_calls:
        said = " ".join(text_of(answer).split())[:80]
        raise ModelUnavailable(f"The model answers, but calls no tool; it said {said!r}.", answer)
    named = ", ".join(c["name"] for c in answer.tool_calls)
    return f"tools     work: it called {named}"
