"""What a search gives back."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

from tools.lending.records import Product, Record

Audience = Literal["customer", "staff"]
FigureUnit = Literal["usd", "pct", "months", "years", "count", "score"]


class PassageFigure(Record):
    """One figure of a passage, from the catalogue, a rule or the law: a fact of the passage."""

    id: str
    """The reference without its style: 'car.term_months.max', 'law.notice_days'."""
    value: Decimal
    unit: FigureUnit
    """Days and karat are counts; `shown` says of what."""
    shown: str
    """As it stands in the text: '84 months', '7.30%', '30 days'."""


class Passage(Record):
    """One citable piece of policy."""

    id: str
    """'car#fees-and-costs', 'rules_affordability#E-041'; stable while the heading is."""
    title_path: tuple[str, ...]
    """From the document down to the heading: ('Car loan', 'Fees and costs')."""
    text: str
    """References resolved. Nothing in it can be read as a reference."""
    template: str
    """The same text with its references as written, for a renderer that fills them itself."""
    score: float = 0.0
    """How well it matched the question; comparable within one search only."""
    coverage: float = 0.0
    """Share of the question's weighty words found in the passage, 0 to 1."""
    likeness: float | None = None
    """Cosine of the question and the nearest part of the passage; None where only words decided."""
    evidence: float = 0.0
    """How much speaks for it as an answer, 0 to 1; comparable between searches."""
    audience: Audience = "customer"
    version: str = ""
    effective_date: date | None = None
    expires: date | None = None
    """The last day on which it holds; None where none is set."""
    rule_id: str | None = None
    """'E-041' where the passage is the sentence of a rule."""
    product: Product | None = None
    """Set where the whole document is about one product."""
    figures: tuple[PassageFigure, ...] = ()
    note: str = ""
    """What was unusual about the search: 'words alone: the encoder is still loading'."""

    def holds_on(self, day: date) -> bool:
        """Say whether the passage is in effect; without dates it always is."""
        begun = self.effective_date is None or self.effective_date <= day
        return begun and (self.expires is None or day <= self.expires)


class PolicyIndex(Protocol):
    """Passages that answer questions. Reading only: threads may share it."""

    @property
    def passages(self) -> tuple[Passage, ...]: ...

    @property
    def content_hash(self) -> str:
        """SHA-256 over the passages: two indexes with one hash hold the same text."""

    def search(
        self,
        query: str,
        k: int = 5,
        audience: Audience = "customer",
        *,
        product: Product | None = None,
        on: date | None = None,
    ) -> list[Passage]:
        """Return at most `k` passages, best first; none where nothing matches well enough.

        Args:
            query: the customer's words.
            k: how many passages at most.
            audience: staff see the customers' passages and their own, customers only the former.
            product: leave out what is said of another product.
            on: leave out what is not in effect on that day.
        """

    def nearness(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """Return the cosine of each text to a question; None where no encoder is at hand."""
