"""Tool: adjust_offer."""

from collections.abc import Iterable
from decimal import Decimal

from tools.case_file import CaseFile, Known
from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.intake import value_of
from tools.lending.adjust import adjust_offer as adjusted
from tools.lending.errors import NothingToWorkOn
from tools.lending.records import Inquiry, Offer
from tools.make_offers import next_letters
from tools.offer_facts import difference_facts, offer_facts
from tools.standing import standing_inquiry


class OfferAdjusted(ToolRecord):
    """One offer with a change, beside the offer it came from."""

    base: Offer
    offer: Offer
    changed: tuple[str, ...]
    """Which levers moved: principal, term_months, down_payment, extra_monthly, autodebit."""

    def own_facts(self) -> Iterable[Fact]:
        yield from offer_facts(self.base)
        yield from offer_facts(self.offer)
        yield from difference_facts(self.offer, self.base)
        extra = self.offer.extra_payment
        if extra is not None:
            subject = f"difference.{self.offer.letter}-{self.base.letter}"
            yield fact(subject, "interest_saved", extra.interest_saved)
            yield fact(subject, "months_saved", extra.months_saved)


def find_offer(case: CaseFile, letter: str | None) -> Offer:
    """Return the offer meant: by letter, else the chosen one, else the first that stands.

    Raises `NothingToWorkOn` when there is none, or the letter stands for no current offer.
    """
    if letter is not None:
        found = case.offer(letter.lower())
        if found is None or found.letter not in case.current:
            names = ", ".join(x.upper() for x in case.current) or "none"
            raise NothingToWorkOn(f"There is no current offer {letter!r}. Current offers: {names}.")
        return found
    chosen = case.offer(case.chosen) if case.chosen else None
    if chosen is None and not case.current:
        raise NothingToWorkOn(
            "There is no offer yet. Gather what is missing and make offers first."
        )
    return chosen or case.current_offers[0]


def answered_by(base: Offer, inquiry: Inquiry) -> Inquiry:
    """Return the inquiry that the base offer answers."""
    request = inquiry.request.model_copy(
        update={
            "principal": base.principal,
            "term_months": base.term_months,
            "down_payment": base.down_payment or inquiry.request.down_payment,
            "retires_monthly": base.retires_monthly,
        }
    )
    return inquiry.model_copy(update={"request": request})


def adjust_offer(
    context: ToolContext,
    /,
    *,
    letter: str | None = None,
    principal: Known | None = None,
    term_months: Known | None = None,
    down_payment: Known | None = None,
    extra_monthly: Known | None = None,
    autodebit: bool | None = None,
) -> OfferAdjusted:
    """Show an offer with another amount, term, down payment, extra payment or automatic payment.

    Use for what-if questions about an offer that was shown. Give the customer's own words for
    figures ("48 months", "28,000", "extra 100 a month").

    Args:
        letter: The offer to change; leave out for the one being talked about.
        principal: Another amount to borrow, in the customer's words.
        term_months: Another time to repay, in the customer's words.
        down_payment: A down payment or more of it, in the customer's words.
        extra_monthly: An extra amount each month, in the customer's words.
        autodebit: True with automatic payment, False without.
    """
    base = find_offer(context.case, letter)
    months = value_of(term_months)
    levers: dict[str, Decimal | int | bool | None] = {
        "principal": value_of(principal),
        "term_months": None if months is None else int(months),
        "down_payment": value_of(down_payment),
        "extra_monthly": value_of(extra_monthly),
        "autodebit": autodebit,
    }
    moved = tuple(name for name, value in levers.items() if value is not None)
    if not moved:
        raise NothingToWorkOn("Say what to change: amount, term, down payment, extra or auto-pay.")
    offer = adjusted(
        answered_by(base, standing_inquiry(context)),
        context.knowledge.rulebook,
        principal=value_of(principal),
        term_months=None if months is None else int(months),
        down_payment=value_of(down_payment),
        extra_monthly=value_of(extra_monthly),
        autodebit=autodebit,
        today=context.now.date(),
    )
    (new,) = next_letters(context.case, (offer.model_copy(update={"replaces": base.letter}),))
    case = context.case.model_copy(
        update={
            "offers": (*context.case.offers, new),
            "current": (*context.case.current, new.letter),
            "chosen": new.letter,
            "proposal": context.case.filed_proposal,
        }
    )
    return OfferAdjusted(base=base, offer=new, changed=moved, case=case)
