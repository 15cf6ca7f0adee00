"""Whether the words around a figure name it, and what to say where they do not.

A figure that nothing names could be taken for any other. So the reply says itself what it is: the
words are data (`knowledge/phrases/labels.toml`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from agent.replies.checks.heads import headed
from agent.replies.phrases import read, union
from agent.replies.reading import ITEM, Reading, Sentence, Stated
from agent.replies.renderer import WITH_DIRECTION, is_difference
from tools.facts import ROLES, Fact

_SELF_NAMED = frozenset({"compared", "adjective"})
_GIVEN = frozenset({"said", "on_file", "assumed", "change", "change_to"})
_TURN = re.compile(
    r";|\s-\s|, (?:but|so|while|whereas|though|although|because|since|if|yet|then)\b"
    r"|\b(?:but|while|whereas|because|although)\b"
)
_DIFFERS = re.compile(
    r"\b(?:less|more|higher|lower|extra|differ\w*|sav\w+|ris\w+|rais\w+|fall\w*|add\w*|up|down|"
    r"above|below|"
    r"apart|over|under|gap|cut\w*|shav\w+|trim\w*|drop\w*|increas\w+|decreas\w+|reduc\w+|"
    r"cheaper|smaller|"
    r"larger|bigger|off|by|than|between|compared|against|earlier|sooner|later|longer|shorter|"
    r"spare[sd]?|"
    r"improve\w*|change\w*|gain\w*|premium|on top|ahead|climb\w*|grow\w*|mov\w+|lighter|heavier|"
    r"steeper)\b"
)
_HELD_TO = re.compile(r" than (?:with |on |option |offer )*[a-h]\b(?!')")
_STOP = re.compile(r"[,;:|]|\s-\s|\b(?:but|and|while|whereas|with|because|which|if|when|than)\b")
_JOINED = re.compile(
    r"(?: (?:on|with|for|under|of|in) (?:option |offer )?[a-h])?\s*,?\s*"
    r"(?:and|or|to|up to|instead of|rather than|then|versus|vs|against|-|&)?\s*(?:from )?"
    r"(?:(?:option |offer )?[a-h]:? (?:is |at |costs |asks |would be |takes )?(?:about )?)?"
)
_LINK = (
    r"(?:(?: |^)(?:of|is|was|are|be|would|will|at|about|only|just|comes? to|takes?|exactly|now|"
    r"falls? to|"
    r"rises? to|drops? to|goes (?:up |down )?to|totals?|becomes?|stays? at|you'd pay|you pay|"
    r"below|above|"
    r"under|around|roughly))*:? $"
)
_LAST_WORD = re.compile(r"\b(?:at|is|to|with|of|costs|asks|for|by|takes|and|,|:) $")
_REACH = 48
"""So many characters behind a figure may name it."""


class Label(NamedTuple):
    """One row: what names a figure, and what is said of one that nothing names."""

    says: str
    named: re.Pattern[str]
    units: frozenset[str]
    sharp: bool
    wide: re.Pattern[str]
    """What names a figure from anywhere before it in its sentence."""
    behind: bool
    """Its words go behind a name that the reply has written itself: '40% of your income today'."""
    open: bool
    """Named by default: only a name that leads to another figure speaks against it."""


class Labels(NamedTuple):
    """The rows by role, by field, and that of limits."""

    by_role: Mapping[str, Label]
    by_field: Mapping[str, Label]
    limit: Label
    others: Mapping[tuple[Label, str], re.Pattern[str]]
    """(row, unit) -> what names another figure of that unit."""
    leading: Mapping[Label, re.Pattern[str]]
    """Row -> the name of another figure that leads straight to it."""
    following: Mapping[Label, re.Pattern[str]]
    """Row -> the name of another figure right behind it."""

    def of(self, fact: Fact) -> Label | None:
        """Return the row of a fact; None: it names itself, or nobody can take it for another."""
        if fact.role == "limit":
            return self.limit
        if fact.role in _GIVEN:
            return self.by_field.get(fact.field or "")
        return self.by_role.get(fact.role)


class Spot(NamedTuple):
    """A figure between the one before it and the one behind it."""

    ref: Stated
    label: Label
    front: str
    behind: str
    begin: int
    """Where its sentence begins."""


@lru_cache(maxsize=1)
def labels() -> Labels:
    """Read and compile the rows, once."""
    rows = [(row, _label(row)) for row in read("labels.toml")["label"]]
    units = {unit for _, label in rows for unit in label.units}
    return Labels(
        {role: label for row, label in rows for role in row.get("roles", ())},
        {field: label for row, label in rows for field in row.get("fields", ())},
        next(label for row, label in rows if row.get("limits")),
        {
            (own, unit): union(
                other.named.pattern
                for _, other in rows
                if other.sharp
                and unit in other.units
                and other.says != own.says
                and other.says not in row.get("kin", ())
            )
            for row, own in rows
            for unit in units
        },
        {own: _beside(rows, own, "leads", "(?:{})" + _LINK) for _, own in rows},
        {own: _beside(rows, own, "follows", "^ (?:{})") for _, own in rows},
    )


def _beside(
    rows: Sequence[tuple[Any, Label]], own: Label, where: str, frame: str
) -> re.Pattern[str]:
    """Compile the names of all other figures, where they touch one."""
    row = next(r for r, label in rows if label is own)
    kin, given = row.get("kin", ()), not row.get("roles")
    others = [
        r for r, label in rows
        if label.says != own.says and label.says not in kin and not (given and r.get("roles"))
    ]  # fmt: skip
    names = [name for other in others for name in other.get(where, ())]
    return union(frame.replace("{}", name) for name in names)


def _label(row: Mapping[str, Any]) -> Label:
    units = {ROLES[role] for role in row.get("roles", ())}
    if row.get("fields"):
        units |= set(row.get("units", ("usd",)))
    if row.get("limits"):
        units |= {"usd", "pct", "score", "months", "count"}
    return Label(
        row["says"], union(row["named"]), frozenset(units), row.get("sharp", False),
        union(row.get("wide", ())), row.get("placed") == "behind", row.get("open", False),
    )  # fmt: skip


class Unnamed(NamedTuple):
    """A figure that nothing names, and what would."""

    ref: Stated
    says: str
    behind: bool
    called: str
    """The name of another figure, where one leads to it or stands right behind it; else nothing."""


def unnamed(reply: Reading) -> tuple[Unnamed, ...]:
    """Return the figures of a reply that nothing names."""
    if "unnamed" not in reply.known:
        reply.known["unnamed"] = tuple(_unnamed(reply))
    found: tuple[Unnamed, ...] = reply.known["unnamed"]
    return found


def _unnamed(reply: Reading) -> Iterator[Unnamed]:
    for sentence in reply.prose:
        for ref in reply.stated_in(sentence.start, sentence.end):
            if is_difference(ref.fact) and ref.style == "plain" and ref.fact.number:
                said = reply.text[sentence.start : sentence.end]
                if ref.fact.role in WITH_DIRECTION and not _DIFFERS.search(said):
                    yield Unnamed(ref, "|compared", behind=False, called="")
        spots = list(_spots(reply, sentence))
        told = headed(reply, sentence)
        named = [spot.ref in told or _is_named(spot, reply) for spot in spots]
        _carry(reply, spots, named)
        for at, spot in enumerate(spots):
            if not named[at] and not (_leads(reply, spots, at) and not named[at + 1]):
                yield Unnamed(spot.ref, spot.label.says, spot.label.behind, _called(spot))


def _called(spot: Spot) -> str:
    """Return the name of another figure that touches this one."""
    known = labels()
    leading = known.leading[spot.label].search(spot.front)
    if leading and leading[0].endswith(": ") and _ONLY_HELD.search(spot.front[: leading.start()]):
        leading = None
    if leading and leading[0].endswith(" for ") and spot.ref.fact.role.endswith("_difference"):
        leading = None  # 'trading § a month for §': what is given for what
    found = leading or known.following[spot.label].search(spot.behind)
    return found[0].strip() if found else ""


_ONLY_HELD = re.compile(
    r"\b(?:than|next to|beside|alongside|against|compared (?:with|to)|relative to) "
    r"(?:(?:the|your|its|that|all|total) )*$"
)
"""'Small next to the interest: § against §': the name before the colon is not that of the first."""


def _leads(reply: Reading, spots: Sequence[Spot], at: int) -> bool:
    """Tell whether a like figure follows: '§ to §', which one name serves."""
    if at + 1 == len(spots) or spots[at].label.says != spots[at + 1].label.says:
        return False
    gap = reply.text[spots[at].ref.at + 1 : spots[at + 1].ref.at]
    return _JOINED.fullmatch(gap) is not None


def _spots(reply: Reading, sentence: Sentence) -> Iterator[Spot]:
    known = labels()
    refs = reply.stated_in(sentence.start, sentence.end)
    for index, ref in enumerate(refs):
        label = known.of(ref.fact)
        if label is None or ref.fact.unit not in label.units or not label.says:
            continue
        start = refs[index - 1].at + 1 if index else sentence.start
        end = refs[index + 1].at if index + 1 < len(refs) else sentence.end
        lead = "" if index else lead_of(reply, sentence)
        behind = reply.text[ref.at + 1 : min(end + 8, ref.at + _REACH, sentence.end)]
        behind = _HELD_TO.sub("", behind)
        sign = reply.text[start - 1] if index and refs[index - 1].fact.unit != "months" else ""
        yield Spot(
            ref,
            label,
            lead + _own_part(sign + reply.text[start : ref.at]),
            behind,
            sentence.start,
        )


def _own_part(front: str) -> str:
    """Leave out what stands before a turn of the sentence."""
    turns = [m.end() for m in _TURN.finditer(front)]
    return front[turns[-1] :] if turns else front


def _is_named(spot: Spot, reply: Reading) -> bool:
    if spot.ref.style in _SELF_NAMED:
        return True
    if spot.label.open:
        return not _called(spot)
    if not spot.label.sharp and labels().leading[spot.label].search(spot.front):
        return bool(re.match(r"[ ,]", spot.behind) and spot.label.named.match(spot.behind.lstrip()))
    others = labels().others[spot.label, spot.ref.fact.unit]
    own = spot.label.named.search(spot.behind)
    stop = _STOP.search(spot.behind)
    if own and not (stop and 0 < stop.start() < own.start()):
        other = others.search(spot.behind)
        if other is None or other.start() >= own.start():
            return True
    if spot.label.wide.search(reply.text, spot.begin, spot.ref.at):
        return True
    before = list(spot.label.named.finditer(spot.front))
    foreign = list(others.finditer(spot.front))
    return bool(before) and (not foreign or before[-1].end() >= foreign[-1].end())


def _carry(reply: Reading, spots: Sequence[Spot], named: list[bool]) -> None:
    """Pass a name on: '§ to § a month', 'the payment goes from § to §', 'A is § a month, B §'."""
    for at in range(len(spots) - 2, -1, -1):
        named[at] = named[at] or (named[at + 1] and _leads(reply, spots, at))
    for at, spot in enumerate(spots):
        like = [n for n in range(at) if spots[n].ref.fact.unit == spot.ref.fact.unit]
        named[at] = named[at] or _stands_as(spots, at, named)
        if named[at] or not like or spots[like[-1]].label.says != spot.label.says:
            continue
        others = labels().others[spot.label, spot.ref.fact.unit]
        named[at] = named[like[-1]] and not others.search(spot.front)


def _stands_as(spots: Sequence[Spot], at: int, named: Sequence[bool]) -> bool:
    """'§ over § at § a month, or § over § at §': what stands in the same place is the same."""
    word = _LAST_WORD.search(spots[at].front)
    return word is not None and any(
        named[n] and spots[n].label is spots[at].label and spots[n].front.endswith(word[0])
        for n in range(at)
    )


def lead_of(reply: Reading, sentence: Sentence) -> str:
    """Return the line that leads to the list a sentence stands in: 'On file: …'; else nothing."""
    if not reply.is_item(sentence):
        return ""
    start = reply.text.rfind("\n", 0, sentence.start + 1) + 1
    lines = reply.text[:start].rstrip("\n").split("\n")
    for line in reversed(lines):
        if line.strip() and not ITEM.match(line):
            return line + " " if line.rstrip().endswith(":") else ""
    return ""
