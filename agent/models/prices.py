"""What a model call cost, from the price table in `knowledge/model_prices.toml`."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage
from pydantic import ValidationError

from tools.lending.records import Record

MILLION = Decimal(1_000_000)


class PriceTableError(Exception):
    """The price table cannot be read; the message names the file and the place."""


class ModelPrice(Record):
    """US dollars for a million tokens of one model."""

    input: Decimal
    cache_read: Decimal
    cache_write: Decimal
    output: Decimal

    def cost_usd(self, *, input_tokens: int, cached: int, written: int, output: int) -> Decimal:
        """Return what a call cost in dollars, exactly.

        `input_tokens` counts every token that went in: those read from the cache, and those
        written to it, included.

        >>> price = ModelPrice(input="1.00", cache_read="0.10", cache_write="1.25", output="5.00")
        >>> str(price.cost_usd(input_tokens=6_000, cached=5_000, written=0, output=100))
        '0.002'
        """
        plain = input_tokens - cached - written
        paid = (
            plain * self.input
            + cached * self.cache_read
            + written * self.cache_write
            + output * self.output
        )
        return paid / MILLION


def price_of(model_id: str, file: Path) -> ModelPrice | None:
    """Return the price of a model, or None when the table, or its line, is missing.

    Raises `PriceTableError` for a table that cannot be read.
    """
    if not file.exists():
        return None
    try:
        listed = tomllib.loads(file.read_text(encoding="utf-8")).get("models", {}).get(model_id)
        return None if listed is None else ModelPrice.model_validate(listed)
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise PriceTableError(f"{file}: {error}") from error


def paid_for(answer: AIMessage | None, price: ModelPrice | None) -> dict[str, Any]:
    """Return the tokens of an answer as fields of a `ModelCall`, and their cost where known."""
    usage: Any = (answer.usage_metadata if answer else None) or {}
    details = usage.get("input_token_details") or {}
    kinds = ("cache_creation", "ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens")
    written = sum(details.get(kind) or 0 for kind in kinds)
    tokens = {
        "input_tokens": usage.get("input_tokens", 0),
        "cached_tokens": details.get("cache_read") or 0,
        "cache_written_tokens": written,
        "output_tokens": usage.get("output_tokens", 0),
    }
    if price is None or not usage:
        return tokens
    cost = price.cost_usd(
        input_tokens=tokens["input_tokens"],
        cached=tokens["cached_tokens"],
        written=written,
        output=tokens["output_tokens"],
    )
    return {**tokens, "cost_usd": cost}
