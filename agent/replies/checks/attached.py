"""What a figure is called by the words that touch it: '§ on A', '§ (B, §)', 'to § from §'."""

import re

from agent.replies.checks.anchors import Anchor, loan_of
from agent.replies.factbook import FactBook, letters_of
from agent.replies.reading import Reading, Stated
from tools.facts import Fact

_BEHIND = re.compile(
    r"(?: (?:a|per|each|every) month| monthly| apr| (?:in|of) (?:total )?interest| interest|"
    r" overall| in total| in all| all told| altogether| total)?,?"
    r"(?: ?\((?:(?:on|with|for|under|over|option|offer) )?|"
    r" (?:on|with|for|under|of|in) (?:the )?(?:option |offer )?)"
)
_AGAINST = re.compile(
    r"\b(?:than|above|below|against|instead of|rather than|versus|vs|compared (?:with|to)|up from|"
    r"down from|from|as|of|plus|equals?|matches|mirrors|next to)\s(?:(?:with|in|for) )?"
    r"(?:the |option |offer )*$"
)
_FROM = re.compile(r"\b(?:up |down )?from (?:the |about |around )?$")


def held_against(before: str) -> bool:
    """'Than A', 'instead of §', 'the same as A': what stands behind is only compared with."""
    return _AGAINST.search(before) is not None


def has_the_same(anchor: Anchor, fact: Fact, facts: FactBook) -> bool:
    """Tell whether the loan that an anchor names has a like figure of that very value."""
    loan, own = loan_of(anchor.subject), loan_of(fact.subject)
    other = facts.of(loan + fact.subject.removeprefix(own), fact.role)
    return fact.role != "fee" and other is not None and other.value == fact.value


def names_behind(text: str, ref: Stated, anchors: list[Anchor]) -> list[Anchor]:
    """List the letters that stand right behind a figure and say whose it is: '§ on A', '§ (A'."""
    return [
        a for a in anchors
        if a.role is None and a.at > ref.at and _BEHIND.fullmatch(text[ref.at + 1 : a.at])
    ]  # fmt: skip


def left_for(text: str, ref: Stated, anchors: list[Anchor], measures: list[Stated]) -> list[Anchor]:
    """Drop the letters that belong to a later figure alone: '§ from § on A' names the second."""
    later = [m for m in measures if m.at > ref.at]
    taken = [
        a for m in later for a in names_behind(text, m, anchors)
        if loan_of(a.subject) == loan_of(m.fact.subject)
    ]  # fmt: skip
    return [a for a in anchors if a not in taken]


def comes_from(
    reply: Reading, ref: Stated, begin: int, mentioned: frozenset[str] | set[str]
) -> bool:
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
