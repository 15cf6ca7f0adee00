"""A copy of the knowledge folder that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.knowledge import FOLDER

Edit = Callable[[str, str, str], int]

NAMES = (
    "catalogue.yaml", "rules.yaml", "adverse_action_reasons.toml",
    "bank.toml", "holidays.toml", "gold_price.toml",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "knowledge"
    copy.mkdir()
    for name in NAMES:
        shutil.copyfile(FOLDER / name, copy / name)
    return copy


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace the one place that reads `old` by `new`; return the line it stands on."""

    def _edit(name: str, old: str, new: str) -> int:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        file.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return _edit
