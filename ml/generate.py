"""The bank's table of 21 columns, made up: `python -m ml.generate --rows 60000 --out FOLDER`.

Three files: `applications.csv` (the 21 columns), `outcomes.csv` (who defaulted within 24 months;
known only of approved ones), `truth.csv` (the true probability: for tests, never for training).
"""

import argparse
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from rich.console import Console

from ml.features import Vector, Words
from ml.labels import approvals, default_probabilities
from ml.population import People, people
from ml.requests import Requests, requests
from tools.knowledge import load_rulebook
from tools.lending.catalogue import Rulebook

ROWS, SEED = 60_000, 20260101
FOLDER = Path(".data/ml")
APPLICATIONS, OUTCOMES, TRUTH = "applications.csv", "outcomes.csv", "truth.csv"


class Generated(NamedTuple):
    """A made-up data set. `defaulted` is what would have happened, of everybody."""

    applications: pd.DataFrame
    """The 21 columns."""
    outcomes: pd.DataFrame
    """customer_id, defaulted_24m: approved ones only."""
    truth: pd.DataFrame
    """customer_id, default_probability."""
    defaulted: Vector


def generate(
    rows: int = ROWS,
    seed: int = SEED,
    *,
    hidden_info: float = 0.0,
    rulebook: Rulebook | None = None,
) -> Generated:
    """Make a data set: the same rows, seed and catalogue give the same values.

    Args:
        rows: how many applications; 100,000 take about two seconds.
        seed: of every draw.
        hidden_info: log-odds of default that underwriters saw and no column holds, per standard
            deviation. With 0 refusals depend on the columns alone; above it, learning from
            approved ones is too optimistic about the others, as in real banks.
        rulebook: limits and prices; the bank's own if None.

    >>> len(generate(50).applications.columns)
    21
    """
    rules = rulebook or load_rulebook()
    draw = np.random.default_rng(seed)
    who = people(rows, draw)
    asked = requests(who, rules, draw)
    unseen = hidden_info * draw.standard_normal(rows)
    probability = default_probabilities(who, asked, unseen)
    defaulted = (draw.random(rows) < probability).astype(float)
    approved = approvals(who, asked, rules, unseen, draw)
    ids = _ids(rows, draw)
    outcomes = pd.DataFrame(
        {"customer_id": ids[approved], "defaulted_24m": defaulted[approved].astype(int)}
    )
    truth = pd.DataFrame({"customer_id": ids, "default_probability": probability.round(6)})
    applications = _applications(ids, who, asked)
    applications["approval_status"] = np.where(approved, "Approved", "Rejected")
    return Generated(applications, outcomes, truth, defaulted)


def _applications(ids: Words, who: People, asked: Requests) -> pd.DataFrame:
    """Return the 21 columns but the last."""
    return pd.DataFrame(
        {
            "customer_id": ids,
            "age": who.age.astype(int),
            "annual_income": who.income,
            "credit_score": pd.Series(who.score).astype("Int64"),
            "employment_status": who.employment,
            "years_employed": pd.Series(who.years_employed).astype("Int64"),
            "debt_to_income_ratio": who.dti_pre,
            "savings_balance": who.savings,
            "checking_balance": who.checking,
            "home_ownership": who.ownership,
            "marital_status": who.marital_status,
            "num_dependents": who.dependents.astype(int),
            "education_level": who.education,
            "loan_purpose": asked.purpose,
            "requested_loan_amount": asked.principal,
            "existing_loans": who.loans.astype(int),
            "payment_history": who.history,
            "loan_term": asked.term_months / 12,
            "interest_rate": asked.note_rate_pct,
            "monthly_payment": asked.payment,
        }
    )


def _ids(rows: int, draw: np.random.Generator) -> Words:
    digits = draw.bytes(16 * rows).hex()
    ids = [digits[start : start + 32] for start in range(0, 32 * rows, 32)]
    return np.array(
        [
            f"{i[:8]}-{i[8:12]}-4{i[13:16]}-{'89ab'[int(i[16], 16) % 4]}{i[17:20]}-{i[20:]}"
            for i in ids
        ]
    )


def write(made: Generated, folder: Path) -> None:
    """Write the three files as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in zip((APPLICATIONS, OUTCOMES, TRUTH), made[:3], strict=True):
        frame.to_csv(folder / name, index=False)


def main(arguments: list[str] | None = None) -> int:
    """Make the data set that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m ml.generate", description=__doc__)
    parser.add_argument(
        "--rows", type=row_count, default=ROWS, help="applications (default %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--hidden-info", type=float, default=0.0, help="see ml.generate.generate")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder, made if needed")
    wanted = parser.parse_args(arguments)
    console, began = Console(), time.perf_counter()
    with console.status(f"making {wanted.rows:,} applications …"):
        made = generate(wanted.rows, wanted.seed, hidden_info=wanted.hidden_info)
    with console.status(f"writing {wanted.out} …"):
        write(made, wanted.out)
    approved, bad = len(made.outcomes), float(made.outcomes["defaulted_24m"].mean() or 0)
    console.print(
        f"{wanted.rows:,} applications (seed {wanted.seed}) in {wanted.out}:"
        f" {approved / wanted.rows:.1%} approved, {bad:.1%} of those defaulted;"
        f" {time.perf_counter() - began:.1f} s."
    )
    return 0


def row_count(text: str) -> int:
    """Read a number of rows from the command line."""
    if not text.isdecimal() or not 1 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of rows from 1 to 10,000,000")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
