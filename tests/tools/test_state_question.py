"""Where somebody lives is asked once, late, and only by a bank that does not lend everywhere."""

from dataclasses import replace

import pytest

from tests.tools.conftest import CAR, MAYA, ContextOf, case_of, told
from tools.context import ToolContext
from tools.intake import open_questions
from tools.lending.records import Product
from tools.make_offers import make_offers
from tools.record_details import record_details


def regional(context: ToolContext) -> ToolContext:
    """Return the same bank with two states in which it lends."""
    rulebook = context.knowledge.rulebook
    legal = rulebook.catalogue.legal.model_copy(update={"states_served": ("OH", "NY")})
    catalogue = rulebook.catalogue.model_copy(update={"legal": legal})
    changed = rulebook.model_copy(update={"catalogue": catalogue})
    knowledge = context.knowledge.model_copy(update={"rulebook": changed})
    return replace(context, knowledge=knowledge)


def asked(context: ToolContext) -> list[str]:
    return [q.id for q in open_questions(context.case, context.knowledge.rulebook)]


def test_a_bank_that_lends_everywhere_does_not_ask(context: ContextOf) -> None:
    assert "state" not in asked(context())


def test_a_regional_bank_asks_only_while_it_is_not_known(context: ContextOf) -> None:
    here = regional(context())
    known = regional(context(case_of(Product.CAR, CAR, {**MAYA, "state": "OH"})))

    assert asked(here) == ["state"]
    assert asked(known) == []


def test_it_comes_after_the_money_and_the_work(context: ContextOf) -> None:
    here = regional(context(case_of(Product.CAR, CAR, {})))

    order = asked(here)

    assert order.index("state") > order.index("job") > order.index("money")


def test_it_is_asked_once_and_holds_nothing_up(context: ContextOf) -> None:
    here = regional(context())
    first = record_details(here, principal=told("19000.00"))
    assert first.next_question is not None
    assert first.next_question.id == "state"
    assert first.case is not None

    again = record_details(here.with_case(first.case))

    assert again.complete


@pytest.mark.parametrize(("state", "fits"), [("OH", True), ("TX", False)])
def test_a_home_is_looked_at_by_the_state_that_was_told(
    context: ContextOf, state: str, fits: bool
) -> None:
    request = {"principal": "100000.00", "term_months": "360", "property_value": "150000.00",
               "down_payment": "50000.00", "taxes_and_insurance": "150.00"}  # fmt: skip
    person = {**MAYA, "state": state, "rent": "900.00"}
    here = regional(context(case_of(Product.HOME, request, person)))

    made = make_offers(here)

    assert bool(made.offers) is fits
