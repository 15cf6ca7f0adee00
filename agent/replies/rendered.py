"""A template with its references filled, and a text while they are being filled."""

from typing import NamedTuple

from agent.blocks import Figure


class Rendered(NamedTuple):
    """A template with its references filled. `text` is empty unless `complete`: never a hole."""

    text: str
    figures: tuple[Figure, ...]
    unknown: tuple[str, ...] = ()
    """References to no fact, or in a style the fact has not."""
    stale: tuple[str, ...] = ()
    """Historic facts asked for in another style than `was`."""
    citations: tuple[str, ...] = ()
    """Passage ids cited, in order."""
    template: str = ""
    """The repaired template."""

    @property
    def complete(self) -> bool:
        """Whether every reference could be filled."""
        return not (self.unknown or self.stale)


class Draft:
    """A text while its references are being filled."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.figures: list[Figure] = []
        self.unknown: list[str] = []
        self.stale: list[str] = []
        self.citations: list[str] = []

    def add(self, text: str) -> None:
        if "[[" in text or "]]" in text:
            self.unknown.append(text.strip())
        self.parts.append(text)
        self.length += len(text)

    def figure(self, fact_id: str, text: str) -> None:
        self.figures.append(Figure.model_construct(fact_id=fact_id, text=text, start=self.length))
        self.add(text)

    def cite(self, passage: str) -> None:
        """A citation leaves no mark in the text, nor the space before it."""
        self.citations.append(passage)
        if self.parts and self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1

    def rendered(self, template: str) -> Rendered:
        whole = not (self.unknown or self.stale)
        return Rendered(
            "".join(self.parts) if whole else "",
            tuple(self.figures),
            tuple(self.unknown),
            tuple(self.stale),
            tuple(self.citations),
            template,
        )
