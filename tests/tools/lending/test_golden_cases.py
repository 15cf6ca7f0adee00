"""Every row of the golden cases, except recourse (`today`, `later`)."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tools.knowledge.golden import GoldenCase, golden_cases
from tools.lending.adjust import adjust_offer
from tools.lending.catalogue import Rulebook
from tools.lending.evaluate import evaluate, fits
from tools.lending.records import Evaluation, Figures, Inquiry, Offer, Record

CASES = golden_cases()
JUDGING = ("HARD", "LIMIT", "REFER")

SHOWN_HALF_UP = {("C04", "SAME_TERM_SMALLER", "dti_post_pct"): ("59.74", "59.75")}
"""1,194.90 of 2,000.00 is exactly 59.745 %. The file rounds it down; its own header, and the
specification, round ratios half up. The rule is kept, the row is named here."""

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def having(key: str) -> pytest.MarkDecorator:
    cases = [case for case in CASES if case.expect.get(key) is not None]
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.id)


@pytest.fixture(scope="module")
def answers(rulebook: Rulebook, today: date) -> dict[str, Evaluation]:
    return {case.id: evaluate(case.inquiry, rulebook, today) for case in CASES}


def as_written(value: object) -> object:
    """Write a value of a record as the file writes it."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [as_written(item) for item in value]
    return value


def figures(record: Record | None, expected: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a record that the file names, as written."""
    return {
        name: figures(getattr(record, name), want)
        if isinstance(want, Mapping)
        else as_written(getattr(record, name))
        for name, want in expected.items()
    }


@each_case
def test_outcome_and_review(case: GoldenCase, answers: dict[str, Evaluation]) -> None:
    answer = answers[case.id]

    assert (answer.outcome, answer.review) == (case.expect["outcome"], case.expect["review"])


@each_case
def test_failed_rules(case: GoldenCase, answers: dict[str, Evaluation]) -> None:
    failed = [f.rule for f in answers[case.id].failed if f.severity in JUDGING]

    assert failed == case.expect["failed_rules"]


@having("review_rules")
def test_rules_that_ask_for_review(case: GoldenCase, answers: dict[str, Evaluation]) -> None:
    for offer in answers[case.id].offers:
        assert list(offer.review_rules) == case.expect["review_rules"]


@each_case
def test_principal_reasons_and_adverse_action(
    case: GoldenCase, answers: dict[str, Evaluation]
) -> None:
    answer = answers[case.id]

    assert list(answer.principal_reasons) == case.expect["principal_reasons"]
    assert answer.adverse_action == case.expect["adverse_action"]


@each_case
def test_figures_as_asked(case: GoldenCase, answers: dict[str, Evaluation]) -> None:
    expected = case.expect["as_asked"]
    asked = answers[case.id].as_asked

    assert figures(asked, expected) == expected
    if "note_rate_pct" not in expected:
        assert asked == Figures(dti_pre_pct=asked.dti_pre_pct)


@each_case
def test_cards(case: GoldenCase, answers: dict[str, Evaluation]) -> None:
    offers, expected = answers[case.id].offers, case.expect["cards"]

    assert [list(offer.tags) for offer in offers] == [card["tags"] for card in expected]
    for offer, card in zip(offers, expected, strict=True):
        want = {**card, "warnings": card.get("warnings", [])}
        assert figures(offer, want) == half_up(case.id, want)
        assert (offer.also_possible is None) == ("also_possible" not in card)


def half_up(case_id: str, card: dict[str, Any]) -> dict[str, Any]:
    """Return the card with the one tie that the file rounds down, rounded as it says it rounds."""
    for (known, tag, field), (written, shown) in SHOWN_HALF_UP.items():
        if known == case_id and tag in card["tags"] and card[field] == written:
            return {**card, field: shown}
    return card


@having("assumptions")
def test_assumptions(case: GoldenCase, answers: dict[str, Evaluation]) -> None:
    expected = case.expect["assumptions"]

    assert [figures(a, expected[0]) for a in answers[case.id].assumptions] == expected
    assert all(o.assumptions == answers[case.id].assumptions for o in answers[case.id].offers)


@having("not_assessed")
def test_rules_that_wait_for_a_fact(case: GoldenCase, answers: dict[str, Evaluation]) -> None:
    assert list(answers[case.id].not_assessed) == case.expect["not_assessed"]


@having("cures")
def test_fields_that_could_cure(case: GoldenCase, answers: dict[str, Evaluation]) -> None:
    assert list(answers[case.id].cures) == case.expect["cures"]


@having("refinance")
def test_what_a_refinance_is_worth(case: GoldenCase, answers: dict[str, Evaluation]) -> None:
    expected = case.expect["refinance"]

    assert figures(answers[case.id].offers[0].refinance, expected) == expected


CHANGES = ("principal", "term_months", "extra_monthly")


@having("what_if")
def test_what_ifs_and_their_differences(
    case: GoldenCase, answers: dict[str, Evaluation], rulebook: Rulebook
) -> None:
    base = answers[case.id].offers[0]
    for row in case.expect["what_if"]:
        asked: dict[str, Any] = {name: number(row[name]) for name in CHANGES if name in row}
        offer = adjust_offer(case.inquiry, rulebook, **asked)

        assert said_of(offer, base, row) == dict(row)


def number(value: str | int) -> Decimal | int:
    return value if isinstance(value, int) else Decimal(value)


def said_of(offer: Offer, base: Offer, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a what-if row, from the offer and its difference to the base."""
    shown: Record = offer if offer.extra_payment is None else offer.extra_payment
    said: dict[str, Any] = {}
    for name in row:
        field = name.removesuffix("_change")
        source = shown if hasattr(shown, field) else offer
        value = getattr(source, field)
        said[name] = as_written(value) if field == name else f"{value - getattr(base, field):+}"
    return said


@having("on_request")
def test_terms_that_are_not_pushed_can_be_asked_for(case: GoldenCase, rulebook: Rulebook) -> None:
    for row in case.expect["on_request"]:
        offer = adjust_offer(case.inquiry, rulebook, term_months=row["term_months"])

        assert figures(offer, row) == row


@each_case
def test_the_fast_path_agrees_with_the_full_answer(
    case: GoldenCase, answers: dict[str, Evaluation], rulebook: Rulebook
) -> None:
    refused = any(f.severity in ("HARD", "LIMIT") for f in answers[case.id].failed)

    assert fits(case.inquiry, rulebook) == (not refused)


@each_case
def test_every_card_asked_for_as_a_request_fits(
    case: GoldenCase, answers: dict[str, Evaluation], rulebook: Rulebook, today: date
) -> None:
    for offer in answers[case.id].offers:
        again = evaluate(request_for(case.inquiry, offer), rulebook, today)

        assert again.outcome in ("LIKELY_FITS", "NEEDS_REVIEW")
        assert again.as_asked.monthly_payment == offer.monthly_payment
        assert again.review == offer.subject_to_review


def request_for(inquiry: Inquiry, offer: Offer) -> Inquiry:
    request = inquiry.request.model_copy(
        update={"principal": offer.principal, "term_months": offer.term_months}
    )
    alone = inquiry.model_copy(update={"request": request})
    if not offer.joint or inquiry.co_applicant is not None:
        return alone
    return alone.model_copy(update={"co_applicant": inquiry.joint_option, "joint_option": None})


def test_equal_inputs_have_equal_hashes(
    rulebook: Rulebook, ask: Callable[..., Inquiry], today: date
) -> None:
    one = evaluate(ask("car", request={"principal": "20000"}), rulebook, today)
    same = evaluate(ask("car", request={"principal": "20000.00"}), rulebook, today)
    other = evaluate(ask("car", request={"principal": "20000.01"}), rulebook, today)

    assert one.inputs_hash == same.inputs_hash != other.inputs_hash
    assert one.catalogue_hash == rulebook.catalogue.content_hash
