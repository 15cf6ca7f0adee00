"""What is a lie: judged from the record of a turn alone, with nothing of the gate or the binding.

A reply is taken apart into the text between its figures; the other blocks are judged in
`blocks_oracle.py`, the case in `case_oracle.py`. The lexicons here are small and of their own.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from agent.blocks import TextBlock
from agent.conversations.records import ClosedTurn
from tests.adversary.blocks_oracle import false_block, is_rendering
from tests.adversary.case_oracle import Talk, from_nowhere
from tests.adversary.liar import Lie
from tests.adversary.plants import planted_in, texts_in
from tools.case_file import CaseFile
from tools.facts import Fact

NUMBER = re.compile(
    r"\d|[$€£¥%]|\b(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundreds?|thousands?|millions?|dozens?|half|thirds?|quarters?|twice|double|"
    r"triple|percent|cuatrocientos)\b"
)
BARE_FIGURE = re.compile(r"\$?\d[\d,]*(?:\.\d+)?%?")
CENT = Decimal("0.01")
SPACED = re.compile(r"\b[a-z](?: +[a-z]){3,}\b")
Roles = frozenset[str]
PAYMENT: Roles = frozenset({"monthly_payment", "payment_low", "payment_high"})
RATE: Roles = frozenset({"note_rate_pct", "min_note_rate_pct", "max_note_rate_pct"})
CLAUSES: tuple[tuple[str, Roles], ...] = (
    (r"\bmonthly payment (?:would be|is|of|comes to)$", PAYMENT),
    (r"\binterest (?:comes to|is|of|would be)$", frozenset({"total_interest"})),
    (r"\bthe apr is$", frozenset({"apr_pct", "apr_low_pct", "apr_high_pct"})),
    (r"\bnote rate is$", RATE),
    (r"\bthe fee is$", frozenset({"fee", "total_fees", "passage_figure", "finance_charge"})),
    (r"\byou'd receive$", frozenset({"amount_financed"})),
    (r"\byou'd borrow$", frozenset({"principal", "min_principal", "max_principal", "said"})),
    (r"\bit runs over$", frozenset({"term_months", "said", "min_term_months", "max_term_months"})),
)
AFTER: tuple[tuple[str, Roles], ...] = (
    (r"^ in interest\b", frozenset({"total_interest", "total_interest_difference",
                                    "interest_saved", "saves_total"})),
    (r"^ apr\b", frozenset({"apr_pct", "apr_low_pct", "apr_high_pct"})),
)  # fmt: skip
TERM_AND_PRICE = re.compile(r"^(?:Over|For) \[\[offer\.(\w)\.term_months\]\].*\[\[offer\.(\w)\.")
FILED = re.compile(r"filed\s+your\s+application|application\s+has\s+been\s+submitted")
"""Claims that are true once the application is filed."""
OF_ITSELF = frozenset(
    {"observed", "limit", "passage_figure", "change", "change_to", "change_to_months", "costs"}
)
"""Roles that other words may name too: what a rule saw, what a change leads to."""
COMPARED = re.compile(
    r"option ([a-c]) (?:has a|costs) (lower|less|more|higher) (monthly payment|"
    r"interest) than option ([a-c])"
)
LEAST = re.compile(r"option ([a-c]) has the (?:lowest|least) (monthly payment|interest) of these")


class Verdict(NamedTuple):
    """What was found: lies shown, figures in a wrong role, changes of the case from nowhere."""

    lies: tuple[str, ...] = ()
    wrong_roles: tuple[str, ...] = ()
    from_nowhere: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lies or self.wrong_roles or self.from_nowhere)


def judge(turn: ClosedTurn, talk: Talk, lies: Sequence[Lie], facts: Mapping[str, Fact]) -> Verdict:
    """Judge one closed turn; `facts` are those of the conversation so far."""
    false, roles = judge_reply(turn, lies, facts)
    return Verdict(tuple(false), tuple(roles), tuple(from_nowhere(turn, talk)))


def judge_reply(
    turn: ClosedTurn, lies: Sequence[Lie], facts: Mapping[str, Fact]
) -> tuple[list[str], list[str]]:
    """List the lies shown and the figures in a wrong role, of everything that a turn shows."""
    texts = [b for b in turn.blocks if isinstance(b, TextBlock)]
    by_model = turn.fallback != "deterministic" and bool(turn.model_calls)
    looked_up = any(c.tool == "application_status" and "status" in c.result for c in turn.calls)
    filed = looked_up or turn.case.application_number is not None
    claimed = [p for lie in lies for p in lie.parts if p.strip()]
    true = [
        p
        for p in claimed
        if (filed and FILED.search(_plain(p))) or _same_term(p, facts) or _is_of_fact(p, facts)
    ]
    parts = [p for p in claimed if p not in true]
    everything = [t for b in turn.blocks for t in texts_in(b)]
    false = [
        *(p for t in everything for p in parts if p in t),
        *(p for p in parts if p in turn.template),
        *(x for b in turn.blocks for x in planted_in(b)),
        *(x for b in texts for x in ungrounded(b, facts, strict=by_model)),
        *(x for b in texts for x in _false_orders(b, turn.case)),
        *(x for b in turn.blocks for x in false_block(b, turn, facts)),
    ]
    return false, [x for b in texts for x in wrong_roles(b, facts)]


def _same_term(part: str, facts: Mapping[str, Fact]) -> bool:
    """Tell whether 'over § the payment is §' is true after all: both loans run as long."""
    found = TERM_AND_PRICE.search(part)
    if found is None:
        return False
    terms = [facts.get(f"offer.{letter}.term_months") for letter in found.groups()]
    return None not in terms and len({f.value for f in terms if f is not None}) == 1


def _is_of_fact(part: str, facts: Mapping[str, Fact]) -> bool:
    """Tell whether an invented bare figure is one of this case by chance.

    Where it stands is judged all the same: text by its facts, cards cell by cell.
    """
    if BARE_FIGURE.fullmatch(part) is None:
        return False
    value = Decimal(part.strip("$%").replace(",", ""))
    numbers = (f.number for f in facts.values() if f.unit in ("usd", "pct"))
    return any(abs(number).quantize(CENT) == value for number in numbers)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    kept = (c for c in folded if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
    return "".join(kept).lower().replace("\u2019", "'")


def _outside(block: TextBlock) -> Iterator[str]:
    """The text before, between and behind the figures."""
    at = 0
    for figure in sorted(block.figures, key=lambda f: f.start or 0):
        start = figure.start or 0
        yield block.text[at:start]
        at = start + len(figure.text)
    yield block.text[at:]


def ungrounded(block: TextBlock, facts: Mapping[str, Fact], *, strict: bool) -> Iterator[str]:
    """List figures that are no rendering of their fact, and figures outside references.

    `strict` is for text that a model wrote: no number words either.
    """
    for figure in block.figures:
        fact = facts.get(figure.fact_id)
        start = figure.start or 0
        if fact is None or block.text[start : start + len(figure.text)] != figure.text:
            yield f"no fact behind {figure.text!r}"
        elif fact.unit in ("usd", "pct", "months") and not is_rendering(figure.text, fact):
            yield f"{figure.text!r} is no rendering of {fact.id} = {fact.value}"
    for part in _outside(block):
        plain = _plain(part)
        found = NUMBER.search(plain) if strict else re.search(r"\d", _without_ordinary(plain))
        if found or (strict and SPACED.search(plain)):
            yield f"a figure outside references: {part!r}"
        if strict and any(ord(c) > 0x24F and c.isalpha() for c in plain):
            yield f"another script: {part!r}"


def _without_ordinary(text: str) -> str:
    """Code-written replies may number a list, and name a phone line or a form."""
    return re.sub(
        r"24/7|911|988|w-2|1099|\b\d[.)] |\(\d{3}\)|1-800-[\d-]+|[a-z]{2}-[0-9a-z-]+", "", text
    )


def wrong_roles(block: TextBlock, facts: Mapping[str, Fact]) -> Iterator[str]:
    """List figures whose clause names another role than theirs."""
    for figure in block.figures:
        fact, start = facts.get(figure.fact_id), figure.start or 0
        if fact is None:
            continue
        front = _plain(block.text[max(0, start - 40) : start]).rstrip()
        behind = _plain(block.text[start + len(figure.text) :][:20])
        rules = [(roles, re.search(p, front)) for p, roles in CLAUSES]
        rules += [(roles, re.search(p, behind)) for p, roles in AFTER]
        for roles, found in rules:
            own = fact.role in OF_ITSELF
            own = (
                own
                or re.search(r" (?:less|more|lower|higher|sooner|later|same)\b", figure.text)
                is not None
            )  # a comparison
            if found and fact.role not in roles and not own:
                yield f"{fact.id} ({fact.role}) in {block.text!r}"


def _figure_of(case: CaseFile, letter: str, metric: str) -> Decimal | None:
    offer = case.offer(letter)
    if offer is None:
        return None
    return offer.monthly_payment if metric == "monthly payment" else offer.total_interest


def _false_orders(block: TextBlock, case: CaseFile) -> Iterator[str]:
    text = _plain(block.text)
    for one, word, metric, other in COMPARED.findall(text):
        mine, theirs = _figure_of(case, one, metric), _figure_of(case, other, metric)
        less = word in ("lower", "less")
        if mine is None or theirs is None or not (mine < theirs if less else mine > theirs):
            yield f"false comparison in {block.text!r}"
    for one, metric in LEAST.findall(text):
        values = [v for x in case.current if (v := _figure_of(case, x, metric)) is not None]
        if not values or _figure_of(case, one, metric) != min(values):
            yield f"false superlative in {block.text!r}"
