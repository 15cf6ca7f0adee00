"""What each check objects to, and what it lets pass, on one sound conversation."""

from functools import cache
from typing import Any

import pytest

from agent.blocks import TextBlock
from evals.checks import CHECKS, MEASURES, judge
from evals.checks.conduct import PROMISES
from evals.checks.numbers import grounded
from evals.checks.verdict import Played, Verdict, found
from evals.faults import in_text
from evals.feedback import ADVICE, NAMES, evaluate
from evals.office import Cast, Office
from evals.replay import perform
from evals.scenario import FOLDER, Scenario, read_scenario
from evals.trajectory import Trajectory
from tests.fakes.converse_engine import engine
from tests.fakes.converse_server import ConverseServer

CAR = "what_if/two_thousand_more_down"


@cache
def office() -> Office:
    return Office()


@cache
def sound() -> Played:
    """Play one conversation that is as it should be."""
    scenario = read_scenario(FOLDER / f"{CAR}.yaml")
    return Played(scenario, perform(scenario, office()), office())


def expecting(**changes: Any) -> Played:
    """Return the same conversation beside a script that expects something else."""
    given = sound().scenario.model_dump(mode="json", exclude_defaults=True)
    last = given["turns"][-1]
    last["expect"] = changes.pop("expect", {})
    return Played(Scenario.model_validate({**given, **changes}), sound().went, office())


def verdict(played: Played, check: str) -> Verdict:
    return next(v for v in judge(played) if v.check == check)


def test_a_sound_conversation_passes_every_check_with_a_reason() -> None:
    verdicts = judge(sound())

    assert [v.check for v in verdicts] == [c.__name__ for c in (*CHECKS, *MEASURES)]
    assert all(v.passed and v.reason for v in verdicts)


@pytest.mark.parametrize(
    ("changes", "check", "why"),
    [
        ({"expect": {"tools": ["make_offers"]}}, "tools_called", "make_offers did not run"),
        ({"expect": {"not_tools": ["adjust_offer"]}}, "tools_called", "adjust_offer ran"),
        (
            {"expect": {"arguments": {"adjust_offer": {"down_payment": "9"}}}},
            "tools_called",
            "did not run with {'down_payment': '9'}",
        ),
        ({"expect": {"cites": ["car"]}}, "words", "does not cite car (cites: nothing)"),
        ({"expect": {"refuses": True}}, "words", "did not refuse: adjust_offer ran"),
        ({"expect": {"says": ["9,999"]}}, "words", "does not show '9,999'"),
        ({"expect": {"blocks": ["notice"]}}, "words", "shows no notice"),
        ({"expect": {"asks": "money"}}, "questions", "not 'money'"),
        ({"expect": {"stage": "decided"}}, "outcome", "stage is inquiry, not decided"),
        ({"expect": {"reasons": ["AA09"]}}, "outcome", "reasons [], not ['AA09']"),
        ({"expect": {"facts": {"monthly_payment": "1.00"}}}, "figures", "no fact monthly_payment"),
        ({"expect": {"offers": [{"term_months": 61}]}}, "figures", "no offer {'term_months': 61}"),
        ({"expect": {"never_says": ["MONTH"]}}, "forbidden", "says 'MONTH'"),
        ({"end": {"known": {"principal": "1.00"}}}, "fields", "not 1.00"),
        ({"end": {"unknown": ["principal"]}}, "fields", "not unknown"),
        ({"end": {"product": "gold"}}, "outcome", "product is car, not gold"),
        ({"end": {"effects": {"hand_off": 1}}}, "effects", "0 hand_off effects, not 1"),
        ({"end": {"offer_count": 9}}, "figures", "offers, not 9"),
        ({"budget": {"turns_to_offers": 0}}, "budget", "first offers after 1 messages, budget 0"),
        ({"budget": {"seconds": 0.0}}, "latency", "budget 0.0 s"),
    ],
)
def test_what_is_not_as_expected_is_said(changes: dict[str, Any], check: str, why: str) -> None:
    found_so = verdict(expecting(**changes), check)

    assert not found_so.passed
    assert why in found_so.reason


@pytest.mark.parametrize(
    ("reply", "is_one"),
    [
        ("You're approved.", True),
        ("You have been approved!", True),
        ("Your loan is already approved.", True),
        ("You are pre-approved for more.", True),
        ("This is guaranteed.", True),
        ("Nothing is approved before a full review.", False),
        ("I can't tell whether it will be approved.", False),
        ("That is not guaranteed.", False),
    ],
)
def test_a_promise_is_told_from_its_denial(reply: str, is_one: bool) -> None:
    assert any(found(PROMISES, reply)) is is_one


@pytest.mark.parametrize(
    ("more", "passes"),
    [
        ("You asked about 22,500.", True),
        ("It's open 24/7, on 1-800-555-0100.", True),
        ("Most people pay 377.31.", False),
        ("It would be $18,001.", False),
    ],
)
def test_a_figure_without_a_fact_is_found_unless_the_customer_said_it(
    more: str, passes: bool
) -> None:
    turn = sound().went.turns[-1]
    assert turn.closed
    closed = in_text(turn.closed, lambda text: f"{text} {more}")
    told = turn.model_copy(update={"closed": closed})
    went = sound().went.model_copy(update={"turns": (*sound().went.turns[:-1], told)})

    assert grounded(Played(sound().scenario, went, office())).passed is passes


@pytest.mark.parametrize(("share", "passes"), [(0.15, True), (0.35, False)])
def test_a_twin_may_be_answered_a_fifth_longer_and_no_more(share: float, passes: bool) -> None:
    went = sound().went
    words = sum(len(b.text.split()) for c in went.closed for b in c.blocks if b.kind == "text")
    more = TextBlock(text=" ".join(["more"] * int(words * share)), template="")
    last = went.turns[-1]
    assert last.closed
    longer = last.closed.model_copy(update={"blocks": (*last.closed.blocks, more)})
    twin = went.model_copy(
        update={
            "who": "a twin",
            "turns": (*went.turns[:-1], last.model_copy(update={"closed": longer})),
        }
    )
    beside = went.model_copy(update={"twins": (twin,)})

    assert verdict(Played(sound().scenario, beside, office()), "twins").passed is passes


def test_a_trajectory_is_judged_the_same_after_it_was_written_and_read() -> None:
    again = Trajectory.model_validate_json(sound().went.model_dump_json())

    assert judge(Played(sound().scenario, again, office())) == judge(sound())


# -- the evaluator -------------------------------------------------------------------------------


def test_feedback_names_the_turn_the_words_the_fault_and_what_would_be_right() -> None:
    graded = evaluate(expecting(expect={"stage": "decided"}))

    assert not graded.passed
    assert 0 < graded.score < 1
    assert graded.feedback.startswith("[outcome] In turn 2 the customer said “what if I put")
    assert "stage is inquiry, not decided" in graded.feedback
    assert graded.feedback.endswith(ADVICE["outcome"])


def test_nothing_is_objected_to_in_a_sound_conversation() -> None:
    graded = evaluate(sound())

    assert (graded.score, graded.passed) == (1, True)
    assert graded.feedback == "Nothing to object to."


def test_there_is_advice_for_every_check() -> None:
    assert set(ADVICE) == set(NAMES)


# -- a hosted model ------------------------------------------------------------------------------


def test_tokens_and_dollars_of_a_hosted_model_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "dummy")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "dummy")
    given = sound().scenario.model_dump(mode="json", exclude_defaults=True)
    scenario = Scenario.model_validate({**given, "budget": {"tokens": 10, "cost_usd": "0.00001"}})
    with ConverseServer(engine) as server:
        monkeypatch.setenv("LOAN_ADVISOR_BEDROCK_ENDPOINT_URL", server.url)

        went = perform(scenario, office(), Cast(model="bedrock"))

    measured = Played(scenario, went, office())
    assert verdict(measured, "tokens").value > 1000
    assert verdict(measured, "cost").value > 0
    assert "budget 10" in verdict(measured, "tokens").reason
    assert not verdict(measured, "cost").passed
