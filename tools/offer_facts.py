"""The facts of offers: their figures, their differences and their order."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from tools.facts import Fact, fact
from tools.lending.affordability import PaymentRange
from tools.lending.records import Offer, Record

SHOWN: tuple[str, ...] = (
    "principal", "term_months", "note_rate_pct", "apr_pct", "monthly_payment", "last_payment",
    "total_interest", "total_of_payments", "total_fees", "finance_charge", "amount_financed",
    "cash_to_close", "down_payment", "pmi_monthly", "pmi_months", "dti_pre_pct", "dti_post_pct",
    "front_end_pct", "pti_pct", "ltv_pct", "residual_income", "first_payment_date", "valid_until",
)  # fmt: skip
"""Fields of an offer that are roles of the same name."""

FORMULAS = {
    "monthly_payment": "P x i / (1 - (1 + i)^-n), i = note rate / 1200, rounded to the cent",
    "total_interest": "the sum of the interest column of the amortization schedule",
    "apr_pct": "the actuarial rate of Regulation Z, Appendix J, on the amount financed",
    "note_rate_pct": "lowest rate + (highest - lowest) x pricing points / 100",
    "dti_post_pct": "monthly obligations with this loan / gross monthly income",
    "dti_pre_pct": "monthly obligations before this loan / gross monthly income",
    "amount_financed": "principal - prepaid finance charges",
    "ltv_pct": "loan / value of the collateral",
}


def subject_of(letter: str) -> str:
    """Name the subject of an offer's facts.

    >>> subject_of("b")
    'offer.b'
    """
    return f"offer.{letter}"


def _present(record: Record, subject: str, fields: Iterable[str]) -> Iterable[Fact]:
    for name in fields:
        value = getattr(record, name)
        if value is not None:
            yield fact(subject, name, value, formula=FORMULAS.get(name))


@lru_cache(maxsize=128)
def offer_facts(offer: Offer) -> tuple[Fact, ...]:
    """List every figure of an offer, its fees and its lines included.

    Kept: the turn that makes an offer and those that speak of it afterwards read the same.
    """
    subject = subject_of(offer.letter)
    fees = (fact(subject, "fee", f.amount, name=f"fee_{f.name}") for f in offer.fees)
    return (*_present(offer, subject, SHOWN), *fees, *_line_facts(offer, subject))


AUTODEBIT = ("note_rate_pct", "monthly_payment", "total_interest", "saves_monthly", "saves_total")
ALSO = ("term_months", "note_rate_pct", "monthly_payment", "total_interest", "dti_post_pct")
REFINANCE = (
    "monthly_saving", "costs", "break_even_months", "remaining_old_payments", "lifetime_saving",
)  # fmt: skip


def _line_facts(offer: Offer, subject: str) -> Iterable[Fact]:
    """List the figures of what stands beside an offer: another term, another way to pay."""
    if offer.autodebit is not None:
        line = f"{subject}.autodebit"
        yield from _present(offer.autodebit, line, AUTODEBIT)
        discount = offer.note_rate_pct - offer.autodebit.note_rate_pct
        yield fact(line, "autodebit_discount_pct", abs(discount))
    if offer.also_possible is not None:
        yield from _present(offer.also_possible, f"{subject}.also", ALSO)
    if offer.refinance is not None:
        yield from _present(offer.refinance, f"{subject}.refinance", REFINANCE)
    if offer.extra_payment is not None:
        yield from _extra_facts(offer, f"{subject}.extra")
    if offer.saves_monthly_now is not None:
        yield fact(subject, "saves_monthly", offer.saves_monthly_now)


def _extra_facts(offer: Offer, subject: str) -> Iterable[Fact]:
    extra = offer.extra_payment
    if extra is None:
        return
    if extra.extra_monthly:
        yield fact(subject, "extra_monthly", extra.extra_monthly)
    if extra.lump:
        yield fact(subject, "lump", extra.lump)
    yield fact(subject, "term_months", extra.months)
    yield from _present(
        extra, subject, ("months_saved", "total_interest", "interest_saved", "last_payment")
    )


DIFFERENCES: tuple[tuple[str, str], ...] = (
    ("monthly_payment", "monthly_payment_difference"),
    ("total_interest", "total_interest_difference"),
    ("total_of_payments", "total_of_payments_difference"),
    ("note_rate_pct", "note_rate_difference_pct"),
    ("apr_pct", "apr_difference_pct"),
    ("term_months", "term_difference_months"),
    ("principal", "principal_difference"),
    ("amount_financed", "amount_financed_difference"),
    ("dti_post_pct", "dti_post_difference_pct"),
)


def difference_facts(offer: Offer, base: Offer) -> Iterable[Fact]:
    """List the signed differences of `offer` from `base`: negative is less than the base."""
    subject = f"difference.{offer.letter}-{base.letter}"
    for field, role in DIFFERENCES:
        left, right = getattr(offer, field), getattr(base, field)
        if left is not None and right is not None:
            yield fact(subject, role, left - right, formula=f"{offer.letter} minus {base.letter}")


RANKS: tuple[tuple[str, str], ...] = (
    ("monthly_payment", "rank_by_monthly_payment"),
    ("total_interest", "rank_by_total_interest"),
    ("term_months", "rank_by_term"),
)


def rank_facts(offers: Sequence[Offer]) -> Iterable[Fact]:
    """Rank the offers shown, 1 is least; equal values share a rank. 'Of these', never of all."""
    for field, role in RANKS:
        values: list[Decimal] = sorted({getattr(o, field) for o in offers})
        for offer in offers:
            rank = values.index(getattr(offer, field)) + 1
            yield fact(subject_of(offer.letter), role, rank)


def range_facts(found: PaymentRange) -> Iterable[Fact]:
    """State a payment range with its APR range; it is a range, not an offer."""
    for name, value in found:
        if value is not None and name in (
            "payment_low", "payment_high", "apr_low_pct", "apr_high_pct", "term_months",
            "principal",
        ):  # fmt: skip
            yield fact("range", name, value)
