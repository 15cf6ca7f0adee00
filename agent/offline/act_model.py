"""What a message is about and which loan it asks for, learned beside the phrases.

The phrases say what somebody thought of; these weights were learned by `python -m evals.acts train`
from labelled messages (evals/corpora/acts.jsonl), and speak up only where they are sure: each act
has a threshold at which, on messages it was not trained on, so many of its finds were right. One
set of weights reads words alone, the other their meaning too (`meaning.py`).
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from agent.language.text import plain
from agent.offline.meaning import Vector

LEARNED = Path(__file__).parents[2] / "knowledge" / "learned"
WORDS = LEARNED / "acts.json"
MEANING = LEARNED / "acts_by_meaning.json"
BUSINESS = "business"
"""Money for a business, which no product of the bank is for; `read_moments` settles it."""
TOPICS: dict[str, str] = {
    "self_harm": "self_harm",
    "coercion": "coercion",
    "threat": "threat",
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
    "match": "match",
    "compare": "compare",
    "schedule": "schedule",
    "recourse": "recourse",
    "why_no": "why",
    "why_price": "why_price",
    "why_asked": "why_ask",
    "business": BUSINESS,
}
"""Acts of the labelled messages, by the topic that the replies are written for."""
DOUBTED = ("off_topic", "near_domain", "advice_outside", "ask_odds", "bot", "status", "apply")
"""Acts that are dropped, though phrases name them, where they are very unlikely; what somebody's
safety or rights hang on is never dropped."""
PRODUCT = "product "
"""Before the labels of loans; "product none" asks for none."""
SURE_OF_NONE = 0.9
"""So sure it has to be that a message asks for none of the loans that its phrases name."""
_STEM = 5
_TAKE_HOME = re.compile(r"\b(?:bring|take)(?:s|ing)? home\b|\b(?:brought|took) home\b")
"""Pay has nothing to do with a house."""


class Learned(NamedTuple):
    """What was learned, and how likely an act must be to be believed."""

    weights: Mapping[str, Mapping[str, float]]
    """By feature and label."""
    thresholds: Mapping[str, float]
    labels: tuple[str, ...] = ()
    directions: Any = None
    """What counts for each label in the meaning of a message, `(labels, 384)`."""

    def likely(self, found: Sequence[str], meaning: Vector | None) -> dict[str, float]:
        """Add up what speaks for each label, as log-odds."""
        total = sums(found, self.weights)
        if meaning is not None:
            for label, share in zip(self.labels, self.directions @ meaning, strict=True):
                total[label] = total.get(label, 0.0) + float(share)
        return total


@cache
def learned(path: Path) -> Learned:
    """Read weights once.

    Raises:
        FileNotFoundError: the file is missing; `python -m evals.acts train` writes it.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    directions = content.get("meaning")
    if not directions:
        return Learned(content["weights"], content["thresholds"])
    import numpy as np  # with the encoder

    matrix = np.array(list(directions.values()), np.float32)
    return Learned(content["weights"], content["thresholds"], tuple(directions), matrix)


def _learned_for(meaning: Vector | None) -> Learned:
    return learned(WORDS if meaning is None else MEANING)


def features(text: str, at: str, topics: Sequence[str], product: str | None) -> Iterator[str]:
    """List what is seen of a message: its words, pairs and stems, and what the phrases found.

    Args:
        text: of the message.
        at: where the conversation stands, as in `Scene.at`.
        topics: that the phrases found.
        product: the loan that the phrases found.
    """
    said = _TAKE_HOME.sub("takehome", plain(text))
    words = ["#" if word[0].isdigit() else word for word in said.split()]
    yield "any"
    yield f"at {at}"
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


def acts_heard(
    text: str, at: str, topics: Sequence[str], product: str | None, meaning: Vector | None = None
) -> list[str]:
    """Return what a message is about: what its phrases name, less what is not meant, and more.

    >>> acts_heard("my hours got cut and I can't cover the car payment now", "start", (), None)
    ['hardship']
    """
    model = _learned_for(meaning)
    total = model.likely(tuple(features(text, at, topics, product)), meaning)
    likely = {act: _likely(total.get(act, 0.0)) for act in TOPICS}
    least = model.thresholds
    unmeant = {TOPICS[a] for a in DOUBTED if likely[a] < least.get(f"no {a}", 0.0)}
    heard = [TOPICS[act] for act in TOPICS if likely[act] >= least.get(act, 2.0)]
    return [t for t in topics if t not in unmeant] + [t for t in heard if t not in topics]


def product_heard(text: str, product: str | None, meaning: Vector | None = None) -> str | None:
    """Return the loan that a first message asks for, given what the phrases say.

    Phrases stand unless the learned reading is sure of another loan, or that there is none.
    """
    model = _learned_for(meaning)
    total = model.likely(tuple(features(text, "start", (), product)), meaning)
    likely = {k.removeprefix(PRODUCT): s for k, s in total.items() if k.startswith(PRODUCT)}
    most = max(likely.values())
    whole = sum(math.exp(s - most) for s in likely.values())
    best = max(likely, key=lambda name: likely[name])
    sure = 1 / whole
    if product and best == "none":
        return None if sure >= SURE_OF_NONE else product
    if sure < model.thresholds["another product" if product else "product"]:
        return product
    return None if best == "none" else best


def _likely(total: float) -> float:
    return 1 / (1 + math.exp(-total))
