"""What would help those who are declined: `python -m ml.recourse`, over made-up applicants.

Each applicant goes through rules, price and scorer as in a conversation. Who does not fit as asked
gets a search for recourse; every option that counts was run again through both and fits. Told: the
share with at least one confirmed option, and the median effort (specification 8.2) by audit group:
help should not be dearer for some.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track

from ml.applicants import inquiry_of
from ml.generate import FOLDER, generate, row_count
from ml.page import page, table, text
from ml.preparation import audit_groups
from ml.scorer import open_learned
from ml.shipped import SHIPPED, ScorerNotLoaded
from tools.knowledge import load_rulebook
from tools.lending.catalogue import Rulebook
from tools.lending.errors import LendingError
from tools.lending.evaluate import evaluate, fitting
from tools.lending.records import (
    Inquiry,
    Lever,
    Outcome,
    Record,
)
from tools.lending.recourse import find_recourse
from tools.lending.risk import CreditScorer, scored, unscored

ROWS, SEED = 600, 41
TODAY = date(2026, 11, 16)
FEWEST_DECLINED = 30
NOT_AS_ASKED = (Outcome.NOT_ON_THESE_TERMS, Outcome.FITS_WITH_CHANGES)


class Helped(Record):
    """One declined applicant. Effort: of the easiest confirmed option; None: none was found."""

    outcome: Outcome
    options: int
    unconfirmed: int
    """Of these, how many do not fit when run again through rules and scorer; must be 0."""
    effort: Decimal | None
    today: bool
    """Whether something helps that can be done today."""
    groups: dict[str, str]


class ForGroup(Record):
    """What helps one group."""

    attribute: str
    group: str
    declined: int
    helped: float
    """Share with a confirmed option."""
    median_effort: float | None
    """None: fewer than 30 helped."""


class Summary(Record):
    """All of them."""

    applicants: int
    declined: int
    helped: float
    helped_today: float
    median_effort: float | None
    unconfirmed: int
    """Options that did not fit when run again; must be 0."""
    groups: tuple[ForGroup, ...]


def helped_in(
    frame: pd.DataFrame, rulebook: Rulebook, scorer: CreditScorer, today: date = TODAY
) -> Iterator[Helped | None]:
    """Yield what helps each applicant of the bank's table; None: nothing was declined."""
    groups = audit_groups(frame)
    for place, row in enumerate(frame.to_dict("records")):
        try:
            inquiry = inquiry_of(row, rulebook)
            inquiry = scored(inquiry, scorer.score(inquiry))
            outcome = evaluate(inquiry, rulebook, today).outcome
        except (LendingError, ValueError):
            outcome = None
        if outcome not in NOT_AS_ASKED:
            yield None
            continue
        found = find_recourse(inquiry, rulebook, today, scorer)
        options = (*found.today, *found.later)
        yield Helped(
            outcome=outcome,
            options=len(options),
            unconfirmed=sum(
                not fits_again(inquiry, option, rulebook, scorer, today) for option in options
            ),
            effort=min((option.effort for option in options), default=None),
            today=bool(found.today),
            groups={name: str(words[place]) for name, words in groups.items()},
        )


def fits_again(
    inquiry: Inquiry, option: Lever, rulebook: Rulebook, scorer: CreditScorer, today: date
) -> bool:
    """Run one option again from what is said of it, rules and scorer; True where one cannot.

    What changes a person (someone who signs too, a score band) or the product was run again by the
    search itself, on records that an option does not hold.
    """
    changed = changed_by(inquiry, option)
    if changed is None:
        return True
    again = scored(changed, scorer.score(unscored(changed)))
    return fitting(again, rulebook, today) is not None


def changed_by(inquiry: Inquiry, option: Lever) -> Inquiry | None:
    """Apply an option to the inquiry, by the words in which it is said."""
    request, applicant = dict[str, Any](), dict[str, Any]()
    for name, said in zip(option.levers, option.said, strict=True):
        if name == "principal":
            request[name] = inquiry.request.principal + Decimal(said)
        elif name == "term_months":
            request[name] = inquiry.request.term_months + int(said)
        elif name in ("monthly_obligations", "annual_income"):
            applicant[name] = (getattr(inquiry.applicant, name) or Decimal(0)) + Decimal(said)
        else:
            return None
    return inquiry.model_copy(
        update={
            "request": inquiry.request.model_copy(update=request),
            "applicant": inquiry.applicant.model_copy(update=applicant),
        }
    )


def summarised(found: Sequence[Helped | None]) -> Summary:
    """Count who is helped, and at what effort, by group."""
    declined = [one for one in found if one is not None]
    attributes = declined[0].groups if declined else {}
    groups = [
        _for_group(attribute, group, [one for one in declined if one.groups[attribute] == group])
        for attribute in attributes
        for group in sorted({one.groups[attribute] for one in declined})
    ]
    return Summary(
        applicants=len(found),
        declined=len(declined),
        helped=_share([one.options > 0 for one in declined]),
        helped_today=_share([one.today for one in declined]),
        median_effort=_median(declined),
        unconfirmed=sum(one.unconfirmed for one in declined),
        groups=tuple(groups),
    )


def _for_group(attribute: str, group: str, declined: Sequence[Helped]) -> ForGroup:
    return ForGroup(
        attribute=attribute,
        group=group,
        declined=len(declined),
        helped=_share([one.options > 0 for one in declined]),
        median_effort=_median(declined),
    )


def _share(flags: Sequence[bool]) -> float:
    return float(np.mean(flags)) if flags else 0.0


def _median(declined: Sequence[Helped]) -> float | None:
    efforts = [float(one.effort) for one in declined if one.effort is not None]
    return median(efforts) if len(efforts) >= FEWEST_DECLINED else None


def as_html(report: Summary, version: str) -> str:
    """Return the report for people."""
    rows = [
        (g.attribute, g.group, f"{g.declined:,}", f"{g.helped:.0%}", _cell(g.median_effort))
        for g in report.groups
    ]
    return page(
        f"Recourse with {version}",
        (
            ("Helped", text(*told(report))),
            ("By group", table(("attribute", "group", "declined", "helped", "effort"), rows)),
        ),
    )


def told(report: Summary) -> list[str]:
    """Say it in sentences."""
    return [
        f"{report.declined:,} of {report.applicants:,} made-up applicants do not fit as asked.",
        f"{report.helped:.0%} of them have a confirmed option, {report.helped_today:.0%} one of"
        f" today; median effort {_cell(report.median_effort)}.",
        f"{report.unconfirmed} options did not fit when run again.",
    ]


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def main(arguments: list[str] | None = None) -> int:
    """Write both reports; exit 1 if an option did not fit when run again."""
    parser = argparse.ArgumentParser(
        prog="python -m ml.recourse",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rows", type=row_count, default=ROWS, help="applicants to make up")
    parser.add_argument("--scorer", type=Path, default=SHIPPED, help="default: the shipped one")
    parser.add_argument("--out", type=Path, default=FOLDER / "recourse")
    wanted = parser.parse_args(arguments)
    console = Console(soft_wrap=True)
    rulebook = load_rulebook()
    try:
        scorer = open_learned(rulebook, wanted.scorer)
    except ScorerNotLoaded as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False)
        return 2
    frame = generate(wanted.rows, SEED, rulebook=rulebook).applications
    steps = track(
        helped_in(frame, rulebook, scorer), "searching", total=len(frame), console=console
    )
    report = summarised(list(steps))
    wanted.out.mkdir(parents=True, exist_ok=True)
    (wanted.out / "recourse.html").write_text(as_html(report, scorer.version), encoding="utf-8")
    (wanted.out / "recourse.json").write_text(
        json.dumps(report.model_dump(mode="json"), indent=1) + "\n", encoding="utf-8"
    )
    for line in told(report):
        console.print(line, markup=False, highlight=False)
    return int(report.unconfirmed > 0)


if __name__ == "__main__":
    sys.exit(main())
