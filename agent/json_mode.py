"""`python -m agent --json`: one customer message per line in, one JSON object per turn out."""

import json
import sys
from collections.abc import Iterable
from typing import TextIO

from pydantic import ValidationError

from agent.advisor import blocks_shown
from agent.conversations.records import Session
from agent.frames import frame
from agent.said import SAID, Said, Text
from agent.wiring import App

ALLOWED = 'Send plain words, or an object with a `kind`, such as {"kind": "text", "text": "hello"}.'


def said_from(line: str) -> Said:
    """Read a line: words, or an action as a JSON object with a `kind`.

    Raises `ValidationError` for an object that is no action.
    """
    stripped = line.strip()
    if stripped.startswith("{") and _is_object(stripped):
        return SAID.validate_json(stripped)
    return Text(text=line.rstrip("\n"))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False  # a customer's own words in braces


def talk(app: App, session: Session, lines: Iterable[str], out: TextIO, resume: str | None) -> int:
    """Answer every line. A line that is no action is answered with an error object."""
    started = app.advisor.open(session, resume=resume)
    for line in lines:
        try:
            said = said_from(line)
        except ValidationError as error:
            problem = "; ".join(e["msg"] for e in error.errors())
            _print(out, {"error": f"not an action: {problem}. {ALLOWED}"})
            continue
        _, closed = blocks_shown(app.advisor.reply(session, started.conversation.id, said))
        turn = closed and app.advisor.turn(session, started.conversation.id, closed.turn_id)
        if not turn:
            _print(out, {"error": "the turn did not finish; try again"})
            continue
        _print(out, frame(turn))
    return 0


def _print(out: TextIO, data: object) -> None:
    out.write(json.dumps(data, ensure_ascii=False) + "\n")
    out.flush()


def stdin_lines() -> Iterable[str]:
    """Yield the lines of standard input as they come; broken bytes are replaced."""
    reader = sys.stdin.buffer
    while raw := reader.readline():
        yield raw.decode("utf-8", errors="replace")
