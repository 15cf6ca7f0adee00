"""Prompts as Amazon Bedrock Prompt Management holds them, and back.

What is written is the request of `bedrock-agent` CreatePrompt; what is read is that, or the answer
of GetPrompt. A prompt that went there and came back is the same prompt.
"""

import json
import re
from typing import Any

import yaml
from jinja2 import Environment, meta
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.prompting import Prompt, PromptError, read_prompt

MESSAGE = "message"
"""The variable where the customer's words and the context of a turn go."""
_IN_TEXT_MODEL = {"temperature": "temperature", "max_tokens": "maxTokens", "top_p": "topP"}
_JINJA_NAME = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_JINJA_LOGIC = re.compile(r"\{%|\{#|\{\{(?!\s*\w+\s*\}\})")


def to_bedrock(prompt: Prompt, model_id: str) -> dict[str, Any]:
    """Return the CreatePrompt request for a prompt.

    Raises `PromptError` for Jinja beyond plain names, or a parameter that Bedrock does not know.

    >>> from agent.prompting import load_prompt
    >>> to_bedrock(load_prompt("advisor"), "any.model-v1:0")["defaultVariant"]
    'v1'
    """
    if _JINJA_LOGIC.search(prompt.text):
        raise PromptError(f"{prompt.id}: Bedrock fills plain names only, no Jinja conditions")
    name = f"v{prompt.version.replace('.', '_')}"
    return {
        "name": prompt.id,
        "description": f"{prompt.id} version {prompt.version}",
        "defaultVariant": name,
        "variants": [
            {
                "name": name,
                "templateType": "CHAT",
                "templateConfiguration": {"chat": _chat(prompt.text)},
                "modelId": model_id,
                "inferenceConfiguration": {"text": _inference(prompt)},
                "metadata": [
                    {"key": "version", "value": prompt.version},
                    {"key": "sha256", "value": prompt.content_hash},
                ],
            }
        ],
    }


def _chat(text: str) -> dict[str, Any]:
    names = sorted(meta.find_undeclared_variables(Environment().parse(text)))  # noqa: S701 - parsed only
    return {
        "system": [
            {"text": _JINJA_NAME.sub(r"{{\1}}", text)},
            {"cachePoint": {"type": "default"}},
        ],
        "messages": [{"role": "user", "content": [{"text": "{{" + MESSAGE + "}}"}]}],
        "inputVariables": [{"name": name} for name in (*names, MESSAGE)],
    }


def _inference(prompt: Prompt) -> dict[str, Any]:
    unknown = prompt.parameters.keys() - _IN_TEXT_MODEL.keys()
    if unknown:
        raise PromptError(f"{prompt.id}: Bedrock has no {', '.join(sorted(unknown))} here")
    return {_IN_TEXT_MODEL[name]: value for name, value in prompt.parameters.items()}


class _Received(BaseModel):
    """Of a prompt of Bedrock only what a prompt of ours holds; the rest is let go."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Text(_Received):
    text: str | None = None


class _Chat(_Received):
    system: tuple[_Text, ...] = ()


class _Template(_Received):
    chat: _Chat | None = None
    text: _Text | None = None

    def words(self) -> str:
        parts = self.chat.system if self.chat else (self.text,)
        return "\n\n".join(part.text for part in parts if part and part.text)


class _Entry(_Received):
    key: str
    value: str


class _Inference(_Received):
    text: dict[str, Any] = {}


class _Variant(_Received):
    name: str
    template: _Template = Field(alias="templateConfiguration")
    inference: _Inference = Field(default=_Inference(), alias="inferenceConfiguration")
    metadata: tuple[_Entry, ...] = ()


class _Resource(_Received):
    name: str
    default_variant: str | None = Field(default=None, alias="defaultVariant")
    variants: tuple[_Variant, ...] = Field(min_length=1)

    def chosen(self) -> _Variant:
        named = (v for v in self.variants if v.name == self.default_variant)
        return next(named, self.variants[0])


def from_bedrock(raw: str, version: str | None = None) -> Prompt:
    """Read a prompt of Bedrock; its `raw` is the file to keep in prompts/.

    Args:
        raw: JSON of CreatePrompt or GetPrompt.
        version: of the prompt here; the one in its metadata by default.

    Raises:
        PromptError: the JSON holds no such prompt, or no version; with what is missing.
    """
    try:
        resource = _Resource.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(p) for p in first["loc"]) or "the file"
        raise PromptError(f"no prompt of Bedrock: {place}: {first['msg']}") from error
    variant = resource.chosen()
    stated = {entry.key: entry.value for entry in variant.metadata}.get("version")
    back = {theirs: ours for ours, theirs in _IN_TEXT_MODEL.items()}
    head = {
        "id": resource.name,
        "version": version or stated or "",
        "parameters": {back[k]: v for k, v in variant.inference.text.items() if k in back},
    }
    text = re.sub(r"\{\{(\w+)\}\}", r"{{ \1 }}", variant.template.words())
    if not text:
        raise PromptError("no prompt of Bedrock: the template of its variant has no text")
    front = yaml.safe_dump(head, sort_keys=False)
    return read_prompt(resource.name, f"---\n{front}---\n{text}\n")


def as_json(request: dict[str, Any]) -> str:
    """Return a request as a file that people can compare line by line."""
    return json.dumps(request, indent=2, ensure_ascii=False) + "\n"
