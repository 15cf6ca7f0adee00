"""What a search gives back."""

from datetime import date
from decimal import Decimal
from typing import Literal

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
    audience: Audience = "customer"
    version: str = ""
    effective_date: date | None = None
    rule_id: str | None = None
    """'E-041' where the passage is the sentence of a rule."""
    product: Product | None = None
    """Set where the whole document is about one product."""
    figures: tuple[PassageFigure, ...] = ()
