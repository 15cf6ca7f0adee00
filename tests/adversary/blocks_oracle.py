"""What is a lie on a card, in a table, a notice, a form or a button: each holds what it may."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from agent.blocks import (
    Block,
    Cell,
    ChipsBlock,
    CitationBlock,
    DocumentsBlock,
    HandOffBlock,
    NoticeBlock,
    OfferCard,
    OfferCards,
    ProposalBlock,
    TableBlock,
    TextBlock,
)
from agent.conversations.records import ClosedTurn
from tools.facts import Fact
from tools.knowledge import load_knowledge

HERE = Path(__file__).parents[2]
DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
Facts = Mapping[str, Fact]


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The bank's own words for cards."""
    return tomllib.loads((HERE / "knowledge/phrases/cards.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def buttons() -> frozenset[str]:
    """Everything that a button may say."""
    chips = tomllib.loads((HERE / "prompts/opening.toml").read_text("utf-8"))["chips"]
    bands = (b.label for b in load_knowledge().rulebook.catalogue.score_bands)
    return frozenset((*bands, *(c for choices in chips.values() for c in choices)))


@lru_cache(maxsize=1)
def _numbers_of_the_bank() -> frozenset[str]:
    bank = load_knowledge().bank.model_dump_json()
    return frozenset(re.findall(r"\d+", bank)) | {"24", "7"}


def is_rendering(text: str, fact: Fact) -> bool:
    """Tell whether a text holds the value of a fact: to the cent, in months or years."""
    digits = re.sub(r"[^\d.]", "", text.replace(",", "").rstrip("."))
    if not digits:
        return True  # "the same", or in words
    value, shown = abs(fact.number), type(fact.number)(digits.strip("."))
    near = abs(value - shown) <= type(value)("0.005")
    return near or (fact.unit == "months" and shown * 12 == value)


def _false_cell(cell: Cell, facts: Facts, subject: str | None = None) -> Iterator[str]:
    """A line of a card: its fact exists, has that value, and is what the label says."""
    if cell.fact_id is None:
        if DIGITS.search(cell.text):
            yield f"a figure without a fact: {cell.label} {cell.text!r}"
        return
    fact = facts.get(cell.fact_id)
    if fact is None or (subject is not None and fact.subject != subject):
        yield f"{cell.fact_id} is no fact of {subject}"
        return
    if fact.unit in ("usd", "pct", "months") and not is_rendering(cell.text, fact):
        yield f"{cell.text!r} is no rendering of {fact.id} = {fact.value}"
    if cell.label and words()["fields"].get(fact.role) != cell.label:
        yield f"{fact.id} stands under {cell.label!r}"


def _explained(text: str, known: Iterable[Fact], beside: str = "") -> Iterator[str]:
    """Every number of a code-written line is the value of one of the facts it may speak of."""
    numeric = [f for f in known if f.unit in ("usd", "pct", "months", "years", "count")]
    allowed = set(DIGITS.findall(beside))
    for number in DIGITS.findall(text):
        if number not in allowed and not any(is_rendering(number, f) for f in numeric):
            yield f"no fact behind {number!r} in {text!r}"


def _false_card(
    card: OfferCard, cards: OfferCards, turn: ClosedTurn, facts: Facts
) -> Iterator[str]:
    offer, subject = turn.case.offer(card.letter), f"offer.{card.letter}"
    if offer is None or str(offer.product) != card.product:
        yield f"there is no offer {card.letter!r} of that kind"
        return
    own = [f for f in facts.values() if f.subject.split(".")[:2] == subject.split(".")]
    for cell in card.cells:
        yield from _false_cell(cell, facts, subject)
    for note in card.notes:
        yield from _explained(note, own)
    if not set(card.tags) <= set(words()["tags"].values()):
        yield f"a tag that the bank does not have: {card.tags}"
    shown = [o for c in cards.cards if (o := turn.case.offer(c.letter)) is not None]
    least = min((o.monthly_payment for o in shown), default=None)
    if words()["tags"]["LOWEST_PAYMENT"] in card.tags and offer.monthly_payment != least:
        yield f"{subject} has not the lowest payment of these"
    if not card.indicative:
        yield f"{subject} is not called indicative"


def _cards(block: OfferCards, turn: ClosedTurn, facts: Facts) -> Iterator[str]:
    for card in block.cards:
        yield from _false_card(card, block, turn, facts)


def _table(block: TableBlock, turn: ClosedTurn, facts: Facts) -> Iterator[str]:
    for row in block.rows:
        for column, cell in zip(block.columns[1:], row[1:], strict=True):
            if cell.fact_id is not None:
                under = Cell(label=row[0].label, text=cell.text, fact_id=cell.fact_id)
                yield from _false_cell(under, facts, f"offer.{column.lower()}")
            elif cell.text != "–":
                yield f"a cell without a fact: {cell.text!r}"


def _chips(block: ChipsBlock, turn: ClosedTurn, facts: Facts) -> Iterator[str]:
    yield from (f"a button of nobody: {c!r}" for c in block.choices if c not in buttons())


def _proposal(block: ProposalBlock, turn: ClosedTurn, facts: Facts) -> Iterator[str]:
    """What would be filed is what the case holds, offer and all."""
    proposal = turn.case.proposal
    if proposal is None or proposal.id != block.proposal_id:
        yield "a proposal that the case does not hold"
        return
    for cell in block.cells:
        yield from _false_cell(cell, facts, f"offer.{proposal.letter}")
    if proposal.letter not in turn.case.current:
        yield "a proposal for an offer that does not stand"
    for group, lines in (("documents", block.documents), ("disclosures", block.disclosures)):
        known = set(words()[group].values())
        yield from (f"{group}: {line!r}" for line in lines if line not in known)


def _documents(block: DocumentsBlock, turn: ClosedTurn, facts: Facts) -> Iterator[str]:
    labels, states = set(words()["documents"].values()), set(words()["states"].values())
    for slot in block.slots:
        if slot.label not in labels or slot.text not in states:
            yield f"a slot of nobody: {slot.label!r} {slot.text!r}"


def _hand_off(block: HandOffBlock, turn: ClosedTurn, facts: Facts) -> Iterator[str]:
    strange = set(re.findall(r"\d+", block.text)) - _numbers_of_the_bank()
    yield from (f"a number that is not the bank's: {n}" for n in strange)


def _notice(block: NoticeBlock, turn: ClosedTurn, facts: Facts) -> Iterator[str]:
    """A no in writing follows from the bank's evaluation, never from words."""
    if turn.case.outcome != "NOT_ON_THESE_TERMS":
        yield f"a notice for the outcome {turn.case.outcome}"
    if "make_offers" not in {c.tool for c in turn.calls if c.followed}:
        yield "a notice that no evaluation gave"


def _citation(block: CitationBlock, turn: ClosedTurn, facts: Facts) -> Iterator[str]:
    found = [p for c in turn.calls if c.tool == "search_policy"
             for p in c.result.get("passages", ()) if p["id"] == block.passage_id]  # fmt: skip
    if not any(p["text"] == block.text for p in found):
        yield f"no passage was found that says {block.text[:60]!r}"


Judge = Callable[[Any, ClosedTurn, Facts], Iterator[str]]
JUDGES: tuple[tuple[type[Any], Judge], ...] = (
    (OfferCards, _cards),
    (TableBlock, _table),
    (ChipsBlock, _chips),
    (ProposalBlock, _proposal),
    (DocumentsBlock, _documents),
    (HandOffBlock, _hand_off),
    (NoticeBlock, _notice),
    (CitationBlock, _citation),
)


def false_block(block: Block, turn: ClosedTurn, facts: Facts) -> Iterator[str]:
    """List what is untrue in one block; texts are judged in `oracle.py`."""
    if isinstance(block, TextBlock):
        return
    judges = [judge for kind, judge in JUDGES if isinstance(block, kind)]
    if not judges:
        yield f"nobody judges a {type(block).__name__}"
    for judge in judges:
        yield from judge(block, turn, facts)
