"""Figures that stand in a policy document by themselves, where a reference belongs.

A figure that is written out keeps its value when the catalogue changes. So documents hold no digits
outside references, rule ids and citations of the law, and no amount spelled out with its unit.
"""

import re
from typing import NamedTuple

ALLOWED = (
    r"\[\[[^\]\s]*\]\]",  # a reference
    r"\{#E-\d{3}\}|\bE-\d{3}\b",  # a rule
    r"\b\d+ CFR \d+(?:\.\d+)?(?:\([a-z0-9]+\))*",  # 12 CFR 1002.9(b)(2)
    r"\b\d+ U\.S\.C\. \d+[a-z]*(?:\([a-z0-9]+\))*",  # 15 U.S.C. 1681m
)

_NUMBER = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty"
    "|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen|half a"
)
_UNIT = "percent|per cent|dollars?|cents?|days?|weeks?|months?|years?|points?|karat|business|times"
_SPELLED = re.compile(rf"\b(?:{_NUMBER})(?:[ -](?:{_NUMBER}))*[ -](?:{_UNIT})\b", re.IGNORECASE)
_DIGITS = re.compile(r"[$€£]?\d[\d,.]*%?")


class BareFigure(NamedTuple):
    """One figure that should be a reference."""

    line: int
    figure: str


def bare_figures(text: str) -> tuple[BareFigure, ...]:
    r"""Return every figure of `text` that is not a reference, a rule id or a citation.

    >>> bare_figures("Up to [[car.term_months.max]], see 12 CFR 1002.9.\nOr 84 months.")
    (BareFigure(line=2, figure='84'),)
    """
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        rest = re.sub("|".join(ALLOWED), " ", line)
        figures = (*_DIGITS.findall(rest), *_SPELLED.findall(rest))
        found += [BareFigure(number, figure.rstrip(".,")) for figure in figures]
    return tuple(found)
