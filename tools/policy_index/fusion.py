"""Two opinions on the same passages, words and meaning, made one.

Rank by: weight · z(cosine) + (1 - weight) · z(BM25), each standardised over the candidates, the
best of both. Recall@5 on what could be measured here (own questions; sentences and halves of
paragraphs of two manuals, looked for in the rest of their paragraph):

    bm25s .842 .512 .512 .556 .516 .720     words, stemmed .842 .556 .552 .624 .572 .800
    MiniLM .970 .572 .528 .716 .624 .824    reciprocal ranks .931 .612 .560 .720 .628 .884
    0.5   .950 .628 .588 .712 .640 .908
    0.6   .970 .652 .588 .720 .656 .904     chosen
    0.7   .980 .640 .568 .724 .656 .892

Where the lines that customers say for a passage are known, meaning weighs more and is shared: the
nearest part of the passage, the nearest of its lines, and what is learned from all lines
(`belonging`); the words of the lines count as the passage's. Of 3,208 lines, left out in turn, own
passage first and among the first three, and right passages on the tuning half of
evals/corpora/policy_questions, before anything is refused:

    words, part, line, learned    lines        questions
    .4     .18   .42   -          .398 .643    .902 .967
    .3     .35   .35   -          .419 .675    .902 .974
    .3     .3    .2    .2         .449 .700    .922 .974     chosen
    .2     .4    .2    .2         .453 .714    .922 .961

The mean of a passage's two or three nearest lines, or a soft maximum of all, gave no more.

Standardising over the whole corpus, min-max and shares of the best were within .02 of that.
Source of the family: Bruch, Gai, Ingber 2023, arXiv 2210.11934.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LIKENESS_WEIGHT = 0.6
LINES_WEIGHT = 0.7
"""The same where the lines that customers say are known."""
ASKED_SHARE, OWNER_SHARE = 2 / 7, 2 / 7
"""Of the weight of meaning, where they are known; the rest is the nearest part's."""
CANDIDATES = 100
"""Of each side: what neither has among its best is not looked at."""

ANSWERS = 0.47
"""Evidence from which on a question counts as answered by the bank's policies."""


def evidence(coverage: float, bm25: float, likeness: float | None) -> float:
    """Return how much speaks for a passage as an answer, 0 to 1.

    Comparable between questions, where a score is not: both weights are those of a logistic
    regression on judged questions (`python -m tools.policy_index calibrate`), scaled so that one
    threshold serves with and without an encoder.

    Args:
        coverage: share of the question's weight that the passage holds, 0 to 1.
        bm25: its BM25 score; counts where nothing else can tell a rare word from a common one.
        likeness: cosine of question and passage; None without an encoder.

    >>> evidence(coverage=1.0, bm25=4.0, likeness=0.5) > ANSWERS
    True
    >>> evidence(coverage=0.3, bm25=2.0, likeness=0.2) > ANSWERS
    False
    """
    if likeness is None:
        return min(1.0, 0.58 * coverage + 0.04 * bm25)
    return min(1.0, max(0.0, 0.6 * likeness + 0.4 * coverage))


def fused(
    lexical: "NDArray[np.float32]",
    likeness: "NDArray[np.float32]",
    weight: float = LIKENESS_WEIGHT,
    asked: "NDArray[np.float32] | None" = None,
    owners: "NDArray[np.float32] | None" = None,
) -> "NDArray[np.float32]":
    """Return one score per candidate; all arguments hold the candidates in one order.

    Args:
        lexical: BM25 scores.
        likeness: cosines.
        weight: of the cosines, 0 to 1.
        asked: cosines to the lines that customers say, where these are known.
        owners: what is learned of these lines, where `asked` is given.
    """
    import numpy as np

    near = _standard(likeness)
    if asked is not None and owners is not None:
        near = (1 - ASKED_SHARE - OWNER_SHARE) * near + ASKED_SHARE * _standard(asked)
        near += OWNER_SHARE * _standard(owners)
    score: NDArray[np.float32] = weight * near + (1 - weight) * _standard(lexical)
    return score


def _standard(x: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return how many standard deviations each value lies above the mean; 0 where all are equal."""
    deviation = float(x.std())
    standard: NDArray[np.float32] = (x - x.mean()) / (deviation if deviation > 1e-9 else 1.0)
    return standard
