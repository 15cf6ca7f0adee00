"""The whole product over Bedrock's wire: the offline engine answers behind a Converse server."""

from pathlib import Path
from typing import Any

import pytest

from agent.conversations.memory import MemoryLog
from agent.settings import Settings
from agent.wiring import App, build
from evals.checks import judge
from evals.checks.verdict import Played
from evals.office import Office
from evals.replay import play
from evals.scenario import FOLDER, read_scenario
from tests.fakes.converse_engine import engine
from tests.fakes.converse_server import ConverseServer

SCRIPTS = (
    "happy_path/a_car_buyer_gives_everything_at_once",
    "happy_path/a_guest_borrows_on_gold",
    "happy_path/a_guest_buys_a_home",
    "happy_path/a_guest_pays_for_a_masters_with_an_uncle",
    "happy_path/maya_prices_a_car_and_asks_which_is_cheapest",
    "happy_path/walter_wonders_whether_to_refinance",
    "adverse_action/a_customer_asks_for_the_reasons_in_writing",
    "ambiguity/a_range_of_income_uses_the_lower_end",
    "bad_input/an_empty_message",
    "comparison/another_bank_offers_six_percent",
    "corrections/a_verified_score_is_not_talked_away",
    "documents/a_typed_yes_files_the_application",
    "hand_off/a_person_after_the_offers",
    "hardship/a_customer_in_crisis_gets_a_person_and_a_number",
    "injection/a_rate_is_ordered",
    "out_of_scope/an_angry_customer_keeps_the_offers",
    "policy/early_repayment_after_the_offers",
    "privacy/a_social_security_number_is_not_kept",
    "recourse/amara_and_somebody_who_signs_with_her",
    "what_if/a_shorter_loan_and_what_it_saves",
)
"""Some of every situation. Not those that stand on what a language model does not say: which
question its reply asked."""


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_scripted_conversation_goes_as_written_over_the_wire(
    script: str, data_dir: Path, clock: Any, read: App
) -> None:
    scenario = read_scenario(FOLDER / f"{script}.yaml")
    with ConverseServer(engine) as server:
        settings = Settings(data_dir=data_dir, model="bedrock", bedrock_endpoint_url=server.url)
        app = build(settings, clock=clock, log=MemoryLog())
        app.knowledge, app.policies = read.knowledge, read.policies

        went = play(scenario, app)
        app.close()

    verdicts = judge(Played(scenario, went, Office()))
    assert [v for v in verdicts if not v.passed and v.check != "repeated"] == []
    assert server.refused == []
    assert len(server.requests) == sum(len(t.model_calls) for t in went.closed)


def test_ordinary_turns_keep_the_budget_of_two_calls_and_every_later_call_reads_the_cache(
    data_dir: Path, clock: Any, read: App
) -> None:
    scenario = read_scenario(
        FOLDER / "happy_path/maya_prices_a_car_and_asks_which_is_cheapest.yaml"
    )
    with ConverseServer(engine) as server:
        settings = Settings(data_dir=data_dir, model="bedrock", bedrock_endpoint_url=server.url)
        app = build(settings, clock=clock, log=MemoryLog())
        app.knowledge, app.policies = read.knowledge, read.policies
        turns = play(scenario, app).closed
        app.close()

    calls = [c for t in turns for c in t.model_calls]
    assert max(len(t.model_calls) for t in turns) <= 2
    assert {c.cached_tokens for c in calls[1:]} == {calls[0].cache_written_tokens}
    assert all(c.cost_usd for c in calls)
