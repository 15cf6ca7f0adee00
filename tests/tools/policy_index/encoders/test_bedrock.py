from collections.abc import Callable, Iterator
from contextlib import ExitStack

import numpy as np
import pytest

from tests.fakes.search_server import Answer, Request, SearchServer
from tools.policy_index import index_passages
from tools.policy_index.encoders import Encoder, EncoderUnavailable
from tools.policy_index.encoders.bedrock import BedrockEncoder, runtime_client

TITAN = "amazon.titan-embed-text-v2:0"
COHERE = "cohere.embed-english-v3"
Serve = Callable[..., tuple[Encoder, SearchServer]]


def titan(request: Request) -> Answer:
    """A vector that depends on the text, not of length one."""
    row = [0.0] * 1024
    row[len(request.body["inputText"]) % 1024] = 3.0
    return Answer({"embedding": row, "inputTextTokenCount": 5})


def cohere(request: Request) -> Answer:
    rows = [[float(n + 1)] + [0.0] * 1023 for n, _ in enumerate(request.body["texts"])]
    return Answer({"embeddings": rows, "response_type": "embeddings_floats", "id": "x"})


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "dummy")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "dummy")
    with ExitStack() as open_servers:

        def served(model: str, answer: Callable[[Request], Answer]) -> tuple[Encoder, SearchServer]:
            server = open_servers.enter_context(SearchServer(answer))
            return BedrockEncoder(model, runtime_client("us-east-1", server.url)), server

        yield served


def test_titan_encodes_each_text_in_a_call_of_its_own(serve: Serve) -> None:
    encoder, server = serve(TITAN, titan)

    vectors = encoder.encode(["a", "bb"], "passage")

    assert vectors.shape == (2, 1024)
    assert np.argmax(vectors, axis=1).tolist() == [1, 2]
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert [request.path for request in server.requests] == [f"/model/{TITAN}/invoke"] * 2
    assert server.requests[0].body == {"inputText": "a"}


def test_cohere_encodes_96_texts_in_a_call_and_is_told_what_for(serve: Serve) -> None:
    encoder, server = serve(COHERE, cohere)

    encoder.encode([str(n) for n in range(100)], "passage")
    encoder.encode(["what?"], "query")

    told = [(len(r.body["texts"]), r.body["input_type"]) for r in server.requests]
    assert told == [(96, "search_document"), (4, "search_document"), (1, "search_query")]


def test_vectors_by_type_are_read_too(serve: Serve) -> None:
    encoder, _ = serve(COHERE, lambda _: Answer({"embeddings": {"float": [[2.0] + [0.0] * 1023]}}))

    assert encoder.encode(["x"], "query")[0][0] == 1.0


def test_an_empty_text_is_never_sent(serve: Serve) -> None:
    encoder, server = serve(TITAN, titan)

    encoder.encode(["  "], "passage")

    assert server.requests[0].body["inputText"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(error="AccessDeniedException", status=403), "AccessDeniedException"),
        (Answer(error="ThrottlingException", status=429), "ThrottlingException"),
        (Answer({"embedding": [1.0]}), "another shape"),
        (Answer({"message": "?"}), "without vectors"),
        (Answer({"embedding": "?"}), "ValidationError"),
    ],
)
def test_a_model_that_does_not_answer_is_unavailable(
    answer: Answer, said: str, serve: Serve
) -> None:
    encoder, _ = serve(TITAN, lambda _: answer)

    with pytest.raises(EncoderUnavailable, match=said):
        encoder.encode(["x"], "query")


def test_a_search_goes_on_by_words_and_asks_no_more_for_a_while(serve: Serve) -> None:
    down: list[bool] = []

    def answer(request: Request) -> Answer:
        return Answer(error="AccessDeniedException", status=403) if down else titan(request)

    encoder, server = serve(TITAN, answer)
    index = index_passages([("1", "", "late fee"), ("2", "", "gold")], encoder=encoder)
    down.append(True)
    before = len(server.requests)

    first, second = index.search("gold"), index.search("late fee")

    assert [passage.id for passage in (*first, *second)] == ["2", "1"]
    assert first[0].note == f"words alone: {TITAN} answered AccessDeniedException"
    assert len(server.requests) == before + 1


def test_a_corpus_is_indexed_by_words_where_the_model_does_not_answer(serve: Serve) -> None:
    encoder, _ = serve(TITAN, lambda _: Answer(error="AccessDeniedException", status=403))

    index = index_passages([("1", "", "late fee")], encoder=encoder)

    assert index.search("late fee")[0].note.startswith("words alone")
