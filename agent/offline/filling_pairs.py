"""Figures that say for one person what the figure before said for the other.

"He has been there 7 years, she is at 4", "mine is 742, hers 718", "742 and 718": the second figure
needs no words of its own, it is read as the first one is, for the other person.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.language.quantities import Quantity
from agent.offline.filling_features import Figure
from agent.offline.filling_hits import FAMILIES
from agent.offline.filling_ranges import fits
from agent.offline.filling_records import JOINT, PARTY, Candidate, Situation

_JOINED = re.compile(r"\s*(?:,|/|&|;|and|, and)\s*")
_SPEAKS_FOR_ITSELF = 1.75
_MORE, _MOST = 0.35, 2.6
_SHARED_BY_NOBODY = frozenset({"credit_score", "months_employed", "annual_income"})
"""What each of two people has one of: two in a row are one of each."""


def like_before(
    figure: Figure,
    own: Sequence[Candidate],
    before: Figure | None,
    options: Sequence[Candidate],
    between: str,
    *,
    two: bool,
) -> Iterator[Candidate]:
    """Read a figure as the one before it, for the other person.

    `own` are its own readings, `options` those of the figure before; `two` tells whether two
    people are known to sign.
    """
    if before is None or figure.number != before.number + 1:
        return
    if figure.sort != before.sort and not (figure.is_bare and before.sort == "duration"):
        return
    if any(c.score >= _SPEAKS_FOR_ITSELF and c.span for c in own):
        return
    turns = figure.is_other != before.is_other or before.is_sum
    in_a_row = two and not turns and _JOINED.fullmatch(between) is not None
    for candidate in options if turns or in_a_row else ():
        base = "annual_income" if candidate.field == JOINT else candidate.field.removeprefix("co_")
        if base not in PARTY or (in_a_row and base not in _SHARED_BY_NOBODY):
            continue
        other = figure.is_other or in_a_row
        if fits(base, figure):
            field = f"co_{base}" if other else base
            score = min(candidate.score + _MORE, _MOST)
            yield Candidate(field, score, None, is_like=True)


def goes_with(new: Candidate, last: Candidate | None) -> bool:
    """Tell whether a reading that leans on the figure before leans on what that one is read as."""
    if not new.is_like:
        return True
    if last is None:
        return False
    base = "annual_income" if last.field == JOINT else last.field.removeprefix("co_")
    return base == new.field.removeprefix("co_") and last.field != new.field


_CLAIMED = 1.6
_PLUS = re.compile(r"[\sa-z,]{0,28}(?:\+|plus|and|,)\s*(?:another |my |the |a )?")
_ONE_MORE = 2.45
_MOST_OF_ONE = 3_000


def goes_on(
    figure: Figure, last: Figure | None, before: Sequence[Candidate], between: str
) -> list[Candidate]:
    """Read what a list of payments goes on with as one more: "1,250 rent + 180 car ins + 240"."""
    if last is None or figure.sort != "amount" or not before or not re.search(r"\+|plus", between):
        return []
    one_more = FAMILIES.get(before[0].field) == "outgoing" and before[0].score >= _CLAIMED
    small = 0 < (figure.value or 0) <= _MOST_OF_ONE and figure.period in (None, "month")
    if not (one_more and small and _PLUS.fullmatch(between)):
        return []
    return [Candidate("monthly_obligations", _ONE_MORE)]


_ME_AND = re.compile(
    r"\b(?:i'm|im|me|mine|i)(?: make| earn| get| take in| bring in| at| on|:| is)?\W*$",
    re.IGNORECASE,
)


_AND_THEM = re.compile(
    r"\s*(?:a year|k)?\s*(?:,|and|&|plus|,? and)?\s*(?:her|him|his|hers|she|he|my (?:wife|husband"
    r"|partner|girlfriend|boyfriend|fianc\w+|mom|dad|mother|father|brother|sister))(?:'s)?"
    r"(?: (?:makes|earns|gets|is at|is on|is|at|on))?\W*"
)


def pair_of_incomes(
    lowered: str, figures: Sequence[Figure]
) -> tuple[list[tuple[str, Quantity]], list[Figure]]:
    """Read "me 80 and her 50": one income each, in so many words."""
    for one, other in pairwise(figures):
        a, b = one.quantity, other.quantity
        sizes = all(map(_may_be_income, (one, other)))
        between = lowered[a.end : b.start]
        pair = _ME_AND.search(lowered[: a.start]) and _AND_THEM.fullmatch(between)
        if pair and sizes and {a.unit, b.unit} <= {"", "usd"}:
            left = [f for f in figures if f not in (one, other)]
            return [("annual_income", a), ("co_annual_income", b)], left
    return [], list(figures)


_BETWEEN_SCORES = re.compile(r"\s*(?:,|and|&|/|,? and)\s*")


def pair_of_scores(
    lowered: str, figures: Sequence[Figure], now: Situation
) -> tuple[list[tuple[str, Quantity]], list[Figure]]:
    """Read "we have 700 and 655" where scores are asked for: one each, the customer's first."""
    asked = any(f.endswith("credit_score") for f, _ in now.open_fields)
    for one, other in pairwise(figures if asked else ()):
        a, b = one.quantity, other.quantity
        sizes = all(f.is_bare and 500 <= (f.value or 0) <= 850 for f in (one, other))
        named = one.is_other or other.is_other
        if sizes and not named and _BETWEEN_SCORES.fullmatch(lowered[a.end : b.start]):
            left = [f for f in figures if f not in (one, other)]
            return [("credit_score", a), ("co_credit_score", b)], left
    return [], list(figures)


def _may_be_income(figure: Figure) -> bool:
    """Tell whether a figure can be an income, and is no score."""
    value = figure.value or 0
    score = figure.is_bare and 300 <= value <= 850
    return figure.sort == "amount" and value >= 10 and not score


def one_score_each(fixed: list[tuple[str, Quantity]]) -> list[tuple[str, Quantity]]:
    """Read the second of two scores as the other person's: nobody has two."""
    scores = [field for field, _ in fixed if field.endswith("credit_score")]
    if len(scores) != 2 or scores[0] != scores[1]:
        return fixed
    other = "credit_score" if scores[0] == "co_credit_score" else "co_credit_score"
    last = max(i for i, (field, _) in enumerate(fixed) if field == scores[0])
    return [(other if i == last else field, q) for i, (field, q) in enumerate(fixed)]
