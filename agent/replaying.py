"""Run a closed turn again from its record: the knowledge of that day, no model, no stores.

What the model said and what tools read in the bank's stores come from the record; binding, rules,
scorer, pricing, gate and rendering run again. Words of the gate and of composed replies belong to
the program, as its code does: where they have changed since, the report says so.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agent.conversations.records import (
    ClosedTurn,
    ConversationLog,
    Turn,
)
from agent.conversations.rows import past_of
from agent.runner import BINDING_TURNS, FAILED, TurnRunner, failed_turn
from agent.that_day import (
    CannotReplay,
    RecordedSpeaker,
    changed_words,
    files_of,
    lay_out,
    runner_of,
    used_by,
)
from tools.case_file import CaseFile
from tools.lending.records import Record

MOST_SHOWN = 160
NOT_COMPARED = frozenset({"milliseconds", "timings", "model_calls", "reads", "prompt_hash"})
"""How long it took, and what the replay was given."""


class Difference(Record):
    """One place where the turn run again is not what was recorded."""

    where: str
    """Path in the record: 'case.offers.0.apr_pct'."""
    recorded: str
    again: str


class Replayed(Record):
    """What a replay found."""

    conversation_id: str
    turn_id: str
    equal: bool
    """The same result, from a record that verifies."""
    differences: tuple[Difference, ...] = ()
    faults: tuple[str, ...] = ()
    """What is wrong with the record itself: the hash chain, kept files."""
    used: tuple[str, ...] = ()
    """What was run again with what: of that day, from the record, or the program's own."""
    notes: tuple[str, ...] = ()
    """Words of the program that have changed since: they may explain a difference."""


def replay(log: ConversationLog, turn_id: str, locale: str = "en-US") -> Replayed:
    """Run a closed turn again and compare.

    Args:
        log: holds the turn and the knowledge it used.
        turn_id: of several conversations that used it, the newest is meant.
        locale: how figures were written: a setting, not part of the turn.

    Raises:
        CannotReplay: why, in one sentence.
    """
    turn, closed = _closed(log, turn_id)
    before = _before(log, turn)
    faults = list(log.verify(turn.opened.conversation_id))
    files = files_of(log, turn)
    with TemporaryDirectory(prefix="replay-") as folder:
        faults += lay_out(log, files, Path(folder))
        speaker = RecordedSpeaker(closed.model_calls)
        runner = runner_of(Path(folder), files, closed, speaker, locale)
        again = _again(runner, turn, closed, before)
    differences = tuple(_compared(closed, again, speaker, runner))
    return Replayed(
        conversation_id=turn.opened.conversation_id,
        turn_id=turn_id,
        equal=not (differences or faults),
        differences=differences,
        faults=tuple(faults),
        used=tuple(used_by(turn, closed, files, before)),
        notes=tuple(changed_words(files)),
    )


def _before(log: ConversationLog, turn: Turn) -> tuple[Turn, ...]:
    """Return the turns before this one as it read them. `CannotReplay` where they are gone."""
    opened = turn.opened
    before = log.turns(opened.conversation_id)[: opened.sequence - 1]
    ids = {t.opened.turn_id for t in before if t.erased}
    since = [
        e for e in log.erasures(opened.conversation_id) if e.turn_id in ids and e.at >= opened.now
    ]
    if since:
        raise CannotReplay(
            f"What was said before turn {opened.turn_id} was erased after it "
            f"({since[0].reason}, {since[0].at:%Y-%m-%d}): it cannot be read as it was then."
        )
    return before


def _again(
    runner: TurnRunner, turn: Turn, closed: ClosedTurn, before: Sequence[Turn]
) -> ClosedTurn:
    case = _case_before(before)
    if closed.findings == FAILED:
        return failed_turn(turn.opened, case, {})
    known = [past_of(t.opened, t.closed) for t in before if t.closed][-BINDING_TURNS:]
    return runner.again(turn.opened, known, case, closed.limited)


def _closed(log: ConversationLog, turn_id: str) -> tuple[Turn, ClosedTurn]:
    turn = log.find_turn(turn_id)
    if turn is None:
        raise CannotReplay(f"There is no turn {turn_id}.")
    if turn.erased:
        raise CannotReplay(f"Turn {turn_id} was erased; only its hashes are left.")
    if turn.closed is None:
        raise CannotReplay(f"Turn {turn_id} is still open.")
    return turn, turn.closed


def report(found: Replayed) -> str:
    """Tell what a replay found, for people."""
    place = f"Turn {found.turn_id} of conversation {found.conversation_id}"
    lines = [f"{place}: {'equal' if found.equal else 'NOT equal'}"]
    lines += [f"  used: {used}" for used in found.used]
    lines += [f"  record: {fault}" for fault in found.faults]
    lines += [f"  {d.where}: recorded {d.recorded}, again {d.again}" for d in found.differences]
    return "\n".join(lines + [f"  note: {note}" for note in found.notes])


def _case_before(before: Sequence[Turn]) -> CaseFile:
    """Return the case as the log gave it then: an empty one after a row that was erased."""
    done = [t for t in before if t.closed is not None or t.erased]
    last = done[-1].closed if done else None
    return last.case if last else CaseFile()


# -- comparing ---------------------------------------------------------------------------------


def _compared(
    closed: ClosedTurn, again: ClosedTurn, speaker: RecordedSpeaker, runner: TurnRunner
) -> Iterator[Difference]:
    yield from _differences("", _plain(closed), _plain(again))
    if speaker.left:
        used = len(closed.model_calls) - len(speaker.left)
        yield Difference(
            where="model_calls", recorded=str(len(closed.model_calls)), again=str(used)
        )


def _plain(closed: ClosedTurn) -> Any:
    return json.loads(closed.model_dump_json())


def _differences(where: str, recorded: Any, again: Any) -> Iterator[Difference]:
    if isinstance(recorded, dict) and isinstance(again, dict):
        for name in [*recorded, *(n for n in again if n not in recorded)]:
            if name not in NOT_COMPARED:
                there = f"{where}.{name}".lstrip(".")
                yield from _differences(there, recorded.get(name), again.get(name))
    elif isinstance(recorded, list) and isinstance(again, list) and len(recorded) == len(again):
        for n, (one, other) in enumerate(zip(recorded, again, strict=True)):
            yield from _differences(f"{where}.{n}", one, other)
    elif recorded != again:
        yield Difference(where=where, recorded=_short(recorded), again=_short(again))


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} […] ({len(text)} characters)"
