"""Tool: search_policy."""

import re
from collections.abc import Iterable

from tools.context import ToolContext
from tools.facts import Fact, ToolRecord
from tools.lending.records import Product
from tools.policy_index import Passage, PassageFigure
from tools.policy_index.quoting import MOST_SENTENCES, answering, disagreeing, sentences_of

MOST = 3
LOOKED_AT = 10
GLOSSARY = "glossary"
LEAD = 0.8
"""Of the score, which counts in standard deviations: by so much a definition has to be better."""
_ASKS_MEANING = re.compile(
    r"\bwhat(?:'?s|s| is| are| does)?\b|\bmean|\bexplain|\bdefin|\bdifference\b|\bstands? for\b"
)


class PolicyFound(ToolRecord):
    """Passages of the bank's policy, best first; empty when the policy does not say."""

    query: str
    passages: tuple[Passage, ...]
    answering: tuple[int, ...] = ()
    """Places of the sentences of the first passage that answer: see `sentences_of`."""
    disagreeing: tuple[tuple[str, str], ...] = ()
    """Ids of passages that contradict each other: say so, and offer a person."""

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
    best = tuple(_terms_last(fitting or found, query)[:MOST])
    return PolicyFound(
        query=query,
        passages=best,
        answering=_answering(context, query, best[0]) if best else (),
        disagreeing=disagreeing(best),
    )


def _terms_last(found: list[Passage], query: str) -> list[Passage]:
    """Put what a word means behind what answers nearly as well, unless the meaning is asked."""
    if _ASKS_MEANING.search(query.lower()):
        return found
    return sorted(found, key=lambda p: p.id.startswith(GLOSSARY) * LEAD - p.score)


def _answering(context: ToolContext, query: str, passage: Passage) -> tuple[int, ...]:
    said = sentences_of(passage.text)[:MOST_SENTENCES]
    near = context.policies.nearness(query, said) if len(said) > 1 else None
    return answering(query, passage, near)


def _is_about(passage: Passage, query: str, product: Product | None) -> bool:
    """Leave out what is said of another product than the one talked about, unless it is named."""
    if product is None or passage.product in (None, product):
        return True
    return passage.product.value.replace("_", " ") in query.lower()
