"""Decisions leave for the people behind the scorer: as figures, without names, with who decided."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.__main__ import main
from agent.advisor import blocks_shown
from agent.conversations.records import Session
from agent.office import Terms, decide
from agent.said import ChooseOffer, Confirm, Said, Text
from agent.settings import Settings, SettingsError
from agent.training_export import export_training
from agent.wiring import App, build
from ml.feedback import Decided, read_decided
from tools.lending.records import Product

MAYA = Session(customer_id="maya")
CAR = "I need 20k for a new car, it costs 22,500"


@pytest.fixture
def app(data_dir: Path, clock: Any) -> Iterator[App]:
    app = build(Settings(data_dir=data_dir), clock=clock)
    yield app
    app.close()


def apply_for(app: App, words: str = CAR) -> str:
    """Apply for a loan as Maya; return the number of the application."""
    talk = app.advisor.open(MAYA).conversation.id

    def say(said: Said) -> None:
        blocks_shown(app.advisor.reply(MAYA, talk, said))

    say(Text(text=words))
    say(ChooseOffer(letter=app.conversations.latest_case(talk).current[0]))
    say(Text(text="I'd like to apply"))
    proposal = app.conversations.latest_case(talk).proposal
    assert proposal is not None
    say(Confirm(proposal_id=proposal.id))
    return app.applications.applications_in(talk)[0].number


def exported(app: App, folder: Path) -> tuple[Decided, ...]:
    export_training(app, folder / "decisions.jsonl")
    return read_decided(folder / "decisions.jsonl")


def test_an_approval_leaves_as_features_verdict_and_no_name(app: App, tmp_path: Path) -> None:
    number = apply_for(app)
    decide(app, number, "approve", [], "Ruth Weber")

    (row,) = exported(app, tmp_path)

    text = (tmp_path / "decisions.jsonl").read_text()
    assert (row.product, row.verdict, row.decided_by) == (Product.CAR, "APPROVED", "person")
    assert row.by_person
    assert row.features is not None
    assert row.features["secured"] == 1.0
    assert row.scorer == app.scorer.version
    assert row.default_probability is not None
    assert row.defaulted_24m is None
    for hidden in ("Maya", "maya", "Ruth", number, "age", "marital"):
        assert hidden not in text


def test_a_decline_leaves_with_its_reasons(app: App, tmp_path: Path) -> None:
    decide(app, apply_for(app), "decline", ["AA09", "AA07"], "Ruth Weber")

    (row,) = exported(app, tmp_path)

    assert (row.verdict, row.reasons) == ("DECLINED", ("AA09", "AA07"))


def test_an_accepted_counter_offer_is_a_persons_approval_on_its_own_terms(
    app: App, tmp_path: Path
) -> None:
    number = apply_for(app)
    decide(app, number, "counter", ["AA09"], "Ruth Weber", Terms(principal=15_000))  # type: ignore[arg-type]
    (offered,) = exported(app, tmp_path)
    app.applications.accept_counteroffer(number, app.now())

    (accepted,) = exported(app, tmp_path)

    assert (offered.verdict, accepted.verdict) == ("COUNTEROFFER", "APPROVED")
    assert accepted.by_person
    assert offered.features is not None
    assert accepted.features is not None
    assert (accepted.features["loan_to_income"] or 0) < (offered.features["loan_to_income"] or 0)


def test_what_waits_is_no_decision(app: App, tmp_path: Path) -> None:
    apply_for(app)

    assert exported(app, tmp_path) == ()


def test_a_withdrawal_is_the_customers_and_no_persons_decision(app: App, tmp_path: Path) -> None:
    app.applications.withdraw(apply_for(app), app.now())

    (row,) = exported(app, tmp_path)

    assert (row.verdict, row.by_person) == ("WITHDRAWN", False)


def test_a_file_that_cannot_be_written_is_named(app: App, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be written"):
        export_training(app, tmp_path)


def test_the_command_says_how_many(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("LOAN_ADVISOR_DATA_DIR", str(data_dir))
    out = tmp_path / "decisions.jsonl"

    assert main(["export-training", "--out", str(out)]) == 0

    assert capsys.readouterr().out == f"0 decisions in {out}, 0 of them not scored.\n"
    assert out.read_text() == ""
