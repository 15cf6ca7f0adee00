"""Sentences that follow a passage word for word, but for the word that turns them."""

import re
from collections.abc import Callable, Iterator

import pytest

from agent.replies.checks.supported import LEAST, support
from agent.replies.checks.turned import Statement, turned
from tools.knowledge import FOLDER, load_rulebook
from tools.policy_index.opening import read_folder

Turn = Callable[[str], str]

_SAYS_NOT = re.compile(r"\b(?:no|not|never|none|cannot|without|nor)\b|n't\b")
TURNS: tuple[tuple[str, Turn, float], ...] = (
    ("a not is added", lambda s: _put(s, r"\b(is|are|may|will|does) ", r"\1 not "), 0.7),
    ("a not is left out", lambda s: _put(s, r"\b(?:not|never) ", ""), 0.6),
    ("a freedom becomes a duty", lambda s: _put(s, r"\b(?:may|can)\b(?! not)", "must"), 0.7),
    ("a duty becomes a freedom", lambda s: _put(s, r"\b(?:must|has to|have to)\b", "may"), 0.45),
    ("before becomes after", lambda s: _put(s, r"\bbefore\b", "after"), 0.6),
    ("more becomes less", lambda s: _put(s, r"\bmore\b", "less"), 0.6),
)


def _put(sentence: str, pattern: str, other: str) -> str:
    if other.endswith("not ") and _SAYS_NOT.search(sentence):
        return sentence  # two of them would say nothing clear
    return re.sub(pattern, other, sentence, count=1)


@pytest.fixture(scope="module")
def written() -> list[tuple[str, str]]:
    """Sentences of the policies, each with its passage."""
    return list(_written())


def _written() -> Iterator[tuple[str, str]]:
    for passage in read_folder(FOLDER / "policies", load_rulebook()).passages:
        whole = "\n".join((*passage.title_path, passage.text, passage.template))
        for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z\[])", " ".join(passage.template.split())):
            if len(sentence.split()) > 5 and passage.audience == "customer":
                yield sentence, whole


def test_what_the_policies_say_themselves_is_never_stopped(written: list[tuple[str, str]]) -> None:
    assert [said for said, whole in written if support(said, (whole,)) < LEAST] == []


@pytest.mark.parametrize(
    ("turn", "least"), [(t, n) for _, t, n in TURNS], ids=[t[0] for t in TURNS]
)
def test_a_sentence_of_the_policies_that_is_turned_is_mostly_stopped(
    turn: Turn, least: float, written: list[tuple[str, str]]
) -> None:
    lies = [(turn(said), whole) for said, whole in written if turn(said) != said]

    stopped = sum(support(said, (whole,)) < LEAST for said, whole in lies)

    assert len(lies) > 20
    assert stopped / len(lies) >= least


def _is_turned(said: str, source: str) -> bool:
    one, other = Statement(said), Statement(source)
    assert one.close_to(other)
    return turned(one, other, other)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("A complaint can harm your application.", "A complaint never harms your application."),
        ("You must repay the car loan early.", "You may repay the car loan early."),
        ("You may show us proof of income.", "You have to show us proof of income."),
        ("The rate is variable for the whole term.", "The rate is fixed for the whole term."),
        ("A home loan has one late fee.", "A car loan has one late fee."),
        ("An underwriter always reviews a new job.", "An underwriter sometimes reviews a new job."),
        ("You pay the provider of the surgery.", "We pay the provider of the surgery."),
        ("The plan is interest-free for students.", "The plan carries interest for students."),
    ],
)
def test_one_word_turns_a_sentence(said: str, source: str) -> None:
    assert _is_turned(said, source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("No, none of our loans has a penalty.", "None of our loans has a penalty."),
        ("You can repay a car loan early.", "You may repay a car loan early at any time."),
        ("There's no fee for paying a loan early.", "You pay a loan early without a fee."),
        ("You needn't be a customer to apply.", "You do not have to be a customer to apply."),
        ("An interest-free payment plan.", "A payment plan without interest."),
    ],
)
def test_other_words_for_the_same_turn_nothing(said: str, source: str) -> None:
    assert not _is_turned(said, source)
