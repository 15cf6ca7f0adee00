"""The made-up applications: the bank's columns, its limits, and no more truth than there is."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml.features import level_payment
from ml.generate import Generated, generate, main, write
from ml.labels import breaks_policy
from ml.metrics import auc
from ml.models.logistic import fit_logistic
from ml.population import people, ranks
from ml.preparation import TEST, TRAIN, Prepared
from ml.read import as_numbers, as_words
from ml.requests import note_rates_pct, requests
from ml.schema import bank_schema
from tools.lending.catalogue import Rulebook
from tools.lending.pricing import note_rate_pct, price_parts
from tools.lending.records import Product

SAMPLE_HEADER = (
    "customer_id,age,annual_income,credit_score,employment_status,years_employed,"
    "debt_to_income_ratio,savings_balance,checking_balance,home_ownership,marital_status,"
    "num_dependents,education_level,loan_purpose,requested_loan_amount,existing_loans,"
    "payment_history,loan_term,interest_rate,monthly_payment,approval_status"
)
"""The first line of the bank's sample."""


def test_the_columns_are_those_of_the_bank_in_their_order(made: Generated) -> None:
    assert ",".join(made.applications.columns) == SAMPLE_HEADER
    assert tuple(made.applications.columns) == tuple(bank_schema().columns)


def test_every_cell_lies_in_the_range_of_its_column(made: Generated, table: pd.DataFrame) -> None:
    assert len(table) == len(made.applications)  # reading holds every cell against the schema


def test_the_same_seed_gives_the_same_table_and_another_seed_another() -> None:
    pd.testing.assert_frame_equal(generate(300, 5).applications, generate(300, 5).applications)
    assert not generate(300, 5).applications.equals(generate(300, 6).applications)


@pytest.mark.parametrize("rows", [1, 2, 50])
def test_any_number_of_rows_can_be_made(rows: int) -> None:
    assert len(generate(rows).applications) == rows


def test_requests_obey_the_catalogue(table: pd.DataFrame, rulebook: Rulebook) -> None:
    for product in Product:
        terms = rulebook.terms(product)
        mine = table[table["loan_purpose"] == terms.purposes[0]]
        months = (mine["loan_term"] * 12).round()

        assert len(mine) > 100
        assert (
            mine["requested_loan_amount"]
            .between(float(terms.principal.min), float(terms.principal.max))
            .all()
        )
        assert set(months.astype(int)) <= set(terms.term_months.menu)
        assert (
            mine["interest_rate"]
            .between(float(terms.note_rate_pct.min), float(terms.note_rate_pct.max))
            .all()
        )


def test_the_payment_is_the_level_payment_of_the_other_columns(table: pd.DataFrame) -> None:
    expected = level_payment(
        as_numbers(table["requested_loan_amount"]),
        as_numbers(table["interest_rate"]),
        as_numbers(table["loan_term"] * 12).round(),
    )

    assert np.abs(expected - as_numbers(table["monthly_payment"])).max() < 1e-6


def test_many_prices_at_once_are_the_prices_of_the_core(rulebook: Rulebook) -> None:
    draw = np.random.default_rng(3)
    who = people(200, draw)
    grid = rulebook.catalogue.pricing
    for product in (Product.CAR, Product.PERSONAL):
        terms = rulebook.terms(product)
        term = draw.choice(terms.term_months.menu, 200).astype(float)
        ltv = draw.uniform(40, 100, 200).round(2) if terms.secured else np.full(200, np.nan)
        share = draw.uniform(0.05, 1.5, 200).round(4)

        many = note_rates_pct(terms, grid, who.score, who.dti_pre, term, ltv, share)

        for row in range(200):
            parts = price_parts(
                terms,
                grid,
                credit_score=None if np.isnan(who.score[row]) else int(who.score[row]),
                dti_pre_pct=Decimal(str(who.dti_pre[row])),
                term_months=int(term[row]),
                ltv_pct=None if np.isnan(ltv[row]) else Decimal(str(ltv[row])),
                loan_to_income=Decimal(str(share[row])),
            )
            one = float(note_rate_pct(terms, grid, parts))
            assert many[row] == pytest.approx(one, abs=0.0051)  # unrounded against 0.01


def test_people_are_as_the_published_distributions_say(table: pd.DataFrame) -> None:
    score = table["credit_score"].dropna()
    shares = table["payment_history"].value_counts(normalize=True)

    assert (score <= 579).mean() == pytest.approx(0.142, abs=0.02)
    assert (score >= 800).mean() == pytest.approx(0.23, abs=0.02)
    assert [shares[word] for word in ("Good", "Fair", "Poor")] == pytest.approx(
        [0.63, 0.23, 0.13], abs=0.02
    )
    assert table["debt_to_income_ratio"].mean() == pytest.approx(28.7, abs=1)
    assert table["debt_to_income_ratio"].std() == pytest.approx(10.9, abs=1)
    owners = table["home_ownership"].isin(["Own", "Mortgage"])
    assert owners[table["age"] < 35].mean() < 0.4 < 0.7 < owners[table["age"] >= 65].mean()


def test_nobody_works_who_does_not_and_education_takes_its_years(table: pd.DataFrame) -> None:
    works = table["employment_status"].isin(["Employed", "Part-time", "Self-Employed"])

    assert table.loc[~works, "years_employed"].isna().all()
    assert table.loc[works, "years_employed"].notna().all()
    for level, age in (("Bachelor's", 22), ("Master's", 24), ("PhD", 27)):
        assert (table.loc[table["education_level"] == level, "age"] >= age).all()
    jobless = table.loc[table["employment_status"] == "Unemployed", "annual_income"]
    assert (jobless < 60_000).all()


def test_shares_of_approved_and_defaulted_are_those_of_the_specification(made: Generated) -> None:
    approved = (made.applications["approval_status"] == "Approved").to_numpy()

    assert approved.mean() == pytest.approx(0.53, abs=0.02)
    assert made.defaulted.mean() == pytest.approx(0.133, abs=0.01)
    assert made.defaulted[approved].mean() == pytest.approx(0.055, abs=0.01)
    assert made.defaulted[~approved].mean() == pytest.approx(0.214, abs=0.015)


def test_outcomes_are_known_of_approved_applications_only(made: Generated) -> None:
    approved = made.applications.loc[
        made.applications["approval_status"] == "Approved", "customer_id"
    ]

    assert list(made.outcomes["customer_id"]) == list(approved)
    assert made.applications["customer_id"].is_unique


def test_accepted_requests_break_a_rule_only_by_override(rulebook: Rulebook) -> None:
    draw = np.random.default_rng(20260101)
    who = people(20_000, draw)
    broken = breaks_policy(who, requests(who, rulebook, draw), rulebook)
    approved = (generate(20_000).applications["approval_status"] == "Approved").to_numpy()

    assert approved[broken].mean() == pytest.approx(0.08, abs=0.012)
    assert broken[approved].mean() < 0.08


def test_default_can_be_foretold_as_well_as_the_truth_allows(
    made: Generated, bank: Prepared
) -> None:
    test, train = bank.parts == TEST, bank.parts == TRAIN
    fitted = fit_logistic(bank.rows[train], made.defaulted[train], bank.features)
    truth = as_numbers(made.truth["default_probability"])

    learned = auc(made.defaulted[test], fitted.margins(bank.rows[test]))
    assert 0.78 < learned < 0.85
    assert learned < auc(made.defaulted, truth) < 0.86


def test_approval_can_be_foretold_but_not_read_off(made: Generated, bank: Prepared) -> None:
    approved = as_numbers(made.applications["approval_status"] == "Rejected")
    test, train = bank.parts == TEST, bank.parts == TRAIN
    fitted = fit_logistic(bank.rows[train], approved[train], bank.features)

    assert 0.80 < auc(approved[test], fitted.margins(bank.rows[test])) <= 0.93


def test_no_single_column_tells_the_label(made: Generated, table: pd.DataFrame) -> None:
    refused = as_numbers(made.applications["approval_status"] == "Rejected")
    numbers = table.select_dtypes("number")
    for labels in (refused, made.defaulted):
        for name in numbers:
            area = auc(labels, as_numbers(numbers[name].fillna(numbers[name].median())))
            assert max(area, 1 - area) < 0.83, name


def test_marital_status_and_dependents_lead_nowhere(made: Generated, table: pd.DataFrame) -> None:
    """Beside what age explains, the true probability does not know them."""
    truth, age = as_numbers(made.truth["default_probability"]), as_numbers(table["age"])
    middle = (age >= 40) & (age < 50)
    spread = truth[middle].std()
    for column in ("marital_status", "num_dependents"):
        groups = as_words(table[column].astype(str))[middle]
        for group in np.unique(groups):
            inside = truth[middle][groups == group]
            error = spread / np.sqrt(len(inside))
            assert abs(inside.mean() - truth[middle].mean()) < 4 * error, (column, group)


def test_what_underwriters_saw_and_no_column_holds_makes_refused_ones_worse() -> None:
    def gap(hidden: float) -> float:
        drawn = generate(20_000, hidden_info=hidden)
        refused = (drawn.applications["approval_status"] == "Rejected").to_numpy()
        return float(drawn.defaulted[refused].mean() - drawn.defaulted[~refused].mean())

    assert gap(1.5) > gap(0.0) + 0.03


def test_the_command_writes_three_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rows", "200", "--out", str(tmp_path / "new")]) == 0

    written = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert written == ["applications.csv", "outcomes.csv", "truth.csv"]
    assert "200 applications" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("rows", ["0", "-5", "many", "99999999"])
def test_a_number_of_rows_that_cannot_be_is_refused(
    rows: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--rows", rows])

    assert "no number of rows" in capsys.readouterr().err


def test_ranks_are_between_0_and_1() -> None:
    assert ranks(np.array([5.0, 5.0])).tolist() == [0.25, 0.75]


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(generate(100), tmp_path / name)

    one, two = ((tmp_path / name / "applications.csv").read_bytes() for name in ("one", "two"))
    assert one == two
