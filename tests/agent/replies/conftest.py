"""The corpora as data: honest replies, lies, and the facts of their conversations."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext
from tools.facts import ROLES, Fact, fact
from tools.fields import BY_NAME
from tools.look_up_profile import UNITS

HERE = Path(__file__).parent


class Case(NamedTuple):
    """One reply with its facts and its context."""

    name: str
    say: str
    facts: FactBook
    context: GateContext
    check: str = ""


class Corpora(NamedTuple):
    """What the tests judge."""

    tuning: tuple[Case, ...]
    held_back: tuple[Case, ...]
    lies: tuple[Case, ...]
    fresh: tuple[Case, ...]
    """Written blind to the checks; what is known of both halves stands in frozen.toml."""


def _fact(subject: str, name: str, value: Any, version: int) -> Fact:
    if isinstance(value, Mapping):
        built = _in_full(subject, name, value)
        version = value.get("version", version)
    elif isinstance(value, list):
        role, text, unit, *field = value
        built = fact(
            subject,
            role,
            _text(text, unit),
            name=name,
            unit=unit,
            field=field[0] if field else None,
        )
    elif name.startswith(("said_", "on_file_", "assumed_")):
        role = next(r for r in ("said", "on_file", "assumed") if name.startswith(r))
        field = name.removeprefix(f"{role}_")
        unit, per = UNITS.get(BY_NAME[field].kind, ("count", None))
        text = _text(value, unit)
        built = fact(subject, role, text, name=name, unit=unit, per=per, field=field)
    else:
        role = "fee" if name.startswith("fee_") else name
        built = fact(subject, role, _text(value, ROLES[role]), name=name)
    return built.model_copy(update={"case_version": version})


def _in_full(subject: str, name: str, value: Mapping[str, Any]) -> Fact:
    """A fact written out: what its id and role do not tell, and an id outside its subject."""
    built = fact(
        subject,
        value["role"],
        str(value["value"]),
        name=name,
        unit=value["unit"],
        per=value.get("per"),
        field=value.get("field"),
    )
    return built.model_copy(update={"id": value.get("id", built.id)})


def _text(value: Any, unit: str) -> str:
    return f"{value:.2f}" if unit == "usd" else str(value)


def book_of(data: Mapping[str, Any], context: Mapping[str, Any]) -> FactBook:
    """Build the fact book of a conversation."""
    now = context.get("case_version", 0)
    versions = data.get("versions", {})
    facts = [
        _fact(subject, name, value, versions.get(subject, now))
        for subject, named in data["facts"].items()
        for name, value in named.items()
    ]
    return FactBook(facts, now, context.get("current_letters"))


def context_of(data: Mapping[str, Any]) -> GateContext:
    """Build the context; letters and version belong to the fact book."""
    kept = {k: v for k, v in data.items() if k not in ("current_letters", "case_version")}
    return GateContext.model_validate(kept)


def load(name: str) -> Any:
    """Read one YAML file of this folder."""
    text = (HERE / name).read_text("utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


class Books:
    """Fact books and contexts by conversation name."""

    def __init__(self, name: str = "books.yaml") -> None:
        self._data = load(name)
        self._books: dict[str, FactBook] = {}

    def case(self, name: str, row: Mapping[str, Any], say: str, check: str = "") -> Case:
        data = self._data[row["book"]]
        merged = {**data["context"], **row.get("context", {})}
        if row["book"] not in self._books:
            self._books[row["book"]] = book_of(data, data["context"])
        return Case(name, say, self._books[row["book"]], context_of(merged), check)


class Live:
    """Honest replies to turns of real conversations, written blind; each batch is frozen."""

    def __init__(self) -> None:
        self._books = Books("books_live.yaml")
        self.rows: tuple[Mapping[str, Any], ...] = tuple(load("honest_live.yaml"))

    def case(self, row: Mapping[str, Any]) -> Case:
        return self._books.case(row["id"], {"book": row["book"]}, row["say"])

    def half(self, name: str) -> list[Mapping[str, Any]]:
        """'tuning' are the ids whose sha256 begins with an even byte, 'first_opened' the others.

        'second', 'fourth' and 'fifth' are later batches, written blind to the checks as well, and
        wholly for tuning; of a third one every second row, 'third_opened', was held back for a
        while, like the second half of the first; both are open now. 'held_back' is the measure.
        """
        if name in ("second", "fourth", "fifth", "held_back"):
            return list(load(f"honest_live_{name}.yaml"))
        if name.startswith("third"):
            return list(load("honest_live_third.yaml"))[name == "third_opened" :: 2]
        odd = name == "first_opened"
        return [r for r in self.rows if hashlib.sha256(r["id"].encode()).digest()[0] % 2 == odd]

    def own(self) -> Iterator[Case]:
        """Read the replies written to find what stops honest ones: a list to keep, no measure."""
        book = ""
        lines = (HERE / "honest_own.txt").read_text("utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if line.startswith("## "):
                book = line[3:]
            else:
                say = line.replace("\\n", "\n")
                yield self.case({"id": f"own line {number}", "book": book, "say": say})


def fresh(books: Books) -> Iterator[Case]:
    """Read the replies that were written before any check was read: '## book', then one a line."""
    book = ""
    for number, line in enumerate((HERE / "honest_fresh.txt").read_text("utf-8").splitlines(), 1):
        if line.startswith("## "):
            book = line[3:]
        else:
            yield books.case(f"fresh line {number}", {"book": book}, line)


def earlier_held_back(books: Books) -> Iterator[Case]:
    """Read the held-back half of the first corpus."""
    for row in load("honest_held_back.yaml"):
        yield books.case(row["id"], row, row["say"])


@pytest.fixture(scope="session")
def books() -> Books:
    return Books()


@pytest.fixture(scope="session")
def live() -> Live:
    return Live()


@pytest.fixture(scope="session")
def corpora(books: Books) -> Corpora:
    def honest(name: str) -> tuple[Case, ...]:
        return tuple(books.case(row["id"], row, row["say"]) for row in load(name))

    lies = tuple(
        books.case(f"{family['family']} {number}", family, say, family["check"])
        for family in load("lies.yaml")
        for number, say in enumerate(family["say"], 1)
    )
    return Corpora(
        honest("honest_tuning.yaml"), honest("honest_held_back.yaml"), lies, tuple(fresh(books))
    )
