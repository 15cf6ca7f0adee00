"""Choices going in: what a model picks from a list has to stand in something the customer wrote.

A figure is bound to its place in a message; a choice ("Retired", "used", "CA") has no such place,
so it needs words that speak for it. A missed word costs one question, so the words are wide.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from agent.language.answers import YesNo, read_yes_no
from agent.language.text import normalise, plain
from agent.offline.choices import STATES, choices_in
from agent.offline.owners import with_names_as_they
from agent.offline.people import is_alone, mentions_two, wants_two
from agent.offline.products import PRODUCTS, product_meant, with_pictures
from agent.offline.what_ifs import WITHOUT
from tools.context import CustomerMessage
from tools.fields import FieldSpec

OPEN_QUESTIONS = ("", "job", "ownership", "gold_budget", "vehicle", "home_price")
"""Under which the reader of choices reads more into short words."""
WORDS: dict[tuple[str, str], str] = {
    ("employment_status", "Employed"): r"employ|work|\bjobs?\b|full.?time|salar|wage|hired|\bstaff|"
    r"\bboss\b|\bshifts?\b|paychecks?|promot",
    ("employment_status", "Part-time"): r"part.?time|few hours|hours a week|on the side",
    ("employment_status", "Self-Employed"): r"self|freelanc|business|contractor|company|"
    r"\bown\b|gig|"
    r"clients?|1099|consult|entrepreneur|startup",
    ("employment_status", "Unemployed"): r"unemploy|no job|laid off|lost my job|not work|"
    r"out of work|"
    r"between jobs|looking for (?:a job|work)|fired|let go|home ?maker|stay.at.home",
    ("employment_status", "Student"): r"student|study|studies|college|university|school",
    ("employment_status", "Retired"): r"retire|pension",
    ("home_ownership", "Rent"): r"\brent|lease|landlord|tenant",
    ("home_ownership", "Own"): r"\bown|paid off|free and clear|mortgage",
    ("home_ownership", "Mortgage"): r"mortgage|home loan|still paying",
    ("home_ownership", "Other"): r"live with|parents|family|rent.free|dorm|\bother\b",
    ("vehicle_condition", "new"): r"\bnew\b|brand|straight from the (?:factory|dealer)",
    ("vehicle_condition", "used"): r"\bused\b|second.?hand|pre.?owned|\bold|certified|\b(?:19|"
    r"20)\d\d\b|"
    r"miles|mileage",
    ("refinance_purpose", "cash_out"): r"cash|equity|take out|heloc",
    ("refinance_purpose", "rate_term"): r"refi|rate|payment|lower|term|shorter|mortgage",
    ("repayment_source", "pay"): r"salar|wage|\bpay|job|work|income|earn",
    ("repayment_source", "pension"): r"pension|retire",
    ("repayment_source", "benefits"): r"benefit|disabil|social security|\bssi\b|welfare|unemploy",
    ("repayment_source", "sale"): r"\bsell|\bsale|\bsold|harvest",
    ("repayment_source", "other"): r"famil|saving|gift|inherit|business|rent|trust|invest|other|"
    r"friend|bonus",
    ("other_income_documents", "promised"): r"documents?|documented|statement|letter|proof|prove|"
    r"paperwork|papers|award|tax returns?|leases?\b|pension|benefits|disability|"
    r"social security|trust\b|"
    r"rental|tenants|alimony|child support|dividend|invest|annuity|royalt|stipend|inherit|1099|"
    r"settlement|(?:can|could|will) show",
    ("autodebit", ""): r"auto|debit|direct|from my (?:\w+ )?account|standing order",
    ("pays_interest_in_school", ""): r"interest|while (?:i|in)|in school|defer",
}  # fmt: skip
"""(field, value) -> words that speak for it; the value '' stands for either answer."""
_PRODUCTS = {name: re.compile(pattern) for name, pattern in PRODUCTS}
_ANYBODY = re.compile(
    r"co-?\s?(?:sign|applic|borrow)|joint|together|both|\b(?:he|she|they|we)\b|with (?:me|us|my)\b|"
    r"\b(?:wife|husband|spouse|partner|fianc|boyfriend|girlfriend|mother|father|mom|mum|dad|parent|"
    r"sister|brother|son|daughter|aunt|uncle|cousin|friend|grand|relative|someone|somebody|"
    r"nephew|niece|"
    r"roommate|colleague|co-?worker|boss|in.law|neighbou?r|land ?l|employer|pastor|coach|family)|"
    r"\bmy (?:\w+ )?(?!job|credit|score|income|salary|car|loan|rent|bank|pay)\w+ (?:would|"
    r"could|can|will|"
    r"wants?|earns?|makes?)\b"
)


def is_spoken_for(
    spec: FieldSpec,
    value: str,
    messages: Sequence[CustomerMessage],
    asked: Collection[str] = (),
) -> bool:
    """Tell whether a choice stands in what the customer wrote; see `speaking_for`.

    >>> from tools.fields import BY_NAME
    >>> said = [CustomerMessage(turn_id="t1", text="I retired in May")]
    >>> work = BY_NAME["employment_status"]
    >>> is_spoken_for(work, "Retired", said), is_spoken_for(work, "Student", said)
    (True, False)
    """
    return speaking_for(spec, value, messages, asked) is not None


def speaking_for(
    spec: FieldSpec,
    value: str,
    messages: Sequence[CustomerMessage],
    asked: Collection[str] = (),
) -> CustomerMessage | None:
    """Return the newest message of this conversation that a choice stands in, or None.

    `asked` names the fields that have been asked for: a plain yes or no may answer one of them.
    """
    if spec.kind == "yes_no" and spec.name in asked and messages:
        meant = YesNo.YES if value == "true" else YesNo.NO
        if read_yes_no(messages[-1].text).value is meant:
            return messages[-1]
    return next((m for m in reversed(messages) if _speaks_for(spec.name, value, m.text)), None)


@lru_cache(maxsize=2048)
def _speaks_for(name: str, value: str, text: str) -> bool:
    whole = normalise(text)
    lowered = whole.lower()
    if name == "state":
        full = next((n for n, code in STATES.items() if code == value), value.lower())
        return full in lowered or re.search(rf"\b{value}\b", whole, _cased(whole)) is not None
    words = WORDS.get((name, value)) or WORDS.get((name, ""))
    if name in OF_TWO_MINDS and _takes_away(lowered) == (value == "true"):
        return False
    if name in NO_QUESTION:
        lowered = _QUESTION.sub(" ", lowered)
    if words is not None and re.search(rf"\b(?:{words})", lowered):
        return True
    return value in _read(name, whole)


NO_QUESTION = frozenset({"other_income_documents"})
"""A question about papers promises none."""
OF_TWO_MINDS = frozenset({"autodebit"})
"""Fields that one word speaks for, switched on or off."""
_QUESTION = re.compile(r"[^.!?\n]*\?")


def _takes_away(lowered: str) -> bool:
    return WITHOUT.search(plain(lowered)) is not None


def _cased(whole: str) -> int:
    """'in' and 'or' are words; 'IN' and 'OR' are states, and so is a message of two letters."""
    return re.IGNORECASE if len(whole.strip()) <= 3 else 0


def _read(name: str, whole: str) -> Iterable[str]:
    spoken = plain(whole)
    for product in (None, "car", "gold", "mortgage_refinance"):
        for question in OPEN_QUESTIONS:
            for found in choices_in(whole, spoken, product, question, other_by_default=False):
                if found.field == name:
                    yield found.value


def product_is_spoken_for(product: str, messages: Sequence[CustomerMessage]) -> bool:
    """Tell whether a product was named, or meant.

    >>> said = [CustomerMessage(turn_id="t1", text="something for my kitchen roof")]
    >>> product_is_spoken_for("home_improvement", said), product_is_spoken_for("gold", said)
    (True, False)
    """
    return any(_means(product, m.text) for m in messages)


def means_another(product: str, messages: Sequence[CustomerMessage]) -> bool:
    """Tell whether a message means a product other than this one."""
    return any(_meant_in(m.text) not in (None, product) for m in messages)


@lru_cache(maxsize=1024)
def _meant_in(text: str) -> str | None:
    return product_meant(with_pictures(text, plain(text)))


@lru_cache(maxsize=1024)
def _means(product: str, text: str) -> bool:
    spoken = with_pictures(text, plain(text))
    pattern = _PRODUCTS.get(product)
    lowered = f"{text.lower()} {spoken}"
    named = product.replace("_", " ") in lowered or (pattern and pattern.search(lowered))
    return bool(named) or product_meant(spoken) == product


def somebody_else_is_spoken_of(messages: Sequence[CustomerMessage]) -> bool:
    """Tell whether the customer has spoken of anybody who might sign with them.

    >>> somebody_else_is_spoken_of([CustomerMessage(turn_id="t1", text="20k for a car")])
    False
    >>> somebody_else_is_spoken_of([CustomerMessage(turn_id="t1", text="What if Sam signed too?")])
    True
    """
    return any(_names_another(m.text) for m in messages)


@lru_cache(maxsize=1024)
def _names_another(text: str) -> bool:
    spoken = plain(with_names_as_they(text))
    if _ANYBODY.search(spoken):
        return True
    return not is_alone(spoken) and (wants_two(text, spoken) or mentions_two(spoken))
