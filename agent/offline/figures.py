"""Which field each figure of a message belongs to, seen with the question that is open."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from agent.language.answers import read_yes_no
from agent.language.gold import is_of_gold
from agent.language.quantities import Quantity, find_quantities
from agent.language.quantity import in_full
from agent.language.text import plain
from agent.offline.act_model import product_heard
from agent.offline.answering import CO_QUESTIONS, OPEN_ORDER
from agent.offline.asked_loan import asked_about
from agent.offline.chat_spelling import legible
from agent.offline.filling import fill
from agent.offline.filling_at_work import worked
from agent.offline.filling_balances import lists_what_is_owed
from agent.offline.filling_corrected import in_units
from agent.offline.filling_model import ONLY_FOR, TIMES_AND_RATES
from agent.offline.filling_named import named_plainly
from agent.offline.filling_records import Situation
from agent.offline.loyalty import is_loyalty
from agent.offline.people import is_alone
from agent.offline.products import phrased_product
from agent.offline.scene import Scene
from agent.offline.slots import Slot, gold_words
from agent.offline.switching import switched_to
from agent.offline.whose_home import house_loan, is_any_house
from agent.offline.wishes import tells_means

_NO_MONEY = ("a real", "real", "one real", "a pound", "a won")
"""Currencies that are ordinary words: "a real person"."""


_SLASHES = re.compile(r"(?<=\d)/(?=\d{2,})")


_SLIPPED = re.compile(
    r"\b(?:too (?:much|high|low|little|long|short)|my bad|oops|typo|misspoke|i mean(?:t)?|sorry"
    r"|wrong|mistake)\b"
)
"""Said about an own slip: beside offers too it corrects the request and tries nothing out."""
CORRECTION = re.compile(
    r"\b(?:actually|sorry|i mean(?:t)?|correction|no wait|wait no|oops|my bad|make (?:it|that)"
    r"|change (?:it|that|my|the)"
    r"|not \d|wrong|mistake|typo|i misspoke|should be|should have said|rather|update"
    r"|on second thought|too (?:much|high|low|little|long|short))\b"
)
_EXTRA = re.compile(
    r"\bextra|additional|on top|overpay|\bmore (?:a|each|per|every) month|a month more"
)
_BUDGET = re.compile(
    r"\b(?:afford|budget|manage|spare|comfortable|handle|willing to pay|keep (?:it|the payment)"
    r"|no more than|at most|limit|max(?:imum)?|ceiling|tops"
    r"|(?:can|could) (?:only )?(?:do|pay)|payments? (?:of|under|around|below|at)|what (?:can"
    r"|could|would)|how much)\b"
)


_PAYS_OFF = re.compile(
    r"pay(?:s|ing)? off|clear(?:ing)? (?:my|our|the|all)|wip(?:e|ing) out|consolidat\w+"
    r"|would end|get rid of|replace|costing|cost me"
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


def levers_of(p: str, has_offers: bool, topics: Sequence[str]) -> frozenset[str]:
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
    read = [_before_its_noun(q, text) for q in find_quantities(legible(_SLASHES.sub(" ", text)))]
    kept = [q for q in read if not q.negated and q.text.lower() not in _NO_MONEY]
    kept = [q for q in kept if not (q.months and is_loyalty(text, q))]
    kept = [q if _AT_A_RATE.search(text[: q.start]) else in_full(q) for q in kept]
    kept = in_units(text, kept)
    return [_paid(q) if _IS_PAID.match(text[q.end :]) else q for q in kept]


_LABELS_NEXT = re.compile(r"\s*[:=]?\s*\$?\d")


def _before_its_noun(quantity: Quantity, text: str) -> Quantity:
    """Give a noun that names the next figure to that one: "income 0 debts 0" counts no debts."""
    counts = quantity.kind == "number" and quantity.unit and " " in quantity.text
    if not counts or not _LABELS_NEXT.match(text, quantity.end):
        return quantity
    if not _LABELLED.search(text[: quantity.start]):
        return quantity
    figure = quantity.text.split(" ")[0]
    return quantity._replace(text=figure, unit="", end=quantity.start + len(figure))


_LABELLED = re.compile(
    r"\b(?:income|salary|earnings?|pay|rent|debts?|score"
    r"|loan)\W*$",
    re.IGNORECASE,
)
"""Each figure of a list that begins so stands behind its word."""
_AT_A_RATE = re.compile(r"\b(?:at|rate|interest)(?: is| of| was)? $", re.IGNORECASE)
"""Before "6.125" a rate is named, and no thousands."""
_IS_PAID = re.compile(r"\s*(?:(?:a|per|each|every|/) ?(?:month|mo)\b|monthly\b)", re.IGNORECASE)


def _paid(quantity: Quantity) -> Quantity:
    """Take a figure that is paid each month for no score: "728 score, 300 a month"."""
    return quantity._replace(unit="", period="month") if quantity.unit == "score" else quantity


def what_is_asked(scene: Scene, text: str, p: str) -> str:
    """Return what the figures answer: "no, just me, 110k" is about the customer's own money."""
    if scene.open_id != "co_applicant":
        return scene.open_id
    alone = is_alone(p) or read_yes_no(text).value == "NO"
    return "money" if alone or _MYSELF.search(p) else "co_applicant"


_MYSELF = re.compile(r"\bi (?:earn|make|get|am|do|have)\b|\bmy (?:income|salary|pay|own)\b")


def product_of(scene: Scene, p: str) -> str | None:
    """Return the product this message asks for: the first one, or another than before."""
    if scene.product is None:
        return _first_product(scene, p)
    if scene.product == "home" and not scene.offers and not _names_price(scene):
        found = house_loan(scene.said, scene.earlier)
        if found:
            return found
    return switched_to(scene.said, scene.product, scene.open_id)


def _names_price(scene: Scene) -> bool:
    """Tell whether a purchase is certain: its price or own money for it is known."""
    return scene.has("property_value") or scene.has("down_payment")


def loan_of_facts(fields: Collection[str]) -> str | None:
    """Return the loan that these facts are told for, where only one has them all.

    A sum tells more than a time: before the loan is known, thirty years may be taken for studies.

    >>> loan_of_facts({"property_value", "down_payment", "deferment_months"})
    'home'
    >>> loan_of_facts({"rent"}) is None
    True
    """
    sums = [field for field in fields if field not in TIMES_AND_RATES]
    named = [f for f in sums if f in ONLY_FOR] or [f for f in fields if f in ONLY_FOR]
    having = [set(ONLY_FOR[field]) for field in named]
    loans = set.intersection(*having) if having else set()
    return loans.pop() if len(loans) == 1 else None


def _first_product(scene: Scene, p: str) -> str | None:
    """Once an amount has been said, things in a list of income and debts are no purpose."""
    if scene.has("principal") and tells_means(p):
        return None
    if is_any_house(p):
        return None
    if any(is_any_house(plain(said)) for said in scene.earlier[-2:]):
        found = house_loan(scene.said, scene.earlier)
        if found:
            return found
    phrased = phrased_product(scene.said, p)
    heard = product_heard(scene.said, phrased, scene.meaning_of(scene.said))
    return asked_about(scene, heard, p)


def known_figures(known: Mapping[str, Mapping[str, object]]) -> dict[str, Decimal]:
    """Return every known figure by field, 'co_' in front for the other person."""
    figures: dict[str, Decimal] = {}
    for name, fact in known.items():
        value = str(fact.get("value"))
        if re.fullmatch(r"\d+(?:\.\d+)?", value):
            figures[name.replace("co.", "co_", 1)] = Decimal(value)
    return figures


def placed(scene: Scene, text: str, p: str, topics: Sequence[str]) -> list[Slot]:
    """Give every figure a field: by its words, by the open question, by what is still unknown."""
    figures, situation = situated(scene, text, p, topics)
    if scene.open_id == "hours":
        figures = [q for q in figures if q.value is None or q.value > _MOST_HOURS]
    if scene.open_id == "period":
        figures = [q for q in figures if q.months not in (1, 12)]  # "a month" says what for
    if len(figures) == 1 and _asks_another_time(scene, p):
        return [Slot("term_months", figures[0])]
    if len(figures) == 1 and scene.open_id == "adult" and _MAY_BE_AGE.fullmatch(figures[0].text):
        return [Slot("has_capacity", figures[0])]
    asks_amount = scene.open_id in ("purpose", "principal") and not scene.has("principal")
    if asks_amount and lists_what_is_owed(text, figures, scene.earlier):
        return [Slot("principal", figure) for figure in figures]
    slots = [Slot(field, quantity) for field, quantity in fill(text, figures, situation)]
    slots = named_plainly(text, figures, slots, situation)
    return [*slots, *worked(text, figures, slots, has_offers=bool(scene.offers))]


def situated(
    scene: Scene, text: str, p: str, topics: Sequence[str]
) -> tuple[list[Quantity], Situation]:
    """Return the figures of a message and what they are read against."""
    product = product_of(scene, p) or scene.product
    open_id = what_is_asked(scene, text, p)
    known = known_figures(scene.known)
    corrects = bool(CORRECTION.search(p)) and bool(scene.earlier)
    corrects = corrects and (not scene.offers or bool(_SLIPPED.search(p)))
    situation = Situation(
        product=product,
        open_fields=tuple(OPEN_ORDER.get(open_id, ())),
        known=known,
        has_offers=bool(scene.offers),
        terms=frozenset(int(o.get("term_months") or 0) for o in scene.offers),
        levers=levers_of(p, bool(scene.offers), topics),
        about_other=open_id in CO_QUESTIONS,
        has_other=bool(scene.context.get("co_applicant")),
        wrong=_called_wrong(text, known),
        corrected=_said_before(scene) if corrects else (),
    )
    figures = _without_gold(text, quantities_in(text), product, in_part=knows_gold(scene))
    return figures, situation


_MOST_HOURS = 100
"""As many hours a week at most are worked; asked for them, a small figure is nothing else."""
_MAY_BE_AGE = re.compile(r"[1-9]\d")
_ANOTHER_TIME = re.compile(
    r"(?:(?:and|or|ok|then|vs|versus|what about|how about|what if|for|over|with|maybe|an?|the) )+"
    r"(?:\d{1,2}|1[0-8]0|2[14]0|3[06]0)(?: one)?"
)


def _asks_another_time(scene: Scene, p: str) -> bool:
    """Tell whether a bare figure is a time: "and a 30" right after a question about 15 years."""
    if scene.offers or not scene.earlier or not _ANOTHER_TIME.fullmatch(p):
        return False
    return "term_months" in _said_before(scene)


def knows_gold(scene: Scene) -> bool:
    """Tell whether gold was named before, or is asked for: then a part of it says something."""
    return scene.product == "gold" and (scene.open_id == "gold" or scene.has("gold_items"))


def _without_gold(
    text: str, found: list[Quantity], product: str | None, *, in_part: bool
) -> list[Quantity]:
    """Leave out weight and karat: "30 grams, 22k" is gold, not money."""
    named = product in (None, "gold") and gold_words(text, in_part=in_part) is not None
    return [q for q in found if not is_of_gold(q, found)] if named else found


def _called_wrong(text: str, known: Mapping[str, Decimal]) -> tuple[str, ...]:
    """Return the fields whose known value is named as the wrong one: "58k, not 48"."""
    wrong = [q for q in find_quantities(text) if q.negated and q.value is not None]
    return tuple(f for f, v in known.items() if any(_same(q, v) for q in wrong))


def _same(quantity: Quantity, known: Decimal) -> bool:
    value = quantity.value or Decimal(0)
    yearly = value * 12 if quantity.period == "month" else value
    return known in (value, value * 1000, yearly) or quantity.months == known


def _said_before(scene: Scene) -> tuple[str, ...]:
    """Return what the message before this one told."""
    said = {q.value for q in quantities_in(scene.earlier[-1])}
    now_known = known_figures(scene.known)
    own = [f for f, v in now_known.items() if v in said or v / 1000 in said]
    known = {f: k for f, k in scene.known.items() if f.replace("co.", "co_", 1) not in own}
    before = scene._replace(
        said=scene.earlier[-1],
        earlier=scene.earlier[:-1],
        context={**scene.context, "open_question": None, "signals": [], "known": known},
    )
    return tuple(s.field for s in placed(before, before.said, plain(before.said), []))
