"""The scorer behind an endpoint: equal to the one in process, and silent rather than wrong."""

import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ml import remote, serving
from ml.features import features_of
from ml.remote import SageMakerJudge, open_remote, runtime_client
from ml.scorer import LearnedScorer, ModelSilent, judge_in, open_learned
from ml.shipped import SHIPPED
from tests.fakes.scoring_server import Fault, ScoringServer
from tools.knowledge.golden import golden_cases
from tools.lending.catalogue import Rulebook
from tools.lending.evaluate import evaluate
from tools.lending.records import Outcome
from tools.lending.risk import scored

NAME, REGION = "loan-scorer", "us-east-1"
CASES = {case.id: case.inquiry for case in golden_cases()}
NOT_FOUND = Fault(400, "ValidationError")
BROKEN = {
    "an error of the model": Fault(424, "ModelError"),
    "an internal error": Fault(500, "InternalFailure"),
    "overloaded": Fault(503, "ServiceUnavailable"),
    "throttled": Fault(429, "ThrottlingException"),
    "not found": NOT_FOUND,
    "no JSON": Fault(body=b"<html>"),
    "empty": Fault(body=b""),
    "another shape": Fault(body=b'{"predictions": [0.02]}'),
    "a probability above one": Fault(
        body=b'{"version": "v", "predictions": [{"default_probability": 2,'
        b' "scorecard_probability": 0.1, "contributions": []}]}'
    ),
    "another version": Fault(version="xgboost-00000000"),
}


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


@pytest.fixture
def server() -> Iterator[ScoringServer]:
    with ScoringServer(serving, str(SHIPPED), NAME) as server:
        yield server


def client(server: ScoringServer, read_s: float = 2.0) -> Any:
    return runtime_client(REGION, server.url, read_s=read_s)


def judge(server: ScoringServer, **more: Any) -> SageMakerJudge:
    return SageMakerJudge(client(server), NAME, judge_in().version, **more)


def remotely(rulebook: Rulebook, server: ScoringServer) -> LearnedScorer:
    return open_remote(rulebook, endpoint=NAME, region=REGION, endpoint_url=server.url)


def test_answers_are_those_of_the_scorer_in_process(
    server: ScoringServer, rulebook: Rulebook
) -> None:
    here, there = open_learned(rulebook), remotely(rulebook, server)

    assert there.version == here.version
    assert [there.score(one) for one in CASES.values()] == [
        here.score(one) for one in CASES.values()
    ]


def test_what_travels_is_equal_to_nine_places(server: ScoringServer, rulebook: Rulebook) -> None:
    asking, here = judge(server), judge_in()
    for inquiry in CASES.values():
        values = features_of(inquiry, rulebook)
        if values is None:
            continue
        mine, theirs = here.judge(values), asking.judge(values)
        assert theirs.default_probability == pytest.approx(mine.default_probability, abs=1e-9)
        assert theirs.contributions == pytest.approx(mine.contributions, abs=1e-9)


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN)
def test_a_faulty_endpoint_sends_the_case_to_a_person_and_never_to_a_no(
    fault: Fault, server: ScoringServer, rulebook: Rulebook
) -> None:
    server.always = fault

    score = remotely(rulebook, server).score(CASES["C01"])

    assert score is not None
    assert score.model_silent
    found = evaluate(scored(CASES["C01"], score), rulebook, date(2026, 11, 16))
    assert found.outcome is Outcome.NEEDS_REVIEW
    assert found.offers


def test_a_second_try_is_made_where_the_first_failed(
    server: ScoringServer, rulebook: Rulebook
) -> None:
    server.faults = [Fault(503, "ServiceUnavailable")]

    score = remotely(rulebook, server).score(CASES["C01"])

    assert score is not None
    assert not score.model_silent
    assert server.calls == 2


def test_a_slow_endpoint_is_not_waited_for(server: ScoringServer, rulebook: Rulebook) -> None:
    server.always = Fault(seconds=0.6)
    asking = SageMakerJudge(client(server, read_s=0.05), NAME, judge_in().version)

    values = features_of(CASES["C01"], rulebook)

    assert values is not None
    with pytest.raises(ModelSilent, match="ReadTimeoutError"):
        asking.judge(values)
    assert server.calls == remote.ATTEMPTS


def test_nobody_listens_at_the_address(rulebook: Rulebook) -> None:
    with ScoringServer(serving, str(SHIPPED), NAME) as gone:
        url = gone.url

    scorer = open_remote(rulebook, endpoint=NAME, region=REGION, endpoint_url=url)

    score = scorer.score(CASES["C01"])
    assert score is not None
    assert score.model_silent


def test_after_a_failure_the_endpoint_is_left_alone_for_a_while(
    server: ScoringServer, rulebook: Rulebook
) -> None:
    clock = [0.0]
    asking = judge(server, rest_s=30.0, monotonic=lambda: clock[0])
    values = features_of(CASES["C01"], rulebook)
    assert values is not None
    server.faults = [NOT_FOUND]
    for at, calls in ((0.0, 1), (29.9, 1)):
        clock[0] = at
        with pytest.raises(ModelSilent):
            asking.judge(values)
        assert server.calls == calls

    clock[0] = 30.1

    assert asking.judge(values).default_probability < Decimal("0.05")
    assert server.calls == 2


def test_what_is_logged_of_a_failure_names_no_figure_of_a_customer(
    server: ScoringServer, rulebook: Rulebook, caplog: pytest.LogCaptureFixture
) -> None:
    server.always = Fault(body=b'{"annual_income": 60000}')

    remotely(rulebook, server).score(CASES["C01"])

    assert "endpoint loan-scorer answered no judgement" in caplog.text
    assert "60000" not in caplog.text


def test_threads_share_an_endpoint(server: ScoringServer, rulebook: Rulebook) -> None:
    scorer, here = remotely(rulebook, server), open_learned(rulebook)
    said: list[bool] = []

    def ask() -> None:
        said.extend(scorer.score(CASES[c]) == here.score(CASES[c]) for c in ("C01", "C02", "C08"))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert said == [True] * 12
