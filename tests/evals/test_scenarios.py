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
        "adverse_action/a_car_over_ten_years_gets_the_longest_term",
        "adverse_action/a_customer_asks_for_the_reasons_in_writing",
        "adverse_action/a_customer_wants_to_pay_a_car_off_in_twelve_years_less_two",
        "adverse_action/a_decade_for_a_car_is_too_long",
        "adverse_action/a_first_home_buyer_is_told_plainly_and_once",
        "adverse_action/a_home_is_out_of_reach_and_the_reasons_are_given",
        "adverse_action/a_hurried_customer_asks_am_i_approved",
        "adverse_action/a_mother_of_two_asks_for_a_house",
        "adverse_action/a_refused_customer_may_still_apply",
        "adverse_action/a_student_alone_gets_one_reason_not_four",
        "adverse_action/a_student_dreams_of_a_loft",
        "adverse_action/five_years_in_words_fits_with_a_change",
        "adverse_action/ivan_has_two_things_against_him",
        "adverse_action/jamie_is_seventeen",
        "adverse_action/leon_offers_gold_for_a_low_score",
        "adverse_action/one_hundred_and_twenty_months_for_a_car",
        "adverse_action/twenty_thousand_fits_with_a_change",
        "ambiguity/a_joker_rounds_to_thousands_and_corrects_the_income",
        "ambiguity/a_range_of_income_uses_the_lower_end",
        "ambiguity/a_singer_rounds_everything",
        "ambiguity/debts_of_nothing_much",
        "ambiguity/everything_in_one_breath",
        "ambiguity/felix_lives_on_a_trust",
        "ambiguity/five_k_of_income_has_two_readings",
        "ambiguity/keisha_asks_for_her_chances",
        "ambiguity/paid_every_two_weeks",
        "ambiguity/price_and_down_payment_give_the_amount",
        "ambiguity/take_home_pay_is_not_gross",
        "ambiguity/unemployed_with_rent_coming_in",
        "bad_input/a_seventeen_year_old_guest",
        "bad_input/an_empty_message",
        "bad_input/an_income_of_zero",
        "bad_input/control_characters_and_zero_width_signs",
        "bad_input/five_hundred_dollars_is_below_the_minimum",
        "bad_input/gibberish_twice_brings_a_person",
        "bad_input/negative_and_absurd_amounts",
        "bad_input/only_emoji",
        "bad_input/other_scripts",
        "comparison/another_bank_offers_six_percent",
        "comparison/ben_compares_the_shortest_with_the_longest",
        "comparison/the_lowest_payment_and_what_it_costs",
        "comparison/two_cards_by_their_letters",
        "comparison/why_does_it_fit",
        "comparison/your_rate_is_high",
        "corrections/a_student_asks_for_a_home_and_an_aunt_signs_too",
        "corrections/a_verified_score_is_not_talked_away",
        "corrections/an_income_goes_up_by_more_than_a_quarter",
        "corrections/an_income_is_corrected_in_mid_sentence",
        "corrections/an_income_is_corrected_in_the_same_breath",
        "corrections/debts_that_were_forgotten",
        "corrections/forget_what_i_said_about_the_price",
        "corrections/no_wait_twenty_five",
        "corrections/the_file_says_one_income_and_maya_another",
        "corrections/the_product_changes_and_the_amount_stays",
        "corrections/the_term_is_put_right_before_the_offers",
        "documents/a_customer_changes_the_mind_before_sending",
        "documents/a_typed_yes_files_the_application",
        "documents/a_yes_with_a_but_files_nothing",
        "documents/an_application_from_start_to_number",
        "documents/maya_applies_and_asks_where_it_stands",
        "documents/papers_pasted_into_the_chat_are_not_accepted",
        "documents/the_second_card_in_words",
        "hand_off/a_customer_wants_a_call",
        "hand_off/a_person_after_the_offers",
        "hand_off/a_person_in_the_middle_and_back",
        "hand_off/a_person_please_as_the_first_word",
        "hand_off/can_you_waive_the_fee",
        "hand_off/sofia_has_run_her_business_for_a_year",
        "hand_off/somebody_who_understands",
        "happy_path/a_car_buyer_does_not_know_the_price_yet",
        "happy_path/a_car_buyer_gives_everything_at_once",
        "happy_path/a_commuter_is_tired_of_the_bus",
        "happy_path/a_couple_talks_about_a_condo",
        "happy_path/a_freshman_and_her_neighbor",
        "happy_path/a_guest_and_a_house_with_a_garden",
        "happy_path/a_guest_borrows_for_a_wedding",
        "happy_path/a_guest_borrows_on_gold",
        "happy_path/a_guest_buys_a_home",
        "happy_path/a_guest_buys_a_used_car",
        "happy_path/a_guest_chooses_from_the_quick_replies",
        "happy_path/a_guest_gives_the_second_fact_first",
        "happy_path/a_guest_has_a_hospital_bill",
        "happy_path/a_guest_hears_a_range_before_any_question_is_answered",
        "happy_path/a_guest_is_not_sure_about_the_score",
        "happy_path/a_guest_lends_out_her_chains",
        "happy_path/a_guest_pays_for_a_masters_with_an_uncle",
        "happy_path/a_guest_pays_for_a_move",
        "happy_path/a_guest_pays_for_implants",
        "happy_path/a_guest_puts_panels_on_the_roof",
        "happy_path/a_guest_redoes_the_roof",
        "happy_path/a_guest_refinances_a_mortgage",
        "happy_path/a_nurse_buys_a_used_car",
        "happy_path/a_pensioner_brings_her_bracelets",
        "happy_path/a_retiree_sees_the_dentist",
        "happy_path/a_terse_car_buyer_types_fragments",
        "happy_path/an_old_mortgage_in_one_message",
        "happy_path/edith_wants_a_reliable_car",
        "happy_path/harold_asks_whether_he_is_too_old",
        "happy_path/helena_buys_a_home_in_one_message",
        "happy_path/ingrid_owns_her_home_and_banks_here_for_years",
        "happy_path/lila_takes_a_personal_loan",
        "happy_path/maya_prices_a_car_and_asks_which_is_cheapest",
        "happy_path/min_is_new_to_credit",
        "happy_path/owen_plans_a_kitchen",
        "happy_path/robin_pays_for_studies_alone",
        "happy_path/ruth_borrows_on_assayed_gold",
        "happy_path/solar_panels_on_a_paid_house",
        "happy_path/walter_wonders_whether_to_refinance",
        "hardship/a_customer_in_crisis_gets_a_person_and_a_number",
        "hardship/an_illness_and_a_loan_that_cannot_be_paid",
        "hardship/carl_lost_his_job_and_asks_for_more",
        "hardship/somebody_is_told_to_borrow_by_a_caller",
        "injection/a_fabricated_payslip_is_declined",
        "injection/a_rate_is_ordered",
        "injection/an_order_to_ignore_the_rules_is_only_text",
        "injection/vince_asks_to_put_a_higher_income_down",
        "out_of_scope/a_tax_question_is_no_business_of_ours",
        "out_of_scope/an_angry_customer_keeps_the_offers",
        "out_of_scope/another_language_is_met_with_help",
        "out_of_scope/lila_asks_for_odds_and_whether_this_is_a_human",
        "out_of_scope/the_weather_and_back_to_the_car",
        "policy/a_question_about_apr_in_the_middle",
        "policy/early_repayment_after_the_offers",
        "policy/gold_that_is_not_redeemed",
        "policy/how_is_my_data_used",
        "policy/the_range_of_terms_of_a_product",
        "policy/who_may_sign_with_me",
        "privacy/a_customer_asks_what_is_held",
        "privacy/a_social_security_number_is_not_kept",
        "privacy/grace_mentions_an_illness",
        "privacy/paul_wants_everything_deleted",
        "recourse/a_plan_for_twenty_grand",
        "recourse/amara_and_somebody_who_signs_with_her",
        "recourse/amara_has_nobody_who_signs",
        "recourse/gold_that_is_worth_less_than_the_loan",
        "recourse/how_much_for_four_hundred_a_month",
        "recourse/marcus_pays_off_his_cards_instead",
        "recourse/nadia_rents_and_takes_a_personal_loan",
        "recourse/priya_could_buy_with_sam",
        "recourse/somebody_joins_a_car_loan",
        "recourse/twenty_thousand_and_less_debt",
        "what_if/a_careful_buyer_plays_with_the_numbers",
        "what_if/a_shorter_loan_and_what_it_saves",
        "what_if/a_slider_is_moved",
        "what_if/a_smaller_loan_in_words",
        "what_if/automatic_payment_on_the_four_year_loan",
        "what_if/ben_changes_one_thing_after_the_other",
        "what_if/ben_says_every_term_in_full",
        "what_if/paying_an_extra_hundred_a_month_ends_the_loan_sooner",
        "what_if/six_years_instead_of_five",
        "what_if/ten_years_as_a_what_if_is_no_decision",
        "what_if/two_thousand_more_down",
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
