"""Writes the generated parts of README.md anew: `python -m evals.docs`, or `make docs`.

A part lies between `<!-- generated: NAME -->` and `<!-- end -->`. A test proves that they are
current, so that the README cannot tell of a program that there is not.
"""

import inspect
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic_core import PydanticUndefined
from rich.console import Console
from rich.table import Table

from agent.blocks import Block, Cell, ChipsBlock, OfferCards
from agent.conversations.records import Session
from agent.graph import build_graph
from agent.said import Text
from agent.settings import PREFIX, Settings
from agent.terminal import TerminalChat
from agent.wiring import build
from tools.catalog import CATALOG

README = Path(__file__).resolve().parent.parent / "README.md"
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
CALL_ID = re.compile(r"\b[0-9a-f]{32}:\S+")
"""Another one every time; its width is kept, as there is a box around it."""
WIDTH = 96

PERSONA = "maya"
NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("America/New_York"))
SAYS = (
    "I need 20k for a car",
    "It's new and costs 22,500",
    "and with auto-pay?",
    "/receipt offer.d.monthly_payment",
)
SHOWN = ("term_months", "monthly_payment", "note_rate_pct", "apr_pct", "total_interest")


class Stale(Exception):
    """README.md names a part that nobody generates."""


class _Written(TerminalChat):
    """The terminal chat on paper: a card is one line, quick replies are left out."""

    def draw(self, block: Block) -> None:
        if isinstance(block, OfferCards):
            self.console.print(_cards(block))
        elif not isinstance(block, ChipsBlock):
            super().draw(block)


def _cards(block: OfferCards) -> Table:
    columns = (cell.label for cell in block.cards[0].cells if _name(cell) in SHOWN)
    table = Table("Offer", *columns, box=None)
    for card in block.cards:
        figures = (cell.text for cell in card.cells if _name(cell) in SHOWN)
        table.add_row(card.letter.upper(), *figures)
    return table


def _name(cell: Cell) -> str:
    """Return which figure of its offer a cell shows."""
    return (cell.fact_id or "").rpartition(".")[2]


def conversation() -> str:
    """Play a real conversation with the offline engine, and open the receipt of a figure."""
    shown = StringIO()
    console = Console(file=shown, width=WIDTH, no_color=True, force_terminal=False)
    with tempfile.TemporaryDirectory() as folder:
        app = build(Settings(data_dir=Path(folder), model="offline"), clock=lambda: NOW)
        try:
            _play(_Written(app, Session(customer_id=PERSONA, channel="terminal"), console))
        finally:
            app.close()
    text = CALL_ID.sub(lambda found: "of this turn".ljust(len(found[0])), shown.getvalue())
    lines = (line.rstrip() for line in text.splitlines())
    return "```text\n" + "\n".join(lines).strip() + "\n```"


def _play(chat: TerminalChat) -> None:
    chat.open()
    for line in SAYS:
        chat.console.print(f"\nyou\n{line}\n")
        chat.command(line) if line.startswith("/") else chat.say(Text(text=line))


def tools() -> str:
    """List every tool with the first sentence that the model reads about it."""
    rows = (f"| `{tool.__name__}` | {_first_paragraph(tool)} |" for tool in CATALOG)
    return "\n".join(("| tool | what it gives |", "|---|---|", *rows))


def _first_paragraph(tool: Callable[..., object]) -> str:
    said = inspect.getdoc(tool) or ""
    return " ".join(said.split("\n\n")[0].split())


def graph() -> str:
    """Draw the turn as it is wired."""
    drawn: str = build_graph().get_graph().draw_mermaid()
    return f"```mermaid\n{drawn.strip()}\n```"


def settings() -> str:
    """List every setting with its default."""
    return "\n".join(("| setting | default | what it does |", "|---|---|---|", *_settings()))


def _settings() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        if name == "data_dir":
            shown = "the user's data folder"
        else:
            shown = "none" if default in (None, PydanticUndefined) else f"`{default}`"
        yield f"| `{PREFIX}{name.upper()}` | {shown} | {field.description or ''} |"


PARTS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("conversation", conversation),
    ("tools", tools),
    ("graph", graph),
    ("settings", settings),
)


def renewed(text: str) -> str:
    """Return the text with every generated part written anew.

    Raises:
        Stale: a part has a name that is not in `PARTS`.
    """
    parts = dict(PARTS)

    def part(found: re.Match[str]) -> str:
        opening, name, end = found.groups()
        if name not in parts:
            raise Stale(f"{README.name} has a generated part {name!r} that nobody generates")
        return f"{opening}\n{parts[name]()}\n\n{end}"

    return PART.sub(part, text)


def main() -> int:
    """Write README.md anew; say whether something changed."""
    before = README.read_text(encoding="utf-8")
    after = renewed(before)
    README.write_text(after, encoding="utf-8")
    print(f"{README.name} {'was current' if before == after else 'is written anew'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
