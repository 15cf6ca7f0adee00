"""Calls about offers that are shown: what-ifs, comparisons, the application."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from agent.language.quantities import find_quantities
from agent.language.text import plain
from agent.offline.asks_shown import asks_saved, saved_on
from agent.offline.beside import Setup
from agent.offline.heard import Heard
from agent.offline.references import Shown, named_letters, only_one_in, talked_about, term_letters
from agent.offline.scene import Scene


class Call(NamedTuple):
    """One tool call."""

    tool: str
    arguments: dict[str, Any]


_ON_TOP = re.compile(
    r"\b(?:and (?:with|if|also)|also|on top|that one|then|plus|as well|too|with that|same)\b"
)


_AND_THEN = re.compile(r"^and (?:over |for |with )?(?:\d+|a|\w+) (?:months?|years?|down)$")
"""Right after a change another one is set on it: "and 60 months"."""
_AGAINST = re.compile(r"offer\.([a-z]+)\.\w+ [-+*/] ")
"""A change said against a figure of an offer: that offer is meant."""


def base_letter(heard: Heard, scene: Scene) -> str | None:
    """Return the offer that a message is about: named, else the one being talked about.

    A what-if about the amount or the time starts from the standing request again, unless it builds
    on what was shown ("also") or is no question at all ("make it 15k").
    """
    p = plain(scene.said)
    against = _AGAINST.match(next((str(v) for v in heard.changes.values()), ""))
    if against:
        return against[1]
    if asks_saved(p) and saved_on(scene.replies):
        return saved_on(scene.replies)
    named = named_letters(p, scene.offers)
    if "term_months" not in heard.changes:
        named = named or term_letters(p, scene.offers)
    if named:
        return named[0]
    if _THAT_ONE.search(p):
        return talked_about(scene.offers, scene.replies) or _standing(scene)
    adjusted = [o for o in scene.offers if "ADJUSTED" in (o.get("tags") or ())]
    if adjusted and (_ON_TOP.search(p) or _AND_THEN.search(p)):
        return str(adjusted[-1]["letter"])
    if not heard.changes:
        return talked_about(scene.offers, scene.replies) or _standing(scene)
    builds_on = "extra_monthly" in heard.changes or _builds_on(p)
    last = only_one_in(scene.offers, scene.replies) if builds_on else None
    return last or _standing(scene)


def _standing(scene: Scene) -> str | None:
    made = [o for o in scene.offers if "ADJUSTED" not in (o.get("tags") or ())]
    chosen = next((o for o in made if o.get("chosen")), None)
    first = chosen or (made[0] if made else None)
    return str(first["letter"]) if first else None


_THAT_ONE = re.compile(r"\b(?:that|this|the same) (?:one|loan|offer|card|option)\b")
_BUILDS_ON = re.compile(
    r"\b(?:make it|make that|change it|change that|instead"
    r"|(?:is|are|sounds|looks) (?:fine|good|ok|okay|great|enough|plenty)|i (?:will )?take"
    r"|go with)\b|^(?:ok|okay)\b"
)
_WHAT_IF = re.compile(r"\b(?:what if|would|could|if (?:i|we)|suppose|how about|what about)\b")


def _builds_on(p: str) -> bool:
    """Tell whether a change is meant for what was just shown and is no what-if of its own."""
    return bool(_BUILDS_ON.search(p)) and not _WHAT_IF.search(p)


def about_offers(heard: Heard, scene: Scene) -> list[Call]:
    if heard.told or heard.product or heard.another:
        return []
    if scene.open_id == "start_application" and heard.answer == "YES" and not heard.changes:
        return _applies(heard, scene)
    if "apply" in heard.topics and not (scene.offers or scene.context.get("outcome")):
        return []
    if "apply" in heard.topics:
        filed = scene.context.get("application_number")
        return [Call("application_status", {})] if filed else _applies(heard, scene)
    calls: list[Call] = []
    if heard.setups and scene.offers:
        calls = _beside_each_other(heard, scene)
    elif heard.changes and scene.offers:
        calls = _tried_out(heard, scene)
    elif scene.offers and heard.rate is None and _asks_to_compare(heard):
        calls.append(_compared(heard, scene))
    elif scene.offers and heard.letters and not (heard.topics or heard.rate):
        letters = _that_against(heard, scene) or _set_against(heard, scene) or list(heard.letters)
        calls.append(Call("compare_offers", {"letters": letters}))
    return calls


def _asks_to_compare(heard: Heard) -> bool:
    asked = {"compare", "figures", "advice", "by_apr", "offers_again"} & set(heard.topics)
    return (bool(asked) or _goal(heard)) and heard.payment is None


def now_beside(heard: Heard, scene: Scene) -> list[Call]:
    """Compare the two loans named, once what no card showed has been priced."""
    priced = [c.result["offer"] for c in scene.called if c.tool == "adjust_offer" and c.result]
    if not priced:
        return []
    cards = [*priced, *scene.offers]
    letters = [_shown(setup, priced[0], cards) for setup in heard.setups]
    return [Call("compare_offers", {"letters": letters})] if all(letters) else []


def _beside_each_other(heard: Heard, scene: Scene) -> list[Call]:
    """Compare the two loans named; what no card shows is priced first."""
    about = talked_about(scene.offers, scene.replies) or _standing(scene)
    base = next((o for o in scene.offers if o["letter"] == about), scene.offers[0])
    shown = [_shown(setup, base, scene.offers) for setup in heard.setups]
    if all(shown):
        return [Call("compare_offers", {"letters": shown})]
    letter = next((x for x in shown if x), str(base["letter"]))
    return [
        Call("adjust_offer", {setup.field: setup.words, "letter": letter})
        for setup, card in zip(heard.setups, shown, strict=True)
        if card is None
    ]


def _shown(setup: Setup, base: Shown, cards: Sequence[Shown]) -> str | None:
    """Return the card that is this loan, as the standing request has it otherwise."""
    other = "principal" if setup.field == "term_months" else "term_months"
    for offer in cards:
        same = Decimal(str(offer.get(setup.field) or 0)) == setup.value
        if same and Decimal(str(offer.get(other))) == Decimal(str(base.get(other))):
            return str(offer["letter"])
    return None


def _beyond_what_is_shown(heard: Heard, scene: Scene) -> bool:
    """Tell whether a longer or shorter time is asked for than any card has: it may not exist."""
    words = heard.changes.get("term_months")
    if not isinstance(words, str):
        return False
    if _AGAINST.match(words):
        return True  # a sum may leave what the loan allows
    named = [q.months or q.value for q in find_quantities(words)]
    terms = [int(o.get("term_months") or 0) for o in scene.offers]
    return any(n is not None and not min(terms) <= n <= max(terms) for n in named)


MOST_SHOWN = 4


def _asks_for_least(heard: Heard) -> bool:
    """Tell whether the least of something is asked for: only loans of one amount compare then."""
    topics = {"by_payment", "advice", "by_apr"} & set(heard.topics)
    return _goal(heard) or bool(topics) or heard.is_question


_THAT_AGAINST = re.compile(
    r"\b(?:that|this|it)\b.*\b(?:than|compared? (?:to|with)|versus|vs|against|over)\b"
    r"|\b(?:than|compared (?:to|with)|versus|vs|against)\b.*\b(?:that|this|it)\b"
)


_AT_FIRST = re.compile(r"\b(?:showed(?: me)? first|originally|at first|the original|before)\b")


def _that_against(heard: Heard, scene: Scene) -> list[str]:
    """Return the offer talked about behind the one it is set against: "than the first"."""
    p = plain(scene.said)
    named = (*named_letters(p, scene.offers), *term_letters(p, scene.offers))
    about = talked_about(scene.offers, scene.replies)
    standing = _standing(scene)
    if _AT_FIRST.search(p) and standing:
        named = (standing,)
    if len(set(named)) != 1 or about in (None, *named) or not _THAT_AGAINST.search(p):
        return []
    return [named[0], str(about)]


_JUDGES = re.compile(r"\b(?:better|cheaper|smarter|worse|dearer|costlier|more expensive|wiser)\b")


def _set_against(heard: Heard, scene: Scene) -> list[str]:
    """Return the offer that is called better or cheaper behind the one that it is better than."""
    if len(heard.letters) != 1 or not _JUDGES.search(plain(scene.said)):
        return []
    first = _standing(scene)
    other = next((str(o["letter"]) for o in scene.offers if str(o["letter"]) != first), None)
    base = first if first != heard.letters[0] else other
    return [base, heard.letters[0]] if base else []


def _tried_out(heard: Heard, scene: Scene) -> list[Call]:
    """Try a change out on an offer; say what may be had where it goes beyond what is shown."""
    if _needs_the_home(heard, scene):
        told = {f: w for f, w in heard.changes.items() if f in _OF_REQUEST}
        return [Call("record_details", told)]
    arguments: dict[str, Any] = dict(heard.changes)
    letter = base_letter(heard, scene)
    calls = [Call("adjust_offer", arguments | ({"letter": letter} if letter else {}))]
    if _beyond_what_is_shown(heard, scene):
        product = str(scene.product or "").replace("_", " ")
        calls.append(Call("search_policy", {"query": f"{product} loan amounts and terms"}))
    return calls


def _needs_the_home(heard: Heard, scene: Scene) -> bool:
    """Tell whether another amount may be secured by a home of which nothing is known yet.

    It is recorded, not tried out: what the home is worth is asked where it matters.
    """
    is_of_home = scene.product == "home_improvement" and not scene.has("property_value")
    return is_of_home and "principal" in heard.changes


_OF_REQUEST = frozenset({"principal", "term_months", "down_payment"})


def _goal(heard: Heard) -> bool:
    return any(t.startswith("goal_") for t in heard.topics)


def _compared(heard: Heard, scene: Scene) -> Call:
    letters = list(heard.letters)
    named = named_letters(plain(scene.said), scene.offers)
    if "offers_again" in heard.topics:
        made = [str(o["letter"]) for o in scene.offers if "ADJUSTED" not in (o.get("tags") or ())]
        return Call("compare_offers", {"letters": made[:MOST_SHOWN]})
    if "by_apr" in heard.topics and len(scene.offers) <= MOST_SHOWN:
        return Call("compare_offers", {})
    judged = _that_against(heard, scene) or _set_against(heard, scene)
    if judged:
        return Call("compare_offers", {"letters": judged})
    if "figures" in heard.topics and len(letters) < 2:
        first = base_letter(heard, scene)
        return Call("compare_offers", {"letters": letters[:1] or ([first] if first else [])})
    if len(named) < 2 and len(letters) < 2 and _asks_for_least(heard):
        amount = scene.offers[0].get("principal")
        alike = [str(o["letter"]) for o in scene.offers if o.get("principal") == amount]
        return Call("compare_offers", {"letters": alike[:MOST_SHOWN]} if len(alike) > 1 else {})
    pointed = named if len(named) > 1 else heard.letters
    return Call("compare_offers", {"letters": list(pointed)} if len(pointed) > 1 else {})


def _card_of_figure(scene: Scene) -> tuple[str, ...]:
    """Return the one card whose time a figure of the message is: "48, apply"."""
    said = {q.months or q.value for q in find_quantities(scene.said)}
    cards = [o for o in scene.offers if int(o.get("term_months") or 0) in said]
    return (str(cards[0]["letter"]),) if cards else ()


def _applies(heard: Heard, scene: Scene) -> list[Call]:
    """Apply for the offer pointed at, else for the one that the last reply was about.

    Where the last reply set two beside each other, the better one is named and has to be confirmed.
    """
    named = heard.letters or _card_of_figure(scene)
    letter = named[0] if named else only_one_in(scene.offers, scene.replies)
    last = talked_about(scene.offers, scene.replies)
    if letter is None and last is not None and last != _standing(scene):
        letter = last
    return [Call("submit_application", {"letter": letter} if letter else {})]
