"""Facts kept for fairness tests only. Nothing that advises, decides or prices may import this."""

from datetime import date
from typing import Annotated, Protocol

from pydantic import Field

from tools.lending.records import Record


class AuditProfile(Record):
    """What lending law forbids to decide on. `birth_date` also answers `has_capacity`."""

    birth_date: date
    marital_status: str | None = None
    num_dependents: Annotated[int, Field(ge=0)] | None = None
    education_level: str | None = None


class AuditStore(Protocol):
    """Read by fairness tests and auditors. Raises `StoreUnavailable`."""

    def audit_profile(self, customer_id: str) -> AuditProfile | None: ...
