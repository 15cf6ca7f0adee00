"""The price table: what a call cost, and nothing where nobody knows."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage

from agent.models.prices import ModelPrice, PriceTableError, paid_for, price_of
from agent.settings import Settings
from tools.knowledge import FOLDER

TABLE = FOLDER / "model_prices.toml"


def test_the_default_model_has_a_price() -> None:
    assert price_of(Settings().bedrock_model_id, TABLE) is not None


def test_every_price_is_exact_and_reading_costs_less_than_writing() -> None:
    listed = tomllib.loads(TABLE.read_text(encoding="utf-8"))

    prices = [ModelPrice.model_validate(p) for p in listed["models"].values()]

    assert all(p.cache_read < p.input < p.cache_write < p.output for p in prices)
    assert listed["owner"]
    assert isinstance(listed["review_date"], date)


def test_an_unknown_model_and_a_missing_table_give_no_price(tmp_path: Path) -> None:
    assert price_of("anthropic.unheard-of", TABLE) is None
    assert price_of(Settings().bedrock_model_id, tmp_path / "model_prices.toml") is None


def test_a_table_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    file = tmp_path / "model_prices.toml"
    file.write_text('[models]\n"a.b" = { input = "cheap" }\n')

    with pytest.raises(PriceTableError, match=r"model_prices\.toml"):
        price_of("a.b", file)


def test_tokens_written_for_five_minutes_or_an_hour_are_counted_once() -> None:
    answer = AIMessage(
        "hi",
        usage_metadata={
            "input_tokens": 300,
            "output_tokens": 10,
            "total_tokens": 310,
            "input_token_details": {
                "cache_read": 0,
                "cache_creation": 0,
                "ephemeral_5m_input_tokens": 200,  # type: ignore[typeddict-unknown-key]
            },
        },
    )
    price = ModelPrice(
        input=Decimal(1), cache_read=Decimal(1), cache_write=Decimal(2), output=Decimal(1)
    )

    paid = paid_for(answer, price)

    assert paid["cache_written_tokens"] == 200
    assert paid["cost_usd"] == Decimal("0.00051")
