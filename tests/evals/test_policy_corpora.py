"""The questions and sentences on which policy answers are measured: frozen, judged, in halves."""

import hashlib
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from tools.knowledge import FOLDER, load_rulebook
from tools.lending.catalogue import Rulebook
from tools.policy_index.evaluation import JudgedSet, read_judged
from tools.policy_index.opening import read_folder, read_references
from tools.policy_index.records import Passage
from tools.policy_index.references import resolve

CORPORA = Path(__file__).parents[2] / "evals" / "corpora"
QUESTIONS = CORPORA / "policy_questions"

Half = Literal["tuning", "held_back"]
HALVES: tuple[Half, ...] = ("tuning", "held_back")


class Sentence(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    passage: str
    supported: bool
    say: str
    wrong: (
        Literal[
            "opposite",
            "wrong_condition",
            "added_right",
            "other_product",
            "invented_fee",
            "overpromise",
        ]
        | None
    ) = None


class Policies(NamedTuple):
    rulebook: Rulebook
    passages: dict[str, Passage]


def half_of(own_id: str) -> Half:
    even = hashlib.sha256(own_id.encode("ascii")).digest()[0] % 2 == 0
    return "tuning" if even else "held_back"


@pytest.fixture(scope="module")
def policies() -> Policies:
    rulebook = load_rulebook()
    opened = read_folder(FOLDER / "policies", rulebook)
    return Policies(rulebook, {passage.id: passage for passage in opened.passages})


@pytest.fixture(scope="module")
def judged() -> JudgedSet:
    return read_judged(QUESTIONS)


@pytest.fixture(scope="module")
def sentences() -> tuple[Sentence, ...]:
    rows = yaml.safe_load((CORPORA / "policy_sentences.yaml").read_text(encoding="utf-8"))
    return tuple(Sentence.model_validate(row) for row in rows)


def test_no_question_was_reworded_since_it_was_written_blind() -> None:
    frozen = tomllib.loads((QUESTIONS / "frozen.toml").read_text(encoding="utf-8"))

    digest = hashlib.sha256((QUESTIONS / "queries.jsonl").read_bytes()).hexdigest()

    assert digest == frozen["queries"]["sha256"]


def test_both_halves_hold_enough_questions_with_and_without_an_answer(judged: JudgedSet) -> None:
    counted = Counter(
        (half_of(question.own_id), question.own_id in judged.grades)
        for question in judged.questions
    )

    assert sum(counted[half, True] for half in HALVES) >= 200
    assert sum(counted[half, False] for half in HALVES) >= 60
    assert min(counted[half, True] for half in HALVES) >= 100
    assert min(counted[half, False] for half in HALVES) >= 30


def test_every_judgement_names_a_passage_customers_can_read(
    judged: JudgedSet, policies: Policies
) -> None:
    named = {doc for grades in judged.grades.values() for doc in grades}

    assert {doc for doc in named if doc not in policies.passages} == set()
    assert {policies.passages[doc].audience for doc in named} == {"customer"}


def test_judgements_are_of_known_questions_once_each_and_graded_one_or_two() -> None:
    lines = (QUESTIONS / "qrels.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    known = {
        json.loads(line)["_id"]
        for line in (QUESTIONS / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    }

    assert {row["query"] for row in rows} <= known
    assert {row["grade"] for row in rows} == {1, 2}
    assert len({(row["query"], row["doc"]) for row in rows}) == len(rows)


def test_what_was_expected_to_have_no_answer_has_none_unless_that_is_recorded(
    judged: JudgedSet,
) -> None:
    frozen = tomllib.loads((QUESTIONS / "frozen.toml").read_text(encoding="utf-8"))

    answered = set(frozen["blind"]["meant_as_unanswerable"]) & set(judged.grades)

    assert answered == set(frozen["judged"]["answered_after_all"])


def test_no_sentence_was_changed_since_it_was_frozen() -> None:
    digest = hashlib.sha256((CORPORA / "policy_sentences.yaml").read_bytes()).hexdigest()

    frozen = (CORPORA / "policy_sentences.sha256").read_text(encoding="utf-8").split()[0]

    assert digest == frozen


def test_sentences_are_many_of_both_kinds_and_in_both_halves(
    sentences: tuple[Sentence, ...],
) -> None:
    counted = Counter((half_of(one.id), one.supported) for one in sentences)

    assert len(sentences) >= 170
    assert len({one.id for one in sentences}) == len(sentences)
    assert min(counted[half, kind] for half in HALVES for kind in (True, False)) >= 40


def test_an_unsupported_sentence_says_how_it_is_wrong(sentences: tuple[Sentence, ...]) -> None:
    assert [one.id for one in sentences if one.supported == (one.wrong is not None)] == []


def test_a_sentence_is_judged_against_a_passage_for_customers(
    sentences: tuple[Sentence, ...], policies: Policies
) -> None:
    for one in sentences:
        assert policies.passages[one.passage].audience == "customer", one.id


def test_a_supported_sentence_holds_only_figures_of_its_passage(
    sentences: tuple[Sentence, ...], policies: Policies
) -> None:
    data = read_references(FOLDER / "policies")

    for one in (one for one in sentences if one.supported):
        _, said = resolve(one.say, policies.rulebook, data)
        held = {figure.id for figure in policies.passages[one.passage].figures}
        assert {figure.id for figure in said} <= held, one.id
