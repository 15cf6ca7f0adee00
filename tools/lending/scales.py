"""Levers that take time or papers, as scales: a further step never hurts.

Debts paid down, income that is not counted yet, documents, time in the job, the score band.
Nothing here can touch a field that a customer cannot or must not be asked to change.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from tools.lending.levers import Horizon, share_of, signed
from tools.lending.records import BureauFactor, DecisionProfile, Inquiry
from tools.lending.standing import Standing, parties_of
from tools.lending.units import ZERO, to_cents, up_to_step

OBLIGATIONS_SAID = Decimal(10)
INCOME_STEP, INCOME_SAID = Decimal(100), Decimal(500)
TIME_OF_FACTOR: dict[BureauFactor, Horizon] = {
    "high_balances": "1-2 months",
    "late_payments": "3-12 months",
    "collections": "3-12 months",
    "many_inquiries": "6+ months",
    "short_history": "6+ months",
    "no_file": "6+ months",
}
"""How soon acting on what the bureau reported usually shows (specification 8.3)."""

HORIZONS: tuple[Horizon, ...] = ("today", "1-2 months", "3-12 months", "6+ months")
EFFORT_OF_TIME = dict(zip(HORIZONS, map(Decimal, ("0", "0.5", "2", "4")), strict=True))
"""One for three months."""


class Scale(ABC):
    """One lever and its steps, numbered from 1."""

    lever: ClassVar[str]
    certainty: ClassVar[Literal["exact", "depends"]] = "depends"
    caveat: ClassVar[str]

    @property
    @abstractmethod
    def size(self) -> int:
        """How many steps there are; 0: the lever is not there."""

    @abstractmethod
    def amount(self, step: int) -> Decimal:
        """What a step amounts to, as a positive figure."""

    def said(self, amount: Decimal) -> Decimal:
        """What is spoken of it, rounded outward."""
        return amount

    @abstractmethod
    def pulled(self, inquiry: Inquiry, amount: Decimal) -> Inquiry:
        """The inquiry after it."""

    @abstractmethod
    def change(self, amount: Decimal) -> str:
        """The change as text, signed."""

    @abstractmethod
    def to(self, amount: Decimal) -> str:
        """The value it leads to, as text."""

    @abstractmethod
    def effort(self, amount: Decimal) -> Decimal: ...

    def horizon(self, amount: Decimal) -> Horizon:
        """How soon it can be done."""
        return "1-2 months"


@dataclass(frozen=True)
class LessDebt(Scale):
    """Debts paid down: all but housing, which nobody pays off, and what two people share."""

    owed: Decimal
    reducible: Decimal
    income: Decimal | None
    lever: ClassVar[str] = "monthly_obligations"
    certainty: ClassVar[Literal["exact", "depends"]] = "exact"
    caveat: ClassVar[str] = "takes_a_statement_or_two"

    @property
    def size(self) -> int:
        return int(self.reducible)

    def amount(self, step: int) -> Decimal:
        return Decimal(step)

    def said(self, amount: Decimal) -> Decimal:
        return min(up_to_step(amount, OBLIGATIONS_SAID), self.reducible)

    def pulled(self, inquiry: Inquiry, amount: Decimal) -> Inquiry:
        return with_applicant(inquiry, monthly_obligations=self.owed - amount)

    def change(self, amount: Decimal) -> str:
        return signed(-amount)

    def to(self, amount: Decimal) -> str:
        return str(to_cents(self.owed - amount))

    def effort(self, amount: Decimal) -> Decimal:
        return share_of(amount * 12, self.income, 2)


@dataclass(frozen=True)
class MoreIncome(Scale):
    """Income that is real, can be documented and was not counted; never 'earn more'."""

    income: Decimal
    most: Decimal
    lever: ClassVar[str] = "annual_income"
    caveat: ClassVar[str] = "only_income_you_can_document"

    @property
    def size(self) -> int:
        return int(self.most / INCOME_STEP)

    def amount(self, step: int) -> Decimal:
        return INCOME_STEP * step

    def said(self, amount: Decimal) -> Decimal:
        return up_to_step(amount, INCOME_SAID)

    def pulled(self, inquiry: Inquiry, amount: Decimal) -> Inquiry:
        changes: dict[str, object] = {"annual_income": self.income + amount}
        if not self.income:
            # All of it is the documented kind, so it also answers where it comes from.
            changes |= {"other_income": amount, "other_income_documents": "verified"}
        return with_applicant(inquiry, **changes)

    def change(self, amount: Decimal) -> str:
        return signed(amount)

    def to(self, amount: Decimal) -> str:
        return str(to_cents(self.income + amount))

    def effort(self, amount: Decimal) -> Decimal:
        return share_of(amount, self.income or self.most, 5) * 2


@dataclass(frozen=True)
class Documented(Scale):
    """Papers for the income that was stated and is not from work."""

    income: Decimal
    lever: ClassVar[str] = "other_income"
    caveat: ClassVar[str] = "bring_documents"

    @property
    def size(self) -> int:
        return 1

    def amount(self, step: int) -> Decimal:
        return self.income

    def pulled(self, inquiry: Inquiry, amount: Decimal) -> Inquiry:
        return with_applicant(inquiry, other_income=amount, other_income_documents="verified")

    def change(self, amount: Decimal) -> str:
        return "documented"

    def to(self, amount: Decimal) -> str:
        return str(to_cents(amount))

    def effort(self, amount: Decimal) -> Decimal:
        return Decimal(1)


@dataclass(frozen=True)
class LongerInJob(Scale):
    """Time passes until the rules about the job are met."""

    worked: int
    months: int
    lever: ClassVar[str] = "months_employed"
    certainty: ClassVar[Literal["exact", "depends"]] = "exact"
    caveat: ClassVar[str] = "time_only"

    @property
    def size(self) -> int:
        return 1

    def amount(self, step: int) -> Decimal:
        return Decimal(self.months)

    def pulled(self, inquiry: Inquiry, amount: Decimal) -> Inquiry:
        return with_applicant(inquiry, months_employed=self.worked + int(amount))

    def change(self, amount: Decimal) -> str:
        return str(amount)

    def to(self, amount: Decimal) -> str:
        return str(self.worked + int(amount))

    def effort(self, amount: Decimal) -> Decimal:
        return amount / 3

    def horizon(self, amount: Decimal) -> Horizon:
        if amount <= 2:
            return "1-2 months"
        return "3-12 months" if amount < 6 else "6+ months"


@dataclass(frozen=True)
class HigherScoreBand(Scale):
    """The score reaches a band; how is a matter of what the bureau reported, never of points."""

    bands: tuple[int, ...]
    factors: tuple[BureauFactor, ...]
    lever: ClassVar[str] = "credit_score_band"
    caveat: ClassVar[str] = "nobody_controls_a_score"

    @property
    def size(self) -> int:
        return len(self.bands)

    def amount(self, step: int) -> Decimal:
        return Decimal(self.bands[step - 1])

    def pulled(self, inquiry: Inquiry, amount: Decimal) -> Inquiry:
        return with_score_from(inquiry, int(amount))

    def change(self, amount: Decimal) -> str:
        return str(amount)

    def to(self, amount: Decimal) -> str:
        return str(amount)

    def effort(self, amount: Decimal) -> Decimal:
        return EFFORT_OF_TIME[self.horizon(amount)]

    def horizon(self, amount: Decimal) -> Horizon:
        if int(amount) != self.bands[0]:
            return "6+ months"
        times = [TIME_OF_FACTOR[factor] for factor in self.factors]
        return max(times, key=HORIZONS.index, default="6+ months")


def with_applicant(inquiry: Inquiry, **changes: object) -> Inquiry:
    """Return the inquiry with these fields of the applicant changed."""
    applicant: DecisionProfile = inquiry.applicant.model_copy(update=changes)
    return inquiry.model_copy(update={"applicant": applicant})


def with_score_from(inquiry: Inquiry, least: int) -> Inquiry:
    """Return the inquiry with every known score at least so high."""
    parties = [
        p
        if p.credit_score is None
        else p.model_copy(update={"credit_score": max(p.credit_score, least)})
        for p in parties_of(inquiry)
    ]
    changes: dict[str, object] = {"applicant": parties[0]}
    if inquiry.co_applicant is not None:
        changes["co_applicant"] = parties[1]
    return inquiry.model_copy(update=changes)


def reducible_debt(standing: Standing) -> Decimal:
    """Return what the applicant could pay off: all but housing, and what two people share."""
    party = standing.inquiry.applicant
    housing = (party.rent, party.mortgage_principal_and_interest, party.taxes_and_insurance)
    stays = sum((part for part in housing if part is not None), ZERO)
    if standing.is_joint:
        stays += standing.request.shared_obligations
    return max((party.monthly_obligations or ZERO) - stays, ZERO)
