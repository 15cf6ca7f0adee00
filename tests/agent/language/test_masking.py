"""Masking: what identifies or tells about health goes, money stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.language.masking import mask, passes_luhn
from agent.language.text import normalise

MASKED = [
    ("my ssn is 123-45-6789", "ssn", "123-45-6789"),
    ("123-45-6789", "ssn", "123-45-6789"),
    ("123 45 6789", "ssn", "123 45 6789"),
    ("SSN: 123456789", "ssn", "123456789"),
    ("my social is 123456789 ok", "ssn", "123456789"),
    ("social security number 123 45 6789", "ssn", "123 45 6789"),
    ("the last four of my social is 6789", "ssn", "6789"),
    ("ITIN 912-34-5678", "ssn", "912-34-5678"),
    ("card 4111 1111 1111 1111", "card", "4111 1111 1111 1111"),
    ("4111111111111111", "card", "4111111111111111"),
    ("4111-1111-1111-1111 exp 10/27", "card", "4111-1111-1111-1111"),
    ("amex 378282246310005", "card", "378282246310005"),
    ("routing number 021000021", "account", "021000021"),
    ("my account number is 12345678", "account", "12345678"),
    ("account # 00123-456-789", "account", "00123-456-789"),
    ("acct 9876543210", "account", "9876543210"),
    ("IBAN DE89 3704 0044 0532 0130 00", "account", "DE89 3704 0044 0532 0130 00"),
    ("account no. 123456", "account", "123456"),
    ("born 04/12/1988", "birth_date", "04/12/1988"),
    ("my date of birth is April 12, 1988", "birth_date", "April 12, 1988"),
    ("DOB: 1988-04-12", "birth_date", "1988-04-12"),
    ("I was born on 12 April 1988", "birth_date", "12 April 1988"),
    ("04/12/1988 is my birthday", "birth_date", "04/12/1988"),
    ("passport C01234567", "id_document", "C01234567"),
    ("driver's license D1234567", "id_document", "D1234567"),
    ("I need 8k for chemo", "health", "chemo"),
    ("my wife has cancer", "health", "cancer"),
    ("I am HIV positive", "health", "HIV positive"),
    ("we are pregnant", "health", "pregnant"),
    ("hip surgery", "health", "hip surgery"),
    ("my daughter's knee replacement", "health", "knee replacement"),
    ("IVF costs 15,000", "health", "IVF"),
    ("after my miscarriage", "health", "miscarriage"),
    ("Type 2 diabetes", "health", "diabetes"),
    ("I was depressed", "health", "depressed"),
    ("a root canal and dentures", "health", "root canal"),
]


@pytest.mark.parametrize(("text", "kind", "secret"), MASKED)
def test_what_must_not_be_stored_is_replaced_by_its_kind(text: str, kind: str, secret: str) -> None:
    masked = mask(text)

    assert kind in masked.kinds
    assert secret not in masked.text


STAYS = [
    "my income is 123456789",
    "I make 62,000 a year",
    "$4111111111111111.00",
    "the house is 450000 and I have 90000 saved",
    "savings 1500000",
    "my savings account has 25,000",
    "savings 20000-25000",
    "account balance 1234567",
    "the last four years I made 5000",
    "pay 1,234,567.89",
    "call me at 555-123-4567",
    "(555) 123-4567",
    "mail me: maya@example.com",
    "I started on 04/12/2018",
    "closing on June 5, 2026",
    "rehab the kitchen",
    "new shingles for the roof",
    "a stroke of luck",
    "this rate is depressing",
    "cancel that",
    "between 36 and 60 months at 8.57 %",
    "my social life costs 500 a month",
    "social security pays me 1,450 a month",
    "I get 1450 from social security",
    "ticket 48291",
    "2019 Honda with 65,000 miles",
    "1234567890123456",
    "the surge in prices",
    "credit card balance 12500",
    "born and raised here",
    "the 401k has 120000",
    "zip 90210",
    "account is 5 years old",
]


@pytest.mark.parametrize("text", STAYS)
def test_money_and_contact_details_are_never_masked(text: str) -> None:
    assert mask(text).text == text


def test_a_placeholder_knows_where_it_stands() -> None:
    masked = mask("card 4111 1111 1111 1111, born 04/12/1988, for chemo")

    assert [masked.text[p.start : p.end] for p in masked.placeholders] == [
        "[card number]",
        "[date of birth]",
        "[health detail]",
    ]


def test_several_secrets_in_one_message_are_all_masked() -> None:
    masked = mask("ssn 123-45-6789 and account number 12345678, I make 62k")

    assert (
        masked.text
        == "ssn [social security number] and account number [account number], I make 62k"
    )


@given(st.text(max_size=200))
def test_no_text_makes_masking_fail_and_masking_twice_changes_nothing(text: str) -> None:
    once = mask(normalise(text))

    assert mask(once.text).text == once.text


@given(st.integers(min_value=0, max_value=999_999_999), st.sampled_from(["", "$", "about "]))
def test_an_amount_alone_is_never_masked(amount: int, before: str) -> None:
    for text in (f"I make {before}{amount} a year", f"price {before}{amount:,}"):
        assert mask(text).placeholders == ()


def test_luhn_rejects_a_changed_digit() -> None:
    assert passes_luhn("4111111111111111")
    assert not passes_luhn("4111111111111121")
