"""Plays a scenario against the real advisor and says what was not as expected."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from agent.advisor import blocks_shown
from agent.blocks import TextBlock
from agent.conversations.records import ClosedTurn, Session
from agent.frames import reply_text
from agent.said import SAID, Said, Text
from agent.wiring import App
from evals.scenario import Expected, ExpectedOffer, Scenario, Turn
from tools.case_file import CaseFile


class Failure(NamedTuple):
    """One expectation that was not met."""

    turn: int
    """1 is the first message; 0 is the conversation as a whole."""
    what: str


class Played(NamedTuple):
    """A conversation as it went."""

    turns: tuple[ClosedTurn, ...]
    failures: tuple[Failure, ...]


def _said(turn: Turn, case: CaseFile) -> Said:
    if turn.customer is not None:
        return Text(text=turn.customer)
    proposal = case.proposal.id if case.proposal else ""
    action = {k: proposal if v == "$proposal" else v for k, v in (turn.action or {}).items()}
    return SAID.validate_python(action)


def play(scenario: Scenario, app: App) -> Played:
    """Play every turn, then check each and the ending."""
    customer = None if scenario.persona == "guest" else scenario.persona
    session = Session(customer_id=customer, channel="eval")
    conversation = app.advisor.open(session).conversation
    case = CaseFile()
    closed: list[ClosedTurn] = []
    for turn in scenario.turns:
        _, ended = blocks_shown(app.advisor.reply(session, conversation.id, _said(turn, case)))
        stored = ended and app.advisor.turn(session, conversation.id, ended.turn_id)
        if not stored or stored.closed is None:
            return Played(tuple(closed), (Failure(len(closed) + 1, "the turn did not close"),))
        closed.append(stored.closed)
        case = stored.closed.case
    failures = [
        Failure(number, what)
        for number, (turn, ended_turn) in enumerate(
            zip(scenario.turns, closed, strict=True), start=1
        )
        for what in _unmet(turn.expect, ended_turn, scenario)
    ]
    failures += [Failure(0, what) for what in _ending(scenario, closed, app)]
    return Played(tuple(closed), tuple(failures))


def _shown(closed: ClosedTurn) -> str:
    return "\n".join(str(b.model_dump(mode="json")) for b in closed.blocks)


def _unmet(expect: Expected, closed: ClosedTurn, scenario: Scenario) -> Iterator[str]:
    yield from _calls(expect, closed)
    yield from _words(expect, closed, scenario)
    yield from _state(expect, closed)
    yield from _offers(expect, closed)
    calls = len(closed.model_calls)
    if calls > scenario.budget.model_calls:
        yield f"{calls} model calls, budget {scenario.budget.model_calls}"
    if closed.findings:
        yield f"the gate objected: {'; '.join(closed.findings)}"


def _calls(expect: Expected, closed: ClosedTurn) -> Iterator[str]:
    ran = [c.tool for c in closed.calls if "refused" not in c.result]
    yield from (f"{t} did not run (ran: {', '.join(ran)})" for t in expect.tools if t not in ran)
    yield from (f"{t} ran" for t in expect.not_tools if t in ran)
    for name, value in expect.facts.items():
        values = [f.value for f in closed.facts if name in (f.role, f.id)]
        if not any(_same(value, v) for v in values):
            yield f"no fact {name} = {value} (has: {', '.join(values[:8])})"


def _same(left: str, right: str) -> bool:
    try:
        return Decimal(left) == Decimal(right)
    except ArithmeticError:
        return left == right


def _words(expect: Expected, closed: ClosedTurn, scenario: Scenario) -> Iterator[str]:
    reply, shown = reply_text(closed), _shown(closed)
    yield from (f"does not show {t!r}" for t in expect.says if t not in shown)
    lowered = reply.lower()
    yield from (f"reply lacks {t!r}: {reply}" for t in expect.replies if t.lower() not in lowered)
    forbidden: Iterable[str] = (*expect.never_says, *scenario.never_says)
    yield from (f"reply says {t!r}: {reply}" for t in forbidden if t.lower() in lowered)
    asked = (closed.open_question or "").split(" ")
    if expect.asks is not None and expect.asks != asked[0]:
        yield f"asks {asked[0] or 'nothing'!r}, not {expect.asks!r}"
    yield from (f"asks {q!r}" for q in expect.never_asks if q in asked)
    kinds = [b.kind for b in closed.blocks]
    yield from (f"shows no {kind}" for kind in expect.blocks if kind not in kinds)
    if not any(isinstance(b, TextBlock) and b.text for b in closed.blocks):
        yield "the reply is empty"


def _state(expect: Expected, closed: ClosedTurn) -> Iterator[str]:
    case = closed.case
    for name in ("stage", "outcome", "status", "review"):
        wanted, got = getattr(expect, name), getattr(case, name)
        if wanted is not None and wanted != got:
            yield f"{name} is {got}, not {wanted}"


def _made(closed: ClosedTurn) -> dict[str, Any]:
    results = [c.result for c in closed.calls if c.tool == "make_offers"]
    return results[-1] if results else {}


def _offers(expect: Expected, closed: ClosedTurn) -> Iterator[str]:
    current = closed.case.current_offers
    if expect.offer_count is not None and len(current) != expect.offer_count:
        yield f"{len(current)} offers, not {expect.offer_count}"
    for wanted in expect.offers:
        if not any(_matches(wanted, o.model_dump(mode="json")) for o in current):
            has = "; ".join(f"{o.principal}/{o.term_months} {o.monthly_payment}" for o in current)
            yield f"no offer {wanted.model_dump(exclude_defaults=True)} (has: {has})"
    made = _made(closed)
    if expect.failed is not None:
        counted = [f["rule"] for f in made.get("failed", []) if f["severity"] != "WARN"]
        if tuple(counted) != expect.failed:
            yield f"failed rules {counted}, not {list(expect.failed)}"
    if expect.reasons is not None:
        got = [r["id"] for r in made.get("reasons", [])]
        if tuple(got) != expect.reasons:
            yield f"reasons {got}, not {list(expect.reasons)}"


def _matches(wanted: ExpectedOffer, offer: dict[str, Any]) -> bool:
    figures = wanted.model_dump(exclude={"tags"}, exclude_none=True)
    return all(_same(str(v), str(offer[n])) for n, v in figures.items()) and set(
        wanted.tags
    ) <= set(offer["tags"])


def _ending(scenario: Scenario, closed: list[ClosedTurn], app: App) -> Iterator[str]:
    case, end = closed[-1].case, scenario.end
    for name in ("stage", "outcome"):
        wanted, got = getattr(end, name), getattr(case, name)
        if wanted is not None and wanted != got:
            yield f"at the end {name} is {got}, not {wanted}"
    for field, value in end.known.items():
        known = case.known(field)
        if known is None or known.value is None or not _same(value, known.value):
            yield f"at the end {field} is {known.value if known else 'unknown'}, not {value}"
    kinds: list[str] = [e.kind for t in closed for e in t.effects]
    for count, kind in ((end.notices, "issue_notice"), (end.applications, "submit_application")):
        if count is not None and kinds.count(kind) != count:
            yield f"{kinds.count(kind)} {kind} effects, not {count}"
    budget = scenario.budget.turns_to_offers
    first = next((n for n, t in enumerate(closed, start=1) if t.case.offers), None)
    if budget is not None and (first is None or first > budget):
        yield f"first offers after {first} messages, budget {budget}"
