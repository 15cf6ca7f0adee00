"""A figure beside a role word has that role."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from agent.replies.checks.governing import COPULA, governed, word_behind
from agent.replies.checks.heads import headed
from agent.replies.checks.repeated import repeated
from agent.replies.checks.role_words import RoleWord, role_words, suits
from agent.replies.checks.slots import in_wrong_slots, not_borrowed
from agent.replies.checks.units import of_another_unit
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.naming import unnamed
from agent.replies.reading import Reading, Stated

_IS = re.compile(r"(?:\b(?:is|was|are|be|being|equals|comes to|works out at|of)|[:=]|^)\s*$")
_DIFFERENCE = re.compile(
    r"\b(?:difference|gap|saving|change|rise|drop|cut)(?: \w+){0,2} $|\b(?:difference|gap|"
    r"spread)\b[^.;§]*$"
)
_GAP = re.compile(r" (?:difference|gap|spread|savings?|change|advantage|premium)\b")
_DIRECTED = re.compile(
    r"\s(?:a month |in interest |in total )?(?:less|more|lower|higher|fewer|extra|cheaper|apart|"
    r"below|above|under|over|sooner|smaller|larger|bigger|lighter|heavier|steeper|dearer|pricier|"
    r"off|for the)\b"
)


class Misnamed(NamedTuple):
    """A figure that words call what it is not."""

    ref: Stated
    why: str


def roles(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a figure whose governing role word names another role."""
    for found in misnamed(reply):
        yield reply.finding("roles", found.ref.at, found.ref.at + 1, found.why)


def misnamed(reply: Reading) -> tuple[Misnamed, ...]:
    """Return the figures that words call what they are not."""
    if "misnamed" not in reply.known:
        reply.known["misnamed"] = (*_nowhere_named(reply), *_wrongly_governed(reply))
    found: tuple[Misnamed, ...] = reply.known["misnamed"]
    return found


_AS_A_LIMIT = re.compile(
    r"\b(?:limit|maximum|minimum|cap|threshold|line|we (?:stop|go up|lend up|accept up|allow up))"
    r"(?: (?:is|of|at|to|for|stays|lies|sits|us|it|score|this|that|here))* $"
)
_IS_A_LIMIT = re.compile(
    r" (?:is|are) (?:as far as|our limit|the limit|our (?:minimum|maximum)|the most|the least)\b"
)


def _nowhere_named(reply: Reading) -> Iterator[Misnamed]:
    """Figures that nothing names but the name of another one."""
    for ref in reply.stated:
        if ref.fact.role == "observed" and (
            _AS_A_LIMIT.search(reply.text, max(0, ref.at - 40), ref.at)
            or _IS_A_LIMIT.match(reply.text, ref.at + 1)
        ):
            yield Misnamed(ref, f"{ref.id} was seen, and is no limit")
    for ref in repeated(reply):
        yield Misnamed(ref, f"{ref.id} stands here already: say what this one is, or leave it out")
    for ref, taken in in_wrong_slots(reply):
        yield Misnamed(ref, f"{ref.id} is in {ref.fact.unit}, and {taken!r} takes another kind")
    for ref, taken in not_borrowed(reply):
        yield Misnamed(ref, f"{ref.id} is {_spaced(ref.fact.field or '')}, not {taken!r}")
    for found in unnamed(reply):
        if found.called:
            yield Misnamed(found.ref, f"{found.ref.id} is no {found.called!r}: say what it is")


def _wrongly_governed(reply: Reading) -> Iterator[Misnamed]:
    for sentence in reply.prose:
        refs = list(reply.stated_in(sentence.start, sentence.end))
        refs = [r for r in refs if r not in headed(reply, sentence)]
        if not refs:
            continue
        found = role_words(reply.text, sentence)
        behind = {r.at: word_behind(reply.text, r, found) for r in refs}
        taken = {w.start for w in behind.values() if w is not None}
        taken |= {w.start for w in found for r in refs if _asks_for(reply.text, r, w)}
        taken |= {w.start for w in found for r in refs if reply.text[r.at + 1 : w.start] == " to "}
        for ref, spoken in of_another_unit(reply.text, refs, found, taken):
            yield Misnamed(ref, f"{ref.id} is in {ref.fact.unit}: that is no {spoken!r}")
        for ref, word in governed(reply, sentence, refs, found, behind, taken):
            if not suits(ref.fact, word.row) or _is_misnamed(reply.text, ref, word):
                spoken = reply.text[word.start : word.end]
                yield Misnamed(ref, f"{ref.id} is {_spaced(ref.fact.role)}, not {spoken!r}")


def _asks_for(text: str, ref: Stated, word: RoleWord) -> bool:
    """'The § over § you asked for would come to §': the words belong to what they follow."""
    own = text[ref.at + 1 : word.start] == " " and text[word.start : word.end].startswith("you ")
    return own and word.row.name == "borrowed"


def _spaced(role: str) -> str:
    return role.replace("_", " ")


def _is_misnamed(text: str, ref: Stated, word: RoleWord) -> bool:
    """'The payment is §' of a difference: near the word is not enough to be what it names."""
    if ref.fact.role not in word.row.not_said_to_be or ref.style == "compared":
        return False
    if _DIFFERENCE.search(text[: word.start]) or _GAP.match(text, word.end):
        return False
    if word.start > ref.at:
        return COPULA.fullmatch(text[ref.at + 1 : word.start]) is not None
    said_to_be = _IS.search(text[word.end : ref.at]) is not None
    return said_to_be and not _DIRECTED.match(text, ref.at + 1)
