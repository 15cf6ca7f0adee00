"""Wishes: what a call sets off has to be asked for by the customer.

A figure is bound to words (`agent/binding.py`), a choice has words that speak for it
(`agent/evidence.py`), an act has a wish (`agent/acts.py`). Here stands what the customer said and
whether it asks to settle a conflict, to take something back, to change who signs or to look at
another loan. A wish that is not heard costs one question.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from agent.evidence import (
    means_another,
    product_is_spoken_for,
    somebody_else_is_spoken_of,
)
from agent.language.answers import YesNo, read_yes_no
from agent.language.machine_talk import without_machine_talk
from agent.language.quantities import find_quantities
from agent.language.text import plain
from agent.offline.figures import loan_of_facts
from agent.offline.heard import Heard
from agent.offline.offered import taken_up
from agent.offline.people import drops_named, is_alone
from agent.offline.scene import Scene
from agent.offline.understand import understand
from agent.replies.phrases import read, union
from tools.case_file import CaseFile, Conflict, Known
from tools.context import ToolContext
from tools.fields import BY_NAME

NOBODY = "The customer has spoken of nobody who would sign too."
_QUESTION = re.compile(r"[^.!?\n]*\?")
WHOLE_REPLY = ("conflict_question",)
"""Asked about in more than the question itself: "… is on file. Shall I use the new one?"."""
MOST_WORDS_OF_AN_ANSWER = 5
"""A longer message says something of its own: "I'd like to apply" is no yes to anything."""


@lru_cache(maxsize=1)
def wish_words() -> Mapping[str, re.Pattern[str]]:
    """Read knowledge/phrases/wishes.toml once: each lexicon as one pattern."""
    return {name: union(row["patterns"]) for name, row in read("wishes.toml").items()}


class Wishes(NamedTuple):
    """What the customer said, on what case, after which replies of ours."""

    context: ToolContext
    replies: Sequence[str] = ()
    """Our reply templates, oldest first."""

    @property
    def case(self) -> CaseFile:
        return self.context.case

    @property
    def said(self) -> str:
        """The last message."""
        return self.context.messages[-1].text if self.context.messages else ""

    def heard(self) -> Heard:
        """Read the last message as the offline engine would, against what is open."""
        asked = self.case.asked
        open_id = "conflict" if self.case.conflicts else asked[-1] if asked else None
        known = {c.field: {"value": c.on_file.value} for c in self.case.conflicts}
        context = {
            "conflicts": [c.field for c in self.case.conflicts],
            "known": known,
            "open_question": {"id": open_id} if open_id else None,
            "co_applicant": self.case.co_applicant is not None,
        }
        return understand(Scene(self.said, context))

    def takes_up(self) -> str | None:
        """Return the other loan that our last reply held out, where the message takes it."""
        scene = Scene(self.said, {"product": self.case.product}, replies=tuple(self.replies))
        return taken_up(scene, plain(self.said), read_yes_no(self.said).value)

    def answers(self, what: str) -> YesNo:
        """Read a yes or no, if our last reply asked about `what` (a lexicon of words.toml)."""
        last = self.replies[-1] if self.replies else ""
        asked = last if what in WHOLE_REPLY else " ".join(_QUESTION.findall(last))
        answer = read_yes_no(self.said)
        short = answer.whole or len(self.said.split()) <= MOST_WORDS_OF_AN_ANSWER
        if not short or not wish_words()[what].search(plain(asked)):
            return YesNo.UNCLEAR
        return answer.value

    def says(self, what: str) -> bool:
        """Tell whether the last message holds words of a lexicon of words.toml.

        What is written for a machine is no wish: "submit_application({…})".
        """
        return wish_words()[what].search(plain(without_machine_talk(self.said))) is not None


# -- fields of the case --------------------------------------------------------------------------


def unspoken(arguments: Mapping[str, Any], wishes: Wishes) -> Iterator[tuple[str, str]]:
    """List the arguments of record_details that the customer has not asked for, and why."""
    product = arguments.get("product")
    spoken_for = _names_product(str(product), wishes) or product == _loan_told(arguments, wishes)
    if product not in (None, wishes.case.product) and not spoken_for:
        yield "product", "The customer has not said what the loan is for. Ask the customer."
    if not _signs(arguments.get("co_applicant"), wishes):
        yield "co_applicant", NOBODY
    if arguments.get("conflicts") and not _settles(str(arguments["conflicts"]), wishes):
        yield "conflicts", "The customer has not said what to use. Ask the customer."
    if arguments.get("another") and not _asks_for_another(product, wishes):
        yield "another", "The customer has not asked for a further loan. Ask the customer."
    names = arguments.get("forget") or ()
    if any(not _takes_back(name, wishes) for name in names):
        yield "forget", "The customer has taken nothing of that back."


def _loan_told(arguments: Mapping[str, Any], wishes: Wishes) -> str | None:
    """Return the loan that the facts told name: a price and own money are those of a home."""
    before = (name for name, known in wishes.case.request.items() if known.source == "told")
    return loan_of_facts({*arguments, *before})


def _asks_for_another(product: object, wishes: Wishes) -> bool:
    """Tell whether a loan beside the filed one is wanted: another product, or words for it."""
    other = product not in (None, wishes.case.product) and _names_product(str(product), wishes)
    return other or wishes.says("asks_for_another")


def is_nobody(context: ToolContext) -> bool:
    """Tell whether no second person is known and the customer has spoken of none."""
    return context.case.co_applicant is None and not somebody_else_is_spoken_of(context.messages)


def _names_product(product: str, wishes: Wishes) -> bool:
    """A purpose is named, or meant; what has no product of its own becomes a personal loan."""
    messages = wishes.context.messages
    if product_is_spoken_for(product, messages):
        return True
    if wishes.takes_up() == product:
        return True
    unnamed = product == "personal" and wishes.case.product is None
    return (
        unnamed
        and not means_another(product, messages)
        and any(wish_words()["a_purpose"].search(plain(m.text)) is not None for m in messages)
    )


def _signs(answer: object, wishes: Wishes) -> bool:
    """Tell whether "add" or "none" follows from words about somebody else."""
    if answer == "add":
        return not is_nobody(wishes.context)
    if answer != "none" or wishes.case.co_applicant_refused:
        return True
    asked = "co_applicant" in wishes.case.asked
    asked = asked or somebody_else_is_spoken_of(wishes.context.messages)
    says_no = asked and read_yes_no(wishes.said).value is YesNo.NO
    alone = any(
        is_alone(plain(m.text)) or drops_named(m.text) for m in wishes.context.messages[-2:]
    )
    return says_no or alone or wishes.says("signs_alone")


def _settles(use: str, wishes: Wishes) -> bool:
    """Tell whether the last message chose between what was told and what is on file."""
    answer = wishes.answers("conflict_question")
    if answer is not YesNo.UNCLEAR:
        return use == ("told" if answer is YesNo.YES else "on_file")
    if read_yes_no(wishes.said).whole:
        return False  # a yes to something else
    figures = {q.value for q in find_quantities(wishes.said) if q.value is not None}
    if any(_worth(c, use) & figures for c in wishes.case.conflicts):
        return True
    if figures and not wishes.says("chooses_a_value"):
        return False
    heard = wishes.heard() if wishes.says("chooses_a_value") else None
    if heard is not None and heard.conflicts is not None:
        return heard.conflicts == use
    return any(_is_the_end(c, use, plain(wishes.said)) for c in wishes.case.conflicts)


def _worth(conflict: Conflict, use: str) -> set[Decimal]:
    """The value meant, in dollars and in thousands."""
    value = (conflict.told if use == "told" else conflict.on_file).value or ""
    if not re.fullmatch(r"\d+(?:\.\d+)?", value):
        return set()
    return {Decimal(value), Decimal(value) / 1000, Decimal(value) / 12}


def _is_the_end(conflict: Conflict, use: str, said: str) -> bool:
    """'The higher one': of two figures, the one that is."""
    told, filed = _worth(conflict, "told"), _worth(conflict, "on_file")
    if not told or not filed:
        return False
    higher = "told" if max(told) > max(filed) else "on_file"
    if re.search(r"\b(?:higher|highest|bigger|larger)\b", said):
        return use == higher
    return re.search(r"\b(?:lower|lowest|smaller)\b", said) is not None and use != higher


def _takes_back(name: str, wishes: Wishes) -> bool:
    """Tell whether the last message takes back this field: by its name, its words, or 'that'.

    What is not known may be passed over where the customer does not know it.
    """
    field = name.removeprefix("co_")
    known = wishes.case.known(f"co.{field}" if name.startswith("co_") else field)
    if known is None and field in BY_NAME and wishes.says("does_not_know"):
        return True
    if not wishes.says("takes_back") or field not in BY_NAME:
        return False
    said = plain(wishes.said)
    label = [w for w in BY_NAME[field].label.lower().split() if len(w) > 3]
    named = any(re.search(rf"\b{re.escape(w)}", said) for w in (*label, *field.split("_")))
    return named or (known is not None and _is_meant(known, wishes))


def _is_meant(known: Known, wishes: Wishes) -> bool:
    if known.words and known.words.lower() in wishes.said.lower():
        return True
    value = known.value or ""
    figures = {q.value for q in find_quantities(wishes.said)}
    if re.fullmatch(r"\d+(?:\.\d+)?", value) and Decimal(value) in figures:
        return True
    recent = [m.turn_id for m in wishes.context.messages[-2:]]
    pointed = re.search(r"\b(?:that|it|this|what i|never ?mind|last)\b", plain(wishes.said))
    return known.message in recent and not figures and pointed is not None
