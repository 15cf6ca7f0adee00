import ast
import inspect
import typing
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

import tools
from tools.lending.records import DecisionProfile
from tools.stores.audit import AuditProfile
from tools.stores.demo import load_demo
from tools.stores.errors import StoreUnavailable
from tools.stores.profiles import Contact, Persona, ProfileStore, StoredProfile
from tools.stores.sqlite_profiles import Customer, SqliteAudit, SqliteContacts, SqliteProfiles

TODAY = date(2026, 11, 22)
TOOLS = Path(tools.__file__).parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "advisor.db"


def _customer(born: date, state: str | None = "OH") -> Customer:
    profile = DecisionProfile(customer_id="pat", state=state)
    stored = StoredProfile(customer_id="pat", name="Pat", profile=profile, as_of=TODAY)
    return Customer(stored, Contact(name="Pat"), AuditProfile(birth_date=born))


def _store(path: Path, customer: Customer, **by_state: int) -> SqliteProfiles:
    store = SqliteProfiles(path, min_age=18, min_age_by_state=by_state)
    store.load("1", [customer], [Persona(id="pat", name="Pat", story="Tests.")])
    return store


def _capacity(store: SqliteProfiles, today: date) -> bool | None:
    stored = store.decision_profile("pat", today)
    assert stored is not None
    return stored.profile.has_capacity


def test_capacity_is_computed_on_the_day_the_profile_is_read(path: Path) -> None:
    store = _store(path, _customer(date(2008, 11, 23)))

    assert _capacity(store, TODAY) is False
    assert _capacity(store, date(2026, 11, 23)) is True


def test_the_age_of_the_customers_state_counts(path: Path) -> None:
    store = _store(path, _customer(date(2008, 1, 1), state="AL"), AL=19)

    assert _capacity(store, TODAY) is False


def test_a_stranger_has_no_profile_no_contact_and_no_audit_record(path: Path) -> None:
    store = SqliteProfiles(path, min_age=18)

    assert store.decision_profile("nobody", TODAY) is None
    assert store.personas() == ()
    assert SqliteContacts(path).contact("nobody") is None
    assert SqliteAudit(path).audit_profile("nobody") is None


def test_an_id_with_quotes_is_only_an_id(path: Path) -> None:
    store = _store(path, _customer(date(1990, 1, 1)))

    assert store.decision_profile("pat' OR '1'='1", TODAY) is None


def test_a_field_that_no_case_has_cannot_be_marked_or_held() -> None:
    profile = DecisionProfile(customer_id="pat")

    with pytest.raises(ValidationError, match="shoe_size"):
        StoredProfile(customer_id="pat", name="Pat", profile=profile, as_of=TODAY,
                      verified=("shoe_size",))  # fmt: skip
    with pytest.raises(ValidationError, match="annual_income"):
        StoredProfile(customer_id="pat", name="Pat", profile=profile, as_of=TODAY,
                      request={"annual_income": "1.00"})  # fmt: skip


def test_a_damaged_profile_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)

    with pytest.raises(StoreUnavailable, match="damaged"):
        SqliteProfiles(path, min_age=18)

    assert path.read_bytes() == b"not a database at all" * 100


# -- the audit record stays out of reach ---------------------------------------------------------


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


FORBIDDEN = ("tools.stores.audit", "tools.stores.sqlite_profiles", "tools.stores.demo")
"""Modules through which the audit record could be reached."""


def test_no_tool_can_import_the_audit_record() -> None:
    outside = [f for f in TOOLS.rglob("*.py") if f.parent != TOOLS / "stores"]

    reaching = {
        str(file.relative_to(TOOLS)): name
        for file in outside
        for name in _imports(file)
        if name.startswith(FORBIDDEN) or "AuditProfile" in name or "AuditStore" in name
    }

    assert len(outside) > 20
    assert reaching == {}


def test_this_check_would_see_an_import_of_the_audit_record() -> None:
    assert "tools.stores.audit.AuditProfile" in _imports(TOOLS / "stores" / "sqlite_profiles.py")


def _reachable(kind: object, seen: set[type]) -> set[type]:
    """Collect every class of ours that a type lets one get at, through fields and methods."""
    for inner in typing.get_args(kind):
        _reachable(inner, seen)
    if not inspect.isclass(kind) or not kind.__module__.startswith("tools.") or kind in seen:
        return seen
    seen.add(kind)
    for hint in typing.get_type_hints(kind).values():
        _reachable(hint, seen)
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        if method.__module__.startswith("tools.") and not name.startswith("_"):
            _reachable(typing.get_type_hints(method).get("return"), seen)
    return seen


def test_nothing_a_tool_is_handed_leads_to_the_audit_record() -> None:
    from tools.context import ToolContext

    reachable = _reachable(ToolContext, set())

    assert StoredProfile in reachable
    assert not {AuditProfile, SqliteAudit, Contact} & reachable


def test_what_the_profile_store_returns_names_no_audit_field(path: Path) -> None:
    store = SqliteProfiles(path, min_age=18)
    load_demo(store)
    protocol: ProfileStore = store

    stored = protocol.decision_profile("edith", TODAY)

    assert stored is not None
    text = stored.model_dump_json()
    for word in (*AuditProfile.model_fields, "1955", "Widowed", "High School", "example.com"):
        assert word not in text
