"""What says which loan is meant: a letter, a term, an amount."""

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from agent.replies.factbook import FactBook, letters_of
from agent.replies.reading import Reading

_NAMED = re.compile(
    r"\b(?:[Oo]ption|[Oo]ffer|[Cc]ard|[Cc]hoice|[Ll]oan|OPTION|OFFER)\s(?:a(?! \w)|[A-Zb-h])\b(?!')"
)
"""A letter that is called an offer is one, whether it exists or not."""
_BARE = re.compile(
    r"(?<=[a-z] )A(?= [a-z])|(?<=[,;(] )A(?= [a-z])|"
    r"(?<![\w'.&-])(?:[B-H](?:(?='s\b)|(?![\w'&-]))|A(?='s\b|[,.;:?)/]|\s+[(\-=§]|\s+(?:and|or|at|is|has|"
    r"costs?|would|comes|to|for|as|was|leaves|keeps|runs|with|gives|saves|means|takes|asks|fits|stays|"
    r"sits|stretches|lets|looks|needs|pays|brings|ends|finishes|lowers|raises|also|still|then|only|which|"
    r"where|if|but|because|instead|than|without|over|may|can|could|will|does|doesn't|isn't|wins|suits|"
    r"remains|works|on|in|from|against|versus|vs|matches|seems|starts|carries|offers|gets|makes|falls|"
    r"goes|adds|shows|stands|charges|ends|covers|drops|rises|moves|bears|alone|now|spreads|uses|lies|had|itself|"
    r"it|it's|it'd|you|you'd|you'll|you're|your|we|i|that's|there's|there|she|he|they)\b|\s*$))"
)
"""A letter that stands alone is an offer where one has that letter: 'D at §', 'than A'."""
_LONE = re.compile(r"\b(?:[A-Z]|[a-h])\b")
_PAIR = re.compile(r"\(([A-H]) against ([A-H])[,)]")
"""What a difference is between: it turns the talk to neither."""
ANCHORS = {"term_months": "term_months", "principal": "principal"}
FAMILY = frozenset({"autodebit", "refinance", "extra"})
"""Lines of an offer that are the same loan; `also` is another one."""


class Anchor(NamedTuple):
    """What says which loan is meant: a term, an amount, or a letter."""

    at: int
    subject: str
    role: str | None
    value: str

    @property
    def number(self) -> Decimal | None:
        """Its value, where it has one."""
        try:
            return Decimal(self.value)
        except InvalidOperation:
            return None


def loan_of(subject: str) -> str:
    """Name the loan of a subject: 'offer.b.autodebit' is 'offer.b', 'offer.b.also' is itself."""
    parts = subject.split(".")
    return ".".join(parts[:2]) if len(parts) > 2 and parts[2] in FAMILY else subject


def anchors_in(reply: Reading, start: int, end: int) -> list[Anchor]:
    """List the words and references that say which loan is meant, in order."""
    key = f"anchors {start} {end}"
    if key not in reply.known:
        reply.known[key] = _anchors_in(reply, start, end)
    found: list[Anchor] = reply.known[key]
    return found


def _anchors_in(reply: Reading, start: int, end: int) -> list[Anchor]:
    found: list[Anchor] = []
    if any(start <= at < end for at in _lone(reply)):
        found += _letters_in(reply, start, end)
    for ref in reply.stated_in(start, end):
        fact = ref.fact
        told = fact.role in ("said", "assumed")
        role = ANCHORS.get((fact.field or "") if told else fact.role)
        if role and ref.style != "was" and not fact.subject.endswith(".extra"):
            found.append(Anchor(ref.at, fact.subject, role, fact.value))
    return sorted(found)


def _lone(reply: Reading) -> tuple[int, ...]:
    """Where letters stand alone: most sentences have none, and need no closer look."""
    if "lone" not in reply.known:
        reply.known["lone"] = tuple(m.start() for m in _LONE.finditer(reply.cased))
    found: tuple[int, ...] = reply.known["lone"]
    return found


def _letters_in(reply: Reading, start: int, end: int) -> list[Anchor]:
    found: list[Anchor] = []
    named = {at for m in _PAIR.finditer(reply.cased, start, end) for at in (m.start(1), m.start(2))}
    for m in _NAMED.finditer(reply.cased, start, end):
        found.append(Anchor(m.start(), f"offer.{m[0][-1].lower()}", None, ""))
        named.add(m.end() - 1)
    for m in _BARE.finditer(reply.cased, start, end):
        subject = f"offer.{m[0].lower()}"
        if m[0] == "A" and _is_article(reply, m.end()):
            continue
        if m.start() not in named and reply.facts.of(subject, "monthly_payment"):
            found.append(Anchor(m.start(), subject, None, ""))
    return found


_OF_A_FIGURE = re.compile(
    r" § (?:(?:car|home|gold|personal|monthly|fixed|new|smaller|larger|refinance|student|education|"
    r"medical|private) )*(?:loan|limit|line|cap|payment|term|fee|rate|apr|house|home|condo|"
    r"purchase|request|plan|version|option|offer|discount|increase|raise|reduction|down|deposit|budget|"
    r"range|gap|difference|change|score|income|salary|mortgage|car|truck|share|minimum|maximum)\b"
)


def _is_article(reply: Reading, end: int) -> bool:
    """'A 60-month loan', 'A § loan': the A before a figure that describes something."""
    if _OF_A_FIGURE.match(reply.text, end):
        return True
    behind = reply.stated_in(end, end + 2)
    return bool(behind) and behind[0].style == "adjective"


def agrees(anchor: Anchor, subject: str, facts: FactBook) -> bool:
    """Tell whether a loan is the one an anchor names: same letter, or same term or amount."""
    loans = [f"offer.{x}" for x in letters_of(subject)] if "difference" in subject else [subject]
    for loan in loans:
        if loan_of(loan) == loan_of(anchor.subject):
            return True
        if anchor.role is None:
            continue
        own = facts.of(loan, anchor.role) or facts.of(loan_of(loan), anchor.role)
        if own is None and loan.endswith(".also") and anchor.role == "principal":
            own = facts.of(loan.removesuffix(".also"), "principal")
        if own is not None and own.number == anchor.number:
            return True
    return False
