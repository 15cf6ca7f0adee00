"""What stands around a figure: its bounds, whose it is, whether it states anything at all."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from agent.language.nones import NO_AID, NO_DEBTS, NO_INCOME
from agent.language.quantities import Period, Quantity
from agent.offline.filling_cues import Sort
from agent.offline.filling_nothing import QUESTION, SENTENCE_END, asks, states_nothing
from agent.offline.filling_words import FILLERS, WORD
from agent.offline.owners import (
    is_for_a_student,
    is_of_other,
    is_sum_of_two,
    labels_follow,
    names_both,
    with_names_as_they,
)

_PERIOD = re.compile(
    r"^(?:\s*(?:(?:a|an|per|each|every|/) ?(?:month|mo|year|yr|week|hour|two weeks|other \w+"
    r"|pay ?day)s?\b|monthly\b|yearly\b|annually\b|biweekly\b|dollars?\b|bucks?\b|usd\b|or so\b"
    r"|/ ?(?:mo|yr|month|year|week|hour)\b|a ?yr\b|twice a month\b|yr\b))+"
)
_ADDED = re.compile(
    r"\bplus\b|\+|(?:\band|,)(?: (?:an?|my))? (?:pension|social security|disability|bonus)"
)
_JOINED = re.compile(r"\s*(?:plus|\+|and)\s+(?:(?:an?|my|about) )?(?:[a-z]+ ){0,2}")


class Figure(NamedTuple):
    """One quantity with the stretch of the message that may speak for it."""

    quantity: Quantity
    number: int
    sort: Sort | None
    value: Decimal | None
    floor: int
    """Claims before it start here at the earliest."""
    start: int
    end: int
    """With the words of its period."""
    after_from: int
    """Claims after it start here at the earliest."""
    ceiling: int
    """Claims after it end here at the latest."""
    shares_left: bool
    """Another figure of the same sentence stands before it."""
    shares_right: bool
    is_other: bool
    is_sum: bool
    """It is an income of two people at once: "we make 130"."""
    asks: bool
    """It stands in a question."""
    period: Period | None
    """What it is paid for; in "910 and 400 a month" both are."""
    is_added: bool
    """It is said to come on top of the figure before it: "61k plus 6k bonus"."""
    states_nothing: bool

    @property
    def is_bare(self) -> bool:
        """A plain number: no currency, no thousands, no period."""
        q = self.quantity
        return q.measures == "number" and q.currency is None and q.period is None


def sort_of(quantity: Quantity) -> Sort | None:
    """Tell what sort of field a quantity can fill; None for counts of something else."""
    measures = quantity.measures
    if measures == "duration":
        return "duration"
    if measures == "percent":
        return "percent"
    if measures == "money" or (measures == "number" and quantity.unit in ("", "score")):
        return "amount"
    return None


def _sentences(lowered: str) -> list[tuple[int, int]]:
    cuts = [m.end() for m in SENTENCE_END.finditer(lowered)]
    starts = [0, *cuts]
    ends = [*cuts, len(lowered)]
    return [(s, e) for s, e in zip(starts, ends, strict=True) if e > s]


def _start_of(sentences: Sequence[tuple[int, int]], lowered: str, at: int) -> tuple[int, int]:
    """Return the sentence of a position; one that only names a thing ("Rent?") is joined to it."""
    number = next(i for i, (_, e) in enumerate(sentences) if at < e)
    start, end = sentences[number]
    opens = not set(WORD.findall(lowered[start:at])) - FILLERS
    if number and opens:
        before = lowered[slice(*sentences[number - 1])]
        says_more = any(c.isdigit() for c in before) or QUESTION.match(before)
        if len(before.split()) <= 4 and not says_more:
            start = sentences[number - 1][0]
    return start, end


_NEGATED = re.compile(
    r"\b(?:no|without|not any|don't (?:have|pay|owe) (?:any )?)\s?(?:other |more )?(?:debts?"
    r"|payments?"
    r"|rent|mortgage|loans?|bills|cards?|savings|aid|scholarships?|scores?|credit|down payment)\b"
    rf"|\b(?:{NO_DEBTS}|{NO_INCOME}|{NO_AID})"
    r"|\bnothing (?:is |was )?(?:covered|owed|else)\b"
)


_ASIDE = re.compile(r"[,(]( ?(?:(?:rent|everything|all) included|including rent|with rent))[,)]")


def claimable(text: str) -> str:
    """Return the text in which claims are looked for: names as they, no "no debts"."""
    lowered = with_names_as_they(text).lower()
    if len(lowered) != len(text):
        lowered = text.lower() if len(text.lower()) == len(text) else text
    lowered = _ASIDE.sub(lambda m: f" {m[1]} ", lowered)
    return _NEGATED.sub(lambda m: "_" * len(m[0]), lowered)


class _Message(NamedTuple):
    """What the figures of one message share."""

    lowered: str
    sentences: list[tuple[int, int]]
    quantities: Sequence[Quantity]
    ends: list[int]
    default_other: bool
    """Whose a figure is that names nobody."""
    labels_follow: bool
    for_student: bool


def figures_of(
    text: str, quantities: Sequence[Quantity], *, other_by_default: bool
) -> list[Figure]:
    """Describe every quantity of a message by what stands around it."""
    lowered = claimable(text)
    message = _Message(
        lowered=lowered,
        sentences=_sentences(lowered),
        quantities=quantities,
        ends=[q.end + _period_length(lowered, q, quantities, i) for i, q in enumerate(quantities)],
        # what nobody is named for is the household's, once both are spoken of
        default_other=other_by_default and not names_both(lowered),
        labels_follow=bool(quantities) and labels_follow(lowered, quantities[-1].end),
        for_student=is_for_a_student(lowered),
    )
    return [_figure(message, index) for index in range(len(quantities))]


def _is_count(quantity: Quantity) -> bool:
    """Tell whether it counts things: "two cards" names what a figure beside it is for."""
    return quantity.kind == "number" and sort_of(quantity) is None


def _figure(message: _Message, index: int) -> Figure:
    lowered, quantities, quantity = message.lowered, message.quantities, message.quantities[index]
    start, end = _start_of(message.sentences, lowered, quantity.start)
    earlier = [i for i in range(index) if not _is_count(quantities[i])]
    later = [q for q in quantities[index + 1 :] if not _is_count(q)]
    before = message.ends[earlier[-1]] if earlier else 0
    after = later[0].start if later else len(lowered)
    other = not message.for_student and is_of_other(
        lowered, quantity.start, quantity.end, after,
        default=message.default_other, labels_follow=message.labels_follow,
    )  # fmt: skip
    return Figure(
        quantity=quantity,
        number=index,
        sort=sort_of(quantity),
        value=quantity.value if quantity.value is not None else quantity.lo,
        floor=max(start, before),
        start=quantity.start,
        end=message.ends[index],
        after_from=quantity.end,
        ceiling=min(end, after),
        shares_left=before > start,
        shares_right=after < end,
        is_other=other,
        is_sum=is_sum_of_two(lowered, before, quantity.start, quantity.end, after),
        asks=asks(lowered[start:end]),
        period=quantity.period or _shared_period(lowered, quantities, index),
        is_added=_ADDED.search(lowered[before : quantity.start]) is not None,
        states_nothing=states_nothing(lowered, (start, end), quantity),
    )


def _shared_period(lowered: str, quantities: Sequence[Quantity], index: int) -> Period | None:
    if index + 1 == len(quantities) or quantities[index].measures not in ("money", "number"):
        return None
    following = quantities[index + 1]
    between = lowered[quantities[index].end : following.start]
    if _is_score_beside_income(quantities[index], following) or _SAYS_ITS_OWN.search(between):
        return None
    return following.period if _JOINED.fullmatch(between) else None


_SAYS_ITS_OWN = re.compile(r"\b(?:i|we|he|she|they|are|is|pays?|debts?|bills|payments?|owe)\b")
"""Between two figures: the second one begins a clause of its own, and its period with it."""


def _is_score_beside_income(quantity: Quantity, following: Quantity) -> bool:
    """Tell "hers is 733 and I make 178,800 a year" from two figures of one kind."""
    value, income = quantity.value or 0, following.value or 0
    plain = quantity.currency is None and quantity.measures == "number"
    return plain and 500 <= value <= 850 and following.period == "year" and income >= 10_000


def _period_length(
    lowered: str, quantity: Quantity, quantities: Sequence[Quantity], index: int
) -> int:
    limit = quantities[index + 1].start if index + 1 < len(quantities) else len(lowered)
    found = _PERIOD.match(lowered[quantity.end : limit])
    return found.end() if found else 0
