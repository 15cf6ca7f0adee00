"""How people say that there is none: of debts, of income, of aid."""

import re

import pytest

from agent.language.nones import NO_AID, NO_DEBTS, NO_INCOME


@pytest.mark.parametrize(
    "said",
    ["no monthly debts", "no debts or loans", "owe nothing to anybody", "don't have any debts",
     "without debts", "no other outstanding loans", "do not pay anything"],
)  # fmt: skip
def test_no_payments_at_all_are_an_answer(said: str) -> None:
    assert re.search(NO_DEBTS, said)


@pytest.mark.parametrize(
    "said", ["no car payment", "no payments missed", "do not have any idea", "no savings"]
)
def test_a_part_of_them_or_something_else_is_none(said: str) -> None:
    assert not re.search(NO_DEBTS, said)


@pytest.mark.parametrize(
    "said",
    ["no income at all", "I earn nothing", "nothing coming in", "zero income", "income is zero",
     "don't have any income"],
)  # fmt: skip
def test_no_income_is_an_answer_too(said: str) -> None:
    assert re.search(NO_INCOME, said)


@pytest.mark.parametrize("said", ["no other income", "no income tax", "no income verification"])
def test_income_of_another_kind_or_papers_about_it_are_not_meant(said: str) -> None:
    assert not re.search(NO_INCOME, said)


def test_no_aid_is_said_in_many_words() -> None:
    said = ("no aid", "no financial aid", "without any scholarship", "no grants")

    assert all(re.search(NO_AID, words) for words in said)
