"""A first reading of the figures of a message, by the words that claim them.

Every pair of a figure and a field gets a score: the words that claim it and how near they stand,
whose clause it is, the open question, the size. Then the best combination is looked for in which
no field is filled twice, no word speaks for two figures, and a loan is not larger than its price.
`filling_model` learned how far to believe it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from agent.offline.filling_balances import CLEARS, balances
from agent.offline.filling_combined import THRESHOLD, best_reading
from agent.offline.filling_cues import NOTHING, Claim
from agent.offline.filling_features import Figure, claimable
from agent.offline.filling_hits import (
    FAMILIES,
    NOT_MEANT,
    OWN_MONEY,
    Hit,
    claim_strength,
    hits_in,
    is_said_otherwise,
    roles_of,
)
from agent.offline.filling_model import Seen
from agent.offline.filling_pairs import goes_on, like_before
from agent.offline.filling_priors import priors_of
from agent.offline.filling_ranges import fits
from agent.offline.filling_records import PARTY, SUMMED, Candidate, Situation, field_for

_OWNED = 2.0
"""Words this near say that a figure is an income, even where its size cannot be read."""
_A_BALANCE = 2_500
_CLEARED = 1.6
"""How sure it is that a loan that pays off a list of debts is as large as they are together."""


def _may_claim(claim: Claim, figure: Figure) -> bool:
    """A bare number can be a time or a rate where the words are strong enough."""
    if claim.field == NOTHING and claim.side == "after" and (figure.value or 0) < _A_BALANCE:
        return False  # "300 on a student loan" is paid each month
    return claim.sort == figure.sort or (
        figure.sort == "amount" and claim.sort in ("duration", "percent") and claim.weight >= 2.2
    )


_BEHIND_ANOTHER = 0.7


def _stands_behind(hit: Hit, figure: Figure, hits: Sequence[Hit]) -> bool:
    """Tell whether words for another field stand between: "TRUCK MAKE 52K" is no price."""
    if hit.claim.side != "before":
        return False
    others = NOT_MEANT.get(FAMILIES.get(hit.claim.field, ""), frozenset())
    return any(
        o.claim.side == "before" and hit.end <= o.start and o.end <= figure.start
        and o.claim.weight >= _OWN_WORD and FAMILIES.get(o.claim.field) in others
        for o in hits
    )  # fmt: skip


_OWN_WORD = 1.9


def _claimed(figure: Figure, hits: Sequence[Hit], lowered: str) -> dict[str, Candidate]:
    best: dict[str, Candidate] = {}
    for hit in hits:
        if not _may_claim(hit.claim, figure):
            continue
        strength = claim_strength(hit, figure, lowered)
        strength *= _BEHIND_ANOTHER if _stands_behind(hit, figure, hits) else 1
        if strength <= 0.3:
            continue
        if not fits(hit.claim.field, figure):
            if strength >= _OWNED and hit.claim.field == "annual_income":
                best[NOTHING] = Candidate(NOTHING, strength)
            continue
        strength -= 0.0 if hit.claim.sort == figure.sort else 0.5
        field = hit.claim.field
        if field not in best or strength > best[field].score:
            best[field] = Candidate(field, strength, (hit.start, hit.end))
    return best


class _Context(NamedTuple):
    """Everything that the candidates of one message share."""

    lowered: str
    hits: tuple[Hit, ...]
    now: Situation
    all_hits: tuple[Hit, ...]
    """The claims of every product too, where none is known yet."""
    owed: frozenset[int]
    """Numbers of the figures that are owed in all, and not paid each month."""


class _Spoken(NamedTuple):
    """What speaks for the fields of one figure."""

    figure: Figure
    claimed: Mapping[str, Candidate]
    """Words that claim it, by field."""
    priors: Mapping[str, Candidate]
    """The open question and the size, by field."""
    roles: dict[str, float]
    """Families of fields that words near it speak for."""


def _spoken(figure: Figure, figures: Sequence[Figure], shared: _Context) -> _Spoken:
    lowered = shared.lowered
    return _Spoken(
        figure,
        _claimed(figure, shared.hits, lowered),
        priors_of(figure, figures, lowered, shared.now),
        roles_of(figure, shared.all_hits, lowered),
    )


def _candidates(spoken: _Spoken, shared: _Context) -> list[Candidate]:
    """List the best readings of one figure, claims and priors together."""
    figure, claims, priors, roles = spoken
    found = [c for c in priors.values() if c.order >= 0 or not is_said_otherwise(c.field, roles)]
    for field, claimed in claims.items():
        if field == "principal" and claimed.score < _A_WISH and _may_be_price(shared):
            continue
        whole = field_for(field, figure)
        prior = priors.get(whole)
        score = claimed.score + (min(prior.score, 1.6) * 0.5 if prior else 0.0)
        score -= _doubts(field, whole, figure, shared.now)
        found.append(Candidate(whole, score, claimed.span))
    if figure.number in shared.owed:
        found = _owed(found, figure, shared)
    ranked = sorted(found, key=lambda c: -c.score)
    return [c for c in ranked if c.score >= THRESHOLD * 0.7][:6]


_A_WISH = 1.6


def _may_be_price(shared: _Context) -> bool:
    """Tell whether a sum beside a deposit may be the price of what nobody has named yet."""
    return shared.now.product is None and OWN_MONEY.search(shared.lowered) is not None


def _owed(found: Sequence[Candidate], figure: Figure, shared: _Context) -> list[Candidate]:
    """A balance is paid off by the loan, or it is nothing that a field holds."""
    kept = [c for c in found if c.field not in SUMMED and not (c.field == "principal" and c.span)]
    clears = CLEARS.search(shared.lowered) is not None
    if clears and shared.now.product in (None, "personal") and "principal" not in shared.now.known:
        return [Candidate("principal", _CLEARED, is_part=True)]
    return [c for c in kept if c.field == NOTHING] or [Candidate(NOTHING, _CLEARED)]


def _doubts(field: str, whole: str, figure: Figure, now: Situation) -> float:
    """Weigh what speaks against a claim."""
    doubt = 0.0
    if field in PARTY and figure.asks and now.has_offers:
        doubt += 1.2
    if field == "principal" and figure.is_other:
        doubt += 1.5  # "his loan 220" is what he pays
    if whole in SUMMED and figure.quantity.period is None and (figure.value or 0) > 4_000:
        doubt += 0.8
    return doubt


def _options(spoken: Sequence[_Spoken], shared: _Context) -> list[list[Candidate]]:
    """List the readings of every figure, those that lean on the figure before included."""
    options: list[list[Candidate]] = []
    last: Figure | None = None
    two = shared.now.has_other or any(one.figure.is_other for one in spoken)
    for one in spoken:
        figure, own = one.figure, _candidates(one, shared)
        between = shared.lowered[last.quantity.end : figure.start] if last else ""
        before = options[-1] if options else []
        like = like_before(figure, own, last, before, between, two=two)
        more = goes_on(figure, last, before, between)
        ranked = sorted((*like, *more, *own), key=lambda c: -c.score)
        options.append(ranked[:8])
        last = figure
    return options


_OR = re.compile(r"\bor\b|\bversus\b|\bvs\b")


def _alternatives(
    figures: Sequence[Figure], options: Sequence[list[Candidate]], lowered: str
) -> frozenset[int]:
    """Return the places of "new at 29k or used at 21k": of two values neither is told.

    Debts to clear are no second amount beside the one that was named for all of them.
    """
    if any(o and o[0].field == "principal" and not o[0].is_part for o in options):
        for found in options:
            found[:] = [c for c in found if not c.is_part]
    open_places: set[int] = set()
    for at in range(len(figures) - 1):
        one, other = options[at], options[at + 1]
        if not (one and other) or one[0].field != other[0].field or one[0].field in SUMMED:
            continue
        between = lowered[figures[at].end : figures[at + 1].start]
        if one[0].field != NOTHING and _OR.search(between) and figures[at].sort != "duration":
            open_places |= {at, at + 1}
    return frozenset(open_places)


def first_reading(
    text: str, figures: Sequence[Figure], now: Situation
) -> tuple[str, tuple[Seen, ...]]:
    """Return the text in which claims are looked for, and all that speaks for each figure."""
    lowered = claimable(text)
    shared = _context(lowered, figures, now)
    spoken = [_spoken(figure, figures, shared) for figure in figures]
    options = _options(spoken, shared)
    either = _alternatives(figures, options, lowered)
    options = [[] if at in either else found for at, found in enumerate(options)]
    first = best_reading(figures, options, now)
    return lowered, tuple(
        Seen(
            figure=one.figure,
            claimed={field_for(field, one.figure): c for field, c in one.claimed.items()},
            priors=one.priors,
            first=candidate.field if candidate is not None else NOTHING,
            is_settled=one.figure.number in shared.owed or at in either,
            roles=_plain_roles(one, shared.now),
        )
        for at, (one, candidate) in enumerate(zip(spoken, first.chosen, strict=True))
    )


_PLAIN = 2.5
"""Words this near leave no doubt, even where it is known what the loan is for."""


def _plain_roles(spoken: _Spoken, now: Situation) -> dict[str, float]:
    """Return the families of fields that the words near a figure speak for beyond doubt."""
    roles = spoken.roles
    if now.product is None:
        return roles
    return roles if max(roles.values(), default=0.0) >= _PLAIN and spoken.figure.is_bare else {}


def _context(lowered: str, figures: Sequence[Figure], now: Situation) -> _Context:
    sorts = frozenset(f.sort for f in figures if f.sort)
    hits = tuple(hits_in(lowered, sorts, now))
    all_hits = hits if now.product else tuple(hits_in(lowered, sorts, now, any_product=True))
    return _Context(lowered, hits, now, all_hits, balances(lowered, figures, now))
