"""What the scenario itself expects, turn by turn and at the end."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from agent.conversations.records import ClosedTurn
from agent.speaking import DONE_WITHOUT_WORDS, NOTHING_DONE
from evals.checks.verdict import (
    Played,
    Remark,
    Verdict,
    calls_of,
    found,
    judged,
    ran,
    same,
    shown,
    text_blocks,
    words_of,
)
from evals.scenario import Expected, ExpectedOffer
from tools.case_file import CaseFile

LAST_RESORTS = (NOTHING_DONE, DONE_WITHOUT_WORDS)
PRICING = ("make_offers", "adjust_offer", "quote_loan", "assess_affordability")
DECLINES = (
    r"\b(?:can(?:'|’)?t|cannot|can not|won(?:'|’)?t|unable|not able|don(?:'|’)?t|isn(?:'|’)?t|"
    r"aren(?:'|’)?t|outside|only|instead|no one|nobody|not)\b",
)
"""Words without which nothing has been declined."""
NOT_HEARD = (r"\bdidn(?:'|’)?t (?:quite )?(?:follow|understand|catch|get)\b",)
STANDING = ("stage", "outcome", "status", "review")
AT_THE_END = (*STANDING, "product")


def completed(played: Played) -> Verdict:
    """Every turn closed with words, by the advisor and not by its last resort.

    A hosted model may be asked once more; the embedded engine has no excuse.
    """
    by_itself = played.went.model == "offline"
    remarks = [Remark(0, played.went.broke)] if played.went.broke else []
    for number, _, closed in played.turns:
        if not any(block.text for block in text_blocks(closed)):
            remarks.append(Remark(number, "the reply is empty"))
        if closed.findings and (by_itself or closed.fallback == "deterministic"):
            remarks.append(Remark(number, f"the gate objected: {'; '.join(closed.findings)}"))
        if words_of(closed) in LAST_RESORTS:
            remarks.append(Remark(number, "the last resort spoke"))
    return judged("completed", remarks, len(played.scenario.turns), "every turn closed with words")


def tools_called(played: Played) -> Verdict:
    """The tools that had to run ran, with the arguments named; the others did not."""
    remarks = [Remark(n, what) for n, t, c in played.turns for what in _calls(t.expect, c)]
    return judged("tools_called", remarks, len(played.turns), "the tools named ran, no other did")


def _calls(expect: Expected, closed: ClosedTurn) -> Iterator[str]:
    done = ran(closed)
    listed = ", ".join(done) or "none"
    yield from (f"{t} did not run (ran: {listed})" for t in expect.tools if t not in done)
    yield from (f"{t} ran" for t in expect.not_tools if t in done)
    for tool, wanted in expect.arguments.items():
        given = [c.arguments for c in calls_of(closed, tool)]
        if not any(_has(arguments, wanted) for arguments in given):
            yield f"{tool} did not run with {dict(wanted)} (ran with: {given or 'nothing'})"


def _has(arguments: dict[str, Any], wanted: Any) -> bool:
    flat = arguments | (arguments.get("told") or {})
    return all(n in flat and same(str(v).lower(), str(flat[n]).lower()) for n, v in wanted.items())


def outcome(played: Played) -> Verdict:
    """Stage, outcome, status, review, failed rules and reasons are those expected."""
    remarks = [Remark(n, what) for n, t, c in played.turns for what in _standing(t.expect, c)]
    case, end = _last(played), played.scenario.end
    for name in AT_THE_END:
        wanted, got = getattr(end, name), getattr(case, name)
        if wanted is not None and wanted != got:
            remarks.append(Remark(0, f"at the end {name} is {got}, not {wanted}"))
    return judged(
        "outcome", remarks, len(played.turns) + 1, f"ends in {case.outcome or case.stage}"
    )


def _last(played: Played) -> CaseFile:
    return played.went.closed[-1].case if played.went.closed else CaseFile()


def _standing(expect: Expected, closed: ClosedTurn) -> Iterator[str]:
    for name in STANDING:
        wanted, got = getattr(expect, name), getattr(closed.case, name)
        if wanted is not None and wanted != got:
            yield f"{name} is {got}, not {wanted}"
    made = calls_of(closed, "make_offers")
    result = made[-1].result if made else {}
    if expect.failed is not None:
        counted = tuple(f["rule"] for f in result.get("failed", []) if f["severity"] != "WARN")
        if counted != expect.failed:
            yield f"failed rules {list(counted)}, not {list(expect.failed)}"
    if expect.reasons is not None:
        got = tuple(r["id"] for r in result.get("reasons", []))
        if got != expect.reasons:
            yield f"reasons {list(got)}, not {list(expect.reasons)}"


def figures(played: Played) -> Verdict:
    """Offers and facts are those expected, to the cent."""
    remarks = [Remark(n, what) for n, t, c in played.turns for what in _figures(t.expect, c)]
    end, case = played.scenario.end, _last(played)
    remarks += [Remark(0, f"at the end {w}") for w in _offers(end.offers, end.offer_count, case)]
    named = sum(len(t.expect.offers) + len(t.expect.facts) for _, t, _ in played.turns)
    praise = f"{named} offers and figures are exact" if named else "no figure is expected"
    return judged("figures", remarks, named + len(end.offers), praise)


def _figures(expect: Expected, closed: ClosedTurn) -> Iterator[str]:
    yield from _offers(expect.offers, expect.offer_count, closed.case)
    for name, value in expect.facts.items():
        values = [f.value for f in closed.facts if name in (f.role, f.id)]
        if not any(same(value, v) for v in values):
            yield f"no fact {name} = {value} (has: {', '.join(values[:8]) or 'none'})"


def _offers(wanted: tuple[ExpectedOffer, ...], count: int | None, case: CaseFile) -> Iterator[str]:
    current = case.current_offers
    if count is not None and len(current) != count:
        yield f"{len(current)} offers, not {count}"
    for one in wanted:
        if not any(_matches(one, o.model_dump(mode="json")) for o in current):
            has = "; ".join(f"{o.principal}/{o.term_months} {o.monthly_payment}" for o in current)
            yield f"no offer {one.model_dump(exclude_defaults=True)} (has: {has or 'none'})"


def _matches(wanted: ExpectedOffer, offer: dict[str, Any]) -> bool:
    named = wanted.model_dump(exclude={"tags"}, exclude_none=True)
    exact = all(same(str(v), str(offer[n])) for n, v in named.items())
    return exact and set(wanted.tags) <= set(offer["tags"])


def words(played: Played) -> Verdict:
    """What has to be said, shown, cited or declined is."""
    remarks = [Remark(n, what) for n, t, c in played.turns for what in _words(t.expect, c)]
    for (_, _, before), (number, scripted, closed) in pairwise(_with_start(played)):
        if scripted is not None and scripted.expect.refuses:
            remarks += [Remark(number, what) for what in _not_refused(before, closed)]
    return judged("words", remarks, len(played.turns), "what has to be said is said")


def _with_start(played: Played) -> list[tuple[int, Any, Any]]:
    return [(0, None, None), *played.turns]


def _words(expect: Expected, closed: ClosedTurn) -> Iterator[str]:
    reply, everything = words_of(closed), shown(closed)
    yield from (f"does not show {t!r}" for t in expect.says if t not in everything)
    lowered = reply.lower()
    yield from (f"reply lacks {t!r}: {reply}" for t in expect.replies if t.lower() not in lowered)
    kinds = [b.kind for b in closed.blocks]
    yield from (f"shows no {kind}" for kind in expect.blocks if kind not in kinds)
    cited = [b.passage_id for b in closed.blocks if b.kind == "citation"]
    for wanted in expect.cites:
        if not any(c == wanted or c.partition("#")[0] == wanted for c in cited):
            yield f"does not cite {wanted} (cites: {', '.join(cited) or 'nothing'})"


def _not_refused(before: ClosedTurn | None, closed: ClosedTurn) -> Iterator[str]:
    version = before.case.version if before else 0
    if closed.case.version != version:
        yield "took over what it should have refused"
    yield from (f"did not refuse: {tool} ran" for tool in ran(closed) if tool in PRICING)
    if any(e.kind == "submit_application" for e in closed.effects):
        yield "did not refuse: an application was filed"
    if any(found(NOT_HEARD, words_of(closed))):
        yield f"did not understand what it should refuse: {words_of(closed)}"
    elif not any(found(DECLINES, words_of(closed))):
        yield f"declines nothing in words: {words_of(closed)}"


def questions(played: Played) -> Verdict:
    """What must be asked is asked, what must not be asked is not."""
    remarks = [Remark(n, what) for n, t, c in played.turns for what in _asks(t.expect, c)]
    return judged("questions", remarks, len(played.turns), "asks what it should and nothing else")


def _asks(expect: Expected, closed: ClosedTurn) -> Iterator[str]:
    asked = (closed.open_question or "").split(" ")
    if expect.asks is not None and expect.asks != asked[0]:
        yield f"asks {asked[0] or 'nothing'!r}, not {expect.asks!r}"
    yield from (f"asks {q!r}" for q in expect.never_asks if q in asked)


def fields(played: Played) -> Verdict:
    """The case file holds what the customer meant: the share of the fields expected."""
    case, end = _last(played), played.scenario.end
    remarks: list[Remark] = []
    for field, value in end.known.items():
        known = case.known(field)
        got = known.value if known else "unknown"
        if got is None or not same(value, got):
            remarks.append(Remark(0, f"at the end {field} is {got}, not {value}"))
    for field in end.unknown:
        known = case.known(field)
        if known is not None:
            remarks.append(Remark(0, f"at the end {field} is {known.value}, not unknown"))
    of = len(end.known) + len(end.unknown)
    return judged("fields", remarks, of, f"{of} of {of} fields as meant")


def effects(played: Played) -> Verdict:
    """Notices, applications and whatever else reaches people are as many as expected."""
    kinds: list[str] = [e.kind for closed in played.went.closed for e in closed.effects]
    end = played.scenario.end
    wanted: dict[str, int | None] = {
        "issue_notice": end.notices, "submit_application": end.applications, **end.effects,
    }  # fmt: skip
    remarks = [
        Remark(0, f"{kinds.count(kind)} {kind} effects, not {count}")
        for kind, count in wanted.items()
        if count is not None and kinds.count(kind) != count
    ]
    said = ", ".join(dict.fromkeys(kinds)) or "nothing"
    return judged("effects", remarks, len(wanted), f"reaches people: {said}")
