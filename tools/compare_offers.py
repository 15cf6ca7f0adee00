"""Tool: compare_offers."""

from collections.abc import Iterable

from tools.adjust_offer import find_offer
from tools.context import ToolContext
from tools.facts import Fact, ToolRecord
from tools.lending.errors import NothingToWorkOn
from tools.lending.records import Offer
from tools.offer_facts import difference_facts, offer_facts, rank_facts

MOST = 4


class OffersCompared(ToolRecord):
    """Offers side by side, with their differences from the first."""

    offers: tuple[Offer, ...]
    lowest_payment: str
    """Letter of the lowest monthly payment of these."""
    lowest_total: str
    """Letter of the lowest total interest of these."""
    fastest: str
    """Letter of the shortest term of these."""

    def own_facts(self) -> Iterable[Fact]:
        for offer in self.offers:
            yield from offer_facts(offer)
        yield from rank_facts(self.offers)
        for left in self.offers:
            for right in self.offers:
                if left is not right:
                    yield from difference_facts(left, right)


def compare_offers(context: ToolContext, /, *, letters: list[str] | None = None) -> OffersCompared:
    """Put offers side by side, with their differences.

    Use when the customer asks which is cheapest, shortest, or how two offers differ.

    Args:
        letters: The offers to compare; leave out for all that stand.
    """
    case = context.case
    wanted = tuple(dict.fromkeys(letters or case.current))
    offers = tuple(find_offer(case, letter) for letter in wanted)[-MOST:]
    if len(offers) < 1:
        raise NothingToWorkOn("There are no offers to compare yet. Make offers first.")
    return OffersCompared(
        offers=offers,
        lowest_payment=min(offers, key=lambda o: o.monthly_payment).letter,
        lowest_total=min(offers, key=lambda o: o.total_interest).letter,
        fastest=min(offers, key=lambda o: o.term_months).letter,
    )
