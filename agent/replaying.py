"""Run a closed turn again from its record: the knowledge of that day, no model, no stores.

What the model said and what tools read in the bank's stores come from the record; binding, rules,
scorer, pricing, gate and rendering run again. Words of the gate and of composed replies belong to
the program, as its code does: where they have changed since, the report says so.
"""

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from langchain_core.messages import AIMessage, AnyMessage

from agent.conversations.records import (
    ClosedTurn,
    ConversationLog,
    ModelCall,
    Turn,
)
from agent.conversations.rows import past_of
from agent.graph import build_graph
from agent.models import ModelUnavailable
from agent.offline.wording_files import Templates, phrases
from agent.prompting import Prompt, load_prompt
from agent.reads import ReadsBack
from agent.replies.renderer import Renderer
from agent.runner import BINDING_TURNS, TurnRunner
from agent.toolbox import Toolbox
from tools.case_file import CaseFile
from tools.catalog import CATALOG
from tools.knowledge import FOLDER, KnowledgeError, load_knowledge
from tools.lending.errors import LendingError
from tools.lending.points_scorer import PointsScorer
from tools.lending.records import Record
from tools.policy_index import PolicyIndex, open_policies
from tools.stores.applications import ApplicationStore
from tools.stores.profiles import ProfileStore

PROGRAM_OWN = "phrases/"
"""Knowledge that the program reads from its own folder only."""
ENOUGH_SECONDS = 3_600.0
MOST_SHOWN = 160
NOT_COMPARED = frozenset({"milliseconds", "timings", "model_calls", "reads", "prompt_hash"})
"""How long it took, and what the replay was given."""


class CannotReplay(LendingError):
    """There is no such turn, it is open or erased, or its knowledge was not kept."""


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
    notes: tuple[str, ...] = ()
    """Words of the program that have changed since: they may explain a difference."""


class RecordedSpeaker:
    """A model that says again what it said."""

    def __init__(self, calls: Sequence[ModelCall]) -> None:
        self.left = deque(calls)

    def invoke(self, messages: Sequence[AnyMessage], /) -> AIMessage:
        """Return the next recorded answer. Raises `ModelUnavailable` where there was none."""
        if not self.left:
            raise ModelUnavailable("The record holds no further answer of the model.")
        call = self.left.popleft()
        if call.answer is None:
            raise ModelUnavailable(call.failed)
        return AIMessage(
            call.answer.text,
            tool_calls=list(call.answer.calls),
            invalid_tool_calls=list(call.answer.malformed),
            additional_kwargs={"asks": call.answer.asks} if call.answer.asks else {},
        )


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
    before = log.turns(turn.opened.conversation_id)[: turn.opened.sequence - 1]
    if any(t.erased for t in before):
        raise CannotReplay(f"What was said before turn {turn_id} was erased.")
    faults = list(log.verify(turn.opened.conversation_id))
    with TemporaryDirectory(prefix="replay-") as folder:
        faults += _lay_out(log, turn, Path(folder))
        speaker = RecordedSpeaker(closed.model_calls)
        runner = _runner(Path(folder), closed, speaker, locale)
        case = _case_before(before)
        known = [past_of(t.opened, t.closed) for t in before if t.closed][-BINDING_TURNS:]
        again = runner.again(turn.opened, known, case, closed.limited)
    differences = tuple(_compared(closed, again, speaker, runner))
    return Replayed(
        conversation_id=turn.opened.conversation_id,
        turn_id=turn_id,
        equal=not (differences or faults),
        differences=differences,
        faults=tuple(faults),
        notes=tuple(_changed_words(turn)),
    )


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
    lines += [f"  record: {fault}" for fault in found.faults]
    lines += [f"  {d.where}: recorded {d.recorded}, again {d.again}" for d in found.differences]
    return "\n".join(lines + [f"  note: {note}" for note in found.notes])


def _case_before(before: Sequence[Turn]) -> CaseFile:
    closed = [t.closed for t in before if t.closed is not None]
    return closed[-1].case if closed else CaseFile()


# -- the knowledge of that day -----------------------------------------------------------------


def _lay_out(log: ConversationLog, turn: Turn, folder: Path) -> Iterator[str]:
    """Write the files that the turn used; yield what is wrong with them."""
    for name, digest in turn.opened.knowledge.items():
        content = log.kept(digest)
        if content is None:
            continue  # the scorer's version, a prompt: no file of the knowledge folder
        if hashlib.sha256(content).hexdigest() != digest:
            yield f"kept file {name}: was changed after it was kept"
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _runner(folder: Path, closed: ClosedTurn, speaker: RecordedSpeaker, locale: str) -> TurnRunner:
    try:
        knowledge = load_knowledge(folder)
        policies = open_policies(
            folder / "policies",
            knowledge.rulebook,
            disclose_thresholds=knowledge.bank.switches.disclose_thresholds,
        )
    except KnowledgeError as error:
        raise CannotReplay(f"The knowledge of that turn cannot be read: {error}") from error
    stores = ReadsBack(closed.reads)
    return TurnRunner(
        graph=build_graph(),
        toolbox=Toolbox(CATALOG),
        speaker=speaker,
        model_name=closed.model_calls[0].model if closed.model_calls else "offline",
        prompt=_prompt_of(closed),
        wording=_wording_of(folder),
        system_prompt="",
        knowledge=knowledge,
        policies=cast(PolicyIndex, stores) if _searches(closed) else policies,
        profiles=cast(ProfileStore, stores),
        applications=cast(ApplicationStore, stores),
        scorer=PointsScorer(knowledge.rulebook),
        renderer=Renderer(locale, "USD"),
        knowledge_hashes={},
        deadline_s=ENOUGH_SECONDS,
        max_model_calls=len(closed.model_calls),
    )


def _searches(closed: ClosedTurn) -> bool:
    """Say whether what was found is in the record; older ones lack it."""
    return any(one.read == "search" for one in closed.reads)


def _prompt_of(closed: ClosedTurn) -> Prompt:
    """Return a prompt that stands for the one that was used: nobody reads it again."""
    return load_prompt("advisor").model_copy(update={"content_hash": closed.prompt_hash})


def _wording_of(folder: Path) -> Templates:
    """Return the templates of that day; today's where the record is older than their keeping."""
    kept = folder / "prompts" / "offline.json"
    return json.loads(kept.read_bytes()) if kept.exists() else phrases()


def _changed_words(turn: Turn) -> Iterator[str]:
    for name, digest in sorted(turn.opened.knowledge.items()):
        if name.startswith(PROGRAM_OWN):
            file = FOLDER / name
            if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                yield f"{name} of the program is not what it was"
    prompt = turn.opened.knowledge.get("prompts/advisor.md")
    if prompt not in (None, load_prompt("advisor").content_hash):
        yield "prompts/advisor.md of the program is not what it was; nothing here reads it"


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
