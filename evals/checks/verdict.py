"""What a check says, and what it is given."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from agent.blocks import TextBlock
from agent.conversations.records import CallMade, ClosedTurn
from agent.frames import reply_text
from evals.office import Office
from evals.scenario import Scenario
from evals.scenario import Turn as Scripted
from evals.trajectory import Trajectory
from tools.contact_facts import contact_facts
from tools.facts import Fact
from tools.lending.records import Record


class Remark(NamedTuple):
    """One thing that is not as it should be."""

    turn: int
    """1 is the first message; 0 is the conversation as a whole."""
    what: str

    def __str__(self) -> str:
        return f"turn {self.turn}: {self.what}" if self.turn else self.what


class Verdict(Record):
    """The result of one check, always with its reason."""

    check: str
    value: float
    """A share from 0 to 1 for a check; seconds, tokens or dollars for a measure."""
    passed: bool
    reason: str
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Played:
    """A conversation beside its script, and the bank that rules and prices are run in again."""

    scenario: Scenario
    went: Trajectory
    office: Office

    @cached_property
    def turns(self) -> tuple[tuple[int, Scripted, ClosedTurn], ...]:
        """Number, script and record of each turn that closed."""
        pairs = zip(self.scenario.turns, self.went.closed, strict=False)
        return tuple((n, scripted, closed) for n, (scripted, closed) in enumerate(pairs, start=1))

    @cached_property
    def facts(self) -> tuple[dict[str, Fact], ...]:
        """The facts of each turn, those of earlier turns and of the bank itself included."""
        so_far: dict[str, Fact] = {f.id: f for f in contact_facts(self.office.knowledge.bank)}
        known: list[dict[str, Fact]] = []
        for closed in self.went.closed:
            so_far = so_far | {f.id: f for f in closed.facts}
            known.append(so_far)
        return tuple(known)


def ran(closed: ClosedTurn) -> list[str]:
    """Name the tools that ran and were not refused, in order."""
    return [c.tool for c in closed.calls if "refused" not in c.result]


def calls_of(closed: ClosedTurn, tool: str) -> list[CallMade]:
    """Return the calls of a tool that were not refused, in order."""
    return [c for c in closed.calls if c.tool == tool and "refused" not in c.result]


def same(left: str, right: str) -> bool:
    """Compare two figures, or two texts.

    >>> same("411.10", "411.1"), same("Rent", "rent"), same("84", "48")
    (True, False, False)
    """
    try:
        return Decimal(left) == Decimal(right)
    except ArithmeticError:
        return left == right


def shown(closed: ClosedTurn) -> str:
    """Return everything a turn shows as one text: reply, cards, notices."""
    return "\n".join(str(b.model_dump(mode="json")) for b in closed.blocks)


def words_of(closed: ClosedTurn) -> str:
    """Return the words of the reply: every text block, and what a hand-over says."""
    return reply_text(closed)


def text_blocks(closed: ClosedTurn) -> list[TextBlock]:
    return [b for b in closed.blocks if isinstance(b, TextBlock)]


def found(patterns: Iterable[str], text: str) -> Iterator[str]:
    """Yield what each pattern finds, whatever the case of the letters."""
    for pattern in patterns:
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            yield match[0]


def judged(check: str, remarks: Iterable[Remark], of: int, praise: str) -> Verdict:
    """Return the verdict of a check that looked at `of` things; it passes without a remark."""
    kept = tuple(remarks)
    share = 1.0 if not kept else max(0.0, 1 - len(kept) / max(of, len(kept)))
    reason = "; ".join(str(r) for r in kept) or praise
    return Verdict(check=check, value=share, passed=not kept, reason=reason, remarks=kept)


def measured(check: str, value: float, reason: str, too_much: Iterable[Remark] = ()) -> Verdict:
    """Return the verdict of a measure; it passes unless its budget is overdrawn."""
    over = tuple(too_much)
    why = "; ".join(str(r) for r in over) or reason
    return Verdict(check=check, value=value, passed=not over, reason=why, remarks=over)
