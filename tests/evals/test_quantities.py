"""The phrases the number reader is measured on, and how they are compared."""

from decimal import Decimal
from pathlib import Path

import pytest

from evals.labelled import BadCorpus
from evals.quantities import AIM, CORPUS, Phrase, digest, is_read, load, main, score

PHRASES = load()
FROZEN = CORPUS.with_suffix(".sha256")


def _phrase(text: str, *expect: dict[str, object]) -> Phrase:
    return Phrase.model_validate({"id": "a-1", "text": text, "expect": expect})


def test_nobody_has_changed_the_held_back_phrases_since_they_were_frozen() -> None:
    assert digest(PHRASES) == FROZEN.read_text(encoding="utf-8").split()[0]


def test_about_half_is_held_back_and_each_phrase_has_an_id_of_its_own() -> None:
    held = sum(p.held_back for p in PHRASES)

    assert len(PHRASES) >= 400
    assert len({p.id for p in PHRASES}) == len({(p.locale, p.text) for p in PHRASES})
    assert Decimal("0.4") < Decimal(held) / len(PHRASES) < Decimal("0.6")


def test_held_back_phrases_are_read_as_they_were_meant() -> None:
    held = score("held back", [p for p in PHRASES if p.held_back])

    assert held.percent >= AIM


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("$500", {"kind": "money", "value": 501, "currency": "USD"}),
        ("$500", {"kind": "money", "value": 500, "currency": "EUR"}),
        ("$500", {"kind": "amount", "value": 500}),
        ("$500", {"kind": "money", "value": 500, "span": "500"}),
        ("3 years", {"kind": "duration", "months": 35}),
        ("5 to 7%", {"kind": "range", "of": "money", "lo": 5, "hi": 7}),
    ],
)
def test_another_value_currency_kind_span_or_term_is_a_miss(
    text: str, expect: dict[str, object]
) -> None:
    assert not is_read(_phrase(text, expect))


def test_a_find_that_nobody_expects_is_a_miss_unless_one_of_any_kind_is_tolerated() -> None:
    twenty = {"kind": "money", "value": 20}

    assert is_read(_phrase("$20", twenty))
    assert not is_read(_phrase("$20 and $30", twenty))
    assert is_read(_phrase("$20 and $30", twenty, {"kind": "any"}))
    assert is_read(_phrase("$20", twenty, {"kind": "any"}))
    assert not is_read(_phrase("hello", twenty))


@pytest.mark.parametrize("content", ["- {id: a-1, text: hi}", "- [1, 2", "just words"])
def test_a_corpus_that_is_none_says_what_is_wrong_in_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "phrases.yaml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(BadCorpus, match=r"phrases\.yaml"):
        load(path)


def test_the_command_prints_the_held_back_figure_and_fails_below_the_aim(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "phrases.yaml"
    rows = "".join(f"- {{id: a-{i}, text: '$5', expect: []}}\n" for i in range(8))
    path.write_text(rows, encoding="utf-8")

    code = main(["--corpus", str(path), "--misses"])

    assert code == 1
    assert "all held back" in capsys.readouterr().out
