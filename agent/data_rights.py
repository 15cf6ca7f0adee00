"""What is held about a customer, handed over; and erased as far as the law lets the bank."""

from datetime import datetime
from typing import Any

from agent.conversations.erasure import Erased, erase_customer
from agent.office import Line
from agent.wiring import App
from tools.lending.errors import NothingToWorkOn
from tools.lending.risk import SCORED
from tools.stores.sqlite_profiles import SqliteAudit, SqliteContacts

NOT_EXPORTED = frozenset(SCORED)
"""The bank's own estimate: no fact about the customer, and a figure nobody is ever shown."""


def export(app: App, customer_id: str) -> dict[str, Any]:
    """Return everything held about one customer as plain JSON values.

    Raises:
        NothingToWorkOn: nothing is held about anybody of that name.
    """
    app.dispatch(app.now())
    held = {
        **_on_file(app, customer_id),
        **app.applications.export_customer(customer_id),
        **app.conversations.export_customer(customer_id),
    }
    if not any(value for name, value in held.items() if name != "customer_id"):
        raise NothingToWorkOn(f"Nothing is held about a customer {customer_id}.")
    plain: dict[str, Any] = _shown(held)
    return plain


def _on_file(app: App, customer_id: str) -> dict[str, Any]:
    """Return the bank's own file: what decides, where letters go, and what only audits."""
    file = app.data / "profiles.sqlite"
    profile = app.profiles.decision_profile(customer_id, app.now().date())
    contacts, audits = SqliteContacts(file), SqliteAudit(file)
    try:
        found = {
            "profile": profile,
            "contact": contacts.contact(customer_id),
            "audit_profile": audits.audit_profile(customer_id),
        }
    finally:
        contacts.close()
        audits.close()
    return {name: r and r.model_dump(mode="json") for name, r in found.items()}


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shown(v) for name, v in value.items() if name not in NOT_EXPORTED}
    return [_shown(v) for v in value] if isinstance(value, list) else value


def erase(app: App, customer_id: str, reason: str, at: datetime) -> Line:
    """Erase what may be erased about one customer; tell what stays, until when and why.

    The profile stays: it belongs to the accounts with the bank, not to this advisor.
    """
    app.dispatch(at)
    found: Erased = erase_customer(app.conversations, app.applications, customer_id, reason, at)
    return Line(f"{customer_id}: {found.in_words()} The profile of the accounts stays.")
