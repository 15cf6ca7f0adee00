"""Where the words of a message claim a figure, and what sort of figure they say it is."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from agent.offline.filling_cues import ALL_CLAIMS, LEVER_CLAIMS, Claim, Sort
from agent.offline.filling_features import Figure
from agent.offline.filling_records import Situation
from agent.offline.filling_words import cost_between, first_separator, last_separator

_LEVERS = frozenset(c.field for c in LEVER_CLAIMS) | {"retires_monthly"}
_DECAY = (1.0, 0.95, 0.88, 0.8, 0.68, 0.55, 0.45, 0.38, 0.3, 0.25)


_SAYS_LITTLE = re.compile(r"(?:it|that)(?:'s| is| was|'d)|used|new|of|got|have|with|paid|total")
"""Words that name a price only where it is known what is bought."""


OWN_MONEY = re.compile(r"\b(?:deposit|down(?: ?payment)?)\b(?! (?:the|to|on|from|by|for))")
"""Words for own money that say so before it is known what is bought."""


class Hit(NamedTuple):
    """One occurrence of a claim in the message."""

    claim: Claim
    start: int
    end: int


def hits_in(
    lowered: str, sorts: frozenset[Sort], now: Situation, *, any_product: bool = False
) -> list[Hit]:
    """Find every claim of the message once; `any_product`: those of all products."""
    found = []
    for claim in ALL_CLAIMS:
        other = claim.products and now.product not in claim.products and not any_product
        early = now.product is None and claim.field == "down_payment"
        if other and not early:
            continue
        if claim.field in _LEVERS and claim.field not in now.levers:
            continue
        if claim.sort in sorts or (claim.sort != "amount" and "amount" in sorts):
            found += [
                Hit(claim, m.start(), m.end())
                for m in claim.pattern.finditer(lowered)
                if not (any_product and claim.products and _SAYS_LITTLE.fullmatch(m[0]))
                and (not other or claim.sort == "percent" or OWN_MONEY.search(m[0]))
            ]
    return found


def claim_strength(hit: Hit, figure: Figure, lowered: str) -> float:
    """Weigh one claim for one figure: near beats far, the own half of a list beats the other."""
    if hit.claim.side == "before":
        if not figure.floor <= hit.start or hit.end > figure.start:
            return 0.0
        between = lowered[hit.end : figure.start]
        cost = cost_between(between)
        if figure.shares_left:
            cut = last_separator(lowered[figure.floor : figure.start])
            cost += 4 if cut > hit.start - figure.floor else 0
    else:
        if hit.start < figure.after_from or hit.end > figure.ceiling:
            return 0.0
        cost = cost_between(lowered[figure.end : max(hit.start, figure.end)])
        if figure.shares_right:
            cut = first_separator(lowered[figure.end : figure.ceiling])
            cost += 4 if 0 <= cut < hit.start - figure.end else 0
        cost += 1 if cost else 0
        cost += 2 if cost > 3 else 0
    return hit.claim.weight * (_DECAY[cost] if cost < len(_DECAY) else 0.15)


FAMILIES: dict[str, str] = {
    "annual_income": "income", "other_income": "income",
    "monthly_obligations": "outgoing", "rent": "outgoing", "shared_obligations": "outgoing",
    "mortgage_principal_and_interest": "outgoing", "taxes_and_insurance": "outgoing",
    "hoa_monthly": "outgoing", "retires_monthly": "outgoing",
    "vehicle_price": "price", "property_value": "price", "cost_of_attendance": "price",
    "provider_estimate": "price", "gold_value": "price",
    "down_payment": "own money", "savings": "own money", "other_aid": "aid",
    "payoff_balance": "balance", "first_lien_balance": "balance",
    "credit_score": "score", "principal": "loan",
    "term_months": "time to repay", "old_remaining_months": "time left",
    "months_employed": "time at work",
}  # fmt: skip
"""Fields that people name with like words; words for one family say that another is not meant."""
NOT_MEANT: dict[str, frozenset[str]] = {
    "income": frozenset({"price", "own money", "aid", "balance", "outgoing", "score", "loan"}),
    "loan": frozenset({"own money", "aid", "outgoing", "income", "score"}),
    "outgoing": frozenset({"price", "own money", "aid", "balance", "income", "score", "loan"}),
    "price": frozenset({"own money", "aid", "outgoing", "income", "score", "loan"}),
    "own money": frozenset({"outgoing", "income", "score", "price", "loan"}),
    "aid": frozenset({"outgoing", "income", "score", "price"}),
    "balance": frozenset({"own money", "aid", "income", "score", "price"}),
    "score": frozenset({"price", "own money", "loan", "outgoing", "income"}),
    "time to repay": frozenset({"time at work", "time left", "outgoing", "income", "score"}),
    "time left": frozenset({"time at work"}),
    "time at work": frozenset({"time to repay", "time left"}),
}
"""What a figure is not, where words for one of these stand by it and none for it."""
_A_BARE_TIME = ("duration", "amount")
_CLEAR, _FAINT = 1.9, 1.0


def roles_of(figure: Figure, hits: Sequence[Hit], lowered: str) -> dict[str, float]:
    """Return how strongly the words near a figure speak for each family of fields."""
    roles: dict[str, float] = {}
    for hit in hits:
        family = FAMILIES.get(hit.claim.field)
        sort = hit.claim.sort
        if family is None or not (sort == figure.sort or (sort, figure.sort) == _A_BARE_TIME):
            continue
        strength = claim_strength(hit, figure, lowered)
        roles[family] = max(strength, roles.get(family, 0.0))
    return roles


def is_said_otherwise(field: str, roles: Mapping[str, float]) -> bool:
    """Tell whether the words near a figure speak for another field, and none for this one.

    >>> is_said_otherwise("annual_income", {"price": 2.3})
    True
    >>> is_said_otherwise("annual_income", {"price": 2.3, "income": 1.9})
    False
    """
    family = FAMILIES.get(field.removeprefix("co_"), "")
    if roles.get(family, 0.0) >= _FAINT:
        return False
    return any(roles.get(other, 0.0) >= _CLEAR for other in NOT_MEANT.get(family, ()))
