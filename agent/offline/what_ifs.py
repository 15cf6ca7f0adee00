"""What-ifs on shown offers: levers in the customer's words, or a card shown, by its own fact."""

import re
from collections.abc import Sequence
from decimal import Decimal

from agent.language.quantities import find_quantities
from agent.language.text import plain
from agent.offline.figures import known_figures, words_of
from agent.offline.phrases import is_question, policy_topic
from agent.offline.references import (
    changed_from,
    letters_in,
    named_letters,
    talked_about,
    term_letters,
)
from agent.offline.relative_changes import relative_change
from agent.offline.scene import Scene
from agent.offline.slots import Slot

AUTODEBIT = re.compile(
    r"\bauto ?(?:pay|debit|payments?|thing|drafts?)\b|\bautomatic(?:ally)?\b"
    r"|(?:take|pull|debit)(?: it| the money)?(?: from)? my (?:bank )?account|direct debit"
    r"|standing order"
)


WITHOUT = re.compile(r"\b(?:without|no|not|remove|drop|turn off|cancel|off)\b")


Levers = tuple[dict[str, str | bool], frozenset[str]]
"""The levers of adjust_offer, and the fields that are not recorded because of them."""


def changes_in(
    scene: Scene, text: str, p: str, slots: Sequence[Slot], topics: Sequence[str]
) -> Levers:
    """Split what-ifs on shown offers from new facts."""
    fields = [s.field for s in slots]
    if scene.product == "mortgage_refinance" and _LEAVES.search(p):
        return {}, frozenset({"term_months"})  # "if I sell in two years" asks for the break-even
    if not scene.offers or _tells_a_fact(scene, text, slots):
        return {}, frozenset()
    card = _bare_time(scene, text, p) or _relative_term(scene, text, slots)
    if card:
        return card, frozenset({"term_months", "principal"})
    relative = _against_shown(scene, text, p)
    if relative:
        return relative, frozenset({"term_months", "principal", "down_payment"})
    if amount_letters(scene, slots):
        return {}, frozenset({"principal"})
    nearest = None if fields or topics else _nearest_term(scene, p)
    if nearest is not None:
        return {"term_months": f"offer.{nearest}.term_months"}, frozenset()
    pointed = term_letters(p, scene.offers)
    if pointed and _ASKS_FIGURE.search(p) and set(fields) <= {"term_months"}:
        return {}, frozenset({"term_months"})  # "what is the total for the 48 one"
    names_card = pointed and re.search(r"\b(?:one|offer|option|plan|loan)\b", p)
    if names_card and set(fields) <= {"term_months"} and not AUTODEBIT.search(p):
        return {}, frozenset({"term_months"})  # "the 20 year one" is a card that is shown
    if "compare" in topics and len(pointed) > 1:
        return {}, frozenset({"term_months"})
    return _levers_said(scene, text, p, slots, topics)


_A_TIME_ALONE = re.compile(
    r"(?:(?:yes|yeah|ok|okay|over|for|in|make it|let us say|then|so) )*\S+ (?:months?|years?|yrs?)"
)


def _tells_a_fact(scene: Scene, text: str, slots: Sequence[Slot]) -> bool:
    """Tell whether a message beside offers tells something and tries nothing out."""
    other = any(s.field not in _LEVER_FIELDS for s in slots)
    return other or _confirms_time(scene, text, slots) or _puts_right(scene, text, slots)


_DENIES = re.compile(r"\b(?:not|isn't|wasn't)(?: \$)?\s*\$?$")


def _puts_right(scene: Scene, text: str, slots: Sequence[Slot]) -> bool:
    """Tell whether what is known is denied beside its new value: "it's 3,000 down, not 2,000"."""
    found = find_quantities(text)
    denied = {q.value for q in found if _DENIES.search(text[: q.start].lower())}
    known = known_figures(scene.known)
    return any(known.get(slot.field) in denied for slot in slots if slot.field in known)


def _confirms_time(scene: Scene, text: str, slots: Sequence[Slot]) -> bool:
    """Tell whether a time is told that the offers so far assumed: "3 years. and is there a fee"."""
    if [s.field for s in slots] != ["term_months"] or scene.has("term_months"):
        return False
    slot = slots[0]
    if slot.quantity.months != scene.offers[0].get("term_months"):
        return False
    sentence = _SENTENCE.split(text[: slot.quantity.start])[-1] + text[slot.quantity.start :]
    return _A_TIME_ALONE.fullmatch(plain(_SENTENCE.split(sentence)[0])) is not None


_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)")
_BARE_TIME = re.compile(
    r"(?:(?:and|or|hm+|um|so|well|but|nah|no|nope|ok|okay|then|what about|how about|with|maybe|the)"
    r" )+\d{1,3}(?: one| then| instead| please)?"
)
_OF_TIME = re.compile(r"\b(?:months?|mos?|years?|yrs?|longer|shorter)\b")


def _bare_time(scene: Scene, text: str, p: str) -> dict[str, str | bool] | None:
    """Read a bare figure as another time: "and 15?" right after a message about 30 years."""
    before = scene.earlier[-1].lower() if scene.earlier else ""
    if not (_BARE_TIME.fullmatch(p) and _OF_TIME.search(before)):
        return None
    return {"term_months": re.findall(r"\d+", text)[-1]}


def _levers_said(
    scene: Scene, text: str, p: str, slots: Sequence[Slot], topics: Sequence[str]
) -> Levers:
    """The levers as the customer named them; a correction of the request is none."""
    unfit = scene.context.get("outcome") == "FITS_WITH_CHANGES" and _SETTLES.search(p)
    firm = not is_question(text, p) and (_CHANGES_REQUEST.search(p) or unfit)
    if firm or _CORRECTS_REQUEST.search(p):
        slots = [s for s in slots if s.field == "extra_monthly"]
    changes: dict[str, str | bool] = {s.field: words_of(text, s.quantity) for s in slots}
    if "compare" in topics and "term_months" in changes:
        times = [q for q in find_quantities(text) if q.measures == "duration"]
        shown = {int(o.get("term_months") or 0) for o in scene.offers}
        others = [q for q in times if q.months not in shown] or times
        changes["term_months"] = others[0].text if others else changes["term_months"]
    if AUTODEBIT.search(p) and not _HAS_TO.search(p):
        changes["autodebit"] = not WITHOUT.search(p)
    taken = frozenset(changes)
    beside = set(changes) & {"autodebit", "extra_monthly"}
    if beside and len(changes) > 1 and term_letters(p, scene.offers):
        changes.pop("term_months", None)  # "the 60 month one" says which card is meant
    if "apply" in topics and set(changes) <= {"term_months"} and letters_in(p, scene.offers):
        changes = {}  # "let's go with the 48 months" chooses a card
    return changes, taken


_ASKS_FIGURE = re.compile(
    r"^(?!.*\b(?:if|auto\w*|without|extra)\b).*\b(?:what|how much|whats)\b.*\b(?:total|interest"
    r"|payment|monthly|apr|rate|cost|fees?)\b"
)
_LEAVES = re.compile(r"\b(?:sell|move out|moving out|selling)\b")
_HAS_TO = re.compile(
    r"\b(?:have to|must|need to|required|mandatory|obligat\w+|compulsory|what is|what does)\b"
)
"""A question whether something has to be is no wish to have it."""


_CHANGES_REQUEST = re.compile(
    r"\b(?:i (?:actually )?(?:need|want to borrow|meant|said|forgot)|correction|wrong|mistake"
    r"|let us say|fine(?= \d)"
    r"|change (?:my|the) (?:amount|request|loan|application))\b"
)


_SETTLES = re.compile(
    r"^(?:ok |okay |then |well |so |fine )*\$?\d[\d.,]*(?: ?(?:k|grand|thousand|dollars))?"
    r"(?: please)?$"
    r"|\b(?:make (?:it|that)|then|instead|i will (?:take|borrow|do)|we will (?:take|do))\b"
)
"""Beside a request that does not fit, these settle on another one."""


def asks_more_down(scene: Scene, p: str) -> bool:
    """Tell whether somebody asks what down payment would bring a request inside the limits."""
    unfit = scene.context.get("outcome") in ("FITS_WITH_CHANGES", "NOT_ON_THESE_TERMS")
    return unfit and _MORE_DOWN.search(p) is not None


_MORE_DOWN = re.compile(
    r"\bhow (?:much|big)\b(?: \w+){0,7}? (?:down|deposit)\b(?! (?:to|by) \d)"
    r"|\b(?:what|which|how much)(?: \w+){0,4} down ?payment\b"
)


def puts_down(scene: Scene) -> bool:
    """Tell whether something is put down already, said or as what the price leaves."""
    return scene.has("down_payment") or scene.product == "home"


def _against_shown(scene: Scene, text: str, p: str) -> dict[str, str | bool] | None:
    """Read "5k more", "half of that" against the offer that was talked about last."""
    named = named_letters(p, scene.offers)
    letter = named[0] if named else talked_about(scene.offers, scene.replies)
    if not named and _ANOTHER_WAY.match(p):
        letter = changed_from(scene.replies) or letter
    letter = letter or str(scene.offers[0]["letter"])
    found = relative_change(text, letter)
    if found and "down_payment" in found and not puts_down(scene):
        return None  # nothing was put down yet that it could be more than
    return dict(found) if found else None


_ANOTHER_WAY = re.compile(r"(?:ok |okay |so |hm+ )*(?:and|or|what about|how about)\b")


def amount_letters(scene: Scene, slots: Sequence[Slot]) -> tuple[str, ...]:
    """Return the card of an amount that only one card has: "17,400 then"."""
    amounts = [s.quantity.value for s in slots if s.field == "principal"]
    if len(slots) != 1 or not amounts or amounts[0] is None:
        return ()
    had = {str(o["letter"]): Decimal(str(o.get("principal") or 0)) for o in scene.offers}
    same = [x for x, amount in had.items() if amount in (amounts[0], amounts[0] * 1000)]
    return tuple(same) if len(same) == 1 and len(set(had.values())) > 1 else ()


_SOONER = re.compile(r"^\W*(?:earlier|sooner|shorter|faster|less|quicker)\b")


_LATER = re.compile(r"^\W*(?:later|longer|more)\b")


_SHORTER = re.compile(
    r"\b(?:shorter|sooner|earlier|faster|quicker|fewer months|year less|less time)\b"
)
_LONGER = re.compile(r"\b(?:longer|stretch it|spread it|lower payments?|smaller payments?)\b")


def wants_other_time(scene: Scene, p: str) -> bool:
    """Tell whether a shorter or longer time is wanted than any card has."""
    words = len(p.split()) <= MOST_WORDS and not any(c.isdigit() for c in p)
    asks = bool(_SHORTER.search(p) or _LONGER.search(p)) and policy_topic(p) is None
    asks = asks and not letters_in(p, scene.offers)
    return bool(scene.offers) and words and asks and _nearest_term(scene, p) is None


MOST_WORDS = 7


def _nearest_term(scene: Scene, p: str) -> str | None:
    """Return the card that is next in time for "a bit shorter", "that but longer"."""
    if policy_topic(p) is not None or named_letters(p, scene.offers):
        return None
    letter = talked_about(scene.offers, scene.replies)
    shown = next((o for o in scene.offers if o.get("letter") == letter), scene.offers[0])
    base = int(shown.get("term_months") or 0)
    terms = {int(o.get("term_months") or 0): str(o["letter"]) for o in scene.offers}
    if _SHORTER.search(p):
        return terms.get(max((t for t in terms if t < base), default=-1))
    if _LONGER.search(p):
        return terms.get(min((t for t in terms if t > base), default=-1))
    return None


def _relative_term(scene: Scene, text: str, slots: Sequence[Slot]) -> dict[str, str | bool] | None:
    """Read "a year earlier": the card that ends then, named by its own fact; no sum is done here.

    None where no term is named that way, or no card shown ends then.
    """
    for slot in slots:
        if slot.field != "term_months" or slot.quantity.months is None:
            continue
        after = text[slot.quantity.end :].lower()
        sign = -1 if _SOONER.search(after) else 1 if _LATER.search(after) else 0
        if not sign:
            continue
        base = int(scene.offers[0].get("term_months") or 0)
        wanted = base + sign * slot.quantity.months
        other = next((o for o in scene.offers if o.get("term_months") == wanted), None)
        return {"term_months": f"offer.{other['letter']}.term_months"} if other else None
    return None


_CORRECTS_REQUEST = re.compile(
    r"\b(?:no wait|wait no|no sorry|oops|my bad|typo|i mean(?:t)?|correction|i misspoke"
    r"|scratch (?:that|the|\d))\b"
)


_LEVER_FIELDS = ("principal", "term_months", "down_payment", "extra_monthly")
