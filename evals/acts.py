"""Learn what messages are about and which loan they ask for: `python -m evals.acts train|report`.

The messages of corpora/acts.jsonl were written by people who had not seen the engine; every fifth
is held back and only reported on. The messages of conversations that already went as written
(acts_played.jsonl) are learned from too. Thresholds come from cross-validation. Two sets of weights
are learned: one reads words, the other their meaning too, for where the encoder is installed.
"""

import argparse
from collections.abc import Sequence
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
from evals.labelled import CORPORA, parted
from evals.learning import (
    Seen,
    Sight,
    Weights,
    cross_validated,
    least_likely,
    one_of_many,
    save,
)

PRECISION = 0.85
"""So many of the finds of an act have to be right on messages it was not trained on."""
IN_DANGER = ("self_harm", "coercion", "threat")
PRECISION_IN_DANGER = 0.6
"""A helpline that nobody needed is the smaller harm."""
LEAST_LIKELY = 0.35
DROPPED_RIGHTLY = 0.95
"""So many of the finds of phrases that are dropped have to be wrong."""
MOST_UNLIKELY = 0.3


def train(examples: Sequence[Example]) -> tuple[dict[str, float], Weights]:
    """Return the threshold of every act and of a product, and weights by feature and label.

    Where every example has a meaning, what counts in it is learned too.
    """
    seen = Seen([Sight(e.seen, e.meaning) for e in examples])
    weights = Weights(seen.names)
    thresholds: dict[str, float] = {}
    for act in TOPICS:
        meant = [act in e.row.acts for e in examples]
        likely = cross_validated(_act_learner, seen.matrix, meant)[:, 1]
        precision = PRECISION_IN_DANGER if act in IN_DANGER else PRECISION
        least = LEAST_LIKELY * precision / PRECISION
        thresholds[act] = least_likely(likely, meant, precision, least)
        if act in DOUBTED:
            phrased = [TOPICS[act] in e.topics for e in examples]
            thresholds[f"no {act}"] = _doubt(likely, meant, phrased)
        learner = _act_learner().fit(seen.matrix, meant)
        weights.put(act, learner.coef_[0], learner.intercept_[0])
    starts = [e for e in examples if e.row.at == "start"]
    loans = [_loan(e) for e in starts]
    at_start = seen.matrix_of([_without_topics(e) for e in starts])
    learner = one_of_many().fit(at_start, loans)
    for label, row, start in zip(learner.classes_, learner.coef_, learner.intercept_, strict=True):
        weights.put(PRODUCT + label, row, start)
    likely = cross_validated(one_of_many, at_start, loans)
    return thresholds | _product_thresholds(likely, learner.classes_, starts), weights


def _without_topics(example: Example) -> Sight:
    names = (name for name in example.seen if not name.startswith("topic "))
    return Sight(tuple(names), example.meaning)


def _loan(example: Example) -> str:
    return example.row.product.value if example.row.product else "none"


def _act_learner() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(
        C=1.0, max_iter=300, solver="liblinear", class_weight={False: 1, True: 3}
    )


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
                save(*train(seen), path)
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
