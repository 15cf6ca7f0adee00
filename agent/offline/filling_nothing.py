"""Figures that state nothing about the customer or the request: asked about, told in passing."""

import re

from agent.language.quantities import Quantity
from agent.offline.filling_counts import counts_things
from agent.offline.filling_words import first_separator, last_separator

SENTENCE_END = re.compile(r"[.;!?\n](?=\s|$)|\s[-–—]{1,2}\s")

_NO_FACT = re.compile(
    r"\b(?:waive|(?:your|origination|processing|late|any) (?:\w+ )?fees?|penalty"
    r"|(?:sounds?|seems?) (?:[a-z]+ )?(?:high|low|steep|a lot)|steep"
    r"|should i (?:wait|take|choose|go|do|pick)|(?:is|which is) (?:it )?better|recommend"
    r"|wait (?:until|till|for)|minimum (?:score|income|amount)|turned down"
    r"|if i (?:sell|die|miss|lose|move|quit)|before i (?:sell|move)"
    r"|says? i (?:must|should|have to)|tells? me to|told me|promised|says? (?:the )?payment"
    r"|electric bill|going up to|will (?:go|rise) |limit|maximum|cheaper than|forget|never ?mind)\b"
)
"""Said of a figure that is no fact about the customer or the request."""

_ASKS_ABOUT = re.compile(
    r"\b(?:why|do (?:i|you) (?:need|require|want)|what (?:does|is a|is the (?:minimum|limit|fee))"
    r"|how many|what happens|too (?:low|high|little|much)|enough)\b"
)

_AGO = re.compile(r"\s*(?:ago|old|later|before|of age)\b|\s*-?\s*(?:day|hour|minute)s?\b")

QUESTION = re.compile(
    r"\W*(?:and |but |so |ok |then )*(?:what|how|which|why|should|would|could|can|does|do|is|are)\b"
)


def asks(sentence: str) -> bool:
    return "?" in sentence or QUESTION.match(sentence) is not None


_EARNED_IN = re.compile(
    r"\b(?:earn|make|salary|income|paid)\b.*(?:\d|k|thousand|dollars) in (?:a )?$"
)

_TURNS_TO_ASK = re.compile(
    r",\s+(?:and |so |but )?(?:is|does|do|will|would|can|could|are|should|how|what|why)"
    r" (?:that|it|this|those|they|i|you|we|about|does|do|is)\b"
)
"""Where a sentence that told something goes on to ask: "52k and 900 out, is that enough?"."""


def states_nothing(lowered: str, sentence: tuple[int, int], quantity: Quantity) -> bool:
    """Tell whether a figure states no fact; `sentence` is where its own begins and ends."""
    words = lowered[slice(*sentence)]
    turns = _TURNS_TO_ASK.search(lowered, quantity.end, sentence[1])
    words = words if turns is None else lowered[sentence[0] : turns.start()]
    left = lowered[sentence[0] : quantity.start]
    if quantity.months == 12 and _EARNED_IN.search(left):
        return True  # "I earn 60,000 in one year" is a yearly income and no term
    if quantity.measures == "duration" and _is_no_time(lowered, quantity):
        return True
    if _LAST_YEAR.match(lowered, quantity.end) and _THIS_YEAR.search(lowered, quantity.end):
        return True
    if quantity.measures == "duration" and _AGO.match(lowered[quantity.end :]):
        return re.search(r"started|hired|joined|began|working", left) is None
    if counts_things(lowered, left, quantity):
        return True
    return bool(_NO_FACT.search(words)) or (asks(words) and bool(_ASKS_ABOUT.search(words)))


_PAID_EACH = re.compile(
    r"\b(?:least|less|more|most|much|little|lowest|cheapest|smallest|highest|extra) an? (?:month|mo"
    r"|year|yr)$"
)
"""What is paid each month, and no month to repay: "which is the least a month"."""

_AFTER_A_TIME = re.compile(r"\bafter (?:about |almost |nearly |over |some |only )?$")
"""Before the time that something lasted: "the old Buick gave up after nineteen years"."""

_RUNS_OUT = re.compile(
    r"\b(?:(?:car|truck|van|bike|cards?|debts?|loan|lease|note|phone|furniture|that one|it)"
    r" (?:is|are|will be|gets?|'s|'ll be)(?: \w+)? ?(?:paid(?: off)?|done|gone|over|up)|(?:lease"
    r"|contract|loan) (?:ends|runs out)|paid off)(?: \w+)?"
    r" in (?:about |another )?$"
    r"|\b(?:sell|move|move out|leave|retire|divorce)(?: \w+){0,2} in (?:about |another )?$"
)
"""Before the time in which another debt ends: no time to repay this loan."""

_LAST_YEAR = re.compile(r"\s*(?:in )?(?:last year|the year before|in 20\d\d)\b")

_THIS_YEAR = re.compile(r"\b(?:this year|now|currently|these days)\b")

_ELSEWHERE = re.compile(
    r"\b(?:before that|previous(?:ly)?|prior(?: to)?|elsewhere|used to|my (?:last|old|former)"
    r" (?:job|employer)|another (?:job|company|place))\b"
)
"""Said of a time that was spent in another job."""


def _is_no_time(lowered: str, quantity: Quantity) -> bool:
    """Tell whether a time is over, elsewhere, another debt's or only what something is paid for."""
    before = lowered[: quantity.start]
    return bool(
        _PAID_EACH.search(lowered[: quantity.end])
        or _AFTER_A_TIME.search(before)
        or _RUNS_OUT.search(before)
        or _ELSEWHERE.search(_own_clause(lowered, quantity))
    )


def _own_clause(lowered: str, quantity: Quantity) -> str:
    left, right = lowered[: quantity.start], lowered[quantity.end :]
    left, right = SENTENCE_END.split(left)[-1], SENTENCE_END.split(right)[0]
    cut = first_separator(right)
    return left[max(last_separator(left), 0) :] + (right[:cut] if cut >= 0 else right)
