"""Figures, judged by running rules, scorer and price again, and by looking every figure up."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from agent.blocks import Cell, OfferCards, ProposalBlock, TableBlock, TextBlock
from agent.conversations.records import ClosedTurn
from agent.language.quantities import find_quantities
from evals.checks.rerun import evaluated_again, scored_again
from evals.checks.verdict import Played, Remark, Verdict, calls_of, judged, text_blocks
from tools.facts import Fact
from tools.lending.amortization import monthly_payment
from tools.lending.records import Offer

CENT = Decimal("0.005")
TENTH = Decimal("0.05")
"""Months that are no whole ones are shown with one decimal."""
FIGURES = ("usd", "pct", "months")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
ORDINARY = re.compile(
    r"24/7|\b911\b|\b988\b|\bw-2s?\b|\b1099s?\b|\(?\b\d{3}\)?[- ]\d{3}-\d{4}|\b1-\d{3}-[\d-]+|"
    r"\b[a-z]{1,2}-\d[\w-]*|\b[a-z]{2,3}-[0-9a-f]{8}\b|(?:^|\s)\d[.)] |https?://\S+|\S+@\S+",
    re.IGNORECASE,
)
"""Digits that are no figures: telephone numbers, references, forms, the numbers of a list."""


def recomputed(played: Played) -> Verdict:
    """Every outcome, probability and offer is what rules, scorer and price give when run again."""
    remarks: list[Remark] = []
    of = 0
    for position, (number, _, closed) in enumerate(played.turns):
        said = [
            *_evaluated(played, position),
            *_priced(closed),
            *_facts_of_offers(played, position),
        ]
        remarks += [Remark(number, what) for what in dict.fromkeys(said)]
        of += len(closed.case.current_offers)
    return judged("recomputed", remarks, of, f"{of} offers are the same when run again")


def _evaluated(played: Played, position: int) -> Iterator[str]:
    """Compare what the turn's last evaluation left with the same evaluation run again."""
    closed = played.went.closed[position]
    if not calls_of(closed, "make_offers"):
        return
    case = closed.case
    again = evaluated_again(played, position)
    if again is None or again.inputs_hash != case.evaluated_hash:
        return
    if (again.outcome, again.review) != (case.outcome, case.review):
        yield f"outcome {case.outcome}, run again {again.outcome}"
    probability = scored_again(played, position)
    if probability is not None and case.default_probability not in (None, probability):
        yield "the scorer gives another probability when run again"
    stands = [_bare(o) for o in case.offers]
    for offer in again.offers:
        if _bare(offer) not in stands:
            payment = f"{offer.principal}/{offer.term_months} at {offer.note_rate_pct}"
            yield f"run again there is an offer of {offer.monthly_payment} for {payment}"


def _bare(offer: Offer) -> dict[str, object]:
    return offer.model_dump(exclude={"letter", "replaces"})


def _priced(closed: ClosedTurn) -> Iterator[str]:
    """Compute each payment from its own principal, rate and term; interest from the payments."""
    for offer in closed.case.current_offers:
        interest = offer.total_of_payments - offer.principal
        if offer.total_interest != interest:
            yield f"offer {offer.letter}: interest {offer.total_interest}, not {interest}"
        if offer.extra_payment is not None or offer.n_payments != offer.term_months:
            continue
        payment = monthly_payment(offer.principal, offer.note_rate_pct, offer.term_months)
        if abs(payment - offer.monthly_payment) > CENT:
            yield f"offer {offer.letter}: payment {offer.monthly_payment}, not {payment}"


def _facts_of_offers(played: Played, position: int) -> Iterator[str]:
    """Compare the facts that replies are rendered from with the offers of the case."""
    closed = played.went.closed[position]
    for fact in closed.facts:
        kind, _, letter = fact.subject.partition(".")
        offer = closed.case.offer(letter) if kind == "offer" else None
        value = getattr(offer, fact.role, None) if offer else None
        of_the_offer = value is not None and fact.id == f"{fact.subject}.{fact.role}"
        if of_the_offer and str(value) != fact.value and not _equal(fact.value, value):
            yield f"{fact.id} says {fact.value}, the offer {value}"


def _equal(text: str, value: object) -> bool:
    try:
        return Decimal(text) == Decimal(str(value))
    except InvalidOperation:
        return False


def grounded(played: Played) -> Verdict:
    """Every figure shown is the rendering of a fact, or of what the customer or a source said."""
    remarks: list[Remark] = []
    of = 0
    for position, (number, _, closed) in enumerate(played.turns):
        facts = played.facts[position]
        allowed = _allowed(played, position)
        for block in text_blocks(closed):
            of += len(block.figures)
            remarks += [Remark(number, w) for w in _in_text(block, facts, allowed)]
        for cell in _cells(closed):
            of += 1
            remarks += [Remark(number, w) for w in _in_cell(cell, facts)]
        for note in _notes(closed):
            loose = [f for f in NUMBER.findall(note) if not _known(f, allowed, facts)]
            of += 1
            remarks += [Remark(number, f"no fact behind {f!r} in {note!r}") for f in loose]
    return judged("grounded", remarks, of, f"{of} of {of} figures have a fact behind them")


def _known(text: str, allowed: frozenset[Decimal], facts: Mapping[str, Fact]) -> bool:
    return _value(text) in allowed or any(
        is_rendering(text, fact) for fact in facts.values() if fact.unit in FIGURES
    )


def _in_text(
    block: TextBlock, facts: Mapping[str, Fact], allowed: frozenset[Decimal]
) -> Iterator[str]:
    at, between = 0, []
    for figure in sorted(block.figures, key=lambda f: f.start or 0):
        start = figure.start or 0
        between.append(block.text[at:start])
        at = start + len(figure.text)
        fact = facts.get(figure.fact_id)
        if fact is None or block.text[start:at] != figure.text:
            yield f"no fact behind {figure.text!r}"
        elif not is_rendering(figure.text, fact):
            yield f"{figure.text!r} is no rendering of {fact.id} = {fact.value}"
    rest = ORDINARY.sub(" ", " \n".join([*between, block.text[at:]]))
    for loose in NUMBER.findall(rest):
        if _value(loose) not in allowed:
            yield f"no fact behind {loose!r} in {block.text!r}"


def is_rendering(text: str, fact: Fact) -> bool:
    """Tell whether a text can be what is shown of a fact: to the cent, months also as years.

    >>> from tools.facts import fact
    >>> term = fact("offer.b", "term_months", 60)
    >>> is_rendering("5 years", term), is_rendering("60-month", term), is_rendering("48", term)
    (True, True, False)
    """
    if fact.unit not in FIGURES:
        return True
    shown = [_value(n) for n in NUMBER.findall(text)]
    if not shown:
        return True  # "the same", or in words
    value = abs(Decimal(fact.value))
    years, months = divmod(value, 12)
    if fact.unit == "months" and shown in ([years, months], [years], [value / 12]):
        return True
    close = TENTH if fact.unit == "months" else CENT
    return any(abs(value - s) <= close for s in shown)


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", "")).normalize()


def _cells(closed: ClosedTurn) -> Iterator[Cell]:
    for block in closed.blocks:
        match block:
            case OfferCards():
                yield from (c for card in block.cards for c in card.cells)
            case TableBlock():
                yield from (c for row in block.rows for c in row)
            case ProposalBlock():
                yield from block.cells


def _in_cell(cell: Cell, facts: Mapping[str, Fact]) -> Iterator[str]:
    if cell.fact_id is None:
        return
    fact = facts.get(cell.fact_id)
    if fact is None:
        yield f"no fact behind {cell.label} {cell.text!r}"
    elif not is_rendering(cell.text, fact):
        yield f"{cell.label} {cell.text!r} is no rendering of {fact.id} = {fact.value}"


def _notes(closed: ClosedTurn) -> Iterator[str]:
    for block in closed.blocks:
        if isinstance(block, OfferCards):
            yield from (note for card in block.cards for note in card.notes)


def _allowed(played: Played, position: int) -> frozenset[Decimal]:
    """Return every value that may stand without a reference: facts, own words, sources shown."""
    values = {_value(n) for f in played.facts[position].values() for n in NUMBER.findall(f.value)}
    values |= {v.copy_abs() for v in values} | {_shown_as(v) for v in values}
    texts = [*played.went.said[: position + 1]]
    for closed in played.went.closed[: position + 1]:
        texts += [b.text for b in closed.blocks if b.kind == "citation"]
    for text in texts:
        values |= {_value(n) for n in NUMBER.findall(text)}
        read = (q.value for q in find_quantities(text))
        values |= {v.normalize() for v in read if v is not None}
    return frozenset(values)


def _shown_as(value: Decimal) -> Decimal:
    return round(value, 2).normalize()
