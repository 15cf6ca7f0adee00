"""The offline engine's templates by version: prompts/offline, and changes in offline-VERSION.toml.

A changed version holds only what it says differently; the version that it is based on says the
rest. Old versions stay, so any of them can speak again.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from jinja2 import Environment, TemplateSyntaxError, meta
from pydantic import ValidationError

from agent.prompting import PromptError, Version, versions_of
from tools.lending.records import Record

FILES = ("talk", "offers", "changes", "reasons", "help", "service", "moments", "questions")
BASE: Version = "1"

Ways = str | tuple[str, ...]
Templates = Mapping[str, Any]
"""Key -> one way or several ways to say it; `questions` is the question table."""


class Changes(Record):
    """One file of changed templates."""

    id: Literal["offline"]
    version: Version
    based_on: Version
    say: dict[str, Ways]


@contextmanager
def speaking(templates: Templates) -> Iterator[None]:
    """Let these templates speak in this thread."""
    token = _SPOKEN.set(templates)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


_SPOKEN: ContextVar[Templates | None] = ContextVar("templates", default=None)


def phrases() -> Templates:
    """Return the templates that speak: key -> variants, and the questions."""
    return _SPOKEN.get() or phrases_of(versions_of().offline)


@lru_cache(maxsize=8)
def phrases_of(version: Version) -> Templates:
    """Read the templates of a version once. Raises `PromptError` for one that no file has."""
    if version == BASE:
        return _base()
    raw = _text_of(version)
    changes = read_changes(f"offline-{version}.toml", raw)
    if changes.version != version or changes.based_on == version:
        raise PromptError(f"prompts/offline-{version}.toml says version {changes.version}")
    return {**phrases_of(changes.based_on), **changes.say}


def as_bytes(templates: Templates) -> bytes:
    """Return templates as JSON, the same for the same words: what is kept and hashed."""
    return json.dumps(templates, sort_keys=True, ensure_ascii=False).encode()


def versions_on_file() -> tuple[Version, ...]:
    """Return every version that can speak, the base first."""
    names = sorted(file.name for file in files("prompts").iterdir())
    changed = (name for name in names if name.startswith("offline-") and name.endswith(".toml"))
    return (BASE, *(name.removeprefix("offline-").removesuffix(".toml") for name in changed))


def read_changes(name: str, raw: str) -> Changes:
    """Read a file of changes. Raises `PromptError`: a key or a variable that is not in the base."""
    try:
        changes = Changes.model_validate(tomllib.loads(raw))
        based_on = phrases_of(changes.based_on)
        for key, ways in changes.say.items():
            _check(key, ways, based_on)
    except (tomllib.TOMLDecodeError, ValidationError, TemplateSyntaxError) as error:
        raise PromptError(f"prompts/{name}: {error}") from error
    except PromptError as error:
        raise PromptError(f"prompts/{name}: {error}") from error
    return changes


def _check(key: str, ways: Ways, based_on: Mapping[str, Any]) -> None:
    if key not in based_on:
        raise PromptError(f"say.{key}: there is no such template to change")
    unknown = _variables(ways) - _variables(based_on[key])
    if unknown:
        raise PromptError(f"say.{key}: {', '.join(sorted(unknown))} is not known there")


def _variables(ways: Ways) -> set[str]:
    parser = Environment(autoescape=False)  # noqa: S701 - plain text, and only parsed
    texts = (ways,) if isinstance(ways, str) else ways
    return {v for text in texts for v in meta.find_undeclared_variables(parser.parse(text))}


def _base() -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name in FILES:
        raw = files("prompts").joinpath(f"offline/{name}.toml").read_text(encoding="utf-8")
        table = tomllib.loads(raw)
        read |= table.get("say", {})
        if name == "questions":
            read["questions"] = table["questions"]
    return read


def _text_of(version: Version) -> str:
    file = files("prompts").joinpath(f"offline-{version}.toml")
    if not file.is_file():
        raise PromptError(f"offline@{version} is not in prompts/")
    return file.read_text(encoding="utf-8")
