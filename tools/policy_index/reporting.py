"""What the commands say: why a passage was given, and how good the search is."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tools.policy_index.answering import Signs
from tools.policy_index.askings import NO_ASKINGS, Askings
from tools.policy_index.calibration import LeftOut, choices, fit, left_out, seen
from tools.policy_index.corpora import passage_of
from tools.policy_index.encoders import Encoder
from tools.policy_index.evaluation import RANKS, JudgedSet, Quality, Search, measure, read_judged
from tools.policy_index.fusion import ANSWERS, LIKENESS_WEIGHT, LINES_WEIGHT
from tools.policy_index.index import NO_MEANING, LocalIndex, Supply
from tools.policy_index.meaning import Progress, build_meaning
from tools.policy_index.opening import Opened
from tools.policy_index.records import Audience, Passage
from tools.policy_index.store import VectorStore
from tools.policy_index.words import terms_of

NO_ANSWER = "The policies do not answer this."
WAYS = (("words", 0.0), ("meaning", 1.0), ("both", None))
"""Share of meaning; None for the one that was chosen."""


class Workbench(NamedTuple):
    """What the commands work with."""

    encoder: Encoder | None
    store: VectorStore
    progress: Progress
    workers: int = 1
    """Threads that encode."""

    def supplied(
        self, passages: Sequence[Passage], askings: Askings = NO_ASKINGS
    ) -> Callable[[], Supply]:
        """Build the vectors of `passages` and of the lines that ask for them, with progress."""
        if self.encoder is None:
            return lambda: NO_MEANING
        built = build_meaning(
            passages,
            self.encoder,
            self.store,
            self.progress,
            askings=askings,
            workers=self.workers,
        )
        return lambda: Supply(built)

    def opened(self, opened: Opened) -> Callable[[], Supply]:
        """Build the vectors of the bank's policies."""
        return self.supplied(opened.passages, opened.askings)


def ask(bench: Workbench, opened: Opened, question: str, k: int, audience: Audience) -> list[str]:
    """Show the best passages, what spoke for each, and which of them an answer may use."""
    index = opened.indexed(bench.opened(opened), min_evidence=0.0)
    found = index.search(question, k, audience)
    lines = [line for passage in found for line in _explained(passage, question, opened)]
    if any(passage.evidence >= ANSWERS for passage in found):
        return lines
    return [NO_ANSWER, "", *lines]


def _explained(passage: Passage, question: str, opened: Opened) -> Iterator[str]:
    given = passage.evidence >= ANSWERS
    yield f"{'GIVEN' if given else 'not given'}  {passage.id}   score {passage.score:.2f}"
    yield f"  {' > '.join(passage.title_path)}   (version {passage.version}, {passage.audience})"
    likeness = "" if passage.likeness is None else f"likeness {passage.likeness:.2f}, "
    sign = ">=" if given else "<"
    yield (
        f"  evidence {passage.evidence:.2f} {sign} {ANSWERS}: {likeness}"
        f"coverage {passage.coverage:.0%} ({_shared(passage, question, opened)})"
    )
    yield from (f"  {paragraph}" for paragraph in passage.text.split("\n\n"))
    if passage.figures:
        figures = ", ".join(f"{figure.id} = {figure.shown}" for figure in passage.figures)
        yield f"  figures: {figures}"
    yield ""


def _shared(passage: Passage, question: str, opened: Opened) -> str:
    """Name the words of the question that the passage holds, or what stands for them."""
    asked = " ".join(opened.askings.of(passage))
    held = {*terms_of(" ".join((*passage.title_path, asked))), *terms_of(passage.text)}
    synonyms = opened.synonyms
    shared = []
    for term in dict.fromkeys(synonyms.read(question)):
        for_it = [other for other in term.others if other in held]
        if term.stem in held:
            shared.append(term.stem)
        elif for_it:
            shared.append(f"{term.stem} as {'/'.join(for_it)}")
    return ", ".join(shared) or "no word in common"


def evaluate(
    bench: Workbench, folder: Path, policies: Callable[[], Opened], half: str | None
) -> Iterator[str]:
    """Measure words, meaning and both on a folder of judged questions, a line each.

    Raises:
        KnowledgeError: what is wrong with the files.
    """
    judged = read_judged(folder)
    yield _head()
    for name, search in _searches(bench, judged, policies):
        for part, questions in judged.parts(half):
            yield _row(name, part, measure(search, questions, judged))


def _searches(
    bench: Workbench, judged: JudgedSet, policies: Callable[[], Opened]
) -> Iterator[tuple[str, Search]]:
    opened = None if judged.documents else policies()
    passages = (
        opened.passages
        if opened
        else tuple(passage_of(one.own_id, one.title, one.text) for one in judged.documents)
    )
    supplied = bench.opened(opened) if opened else bench.supplied(passages)
    for name, weight in WAYS if bench.encoder else WAYS[:1]:
        meaning = (lambda: NO_MEANING) if weight == 0.0 else supplied
        if opened:
            share = LINES_WEIGHT if weight is None else weight
            index = opened.indexed(meaning, likeness_weight=share)
        else:
            share = LIKENESS_WEIGHT if weight is None else weight
            index = LocalIndex(passages, likeness_weight=share, meaning=meaning)
        index.warm()
        yield name, index.search


def calibrate(bench: Workbench, opened: Opened, folder: Path, half: str | None) -> list[str]:
    """Say which weights and which threshold tell the answered questions from the others."""
    judged = read_judged(folder)
    questions = [one for one in judged.questions if half in (None, one.half)]
    index = opened.indexed(bench.opened(opened), min_evidence=0.0)
    lines = [one for fold in left_out(opened.askings) for one in _of_fold(bench, opened, fold)]
    found = fit(lines, seen(index.signs, questions, judged))
    if found is None:
        return ["Lines and questions with and without an answer are needed."]
    named = ", ".join(f"{name} {w}" for name, w in zip(found.signs, found.weights[1:], strict=True))
    said = [f"constant {found.weights[0]}, {named}; answered from {ANSWERS}"]
    return said + [str(choice) for choice in choices(index.search, questions, judged)]


def _of_fold(bench: Workbench, opened: Opened, fold: LeftOut) -> Iterator[tuple[Signs, bool]]:
    others = opened._replace(askings=fold.others)
    index = others.indexed(bench.opened(others), min_evidence=0.0)
    for line, answered in (
        *((line, True) for line in fold.answered),
        *((line, False) for line in fold.unanswered),
    ):
        signs = index.signs(line)
        if signs is not None:
            yield signs, answered


def _head() -> str:
    ranks = "".join(f"  R@{k:<3}" for k in RANKS) + "".join(f"  hit@{k:<2}" for k in RANKS)
    return f"{'':8} {'half':8} asked{ranks}  best@3  MRR@10 nDCG@10 refused abstained  ms"


def _row(name: str, half: str, q: Quality) -> str:
    recall = "".join(f"  {share:.3f}" for share in q.recall)
    found = "".join(f"  {share:.3f} " for share in q.found)
    silent = f"{q.refused:.3f}   {q.abstained:.3f} of {q.unanswerable}"
    asked = q.questions + q.unanswerable
    best = f"  {q.recall_best[1]:.3f}   {q.mrr_at_10:.3f}  {q.ndcg_at_10:.3f}  "
    return f"{name:8} {half:8} {asked:5}{recall}{found}{best} {silent}  {q.median_ms}"
