"""The index on this machine: words and meaning, fused."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from tools.lending.records import Product
from tools.policy_index.answering import LOOKED_AT as WEIGHED
from tools.policy_index.answering import MOST_TERMS, Signs, evidence_of
from tools.policy_index.askings import NO_ASKINGS, Askings, word_for_word
from tools.policy_index.candidates import Found, Ranked, best_of, candidates_of
from tools.policy_index.encoders import EncoderUnavailable
from tools.policy_index.fusion import CANDIDATES, LIKENESS_WEIGHT, evidence, fused
from tools.policy_index.records import Audience, Passage
from tools.policy_index.spelling import Spelling, dictionary
from tools.policy_index.windows import parts_of
from tools.policy_index.words import NO_SYNONYMS, Synonyms, Term, stem, terms_of, well_formed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.policy_index.lexical import LexicalIndex
    from tools.policy_index.meaning import Meaning
    from tools.policy_index.wordings import KnownQuestions

MAX_QUERY_CHARS = 8_000
"""What stands further back in a message decides nothing; it only costs time."""
MAX_COVERED_TERMS = 100
"""Of a question: more say nothing further about what it asks."""
KNOWN = 1.0
"""Of the score: so much a passage is ahead whose line a question is, word for word."""
LOOKED_AT = 30
"""So many of the best are weighed before a search ends in silence."""


class Supply(NamedTuple):
    """What an index knows of meaning at this moment, and why it may be nothing."""

    meaning: "Meaning | None"
    note: str = ""


NO_MEANING = Supply(None)


class Abandoned(Exception):
    """Nobody waits any more for the vectors that were being built."""


def words_alone() -> Supply:
    """Supply no meaning: passages are found by words."""
    return NO_MEANING


class LocalIndex:
    """Passages that answer questions. Reading only: threads may share it."""

    def __init__(
        self,
        passages: Iterable[Passage],
        *,
        synonyms: Synonyms = NO_SYNONYMS,
        title_weight: int = 1,
        min_evidence: float = 0.0,
        likeness_weight: float = LIKENESS_WEIGHT,
        meaning: Callable[[], Supply] = words_alone,
        askings: Askings = NO_ASKINGS,
        corrects: bool = False,
    ) -> None:
        """Index `passages`.

        Args:
            passages: in the order that breaks ties.
            synonyms: customers' words and the bank's words for them.
            title_weight: how often the words of the title path count.
            min_evidence: below it, 0 to 1, a passage is no answer.
            likeness_weight: share of meaning in the rank, 0 to 1; the rest is that of words.
            meaning: asked at each search for the vectors of these passages.
            askings: lines that customers say for a passage, or that no passage answers. With them
                a question as a whole is answered or not; without, passage by passage.
            corrects: read a word that is written wrong as one of the passages or lines.
        """
        self.passages: tuple[Passage, ...] = tuple(passages)
        self._synonyms = synonyms
        self._title_weight = title_weight
        self._min_evidence = min_evidence
        self._likeness_weight = likeness_weight
        self._meaning = meaning
        self._askings = askings
        self._spelling = Spelling(self._texts, self._knows) if corrects else None
        self._allowed = lru_cache(maxsize=64)(self._allowing)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the passages: two indexes with one hash hold the same text."""
        digest = sha256()
        for passage in self.passages:
            digest.update(passage.model_dump_json().encode())
        return digest.hexdigest()

    @cached_property
    def _words(self) -> "LexicalIndex":
        from tools.policy_index.lexical import LexicalIndex  # with bm25s it costs 0.2 s

        return LexicalIndex([self._terms(passage) for passage in self.passages])

    @cached_property
    def _known(self) -> "KnownQuestions":
        from tools.policy_index.wordings import known_questions

        return known_questions(self.passages, self._askings, self._words.rarity)

    def _texts(self) -> Iterator[str]:
        """Yield everything whose words may be meant by one that is written wrong."""
        for passage in self.passages:
            yield from (*passage.title_path, passage.text, *self._askings.of(passage))
        yield from self._askings.unanswered

    def _knows(self, word: str) -> bool:
        return self._words.knows(stem(word)) or word in dictionary()

    def _read(self, query: str) -> str:
        asked = well_formed(query[:MAX_QUERY_CHARS])
        return self._spelling.corrected(asked) if self._spelling else asked

    @cached_property
    def _said(self) -> Mapping[str, int | None]:
        return self._askings.owners(self.passages) if self._askings else {}

    def _terms(self, passage: Passage) -> list[str]:
        titled = terms_of(" ".join(passage.title_path)) * self._title_weight
        said = terms_of(" ".join(self._askings.asked.get(passage.id, ())))
        return titled + terms_of(passage.text) + said

    def warm(self) -> None:
        """Build now what the first search would build."""
        _ = self._words
        if self._askings:
            _ = self._known

    def search(
        self,
        query: str,
        k: int = 5,
        audience: Audience = "customer",
        *,
        product: Product | None = None,
        on: date | None = None,
    ) -> list[Passage]:
        """Return at most `k` passages, best first: see `PolicyIndex.search`."""
        if k < 1 or not self.passages or not any(map(str.isalnum, query[:MAX_QUERY_CHARS])):
            return []
        asked = self._read(query)
        supply = self._meaning()
        terms = self._synonyms.read(asked)
        allowed = self._allowed(audience, product, on)
        try:
            ranked, note = self._ranked(asked, terms, allowed, supply.meaning, k), supply.note
        except EncoderUnavailable as error:
            note = f"words alone: {error}"
            ranked = self._ranked(asked, terms, allowed, None, k)
        return list(self._answers(self._known_first(ranked, asked, allowed), terms, note, k))

    def _known_first(
        self, ranked: Ranked, asked: str, allowed: "NDArray[np.bool_] | None"
    ) -> Ranked:
        """Put the passage ahead for which a question is known word for word; note it either way."""
        said = word_for_word(asked)
        if said not in self._said or not ranked.found:
            return ranked
        at = self._said[said]
        if at is None or (allowed is not None and not allowed[at]):
            return ranked._replace(known=None if at is not None else False)
        found = sorted(ranked.found, key=lambda one: one.at != at)
        if found[0].at != at:
            found.insert(0, Found(at, found[0].score, None))
        best = found[0]._replace(score=max(one.score for one in found) + KNOWN)
        return ranked._replace(found=[best, *found[1:]], known=True)

    def nearness(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """Return the cosine of each text to a question; None where no encoder is at hand."""
        meaning = self._meaning().meaning
        if meaning is None or not texts:
            return None
        try:
            asked = well_formed(question[:MAX_QUERY_CHARS])
            vectors = meaning.encoder.encode([asked, *texts], "passage")
        except EncoderUnavailable:
            return None
        return [float(near) for near in vectors[1:] @ vectors[0]]

    def signs(self, query: str, audience: Audience = "customer") -> Signs | None:
        """Return what is seen of a question; None where nothing is found, or no line is known."""
        asked = self._read(query)
        terms = self._synonyms.read(asked)
        allowed = self._allowed(audience, None, None)
        ranked = self._ranked(asked, terms, allowed, self._meaning().meaning, CANDIDATES)
        return self._signs(ranked, terms) if ranked.found and self._askings else None

    def _signs(self, ranked: Ranked, terms: list[Term]) -> Signs:
        terms = terms[:MAX_COVERED_TERMS]
        best = [found.at for found in ranked.found[:WEIGHED]]
        said, elsewhere = self._known.nearest(terms, best)
        return Signs(
            coverage=max(self._words.coverage(terms, at) for at in best),
            said=said,
            said_elsewhere=elsewhere,
            terms=min(len(terms), MOST_TERMS),
            window=ranked.window,
            asked=ranked.asked,
            belonging=ranked.belonging,
        )

    def _answers(self, ranked: Ranked, terms: list[Term], note: str, k: int) -> Iterator[Passage]:
        kept = 0
        whole = None
        if self._askings and ranked.found:
            signs = self._signs(ranked, terms)
            whole = evidence_of(signs) if ranked.known is None else float(ranked.known)
        for found in ranked.found[: max(k, LOOKED_AT)]:
            coverage = self._words.coverage(terms[:MAX_COVERED_TERMS], found.at)
            sure = evidence(coverage, found.score, found.likeness) if whole is None else whole
            if sure < self._min_evidence:
                continue
            if kept == k:
                return
            kept += 1
            marks: dict[str, object] = {
                "score": round(found.score, 4),
                "coverage": round(coverage, 4),
                "evidence": round(sure, 4),
                "note": note,
            }
            if found.likeness is not None:
                marks["likeness"] = round(found.likeness, 4)
            yield self.passages[found.at].model_copy(update=marks)

    def _ranked(
        self,
        asked: str,
        terms: list[Term],
        allowed: "NDArray[np.bool_] | None",
        meaning: "Meaning | None",
        k: int,
    ) -> Ranked:
        scores = self._words.scores(terms)
        if allowed is not None:
            scores = scores * allowed
        n = max(CANDIDATES, k)
        best = best_of(scores, n)
        if meaning is None:
            return Ranked([Found(int(at), float(scores[at]), None) for at in best])
        parts = meaning.encoder.encode(parts_of(asked), "query")
        candidates = candidates_of(best, meaning, parts, n, allowed)
        if not len(candidates):
            return Ranked([])
        window = meaning.vectors.likeness(parts, candidates)
        said = None if meaning.asked is None else meaning.asked.likeness(parts, candidates)
        learned = meaning.belonging.of(parts) if meaning.belonging else None
        owned = learned.owners[candidates] if learned else None
        score = fused(scores[candidates], window, self._likeness_weight, said, owned)
        order = (-score).argsort(kind="stable")
        found = [Found(int(candidates[at]), float(score[at]), float(window[at])) for at in order]
        if said is None:
            return Ranked(found, float(window.max()))
        belongs = learned.belonging if learned else 1.0
        return Ranked(found, float(window.max()), float(said.max()), belongs)

    def _allowing(
        self, audience: Audience, product: Product | None, on: date | None
    ) -> "NDArray[np.bool_] | None":
        """Return one flag per passage, or None where all may be seen."""
        import numpy as np

        flags = np.fromiter(
            (
                audience in ("staff", passage.audience)
                and (product is None or passage.product in (None, product))
                and (on is None or passage.holds_on(on))
                for passage in self.passages
            ),
            dtype=np.bool_,
            count=len(self.passages),
        )
        return None if flags.all() else flags
