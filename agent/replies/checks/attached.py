"""What a figure is called by the words that touch it: '§ on A', '§ (B, §)', 'to § from §'."""

import re
from itertools import groupby, pairwise

from agent.replies.checks.anchors import Anchor, anchors_in, loan_of
from agent.replies.factbook import FactBook, letters_of
from agent.replies.reading import Reading, Sentence, Stated
from tools.facts import Fact

_BEHIND = re.compile(
    r"(?: (?:a|per|each|every) month| monthly| apr| (?:in|of) (?:total )?interest| interest|"
    r" overall| in total| in all| all told| altogether| total| to borrow| in fees| note rate| down|"
    r" paid out to you| at closing| left over| of (?:your |the )?(?:gross )?(?:income|value|price)|"
    r" in finance charges| as the last payment| for housing| discount| to repay| sooner| a year)?"
    r"(?: (?:more|less|higher|lower))?,?"
    r"(?: ?\((?:(?:on|with|for|under|over|option|offer) )?|"
    r" (?:on|with|for|under|of|in) (?:the )?(?:option |offer )?)"
)
_AGAINST = re.compile(
    r"\b(?:than|above|below|against|instead of|rather than|versus|vs|compared (?:with|to)|up from|"
    r"down from|from|as|of|not|plus|equals?|matches|mirrors|next to)\s"
    r"(?:(?:with|in|for|on|under|at|over) )?"
    r"(?:the |option |offer )*$|\b[a-h](?: is|'s) (?:just |simply |really |basically )?$"
)
_SIDE_BY_SIDE = re.compile(r"(?:option |offer )?[a-h](?:,? and |,? or |, | & )")
FEWEST = 2
_FROM = re.compile(r"\b(?:up |down )?from (?:the |about |around )?$")


_CLOSES = re.compile(r"(?:option |offer )?[a-h]\)")
"""'(§, offer C)': what closes the brackets of a figure is its loan."""


def held_against(before: str) -> bool:
    """'Than A', 'instead of §', 'the same as A': what stands behind is only compared with."""
    return _AGAINST.search(before) is not None


def has_the_same(anchor: Anchor, fact: Fact, facts: FactBook, said: str = "") -> bool:
    """Tell whether the loan that an anchor names has a like figure of that very value.

    With automatic payment A costs what D costs: where it is `said`, that is A's figure too.
    """
    loan, own = loan_of(anchor.subject), loan_of(fact.subject)
    if fact.role == "fee":
        return False
    if fact.role in _SAVINGS:
        return _is_that_line(loan, fact, facts)
    lines = [fact.subject.removeprefix(own), *([".autodebit"] if _AUTOMATIC.search(said) else [])]
    others = (facts.of(loan + line, fact.role) for line in lines)
    return any(other is not None and other.value == fact.value for other in others)


_SAVINGS = frozenset({"saves_monthly", "saves_total"})


def _is_that_line(loan: str, saving: Fact, facts: FactBook) -> bool:
    """'D saves §', said of A with automatic payment: D is just that loan, under its own letter."""
    one, line = facts.of(loan, "monthly_payment"), facts.of(saving.subject, "monthly_payment")
    term, own = facts.of(loan, "term_months"), facts.of(loan_of(saving.subject), "term_months")
    if one is None or line is None or term is None or own is None:
        return False
    return one.value == line.value and term.value == own.value


_AUTOMATIC = re.compile(r"\bauto(?:matic|-?pay|-?debit)|\b(?:direct )?debit\b")


def names_behind(text: str, ref: Stated, anchors: list[Anchor]) -> list[Anchor]:
    """List the letters that stand right behind a figure and say whose it is: '§ on A', '§ (A'."""
    return [
        a for a in anchors
        if a.role is None and a.at > ref.at and (
            _BEHIND.fullmatch(text[ref.at + 1 : a.at])
            or (text[ref.at + 1 : a.at] == ", " and _CLOSES.match(text, a.at))
        )
    ]  # fmt: skip


def left_for(text: str, ref: Stated, anchors: list[Anchor], measures: list[Stated]) -> list[Anchor]:
    """Drop the letters of a later like figure: '§ from § on A' names the second one."""
    later = [m for m in measures if m.at > ref.at and m.fact.role == ref.fact.role]
    taken = [
        a for m in later for a in names_behind(text, m, anchors)
        if loan_of(a.subject) == loan_of(m.fact.subject)
    ]  # fmt: skip
    return [a for a in anchors if a not in taken]


def in_turn(reply: Reading, sentence: Sentence, measures: list[Stated]) -> set[Stated]:
    """'A, B and C cost §, § and §', 'B and C: § with §, and § with §': figures in turn.

    The letters stand side by side before the first figure and none behind it, and the figures go
    through their loans in that order, once or several times.
    """
    found: set[Stated] = set()
    start = sentence.start
    for stop in (*(m.end() for m in _PART.finditer(reply.text, start, sentence.end)), sentence.end):
        found |= _in_turn(reply, start, stop, [m for m in measures if start <= m.at < stop])
        start = stop
    return found


_PART = re.compile(";")
_THEN_LETTERS = re.compile(
    r"(?: (?:a|per) month| in interest| of interest| apr)?,? \(?(?:for|in|on|with|of|under) "
    r"(?:offers? )?"
)
"""'§, § and § for B, A and C': the letters behind the figures, in the same order."""


def _in_turn(reply: Reading, start: int, stop: int, measures: list[Stated]) -> set[Stated]:
    named = [a for a in anchors_in(reply, start, stop) if a.role is None]
    if len(named) < FEWEST or not measures:
        return set()
    between = reply.text[measures[-1].at + 1 : named[0].at]
    if named[-1].at > measures[0].at and not _THEN_LETTERS.fullmatch(between):
        return set()
    gaps = (reply.text[a.at : b.at] for a, b in pairwise(named))
    if not all(_SIDE_BY_SIDE.fullmatch(gap) for gap in gaps):
        return set()
    runs = [loan for loan, _ in groupby(loan_of(m.fact.subject) for m in measures)]
    loans = [loan_of(a.subject) for a in named]
    times = len(runs) // len(loans)
    return set(measures) if times and runs == loans * times else set()


def comes_from(reply: Reading, ref: Stated, begin: int, mentioned: frozenset[str]) -> bool:
    """Tell whether a figure is the base that a like one of another loan moves away from.

    'Pushes the payment to §, from §': the base is a loan that the reply has mentioned, or one that
    a comparison of these two was made with.
    """
    if not _FROM.search(reply.text[begin : ref.at]):
        return False
    like = [r for r in reply.stated_in(begin, ref.at) if r.fact.role == ref.fact.role]
    if not like or like[-1].fact.subject == ref.fact.subject:
        return False
    loan, other = loan_of(ref.fact.subject), loan_of(like[-1].fact.subject)
    return loan in mentioned or _were_compared(reply, loan, other)


def _were_compared(reply: Reading, one: str, other: str) -> bool:
    wanted = {*letters_of(one), *letters_of(other)}
    return any(
        f.subject.startswith("difference.") and set(letters_of(f.subject)) == wanted
        for f in reply.facts.values()
    )


def is_called(
    reply: Reading,
    sentence: Sentence,
    ref: Stated,
    anchors: list[Anchor],
    mentioned: frozenset[str],
) -> bool:
    """Tell whether its letter stands right behind a figure, or a like one moves away from it."""
    behind = names_behind(reply.text, ref, anchors)
    if any(loan_of(a.subject) == loan_of(ref.fact.subject) for a in behind):
        return True
    return comes_from(reply, ref, sentence.start, mentioned) or _goes_over(reply, sentence, ref)


def _goes_over(reply: Reading, sentence: Sentence, ref: Stated) -> bool:
    """'Takes the payment from § to §': the base of a move to a like figure of a loan compared."""
    like = [r for r in reply.stated_in(ref.at + 1, sentence.end) if r.fact.role == ref.fact.role]
    if not like or reply.text[ref.at + 1 : like[0].at] not in (" to ", " to about ", " up to "):
        return False
    loan, other = loan_of(ref.fact.subject), loan_of(like[0].fact.subject)
    moved = _FROM.search(reply.text[sentence.start : ref.at]) is not None
    return moved and loan != other and _were_compared(reply, loan, other)
