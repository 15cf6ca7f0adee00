"""Turn what a file says into a record, or into problems that name the line."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tools.knowledge.reading import Document, KeyPath, KnowledgeError, Problem

R = TypeVar("R", bound=BaseModel)

_REASONS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field anybody reads",
    "decimal_parsing": "must be a number",
    "decimal_type": "must be a number",
    "finite_number": "must be a finite number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
}


def validated(
    record: type[R], data: Mapping[str, Any], document: Document, at: KeyPath = ()
) -> R | tuple[Problem, ...]:
    """Validate `data`, which stands at `at` of the document.

    Returns the record, or every problem found, in the order of the record's fields.
    """
    try:
        result = record.model_validate(data)
    except ValidationError as error:
        return tuple(_problem(details, document, at) for details in error.errors())
    return tuple(_changed_kind(data, result, document, at)) or result


def _problem(details: Any, document: Document, at: KeyPath) -> Problem:
    path = (*at, *(step for step in details["loc"] if step != "[key]"))
    kind = details["type"]
    reason = _REASONS.get(kind) or _as_clause(details["msg"])
    if kind not in ("missing", "extra_forbidden") and not isinstance(details["input"], dict):
        reason += f", not {_shown(details['input'])}"
    return document.problem(path, reason)


def _as_clause(message: str) -> str:
    return (
        message.replace("Input should be", "must be")
        .replace("Value error, ", "")
        .replace("None", "null")
    )


def _shown(value: object) -> str:
    """Write a value as the file does."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    text = str(value) if isinstance(value, Decimal) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _changed_kind(data: Any, result: Any, document: Document, at: KeyPath) -> Iterator[Problem]:
    """Find what Pydantic would silently turn into a number: ``true`` and quoted figures."""
    if isinstance(result, BaseModel) and isinstance(data, Mapping):
        for name, value in data.items():
            yield from _changed_kind(value, getattr(result, name), document, (*at, name))
    elif isinstance(result, Mapping) and isinstance(data, Mapping):
        for (key, value), inner in zip(data.items(), result.values(), strict=True):
            yield from _changed_kind(value, inner, document, (*at, key))
    elif isinstance(result, tuple) and isinstance(data, list):
        for n, value in enumerate(data):
            yield from _changed_kind(value, result[n], document, (*at, n))
    elif _became_a_number(data, result):
        yield document.problem(at, f"must be a number, not {_shown(data)}")


def _became_a_number(data: Any, result: Any) -> bool:
    is_number = isinstance(result, int | Decimal) and not isinstance(result, bool)
    return is_number and isinstance(data, bool | str)


def refuse(*problems: Problem) -> None:
    """Raise `KnowledgeError` with every problem, or do nothing when there is none."""
    if problems:
        raise KnowledgeError(problems)


def content_hash(content: object) -> str:
    """SHA-256 of canonical JSON: comments, key order and trailing zeros do not matter.

    >>> content_hash({"a": Decimal("7.30"), "b": 1}) == content_hash({"b": 1, "a": Decimal("7.3")})
    True
    """
    text = json.dumps(_plain(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Enum):
        return str(value.value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)
