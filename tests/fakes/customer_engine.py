"""A scripted customer as a brain of the local Converse server: it answers from its own prompt."""

import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.converse_steps import Step, text

ROLE = "You play a customer of a bank"
_FACT = re.compile(r"^- ([a-z ]+): (.+)$", re.MULTILINE)
_WANT = re.compile(r"a loan of this kind: ([a-z ]+)\.")
ASKED: tuple[tuple[str, str], ...] = (
    (r"how much|what amount", "I need {principal}."),
    (r"earn|income", "I earn {annual income} a year and pay {monthly obligations} a month."),
    (r"work|job|employed", "I'm {employment status}, for {months employed} months, and my score is "
     "{credit score}."),
    (r"credit score", "My score is {credit score}."),
)  # fmt: skip
"""What in a reply asks for what, the first that fits."""


def is_customer(body: Mapping[str, Any]) -> bool:
    """Tell whether a Converse request wants a customer's words, and not the advisor's."""
    return _said(body["system"]).startswith(ROLE)


def customer(body: Mapping[str, Any]) -> Step:
    """Answer the advisor's last words with the facts of the prompt; first of all, ask a thing."""
    role = _said(body["system"])
    facts, spoken = dict(_FACT.findall(role)), len(body["messages"])
    want = _WANT.search(role)
    if spoken == 1:
        return text(f"Hello, I'd like a {want[1] if want else 'personal'} loan.")
    if spoken == 3:
        return text("Does checking this hurt my credit score?")
    heard = _said(body["messages"][-1]["content"]).lower()
    ways = [way for asks, way in ASKED if re.search(asks, heard)]
    return text(re.sub(r"\{([a-z ]+)\}", lambda m: facts[m[1]], ways[0]) if ways else "Go on.")


def _said(blocks: Any) -> str:
    return "".join(block.get("text", "") for block in blocks)
