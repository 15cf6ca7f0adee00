"""The published JSON schema of scenario files, so that an editor helps to write them."""

import json
from pathlib import Path
from typing import Any

from evals.scenario import SITUATIONS, Scenario

FILE = Path(__file__).parent / "scenario.schema.json"


def schema() -> dict[str, Any]:
    """Return the schema: what a scenario file may hold, with every field explained."""
    made = Scenario.model_json_schema()
    made["properties"].pop("id")  # the path says it
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "scenario.schema.json",
        **made,
        "title": "One scripted conversation and what must come of it",
        "description": "A file in evals/scenarios/SITUATION/A_SENTENCE.yaml, where SITUATION is "
        f"one of {', '.join(SITUATIONS)}.",
    }


def as_text() -> str:
    """Return the schema as it is published."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def write() -> bool:
    """Write the file; tell whether it was another before."""
    before = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    FILE.write_text(as_text(), encoding="utf-8")
    return before != as_text()
