"""The chat in a terminal: colour, streaming, and commands that begin with a slash."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Styled

from agent.blocks import (
    Block,
    ChipsBlock,
    CitationBlock,
    Closed,
    DocumentsBlock,
    HandOffBlock,
    NoticeBlock,
    OfferCard,
    OfferCards,
    Progress,
    ProposalBlock,
    Shown,
    TableBlock,
    TextBlock,
)
from agent.conversations.records import Session, Turn
from agent.frames import frame
from agent.said import Attach, ChooseOffer, Said, Text, in_words
from agent.wiring import App
from tools.case_file import Known
from tools.facts import Fact
from tools.fields import BY_NAME
from tools.lending.errors import LendingError

HELP: tuple[tuple[str, str], ...] = (
    ("/case", "what I have noted, and where each value came from"),
    ("/facts", "the figures of the last reply"),
    ("/receipt [N or id]", "how a figure was made; figures are numbered by /facts"),
    ("/offers", "the offers that stand"),
    ("/choose A", "settle on an offer"),
    ("/attach KIND FILE", "upload a document, such as /attach proof_of_income pay.pdf"),
    ("/export [FILE]", "save this conversation as JSON"),
    ("/help", "this list"),
    ("/quit", "leave; come back with --resume"),
)


class TerminalChat:
    """One conversation in a terminal."""

    def __init__(self, app: App, session: Session, console: Console) -> None:
        self.app, self.session, self.console = app, session, console
        self.conversation_id = ""
        self.last: Turn | None = None
        self.commands: dict[str, Callable[[list[str]], object]] = {
            "/case": self.show_case,
            "/facts": self.show_facts,
            "/receipt": self.show_receipt,
            "/offers": self.show_offers,
            "/choose": self.choose,
            "/attach": self.attach,
            "/export": self.export,
            "/help": self.show_help,
        }

    # -- talking ---------------------------------------------------------------------------------

    def open(self, resume: str | None = None) -> None:
        """Greet, or show where the conversation stood."""
        started = self.app.advisor.open(self.session, resume=resume)
        self.conversation_id = started.conversation.id
        if not started.turns:
            for block in started.conversation.greeting:
                self.draw(block)
        for turn in started.turns:
            self.console.print(Styled(f"> {in_words(turn.opened.said)}", style="bold"))
            for block in turn.closed.blocks if turn.closed else ():
                self.draw(block)
            self.last = turn

    def listen(self) -> None:
        """Read lines until the customer leaves."""
        self.console.print(Styled("/help for commands, /quit to leave", style="dim"))
        while True:
            try:
                line = self.console.input("[bold cyan]you[/] ").strip()
            except (EOFError, KeyboardInterrupt):
                break
            if line == "/quit":
                break
            if line.startswith("/"):
                self.command(line)
            elif line:
                self.say(Text(text=line))
        self.console.print(
            Styled(f"Come back with: python -m agent --resume {self.conversation_id}", style="dim")
        )

    def say(self, said: Said) -> None:
        """Send what was said and draw the reply as it comes."""
        turn_id = uuid.uuid4().hex
        events = self.app.advisor.reply(self.session, self.conversation_id, said, turn_id)
        early: list[Block] = []  # cards shown as soon as their tool returned
        with self.console.status("…") as status:
            for event in events:
                if isinstance(event, Progress):
                    status.update(f"{event.step} …")
                elif isinstance(event, Shown) and event.block not in early:
                    self.draw(event.block)
                    early += [event.block] if event.pending else []
                elif isinstance(event, Closed):
                    self.last = self.app.advisor.turn(
                        self.session, self.conversation_id, event.turn_id
                    )

    def command(self, line: str) -> None:
        """Run a slash command; an unknown one shows the list."""
        name, *arguments = line.split()
        run = self.commands.get(name)
        if run is None:
            self.console.print(f"There is no command {name}.")
            self.show_help([])
            return
        try:
            run(arguments)
        except (LendingError, OSError) as error:
            self.console.print(Styled(str(error), style="red"))

    # -- drawing ---------------------------------------------------------------------------------

    def draw(self, block: Block) -> None:
        """Draw one block."""
        drawn = _drawn(block)
        if drawn is not None:
            self.console.print(drawn)

    # -- commands --------------------------------------------------------------------------------

    def show_help(self, _: list[str]) -> None:
        table = Table(show_header=False, box=None)
        for name, text in HELP:
            table.add_row(name, text)
        self.console.print(table)

    def _closed(self) -> Turn | None:
        if self.last is None or self.last.closed is None:
            self.console.print("Say something first.")
            return None
        return self.last

    def show_case(self, _: list[str]) -> None:
        turn = self._closed()
        if turn is None or turn.closed is None:
            return
        case = turn.closed.case
        table = Table("field", "value", "source", "your words", title=f"{case.product or 'case'}")
        rows = (*case.request.items(), *case.applicant.items())
        others = ((f"co-applicant: {n}", k) for n, k in (case.co_applicant or {}).items())
        for name, known in (*rows, *others):
            table.add_row(*_case_row(name, known))
        self.console.print(table)

    def _numbered(self) -> list[Fact]:
        turn = self._closed()
        if turn is None or turn.closed is None:
            return []
        shown = {
            f.fact_id for b in turn.closed.blocks if isinstance(b, TextBlock) for f in b.figures
        }
        ordered = sorted(turn.closed.facts, key=lambda f: f.id not in shown)
        return list(ordered)

    def show_facts(self, _: list[str]) -> None:
        table = Table("#", "fact", "value", "unit")
        for number, fact in enumerate(self._numbered(), start=1):
            table.add_row(str(number), fact.id, fact.value, fact.unit)
        self.console.print(table)

    def show_receipt(self, arguments: list[str]) -> None:
        facts = self._numbered()
        wanted = arguments[0] if arguments else "1"
        found = next((f for f in facts if f.id == wanted), None)
        if found is None and wanted.isdigit() and 0 < int(wanted) <= len(facts):
            found = facts[int(wanted) - 1]
        if found is None:
            self.console.print(f"There is no figure {wanted!r}; /facts lists them.")
            return
        self.console.print(Panel(receipt(found, self.last), title=found.id))

    def show_offers(self, _: list[str]) -> None:
        turn = self._closed()
        if turn is None or turn.closed is None:
            return
        table = Table("offer", "amount", "months", "payment", "rate %", "APR %", "interest")
        for o in turn.closed.case.current_offers:
            figures = (o.principal, o.term_months, o.monthly_payment, o.note_rate_pct, o.apr_pct)
            table.add_row(o.letter.upper(), *(str(f) for f in figures), str(o.total_interest))
        self.console.print(table if table.row_count else "No offers yet.")

    def choose(self, arguments: list[str]) -> None:
        if not arguments:
            self.console.print("Name an offer: /choose A")
            return
        self.say(ChooseOffer(letter=arguments[0].lower()))

    def attach(self, arguments: list[str]) -> None:
        if len(arguments) != 2:
            self.console.print("Use: /attach KIND FILE")
            return
        kind, file = arguments[0], Path(arguments[1]).expanduser()
        owner = self.session.customer_id or self.conversation_id
        stored = self.app.documents.put(file.read_bytes(), file.name, owner, self.app.now())
        self.say(Attach(document=kind, upload_id=stored.upload_id))

    def export(self, arguments: list[str]) -> None:
        file = Path(arguments[0] if arguments else f"conversation-{self.conversation_id[:8]}.json")
        turns = self.app.advisor.turns(self.session, self.conversation_id)
        content = [frame(t) | {"said": t.opened.said.model_dump()} for t in turns if t.closed]
        file.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")
        self.console.print(f"Saved {len(content)} turns to {file}.")


def _case_row(name: str, known: Known) -> tuple[str, str, str, str]:
    label = BY_NAME[name].label if name in BY_NAME else name.replace("_", " ")
    return label, known.value or "none", known.source, known.words or ""


def receipt(fact: Fact, turn: Turn | None) -> str:
    """Tell how a figure was made: formula, call, inputs, version, time."""
    lines = [f"value    {fact.value} {fact.unit}", f"role     {fact.role}"]
    if fact.formula:
        lines.append(f"formula  {fact.formula}")
    lines += [f"call     {fact.call}", f"inputs   {fact.inputs_hash}", f"as of    {fact.as_of}"]
    lines.append(f"case     version {fact.case_version}")
    if turn is not None:
        catalogue = turn.opened.knowledge.get("catalogue.yaml", "")
        lines.append(f"source   catalogue {catalogue[:12]}, bank rules")
    return "\n".join(lines)


def _card(card: OfferCard) -> Panel:
    table = Table(show_header=False, box=None, padding=(0, 1))
    for one in card.cells:
        table.add_row(Styled(one.label, style="dim"), Styled(one.text, justify="right"))
    notes = [Styled(note, style="italic dim") for note in card.notes]
    word = "indicative, subject to review" if card.subject_to_review else "indicative"
    return Panel(
        Group(Styled(", ".join(card.tags), style="green"), table, *notes),
        title=card.title,
        subtitle=word,
        width=44,
    )


def _table(block: TableBlock) -> Table:
    table = Table(*block.columns, title=block.title)
    for row in block.rows:
        table.add_row(*(c.text for c in row))
    return table


def _slots(block: DocumentsBlock) -> Table:
    table = Table("document", "state", title=f"Application {block.application_number or ''}")
    for slot in block.slots:
        table.add_row(slot.label, slot.text)
    return table


def _proposal(block: ProposalBlock) -> Panel:
    table = Table(show_header=False, box=None)
    for one in block.cells:
        table.add_row(one.label, one.text)
    parts: list[RenderableType] = [
        table,
        Styled("Please read:", style="bold"),
        *map(Styled, block.disclosures),
    ]
    parts += [Styled("Documents: " + ", ".join(block.documents), style="dim")]
    return Panel(Group(*parts), title=block.title, subtitle='answer "yes" to submit')


def _notice(block: NoticeBlock) -> Panel:
    return Panel(Markdown(block.markdown), title=block.title)


def _handed_off(block: HandOffBlock) -> Panel:
    return Panel(Styled(f"{block.text} Reference {block.reference}"), border_style="yellow")


DRAWN: tuple[tuple[type, Callable[[Any], RenderableType]], ...] = (
    (TextBlock, lambda b: Group(Styled("advisor", style="bold green"), Styled(b.text))),
    (OfferCards, lambda b: Columns([_card(c) for c in b.cards])),
    (TableBlock, _table),
    (ChipsBlock, lambda b: Styled("  ".join(f"[{c}]" for c in b.choices), style="dim cyan")),
    (CitationBlock, lambda b: Panel(Styled(b.text, style="dim"), title=b.title)),
    (NoticeBlock, _notice),
    (ProposalBlock, _proposal),
    (DocumentsBlock, _slots),
    (HandOffBlock, _handed_off),
)
"""How each block looks; a chart is for screens that can draw one."""


def _drawn(block: Block) -> RenderableType | None:
    return next((draw(block) for kind, draw in DRAWN if isinstance(block, kind)), None)
