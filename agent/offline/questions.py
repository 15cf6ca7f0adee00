"""What a message asks: each of its questions by itself, without the words it begins with."""

import re

from agent.language.text import plain
from agent.offline.follow_ups import with_what_it_points_at
from agent.offline.phrases import is_question
from tools.policy_index.words import terms_of

MOST_ASKED = 2
"""Of the questions of one message: more answers would be a lecture."""
MOST_CHARACTERS = 300
BETWEEN = "\n"

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?\n]+|$)")
_FIGURE = re.compile(r"\d")
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
    sentences = [m[0].strip() for m in _SENTENCE.finditer(text)]
    asking = [s for s in sentences if s.endswith("?") or is_question(s, plain(s))]
    if not asking:
        return begun(plain(text))[:MOST_CHARACTERS]
    asked = [begun(with_what_it_points_at(plain(s), text)) for s in asking]
    telling = [one for one in asked if len(terms_of(one)) > 1] or asked[-1:]
    telling = [one for one in telling if not _FIGURE.search(one)] or telling
    return BETWEEN.join(one[:MOST_CHARACTERS] for one in telling[-MOST_ASKED:])


def each_of(query: str | None) -> list[str]:
    """Return the questions of `questions_in`, one by one."""
    return [one for one in (query or "").split(BETWEEN) if one]


def begun(question: str) -> str:
    """Take off what only leads to the question; a question of nothing else stays."""
    return _LEAD_IN.sub("", question) or question
