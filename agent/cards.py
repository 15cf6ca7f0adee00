"""Blocks drawn from tool results: offer cards, comparison, proposal, documents, notice, hand-over.

Every figure goes through the one renderer and keeps the id of its fact. Words are in
knowledge/phrases/cards.toml.
"""

import tomllib
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from agent.blocks import (
    Block,
    Cell,
    CitationBlock,
    DocumentsBlock,
    HandOffBlock,
    NoticeBlock,
    OfferCard,
    OfferCards,
    ProposalBlock,
    TableBlock,
)
from agent.replies.factbook import FactBook
from agent.replies.references import references
from agent.replies.renderer import Renderer
from agent.toolbox import Done
from tools.adjust_offer import OfferAdjusted
from tools.application_status import StatusFound
from tools.compare_offers import OffersCompared
from tools.facts import ToolRecord
from tools.hand_off import HandedOff
from tools.lending.records import Offer
from tools.make_offers import OffersMade
from tools.policy_index import Passage
from tools.policy_index.bare_figures import bare_figures
from tools.search_policy import PolicyFound
from tools.submit_application import ApplicationFiled, ApplicationProposed

CARD_LINES: tuple[str, ...] = (
    "principal", "term_months", "monthly_payment", "note_rate_pct", "apr_pct", "total_interest",
    "total_of_payments", "total_fees", "amount_financed", "cash_to_close", "pmi_monthly",
    "dti_post_pct", "front_end_pct", "first_payment_date", "valid_until",
)  # fmt: skip
TABLE_LINES: tuple[str, ...] = (
    "principal", "term_months", "monthly_payment", "note_rate_pct", "apr_pct", "total_interest",
    "total_of_payments", "amount_financed", "dti_post_pct",
)  # fmt: skip


@lru_cache(maxsize=1)
def phrases() -> dict[str, Any]:
    """Read the words of the cards once."""
    return tomllib.loads(
        files("knowledge").joinpath("phrases/cards.toml").read_text(encoding="utf-8")
    )


def label_of(group: str, key: str) -> str:
    """Return the words for a field, a tag, a product, a document or a disclosure."""
    words = phrases()[group].get(key)
    return key.replace("_", " ") if words is None else str(words)


def cell(label: str, fact_id: str, book: FactBook, renderer: Renderer) -> Cell | None:
    """Draw one figure with its fact; None where there is no such fact."""
    if fact_id not in book:
        return None
    fact = book[fact_id]
    return Cell(label=label, text=renderer.render_fact(fact), fact_id=fact_id)


def _cells(
    names: Iterable[str], subject: str, book: FactBook, renderer: Renderer
) -> tuple[Cell, ...]:
    drawn = (cell(label_of("fields", n), f"{subject}.{n}", book, renderer) for n in names)
    return tuple(c for c in drawn if c is not None)


def _note(key: str, subject: str, book: FactBook, renderer: Renderer) -> tuple[str, ...]:
    """Render a note's template; nothing where one of its figures is missing."""
    template = phrases()["notes"][key].replace("$subject", subject)
    rendered = renderer.render(template, book)
    return (rendered.text,) if rendered.complete else ()


def _notes(offer: Offer, subject: str, book: FactBook, renderer: Renderer) -> tuple[str, ...]:
    keys: list[str] = []
    if offer.also_possible is not None:
        keys.append("also_possible")
    if offer.autodebit is not None and not offer.with_autodebit:
        keys.append("autodebit")
    if offer.with_autodebit:
        keys.append("with_autodebit")
    if offer.extra_payment is not None:
        keys.append("extra")
    if offer.refinance is not None:
        keys.append("refinance" if offer.refinance.break_even_months else "refinance_no_saving")
    keys += [w for w in offer.warnings if w in phrases()["notes"]]
    if offer.joint:
        keys.append("joint")
    drawn = [line for key in keys for line in _note(key, subject, book, renderer)]
    assumed = (label_of("assumptions", a.field) for a in offer.assumptions)
    return (*drawn, *dict.fromkeys(assumed))


def offer_card(offer: Offer, book: FactBook, renderer: Renderer) -> OfferCard:
    """Draw one offer."""
    subject = f"offer.{offer.letter}"
    return OfferCard(
        letter=offer.letter,
        product=offer.product,
        title=f"{label_of('products', offer.product)} · {offer.letter.upper()}",
        tags=tuple(label_of("tags", t) for t in offer.tags),
        cells=_cells(CARD_LINES, subject, book, renderer),
        notes=_notes(offer, subject, book, renderer),
        subject_to_review=offer.subject_to_review,
    )


def _offers_made(record: OffersMade, book: FactBook, renderer: Renderer) -> list[Block]:
    blocks: list[Block] = []
    if record.offers:
        cards = tuple(offer_card(o, book, renderer) for o in record.offers)
        blocks.append(OfferCards(cards=cards))
    if record.notice is not None:
        title = label_of("titles", "notice")
        notice = record.notice
        blocks.append(NoticeBlock(notice_id=notice.id, title=title, markdown=notice.markdown))
    return blocks


def _adjusted(record: OfferAdjusted, book: FactBook, renderer: Renderer) -> list[Block]:
    return [OfferCards(cards=(offer_card(record.offer, book, renderer),))]


def _compared(record: OffersCompared, book: FactBook, renderer: Renderer) -> list[Block]:
    letters = tuple(o.letter for o in record.offers)
    rows = []
    for name in TABLE_LINES:
        drawn = [cell("", f"offer.{x}.{name}", book, renderer) for x in letters]
        if any(drawn):
            label = Cell(label=label_of("fields", name), text=label_of("fields", name))
            rows.append((label, *(c or Cell(label="", text="–") for c in drawn)))
    columns = ("", *(x.upper() for x in letters))
    title = label_of("titles", "comparison")
    return [TableBlock(title=title, columns=columns, rows=tuple(rows))]


def _cited(record: PolicyFound, book: FactBook, renderer: Renderer) -> list[Block]:
    """Show the passage that is quoted, if it is written as the bank writes: figures by reference.

    A figure that somebody put into a document is not shown as the bank's word.
    """
    return [
        CitationBlock(passage_id=p.id, title=" › ".join(p.title_path), text=p.text)
        for p in record.passages[:1]
        if _is_the_banks(p)
    ]


LISTS = (".documents", ".kyc")
"""References of a policy that give names of papers and no figure."""


def _is_the_banks(passage: Passage) -> bool:
    """Tell whether every figure of a passage is a reference of its own."""
    own = {figure.id for figure in passage.figures}
    named = (ref.id for ref in references(passage.template))
    foreign = any(name not in own and not name.endswith(LISTS) for name in named)
    return not foreign and not bare_figures(" ".join((*passage.title_path, passage.template)))


def _proposed(record: ApplicationProposed, book: FactBook, renderer: Renderer) -> list[Block]:
    proposal = record.proposal
    if proposal is None:
        return []
    return [
        ProposalBlock(
            proposal_id=proposal.id,
            title=label_of("titles", "proposal"),
            cells=_cells(CARD_LINES, f"offer.{proposal.letter}", book, renderer),
            disclosures=tuple(label_of("disclosures", d) for d in proposal.disclosures),
            documents=tuple(label_of("documents", d) for d in proposal.documents),
        )
    ]


def _slots(number: str, missing: Iterable[str], received: Iterable[str]) -> DocumentsBlock:
    slots = (
        *(
            Cell(label=label_of("documents", d), text=label_of("states", "missing"))
            for d in missing
        ),
        *(
            Cell(label=label_of("documents", d), text=label_of("states", "received"))
            for d in received
        ),
    )
    return DocumentsBlock(application_number=number, slots=slots)


def _filed(record: ApplicationFiled, book: FactBook, renderer: Renderer) -> list[Block]:
    return [_slots(record.application_number, record.documents, ())]


def _status(record: StatusFound, book: FactBook, renderer: Renderer) -> list[Block]:
    if not record.missing_documents and not record.received_documents:
        return []
    return [_slots(record.application_number, record.missing_documents, record.received_documents)]


def _handed_off(record: HandedOff, book: FactBook, renderer: Renderer) -> list[Block]:
    when = "hand_off_callback" if record.callback else "hand_off_now"
    text = label_of("titles", when).replace("$phone", record.phone)
    if record.crisis_line:
        text = f"{record.crisis_line}. {text}"
    return [HandOffBlock(text=text, reference=record.reference)]


Draw = Callable[[Any, FactBook, Renderer], list[Block]]
DRAWN: tuple[tuple[type[ToolRecord], Draw], ...] = (
    (OffersMade, _offers_made),
    (OfferAdjusted, _adjusted),
    (OffersCompared, _compared),
    (PolicyFound, _cited),
    (ApplicationProposed, _proposed),
    (ApplicationFiled, _filed),
    (StatusFound, _status),
    (HandedOff, _handed_off),
)
AFTER_CLOSE = (NoticeBlock, HandOffBlock, DocumentsBlock)
"""Blocks that show an effect or start a clock: never shown before the turn has closed."""


def blocks_of(done: Done, book: FactBook, renderer: Renderer) -> list[Block]:
    """Draw what one call, and what followed it, gave."""
    drawn: list[Block] = []
    for one in done.everything():
        for kind, draw in DRAWN:
            if isinstance(one.record, kind):
                drawn += draw(one.record, book, renderer)
    return drawn


def is_withheld(done: Done, block: Block) -> bool:
    """Tell whether a block waits for the close of the turn."""
    effects = any(one.record is not None and one.record.effects for one in done.everything())
    return effects or isinstance(block, AFTER_CLOSE)
