"""The standing request, evaluated: one computation shared by the tools of a turn."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tools.context import ToolContext
from tools.intake import inquiry_from, open_questions
from tools.lending.catalogue import Rulebook
from tools.lending.errors import MissingFact
from tools.lending.evaluate import evaluate
from tools.lending.records import Assumption, Evaluation, Inquiry
from tools.lending.risk import SCORED, scored


@dataclass(frozen=True, slots=True)
class _ByHash:
    """A rulebook that hashes by its content."""

    catalogue_hash: str
    rules_hash: str
    rulebook: Rulebook

    def __hash__(self) -> int:
        return hash((self.catalogue_hash, self.rules_hash))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByHash) and hash(self) == hash(other)


@lru_cache(maxsize=512)
def _evaluated(inquiry: Inquiry, rulebook: _ByHash, today: date) -> Evaluation:
    return evaluate(inquiry, rulebook.rulebook, today)


def evaluation_of(inquiry: Inquiry, context: ToolContext) -> Evaluation:
    """Evaluate an inquiry; a pure function of its arguments, so the last answers are kept."""
    rulebook = context.knowledge.rulebook
    key = _ByHash(rulebook.catalogue.content_hash, rulebook.rules_hash, rulebook)
    return _evaluated(inquiry, key, context.now.date())


def unscored_inquiry(context: ToolContext) -> Inquiry:
    """Build the inquiry of the case; `MissingFact` names the first thing still to ask."""
    rulebook = context.knowledge.rulebook
    open_now = open_questions(context.case, rulebook)
    if open_now:
        raise MissingFact(" and ".join(f.replace("_", " ") for f in open_now[0].fields))
    price = context.knowledge.gold_price
    inquiry = inquiry_from(context.case, rulebook, price.per_fine_gram)
    who = inquiry.applicant.model_copy(update={"customer_id": context.customer_id})
    inquiry = inquiry.model_copy(update={"applicant": who})
    valued_here = "gold_items" in context.case.request and "gold_value" not in context.case.request
    if valued_here and price.is_stale(context.now.date()):
        stale = Assumption(field="gold_price", used=price.as_of.isoformat())
        inquiry = inquiry.model_copy(update={"assumptions": (*inquiry.assumptions, stale)})
    return inquiry


def standing_inquiry(context: ToolContext) -> Inquiry:
    """Build the scored inquiry of the case; `MissingFact` names the first thing still to ask.

    Rules, price and offers of a turn all read this one inquiry, so they are evaluated once.
    """
    inquiry = unscored_inquiry(context)
    case = context.case
    if case.default_probability is None:
        return scored(inquiry, context.scorer.score(inquiry))
    return inquiry.model_copy(update={name: getattr(case, name) for name in SCORED})
