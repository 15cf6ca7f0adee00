"""What a message means as a whole: with the encoder more is heard, without it words have to do."""

import pytest

from agent.offline import meaning
from agent.offline.meaning import MOST_CHARACTERS, sentence_meaning, words_alone
from agent.offline.scene import Scene
from agent.offline.understand import understand
from tools.policy_index.encoders import EncoderUnavailable


def unavailable() -> None:
    raise EncoderUnavailable("the package is not installed")


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("kindly take me off whatever list makes you people ring me at dinner", "stop_marketing"),
        ("the address in your records for me is two apartments old", "correct_data"),
        ("a fella on the phone wants 300 up front before my money comes", "scam"),
    ],
)
def test_what_no_phrase_says_is_heard_by_its_meaning(said: str, topic: str) -> None:
    assert topic in understand(Scene(said, {}, meaning_of=sentence_meaning)).topics


def test_a_loan_that_no_phrase_names_is_heard_by_its_meaning() -> None:
    heard = understand(Scene("want to put in a heat pump, 14k", {}, meaning_of=sentence_meaning))

    assert heard.product == "home_improvement"


def test_without_the_encoder_words_have_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "default_encoder", unavailable)
    meaning._encoder.cache_clear()
    sentence_meaning.cache_clear()
    try:
        assert sentence_meaning("hello there") is None
    finally:
        meaning._encoder.cache_clear()
        sentence_meaning.cache_clear()


def test_words_alone_read_no_meaning() -> None:
    assert words_alone("hello there") is None


def test_of_a_very_long_message_the_beginning_counts() -> None:
    beginning = "my roof leaks and I need money " * 40

    longer = sentence_meaning(beginning + "tell me about the weather")

    assert (sentence_meaning(beginning[:MOST_CHARACTERS]) == longer).all()
