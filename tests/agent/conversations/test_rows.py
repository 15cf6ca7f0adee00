import json
from typing import Any

import pytest

from agent.blocks import Closed
from agent.conversations.records import ClosedTurn, LogUnavailable
from agent.conversations.rows import closed_from, written
from tools.case_file import CaseFile

TURN = ClosedTurn(
    blocks=(), case=CaseFile(), closed=Closed(turn_id="t1", stage="inquiry", outcome=None)
)


def _rename_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {name if name != "answer" else "template": value for name, value in row.items()}


def test_a_row_of_an_older_version_is_upgraded_step_by_step() -> None:
    old = json.loads(written(TURN))
    old["answer"] = old.pop("template") + "hello"

    read = closed_from(json.dumps(old), (_rename_answer,))

    assert read == TURN.model_copy(update={"template": "hello", "schema_version": 2})


def test_a_row_of_this_version_is_read_as_it_is() -> None:
    assert closed_from(written(TURN)) == TURN


def test_a_row_of_this_version_whose_fields_stand_in_another_order_is_read_too() -> None:
    row = dict(reversed(json.loads(written(TURN)).items()))

    assert closed_from(json.dumps(row)) == TURN


def test_a_row_of_a_newer_version_is_refused() -> None:
    row = json.loads(written(TURN)) | {"schema_version": 2}

    with pytest.raises(LogUnavailable, match="newer version"):
        closed_from(json.dumps(row))
