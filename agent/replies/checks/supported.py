"""Whether a sentence says what the passages it cites say.

A logistic regression on six signs, fitted on the tuning half of evals/corpora/policy_sentences.yaml
(117 sentences, each against one passage); areas under the curve, cross-validated there:

    words in the passage .821   in one sentence of it .786   all six .876   with the cosine .878

The cosine to the nearest sentence of the passage adds so little that the check does without an
encoder: it costs a turn under a millisecond, and is the same whether one is loaded or not. What
tells a lie from a paraphrase is what it adds: words, numbers, "only" and "always", and a "not" left
out. A "not" added, duties against freedoms, antonyms and words never heard, singly and together,
changed the cross-validated area by -.015 to +.005 and are left out; where a sentence follows one of
the passage closely they decide (`turned`). On the tuning halves LEAST
stops 1 of 57 supported sentences, 2 of 60 honest replies that cite (honest_live.yaml of the gate's
tests) and 29 of 60 lies, held back 0 of 61 and 25 of 58: a net, not a proof.
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from agent.replies.checks.turned import Statement, turned
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.reading import Reading, Sentence
from tools.policy_index.words import terms_of

CONSTANT = -1.3
WEIGHTS = {
    "words": 1.9,
    "sentence": 1.5,
    "negation_missing": -1.15,
    "strong_words": -0.75,
    "numbers": -1.6,
    "other_figures": -0.65,
}
LEAST = -0.76
"""Of the logit: below it a sentence is not what the passage says."""
FEWEST = 4
"""Words that carry meaning: a shorter sentence ("Yes, at any age.") takes its sense from others."""

_REFERENCE = re.compile(r"\[\[([^\[\]|]+)(?:\|([a-z]+))?\]\]")
_SENTENCE = re.compile(r"(?<=[.?!;:])\s+|\n+")
_WHOLE = re.compile(r"(?<=[.?!])\s+|\n+")
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nothing|nobody|neither|nor|without|cannot|refus\w+|forbid\w*|exclud\w*)\b"
    r"|n't\b"
)
_STRONG = frozenset(
    {"only", "always", "never", "every", "any", "exactly", "automatically", "guaranteed", "half",
     "guarantee", "immediately", "twice", "unless", "must", "last"}
)  # fmt: skip
_NUMBER = re.compile(
    r"\d[\d,.]*|\b(?:(?:three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty) \w+"
    r"|half|quarter|hour|day|week|month|year|semester)"
)
_WORD = re.compile(r"[a-z']+")
MOST = 2
"""So many strong words or numbers that the passage does not have; more say no more."""


def supported(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a sentence that says something else than the passages it cites."""
    if not context.passage_texts:
        return
    for sentence in reply.sentences:
        texts = tuple(sorted(_cited(reply, sentence, context.passage_texts)))
        if not texts or sentence.question:
            continue
        if support(_said(reply, sentence), texts) < LEAST:
            why = "the passage it cites does not say that: stay with what the passage says"
            yield reply.finding("policy", sentence.start, sentence.end, why)


def support(said: str, texts: tuple[str, ...]) -> float:
    """Return how far `texts` carry what is `said`: the logit, 0 where it is even.

    Args:
        said: a sentence, with its references as they are written.
        texts: passages, each with its heading; with references both filled and as they are written.
    """
    plain = _REFERENCE.sub(" ", said).lower()
    terms = list(dict.fromkeys(terms_of(plain)))
    if len(terms) < FEWEST and not _names_unheard_number(plain, texts):
        return math.inf
    if len(terms) >= FEWEST and _is_turned(said, texts):
        return -math.inf
    signs = _signs(said, plain, terms, texts)
    return CONSTANT + sum(weight * signs[name] for name, weight in WEIGHTS.items())


def _is_turned(said: str, texts: tuple[str, ...]) -> bool:
    """Tell whether a sentence follows sentences of the passages, and none of them says the same."""
    passage = _passage("\n".join(texts))
    statement = Statement(said)
    close = [one for one in passage.statements if statement.close_to(one)]
    return bool(close) and all(turned(statement, one, passage.statement) for one in close)


def _names_unheard_number(plain: str, texts: tuple[str, ...]) -> bool:
    """Tell whether even a short sentence says a number or a time that no passage has."""
    return bool(set(_NUMBER.findall(plain)) - _passage("\n".join(texts)).numbers)


def _signs(said: str, plain: str, terms: list[str], texts: tuple[str, ...]) -> Mapping[str, float]:
    whole = "\n".join(texts)
    passage = _passage(whole)
    shares = [sum(t in held for t in terms) / len(terms) for held, _ in passage.sentences]
    best = max(range(len(shares)), key=shares.__getitem__)
    strong = _STRONG.intersection(_WORD.findall(plain)) - passage.words
    numbers = set(_NUMBER.findall(plain)) - passage.numbers
    figures = {m[1] for m in _REFERENCE.finditer(said) if m[2] != "cite" and "." in m[1]}
    negated = passage.sentences[best][1] and not _NEGATION.search(plain)
    return {
        "words": sum(t in passage.stems for t in terms) / len(terms),
        "sentence": shares[best],
        "negation_missing": float(negated),
        "strong_words": min(MOST, len(strong)),
        "numbers": min(MOST, len(numbers)),
        "other_figures": float(any(_is_policy(f) and f not in whole for f in figures)),
    }


def _is_policy(figure: str) -> bool:
    """Tell whether a figure is one of the catalogue or the law, and not of the customer's case."""
    return not figure.startswith(("offer.", "request.", "applicant.", "difference.", "offers."))


class _Passage:
    """Cited text, prepared once."""

    def __init__(self, text: str) -> None:
        plain = _REFERENCE.sub(" ", text).lower()
        cut = [s for s in _SENTENCE.split(plain) if len(s.split()) > MOST] or [plain]
        self.sentences = [(frozenset(terms_of(s)), bool(_NEGATION.search(s))) for s in cut]
        self.stems = frozenset(terms_of(plain))
        self.words = frozenset(_WORD.findall(plain))
        self.numbers = frozenset(_NUMBER.findall(plain))
        self.statement = Statement(plain)
        parts = dict.fromkeys((*_WHOLE.split(plain), *_SENTENCE.split(plain)))
        self.statements = [Statement(part) for part in parts if len(part.split()) > MOST]


@lru_cache(maxsize=64)
def _passage(text: str) -> _Passage:
    return _Passage(text)


def _cited(reply: Reading, sentence: Sentence, texts: Mapping[str, str]) -> set[str]:
    """Return the texts a sentence cites: inside it, or behind it before the next one begins."""
    start = sentence.start
    marks = {ref.at: ref.id for ref in reply.refs if ref.style == "cite"}
    while start < sentence.end and (reply.text[start] in " \n." or start in marks):
        start += 1  # what stands before the first word belongs to the sentence before
    end = sentence.end
    while end < len(reply.text) and (reply.text[end] in " \n" or end in marks):
        end += 1
    return {texts[own] for at, own in marks.items() if start <= at < end and own in texts}


def _said(reply: Reading, sentence: Sentence) -> str:
    return reply.template[reply.origin(sentence.start) : reply.origin(sentence.end)]
