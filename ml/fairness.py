"""The fairness report of a scorer: `make fairness`, or `python -m ml.fairness --scorer FOLDER`.

Selection rates, adverse-impact ratios with intervals, gaps of true and false positive rates,
calibration and price by group, proxies, the flip test, and a search for less discriminatory
alternatives: fairness.html for people, fairness.json for the gate, beside the scorer's report.
The gate (`--gate report`, the default, or `block`) decides the exit code, and promotion reads it:
a scorer whose report blocks goes nowhere. Groups come from the audit columns, which no scorer
sees. Without `--data` the bank's table is made up.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from rich.console import Console

from ml.alternatives import Candidate, candidates
from ml.artifact import Artifact, ArtifactError, open_for_serving
from ml.columns import facts_in
from ml.features import matrix
from ml.generate import APPLICATIONS, FOLDER, OUTCOMES, ROWS, SEED, generate, row_count, write
from ml.groups import FEWEST_IN_GROUP, FOUR_FIFTHS, STRONG_PROXY, Applicants, Group, groups_of
from ml.load import OUTCOMES_SCHEMA
from ml.page import page, table, text
from ml.preparation import DataError, Prepared, permitted, prepare_bank
from ml.read import TableError, as_numbers, as_words, read_table
from ml.schema import bank_schema
from ml.shipped import MANIFEST, SHIPPED, digest
from tools.knowledge import load_rulebook
from tools.lending.catalogue import Rulebook
from tools.lending.records import Record

AUDIT = ("age", "marital_status", "num_dependents", "education_level")
LARGE_PRICE_GAP_PCT = 0.25
"""Points of the note rate, at equal risk."""


class Report(Record):
    """What is written as JSON."""

    scorer: str
    manifest: str
    """Hash: the report is of this scorer and no other."""
    cut_pct: float
    rows: int
    gate: Literal["report", "block"]
    breaches: tuple[str, ...]
    """What blocks, if the gate does: in words."""
    remarks: tuple[str, ...]
    """What a person should weigh; blocks nothing."""
    flips_changed: int
    """Scores that changed when every audit column was handed to somebody else; must be 0."""
    groups: tuple[Group, ...]
    candidates: tuple[Candidate, ...]


def reported(
    frame: pd.DataFrame,
    outcomes: pd.DataFrame,
    scorer: Artifact,
    rulebook: Rulebook,
    *,
    gate: Literal["report", "block"] = "report",
    seed: int = SEED,
) -> Report:
    """Measure a scorer on the bank's table.

    Raises:
        DataError: the table cannot be compared on.
    """
    data = prepare_bank(frame, outcomes, rulebook, seed)
    cut_pct = float(rulebook.rule("E-071").thresholds["from_pd_pct"])
    scored = frame[(frame["annual_income"] > 0).to_numpy()].reset_index(drop=True)
    who = applicants(scored, data, scorer)
    groups = groups_of(who, cut_pct / 100, data.features)
    tried = candidates(data, scorer, cut_pct / 100)
    flips = flips_changed(scored, scorer, who, rulebook)
    return Report(
        scorer=scorer.manifest.version,
        manifest=digest((scorer.folder / MANIFEST).read_bytes()),
        cut_pct=cut_pct,
        rows=len(scored),
        gate=gate,
        breaches=tuple(breaches_in(groups, flips)),
        remarks=tuple(remarks_on(groups, tried)),
        flips_changed=flips,
        groups=groups,
        candidates=tried,
    )


def applicants(scored: pd.DataFrame, data: Prepared, scorer: Artifact) -> Applicants:
    """Return what is compared; the price is that of the table."""
    return Applicants(
        rows=data.rows,
        probabilities=scorer.default_probabilities(data.rows),
        labels=data.labels,
        audit=data.audit,
        product=as_words(scored["loan_purpose"]),
        note_rate_pct=as_numbers(scored["interest_rate"]),
    )


def flips_changed(
    scored: pd.DataFrame, scorer: Artifact, who: Applicants, rulebook: Rulebook
) -> int:
    """Count the scores that change when audit columns are handed to the next person."""
    handed = scored.assign(**{name: np.roll(scored[name].to_numpy(), 1) for name in AUDIT})
    again = scorer.default_probabilities(matrix(facts_in(permitted(handed), rulebook)))
    return int((again != who.probabilities).sum())


def breaches_in(groups: Sequence[Group], flips: int) -> list[str]:
    """Say what blocks."""
    found = [
        f"{g.attribute} {g.group}: impact ratio {g.impact_ratio:.2f}"
        f" ({g.impact_low:.2f} to {g.impact_high:.2f}) is below {FOUR_FIFTHS}"
        for g in groups
        if g.breaches
    ]
    if flips:
        found.append(f"{flips:,} scores change with an audit field")
    return found


def remarks_on(groups: Sequence[Group], tried: Sequence[Candidate]) -> list[str]:
    """Say what a person should weigh."""
    found = [f"{g.attribute} {g.group}: under {FEWEST_IN_GROUP} rows, no verdict"
             for g in groups if g.rows < FEWEST_IN_GROUP]  # fmt: skip
    for g in groups:
        where = f"{g.attribute} {g.group}"
        if g.calibrated is False and g.said is not None and g.came is not None:
            found.append(f"{where}: {g.said:.1%} was said and {g.came:.1%} came")
        if g.proxy_auc is not None and g.proxy_auc >= STRONG_PROXY:
            found.append(f"{where}: permitted features tell the group (AUC {g.proxy_auc:.2f})")
        if g.price_gap_pct is not None and abs(g.price_gap_pct) >= LARGE_PRICE_GAP_PCT:
            found.append(f"{where}: pays {g.price_gap_pct:+.2f} points at equal risk")
    better = [c for c in tried if c.is_alternative]
    found += [
        f"less discriminatory: {c.model} at {c.cut_pct} % lifts the worst impact ratio to"
        f" {c.worst_ratio:.2f} at an AUC of {c.auc:.4f}"
        for c in better
    ]
    if not better:
        found.append("no less discriminatory alternative was found among those tried")
    return found


# -- for people ----------------------------------------------------------------------------------


def as_html(report: Report) -> str:
    """Return the report for people."""
    tried = [
        (c.model + (" ←" if c.is_alternative else ""), f"{c.cut_pct:g}", f"{c.passes:.1%}",
         f"{c.bad_rate:.2%}", f"{c.auc:.4f}", f"{c.worst_ratio:.2f}", c.worst_group)
        for c in report.candidates
    ]  # fmt: skip
    heads = ("model", "cut %", "passes", "bad rate", "AUC", "worst ratio", "of")
    return page(
        f"Fairness of {report.scorer}",
        (
            ("Verdict", text(*_verdict(report))),
            ("By group", _by_group(report.groups)),
            ("Outcomes by group", _outcomes(report.groups)),
            ("Alternatives", text("The first line is what is in service.") + table(heads, tried)),
            ("To be signed", text(
                "A named person weighs this and signs in the model card"
                " (python -m ml.promote sign). The flip test changed"
                f" {report.flips_changed} scores.")),
        ),
    )  # fmt: skip


def _verdict(report: Report) -> list[str]:
    head = f"{report.rows:,} requests, cut {report.cut_pct:g} %, gate: {report.gate}."
    if report.breaches:
        return [head, *(f"Breach: {one}." for one in report.breaches), *report.remarks]
    return [head, "No breach.", *report.remarks]


def _by_group(groups: Sequence[Group]) -> str:
    heads = ("attribute", "group", "rows", "selected", "impact ratio", "95 %", "price gap", "proxy")
    rows = [
        (g.attribute, g.group, f"{g.rows:,}", f"{g.selected:.1%}", _cell(g.impact_ratio, ".2f"),
         f"{_cell(g.impact_low, '.2f')}-{_cell(g.impact_high, '.2f')}",
         _cell(g.price_gap_pct, "+.2f"), _cell(g.proxy_auc, ".2f"))
        for g in groups
    ]  # fmt: skip
    return table(heads, rows, [g.breaches for g in groups])


def _outcomes(groups: Sequence[Group]) -> str:
    heads = ("attribute", "group", "known", "caught", "gap", "sent in vain", "gap", "said", "came")
    rows = [
        (g.attribute, g.group, f"{g.outcomes:,}", _cell(g.caught, ".1%"),
         _cell(g.caught_gap, "+.1%"), _cell(g.sent_in_vain, ".1%"),
         _cell(g.sent_in_vain_gap, "+.1%"), _cell(g.said, ".2%"), _cell(g.came, ".2%"))
        for g in groups
    ]  # fmt: skip
    return table(heads, rows, [g.calibrated is False for g in groups])


def _cell(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ml.fairness",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, help="the bank's 21 columns, outcomes.csv beside it")
    parser.add_argument("--scorer", type=Path, default=SHIPPED, help="default: the shipped one")
    parser.add_argument("--out", type=Path, help="folder; default: that of the scorer")
    parser.add_argument("--gate", choices=("report", "block"), default="report")
    parser.add_argument("--rows", type=row_count, default=ROWS, help="made-up rows")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Write both reports; exit 1 where the gate blocks."""
    wanted = _parser().parse_args(arguments)
    console = Console(soft_wrap=True)
    try:
        scorer = open_for_serving(wanted.scorer)
        file: Path = wanted.data or FOLDER / APPLICATIONS
        if wanted.data is None:
            write(generate(wanted.rows, SEED), FOLDER)
        frame = read_table(file, bank_schema()).frame
        outcomes = read_table(file.parent / OUTCOMES, OUTCOMES_SCHEMA).frame
        with console.status("comparing groups, trying alternatives"):
            report = reported(frame, outcomes, scorer, load_rulebook(), gate=wanted.gate)
    except (ArtifactError, DataError, TableError) as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        return 2
    out: Path = wanted.out or wanted.scorer
    _write(report, out)
    for line in (*_verdict(report), f"Written: {out / 'fairness.html'}"):
        console.print(line, markup=False, highlight=False)
    return 1 if report.gate == "block" and report.breaches else 0


def _write(report: Report, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "fairness.html").write_text(as_html(report), encoding="utf-8")
    (out / "fairness.json").write_text(
        json.dumps(report.model_dump(mode="json"), indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
