"""Policy documents: Markdown with front matter, cut at its headings.

---
id: car                          the file's name without suffix
title: Car loan
audience: customer               or staff
effective_from: 2026-01-01
effective_until: 2026-12-31      may be left out: the last day on which it holds
owner: Consumer lending
version: 1.0
---
Text before the first heading introduces the document.
## Loan-to-value {#E-050}        a heading may name its anchor; a rule's sentence is named by its id
> We look at ...                 a quotation holds credit limits: left out where the bank does
                                 not disclose thresholds
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tools.knowledge.reading import KnowledgeError, Problem
from tools.lending.records import Product
from tools.policy_index.records import Audience

KEYS = ("id", "title", "audience", "effective_from", "owner", "version")
OPTIONAL = ("effective_until",)
AUDIENCES: dict[str, Audience] = {"customer": "customer", "staff": "staff"}

_HEADING = re.compile(r"(#{2,4}) (\S.*?)(?: \{#([A-Za-z][\w-]*)\})?")
_RULE = re.compile(r"E-\d{3}")


class Line(NamedTuple):
    number: int
    text: str


class Section(NamedTuple):
    """The text under one heading; an empty path stands for the introduction."""

    path: tuple[str, ...]
    anchor: str
    lines: tuple[Line, ...]
    first_line: int

    @property
    def rule_id(self) -> str | None:
        return self.anchor if _RULE.fullmatch(self.anchor) else None

    def text(self, *, disclose_thresholds: bool) -> str:
        """Return the paragraphs, each on one line, with or without the quoted limits."""
        paragraphs: list[list[str]] = [[]]
        quoted = False
        for _, line in self.lines:
            if not line.strip() or line.startswith(">") != quoted:
                paragraphs.append([])
                quoted = line.startswith(">")
            if line.strip() and (disclose_thresholds or not quoted):
                paragraphs[-1].append(line.removeprefix(">").strip())
        return "\n\n".join(" ".join(words) for words in paragraphs if words)


class PolicyDocument(NamedTuple):
    """One file, read."""

    file: str
    id: str
    title: str
    audience: Audience
    effective_from: date
    effective_until: date | None
    owner: str
    version: str
    sections: tuple[Section, ...]

    @property
    def product(self) -> Product | None:
        return Product(self.id) if self.id in list(Product) else None


def read_policy(path: Path) -> PolicyDocument:
    """Read one policy file.

    Raises:
        KnowledgeError: everything that is wrong with it, by line.
    """
    file = f"{path.parent.name}/{path.name}"
    lines = _lines_of(path, file)
    front, body = _front_matter(lines, file)
    problems = [*_front_problems(front, path.stem, file)]
    if problems:
        raise KnowledgeError(tuple(problems))
    fields = {key: line.text for key, line in front.items()}
    until = fields.get("effective_until")
    sections = tuple(_sections(body))
    problems = [*_section_problems(sections, file)]
    if problems:
        raise KnowledgeError(tuple(problems))
    return PolicyDocument(
        file=file,
        id=fields["id"],
        title=fields["title"],
        audience=AUDIENCES[fields["audience"]],
        effective_from=date.fromisoformat(fields["effective_from"]),
        effective_until=date.fromisoformat(until) if until else None,
        owner=fields["owner"],
        version=fields["version"],
        sections=sections,
    )


def _lines_of(path: Path, file: str) -> list[Line]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KnowledgeError((Problem(file, None, "", "is not UTF-8 text"),)) from error
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
        raise KnowledgeError((Problem(file, None, "", reason),)) from error
    return [Line(number, line.rstrip()) for number, line in enumerate(text.split("\n"), 1)]


def _front_matter(lines: list[Line], file: str) -> tuple[dict[str, Line], list[Line]]:
    if lines[0].text != "---":
        raise KnowledgeError((Problem(file, 1, "", "must begin with front matter (---)"),))
    end = next((n for n, line in enumerate(lines) if n and line.text == "---"), None)
    if end is None:
        raise KnowledgeError((Problem(file, 1, "", "front matter is never closed (---)"),))
    front: dict[str, Line] = {}
    for line in lines[1:end]:
        key, colon, value = line.text.partition(":")
        if not colon or not value.strip() or key in front:
            reason = f"front matter needs 'key: value', once each, not '{line.text}'"
            raise KnowledgeError((Problem(file, line.number, "", reason),))
        front[key] = Line(line.number, value.strip().strip("'\""))
    return front, lines[end + 1 :]


def _front_problems(front: dict[str, Line], stem: str, file: str) -> Iterator[Problem]:
    for key in KEYS:
        if key not in front:
            yield Problem(file, 1, key, "is missing from the front matter")
    for key, line in front.items():
        if key not in (*KEYS, *OPTIONAL):
            yield Problem(file, line.number, key, f"is not one of {', '.join((*KEYS, *OPTIONAL))}")
        elif reason := _front_reason(key, line.text, stem):
            yield Problem(file, line.number, key, reason)


def _front_reason(key: str, value: str, stem: str) -> str | None:
    if key == "id" and value != stem:
        return f"must be the name of the file, '{stem}'"
    if key == "audience" and value not in AUDIENCES:
        return f"must be one of {', '.join(AUDIENCES)}, not '{value}'"
    if "[[" in value or "]]" in value:
        return "holds no references"
    if key.startswith("effective_"):
        try:
            date.fromisoformat(value)
        except ValueError:
            return f"must be a date such as 2026-01-01, not '{value}'"
    return None


def _sections(lines: list[Line]) -> Iterator[Section]:
    """Cut at headings; a heading that only groups others has no lines of its own."""
    path: tuple[str, ...] = ()
    anchor, start = "", lines[0].number if lines else 1
    body: list[Line] = []
    for line in lines:
        heading = _HEADING.fullmatch(line.text)
        if heading is None:
            body.append(line)
            continue
        yield Section(path, anchor, tuple(body), start)
        marks, title, given = heading.groups()
        path = (*path[: len(marks) - 2], title)
        anchor, start, body = given or _slug(title), line.number, []
    yield Section(path, anchor, tuple(body), start)


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower().replace("'", "")))


def _section_problems(sections: tuple[Section, ...], file: str) -> Iterator[Problem]:
    if not any(line.text for section in sections for line in section.lines):
        yield Problem(file, None, "", "holds no text")
    seen: set[str] = set()
    for section in sections:
        if section.anchor in seen:
            yield Problem(file, section.first_line, section.anchor, "is used by two headings")
        seen.add(section.anchor)
        for line in section.lines:
            if line.text.startswith("#"):
                reason = "is not a heading: write '## Title' or '## Title {#anchor}'"
                yield Problem(file, line.number, "", f"'{line.text}' {reason}")
