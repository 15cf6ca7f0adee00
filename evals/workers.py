"""Plays scenarios in processes of their own, so that two cores play two conversations."""

import asyncio
import multiprocessing
import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache

from evals.office import Cast, Office
from evals.replay import perform
from evals.scenario import Scenario
from evals.trajectory import Trajectory


def cores() -> int:
    """Return how many processes can work at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def office() -> Office:
    """Return the bank of this process, read once."""
    return Office()


class Workers:
    """So many processes that play; a single one is this process itself."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: Executor | None = None

    @property
    def pool(self) -> Executor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            alone = self.count == 1
            self._pool = ThreadPoolExecutor(1) if alone else ProcessPoolExecutor(self.count, spawn)
        return self._pool

    async def perform(self, scenario: Scenario, cast: Cast) -> Trajectory:
        """Play one scenario, and wait for it without holding up the others."""
        told = (scenario.model_dump_json(), cast.model_dump_json())
        loop = asyncio.get_running_loop()
        went = await loop.run_in_executor(self.pool, performed, *told)
        return Trajectory.model_validate_json(went)

    def stop(self) -> None:
        """Let the processes go; what waits is not begun."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def performed(scenario: str, cast: str) -> str:
    """Play one scenario; JSON in, JSON out, as it goes to another process and back."""
    read, chosen = Scenario.model_validate_json(scenario), Cast.model_validate_json(cast)
    return perform(read, office(), chosen).model_dump_json()
