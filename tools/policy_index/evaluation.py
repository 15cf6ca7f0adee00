"""How good a search is, on questions whose passages somebody has judged.

A folder in the shape of BEIR (Thakur et al. 2021, arXiv 2104.08663), one JSON object a line:

    corpus.jsonl     {"_id", "title", "text"}; without it the bank's policies are asked
    queries.jsonl    {"_id", "text"}; "half" may name a part that is reported by itself
    qrels.jsonl      {"query", "doc", "grade"}; a query without a grade above zero has no answer
                     ("id", "query-id", "corpus-id", "score" are read, too; titles may miss)
    frozen.toml      where it stands, a question is of the half "tuning" or "held" by the SHA-256 of
                     its id, and judged.completed_afterwards names what is reported by itself, too
"""

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from tools.knowledge.reading import KnowledgeError, Problem
from tools.lending.records import Record
from tools.policy_index.records import Passage

T = TypeVar("T", bound="_Line")

MOST = 10
"""Passages that are looked at."""
RANKS = (1, 3, 5, 10)


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


_Id = Annotated[
    str, Field(validation_alias=AliasChoices("_id", "id"), min_length=1, coerce_numbers_to_str=True)
]


_Text = Annotated[str, BeforeValidator(lambda text: "" if text is None else text)]
"""Public sets hold documents without a title or a text."""


class Document(_Line):
    own_id: _Id
    title: _Text = ""
    text: _Text


class Question(_Line):
    own_id: _Id
    text: str
    half: str = "all"


def _named(*names: str) -> Any:
    return Field(validation_alias=AliasChoices(*names), coerce_numbers_to_str=True)


class Judgement(_Line):
    query: str = _named("query", "query-id", "query_id")
    doc: str = _named("doc", "corpus-id", "corpus_id", "doc_id")
    grade: int = Field(validation_alias=AliasChoices("grade", "score"))


class JudgedSet(NamedTuple):
    """Questions and what answers them."""

    documents: tuple[Document, ...]
    """Empty where the questions are about the bank's policies."""
    questions: tuple[Question, ...]
    grades: Mapping[str, Mapping[str, int]]
    """Question -> document -> grade above zero; an unanswerable question is not there."""
    completed: frozenset[str] = frozenset()
    """Questions whose passages were completed after the questions had been read."""

    def parts(self, half: str | None) -> Iterator[tuple[str, tuple[Question, ...]]]:
        """Yield each half by its name, or the one asked for; 'half*': without `completed`."""
        for part in dict.fromkeys(question.half for question in self.questions):
            if half in (None, part):
                yield part, self.half(part)
                if self.completed:
                    untouched = [q for q in self.half(part) if q.own_id not in self.completed]
                    yield f"{part}*", tuple(untouched)

    def half(self, name: str) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.half == name)


def read_judged(folder: Path) -> JudgedSet:
    """Read a folder of judged questions.

    Raises:
        KnowledgeError: a file is missing, or what is wrong in it, by line.
    """
    corpus = folder / "corpus.jsonl"
    documents = _read(corpus, Document) if corpus.exists() else ()
    questions = _read(folder / "queries.jsonl", Question)
    _refuse_repeated("corpus.jsonl", documents)
    _refuse_repeated("queries.jsonl", questions)
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for judged in _read(folder / "qrels.jsonl", Judgement):
        if judged.grade > 0:
            grades[judged.query][judged.doc] = judged.grade
    frozen = folder / "frozen.toml"
    if not frozen.exists():
        return JudgedSet(documents, questions, dict(grades))
    halved = tuple(one.model_copy(update={"half": half_of(one.own_id)}) for one in questions)
    return JudgedSet(documents, halved, dict(grades), _completed(frozen))


def _refuse_repeated(file: str, lines: Sequence[Document | Question]) -> None:
    repeated = [own_id for own_id, n in Counter(one.own_id for one in lines).items() if n > 1]
    if repeated:
        raise KnowledgeError((Problem(file, None, repeated[0], "this id stands there twice"),))


def half_of(own_id: str) -> str:
    """Return the half of a question in a frozen set.

    >>> half_of("q001"), half_of("q002")
    ('tuning', 'held')
    """
    return "held" if sha256(own_id.encode()).digest()[0] % 2 else "tuning"


class _Judged(_Line):
    completed_afterwards: frozenset[str] = frozenset()


class _Frozen(_Line):
    judged: _Judged = _Judged()


def _completed(file: Path) -> frozenset[str]:
    try:
        read = _Frozen.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise KnowledgeError((Problem(file.name, None, "", str(error)),)) from error
    return read.judged.completed_afterwards


def _read(file: Path, kind: type[T]) -> tuple[T, ...]:
    try:
        # not splitlines: a text may hold what Unicode calls the end of a line
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = f"cannot be read ({type(error).__name__})"
        raise KnowledgeError((Problem(file.name, None, "", reason),)) from error
    read: list[T] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            read.append(kind.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            problems.append(Problem(file.name, number, where, first["msg"]))
    if problems:
        raise KnowledgeError(tuple(problems))
    return tuple(read)


class Quality(Record):
    """Shares between 0 and 1; means over the questions that have an answer."""

    questions: int
    unanswerable: int
    recall: tuple[float, ...]
    """Share of the right documents among the first 1, 3, 5, 10."""
    recall_best: tuple[float, ...]
    """The same of the documents with the highest grade of their question."""
    found: tuple[float, ...]
    """Share of the questions with at least one right document there."""
    mrr_at_10: float
    ndcg_at_10: float
    refused: float
    """Of the answerable: nothing was returned."""
    abstained: float
    """Of the unanswerable: nothing was returned, as it should."""
    median_ms: float
    missed: tuple[str, ...] = Field(repr=False)
    """Answerable questions without a right document among the first three."""
    intruded: tuple[str, ...] = Field(repr=False)
    """Unanswerable questions that got a passage."""


Search = Callable[[str, int], list[Passage]]
"""(question, k) -> passages, best first."""


class _Answered(NamedTuple):
    question: Question
    right: Mapping[str, int]
    found: list[str]
    ms: float


def measure(search: Search, questions: Sequence[Question], judged: JudgedSet) -> Quality:
    """Ask every question once."""
    asked = [_asked(search, question, judged.grades) for question in questions]
    answerable = [one for one in asked if one.right]
    others = [one for one in asked if not one.right]
    return Quality(
        questions=len(answerable),
        unanswerable=len(others),
        recall=tuple(_mean([_recall(one, k) for one in answerable]) for k in RANKS),
        recall_best=tuple(_mean([_recall_best(one, k) for one in answerable]) for k in RANKS),
        found=tuple(_mean([_first(one) <= k for one in answerable]) for k in RANKS),
        mrr_at_10=_mean([1 / _first(one) for one in answerable]),
        ndcg_at_10=_mean([_ndcg(one) for one in answerable]),
        refused=_mean([not one.found for one in answerable]),
        abstained=_mean([not one.found for one in others]),
        median_ms=round(median([one.ms for one in asked]), 2) if asked else 0.0,
        missed=tuple(one.question.text for one in answerable if _first(one) > 3),
        intruded=tuple(one.question.text for one in others if one.found),
    )


def _asked(
    search: Search, question: Question, grades: Mapping[str, Mapping[str, int]]
) -> _Answered:
    started = perf_counter()
    found = [passage.id for passage in search(question.text, MOST)]
    spent = (perf_counter() - started) * 1000
    return _Answered(question, grades.get(question.own_id, {}), found, spent)


def _recall(one: _Answered, k: int) -> float:
    return sum(own_id in one.right for own_id in one.found[:k]) / len(one.right)


def _recall_best(one: _Answered, k: int) -> float:
    most = max(one.right.values())
    best = {own_id for own_id, grade in one.right.items() if grade == most}
    return len(best.intersection(one.found[:k])) / len(best)


def _first(one: _Answered) -> float:
    """Return the rank of the first right document; infinity where there is none."""
    return next((n for n, own_id in enumerate(one.found, 1) if own_id in one.right), math.inf)


def _ndcg(one: _Answered) -> float:
    """Return the gains, discounted by rank, against the best order (Järvelin, Kekäläinen 2002)."""
    gains = [one.right.get(own_id, 0) for own_id in one.found[:MOST]]
    best = sorted(one.right.values(), reverse=True)[:MOST]
    return _discounted(gains) / _discounted(best)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _mean(shares: Sequence[float]) -> float:
    return round(sum(shares) / len(shares), 4) if shares else 0.0
