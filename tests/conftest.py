"""What every test may rely on: no network, no settings of the machine, and a clock that stands."""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy: two BLAS threads on two busy cores crawl

import pytest
from hypothesis import settings as hypothesis_settings

from agent.settings import PREFIX, load_settings

hypothesis_settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("house")

MONDAY_MORNING = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("America/New_York"))
"""A working day inside the bank's hours."""
LOCAL = ("127.0.0.1", "::1", "localhost")


class NetworkUsed(BaseException):
    """A test tried to leave the machine. Nothing may swallow that."""


@dataclass
class FixedClock:
    """A clock that stands until it is moved: `clock()` gives an aware time."""

    now: datetime = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """Move on by `days`, `hours`, `minutes` or `seconds`, as in `timedelta`."""
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> FixedClock:
    """Monday 16 November 2026, ten in the morning at the bank."""
    return FixedClock()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """The data folder that the settings name in this test."""
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> Iterator[None]:
    """Leave out the machine's settings and credentials; data lie in the test's own folder."""
    for name in list(os.environ):
        if name.startswith((PREFIX, "AWS_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", str(data_dir))
    monkeypatch.setenv(f"{PREFIX}CACHE_DIR", str(data_dir / "cache"))
    monkeypatch.setenv(f"{PREFIX}ENCODER", "none")  # what loads in the background differs by run
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves the machine."""
    connect = socket.socket.connect

    def connect_locally(self: socket.socket, address: Any, /) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise NetworkUsed(f"a test connects to {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_locally)
