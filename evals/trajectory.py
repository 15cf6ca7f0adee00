"""What a played conversation leaves behind: enough to judge it again without playing it."""

from collections.abc import Mapping

from agent.blocks import Block
from agent.conversations.records import ClosedTurn, Session, Turn
from tools.lending.records import Record


class Trajectory(Record):
    """One conversation as it went, as plain JSON."""

    scenario: str
    """Its id."""
    who: str = ""
    """Of a twin: what is different; empty for the scenario itself."""
    said: tuple[str, ...]
    """What the script has the customer do, turn by turn: before anything was masked."""
    session: Session
    model: str = "offline"
    """Which model spoke."""
    prompt: str = "production"
    """Which words spoke: a label, or versions."""
    greeting: tuple[Block, ...] = ()
    on_file: Mapping[str, str | None] = {}
    """What the bank held on the one who signed in: field -> canonical value."""
    turns: tuple[Turn, ...] = ()
    """Every one of them closed."""
    seconds: tuple[float, ...] = ()
    """Wall time of each turn, as the customer waited."""
    filed: tuple[str, ...] = ()
    """Numbers of the applications in the bank's store at the end."""
    broke: str = ""
    """Why the conversation ended before its script; empty where it did not."""
    twins: tuple["Trajectory", ...] = ()

    @property
    def closed(self) -> tuple[ClosedTurn, ...]:
        """What happened, turn by turn."""
        return tuple(turn.closed for turn in self.turns if turn.closed is not None)
