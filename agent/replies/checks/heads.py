"""A head that names several things, and the figures behind its colon in the same order."""

import re
from itertools import pairwise

from agent.replies.checks.anchors import anchors_in, loan_of
from agent.replies.checks.role_words import RoleWord, judges, role_words, suits
from agent.replies.reading import Reading, Sentence, Stated

_FEWEST = 2
_FIRST = re.compile(r": ?(?:about |just |only )?")
_NEXT = re.compile(
    r"(?: (?:a|per|each|every) month| monthly| in interest| of interest| apr)?"
    r",? ?(?:and |or |with |against |& )?(?:about |just |only )?"
)
_NAMES_NOTHING = frozenset({"paid", "total", "limit", "saved", "overall", "total of payments"})


def headed(reply: Reading, sentence: Sentence) -> frozenset[Stated]:
    """Return the figures that a head names in turn.

    'C has the lowest payment and B the lowest interest: § and §', 'APR and payment of A: § and §'.
    """
    key = f"headed {sentence.start}"
    if key not in reply.known:
        reply.known[key] = frozenset(_headed(reply, sentence))
    found: frozenset[Stated] = reply.known[key]
    return found


def _headed(reply: Reading, sentence: Sentence) -> list[Stated]:
    colon = reply.text.find(":", sentence.start, sentence.end)
    run = _run(reply, colon, sentence.end) if colon >= 0 else []
    if len(run) < _FEWEST:
        return []
    before = reply.stated_in(sentence.start, colon)
    begin = before[-1].at + 1 if before else sentence.start
    head = Sentence(begin, colon, False)
    names = [w for w in role_words(reply.text, head) if _is_name(w)]
    if len(names) != len(run) or not all(
        judges(w.row, r.fact) and suits(r.fact, w.row) for w, r in zip(names, run, strict=True)
    ):
        return []
    loans = [loan_of(a.subject) for a in anchors_in(reply, begin, colon) if a.role is None]
    one = len(set(loans)) == 1
    theirs = [loan_of(r.fact.subject) for r in run]
    return run if not loans or loans == theirs or (one and set(theirs) == set(loans)) else []


def _is_name(word: RoleWord) -> bool:
    row = word.row
    return not row.neutral and row.side != "after" and row.name not in _NAMES_NOTHING


def _run(reply: Reading, colon: int, end: int) -> list[Stated]:
    """List the figures right behind a colon, as far as nothing but a list joins them."""
    refs = reply.stated_in(colon, end)
    if not refs or not _FIRST.fullmatch(reply.text[colon : refs[0].at]):
        return []
    run = [refs[0]]
    for one, other in pairwise(refs):
        if not _NEXT.fullmatch(reply.text[one.at + 1 : other.at]):
            break
        run.append(other)
    return run
