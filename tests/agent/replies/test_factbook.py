"""The fact book knows what is current and what is history."""

from agent.replies.factbook import FactBook
from tools.facts import Fact, fact


def at(version: int, made: Fact) -> Fact:
    return made.model_copy(update={"case_version": version})


def test_the_last_fact_of_an_id_stands():
    book = FactBook([fact("offer.a", "term_months", 60), fact("offer.a", "term_months", 48)])

    assert book["offer.a.term_months"].value == "48"


def test_an_offer_is_current_while_its_letter_stands():
    old = at(3, fact("offer.a", "monthly_payment", "390.14"))
    new = at(3, fact("offer.c", "monthly_payment", "383.44"))
    book = FactBook([old, new], case_version=9, current_letters=["c"])

    assert book.is_historic(old)
    assert not book.is_historic(new)
    assert book.offers == ("offer.c",)


def test_a_difference_is_current_when_the_offer_it_speaks_of_stands():
    from_old = at(9, fact("difference.c-a", "monthly_payment_difference", "-6.70"))
    of_old = at(5, fact("difference.a-c", "monthly_payment_difference", "6.70"))
    book = FactBook([from_old, of_old], 9, ["c"])

    assert not book.is_historic(from_old)
    assert book.is_historic(of_old)


def test_what_was_said_and_what_belongs_to_no_case_never_ages():
    said = at(2, fact("applicant", "said", "62000", unit="usd", field="annual_income"))
    bound = fact("car", "max_term_months", 84)
    book = FactBook([said, bound], 9)

    assert not book.is_historic(said)
    assert not book.is_historic(bound)


def test_a_finding_of_an_older_case_is_history():
    observed = at(4, fact("rule.E-041", "observed", "46.49", unit="pct"))

    assert FactBook([observed], 5).is_historic(observed)
    assert not FactBook([observed], 4).is_historic(observed)
