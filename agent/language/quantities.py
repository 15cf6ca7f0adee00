"""The one number reader: every figure a customer names, in digits and words.

Whoever needs to know what a customer's figure means asks here: the offline engine, the binding
of tool arguments, the gate, confirmation. The reader says what stands in the text; what "5k" of
income means for a loan is decided by those who know which field was asked for.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from agent.language.currencies import Place, place_of
from agent.language.currency_names import BEFORE_NUMBER, CODES, SIGN_PREFIXES
from agent.language.measures import read_measure
from agent.language.no_quantity import is_no_quantity
from agent.language.number_words import and_fraction
from agent.language.numerals import DETERMINERS
from agent.language.quantity import Basis, Bound, Draft, Kind, Period, Quantity, months_of
from agent.language.ranges import read_range, take_over_unit
from agent.language.settling import attach_hours, settle
from agent.language.surroundings import attach, attach_period, every, period_at
from agent.language.text import Folded, fold
from agent.language.tokens import Token, tokenise
from agent.language.vocabulary import (
    BIG_WORDS,
    DURATION_UNITS,
    SMALL,
    VAGUE,
)

__all__ = ["Basis", "Bound", "Kind", "Period", "Quantity", "find_quantities", "months_of"]

_STARTERS = frozenset(
    {*SMALL, *BIG_WORDS, *CODES, *SIGN_PREFIXES, *VAGUE, "a", "an", "half", "quarter", "point",
     "minus", "negative", "every", "between", "-", "year", "month", "hour", "week",
     *BEFORE_NUMBER, *DETERMINERS, "malaysian", "malaysia"}
)  # fmt: skip
_MOST = 1000
"""Nobody names more figures in one message; a wall of digits stays cheap to read."""
_JOINTS = frozenset({",", "or", "and", "&", "vs", "versus", "to", "/"})
_THIRDS = {"low": (0, 33), "lower": (0, 33), "mid": (34, 66), "middle": (34, 66),
           "high": (67, 99), "upper": (67, 99)}  # fmt: skip


def find_quantities(text: str, locale: str = "en-US") -> list[Quantity]:
    """Every quantity in a customer's words, in reading order, without overlaps.

    Args:
        text: as typed, of any length and script. Spans refer to this string.
        locale: BCP 47 tag; decides the meaning of "1.500", of "$" and of "5L".

    Returns:
        Quantities; see `Quantity` for what each field holds. Never raises.

    >>> q = find_quantities("about 62k/yr before tax, over three and a half years")
    >>> [(x.kind, str(x.value), x.unit, x.period, x.basis, x.approx, x.months) for x in q]
    [('money', '62000', '', 'year', 'gross', True, None), ('duration', '3.5', 'year', None, None, False, 42)]
    >>> [(x.lo, x.hi) for x in find_quantities("between 20 and 25 thousand dollars")]
    [(Decimal('20000'), Decimal('25000'))]
    >>> find_quantities("open 24/7, I filed chapter 7")
    []
    """  # noqa: E501
    return list(_found(text, locale))


@lru_cache(maxsize=256)
def _found(text: str, locale: str) -> tuple[Quantity, ...]:
    """Read a text once: engine, binding and gate look at the same message several times a turn."""
    place = place_of(locale)
    folded = fold(text)
    tokens = tokenise(folded.text, comma_decimal=place.comma_decimal)
    drafts = _drafts(tokens, place)
    _share_units(tokens, drafts)
    for index, draft in enumerate(drafts):
        before = drafts[index - 1] if index else None
        floor = max(before.last, before.wake) if before else 0
        ceiling = drafts[index + 1].first if index + 1 < len(drafts) else len(tokens)
        attach(tokens, draft, floor, ceiling)
        settle(tokens, draft, floor)
    attach_hours(drafts)
    _share_periods(tokens, drafts)
    return tuple(_quantity(draft, tokens, folded, text) for draft in drafts)


def _drafts(tokens: Sequence[Token], place: Place) -> list[Draft]:
    drafts: list[Draft] = []
    words = sum(1 for token in tokens[:12] if token.kind in {"word", "number"})
    at = 0
    while tokens[at].kind != "end" and len(drafts) < _MOST:
        token = tokens[at]
        if token.kind not in {"number", "sign"} and token.text not in _STARTERS:
            at += 1
            continue
        draft, at = _read(tokens, at, place, words)
        if draft:
            drafts.append(draft)
    return drafts


def _read(tokens: Sequence[Token], at: int, place: Place, words: int) -> tuple[Draft | None, int]:
    """The quantity at `at` if there is one, and where reading goes on."""
    if at and tokens[at - 1].text == "\u2044":
        return None, at + 1
    if tokens[at].text == "every":
        return _read_every(tokens, at, place)
    if tokens[at].text in {"year", "month", "hour", "week"}:
        return _read_unit_and_half(tokens, at)
    between = tokens[at].text == "between"
    first = at + 1 if between else at
    draft = _hundreds_or_figures(tokens, first) or read_measure(tokens, first, place)
    if draft is None:
        skip = 3 if tokens[at].kind == "number" and tokens[at + 1].text in {"/", "\u2044"} else 1
        return None, at + skip
    if draft.kind != "range":
        if is_no_quantity(tokens, draft, words):
            return None, draft.last
        attach_period(tokens, draft)
        whole = read_range(tokens, draft, place, after_between=between)
        draft = whole or draft
    if draft.wake == 0:
        attach_period(tokens, draft)
    return draft, max(draft.last, draft.wake)


def _read_unit_and_half(tokens: Sequence[Token], at: int) -> tuple[Draft | None, int]:
    """Read "year and a half", where the article was left out."""
    part = and_fraction(tokens, at + 1)
    if part is None:
        return None, at + 1
    return Draft("duration", 1 + part[0], at, part[1], tokens[at].text), part[1]


def _read_every(tokens: Sequence[Token], at: int, place: Place) -> tuple[Draft | None, int]:
    found = every(tokens, at)
    if tokens[at + 1].text in DURATION_UNITS:
        return None, at + 2
    if found and tokens[at + 1].text in {"other", "second", "2nd"}:
        draft: Draft | None = Draft("duration", Decimal(2), at, found[1], "week")
    else:
        draft = read_measure(tokens, at + 1, place)
    if draft is None or draft.kind != "duration":
        return None, at + 1
    draft.period = found[0] if found else None
    return draft, draft.last


def _hundreds_or_figures(tokens: Sequence[Token], at: int) -> Draft | None:
    """Read "mid 600s" and "six figures"."""
    token, after = tokens[at], tokens[at + 1]
    value = token.value if token.kind == "number" else SMALL.get(token.text)
    if value is None or token.kind not in {"number", "word"}:
        return None
    step = at + 2 if after.text in {"-", "'"} else at + 1
    if tokens[step].text in {"figure", "figures"} and 4 <= value <= 8:
        draft = Draft("range", None, at, step + 1, of="money", approx=True)
        draft.lo, draft.hi = Decimal(10) ** (int(value) - 1), Decimal(10) ** int(value) - 1
        return draft
    if tokens[step].text != "s" or not tokens[step].glued or after.text == "-":
        return None
    width = 100 if value >= 300 and value % 100 == 0 else 10
    if value % width or not 20 <= value <= 900:
        return None
    return _span_of(tokens, at, step + 1, int(value), width)


def _span_of(tokens: Sequence[Token], at: int, last: int, base: int, width: int) -> Draft:
    before = tokens[at - 1].text if at else ""
    first = at
    if before == "-" and at > 1:
        before, first = tokens[at - 2].text, at - 1
    low, high = _THIRDS.get(before, (0, 99))
    draft = Draft("range", None, first - 1 if before in _THIRDS else at, last, of="number")
    draft.lo = Decimal(base + low * width // 100)
    draft.hi = Decimal(base + high * width // 100)
    draft.approx = True
    draft.unit = "score" if base >= 300 else ""
    if before in {"my", "his", "her", "their"}:
        draft.of, draft.unit = "age", "year"
    return draft


def _share_units(tokens: Sequence[Token], drafts: list[Draft]) -> None:
    """Carry the unit of "60 months" back over "36, 48 or"."""
    listed = False
    for index in range(len(drafts) - 2, -1, -1):
        bare, other = drafts[index], drafts[index + 1]
        joint = _joint(tokens, bare, other)
        if not _is_bare(bare) or other.measures_money_or_number or not joint:
            listed = False
            continue
        earlier = index > 0 and _is_bare(drafts[index - 1])
        longer = earlier and _joint(tokens, drafts[index - 1], bare) == (",",)
        if joint != (",",) or listed or longer or other.kind == "range":
            take_over_unit(bare, other)
            listed = True


def _share_periods(tokens: Sequence[Token], drafts: list[Draft]) -> None:
    """Give "pension 1,850, disability 400, both monthly" its period, in its sentence."""
    for at, token in enumerate(tokens):
        if token.text not in {"both", "all", "each"}:
            continue
        step = at + 2 if tokens[at + 1].text in {"are", "is", "paid", "of"} else at + 1
        found = period_at(tokens, step)
        before = [d for d in drafts if d.last <= at]
        if found is None or not before or any(d.first == found[1] for d in drafts):
            continue
        start = max((i for i in range(at) if tokens[i].text in {".", ";", "!", "?"}), default=-1)
        for draft in before:
            if draft.first > start and draft.period is None and draft.measures_money_or_number:
                draft.period = found[0] if draft.unit in {"", "usd"} else None
                draft.kind = "money" if draft.period and draft.kind == "number" else draft.kind


def _is_bare(draft: Draft) -> bool:
    plain_number = draft.measures == "number" and not draft.unit and draft.period is None
    largest = draft.hi if draft.kind == "range" else draft.value
    return plain_number and largest is not None and largest <= 480


def _joint(tokens: Sequence[Token], left: Draft, right: Draft) -> tuple[str, ...]:
    """What joins two quantities of a list; empty when other words stand between."""
    words = tuple(tokens[i].text for i in range(left.last, right.first))
    return words if 0 < len(words) <= 2 and set(words) <= _JOINTS else ()


def _quantity(draft: Draft, tokens: Sequence[Token], folded: Folded, text: str) -> Quantity:
    start, end = folded.span(tokens[draft.first].start, tokens[draft.last - 1].end)
    quantity = Quantity(
        draft.kind, draft.value, draft.unit, start, end, text[start:end], draft.currency,
        months_of(draft.value, draft.unit)
        if draft.kind == "duration" and draft.value is not None else None,
        draft.lo, draft.hi, draft.of, draft.readings, draft.approx, draft.bound, draft.period,
        draft.basis, draft.hours, draft.negated,
    )  # fmt: skip
    if draft.other is None:
        return quantity
    return quantity._replace(readings=(quantity, quantity._replace(value=draft.other)))
