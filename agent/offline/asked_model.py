"""Which figure of what is shown a message asks for: by phrases, and by what was learned.

The weights were learned by `python -m evals.asked train` from labelled questions
(evals/corpora/asked.jsonl). They speak up only where they are sure.
"""

import math
import re
from collections.abc import Iterator

from agent.language.text import plain
from agent.offline.act_model import LEARNED, features, learned
from agent.offline.meaning import Vector

WORDS = LEARNED / "asked.json"
MEANING = LEARNED / "asked_by_meaning.json"
AGAIN = "offers_again"
FIGURES: dict[str, str] = {
    "payment": "figure.payment", "interest": "figure.interest", "total": "figure.total",
    "rate": "figure.rate", "term": "figure.term", "end": "figure.end", "first": "figure.first",
    "amount": "figure.amount", "fees": "figure.fees", "receive": "figure.receive",
    "saving": "figure.saved", "again": AGAIN,
}  # fmt: skip
"""What is asked for, by the key of the sentence that answers it."""
NONE = "none"

ASKED_FIGURES: tuple[tuple[str, str], ...] = (
    ("figure.break_even", r"break ?even|pays? (?:for itself|back|off)|worth it|does it pay"
                          r"|\b(?:sell|move out)\b"),
    ("figure.cash", r"cash to close|cost me to close|closing costs?"),
    ("figure.saving", r"\bsav(?:e|es|ing|ings)\b"),
    ("figure.first", r"first payment|when (?:do|does|would|is) (?:i|it|the) (?:start|first)"),
    ("figure.end", r"when (?:would|will|am|do|does|is) (?:i|it|we|that|this) (?:be )?(?:done|over"
                   r"|finish\w*|end|debt free|paid off|free)|last payment"
                   r"|how (?:much|many \w+) (?:sooner|earlier|faster|quicker)"),
    ("figure.saved", r"how much (?:do|would|will|does|did) (?:i|we|it|that|this) (?:\w+ )?save"
                     r"|what (?:is|are|would be) the savings?"),
    ("figure.receive", r"receive|get in hand|paid out|in my account|cash do i"),
    ("figure.fees", r"\bfees?\b|\bcharges?\b"),
    ("figure.interest", r"(?:total |how much )interest|interest (?:do|would|will|in total|cost)"
                        r"|in interest|(?:that|it) is interest"),
    ("figure.rate", r"\brates?\b|\bapr\b|interest rate|percent"),
    ("figure.total", r"\btotal\b|altogether|overall|in all|pay back|repay"),
    ("figure.payment", r"payment|monthly|a month|per month|instal"),
)  # fmt: skip
"""A question about one figure gets one sentence, not a wall."""


def figure_asked_in(words: str, product: str | None) -> str | None:
    """Return the key of the figure that a question asks for; None where it asks for none.

    >>> figure_asked_in("what is the total interest", "car")
    'figure.interest'
    """
    figures = ASKED_FIGURES if product == "mortgage_refinance" else ASKED_FIGURES[OF_REFINANCE:]
    return next((key for key, pattern in figures if re.search(pattern, words)), None)


OF_REFINANCE = 3
"""The first of these are figures of a refinance alone."""


def asked_features(text: str) -> Iterator[str]:
    """List what is seen of a question beside offers: its words, and what the phrases find."""
    found = figure_asked_in(plain(text), None)
    return features(text, "offers", () if found is None else (found,), None)


def asked_heard(text: str, meaning: Vector | None = None) -> str | None:
    """Return the figure of what is shown that a message asks for; `NONE` where it asks for none.

    None where what was learned is not sure.

    >>> asked_heard("so what do i pay in interest all in")
    'figure.interest'
    """
    model = learned(WORDS if meaning is None else MEANING)
    total = model.likely(tuple(asked_features(text)), meaning)
    most = max(total.values())
    best = max(total, key=lambda label: total[label])
    sure = 1 / sum(math.exp(speaks - most) for speaks in total.values())
    if sure < model.thresholds["none" if best == NONE else "figure"]:
        return None
    return FIGURES.get(best, NONE)
