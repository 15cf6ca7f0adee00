"""What is in the files is what the bank does."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.knowledge import load_catalogue, load_knowledge, load_rulebook
from tools.knowledge.reading import KnowledgeError, merged_over, read_document
from tools.knowledge.rules import RULE_IDS
from tools.knowledge.validation import content_hash
from tools.lending.records import BureauFactor, Product, Severity

Edit = Callable[[str, str, str], int]

BRIEF_RANGES = (
    # product, lowest and highest term in months, lowest and highest note rate in percent
    (Product.CAR, 6, 84, "7.30", "10.00"),
    (Product.HOME, 24, 360, "8.35", "15.00"),
    (Product.GOLD, 6, 36, "9.25", "19.00"),
    (Product.EDUCATION, 60, 180, "8.30", "11.80"),
)


@pytest.mark.parametrize(("product", "shortest", "longest", "lowest", "highest"), BRIEF_RANGES)
def test_brief_ranges(
    product: Product, shortest: int, longest: int, lowest: str, highest: str
) -> None:
    terms = load_rulebook().terms(product)

    assert (terms.term_months.min, terms.term_months.max) == (shortest, longest)
    assert (terms.note_rate_pct.min, terms.note_rate_pct.max) == (Decimal(lowest), Decimal(highest))


def test_brief_limits() -> None:
    rulebook = load_rulebook()
    automatic_lines = {rulebook.terms(p).min_credit_score for p in Product if p != Product.GOLD}
    forty = [p for p in Product if p not in (Product.GOLD, Product.MORTGAGE_REFINANCE)]

    assert automatic_lines == {650}
    assert {rulebook.terms(p).dti_pre_max_pct for p in forty} == {Decimal(40)}
    assert "Student" in rulebook.terms(Product.HOME).employment_excluded_sole
    assert rulebook.terms(Product.HOME_IMPROVEMENT).home_ownership_ok == ("Own", "Mortgage")
    assert rulebook.terms(Product.MORTGAGE_REFINANCE).home_ownership_ok == ("Mortgage",)


def test_gold_needs_no_score_and_no_job() -> None:
    gold = load_rulebook().terms(Product.GOLD)

    assert gold.min_credit_score is None
    assert gold.refer_credit_score is None
    assert "Unemployed" in gold.employment_ok


def test_defaults_reach_every_product_and_what_a_product_states_wins() -> None:
    rulebook = load_rulebook()

    assert all(rulebook.terms(p).autodebit_discount_pct == Decimal("0.25") for p in Product)
    assert all(rulebook.terms(p).fees.late_flat == 25 for p in Product)
    assert rulebook.terms(Product.PERSONAL).refer_credit_score == 650
    assert rulebook.terms(Product.CAR).refer_credit_score == 620


def test_no_limit_depends_on_age() -> None:
    assert load_rulebook().catalogue.legal.max_age_at_maturity is None


def test_every_number_of_the_catalogue_is_exact() -> None:
    rate = load_rulebook().terms(Product.CAR).note_rate_pct

    assert (str(rate.min), str(rate.max)) == ("7.30", "10.00")


def test_the_rows_are_every_rule_in_table_order() -> None:
    rulebook = load_rulebook()

    assert tuple(rule.id for rule in rulebook.rules) == RULE_IDS == tuple(sorted(RULE_IDS))


def test_replacements_are_those_of_the_decision_table() -> None:
    replaces = {rule.id: set(rule.replaces) for rule in load_rulebook().rules if rule.replaces}

    assert replaces == {
        "E-060": {"E-030", "E-031", "E-041", "E-044"},
        "E-020": {"E-021", "E-030", "E-031", "E-041", "E-042", "E-044"},
        "E-021": {"E-044"},
    }


def test_gold_is_spared_the_credit_check() -> None:
    exempt = {rule.id for rule in load_rulebook().rules if Product.GOLD not in rule.products}

    assert {"E-030", "E-031", "E-032", "E-070", "E-071", "E-072"} <= exempt


def test_the_state_is_asked_before_an_offer_only_where_a_dwelling_is_financed() -> None:
    rule = load_rulebook().rule("E-003")

    assert rule.stage == "application"
    assert set(rule.inquiry_products) == {Product.HOME, Product.MORTGAGE_REFINANCE}


def test_no_reason_ever_says_score() -> None:
    rulebook = load_rulebook()

    assert not [text for text in rulebook.reasons.values() if "score" in text.lower()]
    assert set(rulebook.bureau_factor_reasons) == set(get_args(BureauFactor))


def test_every_refusal_can_name_a_reason_unless_none_may_be_given() -> None:
    silent = {"E-003", "E-004", "E-064", "E-070", "E-071", "E-072", "E-080"}
    deciding = (Severity.HARD, Severity.LIMIT, Severity.REFER, Severity.BLOCK)

    unexplained = {r.id for r in load_rulebook().rules if r.severity in deciding and not r.aa}

    assert unexplained == silent


def test_editing_a_number_changes_what_is_loaded_and_its_hash(edit: Edit, folder: Path) -> None:
    before = load_knowledge(folder)

    edit("catalogue.yaml", "pti_max_pct: 20", "pti_max_pct: 15")
    after = load_knowledge(folder)

    assert after.rulebook.terms(Product.CAR).pti_max_pct == 15
    assert before.hashes["catalogue.yaml"] != after.hashes["catalogue.yaml"]
    assert before.hashes["rules.yaml"] == after.hashes["rules.yaml"]


def test_editing_a_threshold_of_a_rule_changes_the_hash_of_the_rules(
    edit: Edit, folder: Path
) -> None:
    before = load_knowledge(folder)

    edit("rules.yaml", "{existing_loans: 6}", "{existing_loans: 8}")
    after = load_knowledge(folder)

    assert after.rulebook.rule("E-034").thresholds["existing_loans"] == 8
    assert before.rulebook.rules_hash != after.rulebook.rules_hash
    assert after.hashes["rules.yaml"] == after.rulebook.rules_hash


def test_the_hash_ignores_comments_order_and_trailing_zeros(edit: Edit, folder: Path) -> None:
    before = load_catalogue(folder / "catalogue.yaml").content_hash

    edit("catalogue.yaml", "id: us-demo-v1\nmarket: US", "# note\nmarket: US\nid: us-demo-v1")
    edit("catalogue.yaml", "{min: 7.30, max: 10.00}", "{max: 10.0, min: 7.3}")
    after = load_catalogue(folder / "catalogue.yaml").content_hash

    assert before == after
    assert re.fullmatch(r"[0-9a-f]{64}", after)


def test_a_default_moved_into_every_product_is_the_same_catalogue(edit: Edit, folder: Path) -> None:
    before = load_catalogue(folder / "catalogue.yaml").content_hash

    edit("catalogue.yaml", "    purposes: [Car]", "    purposes: [Car]\n    min_credit_score: 650")

    assert load_catalogue(folder / "catalogue.yaml").content_hash == before


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=5),
        st.one_of(st.integers(), st.booleans(), st.none(), st.text(max_size=5)),
        min_size=1,
    )
)
def test_the_hash_does_not_depend_on_order(content: dict[str, object]) -> None:
    turned = dict(reversed(content.items()))

    assert content_hash(content) == content_hash(turned)


@given(st.integers(), st.integers())
def test_different_content_has_a_different_hash(one: int, other: int) -> None:
    assert (content_hash({"a": one}) == content_hash({"a": other})) == (one == other)


def test_yaml_is_read_without_surprises(tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(
        "NO: {answer: yes, clock: 1:30, octal: 010, rate: 7.30, whole: 8, day: 2026-01-01}\n"
        "real: [true, null, ~, ]\n"
        "base: &b {a: 1, c: 2}\n"
        "over: {<<: *b, c: 3}\n",
        encoding="utf-8",
    )

    data = read_document(file).data

    assert data["NO"] == {
        "answer": "yes", "clock": "1:30", "octal": 10, "rate": Decimal("7.30"), "whole": 8,
        "day": "2026-01-01",
    }  # fmt: skip
    assert data["real"] == [True, None, None]
    assert data["over"] == {"a": 1, "c": 3}


def test_no_float_and_no_code_comes_out_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text("a: !!python/object/apply:os.getcwd []\nb: 1.5e3\n", encoding="utf-8")

    data = read_document(file).data

    assert data == {"a": [], "b": Decimal("1.5e3")}


def test_blocks_are_merged_and_lists_replaced() -> None:
    merged = merged_over({"a": {"x": 1, "y": 2}, "l": [1]}, {"a": {"y": 3}, "l": [2]})

    assert merged == {"a": {"x": 1, "y": 3}, "l": [2]}


def test_a_single_catalogue_file_loads_by_itself(tmp_path: Path, folder: Path) -> None:
    other = tmp_path / "edited.yaml"
    other.write_bytes((folder / "catalogue.yaml").read_bytes())

    assert load_catalogue(other) == load_rulebook(folder).catalogue


def test_a_folder_of_its_own_is_loaded_not_the_shipped_one(edit: Edit, folder: Path) -> None:
    edit("bank.toml", 'short_name = "Larkfield Bank"', 'short_name = "Other Bank"')

    assert load_knowledge(folder).bank.short_name == "Other Bank"
    assert load_knowledge().bank.short_name == "Larkfield Bank"


def test_a_problem_reads_as_one_line(edit: Edit, folder: Path) -> None:
    line = edit("catalogue.yaml", "{min: 7.30, max: 10.00}", "{min: 7.30, max: 7.20}")

    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(folder)

    assert str(refusal.value) == (
        f"knowledge/catalogue.yaml:{line}: products.car.note_rate_pct.max: "
        "must be greater than min (7.30), not 7.20"
    )
