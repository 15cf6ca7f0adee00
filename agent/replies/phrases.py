"""The lexicons and patterns of the gate, read from `knowledge/phrases/*.toml`.

Patterns are regular expressions over folded lower-case text in which every reference has become
the sign `§`. Each row carries examples; a test runs them all.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).resolve().parents[2] / "knowledge" / "phrases"


class Phrase(NamedTuple):
    """One row: a pattern, why it is objected to, and what would make it true."""

    pattern: re.Pattern[str]
    why: str = ""
    statuses: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    guarded: str = "inside"
    """'inside': a negation or a condition in its clause, up to its end, takes the claim away;
    'before': only one that stands before it; 'sentence': one anywhere before it; 'no': nothing."""
    needs: str = ""


class RoleWords(NamedTuple):
    """Words that name a role, and the facts that may stand for them."""

    name: str
    units: frozenset[str]
    roles: frozenset[str]
    fields: frozenset[str]
    refused: frozenset[str]
    """If given, only these roles are refused."""
    side: str
    """'before' the figure, 'after' it, or 'both'."""
    neutral: bool
    not_said_to_be: frozenset[str] = frozenset()
    """Roles that may stand near the word but not as its predicate: 'the payment is §'."""


class Phrases(NamedTuple):
    """Everything the checks read."""

    ordinary: re.Pattern[str]
    figures: re.Pattern[str]
    cased_figures: re.Pattern[str]
    number_words: frozenset[str]
    glued_numbers: re.Pattern[str]
    role_pattern: re.Pattern[str]
    role_rows: "RoleFinder"
    measures: Mapping[str, str]
    """Rule id -> the role of what it compares: E-041 -> dti_post_pct."""
    statuses: tuple[Phrase, ...]
    banned: tuple[Phrase, ...]
    policy: tuple[Phrase, ...]
    any_of: Mapping[str, re.Pattern[str]]
    """Each of these lists in one pattern: what it does not find, no row of it does."""
    house_truths: re.Pattern[str]
    guards: re.Pattern[str]
    words: Mapping[str, re.Pattern[str]]
    """Small lexicons by name: 'said_markers', 'less', 'more', 'of_these' …"""
    fixed: tuple[str, ...]
    """Sentences that stand exactly as written, folded."""
    disclosures: Mapping[str, str]
    health: re.Pattern[str] | None


def read(name: str) -> dict[str, Any]:
    """Read one file of the folder; a malformed file is an error that names it."""
    path = FOLDER / name
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: {error}") from error


def union(patterns: Iterable[str]) -> re.Pattern[str]:
    """Compile alternatives into one pattern, longest first."""
    ordered = sorted(patterns, key=len, reverse=True)
    return re.compile("|".join(f"(?:{p})" for p in ordered) or r"(?!)")


def _rows(table: Iterable[Mapping[str, Any]]) -> tuple[Phrase, ...]:
    return tuple(
        Phrase(
            pattern=re.compile(row["pattern"]),
            why=row.get("why", ""),
            statuses=frozenset(row.get("statuses", ())),
            outcomes=frozenset(row.get("outcomes", ())),
            acts=frozenset(row.get("acts", ())),
            guarded=row.get("guarded", "inside"),
            needs=row.get("needs", ""),
        )
        for row in table
    )


def _role_words(table: Iterable[Mapping[str, Any]]) -> tuple[re.Pattern[str], "RoleFinder"]:
    """Compile all role words into one pattern, longest first, and a finder of their rows."""
    words: list[tuple[str, RoleWords]] = []
    for row in table:
        named = RoleWords(
            name=row["name"],
            units=frozenset(row.get("units", ())),
            roles=frozenset(row.get("roles", ())),
            fields=frozenset(row.get("fields", ())),
            refused=frozenset(row.get("refused", ())),
            side=row.get("side", "both"),
            neutral=row.get("neutral", False),
            not_said_to_be=frozenset(row.get("not_said_to_be", ())),
        )
        words += ((word, named) for word in row["words"])
    words.sort(key=lambda pair: -len(pair[0]))
    pattern = re.compile(r"\b(?:" + "|".join(word for word, _ in words) + r")(?!\w)")
    return pattern, RoleFinder([(re.compile(word), named) for word, named in words])


_AROUND = re.compile(r"\(\?(?:<?[=!])[^()]*(?:\([^()]*\)[^()]*)*\)")
"""Looks ahead or behind: they belong to the place of a word, not to its spelling."""


class RoleFinder(dict[str, RoleWords]):
    """The row of a matched role word; found once for each spelling."""

    def __init__(self, rows: Iterable[tuple[re.Pattern[str], RoleWords]]) -> None:
        super().__init__()
        self._rows = tuple((re.compile(_AROUND.sub("", p.pattern)), row) for p, row in rows)

    def every(self, spoken: str) -> tuple[RoleWords, ...]:
        """Return all rows of a spelling: 'debts' are an amount, or a share of the income."""
        return tuple(row for pattern, row in self._rows if pattern.fullmatch(spoken))

    def __missing__(self, spoken: str) -> RoleWords:
        found = next(row for pattern, row in self._rows if pattern.fullmatch(spoken))
        self[spoken] = found
        return found


def _health_terms() -> re.Pattern[str] | None:
    path = FOLDER / "health_terms.txt"
    if not path.exists():
        return None
    lines = (line.split("#")[0].strip().lower() for line in path.read_text("utf-8").splitlines())
    harmless = "|".join(map(re.escape, read("echoes.toml")["harmless"]))
    terms = sorted({t for t in lines if t}, key=len, reverse=True)
    return re.compile(
        rf"\b(?!(?:{harmless})s?\b)(?:"
        + "|".join(re.escape(t).replace(r"\*", r"\w*") for t in terms)
        + r")s?\b"
    )


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """Read and compile all phrase files, once."""
    from agent.language.vocabulary import BIG_WORDS, SMALL, SPELLINGS

    figures, roles, status = read("figures.toml"), read("roles.toml"), read("status.toml")
    policy, disclosures = read("policy.toml"), read("disclosures.toml")
    claims = {
        "statuses": _rows(status["status"]),
        "banned": _rows(read("banned.toml")["banned"]),
        "policy": _rows(policy["policy"]),
    }
    words = frozenset(SMALL) - {"one"} | BIG_WORDS | frozenset(SPELLINGS) | set(figures["words"])
    plain = sorted(words | {"one"}, key=len, reverse=True)
    role_pattern, role_rows = _role_words(roles["role_words"])
    return Phrases(
        ordinary=union(row["pattern"] for row in figures["ordinary"]),
        figures=union(
            [
                *(row["pattern"] for row in figures["figure"]),
                r"\b(?:" + "|".join(map(re.escape, sorted(words))) + r")\b",
            ]
        ),
        cased_figures=union(row["pattern"] for row in figures["cased"]),
        number_words=words,
        glued_numbers=re.compile(r"\b(?:(?:" + "|".join(map(re.escape, plain)) + r")(?:and)?){2,}"),
        role_pattern=role_pattern,
        role_rows=role_rows,
        measures=roles["measures"],
        any_of={name: union(r.pattern.pattern for r in rows) for name, rows in claims.items()},
        house_truths=union(row["pattern"] for row in policy["house_truth"]),
        guards=union(status["guards"]["patterns"]),
        words={name: union(listed["patterns"]) for name, listed in read("words.toml").items()},
        fixed=tuple(s.lower() for s in disclosures["fixed"].values()),
        disclosures={**disclosures["fixed"], **disclosures["patterns"]},
        health=_health_terms(),
        **claims,
    )
