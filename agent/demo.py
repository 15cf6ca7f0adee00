"""Plays two conversations in the terminal, with receipts and without typing."""

from typing import NamedTuple

from rich.console import Console
from rich.rule import Rule
from rich.text import Text as Styled

from agent.conversations.records import Session
from agent.said import Text
from agent.terminal import TerminalChat
from agent.wiring import App


class Scene(NamedTuple):
    """One conversation of the demonstration: who, what is said, which figures are opened."""

    title: str
    persona: str
    lines: tuple[str, ...]


SCENES: tuple[Scene, ...] = (
    Scene(
        "A car, priced and compared",
        "maya",
        (
            "I need 20k for a car",
            "It's new and costs 22,500",
            "which is cheapest overall?",
            "and with auto-pay?",
            "/receipt offer.d.monthly_payment",
        ),
    ),
    Scene(
        "A clear no, with reasons and what would help",
        "rosa",
        (
            "I want to buy a house, I need 220,000. It costs 240,000, taxes and insurance are 300 "
            "a month",
            "/receipt rule.E-040.observed",
            "what would help?",
        ),
    ),
)


def play(app: App) -> int:
    """Play every scene from greeting to last reply."""
    console = Console()
    for scene in SCENES:
        console.print(Rule(scene.title))
        session = Session(customer_id=scene.persona, channel="terminal")
        chat = TerminalChat(app, session, console)
        chat.open()
        for line in scene.lines:
            console.print(Styled(f"you  {line}", style="bold cyan"))
            chat.command(line) if line.startswith("/") else chat.say(Text(text=line))
    return 0
