"""Two runs of the same scenarios, case by case: what was won and lost, and how sure that is."""

import difflib
import math
import re
import statistics
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from evals.checks.verdict import words_of
from evals.report import drawn
from evals.results import Case, Run
from tools.lending.records import Record

SURE = statistics.NormalDist().inv_cdf(0.975)
"""Standard errors on each side of a mean in a 95 % interval."""
FEW = 1e-9
"""Scores this close are a tie."""
WORD = re.compile(r"\s+|[^\s]+")

Told = Literal["same", "gone", "new"]


class CannotCompare(Exception):
    """The two have nothing in common; says so."""


class TurnDiff(NamedTuple):
    """One turn in both runs."""

    said: str
    parts: tuple[tuple[Told, str], ...]

    @property
    def differs(self) -> bool:
        return any(kind != "same" for kind, _ in self.parts)


class Pair(NamedTuple):
    """One scenario in both runs; means over the trials."""

    scenario: str
    verdict: Literal["won", "lost", "tied"]
    score_a: float
    score_b: float
    won_checks: tuple[str, ...]
    lost_checks: tuple[str, ...]
    turns: tuple[TurnDiff, ...]

    @property
    def changed(self) -> int:
        """How many turns have other words."""
        return sum(turn.differs for turn in self.turns)


class Measured(NamedTuple):
    """One figure of both runs, with the paired interval of its difference."""

    name: str
    a: float
    b: float
    difference: float
    low: float
    high: float
    form: str = "{:.3f}"

    def shown(self, value: float, signed: bool = False) -> str:
        """Write a value of it."""
        return self.form.replace("{:", "{:+" if signed else "{:").format(value)


class Side(Record):
    """One of the two."""

    name: str
    run: Run


class Comparison(NamedTuple):
    """Two runs beside each other."""

    a: Side
    b: Side
    pairs: tuple[Pair, ...]
    measures: tuple[Measured, ...]
    only_in_one: tuple[str, ...]

    def _count(self, verdict: str) -> int:
        return sum(pair.verdict == verdict for pair in self.pairs)

    @property
    def wins(self) -> int:
        return self._count("won")

    @property
    def losses(self) -> int:
        return self._count("lost")

    @property
    def ties(self) -> int:
        return self._count("tied")

    @property
    def same(self) -> int:
        """How many are tied without another word."""
        return sum(pair.verdict == "tied" and not pair.changed for pair in self.pairs)

    @property
    def in_words(self) -> str:
        """Say what the intervals allow to say."""
        passed = self.measures[0]
        if passed.low <= 0 <= passed.high:
            told = "The runs cannot be told apart by how many conversations pass."
        else:
            better = self.b.name if passed.difference > 0 else self.a.name
            told = f"{better} passes more conversations."
        return f"{told} A sign test of wins against losses gives p = {self.p_value:.3f}."

    @property
    def p_value(self) -> float:
        """Two-sided sign test: how likely so uneven a split is among equals."""
        n, most = self.wins + self.losses, max(self.wins, self.losses)
        tail = sum(math.comb(n, k) for k in range(most, n + 1)) / 2.0**n
        return min(1.0, 2 * tail)


MEASURES: tuple[tuple[str, Callable[[Case], float], str], ...] = (
    ("conversations that pass", lambda case: float(case.passed), "{:.3f}"),
    ("score", lambda case: case.score, "{:.4f}"),
    ("tokens", lambda case: case.measure("tokens"), "{:.0f}"),
    ("cost in USD", lambda case: case.measure("cost"), "{:.5f}"),
    ("slowest turn in s", lambda case: case.measure("latency"), "{:.3f}"),
    ("words of reply", lambda case: float(_words(case)), "{:.1f}"),
)


def compared(a: Side, b: Side) -> Comparison:
    """Put two runs beside each other.

    Raises `CannotCompare`: no scenario in common, or one of them could not be played.
    """
    for side in (a, b):
        _check_played(side)
    mine, theirs = set(a.run.scenarios), set(b.run.scenarios)
    both = sorted(mine & theirs)
    if not both:
        raise CannotCompare(f"{a.name} and {b.name} have no scenario in common")
    return Comparison(
        a=a,
        b=b,
        pairs=tuple(pair(name, a.run.of(name), b.run.of(name)) for name in both),
        measures=tuple(
            measured(name, [(_mean(a.run.of(s), value), _mean(b.run.of(s), value)) for s in both],
                     form)
            for name, value, form in MEASURES
        ),
        only_in_one=tuple(sorted(mine ^ theirs)),
    )  # fmt: skip


def _check_played(side: Side) -> None:
    broken = [case for case in side.run.cases if case.error]
    if broken:
        raise CannotCompare(
            f"{side.name}: {len(broken)} of {len(side.run.cases)} could not be played, such as "
            f"{broken[0].scenario}: {broken[0].error}"
        )


def _mean(cases: tuple[Case, ...], value: Callable[[Case], float]) -> float:
    return statistics.fmean(value(case) for case in cases)


def measured(name: str, pairs: list[tuple[float, float]], form: str = "{:.3f}") -> Measured:
    """Return both means and the paired 95 % interval of their difference.

    Equation: d ± 1.96 s / sqrt(n), over the n differences d_i = b_i - a_i with deviation s.
    Edge case: of a single pair nothing is known but its difference; the interval is that point.
    Source: the paired z interval; for the numbers of cases here as good as Student's.

    >>> measured("score", [(0.0, 1.0), (1.0, 1.0), (0.0, 1.0), (1.0, 1.0)]).difference
    0.5
    """
    differences = [b - a for a, b in pairs]
    middle = statistics.fmean(differences)
    spread = statistics.stdev(differences) if len(differences) > 1 else 0.0
    half = SURE * spread / math.sqrt(len(differences))
    left, right = (statistics.fmean(side) for side in zip(*pairs, strict=True))
    return Measured(name, left, right, middle, middle - half, middle + half, form)


def pair(name: str, a: tuple[Case, ...], b: tuple[Case, ...]) -> Pair:
    """Compare one scenario: passing counts first, then the score."""
    before, after = _standing(a), _standing(b)
    gain = (after[0] - before[0]) or (after[1] - before[1])
    failing_a, failing_b = _failing(a), _failing(b)
    return Pair(
        scenario=name,
        verdict="tied" if abs(gain) < FEW else "won" if gain > 0 else "lost",
        score_a=before[1],
        score_b=after[1],
        won_checks=tuple(sorted(failing_a - failing_b)),
        lost_checks=tuple(sorted(failing_b - failing_a)),
        turns=tuple(_turns(a[0], b[0])),
    )


def _standing(cases: tuple[Case, ...]) -> tuple[float, float]:
    return _mean(cases, lambda c: float(c.passed)), _mean(cases, lambda c: c.score)


def _failing(cases: tuple[Case, ...]) -> set[str]:
    return {verdict.check for case in cases for verdict in case.failed}


def _turns(a: Case, b: Case) -> Iterator[TurnDiff]:
    """Compare the words of the first trial, turn by turn."""
    if a.went is None or b.went is None:
        return
    for said, mine, theirs in zip(a.went.said, a.went.closed, b.went.closed, strict=False):
        yield TurnDiff(said, tuple(text_diff(words_of(mine), words_of(theirs))))


def text_diff(before: str, after: str) -> Iterator[tuple[Told, str]]:
    """Yield what stayed, what is gone and what is new, word by word.

    >>> list(text_diff("Indicative: $411 a month.", "About $411 a month."))
    [('gone', 'Indicative:'), ('new', 'About'), ('same', ' $411 a month.')]
    """
    left, right = WORD.findall(before), WORD.findall(after)
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(left[i:j])
            continue
        if j > i:
            yield "gone", "".join(left[i:j])
        if m > k:
            yield "new", "".join(right[k:m])


def _words(case: Case) -> int:
    return sum(len(words_of(c).split()) for c in case.went.closed) if case.went else 0


def as_html(comparison: Comparison) -> str:
    """Return the comparison as one HTML page with nothing beside it."""
    title = f"{comparison.a.name} and {comparison.b.name}"
    return drawn("compare.html.j2", title=title, c=comparison)


def as_markdown(comparison: Comparison) -> str:
    """Return the comparison as tables."""
    c = comparison
    lines = [f"# {c.a.name} and {c.b.name}: {c.wins} won, {c.losses} lost, {c.ties} tied", "",
             f"Won and lost are those of {c.b.name}. {c.in_words}", "",
             f"| | {c.a.name} | {c.b.name} | difference | 95 % interval, paired |",
             "|---|---:|---:|---:|---:|"]  # fmt: skip
    for m in c.measures:
        interval = f"{m.shown(m.low, True)} to {m.shown(m.high, True)}"
        lines.append(
            f"| {m.name} | {m.shown(m.a)} | {m.shown(m.b)} | {m.shown(m.difference, True)} "
            f"| {interval} |"
        )
    told = [p for p in c.pairs if p.verdict != "tied"]
    if told:
        lines += ["", "| case | | before | after | checks |", "|---|---|---:|---:|---|"]
        lines += [_row(p) for p in told]
    return "\n".join(lines) + "\n"


def _row(pair: Pair) -> str:
    checks = [f"+{c}" for c in pair.won_checks] + [f"-{c}" for c in pair.lost_checks]
    return (
        f"| {pair.scenario} | {pair.verdict} | {pair.score_a:.3f} | {pair.score_b:.3f} "
        f"| {', '.join(checks)} |"
    )
