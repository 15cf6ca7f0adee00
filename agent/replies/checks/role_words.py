"""The words that name what a figure is, where they stand, and which figures they fit."""

import re
from typing import NamedTuple

from agent.replies.phrases import RoleWords, phrases
from agent.replies.reading import Reading, Sentence
from tools.facts import Fact

_OF_THE_CUSTOMER = frozenset({"said", "on_file", "assumed"})
_OF_A_FIELD = frozenset({"change", "change_to", "change_months", "change_to_months"})
_OF_A_RULE = frozenset({"observed", "limit"})


ADVERB = re.compile(r"in all|overall|altogether|all told|in total")
"""'Debts in all', 'documents in total': how much of it, of any unit."""


class RoleWord(NamedTuple):
    """A role word found in a sentence."""

    start: int
    end: int
    row: RoleWords


def role_words(text: str, sentence: Sentence) -> list[RoleWord]:
    """List the role words of a sentence, in order."""
    known = phrases()
    words: list[RoleWord] = []
    for match in known.role_pattern.finditer(text, sentence.start, sentence.end):
        row = known.role_rows[match[0]]
        words.append(RoleWord(*match.span(), row))
    return words


def judges(row: RoleWords, fact: Fact) -> bool:
    """Tell whether a word says anything of a figure of that unit."""
    return not row.neutral and fact.unit in row.units


def suits(fact: Fact, row: RoleWords) -> bool:
    """Tell whether a figure may stand under a role word."""
    if row.refused:
        return fact.role not in row.refused
    if fact.role in _OF_THE_CUSTOMER or (fact.role in _OF_A_FIELD and fact.field):
        return (fact.field or "") in row.fields
    if fact.role in _OF_A_RULE:
        measure = phrases().measures.get(fact.subject.removeprefix("rule."))
        return fact.role in row.roles and (measure is None or measure in row.roles)
    return fact.role in row.roles


def is_named(reply: Reading, fact: Fact) -> bool:
    """Tell whether the sentence of a figure has a word for its role: by chance none is meant."""
    for sentence in reply.sentences:
        if any(r.id == fact.id for r in reply.stated_in(sentence.start, sentence.end)):
            words = role_words(reply.text, sentence)
            own = (w.row for w in words if judges(w.row, fact) and not w.row.refused)
            return any(suits(fact, row) for row in own)
    return False
