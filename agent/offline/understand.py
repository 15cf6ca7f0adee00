"""From a message and what is open to what was heard. Deterministic; nothing is decided here."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from agent.language.answers import read_yes_no
from agent.language.quantities import Quantity, find_quantities
from agent.language.signals import Signal, find_signals
from agent.language.text import plain
from agent.offline.choices import choices_in
from agent.offline.heard import Heard
from agent.offline.people import is_alone, mentions_two, named_as_they, speaks_of_other, wants_two
from agent.offline.phrases import glossary_term, is_question, policy_topic, topics_of
from agent.offline.products import product_meant, product_switched_to, with_pictures
from agent.offline.references import letters_in, term_letters
from agent.offline.scene import Scene
from agent.offline.slots import (
    OPEN_ORDER,
    Placed,
    Slot,
    answer_open,
    gold_words,
    place,
    sort_of,
)

_NO_MONEY = ("a real", "real", "one real", "a pound", "a won")
"""Currencies that are ordinary words: "a real person"."""
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?\n]+|$)")
_SLASHES = re.compile(r"(?<=\d)/(?=\d{2,})")
_CORRECTION = re.compile(
    r"\b(?:actually|sorry|i mean(?:t)?|correction|no wait|wait no|oops|make (?:it|that)"
    r"|change (?:it|that|my|the)"
    r"|not \d|wrong|mistake|typo|i misspoke|should be|should have said|rather|update"
    r"|on second thought)\b"
)
_WHAT_IF = re.compile(
    r"\b(?:what if|instead|how about|what about|and (?:if|with)|could (?:i|we|it)|can (?:i|we"
    r"|you)|would it|with|if (?:i"
    r"|we)|suppose|make (?:it|that)|try|show me|what would|put|borrow|let us see|say)\b"
)
_UNSURE = re.compile(
    r"\b(?:not sure|no idea|do not know|dunno|\bidk\b|unsure|no clue|can not (?:say|remember)"
    r"|hard to say|skip|pass"
    r"|whatever|you tell me|not certain|never checked|have not checked|i forgot|does not matter)\b"
)
_NONE = re.compile(
    r"\b(?:no (?:other )?(?:debts?|payments?|rent|mortgage|loans?|bills|aid|savings)|none"
    r"|nothing(?! much)|zero|nil"
    r"|debt ?free|(?:do not|don't|dont) (?:have|pay|owe) any(?:thing)?)\b",
    re.IGNORECASE,
)
_NO_SCORE = re.compile(
    r"\b(?:no (?:credit )?(?:score|history|file|credit)(?: history| file| score)?|never had (?:a "
    r"|any )?(?:credit|loan|score)"
    r"(?: \w+)?|(?:do not|don't|dont) have (?:a |any )?(?:credit|score)(?: \w+)?|without (?:a "
    r"|any )?(?:credit|score)(?: \w+)?)",
    re.IGNORECASE,
)
_AUTODEBIT = re.compile(
    r"\bauto ?(?:pay|debit|payments?)\b|\bautomatic(?:ally)?\b"
    r"|(?:take|pull|debit) it from my account"
)
_WITHOUT = re.compile(r"\b(?:without|no|not|remove|drop|turn off|cancel|off)\b")
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
_NEED = re.compile(
    r"\b(?:need|want|like|looking|borrow|loan|lend|buy|buying|get|finance|refinance|help|for|pay)\b"
)
_FILE = re.compile(
    r"\b(?:on file|the file|your (?:records?|figure|number|one)|what you have|the (?:old|first"
    r"|bank|existing) one"
    r"|yours|from the bank|keep (?:it|that|the old))\b"
)
_MINE = re.compile(
    r"\b(?:mine|my (?:figure|number|one|new)|what i (?:said|told)"
    r"|the (?:new|latest|second|updated) (?:one|number|figure|total|amount)|new one|the one"
    r" i (?:said|gave|told))\b"
)
_SHARE_DOWN = re.compile(r"\s*(?:down|deposit|of the price)")

DROPPED_WITH: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("why_ask", ("why",)),
    ("why_price", ("why", "recourse")),
    ("complaint", ("why_price", "hostile")),
    ("discrimination", ("complaint", "why_price", "hostile", "why")),
    ("falsify", ("recourse", "afford", "why", "qualify")),
    ("injection", ("why_price", "odds", "summary", "off_topic")),
    ("human", ("bot", "apply", "recourse")),
    ("erase", ("undo", "access")),
    ("odds", ("apply", "status", "qualify", "afford")),
    ("waive", ("why_price",)),
    ("compare", ("recourse", "why_price")),
    ("withdraw", ("apply", "status", "undo")),
    ("status", ("compare", "apply")),
    ("afford", ("recourse", "qualify")),
    ("bot", ("off_topic",)),
    ("feedback_up", ("thanks",)),
    ("feedback_down", ("hostile",)),
)
"""What a topic makes moot: "this is discrimination" is a complaint already."""

ON_OFFERS = frozenset({"compare", "schedule", "apply", "why_price"})
"""Only about offers that were shown; before that they are questions for the policy or nothing."""
BY_PRODUCT = ("documents", "fees", "amounts and terms", "rates", "worth it")
"""Headings that every product's policy has."""
ANSWERED_BY_WORDS = frozenset(
    {"waive", "match", "why_ask", "bot", "odds", "human", "status", "erase", "access", "hardship",
     "scam", "self_harm", "complaint", "discrimination", "falsify", "injection", "summary", "undo"}
)  # fmt: skip
"""A question that is one of these is not looked up in the policy."""
SMALL_TALK = frozenset({"thanks", "greeting", "bye", "wants_loan"})
BESIDE_SIGNALS: dict[str, str] = {"are_you_human": "bot"}
"""Signals of agent/language that have another name as a topic here; the rest keep theirs."""
UNTRUE = ("falsify", "injection")


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


def _honest_part(text: str, signals: Sequence[Signal]) -> str:
    """Blank the clauses that ask for something untrue, so that no figure is read from them."""
    for signal in signals:
        if signal.kind in UNTRUE:
            blank = " " * (signal.end - signal.start)
            text = text[: signal.start] + blank + text[signal.end :]
    return text


def _topics(signals: Sequence[Signal], p: str) -> list[str]:
    kinds = ("sympathy" if s.cause == "illness" else BESIDE_SIGNALS.get(s.kind, s.kind)
             for s in signals)  # fmt: skip
    found = list(dict.fromkeys((*kinds, *topics_of(p))))
    for topic, moot in DROPPED_WITH:
        if topic in found:
            found = [t for t in found if t not in moot]
    return found


def _settle(topics: list[str], scene: Scene, p: str, is_policy: bool, has_facts: bool) -> list[str]:
    """Drop what the situation rules out."""
    if not scene.offers:
        # before there are offers these words are part of the request or of a policy question
        waits = {"apply"} if scene.product and not has_facts else set()
        keep = {"why_price"} if not has_facts else set()
        topics = [t for t in topics if t not in ON_OFFERS or t in keep | waits]
    if (
        scene.offers
        and "hardship" in topics
        and not re.search(
            r"job|with you|my (?:loan|bills|mortgage|rent)|behind|missed|died|passed|eat|gambl"
            r"|evict",
            p,
        )
    ):
        topics = ["afford" if t == "hardship" else t for t in topics]
    if is_policy:
        topics = [
            t for t in topics
            if t not in ("compare", "why", "apply", "hardship", "afford", "qualify", "recourse", "status")
            or (t in ("hardship",) and re.search(r"lost my job|can not pay", p))
        ]  # fmt: skip
    if has_facts:
        idle = SMALL_TALK | {"off_topic", "investment", "tax_legal", "near_domain", "qualify"}
        topics = [t for t in topics if t not in idle]
    if len(set(topics) - SMALL_TALK) > 0:
        topics = [t for t in topics if t not in SMALL_TALK]
    return topics


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


def _quantities(text: str) -> list[Quantity]:
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
    return [s.field for s in _placed(before, before.said, plain(before.said), [])]


def _closest(fields: Sequence[str], quantity: Quantity, scene: Scene) -> str | None:
    """Return the field whose known value is nearest in size: what a bare correction corrects."""
    value = quantity.value if quantity.value is not None else quantity.lo
    if value is None or value <= 0:
        return None
    if value < 1000 and sort_of(quantity) == "amount" and "credit_score" not in fields:
        value *= 1000
    best: tuple[Decimal, str] | None = None
    for field in fields:
        known = scene.known.get(field.replace("co_", "co.", 1), {}).get("value")
        if known is None or not re.fullmatch(r"\d+(?:\.\d+)?", known) or Decimal(known) <= 0:
            continue
        ratio = max(Decimal(known) / value, value / Decimal(known))
        best = min(best, (ratio, field)) if best else (ratio, field)
    return best[1] if best else (fields[0] if fields else None)


def _placed(scene: Scene, text: str, p: str, topics: Sequence[str]) -> list[Slot]:
    """Give every figure a field: by its words, by the open question, by what is still unknown."""
    product = _product(scene, p) or scene.product
    open_id = _asked(scene, text, p)
    co_talk = open_id in ("co_applicant", "co_money", "co_score")
    quantities = _quantities(text)
    levers = _levers(p, bool(scene.offers), topics)
    placed: Placed = place(text, quantities, product, open_id, levers, other_by_default=co_talk)
    slots = list(placed.slots)
    corrects = bool(_CORRECTION.search(p)) and bool(scene.earlier)
    rest: list[Quantity] = []
    for quantity in placed.left_over:
        field = None
        if corrects and not scene.offers:
            fields = [f for f in _previous_fields(scene) if sort_of(quantity) is not None]
            field = _closest(fields, quantity, scene)
        if corrects and field is None and _MAKE_IT.search(p) and scene.has("principal"):
            field = "principal" if sort_of(quantity) == "amount" else None
        if field and field not in {s.field for s in slots}:
            slots.append(Slot(field, quantity))
        else:
            rest.append(quantity)
    things = [q for q in rest if _is_price_of_thing(q, product, scene, text, slots)]
    slots += [Slot(_PRICES[str(product)], q) for q in things[:1]]
    rest = [q for q in rest if q not in things[:1]]
    taken = {s.field for s in slots}
    if open_id in OPEN_ORDER and not (scene.offers and _WHAT_IF.search(p)):
        answered = list(answer_open(open_id, rest, taken | _already(scene, open_id, slots, rest)))
        slots += answered
        rest = [q for q in rest if all(a.quantity is not q for a in answered)]
    for quantity in rest:
        field = _default_field(quantity, slots, scene, product, text, p)
        if field is not None:
            slots.append(Slot(field, quantity))
    return slots


_MAKE_IT = re.compile(r"\b(?:make it|make that|change it to|change that to)\b")


def _asked(scene: Scene, text: str, p: str) -> str:
    """Return what the figures answer: "no, just me, 110k" is about the customer's own money."""
    if scene.open_id != "co_applicant":
        return scene.open_id
    alone = is_alone(p) or read_yes_no(text).value == "NO"
    return "money" if alone or _MYSELF.search(p) else "co_applicant"


_MYSELF = re.compile(r"\bi (?:earn|make|get|am|do|have)\b|\bmy (?:income|salary|pay|own)\b")


_THING = re.compile(
    r"\b(?:car|truck|suv|van|honda|toyota|ford|tesla|subaru|civic|mazda|hatchback|sedan|pickup)\b"
)


def _is_price_of_thing(
    quantity: Quantity, product: str | None, scene: Scene, text: str, slots: Sequence[Slot]
) -> bool:
    """Tell whether a bare amount stands in one breath with the car: "28k used 2020 honda"."""
    taken = {s.field for s in slots} | set(scene.known)
    if product != "car" or "vehicle_price" in taken or "principal" not in taken:
        return False
    clause = re.split(r"[,;.](?=\s)", text[quantity.end :].lower())[0]
    return sort_of(quantity) == "amount" and bool(_THING.search(clause))


def _already(scene: Scene, open_id: str, slots: list[Slot], rest: list[Quantity]) -> set[str]:
    """Return what a single bare figure need not answer, because it is known already."""
    order = [f for f, _ in OPEN_ORDER[open_id]]
    if len(rest) + sum(s.field in order for s in slots) >= len(set(order)):
        return set()
    known = {f for f in order if scene.has(f.replace("co_", "co.", 1))}
    if not known and open_id in ("money", "co_money") and _small_and_monthly(rest):
        known = {order[0]}
    return known if len(known) < len(set(order)) else set()


def _small_and_monthly(rest: Sequence[Quantity]) -> bool:
    """A single small sum "a month" is what goes out, not what comes in."""
    return any(q.period == "month" and q.value is not None and q.value < 2000 for q in rest)


def _default_field(
    quantity: Quantity, slots: list[Slot], scene: Scene, product: str | None, text: str, p: str
) -> str | None:
    """Return where a figure goes that nothing claims: the first thing still unknown."""
    taken = {s.field for s in slots}
    sort, value = sort_of(quantity), quantity.value if quantity.value is not None else quantity.lo
    if sort == "amount" and quantity.period == "month" and "afford" in topics_of(p):
        return "monthly_payment" if "monthly_payment" not in taken else None
    if sort == "duration":
        if product == "mortgage_refinance" and not scene.has("old_remaining_months"):
            return "old_remaining_months" if "old_remaining_months" not in taken else "term_months"
        return "term_months" if "term_months" not in taken and quantity.months else None
    if sort != "amount" or value is None:
        return None
    if scene.offers:
        asks_why = set(topics_of(p)) & {"why_price", "why", "odds", "waive", "match"}
        return None if asks_why else _lever_for(quantity, value, taken)
    other = speaks_of_other(named_as_they(text).lower(), quantity.start, default=False)
    if quantity.period in ("year", "biweek", "week", "semimonth", "hour") and not other:
        return "annual_income" if "annual_income" not in taken else None
    co_talk = scene.open_id in ("co_applicant", "co_money", "co_score")
    signing = co_talk or scene.context.get("co_applicant") or wants_two(text, p)
    if quantity.period == "month" and taken and not other:
        known = scene.has("monthly_obligations") or "monthly_obligations" in taken
        if not known and product != "gold":
            return "monthly_obligations"
    if other and (signing or product == "education"):
        if 300 <= value <= 850 and "k" not in quantity.text.lower():
            return "co_credit_score"
        return "co_annual_income" if "co_annual_income" not in taken else "co_monthly_obligations"
    if _looks_like_score(quantity, value) and taken and not scene.has("credit_score"):
        return "credit_score" if "credit_score" not in taken else None
    start = "payoff_balance" if product == "mortgage_refinance" else "principal"
    price = _PRICES.get(product or "")
    has_start = start in taken or scene.has(start)
    if price and price not in taken and not scene.has(price) and quantity.period is None:
        buys = _BUYS.search(p) or "down_payment" in taken
        if has_start or buys:
            return price
    wanted = scene.open_id in ("", "purpose", "principal") or _NEED.search(p)
    if start not in taken and not scene.has(start) and quantity.period is None and wanted:
        return start
    return None


_PRICES = {
    "car": "vehicle_price",
    "home": "property_value",
    "education": "cost_of_attendance",
    "medical": "provider_estimate",
}
"""What a second bare amount is, beside the amount to borrow."""
_BUYS = re.compile(
    r"^(?!.*\b(?:need|borrow|loan|lend|finance|financing)\b).*\b(?:buy|buying|purchas\w+)\b"
)


def _looks_like_score(quantity: Quantity, value: Decimal) -> bool:
    bare = quantity.currency is None and quantity.text.isdigit()
    return bare and 500 <= value <= 850


def _lever_for(quantity: Quantity, value: Decimal, taken: set[str]) -> str | None:
    """Read a bare figure beside offers: months where it can be months, else an amount."""
    whole = quantity.currency is None and quantity.text.isdigit() and 6 <= value <= 360
    if whole and value % 6 == 0 and "term_months" not in taken:
        return "term_months"
    return "principal" if "principal" not in taken and quantity.period is None else None


def _product(scene: Scene, p: str) -> str | None:
    if scene.product is None:
        return product_meant(p)
    return product_switched_to(p, scene.product)


def _told(text: str, slots: Sequence[Slot], skip: frozenset[str]) -> dict[str, str]:
    """Return the words by field; a monthly total said in parts becomes one stretch of words."""
    told: dict[str, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    for slot in slots:
        if slot.field in skip:
            continue
        quantity = slot.quantity
        if slot.plain == "monthly_obligations" and slot.field in spans:
            start, end = spans[slot.field]
            spans[slot.field] = min(start, quantity.start), max(end, quantity.end)
            told[slot.field] = text[slice(*spans[slot.field])]
            continue
        spans[slot.field] = quantity.start, quantity.end
        told[slot.field] = words_of(text, quantity)
    return told


def _rent_inside(
    told: dict[str, str], slots: Sequence[Slot], text: str, product: str | None
) -> None:
    """Rent is a part of the monthly total: named beside other payments it is added to it."""
    if "rent" not in told:
        return
    rents = [s.quantity for s in slots if s.field == "rent"]
    others = [s.quantity for s in slots if s.field == "monthly_obligations"]
    includes = re.search(
        r"includ|inside|of (?:that|which|it)|with rent|rent (?:and|included)", text.lower()
    )
    if others and not includes:
        start = min(q.start for q in (*rents, *others))
        end = max(q.end for q in (*rents, *others))
        between = [s for s in slots if start <= s.quantity.start < end]
        if all(s.field in ("rent", "monthly_obligations") for s in between):
            told["monthly_obligations"] = text[start:end]
    elif not others and product != "home":
        told["monthly_obligations"] = told["rent"]
    if product != "home":
        told.pop("rent")


def _nones(text: str, scene: Scene, told: dict[str, str]) -> None:
    """Read "none" for the open question, and "no debts" anywhere."""
    found = _NONE.search(text)
    if found is None:
        return
    words = found[0]
    about_debts = re.search(r"debt|payment|loans?|bills|owe", words, re.IGNORECASE)
    fields = {
        "money": "monthly_obligations", "gold_budget": "monthly_obligations", "rent": "rent",
        "co_money": "co_monthly_obligations", "school_cost": "other_aid",
        "home_equity": "first_lien_balance",
    }  # fmt: skip
    field = fields.get(scene.open_id) or ("monthly_obligations" if about_debts else None)
    if field is not None and field not in told and _readable_none(words):
        told[field] = words


def _readable_none(words: str) -> bool:
    return re.search(r"debt ?free|bills", words, re.IGNORECASE) is None


def _scores(text: str, scene: Scene, told: dict[str, str]) -> None:
    found = _NO_SCORE.search(text)
    if found and "credit_score" not in told and "co_credit_score" not in told:
        other = scene.open_id == "co_score"
        told["co_credit_score" if other else "credit_score"] = found[0]


def _conflict(
    scene: Scene, p: str, slots: Sequence[Slot], answer: str
) -> Literal["told", "on_file"] | None:
    if not (scene.open_id == "conflict" or scene.context.get("conflicts")):
        return None
    if _FILE.search(p):
        return "on_file"
    if _MINE.search(p):
        return "told"
    for slot in slots:
        known = scene.known.get(slot.field, {}).get("value")
        value = slot.quantity.value
        if known is not None and value is not None and re.fullmatch(r"[\d.]+", known):
            same = Decimal(known) in (value, value * 1000)
            return "on_file" if same else "told"
    if answer == "YES":
        return "told"
    return "on_file" if answer == "NO" else None


def _changes(
    scene: Scene, text: str, p: str, slots: Sequence[Slot], topics: Sequence[str]
) -> tuple[dict[str, str | bool], frozenset[str]]:
    """Split what-ifs on shown offers from new facts; returns the levers and the fields they take."""
    if not scene.offers:
        return {}, frozenset()
    fields = [s.field for s in slots]
    party = [f for f in fields if f not in _LEVER_FIELDS]
    firm = _CORRECTS_REQUEST.search(p) or (re.search(
        r"\b(?:i (?:actually )?(?:need|want to borrow|meant)|correction|wrong|mistake"
        r"|change (?:my|the) (?:amount|request|loan"
        r"|application))\b", p
    ) and not is_question(text, p))  # fmt: skip
    if party:
        return {}, frozenset()
    changes: dict[str, str | bool] = {}
    pointed = term_letters(p, scene.offers)
    relative = _relative_term(scene, text, slots)
    if relative is not None:
        return relative, frozenset({"term_months"})
    nearest = None if fields or topics else _nearest_term(scene, p)
    if nearest is not None:
        return {"term_months": f"offer.{nearest}.term_months"}, frozenset()
    if "compare" in topics and len(pointed) > 1:
        return {}, frozenset(f for f in fields if f == "term_months")
    for slot in slots:
        if slot.field in ("principal", "down_payment", "term_months") and firm:
            continue
        if slot.field in _LEVER_FIELDS:
            changes[slot.field] = words_of(text, slot.quantity)
    if _AUTODEBIT.search(p):
        changes["autodebit"] = not _WITHOUT.search(p)
    taken = frozenset(changes)
    if pointed and len(changes) > 1 and set(changes) & {"autodebit", "extra_monthly"}:
        changes.pop("term_months", None)  # "the 60 month one" says which card is meant
    if "apply" in topics and set(changes) <= {"term_months"} and letters_in(p, scene.offers):
        changes = {}  # "let's go with the 48 months" chooses a card
    return changes, taken


_SOONER = re.compile(r"^\W*(?:earlier|sooner|shorter|faster|less|quicker)\b")
_LATER = re.compile(r"^\W*(?:later|longer|more)\b")


_SHORTER = re.compile(r"\b(?:shorter|sooner|earlier|faster|quicker|fewer months)\b")
_LONGER = re.compile(r"\b(?:longer|stretch it|spread it|lower payments?|smaller payments?)\b")


def _nearest_term(scene: Scene, p: str) -> str | None:
    """Return the card that is next in time for "a bit shorter", "that but longer"."""
    if policy_topic(p) is not None or letters_in(p, scene.offers):
        return None
    base = int(scene.offers[0].get("term_months") or 0)
    terms = {int(o.get("term_months") or 0): str(o["letter"]) for o in scene.offers}
    if _SHORTER.search(p):
        return terms.get(max((t for t in terms if t < base), default=-1))
    if _LONGER.search(p):
        return terms.get(min((t for t in terms if t > base), default=-1))
    return None


def _relative_term(scene: Scene, text: str, slots: Sequence[Slot]) -> dict[str, str | bool] | None:
    """Read "a year earlier": the card that ends then, named by its own fact; no sum is done here.

    None where no term is named that way; empty where no card shown ends then.
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
        return {"term_months": f"offer.{other['letter']}.term_months"} if other else {}
    return None


_CORRECTS_REQUEST = re.compile(
    r"\b(?:no wait|wait no|no sorry|oops|i mean(?:t)?|correction|i misspoke)\b"
)
_LEVER_FIELDS = ("principal", "term_months", "down_payment", "extra_monthly")


def _query(scene: Scene, text: str, p: str, topics: Sequence[str], is_idle: bool) -> str | None:
    """Return what to search the policy for, when the message asks what the policy answers."""
    if set(topics) & ANSWERED_BY_WORDS:
        return None
    if scene.offers and "compare" in topics:
        return None
    if scene.context.get("outcome") and set(topics) & {"recourse", "why", "why_price", "qualify"}:
        return None
    topics = [t for t in topics if scene.offers or t not in ON_OFFERS or t == "why_price"]
    if _UNSURE.search(p) and "?" not in text:
        return None
    term = glossary_term(p)
    if term is not None:
        return f"what is {term}"
    topic = policy_topic(p)
    asks = is_question(text, p)
    if topic is not None and (asks or is_idle):
        product = (product_meant(p) or scene.product or "").replace("_", " ")
        if product and topic in BY_PRODUCT:
            return f"{product} loan {topic}"
        return f"{_question_sentence(text)} {product}".strip()[:300]
    if asks and is_idle and not topics:
        return _question_sentence(text)[:300]
    return None


def _question_sentence(text: str) -> str:
    """Return the sentence that asks; the whole text where none does."""
    sentences = [m[0].strip() for m in _SENTENCE.finditer(text)]
    asking = [s for s in sentences if s.endswith("?") or is_question(s, plain(s))]
    return plain(asking[-1] if asking else text)


def understand(scene: Scene) -> Heard:
    """Read one message against its situation.

    >>> heard = understand(Scene("I need 20k for a car", {}))
    >>> heard.product, dict(heard.told)
    ('car', {'principal': '20k'})
    """
    text = scene.said
    signals = find_signals(text)
    honest = _honest_part(text, signals)
    p, honest_p = with_pictures(text, plain(text)), with_pictures(honest, plain(honest))
    topics = _topics(signals, p)
    answer = read_yes_no(text).value
    slots = _placed(scene, honest, honest_p, topics)
    changes, levers = _changes(scene, honest, honest_p, slots, topics)
    told = _told(honest, slots, levers | {"note_rate_pct", "monthly_payment", "extra_monthly"})
    product = _product(scene, honest_p)
    _rent_inside(told, slots, honest, product or scene.product)
    other_income = _party_of_two(scene, honest, honest_p, told)
    _add_choices(scene, honest, honest_p, product, told)
    _nones(honest, scene, told)
    _scores(honest, scene, told)
    words = gold_words(honest) if (product or scene.product) in (None, "gold") else None
    if words and "gold_items" not in told:
        told = {f: w for f, w in told.items() if w not in words} | {"gold_items": words}
        product = product or (None if scene.product else "gold")
    if _PASTES.search(p):
        return Heard(topics=("paste",))
    conflicts = _conflict(scene, p, slots, answer)
    if conflicts:
        told = {f: w for f, w in told.items() if f not in (scene.context.get("conflicts") or ())}
    if not scene.offers and _AUTODEBIT.search(honest_p) and not slots_about_debt(slots):
        told["autodebit"] = "false" if _WITHOUT.search(honest_p) else "true"
    co = _co_applicant(scene, honest, honest_p, answer, told)
    by_field = {s.field: s.quantity for s in slots}
    if set(UNTRUE) & set(topics):
        changes = {}
        told.pop("annual_income", None)
    if "recourse" in topics and scene.context.get("outcome"):
        changes, told = {}, {f: w for f, w in told.items() if f in ("other_income",)}
        by_field.pop("monthly_payment", None)
    rate = by_field.get("note_rate_pct")
    payment = by_field.get("monthly_payment")
    if "[health detail]" in text and "sympathy" not in topics:
        topics.append("sympathy")
    if "sympathy" in topics and not (product or scene.product or told):
        topics = ["hardship" if t == "sympathy" else t for t in topics]
    has_facts = bool(told or product or co or conflicts or changes)
    is_idle = not (told or co or conflicts or changes or rate or payment)
    query = _query(scene, text, p, topics, is_idle and not (product and not is_question(text, p)))
    topics = _settle(topics, scene, p, query is not None and is_idle, has_facts)
    topics += _beside_offers(scene, p, topics, bool(changes or told), is_question(text, p))
    if "figures" in topics:
        query = p
    if scene.context.get("application_number") and policy_topic(p) == "documents":
        query, topics = None, [*topics, "status"]
    if query is not None and is_idle and product and not scene.product:
        asks_policy = policy_topic(p) is not None or not _wants_loan(p)
        product = None if is_question(text, p) and asks_policy else product
    return Heard(
        topics=tuple(dict.fromkeys(topics)),
        product=product,
        told=told,
        co_applicant=co,
        conflicts=conflicts,
        changes=changes,
        letters=letters_in(p, scene.offers),
        payment=None if payment is None else words_of(honest, payment),
        rate=None if rate is None else words_of(honest, rate),
        query=query,
        answer=answer,
        is_unsure=bool(_UNSURE.search(p)),
        is_question=is_question(text, p),
        is_correction=bool(_CORRECTION.search(p)),
        other_income=other_income,
        percent_down=_percent_down(honest),
        left_over=tuple(
            q.text for q in _quantities(honest) if all(s.quantity.start != q.start for s in slots)
        ),
    )


_TOO_MUCH = re.compile(
    r"can ?not (?:afford|manage|pay|do)|too (?:much|high)(?: for me| a month)?|more than i can"
    r"|out of my (?:budget|reach)"
)
_FIGURE = re.compile(
    r"payment|monthly|a month|interest|\bapr\b|\brate\b|\btotal\b|\bfees?\b|receive|repay"
    r"|pay back|instal|altogether"
)
_GOALS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("goal_total", re.compile(r"\b(?:total|overall|interest|in the end|cheap\w*|long run|cost)\b")),
    (
        "goal_month",
        re.compile(r"\b(?:month\w*|room|payments?|breathing|cash ?flow|lower payment)\b"),
    ),
)


def _beside_offers(
    scene: Scene, p: str, topics: Sequence[str], has_facts: bool, asks: bool
) -> list[str]:
    """Return what is only said beside offers: one figure of one, a goal, a payment too high."""
    if not scene.offers or has_facts:
        return []
    if _TOO_MUCH.search(p) and not asks and not set(topics) & {"why_price", "hardship"}:
        return ["too_much"]
    if set(topics) - SMALL_TALK:
        return []
    goal = next((t for t, pattern in _GOALS if pattern.search(p)), None)
    if goal and not asks and len(p.split()) <= 12:
        return [goal]
    names_one = letters_in(p, scene.offers) or re.search(r"\b(?:it|that|this|my|the) ", p)
    return (
        ["figures"] if asks and _FIGURE.search(p) and names_one and policy_topic(p) is None else []
    )


_PASTES = re.compile(
    r"(?:here (?:is|are)|this is|see|pasting|attached|copy of)(?: \w+){0,4} (?:pay ?(?:slip|stub"
    r"|check stub)s?|bank statements?"
    r"|w 2|tax returns?|driver'?s license|passport|utility bill)|\bpay period\b"
)
"""A document typed into the chat: nothing is read from it, it belongs in an upload slot."""


def _wants_loan(p: str) -> bool:
    return bool(
        re.search(r"\bi (?:need|want|would like|am looking)|\bborrow\b|help me (?:buy|pay)", p)
    )


def slots_about_debt(slots: Sequence[Slot]) -> bool:
    """Tell whether a message lists debts: "my auto payment is 300" is one of them."""
    return any(s.plain == "monthly_obligations" for s in slots)


def _party_of_two(scene: Scene, text: str, p: str, told: dict[str, str]) -> bool:
    """Keep the other person's figures only if they would sign; returns whether to ask."""
    signing = (
        bool(scene.context.get("co_applicant"))
        or scene.open_id in ("co_applicant", "co_money", "co_score")
        or wants_two(text, p)
        or (
            (_product(scene, p) or scene.product) == "education"
            and any(f.startswith("co_") for f in told)
        )
    )
    if signing:
        return False
    if _TOGETHER.search(p) and "annual_income" in told:
        del told["annual_income"]  # two incomes in one figure: whose they are is asked first
        return True
    dropped = [f for f in told if f.startswith("co_")]
    for field in dropped:
        del told[field]
    return bool(dropped) or (mentions_two(p) and not scene.context.get("co_applicant_refused"))


_TOGETHER = re.compile(
    r"\bwe (?:both )?(?:earn|make|bring)|combined|between us|(?<!all )\btogether\b|our (?:joint )?income"
)


def _add_choices(
    scene: Scene, text: str, p: str, product: str | None, told: dict[str, str]
) -> None:
    other = scene.open_id in ("co_applicant", "co_money", "co_score")
    keeps_other = (
        other or scene.context.get("co_applicant") or any(f.startswith("co_") for f in told)
    )
    people = plain(named_as_they(text))
    other = scene.open_id in ("co_money", "co_score") or (
        scene.open_id == "co_applicant" and mentions_other_person(p)
    )
    other = other and _asked(scene, text, p) in ("co_applicant", "co_money", "co_score")
    for choice in choices_in(
        text, people, product or scene.product, scene.open_id, other_by_default=other
    ):
        if choice.is_co and not keeps_other:
            continue
        told.setdefault(f"co_{choice.field}" if choice.is_co else choice.field, choice.value)


def _co_applicant(
    scene: Scene, text: str, p: str, answer: str, told: Mapping[str, str]
) -> Literal["add", "none"] | None:
    asked = scene.open_id == "co_applicant"
    if (asked and answer == "NO") or (is_alone(p) and (asked or "co" in p.split() or "apply" in p)):
        return "none"
    if asked and is_alone(p):
        return "none"
    if scene.context.get("co_applicant"):
        return "add" if wants_two(text, p) and not told else None
    if wants_two(text, p) and not is_question(text, p):
        return "add"
    if (asked and answer == "YES") or any(f.startswith("co_") for f in told):
        return "add"
    return "add" if asked and mentions_other_person(p) else None


def mentions_other_person(p: str) -> bool:
    """Tell whether the answer to "can anyone sign with you?" names somebody."""
    return speaks_of_other(p, len(p), default=False)


def _percent_down(text: str) -> bool:
    return any(
        q.measures == "percent" and _SHARE_DOWN.match(text[q.end :].lower())
        for q in _quantities(text)
    )
