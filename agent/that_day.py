"""What a replay stands on: the rules, words and answers of that day, laid out from the record."""

import hashlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from langchain_core.messages import AIMessage, AnyMessage
from pydantic import TypeAdapter, ValidationError

from agent.conversations.records import LISTED, ClosedTurn, ConversationLog, ModelCall, Turn
from agent.graph import build_graph
from agent.models import ModelUnavailable
from agent.offline.wording_files import Templates, phrases
from agent.prompting import Prompt, load_prompt
from agent.reads import ReadsBack
from agent.replies.renderer import Renderer
from agent.runner import FAILED, TurnRunner
from agent.scoring import scorer_of_record
from agent.toolbox import Toolbox
from ml.shipped import ScorerNotLoaded
from tools.catalog import CATALOG
from tools.knowledge import FOLDER, KnowledgeError, load_knowledge
from tools.lending.catalogue import Rulebook
from tools.lending.errors import LendingError
from tools.lending.points_scorer import VERSION
from tools.lending.risk import CreditScorer
from tools.policy_index import PolicyIndex, open_policies
from tools.stores.applications import ApplicationStore
from tools.stores.profiles import ProfileStore

RULES = ("catalogue.yaml", "rules.yaml")
WORDING = "prompts/offline.json"
ALL_FILES = TypeAdapter(dict[str, str])
WORDS: TypeAdapter[Templates] = TypeAdapter(Templates)
PROGRAM_OWN = "phrases/"
"""Knowledge that the program reads from its own folder only."""
ENOUGH_SECONDS = 3_600.0


class CannotReplay(LendingError):
    """There is no such turn, it is open or erased, or its knowledge was not kept."""


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


def files_of(log: ConversationLog, turn: Turn) -> dict[str, str]:
    """Return the content hash of everything the turn used, by name."""
    named = {n: h for n, h in turn.opened.knowledge.items() if n != LISTED}
    digest = turn.opened.knowledge.get(LISTED)
    if digest is None:
        return named
    content = log.kept(digest)
    try:
        return ALL_FILES.validate_json(content or b"") | named
    except ValidationError as error:
        raise CannotReplay("The list of the files that turn used cannot be read.") from error


def lay_out(log: ConversationLog, files: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Write the files that the turn used; yield what is wrong with them."""
    for name, digest in files.items():
        content = log.kept(digest)
        if content is None:
            continue  # the scorer's version, a prompt: no file of the knowledge folder
        if hashlib.sha256(content).hexdigest() != digest:
            yield f"kept file {name}: was changed after it was kept"
        file = (folder / name).resolve()
        if not file.is_relative_to(folder.resolve()):
            raise CannotReplay(f"The record names a file outside the knowledge folder: {name}.")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _as_searched(closed: ClosedTurn, policies: PolicyIndex) -> PolicyIndex:
    return cast(PolicyIndex, ReadsBack(closed.reads, policies.passages))


def runner_of(
    folder: Path,
    files: Mapping[str, str],
    closed: ClosedTurn,
    speaker: RecordedSpeaker,
    locale: str,
) -> TurnRunner:
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
        policies=_as_searched(closed, policies) if _searches(closed) else policies,
        profiles=cast(ProfileStore, stores),
        applications=cast(ApplicationStore, stores),
        scorer=_scorer_of(folder, files, closed, knowledge.rulebook),
        renderer=Renderer(locale, "USD"),
        knowledge_hashes={},
        deadline_s=ENOUGH_SECONDS,
        max_model_calls=len(closed.model_calls),
    )


def _scorer_of(
    folder: Path, files: Mapping[str, str], closed: ClosedTurn, rulebook: Rulebook
) -> CreditScorer:
    """Return the scorer of that day, by its version and from the files that were kept of it."""
    silent = any(call.result.get("model_silent") for call in closed.calls)
    try:
        return scorer_of_record(files.get("scorer", VERSION), folder, rulebook, silent=silent)
    except ScorerNotLoaded as error:
        raise CannotReplay(str(error)) from error


def _searches(closed: ClosedTurn) -> bool:
    """Say whether what was found is in the record; older ones lack it."""
    return any(one.read == "search" for one in closed.reads)


def _prompt_of(closed: ClosedTurn) -> Prompt:
    """Return a prompt that stands for the one that was used: nobody reads it again."""
    return load_prompt("advisor").model_copy(update={"content_hash": closed.prompt_hash})


def _wording_of(folder: Path) -> Templates:
    """Return the templates of that day; today's where the record is older than their keeping."""
    kept = folder / WORDING
    if not kept.exists():
        return phrases()
    try:
        return WORDS.validate_json(kept.read_bytes())
    except ValidationError as error:
        raise CannotReplay("The templates of that turn cannot be read.") from error


def used_by(
    turn: Turn, closed: ClosedTurn, files: Mapping[str, str], before: Sequence[Turn]
) -> Iterator[str]:
    """Say what this replay stood on, line by line."""
    rules = ", ".join(f"{n} {files[n][:8]}" for n in RULES if n in files) or "none named"
    yield f"rules and prices of {turn.opened.now:%Y-%m-%d} as kept with the turn ({rules})"
    yield f"the scorer {files.get('scorer', VERSION)}"
    gone = sum(t.erased for t in before)
    erased = f"; {gone} erased before it, which it did not read either" if gone else ""
    yield f"the conversation up to turn {turn.opened.sequence - 1}{erased}"
    if closed.findings == FAILED:
        yield "nothing else: the turn failed, and what its model said was not kept"
        return
    yield (
        f"the record for {len(closed.model_calls)} model calls and {len(closed.reads)} look-ups "
        f"in the bank's stores; prompt {closed.prompt_hash[:8] or 'unknown'}, not read again"
    )
    whose = "as kept with the turn" if WORDING in files else "this program's: none were kept"
    yield f"templates of replies composed by code: {whose}"
    yield "this program's own: its code, the gate's phrases, the words of cards"


def changed_words(files: Mapping[str, str]) -> Iterator[str]:
    for name, digest in sorted(files.items()):
        if name.startswith(PROGRAM_OWN):
            file = FOLDER / name
            if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                yield f"{name} of the program is not what it was"
    prompt = files.get("prompts/advisor.md")
    if prompt not in (None, load_prompt("advisor").content_hash):
        yield "prompts/advisor.md of the program is not what it was; nothing here reads it"
