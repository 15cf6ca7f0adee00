"""What an edit would change for the golden customers, before anybody approves it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tools.knowledge.golden import GoldenCase
from tools.lending.catalogue import Rulebook
from tools.lending.errors import LendingError
from tools.lending.records import Evaluation, Figures, Inquiry, Offer

Evaluate = Callable[[Inquiry, Rulebook], Evaluation]


class Answer(NamedTuple):
    """What a customer would hear, as lines that can be compared and read."""

    outcome: tuple[str, ...]
    price: tuple[str, ...]
    cards: tuple[str, ...]


class Change(NamedTuple):
    """One case that is answered differently."""

    case: GoldenCase
    before: Answer
    after: Answer

    def __str__(self) -> str:
        lines = [f"{self.case.id}  {self.case.title} ({self.case.product})"]
        for name in Answer._fields:
            lines += _changed_lines(name, getattr(self.before, name), getattr(self.after, name))
        return "\n".join(lines)


def changes(
    old: Rulebook, new: Rulebook, cases: tuple[GoldenCase, ...], evaluate: Evaluate
) -> tuple[Change, ...]:
    """Evaluate every case under both rulebooks; return those whose answer differs, in order."""
    compared = (Change(case, _answer(case, old, evaluate), _answer(case, new, evaluate))
                for case in cases)  # fmt: skip
    return tuple(change for change in compared if change.before != change.after)


def _answer(case: GoldenCase, rulebook: Rulebook, evaluate: Evaluate) -> Answer:
    try:
        evaluation = evaluate(case.inquiry, rulebook)
    except LendingError as error:
        return Answer((f"no answer: {error}",), (), ())
    return Answer(
        outcome=tuple(_outcome(evaluation)),
        price=(_price(evaluation.as_asked),),
        cards=tuple(_card(offer) for offer in evaluation.offers),
    )


def _outcome(evaluation: Evaluation) -> Iterator[str]:
    outcome = str(evaluation.outcome) if evaluation.outcome else "nothing judged"
    failed = ", ".join(finding.rule for finding in evaluation.failed)
    yield outcome + (", for review" if evaluation.review else "") + (f" ({failed})" * bool(failed))
    if evaluation.principal_reasons:
        yield f"reasons {', '.join(evaluation.principal_reasons)}"


def _price(asked: Figures) -> str:
    if asked.note_rate_pct is None:
        return "not priced as asked"
    return f"{asked.note_rate_pct} %, {asked.monthly_payment} a month"


def _card(offer: Offer) -> str:
    tags = "+".join(offer.tags)
    loan = f"{offer.principal} over {offer.term_months} months"
    price = f"{offer.note_rate_pct} %, APR {offer.apr_pct} %, {offer.monthly_payment} a month"
    parts = [f"{tags}: {loan} at {price}", f"fees {offer.total_fees}", *_remarks(offer)]
    return ", ".join(parts)


def _remarks(offer: Offer) -> Iterator[str]:
    """What else stands on a card."""
    if offer.cash_to_close is not None:
        yield f"{offer.cash_to_close} at closing"
    if offer.comfort:
        yield offer.comfort
    yield from offer.warnings
    if other := offer.also_possible:
        yield f"also {other.term_months} months at {other.monthly_payment}"


def _changed_lines(name: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    for line in before:
        if line not in after:
            yield f"  {name:<8}- {line}"
    for line in after:
        if line not in before:
            yield f"  {name:<8}+ {line}"
    if before != after and set(before) == set(after):
        yield f"  {name:<8}  in another order"
