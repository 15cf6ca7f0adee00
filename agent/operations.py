"""Operational logs: one JSON object a line with ids, timings and faults; no customer text."""

import json
import logging
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

LOGGER = logging.getLogger("loan_advisor")
MAX_BYTES, KEPT_FILES = 5_000_000, 3


class JsonLines(logging.Formatter):
    """One object a line. An exception is its type and its frames: its text may quote a customer."""

    def format(self, record: logging.LogRecord) -> str:
        content: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            content["error"] = record.exc_info[0].__name__
            content["frames"] = traceback.format_tb(record.exc_info[2])
        return json.dumps(content, default=str)


def log_to(file: Path) -> None:
    """Send operational logs to one file that rotates; nothing goes to the customer's screen."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for before in tuple(LOGGER.handlers):
        LOGGER.removeHandler(before)
        before.close()
    handler = RotatingFileHandler(
        file, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(JsonLines())
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False


def note(event: str, **fields: Any) -> None:
    """Log an event with its fields: ids and timings, never words."""
    LOGGER.info(event, extra={"fields": fields})


def fault(event: str, error: BaseException | None = None, **fields: Any) -> None:
    """Log an exception: `error`, or the one being handled."""
    LOGGER.error(event, exc_info=error or True, extra={"fields": fields})
