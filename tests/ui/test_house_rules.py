"""What has to hold for the page as a whole."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = {"agent", "tools", "prompts", "knowledge", "ui", "ml", "evals", "infra", "tests"}


def test_nothing_in_ui_shadows_a_package_or_becomes_a_page_of_its_own() -> None:
    names = {p.stem for p in (ROOT / "ui").iterdir()}

    assert not names & PACKAGES
    assert "pages" not in names


def test_errors_stay_in_the_house_and_nothing_is_gathered() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))

    assert config["client"]["showErrorDetails"] == "none"
    assert config["client"]["showErrorLinks"] is False
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["showEmailPrompt"] is False
    assert config["logger"]["hideWelcomeMessage"] is True
    assert config["runner"]["magicEnabled"] is False
