"""What a message tells about the people: words by field, choices, who signs, which value stands."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from agent.language.quantities import find_quantities
from agent.language.text import plain
from agent.offline.answering import CO_QUESTIONS
from agent.offline.choices import Chosen, choices_in
from agent.offline.figures import loan_of_facts, placed, product_of, what_is_asked
from agent.offline.filling_records import JOINT, PARTY
from agent.offline.filling_sums import PLUS, told_in
from agent.offline.offered import joins_then
from agent.offline.owners import names_both, speaks_of_other
from agent.offline.people import (
    RELATIVE,
    drops_named,
    is_alone,
    mentions_two,
    named_after_asking,
    named_as_they,
    puts_back,
    says_both,
    wants_two,
)
from agent.offline.phrases import is_question
from agent.offline.scene import Scene
from agent.offline.slots import Slot
from agent.offline.wording import variants


def slots_about_debt(slots: Sequence[Slot]) -> bool:
    """Tell whether a message lists debts: "my auto payment is 300" is one of them."""
    return any(s.plain == "monthly_obligations" for s in slots)


def slots_told(scene: Scene, text: str, p: str, topics: Sequence[str]) -> list[Slot]:
    """Give figures their fields; once they name the loan themselves, they are read as its own."""
    slots = placed(scene, text, p, topics)
    if scene.product or product_of(scene, p):
        return slots
    loan = loan_of_facts({*(s.field for s in slots), *scene.known})
    if loan is None:
        return slots
    return placed(scene._replace(context={**scene.context, "product": loan}), text, p, topics)


def party_of_two(
    scene: Scene, text: str, p: str, told: dict[str, str], slots: Sequence[Slot]
) -> bool:
    """Keep the other person's figures only if they would sign; returns whether to ask."""
    joint = any(s.field == JOINT for s in slots)
    other = any(f.startswith("co_") for f in told)
    asked = _asked_whether_they_sign(scene)
    signing = (
        bool(scene.context.get("co_applicant"))
        or (other and asked and not scene.context.get("co_applicant_refused"))
        or scene.open_id in CO_QUESTIONS
        or (_joins(scene, text, p) and not is_alone(p))
        or ((product_of(scene, p) or scene.product) == "education" and other)
    )
    if signing:
        return False
    for field in [f for f in told if f.startswith("co_")]:
        del told[field]
    if asked:
        return False
    if joint and "annual_income" not in told and not is_alone(p):
        return True  # two incomes in one figure: whose they are is asked first
    refused = scene.context.get("co_applicant_refused")
    if _PAY_OF_OTHER.search(p) and not refused:
        return True
    return other or (mentions_two(p) and not refused and not is_alone(p))


_PAY_OF_OTHER = re.compile(
    rf"\b(?:his|her|their|(?:my|our) (?:\w+ )?{RELATIVE}(?:'s|s)?) (?:\w+ )?(?:pension|income"
    rf"|salary"
    r"|wages?|pay ?checks?|social security|disability|benefits|earnings|job pays?)\b.*\d"
)
"""Somebody else's pay, whatever its size."""


def _asked_whether_they_sign(scene: Scene) -> bool:
    """Tell whether it was asked before: going on with both people's figures is a yes."""
    return any(way in template for template in scene.replies for way in variants("other_income"))


_SHARED = re.compile(
    r"\b(?:together|between (?:us|the two of us)|both of us|our (?:\w+ )?(?:bills|debts|payments?"
    r"|rent|expenses)|we (?:both |all )?(?:pay|owe|spend)(?!.*\b(?:his|hers?|my|mine)\b))\b"
)


_EACH = re.compile(r"\bwe (?:both )?(?:pay|spend|owe)(?: \S+){1,5} each\b(?! month| of)")


def add_shared(text: str, told: dict[str, str]) -> None:
    """What two people pay together is paid once: "together we pay 800 a month"."""
    words = told.get("monthly_obligations")
    if words and "co_monthly_obligations" not in told and _EACH.search(text.lower()):
        told["co_monthly_obligations"] = words
    elif words and "co_monthly_obligations" not in told and _SHARED.search(text.lower()):
        told["co_monthly_obligations"] = told["shared_obligations"] = words


_ALSO = re.compile(
    r"\b(?:also|plus|another|as well|on top|forgot|additional(?:ly)?|too|besides"
    r"|and there(?: i|')?s)\b"
)
_INSTEAD = re.compile(
    r"\b(?:total|altogether|in all|all in|all told|everything|instead|actually|wait|sorry|mean[t]?"
    r"|so (?:it|that) (?:is|was|would be)|makes? it|comes? to|now (?:it|that) is"
    r"|correct\w*|not)\b"
)


def adds_to(scene: Scene, p: str, told: dict[str, str]) -> None:
    """Add a payment that was left out to those told before: "also 260 for the car"."""
    words, known = told.get("monthly_obligations"), scene.known.get("monthly_obligations", {})
    if words is None or PLUS in words or known.get("source") != "told":
        return
    again = {str(q.value) for q in find_quantities(words) if q.value is not None}
    if len(again) == 1 and Decimal(again.pop()) == Decimal(known.get("value") or 0):
        return  # the same once more is no second one
    if _ALSO.search(p) and not _INSTEAD.search(p) and not _readable_none_only(words):
        told["monthly_obligations"] = f"applicant.said_monthly_obligations + {words}"


def _readable_none_only(words: str) -> bool:
    return not any(c.isdigit() for c in words)


def _joins(scene: Scene, text: str, p: str) -> bool:
    asked = plain(scene.earlier[-1]) if scene.earlier else ""
    return wants_two(text, p) or joins_then(text) or named_after_asking(p, asked)


_REMEMBERED = 12
"""Messages back in which the other person's figures are looked for."""


def remembered(scene: Scene, told: Mapping[str, str]) -> dict[str, str]:
    """Return what was said of the other person before it was clear that they would sign.

    Figures told in an earlier message are not asked for again once somebody says yes.
    """
    found: dict[str, str] = {}
    for at in range(len(scene.earlier) - 1, max(len(scene.earlier) - _REMEMBERED - 1, -1), -1):
        lowered = scene.earlier[at].lower()
        of_other = speaks_of_other(lowered, len(lowered), default=False) and not names_both(lowered)
        blank = {
            **scene.context,
            "open_question": {"id": "co_money" if of_other else "money"},
            "known": {f: k for f, k in scene.known.items() if f not in PARTY},
            "offers": [],
            "signals": [],
        }
        before = scene._replace(
            said=scene.earlier[at], earlier=scene.earlier[:at], context=blank, results=()
        )
        text = before.said
        slots = placed(before, text, plain(text), [])
        said = told_in(text, slots, frozenset(), scene.product)
        if "co_monthly_obligations" not in {**told, **found}:
            add_shared(text, said)
        for field, words in said.items():
            if (field.startswith("co_") or field == "shared_obligations") and field not in told:
                found.setdefault(field, words)
    return found


def add_choices(scene: Scene, text: str, p: str, product: str | None, told: dict[str, str]) -> None:
    other = scene.open_id in ("co_applicant", "co_money", "co_score")
    keeps_other = (
        other or scene.context.get("co_applicant") or any(f.startswith("co_") for f in told)
    )
    people = plain(named_as_they(text))
    other = scene.open_id in ("co_money", "co_score") or (
        scene.open_id == "co_applicant" and mentions_other_person(p)
    )
    other = other and what_is_asked(scene, text, p) in ("co_applicant", "co_money", "co_score")
    for choice in choices_in(
        text, people, product or scene.product, scene.open_id, other_by_default=other
    ):
        if choice.is_co and not keeps_other:
            continue
        if choice.value == "Employed" and _is_told(scene) and not _WORKS.search(p):
            continue  # a time alone changes nothing about the kind of work
        if not choice.is_co and _works_beside_studies(scene, choice, p):
            continue
        told.setdefault(f"co_{choice.field}" if choice.is_co else choice.field, choice.value)
    if "months_employed" in told and not scene.has("employment_status"):
        told.setdefault("employment_status", "Employed")  # a time in a job is work


_A_FEW_HOURS = re.compile(
    r"\b(?:(?:few|couple|some|odd|two|three) (?:of )?(?:shifts|hours|evenings|days)|part time"
    r"|weekends?|campus job|work study|on campus|side job|summer job|basically nothing)\b"
)


def _works_beside_studies(scene: Scene, choice: Chosen, p: str) -> bool:
    """Tell whether a student says that they work a few hours: they stay a student."""
    studies = scene.known.get("employment_status", {}).get("value") == "Student"
    works = choice.field == "employment_status" and choice.value in ("Employed", "Part-time")
    return studies and works and _A_FEW_HOURS.search(p) is not None


_WORKS = re.compile(r"employ|\bwork|\bjob|salar|full time")


def _is_told(scene: Scene) -> bool:
    return scene.known.get("employment_status", {}).get("source") == "told"


def co_applicant(
    scene: Scene, text: str, p: str, answer: str, told: Mapping[str, str]
) -> Literal["add", "none"] | None:
    """Tell whether somebody joins, or nobody does; None where nothing was said of it."""
    asked = scene.open_id == "co_applicant"
    there = bool(scene.context.get("co_applicant"))
    others = any(f.startswith("co_") for f in told)
    if is_alone(p) and not others:
        about = asked or there or scene.open_id in CO_QUESTIONS or _SIGNING.search(p)
        return "none" if about else None
    if asked and answer == "NO" and not others:
        return "none"
    if there and drops_named(text):
        return "none"
    if there:
        return "add" if wants_two(text, p) and not told else None
    if puts_back(text) and scene.product:
        return "add"
    supposed = _SUPPOSES.search(p) is not None and not _OF_US.search(p)
    supposed = supposed or says_both(p)
    if (_joins(scene, text, p) and (supposed or not _asks_to_join(text, p))) or others:
        return "add"
    if asked and answer == "YES":
        return "add"
    if _ASKS_WHO.search(p) and not told:
        return None
    return "add" if asked and mentions_other_person(p) else None


_SENTENCES = re.compile(r"(?<=[.?!;\n])\s+|\s+-\s+|,\s+(?:and|plus|also)\s+", re.IGNORECASE)


def _asks_to_join(text: str, p: str) -> bool:
    """Tell whether joining is what is asked; a question beside it leaves it told."""
    if not is_question(text, p):
        return False
    parts = [part for part in _SENTENCES.split(text) if part]
    told = [part for part in parts if not is_question(part, plain(part))]
    return not any(wants_two(part, plain(part)) or joins_then(part) for part in told)


_SUPPOSES = re.compile(
    r"^(?:\w+ ){0,3}(?:what if|how about|what about(?: if)?|suppose|say|and if|ok if)"
    r" (?:i )?(?:\w+ )?(?:my|he|she|they|add|i add|i apply|we)\b"
)
"""A second person tried out by name is one to go on with: "what if my aunt signs too"."""
_OF_US = re.compile(
    r"\b(?:later|after|miss|stops?|dies?|divorce|quits?|leaves?|change[sd]? (?:his|her))\b"
)
_ASKS_WHO = re.compile(
    r"\b(?:does|do|must|should|can|could|is|has) (?:it|that|this|they|the other (?:one|person))"
    r"(?: \w+)? ?(?:(?:have|has|need|needs|got) to |only |always )?be\b"
)
"""A question who it may or has to be names people and brings nobody."""


_SIGNING = re.compile(r"\b(?:co|apply\w*|sign\w*|co ?sign\w*|borrow\w*|loan)\b")


def mentions_other_person(p: str) -> bool:
    """Tell whether the answer to "can anyone sign with you?" names somebody."""
    return speaks_of_other(p, len(p), default=False)
