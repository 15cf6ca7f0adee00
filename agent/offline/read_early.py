"""What our own words answer: before offers, in passing, and beside what is filed."""

import re

from agent.language.text import plain
from agent.offline.act_model import BUSINESS
from agent.offline.another import about_application, wants_another
from agent.offline.early import (
    asks_what_fits,
    early_topic,
    is_vague_score,
    job_is_at_risk,
    presses_for_odds,
    wants_approval,
    wants_end,
)
from agent.offline.figures import quantities_in
from agent.offline.moments import (
    HOW_OLD,
    NO_QUOTE,
    NOT_MADE,
    NOT_OURS,
    passing_moment,
    says_under_age,
)
from agent.offline.quiet import quiet_team
from agent.offline.reading import Reading
from agent.offline.scene import Scene
from agent.offline.slots import Slot
from agent.offline.topics import UNSURE
from agent.offline.why_asked import field_named
from agent.offline.wishes import is_not_financed


def read_early(r: Reading) -> None:
    """What asks for a figure, a yes or an end: our own words answer, not the policy."""
    if job_is_at_risk(r.p) and not set(r.topics) & _MORE_URGENT:
        r.told = {f: w for f, w in r.told.items() if f not in _OF_WORK}
        only(r, "job_at_risk")
    elif presses_for_odds(r.scene, r.p):
        r.slots = [s for s in r.slots if s.field != "note_rate_pct"]
        only(r, "odds")
    elif _asks_what_fits(r):
        r.told = {}
        only(r, "afford" if r.scene.context.get("next_question") else "early_price")
    elif r.told or r.changes or r.co or r.conflicts or (r.product and not r.scene.product):
        return
    elif is_vague_score(r.scene, r.p) and not (r.topics or r.query or UNSURE.search(r.p)):
        only(r, "vague_score")
    elif wants_end(r.p) and not (r.product or set(r.topics) & _MORE_URGENT):
        only(r, "withdraw" if r.scene.context.get("application_number") else "stop_all")
    elif wants_approval(r.p) and not set(r.topics) & (_MORE_URGENT | {"odds", "status"}):
        only(r, "approve")
    elif topic := early_topic(r.scene, r.p, r.topics):
        only(r, topic)


def _read_figures_beside(r: Reading) -> None:
    """A time to be called at is no figure of a loan, nor is what somebody asks they would need."""
    if "human" in r.topics and "call" in r.p:
        r.told, r.changes = {}, {}
    if r.asks and _NEEDED.search(r.p) and "down" not in r.p.split():
        r.told, r.changes, r.query, r.topics = {}, {}, None, ["afford"]
    if quiet_team(r.scene.replies) and not _has_asked_for_loan(r):
        r.product = None  # "the funeral was 9800" tells of a need and asks for no loan yet
    if "afford" in r.topics and r.quantity("monthly_payment") is None:
        r.slots += [Slot("monthly_payment", q) for q in quantities_in(r.honest) if q.period][:1]


def _has_asked_for_loan(r: Reading) -> bool:
    """Tell whether a loan is asked for now, or was in the message that told of the trouble."""
    said = (r.p, *(plain(text) for text in r.scene.earlier[-2:]))
    return any(_ASKS_LOAN.search(words) for words in said)


def read_moments(r: Reading) -> None:
    """What is said in passing, where nothing else is: it has words of its own."""
    _read_figures_beside(r)
    if {"why_ask", "why"} & set(r.topics):
        r.about = field_named(r.p)
    is_for_business = BUSINESS in r.topics or is_not_financed(r.p)
    r.topics = [t for t in r.topics if t != BUSINESS]
    if set(r.topics) & _MORE_URGENT:
        return
    moment = passing_moment(r.scene, r.p)
    if moment in NO_QUOTE:
        r.slots = [s for s in r.slots if s.field != "note_rate_pct"]
        r.changes = {}
    if moment == "beware":
        r.topics, r.query = (
            [],
            f"{(r.scene.product or '').replace('_', ' ')} loan what can go wrong",
        )
        return
    if moment in NOT_OURS:
        r.told, r.changes, r.product, r.co = {}, {}, None, None
    if moment and not (r.told or r.changes or r.product or r.co or r.conflicts):
        r.about = field_named(r.p)
        only(r, moment)
    elif is_for_business and _may_be_for_business(r):
        r.told, r.product, r.topics, r.query = {}, None, [], NOT_MADE
    elif r.product is None and r.scene.product is None and _DO_YOU_MAKE.search(r.p):
        r.told = {}  # an amount for what we may not lend for asks for nothing yet
    if says_under_age(r.p) and r.scene.product in (None, r.product) and not r.scene.offers:
        r.topics, r.query = ["minor", *r.topics], HOW_OLD


def _may_be_for_business(r: Reading) -> bool:
    """Tell whether the loan talked about is none that a business may have: a vehicle for work."""
    for_work = r.product == "car" and "food" not in r.p.split()
    return r.scene.product in (None, "personal") and not for_work


def _asks_what_fits(r: Reading) -> bool:
    """Tell whether what they could carry is asked, with no figure of their own beside it."""
    if not r.scene.product or r.scene.context.get("outcome") or r.co or r.changes or r.product:
        return False
    return asks_what_fits(r.p) and not (r.told and _OWN_FIGURES.search(r.p))


def only(r: Reading, topic: str) -> None:
    r.topics, r.query = [topic], r.p if topic == "figures" else None


_DO_YOU_MAKE = re.compile(
    r"\bdo (?:you|you all|you guys) (?:do|make|offer|finance|lend (?:on|for)|do loans (?:for|on))"
    r" (?!loans?\b|any|small|big|short|long|personal|it\b|this|that|a loan)(?:an? )?[a-z]+\b"
)
"""Asks whether there is a loan for a thing that is none of ours by name."""
_NEEDED = re.compile(
    r"\bhow (?:much|high)(?: \w+){0,3} (?:would|do|should|must|will) (?:i|we) (?:need|have to"
    r"|earn|make)\b"
    r"|\bwhat (?:income|salary|score)(?: \w+)? (?:would|do|should|must|will) (?:i|we) need\b"
)
_ASKS_LOAN = re.compile(
    r"\b(?:loan|replac(?:e|ing)|borrow\w*|lend|need|want|would like|apply|financ\w+|get)\b"
)
_MORE_URGENT = frozenset(
    {"hardship", "self_harm", "coercion", "threat", "scam", "injection", "falsify", "human"}
)
_OWN_FIGURES = re.compile(r"\b(?:earn|make|income|salary|pay|rent|debts?|owe|score|month)\b")
_OF_WORK = frozenset({"employment_status", "annual_income", "months_employed", "term_months"})


_CHANGES_FILED = re.compile(
    r"\b(?:still |i |we )(?:change|adjust|switch|alter|update|lower|raise|extend|shorten)\b.*"
    r"\b(?:term|amount|time|length|loan|offer|months|years|payment)\b"
)


def read_beside_filed(r: Reading, filed: Scene) -> None:
    """Once an application is in, another loan is a request beside it; the filed one may be meant.

    Another amount or time for what was filed is not changed in the chat: nothing is mixed up.
    """
    if about_application(filed) is not None and not r.told:
        r.product, r.changes, r.query, r.topics = None, {}, None, ["status"]
    if not filed.context.get("application_number"):
        return
    if r.asks and _CHANGES_FILED.search(r.p):
        r.product, r.changes, r.told, r.query, r.topics = None, {}, {}, None, ["filed_change"]
    if r.asks and r.query:
        r.product = None  # a question about other loans asks for none
        return
    r.another = wants_another(filed) or (r.product is not None and r.product != filed.product)
    if not r.another and {"principal", "term_months", "down_payment"} & {*r.changes, *r.told}:
        r.product, r.changes, r.told, r.query = None, {}, {}, None
        r.topics = ["filed_change"]
