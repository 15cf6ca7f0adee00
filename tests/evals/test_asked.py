"""Learning which figure is asked for: rows are checked, and what was learned beats the phrases."""

from pathlib import Path

import pytest

from agent.language.text import plain
from agent.offline.asked_model import FIGURES, NONE, asked_heard, figure_asked_in
from evals.asked import read_rows
from evals.labelled import BadCorpus, parted


def test_a_line_with_a_figure_that_no_offer_has_is_named(tmp_path: Path) -> None:
    corpus = tmp_path / "asked.jsonl"
    corpus.write_text('{"say": "how tall is it", "asks": "height"}\n')

    with pytest.raises(BadCorpus, match=r"(?s)asked\.jsonl, line 1.*asks"):
        read_rows(corpus)


def test_on_questions_nobody_trained_on_what_was_learned_is_surer_than_phrases() -> None:
    _, held = parted(read_rows())
    meant = [FIGURES.get(row.asks) for row in held]

    phrased = [figure_asked_in(plain(row.say), None) for row in held]
    learned = [None if (a := asked_heard(row.say)) == NONE else a for row in held]

    assert right(learned, meant) > right(phrased, meant)
    assert wrong(learned, meant) < wrong(phrased, meant) / 3


def right(said: list[str | None], meant: list[str | None]) -> int:
    return sum(s == m for s, m in zip(said, meant, strict=True) if m)


def wrong(said: list[str | None], meant: list[str | None]) -> int:
    return sum(s is not None and s != m for s, m in zip(said, meant, strict=True))
