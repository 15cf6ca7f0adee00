"""A scorer that is loaded behind the first turns."""

import subprocess
import sys
import threading
from decimal import Decimal

import pytest

from ml import later
from ml.later import LoadedLater
from ml.shipped import ScorerNotLoaded, scorer_files, version_in
from tools.knowledge.golden import golden_cases
from tools.lending.records import Inquiry
from tools.lending.risk import Score

ANYBODY = golden_cases()[0].inquiry


class Fixed:
    """A scorer that says one thing."""

    def __init__(self, version: str) -> None:
        self.version = version

    def score(self, inquiry: Inquiry) -> Score | None:
        return Score(
            default_probability=Decimal("0.05"), risk_tier="low", factors=(), scorer=self.version
        )


def unloadable() -> Fixed:
    raise ScorerNotLoaded("xgboost does not load")


def test_nothing_is_loaded_before_it_is_needed_and_then_once() -> None:
    loads: list[str] = []

    def load() -> Fixed:
        loads.append("load")
        return Fixed("learned-1")

    scorer = LoadedLater("learned-1", load, Fixed("points-1"))
    assert loads == []

    said = [scorer.score(ANYBODY) for _ in range(2)]

    assert [s.scorer for s in said if s] == ["learned-1", "learned-1"]
    assert loads == ["load"]


def test_the_first_score_waits_for_a_loading_that_is_under_way() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def load() -> Fixed:
        begun.set()
        assert may_end.wait(10)
        return Fixed("learned-1")

    scorer = LoadedLater("learned-1", load, Fixed("points-1"))
    waiting = [threading.Thread(target=scorer.score, args=(ANYBODY,)) for _ in range(2)]
    for thread in waiting:
        thread.start()
    assert begun.wait(10)
    assert all(thread.is_alive() for thread in waiting)

    may_end.set()

    for thread in waiting:
        thread.join(10)
    assert scorer.scorer().version == "learned-1"


def test_it_loads_by_itself_a_moment_after_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later, "DELAY_S", 0.0)
    loaded = threading.Event()

    def load() -> Fixed:
        loaded.set()
        return Fixed("learned-1")

    scorer = LoadedLater("learned-1", load, Fixed("points-1"))
    scorer.start()

    assert loaded.wait(10)
    scorer.stop()


def test_a_program_that_ends_first_loads_nothing() -> None:
    def load() -> Fixed:
        raise AssertionError

    scorer = LoadedLater("learned-1", load, Fixed("points-1"))
    scorer.start()
    scorer.stop()

    assert scorer.version == "learned-1"


def test_a_scorer_that_does_not_load_is_replaced_and_the_record_is_told() -> None:
    told: list[str] = []
    scorer = LoadedLater("learned-1", unloadable, Fixed("points-1"), told.append)

    said = scorer.score(ANYBODY)

    assert said is not None
    assert said.scorer == scorer.version == "points-1"
    assert told == ["points-1"]


def test_start_up_learns_the_version_without_numpy() -> None:
    program = (
        "import sys\n"
        "import ml.later, ml.shipped\n"
        "print(ml.shipped.version_in(ml.shipped.scorer_files()))\n"
        "print([m for m in ('numpy', 'xgboost', 'pandas') if m in sys.modules])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout.split("\n")[:2] == [version_in(scorer_files()), "[]"]
