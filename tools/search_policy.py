"""Tool: search_policy."""

from collections.abc import Iterable

from tools.context import ToolContext
from tools.facts import Fact, ToolRecord
from tools.policy_index import Passage

MOST = 3


class PolicyFound(ToolRecord):
    """Passages of the bank's policy, best first; empty when the policy does not say."""

    query: str
    passages: tuple[Passage, ...]

    def own_facts(self) -> Iterable[Fact]:
        """A passage's template refers to its figures by these ids."""
        for passage in self.passages:
            for figure in passage.figures:
                yield Fact(
                    id=figure.id,
                    role="passage_figure",
                    subject=f"passage.{passage.id}",
                    value=str(figure.value),
                    unit=figure.unit,
                    formula="from the bank's catalogue, by reference in the policy",
                )


def search_policy(context: ToolContext, /, *, query: str) -> PolicyFound:
    """Search the bank's policy for a question about products, rules, process or rights.

    Use for questions that are not about this customer's own figures. Cite the passage id.

    Args:
        query: The question in a few words.
    """
    passages = context.policies.search(query, k=MOST, audience="customer")
    return PolicyFound(query=query, passages=tuple(passages))
