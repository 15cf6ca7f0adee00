"""What the words around an amount say about it: about, up to, a month, before tax, not."""

from collections.abc import Iterator, Sequence

from agent.language.durations import unit_at
from agent.language.numerals import read_numeral
from agent.language.quantity import Basis, Bound, Draft, Period
from agent.language.tokens import Token, is_added_behind
from agent.language.vocabulary import (
    APPROXIMATE_BEFORE,
    DURATION_UNITS,
    GROSS_WORDS,
    NET_WORDS,
)

_PERIOD_OF_UNIT: dict[str, Period] = {
    "year": "year", "month": "month", "week": "week", "day": "day", "hour": "hour",
    "fortnight": "biweek",
}  # fmt: skip
_PERIOD_WORDS: dict[str, Period] = {
    "monthly": "month", "mthly": "month", "montly": "month", "monthley": "month",
    "yearly": "year", "annual": "year", "annually": "year", "anually": "year", "annualy": "year",
    "pa": "year", "weekly": "week", "wkly": "week", "biweekly": "biweek", "fortnightly": "biweek",
    "semimonthly": "semimonth", "daily": "day", "hourly": "hour", "pcm": "month", "pm": "month",
    "pw": "week"}  # fmt: skip
_CLAUSE_ENDS = frozenset({".", ";", "!", "?", ",", "(", ")", "and", "but", "then", "plus", "or"})
_FILLERS = frozenset(
    {"a", "an", "the", "of", "is", "was", "be", "just", "only", "i'm", "it's", "its", "to", "at",
     "up", "than", "least", "most", "more", "less", "no", "not", "under", "over", "below", "above",
     "max", "maximum", "minimum", "min", "within", "+", "/", "-", "or", "anywhere", "somewhere",
     "from", "between", "for", "little", "bit", "exceed", "exceeding", "tops", "in", "by",
     "slightly", "<", ">", "=", "≤", "≥", "low", "high", "instead", "rather", "isn't", "isnt",
     "wasn't", "never"}
)  # fmt: skip
_AT_MOST = frozenset(
    {"<", "≤", "under", "below", "max", "maximum", "exceed", "exceeding", "within"}
)
_AT_LEAST = frozenset({">", "≥", "over", "above", "minimum", "min", "exceeds"})
_APPROXIMATE_PAIRS = frozenset({("or", "so"), ("give", "or"), ("more", "or"),
                                ("or", "thereabouts")})  # fmt: skip
_BOUND_PAIRS: dict[tuple[str, str], Bound] = {
    ("or", "less"): "at_most", ("or", "under"): "at_most", ("or", "below"): "at_most",
    ("at", "most"): "at_most", ("or", "more"): "at_least", ("or", "above"): "at_least",
    ("or", "over"): "at_least", ("at", "least"): "at_least", ("or", "better"): "at_least",
}  # fmt: skip
_BOUND_AFTER: dict[str, Bound] = {"max": "at_most", "maximum": "at_most", "tops": "at_most",
                                  "minimum": "at_least"}  # fmt: skip
_APPROXIMATE_AFTER = frozenset({"ish", "roughly", "approximately", "approx", "odd", "about"})
_TAX_WORDS = frozenset({"tax", "taxes", "deductions", "deduction", "withholding", "withholdings"})
_TAKE_HOME = frozenset({"take", "bring", "takes", "brings", "taking", "bringing", "took"})
_NOTS = frozenset({"no", "not", "don't", "never", "can't", "cannot", "won't", "cant", "dont"})
_NOT = frozenset({"not", "isn't", "isnt", "wasn't", "aint", "ain't", "never"})
_MORE = frozenset({"more", "higher", "greater", "larger", "bigger", "longer"})
_LESS = frozenset({"less", "lower", "fewer", "smaller", "shorter"})
_LOOK_BACK, _LOOK_AHEAD, _LEAST_A_YEAR = 6, 6, 1_000


def attach(tokens: Sequence[Token], draft: Draft, floor: int, ceiling: int) -> None:
    """Fill the fields of `draft` that its surroundings decide.

    Args:
        tokens: of the whole text.
        draft: the quantity, changed in place.
        floor: index after the previous quantity and its period: nothing before it is looked at.
        ceiling: index of the first token of the next quantity, or of the end.
    """
    _before(tokens, draft, floor)
    after = _after(tokens, draft)
    if draft.measures_money_or_number:
        draft.basis = _basis(tokens, draft, floor, after, ceiling)
        if draft.period is None and draft.unit in {"", (draft.currency or "").lower()}:
            draft.period = _period_before(tokens, draft.first, floor)


def attach_period(tokens: Sequence[Token], draft: Draft) -> None:
    """Read the period that follows an amount and take its tokens into `draft.last`'s wake."""
    large = not draft.unit and (draft.value or 0) >= _LEAST_A_YEAR
    found = period_at(tokens, draft.last, after_money=draft.kind == "money" or large)
    if found:
        draft.period, draft.wake = found


def period_at(
    tokens: Sequence[Token], at: int, *, after_money: bool = False
) -> tuple[Period, int] | None:
    """Read "a month", "/yr", "every two weeks", "monthly": the period and its end."""
    at = _after_basis(tokens, at)
    word = tokens[at].text
    if after_money and [t.text for t in tokens[at : at + 3]] == ["in", "the", "year"]:
        return ("year", at + 3) if tokens[at + 3].kind != "number" else None
    behind = after_money and is_added_behind(tokens, at)
    if behind or (word in {"-", "("} and tokens[at + 1].kind == "word"):
        return period_at(tokens, at + 1) if behind or tokens[at + 1].text != "a" else None
    if word in {"every", "each"}:
        return every(tokens, at)
    if word in {"a", "an", "per", "/", "the", "one", "p"}:
        ends = after_money and word == "the" and tokens[at + 2].kind != "word"
        return _per(tokens, at, "a" if ends else word)  # "2,900 the month."
    if word in {"twice", "semi", "bi", "two", "2"}:
        return _twice(tokens, at)
    if word in _PERIOD_WORDS:
        return _PERIOD_WORDS[word], at + 1
    if after_money and word in {"yrs", "mos"} and tokens[at - 1].text in {"k", "grand"}:
        return ("year" if word == "yrs" else "month"), at + 1
    if after_money and word in DURATION_UNITS and not word.endswith("s"):
        period = _PERIOD_OF_UNIT.get(DURATION_UNITS[word])
        return (period, at + 1) if period else None
    return None


def _after_basis(tokens: Sequence[Token], at: int) -> int:
    """Step over what may stand between an amount and its period: "3.9k take home a month"."""
    word, after = tokens[at].text, tokens[at + 1].text
    if word in NET_WORDS | GROSS_WORDS | {"total"}:
        return at + 1
    if (word, after) in {("in", "hand"), ("take", "home")}:
        return at + 2
    if word == "take" and after == "-":
        return at + 3
    if word in {"after", "before"} and after in _TAX_WORDS:
        return at + 2
    return at


def _per(tokens: Sequence[Token], at: int, word: str) -> tuple[Period, int] | None:
    after = tokens[at + 1].text
    if word == "p":
        unit = {"m": "month", "a": "year", "y": "year", "w": "week", "h": "hour"}
        period = _PERIOD_OF_UNIT.get(unit.get(tokens[at + 2].text, ""))
        return (period, at + 3) if period and after in {".", "/"} else None
    if word in {"the", "one"} or (word == "a" and after == "year" and _and_half(tokens, at + 2)):
        return None
    if word == "/" and after in {"m", "y"} and tokens[at + 1].glued:
        return ("month" if after == "m" else "year"), at + 2
    if after == "calendar":
        at, after = at + 1, tokens[at + 2].text
    is_pay = after in {"paycheck", "check", "paycheque", "pay"}
    period = None if is_pay else _PERIOD_OF_UNIT.get(DURATION_UNITS.get(after, ""))
    return (period, at + 2) if period else None


def _and_half(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text == "and" and tokens[at + 2].text == "half"


def every(tokens: Sequence[Token], at: int) -> tuple[Period, int] | None:
    """Read "every two weeks", "every other week", "every month", "each week"."""
    after = tokens[at + 1]
    if after.text in DURATION_UNITS:
        period = _PERIOD_OF_UNIT.get(DURATION_UNITS[after.text])
        return (period, at + 2) if period else None
    if after.text in {"other", "second", "2nd"}:
        unit = DURATION_UNITS.get(tokens[at + 2].text)
        return ("biweek", at + 3) if unit == "week" else None
    numeral = read_numeral(tokens, at + 1)
    unit_found = numeral and unit_at(tokens, numeral.end)
    if not numeral or not unit_found:
        return None
    unit, end = unit_found
    if (int(numeral.value), unit) in {(2, "week"), (14, "day")}:
        return "biweek", end
    return None


def _twice(tokens: Sequence[Token], at: int) -> tuple[Period, int] | None:
    """Read "twice a month", "semi-monthly", "bi-weekly", "two times a month"."""
    word, step = tokens[at].text, at + 1
    if word in {"two", "2"}:
        if tokens[step].text != "times":
            return None
        step += 1
    if word in {"semi", "bi"}:
        step += 1 if tokens[step].text == "-" else 0
        named = tokens[step].text
        if word == "semi":
            return ("semimonth", step + 1) if named == "monthly" else None
        return {"weekly": ("biweek", step + 1)}.get(named)  # type: ignore[return-value]
    step += 1 if tokens[step].text in {"a", "per", "each", "every"} else 0
    if tokens[step].text in {"month", "monthly", "mo"}:
        return "semimonth", step + 1
    return None


def _back(tokens: Sequence[Token], at: int, floor: int, steps: int) -> Iterator[int]:
    """Indices before `at`, nearest first, not past `floor`."""
    return iter(range(at - 1, max(floor, at - steps) - 1, -1))


def _before(tokens: Sequence[Token], draft: Draft, floor: int) -> None:
    """Walk back over modifiers: "around", "up to", "no more than", "not"."""
    for index in _back(tokens, draft.first, floor, _LOOK_BACK):
        word = tokens[index].text
        if word in APPROXIMATE_BEFORE:
            asked = index > floor and tokens[index - 1].text in {"what", "how"}
            draft.approx = draft.approx or not asked
        elif word not in _FILLERS:
            break
        previous = tokens[index - 1].text if index > floor else ""
        if not (word == "over" and draft.measures == "duration"):  # paid over 60 months
            earlier = tokens[index - 2].text if index > floor + 1 else ""
            draft.bound = draft.bound or _bound(word, previous, earlier)
        if word in _NOT or (word, previous) in {("of", "instead"), ("than", "rather")}:
            draft.negated = not draft.bound
        if word in {"little", "bit", "slightly"}:
            draft.approx = True


def _bound(word: str, previous: str, earlier: str) -> Bound | None:
    if word == "than" and previous in _MORE | _LESS:
        more = (previous in _MORE) != (earlier in _NOTS)
        return "at_least" if more else "at_most"
    if word in _AT_MOST or (word in _AT_LEAST and {previous, earlier} & _NOTS):
        return "at_most"
    if word in _AT_LEAST:
        return "at_least"
    pairs: dict[tuple[str, str], Bound] = {
        ("to", "up"): "at_most", ("most", "at"): "at_most", ("more", "no"): "at_most",
        ("more", "not"): "at_most",
        ("least", "at"): "at_least", ("less", "no"): "at_least", ("less", "not"): "at_least",
    }  # fmt: skip
    return pairs.get((word, previous))


def _after(tokens: Sequence[Token], draft: Draft) -> int:
    """Read "or so", "-ish", "or less", "max" after the amount or its period; the index after."""
    at = draft.last
    for place in sorted({draft.last, max(draft.last, draft.wake)}):
        if tokens[place].text == "-" and tokens[place + 1].text == "ish":
            place += 1
        token, after = tokens[place], tokens[place + 1]
        pair = (token.text, after.text)
        if pair in _APPROXIMATE_PAIRS or _is_approximate_mark(token, after):
            draft.approx = True
            at = place + (2 if pair in _APPROXIMATE_PAIRS else 1)
        draft.bound = _BOUND_PAIRS.get(pair) or _BOUND_AFTER.get(token.text) or draft.bound
    return at


def _is_approximate_mark(token: Token, after: Token) -> bool:
    if token.text in {"+", "plus"}:
        return (token.glued or token.text == "plus") and after.kind in {"end", "mark"}
    return token.text in _APPROXIMATE_AFTER


def _period_before(tokens: Sequence[Token], first: int, floor: int) -> Period | None:
    """Read a period that stands before: "my monthly rent is 1,250", "annual income: 62k"."""
    for index in _back(tokens, first, floor, _LOOK_BACK + 1):
        word = tokens[index].text
        if word in {".", ";", "!", "?", ",", "but", "over", "for", "in", "term"}:
            return None
        if word in {"weekly", "monthly"} and index > floor and tokens[index - 1].text in {
            "-", "bi", "semi"
        }:  # fmt: skip
            return "biweek" if word == "weekly" else "semimonth"
        if word in _PERIOD_WORDS and word not in {"pa", "pm"}:
            return _PERIOD_WORDS[word]
        if word in {"each", "every", "a", "per"} and tokens[index + 1].text in _PERIOD_OF_UNIT:
            return _PERIOD_OF_UNIT[tokens[index + 1].text]
    return None


def _basis(
    tokens: Sequence[Token], draft: Draft, floor: int, after: int, ceiling: int
) -> Basis | None:
    for index in range(after, min(ceiling, after + _LOOK_AHEAD)):
        word = tokens[index].text
        if word in _CLAUSE_ENDS and not (word in {",", "("} and index == after):
            break
        basis = _basis_at(tokens, index)
        if basis:
            return basis
    for index in _back(tokens, draft.first, floor, _LOOK_BACK + 1):
        if tokens[index].text in _CLAUSE_ENDS:
            return None
        basis = _basis_at(tokens, index)
        if basis:
            return basis
    return None


def _basis_at(tokens: Sequence[Token], index: int) -> Basis | None:
    """The basis that the words beginning at `index` name."""
    word, after = tokens[index].text, tokens[index + 1].text
    if after == "-":
        after = tokens[index + 2].text
    if word in NET_WORDS:
        return None if after == "worth" else "net"
    if word in GROSS_WORDS:
        return "gross"
    if word in {"before", "pre"}:
        return "gross" if after in _TAX_WORDS or tokens[index + 2].text in _TAX_WORDS else None
    if word in {"after", "post"}:
        return "net" if after in _TAX_WORDS or tokens[index + 2].text in _TAX_WORDS else None
    if word in _TAKE_HOME and after == "home":
        return "net"
    if (word, after) in {("in", "hand"), ("my", "pocket"), ("clear", "about")}:
        return "net"
    if word in {"clear", "clearing", "netting"} and tokens[max(0, index - 1)].text in {"i", "we"}:
        return "net"
    return None
