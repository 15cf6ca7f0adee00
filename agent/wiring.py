"""The one place where real things are constructed: settings in, an Advisor out."""

import gc
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel

from agent.advisor import Advisor
from agent.conversations.outbox import Dispatched, dispatch
from agent.conversations.records import LISTED, ConversationLog
from agent.conversations.sqlite import SqliteLog
from agent.graph import build_graph
from agent.limits import Limits
from agent.models import chat_model, speaker
from agent.models.prices import ModelPrice, price_of
from agent.offline.wording_files import Templates, as_bytes, phrases_of
from agent.operations import log_to
from agent.prompting import Prompt, load_prompt, render, versions_of
from agent.replies.renderer import Renderer
from agent.runner import TurnRunner
from agent.scoring import files_in_use, scorer_for
from agent.settings import PREFIX, Settings, SettingsError
from agent.toolbox import Toolbox
from ml.later import LoadedLater
from tools.catalog import CATALOG
from tools.knowledge import FOLDER, Knowledge, load_knowledge
from tools.lending.risk import CreditScorer
from tools.policy_index import BedrockKnowledgeBaseIndex, PolicyFolder, PolicyIndex
from tools.policy_index.encoders import encoder_for
from tools.policy_index.knowledge_base import retrieve_client
from tools.stores.demo import load_demo
from tools.stores.documents import LocalDocuments
from tools.stores.profiles import Persona
from tools.stores.sqlite_applications import SqliteApplications
from tools.stores.sqlite_profiles import SqliteProfiles

Clock = Callable[[], datetime]
NAMED = ("scorer", "catalogue.yaml", "rules.yaml", "prompts/advisor.md", "prompts/offline.json")
"""What each turn's record names by its hash; everything else stands in the list of all."""

COLLECTED = (20_000, 10, 10)
"""A turn builds some ten thousand objects and drops nearly all by itself: Python's default would
look through them a dozen times."""

os.environ.setdefault("LANGGRAPH_STRICT_MSGPACK", "true")


def bank_clock(knowledge: Knowledge) -> Clock:
    """Return the clock of the bank: aware, in its own time zone."""
    zone = ZoneInfo(knowledge.bank.hours.time_zone)
    return lambda: datetime.now(zone)  # noqa: TID251 - the one clock


@dataclass
class App:
    """The wired application. Parts are built when first needed."""

    settings: Settings
    clock: Clock | None = None
    """A fixed clock for tests and demonstrations; the bank's own by default."""
    model: BaseChatModel | None = None
    """Another model, for tests and the harness; the settings' by default."""
    log: ConversationLog | None = None
    _hashes: dict[str, str] = field(default_factory=dict, init=False)
    """What words and rules turns are answered with, by the name of the file."""

    @property
    def data(self) -> Path:
        """The data folder, made when missing. `SettingsError` where it cannot be made."""
        folder = self.settings.data_dir
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                f"The data folder {folder} cannot be made ({error.strerror}). "
                f"Name another with {PREFIX}DATA_DIR."
            ) from error
        return folder

    @cached_property
    def knowledge_folder(self) -> Path:
        return self.settings.knowledge_dir or FOLDER

    @cached_property
    def knowledge(self) -> Knowledge:
        return load_knowledge(self.knowledge_folder)

    @cached_property
    def now(self) -> Clock:
        return self.clock or bank_clock(self.knowledge)

    @cached_property
    def policies(self) -> PolicyIndex:
        """The policies of the folder, or of a Knowledge Base with the folder behind it."""
        settings = self.settings
        folder = PolicyFolder(
            self.knowledge_folder / "policies",
            self.knowledge.rulebook,
            disclose_thresholds=self.knowledge.bank.switches.disclose_thresholds,
            encoder=encoder_for(
                settings.encoder, settings.aws_region, settings.bedrock_endpoint_url
            ),
            cache=settings.cache_dir,
            on_change=self._keep_changed,
        )
        if settings.knowledge_base_id is None:
            return folder
        client = retrieve_client(settings.aws_region, settings.knowledge_base_endpoint_url)
        return BedrockKnowledgeBaseIndex(settings.knowledge_base_id, client, folder)

    @cached_property
    def profiles(self) -> SqliteProfiles:
        legal = self.knowledge.rulebook.catalogue.legal
        profiles = SqliteProfiles(
            self.data / "profiles.sqlite",
            min_age=legal.min_age,
            min_age_by_state=legal.min_age_by_state,
        )
        load_demo(profiles, self.knowledge_folder / "demo_customers.yaml")
        return profiles

    @cached_property
    def applications(self) -> SqliteApplications:
        return SqliteApplications(self.data / "applications.sqlite")

    @cached_property
    def documents(self) -> LocalDocuments:
        return LocalDocuments(self.data / "documents")

    @cached_property
    def conversations(self) -> ConversationLog:
        return self.log or SqliteLog(self.data / "conversations.sqlite")

    @cached_property
    def scorer(self) -> CreditScorer:
        return scorer_for(self.settings, self.knowledge.rulebook, self._scored_instead)

    def _scored_instead(self, version: str) -> None:
        """Another scorer than the wanted one scores: later turns name it in their record."""
        self._hashes["scorer"] = version

    def personas(self) -> Sequence[Persona]:
        """List the demonstration customers, the guest included."""
        return self.profiles.personas()

    def dispatch(self, now: datetime) -> Dispatched:
        """Perform what waits in the outbox."""
        return dispatch(self.conversations, self.applications, now)

    @cached_property
    def runner(self) -> TurnRunner:
        model = self.model or chat_model(self.settings)
        toolbox = Toolbox(CATALOG)
        versions = versions_of(self.settings.prompt)
        prompt = load_prompt("advisor", versions.advisor)
        return TurnRunner(
            graph=build_graph(),
            toolbox=toolbox,
            speaker=speaker(model, toolbox.for_model(), self.settings),
            model_name=model._llm_type
            if self.settings.model == "offline"
            else (self.settings.bedrock_model_id),
            prompt=prompt,
            wording=(wording := phrases_of(versions.offline)),
            system_prompt=render(prompt.text, bank=self.knowledge.bank.name),
            knowledge=self.knowledge,
            policies=self.policies,
            profiles=self.profiles,
            applications=self.applications,
            scorer=self.scorer,
            renderer=Renderer(self.settings.locale, "USD"),
            knowledge_hashes=self._kept_hashes(prompt, wording),
            deadline_s=self.settings.turn_deadline_s,
            max_model_calls=self.settings.max_model_calls,
            limits=limits(self.settings),
            price=self._price(),
        )

    def _price(self) -> ModelPrice | None:
        """Return what the configured model's tokens cost; None for the engine in this program."""
        if self.settings.model != "bedrock":
            return None
        return price_of(self.settings.bedrock_model_id, self.knowledge_folder / "model_prices.toml")

    def _kept_hashes(self, prompt: Prompt, wording: Templates) -> dict[str, str]:
        """Keep every file of words and rules once by its hash: a turn is replayed with them.

        A turn names those that people look for, and the list of all: sixty hashes in every row
        would be as much as the turn itself.
        """
        hashes = {"scorer": self.scorer.version}
        for name, content in self._words_and_rules(prompt, wording):
            hashes[name] = self._kept(name, content)
        listed = json.dumps(hashes, sort_keys=True).encode()
        named = {n: hashes[n] for n in NAMED} | {LISTED: self._kept(LISTED, listed)}
        self._hashes.update(named)
        return self._hashes

    def _kept(self, name: str, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self.conversations.keep(digest, name, content)
        return digest

    def _keep_changed(self) -> None:
        """Keep policies that were edited meanwhile: later turns name them in their record."""
        if "runner" in self.__dict__:
            runner = self.runner
            self._kept_hashes(runner.prompt, runner.wording)

    def _words_and_rules(self, prompt: Prompt, wording: Templates) -> Iterator[tuple[str, bytes]]:
        yield "prompts/advisor.md", prompt.raw.encode()
        yield "prompts/offline.json", as_bytes(wording)
        yield from files_in_use(self.settings, self.scorer)
        for file in sorted(self.knowledge_folder.rglob("*")):
            if file.is_file() and file.suffix in (".yaml", ".toml", ".md"):
                yield str(file.relative_to(self.knowledge_folder)), file.read_bytes()

    @cached_property
    def advisor(self) -> Advisor:
        log_to(self.settings.log_file or self.data / "advisor.log")
        runner = self.runner
        self.dispatch(self.now())  # what a process that died had closed and not yet done
        if isinstance(self.scorer, LoadedLater):
            self.scorer.start()
        gc.freeze()  # what starting up built stays: no collection during a turn walks it again
        gc.set_threshold(*COLLECTED)
        return Advisor(
            self.conversations,
            runner,
            clock=self.now,
            after_close=self.dispatch,
            deadline_s=self.settings.turn_deadline_s,
            workers=self.settings.workers,
            message_characters=self.settings.message_characters,
        )

    def close(self) -> None:
        """Wait for running turns and close the files."""
        scorer = self.__dict__.get("scorer")
        if isinstance(scorer, LoadedLater):
            scorer.stop()
        if "advisor" in self.__dict__:
            self.advisor.close()


def limits(settings: Settings) -> Limits:
    """Return the limits that the settings name."""
    return Limits.model_validate({name: getattr(settings, name) for name in Limits.model_fields})


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    model: BaseChatModel | None = None,
    log: ConversationLog | None = None,
) -> App:
    """Wire the application for these settings; tests hand in a clock, a model or a log."""
    return App(settings, clock, model, log)
