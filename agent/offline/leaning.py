"""Words that lean on the what-if before: "and 5,000?", "the same on the long one", "without it"."""

import re
from collections.abc import Mapping

from agent.language.quantities import Quantity
from agent.language.text import plain
from agent.offline.figures import placed, quantities_in, words_of
from agent.offline.reading import Reading
from agent.offline.references import letters_in, term_letters
from agent.offline.scene import Scene
from agent.offline.what_ifs import changes_in

MOST_WORDS = 8
MOST_LOOKED_BACK = 3
OF_MONEY = frozenset({"principal", "down_payment", "extra_monthly"})
_LEADS = re.compile(
    r"^(?:(?:ok|okay|so|hm+|well|cool|no|yes|then|alright) )*"
    r"(?:and|what about|how about|or|maybe|make (?:it|that)|with|if|what if|then)\b"
)
_SAME_ON = re.compile(
    r"\b(?:(?:do|does|try|use|show me|add|see) (?:that|it|this)|the same|same(?: thing)?"
    r"|(?:does|would|will) (?:that|it|this) work)\b(?: \w+){0,3} (?:on|with|for) the\b"
    r"|^(?:and|what about|how about) (?:on|with|for) the\b"
)
_WITHOUT = re.compile(
    r"\b(?:without|forget|scratch|drop|skip|leave out|no|not|take off|remove) (?:about )?"
    r"(?:the |that |any )?(?:extra|down ?payment|deposit|more|additional|overpay\w*|money down)\b"
    r"(?! (?:fees?|cost|charge))"
)


def read_leaning(r: Reading) -> None:
    """Give a bare figure the lever of the what-if before, or try that what-if on another card."""
    if not r.scene.offers or r.co or r.product:
        return
    bare = _bare_figure(r)
    points = letters_in(r.p, r.scene.offers) or term_letters(r.p, r.scene.offers)
    if bare is not None:
        before = changes_before(r.scene)
        lever = next(iter(before), "") if len(before) == 1 else ""
        if lever in OF_MONEY:
            r.changes, r.told = {lever: words_of(r.honest, bare)}, {}
            r.topics = []
    elif (
        len(points) == 1
        and "apply" not in r.topics
        and _SAME_ON.search(r.p)
        and set(r.changes) | set(r.told) <= _TIME
    ):
        before = {f: w for f, w in changes_before(r.scene).items() if f != "term_months"}
        if before:
            r.changes, r.told, r.topics = dict(before), {}, []


_TIME = frozenset({"term_months"})


def takes_lever_back(r: Reading) -> bool:
    """Tell whether an extra payment or a down payment that was only tried out is left again."""
    tried = any("ADJUSTED" in (o.get("tags") or ()) for o in r.scene.offers)
    return tried and not (r.told or r.changes) and _WITHOUT.search(r.p) is not None


def _bare_figure(r: Reading) -> Quantity | None:
    """Return the one figure of "and 5,000?", if it is no time, no rate and no card shown."""
    if len(r.p.split()) > MOST_WORDS or not _LEADS.search(r.p) or _NAMES_LEVER.search(r.p):
        return None
    found = quantities_in(r.honest)
    if len(found) != 1 or found[0].measures not in ("money", "number") or found[0].period:
        return None
    shown = {int(o.get("term_months") or 0) for o in r.scene.offers}
    return None if found[0].value in shown else found[0]


_NAMES_LEVER = re.compile(
    r"\b(?:down|deposit|extra|more|less|borrow\w*|loan|months?|years?|rate|percent|score|income"
    r"|earn|make|a month|monthly|fewer|longer|shorter|add|instead)\b"
)


def changes_before(scene: Scene) -> Mapping[str, str | bool]:
    """Return the levers of the last what-if, through messages that leaned on it."""
    made = [o for o in scene.offers if "ADJUSTED" not in (o.get("tags") or ())]
    latest: str | None = None
    for back in range(1, min(MOST_LOOKED_BACK, len(scene.earlier)) + 1):
        text = scene.earlier[-back]
        if not any("[[offer." in template for template in scene.replies[:-back]):
            return {}  # nothing was shown yet that it could change
        blank = {**scene.context, "open_question": None, "signals": [], "offers": made}
        before = scene._replace(said=text, earlier=scene.earlier[:-back], context=blank)
        p = plain(text)
        changes, _ = changes_in(before, text, p, placed(before, text, p, []), [])
        leans = _LEADS.search(p) is not None and not _NAMES_LEVER.search(p)
        if changes and not leans:
            return changes if latest is None or len(changes) > 1 else dict.fromkeys(changes, latest)
        if not leans:
            return {}
        found = quantities_in(text)
        latest = latest or (words_of(text, found[0]) if len(found) == 1 else None)
    return {}
