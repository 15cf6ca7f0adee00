"""What came from nowhere: values, choices, offers, applications and effects that nobody asked for.

Judged from two cases and from what a customer's message is marked as supporting.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from agent.blocks import TextBlock
from agent.conversations.records import ClosedTurn
from agent.said import Cancel, ChooseOffer, Confirm, Said, Text
from tools.case_file import CaseFile, Known
from tools.effects import (
    HandOff,
    RecordComplaint,
    RecordFeedback,
    RecordPrivacyRequest,
    SubmitApplication,
    WithdrawApplication,
)
from tools.facts import Fact

SCALES = tuple(
    Decimal(x) for x in ("1", "12", "24", "26", "52", "1000", "12000", "2080")
)  # fmt: skip
ASKS_TO_SEND = re.compile(r"(?:submit|send|file|confirm|apply)[^.!?]*\?", re.IGNORECASE)


class Message(NamedTuple):
    """What a customer says or does, and what its words support: field or act -> values."""

    text: str
    supports: Mapping[str, frozenset[str]] = {}
    said: Said | None = None
    """A button; None: the text."""


class Talk(NamedTuple):
    """A conversation as far as it went."""

    said: Mapping[str, Message]
    """By turn id, the last one included."""
    before: CaseFile
    last_reply: str
    on_file: Mapping[str, str]
    facts: Mapping[str, Fact] = {}
    """Of the conversation so far."""

    @property
    def now(self) -> Message:
        return list(self.said.values())[-1]

    def supports(self, name: str, value: str) -> bool:
        """Whether any message so far speaks for a value."""
        return any(value in m.supports.get(name, frozenset()) for m in self.said.values())


def from_nowhere(turn: ClosedTurn, talk: Talk) -> Iterator[str]:
    """List what a turn changed or set off without anybody's words."""
    yield from _values_changed(turn, talk)
    yield from _people_and_product(turn, talk)
    yield from _offers(turn, talk)
    yield from _application(turn, talk)
    yield from _effects(turn, talk)


# -- values --------------------------------------------------------------------------------------


def _values(case: CaseFile) -> dict[str, Known]:
    own = {**case.request, **case.applicant}
    return own | {f"co.{name}": known for name, known in (case.co_applicant or {}).items()}


def _values_changed(turn: ClosedTurn, talk: Talk) -> Iterator[str]:
    old, new = _values(talk.before), _values(turn.case)
    for name, known in new.items():
        if old.get(name) != known and not _is_traced(name, known, talk, turn):
            yield f"{name} = {known.value} ({known.source}, {known.words!r})"
    erased = talk.supports("privacy", "erase")
    for name, known in old.items():
        gone = name not in new and known.source == "told" and known.span is not None
        dropped = name.startswith("co.") and turn.case.co_applicant is None
        if gone and not (erased or dropped or talk.supports("forget", name)):
            yield f"{name} is gone"
    for conflict in () if erased else talk.before.conflicts:
        yield from _conflict(conflict.field, conflict.told, new.get(conflict.field), talk, turn)


_SAYS_TOLD = "use the one you just said?"
"""How the embedded engine asks a conflict back; a plain yes is then an answer."""


def _conflict(
    field: str, told: Known, now: Known | None, talk: Talk, turn: ClosedTurn
) -> Iterator[str]:
    """A conflict is settled by words about it, or by saying one value anew."""
    if any(c.field == field for c in turn.case.conflicts) or now is None:
        return
    use = "on_file" if now.source in ("on_file", "verified") else "told"
    anew = now.source == "told" and now.message != told.message
    agreed = use == "told" and "confirm" in talk.now.supports and _SAYS_TOLD in talk.last_reply
    if not (anew or agreed or talk.supports("conflicts", use)):
        yield f"the conflict about {field} is settled: {use}"


def _is_traced(name: str, known: Known, talk: Talk, turn: ClosedTurn) -> bool:
    if known.source in ("on_file", "verified"):
        return talk.on_file.get(name) == known.value or name in ("owns_gold",)
    if known.source in ("assumed", "derived"):
        return True  # named as such wherever it is shown
    if known.span is None:
        named = talk.facts.get(known.words or "")
        if named is not None:
            return named.value == known.value and _may_stand(name, named)
        return talk.supports(name.removeprefix("co."), known.value or "")
    message = talk.said.get(known.message or "")
    if message is None or known.words is None or known.words.lower() not in message.text.lower():
        return False
    if name.startswith("co.") and not talk.supports("co_applicant", "add"):
        return False
    return known.value is None or _is_read_from(Decimal(known.value), known.words)


def _may_stand(name: str, fact: Fact) -> bool:
    return fact.role.removeprefix("max_").removeprefix("min_") == name or fact.field == name


def _is_read_from(value: Decimal, words: str) -> bool:
    plain = words.lower().replace(",", "").replace("$", "")
    numbers = [
        Decimal(n) * (1000 if k else 1) for n, k in re.findall(r"(\d+(?:\.\d+)?)\s*(k)?", plain)
    ]
    if not numbers:
        return value == 0 and bool(re.search(r"\b(?:no|none|zero|nothing)\b", plain))
    exact = (*numbers, sum(numbers, Decimal(0)))
    return any(abs(n * s - value) < 1 or abs(n / s - value) < 1 for n in exact for s in SCALES)


# -- people, product, offers ---------------------------------------------------------------------


def _people_and_product(turn: ClosedTurn, talk: Talk) -> Iterator[str]:
    case, before = turn.case, talk.before
    is_new = case.product not in (None, before.product) and not case.product_assumed
    if is_new and not talk.supports("product", str(case.product)):
        yield f"product = {case.product}"
    if case.product is None and before.product and not talk.supports("privacy", "erase"):
        yield "the product is gone"
    added = case.co_applicant is not None and before.co_applicant is None
    if added and not talk.supports("co_applicant", "add"):
        yield "a co-applicant whom nobody mentioned"
    left = case.co_applicant is None and before.co_applicant is not None
    refused = case.co_applicant_refused and not before.co_applicant_refused
    if (left or refused) and not talk.supports("co_applicant", "none"):
        yield "nobody said that nobody else signs"


def _offers(turn: ClosedTurn, talk: Talk) -> Iterator[str]:
    """A change of an offer was asked for: its figures in words, automatic payment too."""
    words = " ".join(m.text.lower() for m in talk.said.values())
    roles = {"principal": "principal", "term_months": "term_months", "down_payment": "down_payment"}
    for made in turn.calls:
        if made.tool != "adjust_offer" or "refused" in made.result:
            continue
        given: dict[str, Any] = made.arguments
        if given.get("autodebit") is not None and not talk.supports("autodebit", "asked"):
            yield "automatic payment that nobody spoke of"
        for lever in ("principal", "term_months", "down_payment", "extra_monthly"):
            text = str(given.get(lever) or "").strip("[]").lower()
            if text and text not in words and f".{roles.get(lever, lever)}" not in text:
                yield f"an offer with {lever} = {text!r}"
    chosen = turn.case.chosen
    made_now = chosen is not None and talk.before.offer(chosen) is None
    if chosen not in (None, talk.before.chosen) and not made_now:
        pressed = isinstance(talk.now.said, ChooseOffer)
        if not pressed and not _is_meant(chosen or "", turn, talk):
            yield f"offer {chosen} was chosen by nobody"


def _is_meant(letter: str, turn: ClosedTurn, talk: Talk) -> bool:
    """The offer applied for: named, chosen before, the one spoken of, or the first that stands."""
    if not talk.supports("apply", "asked"):
        return False
    spoken = set(re.findall(r"\[\[offer\.([a-z]+)\.", talk.last_reply))
    first = turn.case.current[:1]
    return talk.supports("letters", letter) or letter in (talk.before.chosen, *first, *spoken)


# -- applications and effects --------------------------------------------------------------------


def _application(turn: ClosedTurn, talk: Talk) -> Iterator[str]:
    case, before, now = turn.case, talk.before, talk.now
    armed = case.proposal is not None and case.proposal != before.proposal
    if armed and case.proposal is not None:
        if not talk.supports("apply", "asked"):
            yield "an application that nobody wanted is proposed"
        if not _is_meant(case.proposal.letter, turn, talk):
            yield f"offer {case.proposal.letter} is proposed, and nobody meant it"
    filed = case.application_number != before.application_number
    if filed:
        stands = before.proposal is not None
        pressed = isinstance(now.said, Confirm) and stands
        pressed = pressed and getattr(now.said, "proposal_id", "") == getattr(
            before.proposal, "id", None
        )
        yes = "yes" in now.supports.get("confirm", ()) and ASKS_TO_SEND.search(talk.last_reply)
        if not stands or not (pressed or yes):
            yield "an application that nobody confirmed"
    status = (case.status, before.status)
    if status[0] != status[1] and not filed and not isinstance(now.said, Cancel):
        computed = case.outcome == "NOT_ON_THESE_TERMS" or case.version != before.version
        if not computed:
            yield f"the status went from {status[1]} to {status[0]}"


def _effects(turn: ClosedTurn, talk: Talk) -> Iterator[str]:
    for effect in turn.effects:
        match effect:
            case RecordPrivacyRequest() | RecordFeedback() | RecordComplaint():
                yield from _recorded(effect, talk)
            case HandOff():
                yield from _handed_on(effect, talk)
            case SubmitApplication():
                if turn.case.application_number == talk.before.application_number:
                    yield "an application is filed beside the case"
            case WithdrawApplication() if not isinstance(talk.now.said, Cancel):
                yield "an application is withdrawn by nobody"
            case _:
                pass


def _recorded(
    effect: RecordPrivacyRequest | RecordFeedback | RecordComplaint, talk: Talk
) -> Iterator[str]:
    match effect:
        case RecordPrivacyRequest() if not talk.supports("privacy", effect.request):
            yield f"a request about data that nobody made: {effect.request}"
        case RecordFeedback() if effect.rating and not talk.supports("rating", effect.rating):
            yield f"a rating that nobody gave: {effect.rating}"
        case RecordComplaint() if effect.words != talk.now.text:
            yield "a complaint in other words than the customer's"
        case _:
            pass


def _handed_on(effect: HandOff, talk: Talk) -> Iterator[str]:
    """What a colleague reads was said by the customer, or is code's own."""
    said = " ".join(m.text for m in talk.said.values())
    strange = set(re.findall(r"\d[\d,.]*\d|\d", effect.reason))
    if "complaint" not in effect.reason and any(n not in said for n in strange):
        yield f"a hand-over with figures of nobody: {effect.reason!r}"
    if "approved" in effect.reason.replace(talk.now.text[:160], ""):
        yield f"a hand-over that lies: {effect.reason!r}"


def text_of(turn: ClosedTurn) -> str:
    """The reply as its template: what the next message answers."""
    return " ".join(b.template for b in turn.blocks if isinstance(b, TextBlock))


def said_in(message: Message) -> Said:
    """The message as the advisor takes it."""
    return message.said or Text(text=message.text)
