"""Every scenario file is played against the real advisor, each on a data folder of its own."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.settings import Settings
from agent.wiring import App, build
from evals.replay import play
from evals.scenario import FOLDER, Scenario, read_scenarios

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
"""A Monday morning on which the bank is open and its gold price is fresh."""

KNOWN_FAILING: frozenset[str] = frozenset(
    {
        "adverse_action/a_first_home_buyer_is_told_plainly_and_once",
        "adverse_action/a_home_is_out_of_reach_and_the_reasons_are_given",
        "adverse_action/a_hurried_customer_asks_am_i_approved",
        "adverse_action/a_refused_customer_may_still_apply",
        "adverse_action/ivan_has_two_things_against_him",
        "adverse_action/one_hundred_and_twenty_months_for_a_car",
        "adverse_action/twenty_thousand_fits_with_a_change",
        "ambiguity/debts_of_nothing_much",
        "ambiguity/everything_in_one_breath",
        "ambiguity/five_k_of_income_has_two_readings",
        "ambiguity/keisha_asks_for_her_chances",
        "ambiguity/paid_every_two_weeks",
        "ambiguity/price_and_down_payment_give_the_amount",
        "ambiguity/take_home_pay_is_not_gross",
        "bad_input/an_empty_message",
        "bad_input/control_characters_and_zero_width_signs",
        "bad_input/only_emoji",
        "bad_input/other_scripts",
        "comparison/another_bank_offers_six_percent",
        "comparison/ben_compares_the_shortest_with_the_longest",
        "comparison/the_lowest_payment_and_what_it_costs",
        "comparison/why_does_it_fit",
        "comparison/your_rate_is_high",
        "corrections/a_student_asks_for_a_home_and_an_aunt_signs_too",
        "corrections/a_verified_score_is_not_talked_away",
        "corrections/an_income_is_corrected_in_mid_sentence",
        "corrections/an_income_is_corrected_in_the_same_breath",
        "corrections/forget_what_i_said_about_the_price",
        "corrections/no_wait_twenty_five",
        "documents/a_typed_yes_files_the_application",
        "documents/papers_pasted_into_the_chat_are_not_accepted",
        "hand_off/a_person_after_the_offers",
        "hand_off/can_you_waive_the_fee",
        "hand_off/sofia_has_run_her_business_for_a_year",
        "happy_path/a_car_buyer_gives_everything_at_once",
        "happy_path/a_guest_buys_a_used_car",
        "happy_path/a_guest_has_a_hospital_bill",
        "happy_path/a_guest_hears_a_range_before_any_question_is_answered",
        "happy_path/a_guest_pays_for_a_masters_with_an_uncle",
        "happy_path/harold_asks_whether_he_is_too_old",
        "happy_path/walter_wonders_whether_to_refinance",
        "injection/a_fabricated_payslip_is_declined",
        "out_of_scope/an_angry_customer_keeps_the_offers",
        "out_of_scope/lila_asks_for_odds_and_whether_this_is_a_human",
        "out_of_scope/the_weather_and_back_to_the_car",
        "policy/a_question_about_apr_in_the_middle",
        "policy/how_is_my_data_used",
        "policy/the_range_of_terms_of_a_product",
        "privacy/a_customer_asks_what_is_held",
        "privacy/grace_mentions_an_illness",
        "privacy/paul_wants_everything_deleted",
        "recourse/how_much_for_four_hundred_a_month",
        "recourse/marcus_pays_off_his_cards_instead",
        "recourse/nadia_rents_and_takes_a_personal_loan",
        "recourse/priya_could_buy_with_sam",
        "what_if/automatic_payment_on_the_four_year_loan",
        "what_if/ben_says_every_term_in_full",
        "what_if/paying_an_extra_hundred_a_month_ends_the_loan_sooner",
        "what_if/ten_years_as_a_what_if_is_no_decision",
    }
)
"""Scenarios that the product does not meet yet. Strict: one that passes has to leave the set."""

SCENARIOS = read_scenarios()


@pytest.fixture
def open_app(tmp_path: Path) -> Iterator[Callable[[], App]]:
    """Open the wired application on an empty data folder; close it afterwards."""
    opened: list[App] = []

    def open_one() -> App:
        opened.append(build(Settings(data_dir=tmp_path / "data"), clock=lambda: NOW))
        return opened[-1]

    yield open_one
    for app in opened:
        app.close()


def _parameter(scenario: Scenario) -> object:
    failing = (
        [pytest.mark.xfail(strict=True, reason="not met yet")]
        if scenario.id in KNOWN_FAILING
        else []
    )
    return pytest.param(scenario, id=scenario.id, marks=failing)


@pytest.mark.parametrize("scenario", [_parameter(s) for s in SCENARIOS])
def test_a_conversation_goes_as_written(scenario: Scenario, open_app: Callable[[], App]) -> None:
    played = play(scenario, open_app())

    assert not played.failures, "\n".join(f"turn {f.turn}: {f.what}" for f in played.failures)


def test_scenarios_that_are_known_to_fail_exist() -> None:
    assert {s.id for s in SCENARIOS} >= KNOWN_FAILING


@pytest.mark.parametrize("words", ["car " * 5_000, "9" * 20_000, "x" * 25_000, "\n" * 20_000])
def test_a_message_of_twenty_thousand_characters_is_answered(
    words: str, open_app: Callable[[], App]
) -> None:
    scenario = Scenario.model_validate(
        {
            "tests": "Very long messages are answered, and what was said before is kept.",
            "turns": [
                {"customer": "I need 20,000 for a new car, it costs 22,500"},
                {"customer": words, "expect": {"stage": "inquiry"}},
            ],
            "end": {"known": {"principal": "20000.00"}, "stage": "inquiry", "notices": 0},
        }
    )

    played = play(scenario, open_app())

    assert not played.failures


def test_files_lie_in_the_folder_of_their_situation() -> None:
    depths = {len(f.relative_to(FOLDER).parts) for f in FOLDER.rglob("*.yaml")}

    assert depths == {2}
