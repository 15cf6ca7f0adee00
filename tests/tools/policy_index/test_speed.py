from tests.fakes.word_encoder import WordEncoder
from tools.policy_index.speed import generated, speed_of


def test_a_generated_index_is_searched_and_timed() -> None:
    speed = speed_of(WordEncoder(), passages=300, questions=20)

    assert speed.passages == 300
    assert 0 < speed.without_encoding <= speed.with_encoding <= speed.slowest_twentieth


def test_generated_text_is_the_same_each_time() -> None:
    first, second = (generated(WordEncoder(), 50) for _ in range(2))

    assert first.content_hash == second.content_hash
    assert [p.id for p in first.search("w1 w7")] == [p.id for p in second.search("w1 w7")]
