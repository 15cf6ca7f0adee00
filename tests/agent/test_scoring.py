"""Which scorer scores, what is kept of it, and turns run again with the scorer of their day."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.advisor import blocks_shown
from agent.conversations.records import ClosedTurn, Session
from agent.replaying import replay, report
from agent.said import Text
from agent.scoring import StandsIn, scorer_for, scorer_of_record
from agent.settings import Settings, SettingsError
from agent.that_day import CannotReplay, files_of
from agent.wiring import App, build
from ml.later import LoadedLater
from ml.shipped import MANIFEST, SHIPPED, ScorerNotLoaded, digest, scorer_files, version_in
from tools.knowledge import load_rulebook
from tools.knowledge.golden import golden_cases
from tools.lending.points_scorer import VERSION, PointsScorer

MAYA = Session(customer_id="maya")
CAR = "I need 20k for a new car, it costs 22,500"
RULES = load_rulebook()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped scorer, to be spoiled."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "scorer"))


@pytest.fixture
def app(data_dir: Path, clock: Any, folder: Path) -> Iterator[App]:
    app = build(Settings(data_dir=data_dir, scorer_dir=folder), clock=clock)
    yield app
    app.close()


def turn(app: App, words: str = CAR) -> ClosedTurn:
    talk = app.advisor.open(MAYA).conversation.id
    _, closed = blocks_shown(app.advisor.reply(MAYA, talk, Text(text=words)))
    assert closed is not None
    found = app.advisor.turn(MAYA, talk, closed.turn_id)
    assert found.closed is not None
    return found.closed


def scored_by(closed: ClosedTurn) -> str:
    return next(str(c.result["scorer"]) for c in closed.calls if c.tool == "score_application")


def chosen(**settings: Any) -> Any:
    return scorer_for(Settings(**settings), RULES, lambda version: None)


def silent_about_xgboost(folder: Path) -> None:
    """Leave files that match the manifest, of which xgboost cannot read one."""
    (folder / "scorer.ubj").write_bytes(b"{}")
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["files"]["scorer.ubj"] = digest(b"{}")
    (folder / MANIFEST).write_text(json.dumps(manifest))


# -- which one -----------------------------------------------------------------------------------


def test_by_default_the_shipped_scorer_scores_and_is_not_loaded_yet() -> None:
    scorer = chosen()

    assert isinstance(scorer, LoadedLater)
    assert scorer.version == version_in(scorer_files())


def test_points_score_where_they_are_asked_for() -> None:
    assert isinstance(chosen(scorer="points"), PointsScorer)


@pytest.mark.parametrize("name", ["scorer.ubj", "scorecard.json", "manifest.json"])
def test_points_score_by_default_where_a_file_was_altered(name: str, folder: Path) -> None:
    (folder / name).write_bytes(b"{")

    assert isinstance(chosen(scorer_dir=folder), PointsScorer)


@pytest.mark.parametrize("wanted", ["xgboost", "sagemaker"])
def test_a_scorer_asked_for_by_name_has_to_be_there(wanted: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"manifest\.json"):
        chosen(scorer=wanted, sagemaker_endpoint="e", scorer_dir=tmp_path)


def test_sagemaker_needs_the_name_of_its_endpoint() -> None:
    with pytest.raises(SettingsError, match="SAGEMAKER_ENDPOINT"):
        chosen(scorer="sagemaker")


@pytest.mark.parametrize(("wanted", "silent"), [("auto", False), ("xgboost", True)])
def test_a_model_that_cannot_be_read_leaves_points_and_a_review_if_it_was_asked_for(
    wanted: str, silent: bool, folder: Path
) -> None:
    silent_about_xgboost(folder)

    score = chosen(scorer=wanted, scorer_dir=folder).score(golden_cases()[0].inquiry)

    assert score.scorer == VERSION
    assert score.model_silent is silent


def test_points_that_stand_in_say_so_and_score_nothing_that_points_cannot() -> None:
    stands_in, cases = StandsIn(PointsScorer(RULES)), {c.id: c.inquiry for c in golden_cases()}

    scored = stands_in.score(cases["C01"])

    assert scored is not None
    assert scored.model_silent
    assert stands_in.score(cases["C20"]) is None


# -- in a conversation ---------------------------------------------------------------------------


def test_a_turn_names_the_scorer_and_keeps_its_files(app: App) -> None:
    closed = turn(app)

    opened = app.conversations.find_turn(closed.closed.turn_id)
    assert opened is not None
    kept = {
        name.removeprefix("scorer/"): app.conversations.kept(value)
        for name, value in files_of(app.conversations, opened).items()
        if name.startswith("scorer/")
    }
    assert kept == scorer_files()
    assert scored_by(closed) == opened.opened.knowledge["scorer"] == app.scorer.version
    assert closed.case.scorecard_probability is not None


def test_neither_probability_is_shown_or_a_fact(app: App) -> None:
    closed = turn(app)

    assert closed.case.default_probability is not None
    shown = " ".join(block.model_dump_json() for block in closed.blocks)
    facts = " ".join(fact.model_dump_json() for fact in closed.facts)
    for hidden in (closed.case.default_probability, closed.case.scorecard_probability):
        assert str(hidden) not in shown + facts
        assert f"{float(hidden or 0) * 100:.2f}" not in shown


def test_a_turn_is_run_again_with_its_scorer_after_another_was_promoted(
    app: App, folder: Path
) -> None:
    closed = turn(app)
    app.close()
    manifest = json.loads((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "version": "xgboost-newer"}))

    found = replay(app.conversations, closed.closed.turn_id)

    assert found.equal, report(found)


def test_a_turn_with_points_is_run_again_with_points(data_dir: Path, clock: Any) -> None:
    app = build(Settings(data_dir=data_dir, scorer="points"), clock=clock)
    closed = turn(app)

    found = replay(app.conversations, closed.closed.turn_id)

    assert scored_by(closed) == VERSION
    assert found.equal, report(found)
    app.close()


def test_a_turn_whose_model_was_silent_is_silent_again(app: App, folder: Path) -> None:
    silent = scorer_of_record(version_in(scorer_files(folder)), folder, RULES, silent=True)
    app.scorer = silent

    closed = turn(app)

    assert closed.case.review
    assert closed.case.model_silent
    assert replay(app.conversations, closed.closed.turn_id).equal


def test_a_scorer_that_was_not_kept_is_named(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = turn(app)
    log = app.conversations
    kept = log.kept
    of_the_scorer = {digest(content) for content in scorer_files().values()}
    monkeypatch.setattr(log, "kept", lambda value: None if value in of_the_scorer else kept(value))
    monkeypatch.setattr("agent.scoring.version_in", lambda files: "xgboost-newer")

    with pytest.raises(CannotReplay, match=r"was not kept; this program has xgboost-newer"):
        replay(log, closed.closed.turn_id)


def test_a_record_without_a_scorer_is_of_the_days_of_points(tmp_path: Path) -> None:
    assert scorer_of_record(VERSION, tmp_path, RULES, silent=False).version == VERSION
    with pytest.raises(ScorerNotLoaded):
        scorer_of_record("xgboost-unknown", tmp_path, RULES, silent=False)
