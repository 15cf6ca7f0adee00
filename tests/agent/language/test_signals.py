"""Signals: every example of the pattern file, and what no message may do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.language.signals import KINDS, SignalPattern, find_signals, signal_patterns

MATCHES = [(e.kind, e.cause, text) for e in signal_patterns() for text in e.matches]
MISSES = [(e.kind, e.cause, text) for e in signal_patterns() for text in e.misses]


@pytest.mark.parametrize(("kind", "cause", "text"), MATCHES)
def test_an_example_that_must_match_is_found(kind: str, cause: str, text: str) -> None:
    assert (kind, cause) in {(s.kind, s.cause) for s in find_signals(text)}


@pytest.mark.parametrize(("kind", "cause", "text"), MISSES)
def test_an_example_that_must_not_match_is_left_alone(kind: str, cause: str, text: str) -> None:
    assert (kind, cause) not in {(s.kind, s.cause) for s in find_signals(text)}


@pytest.mark.parametrize("entry", signal_patterns())
def test_every_pattern_has_examples_on_both_sides(entry: SignalPattern) -> None:
    assert len(entry.matches) >= 5
    assert len(entry.misses) >= 4


def test_every_kind_has_a_pattern() -> None:
    assert {entry.kind for entry in signal_patterns()} == set(KINDS)


@pytest.mark.parametrize(
    "text",
    [
        "I need 20k for a car, make 62k a year, rent is 1250",
        "which is cheapest overall?",
        "with auto-pay?",
        "my roof leaks and I need 15,000",
        "my daughter starts nursing school",
        "can I put 5,000 down over 48 months",
        "I'm 35, employed 4 years, score about 720",
        "what documents do I need?",
        "lower my mortgage payment",
        "actually my income is 62k",
        "what would help me qualify?",
        "how long until I get the money?",
        "no thanks, I'll think about it",
        "yes please go ahead",
        "do you charge a fee for paying early?",
    ],
)
def test_ordinary_business_gives_no_signal(text: str) -> None:
    assert find_signals(text) == ()


def test_the_most_urgent_signal_comes_first() -> None:
    kinds = [s.kind for s in find_signals("I lost my job. This is unacceptable. I want to die")]

    assert kinds == ["self_harm", "hardship", "complaint"]


def test_a_signal_points_at_its_clause() -> None:
    text = "I want 5k. I lost my job last week."

    (signal,) = find_signals(text)

    assert (
        text[signal.start : signal.end].strip() == "I lost my job last week." == signal.text.strip()
    )


@given(st.text(max_size=300))
def test_no_text_makes_the_signal_reader_fail(text: str) -> None:
    assert isinstance(find_signals(text), tuple)
