"""What a message asks: each of its questions by itself, without the words it begins with."""

import re
from collections.abc import Iterator

from agent.language.text import plain
from agent.offline.follow_ups import has_figure, with_what_it_points_at
from agent.offline.phrases import is_question
from tools.policy_index.words import terms_of

MOST_ASKED = 2
"""Of the questions of one message: more answers would be a lecture."""
MOST_CHARACTERS = 300
BETWEEN = "\n"

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?\n]+|$)")
_LEAD_IN = re.compile(
    r"^(?:(?:cool|ok|okay|great|nice|fine|perfect|awesome|thanks|thank you|alright|all right|got it"
    r"|good|hi|hello|hey|well|so|and|but|also|oh|hmm|lol|right|sure|pity|too bad|please)\b[ ,]*)+"
)


def questions_in(text: str) -> str:
    """Return the questions of a message in plain words, a line each; the whole where none is one.

    A question that says too little by itself, or has figures of the customer's case, is left to the
    others; the last ones count.

    >>> questions_in("Cool. And what's the fee at the start?")
    'what is the fee at the start'
    >>> questions_in("What does being late cost? And can I move the due date?").split(BETWEEN)
    ['what does being late cost', 'can i move the due date']
    """
    sentences = [part for m in _SENTENCE.finditer(text) for part in _parts(m[0].strip())]
    asking = [s for s in sentences if s.endswith("?") or is_question(s, plain(s))]
    if not asking:
        return begun(plain(text))[:MOST_CHARACTERS]
    asked = [begun(with_what_it_points_at(plain(s), text)) for s in asking]
    telling = [one for one in asked if len(terms_of(one)) > 1] or asked[-1:]
    telling = [one for one in telling if not has_figure(one)] or telling
    last = telling[-MOST_ASKED:]
    apart = [one for at, one in enumerate(last) if not any(one in more for more in last[at + 1 :])]
    return BETWEEN.join(one[:MOST_CHARACTERS] for one in apart)


def _parts(sentence: str) -> Iterator[str]:
    """Part a sentence that asks twice: "does it ding my score, and is there a minimum income".

    >>> list(_parts("does it hurt my score and can I pull out tomorrow?"))
    ['does it hurt my score', 'can I pull out tomorrow?']
    """
    begins = 0
    for found in _AND_ASKS.finditer(sentence):
        before, after = sentence[begins : found.start()], sentence[found.end() :]
        long_enough = min(len(before.split()), len(after.split())) >= _FEWEST_WORDS
        leans = _POINTS.search(plain(after)) is not None  # "when do I pay that and does it end"
        if long_enough and not leans and (found[0][0] == ":" or _asks(before)):
            yield before
            begins = found.end()
    yield sentence[begins:]


def _asks(part: str) -> bool:
    return is_question(part, plain(part))


_FEWEST_WORDS = 3
_POINTS = re.compile(r"\b(?:it|that|this|they|them|those|these)\b")
_AND_ASKS = re.compile(
    r",? and (?:also )?(?=(?:what|when|where|who|which|how|is there|are there|do you|does"
    r"|will (?:you|it)|can (?:i|we|you)|could (?:i|we)|may (?:i|we)|do (?:i|we)|must (?:i|we)"
    r"|should (?:i|we)|what's|who's) )"
    r"|[,:] (?=(?:what|when|where|who|which|how|is there|are there|do you|does|can (?:i|we)"
    r"|do (?:i|we)) )",
    re.IGNORECASE,
)


def each_of(query: str | None) -> list[str]:
    """Return the questions of `questions_in`, one by one."""
    return [one for one in (query or "").split(BETWEEN) if one]


def begun(question: str) -> str:
    """Take off what only leads to the question; a question of nothing else stays."""
    return _LEAD_IN.sub("", question) or question
