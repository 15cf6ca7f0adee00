"""Answer or abstain: what speaks for a question being answered by the policies.

Two logistic regressions, one with an encoder and one without: weights from customers' lines that
are left out in turn, a constant from the judged questions of the tuning half (`python -m
tools.policy_index calibrate --half tuning evals/corpora/policy_questions` prints them anew). One
threshold serves both: fusion.ANSWERS. Refused of the answerable, abstained of the unanswerable:

                     tuning          held back
    with an encoder  .006  .975      .007  .960
    words alone      .046  .850      .048  .820

The lines that no policy answers, near misses above all, matter most: see `belonging`.
"""

import math
from typing import NamedTuple

LOOKED_AT = 5
"""Of the best passages: what the best of them share with the question counts."""
MOST_TERMS = 8


class Signs(NamedTuple):
    """What is seen of a question and what was found, each 0 to 1 but `terms`."""

    coverage: float
    """Share of the question's weight that the best covering of the best passages holds."""
    said: float
    """What the question shares in words with a line that customers say for one of them."""
    said_elsewhere: float
    """The same with a line that no policy answers."""
    terms: int
    """Words that carry meaning, at most MOST_TERMS."""
    window: float | None = None
    """Cosine to the nearest part of any passage; None without an encoder."""
    asked: float = 0.0
    """Cosine to the nearest line that customers say for a passage."""
    belonging: float = 1.0
    """Of the lines around it, which kind they are: see `belonging`."""


MEANING = ("window", "asked", "belonging", "coverage")
WORDS = ("coverage", "said", "said_elsewhere", "terms")
"""Which signs are weighed, with an encoder and without."""
BY_MEANING = (-3.89, 0.87, 2.8, 4.32, 2.0)
BY_WORDS = (-2.91, 3.7, 2.46, -4.28, 0.37)
"""A constant, then a weight for each of the signs above."""


def evidence_of(signs: Signs) -> float:
    """Return how much speaks for an answer, 0 to 1.

    >>> evidence_of(Signs(0.9, 0.8, 0.1, 5)) > 0.5 > evidence_of(Signs(0.4, 0.2, 0.7, 4))
    True
    """
    which, weights = (WORDS, BY_WORDS) if signs.window is None else (MEANING, BY_MEANING)
    values = (1.0, *weighed(signs, which))
    return 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, values, strict=True))))


def weighed(signs: Signs, which: tuple[str, ...]) -> tuple[float, ...]:
    """Return the signs of those names, in their order."""
    return tuple(float(getattr(signs, name) or 0.0) for name in which)
