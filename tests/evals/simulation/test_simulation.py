"""Simulated customers: the same seed is the same person, and they end where their facts lead."""

from collections.abc import Mapping
from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from agent.models import chat_model
from agent.settings import Settings
from evals.office import Cast, Office
from evals.simulation.customer import SimulatedCustomer
from evals.simulation.model_customer import ModelCustomer
from evals.simulation.personas import REQUESTS, Manners, Persona, draw
from evals.simulation.soak import simulate
from evals.simulation.speech import speech
from evals.simulation.truth import outcome_of
from tests.fakes.converse_engine import engine
from tests.fakes.converse_server import ConverseServer
from tests.fakes.converse_steps import Step, throttled
from tests.fakes.customer_engine import customer, is_customer
from tools.case_file import CaseFile
from tools.lending.records import Outcome, Product

BEDROCK = Cast(model="bedrock")
PLAIN = Manners(volunteers=0, digresses=0, misreads=0)
PERSONAL = Persona(
    seed=1,
    product=Product.PERSONAL,
    facts={
        "principal": "10000",
        "annual_income": "72000",
        "monthly_obligations": "500",
        "employment_status": "Employed",
        "months_employed": "60",
        "credit_score": "740",
    },
    manners=PLAIN,
)


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


def test_the_same_seed_is_the_same_conversation(office: Office) -> None:
    assert simulate(draw(11), office) == simulate(draw(11), office)


def test_every_product_comes_up_and_each_can_be_asked_for() -> None:
    assert {draw(seed).product for seed in range(200)} == set(Product) == set(REQUESTS)
    assert set(speech().openings) == {product.value for product in Product}


def test_what_is_asked_is_answered_with_what_is_true() -> None:
    customer = SimulatedCustomer(PERSONAL)

    words = customer.answer(("annual_income", "monthly_obligations"))

    assert "72" in words or "6" in words
    assert "500" in words
    assert customer.told == {"annual_income": "72000", "monthly_obligations": "500"}


def test_a_slip_is_corrected_in_the_next_message() -> None:
    slips = PLAIN.model_copy(update={"corrects": "annual_income"})
    customer = SimulatedCustomer(PERSONAL.model_copy(update={"manners": slips}))

    customer.answer(("annual_income",))
    wrong = customer.told["annual_income"]
    customer.answer(())

    assert wrong != "72000"
    assert customer.told["annual_income"] == "72000"
    assert customer.to_correct is None


def test_who_digresses_answers_the_next_time() -> None:
    always = PLAIN.model_copy(update={"digresses": 1.0})
    customer = SimulatedCustomer(PERSONAL.model_copy(update={"manners": always}))

    asked_back = customer.answer(("credit_score",))
    customer.answer(("credit_score",))

    assert asked_back in speech().digressions
    assert customer.told == {"credit_score": "740"}


def test_a_conversation_ends_where_the_true_facts_lead(office: Office) -> None:
    ended = simulate(PERSONAL, office)

    assert (ended.outcome, ended.truth) == (Outcome.LIKELY_FITS, Outcome.LIKELY_FITS)
    assert ended.right
    assert ended.misheard == ()


def test_other_facts_lead_elsewhere(office: Office) -> None:
    owes = {**PERSONAL.facts, "monthly_obligations": "5900"}
    with office.open() as app:
        found = outcome_of(PERSONAL, owes, office.context(app, None, CaseFile()))

    assert found == Outcome.NOT_ON_THESE_TERMS


def test_an_advisor_that_does_not_listen_is_found_out(office: Office) -> None:
    class Mumbles(SimulatedCustomer):
        def answer(self, asked: tuple[str, ...], reply: str = "") -> str:  # type: ignore[override]
            super().answer(asked, reply)
            return "mhm"

    ended = simulate(PERSONAL, office, customer=Mumbles(PERSONAL))

    assert not ended.right
    assert ended.misheard


def test_a_language_model_can_be_the_customer() -> None:
    model = FakeListChatModel(responses=["I need ten thousand.", "Six thousand a month."])
    customer = ModelCustomer(PERSONAL, model)

    said = (customer.opening(), customer.answer((), "What do you earn?"))

    assert said == ("I need ten thousand.", "Six thousand a month.")
    assert customer.told["annual_income"] == "72000"
    assert "annual income: 72000" in str(customer.heard[0].content)


@pytest.mark.parametrize("seed", range(24))
def test_simulated_conversations_end_right_or_with_a_person(seed: int, office: Office) -> None:
    ended = simulate(draw(seed), office)

    assert ended.right or ended.handed_over, ended.said


def test_a_whole_conversation_goes_over_the_wire_with_a_model_on_either_side(
    monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    sides: list[str] = []

    def either(body: Mapping[str, Any]) -> Step:
        sides.append("customer" if is_customer(body) else "advisor")
        return customer(body) if is_customer(body) else engine(body)

    with ConverseServer(either) as server:
        model = chat_model(over_the_wire(server, monkeypatch))
        ended = simulate(PERSONAL, office, BEDROCK, ModelCustomer(PERSONAL, model))

    asked_of_customer = next(r.body for r in server.requests if is_customer(r.body))
    assert (ended.outcome, ended.truth, ended.broke) == ("LIKELY_FITS", "LIKELY_FITS", "")
    assert ended.misheard == ()
    assert sides.count("customer") == ended.turns > 3
    assert sides.count("advisor") >= ended.turns
    assert server.refused == []
    assert asked_of_customer["inferenceConfig"] == {"temperature": 0.7, "maxTokens": 200}
    assert "toolConfig" not in asked_of_customer


def test_a_customer_whose_model_fails_breaks_off_one_conversation_and_not_the_run(
    monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    def only_the_advisor(body: Mapping[str, Any]) -> Step:
        return throttled() if is_customer(body) else engine(body)

    with ConverseServer(only_the_advisor) as server:
        model = chat_model(over_the_wire(server, monkeypatch))
        ended = simulate(PERSONAL, office, BEDROCK, ModelCustomer(PERSONAL, model))

    assert not ended.right
    assert "did not answer" in ended.broke


def over_the_wire(server: ConverseServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings that lead to a server in this process, for both sides."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "dummy")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "dummy")
    monkeypatch.setenv("LOAN_ADVISOR_BEDROCK_ENDPOINT_URL", server.url)
    monkeypatch.setenv("LOAN_ADVISOR_BEDROCK_ATTEMPTS", "1")
    return Settings(model="bedrock")
