"""A down payment told as a share of the price: kept where the price is known, now or before."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from agent.language.quantities import find_quantities
from agent.offline.filling import fill
from agent.offline.filling_records import Situation
from agent.offline.scene import Scene

_SHARE_DOWN = re.compile(r"\s*(?:down|deposit|of the price)")
PRICE_OF = {"car": "vehicle_price", "home": "property_value"}


def share_told(text: str, product: str | None) -> str | None:
    """Return the words of a share of the price that is paid down.

    >>> share_told("I can put twenty percent down", "home"), share_told("at 7 percent", "home")
    ('twenty percent', None)
    """
    found = [q for q in find_quantities(text) if q.measures == "percent" and not q.negated]
    filled = fill(text, found, Situation(product)) if product in PRICE_OF else ()
    return next((q.text for field, q in filled if field == "down_payment"), None)


def waits_for_price(text: str, product: str | None, told: Collection[str]) -> bool:
    """Tell whether a share is paid down of a price that nobody knows yet; `told` are fields."""
    if "down_payment" in told:
        return False
    return share_told(text, product) is not None or any(
        q.measures == "percent" and _SHARE_DOWN.match(text[q.end :].lower())
        for q in find_quantities(text)
    )


def with_share(scene: Scene, product: str | None, told: Mapping[str, str]) -> dict[str, str]:
    """Add a share told earlier once its price is told; leave out one that has no price yet."""
    field = PRICE_OF.get(product or "")
    kept = dict(told)
    priced = field in told
    if _is_share(told.get("down_payment", "")) and not (priced or field in scene.known):
        del kept["down_payment"]
    if field and priced and "down_payment" not in kept and _follows_the_price(scene, field):
        earlier = (share_told(said, product) for said in reversed(scene.earlier[-6:]))
        share = next((s for s in earlier if s), None)
        kept |= {"down_payment": share} if share else {}
    return kept


def _is_share(words: str) -> bool:
    return any(q.measures == "percent" for q in find_quantities(words))


def _follows_the_price(scene: Scene, field: str) -> bool:
    """Tell whether nothing is paid down yet, or a share of the price so far."""
    down, price = (scene.known.get(f, {}).get("value") for f in ("down_payment", field))
    if down is None or price is None:
        return down is None
    shares = [q.value for s in scene.earlier for q in find_quantities(s) if q.measures == "percent"]
    return any(Decimal(down) == Decimal(price) * (v or 0) / 100 for v in shares)
