"""A figure in a table is what its column or its row says, of the offer that one of them names."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agent.replies.checks.anchors import loan_of
from agent.replies.checks.role_words import suits
from agent.replies.factbook import FactBook, letters_of
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import RoleWords, phrases
from agent.replies.reading import SIGN, Reading, Stated
from tools.facts import Fact

_LETTER = re.compile(
    r"^\W*(?:(?:option|offer|card|choice|loan)\s)?"
    r"([a-h])\b(?!'|(?<=a) (?!(?:with|without|and|or|on|at|over|for|plus|as|is|instead)\b)[a-z])",
    re.IGNORECASE,
)
"""The letter of an offer; no article: 'A month', 'A year's interest'."""
_APR = re.compile(r"\baprs?\b")
_MONTHS = re.compile(
    r"\b(?:months|term|time|years|length|duration|runs|how long|tenor|payoff|paid off|pay it off|"
    r"done|finished|over|ends?|debt-free|period)\b"
)
_SCORE = re.compile(r"\bscore\b")
_TOLD = frozenset({"said", "on_file"})
_IN_OTHER_WORDS = {"months_employed": re.compile(r"\btime\b.*\b(?:job|work|business|place)\b")}
_SAY_NO_FIELD = frozenset({"monthly", "annual", "months", "other", "payment", "loan"})
_HOUSING = re.compile(r"\bhous(?:e|ing)\b|\bhome\b")
_UNSAID = "neither column nor row says that {} is the share for housing"
_OWN = re.compile(r"\W*(?:you|yours|your (?:figure|case|request|side|value)|seen|observed)\W*")
_AMOUNT = re.compile(r"\b(?:amount|loan|borrow(?:ed)?|principal)\b")


def tables(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a cell whose column and row do not say what it is, or say another thing."""
    head: list[Cell] = []
    caption = NOTHING
    for sentence in reply.sentences:
        if not reply.is_row(sentence):
            if words := reply.text[sentence.start : sentence.end].strip():
                head, caption = [], Cell(words, (), frozenset())
            continue
        cells = [_cell(reply, start, end) for start, end in reply.cells(sentence)]
        head = head or cells
        yield from _row(reply, cells, head, caption)


class Cell(NamedTuple):
    """One cell: its words, the figures in it, and the offers that it speaks of."""

    text: str
    refs: tuple[Stated, ...]
    letters: frozenset[str]


def _cell(reply: Reading, start: int, end: int) -> Cell:
    text, refs = reply.text[start:end].strip(), reply.stated_in(start, end)
    named = _LETTER.match(text)
    own = {x for r in refs for x in letters_of(loan_of(r.fact.subject))}
    return Cell(text.replace(SIGN, " "), refs, frozenset({named[1].lower()} if named else own))


def _row(
    reply: Reading, cells: Sequence[Cell], head: Sequence[Cell], caption: Cell
) -> Iterator[GateFinding]:
    for column, cell in enumerate(cells):
        above = head[column] if column < len(head) else NOTHING
        if not above.text and head[0].text and not head[0].refs:
            above = head[0]  # one word over the whole table: "Yearly income"
        labels = [c for c in (above, cells[0]) if c is not cell]
        for ref in cell.refs:
            lines = [caption] if ref.fact.subject.endswith(tuple(_LINES)) else []
            why = _objection(ref, cell, [*labels, *lines], reply.facts)
            if why:
                yield reply.finding("tables", ref.at, ref.at + 1, why)


NOTHING = Cell("", (), frozenset())


def _objection(ref: Stated, cell: Cell, labels: Sequence[Cell], facts: FactBook) -> str | None:
    fact = ref.fact
    foreign = _of_another_offer(ref, (cell, *labels), facts)
    if foreign:
        return foreign
    if fact.unit in ("date", "text"):
        return None
    said = [c.text for c in (cell, *labels)]
    words = [word for text in said for word in _words(text)]
    swapped = fact.role == "limit" and any(_OWN.fullmatch(text) for text in said)
    if swapped or any(fact.role in word.refused for word in words):
        return f"{ref.id} stands under a word that it is not"
    if any(suits(fact, word) for word in words if fact.unit in word.units and not word.refused):
        return None
    if fact.role in _TOLD and _is_named(fact.field or "", said):
        return None
    if fact.role == "apr_pct" and any(_APR.search(text) for text in said):
        return None
    if fact.unit == "score" and any(_SCORE.search(text) for text in said):
        return None
    if fact.unit == "pct" and _measure(fact) == "front_end_pct":
        return None if any(_HOUSING.search(text) for text in said) else _UNSAID.format(ref.id)
    named = {"months": _MONTHS, "usd": _AMOUNT}.get(fact.unit)
    plain = fact.role in ("term_months", "principal") or fact.field in ("term_months", "principal")
    if plain and named and (not words or any(named.search(text) for text in said)):
        return None
    return f"neither column nor row says that this is {fact.role.replace('_', ' ')}"


def _of_another_offer(ref: Stated, cells: Sequence[Cell], facts: FactBook) -> str | None:
    own = set(letters_of(loan_of(ref.fact.subject)))
    if own and any(c.letters and not c.letters & own for c in cells):
        return f"{ref.id} stands in the column or row of another offer"
    letters = {x for c in cells for x in c.letters}
    if _is_other_line(ref.fact, letters, [c.text for c in cells], facts):
        return f"{ref.id} is not what the offer of its column or row has"
    return None


_LINES = {
    ".autodebit": re.compile(r"\bauto|\bdebit|\bdiscount"),
    ".extra": re.compile(r"\bextra|\bmore\b"),
    ".also": re.compile(r"\balso\b|\bor\b|\binstead\b"),
}


def _is_other_line(fact: Fact, letters: set[str], said: Sequence[str], facts: FactBook) -> bool:
    """Tell whether a figure is as asked for, or of another line, where an offer is named."""
    for line, words in _LINES.items():
        if fact.subject.endswith(line):
            return not any(words.search(text) for text in said)
    if fact.subject != "request" or len(letters) != 1:
        return False
    role = fact.field or "" if fact.role in ("said", "assumed") else fact.role
    own = facts.of(f"offer.{next(iter(letters))}", role)
    return own is not None and own.value != fact.value


def _is_named(field: str, said: Sequence[str]) -> bool:
    """Tell whether a label says the field of a figure that the customer or the file gave."""
    parts = set(field.split("_")) - _SAY_NO_FIELD
    words = _IN_OTHER_WORDS.get(field)
    named = words is not None and any(words.search(text.lower()) for text in said)
    return named or any(part in text for part in parts for text in said)


def _measure(fact: Fact) -> str | None:
    """Return what a figure measures: for a rule's, what the rule compares."""
    return phrases().measures.get(fact.subject.removeprefix("rule."))


def _words(label: str) -> list[RoleWords]:
    known = phrases()
    found = (known.role_rows.every(m[0]) for m in known.role_pattern.finditer(label))
    return [row for rows in found for row in rows if not row.neutral]
