"""A number with its unit: money, percent, duration, age, count.

`read_measure` reads one; it decides nothing about what stands around it.
"""

from collections.abc import Sequence
from typing import Literal

from agent.language.currencies import Place, currency_after, currency_before
from agent.language.number_words import Numeral, and_fraction
from agent.language.numerals import read_numeral
from agent.language.quantity import Draft, Kind, Quantity
from agent.language.tokens import Token, after_hyphen
from agent.language.vocabulary import (
    BASIS_POINT_WORDS,
    BETWEEN_NUMBER_AND_UNIT,
    CENT_WORDS,
    COUNTED,
    CURRENCY_WORDS,
    DURATION_UNITS,
    FAMILIES,
    GLUED_UNITS,
    GOLD_WORDS,
    KARATS,
    MONEY_SCALES,
    NOUN_UNITS,
    PERCENT_WORDS,
    THINGS_WITH_AGE,
)

_OWED = frozenset({"cards", "card", "loans", "loan", "bills", "debts", "cars", "car", "payments"})
_MOST_OWED = 60
"""Above this "250 cards" is an amount for cards, not a count of them."""
_AGE_MARKS = frozenset({"yo", "y/o"})
_SHORT_MONTHS_FROM = 6
"""From this number on a bare "18m" is more likely months than millions."""


def read_measure(tokens: Sequence[Token], at: int, place: Place) -> Draft | None:
    """The quantity that begins at token `at`: sign, currency, number, unit; or None."""
    negative, number_at = _minus(tokens, at)
    currency, number_at = currency_before(tokens, number_at, place)
    if currency and tokens[number_at].text == "-" and tokens[number_at + 1].kind == "number":
        negative, number_at = True, number_at + 1
    if tokens[number_at].text in {"-", "minus"}:
        return None
    numeral = read_numeral(tokens, number_at, money=currency is not None, india=place.india)
    if numeral is None:
        return None
    if negative:
        numeral = numeral._replace(value=-numeral.value, other=None)
    draft = _with_unit(tokens, at, numeral, currency, place)
    if draft is None and numeral.needs_unit:
        return None
    return draft or _bare(at, numeral)


def _minus(tokens: Sequence[Token], at: int) -> tuple[bool, int]:
    token, after = tokens[at], tokens[at + 1]
    if token.text in {"minus", "negative"}:
        return True, at + 1
    loose = at == 0 or not token.glued or tokens[at - 1].text in {"(", ":", "="}
    return (True, at + 1) if token.text == "-" and loose and after.glued else (False, at)


def _bare(at: int, numeral: Numeral) -> Draft:
    kind: Literal["money", "number"] = "money" if numeral.scale in MONEY_SCALES else "number"
    return _draft(kind, at, numeral.end, numeral)


def _draft(kind: Kind, at: int, last: int, numeral: Numeral, unit: str = "") -> Draft:
    return Draft(
        kind, numeral.value, at, last, unit, spelled=numeral.spelled, scale=numeral.scale,
        multiplier=numeral.multiplier, other=numeral.other, approx=numeral.vague,
    )  # fmt: skip


def _with_unit(
    tokens: Sequence[Token], at: int, numeral: Numeral, currency: str | None, place: Place
) -> Draft | None:
    end = numeral.end
    if currency is None:
        percent = _percent(tokens, at, numeral)
        if percent:
            return percent
    after = currency_after(tokens, end, place)
    if currency or after:
        draft = _draft("money", at, after[1] if after else end, numeral)
        draft.currency = currency or (after[0] if after else None)
        draft.unit = (draft.currency or "").lower()
        return _with_cents(tokens, draft)
    return (
        _cents(tokens, at, numeral, place)
        or _age(tokens, at, numeral)
        or _duration(tokens, at, numeral)
        or _short_m(tokens, at, numeral)
        or _noun(tokens, at, numeral)
    )


def _percent(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    end = after_hyphen(tokens, numeral.end)
    word, after = tokens[end].text, tokens[end + 1].text
    if (word, after) in {("per", "cent"), ("percentage", "point"), ("percentage", "points")}:
        end += 1
    elif word == "basis" and after in {"point", "points"}:
        numeral, end = numeral._replace(value=numeral.value / 100), end + 1
    elif word in BASIS_POINT_WORDS:
        numeral = numeral._replace(value=numeral.value / 100)
    elif word in {"point", "points"} and numeral.needs_unit and numeral.value < 1:
        pass
    elif word == "apr" and numeral.value % 1:
        end -= 1
    elif word not in PERCENT_WORDS:
        return None
    if word in PERCENT_WORDS and after in {"point", "points"}:
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
    if tokens[cents.end].text in CENT_WORDS:
        draft.value, draft.last = draft.value + cents.value / 100, cents.end + 1
    elif at == draft.last and _are_spoken_cents(tokens, draft, cents):
        draft.value, draft.last = draft.value + cents.value / 100, cents.end
    return draft


def _are_spoken_cents(tokens: Sequence[Token], draft: Draft, cents: Numeral) -> bool:
    """Whether "fifty" in "a buck fifty" is cents: a spelled number that nothing follows."""
    worded = draft.spelled and cents.spelled and cents.value >= 10
    return worded and tokens[cents.end].kind != "word" and tokens[draft.last - 1].kind == "word"


def _cents(tokens: Sequence[Token], at: int, numeral: Numeral, place: Place) -> Draft | None:
    if tokens[after_hyphen(tokens, numeral.end)].text not in CENT_WORDS:
        return None
    end = after_hyphen(tokens, numeral.end) + 1
    draft = _draft("money", at, end, numeral._replace(value=numeral.value / 100, other=None))
    draft.currency = {"paise": "INR", "pence": "GBP"}.get(tokens[end - 1].text, place.dollars)
    draft.unit = draft.currency.lower()
    return draft


def _age(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    """Read "35 years old", "35 y/o", "21-year-old"; of a thing it is a duration."""
    end = after_hyphen(tokens, numeral.end)
    word = tokens[end].text
    if word == "y" and tokens[end + 1].text in {"/", "."} and tokens[end + 2].text == "o":
        last = end + 3
    elif word in _AGE_MARKS:
        last = end + 1
    elif DURATION_UNITS.get(word) in {"year", "month"}:
        old = after_hyphen(tokens, end + 1)
        if tokens[old].text not in {"old", "olds", "young", "ol"}:
            return None
        last = old + 1
    else:
        return None
    if word.startswith("m") or _is_about_a_thing(tokens, at, last):
        return _duration(tokens, at, numeral)
    draft = _draft("age", at, last, numeral, "year")
    draft.other = None
    return draft


def _is_about_a_thing(tokens: Sequence[Token], first: int, last: int) -> bool:
    before = (tokens[i].text for i in range(max(0, first - 5), first))
    after = (tokens[i].text for i in range(last, last + 2))
    return any(word in THINGS_WITH_AGE for word in (*before, *after))


def unit_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The unit of time at `at`, after a hyphen or an adjective ("5 more years"), and its end."""
    at = after_hyphen(tokens, at)
    token = tokens[at]
    if token.kind == "word" and token.text in BETWEEN_NUMBER_AND_UNIT:
        at += 1
        token = tokens[at]
    if token.text in DURATION_UNITS:
        return DURATION_UNITS[token.text], at + 1
    if token.glued and token.text in GLUED_UNITS:
        return GLUED_UNITS[token.text], at + 1
    return None


def _duration(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    found = unit_at(tokens, numeral.end)
    if found is None or (found[0] == "quarter" and numeral.spelled):
        return None
    unit, end = found
    value = numeral.value
    part = and_fraction(tokens, end)
    if part and value == value.to_integral_value() and unit_at(tokens, part[1]) is None:
        value, end = value + part[0], part[1]
    draft = _draft("duration", at, end, numeral._replace(value=value, other=None), unit)
    return _with_smaller_units(tokens, draft)


def _with_smaller_units(tokens: Sequence[Token], draft: Draft) -> Draft:
    """Add up: "two years and six months" is thirty months, "1 hour 30 minutes" 90 minutes."""
    at = draft.last + 1 if tokens[draft.last].text in {"and", ",", "&"} else draft.last
    if draft.value is None or tokens[at].kind not in {"number", "word"}:
        return draft
    smaller = read_numeral(tokens, at)
    found = smaller and _smaller_unit(tokens, smaller.end, draft.unit)
    if not smaller or not found:
        return draft
    unit, end = found
    family = next((f for f in FAMILIES if draft.unit in f and unit in f), None)
    if family is None:
        return draft
    if not 0 < smaller.value * family[unit] < family[draft.unit]:
        return draft
    draft.value = draft.value * family[draft.unit] / family[unit] + smaller.value
    draft.unit, draft.last = unit, end
    return _with_smaller_units(tokens, draft)


def _smaller_unit(tokens: Sequence[Token], at: int, above: str) -> tuple[str, int] | None:
    if tokens[at].text == "m" and above == "year":
        return "month", at + 1
    return unit_at(tokens, at)


def _short_m(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    """Read "18m": months or millions. Both are kept; the likelier one leads."""
    token = tokens[numeral.end]
    if token.text != "m" or numeral.needs_unit:
        return None
    months = Quantity("duration", numeral.value, "month", months=int(numeral.value))
    millions = Quantity("money", numeral.value * 1_000_000)
    if numeral.value >= _SHORT_MONTHS_FROM:
        draft = _draft("duration", at, numeral.end + 1, numeral, "month")
    else:
        draft = _draft("money", at, numeral.end + 1, numeral._replace(scale="m"))
        draft.value = millions.value
    draft.readings = (months, millions) if draft.kind == "duration" else (millions, months)
    return draft


def _noun(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    end = after_hyphen(tokens, numeral.end)
    token = tokens[end]
    if token.kind == "word" and token.text in BETWEEN_NUMBER_AND_UNIT and end == numeral.end:
        end += 1
        token = tokens[end]
    if token.text == "k" and numeral.value in KARATS:
        return _draft("number", at, end + 1, numeral, "karat")
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


def is_karat(tokens: Sequence[Token], draft: Draft) -> bool:
    """Whether "22k" that was read as thousands stands beside gold: "gold is 22k"."""
    if draft.scale != "k" or draft.value is None or draft.value / 1000 not in KARATS:
        return False
    around = (tokens[i].text for i in range(max(0, draft.first - 3), draft.first))
    joined = tokens[draft.first - 1].text in {"is", "are", "of", "in", ",", "gold", "all"}
    weighed = {"g", "gm", "gms", "gram", "grams"}
    return joined and any(word in GOLD_WORDS or word in weighed for word in around)
