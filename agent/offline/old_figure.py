"""A figure on file that is called old beside the new one: "the 1,250 is old, it's 900"."""

import re
from decimal import Decimal
from itertools import pairwise

from agent.language.quantities import find_quantities
from agent.offline.scene import Scene

_IS_OLD = re.compile(
    r"[^.!?]*?(?:\bis|\bwas|'s)(?: \w+)? (?:old|outdated|out of date|wrong|not right|no longer"
    r" (?:right|true)|too (?:high|low)|what it was|gone)\b[^.!?\d]{0,30}?\b(?:it'?s|it is|that'?s"
    r"|now|should be|make it|these days)[^.!?\d]{0,15}"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def put_right(scene: Scene, text: str) -> dict[str, str]:
    """Return the field whose known figure is called old, with the words of the new one.

    >>> known = {"monthly_obligations": {"value": "1250.00"}}
    >>> put_right(Scene("", {"known": known}), "the 1,250 a month is old, its 900 since I moved")
    {'monthly_obligations': '900'}
    """
    for old, new in pairwise(find_quantities(text)):
        if old.value is None or not _IS_OLD.fullmatch(text[old.end : new.start].lower()):
            continue
        field = next((f for f, k in scene.known.items() if _same(k.get("value"), old.value)), None)
        if field is not None:
            return {field.replace("co.", "co_", 1): new.text}
    return {}


def _same(known: object, value: Decimal) -> bool:
    if not _NUMBER.fullmatch(str(known)):
        return False
    return Decimal(str(known)) in (value, value * 1000)
