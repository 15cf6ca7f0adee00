"""Which three or four loans to show: what was asked, what differs from it honestly, what fits.

Tags are computed over every feasible term, so "fastest" and "lowest payment" are true of all that
the bank could do at this amount. Counter-offers change one thing at a time, exactly: each is the
largest principal or the shortest longer term that passes every limit, priced anew at each step.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from tools.lending.affordability import largest_principal
from tools.lending.eligibility import Judged, Plan, any_fails, fits_request, fits_terms, judge
from tools.lending.offers import comfort_of, offer_of
from tools.lending.records import AlsoPossible, Inquiry, Offer, OfferTag, Product
from tools.lending.situation import Situation, priced, situation_of, totals_at
from tools.lending.standing import Standing, standing_of
from tools.lending.units import ZERO

MAX_CARDS = 4
SAME_PAYMENT = Decimal("0.05")
SAME_COST = Decimal("0.03")
"""A card this close to a kept one, in both, says nothing new."""

ORDER: tuple[OfferTag, ...] = (
    "CLOSEST", "SAME_AMOUNT_LONGER", "FASTEST_COMFORTABLE", "FASTEST", "BALANCED",
    "LOWEST_PAYMENT", "SAME_TERM_SMALLER", "MORE_DOWN", "MAX_AMOUNT", "JOINT", "CONSOLIDATE",
)  # fmt: skip
"""In which cards are shown and tags are read. Never by what earns most."""


class Term(NamedTuple):
    """A feasible term at the amount asked for."""

    situation: Situation
    total_interest: Decimal

    @property
    def months(self) -> int:
        return self.situation.term_months

    @property
    def payment(self) -> Decimal:
        return self.situation.monthly_payment or ZERO


class Pick(NamedTuple):
    """A tag and the loan it belongs to."""

    tag: OfferTag
    situation: Situation
    also_possible: AlsoPossible | None = None

    @property
    def key(self) -> tuple[int, Decimal, int]:
        """The same loan has the same key; `id` keeps a joint loan apart from a sole one."""
        return (id(self.situation.standing), self.situation.principal, self.situation.term_months)


def cards_for(plan: Plan, standing: Standing, *, fits_as_asked: bool) -> tuple[Offer, ...]:
    """Return the cards of a request that no HARD rule refuses, at most four."""
    picks = [*own_picks(plan, standing, fits_as_asked=fits_as_asked)]
    if not fits_as_asked:
        picks += other_ways(plan, standing)
    picks.sort(key=lambda pick: ORDER.index(pick.tag))
    return kept_cards(plan, picks)


def own_picks(plan: Plan, standing: Standing, *, fits_as_asked: bool) -> list[Pick]:
    """Return what the applicant could have alone, on this or on changed terms."""
    request = standing.request
    raised = max(request.principal, standing.terms.principal.min)
    if any_fails(plan.fixed, situation_of(standing, raised, request.term_months)):
        return []
    feasible = feasible_terms(plan, standing, raised)
    picks = tagged(feasible)
    asked = next((t for t in feasible if t.months == request.term_months), None)
    if asked is not None:
        picks.append(Pick("CLOSEST", asked.situation))
    elif len(feasible) == 1 and feasible[0].months < request.term_months:
        picks.append(Pick("CLOSEST", feasible[0].situation))
    if fits_as_asked and asked is not None and request.retires_monthly:
        picks.append(Pick("CONSOLIDATE", asked.situation))
    if not fits_as_asked:
        picks += counter_picks(plan, standing, feasible)
    if not may_be_longer(standing):
        picks = [p for p in picks if p.situation.term_months <= request.term_months]
    return picks


def candidate_terms(standing: Standing) -> list[int]:
    """Return the product's menu and the term asked for, where it is inside the range."""
    allowed, asked = standing.terms.term_months, standing.request.term_months
    extra = {asked} if allowed.min <= asked <= allowed.max else set()
    return sorted({*allowed.menu, *extra})


def feasible_terms(plan: Plan, standing: Standing, principal: Decimal) -> list[Term]:
    """Return the terms at which a principal passes every limit, shortest first."""
    tried = (priced(standing, principal, months) for months in candidate_terms(standing))
    return [Term(s, interest_of(s)) for s in tried if fits_terms(plan, s)]


def interest_of(situation: Situation) -> Decimal:
    """Return the interest over the whole term, at the rate without auto-debit."""
    return totals_at(situation, situation.note_rate_pct or ZERO).total_interest


def may_be_longer(standing: Standing) -> bool:
    """Tell whether longer terms may be shown unasked.

    A longer unsecured loan is not pushed at people whose debts are above the cap before it; they
    get here only by paying debts off with it.
    """
    debts = standing.dti_pre_pct
    secured = standing.terms.is_secured(standing.request.principal)
    return secured or debts is None or debts <= standing.terms.dti_pre_max_pct


def tagged(feasible: Sequence[Term]) -> list[Pick]:
    """Return what is fastest, balanced and lowest of all feasible terms at one amount."""
    picks: list[Pick] = []
    if len(feasible) >= 2:
        picks.append(fastest(feasible))
        picks.append(Pick("LOWEST_PAYMENT", min(feasible, key=lambda t: t.payment).situation))
    if len(feasible) >= 3:
        picks.append(Pick("BALANCED", balanced(feasible).situation))
    return picks


def fastest(feasible: Sequence[Term]) -> Pick:
    """Return the shortest term; the shortest comfortable one where the shortest is a stretch."""
    shortest = feasible[0].situation
    comfortable = next((t for t in feasible if comfort_of(t.situation) == "comfortable"), None)
    if comfort_of(shortest) != "stretch" or comfortable is None:
        return Pick("FASTEST", shortest)
    also = AlsoPossible(
        term_months=shortest.term_months,
        note_rate_pct=shortest.note_rate_pct or ZERO,
        monthly_payment=feasible[0].payment,
        total_interest=feasible[0].total_interest,
        dti_post_pct=shortest.dti_post_pct,
    )
    return Pick("FASTEST_COMFORTABLE", comfortable.situation, also)


def balanced(feasible: Sequence[Term]) -> Term:
    """Return the term whose payment and interest, each from 0 (least) to 1 (most), add up least."""
    payments = normalized([t.payment for t in feasible])
    interests = normalized([t.total_interest for t in feasible])
    weights = [p + i for p, i in zip(payments, interests, strict=True)]
    return feasible[weights.index(min(weights))]


def normalized(values: Sequence[Decimal]) -> list[Decimal]:
    """Return values on a scale from 0 (least) to 1 (most); all 0 where they are equal.

    >>> normalized([Decimal(2), Decimal(3), Decimal(6)])
    [Decimal('0'), Decimal('0.25'), Decimal('1')]
    """
    least, span = min(values), max(values) - min(values)
    return [(value - least) / span if span else ZERO for value in values]


def counter_picks(plan: Plan, standing: Standing, feasible: Sequence[Term]) -> list[Pick]:
    """Return the request with one thing changed: a longer term, or a smaller principal."""
    request, allowed = standing.request, standing.terms.term_months
    picks: list[Pick] = []
    longer = next((t for t in feasible if t.months > request.term_months), None)
    if longer is not None and request.principal >= standing.terms.principal.min:
        picks.append(Pick("SAME_AMOUNT_LONGER", longer.situation))
    if allowed.min <= request.term_months <= allowed.max:
        smaller = largest(plan, standing, request.term_months)
        if smaller is not None:
            picks.append(Pick("SAME_TERM_SMALLER", smaller))
            if has_price(standing):
                picks.append(Pick("MORE_DOWN", smaller))
    most = None if feasible else most_of_all(plan, standing)
    if most is not None:
        picks.append(Pick("MAX_AMOUNT", most))
    return picks


def largest(plan: Plan, standing: Standing, term_months: int) -> Situation | None:
    """Return the largest principal, up to the one asked for, that passes every limit at a term."""
    return largest_principal(
        standing, term_months, standing.request.principal, lambda s: fits_terms(plan, s)
    )


def most_of_all(plan: Plan, standing: Standing) -> Situation | None:
    """Return the largest principal over all terms; of equal ones, the shortest term."""
    found = [largest(plan, standing, months) for months in candidate_terms(standing)]
    fitting = [situation for situation in found if situation is not None]
    return max(fitting, key=lambda s: s.principal, default=None)


def has_price(standing: Standing) -> bool:
    """Tell whether a smaller loan means more paid down: a purchase whose price is known."""
    purchase = standing.request.product in (Product.CAR, Product.HOME)
    return purchase and bool(standing.collateral_value)


def other_ways(plan: Plan, standing: Standing) -> list[Pick]:
    """Return the request with a second person, or with debts paid off, where that fits."""
    inquiry, request = standing.inquiry, standing.request
    picks: list[Pick] = []
    if inquiry.joint_option is not None and inquiry.co_applicant is None:
        together = {"co_applicant": inquiry.joint_option, "joint_option": None}
        picks += _pick_of(plan, standing, "JOINT", inquiry.model_copy(update=together))
    if request.could_retire_monthly and not request.retires_monthly:
        retiring = request.model_copy(update={"retires_monthly": request.could_retire_monthly})
        changed = inquiry.model_copy(update={"request": retiring})
        picks += _pick_of(plan, standing, "CONSOLIDATE", changed)
    return picks


def _pick_of(plan: Plan, standing: Standing, tag: OfferTag, inquiry: Inquiry) -> list[Pick]:
    changed = standing_of(inquiry, standing.rulebook, standing.today)
    situation = fits_request(plan, changed)
    return [] if situation is None else [Pick(tag, situation)]


def kept_cards(plan: Plan, picks: Sequence[Pick]) -> tuple[Offer, ...]:
    """Return the offers behind picks in their order: merged, distinct, under the APR ceiling."""
    cards: list[Offer] = []
    for same in _merged(picks):
        offer = card_of(plan, same)
        if offer is not None and not any(_is_like(offer, kept) for kept in cards):
            cards.append(offer)
        if len(cards) == MAX_CARDS:
            break
    return tuple(cards)


def card_of(plan: Plan, picks: Sequence[Pick]) -> Offer | None:
    """Return the offer of one loan with its tags; None where a card rule refuses it."""
    situation = picks[0].situation
    also = next((p.also_possible for p in picks if p.also_possible), None)
    tags = tuple(pick.tag for pick in picks)
    offer = offer_of(situation, judge(plan, situation), tags, also)
    return offer if is_allowed(plan, situation, offer) else None


def adjusted_card(plan: Plan, situation: Situation, judged: tuple[Judged, ...]) -> Offer | None:
    """Return the offer of a request that passes every limit; None where a card rule refuses it."""
    offer = offer_of(situation, judged, ("ADJUSTED",))
    return offer if is_allowed(plan, situation, offer) else None


def is_allowed(plan: Plan, situation: Situation, offer: Offer) -> bool:
    """Tell whether the finished card passes the rules for cards (E-064)."""
    situation.apr_pct = offer.apr_pct
    return not any_fails(plan.card, situation)


def _merged(picks: Iterable[Pick]) -> list[list[Pick]]:
    """Group picks of the same loan, in the order in which each loan first appears."""
    loans: dict[tuple[int, Decimal, int], list[Pick]] = {}
    for pick in picks:
        loans.setdefault(pick.key, []).append(pick)
    return list(loans.values())


def _is_like(offer: Offer, kept: Offer) -> bool:
    payment = abs(offer.monthly_payment - kept.monthly_payment) / kept.monthly_payment
    cost = abs(offer.total_of_payments - kept.total_of_payments) / kept.total_of_payments
    return payment < SAME_PAYMENT and cost < SAME_COST
