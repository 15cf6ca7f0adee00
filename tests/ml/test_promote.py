"""A scorer goes into service by a named person's hand, and comes back the same way."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ml.promote import PromotionRefused, history, main, promote, rollback, sign
from ml.shipped import MANIFEST, SHIPPED, digest, scorer_files, version_in

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA = "Anna Fischer"
WHY = "under-25s weighed; data follow income"


@pytest.fixture
def service(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "service"))


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    """Another version, with its card and its fairness report."""
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "candidate"))
    manifest = json.loads((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "version": "xgboost-newer"}))
    (folder / "MODEL_CARD.md").write_text("# Model card: xgboost-newer\n")
    reported(folder)
    return folder


def reported(folder: Path, **more: object) -> None:
    content = {"manifest": digest((folder / MANIFEST).read_bytes()), "gate": "report", **more}
    (folder / "fairness.json").write_text(json.dumps(content))


def signed(folder: Path) -> Path:
    sign(folder, ANNA, "Head of Model Risk", WHY, NOW)
    return folder


def test_a_signed_candidate_goes_into_service_and_the_one_before_is_kept(
    candidate: Path, service: Path
) -> None:
    before = version_in(scorer_files(service))

    done = promote(signed(candidate), service, ANNA, NOW)

    assert version_in(scorer_files(service)) == done.version == "xgboost-newer"
    assert done.replaced is not None
    assert version_in(scorer_files(service / "previous" / done.replaced)) == before
    assert history(service) == (done,)
    assert WHY in done.reason
    assert f"Signed by {ANNA}" in (service / "MODEL_CARD.md").read_text()


def test_a_rollback_puts_the_very_files_back_and_can_be_undone(
    candidate: Path, service: Path
) -> None:
    before = scorer_files(service)
    promote(signed(candidate), service, ANNA, NOW)
    newer = scorer_files(service)

    back = rollback(service, "Ben Okafor", "calibration drifts", NOW)
    assert scorer_files(service) == before
    again = rollback(service, ANNA, "it was the data", NOW)

    assert scorer_files(service) == newer
    assert [p.action for p in history(service)] == ["promote", "rollback", "rollback"]
    assert (back.by, again.version) == ("Ben Okafor", "xgboost-newer")


@pytest.mark.parametrize("nobody", ["", "system", "assistant", "Advisor", "Anna", "  "])
def test_nobody_but_a_named_person_signs_promotes_or_rolls_back(
    nobody: str, candidate: Path, service: Path
) -> None:
    with pytest.raises(PromotionRefused, match="names no person"):
        sign(candidate, nobody, "role", WHY, NOW)
    signed(candidate)
    with pytest.raises(PromotionRefused, match="names no person"):
        promote(candidate, service, nobody, NOW)
    with pytest.raises(PromotionRefused, match="names no person"):
        rollback(service, nobody, "why", NOW)


def test_an_unsigned_candidate_stays_where_it_is(candidate: Path, service: Path) -> None:
    before = scorer_files(service)

    with pytest.raises(PromotionRefused, match="Nobody has signed"):
        promote(candidate, service, ANNA, NOW)

    assert scorer_files(service) == before


def test_a_signature_is_over_these_files_and_this_report(candidate: Path, service: Path) -> None:
    signed(candidate)
    reported(candidate, breaches=["age under 25: impact ratio 0.50"])

    with pytest.raises(PromotionRefused, match="Nobody has signed"):
        promote(candidate, service, ANNA, NOW)


def test_a_report_of_another_scorer_is_no_report(candidate: Path) -> None:
    manifest = json.loads((candidate / MANIFEST).read_bytes())
    (candidate / MANIFEST).write_text(json.dumps({**manifest, "version": "xgboost-newest"}))

    with pytest.raises(PromotionRefused, match="of another scorer"):
        signed(candidate)


@pytest.mark.parametrize(("gate", "blocks"), [("block", True), ("report", False)])
def test_a_gate_that_blocks_holds_even_a_signed_one(
    gate: str, blocks: bool, candidate: Path, service: Path
) -> None:
    reported(candidate, gate=gate, breaches=["age under 25: impact ratio 0.50"])
    signed(candidate)

    if blocks:
        with pytest.raises(PromotionRefused, match=r"gate blocks: age under 25"):
            promote(candidate, service, ANNA, NOW)
    else:
        assert promote(candidate, service, ANNA, NOW).version == "xgboost-newer"


def test_an_altered_file_is_not_promoted(candidate: Path, service: Path) -> None:
    signed(candidate)
    (candidate / "scorecard.json").write_text("{}")

    with pytest.raises(PromotionRefused, match=r"scorecard\.json is not the file"):
        promote(candidate, service, ANNA, NOW)


def test_what_learned_approvals_is_never_promoted(candidate: Path, service: Path) -> None:
    manifest = json.loads((candidate / MANIFEST).read_bytes())
    (candidate / MANIFEST).write_text(json.dumps({**manifest, "target": "approval"}))
    reported(candidate)

    with pytest.raises(PromotionRefused, match="only a model of repayment"):
        promote(signed(candidate), service, ANNA, NOW)


def test_a_signature_and_a_rollback_need_a_reason(candidate: Path, service: Path) -> None:
    with pytest.raises(PromotionRefused, match="--note"):
        sign(candidate, ANNA, "role", " ", NOW)
    with pytest.raises(PromotionRefused, match="--reason"):
        rollback(service, ANNA, "", NOW)


def test_nothing_before_cannot_be_put_back(service: Path) -> None:
    with pytest.raises(PromotionRefused, match="no scorer before"):
        rollback(service, ANNA, "why", NOW)


def test_the_first_scorer_of_a_folder_replaces_nothing(candidate: Path, tmp_path: Path) -> None:
    done = promote(signed(candidate), tmp_path / "new", ANNA, NOW)

    assert done.replaced is None
    assert scorer_files(tmp_path / "new") == scorer_files(candidate)


def test_the_command_goes_the_whole_way(
    candidate: Path, service: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, into = str(candidate), ["--into", str(service)]

    assert main(["promote", one, "--by", ANNA, *into]) == 2
    assert main(["sign", one, "--by", ANNA, "--role", "Risk", "--note", WHY]) == 0
    assert main(["promote", one, "--by", ANNA, *into]) == 0
    assert main(["rollback", "--by", ANNA, "--reason", "drift", *into]) == 0
    assert main(["history", *into]) == 0

    said = capsys.readouterr()
    assert "Nobody has signed" in said.err
    assert "xgboost-newer is in service (by Anna Fischer)" in said.out
    assert "drift" in said.out.splitlines()[-1]
