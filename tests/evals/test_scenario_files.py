"""Scenario files: what the schema accepts, and how a wrong file is refused."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.settings import Settings
from agent.wiring import build
from evals.scenario import FOLDER, Scenario, ScenarioError, read_scenario, read_scenarios
from tools.catalog import CATALOG
from tools.facts import ROLES
from tools.fields import BY_NAME, FIELDS
from tools.intake import PURPOSE, QUESTIONS
from tools.lending.records import Product

GOOD = """
tests: A guest says hello.
turns:
  - customer: hello
    expect: {stage: inquiry}
"""
BUTTONS = (
    "choose_offer", "set_levers", "confirm_application", "cancel", "receive_document",
    "give_consent", "record_feedback",
)  # fmt: skip
"""What buttons call; code runs them, so they are not in the CATALOG."""
ASKED_BY_CODE = ("conflict", "confirm_application", "after_offers")
"""Questions that follow from the state of the case and not from a missing fact."""
SCRIPTS = ("S01", "S02", "S03", "S05", "S07", "S17", "S18", "S21")
"""Scripts that are played in at least two wordings."""

CORPORA = FOLDER.parent / "corpora"
OF_A_QUESTION = (
    "no_credit_file", "co_applicant", "choice", "letter", "extra_monthly", "monthly_payment",
    "note_rate_pct",
)  # fmt: skip
"""What an utterance may name beside the fields of a case."""

ALL = read_scenarios()


def written(folder: Path, content: str, name: str = "greeting/a_guest_says_hello.yaml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def test_an_id_is_the_path_without_its_ending(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)

    assert read_scenario(file, tmp_path).id == "greeting/a_guest_says_hello"


def test_figures_stay_text_so_that_no_cent_is_lost(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD.replace("stage: inquiry", "facts: {monthly_payment: 411.10}"))

    assert read_scenario(file, tmp_path).turns[0].expect.facts == {"monthly_payment": "411.10"}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        pytest.param("tests: no turns", "turns", id="no turns"),
        pytest.param("turns: [{customer: hello}]", "tests", id="no sentence"),
        pytest.param(GOOD + "budgets: {}\n", "budgets", id="a field that nobody knows"),
        pytest.param(GOOD.replace("inquiry", "approved"), "stage", id="a stage that is none"),
        pytest.param(GOOD.replace("stage: inquiry", "outcome: YES"), "outcome", id="no outcome"),
        pytest.param(GOOD.replace("stage: inquiry", "offer_count: few"), "offer_count", id="few"),
        pytest.param("turns: [", "line 1", id="not yaml"),
        pytest.param("", "scenario", id="empty"),
        pytest.param("tests: one\nturns: []\n", "turns", id="an empty conversation"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_place(
    content: str, named: str, tmp_path: Path
) -> None:
    file = written(tmp_path, content)

    with pytest.raises(ScenarioError) as refused:
        read_scenario(file, tmp_path)

    assert file.name in str(refused.value)
    assert named in str(refused.value).lower()


TWIN = GOOD + "twins: [{who: somebody else, name: Ann}]\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(TWIN, "differs in nothing", id="a guest has no name on file"),
        pytest.param(TWIN.replace("name: Ann", "says: [a, b]"), "says 2 of 1", id="more is said"),
    ],
)
def test_a_twin_says_as_much_in_other_words(content: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=why):
        read_scenario(written(tmp_path, content), tmp_path)


def test_one_wrong_file_is_named_among_many(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    written(tmp_path, "turns: 3", "greeting/a_guest_says_nothing.yaml")

    with pytest.raises(ScenarioError, match="a_guest_says_nothing"):
        read_scenarios(tmp_path)


@pytest.mark.parametrize("scenario", [pytest.param(s, id=s.id) for s in ALL])
class TestEveryFile:
    """What the schema cannot see: names that exist elsewhere."""

    def test_tools_are_those_of_the_catalog(self, scenario: Scenario) -> None:
        known = {f.__name__ for f in CATALOG} | set(BUTTONS)
        named = {t for turn in scenario.turns for t in (*turn.expect.tools, *turn.expect.not_tools)}

        assert named <= known

    def test_questions_are_those_of_the_intake(self, scenario: Scenario) -> None:
        known = {q.id for q in QUESTIONS} | {PURPOSE.id, *ASKED_BY_CODE}
        asked = {q for t in scenario.turns for q in (t.expect.asks, *t.expect.never_asks) if q}

        assert asked <= known

    def test_facts_are_roles(self, scenario: Scenario) -> None:
        named = {n for t in scenario.turns for n in t.expect.facts if "." not in n}

        assert named <= set(ROLES)

    def test_a_turn_is_a_message_or_an_action(self, scenario: Scenario) -> None:
        assert all((t.customer is None) != (t.action is None) for t in scenario.turns)

    def test_it_says_in_one_sentence_what_it_proves(self, scenario: Scenario) -> None:
        assert scenario.tests.endswith(".")
        assert "_" in scenario.id


def test_personas_are_customers_that_one_can_sign_in_as(tmp_path: Path) -> None:
    app = build(Settings(data_dir=tmp_path))

    assert {s.persona for s in ALL} <= {p.id for p in app.personas()} | {"guest"}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_played_in_more_than_one_wording(script: str) -> None:
    files = [s for s in ALL if s.script == script]

    assert len(files) >= 2
    assert len({s.turns[0].customer for s in files}) == len(files)


def test_files_are_named_by_their_sentence() -> None:
    names = [f.stem for f in FOLDER.rglob("*.yaml")]

    assert all(len(n.split("_")) >= 2 and n == n.lower() for n in names)
    assert len(set(names)) == len(names)


class TestUtterances:
    """The corpus of customer utterances, written apart from the engine."""

    def test_nobody_has_changed_it_since_it_was_frozen(self) -> None:
        digest = hashlib.sha256((CORPORA / "utterances.yaml").read_bytes()).hexdigest()

        frozen = (CORPORA / "utterances.sha256").read_text(encoding="utf-8").split()[0]

        assert digest == frozen

    def test_half_is_held_back_and_each_has_an_id_of_its_own(self) -> None:
        rows = _utterances()

        assert len(rows) >= 200
        assert len({r["id"] for r in rows}) == len({r["text"] for r in rows}) == len(rows)
        assert sum(r["held_back"] for r in rows) * 2 == len(rows)

    def test_it_names_only_products_questions_and_fields_that_exist(self) -> None:
        open_questions = {q.id for q in QUESTIONS} | {*ASKED_BY_CODE}
        fields = set(BY_NAME) | {f"co_{f.name}" for f in FIELDS if f.co} | set(OF_A_QUESTION)

        for row in _utterances():
            assert row.get("product") in (None, *Product), row["id"]
            assert row.get("after") in (None, *open_questions), row["id"]
            assert set(row["fields"]) <= fields, row["id"]


def _utterances() -> list[dict[str, Any]]:
    content = (CORPORA / "utterances.yaml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(content)["utterances"]
    return rows
