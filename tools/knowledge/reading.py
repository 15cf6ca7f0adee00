"""Read YAML and TOML so that every complaint can name a file, a line, a path and a reason.

PyYAML's own loader reads ``NO`` as False, ``7.30`` as a float and ``1:30`` as 90, keeps the last of
two equal keys, and forgets the lines. So the node tree is walked here: numbers with a point become
`Decimal`, only ``true`` and ``false`` are booleans, a repeated key is a problem.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

KeyPath = tuple[str | int, ...]


class Problem(NamedTuple):
    """One thing that is wrong in a knowledge file."""

    file: str
    line: int | None
    path: str
    reason: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.path, self.reason) if part)


class KnowledgeError(Exception):
    """The knowledge files cannot be used; `problems` lists everything that is wrong.

    Not a `LendingError`: no customer can do anything about it, whoever edits the files must.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Document(NamedTuple):
    """The content of one file and the line on which each part of it stands."""

    file: str
    """Folder and name, as in messages: 'knowledge/catalogue.yaml'."""
    data: dict[str, Any]
    lines: dict[KeyPath, int]

    def also_at(self, path: KeyPath, place: KeyPath) -> None:
        """Let what stands at `place` be found at `path` too: a default, or a row by its id."""
        for known, line in tuple(self.lines.items()):
            if known[: len(place)] == place:
                self.lines.setdefault((*path, *known[len(place) :]), line)

    def problem(self, path: KeyPath, reason: str) -> Problem:
        """Point at `path`, or at the nearest part around it that stands in the file."""
        steps = (path[:end] for end in range(len(path), -1, -1))
        line = next((self.lines[step] for step in steps if step in self.lines), None)
        return Problem(self.file, line, ".".join(str(step) for step in path), reason)


def read_document(path: Path) -> Document:
    """Read one file, YAML or TOML by its suffix.

    Raises:
        KnowledgeError: missing, empty, not text, malformed, repeated key, or not a mapping.
    """
    file = f"{path.parent.name}/{path.name}"
    text = _text_of(path, file)
    data, lines = (_read_toml if path.suffix == ".toml" else _read_yaml)(text, file)
    if not isinstance(data, dict) or not data:
        reason = "is empty" if not data else "must hold named fields, not a list or a value"
        raise KnowledgeError((Problem(file, None, "", reason),))
    return Document(file, data, lines)


def _text_of(path: Path, file: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        reason = "is missing"
    except UnicodeDecodeError:
        reason = "is not UTF-8 text"
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
    raise KnowledgeError((Problem(file, None, "", reason),))


# --- YAML ------------------------------------------------------------------------------------

_BASE: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DECIMAL = r"[-+]?[0-9]{1,30}\.[0-9]{0,30}(?:[eE][-+]?[0-9]{1,2})?"

_SCALARS = (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:int", r"[-+]?[0-9]{1,30}", "-+0123456789"),
    (
        "tag:yaml.org,2002:float",
        r"[-+]?[0-9]{1,30}\.[0-9]{0,30}(?:[eE][-+]?[0-9]{1,2})?",
        "-+0123456789",
    ),
    ("tag:yaml.org,2002:null", r"null|~|", "n~"),
    ("tag:yaml.org,2002:merge", r"<<", "<"),
)


class _Loader(_BASE):  # type: ignore[misc]  # the C base class is looked up, so it has no static type
    """A safe loader that recognises five kinds of plain scalar; everything else is text."""

    yaml_implicit_resolvers: dict[str | None, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _tag, _pattern, _first in _SCALARS:
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), list(_first))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


def _read_yaml(text: str, file: str) -> tuple[Any, dict[KeyPath, int]]:
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        reason = f"is not valid YAML ({error.problem or error.context})"
        raise KnowledgeError((Problem(file, line, "", reason),)) from error
    except yaml.YAMLError as error:
        reason = f"is not valid YAML ({str(error).splitlines()[0]})"
        raise KnowledgeError((Problem(file, None, "", reason),)) from error
    except RecursionError as error:
        raise KnowledgeError((Problem(file, None, "", "is nested too deeply"),)) from error
    reading = _YamlReading(file)
    data = None if root is None else reading.value(root, ())
    if reading.problems:
        raise KnowledgeError(tuple(reading.problems))
    return data, reading.lines


class _YamlReading:
    """One walk over a node tree."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self._open: list[Node] = []

    def value(self, node: Node, path: KeyPath) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if any(node is outer for outer in self._open):
            self._complain(node, path, "refers to itself")
            return None
        self._open.append(node)
        inside = (
            self._mapping(node, path)
            if isinstance(node, MappingNode)
            else [self.value(item, (*path, n)) for n, item in enumerate(node.value)]
        )
        self._open.pop()
        return inside

    def _complain(self, node: Node, path: KeyPath, reason: str) -> None:
        dotted = ".".join(str(step) for step in path)
        self.problems.append(Problem(self.file, node.start_mark.line + 1, dotted, reason))

    def _mapping(self, node: MappingNode, path: KeyPath) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                over = self.value(value_node, path)
                merged |= over if isinstance(over, dict) else {}
                continue
            key = str(key_node.value)
            if key in own:
                self._complain(key_node, (*path, key), "stands here twice")
            self.lines[(*path, key)] = key_node.start_mark.line + 1
            own[key] = self.value(value_node, (*path, key))
        return merged | own


def _scalar(node: ScalarNode) -> Any:
    kind = node.tag.rpartition(":")[2]
    if kind == "int":
        return int(node.value)
    if kind == "float":
        return Decimal(node.value)
    if kind == "bool":
        return node.value == "true"
    return None if kind == "null" else node.value


# --- TOML ------------------------------------------------------------------------------------

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"^\s*\"?([\w.-]+)\"?\s*=")


def _read_toml(text: str, file: str) -> tuple[Any, dict[KeyPath, int]]:
    try:
        return tomllib.loads(text, parse_float=Decimal), dict(_toml_lines(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found.group(1)) if found else None
        reason = f"is not valid TOML ({str(error).partition(' (at ')[0]})"
        raise KnowledgeError((Problem(file, line, "", reason),)) from error


def _toml_lines(text: str) -> Iterator[tuple[KeyPath, int]]:
    """Find tables and keys line by line: exact for the flat files the bank keeps."""
    table: KeyPath = ()
    seen: dict[str, int] = {}
    yield table, 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            name = header.group(2)
            table = tuple(name.split("."))
            if header.group(1) == "[[":
                seen[name] = seen.get(name, -1) + 1
                table = (*table, seen[name])
            yield table, number
        elif key := _KEY.match(line):
            yield (*table, key.group(1)), number


def merged_over(defaults: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Fill `own` from `defaults`, block by block; what `own` states wins.

    >>> merged_over({"fees": {"late_flat": 25}, "kyc": ["id"]}, {"fees": {"processing_flat": 150}})
    {'fees': {'late_flat': 25, 'processing_flat': 150}, 'kyc': ['id']}
    """
    result = {**defaults, **own}
    for key in defaults.keys() & own.keys():
        if isinstance(defaults[key], Mapping) and isinstance(own[key], Mapping):
            result[key] = merged_over(defaults[key], own[key])
    return result
