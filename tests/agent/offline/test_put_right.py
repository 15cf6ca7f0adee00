"""What is told the wrong way round, in other words, by pointing back, or put right at once."""

from typing import Any

import pytest

from agent.offline.heard import Heard
from agent.offline.scene import Scene
from agent.offline.understand import understand


def known(**values: str) -> dict[str, dict[str, str]]:
    return {
        field.replace("co_", "co.", 1): {"value": value, "source": "told"}
        for field, value in values.items()
    }


def heard(said: str, *earlier: str, **context: Any) -> Heard:
    return understand(Scene(said, context, earlier))


TWO = known(
    annual_income="51000.00",
    monthly_obligations="900.00",
    credit_score="700",
    co_annual_income="43000.00",
    co_monthly_obligations="400.00",
    co_credit_score="690",
)
TOLD = "me: 51k, 900 a month, score 700. her: 43k, 400 a month, 690"


@pytest.mark.parametrize(
    ("said", "told"),
    [("oh shoot i swapped us. its me with the 400 and her with the 900",
      {"monthly_obligations": "400", "co_monthly_obligations": "900"}),
     ("wait, I mixed up our incomes", {"annual_income": "43k", "co_annual_income": "51k"}),
     ("the scores are the other way round", {"credit_score": "690", "co_credit_score": "700"})],
)  # fmt: skip
def test_facts_of_two_people_that_were_swapped_change_places(
    said: str, told: dict[str, str]
) -> None:
    found = heard(said, TOLD, product="personal", co_applicant=True, known=TWO)

    assert {f: w for f, w in found.told.items() if f in told} == told


@pytest.mark.parametrize(
    "said",
    ["incomes were right tho. does it change anything that they were swapped?",
     "I swapped the tires", "we swapped stories"],
)  # fmt: skip
def test_a_swap_that_names_no_fact_or_only_asks_changes_nothing(said: str) -> None:
    found = heard(said, TOLD, product="personal", co_applicant=True, known=TWO)

    assert not {"annual_income", "monthly_obligations", "credit_score"} & set(found.told)


@pytest.mark.parametrize("said", ["that's the hospital's total, yes", "the same", "all of it"])
def test_the_price_may_be_the_amount_told_before(said: str) -> None:
    found = heard(
        said, "25,100 for my operation", product="medical", known=known(principal="25100.00"),
        open_question={"id": "provider_estimate", "fields": ["provider_estimate"]},
    )  # fmt: skip

    assert found.told == {"provider_estimate": "25,100"}


def test_a_price_that_is_not_the_amount_is_asked_again() -> None:
    found = heard(
        "no, it is more than that", "25,100 for my operation", product="medical",
        known=known(principal="25100.00"),
        open_question={"id": "provider_estimate", "fields": ["provider_estimate"]},
    )  # fmt: skip

    assert "provider_estimate" not in found.told


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [("wait no i said 2 yrs at the job i meant 3", "months_employed", "3"),
     ("scratch 2 yrs to repay. three", "term_months", "three"),
     ("employed, two years this march so call it 20 months", "months_employed", "20 months"),
     ("rent is 1,400, my half is 700. plus a card, 60. so seven sixty", "monthly_obligations",
      "seven sixty"),
     ("thirteen hundred a month for everything, i.e. 1,300", "monthly_obligations",
      "thirteen hundred")],
)  # fmt: skip
def test_what_is_put_right_in_one_breath_counts_once(said: str, field: str, words: str) -> None:
    found = heard(said, "hi", product="personal", known=known(principal="9000.00"),
                  open_question={"id": "money", "fields": []})  # fmt: skip

    assert found.told[field] == words


@pytest.mark.parametrize(
    "said",
    ["he just texted me he's out. so only me", "she changed her mind", "my brother backed out",
     "he won't sign after all"],
)  # fmt: skip
def test_who_steps_out_leaves_the_loan_to_the_customer(said: str) -> None:
    found = heard(said, "my brother signs with me", product="car", co_applicant=True)

    assert found.co_applicant == "none"
    assert "coercion" not in found.topics


@pytest.mark.parametrize(
    ("said", "joins"),
    [("me n my sister wanna get a used suv together", True),
     ("we're two people buying a house", True), ("there's two of us on it", True),
     ("my husband and I are applying for 20,000", True),
     ("we want to put our cards together into one loan", False),
     ("there are two of us in the household", False)],
)  # fmt: skip
def test_two_who_borrow_as_one_are_two(said: str, joins: bool) -> None:
    assert (heard(said, product="car").co_applicant == "add") is joins


def test_a_question_who_owes_takes_nobody_off_the_loan() -> None:
    found = heard("and is she on the hook too or only me?", product="car", co_applicant=True)

    assert found.co_applicant is None


@pytest.mark.parametrize(
    ("said", "told"),
    [("the sticker is twenty four five and i put four down",
      {"vehicle_price": "twenty four five", "down_payment": "put four"}),
     ("car, 25k, brand new, it costs 30k", {"principal": "25k", "vehicle_price": "30k"}),
     ("used car, 25 for it, maybe all but three", {"vehicle_price": "25", "down_payment": "three"}),
     ("three seventy-five house. i'd borrow three hundred of it",
      {"property_value": "three seventy-five", "principal": "three hundred"}),
     ("my school costs 28 for the yr and i have nine in aid",
      {"cost_of_attendance": "28", "other_aid": "nine"})],
)  # fmt: skip
def test_prices_are_read_as_people_say_them(said: str, told: dict[str, str]) -> None:
    found = heard(said)

    assert {f: w for f, w in found.told.items() if f in told} == told


SHOWN = [{"letter": x, "term_months": m, "principal": "25000.00", "current": True, "tags": [],
          "monthly_payment": "510.27", "total_interest": "5000.00"}
         for x, m in (("a", 60), ("b", 48), ("c", 84))]  # fmt: skip


def test_a_time_shown_beside_another_amount_is_tried_with_it() -> None:
    found = heard("ok and back at 60 but borrow 28", "48 instead?", product="car", offers=SHOWN)

    assert found.changes == {"principal": "28", "term_months": "60"}


def test_two_times_in_a_row_are_set_beside_each_other() -> None:
    found = heard("3 yrs and 6 yrs, interest", "hi", product="car", offers=SHOWN)

    assert [s.words for s in found.setups] == ["3 yrs", "6 yrs"]


@pytest.mark.parametrize(
    "said", ["how did we start", "what was the first payment again", "the original one please"]
)
def test_the_offer_it_began_with_is_found_again(said: str) -> None:
    assert heard(said, "48?", product="car", offers=SHOWN).letters == ("a",)


@pytest.mark.parametrize(
    "said",
    ["so if I only pay down debts, then yes?", "and if I wait for my score only",
     "what if my score goes up"],
)  # fmt: skip
def test_what_one_change_would_do_after_a_no_is_looked_for(said: str) -> None:
    found = heard(said, "6,000", product="personal", outcome="NOT_ON_THESE_TERMS")

    assert "recourse" in found.topics


def test_what_becomes_of_what_is_pledged_is_looked_up_when_payments_stop() -> None:
    found = heard("and if i cant pay one day", "hi", product="gold", offers=SHOWN)

    assert found.query == "what happens to my gold if i can not pay"
