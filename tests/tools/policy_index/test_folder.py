import logging
import os
from pathlib import Path

import pytest

from tests.fakes.word_encoder import WordEncoder
from tools.knowledge import KnowledgeError
from tools.lending.catalogue import Rulebook
from tools.policy_index import PolicyFolder

DOCUMENT = """---
id: car
title: Car loan
audience: customer
effective_from: 2026-01-01
owner: Consumer lending
version: 1.0
---

{body}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    policies = tmp_path / "policies"
    policies.mkdir()
    write(policies, "## Fee\n\nThe late fee is flat.")
    return policies


def write(folder: Path, body: str) -> None:
    file = folder / "car.md"
    file.write_text(DOCUMENT.format(body=body), encoding="utf-8")
    os.utime(file, ns=(0, len(body) * 1_000_000_000))  # as if written at another time


def test_an_edit_is_found_by_the_next_search(folder: Path, rulebook: Rulebook) -> None:
    changes: list[str] = []
    index = PolicyFolder(
        folder, rulebook, look_every_s=0, on_change=lambda: changes.append("changed")
    )
    assert index.search("pledged jewelry") == []
    before = index.content_hash

    write(folder, "## Fee\n\nThe late fee is flat.\n\n## Gold\n\nPledged jewelry is kept safe.")

    assert [passage.id for passage in index.search("pledged jewelry")] == ["car#gold"]
    assert index.content_hash != before
    assert changes == ["changed"]
    assert len(index.passages) == 2


def test_a_new_file_and_a_removed_one_are_seen(folder: Path, rulebook: Rulebook) -> None:
    index = PolicyFolder(folder, rulebook, look_every_s=0)
    other = folder / "gold.md"

    other.write_text(DOCUMENT.format(body="Jewelry.").replace("id: car", "id: gold"))
    assert [passage.id for passage in index.search("jewelry")] == ["gold"]

    other.unlink()
    assert index.search("jewelry") == []


def test_a_wrong_edit_leaves_the_last_good_index_in_place_and_is_named(
    folder: Path, rulebook: Rulebook, caplog: pytest.LogCaptureFixture
) -> None:
    index = PolicyFolder(folder, rulebook, look_every_s=0)

    write(folder, "Up to [[car.nothing]].")

    assert [passage.id for passage in index.search("late fee")] == ["car#fee"]
    index.search("late fee")
    assert caplog.text.count("policies/car.md:10: 'car.nothing' leads nowhere") == 1


def test_files_are_not_looked_at_before_it_is_time(folder: Path, rulebook: Rulebook) -> None:
    index = PolicyFolder(folder, rulebook, look_every_s=3600)

    write(folder, "## Gold\n\nPledged jewelry.")

    assert [passage.id for passage in index.passages] == ["car#fee"]


def test_only_the_edited_passage_is_encoded_anew(folder: Path, rulebook: Rulebook) -> None:
    encoder = WordEncoder(rings="jewelry")
    index = PolicyFolder(folder, rulebook, encoder=lambda: encoder, look_every_s=0)
    assert index.wait(10)
    encoder.encoded.clear()

    write(folder, "## Fee\n\nThe late fee is flat.\n\n## Gold\n\nJewelry jewelry jewelry.")
    found = index.search("jewelry rings")

    assert [passage.id for passage in found] == ["car#gold"]
    assert encoder.encoded == ["Car loan: Gold\nJewelry jewelry jewelry.", "jewelry rings"]


def test_a_folder_that_is_wrong_at_the_start_is_refused(folder: Path, rulebook: Rulebook) -> None:
    write(folder, "Up to [[car.nothing]].")

    with pytest.raises(KnowledgeError, match="leads nowhere"):
        PolicyFolder(folder, rulebook)


def test_words_alone_need_no_waiting(folder: Path, rulebook: Rulebook) -> None:
    assert PolicyFolder(folder, rulebook).wait(0)


def test_what_is_in_use_is_logged(
    folder: Path, rulebook: Rulebook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    index = PolicyFolder(folder, rulebook, look_every_s=0)

    write(folder, "## Gold\n\nPledged jewelry.")
    index.search("jewelry")

    assert f"changed policies are in use: {index.content_hash[:12]}" in caplog.text
