"""How customers ask for each passage: for every passage, of one passage only, without figures."""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from tools.knowledge import FOLDER, load_rulebook
from tools.knowledge.reading import read_document
from tools.policy_index import PolicyIndex, open_policies
from tools.policy_index.records import Passage

FILES = sorted((FOLDER / "asked").glob("*.toml"))
LEAST = 4
LONGEST = 80  # characters: people type one thought at a time
PAPERS = ("1099",)  # numbers that name a paper, not a sum


class Line(NamedTuple):
    passage_id: str
    text: str

    @property
    def words(self) -> str:
        """Two lines with these in common are one line."""
        return " ".join(re.findall(r"[^\W_]+", self.text.lower()))


def lines_of(file: Path) -> list[Line]:
    return [
        Line(f"{file.stem}#{anchor}" if anchor else file.stem, text)
        for anchor, texts in read_document(file).data.items()
        for text in texts
    ]


@pytest.fixture(scope="module")
def index() -> PolicyIndex:
    return open_policies(FOLDER / "policies", load_rulebook())


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return [line for file in FILES for line in lines_of(file)]


def test_every_passage_is_asked_for_in_several_ways(index: PolicyIndex, lines: list[Line]) -> None:
    asked = Counter(line.passage_id for line in lines)

    assert [p.id for p in index.passages if asked[p.id] < LEAST] == []


def test_what_is_asked_for_exists(index: PolicyIndex, lines: list[Line]) -> None:
    known = {passage.id for passage in index.passages}

    assert sorted({line.passage_id for line in lines} - known) == []


def test_no_line_is_asked_of_two_passages(lines: list[Line]) -> None:
    counted = Counter(line.words for line in lines)

    assert [words for words, times in counted.items() if times > 1] == []


def test_no_line_only_repeats_a_heading(index: PolicyIndex, lines: list[Line]) -> None:
    headings = {Line(p.id, p.title_path[-1]).words for p in index.passages}

    assert [line for line in lines if line.words in headings] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_line_is_one_short_thought_and_holds_no_figure(file: Path) -> None:
    figures = re.compile(r"[\d$%]")

    for line in lines_of(file):
        bare = re.sub("|".join(PAPERS), "", line.text)
        assert line.text == line.text.strip(), line
        assert 0 < len(line.text) <= LONGEST, line
        assert not figures.search(bare), line


def test_every_passage_is_asked_for_in_words_it_does_not_hold(
    index: PolicyIndex, lines: list[Line]
) -> None:
    passages = {passage.id: passage for passage in index.passages}
    strange = {line.passage_id for line in lines if _new_words(line, passages[line.passage_id])}

    assert sorted(set(passages) - strange) == []


def _new_words(line: Line, passage: Passage) -> set[str]:
    """Return the longer words of a line that neither the passage nor its headings hold."""
    held = " ".join((*passage.title_path, passage.text)).lower()
    return {word for word in line.words.split() if len(word) > 3 and word not in held}
