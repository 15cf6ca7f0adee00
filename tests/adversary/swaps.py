"""Honest replies with one reference changed for that of another fact: the smallest lie there is.

Every other word stays as an honest writer wrote it, so each swap says of a figure what is true of
another one. `swap_oracle` knows which are false as they are read.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from agent.replies.factbook import FactBook
from agent.replies.references import Reference, references
from agent.replies.renderer import CannotRender, Renderer
from tools.facts import Fact

RENDERER = Renderer()
PARTS = frozenset({"autodebit", "extra", "refinance", "also"})
GIVEN = frozenset({"said", "on_file", "assumed"})
PROCESS = frozenset({"phone", "reference", "wait_minutes", "deadline", "passage_figure"})
"""Figures of no loan and of nobody's case: nothing stands beside them to be taken for them."""


class Swap(NamedTuple):
    """A reply with one reference changed."""

    kind: str
    say: str
    number: int
    """Which of the references of the reply was changed, counted from the first one."""
    honest: Fact
    false: Fact


class Kind(NamedTuple):
    """One way of taking a fact for another."""

    name: str
    is_taken_for: Callable[[Fact, Fact, FactBook], bool]


def swaps(say: str, facts: FactBook) -> Iterator[Swap]:
    """Yield every swap of every reference; those that read alike are none."""
    for number, ref in enumerate(references(say)):
        fact = facts.get(ref.id)
        if fact is None or fact.role in PROCESS:
            continue
        for other in facts.values():
            kind = next((k.name for k in KINDS if k.is_taken_for(fact, other, facts)), None)
            if kind is not None and (put := _reference_to(other, ref, fact, facts)):
                yield Swap(kind, say[: ref.start] + put + say[ref.end :], number, fact, other)


def _reference_to(other: Fact, ref: Reference, fact: Fact, facts: FactBook) -> str | None:
    """Write the reference to the other fact in a style it has; None: it reads as the honest one."""
    style = "was" if facts.is_historic(other) else ref.style if ref.style != "was" else "plain"
    try:
        same = RENDERER.render_fact(fact, ref.style) == RENDERER.render_fact(other, style)
    except CannotRender:
        return None
    if same or (fact.value == other.value and fact.unit == other.unit):
        return None
    return f"[[{other.id}]]" if style == "plain" else f"[[{other.id}|{style}]]"


def _loan(fact: Fact) -> tuple[str, str]:
    """Return the letter of an offer's fact and what follows it: ('b', '.autodebit')."""
    parts = fact.subject.split(".", 2)
    return parts[1], ".".join(parts[2:])


def _is_offers(*facts: Fact) -> bool:
    return all(f.subject.startswith("offer.") for f in facts)


def _wrong_loan(one: Fact, other: Fact, facts: FactBook) -> bool:
    if not _is_offers(one, other) or facts.is_historic(one) != facts.is_historic(other):
        return False
    return one.role == other.role and one.id.split(".")[-1] == other.id.split(".")[-1] and (
        _loan(one)[0] != _loan(other)[0] and _loan(one)[1] == _loan(other)[1]
    )  # fmt: skip


def _wrong_time(one: Fact, other: Fact, facts: FactBook) -> bool:
    return (
        _is_offers(one, other)
        and one.role == other.role
        and facts.is_historic(one) != facts.is_historic(other)
        and _loan(one)[1] == _loan(other)[1]
    )


def _wrong_pair(one: Fact, other: Fact, facts: FactBook) -> bool:
    both = one.subject.startswith("difference.") and other.subject.startswith("difference.")
    same = set(one.subject[11:].split("-")) == set(other.subject[11:].split("-"))
    return both and one.role == other.role and not same


def _wrong_part(one: Fact, other: Fact, facts: FactBook) -> bool:
    if not _is_offers(one, other) or one.role != other.role:
        return False
    return _loan(one)[0] == _loan(other)[0] and _loan(one)[1] != _loan(other)[1]


def _wrong_role(one: Fact, other: Fact, facts: FactBook) -> bool:
    alike = one.subject == other.subject and one.unit == other.unit and one.role != other.role
    return alike and one.role not in GIVEN and "rule." not in one.subject


def _wrong_unit(one: Fact, other: Fact, facts: FactBook) -> bool:
    units = ("usd", "pct", "months")
    alike = one.subject == other.subject and one.unit != other.unit
    return alike and one.unit in units and other.unit in units and one.role not in GIVEN


def _wrong_field(one: Fact, other: Fact, facts: FactBook) -> bool:
    alike = one.subject == other.subject and one.unit == other.unit and one.role == other.role
    return alike and one.role in GIVEN and one.field != other.field


def _wrong_source(one: Fact, other: Fact, facts: FactBook) -> bool:
    given = one.role in GIVEN and other.role in GIVEN and one.role != other.role
    return given and one.subject == other.subject and one.field == other.field


def _wrong_person(one: Fact, other: Fact, facts: FactBook) -> bool:
    people = {one.subject, other.subject} == {"applicant", "co_applicant"}
    return people and one.field == other.field


def _asked_or_offered(one: Fact, other: Fact, facts: FactBook) -> bool:
    """What was asked for and what is offered: 'said_principal' and 'offer.b.principal'."""
    asked, offered = (one, other) if one.subject == "request" else (other, one)
    named = asked.field if asked.role in GIVEN else asked.role
    return asked.subject == "request" and offered.subject.count(".") == 1 and (
        offered.subject.startswith("offer.") and named == offered.role
        and not facts.is_historic(offered)
    )  # fmt: skip


def _wrong_rule(one: Fact, other: Fact, facts: FactBook) -> bool:
    rules = one.subject.startswith("rule.") and other.subject.startswith("rule.")
    return rules and one.unit == other.unit and one.id != other.id


def _wrong_way_out(one: Fact, other: Fact, facts: FactBook) -> bool:
    steps = one.subject.startswith("recourse.") and other.subject.startswith("recourse.")
    if steps and one.subject == other.subject:
        return {one.role, other.role} <= {"change", "change_to"} and one.id != other.id
    return steps and one.role == other.role and one.field == other.field


KINDS = (
    Kind("wrong loan", _wrong_loan),
    Kind("wrong role", _wrong_role),
    Kind("wrong unit", _wrong_unit),
    Kind("before or after", _wrong_time),
    Kind("wrong pair", _wrong_pair),
    Kind("wrong part", _wrong_part),
    Kind("wrong field", _wrong_field),
    Kind("said or on file", _wrong_source),
    Kind("wrong person", _wrong_person),
    Kind("asked or offered", _asked_or_offered),
    Kind("seen or limit", _wrong_rule),
    Kind("wrong way out", _wrong_way_out),
)
"""Ways of taking one fact for another; the first that fits names a swap."""
