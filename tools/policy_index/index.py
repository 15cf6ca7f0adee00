"""Search by words: BM25 over stems, with synonyms, and silence where nothing matches well."""

import logging
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from tools.policy_index.records import Audience, Passage
from tools.policy_index.references import neutralise
from tools.policy_index.words import NO_SYNONYMS, Synonyms, Term, terms_of

if TYPE_CHECKING:
    import numpy as np
    from bm25s import BM25
    from numpy.typing import NDArray

MAX_QUERY_CHARS = 2_000
"""What stands further back in a message decides nothing; it only costs time."""

SYNONYM_WEIGHT = 0.7
"""What a synonym adds, against a word of the question itself. Chosen on the tuning half."""


class PolicyIndex:
    """Passages that answer questions. Reading only: threads may share it."""

    def __init__(
        self,
        passages: Iterable[Passage],
        *,
        synonyms: Synonyms = NO_SYNONYMS,
        title_weight: int = 1,
        min_coverage: float = 0.0,
    ) -> None:
        """Index `passages`.

        Args:
            passages: in the order that breaks ties.
            synonyms: customers' words and the bank's words for them.
            title_weight: how often the words of the title path count.
            min_coverage: share of the question's weight, 0 to 1, below which a passage is no
                answer.
        """
        self.passages: tuple[Passage, ...] = tuple(passages)
        self._synonyms = synonyms
        self._min_coverage = min_coverage
        terms = [_terms(passage, title_weight) for passage in self.passages]
        self._vocabularies = [frozenset(words) for words in terms]
        self._frequency = Counter(word for words in self._vocabularies for word in words)
        self._bm25 = _bm25(terms) if self._frequency else None

    @property
    def content_hash(self) -> str:
        """SHA-256 over the passages: two indexes with one hash give the same answers."""
        digest = sha256()
        for passage in self.passages:
            digest.update(passage.model_dump_json().encode())
        return digest.hexdigest()

    def search(self, query: str, k: int = 5, audience: Audience = "customer") -> list[Passage]:
        """Return at most `k` passages, best first; none where nothing matches well enough.

        Staff see the customers' passages and their own, customers only the former.
        """
        terms = self._synonyms.read(query[:MAX_QUERY_CHARS])
        if not terms or self._bm25 is None or k < 1:
            return []
        scores = self._scores(self._bm25, terms)
        found: list[Passage] = []
        for at in _best_first(scores):
            if scores[at] <= 0 or len(found) == k:
                break
            passage = self.passages[at]
            coverage = self._coverage(terms, at)
            if audience in ("staff", passage.audience) and coverage >= self._min_coverage:
                marks = {"score": round(float(scores[at]), 4), "coverage": round(coverage, 4)}
                found.append(passage.model_copy(update=marks))
        return found

    def _scores(self, bm25: "BM25", terms: Sequence[Term]) -> "NDArray[np.float32]":
        said = [term.stem for term in terms]
        meant = list(dict.fromkeys(other for term in terms for other in term.others))
        scores: NDArray[np.float32] = bm25.get_scores(said)
        if meant:
            scores = scores + SYNONYM_WEIGHT * bm25.get_scores(meant)
        return scores

    def _coverage(self, terms: Sequence[Term], at: int) -> float:
        """Weigh each word of the question by how rare it is, and see what the passage holds.

        A number that no passage has is the customer's own case, not the topic, and weighs nothing.
        """
        words = self._vocabularies[at]
        topic = [t for t in terms if t.stem in self._frequency or not t.stem.isdigit()]
        total = sum(self._rarity(term.stem) for term in topic)
        return sum(self._rarity(t.stem) * self._held(t, words) for t in topic) / (total or 1)

    def _held(self, term: Term, words: frozenset[str]) -> float:
        if term.stem in words:
            return 1.0
        total = sum(self._rarity(other) for other in term.others)
        return sum(self._rarity(other) for other in term.others if other in words) / (total or 1)

    def _rarity(self, word: str) -> float:
        seen = self._frequency[word]
        return math.log(1 + (len(self.passages) - seen + 0.5) / (seen + 0.5))


def index_passages(passages: Iterable[tuple[str, str, str]]) -> PolicyIndex:
    """Index any corpus of (id, title, text); the text is taken as it is, never as references.

    >>> index = index_passages([("1", "Cats", "They purr."), ("2", "Dogs", "They bark.")])
    >>> [passage.id for passage in index.search("which one barks?")]
    ['2']
    """
    return PolicyIndex(
        Passage(
            id=own_id,
            title_path=(neutralise(title),) if title else (),
            text=neutralise(text),
            template=neutralise(text),
        )
        for own_id, title, text in passages
    )


def _terms(passage: Passage, title_weight: int) -> list[str]:
    return terms_of(" ".join(passage.title_path)) * title_weight + terms_of(passage.text)


def _bm25(terms: list[list[str]]) -> "BM25":
    from bm25s import BM25  # imported here: with NumPy and SciPy it costs 0.2 s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it switches itself to DEBUG
    model = BM25()
    model.index(terms, show_progress=False)
    return model


def _best_first(scores: "NDArray[np.float32]") -> list[int]:
    order: list[int] = (-scores).argsort(kind="stable").tolist()
    return order
