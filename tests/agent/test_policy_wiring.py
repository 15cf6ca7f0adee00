import pytest

from agent.conversations.records import Session
from agent.said import Text
from agent.settings import PREFIX, SettingsError, load_settings
from agent.wiring import App, build
from tests.fakes.search_server import Answer, SearchServer
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
