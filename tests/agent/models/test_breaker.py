"""The circuit breaker: rests after failures in a row, then lets one caller try."""

from dataclasses import dataclass

import pytest

from agent.models.breaker import CircuitBreaker


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def rested(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(failures=2, rest_s=30, clock=clock)
    breaker.failed()
    breaker.failed()
    return breaker


def test_it_rests_after_the_last_failure_allowed(clock: Clock) -> None:
    breaker = rested(clock)

    clock.now = 29.9

    assert not breaker.allows()


def test_after_the_rest_only_one_caller_tries(clock: Clock) -> None:
    breaker = rested(clock)
    clock.now = 30.0

    assert [breaker.allows() for _ in range(3)] == [True, False, False]


def test_a_trial_that_fails_begins_another_rest(clock: Clock) -> None:
    breaker = rested(clock)
    clock.now = 30.0
    breaker.allows()
    clock.now = 31.0
    breaker.failed()

    clock.now = 60.5

    assert not breaker.allows()


def test_a_trial_that_works_ends_the_rest(clock: Clock) -> None:
    breaker = rested(clock)
    clock.now = 30.0
    breaker.allows()

    breaker.worked()

    assert breaker.allows()
    assert breaker.allows()


def test_a_trial_that_never_came_back_is_followed_by_another(clock: Clock) -> None:
    breaker = rested(clock)
    clock.now = 30.0
    breaker.allows()

    clock.now = 60.0

    assert breaker.allows()
