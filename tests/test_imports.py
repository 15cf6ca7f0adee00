"""Our package names are common words; prove that importing them finds ours."""

from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["agent", "tools", "ui", "ml", "evals"])
def test_a_top_level_package_is_ours(name: str) -> None:
    module = import_module(name)

    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT / name)
