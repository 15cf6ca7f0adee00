import pytest

from tools.knowledge import FOLDER, load_rulebook
from tools.lending.catalogue import Rulebook
from tools.policy_index import LocalIndex, open_policies


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def policies(rulebook: Rulebook) -> LocalIndex:
    return open_policies(FOLDER / "policies", rulebook)
