"""Lines that customers say lead to a passage, and some lead to none."""

import os
import shutil
from pathlib import Path

import pytest

from tests.fakes.word_encoder import WordEncoder
from tools.knowledge import FOLDER, KnowledgeError
from tools.lending.catalogue import Rulebook
from tools.policy_index import LocalIndex, Passage, PolicyFolder
from tools.policy_index.answering import Signs, evidence_of
from tools.policy_index.askings import NO_ASKINGS, Askings, read_askings
from tools.policy_index.index import Supply
from tools.policy_index.meaning import build_meaning
from tools.policy_index.store import VectorStore

PASSAGES = tuple(
    Passage(id=own_id, title_path=("Terms", heading), text=text, template=text)
    for own_id, heading, text in (
        ("terms#early", "Early repayment", "You may repay sooner without a charge."),
        ("terms#late", "Late payments", "A late payment has a flat fee."),
        ("terms#who", "Who may borrow", "Anyone of legal age with an income."),
    )
)
ASKINGS = Askings(
    {"terms#early": ("can i get rid of the thing ahead of schedule", "kill the loan quicker")},
    ("will it rain tomorrow", "tell me a joke about cats"),
)


def index(askings: Askings = ASKINGS, *, encoder: bool = False) -> LocalIndex:
    made = WordEncoder()
    supply = Supply(build_meaning(PASSAGES, made, VectorStore(None), askings=askings))
    more = {"meaning": lambda: supply} if encoder else {}
    return LocalIndex(PASSAGES, askings=askings, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("encoder", [False, True])
def test_a_line_that_shares_no_word_with_its_passage_leads_there(encoder: bool) -> None:
    said = "get rid of it ahead of schedule"

    assert [p.id for p in index(encoder=encoder).search(said, k=1)] == ["terms#early"]
    assert index(NO_ASKINGS).search(said) == []


@pytest.mark.parametrize("encoder", [False, True])
def test_a_question_like_one_that_nothing_answers_has_less_evidence(encoder: bool) -> None:
    made = index(encoder=encoder)

    (asked, *_) = made.search("get rid of the thing ahead of schedule")
    (other, *_) = made.search("tell me a joke about the late fee of cats")

    assert other.evidence < asked.evidence


def test_a_passage_nobody_asks_for_is_still_found_by_its_heading() -> None:
    (best, *_) = index(encoder=True).search("late payments")

    assert best.id == "terms#late"


def test_no_line_is_part_of_what_a_search_gives_back() -> None:
    (best, *_) = index().search("kill the loan quicker")

    assert "quicker" not in best.model_dump_json()


@pytest.mark.parametrize("window", [None, 0.4])
def test_evidence_grows_with_what_speaks_for_an_answer(window: float | None) -> None:
    weak = Signs(0.3, 0.2, 0.6, 4, window, 0.3, -0.4)

    better = weak._replace(coverage=0.9)
    best = better._replace(said_elsewhere=0.1, belonging=0.6)

    assert 0 <= evidence_of(weak) < evidence_of(better) < evidence_of(best) <= 1


class TestFiles:
    def write(self, folder: Path, name: str, text: str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def test_the_bank_s_own_are_read_and_every_line_leads_somewhere(self) -> None:
        known = {"car", "car#early-repayment"}

        read = read_askings(FOLDER, known)

        assert set(read.asked) == known
        assert len(read.unanswered) > 250
        assert len(set(read.unanswered)) == len(read.unanswered)

    def test_nobody_has_to_write_any(self, tmp_path: Path) -> None:
        assert not read_askings(tmp_path, set())

    def test_lines_of_no_passage_are_left_out(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        self.write(tmp_path, "asked/car.toml", 'gone = ["where is it"]\n"" = ["auto loans"]')

        assert read_askings(tmp_path, {"car"}).asked == {"car": ("auto loans",)}
        assert "'gone' is no passage" in caplog.text

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("early = 3", "early"),
            ("early = []", "early"),
            ('early = [" "]', "early"),
            ("early = [", "asked/car.toml"),
        ],
    )
    def test_what_is_wrong_is_named(self, tmp_path: Path, text: str, complaint: str) -> None:
        self.write(tmp_path, "asked/car.toml", text)

        with pytest.raises(KnowledgeError, match=complaint):
            read_askings(tmp_path, {"car#early"})

    def test_a_reference_in_a_line_is_text(self, tmp_path: Path) -> None:
        self.write(tmp_path, "asked/car.toml", '"" = ["what is [[offer.a.apr_pct]]"]')

        assert "[[" not in read_askings(tmp_path, {"car"}).asked["car"][0]

    def test_an_edited_line_is_picked_up_while_running(
        self, tmp_path: Path, rulebook: Rulebook
    ) -> None:
        shutil.copytree(FOLDER / "policies", tmp_path / "policies")
        policies = PolicyFolder(tmp_path / "policies", rulebook, look_every_s=0)
        assert policies.search("zorbing quuxly frobnicate") == []

        self.write(tmp_path, "asked/car.toml", '"" = ["zorbing quuxly frobnicate"]')
        os.utime(tmp_path / "asked" / "car.toml", (1, 1))

        assert [p.id for p in policies.search("zorbing quuxly frobnicate", k=1)] == ["car"]
