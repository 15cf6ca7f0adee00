"""The demonstration customers are the customers of the golden cases, as far as the bank knows."""

from datetime import date
from pathlib import Path

import pytest

from tools.knowledge import load_rulebook
from tools.knowledge.golden import GOLDEN_CASES, GoldenCase, golden_cases
from tools.knowledge.reading import KnowledgeError, read_document
from tools.lending.evaluate import evaluate
from tools.lending.records import DecisionProfile
from tools.stores.demo import FILE, canonical, load_demo, read_demo
from tools.stores.profiles import GUEST
from tools.stores.sqlite_profiles import Customer, SqliteAudit, SqliteContacts, SqliteProfiles

TODAY = date(2026, 11, 22)

PLAYED_BY = {
    "C01": "maya", "C02": "dana", "C03": "rosa", "C03G": "rosa", "C04": "leon", "C05": "tyler",
    "C05J": "tyler", "C06": "amara", "C06B": "amara", "C07": "greg", "C08": "priya",
    "C08B": "helena", "C08C": "priya", "C09": "walter", "C10": "nadia", "C10P": "nadia",
    "C10B": "owen", "C11": "grace", "C12": "marcus", "C12C": "marcus", "C13": "sofia",
    "C14": "edith", "C15": "harold", "C16": "felix", "C17": "keisha", "C18A": "jo", "C18B": "jo",
    "C19": "ben", "C20": "ruth", "C21": "min", "C22": "jamie", "C22A": "robin", "C23": "ivan",
    "C24": "vince", "C25": "lila",
}  # fmt: skip
TOLD = {
    "C16": ("other_income", "other_income_documents"),
    "C18A": ("annual_income",),
    "C18B": ("annual_income", "income_said_before"),
}
"""What the customer says in the script, so that it may not be on file."""

BANK_ALONE_KNOWS = ("customer_id", "state", "identity_verified", "screening_hit")
"""Facts that the cases leave open and that change none of their figures."""

CASES = golden_cases()
SIGNED_IN = [case for case in CASES if case.inquiry.applicant.customer_id]
CUSTOMERS = {customer.stored.customer_id: customer for customer in read_demo().customers}
UNKNOWN = DecisionProfile()


@pytest.fixture
def profiles(tmp_path: Path) -> SqliteProfiles:
    store = SqliteProfiles(tmp_path / "advisor.db", min_age=18)
    load_demo(store)
    return store


def _player(case: GoldenCase) -> Customer:
    return CUSTOMERS[PLAYED_BY[case.id]]


def test_every_golden_customer_who_signs_in_has_a_demonstration_customer() -> None:
    assert {case.id for case in SIGNED_IN} == set(PLAYED_BY)


@pytest.mark.parametrize("case", SIGNED_IN, ids=lambda case: case.id)
def test_what_is_on_file_is_what_the_golden_case_says(
    case: GoldenCase, profiles: SqliteProfiles
) -> None:
    stored = profiles.decision_profile(PLAYED_BY[case.id], TODAY)
    assert stored is not None
    wanted, held = case.inquiry.applicant, stored.profile
    told = TOLD.get(case.id, ())

    for field in DecisionProfile.model_fields:
        on_file = getattr(held, field)
        if field in told:
            assert on_file == getattr(UNKNOWN, field), f"{field} is said in the script"
        elif field not in BANK_ALONE_KNOWS:
            assert on_file == getattr(wanted, field), field


@pytest.mark.parametrize("case", SIGNED_IN, ids=lambda case: case.id)
def test_a_request_fact_on_file_is_that_of_the_golden_case(case: GoldenCase) -> None:
    for field, value in _player(case).stored.request.items():
        asked = getattr(case.inquiry.request, field)
        assert asked is not None
        assert value == canonical(field, asked)


@pytest.mark.parametrize("case", SIGNED_IN, ids=lambda case: case.id)
def test_a_customer_plays_the_scripts_of_the_golden_case(case: GoldenCase) -> None:
    player = PLAYED_BY[case.id]
    (persona,) = [p for p in read_demo().personas if p.id == player]

    assert set(case.scripts) <= set(persona.scripts)


def test_the_birth_date_gives_the_age_of_the_golden_case() -> None:
    rows = read_document(GOLDEN_CASES).data["cases"]
    for row in rows:
        if row["id"] not in PLAYED_BY:
            continue
        born = CUSTOMERS[PLAYED_BY[row["id"]]].audit.birth_date
        age = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
        assert age == row["applicant"]["age"], row["id"]


def test_the_scripts_of_a_signed_in_customer_are_all_covered() -> None:
    played = {script for persona in read_demo().personas for script in persona.scripts}

    assert {f"S{n:02d}" for n in range(1, 26)} <= played
    assert "S27" in played
    assert len(CUSTOMERS) >= 24


def test_who_lost_the_job_has_no_job_on_file_to_contradict_it() -> None:
    carl = CUSTOMERS["carl"].stored.profile

    assert carl.employment_status is None
    assert carl.months_employed is None


def test_only_the_script_less_customer_gets_the_relationship_discount() -> None:
    long_standing = {
        i for i, customer in CUSTOMERS.items() if customer.stored.profile.relationship_months >= 12
    }

    assert long_standing == {"ingrid"}


def test_every_value_is_on_file_or_verified_and_dated() -> None:
    for customer in CUSTOMERS.values():
        stored = customer.stored
        assert stored.as_of <= TODAY
        assert stored.bureau_date is not None
        assert stored.bureau_date <= TODAY
        assert {"payment_history", "inquiries_6m", "public_records"} <= set(stored.verified)
        assert not {"annual_income", "monthly_obligations", "state"} & set(stored.verified)


def test_everybody_can_be_written_to() -> None:
    for customer in CUSTOMERS.values():
        assert customer.contact.can_be_written_to
        assert f", {customer.stored.profile.state} " in (customer.contact.postal_address or "")


def test_the_guest_is_a_persona_without_a_profile(profiles: SqliteProfiles) -> None:
    personas = profiles.personas()

    assert personas[0].id == "maya"
    assert personas[-1].id == GUEST
    assert profiles.decision_profile(GUEST, TODAY) is None


# -- loading -------------------------------------------------------------------------------------


def test_the_second_start_loads_nothing(profiles: SqliteProfiles) -> None:
    assert load_demo(profiles) is False


def test_an_edited_file_is_loaded_again(profiles: SqliteProfiles, tmp_path: Path) -> None:
    file = tmp_path / "demo_customers.yaml"
    file.write_text(FILE.read_text("utf-8").replace("Maya Brooks", "Maya B. Brooks"), "utf-8")

    assert load_demo(profiles, file) is True

    stored = profiles.decision_profile("maya", TODAY)
    assert stored is not None
    assert stored.name == "Maya B. Brooks"
    assert len(profiles.personas()) == len(CUSTOMERS) + 1


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("credit_score: 720", "credit_score: 7200", "maya.on_file.credit_score"),
        ("credit_score: 720", "annual_income: 1.00", "maya.verified.annual_income: stands under"),
        ("annual_income: 60000.00", "anual_income: 60000.00", "anual_income"),
        ("annual_income: 60000.00", "annual_income: lots", "maya.on_file.annual_income"),
        ("annual_income: 60000.00", "has_capacity: true", "is set by the program"),
        ("as_of: 2026-11-16, state: OH", "state: OH", "maya.on_file: needs as_of"),
        ("birth_date: 1991-03-14", "birth_date: long ago", "maya.audit.birth_date"),
        ("payoff_balance: 243561.57", "balance: 1.00", "walter.request.balance"),
        ("  maya:", "  guest:", "customers.guest"),
        ("  maya:", "  maya: [", "is not valid YAML"),
    ],
)
def test_a_bad_edit_is_refused_with_file_line_and_reason(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    file = tmp_path / "demo_customers.yaml"
    file.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(KnowledgeError) as refusal:
        read_demo(file)

    assert complaint in str(refusal.value)
    assert "demo_customers.yaml:" in str(refusal.value)


def test_the_contact_and_the_audit_record_lie_in_tables_of_their_own(
    profiles: SqliteProfiles, tmp_path: Path
) -> None:
    contact = SqliteContacts(tmp_path / "advisor.db").contact("maya")
    audit = SqliteAudit(tmp_path / "advisor.db").audit_profile("maya")

    assert contact is not None
    assert contact.email == "maya.brooks@example.com"
    assert audit is not None
    assert audit.marital_status == "Single"


@pytest.mark.parametrize("case", SIGNED_IN, ids=lambda case: case.id)
def test_what_the_bank_alone_knows_changes_no_answer(case: GoldenCase) -> None:
    rulebook = load_rulebook()
    held = _player(case).stored.profile
    extra = {field: getattr(held, field) for field in BANK_ALONE_KNOWS}
    applicant = case.inquiry.applicant.model_copy(update=extra)

    golden = evaluate(case.inquiry, rulebook, TODAY)
    signed_in = evaluate(case.inquiry.model_copy(update={"applicant": applicant}), rulebook, TODAY)

    assert signed_in.outcome == golden.outcome
    assert signed_in.as_asked == golden.as_asked
    assert [o.monthly_payment for o in signed_in.offers] == [
        o.monthly_payment for o in golden.offers
    ]
