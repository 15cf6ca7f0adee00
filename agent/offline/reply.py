"""What every part of a reply works with: the draft, the situation, the message, the results."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from agent.offline.heard import Heard
from agent.offline.scene import Called
from agent.offline.wording import Draft

PRODUCTS: dict[str, str] = {
    "car": "car loan", "home": "home loan", "gold": "loan against gold",
    "education": "education loan", "personal": "personal loan", "medical": "medical loan",
    "home_improvement": "home improvement loan", "mortgage_refinance": "mortgage refinance",
}  # fmt: skip

LABELS: dict[str, str] = {
    "product": "what the loan is for",
    "principal": "the amount", "term_months": "the time to repay", "down_payment": "the down "
    "payment",
    "annual_income": "your income", "monthly_obligations": "your monthly payments",
    "credit_score": "your credit score", "months_employed": "the time in the job",
    "rent": "the rent", "employment_status": "your work", "vehicle_price": "the car's price",
    "property_value": "the value of the home", "home_ownership": "whether you own the home",
    "gold_items": "the gold", "savings": "your savings", "payoff_balance": "the balance you owe",
    "old_note_rate_pct": "the rate you pay now", "old_remaining_months": "the time left on it",
    "provider_estimate": "the provider's total", "cost_of_attendance": "the school's cost",
    "other_aid": "the aid", "note_rate_pct": "their rate", "extra_monthly": "the extra amount",
    "monthly_payment": "the payment", "first_lien_balance": "what is owed on the home",
    "has_capacity": "your age", "state": "your state",
}  # fmt: skip


def with_article(product: str | None) -> str:
    """Name a product with its article: 'an education loan'."""
    name = PRODUCTS.get(str(product), "loan")
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"


def label_of(field: str) -> str:
    """Name a field in a sentence: 'your income', 'their income'."""
    if field == "co_applicant":
        return "who would sign with you"
    if field.startswith(("co_", "co.")):
        return LABELS.get(field[3:], field[3:].replace("_", " ")).replace("your ", "their ")
    return LABELS.get(field, field.replace("_", " "))


def listed(items: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does.

    >>> listed(["the time", "a new car", "the price"])
    'the time, a new car and the price'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


class Reply(NamedTuple):
    """One reply in the making, and what it stands on."""

    draft: Draft
    context: Mapping[str, Any]
    heard: Heard
    called: Sequence[Called]
    bank: str = "the bank"
    values: Mapping[str, str] = {}
    """Values of the facts, only to tell whether two are the same."""
    replies: tuple[str, ...] = ()
    """Our earlier replies as templates, oldest first."""

    def last(self, tool: str) -> Called | None:
        """Return the last call of a tool in this turn."""
        return next((c for c in reversed(self.called) if c.tool == tool), None)

    def result(self, tool: str) -> Mapping[str, Any]:
        """Return the last result of a tool; empty when there is none or it was refused."""
        found = self.last(tool)
        return found.result if found is not None and not found.refused else {}

    @property
    def product(self) -> str | None:
        """The product as it stands after this turn's calls."""
        made = self.result("make_offers").get("product")
        return made or self.result("record_details").get("product") or self.context.get("product")

    @property
    def signed_in(self) -> bool:
        return bool((self.context.get("customer") or {}).get("signed_in"))

    @property
    def offers(self) -> Sequence[Mapping[str, Any]]:
        """The offers on the table: this turn's, else those of the context."""
        made = self.result("make_offers").get("offers")
        return made if made is not None else (self.context.get("offers") or ())


def offer_id(offer: Mapping[str, Any]) -> str:
    """Return the subject of an offer's facts."""
    return f"offer.{offer['letter']}"


def difference_id(offer: Mapping[str, Any], base: Mapping[str, Any]) -> str:
    """Return the subject of the differences of an offer from another."""
    return f"difference.{offer['letter']}-{base['letter']}"
