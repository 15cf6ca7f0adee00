"""Disclosures that must stand, echoes that must not, and the shape of a reply."""

import re
from collections.abc import Iterator
from functools import lru_cache

from agent.replies.factbook import FactBook, letters_of
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import phrases, read
from agent.replies.reading import Reading, Ref

MANY_WORDS = 90
TOO_MANY_WORDS = 220
_PRICE_ROLES = frozenset(
    {"monthly_payment", "note_rate_pct", "total_interest", "total_of_payments"}
)


def disclosures(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a quote without APR, 'indicative' or the sentence of a home, and to a silent AI."""
    if context.first_message and not _says(reply, "ai"):
        yield reply.finding("disclosures", 0, 1, "the first message says that an AI is speaking")
    yield from _bare_rates(reply, context)
    quoted = [r for r in reply.refs if _is_quote(r, facts, context)]
    if not quoted or context.status is not None:
        return
    first = quoted[0]
    aprs = {f.subject for r in reply.refs if (f := r.fact) is not None and f.role == "apr_pct"}
    if not _says(reply, "apr") or not any(_loan(r) in aprs for r in quoted):
        yield reply.finding("disclosures", first.at, first.at + 1, "a payment stands with its APR")
    if not _says(reply, "indicative"):
        yield reply.finding("disclosures", first.at, first.at + 1, "an offer is called indicative")
    if context.dwelling and phrases().fixed[0] not in " ".join(reply.text.split()):
        yield reply.finding(
            "disclosures", first.at, first.at + 1, "an estimate for a home carries its sentence"
        )


def _says(reply: Reading, name: str) -> bool:
    return re.search(phrases().disclosures[name], reply.text) is not None


def _loan(ref: Ref) -> str:
    return ".".join(ref.fact.subject.split(".")[:2]) if ref.fact is not None else ""


def _is_quote(ref: Ref, facts: FactBook, context: GateContext) -> bool:
    """A price of a standing offer whose card the customer does not have on the screen."""
    fact = ref.fact
    if fact is None or fact.role not in _PRICE_ROLES or ref.style == "was":
        return False
    letters = letters_of(fact.subject)
    return fact.subject.startswith("offer.") and letters[0] not in context.shown


def _bare_rates(reply: Reading, context: GateContext) -> Iterator[GateFinding]:
    """A note rate stands only beside an APR, and an APR is always called one."""
    apr = re.compile(phrases().disclosures["apr"])
    has_apr = _says(reply, "apr") and any(
        r.fact is not None and r.fact.role in ("apr_pct", "apr_low_pct", "apr_high_pct")
        for r in reply.refs
    )
    has_apr = has_apr or (bool(context.shown) and _says(reply, "apr"))
    before = 0
    for sentence in reply.prose:
        labelled = apr.search(reply.text, before, sentence.end) is not None
        before = sentence.start
        for ref in reply.refs_in(sentence.start, sentence.end):
            if ref.fact is None or not ref.fact.subject.startswith(("offer.", "range.")):
                continue
            if ref.fact.role == "note_rate_pct" and not has_apr and ref.style != "was":
                why = "a note rate stands only beside its APR"
            elif ref.fact.role == "apr_pct" and not labelled:
                why = "an APR is called APR"
            else:
                continue
            yield reply.finding("disclosures", ref.at, ref.at + 1, why)


@lru_cache(maxsize=1)
def _echo_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    patterns = read("echoes.toml")["patterns"]
    return re.compile(patterns["ssn"]), re.compile(patterns["card"])


def echoes(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to identity numbers, card numbers and health details in a reply."""
    ssn, card = _echo_patterns()
    for pattern, why in ((ssn, "an identity number"), (card, "a card or account number")):
        for found in pattern.finditer(reply.text):
            yield reply.finding("echoes", *found.span(), f"{why} is never repeated")
    health = phrases().health
    if health is not None:
        for found in health.finditer(reply.text):
            yield reply.finding("echoes", *found.span(), "a health detail is never repeated")


def shape(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Advise on length and questions; only a reply of several screens is blocked."""
    words = len(reply.text.split())
    if words > TOO_MANY_WORDS:
        yield reply.finding("shape", 0, 40, f"{words} words: far too long")
    elif words > MANY_WORDS:
        yield reply.finding("shape", 0, 40, f"{words} words: aim at {MANY_WORDS}", "advises")
    questions = [s for s in reply.sentences if s.question]
    if len(questions) > 1:
        last = questions[-1]
        yield reply.finding("shape", last.start, last.end, "one question at a time", "advises")
    shouted = reply.text.find("!")
    if shouted >= 0 and reply.refs:
        yield reply.finding("shape", shouted, shouted + 1, "no exclamation about debt", "advises")
