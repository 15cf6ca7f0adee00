"""Cold start: from `python -m agent` to its first prompt."""

import os
import subprocess
import sys
import time
from pathlib import Path

from evals.bench.timing import Measured

AIM_MS = 2000.0


def _once(folder: Path) -> float:
    environment = {**os.environ, "LOAN_ADVISOR_DATA_DIR": str(folder), "NO_COLOR": "1"}
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "agent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        seen = b""
        while b"/help" not in seen and process.stdout is not None:
            read = os.read(process.stdout.fileno(), 65536)
            if not read:
                break
            seen += read
        spent = (time.perf_counter() - started) * 1000
        process.communicate(b"/quit\n")
    return spent


def cold_start(folder: Path) -> Measured:
    """Start three times with the data folder in place; the best is what a warm disk gives."""
    _once(folder)
    best = min(_once(folder) for _ in range(3))
    return Measured(
        "start of python -m agent", best, aim=f"at most {AIM_MS:.0f} ms", met=best <= AIM_MS
    )
