"""Tool: search_policy."""

import re
from collections.abc import Iterable
from statistics import pstdev

from tools.context import ToolContext
from tools.facts import Fact, ToolRecord
from tools.lending.records import Product
from tools.policy_index import Passage, PassageFigure
from tools.policy_index.mentions import products_named
from tools.policy_index.quoting import MOST_SENTENCES, answering, disagreeing, sentences_of

MOST = 3
LOOKED_AT = 20
GLOSSARY = "glossary"
LISTS_PAPERS = "#documents"
LEAD = 0.8
"""By so much a definition has to be better, in standard deviations of what was found."""
OWN_PRODUCT = 0.5
"""By so much what is said of the product talked about is ahead where a question names none."""
_ASKS_MEANING = re.compile(
    r"\bwhat(?:'?s|s| is| are| does)?\b|\bmean|\bexplain|\bdefin|\bdifference\b|\bstands? for\b"
)
_POINTS = re.compile(r"\bits?\b")
_PAPERS = re.compile(
    r"\b(?:what|which|list|all the)\b.*\b(?:papers?|paper ?work|documents?|proofs?)\b"
    r"|^(?:the |and |any |so )*paper ?work\b"
    r"|\bneed (?:from (?:me|us)|to (?:send|bring|show|upload|provide|hand))\b"
    r"|\bwhat (?:should|do|must|can|would|will) (?:i|we) (?:send|bring|show|provide)\b"
)
"""A question for the papers is one for those of the loan talked about."""
_ONE_PAPER = re.compile(
    r"\b(?:letter|stub|slip|statement|license|passport|id|w-?2|tax returns?)s?\b.*\bit\b"
)
"""What "it" points at here is a paper and no loan."""


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
    product = context.case.product
    asked = in_full(query, product)
    found = context.policies.search(asked, k=LOOKED_AT, audience="customer", on=context.now.date())
    best = tuple(_in_order(found, query, product)[:MOST])
    return PolicyFound(
        query=query,
        passages=best,
        answering=_answering(context, query, best[0]) if best else (),
        disagreeing=disagreeing(best),
    )


def in_full(query: str, product: Product | None) -> str:
    """Return a question that points at the loan talked about, or for its papers, with its name.

    Of 52 tuning questions on one product, asked with "it" for the product's name, .83 instead of
    .73 found a right passage first, by words alone .85 instead of .60.

    >>> in_full("where is it kept", Product.GOLD), in_full("who can apply", Product.GOLD)
    ('where is it kept (gold loan)', 'who can apply')
    """
    asked = query.lower()
    points = _POINTS.search(asked) and not _ONE_PAPER.search(asked)
    differs = points or _PAPERS.search(asked)
    if product is None or products_named(query) or not differs:
        return query
    return f"{query} ({product.value.replace('_', ' ')} loan)"


def _in_order(found: list[Passage], query: str, product: Product | None) -> list[Passage]:
    """Put what a word means behind what answers nearly as well, and the own product ahead.

    The meaning may be asked for, and a product may be named. What is said of another product than
    the one talked about is left out, unless the question names it or nothing else is found.
    """
    named = products_named(query)
    fitting = [p for p in found if not product or p.product in {None, product, *named}]
    spread = pstdev(p.score for p in found) if found else 0.0
    behind = 0.0 if _ASKS_MEANING.search(query.lower()) else LEAD * spread
    ahead = 0.0 if named else OWN_PRODUCT * spread

    def rank(passage: Passage) -> float:
        is_term = passage.id.startswith(GLOSSARY)
        is_own = product is not None and passage.product == product
        return is_term * behind - is_own * ahead - passage.score

    return sorted(fitting or found, key=rank)


def _answering(context: ToolContext, query: str, passage: Passage) -> tuple[int, ...]:
    if passage.id.endswith(LISTS_PAPERS) and _PAPERS.search(query.lower()):
        query = passage.title_path[-1]  # the whole list, from its beginning
    said = sentences_of(passage.text)[:MOST_SENTENCES]
    near = context.policies.nearness(query, said) if len(said) > 1 else None
    return answering(query, passage, near)
