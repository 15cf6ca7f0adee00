"""Load and render prompts/*.md. An undefined variable is an error; a prompt holds no figures."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from tools.lending.records import Record


class Prompt(Record):
    """One prompt file: front matter and text."""

    id: str
    version: str
    parameters: dict[str, Any]
    """Model parameters: temperature, max_tokens."""
    text: str
    content_hash: str


@lru_cache(maxsize=32)
def _environment() -> Environment:
    return Environment(undefined=StrictUndefined, autoescape=False, trim_blocks=True)  # noqa: S701 - plain text for a model, not HTML


@lru_cache(maxsize=32)
def load_prompt(name: str) -> Prompt:
    """Read prompts/NAME.md. Raises `FileNotFoundError`, or `ValueError` for a bad front matter."""
    raw = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    _, front, text = raw.split("---\n", 2)
    head = yaml.safe_load(front)
    return Prompt(
        id=head["id"],
        version=str(head["version"]),
        parameters=head.get("parameters") or {},
        text=text.strip(),
        content_hash=hashlib.sha256(raw.encode()).hexdigest(),
    )


def render(text: str, **variables: Any) -> str:
    """Fill a template. Raises `jinja2.UndefinedError` for a name that was not given."""
    return _environment().from_string(text).render(**variables)
