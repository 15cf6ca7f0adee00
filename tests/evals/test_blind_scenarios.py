"""Scenarios written blind to the engine: they stand as they were frozen, before anybody played."""

import hashlib
from pathlib import Path

import pytest

from evals.scenario import FOLDER, read_scenarios

FROZEN = FOLDER.parent / "corpora" / "blind_scenarios.sha256"
BLIND = tuple(s for s in read_scenarios() if s.blind)
CORRECTED = (
    # The payment written down was that of the offer before the change.
    "documents/lila_says_yes_but_wants_another_term",
    "what_if/greg_moves_term_and_down_payment",
    "what_if/min_looks_at_a_smaller_loan",
    "what_if/walter_asks_for_twenty_years",
    "what_if/with_automatic_payment_and_without",
    # The customer's words left open what was expected: landscaping beside a trip, money that
    # was saved but not said to be put down, and a price of which nobody said that it is a house's.
    "comparison/ingrid_asks_which_payment_is_smallest",
    "happy_path/a_couple_buys_a_house_together",
    "recourse/priya_would_put_more_down",
    # Nobody said what the money is for, which has to be asked before anything is priced.
    "pressure/lila_wants_a_guarantee",
)
"""Where the scenario was wrong, not the engine."""


def frozen() -> dict[str, str]:
    rows = (line.split() for line in FROZEN.read_text(encoding="utf-8").splitlines())
    return {name.removesuffix(".yaml"): digest for digest, name in rows}


def as_frozen(file: Path) -> str:
    """Return the hash of a file without the lines that may come and go."""
    lines = file.read_bytes().splitlines(keepends=True)
    kept = b"".join(x for x in lines if not x.startswith((b"not_met_yet:", b"needs_encoder:")))
    return hashlib.sha256(kept).hexdigest()


def test_the_frozen_ones_are_those_marked_blind() -> None:
    assert set(frozen()) == {s.id for s in BLIND}


@pytest.mark.parametrize("scenario", [s.id for s in BLIND if s.id not in CORRECTED])
def test_nobody_has_changed_one_to_please_the_engine(scenario: str) -> None:
    assert as_frozen(FOLDER / f"{scenario}.yaml") == frozen()[scenario]


def test_what_was_corrected_is_little_and_differs() -> None:
    digests = frozen()

    assert len(CORRECTED) * 10 < len(BLIND)
    assert all(as_frozen(FOLDER / f"{name}.yaml") != digests[name] for name in CORRECTED)


def test_every_situation_has_some_written_blind() -> None:
    assert {s.situation for s in BLIND} == {s.situation for s in read_scenarios()}
    assert len(BLIND) >= 90
