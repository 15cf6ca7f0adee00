"""A figure is not named by a word that is measured in another unit."""

import re
from collections.abc import Iterator

from agent.replies.checks.leading import BESIDE
from agent.replies.checks.role_words import ADVERB, RoleWord, suits
from agent.replies.phrases import RoleWords
from agent.replies.reading import SIGN, Stated
from tools.facts import Fact

_SHARE_OF = re.compile(r"\s(?:of|more|less|lower|higher|off|below|above|points?|apr|\()\b|\s?\(")
_OF_ANY_UNIT = frozenset(
    {"obligations", "income", "down payment", "price", "score", "days", "wait"}
)
"""Words that also stand beside a share, a date or a count without naming it."""


def of_another_unit(
    text: str, refs: list[Stated], found: list[RoleWord], taken: set[int]
) -> Iterator[tuple[Stated, str]]:
    """'The payment is 33%', '8.57% in interest': what is named is not measured in that unit."""
    for ref in refs:
        for word in found:
            spoken = text[word.start : word.end]
            if _says_no_unit(text, word, ref, spoken):
                continue
            colon = word.end <= ref.at and ":" in text[word.end : ref.at]
            told = colon and text[: word.start].endswith(("what ", "as "))
            if told or (colon and (word.start in taken or _heads_a_list(text, word, ref, refs))):
                continue
            if (
                _may_be_in(ref.fact, word.row)
                or "date" in word.row.units
                or not _names_it(text, word, ref)
            ):
                continue
            yield ref, spoken


def _says_no_unit(text: str, word: RoleWord, ref: Stated, spoken: str) -> bool:
    """Tell whether a word stands beside figures of any unit, or of another than it names."""
    if word.row.neutral or word.row.refused or word.row.name in _OF_ANY_UNIT:
        return True
    if spoken.startswith("you ") or (ADVERB.fullmatch(spoken) and ref.fact.unit != "usd"):
        return True
    if spoken.endswith("income") and (
        ref.fact.field in _INCOMES or ref.fact.role == "residual_income"
    ):
        return True
    return ref.fact.unit == "months" and _OF_MONTHS.search(text[: word.start]) is not None


_INCOMES = frozenset({"annual_income", "other_income", "net_income", "income_said_before"})
_OF_MONTHS = re.compile(r"\b(?:months|time|years) $")
"""'Months saved', 'time saved': the word in front says what is measured."""


def _heads_a_list(text: str, word: RoleWord, ref: Stated, refs: list[Stated]) -> bool:
    """'Time and interest: § and §', 'with automatic payment: § over §': a colon before a list."""
    if BESIDE.search(text[: word.start]):
        return True
    later = [r for r in refs if r.at > ref.at]
    return any(suits(r.fact, word.row) and r.fact.unit in word.row.units for r in later)


def _may_be_in(fact: Fact, row: RoleWords) -> bool:
    """A text ("30 days") carries its own unit; a telephone number is a figure of no kind."""
    return fact.unit in row.units or (fact.unit == "text" and fact.role not in _NO_AMOUNT)


_NO_AMOUNT = frozenset({"phone", "reference"})


def _names_it(text: str, word: RoleWord, ref: Stated) -> bool:
    """Tell whether a word stands so close to a figure that it says what it is."""
    unit, spoken = ref.fact.unit, text[word.start : word.end]
    if word.start > ref.at:
        in_another = unit in ("usd", "pct", "rank") or spoken.startswith("in ")
        return word.row.side != "before" and in_another and text[ref.at + 1 : word.start] == " "
    gap = text[word.end : ref.at]
    if word.row.side == "after" or SIGN in gap or not _STATES.fullmatch(gap):
        return False
    if unit == "pct":
        is_rate = spoken == "interest" and ref.fact.role in _RATES
        if word.row.name == "term":
            return text[: word.start].endswith("runs ")
        return not is_rate and not _SHARE_OF.match(text, ref.at + 1)
    if unit == "months":
        return word.row.name != "loan, behind" and not spoken.endswith(" of")
    if unit == "date":
        on_a_day = word.row.name in ("last payment", "extra payment", "payments", "time gained")
        return not on_a_day
    return word.row.name != "term" or text[: word.start].endswith("runs ")


_RATES = frozenset({"note_rate_pct", "min_note_rate_pct", "max_note_rate_pct"})
_STATES = re.compile(
    r"(?: (?:would|will|could|might))?(?: (?:be|is|was|are|come to|comes to|of|about|around|"
    r"just|only|"
    r"roughly|exactly|amounts? to))* |: ?"
)
