"""A closed turn, run again from its record: without a model, without the stores."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from agent.__main__ import main
from agent.advisor import blocks_shown
from agent.conversations.records import Session
from agent.prompting import load_prompt
from agent.replaying import Replayed, replay, report
from agent.runner import FAILED
from agent.said import AdjustOffer, ChooseOffer, Confirm, Feedback, Said, Text
from agent.settings import Settings
from agent.that_day import CannotReplay
from agent.wiring import App, build
from tests.fakes.scripted_model import ScriptedModel, call, calls
from tools.knowledge import FOLDER
from tools.lending.points_scorer import PointsScorer
from tools.lending.records import Inquiry
from tools.lending.risk import Score

MAYA = Session(customer_id="maya")
CAR = "I need 20k for a new car, it costs 22,500"


class Talk:
    """One conversation, and a replay of each of its turns."""

    def __init__(self, app: App, session: Session = MAYA) -> None:
        self.app, self.session = app, session
        self.id = app.advisor.open(session).conversation.id

    def say(self, said: Said | str) -> str:
        """Say something; return the id of its turn."""
        said = Text(text=said) if isinstance(said, str) else said
        _, closed = blocks_shown(self.app.advisor.reply(self.session, self.id, said))
        assert closed is not None
        self.app.advisor.turn(self.session, self.id, closed.turn_id)
        return closed.turn_id

    def replayed(self, turn_id: str) -> Replayed:
        return replay(self.app.conversations, turn_id)


@pytest.fixture
def app(data_dir: Path, clock: Any) -> Iterator[App]:
    app = build(Settings(data_dir=data_dir), clock=clock)
    yield app
    app.close()


@pytest.fixture
def talk(app: App) -> Talk:
    return Talk(app)


def scripted(data_dir: Path, clock: Any, *steps: Any) -> Talk:
    model = ScriptedModel(steps=list(steps))
    return Talk(build(Settings(data_dir=data_dir), clock=clock, model=model))


def test_turns_of_every_kind_are_equal_when_run_again(talk: Talk, app: App) -> None:
    turns = [talk.say(CAR), talk.say(AdjustOffer(letter="a", term_months=48)),
             talk.say(ChooseOffer(letter="b")), talk.say("can I pay it off early?"),
             talk.say("I'd like to apply")]  # fmt: skip
    proposal = app.conversations.latest_case(talk.id).proposal
    assert proposal is not None
    turns += [talk.say(Confirm(proposal_id=proposal.id)), talk.say("where does it stand?"),
              talk.say(Feedback(turn_id=turns[0], rating="up")), talk.say("I want a person"),
              talk.say("what's bitcoin going to do?"),
              talk.say("and what if I earned 70k?")]  # fmt: skip

    found = [talk.replayed(turn) for turn in turns]

    assert [report(f) for f in found if not f.equal] == []
    assert len({f.turn_id for f in found}) == 11


def test_a_no_with_its_notice_is_equal_when_run_again(app: App) -> None:
    tyler = Talk(app, Session(customer_id="tyler"))

    turn = tyler.say(
        "There's a loft downtown, 250 thousand, and I could pay 50 thousand up front. "
        "Tax and insurance 300 per month. Would you finance it?"
    )

    assert app.applications.notices_of("tyler")

    assert report(tyler.replayed(turn)).splitlines()[0].endswith(": equal")


def test_what_the_model_said_comes_from_the_record(data_dir: Path, clock: Any) -> None:
    records = calls(
        call("look_up_profile"),
        call("record_details", product="car", principal="20k", vehicle_price="22,500",
             vehicle_condition="new"),
    )  # fmt: skip
    lie = "Your payment would be $399 a month."
    talk = scripted(data_dir, clock, records, lie, "At [[offer.a.monthly_payment]] a month?", "Hm?")

    first, second = talk.say(CAR), talk.say("hm")

    assert talk.replayed(first).equal
    assert talk.replayed(second).equal
    turn = talk.app.conversations.find_turn(first)
    assert turn is not None
    assert turn.closed is not None
    assert [c.answer.text for c in turn.closed.model_calls if c.answer][1] == lie


def test_a_model_that_was_away_is_away_again(data_dir: Path, clock: Any) -> None:
    talk = scripted(data_dir, clock, EndpointConnectionError(endpoint_url="https://b.invalid"))

    assert talk.replayed(talk.say("hello")).equal


def test_malformed_and_unknown_calls_are_refused_again(data_dir: Path, clock: Any) -> None:
    bad = calls(call("approve_loan"), call("record_details", hair_colour="red"))
    talk = scripted(data_dir, clock, bad, "What would you like to pay for?")

    assert talk.replayed(talk.say("hello")).equal


def test_the_knowledge_is_that_of_the_day_whatever_the_files_say_now(
    data_dir: Path, clock: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(FOLDER, folder)
    settings = Settings(data_dir=data_dir, knowledge_dir=folder)
    talk = Talk(build(settings, clock=clock))
    turn = talk.say(CAR)
    catalogue = folder / "catalogue.yaml"
    dearer = catalogue.read_text(encoding="utf-8").replace("7.30", "7.90")
    catalogue.write_text(dearer, encoding="utf-8")

    later = build(settings, clock=clock)

    assert later.knowledge.rulebook.catalogue.content_hash != (
        talk.app.knowledge.rulebook.catalogue.content_hash
    )
    assert replay(later.conversations, turn).equal


def test_the_stores_are_not_asked_again(talk: Talk, app: App) -> None:
    turn = talk.say(CAR)
    (app.data / "profiles.sqlite").unlink()
    (app.data / "applications.sqlite").unlink()

    assert talk.replayed(turn).equal


def _rewrite(app: App, turn_id: str, was: str, now: str) -> None:
    """Change a closed row behind the log's back."""
    connection = sqlite3.connect(app.data / "conversations.sqlite")
    connection.execute("DROP TRIGGER entry_is_only_erased")
    changed = connection.execute(
        "UPDATE entry SET content = replace(content, ?, ?) WHERE turn_id = ? AND kind = 'closed' "
        "AND content LIKE ?", (was, now, turn_id, f"%{was}%"),
    ).rowcount  # fmt: skip
    connection.commit()
    connection.close()
    assert changed == 1


def test_a_row_that_was_tampered_with_is_reported_with_what_differs(talk: Talk, app: App) -> None:
    turn = talk.say(CAR)
    _rewrite(app, turn, "411.01", "399.00")

    found = talk.replayed(turn)

    assert not found.equal
    assert "was changed after it was written" in found.faults[0]
    told = {(d.where, d.recorded, d.again) for d in found.differences}
    assert ("case.offers.0.monthly_payment", '"399.00"', '"411.01"') in told or any(
        "411.01" in again and "399.00" in recorded for _, recorded, again in told
    )


def test_a_kept_file_that_was_changed_is_reported(talk: Talk, app: App) -> None:
    turn = talk.say(CAR)
    connection = sqlite3.connect(app.data / "conversations.sqlite")
    connection.execute(
        "UPDATE kept SET content = CAST(content || ' ' AS BLOB) WHERE name = 'bank.toml'"
    )
    connection.commit()
    connection.close()

    assert "kept file bank.toml" in " ".join(talk.replayed(turn).faults)


def test_a_result_that_differs_names_the_place(talk: Talk, app: App) -> None:
    turn = talk.say(CAR)
    _rewrite(app, turn, '"fallback":"none"', '"fallback":"bound"')

    (difference,) = talk.replayed(turn).differences

    assert difference.model_dump() == {
        "where": "fallback", "recorded": '"bound"', "again": '"none"',
    }  # fmt: skip


def test_what_cannot_be_run_again_says_why(talk: Talk, app: App, clock: Any) -> None:
    turn = talk.say(CAR)
    app.conversations.erase_conversation(talk.id, "asked for it", clock())

    with pytest.raises(CannotReplay, match="was erased"):
        talk.replayed(turn)
    with pytest.raises(CannotReplay, match="There is no turn nowhere"):
        talk.replayed("nowhere")


def test_the_command_prints_one_line_or_one_object(
    talk: Talk, app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    turn = talk.say("hello")

    assert main(["replay", turn]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith(": equal")
    assert main(["replay", turn, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["equal"] is True
    assert main(["replay", "nowhere"]) == 2
    _rewrite(app, turn, '"fallback":"none"', '"fallback":"bound"')
    assert main(["replay", turn]) == 1


# -- turns that are not like the others ----------------------------------------------------------


class Ticking:
    """A clock that moves on whenever it is read."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Broken(PointsScorer):
    """A scorer with a bug."""

    def score(self, inquiry: Inquiry) -> Score | None:
        raise ZeroDivisionError("a bug")


def test_a_turn_that_failed_is_its_fallback_again_and_says_that_nothing_else_was_kept(
    data_dir: Path, clock: Any
) -> None:
    app = build(Settings(data_dir=data_dir), clock=clock)
    app.__dict__["scorer"] = Broken(app.knowledge.rulebook)
    talk = Talk(app)
    turn = talk.say(CAR)
    kept = app.conversations.find_turn(turn)
    assert kept is not None
    assert kept.closed is not None
    assert kept.closed.findings == FAILED

    found = talk.replayed(turn)

    assert found.equal
    assert "the turn failed, and what its model said was not kept" in report(found)


def test_a_turn_before_an_erasure_cannot_be_replayed_and_one_after_it_can(
    data_dir: Path, clock: Any
) -> None:
    ticking = Ticking(clock())
    guest = Talk(build(Settings(data_dir=data_dir), clock=ticking), Session(customer_id=None))
    guest.say("hello")
    asked = guest.say("what's the longest I can take for a car?")
    guest.app.conversations.erase_turns_before(guest.id, asked, "asked for it", ticking())
    after = guest.say("and for a home?")

    with pytest.raises(CannotReplay, match="was erased after it"):
        guest.replayed(asked)
    found = guest.replayed(after)

    assert found.equal
    assert "1 erased before it, which it did not read either" in report(found)


def test_rules_that_changed_since_are_those_of_that_day_and_the_report_names_them(
    data_dir: Path, clock: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(FOLDER, folder)
    settings = Settings(data_dir=data_dir, knowledge_dir=folder)
    then = Talk(build(settings, clock=clock))
    turn = then.say("I need 20k for a new car, it costs 22,500")
    rules = folder / "catalogue.yaml"
    hashed = hashlib.sha256(rules.read_bytes()).hexdigest()
    rules.write_text(rules.read_text(encoding="utf-8").replace("7.30", "7.90"), encoding="utf-8")
    later = Talk(build(settings, clock=clock))

    dearer, found = later.say(CAR), later.replayed(turn)

    assert found.equal
    assert f"catalogue.yaml {hashed[:8]}" in report(found)
    assert f"catalogue.yaml {hashed[:8]}" not in report(later.replayed(dearer))
    assert later.replayed(dearer).equal


def test_templates_are_those_of_that_day_and_another_prompt_is_said(
    talk: Talk, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = talk.say("hello")
    today = load_prompt("advisor").model_copy(update={"content_hash": "0" * 64})
    monkeypatch.setattr("agent.that_day.load_prompt", lambda name: today)
    monkeypatch.setattr("agent.that_day.phrases", dict)

    found = talk.replayed(turn)

    assert found.equal
    assert "templates of replies composed by code: as kept with the turn" in report(found)
    assert "prompts/advisor.md of the program is not what it was" in report(found)


def test_phrases_that_changed_since_are_noted(
    talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = talk.say("hello")
    folder = tmp_path / "knowledge"
    shutil.copytree(FOLDER, folder)
    changed = folder / "phrases" / "cards.toml"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# new\n", encoding="utf-8")
    monkeypatch.setattr("agent.that_day.FOLDER", folder)

    found = talk.replayed(turn)

    assert found.equal
    assert found.notes == ("phrases/cards.toml of the program is not what it was",)
    assert "this program's own: its code, the gate's phrases" in report(found)


@pytest.mark.parametrize("name", ["all", "catalogue.yaml", "prompts/offline.json"])
def test_files_that_are_damaged_end_in_one_line_and_no_traceback(
    talk: Talk, app: App, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    turn = talk.say(CAR)
    connection = sqlite3.connect(app.data / "conversations.sqlite")
    connection.execute("UPDATE kept SET content = CAST('[' AS BLOB) WHERE name = ?", (name,))
    connection.commit()
    connection.close()

    assert main(["replay", turn]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_record_that_names_a_file_elsewhere_is_refused(talk: Talk, app: App) -> None:
    turn = talk.say("hello")
    connection = sqlite3.connect(app.data / "conversations.sqlite")
    connection.execute("DROP TRIGGER entry_is_only_erased")
    connection.execute("UPDATE entry SET content = replace(content, 'rules.yaml', '../x.yaml')")
    connection.commit()
    connection.close()

    with pytest.raises(CannotReplay, match="outside the knowledge folder"):
        talk.replayed(turn)
