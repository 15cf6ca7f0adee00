"""Which version of the words is in production: promote, refuse, roll back, and who did it and why.

Labels live in prompts/labels.toml, every move of one in prompts/history.jsonl. Old versions stay in
their files, so that a move is only ever another name.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from agent.prompting import PRODUCTION, PromptError, Versions, read_labels
from tools.lending.records import Record

FOLDER = Path(str(files("prompts")))
GUARDED = ("adverse_action", "fairness", "hardship", "injection", "pressure", "privacy")
"""Situations in which no scenario may become worse: law, safety and trust hang on them."""


class PromotionRefused(Exception):
    """A guard case regressed, a reason is missing, or there is nothing to move; says which."""


class Move(Record):
    """One line of the history: what a label named before and after, who moved it and why."""

    at: datetime
    kind: Literal["promote", "rollback"]
    label: str
    before: Versions
    after: Versions
    who: str
    why: str
    compared: int = 0
    """How many scenarios were run on both versions."""
    evidence: str = ""
    """The name of the log or report that was looked at."""


class Compared(Record):
    """What each scenario did on the version in use and on the one that is to follow it."""

    passed_before: Mapping[str, bool]
    """Scenario as `situation/name` -> passed."""
    passed_after: Mapping[str, bool]
    evidence: str = ""

    @property
    def regressed(self) -> tuple[str, ...]:
        """Guard cases that pass now and would fail, or were not run again."""
        return tuple(
            name
            for name, passed in sorted(self.passed_before.items())
            if passed and name.split("/")[0] in GUARDED and not self.passed_after.get(name, False)
        )


def promote(
    source: str,
    compared: Compared,
    *,
    who: str,
    why: str,
    at: datetime,
    label: str = PRODUCTION,
    folder: Path = FOLDER,
) -> Move:
    """Let a label name the versions of another, and write down who did it and why.

    Args:
        source: the label whose versions are taken, such as staging.
        compared: the same scenarios run on both.
        who: a person.
        why: in words, for whoever reads the history.
        at: now.
        label: what is moved.
        folder: holds labels.toml and history.jsonl.

    Raises:
        PromotionRefused: a guard case regressed (each is named), nothing was compared, the two
            name the same versions, or `who` or `why` is empty.
        PromptError: there is no such label.
    """
    known = _labels(folder)
    after, before = _named(source, known), _named(label, known)
    if after == before:
        raise PromotionRefused(f"{source} and {label} name the same versions already.")
    if not compared.passed_before or not compared.passed_after:
        raise PromotionRefused("Nothing was compared: run both versions first.")
    if compared.regressed:
        named = ", ".join(compared.regressed)
        raise PromotionRefused(f"{source} is worse where it must not be: {named}.")
    move = Move(
        at=at,
        kind="promote",
        label=label,
        before=before,
        after=after,
        who=_said(who, "who promotes"),
        why=_said(why, "why"),
        compared=len(compared.passed_after),
        evidence=compared.evidence,
    )
    return _carried_out(move, known, folder)


def rollback(
    *, who: str, why: str, at: datetime, label: str = PRODUCTION, folder: Path = FOLDER
) -> Move:
    """Let a label name again what it named before its last promotion.

    Raises `PromotionRefused` when it was never promoted, or was rolled back since.
    """
    last = next((m for m in reversed(history(folder)) if m.label == label), None)
    if last is None or last.kind == "rollback":
        raise PromotionRefused(f"There is no promotion of {label} to roll back.")
    known = _labels(folder)
    move = Move(
        at=at,
        kind="rollback",
        label=label,
        before=_named(label, known),
        after=last.before,
        who=_said(who, "who rolls back"),
        why=_said(why, "why"),
    )
    return _carried_out(move, known, folder)


def history(folder: Path = FOLDER) -> tuple[Move, ...]:
    """Read every move, oldest first. Raises `PromptError` with the line that cannot be read."""
    file = folder / "history.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return tuple(_read(line, number) for number, line in enumerate(lines, 1) if line.strip())


def _read(line: str, number: int) -> Move:
    try:
        return Move.model_validate_json(line)
    except ValidationError as error:
        raise PromptError(f"prompts/history.jsonl, line {number}: {error}") from error


def _labels(folder: Path) -> dict[str, Versions]:
    return read_labels((folder / "labels.toml").read_text(encoding="utf-8"))


def _named(label: str, known: Mapping[str, Versions]) -> Versions:
    if label not in known:
        raise PromptError(f"There is no label {label!r}: there is {', '.join(known)}.")
    return known[label]


def _said(words: str, what: str) -> str:
    if not words.strip():
        raise PromotionRefused(f"Say {what}: it is written into the history.")
    return words.strip()


def _carried_out(move: Move, known: Mapping[str, Versions], folder: Path) -> Move:
    """The history first: a label that moved without a line would have moved itself."""
    line = json.dumps(move.model_dump(mode="json"), ensure_ascii=False)
    with (folder / "history.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    file_of_labels = folder / "labels.toml"
    comments = _comments(file_of_labels.read_text(encoding="utf-8").splitlines())
    moved = {**known, move.label: move.after}
    written = folder / "labels.toml.new"
    written.write_text("\n".join([*comments, "", *_tables(moved)]), encoding="utf-8")
    written.replace(file_of_labels)
    return move


def _comments(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.startswith("#")]


def _tables(labels: Mapping[str, Versions]) -> Iterable[str]:
    for label, versions in labels.items():
        yield f"[{label}]"
        yield from (f'{name} = "{version}"' for name, version in versions.model_dump().items())
        yield ""
