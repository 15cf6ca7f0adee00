"""The page on the real application: one customer from the first message to an application."""

from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st

from agent import wiring
from tests.ui.conftest import Tab
from ui import front


@pytest.fixture
def real(clock: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The application as it is wired, at the time of the tests."""
    monkeypatch.setattr(front, "build", lambda settings: wiring.build(settings, clock=clock))
    st.cache_resource.clear()
    yield
    front.opened().close()
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
