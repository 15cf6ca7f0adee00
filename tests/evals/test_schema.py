"""The published schema of scenario files: current, and true of every file."""

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from evals.scenario import FOLDER
from evals.schema import FILE, as_text

SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


def test_the_published_schema_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == as_text(), "run: python -m evals schema"


def test_every_field_of_a_scenario_that_needs_it_is_explained() -> None:
    expected = SCHEMA["$defs"]["Expected"]["properties"]

    assert SCHEMA["properties"]["tests"]["description"]
    assert expected["refuses"]["description"].startswith("True: the turn declines")


def test_every_scenario_file_obeys_the_schema_as_an_editor_reads_it() -> None:
    validator = Draft202012Validator(SCHEMA)

    wrong = [
        f"{file.name}: {error.message}"
        for file in sorted(FOLDER.rglob("*.yaml"))
        for error in validator.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8")))
    ]

    assert not wrong


@pytest.mark.parametrize(
    "wrong",
    [
        {"tests": "No turns."},
        {"tests": "A field that nobody knows.", "turns": [{"customer": "hi", "expects": {}}]},
        {"tests": "A stage that is none.", "turns": [{"expect": {"stage": "approved"}}]},
    ],
)
def test_what_is_no_scenario_is_refused(wrong: dict[str, Any]) -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(wrong))
