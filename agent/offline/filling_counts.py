"""Small numbers that count things, and are no figure of the case."""

import re

from agent.language.quantities import Quantity

_THINGS = re.compile(
    r"\s+(?!(?:plus|this|gross|was|has|yes|thousands|hundreds|grands|dollars|bucks|years|yrs|months"
    r"|mos|weeks|grams|ounces|karats|carats|points|payments|instal?lments|percents|euros|pounds"
    r"|always|perhaps|less|taxes|cards|loans|debts|bills|kids|cents|does|goes|savings|racks|bands"
    r"|ourselves|besides|towards|mortgages)\b)[a-z]{3,}s\b"
)
_FEW = 20
"""So many things are counted; behind a larger number a plural may be what it pays."""
_COUNTED = re.compile(r"\b(?:first|last|other|these|those|the|all|both|of the|my|our|any|next)\s*$")
_VERSION = re.compile(r"\b(?:fico|vantage(?: ?score)?)\s*$")
_ONE_OF_THEM = re.compile(r"\s*(?:one|month|year)")


def counts_things(lowered: str, left: str, quantity: Quantity) -> bool:
    """Tell whether a small number says how many, or which: "3 places", "FICO 8", "the first 2"."""
    value = quantity.value
    if quantity.measures != "number" or value is None:
        return False
    is_few = not quantity.unit and 1 < value <= _FEW and value == value.to_integral_value()
    if is_few and _THINGS.match(lowered, quantity.end):
        return True
    if value > 12:
        return False
    counted = _COUNTED.search(left) and not _ONE_OF_THEM.match(lowered, quantity.end)
    return bool(_VERSION.search(left) or counted)
