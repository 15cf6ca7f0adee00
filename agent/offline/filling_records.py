"""What the reading of figures works on: the situation of a message and one reading of a figure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from agent.offline.filling_cues import Sort
from agent.offline.filling_features import Figure

PARTY = frozenset(
    {"annual_income", "other_income", "monthly_obligations", "rent", "credit_score",
     "months_employed", "savings", "mortgage_principal_and_interest", "has_capacity"}
)  # fmt: skip
"""Fields of a person who signs; the others belong to the request."""
JOINT = "joint_income"
"""What two people earn together, said in one sum: no field of the case, never recorded."""
SUMMED = frozenset({"monthly_obligations", "co_monthly_obligations", "taxes_and_insurance"})
"""Several figures of one message add up."""
ADDING = SUMMED | {"other_aid"}
"""So do several grants."""


class Situation(NamedTuple):
    """What a message is read against."""

    product: str | None = None
    open_fields: tuple[tuple[str, Sort], ...] = ()
    """What a bare figure answers, in the order of asking."""
    known: Mapping[str, Decimal] = {}
    """Figures that are known, 'co_' in front for the other person."""
    has_offers: bool = False
    terms: frozenset[int] = frozenset()
    """Months of the offers that stand."""
    levers: frozenset[str] = frozenset()
    """What-if figures that the message is about."""
    about_other: bool = False
    """The open question is about the other person."""
    has_other: bool = False
    """Somebody else signs too."""
    wrong: tuple[str, ...] = ()
    """Fields whose known value the message calls wrong: "58k, not 48"."""
    corrected: tuple[str, ...] = ()
    """The fields that the message before told, where this one corrects."""


class Candidate(NamedTuple):
    """One reading of one figure."""

    field: str
    score: float
    span: tuple[int, int] | None = None
    order: int = -1
    """The place among the open fields when nothing but the open question speaks for it."""
    is_part: bool = False
    """One of several debts that the loan would clear: together they are the amount."""
    is_like: bool = False
    """Nothing but the figure before it speaks for it: "he is there 7 years, she 4"."""


def field_for(field: str, figure: Figure) -> str:
    """Return the field of the person who is meant: 'co_annual_income', or one sum of two people.

    >>> from agent.language.quantities import find_quantities
    >>> from agent.offline.filling_features import figures_of
    >>> def of(said): return figures_of(said, find_quantities(said), other_by_default=False)[0]
    >>> [field_for("annual_income", of(said)) for said in ("she earns 50k", "we make 90k")]
    ['co_annual_income', 'joint_income']
    """
    if field == "annual_income" and figure.is_sum:
        return JOINT
    return f"co_{field}" if figure.is_other and field in PARTY else field
