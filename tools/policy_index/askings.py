"""How customers ask: in their own words for each passage, and what no passage answers.

knowledge/asked/car.toml            a file per policy: an anchor and the lines that lead to it
    "" = ["do you do auto loans"]       the text before the first heading
    "early-repayment" = ["can i pay my truck off sooner"]
knowledge/unanswered.toml           a topic and lines that no policy answers
    markets = ["will rates go down next year"]
"""

import logging
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, NamedTuple

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from tools.knowledge.reading import KnowledgeError, Problem, read_document
from tools.policy_index.records import Passage
from tools.policy_index.references import neutralise

log = logging.getLogger(__name__)

HEADING = 100
"""Characters that stand for a passage without a heading."""

_WORDS = re.compile(r"[^\W_]+")
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]
_FILE = TypeAdapter(dict[str, Annotated[tuple[_Line, ...], Field(min_length=1)]])


class Askings(NamedTuple):
    """Lines that are compared with a question; none of them is ever shown or told to a model."""

    asked: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Passage id -> lines that it answers."""
    unanswered: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.asked)

    def of(self, passage: Passage) -> tuple[str, ...]:
        """Return the lines of a passage, at least one: its heading asks for it, too."""
        heading = passage.title_path[-1] if passage.title_path else passage.text[:HEADING]
        return (*self.asked.get(passage.id, ()), heading)

    def owners(self, passages: Sequence[Passage]) -> dict[str, int | None]:
        """Return what is said word for word -> the place of its passage, None where none answers.

        A heading counts as a line; one that several passages bear says nothing.
        """
        found: dict[str, int | None] = {}
        shared: set[str] = set()
        for at, passage in enumerate(passages):
            for line in dict.fromkeys(map(word_for_word, self.of(passage))):
                shared |= {line} & found.keys()
                found.setdefault(line, at)
        return {
            **dict.fromkeys(map(word_for_word, self.unanswered)),
            **{line: at for line, at in found.items() if line not in shared},
        }


def word_for_word(line: str) -> str:
    """Return a line as it is compared: small letters and figures, one space between words.

    >>> word_for_word("What's APR? ")
    'whats apr'
    """
    return " ".join(_WORDS.findall(line.lower().replace("'", "").replace("’", "")))


NO_ASKINGS = Askings()


def read_askings(folder: Path, known: Collection[str]) -> Askings:
    """Read asked/*.toml and unanswered.toml of the knowledge folder; either may be missing.

    Args:
        folder: of the knowledge.
        known: ids of all passages; lines of another are left out, with a word in the log.

    Raises:
        KnowledgeError: everything that is wrong, by file and key.
    """
    asked: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for path in sorted((folder / "asked").glob("*.toml")):
        for anchor, lines in _read(path, problems).items():
            own_id = f"{path.stem}#{anchor}" if anchor else path.stem
            if own_id in known:
                asked[own_id] = _neutral(lines)
            else:
                log.warning("asked/%s: '%s' is no passage", path.name, anchor)
    unanswered = folder / "unanswered.toml"
    topics = _read(unanswered, problems) if unanswered.exists() else {}
    if problems:
        raise KnowledgeError(tuple(problems))
    return Askings(asked, tuple(line for lines in topics.values() for line in _neutral(lines)))


def _read(path: Path, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    try:
        document = read_document(path)
    except KnowledgeError as error:
        problems += error.problems
        return {}
    try:
        return _FILE.validate_python(document.data)
    except ValidationError as error:
        problems += [document.problem(wrong["loc"], wrong["msg"]) for wrong in error.errors()]
        return {}


def _neutral(lines: Collection[str]) -> tuple[str, ...]:
    return tuple(neutralise(line) for line in lines)


def files_of(folder: Path) -> Iterator[Path]:
    """Name the files that are read, for who looks whether one has changed."""
    yield from sorted((folder / "asked").glob("*.toml"))
    yield folder / "unanswered.toml"
