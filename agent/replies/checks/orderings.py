"""Superlatives and comparatives agree with the facts."""

import re
from collections.abc import Iterator
from decimal import Decimal

from agent.replies.checks.subjects import Anchor, anchors_in, loan_of
from agent.replies.factbook import FactBook, letters_of
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import phrases
from agent.replies.reading import SIGN, Reading, Ref, Sentence
from agent.replies.renderer import SAVED_ROLES, is_difference

METRICS = ("monthly_payment", "total_interest", "term_months", "apr_pct", "note_rate_pct",
           "principal")  # fmt: skip
_LESS = re.compile(r"^(?:less|lower|cheap|small|few|soon|earl|short|fast|quick|sav|reduc|cut|drop|"
                   r"fall|fell|decreas|shrink|down|goes? down|go down|com|bring|take|off|trim|shave)")  # fmt: skip
_THAN_OUTSIDE = re.compile(
    r"\b(?:other|others|another|any|anyone|anybody|elsewhere|competitor\w*|market|average|most|"
    r"(?:one|loan|mortgage) you have|current (?:loan|mortgage|bank|lender)|they|theirs|banks?|lenders?)\b"
)


def metric_of(text: str) -> str | None:
    """Name the figure that an ordering is about, from its words."""
    words = phrases().words
    for metric in ("apr_pct", "note_rate_pct", "principal", "monthly_payment", "total_interest",
                   "term_months"):  # fmt: skip
        if words[f"metric_{metric}"].search(text):
            return metric
    return None


def superlatives(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to 'lowest' and its kin unless said of these offers and true of them."""
    words = phrases().words
    for sentence in reply.sentences:
        text = _blanked(reply.text[sentence.start : sentence.end], "not_superlative")
        if not words["superlative"].search(text):
            continue
        of_these = words["of_these"].search(reply.text, 0, sentence.end) is not None
        for start, end in _claims(reply, sentence):
            inner = text[start - sentence.start : end - sentence.start]
            for match in words["superlative"].finditer(inner):
                why = _false_superlative(reply, (start, end), sentence, match, facts, of_these)
                if why and not (sentence.question and not _subject(reply, start, end)):
                    yield reply.finding(
                        "superlatives", start + match.start(), start + match.end(), why
                    )


def _claims(reply: Reading, sentence: Sentence) -> list[tuple[int, int]]:
    """Clauses; one without a loan or a figure joins the clause after it ('Of these, A is …')."""
    return reply.clauses(sentence)


def _false_superlative(
    reply: Reading,
    clause: tuple[int, int],
    sentence: Sentence,
    match: re.Match[str],
    facts: FactBook,
    of_these: bool,
) -> str | None:
    if not of_these:
        return "only of these offers, and it has to say so: 'of these'"
    near = match.string[match.start() : match.end() + 40]
    metric = (
        metric_of(near)
        or metric_of(match.string)
        or metric_of(reply.text[sentence.start : sentence.end])
    )
    subject = (
        _subject(reply, *clause)
        or _subject(reply, sentence.start, sentence.end)
        or (_last_subject(reply, sentence.start))
    )
    if metric is None or subject is None or loan_of(subject) not in facts.offers:
        return None
    values = {s: f.number for s in facts.offers if (f := facts.of(s, metric)) is not None}
    own = values.get(loan_of(subject))
    if own is None:
        return None
    low = phrases().words["low_end"].search(match[0]) is not None
    best = min(values.values()) if low else max(values.values())
    return None if own == best else f"{subject} is not that: {metric.replace('_', ' ')} {best}"


def _subject(reply: Reading, start: int, end: int) -> str | None:
    """The loan a stretch of text is about: its letter, its figures, or its term."""
    for anchor in anchors_in(reply, start, end):
        if anchor.subject.startswith("offer."):
            return anchor.subject
    for ref in reply.refs_in(start, end):
        if ref.fact is not None and ref.fact.subject.startswith("offer."):
            return ref.fact.subject
    return None


def _last_subject(reply: Reading, before: int) -> str | None:
    for ref in reversed(reply.refs_in(0, before)):
        if ref.fact is not None and ref.fact.subject.startswith("offer."):
            return ref.fact.subject
    return None


def comparatives(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to 'less', 'more', 'saves' … that no difference or ordering supports."""
    words = phrases().words
    for sentence in reply.sentences:
        text = reply.text[sentence.start : sentence.end]
        for fixed in phrases().fixed:
            text = text.replace(fixed, " " * len(fixed))
            if any(text.strip() == s.strip() for s in re.split(r"(?<=[.])\s", fixed)):
                text = " " * len(text)
        text = _blanked(_blanked(text, "generic_truth"), "not_comparative")
        for start, end in reply.clauses(sentence):
            inner = text[start - sentence.start : end - sentence.start]
            directed = [
                *((m, -1) for m in words["less"].finditer(inner)),
                *((m, 1) for m in words["more"].finditer(inner)),
            ]
            for match, sign in directed:
                why = _false_comparative(reply, sentence, (start, end), match, sign, facts)
                if why:
                    yield reply.finding(
                        "comparatives", start + match.start(), start + match.end(), why
                    )


def _blanked(text: str, lexicon: str) -> str:
    return (
        phrases().words[lexicon].sub(lambda m: "".join(c if c == SIGN else " " for c in m[0]), text)
    )


def _false_comparative(
    reply: Reading,
    sentence: Sentence,
    clause: tuple[int, int],
    match: re.Match[str],
    sign: int,
    facts: FactBook,
) -> str | None:
    start, end = clause
    at = start + match.start()
    ref = _difference_beside(reply, start, end, at, start + match.end())
    if ref is not None:
        return _against_difference(reply, sentence, ref, sign)
    inner = match.string
    if sentence.question and not _subject(reply, start, end):
        return None
    if _THAN_OUTSIDE.search(inner, match.end()) and " than" in inner[match.end() :]:
        return "no fact compares this with anything outside these offers"
    if not phrases().words["cost_words"].search(inner) and not _subject(reply, start, end):
        return None
    return _against_values(reply, sentence, clause, match, sign, facts)


def _difference_beside(reply: Reading, start: int, end: int, at: int, stop: int) -> Ref | None:
    """The difference that a word of direction speaks about: the one it touches, else the next."""
    refs = [r for r in reply.refs_in(start, end) if r.fact is not None and is_difference(r.fact)]
    before = [r for r in refs if r.at < at]
    if before and len(reply.text[before[-1].at + 1 : at].split()) <= 1:
        return before[-1]
    after = [r for r in refs if r.at >= stop]
    return after[0] if after else (before[-1] if before else None)


def _against_difference(reply: Reading, sentence: Sentence, ref: Ref, sign: int) -> str | None:
    fact = ref.fact
    assert fact is not None
    value = fact.number
    if fact.role in SAVED_ROLES:
        value = -value
    if _seen_from_base(reply, sentence, ref):
        value = -value
    if value * sign < 0:
        return f"{ref.id} is {fact.value}: the words say the opposite"
    if ref.style in ("compared", "signed"):
        return None
    return None


def _seen_from_base(reply: Reading, sentence: Sentence, ref: Ref) -> bool:
    """Tell whether the sentence speaks of the offer that the difference is taken from."""
    fact = ref.fact
    letters = letters_of(fact.subject) if fact is not None else ()
    if len(letters) != 2:
        return False
    named: list[Anchor] = [
        a for a in anchors_in(reply, sentence.start, ref.at) if a.subject.startswith("offer.")
    ]
    if not named:
        return False
    of_text = reply.text[sentence.start : named[0].at]
    if re.search(
        r"\b(?:from|than|compared (?:with|to)|against|instead of|rather than|versus)\s(?:the\s|option\s)?$",
        of_text,
    ):
        return False
    subjects = {loan_of(a.subject) for a in named}
    return subjects == {f"offer.{letters[1]}"}


def _against_values(
    reply: Reading,
    sentence: Sentence,
    clause: tuple[int, int],
    match: re.Match[str],
    sign: int,
    facts: FactBook,
) -> str | None:
    """Check a comparison without a difference against the figures of the offers."""
    inner = match.string
    metric = metric_of(inner[max(0, match.start() - 30) : match.end() + 30]) or metric_of(inner)
    own, base = _compared(reply, sentence, clause, match, facts)
    if own is None:
        return "nothing here says what is compared; use a difference"
    if metric is None:
        metric = "total_interest"
    mine = facts.of(own, metric) or facts.of(loan_of(own), metric)
    if mine is None:
        return "no figure supports this comparison"
    others = [base] if base else [s for s in _other_loans(facts) if s != loan_of(own)]
    values: list[Decimal] = [f.number for s in others if (f := facts.of(s, metric)) is not None]
    if any((mine.number - v) * sign > 0 for v in values):
        return None
    return f"{own} does not compare like that by {metric.replace('_', ' ')}"


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
    for at, subject in _mentions(reply, start, sentence.end):
        if at < end or re.search(
            r"\b(?:than|against|instead of|rather than|versus|from)\b", reply.text[end - 1 : at]
        ):
            if subject not in loans:
                loans.append(subject)
    if not loans:
        for _, subject in reversed(_mentions(reply, 0, start)):
            loans.append(subject)
            break
    if not loans:
        return None, None
    if len(loans) > 1 and re.search(
        r"\b(?:than|against|instead of|rather than|versus|compared)\b",
        reply.text[start : sentence.end],
    ):
        return loans[0], loans[1]
    if len(loans) > 1 and re.search(r"\b(?:from)\b.*\bto\b", reply.text[start:end]):
        return loans[1], loans[0]
    return loans[0], None


def _mentions(reply: Reading, start: int, end: int) -> list[tuple[int, str]]:
    found = [
        (a.at, loan_of(a.subject))
        for a in anchors_in(reply, start, end)
        if a.subject.startswith("offer.")
    ]
    found += [
        (r.at, loan_of(r.fact.subject))
        for r in reply.refs_in(start, end)
        if r.fact is not None and r.fact.subject.startswith("offer.")
    ]
    return sorted(set(found))
