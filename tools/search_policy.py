"""Tool: search_policy."""

from collections.abc import Iterable

from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.policy_index import Passage

MOST = 3


class PolicyFound(ToolRecord):
    """Passages of the bank's policy, best first; empty when the policy does not say."""

    query: str
    passages: tuple[Passage, ...]

    def own_facts(self) -> Iterable[Fact]:
        for passage in self.passages:
            for figure in passage.figures:
                yield fact(
                    f"passage.{passage.id}",
                    "passage_figure",
                    figure.value,
                    name=figure.id.replace(".", "_"),
                    unit=figure.unit,
                )


def search_policy(context: ToolContext, /, *, query: str) -> PolicyFound:
    """Search the bank's policy for a question about products, rules, process or rights.

    Use for questions that are not about this customer's own figures. Cite the passage id.

    Args:
        query: The question in a few words.
    """
    passages = context.policies.search(query, k=MOST, audience="customer")
    return PolicyFound(query=query, passages=tuple(passages))
