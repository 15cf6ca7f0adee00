"""A browser tab on a front without an engine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.ui.fakes import FakeApp
from tools.stores.documents import LocalDocuments
from ui import front

APP = Path(__file__).parents[2] / "ui" / "app.py"


@pytest.fixture
def app(clock: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeApp]:
    """The application behind every tab of a test."""
    fake = FakeApp(clock, LocalDocuments(tmp_path / "documents"))
    monkeypatch.setattr(front, "build", lambda settings: fake)
    st.cache_resource.clear()
    yield fake
    st.cache_resource.clear()


class Tab:
    """One tab of a browser: what is on the page, and what can be done there."""

    def __init__(self, who: str | None = None, conversation: str | None = None) -> None:
        self.page = AppTest.from_file(str(APP), default_timeout=30)
        if who:
            self.page.query_params["as"] = who
        if conversation:
            self.page.query_params["c"] = conversation
        self.page.run()

    @property
    def html(self) -> str:
        """Everything drawn as HTML."""
        return "\n".join(e.proto.body for e in self.page.get("html"))

    def say(self, words: str) -> None:
        self.page.chat_input[0].set_value(words).run()

    def press(self, text: str) -> None:
        self.button(text).click().run()

    def button(self, text: str) -> Any:
        return next(b for b in self.page.button if b.label.replace("\\", "") == text)

    @property
    def buttons(self) -> list[str]:
        return [b.label.replace("\\", "") for b in self.page.button]

    def part(self, name: str) -> None:
        """Open a part of the workbench."""
        self.page.segmented_control(key="workbench-part").set_value(name).run()


@pytest.fixture
def maya(app: FakeApp) -> Tab:
    """A tab in which Maya has signed in."""
    return Tab("maya")


@pytest.fixture
def offered(maya: Tab) -> Tab:
    """A tab in which Maya has her offers."""
    maya.say("20k for a car")
    return maya
