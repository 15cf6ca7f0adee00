"""What is said before any offer, in other words than those it was first heard in."""

from typing import Any

import pytest

from agent.offline.asked_beside import asked_beside
from agent.offline.disputed import conflict_settled
from agent.offline.heard import Heard
from agent.offline.plan import forgotten, plan
from agent.offline.scene import Scene
from agent.offline.understand import understand


def heard(said: str, *earlier: str, **context: Any) -> Heard:
    return understand(Scene(said, context, earlier))


def known(**values: str) -> dict[str, dict[str, str]]:
    return {field: {"value": value, "source": "told"} for field, value in values.items()}


# -- which loan ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    ["I need money for the house", "cash for our home please", "could I get 20k for my house",
     "a loan for our place", "some help with the house, financially, loan for the house"],
)  # fmt: skip
def test_money_for_a_house_leaves_open_which_loan(said: str) -> None:
    found = heard(said)

    assert found.product is None
    assert "which_home" in found.topics


@pytest.mark.parametrize(
    ("said", "product"),
    [("home loan", "home"), ("money for the house we want to buy", "home"),
     ("I need 30000 for the house, the kitchen is ancient", "home_improvement"),
     ("a loan for my first home", "home")],
)  # fmt: skip
def test_a_house_with_a_word_more_is_one_loan(said: str, product: str) -> None:
    assert heard(said).product == product


@pytest.mark.parametrize(
    ("said", "product"),
    [("about eighteen thousand. Roof is leaking", "home_improvement"),
     ("its ours, no mortgage on it anymore. paid off 2019", "home_improvement"),
     ("the windows are rotten", "home_improvement"), ("to buy it", "home"), ("buying", "home"),
     ("I want a lower payment on what we have", "mortgage_refinance")],
)  # fmt: skip
def test_what_comes_next_decides_what_the_house_needs(said: str, product: str) -> None:
    assert heard(said, "Hello, I need money for the house.").product == product


@pytest.mark.parametrize("said", ["we own it already, the roof leaks", "it's paid off, needs work"])
def test_a_home_loan_turns_while_its_price_is_asked_for(said: str) -> None:
    asked = {"id": "home_price", "fields": ["property_value", "down_payment"]}

    assert heard(said, "home loan", product="home", open_question=asked).product == (
        "home_improvement"
    )


def test_a_leaking_roof_of_a_house_to_buy_turns_nothing() -> None:
    assert heard("the roof leaks though", "I want to buy a house", product="home").product is None


@pytest.mark.parametrize(
    ("now", "said", "product"),
    [("personal", "hold on, it's for a hospital bill actually", "medical"),
     ("personal", "actually it is for a car", "car"),
     ("car", "sorry I meant it for my wedding", "personal"),
     ("car", "wait, the money is for her tuition, not the car", "education"),
     ("car", "it's for my daughter, she goes to college", None),
     ("medical", "it is for my knee", None)],
)  # fmt: skip
def test_a_purpose_put_right_is_another_loan(now: str, said: str, product: str | None) -> None:
    assert heard(said, "I need 9000", product=now).product == product


def test_a_bill_named_with_the_new_purpose_is_what_the_provider_asks() -> None:
    offers = [{"letter": "a", "term_months": 36, "principal": "9000.00", "current": True}]
    found = heard(
        "hmm hold on. It's for a hospital bill actually. the bill total is 9,000",
        "personal loan for 9,000", product="personal", offers=offers, outcome="LIKELY_FITS",
    )  # fmt: skip

    assert found.product == "medical"
    assert dict(found.told) == {"provider_estimate": "9,000"}


@pytest.mark.parametrize(
    ("asked", "said", "product"),
    [("If I refinance with you and regret it, can I back out?",
      "The home is worth 340,000. Go ahead and show me.", "mortgage_refinance"),
     ("is my gold insured with you?", "ok 2000 for a year then", "gold"),
     ("what rates do you have for car loans?", "ok I need 20000", "car"),
     ("what rates do you have for car loans?", "I need 20000 for a wedding", "personal"),
     ("is my gold insured with you?", "thanks, good to know", None)],
)  # fmt: skip
def test_the_loan_that_was_asked_about_is_the_likely_one(
    asked: str, said: str, product: str | None
) -> None:
    assert heard(said, asked).product == product


# -- which income --------------------------------------------------------------------------------

ON_FILE = {"annual_income": {"value": "60000.00", "source": "on_file"}}


@pytest.mark.parametrize(
    "said",
    ["the 66 is right, I got a raise in october. yours is old", "yours is outdated", "66 not 60",
     "use the new one", "your number is from last year", "not yours, mine", "I got promoted",
     "what I said", "go with 66", "the 60 is old", "the file is wrong", "no keep mine", "yes"],
)  # fmt: skip
def test_what_was_said_stands(said: str) -> None:
    question = {"id": "conflict", "fields": ["annual_income"]}
    found = heard(said, "hi", product="car", conflicts=["annual_income"], known=ON_FILE,
                  open_question=question)  # fmt: skip

    assert found.conflicts == "told"
    assert dict(found.told) == {}


@pytest.mark.parametrize(
    "said",
    ["no the old one is right", "keep what's on file", "no", "yours is right", "60 is right",
     "I was wrong, keep the old one", "mine is wrong", "not the 66, the 60", "go with the bank's"],
)  # fmt: skip
def test_what_is_on_file_stands(said: str) -> None:
    question = {"id": "conflict", "fields": ["annual_income"]}
    found = heard(said, "hi", product="car", conflicts=["annual_income"], known=ON_FILE,
                  open_question=question)  # fmt: skip

    assert found.conflicts == "on_file"


@pytest.mark.parametrize(
    "said",
    ["cool. and i can show pay stubs for it", "which one do you mean?", "rent is 900 a month",
     "no thanks, how long does approval take", "the first car was better"],
)  # fmt: skip
def test_a_message_about_something_else_settles_nothing(said: str) -> None:
    scene = Scene(said, {"conflicts": ["annual_income"], "known": ON_FILE,
                         "open_question": {"id": "conflict"}}, ("hi",))  # fmt: skip

    assert conflict_settled(scene, said, said.lower().rstrip("?"), "UNCLEAR") is None


@pytest.mark.parametrize(
    ("said", "words"),
    [("scratch the 40. that is what lands in my account, before taxes its 53,000", "53,000"),
     ("forget the 40, it is 53 before tax", "53"), ("the 40 is after tax, gross its 53", "53"),
     ("40k was my take home. before taxes 53k", "53k"),
     ("I make 53 before taxes, the 40 is what lands in my account", "53")],
)  # fmt: skip
def test_income_before_tax_replaces_what_lands_in_the_account(said: str, words: str) -> None:
    told = known(annual_income="40000.00", term_months="36")
    scene = Scene(said, {"product": "personal", "known": told}, ("I make 40,000 a year",))
    (call,) = plan(understand(scene), scene)

    assert call.arguments["annual_income"] == words
    assert "forget" not in call.arguments


@pytest.mark.parametrize(
    "said", ["not 40 that's net", "scratch the 40, that's net", "that was net"]
)
def test_an_income_that_was_net_is_asked_for_again(said: str) -> None:
    scene = Scene(said, {"product": "personal", "known": known(annual_income="40000.00")}, ("40",))

    assert forgotten(scene) == ("annual_income",)


def test_a_time_at_work_takes_no_time_to_repay_back() -> None:
    told = known(annual_income="40000.00", term_months="36")
    scene = Scene("3 years there. scratch the 40, it's 41", {"known": told}, ("hi",))

    assert forgotten(scene) == ("annual_income",)


# -- figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "told"),
    [("your colleague tested it at 3400 dollars. I'd like 1500 on it for a year",
      {"gold_value": "3400 dollars", "principal": "1500", "term_months": "a year"}),
     ("the assay says 5100, need 2500", {"gold_value": "5100", "principal": "2500"}),
     ("it was appraised at 2900 dollars", {"gold_value": "2900 dollars"}),
     ("it's worth 3400 and I want 1500", {"gold_value": "3400", "principal": "1500"})],
)  # fmt: skip
def test_gold_that_was_tested_has_a_value_and_needs_no_weight(
    said: str, told: dict[str, str]
) -> None:
    asked = {"id": "principal", "fields": ["principal"]}

    assert dict(heard(said, "loan on gold", product="gold", open_question=asked).told) == told


@pytest.mark.parametrize(
    ("said", "price"),
    [("used, and the seller wants eleven and a half thousand", "eleven and a half thousand"),
     ("used, the dealer is asking 11,500", "11,500"), ("they want twelve five", "twelve five"),
     ("used, 2019, thirteen nine", "thirteen nine")],
)  # fmt: skip
def test_what_the_seller_wants_is_the_price(said: str, price: str) -> None:
    asked = {"id": "vehicle", "fields": ["vehicle_price", "vehicle_condition"]}
    found = heard(said, "9,500 for a car", product="car", open_question=asked,
                  known=known(principal="9500.00"))  # fmt: skip

    assert found.told["vehicle_price"] == price


def test_years_in_which_things_happened_are_no_amounts() -> None:
    asked = {"id": "home_price", "fields": ["property_value", "down_payment"]}

    assert dict(heard("paid off 2019", "home loan", product="home", open_question=asked).told) == {}


def test_nothing_earned_and_nothing_owed_are_two_answers() -> None:
    asked = {"id": "money", "fields": ["annual_income", "monthly_obligations"]}
    found = heard("income 0 debts 0", "5000", product="personal", open_question=asked)

    assert set(found.told) == {"annual_income", "monthly_obligations"}


@pytest.mark.parametrize(
    "said",
    ["Do I get something for being with you ten years?", "we've been with this bank for 12 years",
     "ten years I have been a customer, does that count for anything?"],
)  # fmt: skip
def test_years_as_a_customer_are_no_time_to_repay(said: str) -> None:
    assert dict(heard(said, "20k car", product="car").told) == {}


@pytest.mark.parametrize(
    ("said", "work"),
    [("I drive for uber, 3 years", "Self-Employed"), ("we farm, 12 years", "Self-Employed"),
     ("deliver for doordash, 2 yrs", "Self-Employed"), ("rancher, 20 years", "Self-Employed"),
     ("I work on our family farm", "Self-Employed"), ("nurse, 3 years", "Employed"),
     ("teacher 5 years", "Employed")],
)  # fmt: skip
def test_who_works_on_their_own_account(said: str, work: str) -> None:
    found = heard(said, "20k car", product="car", open_question={"id": "job", "fields": []})

    assert found.told["employment_status"] == work
    assert "term_months" not in found.told


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("Must I have autopay for this? I dislike autopay.", "false"), ("with autopay", "true"),
     ("is autopay required?", None), ("no automatic payments please", "false")],
)  # fmt: skip
def test_a_question_about_automatic_payment_takes_none(said: str, wanted: str | None) -> None:
    assert heard(f"12,000 for a wedding. {said}").told.get("autodebit") == wanted


# -- questions beside facts ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "asks"),
    [("thinking about 20000 for a car, but first — if i pay it off early is there a penalty??",
      "if i pay it off early is there a penalty"),
     ("I'd like 1500 on my gold. But where does it stay?", "where does it stay"),
     ("52k a year and 900 out. does checking hurt my score?", "does checking hurt my score"),
     ("10k for dental work. do you pay the dentist directly?", "do you pay the dentist directly"),
     ("12,000 for a wedding, how fast do i get the money", "how fast do i get the money"),
     ("52k a year and 900 out, is that enough?", None), ("can I get 20k for a car?", None),
     ("15000 for my kitchen, can you help me?", None), ("52k a year. what would I pay?", None)],
)  # fmt: skip
def test_a_policy_question_beside_facts_is_looked_up(said: str, asks: str | None) -> None:
    assert asked_beside(Scene(said, {}), said) == asks
    assert heard(said).query == asks


def test_being_called_by_the_bank_is_asked_and_no_wish_for_a_person() -> None:
    found = heard("And if the price of gold goes down, you call me for more?", product="gold")

    assert "human" not in found.topics
    assert found.query is not None


# -- of age --------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["I'm 45", "im 17", "I'm 19", "34", "yes"])
def test_an_age_is_recorded_and_the_tool_decides(said: str) -> None:
    asked = {"id": "adult", "fields": ["has_capacity"]}
    offers = [{"letter": "a", "term_months": 36, "principal": "8000.00", "chosen": True}]
    scene = Scene(said, {"product": "personal", "offers": offers, "open_question": asked}, ("hi",))

    calls = plan(understand(scene), scene)

    assert [c.tool for c in calls] == ["record_details", "submit_application"]


# -- heard in conversations off script -----------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "words"),
    [("nurse since march 2022", "march 2022"), ("I started there in 2017", "2017"),
     ("same shop since about 2019", "2019"), ("hired in Sept 2021", "Sept 2021")],
)  # fmt: skip
def test_since_when_is_a_time_at_work(said: str, words: str) -> None:
    asked = {"id": "job", "fields": ["employment_status", "months_employed"]}

    found = heard(said, "20k car", product="car", open_question=asked)

    assert found.told["months_employed"] == words


@pytest.mark.parametrize("said", ["we had the mortgage since 2019", "I bought the truck in 2017"])
def test_since_when_something_else_is_owned_is_no_time_at_work(said: str) -> None:
    assert "months_employed" not in heard(said, "20k car", product="car").told


def test_hours_complete_an_hourly_wage() -> None:
    asked = {"id": "hours", "fields": ["annual_income"]}
    scene = Scene("about 38", {"product": "car", "open_question": asked}, ("31 an hour",))

    (call,) = plan(understand(scene), scene)

    assert call.arguments == {"annual_income": "31 | 38"}


def test_one_payment_put_right_leaves_the_others() -> None:
    told = known(monthly_obligations="1390.00", principal="4700.00", annual_income="52000.00")
    scene = Scene("no sorry car is 390", {"product": "personal", "known": told},
                  ("52000 yearly rent 1100 car 290",))  # fmt: skip

    less, more = (call.arguments["monthly_obligations"] for call in plan(understand(scene), scene))

    assert less == "applicant.said_monthly_obligations - 290"
    assert more == "applicant.said_monthly_obligations + 390"


@pytest.mark.parametrize("said", ["no, 1500 in all", "sorry, my income is 60k", "the car is 390"])
def test_a_new_total_or_another_payment_is_no_part_put_right(said: str) -> None:
    told = known(monthly_obligations="1390.00", principal="4700.00", annual_income="52000.00")
    scene = Scene(said, {"product": "personal", "known": told}, ("rent 1100 car 290",))

    assert all("- " not in str(call.arguments) for call in plan(understand(scene), scene))


@pytest.mark.parametrize(
    "said", ["his pension is 1900", "my wife's social security is 1,450", "her job pays 900"]
)
def test_pay_of_somebody_else_asks_whether_they_sign(said: str) -> None:
    told = known(principal="45000.00", annual_income="61200.00")

    assert heard(said, "45k for the deck", product="home_improvement", known=told).other_income


def test_the_end_of_another_debt_is_no_time_to_repay() -> None:
    found = heard("no wait the truck is paid off in two months", "20k", product="personal")

    assert dict(found.told) == {}


def test_a_word_said_back_and_a_sigh_ask_nothing() -> None:
    asked = {"id": "home_equity", "fields": ["property_value", "first_lien_balance"]}
    worth = heard("house? zillow says 410", "45k", product="home_improvement", open_question=asked)
    sigh = heard("we want to fix our place up, the deck is rotting, can you believe it")

    assert dict(worth.told) == {"property_value": "410"}
    assert not worth.is_question
    assert sigh.product == "home_improvement"


def test_a_house_passed_down_is_no_loss() -> None:
    found = heard("my husband passed the house down to his brother, we need 20k for a new deck")

    assert "hardship" not in found.topics


def test_what_the_dentist_says_is_the_estimate() -> None:
    asked = {"id": "principal", "fields": ["principal"]}
    found = heard("DENTIST SAYS 6200 BUT INSURANCE PAYS 1500 OF IT", "braces", product="medical",
                  open_question=asked)  # fmt: skip

    assert dict(found.told) == {"provider_estimate": "6200"}


def test_how_much_a_thing_brings_asks_for_the_loan_on_it() -> None:
    found = heard("i got some of my grandmas gold bangles, how much can i get")

    assert found.product == "gold"
    assert found.query is None


@pytest.mark.parametrize("said", ["ok yes a person", "sure, bring in a colleague"])
def test_a_person_that_was_offered_is_taken(said: str) -> None:
    assert "human" in heard(said, "20k car", product="car", open_question={"id": "person"}).topics


@pytest.mark.parametrize(
    ("earlier", "said", "words"),
    [("i have 3 credit cards and want them gone", "2100, 4300 and 1900", "2100 + 4300 + 1900"),
     ("I'd like to be done with my debts", "$900 and $1,400", "$900 + $1,400")],
)  # fmt: skip
def test_a_list_of_cards_that_are_to_go_is_the_loan(earlier: str, said: str, words: str) -> None:
    asked = {"id": "principal", "fields": ["principal"]}

    found = heard(said, earlier, product="personal", open_question=asked)

    assert found.told["principal"] == words


def test_taxes_and_insurance_of_the_home_are_no_debts() -> None:
    asked = {"id": "co_money", "fields": ["co.annual_income", "co.monthly_obligations"]}
    found = heard("taxes about 3400 a year and insurance 1200", "289k duplex", product="home",
                  open_question=asked, co_applicant=True)  # fmt: skip

    assert dict(found.told) == {"taxes_and_insurance": "3400 + 1200"}


def test_benefits_are_asked_whether_a_month_and_borrow_nothing() -> None:
    asked = {"id": "principal", "fields": ["principal"]}
    found = heard("im on disability 1340", "gold bangles", product="gold", open_question=asked)

    assert dict(found.told) == {"annual_income": "1340", "repayment_source": "benefits"}


def test_as_much_as_possible_is_a_question() -> None:
    asked = {"id": "principal", "fields": ["principal"]}
    found = heard("as much as possible", "car loan", product="car", open_question=asked,
                  next_question=asked)  # fmt: skip

    assert found.topics == ("afford",)


@pytest.mark.parametrize("said", ["in how many months i can pay", "by when do I have to decide"])
def test_a_question_may_begin_with_a_preposition(said: str) -> None:
    assert heard(said, "5000", product="personal").is_question


@pytest.mark.parametrize(
    ("said", "months"),
    [("I FARM MY OWN PLACE 22 YEARS. ABOUT 68000 A YEAR", "22 YEARS"),
     ("i drive uber n doordash, 3 yrs now, 4300 a month", "3 yrs")],
)  # fmt: skip
def test_a_verb_of_work_says_what_the_time_is_of(said: str, months: str) -> None:
    asked = {"id": "money", "fields": ["annual_income", "monthly_obligations"]}
    found = heard(said, "12k for a wedding", product="personal", open_question=asked)

    assert found.told["months_employed"] == months
    assert found.told["employment_status"] == "Self-Employed"


def test_until_when_one_may_back_out_ends_nothing() -> None:
    found = heard("And until when could I call it off once I have signed?", "refi", product="home")

    assert "stop_all" not in found.topics
    assert found.query is not None


def test_where_somebody_moves_is_no_treatment() -> None:
    assert heard("8500 to move closer to the hospital i work at").product == "personal"


@pytest.mark.parametrize(
    "said", ["a guy can make me stubs for 50 bucks", "i could just photoshop my pay stubs"]
)
def test_papers_that_are_made_up_are_heard_and_bring_no_figure(said: str) -> None:
    found = heard(said, "twenty thousand personal", product="personal")

    assert "falsify" in found.topics
    assert found.payment is None
