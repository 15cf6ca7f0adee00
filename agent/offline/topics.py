"""What a message is about besides facts, and what to look up in the policy for it."""

import re
from collections.abc import Sequence

from agent.language.signals import Signal
from agent.offline.act_model import acts_heard
from agent.offline.asked import heading_asked
from agent.offline.early import job_is_at_risk
from agent.offline.follow_ups import in_full
from agent.offline.foreign import in_another_language
from agent.offline.looked_up import looked_up
from agent.offline.ordinary import answers_with_thanks, not_in
from agent.offline.phrases import glossary_term, is_question, policy_topic, topics_of
from agent.offline.products import phrased_product
from agent.offline.references import letters_in
from agent.offline.scene import Scene
from agent.offline.unmeant import without_unmeant

UNSURE = re.compile(
    r"\b(?:not sure|no idea|do not know|dunno|\bidk\b|unsure|no clue|can not (?:say|remember)"
    r"|hard to say|^(?:i(?: will)? )?(?:skip|pass)(?: it| this| that| on that| on this)?$"
    r"|whatever|you tell me|not certain"
    r"|do not (?:really |even |actually |exactly )know|never (?:checked|looked)|have not checked"
    r"|(?:can|could) ?not tell you|would not know|beats me|i forgot|does not matter)\b"
)

DROPPED_WITH: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("why_ask", ("why", "recourse", "afford", "qualify")),
    ("hold", ("apply", "undo")),
    ("contact", ("status",)),
    ("no_loan", ("wants_loan", "wants_after_all", "apply", "withdraw", "hold")),
    ("declines", ("why_ask", "why", "hold")),
    ("no_profile", ("erase", "access", "hold")),
    ("why_price", ("why", "recourse")),
    ("complaint", ("why_price", "hostile")),
    ("discrimination", ("complaint", "why_price", "hostile", "why")),
    ("self_harm", ("bye", "hostile", "upset", "hardship", "scam", "thanks")),
    ("coercion", ("scam", "hardship", "human", "hold", "no_loan")),
    ("threat", ("hostile", "upset", "complaint", "why")),
    ("falsify", ("recourse", "afford", "why", "qualify")),
    ("injection", ("why_price", "odds", "summary", "off_topic", "apply")),
    ("human", ("bot", "apply", "recourse")),
    ("erase", ("undo", "access", "withdraw")),
    ("odds", ("apply", "status", "qualify", "afford")),
    ("waive", ("why_price",)),
    ("compare", ("recourse", "why_price", "why")),
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

ANSWERED_BY_WORDS = frozenset(
    {"waive", "match", "why_ask", "bot", "odds", "human", "status", "erase", "access", "hardship",
     "scam", "self_harm", "coercion", "threat", "complaint", "discrimination", "falsify",
     "injection", "summary", "undo", "hold", "declines", "contact", "no_profile", "no_loan",
     "drop_co", "wants_after_all"}
)  # fmt: skip
"""A question that is one of these is not looked up in the policy."""

BESIDE_OFFERS = frozenset({"why_price", "afford", "why", "schedule", "recourse"})
"""Beside offers these ask about them, not about the policy."""

SMALL_TALK = frozenset({"thanks", "greeting", "bye", "wants_loan"})


IDLE = SMALL_TALK | {"off_topic", "investment", "tax_legal", "near_domain", "qualify"}
"""Beside facts these words are part of a story."""


BESIDE_SIGNALS: dict[str, str] = {"are_you_human": "bot"}
"""Signals of agent/language that have another name as a topic here; the rest keep theirs."""


_RATE_AND_APR = re.compile(r"\bapr\b.*\brate\b|\brate\b.*\bapr\b")
"""The difference of the two is a question for the glossary, not about offers."""


def phrased_topics(signals: Sequence[Signal], p: str) -> list[str]:
    """Return what the phrases of a message are about."""
    kinds = ("sympathy" if s.cause == "illness" else BESIDE_SIGNALS.get(s.kind, s.kind)
             for s in signals)  # fmt: skip
    found = list(dict.fromkeys((*kinds, *topics_of(p))))
    if _RATE_AND_APR.search(p):
        found = [t for t in found if t != "compare"]
    return found + (["bereavement"] if any(s.cause == "bereavement" for s in signals) else [])


def topics_in(signals: Sequence[Signal], scene: Scene, p: str) -> list[str]:
    """Return what a message is about: by its phrases, and by what was learned."""
    phrased, text = phrased_topics(signals, p), scene.said
    meaning = scene.meaning_of(text)
    found = acts_heard(text, scene.at, phrased, phrased_product(text, p), meaning)
    found = [t for t in found if t in phrased or t not in not_in(p)]
    if "hardship" not in phrased and job_is_at_risk(p):
        found = [t for t in found if t != "hardship"]
    found = without_unmeant(found, text, p)
    for topic, moot in DROPPED_WITH:
        if topic in found:
            found = [t for t in found if t not in moot]
    return found


def settle_topics(
    topics: list[str], scene: Scene, p: str, is_policy: bool, has_facts: bool
) -> list[str]:
    """Drop what the situation rules out."""
    if not scene.offers:
        # before there are offers these words are part of the request or of a policy question
        kept = {"why_price"} if not has_facts else set()
        kept |= {"apply"} if scene.product and not has_facts else set()
        topics = [t for t in topics if t not in ON_OFFERS or t in kept]
    elif "hardship" in topics and not _TROUBLE.search(p):
        topics = ["afford" if t == "hardship" else t for t in topics]
    if scene.open_id == "what_helps" and _SHOWS.search(p) and not has_facts:
        topics = [*topics, "recourse"]
    if scene.context.get("outcome") == "NOT_ON_THESE_TERMS":
        topics = ["recourse" if t == "afford" else t for t in topics]
    if scene.context.get("outcome") and _LESS_DEBT.search(p) and not has_facts:
        topics = [*topics, "recourse"]
    if _asks_of_refinance(scene, p):
        topics = [t for t in topics if t not in ("recourse", "compare", "afford", "why_price")]
    if scene.open_id and answers_with_thanks(p):
        topics = [t for t in topics if t != "thanks"]
    if is_policy:
        trouble = re.search(r"lost my job|can not pay", p)
        topics = [t for t in topics if t not in MOOT_IN_POLICY or (t == "hardship" and trouble)]
    if has_facts:
        topics = [t for t in topics if t not in IDLE]
    return [t for t in topics if t not in SMALL_TALK] if set(topics) - SMALL_TALK else topics


_SHOWS = re.compile(r"^(?:ok |yes |yeah |sure |please )*(?:show me|yes|yeah|sure|please)\b")
_LESS_DEBT = re.compile(
    r"\b(?:if|what about|could|should|would it help)\b.*\b(?:pay(?:ing)? off|clear\w*|get rid of"
    r"|close|closing)\b.*\b(?:cards?|debts?|loans?|car)\b"
)
_TROUBLE = re.compile(
    r"job|with you|my (?:loan|bills|mortgage|rent)|behind|missed|died|passed|eat|gambl|evict"
)
"""Beside offers "I can't afford it" is about the offer, unless one of these is said."""
MOOT_IN_POLICY = frozenset(
    {"compare", "why", "apply", "hardship", "afford", "qualify", "recourse", "status"}
)


def policy_query(
    scene: Scene, text: str, p: str, topics: Sequence[str], is_idle: bool
) -> str | None:
    """Return what to search the policy for, when the message asks what the policy answers."""
    if _is_answered_otherwise(scene, text, p, topics):
        return None
    topics = [t for t in topics if scene.offers or t not in ON_OFFERS or t == "why_price"]
    if UNSURE.search(p) and "?" not in text:
        return None
    if scene.offers and _FIGURE_ASKED.search(p):
        return None
    asks = is_question(text, p)
    full = in_full(p, scene.earlier) if asks and heading_asked(p) is None else p
    text, p = (text, p) if full == p else (full, full)
    known = is_idle and (asks or policy_topic(p) is not None) and heading_asked(p) is not None
    if known and not (scene.offers and set(topics) & BESIDE_OFFERS):
        return looked_up(scene, text)
    term = None if scene.offers and _OF_THIS.search(p) else glossary_term(p)
    if term is not None:
        return f"what is {term}"
    if not is_idle and _REQUESTS.search(p):
        return None
    if policy_topic(p) is not None and (asks or is_idle):
        return looked_up(scene, text)
    if asks and is_idle and not topics:
        return looked_up(scene, text)
    return None


_FIGURE_ASKED = re.compile(
    r"^(?:and |so |ok |but )*(?:what|how much|how high) (?:is|are|would be|will be|was) (?:the|my)"
    r" (?:total(?: interest| cost)?|interest|monthly(?: payment)?|payment|fees?)"
    r"(?: again| then| now| in total| overall)?$"
)
_OF_THIS = re.compile(
    r"\b(?:again|mine|(?:is|what) my|of mine|(?:on|for|of|with) (?:it|that|this|mine)(?: one)?)\b"
)
"""Beside offers "what is the APR again" asks for a figure and not for what the word means."""
_REQUESTS = re.compile(
    r"^(?:hi |hello |hey |so |please )*(?:can|could|would|will) (?:you|i|we) (?:please )?(?:lend"
    r"|give|get|have|borrow|take|help)\b"
)
"""A wish in the form of a question: with an amount it asks for a loan, not for the policy."""


def _is_answered_otherwise(scene: Scene, text: str, p: str, topics: Sequence[str]) -> bool:
    """Tell whether words, an offer or a decision answers, and not the policy."""
    if set(topics) & ANSWERED_BY_WORDS or in_another_language(text):
        return True
    if scene.offers and (set(topics) & {"apply", "compare"} or points_at_offer(scene, p)):
        return True
    if p == "why" and scene.context.get("open_question"):
        return True
    decided = {"recourse", "why", "why_price", "qualify"}
    return bool(scene.context.get("outcome") and set(topics) & decided)


def points_at_offer(scene: Scene, p: str) -> bool:
    """Tell whether a question is about a card and not about what the policy says."""
    pointed = letters_in(p, scene.offers)
    return bool(pointed) and policy_topic(p) is None and glossary_term(p) is None


_REFINANCE = re.compile(
    r"break ?even|\bahead\b|pays? (?:for itself|back|off)|\bsav(?:e|es|ing|ings)\b|worth it"
    r"|does it pay|cash to close|cost me to close|closing costs?|\b(?:sell|move out)\b"
)
"""What a refinance is asked about; each offer of one has these figures."""


def _asks_of_refinance(scene: Scene, p: str) -> bool:
    return (
        bool(scene.offers)
        and scene.product == "mortgage_refinance"
        and bool(_REFINANCE.search(p))
        and glossary_term(p) is None
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


_RATE_NAMED = re.compile(r"\b(?:rates?|interest|apr|percent\w*|fees?|why|expensive)\b")


def topics_beside_offers(
    scene: Scene, p: str, topics: Sequence[str], has_facts: bool, asks: bool
) -> list[str]:
    """Return what is only said beside offers: one figure of one, a goal, a payment too high."""
    if in_another_language(scene.said):
        return ["language"]
    if not scene.offers or has_facts:
        return []
    if _asks_of_refinance(scene, p) and not set(topics) & {"human", "apply"}:
        return ["figures"]
    of_price = {"why_price"} if _RATE_NAMED.search(p) else set()
    if _TOO_MUCH.search(p) and not asks and not set(topics) & {*of_price, "hardship"}:
        return ["too_much"]
    if set(topics) - SMALL_TALK:
        return []
    goal = next((t for t, pattern in _GOALS if pattern.search(p)), None)
    if goal and not asks and len(p.split()) <= 12:
        return [goal]
    pointed = bool(letters_in(p, scene.offers))
    names_one = pointed or re.search(r"\b(?:it|that|this|my|the) ", p)
    about_one = asks and _FIGURE.search(p) and names_one
    of_offer = pointed or policy_topic(p) is None or _FIGURE_ASKED.search(p)
    return ["figures"] if about_one and of_offer else []


def wants_loan(p: str) -> bool:
    return bool(
        re.search(
            r"\b(?:i|we) (?:need|want|would like|am looking|are looking)|\bborrow\b"
            r"|help me (?:buy|pay)",
            p,
        )
    )
