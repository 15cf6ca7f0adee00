import shutil
from pathlib import Path

import pytest

from agent.conversations.records import Session
from agent.said import Text
from agent.settings import PREFIX, SettingsError, load_settings
from agent.wiring import App, build
from tests.fakes.search_server import Answer, SearchServer
from tools.knowledge import FOLDER
from tools.policy_index import BedrockKnowledgeBaseIndex, PolicyFolder


def app() -> App:
    load_settings.cache_clear()
    return build(load_settings())


def test_the_folder_is_searched_where_no_knowledge_base_is_named() -> None:
    assert isinstance(app().policies, PolicyFolder)


def test_a_knowledge_base_is_asked_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "dummy")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "dummy")
    with SearchServer(lambda _: Answer({"retrievalResults": []})) as server:
        monkeypatch.setenv(f"{PREFIX}KNOWLEDGE_BASE_ID", "KB12345678")
        monkeypatch.setenv(f"{PREFIX}KNOWLEDGE_BASE_ENDPOINT_URL", server.url)
        policies = app().policies

        assert isinstance(policies, BedrockKnowledgeBaseIndex)
        assert policies.search("late fee") == []
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ENCODER", "word2vec", "must be one of minilm, none"),
        ("KNOWLEDGE_BASE_ENDPOINT_URL", "http://example.com", "must be https"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name}", value)

    with pytest.raises(SettingsError, match=said):
        app()


def test_what_was_found_is_written_down_for_a_replay() -> None:
    wired, guest = app(), Session(customer_id=None)
    own_id = wired.advisor.open(guest).conversation.id

    list(wired.advisor.reply(guest, own_id, Text(text="what is the late fee?")))

    (*_, turn) = wired.conversations.turns(own_id)
    assert turn.closed is not None
    assert "search" in [read.read for read in turn.closed.reads]
    wired.close()


def test_policies_that_were_edited_are_named_by_the_turns_that_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge = tmp_path / "knowledge"
    shutil.copytree(FOLDER, knowledge, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setenv(f"{PREFIX}KNOWLEDGE_DIR", str(knowledge))
    wired = app()
    before = dict(wired.runner.knowledge_hashes)
    policies = wired.policies
    assert isinstance(policies, PolicyFolder)
    monkeypatch.setattr(policies, "_look_every_s", 0)

    with (knowledge / "policies" / "glossary.md").open("a", encoding="utf-8") as file:
        file.write("\n## Zebra loan\n\nWe lend on no zebras.\n")

    assert [passage.id for passage in policies.search("zebra loan", k=1)] == ["glossary#zebra-loan"]
    assert dict(wired.runner.knowledge_hashes) != before
