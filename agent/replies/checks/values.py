"""A comparison without a difference: held against the figures of the offers."""

import re
from decimal import Decimal

from agent.replies.checks.anchors import Anchor, anchors_in, loan_of
from agent.replies.checks.spoken_of import metric_of
from agent.replies.factbook import FactBook
from agent.replies.reading import Reading, Sentence

_HELD_AGAINST = re.compile(
    r"\b(?:than|against|instead of|rather than|versus|from|compared (?:with|to))\b"
)
_RIGHT_BEHIND = 12
_BARE = frozenset({"more", "less"})
"""Of what, the next word tells: 'more now and less later'."""


def is_held_against(reply: Reading, sentence: Sentence, anchor: Anchor) -> bool:
    """Tell whether a loan is the one compared with: 'compared with B', 'than option B'."""
    before = reply.text[sentence.start : anchor.at]
    return (
        re.search(
            _HELD_AGAINST.pattern + r"\s(?:(?:the|option|offer|in|with|on|for|under)\s)*$", before
        )
        is not None
    )


def against_values(
    reply: Reading,
    sentence: Sentence,
    clause: tuple[int, int],
    match: re.Match[str],
    sign: int,
    facts: FactBook,
) -> str | None:
    """Check a comparison without a difference against the figures of the offers."""
    inner = match.string
    own, base = _compared(reply, sentence, clause, match, facts)
    if own is None:
        return "nothing here says what is compared; use a difference"
    metric = (
        _role_led_to(reply, clause[0] + match.end())
        or (
            metric_of(inner[match.start() : match.end() + _RIGHT_BEHIND])
            if match[0] in _BARE
            else None
        )
        or metric_of(inner[max(0, match.start() - 30) : match.end() + 30])
    )
    metrics = [metric] if metric else _metrics_in(inner)
    verdicts = [_by(m, own, base, sign, facts) for m in metrics]
    return None if None in verdicts or not verdicts else verdicts[0]


def is_held_to_a_loan(reply: Reading, start: int, sentence: Sentence) -> bool:
    """Tell whether a loan is named behind 'than', 'against' …: 'cheaper than B'."""
    held = _THAN.search(reply.text, start, sentence.end)
    return held is not None and bool(mentions(reply, held.end(), sentence.end))


_THAN = re.compile(r"\b(?:than|against|compared (?:with|to))\b")


def _metrics_in(text: str) -> list[str]:
    """Name the figures that a comparison may be by: true by one of them is enough."""
    found = (metric_of(part) for part in re.split(r"[,;:]| and | but ", text))
    return list(dict.fromkeys(m for m in found if m))


def _by(metric: str, own: str, base: str | None, sign: int, facts: FactBook) -> str | None:
    """Say what speaks against a loan being less, or more, than another by a figure."""
    mine = facts.of(own, metric) or facts.of(loan_of(own), metric)
    if mine is None:
        return "no figure supports this comparison"
    others = [base] if base else [s for s in _other_loans(facts) if s != loan_of(own)]
    values: list[Decimal] = [f.number for s in others if (f := facts.of(s, metric)) is not None]
    if any((mine.number - v) * sign > 0 for v in values):
        return None
    return f"{own} does not compare like that by {metric.replace('_', ' ')}"


_LEADS_TO = re.compile(r" (?:(?:down|up|back|only|just|about|around|it|you) )*(?:to|at) $")
_MEASURED = frozenset(
    {"monthly_payment", "total_interest", "total_of_payments", "apr_pct", "note_rate_pct"}
)


def _role_led_to(reply: Reading, stop: int) -> str | None:
    """'Over § it drops to §': what drops is the figure it drops to."""
    refs = reply.stated_in(stop, stop + 24)
    led = bool(refs) and _LEADS_TO.fullmatch(reply.text[stop : refs[0].at])
    return refs[0].fact.role if led and refs[0].fact.role in _MEASURED else None


def _other_loans(facts: FactBook) -> set[str]:
    """Every offer of the book, old ones too: a change is compared with what it changed."""
    return {
        f.subject for f in facts.values()
        if f.subject.startswith("offer.") and f.subject.count(".") == 1
    }  # fmt: skip


def _compared(
    reply: Reading,
    sentence: Sentence,
    clause: tuple[int, int],
    match: re.Match[str],
    facts: FactBook,
) -> tuple[str | None, str | None]:
    """Name the loan spoken of and the one it is held against."""
    start, end = clause
    loans: list[str] = []
    ahead = mentions(reply, start, sentence.end)
    for at, subject in ahead:
        within = at < end or _HELD_AGAINST.search(reply.text, end - 1, at)
        if within and not loans and subject != ahead[0][1]:
            loans.append(ahead[0][1])  # 'costs more a month: B, § against § with A': B is spoken of
        if within and subject not in loans:
            loans.append(subject)
    if len(loans) == 1 and _is_only_held(reply, sentence, start, end):
        spoken = [s for at, s in mentions(reply, sentence.start, start) if s != loans[0]]
        return (spoken[0], loans[0]) if spoken else (loans[0], None)
    if not loans:
        mentioned = mentions(reply, start, sentence.end)[:1] or mentions(reply, 0, start)[-1:]
        loans = [subject for _, subject in mentioned]
    if len(loans) < 2:
        return (loans[0] if loans else None), None
    if re.search(r"\bfrom\b.*\bto\b", reply.text[start:end]):
        return loans[1], loans[0]
    held = _HELD_AGAINST.search(reply.text, start, sentence.end)
    return loans[0], loans[1] if held else None


def _is_only_held(reply: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """'… and less in total than C': the loan of the clause is the one that is held against."""
    named = [a for a in anchors_in(reply, start, end) if a.role is None]
    return len(named) == 1 and is_held_against(reply, sentence, named[0])


def mentions(reply: Reading, start: int, end: int) -> list[tuple[int, str]]:
    found = [
        (a.at, loan_of(a.subject))
        for a in anchors_in(reply, start, end)
        if a.subject.startswith("offer.")
    ]
    found += [
        (r.at, loan_of(r.fact.subject))
        for r in reply.stated_in(start, end)
        if r.fact.subject.startswith("offer.")
    ]
    return sorted(set(found))
