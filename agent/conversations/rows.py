"""Between records and the JSON rows of the log: bounded when written, upgraded when read."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter

from agent.blocks import CitationBlock
from agent.conversations.packing import packed, table, table_of, with_offers
from agent.conversations.past import Past
from agent.conversations.records import (
    CallMade,
    ClosedTurn,
    LogUnavailable,
    Opened,
    RowTooLarge,
    Session,
    Turn,
    Usage,
)
from agent.said import Text
from tools.case_file import CaseFile

CALLS: TypeAdapter[tuple[CallMade, ...]] = TypeAdapter(tuple[CallMade, ...])
MAX_ROW_BYTES = 1_000_000
"""A long conversation with a schedule on show needs about a tenth of it."""

DAMAGED = (
    "A row of this conversation is damaged and cannot be read. Nothing was deleted: "
    "`python -m agent verify` names the row; put back a copy made before the damage, or begin a "
    "new conversation."
)

R = TypeVar("R", bound=BaseModel)


class _Part(BaseModel):
    """Part of a row: what else is in it is skipped, and costs next to nothing."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _OnlyCase(_Part):
    case: Annotated[CaseFile, BeforeValidator(with_offers)]


class _Block(_Part):
    kind: str
    passage_id: str = ""


class _Call(_Part):
    tool: str


class _OnlyPast(_Part):
    blocks: tuple[_Block, ...]
    calls: tuple[_Call, ...]
    template: str
    open_question: str | None


Upgrade = Callable[[dict[str, Any]], dict[str, Any]]

CLOSED_UPGRADES: tuple[Upgrade, ...] = ()
"""Element n - 1 turns a closed row of schema version n into version n + 1. Rows stay as written;
only what is read is upgraded, so that the hash chain holds."""
NEWEST = f'{{"schema_version":{len(CLOSED_UPGRADES) + 1},'
"""How a row of this version begins."""


def written(record: BaseModel) -> str:
    """Return the row of a record.

    Raises:
        RowTooLarge: more than `MAX_ROW_BYTES`.
    """
    content = _packed(record) if isinstance(record, ClosedTurn) else record.model_dump_json()
    size = len(content.encode())
    if size > MAX_ROW_BYTES:
        raise RowTooLarge(f"{type(record).__name__}: {size} bytes, at most {MAX_ROW_BYTES}")
    return content


def _packed(closed: ClosedTurn) -> str:
    """Write a closed turn with its offers, wherever they stand, and its facts packed, last."""
    rest = closed.model_dump_json(exclude={"calls", "facts", "case"})[:-1]
    calls = _json([_call(call) for call in CALLS.dump_python(closed.calls, mode="json")])
    case = closed.case.model_dump_json(exclude={"offers"})[:-1]
    offers, facts = _json(table_of(closed.case.offers)), _json(packed(closed.facts))
    return f'{rest},"calls":{calls},"case":{case},"offers":{offers}}},"facts":{facts}}}'


def _call(call: dict[str, Any]) -> dict[str, Any]:
    """Pack the offers of a call that gave some; `CallMade.result` reads them back."""
    offers = call["result"].get("offers")
    if not offers:
        return call
    return {**call, "result": {**call["result"], "offers": table(offers)}}


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def used_by(closed: ClosedTurn) -> Usage:
    """Add up the language model's calls of a turn."""
    calls = closed.model_calls
    return Usage(
        tokens=sum(c.input_tokens + c.output_tokens for c in calls),
        usd=sum((c.cost_usd or Decimal(0) for c in calls), Decimal(0)),
    )


def in_full(content: str) -> dict[str, Any]:
    """Return a row as plain JSON values, with nothing packed: for an export."""
    row: dict[str, Any] = json.loads(content)
    return closed_from(content).model_dump(mode="json") if "facts" in row else row


def read(record: type[R], content: str) -> R:
    """Read a row.

    Raises:
        LogUnavailable: it is damaged.
    """
    with _readable():
        return record.model_validate_json(content)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise LogUnavailable(DAMAGED) from error


def case_from(content: str) -> CaseFile:
    """Read the case of a closed row and nothing else. Raises as `closed_from` does."""
    if content.startswith(NEWEST):
        return read(_OnlyCase, content).case
    return closed_from(content).case


def past_of(opened: Opened, closed: ClosedTurn) -> Past:
    """Return what later turns read of this one."""
    return Past(
        turn_id=opened.turn_id,
        said=opened.said,
        template=closed.template,
        cited=tuple(b.passage_id for b in closed.blocks if isinstance(b, CitationBlock)),
        tools=tuple(c.tool for c in closed.calls),
        open_question=closed.open_question,
    )


def past_from(opened: str, content: str) -> Past:
    """Read what later turns need of a closed turn. Raises as `closed_from` does."""
    said = read(Opened, opened)
    if not content.startswith(NEWEST):
        return past_of(said, closed_from(content))
    closed = read(_OnlyPast, content)
    return Past(
        turn_id=said.turn_id,
        said=said.said,
        template=closed.template,
        cited=tuple(b.passage_id for b in closed.blocks if b.kind == "citation"),
        tools=tuple(c.tool for c in closed.calls),
        open_question=closed.open_question,
    )


def closed_from(content: str, upgrades: tuple[Upgrade, ...] = CLOSED_UPGRADES) -> ClosedTurn:
    """Read a closed row of this or an older schema version.

    Raises:
        LogUnavailable: the row comes from a newer program, or is damaged.
    """
    current = len(upgrades) + 1
    if content.startswith(f'{{"schema_version":{current},'):
        return read(ClosedTurn, content)
    with _readable():
        row = json.loads(content)
        version = int(row["schema_version"])
    if version > current:
        raise LogUnavailable(
            f"This conversation was written by a newer version of this program (rows {version}, "
            f"this one knows {current}). Use the newer program to read it."
        )
    with _readable():
        for upgrade in upgrades[version - 1 :]:
            row = upgrade(row)
        return ClosedTurn.model_validate(row | {"schema_version": current})


def erased_turn(conversation_id: str, turn_id: str, sequence: int, at: datetime) -> Turn:
    """Return what is left of an erased turn: where it stood, and nothing of what was said."""
    opened = Opened(
        conversation_id=conversation_id,
        turn_id=turn_id,
        sequence=sequence,
        said=Text(text=""),
        session=Session(customer_id=None),
        now=at,
        case_version=0,
        knowledge={},
    )
    return Turn(opened=opened, closed=None, erased=True)
