"""Which field each figure of a message belongs to, seen with the question that is open."""

import re
from collections.abc import Sequence
from decimal import Decimal

from agent.language.answers import read_yes_no
from agent.language.quantities import Quantity, find_quantities
from agent.language.text import plain
from agent.offline.answering import OPEN_ORDER, answer_open
from agent.offline.defaults import CO_QUESTIONS, Message, default_field
from agent.offline.people import is_alone
from agent.offline.products import product_meant, product_switched_to
from agent.offline.scene import Scene
from agent.offline.slots import Slot, place, sort_of

_NO_MONEY = ("a real", "real", "one real", "a pound", "a won")
"""Currencies that are ordinary words: "a real person"."""


_SLASHES = re.compile(r"(?<=\d)/(?=\d{2,})")


_SLIPPED = re.compile(r"\b(?:my bad|oops|typo|misspoke|i mean(?:t)?|sorry|wrong|mistake)\b")
"""Said about an own slip: beside offers too it corrects the request and tries nothing out."""
CORRECTION = re.compile(
    r"\b(?:actually|sorry|i mean(?:t)?|correction|no wait|wait no|oops|my bad|make (?:it|that)"
    r"|change (?:it|that|my|the)"
    r"|not \d|wrong|mistake|typo|i misspoke|should be|should have said|rather|update"
    r"|on second thought)\b"
)


_WHAT_IF = re.compile(
    r"\b(?:what if|instead|how about|what about|and (?:if|with)|could (?:i|we|it)|can (?:i|we"
    r"|you)|would it|with|if (?:i"
    r"|we)|suppose|make (?:it|that)|try|show me|what would|put|borrow|let us see|say)\b"
)


_EXTRA = re.compile(
    r"\bextra|additional|on top|overpay|\bmore (?:a|each|per|every) month|a month more"
)


_BUDGET = re.compile(
    r"\b(?:afford|budget|manage|spare|comfortable|handle|willing to pay|keep (?:it|the payment)"
    r"|no more than|at most"
    r"|(?:can|could) (?:only )?(?:do|pay)|payments? (?:of|under|around|below|at)|what (?:can"
    r"|could|would)|how much)\b"
)


_PAYS_OFF = re.compile(
    r"pay(?:s|ing)? off|consolidat\w+|would end|get rid of|replace|costing|cost me"
)


def words_of(text: str, quantity: Quantity) -> str:
    """Return the exact words of a quantity, widened to the left until they stand only once."""
    start, end = quantity.start, quantity.end
    while end < len(text) and text[end].isalnum():
        end += 1
    lowered = text.lower()
    while start > 0 and _times(lowered, lowered[start:end]) > 1:
        space = text.rfind(" ", 0, max(start - 1, 0))
        start = space + 1 if space >= 0 else 0
    return text[start:end]


def _times(text: str, words: str) -> int:
    return len(re.findall(rf"(?<![\w.,]){re.escape(words)}(?!\w|[.,]\d)", text))


def _levers(p: str, has_offers: bool, topics: Sequence[str]) -> frozenset[str]:
    found = set()
    if _EXTRA.search(p):
        found.add("extra_monthly")
    if "afford" in topics or _BUDGET.search(p):
        found.add("monthly_payment")
    if _PAYS_OFF.search(p):
        found.add("retires_monthly")
    if has_offers:
        found.discard("retires_monthly")
    return frozenset(found)


def quantities_in(text: str) -> list[Quantity]:
    read = find_quantities(_SLASHES.sub(" ", text))
    return [q for q in read if not q.negated and q.text.lower() not in _NO_MONEY]


def _previous_fields(scene: Scene) -> list[str]:
    """Return what the message before this one told, to correct it."""
    if not scene.earlier:
        return []
    before = scene._replace(
        said=scene.earlier[-1],
        earlier=scene.earlier[:-1],
        context={**scene.context, "open_question": None, "offers": [], "signals": []},
    )
    return [s.field for s in placed(before, before.said, plain(before.said), [])]


def _closest(fields: Sequence[str], quantity: Quantity, scene: Scene) -> str | None:
    """Return the field whose known value is nearest in size: what a bare correction corrects."""
    value = quantity.value if quantity.value is not None else quantity.lo
    if value is None or value <= 0:
        return None
    best: tuple[Decimal, str] | None = None
    for field in fields:
        known = scene.known.get(field.replace("co_", "co.", 1), {}).get("value")
        if known is None or not re.fullmatch(r"\d+(?:\.\d+)?", known) or Decimal(known) <= 0:
            continue
        is_money = field not in ("credit_score", "term_months", "months_employed")
        said = value * 1000 if is_money and value < 1000 else value
        ratio = max(Decimal(known) / said, said / Decimal(known))
        best = min(best, (ratio, field)) if best else (ratio, field)
    return best[1] if best else (fields[0] if fields else None)


def placed(scene: Scene, text: str, p: str, topics: Sequence[str]) -> list[Slot]:
    """Give every figure a field: by its words, by the open question, by what is still unknown."""
    product = product_of(scene, p) or scene.product
    message = Message(scene, text, p, product, what_is_asked(scene, text, p))
    co_talk = message.open_id in CO_QUESTIONS
    levers = _levers(p, bool(scene.offers), topics)
    if scene.has("principal") and message.open_id in OPEN_ORDER and not CORRECTION.search(p):
        levers |= {"principal"}
    wanted = [f for f, _ in OPEN_ORDER.get(message.open_id, ())]
    found = place(text, quantities_in(text), product, wanted, levers, other_by_default=co_talk)
    slots = list(found.slots)
    rest = _corrected(message, found.left_over, slots)
    rest = _priced(message, rest, slots)
    rest = _answered(message, rest, slots)
    for quantity in rest:
        field = default_field(message, quantity, {s.field for s in slots})
        if field is not None:
            slots.append(Slot(field, quantity))
    return slots


def _corrected(m: Message, rest: Sequence[Quantity], slots: list[Slot]) -> list[Quantity]:
    """Take the figures that put right what the message before said; returns the others."""
    if not (CORRECTION.search(m.p) and m.scene.earlier):
        return list(rest)
    others: list[Quantity] = []
    for quantity in rest:
        weak = m.scene.offers and not _SLIPPED.search(m.p)
        before = [] if weak else _previous_fields(m.scene)
        field = _closest(before, quantity, m.scene) if sort_of(quantity) else None
        if field is None and _MAKE_IT.search(m.p) and m.scene.has("principal"):
            field = "principal" if sort_of(quantity) == "amount" else None
        if field and field not in {s.field for s in slots}:
            slots.append(Slot(field, quantity))
        else:
            others.append(quantity)
    return others


def _priced(m: Message, rest: Sequence[Quantity], slots: list[Slot]) -> list[Quantity]:
    """Take a bare amount that stands in one breath with the car: "28k used 2020 honda"."""
    taken = {s.field for s in slots} | set(m.scene.known)
    if m.product != "car" or "vehicle_price" in taken or "principal" not in taken:
        return list(rest)
    for quantity in rest:
        clause = re.split(r"[,;.](?=\s)", m.text[quantity.end :].lower())[0]
        if sort_of(quantity) == "amount" and _THING.search(clause):
            slots.append(Slot("vehicle_price", quantity))
            return [q for q in rest if q is not quantity]
    return list(rest)


def _answered(m: Message, rest: list[Quantity], slots: list[Slot]) -> list[Quantity]:
    """Take the figures that answer the open question; returns the others."""
    if m.open_id not in OPEN_ORDER or (m.scene.offers and _WHAT_IF.search(m.p)):
        return rest
    taken = {s.field for s in slots} | _already(m.scene, m.open_id, slots, rest)
    answers = list(answer_open(m.open_id, rest, taken))
    slots += answers
    return [q for q in rest if all(a.quantity is not q for a in answers)]


_MAKE_IT = re.compile(r"\b(?:make it|make that|change it to|change that to)\b")


def what_is_asked(scene: Scene, text: str, p: str) -> str:
    """Return what the figures answer: "no, just me, 110k" is about the customer's own money."""
    if scene.open_id != "co_applicant":
        return scene.open_id
    alone = is_alone(p) or read_yes_no(text).value == "NO"
    return "money" if alone or _MYSELF.search(p) else "co_applicant"


_MYSELF = re.compile(r"\bi (?:earn|make|get|am|do|have)\b|\bmy (?:income|salary|pay|own)\b")


_THING = re.compile(
    r"\b(?:car|truck|suv|van|honda|toyota|ford|tesla|subaru|civic|mazda|hatchback|sedan|pickup)\b"
)


def _already(scene: Scene, open_id: str, slots: list[Slot], rest: list[Quantity]) -> set[str]:
    """Return what a single bare figure need not answer, because it is known already."""
    order = [f for f, _ in OPEN_ORDER[open_id]]
    if len(rest) >= len(set(order)):
        return set()
    known = {f for f in order if scene.has(f.replace("co_", "co.", 1))}
    if not known and open_id in ("money", "co_money") and _small_and_monthly(rest):
        known = {order[0]}
    told_now = {s.field for s in slots}
    nothing_open = not told_now and known == set(order)
    return set() if nothing_open else known  # all known and one figure: it corrects


def _small_and_monthly(rest: Sequence[Quantity]) -> bool:
    """A single small sum "a month" is what goes out, not what comes in."""
    return any(q.period == "month" and q.value is not None and q.value < 2000 for q in rest)


def product_of(scene: Scene, p: str) -> str | None:
    """Return the product this message asks for: the first one, or another than before."""
    if scene.product is None:
        return product_meant(p)
    return product_switched_to(p, scene.product)
