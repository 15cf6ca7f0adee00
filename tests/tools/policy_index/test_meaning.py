import logging
from pathlib import Path

import numpy as np
import pytest

from tests.fakes.word_encoder import WordEncoder
from tools.policy_index import LocalIndex, Passage, background
from tools.policy_index.background import InBackground
from tools.policy_index.corpora import index_passages, passage_of
from tools.policy_index.encoders import EncoderUnavailable
from tools.policy_index.index import Abandoned
from tools.policy_index.meaning import AT_ONCE, build_meaning
from tools.policy_index.store import VectorStore

PASSAGES = (
    passage_of("early", "", "no penalty for prepayment"),
    passage_of("gold", "", "we weigh jewelry"),
)


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder(sooner="prepayment", rings="jewelry")


def many(count: int) -> tuple[Passage, ...]:
    return tuple(passage_of(str(n), "", f"passage number{n}") for n in range(count))


def opened(encoder: WordEncoder, store: VectorStore | None = None, **more: float) -> InBackground:
    vectors = InBackground(PASSAGES, lambda: encoder, store or VectorStore(None), **more)
    vectors.start()
    return vectors


# -- building ----------------------------------------------------------------------------------


def test_meaning_finds_what_shares_no_word(encoder: WordEncoder) -> None:
    corpus = (("early", "", "no penalty for prepayment"), ("gold", "", "we weigh jewelry"))

    found = index_passages(corpus, encoder=encoder).search("rings", k=1)

    assert [passage.id for passage in found] == ["gold"]
    assert found[0].coverage == 0
    assert found[0].likeness is not None
    assert found[0].likeness > 0.4


def test_only_what_is_new_is_encoded(encoder: WordEncoder, tmp_path: Path) -> None:
    build_meaning(PASSAGES, encoder, VectorStore(tmp_path))
    encoder.encoded.clear()

    edited = (*PASSAGES, passage_of("new", "", "a new one"))
    build_meaning(edited, encoder, VectorStore(tmp_path))

    assert encoder.encoded == ["a new one"]


def test_a_text_that_stands_there_twice_is_encoded_once(encoder: WordEncoder) -> None:
    twice = (*PASSAGES, passage_of("again", "", PASSAGES[0].text))

    built = build_meaning(twice, encoder, VectorStore(None))

    assert built is not None
    assert sorted(encoder.encoded) == sorted(passage.text for passage in PASSAGES)
    near = built.vectors.likeness(encoder.encode(["sooner"], "query"), np.arange(3))
    assert near[2] == near[0] > near[1]


def test_kept_vectors_are_those_that_were_made(encoder: WordEncoder, tmp_path: Path) -> None:
    build_meaning(PASSAGES, encoder, VectorStore(tmp_path))

    known = VectorStore(tmp_path).known(encoder, ["we weigh jewelry", "never seen"])

    assert list(known) == [0]
    assert known[0] == pytest.approx(encoder.encode(["we weigh jewelry"], "passage")[0])


def test_vectors_of_another_encoder_are_not_taken(encoder: WordEncoder, tmp_path: Path) -> None:
    build_meaning(PASSAGES, encoder, VectorStore(tmp_path))
    other = WordEncoder()
    other.name = "words/2"

    assert VectorStore(tmp_path).known(other, ["we weigh jewelry"]) == {}


@pytest.mark.parametrize(
    "damage", [b"", b"PK\x03\x04 not a zip", b"\x93NUMPY"], ids=("empty", "zip", "npy")
)
def test_a_damaged_file_is_made_anew(
    damage: bytes, encoder: WordEncoder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build_meaning(PASSAGES, encoder, VectorStore(tmp_path))
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    encoder.encoded.clear()

    build_meaning(PASSAGES, encoder, VectorStore(tmp_path))

    assert len(encoder.encoded) == 2
    assert "damaged" in caplog.text
    assert len(VectorStore(tmp_path).known(encoder, ["we weigh jewelry"])) == 1


def test_vectors_of_another_shape_are_made_anew(encoder: WordEncoder, tmp_path: Path) -> None:
    build_meaning(PASSAGES, encoder, VectorStore(tmp_path))
    (file,) = tmp_path.iterdir()
    np.savez(file, keys=np.zeros((1, 32), np.uint8), vectors=np.zeros((1, 3), np.float32))

    assert VectorStore(tmp_path).known(encoder, ["we weigh jewelry"]) == {}


def test_a_folder_that_cannot_be_written_costs_only_time(
    encoder: WordEncoder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")

    assert build_meaning(PASSAGES, encoder, VectorStore(tmp_path / "file")) is not None
    assert "cannot be kept" in caplog.text


def test_progress_is_told(encoder: WordEncoder) -> None:
    told: list[tuple[int, int]] = []

    build_meaning(many(AT_ONCE + 1), encoder, VectorStore(None), lambda *n: told.append(n))

    assert told == [(AT_ONCE, AT_ONCE + 1), (AT_ONCE + 1, AT_ONCE + 1)]


def test_several_threads_make_the_vectors_that_one_makes(encoder: WordEncoder) -> None:
    passages = many(5 * AT_ONCE + 1)

    alone = build_meaning(passages, encoder, VectorStore(None))
    together = build_meaning(passages, encoder, VectorStore(None), workers=3)

    assert alone is not None
    assert together is not None
    asked = encoder.encode(["number7"], "query")
    places = np.arange(len(passages))
    assert together.vectors.likeness(asked, places) == pytest.approx(
        alone.vectors.likeness(asked, places)
    )


def test_what_several_threads_made_before_a_stop_is_kept(encoder: WordEncoder) -> None:
    store = VectorStore(None)
    passages = many(5 * AT_ONCE)

    with pytest.raises(Abandoned):
        build_meaning(passages, encoder, store, goes_on=lambda left: left > 3 * AT_ONCE, workers=2)

    assert len(store.known(encoder, [passage.text for passage in passages])) == 2 * AT_ONCE


# -- in the background -------------------------------------------------------------------------


def test_a_search_waits_for_what_only_has_to_be_loaded(encoder: WordEncoder) -> None:
    vectors = opened(encoder, delay_s=60.0)

    (passage, *_) = LocalIndex(PASSAGES, meaning=vectors).search("sooner")

    assert (passage.id, passage.note) == ("early", "")


def test_words_answer_while_many_passages_are_encoded(
    encoder: WordEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    encoder.may_go_on.clear()
    passages = many(AT_ONCE)
    vectors = InBackground(passages, lambda: encoder, VectorStore(None))
    index = LocalIndex(passages, meaning=vectors)
    vectors.start(first=index.warm)

    (passage,) = index.search("number7")

    assert passage.note == "words alone: the encoder is still at work"
    encoder.may_go_on.set()
    assert vectors.wait(10)
    assert index.search("number7")[0].note == ""


def test_without_an_encoder_words_answer_and_the_log_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def missing() -> WordEncoder:
        raise EncoderUnavailable("the package is not installed")

    vectors = InBackground(PASSAGES, missing, VectorStore(None))
    vectors.start()

    (passage,) = LocalIndex(PASSAGES, meaning=vectors).search("jewelry")

    assert passage.note == "words alone: the package is not installed"
    assert "by words alone" in caplog.text


def test_work_that_nobody_waits_for_stops_and_keeps_what_is_done(
    encoder: WordEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    store = VectorStore(None)
    encoder.may_go_on.clear()
    passages = many(3 * AT_ONCE)
    vectors = InBackground(passages, lambda: encoder, store)
    vectors.start()
    vectors()

    vectors.abandon()
    encoder.may_go_on.set()
    vectors.stop()

    assert len(encoder.encoded) == AT_ONCE
    assert len(store.known(encoder, encoder.encoded)) == AT_ONCE
    assert "not finished" in caplog.text


def test_a_program_that_ends_before_loading_began_does_not_wait(encoder: WordEncoder) -> None:
    vectors = opened(encoder, delay_s=60.0)

    vectors.stop()

    assert encoder.encoded == []
    assert vectors().meaning is None


def test_a_search_never_waits_longer_than_the_bound(
    encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "WAIT_S", 0.01)
    encoder.may_go_on.clear()
    vectors = opened(encoder)

    assert vectors().meaning is None
    encoder.may_go_on.set()
    assert vectors.wait(10)


def test_an_encoder_that_fails_at_a_question_leaves_it_to_words(encoder: WordEncoder) -> None:
    vectors = opened(encoder)
    index = LocalIndex(PASSAGES, meaning=vectors)
    assert vectors.wait(10)
    encoder.fails = True

    (passage,) = index.search("jewelry")

    assert passage.note == "words alone: the fake fails"
