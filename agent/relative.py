"""Changes said against a figure of ours: "5k more", "a year shorter", "half of that".

A model writes them as a fact, a sign and the customer's words: `offer.a.principal + 5k`,
`offer.b.term_months - a year`, `offer.a.principal / half`. The words are bound like any other; the
sum is done here, by code.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from tools.case_file import Known
from tools.fields import FieldSpec
from tools.lending.errors import UnboundFigure
from tools.lending.units import to_cents

RELATIVE = re.compile(r"^([a-z_0-9]+(?:\.[\w-]+)+) ([-+*/]) (.+)$")
_HALF = re.compile(r"\bhal(?:f|ve[ds]?)\b")
_TWICE = re.compile(r"\b(?:twice|double[ds]?|two times|2 ?x)\b")
READING = "from what was shown"

Bind = Callable[[str], Known]


def bound_relative(
    spec: FieldSpec,
    text: str,
    of_fact: Callable[[str], Known | None],
    of_words: Bind,
    is_said: Callable[[str], object],
) -> Known | None:
    """Bind a change against a figure of ours; None where the words are no such change.

    `of_fact` binds the id of a fact, `of_words` the customer's words, `is_said` raises where words
    are not the customer's. Raises `UnboundFigure` where the fact is not there, or where something
    else than "half" or "twice" stands for the share.
    """
    match = RELATIVE.match(text)
    if match is None:
        return None
    base = of_fact(match[1])
    if base is None or base.value is None:
        raise UnboundFigure(f"There is no figure {match[1]}. Ask the customer for {spec.label}.")
    sign, words = match[2], match[3]
    if sign in "+-":
        said = of_words(words)
        amount = Decimal(said.value or 0)
        total = Decimal(base.value) + (amount if sign == "+" else -amount)
        return said.model_copy(update={"value": _written(spec, total), "reading": READING})
    is_said(words)
    share = _HALF if sign == "/" else _TWICE
    if not share.search(words.lower()):
        raise UnboundFigure(f"{words!r} is neither half nor twice. Ask for {spec.label}.")
    total = Decimal(base.value) / 2 if sign == "/" else Decimal(base.value) * 2
    return base.model_copy(update={"value": _written(spec, total), "words": words,
                                   "reading": READING})  # fmt: skip


def _written(spec: FieldSpec, value: Decimal) -> str:
    return str(int(value)) if spec.name == "term_months" else str(to_cents(value))
