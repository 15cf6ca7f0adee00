"""What a message is about and which loan it asks for, learned beside the phrases.

The phrases say what somebody thought of; these weights were learned by `python -m evals.acts train`
from labelled messages (evals/corpora/acts.jsonl), and speak up only where they are sure: each act
has a threshold at which, on messages it was not trained on, so many of its finds were right.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from agent.language.text import plain

WEIGHTS = Path(__file__).parents[2] / "knowledge" / "learned" / "acts.json"
TOPICS: dict[str, str] = {
    "hardship": "hardship",
    "human": "human",
    "complaint": "complaint",
    "privacy_access": "access",
    "privacy_delete": "erase",
    "privacy_correct": "correct_data",
    "no_contact": "stop_marketing",
    "injection": "injection",
    "falsify": "falsify",
    "off_topic": "off_topic",
    "near_domain": "near_domain",
    "advice_outside": "tax_legal",
    "scam": "scam",
    "ask_odds": "odds",
    "bot": "bot",
    "status": "status",
    "withdraw": "withdraw",
    "apply": "apply",
}
"""Acts of the labelled messages, by the topic that the replies are written for."""
PRODUCT = "product "
"""Before the labels of loans; "product none" asks for none."""
SURE_OF_NONE = 0.9
"""So sure it has to be that a message asks for none of the loans that its phrases name."""
_STEM = 5


class Learned(NamedTuple):
    """The weights by feature and label, and how likely an act must be to be believed."""

    weights: Mapping[str, Mapping[str, float]]
    thresholds: Mapping[str, float]


@cache
def learned() -> Learned:
    """Read the weights once.

    Raises:
        FileNotFoundError: the file is missing; `python -m evals.acts train` writes it.
    """
    content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Learned(content["weights"], content["thresholds"])


def features(text: str, topics: Sequence[str], product: str | None) -> Iterator[str]:
    """List what is seen of a message: its words, pairs and stems, and what the phrases found."""
    words = ["#" if word[0].isdigit() else word for word in plain(text).split()]
    yield "any"
    yield from dict.fromkeys(f"word {word}" for word in words)
    around = ("^", *words, "$")
    pairs = pairwise(around)
    yield from dict.fromkeys(f"pair {one} {other}" for one, other in pairs)
    yield from dict.fromkeys(f"stem {word[:_STEM]}" for word in words if len(word) > _STEM)
    yield from (f"topic {topic}" for topic in dict.fromkeys(topics))
    yield f"phrases {product or 'none'}"


def sums(found: Sequence[str], weights: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Add up the weights of what is seen, by label."""
    total: dict[str, float] = {}
    for name in found:
        for label, weight in weights.get(name, {}).items():
            total[label] = total.get(label, 0.0) + weight
    return total


def acts_heard(text: str, topics: Sequence[str], product: str | None) -> list[str]:
    """Return the topics that a message is about beyond those its phrases name.

    >>> acts_heard("my hours got cut and I can't cover the car payment anymore", (), None)
    ['hardship']
    """
    weights, thresholds = learned()
    total = sums(tuple(features(text, topics, product)), weights)
    heard = (act for act in TOPICS if _likely(total.get(act, 0.0)) >= thresholds.get(act, 2.0))
    return [TOPICS[act] for act in heard if TOPICS[act] not in topics]


def product_heard(text: str, product: str | None) -> str | None:
    """Return the loan that a first message asks for, given what the phrases say.

    Phrases stand unless the learned reading is sure of another loan, or that there is none.
    """
    weights, thresholds = learned()
    total = sums(tuple(features(text, (), product)), weights)
    likely = {k.removeprefix(PRODUCT): s for k, s in total.items() if k.startswith(PRODUCT)}
    most = max(likely.values())
    whole = sum(math.exp(s - most) for s in likely.values())
    best = max(likely, key=lambda name: likely[name])
    sure = 1 / whole
    if product and best == "none":
        return None if sure >= SURE_OF_NONE else product
    if sure < thresholds["another product" if product else "product"]:
        return product
    return None if best == "none" else best


def _likely(total: float) -> float:
    return 1 / (1 + math.exp(-total))
