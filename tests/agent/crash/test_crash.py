"""Killed before and after every call of a store, the model and a tool; resumed with the same id."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
EFFECTS = {
    "offers": {"applications": 0, "notices": 0},
    "adjust": {"applications": 0, "notices": 0},
    "confirm": {"applications": 1, "notices": 0},
    "notice": {"applications": 0, "notices": 1},
    "policy": {"applications": 0, "notices": 0},
}
"""By kind of turn: what must have come of it, once."""
TOUCHED = {
    "offers": ("tool make_offers", "model.invoke", "profiles.decision_profile"),
    "adjust": ("tool set_levers",),
    "confirm": ("tool confirm_application", "applications.file", "log.mark_performed"),
    "notice": ("tool make_offers", "applications.issue_notice", "log.mark_performed"),
    "policy": ("tool search_policy", "model.invoke"),
}
"""By kind of turn: calls that must be among the points, beside open and close."""


def crashed_everywhere(kind: str, folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.agent.crash.server", kind, str(folder), "1"],
        cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL and fork are POSIX")
@pytest.mark.parametrize("kind", EFFECTS)
def test_wherever_a_turn_is_killed_it_is_resumed_without_loss_and_without_doubling(
    kind: str, tmp_path: Path
) -> None:
    done = crashed_everywhere(kind, tmp_path)

    undisturbed = done["expected"]
    for call in ("log.open_turn", "log.close_turn", *TOUCHED[kind]):
        assert {f"before {call}", f"after {call}"} <= set(done["points"])
    assert len(done["after"]) == len(done["points"])
    assert all(a["killed"] for a in done["after"])
    assert undisturbed["closed"]
    assert undisturbed["append_only"]
    assert (undisturbed["verify"], undisturbed["open"], undisturbed["pending"]) == ([], [], 0)
    assert {n: undisturbed[n] for n in EFFECTS[kind]} == EFFECTS[kind]
    for attempt in done["after"]:
        assert attempt["found"] == undisturbed, attempt["point"]
