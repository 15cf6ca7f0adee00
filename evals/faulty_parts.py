"""Faulty parts that an advisor could be built of: a tool, the scorer, the profiles, the prices."""

import functools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from agent.toolbox import Toolbox
from evals.faults import Parts
from tools.case_file import CaseFile, Known
from tools.catalog import CATALOG
from tools.context import ToolContext
from tools.knowledge import Knowledge
from tools.lending.records import Inquiry
from tools.lending.risk import CreditScorer, Score
from tools.record_details import record_details
from tools.stores.profiles import Persona, ProfileStore, StoredProfile


def no_tool(name: str) -> Parts:
    """Build without a tool."""
    return lambda runner: {"toolbox": Toolbox([t for t in CATALOG if t.__name__ != name])}


def recording(keep: Callable[[CaseFile, str], bool]) -> Parts:
    """Build with a record_details that passes over some of what is told."""

    @functools.wraps(record_details)
    def faulty(context: ToolContext, /, **told: Any) -> Any:
        kept = {
            name: value
            for name, value in told.items()
            if not isinstance(value, Known) or keep(context.case, name)
        }
        return record_details(context, **kept)

    catalog = [faulty if t is record_details else t for t in CATALOG]
    return lambda runner: {"toolbox": Toolbox(catalog)}


class OtherProfiles:
    """Looks everybody up as somebody else."""

    def __init__(self, profiles: ProfileStore, other: str) -> None:
        self._profiles, self._other = profiles, other

    def decision_profile(self, customer_id: str, today: date) -> StoredProfile | None:
        """Return the other one's profile."""
        return self._profiles.decision_profile(self._other, today)

    def personas(self) -> tuple[Persona, ...]:
        return self._profiles.personas()


class NameReadingScorer:
    """Reads the name: what no scorer may do."""

    def __init__(self, scorer: CreditScorer, profiles: ProfileStore) -> None:
        self._scorer, self._profiles = scorer, profiles

    @property
    def version(self) -> str:
        return self._scorer.version

    def score(self, inquiry: Inquiry) -> Score | None:
        """Add risk for a long name."""
        score = self._scorer.score(inquiry)
        customer = inquiry.applicant.customer_id
        held = self._profiles.decision_profile(customer, date.max) if customer else None
        if score is None or held is None:
            return score
        more = Decimal(len(held.name)) / 1000
        return score.model_copy(update={"default_probability": score.default_probability + more})


def other_prices(knowledge: Knowledge) -> Knowledge:
    """Return the bank's knowledge with a car rate that is a tenth of a point lower."""
    book = knowledge.rulebook
    products = dict(book.catalogue.products)
    name = next(n for n in products if str(n) == "car")
    rates = products[name].note_rate_pct
    lower = rates.model_copy(update={"min": rates.min - Decimal("0.10")})
    products[name] = products[name].model_copy(update={"note_rate_pct": lower})
    catalogue = book.catalogue.model_copy(
        update={"products": products, "content_hash": "tampered with"}
    )
    tampered = book.model_copy(update={"catalogue": catalogue})
    return knowledge.model_copy(update={"rulebook": tampered})
