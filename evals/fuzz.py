"""`make fuzz`: a lying model against the real graph, and honest replies against the gate.

Prints how many lies were shown, figures stood in a wrong role, changes came from nowhere, how many
honest replies were blocked, and how many honest replies with one reference changed for another were
shown although they are false then. `FUZZ_REPLIES` sets how many replies are judged.
"""

import importlib.util
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from agent.replies.gate import bound, check_reply

REPLIES = 100_000
ROUNDS_OF_ONE_RING = 500
"""Conversations stay in memory: after so many a new application is built."""
SHOWN_EXAMPLES = 5
SWAPS_OF_A_KIND = 2
"""Of each kind, so many swaps of every honest reply there is to tune with are tried."""
REPLIES_OF_TESTS = Path(__file__).parents[1] / "tests" / "agent" / "replies" / "conftest.py"


def fuzz(replies: int, seed: int) -> tuple[int, Counter[str], list[str]]:
    """Judge so many replies of the lying model; return their number, the findings and examples."""
    from tests.adversary.ring import Ring

    judged, round_number = 0, 0
    found: Counter[str] = Counter()
    examples: list[str] = []
    while judged < replies:
        with tempfile.TemporaryDirectory() as folder:
            ring = Ring(Path(folder))
            for _ in range(ROUNDS_OF_ONE_RING):
                number = seed * 10**9 + round_number
                held, verdicts = ring.round(number)
                for verdict in verdicts:
                    for kind, what in verdict._asdict().items():
                        found[kind] += len(what)
                        examples += [f"{kind} (round {number}): {one}" for one in what]
                judged, round_number = judged + held, round_number + 1
                if judged >= replies:
                    break
            ring.close()
    return judged, found, examples


def honest() -> dict[str, tuple[int, int]]:
    """Count the honest replies that the gate blocks: name of the half -> (blocked, all)."""
    cases = _corpora()
    fresh = tuple(cases.fresh(cases.Books()))
    live = cases.Live()
    return {
        "held back, never opened": _blocked(live.case(row) for row in live.half("held_back")),
        "fifth batch, tuned on in part": _blocked(live.case(row) for row in live.half("fifth")),
        "first batch, second half, opened since": _blocked(
            live.case(row) for row in live.half("first_opened")
        ),
        "third batch, second half, opened since": _blocked(
            live.case(row) for row in live.half("third_opened")
        ),
        "third batch, first half, tuned on": _blocked(
            live.case(row) for row in live.half("third_tuning")
        ),
        "first batch, first half, tuned on": _blocked(
            live.case(row) for row in live.half("tuning")
        ),
        "fourth batch, tuned on (30 of 360 at first contact)": _blocked(
            live.case(row) for row in live.half("fourth")
        ),
        "written blind, second half, opened since": _blocked(fresh[1::2]),
        "written blind, first half, tuned on": _blocked(fresh[0::2]),
        "earlier, held back": _blocked(cases.earlier_held_back(cases.Books())),
    }


def _blocked(replies: Any) -> tuple[int, int]:
    """Count the replies that the turn would not send, a stray figure bound where it can be."""
    kept = tuple(replies)
    return sum(map(_is_stopped, kept)), len(kept)


def _is_stopped(reply: Any) -> bool:
    found = check_reply(reply.say, reply.facts, reply.context)
    if not any(f.blocks for f in found):
        return False
    better = bound(reply.say, found, reply.facts, reply.context)
    return any(f.blocks for f in check_reply(better, reply.facts, reply.context))


def print_swaps(seed: int) -> None:
    """Print, kind by kind, the swapped references that are shown as what they are not."""
    from tests.adversary.swap_rates import rates, replies_of

    print("one reference changed for that of another fact: stopped, true as shown, open, false")
    for kind, rate in rates(replies_of(), SWAPS_OF_A_KIND, seed).items():
        counts = f"{rate.stopped:5} {rate.true:5} {rate.unsaid:5} {rate.false:5}"
        print(f"  {kind:17}{counts}   shown and not true {rate.share:.1%}")


def _corpora() -> Any:
    spec = importlib.util.spec_from_file_location("corpora_of_replies", REPLIES_OF_TESTS)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(REPLIES_OF_TESTS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print the report; exit 1 if anything false was shown or recorded."""
    wanted = int(os.environ.get("FUZZ_REPLIES", REPLIES))
    seed = int(os.environ.get("FUZZ_SEED", "0"))
    started = time.perf_counter()
    judged, found, examples = fuzz(wanted, seed)
    seconds = time.perf_counter() - started
    print(f"replies judged            {judged:,} in {seconds:.0f} s (seed {seed})")
    print(f"lies shown                {found['lies']}")
    print(f"figures in a wrong role   {found['wrong_roles']}")
    print(f"case changes from nowhere {found['from_nowhere']}")
    for name, (stopped, all_of_them) in honest().items():
        share = stopped / all_of_them
        print(f"honest replies blocked    {stopped} of {all_of_them} ({share:.1%}; {name})")
    print_swaps(seed)
    for example in examples[:SHOWN_EXAMPLES]:
        print(f"  {example}")
    sys.exit(1 if examples else 0)


if __name__ == "__main__":
    main()
