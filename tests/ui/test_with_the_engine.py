"""The page on the real application: one customer from the first message to an application."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from agent import wiring
from agent.settings import Settings
from tests.ui.conftest import Tab
from ui import front


@pytest.fixture
def real(clock: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The application as it is wired, at the time of the tests."""
    built: list[wiring.App] = []

    def build(settings: Settings) -> wiring.App:
        built.append(wiring.build(settings, clock=clock))
        return built[-1]

    monkeypatch.setattr(front, "build", build)
    st.cache_resource.clear()
    yield
    for app in built:
        app.close()
    st.cache_resource.clear()


@pytest.mark.usefixtures("real")
def test_maya_gets_her_offers_changes_one_and_applies() -> None:
    maya = Tab("maya")
    maya.say("I need 20k for a new car, it costs 22,500")
    assert "$411.01</button>" in maya.html

    maya.part("Change it")
    maya.page.select_slider[0].set_value(48).run()
    assert "$493.63" in maya.html

    maya.part("Apply")
    maya.press("Apply for offer D")
    maya.press("Confirm and submit")

    assert "LA-" in maya.html
    assert "Received" in maya.html
    assert maya.page.file_uploader
    assert not maya.page.exception


@pytest.mark.usefixtures("real")
def test_a_guest_starts_with_nothing_on_file() -> None:
    guest = Tab("guest")
    guest.say("8,000 for a holiday")

    assert "on file" not in guest.html.replace("hold on file", "")
    assert not guest.page.exception


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("name", ["profiles.sqlite", "conversations.sqlite"])
def test_a_damaged_database_is_a_sentence_and_stays_where_it_is(name: str, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / name).write_bytes(b"this is no database" * 100)

    tab = Tab("guest")

    assert "We cannot reach our records" in tab.html
    assert not tab.page.exception
    assert (data_dir / name).read_bytes().startswith(b"this is no database")
