"""One message while it is being read: what each step of the reading adds to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from agent.language.answers import YesNo
from agent.offline.beside import Setup
from agent.offline.figures import words_of
from agent.offline.scene import Scene
from agent.offline.slots import Slot


@dataclass
class Reading:
    """One message while it is being read."""

    scene: Scene
    text: str
    honest: str
    """The text without clauses that ask for something untrue."""
    p: str
    """Its plain words; `honest_p` those of the honest part."""
    honest_p: str
    topics: list[str]
    answer: YesNo
    asks: bool
    slots: list[Slot] = field(default_factory=list)
    changes: dict[str, str | bool] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    product: str | None = None
    other_income: bool = False
    conflicts: Literal["told", "on_file"] | None = None
    co: Literal["add", "none"] | None = None
    query: str | None = None
    another: bool = False
    about: str | None = None
    setups: tuple[Setup, ...] = ()
    leans: bool = False
    figure: str | None = None
    """The key of the figure of what is shown that is asked for."""
    pointed: tuple[str, ...] = ()
    quoted: Mapping[str, str] = field(default_factory=dict)

    def quantity(self, name: str) -> str | None:
        """Return the words of the figure that has this field."""
        found = next((s.quantity for s in self.slots if s.field == name), None)
        return None if found is None else words_of(self.honest, found)
