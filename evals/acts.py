"""Learn what messages are about and which loan they ask for: `python -m evals.acts train|report`.

The messages of corpora/acts.jsonl were written by people who had not seen the engine; every fifth
is held back and only reported on. The messages of conversations that already went as written
(acts_played.jsonl) are learned from too. Thresholds come from cross-validation.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from rich.console import Console
from rich.table import Table

from agent.language.signals import find_signals
from agent.language.text import plain
from agent.offline.act_model import (
    PRODUCT,
    TOPICS,
    WEIGHTS,
    acts_heard,
    features,
    product_heard,
)
from agent.offline.products import phrased_product, with_pictures
from agent.offline.topics import phrased_topics
from evals.figure_rows import CORPORA, BadCorpus
from tools.lending.records import Product

HELD_BACK = 5
FOLDS = 4
SMALLEST = 0.12
PRECISION = 0.9
"""So many of the finds of an act have to be right on messages it was not trained on."""
LEAST_LIKELY = 0.35
OTHER_ACTS = (
    "inform", "correct", "what_if", "choose", "confirm_yes", "confirm_no", "unsure", "ask_price",
    "ask_max", "compare", "figure", "schedule", "why_price", "why_no", "recourse", "match",
    "policy", "why_asked", "danger", "business", "greeting", "thanks", "bye", "upset", "sympathy",
    "repeat", "language", "unclear",
)  # fmt: skip
"""Acts that are labelled, and that phrases and the open question read."""


class Row(BaseModel):
    """A message, where in a conversation it stands, the loan it asks for, what it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    say: str
    at: Literal["start", "asked", "offers", "filed", "declined"]
    product: Product | None
    acts: tuple[str, ...]

    @field_validator("acts")
    @classmethod
    def _known(cls, acts: tuple[str, ...]) -> tuple[str, ...]:
        known = (*TOPICS, *OTHER_ACTS)
        unknown = [act for act in acts if act not in known]
        if unknown:
            raise ValueError(f"unknown act {unknown[0]!r}; known are {', '.join(known)}")
        return acts


class Example(NamedTuple):
    """One message with what is seen of it."""

    row: Row
    topics: tuple[str, ...]
    """What the phrases find."""
    product: str | None
    """The loan that the phrases find."""
    seen: tuple[str, ...]


def read_rows(path: Path = CORPORA / "acts.jsonl") -> tuple[Row, ...]:
    """Read the labelled messages.

    Raises:
        BadCorpus: a line is no row; says which and why.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            rows.append(Row.model_validate_json(line))
        except ValidationError as error:
            raise BadCorpus(f"{path.name}, line {number}: {error}") from error
    return tuple(rows)


def example_of(row: Row) -> Example:
    p = with_pictures(row.say, plain(row.say))
    topics = tuple(phrased_topics(find_signals(row.say), p))
    product = phrased_product(row.say, p, amount_known=False)
    return Example(row, topics, product, tuple(features(row.say, topics, product)))


def parts(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Part the examples into those to learn from and those held back."""
    kept = [e for i, e in enumerate(examples, start=1) if i % HELD_BACK]
    return kept, list(examples[HELD_BACK - 1 :: HELD_BACK])


# Training is done with scikit-learn, which only `train` needs.


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """Return weights by feature and label, and the threshold of every act and of a product."""
    counted = Counter(name for e in examples for name in e.seen)
    names = sorted(name for name, times in counted.items() if times > 1)
    places = {name: at for at, name in enumerate(names)}
    seen = _matrix(examples, places)
    weights: dict[str, dict[str, float]] = {}
    thresholds: dict[str, float] = {}
    for act in TOPICS:
        meant = [act in e.row.acts for e in examples]
        thresholds[act] = _threshold(_cross_validated(_act_learner, seen, meant)[:, 1], meant)
        learner = _act_learner().fit(seen, meant)
        _put(weights, names, act, learner.coef_[0], learner.intercept_[0])
    starts = [e for e in examples if e.row.at == "start"]
    loans = [_loan(e) for e in starts]
    at_start = _matrix([_without_topics(e) for e in starts], places)
    learner = _product_learner().fit(at_start, loans)
    for label, row, start in zip(learner.classes_, learner.coef_, learner.intercept_, strict=True):
        _put(weights, names, PRODUCT + label, row, start)
    likely = _cross_validated(_product_learner, at_start, loans)
    thresholds |= _product_thresholds(likely, learner.classes_, starts)
    return {"thresholds": thresholds, "weights": weights}


def _without_topics(example: Example) -> Example:
    return example._replace(seen=tuple(n for n in example.seen if not n.startswith("topic ")))


def _loan(example: Example) -> str:
    return example.row.product.value if example.row.product else "none"


def _matrix(examples: Sequence[Example], places: dict[str, int]) -> Any:
    from scipy.sparse import csr_matrix

    columns = [[places[name] for name in e.seen if name in places] for e in examples]
    starts = [0]
    for found in columns:
        starts.append(starts[-1] + len(found))
    flat = [place for found in columns for place in found]
    return csr_matrix(([1.0] * len(flat), flat, starts), shape=(len(columns), len(places)))


def _act_learner() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(
        C=1.0, max_iter=300, solver="liblinear", class_weight={False: 1, True: 3}
    )


def _product_learner() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0, max_iter=500)


def _cross_validated(learner: Callable[[], Any], seen: Any, meant: Sequence[Any]) -> Any:
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    return cross_val_predict(learner(), seen, list(meant), cv=folds, method="predict_proba")


def _threshold(likely: Any, meant: Sequence[bool]) -> float:
    """Return the lowest likelihood from which on enough of the finds were right."""
    order = sorted(range(len(meant)), key=lambda i: -likely[i])
    right, lowest = 0, 1.0
    for found, at in enumerate(order, start=1):
        right += meant[at]
        if likely[at] < LEAST_LIKELY:
            break
        if right / found >= PRECISION:
            lowest = float(likely[at])
    return round(lowest, 3)


def _product_thresholds(
    likely: Any, labels: Sequence[str], examples: Sequence[Example]
) -> dict[str, float]:
    """Choose by how many loans come out right, a wrong loan counting as two missed ones."""

    def score(
        examples_likely: Sequence[tuple[Example, Any]], least: float, *, phrased: bool
    ) -> int:
        total = 0
        for example, chances in examples_likely:
            best = max(range(len(labels)), key=lambda i: chances[i])
            believed = chances[best] >= least and (labels[best] != "none" or not phrased)
            said = labels[best] if believed else example.product or "none"
            total += 1 if said == _loan(example) else -1 if said != "none" else 0
        return total

    found = {}
    for name, phrased, least in (("product", False, 12), ("another product", True, 18)):
        kept = [(e, c) for e, c in zip(examples, likely, strict=True) if bool(e.product) == phrased]
        steps = [step / 20 for step in range(least, 20)]
        found[name] = max(steps, key=lambda step: score(kept, step, phrased=phrased))
    return found


def _put(
    weights: dict[str, dict[str, float]],
    names: Sequence[str],
    label: str,
    row: Sequence[float],
    start: float,
) -> None:
    for name, weight in zip(names, row, strict=True):
        own = weight + (start if name == "any" else 0.0)
        if abs(own) >= SMALLEST:
            weights.setdefault(name, {})[label] = round(float(own), 3)


def save(content: dict[str, Any], path: Path = WEIGHTS) -> None:
    """Write thresholds and weights, one feature a line, in alphabetical order."""
    weights = content["weights"]
    lines = (
        f"{json.dumps(n)}: {json.dumps(dict(sorted(weights[n].items())))}" for n in sorted(weights)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    thresholds = json.dumps(content["thresholds"], indent=1, sort_keys=True)
    path.write_text(
        f'{{"thresholds": {thresholds},\n"weights": {{\n' + ",\n".join(lines) + "\n}}\n",
        encoding="utf-8",
    )


def report(examples: Sequence[Example], console: Console) -> None:
    """Say how often each act and each loan is found, by phrases alone and with what was learned."""
    table = Table("act", "messages", "phrases: found", "right", "learned: found", "right")
    for act, topic in TOPICS.items():
        meant = [act in e.row.acts for e in examples]
        by_phrases = [topic in e.topics for e in examples]
        learned_too = [
            found or topic in acts_heard(e.row.say, e.topics, e.product)
            for found, e in zip(by_phrases, examples, strict=True)
        ]
        table.add_row(
            act, str(sum(meant)), *_shares(by_phrases, meant), *_shares(learned_too, meant)
        )
    console.print(table)
    starts = [e for e in examples if e.row.at == "start"]
    for name, said in (
        ("phrases", [e.product for e in starts]),
        ("learned", [product_heard(e.row.say, e.product) for e in starts]),
    ):
        right = sum((s or "none") == _loan(e) for s, e in zip(said, starts, strict=True))
        wrong = sum(s is not None and s != _loan(e) for s, e in zip(said, starts, strict=True))
        console.print(
            f"loans of {len(starts)} first messages, {name}: {right} right, {wrong} wrong"
        )


def _shares(found: Sequence[bool], meant: Sequence[bool]) -> tuple[str, str]:
    right = sum(f and m for f, m in zip(found, meant, strict=True))
    return f"{right / max(sum(meant), 1):.2f}", f"{right / max(sum(found), 1):.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Train or report."""
    parser = argparse.ArgumentParser(prog="python -m evals.acts", description=__doc__)
    parser.add_argument("command", choices=("train", "report"))
    command = parser.parse_args(arguments).command
    console = Console()
    kept, held = parts([example_of(row) for row in read_rows()])
    if command == "train":
        played = [example_of(row) for row in read_rows(CORPORA / "acts_played.jsonl")]
        with console.status(f"learning from {len(kept) + len(played)} messages"):
            save(train(kept + played))
    console.print(f"held back: {len(held)} messages")
    report(held, console)


if __name__ == "__main__":
    main()
