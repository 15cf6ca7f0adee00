"""Another bank's loan: its rate, amount and time change nothing here and are worked out."""

import re
from collections.abc import Mapping
from decimal import Decimal

from agent.language.quantities import Quantity
from agent.language.text import plain
from agent.offline.figures import CORRECTION, known_figures, placed, quantities_in, words_of
from agent.offline.reading import Reading
from agent.offline.scene import Scene
from agent.offline.slots import Slot

RATE = "note_rate_pct"
_SPOKEN = "[[hypothetical."
_OF_A_LOAN = frozenset({"principal", "term_months", "vehicle_price", "property_value",
                        "provider_estimate", "cost_of_attendance", "payoff_balance"})  # fmt: skip
_SENTENCE = re.compile(r"[.?!;\n](?=\s|$)")
_LEADS = re.compile(
    r"^(?:(?:ok|okay|so|hm+|well|cool|thanks|thx) )*(?:and|what about|how about|or|for|over|with"
    r"|at|if|what if|same (?:for|with|at|over)|make (?:it|that)|then|now)\b"
)
MOST_WORDS = 8
MOST_MONTHS, LEAST_MONTHS, LEAST_AMOUNT = 480, 6, 500


def read_quote(r: Reading) -> None:
    """Keep what is said of another bank's loan apart from the request."""
    rate = next((s for s in r.slots if s.field == RATE), None) or _theirs(r)
    if rate is not None and not CORRECTION.search(r.honest_p):
        _set_apart(r, rate)
    elif rate is None:
        _go_on_quoting(r)
    if rate is not None and _quoting(r.scene):
        r.quoted = {**_quoted_before(r.scene), **r.quoted}


_OTHER_BANK = re.compile(
    r"\b(?:my|another|other|a|the|their|different|local) (?:own )?(?:bank|credit union|lender"
    r"|dealer\w*)\b|\belsewhere\b|\bquoted\b"
)


def _theirs(r: Reading) -> Slot | None:
    """Read the one share named with another bank as its rate, beside our offers."""
    shares = [q for q in quantities_in(r.honest) if q.measures == "percent"]
    taken = any(s.quantity == q for s in r.slots for q in shares)
    if not r.scene.offers or len(shares) != 1 or taken or not _OTHER_BANK.search(r.honest_p):
        return None
    slot = Slot(RATE, shares[0])
    r.slots = [*r.slots, slot]
    return slot


def _set_apart(r: Reading, rate: Slot) -> None:
    """Take amount and time in the sentence of their rate for theirs, once ours are known."""
    start, end = _sentence(r.honest, rate.quantity.start)
    known = known_figures(r.scene.known)
    for slot in r.slots:
        inside = slot.field in _OF_A_LOAN and start <= slot.quantity.start < end
        settled = r.scene.offers or slot.field in known or _value(slot.quantity) in known.values()
        if not (inside and settled):
            continue
        r.told.pop(slot.field, None)
        r.changes = {f: w for f, w in r.changes.items() if f != slot.field}
        name = "term_months" if slot.field == "term_months" else "principal"
        r.quoted = {**r.quoted, name: words_of(r.honest, slot.quantity)}


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Return where the sentence around a place starts and ends."""
    ends = [m.end() for m in _SENTENCE.finditer(text)]
    start = max((e for e in ends if e <= at), default=0)
    return start, min((e for e in ends if e > at), default=len(text))


def _value(quantity: Quantity) -> Decimal:
    return Decimal(quantity.months) if quantity.months else quantity.value or Decimal(0)


def _quoting(scene: Scene) -> bool:
    return bool(scene.replies) and _SPOKEN in scene.replies[-1] and not scene.offers


def _go_on_quoting(r: Reading) -> None:
    """Read "and 48?" right after a quote as the same rate for another time or amount."""
    if not _quoting(r.scene) or len(r.p.split()) > MOST_WORDS or not _LEADS.search(r.p):
        return
    named = _named(r.honest)
    if not named or len(quantities_in(r.honest)) != len(named):
        return
    r.quoted = {**_quoted_before(r.scene), **named}
    r.told, r.changes, r.product, r.slots = {}, {}, None, []


def _named(text: str) -> dict[str, str]:
    """Return the time and the amount that a short message names."""
    found: dict[str, str] = {}
    for quantity in quantities_in(text):
        value = quantity.value or Decimal(0)
        bare = quantity.kind == "number" and not quantity.unit
        if quantity.months or (bare and LEAST_MONTHS <= value <= MOST_MONTHS):
            found["term_months"] = words_of(text, quantity)
        elif (quantity.measures == "money" or bare) and value >= LEAST_AMOUNT:
            found["principal"] = words_of(text, quantity)
    return found


def _quoted_before(scene: Scene) -> Mapping[str, str]:
    """Return rate, amount and time as they were last said, as far back as quotes were given."""
    found: dict[str, str] = {}
    for back in range(1, min(len(scene.earlier), len(scene.replies)) + 1):
        if _SPOKEN not in scene.replies[-back]:
            break
        for name, words in _said_in(scene, len(scene.earlier) - back).items():
            found.setdefault(name, words)
    return found


def _said_in(scene: Scene, at: int) -> dict[str, str]:
    text = scene.earlier[at]
    blank = {**scene.context, "open_question": None, "signals": []}
    before = scene._replace(said=text, earlier=scene.earlier[:at], context=blank, results=())
    slots = placed(before, text, plain(text), [])
    named = {s.field: words_of(text, s.quantity) for s in slots if s.field in (RATE, "term_months",
             "principal")}  # fmt: skip
    return named if RATE in named else {**named, **_named(text)}
