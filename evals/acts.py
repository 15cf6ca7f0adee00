"""Learn what messages are about and which loan they ask for: `python -m evals.acts train|report`.

The messages of corpora/acts.jsonl were written by people who had not seen the engine; every fifth
is held back and only reported on. The messages of conversations that already went as written
(acts_played.jsonl) are learned from too. Thresholds come from cross-validation. Two sets of weights
are learned: one reads words, the other their meaning too, for where the encoder is installed.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from agent.offline.act_model import (
    DOUBTED,
    MEANING,
    PRODUCT,
    TOPICS,
    WORDS,
    acts_heard,
    product_heard,
)
from agent.offline.meaning import MeaningOf, sentence_meaning, words_alone
from evals.act_rows import Example, Row, example_of, read_rows
from evals.labelled import CORPORA, as_json, parted

FOLDS = 4
MEANING_WEIGHS = 4.0
"""A vector of length one is made this long: else its numbers are too small to be learned from."""
SMALLEST = 0.12
PRECISION = 0.85
"""So many of the finds of an act have to be right on messages it was not trained on."""
IN_DANGER = ("self_harm", "coercion", "threat")
PRECISION_IN_DANGER = 0.6
"""A helpline that nobody needed is the smaller harm."""
LEAST_LIKELY = 0.35
DROPPED_RIGHTLY = 0.95
"""So many of the finds of phrases that are dropped have to be wrong."""
MOST_UNLIKELY = 0.3


# Training is done with scikit-learn, which only `train` needs.


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """Return weights by feature and label, and the threshold of every act and of a product.

    Where every example has a meaning, what counts in it is learned too.
    """
    counted = Counter(name for e in examples for name in e.seen)
    names = sorted(name for name, times in counted.items() if times > 1)
    places = {name: at for at, name in enumerate(names)}
    seen = _matrix(examples, places)
    weights: dict[str, dict[str, float]] = {}
    directions: dict[str, list[float]] = {}
    thresholds: dict[str, float] = {}
    for act in TOPICS:
        meant = [act in e.row.acts for e in examples]
        likely = _cross_validated(_act_learner, seen, meant)[:, 1]
        precision = PRECISION_IN_DANGER if act in IN_DANGER else PRECISION
        thresholds[act] = _threshold(likely, meant, precision)
        if act in DOUBTED:
            phrased = [TOPICS[act] in e.topics for e in examples]
            thresholds[f"no {act}"] = _doubt(likely, meant, phrased)
        learner = _act_learner().fit(seen, meant)
        _put(weights, names, act, learner.coef_[0], learner.intercept_[0])
        directions[act] = _direction(learner.coef_[0][len(names) :])
    starts = [e for e in examples if e.row.at == "start"]
    loans = [_loan(e) for e in starts]
    at_start = _matrix([_without_topics(e) for e in starts], places)
    learner = _product_learner().fit(at_start, loans)
    for label, row, start in zip(learner.classes_, learner.coef_, learner.intercept_, strict=True):
        _put(weights, names, PRODUCT + label, row, start)
        directions[PRODUCT + label] = _direction(row[len(names) :])
    likely = _cross_validated(_product_learner, at_start, loans)
    thresholds |= _product_thresholds(likely, learner.classes_, starts)
    by_meaning = {label: found for label, found in directions.items() if found}
    return {"thresholds": thresholds, "weights": weights, "meaning": by_meaning}


def _direction(learned: Iterable[float]) -> list[float]:
    return [round(float(weight) * MEANING_WEIGHS, 3) for weight in learned]


def _without_topics(example: Example) -> Example:
    return example._replace(seen=tuple(n for n in example.seen if not n.startswith("topic ")))


def _loan(example: Example) -> str:
    return example.row.product.value if example.row.product else "none"


def _matrix(examples: Sequence[Example], places: dict[str, int]) -> Any:
    from scipy.sparse import csr_matrix, hstack

    columns = [[places[name] for name in e.seen if name in places] for e in examples]
    starts = [0]
    for found in columns:
        starts.append(starts[-1] + len(found))
    flat = [place for found in columns for place in found]
    words = csr_matrix(([1.0] * len(flat), flat, starts), shape=(len(columns), len(places)))
    meanings = [e.meaning for e in examples if e.meaning is not None]
    if not meanings:
        return words
    return hstack([words, csr_matrix(meanings) * MEANING_WEIGHS]).tocsr()


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


def _threshold(likely: Any, meant: Sequence[bool], precision: float) -> float:
    """Return the lowest likelihood from which on enough of the finds were right."""
    order = sorted(range(len(meant)), key=lambda i: -likely[i])
    right, lowest = 0, 1.0
    for found, at in enumerate(order, start=1):
        right += meant[at]
        if likely[at] < LEAST_LIKELY * precision / PRECISION:
            break
        if right / found >= precision:
            lowest = float(likely[at])
    return round(lowest, 3)


def _doubt(likely: Any, meant: Sequence[bool], phrased: Sequence[bool]) -> float:
    """Return the likelihood below which hardly anything that the phrases found was meant."""
    order = sorted((i for i, found in enumerate(phrased) if found), key=lambda i: likely[i])
    right, highest = 0, 0.0
    for dropped, at in enumerate(order, start=1):
        right += meant[at]
        if right / dropped <= 1 - DROPPED_RIGHTLY:
            highest = float(likely[at])
    return round(min(highest, MOST_UNLIKELY), 3)


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
    for name, weight in zip(names, row[: len(names)], strict=True):
        own = weight + (start if name == "any" else 0.0)
        if abs(own) >= SMALLEST:
            weights.setdefault(name, {})[label] = round(float(own), 3)


def save(content: dict[str, Any], path: Path) -> None:
    """Write thresholds and weights, one feature or direction a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    thresholds = json.dumps(content["thresholds"], indent=1, sort_keys=True)
    rows = (f"{json.dumps(n)}: {json.dumps(row)}" for n, row in content["meaning"].items())
    meaning = "{" + ",\n".join(rows) + "}"
    path.write_text(
        f'{{"thresholds": {thresholds},\n"meaning": {meaning},\n'
        f'"weights": {as_json(content["weights"])}}}\n',
        encoding="utf-8",
    )


def report(examples: Sequence[Example], console: Console) -> None:
    """Say how often each act and each loan is found, by phrases alone and with what was learned."""
    table = Table("act", "messages", "phrases: found", "right", "learned: found", "right")
    heard = [acts_heard(e.row.say, e.row.at, e.topics, e.product, e.meaning) for e in examples]
    for act, topic in TOPICS.items():
        meant = [act in e.row.acts for e in examples]
        by_phrases = [topic in e.topics for e in examples]
        by_learned = [topic in topics for topics in heard]
        table.add_row(
            act, str(sum(meant)), *_shares(by_phrases, meant), *_shares(by_learned, meant)
        )
    console.print(table)
    starts = [e for e in examples if e.row.at == "start"]
    for name, said in (
        ("phrases", [e.product for e in starts]),
        ("learned", [product_heard(e.row.say, e.product, e.meaning) for e in starts]),
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
    kept, held = parted(read_rows())
    learned_from = [*kept, *read_rows(CORPORA / "acts_played.jsonl")]
    for name, path, meaning_of in WAYS:
        if command == "train":
            seen = _examples(learned_from, meaning_of, name)
            with console.status(f"learning from {len(seen)} messages, {name}"):
                save(train(seen), path)
        console.print(f"held back, {name}: {len(held)} messages")
        report(_examples(held, meaning_of, name), console)


WAYS: tuple[tuple[str, Path, MeaningOf], ...] = (
    ("words alone", WORDS, words_alone),
    ("words and meaning", MEANING, sentence_meaning),
)
"""How messages are read, and where its weights lie."""


def _examples(rows: Sequence[Row], meaning_of: MeaningOf, name: str) -> list[Example]:
    return [example_of(row, meaning_of) for row in track(rows, f"reading, {name}")]


if __name__ == "__main__":
    main()
