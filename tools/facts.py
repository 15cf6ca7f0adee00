"""Facts: every figure that a record lets the agent say.

A tool returns a frozen record; the record lists its facts. A fact has a readable id
('offer.b.monthly_payment'), a role from a closed list (the lexicon's name), a subject ('offer.b'),
a value and a unit. Replies, cards, tables and letters are rendered from facts and from nothing
else.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from tools.case_file import CaseFile
from tools.effects import Effect
from tools.lending.records import Record

Unit = Literal["usd", "pct", "months", "years", "count", "score", "date", "text", "rank"]

ROLES: dict[str, Unit] = {
    # a loan
    "principal": "usd",
    "term_months": "months",
    "note_rate_pct": "pct",
    "apr_pct": "pct",
    "monthly_payment": "usd",
    "last_payment": "usd",
    "total_interest": "usd",
    "total_of_payments": "usd",
    "total_fees": "usd",
    "fee": "usd",
    "finance_charge": "usd",
    "amount_financed": "usd",
    "cash_to_close": "usd",
    "down_payment": "usd",
    "pmi_monthly": "usd",
    "pmi_months": "months",
    "dti_pre_pct": "pct",
    "dti_post_pct": "pct",
    "front_end_pct": "pct",
    "pti_pct": "pct",
    "ltv_pct": "pct",
    "residual_income": "usd",
    "first_payment_date": "date",
    "valid_until": "date",
    "extra_monthly": "usd",
    "lump": "usd",
    "autodebit_discount_pct": "pct",
    # differences between loans, signed
    "monthly_payment_difference": "usd",
    "total_interest_difference": "usd",
    "total_of_payments_difference": "usd",
    "note_rate_difference_pct": "pct",
    "apr_difference_pct": "pct",
    "term_difference_months": "months",
    "principal_difference": "usd",
    "amount_financed_difference": "usd",
    "dti_post_difference_pct": "pct",
    "saves_monthly": "usd",
    "saves_total": "usd",
    "months_saved": "months",
    "interest_saved": "usd",
    # orderings: value is the rank among `subject`, 1 is least
    "rank_by_monthly_payment": "rank",
    "rank_by_total_interest": "rank",
    "rank_by_term": "rank",
    # refinance
    "monthly_saving": "usd",
    "costs": "usd",
    "break_even_months": "months",
    "lifetime_saving": "usd",
    "remaining_old_payments": "usd",
    # ranges from catalogue bounds
    "payment_low": "usd",
    "payment_high": "usd",
    "apr_low_pct": "pct",
    "apr_high_pct": "pct",
    "min_principal": "usd",
    "max_principal": "usd",
    "min_term_months": "months",
    "max_term_months": "months",
    "min_note_rate_pct": "pct",
    "max_note_rate_pct": "pct",
    # rules
    "observed": "text",
    "limit": "text",
    # recourse
    "change": "usd",
    "change_months": "months",
    "change_to": "usd",
    "change_to_months": "months",
    "change_to_score": "score",
    # what the customer said, what is on file
    "said": "text",
    "on_file": "text",
    "assumed": "text",
    # counts, process
    "count": "count",
    "wait_minutes": "count",
    "days": "count",
    "deadline": "date",
    "passage_figure": "text",
    # names that hold digits: application and complaint numbers, telephone numbers
    "reference": "text",
    "phone": "text",
}
"""Closed list of roles. Those with unit 'text' carry their own unit in the fact."""


class Fact(Record):
    """One figure with its receipt."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[A-Za-z0-9_-]+)+$")]
    role: str
    subject: str
    """'offer.b', 'request', 'applicant', 'rule.E-041', 'recourse.1', 'hypothetical.1' …"""
    value: str
    """Canonical text: '405.53', '48', '2026-12-22'. Signed where the role is a difference."""
    unit: Unit
    per: Literal["month", "year"] | None = None
    """For roles whose period is not fixed by the role: an income is a year's."""
    field: str | None = None
    """For said, on_file and assumed: the field of the case."""
    case_version: int = 0
    as_of: str = ""
    call: str = ""
    """The tool call that produced it."""
    inputs_hash: str = ""
    formula: str | None = None
    """How it was computed, in words, for the receipt."""

    @property
    def number(self) -> Decimal:
        """The value as a number; `decimal.InvalidOperation` for a date or a word is a bug."""
        return Decimal(self.value)


ALL_FIELDS = set(Fact.model_fields)
Value = Decimal | int | date | str


def fact(
    subject: str,
    role: str,
    value: Value,
    *,
    name: str | None = None,
    unit: Unit | None = None,
    per: Literal["month", "year"] | None = None,
    field: str | None = None,
    formula: str | None = None,
) -> Fact:
    """Build a fact; its id is the subject and the role, or `name` where a role occurs twice.

    A `KeyError` is a role that the closed list does not have.

    >>> fact("offer.b", "monthly_payment", Decimal("405.53")).id
    'offer.b.monthly_payment'
    """
    usual = ROLES[role]
    return _of(
        {
            "id": f"{subject}.{name or role}",
            "role": role,
            "subject": subject,
            "value": str(value),
            "unit": unit or usual,
            "per": per,
            "field": field,
            "case_version": 0,
            "as_of": "",
            "call": "",
            "inputs_hash": "",
            "formula": formula,
        }
    )


def _of(values: dict[str, Any]) -> Fact:
    """Construct a fact from typed code, without validation: a turn builds hundreds of them.

    What `model_construct` does, less its look-up of a default for every field.
    """
    made = Fact.__new__(Fact)
    _set(made, "__dict__", values)
    _set(made, "__pydantic_fields_set__", ALL_FIELDS)
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


_set = object.__setattr__


def with_receipt(facts: Iterable[Fact], **receipt: Any) -> tuple[Fact, ...]:
    """Return the facts with how they were made: case_version, as_of, call, inputs_hash."""
    return tuple(_of(f.__dict__ | receipt) for f in facts)


class ToolRecord(Record):
    """Base of what a tool returns.

    The model sees the record without `case` and `effects`: the first is what the next call works
    on, the second is what closing the turn puts in the outbox.
    """

    case: CaseFile | None = Field(default=None, exclude=True, repr=False)
    """The case as this call leaves it; None where the call changed nothing."""
    effects: tuple[Effect, ...] = Field(default=(), exclude=True, repr=False)

    def own_facts(self) -> Iterable[Fact]:
        """Return every figure the agent may say from it (the toolbox adds the receipt data)."""
        return ()
