"""The head of the wish names the purpose; debts, places, jobs and asides do not."""

import pytest

from agent.language.text import plain
from agent.offline.products import product_meant
from agent.offline.wishes import heads_of


@pytest.mark.parametrize(
    ("said", "product"),
    [
        ("can i get 4,000 for new shoes and rent arrears", "personal"),
        ("money for our wedding at the clinic garden", "personal"),
        ("I'd need 2,800 for a dryer and a bed for our condo", "personal"),
        ("borrow 6k over 3 years for an oboe", "personal"),
        ("3000 over two years, it's for a sauna tent", "personal"),
        ("I work at the school district, need 8k for a sailing trip", "personal"),
        ("need 7k for a used honda, sorry I mean for a boat", "personal"),
        ("4000 for a new fence... wait, I'm a tenant. for a scooter trip", "personal"),
        ("15k personal loan, a new boiler and a move", "personal"),
        ("looking at a used mazda for 14k, I pay 900 for the rent and my student loan", "car"),
        ("found a townhouse near the university for 240k", "home"),
        ("we need 22k for a kitchen in our house by the university", "home_improvement"),
        (
            "Mine, mortgage balance 99k, worth 240k. Need 30k for an addition",
            "home_improvement",
        ),
        ("a loan for the hospital bill after my car crash", "medical"),
        ("need 12k for the bride's wedding, I owe on my car and the mortgage", "personal"),
        ("7,000 for a new deck at my aunt's house", "personal"),
        ("tell us a story about my dog", None),
        ("I'd like to borrow 3k for the next 2 years", None),
        ("I need 20k, my car payment is 300", None),
        ("a loan for my bakery", None),
    ],
)
def test_the_product_is_read_from_the_head_of_the_wish(said: str, product: str | None) -> None:
    assert product_meant(plain(said)) == product


@pytest.mark.parametrize("said", ["5k for 3 years", "a loan for me", "i need 9 000 for a while"])
def test_times_and_people_are_no_purpose(said: str) -> None:
    assert heads_of(said) == []
