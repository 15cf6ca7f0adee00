"""Made-up tables in the shape of public credit data: categories, gaps, imbalance."""

import numpy as np
import pandas as pd


def _words(draw: np.random.Generator, levels: str, rows: int, shares: list[float]) -> np.ndarray:
    return draw.choice(levels.split(), rows, p=shares)


def german(rows: int = 1_000, seed: int = 1) -> pd.DataFrame:
    """Small, many categories, nearly linear; class 2 is bad (30 %)."""
    draw = np.random.default_rng(seed)
    status = _words(draw, "A11 A12 A13 A14", rows, [0.27, 0.27, 0.07, 0.39])
    history = _words(draw, "A30 A31 A32 A33 A34", rows, [0.04, 0.05, 0.53, 0.09, 0.29])
    purpose = _words(draw, "A40 A41 A42 A43 A46 A49", rows, [0.25, 0.1, 0.18, 0.28, 0.07, 0.12])
    savings = _words(draw, "A61 A62 A63 A64 A65", rows, [0.6, 0.1, 0.07, 0.05, 0.18])
    job = _words(draw, "A171 A172 A173 A174", rows, [0.02, 0.2, 0.63, 0.15])
    housing = _words(draw, "A151 A152 A153", rows, [0.18, 0.71, 0.11])
    months = np.clip(np.round(draw.gamma(3.2, 6.5, rows)), 4, 72)
    amount = np.round(np.exp(6.4 + 0.035 * months + 0.6 * draw.standard_normal(rows)))
    age = np.round(19 + draw.gamma(1.8, 9, rows))
    rate = draw.integers(1, 5, rows)
    logit = -1.6 + pd.Series(status).map({"A11": 1.1, "A12": 0.7, "A13": 0.1, "A14": -0.9})
    logit += pd.Series(history).map({"A30": 1.0, "A31": 1.0, "A32": 0.2, "A33": 0.0, "A34": -0.6})
    logit += pd.Series(savings).map({"A61": 0.4, "A62": 0.2, "A63": -0.2, "A64": -0.7, "A65": -0.5})
    logit += 0.4 * (purpose == "A40") - 0.6 * (purpose == "A41") + 0.035 * (months - 20)
    logit += 0.25 * (rate - 2.5) - 0.012 * (age - 35) + 0.3 * (housing == "A151")
    bad = draw.random(rows) < 1 / (1 + np.exp(-logit))
    return pd.DataFrame(
        {
            "status": status, "months": months, "history": history, "purpose": purpose,
            "amount": amount, "savings": savings, "rate": rate, "age": age, "housing": housing,
            "job": job, "class": np.where(bad, 2, 1),
        }
    )  # fmt: skip


def taiwan(rows: int = 6_000, seed: int = 2) -> pd.DataFrame:
    """Card clients: coded categories, late payments with a kink, utilisation; 22 % bad."""
    draw = np.random.default_rng(seed)
    limit = np.round(np.exp(11.6 + 0.8 * draw.standard_normal(rows)), -4) + 10_000
    trouble = draw.standard_normal(rows)
    late = {
        f"PAY_{n}": np.clip(np.round(trouble + 0.9 * draw.standard_normal(rows) - 0.6), -2, 6)
        for n in (0, 2, 3)
    }
    usage = np.clip(0.4 + 0.25 * trouble + 0.3 * draw.standard_normal(rows), -0.1, 1.3)
    bill = np.round(limit * usage)
    paid = np.round(np.exp(7 + 0.8 * draw.standard_normal(rows)) * (draw.random(rows) > 0.2))
    logit = -2.0 + 1.9 * (late["PAY_0"] >= 2) + 0.5 * (late["PAY_2"] >= 2) - 0.4 * (usage < 0.1)
    logit += 0.9 * ((usage > 0.3) & (late["PAY_0"] == 0)) - 0.15 * np.log(limit / 100_000)
    logit += 1.2 * ((paid == 0) & (usage > 0.5))
    bad = draw.random(rows) < 1 / (1 + np.exp(-logit))
    return pd.DataFrame(
        {
            "ID": np.arange(1, rows + 1), "LIMIT_BAL": limit, "SEX": draw.integers(1, 3, rows),
            "EDUCATION": draw.integers(0, 7, rows), "AGE": draw.integers(21, 70, rows), **late,
            "BILL_AMT1": bill, "PAY_AMT1": paid, "default.payment.next.month": bad.astype(int),
        }
    )  # fmt: skip


def hmeq(rows: int = 6_000, seed: int = 3) -> pd.DataFrame:
    """Home equity: gaps that tell something, few categories, interactions; a tenth is bad."""
    draw = np.random.default_rng(seed)
    loan = np.round(np.exp(9.7 + 0.6 * draw.standard_normal(rows)), -2)
    value = np.round(np.exp(11.3 + 0.5 * draw.standard_normal(rows)))
    debt = np.clip(34 + 9 * draw.standard_normal(rows), 0.5, 200)
    late = draw.poisson(0.25, rows).astype(float)
    lines = draw.poisson(21, rows).astype(float)
    age = np.clip(180 + 85 * draw.standard_normal(rows), 0, None)
    job = _words(
        draw, "Other ProfExe Office Mgr Self Sales", rows, [0.44, 0.22, 0.16, 0.13, 0.03, 0.02]
    )
    unknown_debt = draw.random(rows) < 0.2
    logit = -3.6 + 1.1 * np.minimum(late, 3) + 1.6 * unknown_debt + 1.8 * (debt > 45)
    logit += 1.4 * ((loan > 25_000) & (age < 120)) + 0.8 * (np.abs(lines - 21) > 8)
    logit += 0.6 * np.isin(job, ["Self", "Sales"])
    bad = draw.random(rows) < 1 / (1 + np.exp(-logit))
    table = pd.DataFrame(
        {
            "BAD": bad.astype(int), "LOAN": loan, "VALUE": value, "JOB": job,
            "REASON": _words(draw, "DebtCon HomeImp", rows, [0.7, 0.3]), "DELINQ": late,
            "CLAGE": age.round(1), "CLNO": lines, "DEBTINC": debt.round(2),
        }
    )  # fmt: skip
    table.loc[unknown_debt, "DEBTINC"] = np.nan
    table.loc[draw.random(rows) < 0.08, "DELINQ"] = np.nan
    table.loc[draw.random(rows) < 0.05, "JOB"] = ""
    return table
