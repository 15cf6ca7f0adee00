"""An advisor whose model is Claude on Bedrock, and Bedrock is a server in this process."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from agent.advisor import blocks_shown
from agent.conversations.memory import MemoryLog
from agent.conversations.records import ClosedTurn, Session
from agent.said import Text
from agent.settings import Settings
from agent.wiring import App, build
from tests.fakes.converse_server import Answering, ConverseServer
from tests.fakes.converse_steps import Step

MAYA = Session(customer_id="maya")


class Talk:
    """One advisor, its conversations, and the requests that reached the model."""

    def __init__(self, app: App, server: ConverseServer) -> None:
        self.app, self.server = app, server
        self.conversation = self.begin()

    def begin(self) -> str:
        """Open another conversation; `say` goes on there."""
        self.conversation = self.app.advisor.open(MAYA).conversation.id
        return self.conversation

    def say(self, words: str) -> ClosedTurn:
        """Send a message; return the turn as it was recorded."""
        said = Text(text=words)
        _, ended = blocks_shown(self.app.advisor.reply(MAYA, self.conversation, said))
        assert ended is not None
        turn = self.app.advisor.turn(MAYA, self.conversation, ended.turn_id)
        assert turn is not None
        assert turn.closed is not None
        return turn.closed


Begin = Callable[..., Talk]


@pytest.fixture(autouse=True)
def dummy_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign requests with keys that open nothing."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "dummy")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "dummy")


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> App:
    """Knowledge and policies, read once: they are frozen."""
    return build(Settings(data_dir=tmp_path_factory.mktemp("data")))


@pytest.fixture
def begin(data_dir: Path, clock: Any, read: App) -> Iterator[Begin]:
    """Begin a conversation: steps, or a function of the request, then settings by name."""
    with ExitStack() as stack:

        def begin(*steps: Step | Answering, **named: Any) -> Talk:
            script: Any = steps[0] if len(steps) == 1 and callable(steps[0]) else steps
            server = stack.enter_context(ConverseServer(script))
            settings = Settings(
                data_dir=data_dir,
                model="bedrock",
                **{"bedrock_endpoint_url": server.url, "bedrock_attempts": 1, **named},
            )
            app = build(settings, clock=clock, log=MemoryLog())
            app.knowledge, app.policies = read.knowledge, read.policies
            stack.callback(app.close)
            return Talk(app, server)

        yield begin
