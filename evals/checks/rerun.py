"""The engine, run again on what the case file of a turn holds."""

from datetime import date
from decimal import Decimal

from evals.checks.verdict import Played
from evals.office import NOW
from tools.case_file import CaseFile
from tools.intake import inquiry_from, open_questions
from tools.lending.evaluate import evaluate
from tools.lending.records import Assumption, Evaluation, Inquiry, Recourse
from tools.lending.recourse import find_recourse
from tools.lending.risk import SCORED, unscored


def today_of(played: Played, position: int) -> date:
    """Return the bank's date in a turn."""
    return played.went.turns[position].opened.now.astimezone(NOW.tzinfo).date()


def inquiry_again(played: Played, position: int) -> Inquiry | None:
    """Build the inquiry from the case file; None where something is still to be asked."""
    case = played.went.closed[position].case
    knowledge = played.office.knowledge
    if case.product is None or open_questions(case, knowledge.rulebook):
        return None
    inquiry = inquiry_from(case, knowledge.rulebook, knowledge.gold_price.per_fine_gram)
    customer = played.went.session.customer_id
    applicant = inquiry.applicant.model_copy(update={"customer_id": customer})
    assumptions = (*inquiry.assumptions, *_stale_gold(played, position, case))
    return inquiry.model_copy(
        update={
            "applicant": applicant,
            "assumptions": assumptions,
            **{name: getattr(case, name) for name in SCORED},
        }
    )


def _stale_gold(played: Played, position: int, case: CaseFile) -> tuple[Assumption, ...]:
    price = played.office.knowledge.gold_price
    valued_here = "gold_items" in case.request and "gold_value" not in case.request
    if valued_here and price.is_stale(today_of(played, position)):
        return (Assumption(field="gold_price", used=price.as_of.isoformat()),)
    return ()


def scored_again(played: Played, position: int) -> Decimal | None:
    """Score the inquiry again; None where the scorer has no answer."""
    inquiry = inquiry_again(played, position)
    if inquiry is None:
        return None
    score = played.office.scorer.score(unscored(inquiry))
    return score.default_probability if score else None


def evaluated_again(played: Played, position: int) -> Evaluation | None:
    """Run rules, price and offers again on the case file of a turn."""
    inquiry = inquiry_again(played, position)
    if inquiry is None:
        return None
    return evaluate(inquiry, played.office.knowledge.rulebook, today_of(played, position))


def recourse_again(played: Played, position: int) -> Recourse | None:
    """Search again for what would help."""
    inquiry = inquiry_again(played, position)
    if inquiry is None:
        return None
    day = today_of(played, position)
    return find_recourse(inquiry, played.office.knowledge.rulebook, day, played.office.scorer)
