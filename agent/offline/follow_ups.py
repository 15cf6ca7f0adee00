"""Questions that lean on what was asked before: "and for gold?", "what about used ones"."""

import re
from collections.abc import Sequence

from agent.language.text import plain

_LEAD_IN = re.compile(
    r"^(?:(?:ok(?:ay)?|and|so|but|or|then|also)[, ]+)*(?:(?:what|how) about|what if it(?:'s| is)"
    r"|(?:is it |is that )?the same (?:for|with|on)|same (?:for|with|on)"
    r"|(?:and|or|but) (?:for|on|with|in|about|if)|(?:for|on|with))\b[, ]*"
)
MOST_WORDS = 8
"""A longer question says by itself what it is about."""
LOOKED_BACK = 4
"""Messages in which the question that is leaned on is looked for."""
_PRODUCT = re.compile(
    r"\b(?:(?:a|an|the|my|your) )?(?:(?:new|used) )?(?:cars?|autos?|vehicles?|trucks?|homes?"
    r"|houses?|mortgages?|gold|personal|student|education|medical|home improvement|renovation"
    r"|refinanc(?:e|ing)|refi)(?: loans?)?\b"
)
_POINTS = re.compile(r"\b(?:it|that|this|they|them|those|these|one|ones)\b")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_FIGURE = re.compile(r"\d")
MOST_POINTING = 14
"""Words: a longer question that points says enough beside."""


_TAIL = re.compile(r"(?: then| please| too| though| instead| maybe)+$")
_THING = re.compile(
    r"\b(?:loans?|lend|money|financing) (?:for|on|to buy) ((?:a |an |the |some )?\w+(?: \w+){0,3})$"
    r"|\b(?:finance|insure) ((?:a |an |the |some )?\w+(?: \w+){0,3})$"
)
"""What the question before was about: another thing takes its place."""


def is_follow_up(p: str) -> bool:
    """Tell whether a question, in plain words, leans on the one before.

    >>> is_follow_up("and for gold"), is_follow_up("and for how long are my records kept by you")
    (True, False)
    """
    return len(p.split()) <= MOST_WORDS and _LEAD_IN.search(p) is not None


def in_full(p: str, earlier: Sequence[str]) -> str:
    """Return a follow-up with the question it leans on, in plain words; others as they are.

    >>> in_full("and for gold", ["how long can i take for a car loan?"])
    'how long can i take for gold'
    >>> in_full("what about a motorcycle then", ["do you do loans for bass boats?"])
    'do you do loans for a motorcycle'
    >>> in_full("what about used ones", ["how much do you lend on a car?"])
    'how much do you lend on a car used ones'
    """
    if not is_follow_up(p):
        return p
    before = (_question_of(text) for text in reversed(earlier[-LOOKED_BACK:]))
    asked = next((said for said in before if not is_follow_up(said)), "")
    asked = "" if _FIGURE.search(asked) else asked  # a request with its amount is no question
    new = _TAIL.sub("", _LEAD_IN.sub("", p).strip())
    if not asked or not new:
        return p
    thing = _THING.search(asked)
    if thing and not _POINTS.search(new):
        return f"{asked[: thing.start(1 if thing[1] else 2)]}{new}"
    if _PRODUCT.search(new) and _PRODUCT.search(asked):
        return _PRODUCT.sub(lambda found: new, asked, count=1)
    return f"{asked} {new}"


_FOR_IT = re.compile(r"\b(?:for|about|with|of|do|get|have|send|need) (?:it|that|this|them)$")


def of_what_was_asked(question: str, before: str) -> str:
    """Return a question that ends in what the last answer was about, behind the one before.

    >>> of_what_was_asked("what do i need to send for it", "Is there a cap for soldiers?")
    'is there a cap for soldiers what do i need to send for it'
    """
    short = len(question.split()) <= MOST_POINTING
    points = short and _FOR_IT.search(question) and not has_figure(plain(before))
    return f"{plain(before)} {question}" if points else question


_DIFFERS_BY_LOAN = re.compile(
    r"\b(?:fees?|costs?|charges?|rates?|terms?|how (?:long|much|high)|limits?|least|most|minimum"
    r"|maximum|papers?|documents?|early|late|collateral|insur\w+)\b"
)
_SPOKEN_OF_LAST = 2


def of_the_loan_spoken_of(question: str, earlier: Sequence[str]) -> str:
    """Return a question about what differs by loan, with the loan just asked about.

    >>> of_the_loan_spoken_of("what is the fee", ["can i pay a personal loan off early?"])
    'what is the fee for a personal loan'
    >>> of_the_loan_spoken_of("what is the fee for gold", ["can i pay a car loan off early?"])
    'what is the fee for gold'
    """
    if _PRODUCT.search(question) or not _DIFFERS_BY_LOAN.search(question):
        return question
    spoken = (_PRODUCT.search(plain(text)) for text in reversed(earlier[-_SPOKEN_OF_LAST:]))
    loan = next((found[0] for found in spoken if found), None)
    return f"{question} for {loan}" if loan else question


_PLEDGED: dict[str, str] = {
    "gold": "what happens to my gold if i can not pay",
    "car": "if my payments stop will the car be repossessed",
    "home": "foreclosure of my home if payments stop",
    "mortgage_refinance": "foreclosure of my home if payments stop",
}  # fmt: skip
"""What stands for a loan answers first what happens when payments stop."""
_STOPS_PAYING = re.compile(
    r"^(?:(?:and|but|ok|so|well|hm+) )*(?:what (?:happens |then )?)?(?:if|when|in case|suppose)"
    r" (?:i|we) (?:can not|could not|do not|fail to|stop|am not able to|ever (?:can|could) not)"
    r" (?:pay|repay|paying|make (?:the|a|my) payments?)\b"
    r"(?!.*\b(?:early|extra|down|job|sick|ill)\b)"
)


def of_what_is_pledged(question: str, p: str, product: str | None) -> str:
    """Return "and if I can't pay one day" as the question what becomes of what is pledged.

    >>> of_what_is_pledged("if i can not pay", "and if i can not pay one day", "gold")
    'what happens to my gold if i can not pay'
    """
    pledged = _PLEDGED.get(product or "")
    return pledged if pledged and _STOPS_PAYING.search(p) else question


def _question_of(text: str) -> str:
    """Return the last sentence that asks, in plain words; the whole message where none does."""
    asking = [sentence for sentence in _SENTENCE.split(text) if sentence.endswith("?")]
    return plain(asking[-1] if asking else text)


def with_what_it_points_at(question: str, text: str) -> str:
    """Return a question with the sentence before it, where it points there.

    A sentence with figures tells of the customer's case and not of what is asked.

    >>> with_what_it_points_at("when does it end", "My agent spoke of PMI. When does it end?")
    'my agent spoke of pmi when does it end'
    """
    if len(question.split()) > MOST_POINTING or not _POINTS.search(question):
        return question
    said = [plain(sentence) for sentence in _SENTENCE.split(text)]
    at = said.index(question) if question in said else 0
    before = said[at - 1] if at else ""
    return question if not before or has_figure(before) else f"{before} {question}"


def has_figure(p: str) -> bool:
    """Tell whether there is a figure of somebody's case; a year alone is none.

    >>> has_figure("i make 40000"), has_figure("my pension letter is from 2023")
    (True, False)
    """
    return _FIGURE.search(_YEAR.sub(" ", p)) is not None


_YEAR = re.compile(r"\b(?:from|of|in|since) (?:19|20)\d\d\b")
