"""What a message tells beside its business: hardship, pressure, danger, a complaint, "a human".

The patterns are data with examples (`knowledge/phrases/signals.toml`). They are read clause by
clause, so that a negation or an "if" takes back only what it governs.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, get_args

from agent.language.machine_talk import machine_talk, without_machine_talk
from agent.language.text import plain

SignalKind = Literal[
    "hardship", "scam", "self_harm", "complaint", "discrimination", "human", "are_you_human",
    "injection", "falsify",
]  # fmt: skip
KINDS: tuple[SignalKind, ...] = get_args(SignalKind)


class Signal(NamedTuple):
    """One thing to act on before any business."""

    kind: SignalKind
    cause: str = ""
    """What kind of hardship: job_loss, cannot_pay, bereavement, illness, separation, gambling."""
    start: int = 0
    end: int = 0
    """The clause it stands in, as offsets in the text that was read."""
    text: str = ""


class SignalPattern(NamedTuple):
    """One entry of the pattern file."""

    kind: SignalKind
    cause: str
    pattern: re.Pattern[str]
    before: tuple[re.Pattern[str], ...]
    """What takes a match back when it stands before it in the clause."""
    beside: tuple[re.Pattern[str], ...]
    """What takes it back anywhere in the message: "in 2019", "found a new job"."""
    matches: tuple[str, ...]
    misses: tuple[str, ...]


_CLAUSE = re.compile(r"(?:[^.!?;\n]|(?<=\d)\.(?=\d))+[.!?;\n]*")
_BESIDE = frozenset({"past", "recovered"})
_LONGEST = 20_000


def find_signals(text: str) -> tuple[Signal, ...]:
    """What to act on before any business, most urgent first; each kind and cause once.

    >>> [s.kind for s in find_signals("I lost my job and can't pay my loan with you")]
    ['hardship', 'hardship']
    >>> find_signals("what happens if I lose my job?")
    ()
    """
    found: dict[tuple[str, str], Signal] = {}
    for start, end in machine_talk(text):
        found["injection", ""] = Signal("injection", "", start, end, text[start:end])
    clauses = list(_clauses(without_machine_talk(text[:_LONGEST])))
    whole = " ".join(words for _, _, words in clauses)
    for entry in signal_patterns():
        for start, end, words in clauses:
            if (entry.kind, entry.cause) not in found and _holds(entry, words, whole):
                found[entry.kind, entry.cause] = Signal(
                    entry.kind, entry.cause, start, end, text[start:end]
                )
    return tuple(sorted(found.values(), key=lambda signal: _URGENCY[signal.kind]))


_URGENCY: dict[SignalKind, int] = {
    "self_harm": 0, "scam": 1, "human": 2, "hardship": 3, "discrimination": 4, "complaint": 5,
    "falsify": 6, "injection": 7, "are_you_human": 8,
}  # fmt: skip


def _clauses(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _CLAUSE.finditer(text):
        yield match.start(), match.end(), " , ".join(plain(part) for part in match[0].split(","))


def _holds(entry: SignalPattern, words: str, whole: str) -> bool:
    for match in entry.pattern.finditer(words):
        before = words[: match.start()].rstrip()
        taken_back = any(guard.search(before) for guard in entry.before)
        if not taken_back and not any(guard.search(whole) for guard in entry.beside):
            return True
    return False


@cache
def signal_patterns() -> tuple[SignalPattern, ...]:
    """The pattern file, compiled."""
    source = (files("knowledge") / "phrases" / "signals.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    guards = {name: re.compile(pattern) for name, pattern in data["guards"].items()}
    return tuple(
        SignalPattern(
            row["kind"],
            row.get("cause", ""),
            re.compile("|".join(f"(?:{pattern})" for pattern in row["patterns"])),
            tuple(guards[name] for name in row["guards"] if name not in _BESIDE),
            tuple(guards[name] for name in row["guards"] if name in _BESIDE),
            tuple(row["matches"]),
            tuple(row["misses"]),
        )
        for row in data["signal"]
    )
