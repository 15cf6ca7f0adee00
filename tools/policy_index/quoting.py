"""Which sentences of a passage answer a question, and which passages contradict each other."""

import re
from collections.abc import Sequence
from itertools import combinations

from tools.policy_index.records import Passage
from tools.policy_index.words import terms_of

_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z\[\"“])")
_LEANS = re.compile(
    r"(?:It|Its|They|Their|Them|This|That|These|Those|He|She|Then|There|Both|Neither|Either|Other"
    r"|Otherwise|Instead|Even so|Still|But|So|And|Or|If not|If so|The same|In (?:that|this) case"
    r"|Such|Each of|Some of|None of)\b"
)
"""A sentence that begins like this leans on the one before it."""
_NOT = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|forbidden|excluded)\b|n't\b"
)
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
WORDS = 1.0
"""Weight of the share of the question's words that a sentence holds, against a cosine."""
LEAD = 0.2
"""What the beginning is ahead: a passage begins with its answer, and is written to be read on."""
SHORT_ENOUGH = 60
"""Words: a passage that is no longer is said whole."""
MOST_SENTENCES = 12
"""Of a passage: what stands further back is not looked at."""
ALIKE = 0.75
"""Two sentences with this share of their words in common speak of one thing."""
FEWEST = 4
"""Words that carry meaning in a sentence that can contradict another."""


def sentences_of(text: str) -> list[str]:
    """Cut a passage into sentences; a template and its filled text give as many.

    >>> sentences_of("You pay [[car.fees.late]]. It is charged once.")
    ['You pay [[car.fees.late]].', 'It is charged once.']
    """
    plain = " ".join(text.split())
    return _END.split(plain) if plain else []


def answering(question: str, passage: Passage, nearness: Sequence[float] | None) -> tuple[int, ...]:
    """Return the places of the sentences that answer, in reading order.

    They begin with the sentence that shares most words with the question and is nearest to it, or
    with the one it leans on ("It …"), and go on for a few lines. A short passage is said whole, and
    so is the beginning of one whose heading is what was asked.

    Args:
        question: the customer's words.
        passage: the best one that was found.
        nearness: cosine of each sentence to the question; None for words alone.
    """
    said = sentences_of(passage.text)[:MOST_SENTENCES]
    spoken = [at for at, one in enumerate(said) if not one.startswith("See: ")]
    terms = set(terms_of(question))
    if sum(len(said[at].split()) for at in spoken) <= SHORT_ENOUGH:
        return tuple(spoken)
    if terms <= set(terms_of(" ".join(passage.title_path))):
        return _going_on(said, spoken)
    shares = [len(terms.intersection(terms_of(one))) / len(terms) for one in said]
    scores = {
        at: WORDS * shares[at] + (nearness[at] if nearness else 0.0) + LEAD * (at == 0)
        for at in spoken
    }
    start = max(spoken, key=lambda at: scores[at])
    while start and _LEANS.match(said[start]):
        start -= 1
    return _going_on(said, [at for at in spoken if at >= start])


def _going_on(said: Sequence[str], places: Sequence[int]) -> tuple[int, ...]:
    """Return the first of `places`, and those after it as long as the whole stays short."""
    kept = list(places[:1])
    for at in places[1:]:
        if sum(len(said[n].split()) for n in (*kept, at)) > SHORT_ENOUGH:
            break
        kept.append(at)
    return tuple(kept)


def disagreeing(passages: Sequence[Passage]) -> tuple[tuple[str, str], ...]:
    """Return the ids of passages that contradict each other.

    Two sentences on the same thing, of which one alone is negated, or whose written numbers
    differ; figures of the catalogue are references and cannot differ.

    >>> said = ("Boats secure large personal loans.", "Boats never secure large personal loans.")
    >>> disagreeing([Passage(id=i, title_path=(), template="", text=t) for i, t in zip("ab", said)])
    (('a', 'b'),)
    """
    return tuple(
        (one.id, other.id) for one, other in combinations(passages, 2) if _contradict(one, other)
    )


def _contradict(one: Passage, other: Passage) -> bool:
    return any(_is_opposite(a, b) for a in sentences_of(one.text) for b in sentences_of(other.text))


def _is_opposite(a: str, b: str) -> bool:
    of_a, of_b = (set(terms_of(_NUMBER.sub(" ", _NOT.sub(" ", s.lower())))) for s in (a, b))
    if min(len(of_a), len(of_b)) < FEWEST or len(of_a & of_b) < ALIKE * len(of_a | of_b):
        return False
    negated = bool(_NOT.search(a.lower())) != bool(_NOT.search(b.lower()))
    return negated or set(_NUMBER.findall(a)) != set(_NUMBER.findall(b))
