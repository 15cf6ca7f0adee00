"""Faults that an advisor could have: each makes one of a sound one. For the harness's self-test.

They change what a turn comes to, behind every check of the advisor's own; parts that are faulty
from the start are in `evals/faulty_parts.py`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from agent.blocks import Block, CitationBlock, Event, OfferCards, TextBlock
from agent.conversations.records import CallMade, ClosedTurn, ConversationLog, Opened, Session
from agent.runner import TurnRunner
from agent.wiring import App
from evals.office import Alter
from tools.lending.records import Outcome

Change = Callable[[ClosedTurn], ClosedTurn]
Parts = Callable[[TurnRunner], Mapping[str, Any]]
FIGURE = re.compile(r"\d[\d,]*\.\d\d")


@dataclass(frozen=True)
class FaultyRunner(TurnRunner):
    """Runs a turn and then tells it differently."""

    change: Change = lambda closed: closed
    greets: Callable[[tuple[Block, ...]], tuple[Block, ...]] = lambda blocks: blocks

    def run(
        self, opened: Opened, past: ConversationLog, emit: Callable[[Event], None]
    ) -> ClosedTurn:
        """Run the turn; what is written down and shown is the changed one."""
        return self.change(super().run(opened, past, emit))

    def greeting(self, session: Session, now: Any) -> tuple[Block, ...]:
        """Greet, with the fault."""
        return self.greets(super().greeting(session, now))


def telling(change: Change) -> Alter:
    """Return an advisor whose turns come out changed."""
    return _with_runner(lambda runner: {"change": change})


def built_with(parts: Parts) -> Alter:
    """Return an advisor with other parts."""
    return _with_runner(parts)


def _with_runner(parts: Parts) -> Alter:
    def altered(app: App) -> App:
        sound = app.runner
        own = {f.name: getattr(sound, f.name) for f in fields(sound)}
        app.runner = FaultyRunner(**(own | dict(parts(sound))))
        return app

    return altered


# -- what a turn comes to ------------------------------------------------------------------------


def saying(more: str) -> Change:
    """Add a sentence to every reply."""

    def change(closed: ClosedTurn) -> ClosedTurn:
        return in_text(closed, lambda text: f"{text} {more}", f"{closed.template} {more}")

    return change


def in_text(
    closed: ClosedTurn, rewrite: Callable[[str], str], template: str | None = None
) -> ClosedTurn:
    """Rewrite the first text of a turn; its figures stay where they were."""
    blocks = list(closed.blocks)
    at = next((n for n, b in enumerate(blocks) if isinstance(b, TextBlock)), None)
    if at is None:
        return closed
    text = blocks[at]
    blocks[at] = text.model_copy(update={"text": rewrite(text.text)})  # type: ignore[union-attr]
    return closed.model_copy(
        update={"blocks": tuple(blocks), "template": template or closed.template}
    )


def another_figure(closed: ClosedTurn) -> ClosedTurn:
    """Show one figure of a reply a little off."""
    return in_text(closed, lambda text: FIGURE.sub(_off, text, count=1))


def _off(found: re.Match[str]) -> str:
    first = found[0][0]
    return f"{(int(first) + 1) % 10}{found[0][1:]}"


def without_effect(kind: str, block: str) -> Change:
    """Leave out an effect, and what would have been shown of it."""

    def change(closed: ClosedTurn) -> ClosedTurn:
        effects = tuple(e for e in closed.effects if e.kind != kind)
        blocks = tuple(b for b in closed.blocks if b.kind != block)
        case = closed.case.model_copy(update={"notices": ()})
        return closed.model_copy(update={"effects": effects, "blocks": blocks, "case": case})

    return change


def without_call(tool: str) -> Change:
    """Leave out what a tool found."""

    def change(closed: ClosedTurn) -> ClosedTurn:
        calls = tuple(c for c in closed.calls if c.tool != tool)
        return closed.model_copy(update={"calls": calls})

    return change


def filed_twice(closed: ClosedTurn) -> ClosedTurn:
    """File under a second number what was filed."""
    again = tuple(
        e.model_copy(update={"key": f"{e.key}-2", "application_number": "LA-00000002"})
        for e in closed.effects
        if e.kind == "submit_application"
    )
    return closed.model_copy(update={"effects": (*closed.effects, *again)})


def another_source(closed: ClosedTurn) -> ClosedTurn:
    """Show the right words under the wrong source."""
    blocks = tuple(
        b.model_copy(update={"passage_id": "gold#what-can-go-wrong"})
        if isinstance(b, CitationBlock)
        else b
        for b in closed.blocks
    )
    return closed.model_copy(update={"blocks": blocks})


def said_beyond_the_source(closed: ClosedTurn) -> ClosedTurn:
    """Let a source bear what it does not say."""
    cited = [b.passage_id for b in closed.blocks if isinstance(b, CitationBlock)]
    if not cited:
        return closed
    claim = "Every missed payment doubles tomorrow's penalty charges forever."
    return in_text(
        closed, lambda text: f"{text} {claim}", f"{closed.template} {claim} [[{cited[0]}|cite]]"
    )


def larger_promise(closed: ClosedTurn) -> ClosedTurn:
    """Name a change that does not help enough."""
    return closed.model_copy(update={"calls": tuple(_promised(c) for c in closed.calls)})


def _promised(call: CallMade) -> CallMade:
    options = call.result.get("options")
    if call.tool != "find_recourse" or not options:
        return call
    first = {**options[0], "to": ["19900.00"], "said": ["-100.00"], "exact": ["-100.00"]}
    return call.model_copy(update={"result": {**call.result, "options": [first, *options[1:]]}})


def told_of_family(closed: ClosedTurn) -> ClosedTurn:
    """Tell a tool what no tool may know."""
    calls = tuple(
        c.model_copy(update={"arguments": {**c.arguments, "marital_status": "Single"}})
        for c in closed.calls
    )
    return closed.model_copy(update={"calls": calls})


def asking(question: str, fields_asked: str, words: str) -> Change:
    """Ask, whatever is known."""

    def change(closed: ClosedTurn) -> ClosedTurn:
        asked = in_text(closed, lambda text: f"{text} {words}")
        return asked.model_copy(update={"open_question": f"{question} {fields_asked}"})

    return change


def calling_often(closed: ClosedTurn) -> ClosedTurn:
    """Ask the model again and again."""
    return closed.model_copy(update={"model_calls": closed.model_calls * 5})


def always_fitting(closed: ClosedTurn) -> ClosedTurn:
    """Call everything a fit."""
    if closed.case.outcome is None:
        return closed
    case = closed.case.model_copy(update={"outcome": Outcome.LIKELY_FITS})
    return closed.model_copy(update={"case": case})


def keeping_old_cards() -> Change:
    """Show again the cards that were shown first, whatever has changed since."""
    first: list[OfferCards] = []

    def change(closed: ClosedTurn) -> ClosedTurn:
        cards = [b for b in closed.blocks if isinstance(b, OfferCards)]
        first.extend(cards[:1] if not first else [])
        others = tuple(b for b in closed.blocks if not isinstance(b, OfferCards))
        return closed.model_copy(update={"blocks": (*others, *first)}) if first else closed

    return change


def without_words(text: str) -> Change:
    """Leave a sentence out of everything that is shown."""

    def change(closed: ClosedTurn) -> ClosedTurn:
        kept = closed.model_dump_json().replace(text, "")
        return ClosedTurn.model_validate_json(kept)

    return change


def without_apr(closed: ClosedTurn) -> ClosedTurn:
    """Leave the APR off the cards."""
    return closed.model_copy(update={"blocks": tuple(_bare(b) for b in closed.blocks)})


def _bare(block: Block) -> Block:
    if not isinstance(block, OfferCards):
        return block
    cards = tuple(
        card.model_copy(update={"cells": tuple(c for c in card.cells if c.label != "APR")})
        for card in block.cards
    )
    return block.model_copy(update={"cards": cards})


def silent(closed: ClosedTurn) -> ClosedTurn:
    """Say nothing."""
    return in_text(closed, lambda text: "")


def long_winded(closed: ClosedTurn) -> ClosedTurn:
    """Say everything four times."""
    return in_text(closed, lambda text: " ".join([text] * 4))


def held_back(closed: ClosedTurn) -> ClosedTurn:
    """Have a reply that the gate had to replace."""
    return closed.model_copy(
        update={"findings": ("figures: '1,287': no fact",), "fallback": "deterministic"}
    )
