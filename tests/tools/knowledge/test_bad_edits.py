"""Whoever edits a file and slips is told the file, the line, the place and the reason."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.knowledge import FOLDER, KnowledgeError, load_knowledge, load_rulebook

Edit = Callable[[str, str, str], int]

CAR_RATE = "note_rate_pct: {min: 7.30, max: 10.00}"
CAR_PRINCIPAL = "principal: {min: 2000, max: 100000}"
CAR_TERM = "term_months: {min: 6, max: 84, menu: [12, 24, 36, 48, 60, 72, 84], default: 60}"
DTI_ROW = "dti_pre_pct: [[20, 0], [30, 4], [36, 7], [40, 10], [50, 14], [999, 18]]"
SCORE_ROW = "[780, 0], [740, 8], [700, 20]"
DTI_POST = "dti_post_max_pct: 45"

BAD_CATALOGUES = (
    (CAR_RATE, "note_rate_pct: {min: 7.30, max: 7.00}", "products.car.note_rate_pct.max",
     "must be greater than min (7.30), not 7.00"),
    (CAR_RATE, "note_rate_pct: {min: 7.30, max: 7.60}", "products.car.note_rate_pct.max",
     "must be above min plus both discounts (7.65), not 7.60"),
    (CAR_RATE, "note_rate_pct: {min: 7.30, max: 40.00}", "products.car.note_rate_pct.max",
     "must not be above legal.max_apr_pct (36.0)"),
    (CAR_RATE, "note_rate_pct: {min: NaN, max: 10.00}", "products.car.note_rate_pct.min",
     "must be a finite number, not 'NaN'"),
    (CAR_RATE, "note_rate_pct: {min: .inf, max: 10.00}", "products.car.note_rate_pct.min",
     "must be a number, not '.inf'"),
    (CAR_RATE, "note_rate_pct: {min: -7.30, max: 10.00}", "products.car.note_rate_pct.min",
     "must be greater than or equal to 0, not -7.30"),
    (CAR_RATE, "note_rate_pct: {min: cheap, max: 10.00}", "products.car.note_rate_pct.min",
     "must be a number, not 'cheap'"),
    (CAR_RATE, 'note_rate_pct: {min: "7.30", max: 10.00}', "products.car.note_rate_pct.min",
     "must be a number, not '7.30'"),
    (CAR_RATE, "note_rate_pct: {min: true, max: 10.00}", "products.car.note_rate_pct.min",
     "must be a number, not true"),
    (CAR_RATE, "note_rate_pct: {max: 10.00}", "products.car.note_rate_pct.min", "is missing"),
    (CAR_RATE, "note_rate_pct: [7.30, 10.00]", "products.car.note_rate_pct", "must be"),
    (CAR_RATE, f"{CAR_RATE}\n    note_rate_pct: 8", "products.car.note_rate_pct",
     "stands here twice"),
    (CAR_PRINCIPAL, "principal: {min: 100000, max: 100000}", "products.car.principal.max",
     "must be greater than min (100000), not 100000"),
    (CAR_PRINCIPAL, "amount: {min: 2000, max: 100000}", "products.car.amount",
     "is not a field anybody reads"),
    (CAR_PRINCIPAL, "principal: {min: 0, max: 100000}", "products.car.principal.min",
     "must be more than 0"),
    (CAR_TERM, "term_months: {min: 6, max: 84, menu: [12, 96], default: 60}",
     "products.car.term_months.menu.1", "must lie between 6 and 84 months, not 96"),
    (CAR_TERM, "term_months: {min: 6, max: 84, menu: [24, 12], default: 60}",
     "products.car.term_months.menu.1", "must be greater than 24, not 12"),
    (CAR_TERM, "term_months: {min: 6, max: 84, menu: [12, 24], default: 90}",
     "products.car.term_months.default", "must lie between 6 and 84 months"),
    (CAR_TERM, "term_months: {min: 6, max: 84, menu: [12.5], default: 60}",
     "products.car.term_months.menu.0", "must be a"),
    (DTI_ROW, "dti_pre_pct: [[20, 0], [30, 4], [25, 7], [999, 18]]", "pricing.dti_pre_pct.2",
     "the bound must be above 30, not 25"),
    (DTI_ROW, "dti_pre_pct: [[20, 5], [30, 4], [999, 18]]", "pricing.dti_pre_pct.1",
     "must be monotone: at least 5 points, not 4"),
    (DTI_ROW, "dti_pre_pct: [[20, 0], [50, 4]]", "pricing.dti_pre_pct",
     "must reach up to 100, not only 50"),
    (DTI_ROW, "dti_pre_pct: []", "pricing.dti_pre_pct", "must hold at least one row"),
    (SCORE_ROW, "[780, 9], [740, 8], [700, 20]", "pricing.credit_score.1",
     "must be monotone: at least 9 points, not 8"),
    (SCORE_ROW, "[740, 0], [780, 8], [700, 20]", "pricing.credit_score.1",
     "the bound must be below 740, not 780"),
    (DTI_POST, "dti_post_max_pct: 450", "products.car.dti_post_max_pct",
     "must be more than 0 and at most 100 percent, not 450"),
    ("ltv_max_pct: {new: 100, used: 90}", "ltv_max_pct: {new: 100}", "products.car.ltv_max_pct",
     "must hold exactly new, used"),
    ("purposes: [Car]", "purposes: []", "products.car.purposes", "must name at least one"),
    ("purposes: [Car]", "purposes: [Home]", "products.home.purposes",
     "Home already belongs to car"),
    ("home_ownership_ok: [Own, Mortgage] ", "home_ownership_ok: [Owner] ",
     "products.home_improvement.home_ownership_ok.0", "must be one of Rent, Own"),
    ("max_age_at_maturity: null", "max_age_at_maturity: 70", "legal.max_age_at_maturity",
     "must be null, not 70"),
    ("\n  car:\n", "\n  boat:\n", "products.boat", "is not a product; the products are car, home"),
    ("  net_to_gross", "   net_to_gross", "", "is not valid YAML"),
    ("    dti_pre_max_pct: {owner", "    dti_pre_max: {owner",
     "governance.thresholds.dti_pre_max_pct",
     "is missing: every threshold has an owner, a reason and a review date"),
    ("approved_on: \"2025-12-15\"", "approved_on: soon", "governance.approved_on",
     "must be a valid date"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "reason"), BAD_CATALOGUES)
def test_a_bad_edit_of_the_catalogue_names_place_and_reason(
    edit: Edit, folder: Path, old: str, new: str, path: str, reason: str
) -> None:
    edit("catalogue.yaml", old, new)

    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(folder)

    found = [p for p in refusal.value.problems if p.path == path and reason in p.reason]
    assert found, str(refusal.value)
    assert found[0].file == "knowledge/catalogue.yaml"
    assert found[0].line is not None


BAD_RULES = (
    ("aa: [X2]", "aa: [X5]", "rules.E-020.aa.0", "X5 is not an adverse-action reason"),
    ("products: [home]\n    stage: inquiry\n    severity: HARD\n    aa: [X2]",
     "products: [house]\n    stage: inquiry\n    severity: HARD\n    aa: [X2]",
     "rules.E-020.products.0", "must be 'car', 'home'"),
    ("cures: [{field: co_applicant, dir: add}]\n    replaces: [E-021",
     "cures: [{field: age, dir: up}]\n    replaces: [E-021",
     "rules.E-020.cures.0.field", "age is nothing a customer can act on"),
    ("replaces: [E-044]", "replaces: [E-444]", "rules.E-021.replaces.0",
     "E-444 is not another rule"),
    ("{id: E-001,", "{id: E-002,", "rules.1.id", "E-002 stands here twice"),
    ("{id: E-001,", "{id: E-005,", "rules.0.id", "E-005 is not a rule"),
    ("{existing_loans: 6}", "{existing_loans: -6}", "rules.E-034.thresholds.existing_loans",
     "must be a number of at least 0, not -6"),
    ("{existing_loans: 6}", "{open_loans: 6}", "rules.E-034.thresholds",
     "must hold exactly existing_loans"),
    ("{id: E-001, title", "{id: E-001, thresholds: {age: 18}, title", "rules.E-001.thresholds",
     "must hold exactly nothing"),
    ("{id: E-051, title: Gold we can take, products: [gold]",
     "{id: E-051, title: Gold we can take, products: [gold, car]", "rules.E-051.products",
     "car has no gold"),
    ("inquiry_products: [home, mortgage_refinance], severity: HARD", "severity: FATAL",
     "rules.E-003.severity", "must be 'HARD', 'REFER'"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "reason"), BAD_RULES)
def test_a_bad_edit_of_the_rules_names_place_and_reason(
    edit: Edit, folder: Path, old: str, new: str, path: str, reason: str
) -> None:
    edit("rules.yaml", old, new)

    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(folder)

    found = [p for p in refusal.value.problems if p.path == path and reason in p.reason]
    assert found, str(refusal.value)
    assert found[0].file == "knowledge/rules.yaml"
    assert found[0].line is not None


def test_a_rule_that_was_left_out_is_refused(edit: Edit, folder: Path) -> None:
    text = (folder / "rules.yaml").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines(keepends=True) if "{id: E-036" in line)
    edit("rules.yaml", row, "")

    with pytest.raises(KnowledgeError, match=r"rules\.yaml:\d+: rules: E-036 has no row"):
        load_knowledge(folder)


BAD_TOML = (
    ("adverse_action_reasons.toml", 'AA21 = "Bankruptcy"', "", "reasons.AA21",
     "is missing: Form C-1 has it"),
    ("adverse_action_reasons.toml", 'no_file = "AA14"', 'no_file = "AA99"',
     "bureau_factors.no_file", "AA99 is not a reason"),
    ("adverse_action_reasons.toml", "no_file =", "nofile =", "bureau_factors.nofile",
     "is not a factor that bureaus report here"),
    ("bank.toml", 'crisis_line = "988"', "", "phones.crisis_line", "is missing"),
    ("bank.toml", "America/New_York", "Ohio/Columbus", "hours.time_zone",
     "must be a time zone such as America/New_York"),
    ("bank.toml", 'monday = "09:00-18:00"', 'monday = "nine to six"', "hours.monday",
     "must look like 09:00-18:00"),
    ("bank.toml", 'monday = "09:00-18:00"', 'monday = "18:00-09:00"', "hours.monday",
     "must open before it closes"),
    ("bank.toml", 'negatives = "decisioning"', 'negatives = "never"', "switches.negatives",
     "must be 'decisioning' or 'inquiry_only'"),
    ("bank.toml", 'name = "Larkfield Bank, N.A."', 'name = ""', "name", "at least 1 character"),
    ("bank.toml", 'name = "Larkfield Bank, N.A."', 'name = "A"\nname = "B"', "",
     "is not valid TOML"),
    ("holidays.toml", "date = 2027-07-05", "date = 2026-07-05",
     "years.2027.7.date", "2026-07-05 (Independence Day (observed)) does not lie in 2027"),
    ("holidays.toml", "date = 2027-07-05", "date = 2027-07-04", "years.2027.7.date",
     "2027-07-04 stands here twice"),
    ("gold_price.toml", "per_fine_gram = 105.40", "per_fine_gram = 106.85", "",
     "per_fine_gram must be the lower of the two prices (105.40)"),
    ("gold_price.toml", "last_close = 105.40", "last_close = -1", "last_close", "greater than"),
    ("gold_price.toml", "last_close = 105.40", "last_close = nan", "last_close",
     "must be a finite number"),
    ("gold_price.toml", "min_karat = 18", "min_karat = 14", "min_karat",
     "must equal products.gold.gold.min_karat of catalogue.yaml (18)"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "path", "reason"), BAD_TOML)
def test_a_bad_edit_of_a_flat_file_names_place_and_reason(
    edit: Edit, folder: Path, name: str, old: str, new: str, path: str, reason: str
) -> None:
    edit(name, old, new)

    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(folder)

    found = [p for p in refusal.value.problems if p.path == path and reason in p.reason]
    assert found, str(refusal.value)
    assert found[0].file == f"knowledge/{name}"


@pytest.mark.parametrize(
    ("name", "old", "new", "path"),
    [
        ("catalogue.yaml", "dti_pre_max_pct: 55", "dti_pre_max_pct: 155",
         "products.gold.dti_pre_max_pct"),
        ("catalogue.yaml", "dti_pre_max_pct: 40 ", "dti_pre_max_pct: 0 ",
         "products.car.dti_pre_max_pct"),
        ("rules.yaml", "swing_pct: 40", "swing_pct: -40", "rules.E-047.thresholds.swing_pct"),
        ("bank.toml", "score_max = 850", 'score_max = "high"', "bureau.score_max"),
    ],
)  # fmt: skip
def test_the_line_is_the_one_that_was_edited(
    edit: Edit, folder: Path, name: str, old: str, new: str, path: str
) -> None:
    line = edit(name, old, new)

    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(folder)

    assert [p.line for p in refusal.value.problems if p.path == path] == [line]


def test_every_problem_of_every_file_is_listed_at_once(edit: Edit, folder: Path) -> None:
    edit("catalogue.yaml", CAR_RATE, "note_rate_pct: {min: 7.30, max: 7.00}")
    edit("catalogue.yaml", "dti_pre_max_pct: 55", "dti_pre_max_pct: high")
    edit("rules.yaml", "aa: [X2]", "aa: [X5]")
    (folder / "bank.toml").unlink()

    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(folder)

    assert {problem.file for problem in refusal.value.problems} == {
        "knowledge/catalogue.yaml", "knowledge/rules.yaml", "knowledge/bank.toml",
    }  # fmt: skip
    assert len([p for p in refusal.value.problems if p.file == "knowledge/catalogue.yaml"]) == 2


@pytest.mark.parametrize("name", ["catalogue.yaml", "rules.yaml", "bank.toml", "holidays.toml"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "is missing"),
        (b"", "is empty"),
        (b"# nothing but a comment\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "is not UTF-8 text"),
        (b"\x00\x01\x02", "is not valid"),
        (b"{[(", "is not valid"),
    ],
)
def test_a_file_that_is_no_file_is_refused(
    folder: Path, name: str, content: bytes | None, reason: str
) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)

    with pytest.raises(KnowledgeError, match=rf"knowledge/{name}.*: {reason}"):
        load_knowledge(folder)


@pytest.mark.parametrize(
    "content", ["[1, 2, 3]", "just words", "&a [*a]", "products: &p {car: *p}", "[" * 4000]
)
def test_yaml_of_another_shape_is_refused_not_crashed_on(folder: Path, content: str) -> None:
    (folder / "catalogue.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"knowledge/catalogue\.yaml"):
        load_knowledge(folder)


def test_a_missing_folder_lists_every_file(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(tmp_path / "nowhere")

    assert len(refusal.value.problems) == 6


@pytest.mark.parametrize("name", ["catalogue.yaml", "rules.yaml"])
@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_that_lost_a_line_or_gained_nonsense_never_crashes_the_loader(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    n = data.draw(st.integers(0, len(lines) - 1))
    lines[n] = data.draw(st.sampled_from(["", "x: [", "- 1", "  id: null", "rules: {}", "\t?"]))
    (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    for other in {"catalogue.yaml", "rules.yaml", "adverse_action_reasons.toml"} - {name}:
        shutil.copyfile(FOLDER / other, tmp_path / other)

    assert files_refused(tmp_path) <= {f"{tmp_path.name}/{name}"}


def files_refused(folder: Path) -> set[str]:
    try:
        load_rulebook(folder)
    except KnowledgeError as refusal:
        return {problem.file for problem in refusal.problems}
    return set()
