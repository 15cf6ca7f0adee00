"""The bank itself, its calendar and the price of gold, as records."""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from tools.lending.catalogue import Rulebook
from tools.lending.records import Record
from tools.lending.units import Money

Text = Annotated[str, Field(min_length=1)]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class EcoaAgency(Record):
    """The federal agency that a notice has to name."""

    name: Text
    address: Text


class Bureau(Record):
    """The consumer reporting agency whose reports we use."""

    name: Text
    address: Text
    toll_free_phone: Text
    score_min: int
    score_max: int


class Phones(Record):
    """Where a person answers."""

    hardship: Text
    fraud: Text
    complaints: Text
    crisis_line: Text


class OpeningHours(Record):
    """'09:00-18:00' in the bank's time zone; None: closed that day."""

    time_zone: str
    monday: str | None = None
    tuesday: str | None = None
    wednesday: str | None = None
    thursday: str | None = None
    friday: str | None = None
    saturday: str | None = None
    sunday: str | None = None

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("must be a time zone such as America/New_York") from error
        return name

    @field_validator(*WEEKDAYS)
    @classmethod
    def _opens_before_it_closes(cls, hours: str | None) -> str | None:
        if hours is None:
            return None
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", hours):
            raise ValueError("must look like 09:00-18:00")
        if hours[:5] >= hours[6:]:
            raise ValueError("must open before it closes")
        return hours

    def on(self, day: date) -> tuple[time, time] | None:
        """Return the opening and closing time of that weekday, holidays not considered."""
        hours: str | None = getattr(self, WEEKDAYS[day.weekday()])
        return (time.fromisoformat(hours[:5]), time.fromisoformat(hours[6:])) if hours else None


class Switches(Record):
    """Choices a bank makes once."""

    disclose_thresholds: bool
    """False: a reply names the factor, not the limit."""
    negatives: Literal["decisioning", "inquiry_only"]
    """inquiry_only: never state a negative result before an application."""


class Bank(Record):
    """Who we are, for notices and for anyone who asks."""

    name: Text
    short_name: Text
    postal_address: Text
    phone: Text
    email: Text
    web: Text
    privacy_url: Text
    complaint_answer_days: Annotated[int, Field(ge=1)]
    handover_wait_minutes: Annotated[int, Field(ge=0)]
    grievance_officer: str | None = None
    """India only; None in the US."""
    ecoa_agency: EcoaAgency
    bureau: Bureau
    phones: Phones
    hours: OpeningHours
    switches: Switches
    owner: Text
    review_date: date


class Holiday(Record):
    """One day of the calendar that is not like the others."""

    date: date
    name: Text
    federal: bool
    """The date that 5 U.S.C. 6103(a) names; a day on which it is only observed is not."""
    bank_closed: bool


class Holidays(Record):
    """Public holidays by year. A year that is not here is unknown, not free of holidays."""

    owner: Text
    review_date: date
    years: Mapping[int, tuple[Holiday, ...]]


class GoldPrice(Record):
    """USD per gram of fine gold, and how old that figure may be."""

    per_fine_gram: Annotated[Money, Field(gt=0)]
    average_30d: Annotated[Money, Field(gt=0)]
    last_close: Annotated[Money, Field(gt=0)]
    currency: Literal["USD"]
    as_of: date
    source: Text
    max_age_days: Annotated[int, Field(ge=0)]
    min_karat: Annotated[Decimal, Field(ge=10, le=24)]
    owner: Text
    review_date: date

    @model_validator(mode="after")
    def _takes_the_lower(self) -> Self:
        lower = min(self.average_30d, self.last_close)
        if self.per_fine_gram != lower:
            raise ValueError(f"per_fine_gram must be the lower of the two prices ({lower})")
        return self

    def is_stale(self, today: date) -> bool:
        """Tell whether the price is too old to value gold with; a price from tomorrow is, too."""
        return not 0 <= (today - self.as_of).days <= self.max_age_days


class Knowledge(Record):
    """Everything under `knowledge/` that tools read, and what it was at that moment."""

    rulebook: Rulebook
    bank: Bank
    holidays: Holidays
    gold_price: GoldPrice
    hashes: Mapping[str, str]
    """File name -> SHA-256 of its content; recorded with every turn."""
