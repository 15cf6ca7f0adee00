"""From a message and what is open to what was heard. Deterministic; nothing is decided here."""

import re
from dataclasses import dataclass, field
from typing import Literal

from agent.language.answers import YesNo, read_yes_no
from agent.language.signals import find_signals
from agent.language.text import plain
from agent.offline.another import about_application, wants_another, without_old_request
from agent.offline.early import (
    asks_what_fits,
    early_topic,
    is_vague_score,
    job_is_at_risk,
    pastes_document,
    presses_for_odds,
    wants_approval,
    wants_end,
)
from agent.offline.figures import (
    CORRECTION,
    knows_gold,
    placed,
    product_of,
    quantities_in,
    words_of,
)
from agent.offline.filling_records import JOINT
from agent.offline.filling_sums import told_in
from agent.offline.heard import Heard
from agent.offline.offered import taken_up
from agent.offline.phrases import is_question, policy_topic
from agent.offline.products import with_pictures
from agent.offline.references import letters_in
from agent.offline.scene import Scene
from agent.offline.shares import waits_for_price, with_share
from agent.offline.slots import Slot, gold_words
from agent.offline.told import (
    add_choices,
    add_no_income,
    add_no_score,
    add_nones,
    add_shared,
    adds_to,
    co_applicant,
    conflict_settled,
    party_of_two,
    remembered,
    slots_about_debt,
)
from agent.offline.topics import (
    UNSURE,
    UNTRUE,
    honest_part,
    policy_query,
    settle_topics,
    topics_beside_offers,
    topics_in,
    wants_loan,
)
from agent.offline.what_ifs import AUTODEBIT, WITHOUT, amount_letters, changes_in, wants_other_time


@dataclass
class _Reading:
    """One message while it is being read."""

    scene: Scene
    text: str
    honest: str
    """The text without clauses that ask for something untrue."""
    p: str
    """Its plain words; `honest_p` those of the honest part."""
    honest_p: str
    topics: list[str]
    answer: YesNo
    asks: bool
    slots: list[Slot] = field(default_factory=list)
    changes: dict[str, str | bool] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    product: str | None = None
    other_income: bool = False
    conflicts: Literal["told", "on_file"] | None = None
    co: Literal["add", "none"] | None = None
    query: str | None = None
    another: bool = False

    def quantity(self, name: str) -> str | None:
        """Return the words of the figure that has this field."""
        found = next((s.quantity for s in self.slots if s.field == name), None)
        return None if found is None else words_of(self.honest, found)


def understand(scene: Scene) -> Heard:
    """Read one message against its situation.

    >>> heard = understand(Scene("I need 20k for a car", {}))
    >>> heard.product, dict(heard.told)
    ('car', {'principal': '20k'})
    """
    text, filed = scene.said, scene
    scene = without_old_request(scene)
    signals = find_signals(text)
    honest = honest_part(text, signals)
    p, honest_p = with_pictures(text, plain(text)), with_pictures(honest, plain(honest))
    if pastes_document(p):
        return Heard(topics=("paste",))
    reading = _Reading(
        scene, text, honest, p, honest_p,
        topics=topics_in(signals, p),
        answer=read_yes_no(text).value,
        asks=is_question(text, p),
    )  # fmt: skip
    _read_facts(reading)
    _read_people(reading)
    _drop_what_is_not_meant(reading)
    _read_intent(reading)
    _read_early(reading)
    _beside_filed(reading, filed)
    return _heard(reading)


def _read_facts(r: _Reading) -> None:
    """Figures and choices, each in its field."""
    r.slots = placed(r.scene, r.honest, r.honest_p, r.topics)
    r.changes, levers = changes_in(r.scene, r.honest, r.honest_p, r.slots, r.topics)
    r.product = product_of(r.scene, r.honest_p) or taken_up(r.scene, r.honest_p, r.answer)
    r.told = told_in(r.honest, r.slots, levers | NOT_TOLD, r.product or r.scene.product)
    r.told = with_share(r.scene, r.product or r.scene.product, r.told)
    adds_to(r.scene, r.honest_p, r.told)
    r.other_income = party_of_two(r.scene, r.honest, r.honest_p, r.told, r.slots)
    if r.scene.context.get("co_applicant") or any(f.startswith("co_") for f in r.told):
        add_shared(r.honest, r.told)
    add_choices(r.scene, r.honest, r.honest_p, r.product, r.told)
    add_nones(r.honest, r.scene, r.told)
    add_no_income(r.honest, r.told, signs=bool(r.scene.context.get("co_applicant")))
    add_no_score(r.honest, r.scene, r.told)
    of_gold = (r.product or r.scene.product) in (None, "gold")
    words = gold_words(r.honest, in_part=knows_gold(r.scene)) if of_gold else None
    if words and "gold_items" not in r.told:
        r.told = {f: w for f, w in r.told.items() if w not in words} | {"gold_items": words}
        r.product = r.product or (None if r.scene.product else "gold")
    if not r.scene.offers and AUTODEBIT.search(r.honest_p) and not slots_about_debt(r.slots):
        r.told["autodebit"] = "false" if WITHOUT.search(r.honest_p) else "true"


def _read_people(r: _Reading) -> None:
    """Which value stands where told and on file differ, and who signs."""
    r.conflicts = conflict_settled(r.scene, r.p, r.slots, r.answer)
    if r.conflicts:
        disputed = r.scene.context.get("conflicts") or ()
        r.told = {f: w for f, w in r.told.items() if f not in disputed}
    if r.scene.context.get("outcome"):
        r.told = {f: w for f, w in r.told.items() if not _is_known(r.scene, f, w)}
    r.co = co_applicant(r.scene, r.honest, r.honest_p, r.answer, r.told)
    if r.co == "add" and not r.scene.context.get("co_applicant"):
        r.told = {**remembered(r.scene, r.told), **r.told}


def _drop_what_is_not_meant(r: _Reading) -> None:
    """Nothing untrue is recorded; figures of "how do I get the full amount" change nothing."""
    if set(UNTRUE) & set(r.topics):
        r.changes = {}
        r.told.pop("annual_income", None)
    if "recourse" in r.topics and r.scene.context.get("outcome"):
        r.changes, r.told = {}, {f: w for f, w in r.told.items() if f == "other_income"}
        r.slots = [s for s in r.slots if s.field != "monthly_payment"]
    if "[health detail]" in r.text and "sympathy" not in r.topics:
        r.topics.append("sympathy")
    if "sympathy" in r.topics and not (r.product or r.scene.product or r.told):
        r.topics = ["hardship" if t == "sympathy" else t for t in r.topics]


def _read_intent(r: _Reading) -> None:
    """What it is about, and what to look up."""
    scene, p = r.scene, r.p
    if r.asks and not (r.told or scene.product) and set(r.topics) & NO_LOAN_TALK:
        r.product = None
    has_facts = bool(r.told or r.product or r.co or r.conflicts or r.changes)
    figures = r.quantity("note_rate_pct") or r.quantity("monthly_payment")
    is_idle = not (set(r.told) - _BESIDE_A_QUESTION or r.co or r.conflicts or r.changes or figures)
    searches = is_idle and not (r.product and not r.asks)
    r.query = policy_query(scene, r.text, p, r.topics, searches)
    is_policy = r.query is not None and is_idle
    r.topics = settle_topics(r.topics, scene, p, is_policy, has_facts)
    if not (has_facts or r.topics) and wants_other_time(scene, p):
        r.topics, r.query = ["other_time"], None
    changed = bool(r.changes or r.told)
    r.topics += topics_beside_offers(scene, p, r.topics, changed, r.asks)
    if {"figures", "contact"} & set(r.topics):
        r.query = p
    filed = scene.context.get("application_number") and r.product in (None, scene.product)
    if filed and policy_topic(p) == "documents":
        r.query, r.topics = None, [*r.topics, "status"]
    if r.query is not None and is_idle and r.product and not scene.product:
        asks_policy = policy_topic(p) is not None or not wants_loan(p)
        r.product = None if r.asks and asks_policy else r.product


def _read_early(r: _Reading) -> None:
    """What asks for a figure, a yes or an end: our own words answer, not the policy."""
    if job_is_at_risk(r.p) and not set(r.topics) & _MORE_URGENT:
        r.told = {f: w for f, w in r.told.items() if f not in _OF_WORK}
        _only(r, "job_at_risk")
    elif presses_for_odds(r.scene, r.p):
        r.slots = [s for s in r.slots if s.field != "note_rate_pct"]
        _only(r, "odds")
    elif _asks_what_fits(r):
        r.told = {}
        _only(r, "afford" if r.scene.context.get("next_question") else "early_price")
    elif r.told or r.changes or r.co or r.conflicts or (r.product and not r.scene.product):
        return
    elif is_vague_score(r.scene, r.p) and not (r.topics or r.query):
        _only(r, "vague_score")
    elif wants_end(r.p) and not (r.product or set(r.topics) & _MORE_URGENT):
        _only(r, "withdraw" if r.scene.context.get("application_number") else "stop_all")
    elif wants_approval(r.p) and not set(r.topics) & (_MORE_URGENT | {"odds", "status"}):
        _only(r, "approve")
    elif topic := early_topic(r.scene, r.p, r.topics):
        _only(r, topic)


def _asks_what_fits(r: _Reading) -> bool:
    """Tell whether what they could carry is asked, with no figure of their own beside it."""
    if not r.scene.product or r.scene.context.get("outcome") or r.co or r.changes or r.product:
        return False
    return asks_what_fits(r.p) and not (r.told and _OWN_FIGURES.search(r.p))


def _only(r: _Reading, topic: str) -> None:
    r.topics, r.query = [topic], r.p if topic == "figures" else None


_MORE_URGENT = frozenset({"hardship", "self_harm", "scam", "injection", "falsify", "human"})
_OWN_FIGURES = re.compile(r"\b(?:earn|make|income|salary|pay|rent|debts?|owe|score|month)\b")
_OF_WORK = frozenset({"employment_status", "annual_income", "months_employed", "term_months"})


def _is_known(scene: Scene, field: str, word: str) -> bool:
    """Tell whether a choice says what is known already: it changes nothing and asks for nothing."""
    known = scene.known.get(field.replace("co_", "co.", 1), {}).get("value")
    no_file = field == "credit_score" and "no_credit_file" in scene.known and "no" in word.lower()
    return no_file or (known is not None and known == word)


def _beside_filed(r: _Reading, filed: Scene) -> None:
    """Once an application is in, another loan is a request beside it; the filed one may be meant.

    Another amount or time for what was filed is not changed in the chat: nothing is mixed up.
    """
    if about_application(filed) is not None and not r.told:
        r.product, r.changes, r.query, r.topics = None, {}, None, ["status"]
    if not filed.context.get("application_number"):
        return
    if r.asks and r.query:
        r.product = None  # a question about other loans asks for none
        return
    r.another = wants_another(filed) or (r.product is not None and r.product != filed.product)
    if not r.another and {"principal", "term_months", "down_payment"} & {*r.changes, *r.told}:
        r.product, r.changes, r.told, r.query = None, {}, {}, None
        r.topics = ["filed_change"]


NO_LOAN_TALK = frozenset({"investment", "tax_legal", "near_domain", "off_topic"})
"""A question about one of these names things and asks for no loan for them."""
_BESIDE_A_QUESTION = frozenset({"state"})
"""A question may name it: "do you lend in Ohio"."""


def _heard(r: _Reading) -> Heard:
    taken = {s.quantity.start for s in r.slots}
    return Heard(
        topics=tuple(dict.fromkeys(r.topics)),
        product=r.product,
        told=r.told,
        co_applicant=r.co,
        conflicts=r.conflicts,
        changes=r.changes,
        letters=letters_in(r.p, r.scene.offers) or amount_letters(r.scene, r.slots),
        payment=r.quantity("monthly_payment"),
        rate=r.quantity("note_rate_pct"),
        query=r.query,
        answer=r.answer,
        another=r.another,
        is_unsure=bool(UNSURE.search(r.p)),
        is_question=r.asks,
        is_correction=bool(CORRECTION.search(r.p)),
        other_income=r.other_income,
        percent_down=waits_for_price(
            r.honest, r.product or r.scene.product, {**r.told, **r.changes}
        ),
        left_over=tuple(q.text for q in quantities_in(r.honest) if q.start not in taken),
    )


NOT_TOLD = frozenset({"note_rate_pct", "monthly_payment", "extra_monthly", JOINT})
"""Figures of a question, not of the case."""
