"""What later turns read of a closed one."""

from typing import NamedTuple

from agent.said import Said


class Past(NamedTuple):
    """What was said and how it was answered; no figures of ours, no results of tools."""

    turn_id: str
    said: Said
    template: str
    cited: tuple[str, ...]
    """Ids of the passages that the reply cites."""
    tools: tuple[str, ...]
    open_question: str | None
