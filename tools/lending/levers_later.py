"""The smallest step of each scale that helps, and pairs of scales where none helps alone.

Found exactly, said rounded outward; what is said is what is run again.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from tools.lending.levers import Change, Search, confirmed, reached
from tools.lending.records import WORKING, Inquiry, Lever
from tools.lending.scales import (
    HORIZONS,
    Documented,
    HigherScoreBand,
    LessDebt,
    LongerInJob,
    MoreIncome,
    Scale,
    reducible_debt,
)
from tools.lending.units import ZERO

MOST_MONTHS = 24
"""Advice for later than in two years is none."""
MOST_SCORE_POINTS = 100
"""A line further above a score than this is not reached in two years."""
MOST_INCOME = Decimal("0.5")
"""More than half as much again is not income that somebody forgot to count."""
COARSE = 8
"""Steps of the first scale of a pair; the second is exact."""


class Pull(NamedTuple):
    """A scale and how far it is pulled."""

    scale: Scale
    amount: Decimal

    def on(self, inquiry: Inquiry) -> Inquiry:
        return self.scale.pulled(inquiry, self.amount)

    def as_said(self) -> "Pull":
        return Pull(self.scale, self.scale.said(self.amount))


def levers_later(search: Search) -> tuple[Lever, ...]:
    """Return the levers that need time, the soonest and easiest first."""
    scales = scales_for(search)
    singles = [
        lever
        for scale in scales
        if (pull := smallest(search, search.inquiry, scale)) is not None
        and (lever := proven(search, (pull,))) is not None
    ]
    found = singles or easiest_pair(search, scales)
    return tuple(sorted(found, key=lambda lever: (HORIZONS.index(lever.horizon), lever.effort)))


def smallest(search: Search, inquiry: Inquiry, scale: Scale) -> Pull | None:
    """Bisect a scale for its smallest step that helps; None where the last one does not."""
    low, high = 0, scale.size
    if reached(search, scale.pulled(inquiry, scale.amount(high))) is None:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if reached(search, scale.pulled(inquiry, scale.amount(middle))) is None:
            low = middle
        else:
            high = middle
    return Pull(scale, scale.amount(high))


def easiest_pair(search: Search, scales: tuple[Scale, ...]) -> list[Lever]:
    """Return the pair of levers that takes least effort, proven, or nothing."""
    pairs = [pair for both in combinations(scales, 2) for pair in pairs_of(search, *both)]
    for pair in sorted(pairs, key=effort_of):
        lever = proven(search, pair)
        if lever is not None:
            return [lever]
    return []


def pairs_of(search: Search, first: Scale, second: Scale) -> Iterator[tuple[Pull, Pull]]:
    """Yield, for coarse steps of the first scale, the smallest step of the second that helps."""
    farthest = first.pulled(search.inquiry, first.amount(first.size))
    if reached(search, second.pulled(farthest, second.amount(second.size))) is None:
        return
    for step in coarse_steps(first.size):
        pull = Pull(first, first.amount(step))
        rest = smallest(search, pull.on(search.inquiry), second)
        if rest is not None:
            yield pull, rest


def coarse_steps(size: int) -> tuple[int, ...]:
    """Return up to `COARSE` steps of a scale, evenly spread, the last one included.

    >>> coarse_steps(3), coarse_steps(520)
    ((1, 2, 3), (65, 130, 195, 260, 325, 390, 455, 520))
    """
    if size <= COARSE:
        return tuple(range(1, size + 1))
    return tuple(size * n // COARSE for n in range(1, COARSE + 1))


def effort_of(pulls: tuple[Pull, ...]) -> Decimal:
    """Return what pulls cost together."""
    return sum((pull.scale.effort(pull.amount) for pull in pulls), ZERO)


def proven(search: Search, pulls: tuple[Pull, ...]) -> Lever | None:
    """Run the engine on what is said; return the lever, or None where it does not help."""
    said = tuple(pull.as_said() for pull in pulls)
    inquiry = search.inquiry
    for pull in said:
        inquiry = pull.on(inquiry)
    horizons = [pull.scale.horizon(pull.amount) for pull in pulls]
    sure = all(pull.scale.certainty == "exact" for pull in pulls)
    change = Change(
        tuple(pull.scale.lever for pull in pulls),
        tuple(pull.scale.change(pull.amount) for pull in pulls),
        tuple(pull.scale.change(pull.amount) for pull in said),
        tuple(pull.scale.to(pull.amount) for pull in said),
        effort_of(pulls),
        max(horizons, key=HORIZONS.index),
        "exact" if sure else "depends",
        pulls[-1].scale.caveat,
    )
    return confirmed(search, inquiry, change)


def scales_for(search: Search) -> tuple[Scale, ...]:
    """Return the scales that this customer has, the ones with coarse steps first."""
    found: list[Scale | None] = [
        higher_score_band(search),
        longer_in_job(search),
        documented(search),
        more_income(search),
        less_debt(search),
    ]
    return tuple(scale for scale in found if scale is not None and scale.size)


def less_debt(search: Search) -> LessDebt | None:
    """Return how far debts can go down."""
    owed = search.inquiry.applicant.monthly_obligations
    if not owed:
        return None
    return LessDebt(owed, reducible_debt(search.standing), search.standing.income)


def more_income(search: Search) -> MoreIncome | None:
    """Return how much income could be uncounted: half as much again, or up to the product's floor.

    Somebody without income has no loan to prepare for yet unless there is a floor to reach.
    """
    income, floor = search.inquiry.applicant.annual_income, search.standing.terms.min_annual_income
    if income is None:
        return None
    return MoreIncome(income, max(income * MOST_INCOME, floor - income))


def documented(search: Search) -> Documented | None:
    """Return the papers that are missing, for somebody who lives on other income than work."""
    party = search.inquiry.applicant
    works = party.employment_status is None or party.employment_status in WORKING
    if works or not party.annual_income or party.other_income_documents == "verified":
        return None
    return Documented(party.annual_income)


def longer_in_job(search: Search) -> LongerInJob | None:
    """Return the months until every rule about time in the job is met, at most two years."""
    worked = search.inquiry.applicant.months_employed
    limits = [j.seen.limit for j in search.failed_for("months_employed") if j.seen.unit == "months"]
    needed = max((int(limit) for limit in limits if limit), default=0)
    if worked is None or not worked < needed <= worked + MOST_MONTHS:
        return None
    return LongerInJob(worked, needed - worked)


def higher_score_band(search: Search) -> HigherScoreBand | None:
    """Return the bands from a score that a rule found too low up to the product's line."""
    score, line = search.standing.score, search.standing.terms.min_credit_score
    if score is None or line is None or not search.failed_for("credit_score_band"):
        return None
    used = {band.used for band in search.rulebook.catalogue.score_bands} | {line}
    highest = min(line, score + MOST_SCORE_POINTS)
    bands = tuple(sorted(b for b in used if b is not None and score < b <= highest))
    return HigherScoreBand(bands, search.standing.factors)
