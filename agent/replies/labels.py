"""What a reply says of its figures where its own words leave it open.

A figure that no word names gets its name behind it: '$411.01 a month'. What the words make clear
stays as it was written.
"""

import re

from agent.replies.checks.roles import misnamed
from agent.replies.checks.sources import unsourced
from agent.replies.checks.subjects import placed
from agent.replies.checks.superlatives import orderings
from agent.replies.factbook import FactBook
from agent.replies.naming import unnamed
from agent.replies.reading import Reading

_TAIL = re.compile(
    r"\]\](?: (?:more|less|higher|lower|fewer|extra|apiece|smaller|larger|bigger|cheaper|sooner|"
    r"later|"
    r"earlier|longer|shorter|apart)\b)?"
)
_NAME = re.compile(
    r"(?: (?:a|per|each|every) month| APR| (?:of|in) (?:total )?interest| interest(?! rate)"
    r"| in total"
    r"| at closing| to borrow| paid out| of what you earn| of it| down(?! (?:to|from|by)\b)"
    r"| in fees| of (?:your |the )?(?:gross )?income| note rate)\b"
    r"(?: (?:more|less|extra)\b)?",
    re.IGNORECASE,
)
"""A name that a reply has written itself: whose a figure is stands behind it."""


def labelled(template: str, facts: FactBook) -> str:
    """Name every figure of a repaired template that its words leave unnamed.

    >>> from tools.facts import fact
    >>> book = FactBook([fact("offer.a", "monthly_payment", "411.01")])
    >>> labelled("With A it's [[offer.a.monthly_payment]].", book)
    "With A it's [[offer.a.monthly_payment]] a month."
    >>> labelled("The payment is [[offer.a.monthly_payment]].", book)
    'The payment is [[offer.a.monthly_payment]].'
    """
    return with_labels(Reading(template, facts)).template


def with_labels(reply: Reading) -> Reading:
    """Return the reading of a reply with its figures named; itself where they all are."""
    template = reply.template
    wrong = {m.ref.at for m in misnamed(reply)}
    open_ = [u for u in unnamed(reply) if u.ref.at not in wrong]
    says = {u.ref.at: u.says for u in open_ if not u.behind}
    whose = {p.ref.at: p.says for p in placed(reply) if p.says and p.ref.at not in wrong}
    for u in open_:
        if u.behind:
            whose[u.ref.at] = u.says + whose.get(u.ref.at, "")
    for remark in unsourced(reply):
        if remark.says and remark.ref.at not in wrong:
            whose[remark.ref.at] = remark.says + whose.get(remark.ref.at, "")
    ordered = {o.of_these for o in orderings(reply) if o.of_these is not None}
    for at in sorted({*says, *whose, *ordered}, reverse=True):
        if at in ordered:
            place = reply.origin(at - 1) + 1
            template = f"{template[:place]} of these{template[place:]}"
            continue
        tail = _TAIL.search(template, reply.origin(at))
        if tail:
            front, behind = template[: tail.end()], template[tail.end() :]
            front = _named(front, tail, says.get(at, ""))
            template = front + (_with_owner(behind, whose[at]) if at in whose else behind)
    return reply if template == reply.template else Reading(template, reply.facts)


def _named(front: str, tail: re.Match[str], says: str) -> str:
    """Write a name behind a figure; a style goes into its reference."""
    if says.startswith("|"):
        return front[: tail.start()] + says + front[tail.start() :]
    return front + says


def _with_owner(behind: str, whose: str) -> str:
    """Put whose a figure is behind its name; into the brackets, where some follow."""
    name = _NAME.match(behind)
    at = name.end() if name else 0
    if whose.startswith(" (") and behind.startswith(" (", at):
        return f"{behind[:at]}{whose[:-1]}, {behind[at + 2 :]}"
    return f"{behind[:at]}{whose}{behind[at:]}"
