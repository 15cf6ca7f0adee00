"""A conversation as a text file that a customer can keep."""

from collections.abc import Iterable

from agent.blocks import (
    Block,
    CitationBlock,
    DocumentsBlock,
    HandOffBlock,
    NoticeBlock,
    OfferCards,
    ProposalBlock,
    TableBlock,
    TextBlock,
)
from agent.conversations.records import Turn
from agent.said import in_words
from ui.formatting import moment
from ui.talk import Talk


def transcript(talk: Talk) -> str:
    """Return everything that was said and shown, as Markdown."""
    lines = [f"# Conversation of {moment(talk.conversation.created_at)}", ""]
    lines += [f"Reference {talk.conversation.id}", "", "## Assistant", ""]
    lines += _blocks(talk.conversation.greeting)
    for turn in talk.turns:
        lines += _turn(turn)
    return "\n".join(lines).rstrip() + "\n"


def _turn(turn: Turn) -> Iterable[str]:
    if turn.erased or turn.closed is None:
        yield from ("## Erased", "", "This message was deleted.", "")
        return
    yield from (f"## You, {moment(turn.opened.now)}", "")
    yield from (f"    {line}" for line in in_words(turn.opened.said).splitlines() or [""])
    yield from ("", "## Assistant", "")
    yield from _blocks(turn.closed.blocks)


def _blocks(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        lines = list(_block(block))
        if lines:
            yield from (*lines, "")


def _block(block: Block) -> Iterable[str]:
    match block:
        case TextBlock():
            yield block.text
        case OfferCards():
            for card in block.cards:
                yield f"### {card.title} ({', '.join(card.tags)}), indicative"
                yield from (f"- {c.label}: {c.text}" for c in card.cells)
                yield from (f"- {note}" for note in card.notes)
        case TableBlock():
            yield f"### {block.title}"
            yield from (" | ".join(c.text for c in row) for row in block.rows)
        case CitationBlock():
            yield f"> From our policy: {block.title} ({block.passage_id})"
        case NoticeBlock():
            yield block.markdown
        case ProposalBlock():
            yield f"### {block.title}"
            yield from (f"- {c.label}: {c.text}" for c in block.cells)
            yield from (f"- {d}" for d in (*block.disclosures, *block.documents))
        case DocumentsBlock():
            yield from (f"- {c.label}: {c.text}" for c in block.slots)
        case HandOffBlock():
            yield f"{block.text} {block.reference or ''}".rstrip()
        case _:
            return
