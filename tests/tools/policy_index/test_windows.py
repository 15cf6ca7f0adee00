import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.policy_index import windows
from tools.policy_index.records import Passage
from tools.policy_index.windows import MOST_PARTS, OVERLAP, WORDS, cut, parts_of, windows_of


def passage(text: str, title: str = "Car") -> Passage:
    return Passage(id="x", title_path=(title,) if title else (), text=text, template=text)


def test_a_short_passage_is_one_window_with_its_title() -> None:
    assert windows_of(passage("One fee.")) == ["Car\nOne fee."]
    assert windows_of(passage("One fee.", title="")) == ["One fee."]


def test_a_passage_without_text_is_found_by_its_title() -> None:
    assert windows_of(passage("")) == ["Car"]


def test_a_long_passage_is_cut_at_the_ends_of_sentences() -> None:
    sentences = [f"Sentence {n} says {'much ' * 20}here." for n in range(30)]

    parts = windows_of(passage(" ".join(sentences), title=""))

    assert len(parts) > 3
    assert all(part.endswith("here.") for part in parts)


@given(st.integers(1, 900), st.integers(1, 400))
def test_every_word_is_in_a_window_and_no_window_is_too_long(words: int, sentence: int) -> None:
    text = " ".join(f"w{n}." if n % sentence == 0 else f"w{n}" for n in range(words))

    parts = [part.split() for part in windows_of(passage(text, title=""))]

    assert {word for part in parts for word in part} == set(text.split())
    assert max(map(len, parts)) <= WORDS
    assert sum(map(len, parts)) <= words + OVERLAP * len(parts)


def test_windows_know_their_passages() -> None:
    long = " ".join(f"w{n}" for n in range(2 * WORDS))

    texts, owners = cut([passage("a"), passage(long), passage("b")])

    assert len(texts) == len(owners)
    assert owners == sorted(owners)
    assert set(owners) == {0, 1, 2}
    assert owners.count(1) > 1


def test_a_very_large_corpus_is_read_by_the_beginnings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "MOST_WINDOWS", 3)
    long = " ".join(f"w{n}" for n in range(2 * WORDS))

    assert cut([passage(long)] * 4)[1] == [0, 1, 2, 3]


def test_a_question_that_can_be_read_whole_stays_as_it_is() -> None:
    assert parts_of("  is there\n a fee ") == ["  is there\n a fee "]


def test_a_long_question_is_read_in_parts_and_not_without_end() -> None:
    parts = parts_of(" ".join(f"w{n}" for n in range(500)))

    assert {word for part in parts for word in part.split()} == {f"w{n}" for n in range(500)}
    assert len(parts_of("word " * 20_000)) == MOST_PARTS
