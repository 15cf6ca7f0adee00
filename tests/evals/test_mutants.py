"""The harness notices every fault: each advisor with one is caught by the check that is named."""

from functools import cache

import pytest

from evals.checks import CHECKS
from evals.mutants import MUTANTS, Mutant, verdicts_on
from evals.office import Office


@cache
def office() -> Office:
    return Office()


@pytest.mark.parametrize("mutant", [pytest.param(m, id=m.name) for m in MUTANTS])
def test_a_faulty_advisor_is_caught_by_the_check_that_is_named(mutant: Mutant) -> None:
    verdict = next(v for v in verdicts_on(mutant, office()) if v.check == mutant.caught_by)

    assert not verdict.passed
    assert verdict.value < 1
    assert verdict.reason


def test_every_check_has_a_fault_that_it_catches() -> None:
    assert {m.caught_by for m in MUTANTS} == {check.__name__ for check in CHECKS}


def test_faults_are_told_apart() -> None:
    assert len({m.name for m in MUTANTS}) == len(MUTANTS) >= 15
