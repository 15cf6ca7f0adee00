"""Made-up applications, small enough for every test."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from ml.generate import Generated, generate, write
from ml.preparation import Prepared, prepare_bank
from ml.read import read_table
from ml.schema import bank_schema
from tools.knowledge import load_rulebook
from tools.lending.catalogue import Rulebook


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def made() -> Generated:
    """20,000 applications of the default seed."""
    return generate(20_000)


@pytest.fixture(scope="session")
def table(made: Generated, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The applications, as they are read back from their file."""
    folder = tmp_path_factory.mktemp("data")
    write(made, folder)
    return read_table(folder / "applications.csv", bank_schema()).frame


@pytest.fixture(scope="session")
def bank(made: Generated, table: pd.DataFrame, rulebook: Rulebook) -> Prepared:
    """The applications, ready to learn repayment from."""
    return prepare_bank(table, made.outcomes, rulebook, seed=1)


@pytest.fixture(scope="session")
def standins() -> ModuleType:
    """Tables in the shape of public credit data."""
    file = Path(__file__).parent / "standins.py"
    spec = importlib.util.spec_from_file_location("standins", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
