"""How many swaps get past the gate, kind by kind, over the honest replies there are to tune."""

import importlib.util
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from agent.replies.gate import check_reply, in_full
from agent.replies.renderer import Renderer
from tests.adversary.swap_oracle import verdict
from tests.adversary.swaps import Swap, swaps

CORPORA = Path(__file__).parents[1] / "agent" / "replies" / "conftest.py"
TO_TUNE = ("tuning", "second", "third_tuning")


class Rate(NamedTuple):
    """What became of the swaps of one kind."""

    stopped: int = 0
    true: int = 0
    """Shown, and true as they are read: not counted as lies."""
    unsaid: int = 0
    """Shown, and nothing says what or whose the figure is."""
    false: int = 0
    """Shown, and false as they are read."""

    @property
    def lies(self) -> int:
        """The swaps that are no truth."""
        return self.stopped + self.unsaid + self.false

    @property
    def share(self) -> float:
        """Of the lies, those that were shown."""
        return (self.unsaid + self.false) / max(1, self.lies)


def replies_of(halves: Iterable[str] = TO_TUNE) -> list[Any]:
    """Read the honest replies to tune on, as cases."""
    spec = importlib.util.spec_from_file_location("corpora_of_swaps", CORPORA)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(CORPORA)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    live = module.Live()
    return [live.case(row) for half in halves for row in live.half(half)]


def rates(replies: Sequence[Any], per_kind: int, seed: int) -> dict[str, Rate]:
    """Draw so many swaps of each kind from each reply, and count what becomes of them."""
    draw = Random(seed)  # noqa: S311 - a repeatable draw, no secret
    counted: dict[str, Rate] = {}
    for reply in replies:
        if _is_stopped(reply, reply.say):
            continue
        by_kind: dict[str, list[Swap]] = {}
        for one in swaps(reply.say, reply.facts):
            by_kind.setdefault(one.kind, []).append(one)
        for kind, found in by_kind.items():
            for one in draw.sample(found, min(per_kind, len(found))):
                outcome = _outcome(reply, one)
                now = counted.get(kind, Rate())
                counted[kind] = now._replace(**{outcome: getattr(now, outcome) + 1})
    return counted


def _is_stopped(reply: Any, say: str) -> bool:
    return any(f.blocks for f in check_reply(say, reply.facts, reply.context))


def _outcome(reply: Any, swap: Swap) -> str:
    if _is_stopped(reply, swap.say):
        return "stopped"
    full = in_full(swap.say, reply.facts, reply.context)
    shown = Renderer().render(full, reply.facts, reply.context.passages)
    return verdict(swap, shown, reply.facts) if shown.complete else "stopped"
