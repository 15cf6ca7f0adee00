"""What moves a price: the same loan priced again with one thing changed, never a guess.

Rates are a matter of bands, so each driver is the nearest change that reaches a cheaper one.
Points are kept for the record; a customer hears the change and the difference it makes.
"""

from collections.abc import Callable
from decimal import Decimal

from tools.lending.cards import candidate_terms, has_price
from tools.lending.catalogue import Rulebook
from tools.lending.eligibility import as_asked, plan_of
from tools.lending.offers import down_payment_of
from tools.lending.records import Inquiry, Record
from tools.lending.scales import reducible_debt, with_applicant, with_score_from
from tools.lending.situation import Situation, payment_at, priced, rate_of
from tools.lending.standing import standing_of
from tools.lending.units import ZERO, Money, Percent, SignedMoney, down_to_step, to_cents


class PriceDriver(Record):
    """One change that makes the rate lower, and what it does to rate and payment."""

    lever: str
    """term_months, principal, down_payment, credit_score_band or monthly_obligations."""
    to: str
    """Its value after the change: '48', '18000.00', '740'."""
    note_rate_pct: Percent
    note_rate_difference_pct: Decimal
    """Negative: lower."""
    monthly_payment: Money
    monthly_payment_difference: SignedMoney
    """A shorter term lowers the rate and raises the payment."""
    points: int
    """Pricing points less. For the record; never said."""


def price_drivers(inquiry: Inquiry, rulebook: Rulebook) -> tuple[PriceDriver, ...]:
    """Return what would lower the rate, the largest difference first.

    Empty where the request cannot be priced as asked. Whether the changed loan would fit is not
    said here; recourse and what-ifs judge that.

    >>> from tools.knowledge.golden import golden_cases
    >>> from tools.knowledge.loader import load_rulebook
    >>> drivers = price_drivers(golden_cases()[0].inquiry, load_rulebook())
    >>> [(d.lever, d.to, str(d.note_rate_difference_pct)) for d in drivers][:1]
    [('credit_score_band', '740', '-0.29')]
    """
    plan = plan_of(rulebook, inquiry.request.product, inquiry.stage)
    asked = as_asked(plan, standing_of(inquiry, rulebook))
    if asked.note_rate_pct is None:
        return ()
    found = [driver for move in MOVES if (driver := move(asked)) is not None]
    return tuple(sorted(found, key=lambda driver: driver.note_rate_difference_pct))


def shorter_term(asked: Situation) -> PriceDriver | None:
    """Take the longest shorter term of the menu that is cheaper."""
    for months in reversed(candidate_terms(asked.standing)):
        if months < asked.term_months:
            found = priced(asked.standing, asked.principal, months)
            driver = _driver("term_months", str(months), asked, found)
            if driver is not None:
                return driver
    return None


def smaller_principal(asked: Situation) -> PriceDriver | None:
    """Borrow less, to where loan to value or loan to income is in a cheaper band."""
    standing, step = asked.standing, asked.standing.rulebook.catalogue.principal_step
    for ceiling in _band_edges(asked):
        principal = to_cents(down_to_step(ceiling, step))
        if not standing.terms.principal.min <= principal < asked.principal:
            continue
        if standing.terms.is_secured(principal) != standing.terms.is_secured(asked.principal):
            continue
        found = priced(standing, principal, asked.term_months)
        paid = down_payment_of(found) if has_price(standing) else None
        lever, to = ("principal", principal) if paid is None else ("down_payment", to_cents(paid))
        driver = _driver(lever, str(to), asked, found)
        if driver is not None:
            return driver
    return None


def _band_edges(asked: Situation) -> list[Decimal]:
    """Return the principals at which a size band ends, the largest first."""
    standing, grid = asked.standing, asked.standing.rulebook.catalogue.pricing
    if standing.terms.is_secured(asked.principal):
        value, lien = standing.collateral_value, standing.prior_lien
        if not value or lien is None:
            return []
        return sorted((bound * value / 100 - lien for bound, _ in grid.ltv_pct), reverse=True)
    if not standing.income:
        return []
    return sorted((bound * standing.income for bound, _ in grid.loan_to_income), reverse=True)


def higher_band(asked: Situation) -> PriceDriver | None:
    """Price the next better credit band. What holds a score down is told by the bureau."""
    standing, grid = asked.standing, asked.standing.rulebook.catalogue.pricing
    score = standing.score
    if score is None:
        return None
    for band in sorted(int(least) for least, _ in grid.credit_score):
        if band > score:
            changed = with_score_from(standing.inquiry, band)
            driver = _again("credit_score_band", str(band), changed, asked)
            if driver is not None:
                return driver
    return None


def lower_debts(asked: Situation) -> PriceDriver | None:
    """Owe less, to where debts before the loan are in a cheaper band."""
    standing, grid = asked.standing, asked.standing.rulebook.catalogue.pricing
    owed, income = standing.obligations, standing.income
    own = standing.inquiry.applicant.monthly_obligations
    if not owed or not income or not own:
        return None
    for bound, _ in reversed(grid.dti_pre_pct):
        less = owed - down_to_step(bound * income / 1200, Decimal(1))
        if ZERO < less <= reducible_debt(standing):
            to = to_cents(own - less)
            changed = with_applicant(standing.inquiry, monthly_obligations=to)
            driver = _again("monthly_obligations", str(to), changed, asked)
            if driver is not None:
                return driver
    return None


MOVES: tuple[Callable[[Situation], PriceDriver | None], ...] = (
    shorter_term, smaller_principal, higher_band, lower_debts,
)  # fmt: skip


def _again(lever: str, to: str, changed: Inquiry, asked: Situation) -> PriceDriver | None:
    standing = standing_of(changed, asked.standing.rulebook)
    return _driver(lever, to, asked, priced(standing, asked.principal, asked.term_months))


def _driver(lever: str, to: str, asked: Situation, found: Situation) -> PriceDriver | None:
    """Return the driver if the changed loan has a lower rate; auto-debit stays as asked."""
    if found.note_rate_pct is None or asked.parts is None or found.parts is None:
        return None
    autodebit = asked.standing.request.autodebit
    before, rate = (rate_of(s, autodebit=autodebit) for s in (asked, found))
    if rate >= before:
        return None
    payment = payment_at(found, rate)
    return PriceDriver(
        lever=lever,
        to=to,
        note_rate_pct=rate,
        note_rate_difference_pct=rate - before,
        monthly_payment=payment,
        monthly_payment_difference=payment - payment_at(asked, before),
        points=asked.parts.points - found.parts.points,
    )
