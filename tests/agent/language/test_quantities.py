"""The number reader, against how customers write."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.language.quantities import Quantity, find_quantities

CASES = Path(__file__).with_name("quantity_cases.txt")


def _said(quantity: Quantity) -> str:
    """One quantity as the case file writes it."""
    unit = quantity.currency or ("" if quantity.unit in {"percent", ""} else quantity.unit)
    if quantity.measures == "age":
        unit = ""
    head = (
        f"range {quantity.of} {quantity.lo}..{quantity.hi}"
        if quantity.kind == "range"
        else f"{quantity.kind} {quantity.value}"
    )
    bound = {"at_most": "<=", "at_least": ">=", None: ""}[quantity.bound]
    parts = (
        head,
        unit,
        "" if quantity.months is None else f"({quantity.months})",
        quantity.period and f"/{quantity.period}",
        quantity.basis,
        quantity.approx and "~",
        bound,
        quantity.negated and "not",
        quantity.hours and f"{quantity.hours}h",
        quantity.ambiguous and "?",
    )
    return " ".join(part for part in parts if part)


def _cases() -> list[tuple[str, str, str]]:
    cases = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("# ", "## ")):
            continue
        text, _, expected = line.rpartition(" => ")
        locale, _, rest = text.partition(": ")
        named = len(locale) == 5 and locale[2] == "-" and locale[3:].isupper()
        text = (rest if named else text).replace("\\u200b", "\u200b").replace("\\u00a0", "\u00a0")
        cases.append((text, locale if named else "en-US", expected))
    return cases


@pytest.mark.parametrize(("text", "locale", "expected"), _cases())
def test_customers_words_are_read_as_they_meant_them(text: str, locale: str, expected: str) -> None:
    found = find_quantities(text, locale)

    assert ("; ".join(_said(quantity) for quantity in found) or "-") == expected


def test_the_case_file_holds_enough_cases() -> None:
    assert len(_cases()) >= 300


@pytest.mark.parametrize(("text", "locale", "expected"), _cases())
def test_a_span_holds_the_words_that_were_read(text: str, locale: str, expected: str) -> None:
    found = find_quantities(text, locale)

    assert [text[quantity.start : quantity.end] for quantity in found] == [
        quantity.text for quantity in found
    ]
    assert all(quantity.text.strip() == quantity.text != "" for quantity in found)


def test_every_reading_of_an_ambiguous_amount_is_kept() -> None:
    (thousands,) = find_quantities("$1.500")
    (short,) = find_quantities("18m")
    (choice,) = find_quantities("36 or 48 months")

    assert [r.value for r in thousands.readings] == [Decimal("1.500"), Decimal(1500)]
    assert [(r.kind, r.value) for r in short.readings] == [
        ("duration", Decimal(18)),
        ("money", Decimal(18_000_000)),
    ]
    assert [r.months for r in choice.readings] == [36, 48]


def test_an_unambiguous_amount_has_no_readings() -> None:
    assert find_quantities("$1,500")[0].readings == ()


@given(st.text(max_size=300))
def test_no_text_makes_the_reader_fail_and_spans_lie_inside_it(text: str) -> None:
    found = find_quantities(text)

    ends = [0]
    for quantity in found:
        assert ends[-1] <= quantity.start < quantity.end <= len(text)
        ends.append(quantity.end)


_PIECES = (
    "20", "1.5", "5,000", "1.500", "$", "€", "k", "m", "%", "percent", "months", "years", "a",
    "half", "and", "or", "to", "-", "/", "between", "twenty", "five", "hundred", "thousand",
    "million", "couple of", "per", "month", "every", "two", "weeks", "hour", "not", "about", "up",
    "than", "more", "no", "point", "USD", "Rs.", "gold", "22", "2019", "Honda", "score", "old",
    "I'm", ",", ".", "#", "(", "½", "\u2044", "'", "s", "figures", "lakh", "cr", "first",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14), st.sampled_from(["", " "]))
def test_no_mix_of_number_words_makes_the_reader_fail(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)

    for quantity in find_quantities(text, "en-IN"):
        assert text[quantity.start : quantity.end] == quantity.text
        assert (quantity.value is None) == (quantity.kind == "range")


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_an_amount_written_with_separators_is_read_back(amount: Decimal) -> None:
    for text in (f"${amount:,.2f}", f"{amount:.2f} dollars", f"I need ${amount:,.2f} for a car."):
        (found,) = find_quantities(text)
        assert (found.kind, found.value, found.currency) == ("money", amount, "USD")


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_of_a_comma_country_is_read_back(amount: Decimal) -> None:
    text = f"{amount:,.2f} €".translate(str.maketrans(",.", ".,"))

    (found,) = find_quantities(text, "de-DE")

    assert (found.kind, found.value, found.currency) == ("money", amount, "EUR")


@given(st.integers(min_value=1, max_value=480))
def test_a_term_in_months_is_read_back(months: int) -> None:
    (found,) = find_quantities(f"over {months} months")

    assert (found.kind, found.months) == ("duration", months)


@given(st.decimals(min_value=0, max_value=100, places=3))
def test_a_rate_is_read_back(rate: Decimal) -> None:
    assert [(q.kind, q.value) for q in find_quantities(f"{rate}%")] == [("percent", rate)]


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", chr(0xD800), "9" * 5000, "1." * 3000, "$" * 999, "1," * 5000]
)
def test_hostile_input_is_answered_with_a_list(text: str) -> None:
    assert isinstance(find_quantities(text), list)


@pytest.mark.parametrize(
    ("locale", "comma"),
    [
        ("en-US", False), ("en-GB", False), ("en-IN", False), ("de-DE", True), ("de_CH", False),
        ("fr-FR", True), ("fr", True), ("es-MX", False), ("es-ES", True), ("pt-BR", True),
        ("xx-YY", False), ("not a locale", False), ("", False),
    ],
)  # fmt: skip
def test_the_locale_decides_which_sign_begins_the_decimals(locale: str, comma: bool) -> None:
    (found,) = find_quantities("1.500", locale)

    assert found.value == (Decimal(1500) if comma else Decimal("1.500"))


def test_a_duration_that_is_no_whole_number_of_months_still_has_a_length_in_months() -> None:
    weeks, both, money = find_quantities("2 weeks or 18 months and 2 weeks, for $5")

    assert (weeks.months, weeks.in_months) == (None, Decimal("0.4615"))
    assert (both.months, both.in_months) == (None, Decimal("18.46"))
    assert money.in_months is None


def test_a_price_is_said_in_thousands_and_hundreds() -> None:
    read = {
        said: find_quantities(said)[0].value for said in ("thirteen nine", "they want twelve five")
    }

    assert read == {"thirteen nine": Decimal(13_900), "they want twelve five": Decimal(12_500)}


def test_the_month_at_an_end_says_what_for() -> None:
    assert find_quantities("2,900 the month")[0].period == "month"
    assert find_quantities("2,900 the month after")[0].period is None
