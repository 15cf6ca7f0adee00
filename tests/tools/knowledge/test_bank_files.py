"""The bank's own files: who it is, and what gold is worth."""

import re
from datetime import date, timedelta

import pytest

from tools.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
GOLD = KNOWLEDGE.gold_price


@pytest.mark.parametrize(("age", "stale"), [(0, False), (3, False), (4, True), (400, True)])
def test_a_gold_price_older_than_the_limit_is_stale(age: int, stale: bool) -> None:
    assert GOLD.is_stale(GOLD.as_of + timedelta(days=age)) is stale


def test_a_gold_price_from_tomorrow_is_not_trusted() -> None:
    assert GOLD.is_stale(GOLD.as_of - timedelta(days=1))


def test_gold_is_valued_at_the_lower_price() -> None:
    assert GOLD.per_fine_gram == min(GOLD.average_30d, GOLD.last_close)
    assert str(GOLD.per_fine_gram) == "105.40"


def test_a_notice_finds_everything_it_must_print() -> None:
    bank = KNOWLEDGE.bank

    assert "Comptroller of the Currency" in bank.ecoa_agency.name
    assert re.search(r"[A-Z]{2} \d{5}$", bank.ecoa_agency.address)
    assert re.search(r"[A-Z]{2} \d{5}$", bank.postal_address)
    assert re.match(r"8(00|33|44|55|66|77|88)-", bank.bureau.toll_free_phone)
    assert (bank.bureau.score_min, bank.bureau.score_max) == (300, 850)


def test_no_telephone_number_belongs_to_anybody() -> None:
    bank = KNOWLEDGE.bank
    phones = (bank.phone, bank.bureau.toll_free_phone, bank.phones.hardship, bank.phones.fraud,
              bank.phones.complaints)  # fmt: skip

    assert all(re.fullmatch(r"\d{3}-555-01\d\d", phone) for phone in phones)


def test_every_file_of_the_folder_has_a_hash() -> None:
    assert set(KNOWLEDGE.hashes) == {
        "catalogue.yaml", "rules.yaml", "adverse_action_reasons.toml", "bank.toml",
        "holidays.toml", "gold_price.toml",
    }  # fmt: skip
    assert KNOWLEDGE.hashes["catalogue.yaml"] == KNOWLEDGE.rulebook.catalogue.content_hash


def test_every_file_has_a_day_on_which_it_is_looked_at_again() -> None:
    reviews = [rule.review_date for rule in KNOWLEDGE.rulebook.rules]
    reviews += [t.review_date for t in KNOWLEDGE.rulebook.catalogue.governance.thresholds.values()]
    reviews += [KNOWLEDGE.bank.review_date, KNOWLEDGE.holidays.review_date, GOLD.review_date]

    assert all(review > date(2026, 1, 1) for review in reviews)
