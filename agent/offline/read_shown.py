"""What is said against what is shown: two loans, the other one, "what would you take?"."""

from agent.language.text import plain
from agent.offline.beside import setups_in, time_in_place
from agent.offline.choices_shown import is_advice, keeps_only, leans_on
from agent.offline.figures import words_of
from agent.offline.phrases import is_question, topics_of
from agent.offline.reading import Reading
from agent.offline.references import letters_in
from agent.offline.say_changes import figure_asked_in

_OF_REQUEST = frozenset({"term_months", "principal", "vehicle_price", "deferment_months",
                         "monthly_payment", "cost_of_attendance"})  # fmt: skip
_PASSING = frozenset({"compare", "thanks", "goal_month", "goal_total", "by_payment", "why_price"})
"""Topics beside which two loans that are named are set beside each other."""
_OUTSIDE = frozenset({"tax_legal", "investment", "off_topic"})
"""Beside offers "which should I take?" is about them, unless a phrase names something else."""
MOST_LOOKED_BACK = 3


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
    moved = set(r.told) | set(r.changes)
    if moved <= _OF_REQUEST and set(r.topics) <= _PASSING:
        r.setups = setups_in(r.scene, r.honest, r.honest_p)
    if r.setups:
        r.told, r.changes, r.topics = {}, {}, ["compare"]


def _but_times(r: Reading) -> dict[str, str | bool]:
    return {f: w for f, w in r.changes.items() if f not in _OF_REQUEST}


def read_references(r: Reading) -> None:
    """What leans on what was asked last, and what asks us to choose."""
    points = set(r.changes) <= {"term_months"}
    if not r.scene.offers or r.told or r.setups or r.co or not points:
        return
    letters = letters_in(r.p, r.scene.offers)
    if letters and keeps_only(r.p):
        r.topics, r.query = ["back_to"], None
    elif is_advice(r.p) and not set(r.topics) - _PASSING - (_OUTSIDE - set(topics_of(r.p))):
        r.topics, r.query = ["advice"], None
    elif len(letters) == 1 and leans_on(r.p) and not set(r.topics) - {"figures"}:
        _lean(r)


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
