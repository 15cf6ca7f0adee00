"""A number with its unit: money, percent, duration, age, count.

`read_measure` reads one; it decides nothing about what stands around it.
"""

from collections.abc import Sequence
from decimal import Decimal

from agent.language.currencies import Place, currency_after, currency_before, dollars_of
from agent.language.currency_names import CENT_LETTERS, CENT_WORDS, COMMA_CURRENCIES, CURRENCY_WORDS
from agent.language.durations import is_paid_for, read_time
from agent.language.number_words import ARTICLES, Numeral, and_fraction
from agent.language.numerals import read_numeral
from agent.language.quantity import Draft, Kind
from agent.language.surroundings import period_at
from agent.language.tokens import Token, after_hyphen
from agent.language.vocabulary import (
    BASIS_POINT_WORDS,
    BETWEEN_NUMBER_AND_UNIT,
    COUNTED,
    KARATS,
    MONEY_SCALES,
    NOUN_UNITS,
    PERCENT_WORDS,
    SMALL,
)

_OWED = frozenset({"cards", "card", "loans", "loan", "bills", "debts", "cars", "car", "payments"})
_MOST_OWED = 60
"""Above this "250 cards" is an amount for cards, not a count of them."""
_POINTS = frozenset({"point", "points", "pt", "pts"})
_LEAST_PAY = 700
"""Cents an hour; below it "two fifty an hour" is 250 dollars."""


def read_measure(tokens: Sequence[Token], at: int, place: Place) -> Draft | None:
    """The quantity that begins at token `at`: sign, currency, number, unit; or None."""
    negative, number_at = _minus(tokens, at)
    currency, number_at = currency_before(tokens, number_at, place)
    bracket = currency is not None and _is_accounting(tokens, number_at)
    if bracket or (
        currency and tokens[number_at].text == "-" and tokens[number_at + 1].kind == "number"
    ):
        negative, number_at = True, number_at + 1
    if tokens[number_at].text in {"-", "minus"}:
        return None
    numeral = read_numeral(
        tokens, number_at, money=currency is not None, india=place.india or currency == "INR"
    )
    if numeral is None:
        return None
    numeral = numeral._replace(end=_after_digits_again(tokens, numeral))
    if numeral.spelled and currency is None:
        numeral = _in_two_parts(tokens, numeral)
    if negative:
        numeral = numeral._replace(value=-numeral.value, other=None)
    draft = _with_unit(tokens, at, numeral, currency, place)
    if draft is None and numeral.needs_unit and not _is_whole_text(tokens, at, numeral):
        return None
    draft = draft or _bare(at, numeral)
    draft.last += 1 if bracket else 0
    return _as_accounting(tokens, draft)


def _as_accounting(tokens: Sequence[Token], draft: Draft) -> Draft:
    """Make "($1,200)" negative where it is the whole text; elsewhere it is an aside."""
    whole = draft.first == 1 and tokens[0].text == "(" and tokens[draft.last].text == ")"
    if not whole or tokens[draft.last + 1].kind != "end" or not draft.currency:
        return draft
    if draft.value is not None and draft.value > 0:
        draft.value, draft.first, draft.last, draft.other = -draft.value, 0, draft.last + 1, None
    return draft


def _in_two_parts(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """Read "six ninety-nine percent" as 6.99, "twenty-two fifty an hour" as 22.50."""
    whole, end = numeral.value, numeral.end
    if numeral.scale or whole < 7:
        return numeral
    if whole < 100 and tokens[end].text in SMALL:
        part = read_numeral(tokens, end)
        if part is None or part.scale or not 10 <= part.value < 100:
            return numeral
        whole, end = whole * 100 + part.value, part.end
    if whole < 200 or whole % 1 or whole >= 10_000 or not _is_priced(tokens, end, whole):
        return numeral
    return numeral._replace(value=whole / 100, end=end)


def _is_priced(tokens: Sequence[Token], at: int, value: Decimal) -> bool:
    """Whether an interest rate or an hourly pay is named: nobody earns 1,850 an hour."""
    if tokens[at].text in PERCENT_WORDS or tokens[at].text == "per":
        return tokens[at].text != "per" or tokens[at + 1].text == "cent"
    found = period_at(tokens, at)
    return found is not None and found[0] == "hour" and value >= _LEAST_PAY


def _is_accounting(tokens: Sequence[Token], at: int) -> bool:
    """Whether brackets make it negative: "$(500)"."""
    opens, number, closes = tokens[at], tokens[at + 1], tokens[at + 2]
    return opens.text == "(" and opens.glued and number.kind == "number" and closes.text == ")"


def _after_digits_again(tokens: Sequence[Token], numeral: Numeral) -> int:
    """The index after "(5)" in "five (5) years"; without it, the end of the number."""
    at = numeral.end
    if tokens[at].text != "(" or tokens[at + 2].text != ")":
        return at
    again = tokens[at + 1]
    same = numeral.value in {again.value, SMALL.get(again.text)}
    return at + 3 if same else at


def _is_whole_text(tokens: Sequence[Token], at: int, numeral: Numeral) -> bool:
    """Whether nothing but a fraction was said: "3/4", "one half"; "a half" waits for its unit."""
    alone = at == 0 and tokens[numeral.end].kind == "end" and numeral.end > 1
    return alone and tokens[0].text not in ARTICLES


def _minus(tokens: Sequence[Token], at: int) -> tuple[bool, int]:
    token, after = tokens[at], tokens[at + 1]
    if token.text in {"minus", "negative"}:
        taken_off = any(t.kind == "number" for t in tokens[max(0, at - 8) : at])
        return not (taken_off and token.text == "minus"), at + 1
    loose = at == 0 or not token.glued or tokens[at - 1].text in {"(", ":", "="}
    return (True, at + 1) if token.text == "-" and loose and after.glued else (False, at)


def _bare(at: int, numeral: Numeral) -> Draft:
    kind: Kind = "money" if numeral.scale in MONEY_SCALES else "number"
    return _draft(kind, at, numeral.end, numeral)


def _draft(kind: Kind, at: int, last: int, numeral: Numeral, unit: str = "") -> Draft:
    return Draft(
        kind, numeral.value, at, last, unit, spelled=numeral.spelled, scale=numeral.scale,
        multiplier=numeral.multiplier, other=numeral.other, approx=numeral.vague,
    )  # fmt: skip


def _with_unit(
    tokens: Sequence[Token], at: int, numeral: Numeral, currency: str | None, place: Place
) -> Draft | None:
    if currency is None:
        percent = _percent(tokens, at, numeral)
        if percent:
            return percent
        cents = _cents(tokens, at, numeral, place)
        if cents:
            return cents
    after = currency_after(tokens, numeral.end, place)
    if currency and after and _is_of_the_next(tokens, after, currency):
        after = None
    if currency or after:
        draft = _draft("money", at, after[1] if after else numeral.end, numeral)
        draft.currency = _named_last(tokens, draft, after[0] if after else None, currency)
        draft.unit = (draft.currency or "").lower()
        if draft.currency in COMMA_CURRENCIES and draft.other is not None:
            draft.value, draft.other = draft.other, draft.value
        return _with_cents(tokens, draft)
    if is_paid_for(tokens, numeral):
        return _draft("money", at, numeral.end, numeral)
    return read_time(tokens, at, numeral) or _noun(tokens, at, numeral)


def _named_last(
    tokens: Sequence[Token], draft: Draft, after: str | None, before: str | None
) -> str | None:
    """The currency, named before, after, or by its nation at the end: "$20 Canadian"."""
    nation = dollars_of(tokens, draft.last)
    if nation and (after or before or "").endswith("D"):
        draft.last += 1
        return nation
    return after or before


def _is_of_the_next(tokens: Sequence[Token], after: tuple[str, int], currency: str) -> bool:
    """Whether what follows "USD 10" is no second name for it: "rmb 10 usd 20", "$10 $30"."""
    code, end = after
    return tokens[end].kind == "number" and (code != currency or tokens[end - 1].kind == "sign")


def _percent(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    end = after_hyphen(tokens, numeral.end)
    word, after = tokens[end].text, tokens[end + 1].text
    if (word, after) in {("per", "cent"), ("percentage", "point"), ("percentage", "points")}:
        end += 1
    elif word == "basis" and tokens[after_hyphen(tokens, end + 1)].text in _POINTS:
        numeral = numeral._replace(value=numeral.value / 100)
        end = after_hyphen(tokens, end + 1)
    elif word in BASIS_POINT_WORDS:
        numeral = numeral._replace(value=numeral.value / 100)
    elif word in {"point", "points"} and numeral.needs_unit and numeral.value < 1:
        pass
    elif word == "apr" and numeral.value % 1:
        end -= 1
    elif word not in PERCENT_WORDS:
        return None
    if word in PERCENT_WORDS - {"percentage"} and after in {"point", "points"}:
        end += 1
    draft = _draft("percent", at, end + 1, numeral, "percent")
    draft.other = None
    return draft


def _with_cents(tokens: Sequence[Token], draft: Draft) -> Draft:
    """Take the cents in: "5 dollars and 25 cents" is one amount."""
    at = draft.last + 1 if tokens[draft.last].text in {"and", ","} else draft.last
    if draft.value is None or draft.value % 1 or tokens[at].kind not in {"number", "word"}:
        return draft
    part = and_fraction(tokens, draft.last)
    if part and tokens[draft.last - 1].text in CURRENCY_WORDS:
        draft.value, draft.last = draft.value + part[0], part[1]
        return draft
    cents = read_numeral(tokens, at)
    if cents is None or not 0 < cents.value < 100:
        return draft
    unit = tokens[cents.end]
    if unit.text in CENT_WORDS and (unit.text not in CENT_LETTERS or unit.glued):
        draft.value, draft.last = draft.value + cents.value / 100, cents.end + 1
    elif at == draft.last and _are_said_cents(tokens, draft, cents):
        draft.value, draft.last = draft.value + cents.value / 100, cents.end
    return draft


def _are_said_cents(tokens: Sequence[Token], draft: Draft, cents: Numeral) -> bool:
    """Whether what follows "a buck" or "20 dollars" is cents: two digits and nothing after."""
    named = tokens[draft.last - 1].text in CURRENCY_WORDS
    two_digits = len(tokens[draft.last].text) == 2 and tokens[draft.last].value == cents.value
    worded = draft.spelled and cents.spelled and tokens[draft.last - 1].kind == "word"
    after = tokens[cents.end]
    apart = after.kind == "end" or (after.kind == "mark" and after.text in {".", ",", "!", "?"})
    return cents.value >= 10 and ((named and two_digits and apart) or
                                  (worded and after.kind != "word"))  # fmt: skip


def _cents(tokens: Sequence[Token], at: int, numeral: Numeral, place: Place) -> Draft | None:
    """Read "50 cents", "99¢", "10 euro cents"."""
    end = after_hyphen(tokens, numeral.end)
    whole = CURRENCY_WORDS.get(tokens[end].text)
    end += 1 if whole else 0
    if tokens[end].text not in CENT_WORDS - CENT_LETTERS:
        return None
    cents = numeral._replace(value=numeral.value / 100, other=None)
    draft = _draft("money", at, end + 1, cents)
    draft.currency = whole or {"paise": "INR", "pence": "GBP"}.get(tokens[end].text, place.dollars)
    draft.unit = draft.currency.lower()
    return draft


def _noun(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    end = after_hyphen(tokens, numeral.end)
    token = tokens[end]
    if token.kind == "word" and token.text in BETWEEN_NUMBER_AND_UNIT and end == numeral.end:
        end += 1
        token = tokens[end]
    if token.text == "k" and numeral.value in KARATS:
        return _draft("number", at, end + 1, numeral, "karat")
    if token.text == "x" and token.glued and not tokens[end + 1].glued:
        return _draft("number", at, end + 1, numeral, "times")
    if token.text in NOUN_UNITS and not (token.text in {"g", "gr"} and numeral.scale):
        return _draft("number", at, end + 1, numeral, NOUN_UNITS[token.text])
    if token.text in {"square", "sq"} and tokens[end + 1].text in {"feet", "foot", "ft"}:
        return _draft("number", at, end + 2, numeral, "square foot")
    if token.text in COUNTED and _counts(numeral, token.text, hyphen=tokens[end - 1].text == "-"):
        return _draft("number", at, end + 1, numeral, token.text)
    return None


def _counts(numeral: Numeral, noun: str, *, hyphen: bool) -> bool:
    """A "25k car" is no count of cars, "3-bedroom" and "2 kids" are counts."""
    if numeral.scale in MONEY_SCALES:
        return noun in {"thanks", "times", "people", "shares", "things", "reasons", "ways"}
    if noun in _OWED and numeral.value > _MOST_OWED:
        return False
    plural = noun.endswith("s") or noun in {"people", "children", "bedroom", "bathroom", "door"}
    return plural or hyphen or numeral.value == 1
