"""Tool: search_policy."""

from collections.abc import Iterable

from tools.context import ToolContext
from tools.facts import Fact, ToolRecord
from tools.lending.records import Product
from tools.policy_index import Passage, PassageFigure

MOST = 3
LOOKED_AT = 10


class PolicyFound(ToolRecord):
    """Passages of the bank's policy, best first; empty when the policy does not say."""

    query: str
    passages: tuple[Passage, ...]

    def own_facts(self) -> Iterable[Fact]:
        """A passage's template refers to its figures by these ids."""
        for passage in self.passages:
            for figure in passage.figures:
                yield _passage_fact(passage.id, figure)


def _passage_fact(passage_id: str, figure: PassageFigure) -> Fact:
    """State a figure of a passage; a count keeps its noun: '30 days'."""
    is_count = figure.unit == "count"
    return Fact(
        id=figure.id,
        role="passage_figure",
        subject=f"passage.{passage_id}",
        value=figure.shown if is_count else str(figure.value),
        unit="text" if is_count else figure.unit,
        formula="from the bank's catalogue or the law, by reference in the policy",
    )


def search_policy(context: ToolContext, /, *, query: str) -> PolicyFound:
    """Search the bank's policy for a question about products, rules, process or rights.

    Use for questions that are not about this customer's own figures. Cite the passage id.

    Args:
        query: The question in a few words.
    """
    found = context.policies.search(query, k=LOOKED_AT, audience="customer", on=context.now.date())
    fitting = [p for p in found if _is_about(p, query, context.case.product)]
    return PolicyFound(query=query, passages=tuple((fitting or found)[:MOST]))


def _is_about(passage: Passage, query: str, product: Product | None) -> bool:
    """Leave out what is said of another product than the one talked about, unless it is named."""
    if product is None or passage.product in (None, product):
        return True
    return passage.product.value.replace("_", " ") in query.lower()
