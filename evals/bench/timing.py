"""Measuring: our way and the peer's way take turns in one process, medians are compared."""

import gc
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Measured(NamedTuple):
    """One row of the report."""

    name: str
    ours: float
    peer: str = ""
    peers: float | None = None
    aim: str = ""
    met: bool = True
    note: str = ""
    unit: str = "ms"


def once(run: Callable[[], object]) -> float:
    """Return the milliseconds of one run."""
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def processor(run: Callable[[], object]) -> float:
    """Return the milliseconds of processor time of one run, all threads together.

    What else the machine does lengthens it little: it shows what a busy machine hides.
    """
    started = time.process_time()
    run()
    return (time.process_time() - started) * 1000


def median_ms(run: Callable[[], object], rounds: int, warm_up: int = 3) -> float:
    """Return the median milliseconds of `run`."""
    for _ in range(warm_up):
        run()
    gc.collect()
    return statistics.median(once(run) for _ in range(rounds))


def beside(
    ours: Callable[[], object], peer: Callable[[], object], rounds: int, warm_up: int = 3
) -> tuple[float, float]:
    """Return the medians of two ways that take turns, so that both meet the same machine."""
    return compared(lambda: once(ours), lambda: once(peer), rounds, warm_up)


def compared(
    ours: Callable[[], float], peer: Callable[[], float], rounds: int, warm_up: int = 3
) -> tuple[float, float]:
    """Return the medians of two ways that time themselves and take turns."""
    for _ in range(warm_up):
        ours()
        peer()
    gc.collect()
    pairs = [(ours(), peer()) for _ in range(rounds)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)
