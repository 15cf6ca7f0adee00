"""Two letters that decide nothing: what an application still lacks, and the score that was used.

Sources: Reg B 1002.9(c)(2) (Form C-6); Reg V 1022.74(d), (e); specification 4.2, 6.1.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from tools.lending.adverse_action import Letter, key_factors
from tools.lending.catalogue import Rulebook
from tools.lending.errors import MissingFact, NothingToWorkOn
from tools.lending.notices import as_date, as_list, creditor_fields, hash_of
from tools.lending.records import DecisionProfile, Product, Record

INCOMPLETE_DAYS = 30
"""Reg B 1002.9(a)(1)(ii): thirty days to decide about an incomplete application or to write."""

DWELLING = (Product.HOME, Product.HOME_IMPROVEMENT, Product.MORTGAGE_REFINANCE)
"""Products that take the form for loans secured by a home."""

_LETTER = frozenset({"creditor", "creditor_address", "written_on", "applicant"})
INCOMPLETE_FIELDS = _LETTER | {"creditor_phone", "product_name", "missing", "respond_by"}
SCORE_FIELDS = _LETTER | {
    "score", "score_date", "score_low", "score_high", "bureau", "bureau_address", "bureau_phone",
    "comparison", "distribution", "key_factors",
}  # fmt: skip
SCORE_CONDITIONS = frozenset({"dwelling", "dwelling_factors"})


class ShareOfScores(Record):
    """How many consumers have a score from here to the next range, percent."""

    from_score: int
    share_pct: Decimal


class Disclosure(Record):
    """A letter as written."""

    id: str
    kind: Literal["incomplete", "score_disclosure"]
    product: Product
    written_on: date
    due_on: date
    """Until when it must be sent."""
    respond_by: date | None = None
    """Until when the customer can send what is missing."""
    markdown: str
    content_hash: str
    text_hash: str


def incompleteness_notice(
    product: Product,
    missing: tuple[str, ...],
    reference: str,
    respond_by: date,
    rulebook: Rulebook,
    letter: Letter,
) -> Disclosure:
    """Write what an application still needs and until when; `missing` in the customer's words.

    Raises:
        NothingToWorkOn: nothing is missing.
    """
    if not missing:
        raise NothingToWorkOn("Nothing is missing from this application.")
    values = creditor_fields(letter.creditor) | {
        "written_on": as_date(letter.today),
        "applicant": letter.applicant,
        "product_name": rulebook.terms(product).name,
        "missing": as_list(missing),
        "respond_by": as_date(respond_by),
    }
    markdown = letter.text.written(values, frozenset())
    due_on = letter.today + timedelta(INCOMPLETE_DAYS)
    return _disclosure("incomplete", product, reference, letter, markdown, due_on, respond_by)


def score_disclosure(
    applicant: DecisionProfile,
    product: Product,
    reference: str,
    distribution: tuple[ShareOfScores, ...],
    rulebook: Rulebook,
    letter: Letter,
) -> Disclosure:
    """Write the score disclosure that spares a risk-based pricing notice.

    Goes out as soon as the score is known, before the loan is signed; after a refusal the notice
    of adverse action takes its place.

    Raises:
        MissingFact: there is no score, or the date of the report is not known.
    """
    score = applicant.credit_score
    if score is None or letter.bureau_date is None:
        raise MissingFact("a dated credit report")
    factors = key_factors(applicant.bureau_factors, rulebook)
    values = creditor_fields(letter.creditor) | {
        "written_on": as_date(letter.today),
        "applicant": letter.applicant,
        "score": str(score),
        "score_date": as_date(letter.bureau_date),
        "comparison": comparison(score, distribution),
        "distribution": as_list(ranges(distribution, letter.creditor.score_high)),
        "key_factors": as_list(factors),
    }
    dwelling = product in DWELLING
    told = {"dwelling": dwelling, "dwelling_factors": dwelling and bool(factors)}
    markdown = letter.text.written(values, frozenset(n for n, holds in told.items() if holds))
    return _disclosure("score_disclosure", product, reference, letter, markdown, letter.today, None)


def comparison(score: int, distribution: tuple[ShareOfScores, ...]) -> str:
    """Say above how many consumers a score certainly ranks.

    >>> rows = (ShareOfScores(from_score=300, share_pct=Decimal("14.2")),
    ...         ShareOfScores(from_score=580, share_pct=Decimal("85.8")))
    >>> comparison(640, rows)
    'Your credit score ranks higher than at least 14 percent of U.S. consumers.'
    """
    reached = [row for row in distribution if row.from_score <= score]
    below = sum((row.share_pct for row in reached[:-1]), Decimal(0))
    if not below:
        return "Your credit score lies in the lowest of these ranges."
    return f"Your credit score ranks higher than at least {int(below)} percent of U.S. consumers."


def ranges(distribution: tuple[ShareOfScores, ...], highest: int) -> tuple[str, ...]:
    """Write each range of scores with its share."""
    ends = [row.from_score - 1 for row in distribution[1:]] + [highest]
    return tuple(
        f"{row.from_score} to {end}: {row.share_pct} percent"
        for row, end in zip(distribution, ends, strict=True)
    )


def _disclosure(
    kind: Literal["incomplete", "score_disclosure"],
    product: Product,
    reference: str,
    letter: Letter,
    markdown: str,
    due_on: date,
    respond_by: date | None,
) -> Disclosure:
    return Disclosure(
        id=f"{kind.replace('_', '-')}-{product}-{reference}",
        kind=kind,
        product=product,
        written_on=letter.today,
        due_on=due_on,
        respond_by=respond_by,
        markdown=markdown,
        content_hash=hash_of(markdown),
        text_hash=letter.text.content_hash,
    )
