"""References are parsed, slips repaired, outside text disarmed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.replies.factbook import FactBook
from agent.replies.references import neutralise, references, repair
from tools.facts import fact

BOOK = FactBook(
    [
        fact("offer.b", "term_months", 48),
        fact("offer.b", "principal", "20000.00"),
        fact("offer.b", "apr_pct", "8.96"),
        fact("rule.E-041", "limit", "45.00", unit="pct"),
    ]
)


@pytest.mark.parametrize(
    "slip",
    [
        "[[offer.b.term_months]]",
        "[[ offer.b.term_months ]]",
        "[[offer.b.term_months]",
        "[offer.b.term_months]]",
        "[[Offer.B.term_months]]",
        "[[offer.b. term_months]]",
        "[[offer.b.term_months|plain]]",
        "[[offer.b.term_months]] months",
    ],
)
def test_a_harmless_slip_is_repaired(slip):
    assert repair(f"Over {slip}.", BOOK) == "Over [[offer.b.term_months]]."


def test_styles_survive_repair():
    assert repair("[[ offer.b.term_months | Adjective ]]", BOOK) == (
        "[[offer.b.term_months|adjective]]"
    )


def test_ids_with_capitals_are_found_without_them():
    assert repair("[[rule.e-041.limit]]", BOOK) == "[[rule.E-041.limit]]"


@pytest.mark.parametrize(
    ("said", "repaired"),
    [
        ("$[[offer.b.principal]]", "[[offer.b.principal]]"),
        ("[[offer.b.apr_pct]]% APR", "[[offer.b.apr_pct]] APR"),
        ("[[offer.b.apr_pct]] percent APR", "[[offer.b.apr_pct]] APR"),
    ],
)
def test_a_unit_said_twice_is_dropped(said, repaired):
    assert repair(said, BOOK) == repaired


@pytest.mark.parametrize(
    "said", ["[[offer.z.term_months]]", "[[offer.b.term_months|shouted]]", "[note]", "[[]]"]
)
def test_what_does_not_exist_is_left_for_the_gate(said):
    assert repair(said, BOOK) == said


@given(st.text(alphabet="[]{}|. offer.b.term_months", max_size=60))
def test_repair_never_fails_and_changes_nothing_the_second_time(text):
    once = repair(text, BOOK)

    assert repair(once, BOOK) == once


@given(st.text(alphabet="[]{} ab.", max_size=40))
def test_no_outside_text_holds_a_reference(text):
    assert references(neutralise(text)) == ()
    assert "[[" not in neutralise(text)
