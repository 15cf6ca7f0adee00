"""A tool's context around any case, with the bank's own files and empty stores."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent.settings import Settings
from agent.wiring import App, build
from tools.case_file import CaseFile, Known
from tools.context import CustomerMessage, ToolContext
from tools.lending.records import Product

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
MAYA: Mapping[str, str | None] = {
    "annual_income": "60000.00",
    "monthly_obligations": "1250.00",
    "employment_status": "Employed",
    "months_employed": "60",
    "credit_score": "720",
    "payment_history": "Good",
    "home_ownership": "Rent",
    "has_capacity": "true",
}
CAR: Mapping[str, str | None] = {
    "principal": "20000.00",
    "term_months": "60",
    "vehicle_price": "22500.00",
    "vehicle_condition": "new",
}

ContextOf = Callable[..., ToolContext]


def told(value: str | None, **more: Any) -> Known:
    """Write a value as the customer told it."""
    return Known(value=value, source="told", as_of=NOW, **more)


def case_of(
    product: Product | None = Product.CAR,
    request: Mapping[str, str | None] = CAR,
    applicant: Mapping[str, str | None] = MAYA,
) -> CaseFile:
    """Write a case whose values were all told."""
    return CaseFile(
        version=1,
        product=product,
        request={n: told(v) for n, v in request.items()},
        applicant={n: told(v) for n, v in applicant.items()},
    )


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    folder: Path = tmp_path_factory.mktemp("data")
    return build(Settings(data_dir=folder), clock=lambda: NOW)


@pytest.fixture
def context(app: App) -> ContextOf:
    def of(
        case: CaseFile | None = None,
        *,
        customer_id: str | None = None,
        words: str = "",
        now: datetime = NOW,
    ) -> ToolContext:
        return ToolContext(
            customer_id=customer_id,
            case=case if case is not None else case_of(),
            knowledge=app.knowledge,
            policies=app.policies,
            profiles=app.profiles,
            applications=app.applications,
            scorer=app.scorer,
            messages=(CustomerMessage(turn_id="t1", text=words),) if words else (),
            conversation_id="c1",
            turn_id="t1",
            now=now,
        )

    return of
