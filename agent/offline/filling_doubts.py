"""What a figure is not, whatever was learned: a second income that nobody spoke of, say.

Only where words, the open question or a correction speak for a field is one that is known already
told anew; a figure that only repeats what is known says it again.
"""

import math
import re
from collections.abc import Mapping
from decimal import Decimal

from agent.offline.filling_cues import NOTHING
from agent.offline.filling_features import Figure
from agent.offline.filling_model import Seen
from agent.offline.filling_records import Situation
from agent.offline.filling_words import first_separator, last_separator

_PAY = ("annual_income", "co_annual_income")
_FAMILIAR = ("principal", "vehicle_price", "property_value", "payoff_balance", "annual_income")
"""What is said twice without a word for it: amounts that stand for the whole loan."""
_CLAIM = 1.4
"""Words this strong for what the message before told say what is put right."""
_PLAIN_CLAIM = 1.9
"""Words this strong for one field leave no room for pay that nobody mentioned."""
_A_SUM = 1_000
"""A smaller figure may stand for thousands: "me 76"."""
_LIKE = (Decimal("0.7"), Decimal("1.45"))
"""Pay that is told anew is about what it was; a sum far from it is something else."""
_OF_PAY = re.compile(
    r"\b(?:i|me|mine|my|we|hers?|his|he|she|they|hubby|husband|wife|spouse|partner|jobs?|gig|work"
    r"|raise|w ?-?2|overtime|shift|pays?|paid|incomes?|earn\w*|mak(?:e|es|ing)|salary|wages?|gross"
    r"|tax(?:es)?|pension|benefits|tips|bonus)\b"
)
_COSTS = re.compile(
    r"\b(?:repairs?|work|job|price|estimate|quote|bill|new one|it|that|they)"
    r"(?:'s| is| was| will be| runs?| costs?| quoted(?: me)?| comes to)(?: about| around)? $"
)


def without_doubtful(
    likely: Mapping[str, float], seen: Seen, lowered: str, now: Situation
) -> dict[str, float]:
    """Leave out the fields that nothing but their size speaks for; the others gain in its place.

    Args:
        likely: the logarithm of the probability of each field, NOTHING among them.
    """
    doubtful = {f for f in likely if f != NOTHING and _is_doubtful(f, seen, lowered, now)}
    if not doubtful:
        return dict(likely)
    kept = {f: score for f, score in likely.items() if f not in doubtful}
    whole = math.log(sum(math.exp(score) for score in kept.values()))
    return {f: score - whole for f, score in kept.items()}


def _is_doubtful(field: str, seen: Seen, lowered: str, now: Situation) -> bool:
    if (seen.figure.value or 0) < _A_SUM or now.has_offers:
        return False
    if field == "property_value" and _is_cost_of_work(seen, now):
        return True
    right = [f for f, c in seen.claimed.items() if f in now.corrected and c.score >= _CLAIM]
    if right and field not in seen.claimed:
        return True
    asked = any(f == field for f, _ in now.open_fields)
    if asked or field in seen.claimed or field in (*now.corrected, *now.wrong):
        return False
    if field in _PAY and _is_no_pay(field, seen, lowered, now):
        return True
    repeated = _repeated(seen, now)
    return bool(repeated) and field not in repeated


def _is_no_pay(field: str, seen: Seen, lowered: str, now: Situation) -> bool:
    figure = seen.figure
    if figure.period is not None or figure.is_sum:
        return False
    claims = (c.score for f, c in seen.claimed.items() if f not in (*_PAY, NOTHING))
    if max(claims, default=0.0) >= _PLAIN_CLAIM:
        return True
    if seen.first not in (*_PAY, NOTHING) and _COSTS.search(lowered[: figure.start]):
        return True
    if _is_cost_of_work(seen, now):
        return _OF_PAY.search(_clause(figure, lowered)) is None
    known, value = now.known.get(field), figure.value or Decimal(0)
    another = bool(known) and not _LIKE[0] <= value / (known or value) <= _LIKE[1]
    return another and _OF_PAY.search(_clause(figure, lowered)) is None


def _clause(figure: Figure, lowered: str) -> str:
    left = lowered[figure.floor : figure.start]
    right = lowered[figure.quantity.end : figure.ceiling]
    cut = first_separator(right)
    return left[max(last_separator(left), 0) :] + (right[:cut] if cut >= 0 else right)


def _is_cost_of_work(seen: Seen, now: Situation) -> bool:
    """Tell whether a sum named before the loan is what the work on the house costs."""
    claim = seen.claimed.get("property_value")
    faint = claim is None or claim.score < _PLAIN_CLAIM
    wanted = now.product == "home_improvement" and "principal" not in now.known
    return wanted and faint and all(f != "property_value" for f, _ in now.open_fields)


def _repeated(seen: Seen, now: Situation) -> tuple[str, ...]:
    """Return the fields whose known value this figure says again, and nothing asks for another."""
    if seen.figure.sort != "amount" or seen.figure.period is not None or seen.claimed:
        return ()
    return tuple(f for f in _FAMILIAR if now.known.get(f) == seen.figure.value)
