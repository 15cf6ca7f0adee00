import tomllib
from pathlib import Path

import pytest

from tools.policy_index import PolicyIndex, index_passages
from tools.policy_index.evaluation import JudgedQuestion, JudgedSet, measure

CORPUS = (("1", "Fee", "a fee"), ("2", "Late fee", "a late fee"), ("3", "Gold", "rings"))


@pytest.fixture(scope="module")
def judged() -> tuple[JudgedQuestion, ...]:
    content = Path(__file__).with_name("questions.toml").read_text(encoding="utf-8")
    return JudgedSet.model_validate(tomllib.loads(content)).questions


def test_a_question_counts_as_found_at_the_rank_of_a_right_passage() -> None:
    questions = (
        JudgedQuestion(ask="late fee", passages=("2",)),
        JudgedQuestion(ask="late fee please", passages=("1",)),
        JudgedQuestion(ask="gold", passages=("1",)),
        JudgedQuestion(ask="zebra", passages=("3",)),
    )

    quality = measure(index_passages(CORPUS), questions)

    assert (quality.recall_at_1, quality.recall_at_3) == (0.25, 0.5)
    assert quality.refused == 0.25
    assert quality.missed == ("gold", "zebra")


def test_silence_is_right_where_nothing_answers() -> None:
    questions = (JudgedQuestion(ask="zebra"), JudgedQuestion(ask="gold"))

    quality = measure(index_passages(CORPUS), questions)

    assert quality.abstained == 0.5
    assert quality.intruded == ("gold",)


def test_no_questions_measure_nothing() -> None:
    assert measure(index_passages(CORPUS), ()).recall_at_3 == 0


def test_the_judged_set_is_large_enough_and_names_passages_that_exist(
    judged: tuple[JudgedQuestion, ...], policies: PolicyIndex
) -> None:
    known = {passage.id for passage in policies.passages if passage.audience == "customer"}

    assert sum(bool(question.passages) for question in judged) >= 60
    assert sum(not question.passages for question in judged) >= 20
    assert {own_id for question in judged for own_id in question.passages} <= known


@pytest.mark.parametrize("half", ["tune", "held"])
def test_search_stays_as_good_as_it_was_measured(
    half: str, judged: tuple[JudgedQuestion, ...], policies: PolicyIndex
) -> None:
    quality = measure(policies, [question for question in judged if question.half == half])

    assert quality.recall_at_3 >= 0.85, quality.missed
    assert quality.refused <= 0.05
    assert quality.abstained >= 0.7, quality.intruded
