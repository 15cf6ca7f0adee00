"""What is said against what is shown: two loans, the other one, "what would you take?"."""

import re
from collections.abc import Sequence

from agent.language.text import plain
from agent.offline.asked_model import AGAIN, NONE, asked_heard, figure_asked_in
from agent.offline.asks_shown import (
    asks_about_applying,
    asks_apr_and_rate,
    asks_between,
    asks_for_all,
    asks_lowest_apr,
    asks_needed_income,
    asks_of_one,
    asks_saved,
    asks_what_is_in,
    goal_in,
    saved_on,
)
from agent.offline.beside import setups_in, time_in_place, two_times
from agent.offline.choices_shown import is_advice, keeps_only, leans_on, takes_one
from agent.offline.figures import words_of
from agent.offline.leaning import takes_lever_back
from agent.offline.phrases import is_question, policy_topic, topics_of
from agent.offline.reading import Reading
from agent.offline.references import asks_of_start, lately, letters_in, takes_back
from agent.offline.relative_changes import relative_change
from agent.offline.wording import sentences

_OF_REQUEST = frozenset({"term_months", "principal", "vehicle_price", "deferment_months",
                         "monthly_payment", "cost_of_attendance"})  # fmt: skip
_PASSING = frozenset({"compare", "thanks", "goal_month", "goal_total", "by_payment", "why_price"})
"""Topics beside which two loans that are named are set beside each other."""
_ASKED = frozenset({"advice", "figures"})
_SOFT = _PASSING | _ASKED | {
    "schedule", "afford", "summary", "status", "greeting", "offers_again", "qualify", "by_apr",
    "sympathy", "repeat",
}  # fmt: skip
"""Topics that give way where a figure of what is shown is surely asked for."""
_OUTSIDE = frozenset({"tax_legal", "investment", "off_topic"})
"""Beside offers "which should I take?" is about them, unless a phrase names something else."""
MOST_LOOKED_BACK = 3
_MOST_ASKING = 14
_MOST_CHOOSING = 8
_APPLYING = frozenset({"adult", "start_application", "confirm_application"})
_TRIES_OUT = re.compile(
    r"^(?:and |so |but |ok |nah |no |or |hm+ )*(?:what if|what about|how about"
    r"|if (?:i|we|he|she|they|my)|suppose|what would (?:happen|it be|change) if)\b"
)
_OF_THE_APPLICATION = re.compile(r"\b(?:send|submit|file|upload|provide|bring)\b")


def read_beside(r: Reading) -> None:
    """A time in place of another is another time; two times or amounts are compared."""
    wanted = time_in_place(r.scene, r.honest)
    if wanted is not None:
        r.told = {f: w for f, w in r.told.items() if f not in _OF_REQUEST}
        words = words_of(r.honest, wanted)
        if r.scene.offers:
            r.changes = {**_but_times(r), "term_months": words}
        else:
            r.told["term_months"] = words
        return
    if _names_a_card(r):
        return
    unfit = r.scene.context.get("outcome") == "FITS_WITH_CHANGES"
    if unfit and "down_payment" in (relative_change(r.honest, "a") or {}):
        r.told, r.changes, r.topics, r.about = {}, {}, ["recourse"], "down_payment"
        return  # what brings the request inside the limits says how much more it takes
    if not r.scene.offers and two_times(r.honest_p):
        r.told, r.changes, r.topics = {}, {}, ["early_cheapest"]
        return
    setups = setups_in(r.scene, r.honest, r.honest_p)
    compared = "compare" in r.topics and {*r.told.values()} <= {s.words for s in setups}
    moved = set(r.told) | set(r.changes)
    if (moved <= _OF_REQUEST or compared) and set(r.topics) <= _PASSING:
        r.setups = setups
    if r.setups:
        r.told, r.changes, r.topics = {}, {}, ["compare"]


def _names_a_card(r: Reading) -> bool:
    """Read "wait no, the 60" as the card that is shown, and not as another request."""
    letters = letters_in(r.honest_p, r.scene.offers)
    only = {*r.told, *r.changes} <= {"term_months", "has_capacity"}
    short = len(r.p.split()) <= _MOST_CHOOSING
    if len(letters) != 1 or not (only and short) or not takes_back(r.honest_p):
        return False
    applies = r.scene.open_id in _APPLYING or r.scene.context.get("proposal")
    r.told, r.changes, r.topics = {}, {}, ["apply"] if applies else ["back_to"]
    return True


def _but_times(r: Reading) -> dict[str, str | bool]:
    return {f: w for f, w in r.changes.items() if f not in _OF_REQUEST}


def _drop_beside(r: Reading) -> None:
    """Leave out what is not meant beside a what-if, papers that are sent, or applying."""
    tells = bool(r.told or r.co or r.changes)
    if r.query and tells and _TRIES_OUT.search(r.query) and policy_topic(r.query) is None:
        r.query = None  # "what if Sam signed too?" is answered by the offer it makes
    if "near_domain" in r.topics and _OF_THE_APPLICATION.search(r.p) and r.scene.at != "start":
        r.topics = [t for t in r.topics if t != "near_domain"]
    if r.asks and "apply" in r.topics and asks_about_applying(r.p):
        r.topics = [t for t in r.topics if t != "apply"]


def read_references(r: Reading) -> None:
    """What leans on what was asked last, what is asked of what is shown, what asks us to choose."""
    _drop_beside(r)
    points = set(r.changes) <= {"term_months"}
    if not r.scene.offers or r.told or r.setups or r.co or not points:
        return
    if asks_apr_and_rate(r.p) or (r.topics == ["figures"] and asks_what_is_in(r.p)):
        r.topics, r.query = [], r.p
        return
    if asks_of_start(r.p) and not r.changes:
        r.topics, r.query, r.pointed = [], None, (str(r.scene.offers[0]["letter"]),)
        return
    if takes_lever_back(r):
        r.topics, r.query, r.about = ["undo"], None, "lever"
        return
    if not r.changes and not set(r.topics) - _PASSING - _ASKED:
        r.pointed = lately(r.p, r.scene.offers, r.scene.replies)
    letters = r.pointed or letters_in(r.p, r.scene.offers)
    topic = _asked_of_all(r, letters)
    if topic in (None, "figures", "offers_again") and _asks_a_figure(r, letters):
        return
    if topic is not None:
        r.topics = ["compare", topic] if topic == "offers_again" else [topic]
        r.query = r.p if topic == "figures" else None
    elif len(letters) == 1 and leans_on(r.p) and not set(r.topics) - {"figures"}:
        _lean(r)
    elif _asks_of_one(r, pointed=len(letters) == 1):
        r.topics, r.query = ["figures"], r.p


def _asks_a_figure(r: Reading, letters: Sequence[str]) -> bool:
    """Take up what was learned: one figure of what is shown is asked, or all of it again."""
    asked = _learned(r)
    if asked == NONE and r.topics == ["figures"] and figure_asked_in(r.p, None) is not None:
        r.topics, r.query = [], r.p
    soft = _SOFT if r.scene.at == "offers" else _SOFT - {"status"}
    if asked in (None, NONE) or set(r.topics) - soft or len(letters) > 1:
        return False
    if (r.changes and len(letters) != 1) or (not letters and _OF_NONE.search(r.p)):
        return False  # another time is tried out, a word is to be explained, or the best one sought
    if asked == AGAIN and not letters:
        r.topics, r.query, r.changes = ["compare", AGAIN], None, {}
    else:
        r.figure = "compare.one" if asked == AGAIN else asked
        r.topics, r.query, r.changes = ["figures"], r.p, {}
    return True


_OF_NONE = re.compile(
    r"\b(?:which|least|cheapest|lowest|smallest|fewest|best|better)\b|"
    r"\b(?:in general|generally|usually|normally|typically|means?|meaning)\b"
    r"|\bwhat (?:is|are) (?!the\b|my\b|our\b|that\b|it\b|this\b|your\b)(?:an? )?\w+(?: \w+)?$"
)


def _learned(r: Reading) -> str | None:
    """Read the whole message; where that is not sure, the question that it ends in."""
    asked = asked_heard(r.text, r.scene.meaning_of(r.text))
    ends_in = sentences(r.text)[-1:]
    if asked is None and ends_in and ends_in[0] != r.text and ends_in[0].endswith("?"):
        asked = asked_heard(ends_in[0], r.scene.meaning_of(ends_in[0]))
    return asked


def _asked_of_all(r: Reading, letters: Sequence[str]) -> str | None:
    """Return what a message asks of the cards as they lie there; None where it asks otherwise."""
    p, passing = r.p, not set(r.topics) - _PASSING
    outside = _OUTSIDE - set(topics_of(p))
    goal = goal_in(p) if not (set(r.topics) - _PASSING - _ASKED or r.changes) else None
    unfit = r.scene.context.get("outcome") == "FITS_WITH_CHANGES"
    rules: tuple[tuple[str, bool], ...] = (
        ("recourse", unfit and not r.changes and asks_needed_income(p)),
        ("apply", bool(letters) and not r.asks and takes_one(p) and not keeps_only(p)),
        ("back_to", bool(letters) and keeps_only(p)),
        ("offers_again", not r.changes and asks_for_all(p)),
        ("other_time", not r.changes and asks_between(p)),
        ("figures", _asks_saved(r)),
        (str(goal), goal is not None),
        ("by_apr", passing and asks_lowest_apr(p)),
        ("advice", is_advice(p) and not set(r.topics) - _PASSING - outside),
    )
    return next((topic for topic, holds in rules if holds), None)


def _asks_saved(r: Reading) -> bool:
    """Tell whether it is asked what the extra or automatic payment just shown saves."""
    about = not set(r.topics) - _PASSING - {"afford", "figures"}
    return about and asks_saved(r.p) and saved_on(r.scene.replies) is not None


def _asks_of_one(r: Reading, *, pointed: bool) -> bool:
    """Tell whether a question is about one figure of a card that is pointed at."""
    if not r.asks or r.changes or set(r.topics) - {"figures"} or len(r.p.split()) > _MOST_ASKING:
        return False
    named = figure_asked_in(r.p, r.scene.product)
    if named == "figure.end":
        return True
    return named is not None and asks_of_one(r.p, pointed=pointed)


def _lean(r: Reading) -> None:
    """Ask of the other offer what was asked before; where nothing was, say what it is."""
    asked = _asked_last(r)
    if asked is not None:
        r.query, r.leans, r.topics, r.changes = asked, True, ["figures"], {}
    elif not r.changes:
        r.query, r.topics = None, []


def _asked_last(r: Reading) -> str | None:
    """Return the question about one figure that a message such as "and the long one" leans on."""
    for said in reversed(r.scene.earlier[-MOST_LOOKED_BACK:]):
        words = plain(said)
        if is_question(said, words) and figure_asked_in(words, r.scene.product) is not None:
            return words
        if not leans_on(words):
            return None
    return None
