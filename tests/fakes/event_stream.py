"""Frames of `application/vnd.amazon.eventstream`, as Bedrock streams them."""

import json
from collections.abc import Mapping
from struct import pack
from typing import Any
from zlib import crc32

TEXT = 7
"""The type of a header whose value is text."""


def frame(headers: Mapping[str, str], payload: bytes) -> bytes:
    """Encode one message: lengths, their CRC, headers, payload, CRC of it all."""
    head = b"".join(_header(name, value) for name, value in headers.items())
    prelude = pack("!II", 12 + len(head) + len(payload) + 4, len(head))
    message = prelude + pack("!I", crc32(prelude)) + head + payload
    return message + pack("!I", crc32(message))


def _header(name: str, value: str) -> bytes:
    called, said = name.encode(), value.encode()
    return pack("!B", len(called)) + called + pack("!BH", TEXT, len(said)) + said


def event(kind: str, content: Mapping[str, Any]) -> bytes:
    """Encode one event of a stream, such as contentBlockDelta."""
    headers = {
        ":event-type": kind,
        ":content-type": "application/json",
        ":message-type": "event",
    }
    return frame(headers, json.dumps(content).encode())


def exception(kind: str, message: str) -> bytes:
    """Encode an error in the middle of a stream, such as throttlingException."""
    headers = {
        ":exception-type": kind,
        ":content-type": "application/json",
        ":message-type": "exception",
    }
    return frame(headers, json.dumps({"message": message}).encode())
