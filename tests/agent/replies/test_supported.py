"""A sentence that cites a passage says what the passage says."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from agent.replies.checks.supported import LEAST, support, supported
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext
from agent.replies.gate import check_reply
from agent.replies.reading import Reading
from tools.knowledge import FOLDER, load_rulebook
from tools.policy_index.opening import read_folder

HERE = Path(__file__).parent
SENTENCES = Path(__file__).parents[3] / "evals" / "corpora" / "policy_sentences.yaml"
TEXT = (
    "Car loan\nEarly repayment\nYou may repay all or part of a car loan at any time without a "
    "charge. Interest stops on whatever you pay early. A late payment costs [[car.fees.late]]."
)
TEXTS = {"car#early": TEXT}
LIES_CAUGHT = {"tuning": 0.45, "held_back": 0.3}
TRUTHS_STOPPED = {"tuning": 0.02, "held_back": 0.08}
HONEST_STOPPED = {"tuning": 0.04, "held_back": 0.09}
"""Measured, rounded up: 6 of 68 replies that nobody has opened are stopped by this check alone."""


class Judged(NamedTuple):
    truths: list[float]
    lies: list[float]

    def stopped(self, which: list[float]) -> float:
        return sum(one < LEAST for one in which) / len(which)


@pytest.fixture(scope="module")
def texts() -> Mapping[str, str]:
    opened = read_folder(FOLDER / "policies", load_rulebook())
    return {p.id: "\n".join((*p.title_path, p.text, p.template)) for p in opened.passages}


@pytest.fixture(scope="module")
def judged(texts: Mapping[str, str]) -> Mapping[str, Judged]:
    halves = {"tuning": Judged([], []), "held_back": Judged([], [])}
    for row in yaml.load(SENTENCES.read_bytes(), Loader=yaml.CSafeLoader):
        odd = hashlib.sha256(row["id"].encode()).digest()[0] % 2
        half = halves["held_back" if odd else "tuning"]
        said = support(row["say"], (texts[row["passage"]],))
        (half.truths if row["supported"] else half.lies).append(said)
    return halves


def objections(say: str, texts: Mapping[str, str] = TEXTS) -> list[str]:
    context = GateContext(passages=frozenset(texts), passage_texts=texts)
    facts = FactBook([])
    return [f.check for f in supported(Reading(say, facts), facts, context)]


@pytest.mark.parametrize("half", ["tuning", "held_back"])
def test_supported_sentences_pass_and_lies_are_caught_as_measured(
    half: str, judged: Mapping[str, Judged]
) -> None:
    rows = judged[half]

    assert rows.stopped(rows.truths) <= TRUTHS_STOPPED[half]
    assert rows.stopped(rows.lies) >= LIES_CAUGHT[half]


@pytest.mark.parametrize("half", ["tuning", "held_back"])
def test_honest_replies_that_cite_pass_as_measured(
    half: str, live: Any, texts: Mapping[str, str]
) -> None:
    books = yaml.load((HERE / "books_live.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    rows = [row for row in live.half(half) if "|cite" in row["say"]]

    stopped = [r for r in rows if _stopped(live.case(r), books[r["book"]]["passages"], texts)]

    assert len(rows) >= 50
    assert len(stopped) / len(rows) <= HONEST_STOPPED[half]


def _stopped(case: Any, then: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Judge a reply by the passages as they were, with their figures as they are now."""
    cited = {own_id: f"{text}\n{now.get(own_id, '')}" for own_id, text in then.items()}
    context = case.context.model_copy(update={"passage_texts": cited})
    return bool(list(supported(Reading(case.say, case.facts), case.facts, context)))


@pytest.mark.parametrize(
    "say",
    [
        "You can repay the car loan early, all or part of it, without a charge [[car#early|cite]].",
        "You can repay the car loan early without a charge. [[car#early|cite]] Shall we go on?",
        "Yes, whenever you like [[car#early|cite]].",
        "Would you always want three exact weekly dates for the gold [[car#early|cite]]?",
        "Our gold is always exactly three weeks old and never rusts.",
    ],
)
def test_what_the_passage_says_what_is_short_asked_or_not_cited_is_let_through(say: str) -> None:
    assert objections(say) == []


@pytest.mark.parametrize(
    "say",
    [
        "You only get free repayment after three full years of punctual money [[car#early|cite]].",
        "Every borrower must always buy our gap insurance policy. [[car#early|cite]] Shall we?",
    ],
)
def test_what_the_passage_does_not_say_is_objected_to(say: str) -> None:
    assert objections(say) == ["policy"]


def test_a_citation_belongs_to_the_sentence_before_it_not_to_the_next() -> None:
    say = (
        "You may repay part of a car loan early without a charge. [[car#early|cite]] "
        "Your neighbours always bring seven exact golden papers on Monday."
    )

    assert objections(say) == []


def test_a_passage_whose_text_is_not_at_hand_is_not_judged() -> None:
    assert objections("Every borrower must always buy gap insurance here [[x|cite]].", {}) == []


def test_the_gate_asks(texts: Mapping[str, str]) -> None:
    say = "You only get free repayment after three full years of punctual money [[car#early|cite]]."
    context = GateContext(passages=frozenset(TEXTS), passage_texts=TEXTS)

    assert "policy" in [f.check for f in check_reply(say, FactBook([]), context)]


def test_markup_and_foreign_signs_do_not_shift_what_is_read() -> None:
    say = (
        "— **Intérêt:** you may repay all of a car loan early without a charge [[car#early|cite]]."
    )

    assert objections(say) == []


def test_a_short_sentence_may_not_bring_a_time_of_its_own() -> None:
    assert objections("You decide within the hour. [[car#early|cite]]") == ["policy"]
    assert objections("Yes, at any time. [[car#early|cite]]") == []
