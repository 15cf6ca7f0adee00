"""Draws the blocks of a reply. Everything drawn is in the block; nothing is computed here."""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from agent.blocks import (
    Block,
    Cell,
    ChartBlock,
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
from agent.said import Cancel, ChooseOffer, Confirm, Consent, Said, Text
from tools.case_file import CaseFile
from ui.charts import draw_schedule
from ui.figures import Figures
from ui.formatting import label, markdown, plain, with_figures

FIRST_LINES = 5
"""Lines of a card that are always open; the others are one click away."""
LEAD = ".monthly_payment"
"""The fact that leads a card."""
CONSENT_VERSION = "1"


class Stage(NamedTuple):
    """Where blocks are drawn."""

    figures: Figures
    prefix: str
    """Unique to the turn: keys of widgets begin with it."""
    case: CaseFile
    """The case as it stands now: tells which buttons still mean something."""
    act: Callable[[Said], None] | None = None
    """What a button does; None where the reply is history or not finished."""
    pending: bool = False


def draw(block: Block, stage: Stage, position: int) -> None:
    """Draw one block; `position` is its place in the reply."""
    for kind, how in DRAWN:
        if isinstance(block, kind):
            how(block, stage, f"{stage.prefix}-{position}")


# -- words ---------------------------------------------------------------------------------------


def _text(block: TextBlock, stage: Stage, key: str) -> None:
    inner = with_figures(block.text, block.figures, lambda f: stage.figures.draw(f.text, f.fact_id))
    st.html(f'<div class="la-say">{inner}</div>')


def customer_words(text: str) -> None:
    """Show what the customer said, exactly as typed."""
    st.html(f'<div class="la-said">{plain(text)}</div>')


def _chips(block: ChipsBlock, stage: Stage, key: str) -> None:
    if stage.act is None:
        return
    with st.container(horizontal=True, key=f"chips-{key}"):
        for number, choice in enumerate(block.choices):
            st.button(
                label(choice),
                key=f"chip-{key}-{number}",
                on_click=stage.act,
                args=(Text(text=choice),),
            )


def _citation(block: CitationBlock, stage: Stage, key: str) -> None:
    with st.expander(label(f"From our policy: {block.title}"), icon=":material/menu_book:"):
        st.markdown(markdown(block.text))
        st.caption(label(f"Passage {block.passage_id}"))


def _hand_off(block: HandOffBlock, stage: Stage, key: str) -> None:
    reference = f"<p>Reference {plain(block.reference)}</p>" if block.reference else ""
    st.html(
        f'<div class="la-banner" role="status"><p><strong>Handed over to a person.</strong> '
        f"{plain(block.text)}</p>{reference}</div>"
    )


def _notice(block: NoticeBlock, stage: Stage, key: str) -> None:
    with st.container(border=True, key=f"notice-{key}"):
        with st.expander(label(block.title), icon=":material/mail:"):
            st.markdown(markdown(block.markdown))
        st.download_button(
            "Download the notice",
            block.markdown,
            file_name=f"notice-{block.notice_id}.md",
            mime="text/markdown",
            key=f"download-{key}",
            on_click="ignore",
            icon=":material/download:",
        )


# -- offers --------------------------------------------------------------------------------------


def _cards(block: OfferCards, stage: Stage, key: str) -> None:
    with st.container(horizontal=True, key=f"cards-{key}"):
        for card in block.cards:
            _card(card, stage, key)


def _card(card: OfferCard, stage: Stage, key: str) -> None:
    with st.container(border=True, key=f"card-{key}-{card.letter}"):
        st.html(_card_html(card, stage))
        if stage.act is None or card.letter not in stage.case.current:
            return
        if stage.case.chosen == card.letter:
            st.html('<p class="la-chosen">✓ Selected</p>')
            return
        st.button(
            f"Choose {card.letter.upper()}",
            key=f"choose-{key}-{card.letter}",
            on_click=stage.act,
            args=(ChooseOffer(letter=card.letter),),
            width="stretch",
        )


def _card_html(card: OfferCard, stage: Stage) -> str:
    tags = "".join(f'<li class="la-tag">{plain(t)}</li>' for t in card.tags)
    lead = next((c for c in card.cells if (c.fact_id or "").endswith(LEAD)), None)
    cells = tuple(c for c in card.cells if c is not lead)
    first, rest = cells[:FIRST_LINES], cells[FIRST_LINES:]
    more = f"<details><summary>All figures</summary>{_lines(rest, stage)}</details>" if rest else ""
    notes = "".join(f"<p class='la-note'>{plain(n)}</p>" for n in card.notes)
    return (
        f'<article class="la-card" aria-label="{plain(card.title)}">'
        f'<h3>{plain(card.title)}</h3><ul class="la-tags">{tags}</ul>'
        f"{_lead(lead, stage)}{_lines(first, stage)}{more}{notes}"
        f'<p class="la-status">{_status_of(card, stage)}</p></article>'
    )


def _lead(cell: Cell | None, stage: Stage) -> str:
    if cell is None:
        return ""
    figure = stage.figures.draw(cell.text, cell.fact_id)
    return f'<p class="la-lead"><span>{plain(cell.label)}</span> {figure}</p>'


def _status_of(card: OfferCard, stage: Stage) -> str:
    words = "Indicative offer" if card.indicative else "Offer"
    if card.subject_to_review:
        words += ", a person looks at it first"
    if not stage.pending and card.letter not in stage.case.current:
        words += " · no longer current"
    return words


def _lines(cells: tuple[Cell, ...], stage: Stage) -> str:
    rows = "".join(
        f"<div><dt>{plain(c.label)}</dt><dd>{stage.figures.draw(c.text, c.fact_id)}</dd></div>"
        for c in cells
    )
    return f'<dl class="la-lines">{rows}</dl>'


def _table(block: TableBlock, stage: Stage, key: str) -> None:
    head = "".join(f'<th scope="col">{plain(c)}</th>' for c in block.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{plain(c.text)}</th>'
            if at == 0
            else f"<td>{stage.figures.draw(c.text, c.fact_id)}</td>"
            for at, c in enumerate(row)
        )
        + "</tr>"
        for row in block.rows
    )
    st.html(
        f'<div class="la-scroll" tabindex="0" role="region" aria-label="{plain(block.title)}">'
        f"<table class='la-table'><caption>{plain(block.title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _chart(block: ChartBlock, stage: Stage, key: str) -> None:
    draw_schedule(block, key)


# -- applying ------------------------------------------------------------------------------------


def _proposal(block: ProposalBlock, stage: Stage, key: str) -> None:
    disclosures = "".join(f"<li>{plain(d)}</li>" for d in block.disclosures)
    documents = "".join(f"<li>{plain(d)}</li>" for d in block.documents)
    with st.container(border=True, key=f"proposal-{key}"):
        st.html(
            f'<section class="la-card" aria-label="{plain(block.title)}"><h3>{plain(block.title)}'
            f"</h3>{_lines(block.cells, stage)}<h4>Please read</h4><ul>{disclosures}</ul>"
            f"<h4>Documents you will need</h4><ul>{documents}</ul></section>"
        )
        _proposal_buttons(block, stage, key)


def _proposal_buttons(block: ProposalBlock, stage: Stage, key: str) -> None:
    proposal = stage.case.proposal
    stands = proposal is not None and proposal.id == block.proposal_id
    if stage.act is None or not stands or stage.case.application_number is not None:
        return
    st.checkbox(
        "I agree to receive papers electronically (optional)", key=f"e-sign-{key}", value=False
    )
    with st.container(horizontal=True):
        st.button(
            "Confirm and submit",
            key=f"confirm-{key}",
            type="primary",
            on_click=_confirm,
            args=(stage.act, block.proposal_id, f"e-sign-{key}"),
        )
        st.button("Not now", key=f"cancel-{key}", on_click=stage.act, args=(Cancel(),))


def _confirm(act: Callable[[Said], None], proposal_id: str, agreed_key: str) -> None:
    act(Confirm(proposal_id=proposal_id))
    if st.session_state.get(agreed_key):
        act(Consent(consent="e_sign", version=CONSENT_VERSION))


def _documents(block: DocumentsBlock, stage: Stage, key: str) -> None:
    number = (
        f" for application {plain(block.application_number)}" if block.application_number else ""
    )
    rows = "".join(
        f"<div><dt>{plain(c.label)}</dt><dd>{plain(c.text)}</dd></div>" for c in block.slots
    )
    st.html(
        f'<section class="la-card la-boxed"><h3>Documents{number}</h3>'
        f'<dl class="la-lines">{rows}</dl></section>'
    )


DRAWN: tuple[tuple[type, Callable[[Any, Stage, str], None]], ...] = (
    (TextBlock, _text),
    (OfferCards, _cards),
    (TableBlock, _table),
    (ChartBlock, _chart),
    (ChipsBlock, _chips),
    (CitationBlock, _citation),
    (NoticeBlock, _notice),
    (ProposalBlock, _proposal),
    (DocumentsBlock, _documents),
    (HandOffBlock, _hand_off),
)
