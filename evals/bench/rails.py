"""The peer with guardrails: NeMo Guardrails with two trivial rails, in a Python of its own.

Run by `evals/bench/peers.py`; of ours it imports the tools only. Reads one line, runs
one turn, answers with its milliseconds. The turn is ours: the customer names another amount, the
model asks for the tool, the tool's work is done, the model words the reply; the input rail reads
the message, the output rail the reply, each a look for one word. Nothing leaves this machine.
"""

import os

os.environ["DO_NOT_TRACK"] = "1"  # before the import: it would report its use

import asyncio
import importlib
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.metadata import version
from itertools import count
from typing import Any

Work = Callable[[str], str]

CONFIG = """
models: []
passthrough: true
rails:
  input: {flows: [check input]}
  output: {flows: [check output]}
"""
FLOWS = """
define bot refuse
  "I cannot help with that."

define subflow check input
  $fine = execute input_is_fine
  if not $fine
    bot refuse
    stop

define subflow check output
  $fine = execute output_is_fine
  if not $fine
    bot refuse
    stop
"""


class Scripted:
    """A model with two sentences: one tool call, then a reply."""

    model_name = provider_name = "scripted"
    provider_url = None

    def __init__(self, types: Any) -> None:
        self._types = types

    async def generate_async(self, prompt: Any, *, stop: Any = None, **_: Any) -> Any:
        """Answer a prompt: the tool's result words the reply, anything else asks for the tool."""
        result = next((m for m in reversed(_messages(prompt)) if m["role"] == "tool"), None)
        if result is None:
            function = self._types.ToolCallFunction(name="offers", arguments={})
            call = self._types.ToolCall(id="call", function=function)
            return self._types.LLMResponse(content="", tool_calls=[call])
        payment = json.loads(result["content"])["offers"][0]["monthly_payment"]
        words = f"Here are your offers. The first would be ${payment} a month. Which one?"
        return self._types.LLMResponse(content=words)

    async def stream_async(self, prompt: Any, **_: Any) -> AsyncIterator[Any]:
        """Nothing here streams."""
        raise NotImplementedError
        yield


def _messages(prompt: Any) -> list[dict[str, Any]]:
    if isinstance(prompt, str):
        return []
    return [m if isinstance(m, dict) else m.to_dict() for m in prompt]


async def input_is_fine(context: dict[str, Any]) -> bool:
    """Look for one word in what the customer said."""
    return "forbidden" not in (context["user_message"] or "")


async def output_is_fine(context: dict[str, Any]) -> bool:
    """Look for one word in the reply."""
    return "approved" not in (context["bot_message"] or "")


def turns(message: Callable[[int], str], work: Work) -> Callable[[], Awaitable[str]]:
    """Return a guarded turn of the peer's."""
    nemo = importlib.import_module("nemoguardrails")
    types = importlib.import_module("nemoguardrails.types")
    config = nemo.RailsConfig.from_content(colang_content=FLOWS, yaml_content=CONFIG)
    rails = nemo.LLMRails(config, llm=Scripted(types))
    rails.register_action(input_is_fine, "input_is_fine")
    rails.register_action(output_is_fine, "output_is_fine")
    numbers = count(1)

    async def turn() -> str:
        said = message(next(numbers))
        asked = [{"role": "user", "content": said}]
        answer = await rails.generate_async(messages=asked)
        (call,) = answer["tool_calls"]
        result = work(said.removeprefix("make it "))
        answer = await rails.generate_async(
            messages=[
                *asked,
                {"role": "assistant", "content": "", "tool_calls": [call]},
                {"role": "tool", "content": result, "tool_call_id": call["id"], "name": "offers"},
            ]
        )
        return str(answer["content"])

    return turn


def serve(turn: Callable[[], Awaitable[str]]) -> None:
    """Answer each line of standard input with the milliseconds of one turn."""
    with asyncio.Runner() as runner:
        for _ in sys.stdin:
            started = time.perf_counter()
            said = runner.run(_run(turn))
            spent = (time.perf_counter() - started) * 1000
            if not said.startswith("Here are your offers"):
                raise AssertionError(f"the rails did not let the reply through: {said}")
            sys.stdout.write(f"{spent}\n")
            sys.stdout.flush()


async def _run(turn: Callable[[], Awaitable[str]]) -> str:
    return await turn()


def main() -> None:
    """Set the peer up, say its version, and serve."""
    from evals.bench.tool_work import message, tool_work
    from tools.knowledge import load_knowledge

    knowledge = load_knowledge()
    turn = turns(message, lambda amount: tool_work(knowledge, amount))
    sys.stdout.write(f"{version('nemoguardrails')}\n")
    sys.stdout.flush()
    serve(turn)


if __name__ == "__main__":
    main()
