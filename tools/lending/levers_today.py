"""Levers that the customer controls today. Exact: the smallest change that fits, priced anew.

In the order in which they are said: the principal first, because it costs nothing and is done at
once, another product last.
"""

from collections.abc import Callable
from decimal import Decimal

from tools.lending.affordability import largest_principal
from tools.lending.cards import candidate_terms, has_price, may_be_longer
from tools.lending.closing import cash_to_close
from tools.lending.eligibility import any_fails
from tools.lending.levers import Change, Search, confirmed, share_of, signed, with_request
from tools.lending.offers import down_payment_of
from tools.lending.other_products import others_that_fit
from tools.lending.records import Lever, Product, Severity
from tools.lending.situation import Situation, priced, situation_of
from tools.lending.standing import Standing
from tools.lending.units import ZERO, to_cents


def levers_today(search: Search) -> tuple[Lever, ...]:
    """Return every lever of today that works alone.

    Another product is looked for where this one is refused outright, or nothing else works.
    """
    found = tuple(lever for pull in PULLS if (lever := pull(search)) is not None)
    barred = any(j.is_a(Severity.HARD) for j in search.judged)
    if search.without_review or (found and not barred):
        return found
    return found + by_other_product(search)


def by_principal(search: Search) -> Lever | None:
    """Borrow less, or up to where the product begins."""
    found, asked = changed_principal(search), search.inquiry.request.principal
    if found is None or found.principal == asked:
        return None
    change = Change(
        ("principal",),
        (signed(found.principal - asked),),
        (signed(found.principal - asked),),
        (str(to_cents(found.principal)),),
        share_of(abs(found.principal - asked), asked, 5),
    )
    return confirmed(search, with_request(search.inquiry, principal=found.principal), change)


def changed_principal(search: Search) -> Situation | None:
    """Return the nearest principal that helps: the largest below, or the product's smallest."""
    standing, request = search.standing, search.inquiry.request
    low, months = standing.terms.principal.min, request.term_months
    if standing.unknown or any_fails(search.plan.fixed, situation_of(standing, low, months)):
        return None
    if request.principal < low:
        lowest = priced(standing, low, months)
        return lowest if search.reaches(lowest) else None
    return largest_principal(standing, months, request.principal, search.reaches)


def by_term(search: Search) -> Lever | None:
    """Take another term of the menu, or one just below a price edge; the nearest first.

    Longer unsecured debt is never the advice to somebody whose debts are above the cap.
    """
    asked = search.inquiry.request.term_months
    for months in sorted(terms_to_try(search.standing), key=lambda m: (abs(m - asked), m)):
        if months == asked or (months > asked and not may_be_longer(search.standing)):
            continue
        text, longer = str(months - asked), months > asked
        change = Change(
            ("term_months",),
            (text,),
            (text,),
            (str(months),),
            Decimal(abs(months - asked)) / 12,
            caveat="longer_term_costs_more" if longer else None,
        )
        if search.reaches(priced(search.standing, search.inquiry.request.principal, months)):
            lever = confirmed(search, with_request(search.inquiry, term_months=months), change)
            if lever is not None:
                return lever
    return None


def terms_to_try(standing: Standing) -> set[int]:
    """Return the menu, and the longest term of each price band."""
    allowed, grid = standing.terms.term_months, standing.rulebook.catalogue.pricing
    edges = {int(bound * allowed.max) for bound, _ in grid.term_share}
    return {*candidate_terms(standing), *(m for m in edges if allowed.min <= m <= allowed.max)}


def by_down_payment(search: Search) -> Lever | None:
    """Pay more down, where there is a price, and where two payments stay in savings after it."""
    asked = search.inquiry.request.principal
    found = changed_principal(search) if has_price(search.standing) else None
    paid = None if found is None else down_payment_of(found)
    if found is None or paid is None or found.principal >= asked or not keeps_reserves(found):
        return None
    change = Change(
        ("down_payment",),
        (signed(asked - found.principal),),
        (signed(asked - found.principal),),
        (str(to_cents(paid)),),
        share_of(asked - found.principal, search.standing.collateral_value, 5),
        certainty="exact" if search.standing.savings is not None else "depends",
        caveat="keep_some_savings",
    )
    changed = with_request(search.inquiry, principal=found.principal, down_payment=paid)
    return confirmed(search, changed, change)


def keeps_reserves(situation: Situation) -> bool:
    """Tell whether savings hold some payments after closing (E-046); unknown savings may."""
    standing, payment = situation.standing, situation.monthly_payment or ZERO
    if standing.savings is None:
        return True
    needed = standing.rulebook.rule("E-046").thresholds["payments_left"]
    cash = cash_to_close(situation) or down_payment_of(situation) or ZERO
    return standing.savings - cash >= needed * (payment + standing.housing_costs)


def by_co_applicant(search: Search) -> Lever | None:
    """Add the person who would sign."""
    inquiry = search.inquiry
    barred = search.standing.terms.co_applicant == "none" or inquiry.co_applicant is not None
    if inquiry.joint_option is None or barred:
        return None
    together = {"co_applicant": inquiry.joint_option, "joint_option": None}
    change = Change(
        ("co_applicant",),
        ("add",),
        ("add",),
        ("joint_option",),
        Decimal(3),
        caveat="joint_liability",
    )
    return confirmed(search, inquiry.model_copy(update=together), change)


def by_retiring_debt(search: Search) -> Lever | None:
    """Pay off with this loan the debts that it could pay off."""
    request = search.inquiry.request
    if not request.could_retire_monthly or request.retires_monthly:
        return None
    ended = request.could_retire_monthly
    change = Change(
        ("retires_monthly",),
        (signed(ended),),
        (signed(ended),),
        (str(to_cents(ended)),),
        Decimal(1),
        caveat="close_what_is_paid_off",
    )
    return confirmed(search, with_request(search.inquiry, retires_monthly=ended), change)


def by_other_product(search: Search) -> tuple[Lever, ...]:
    """Serve the same need with another product."""
    levers: list[Lever] = []
    for inquiry in others_that_fit(search.inquiry, search.rulebook, search.today):
        name = inquiry.request.product.value
        pledged = inquiry.request.product is Product.GOLD
        change = Change(
            ("other_product",),
            (name,),
            (name,),
            (name,),
            Decimal(1),
            caveat="gold_can_be_lost" if pledged else None,
        )
        lever = confirmed(search, inquiry, change)
        if lever is not None:
            levers.append(lever)
    return tuple(levers)


PULLS: tuple[Callable[[Search], Lever | None], ...] = (
    by_principal, by_term, by_down_payment, by_co_applicant, by_retiring_debt,
)  # fmt: skip
