"""Load and render prompts: `prompts/*.md` by id and version, `labels.toml` for what is in use.

A new version is a new file whose front matter says `version`; old ones stay. An undefined variable
is an error, and a prompt holds no figures.
"""

import hashlib
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any

import yaml
from jinja2 import Environment, StrictUndefined
from pydantic import Field, ValidationError

from tools.lending.records import Record

PRODUCTION = "production"
Version = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)*$")]


class PromptError(ValueError):
    """A prompt, a version or a label that is not there; the message says what is."""


class Prompt(Record):
    """One prompt file: front matter and text."""

    id: str
    version: Version
    parameters: dict[str, Any]
    """Model parameters: temperature, max_tokens."""
    text: str
    raw: str
    """The whole file, front matter included."""
    content_hash: str


class Versions(Record):
    """The version of each set of words: the model's prompt, and the offline engine's templates."""

    advisor: Version
    offline: Version


@lru_cache(maxsize=1)
def labels() -> dict[str, Versions]:
    """Read prompts/labels.toml: label -> versions. Raises `PromptError` for a bad file."""
    raw = files("prompts").joinpath("labels.toml").read_text(encoding="utf-8")
    return read_labels(raw)


def read_labels(raw: str) -> dict[str, Versions]:
    """Read the text of a labels file. Raises `PromptError` with what is wrong and where."""
    try:
        found = {name: Versions.model_validate(row) for name, row in tomllib.loads(raw).items()}
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise PromptError(f"prompts/labels.toml: {error}") from error
    if PRODUCTION not in found:
        raise PromptError(f"prompts/labels.toml: there is no label {PRODUCTION!r}")
    return found


def versions_of(choice: str = PRODUCTION) -> Versions:
    """Return the versions that a choice names: a label, or single versions over production.

    >>> versions_of("offline@1").offline
    '1'

    Raises `PromptError` for a label or an id that is not there.
    """
    known = labels()
    if choice in known:
        return known[choice]
    picked = dict(part.strip().partition("@")[::2] for part in choice.split(","))
    try:
        return Versions.model_validate(known[PRODUCTION].model_dump() | picked)
    except ValidationError as error:
        raise PromptError(
            f"{choice!r} is no prompt: say one of the labels {', '.join(known)}, "
            f"or a version such as advisor@1 or offline@1"
        ) from error


@lru_cache(maxsize=32)
def load_prompt(name: str, version: str | None = None) -> Prompt:
    """Read the version of a prompt in prompts/*.md; the one in production by default.

    Raises `PromptError` for a version that no file has, or for bad front matter.
    """
    wanted = version or getattr(versions_of(), name)
    found = {prompt.version: prompt for prompt in prompts_on_file(name)}
    if wanted not in found:
        raise PromptError(f"{name}@{wanted} is not in prompts/: there is {', '.join(found)}")
    return found[wanted]


def prompts_on_file(name: str) -> tuple[Prompt, ...]:
    """Return every version of a prompt, in the order of file names."""
    folder = sorted(files("prompts").iterdir(), key=lambda file: file.name)
    read = (
        read_prompt(file.name, file.read_text(encoding="utf-8"))
        for file in folder
        if file.name.endswith(".md") and file.name.startswith(name)
    )
    return tuple(prompt for prompt in read if prompt.id == name)


def read_prompt(file_name: str, raw: str) -> Prompt:
    """Read the text of a prompt file. Raises `PromptError` with what is wrong."""
    try:
        _, front, text = raw.split("---\n", 2)
        head = {"parameters": {}} | yaml.safe_load(front)
        digest = hashlib.sha256(raw.encode()).hexdigest()
        return Prompt(**head, text=text.strip(), raw=raw, content_hash=digest)
    except (ValueError, TypeError, yaml.YAMLError) as error:
        raise PromptError(f"prompts/{file_name}: {error}") from error


@lru_cache(maxsize=32)
def _environment() -> Environment:
    return Environment(undefined=StrictUndefined, autoescape=False, trim_blocks=True)  # noqa: S701 - plain text for a model, not HTML


def render(text: str, **variables: Any) -> str:
    """Fill a template. Raises `jinja2.UndefinedError` for a name that was not given."""
    return _environment().from_string(text).render(**variables)
