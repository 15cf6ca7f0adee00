"""From what was heard to tool calls, in the order of the catalog. No tool is called for talk."""

import re
from collections.abc import Mapping, Set
from decimal import Decimal
from typing import Any

from agent.language.quantities import find_quantities
from agent.language.text import plain
from agent.offline.another import meant_application
from agent.offline.filling_named import says_net
from agent.offline.heard import Heard
from agent.offline.part_corrected import part_corrected
from agent.offline.plan_offers import Call, about_offers, base_letter, now_beside
from agent.offline.plan_urgent import is_a_sigh, kept_beside, urgent_call
from agent.offline.questions import each_of
from agent.offline.quiet import quiet_team
from agent.offline.say_early import goes_in_circles, repeats_range
from agent.offline.scene import Scene
from agent.offline.understand import understand

PRIVACY: dict[str, str] = {
    "erase": "erase", "access": "access", "stop_marketing": "stop_marketing",
}  # fmt: skip
_PERIOD = re.compile(
    r"\b(?:a|per|each|every|by the) (?:month|year)\b|\b(?:monthly|yearly|annually|annual|month"
    r"|year)\b",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"\b\d{1,2}(?! ?k|,|\.\d|\d)\b(?:(?: |-)?(?:hours?|hrs?))?|\bfull[- ]?time\b", re.IGNORECASE
)
"""Hours a week, where they are asked for."""
_NOTHING = re.compile(r"(?!)")


def plan(heard: Heard, scene: Scene) -> list[Call]:
    """Return the tool calls of a first round; empty where words are enough."""
    urgent = urgent_call(heard, scene)
    if urgent:
        return [*kept_beside(heard, scene, urgent), urgent]
    if _needs_person(heard, scene):
        return [Call("hand_off", {"reason": "the conversation does not get on by itself"})]
    if quiet_team(scene.replies) == "fraud":
        return _service(heard, scene)
    answers = heard.answer != "UNCLEAR" or "has_capacity" in heard.told
    if scene.open_id == "adult" and answers and not heard.topics:
        return _of_age(heard, scene)
    calls: list[Call] = []
    if {"complaint", "discrimination"} & set(heard.topics):
        return [Call("record_complaint", {"discrimination": "discrimination" in heard.topics})]
    calls += _recorded(heard, scene)
    calls += [] if heard.other_income else about_offers(heard, scene)
    calls += _early(heard, scene)
    calls += _questions(heard, scene)
    calls += _service(heard, scene)
    customer = scene.context.get("customer") or {}
    needs_profile = customer.get("signed_in") and not customer.get("profile_looked_up")
    uses_it = "access" in heard.topics or any(c.tool not in _NO_PROFILE for c in calls)
    if needs_profile and uses_it and not without_profile(scene):
        calls.insert(0, Call("look_up_profile", {}))
    return calls


_UNPRICED = frozenset({"early_price", "early_save", "early_cheapest"})
"""Questions that only an offer answers in full."""


def _needs_person(heard: Heard, scene: Scene) -> bool:
    """Tell whether a person was offered and is accepted, or the next reply would be the same."""
    if heard.has_facts or heard.changes or heard.query or quiet_team(scene.replies):
        return False
    early = bool(_UNPRICED & set(heard.topics))
    if scene.open_id == "person" and heard.answer == "YES" and not (heard.topics or heard.letters):
        return True
    return goes_in_circles(scene.replies) and (early or (heard.is_empty or not heard.topics))


def _early(heard: Heard, scene: Scene) -> list[Call]:
    """Look again what can be said of figures: the range, an offer, or what would help."""
    if not _UNPRICED & set(heard.topics):
        return []
    if scene.context.get("outcome"):
        return [Call("find_recourse", {})]
    complete = scene.context.get("next_question") is None
    if complete and repeats_range(scene.replies):
        return []
    return [Call("make_offers" if complete else "record_details", {})]


_NO_PROFILE = frozenset(
    {"search_policy", "hand_off", "privacy_request", "record_feedback", "application_status"}
)


_NO_PROFILE_WISHED = re.compile(
    r"\bwithout (?:using |looking at |touching )?my (?:profile|file|data|records?)\b"
    r"|\b(?:do not|don't|stop) (?:use|using|look at|touch) my (?:profile|file|data|records?)\b"
)


def without_profile(scene: Scene) -> bool:
    """Tell whether the customer asked, now or before, that the profile be left alone."""
    return any(_NO_PROFILE_WISHED.search(plain(said)) for said in (*scene.earlier, scene.said))


def _of_age(heard: Heard, scene: Scene) -> list[Call]:
    """Record the age or the answer, and go on with the application on the card they had chosen.

    From which age somebody may sign alone is the catalogue's: the tools know it, and refuse.
    """
    said = {"has_capacity": scene.said.strip()} | dict(heard.told)
    calls = [Call("record_details", said)]
    if heard.answer != "YES" and "has_capacity" not in heard.told:
        return calls
    chosen = next((str(o["letter"]) for o in scene.offers if o.get("chosen")), None)
    return [*calls, Call("submit_application", {"letter": chosen} if chosen else {})]


# -- facts -------------------------------------------------------------------------------------


def _recorded(heard: Heard, scene: Scene) -> list[Call]:
    arguments: dict[str, Any] = dict(heard.told)
    arguments |= _for_month_or_year(heard, scene)
    if heard.another:
        arguments["another"] = True
    if heard.product is not None:
        arguments["product"] = heard.product
    if heard.co_applicant is not None:
        arguments["co_applicant"] = heard.co_applicant
    if heard.conflicts is not None:
        arguments["conflicts"] = heard.conflicts
    if "drop_co" in heard.topics and scene.context.get("co_applicant"):
        arguments["co_applicant"] = "none"
    anew = {*heard.told, *heard.changes}
    taken_back = () if heard.product else tuple(f for f in forgotten(scene) if f not in anew)
    if taken_back:
        arguments["forget"] = list(taken_back)
    elif {"undo", "nevermind"} & set(heard.topics):
        arguments |= _before(scene)
    swapped = part_corrected(scene)
    if swapped is not None:
        return _part_put_right(arguments, *swapped)
    if not arguments and not _moves_on(heard, scene):
        return []
    return _calls_of(arguments, heard, scene)


def _part_put_right(arguments: Mapping[str, Any], old: str, new: str) -> list[Call]:
    """Take the part told before off the monthly payments, and put on what it is now."""
    others = {f: w for f, w in arguments.items() if w != new and f != "monthly_obligations"}
    less, more = f"{_SAID_MONTHLY} - {old}", f"{_SAID_MONTHLY} + {new}"
    return [
        Call("record_details", {"monthly_obligations": less}),
        Call("record_details", {**others, "monthly_obligations": more}),
    ]


_SAID_MONTHLY = "applicant.said_monthly_obligations"


def _calls_of(arguments: dict[str, Any], heard: Heard, scene: Scene) -> list[Call]:
    fields = (scene.context.get("open_question") or {}).get("fields") or []
    score_open = "credit_score" in fields and "credit_score" not in arguments
    unmarked = scene.open_id not in scene.context.get("asked", (scene.open_id,))
    if heard.is_unsure and not arguments and scene.open_id and unmarked:
        # it was asked beside an answer: the first call notes that, the second goes on
        return [Call("record_details", {}), Call("record_details", {})]
    if score_open and scene.open_id == "job" and heard.is_unsure:
        # work and score were asked together: "not sure" answers the second half too
        return [Call("record_details", {**arguments, "forget": ["credit_score"]})]
    return [Call("record_details", arguments)]


_TAKES_BACK = re.compile(
    r"^(?:\w+ ){0,2}not (?:the )?\d\S*(?= (?:that|it|this) (?:is|was)\b)|"
    r"\b(?:forget|scratch|ignore|delete) what i (?:just )?said (?:about|on|i|my)\b"
    r"|\b(?:forget|scratch|drop|ignore|take back|leave out|remove)(?: about)?"
    r"(?: what i said about)?"
    r" (?:the|my|that)\b|\b(?:is|has) (?:gone|sold|fallen through)\b|\bfell through\b"
)
_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("vehicle_price", re.compile(
        r"\b(?:price|sticker|cost)\b|\b(?:car|truck|bike|suv|van)\b.*\b(?:gone|sold|through)\b")),
    ("property_value", re.compile(
        r"\b(?:price|value)\b|\b(?:house|home|condo)\b.*\b(?:gone|sold|through)\b")),
    ("annual_income", re.compile(r"\b(?:income|salary|earnings|earn|make|pay)\b")),
    ("monthly_obligations", re.compile(r"\b(?:debts?|monthly payments?|bills)\b")),
    ("down_payment", re.compile(r"\b(?:down ?payment|deposit|money down)\b")),
    ("savings", re.compile(r"\bsavings\b")),
    ("credit_score", re.compile(r"\bscore\b")),
    ("term_months", re.compile(r"\b(?:term|months|years)\b")),
)  # fmt: skip
"""How a field is named by somebody who takes back what they said about it."""


def forgotten(scene: Scene) -> tuple[str, ...]:
    """Return the told fields that are taken back, by their name or by the figure that was said."""
    told = {f: k.get("value") for f, k in scene.known.items() if k.get("source") == "told"}
    if "annual_income" in told and _was_net(scene, told["annual_income"]):
        return ("annual_income",)
    clauses = [c for c in _SENTENCE.split(scene.said) if _TAKES_BACK.search(plain(c))]
    if not clauses:
        return ()
    said = ". ".join(clauses)
    figures = {q.value for q in find_quantities(said) if q.value is not None and not q.months}
    named = [f for f, pattern in _NAMED if f in told and pattern.search(plain(said))]
    same = [f for f, v in told.items() if f not in _TIMES and _is_one_of(v, figures)]
    return tuple(dict.fromkeys((*same, *named)))


def _was_net(scene: Scene, income: Any) -> bool:
    """Tell whether the income told before is now said to be what is left after tax."""
    p = plain(scene.said)
    if not says_net(p) or len(p.split()) > _MOST_WORDS_OF_A_SLIP:
        return False
    figures = {q.value for q in find_quantities(scene.said) if q.value is not None}
    return not figures or _is_one_of(income, figures)


_MOST_WORDS_OF_A_SLIP = 16
_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)")
_TIMES = frozenset({"term_months", "months_employed", "old_remaining_months"})


def _is_one_of(value: Any, figures: Set[Decimal]) -> bool:
    """Tell whether a known value is among the figures; 40 may be said for 40,000."""
    if not _NUMBER.fullmatch(str(value)):
        return False
    known = Decimal(str(value))
    return known in figures or (known >= _IN_THOUSANDS and known / 1000 in figures)


_IN_THOUSANDS = 10_000
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _for_month_or_year(heard: Heard, scene: Scene) -> dict[str, str]:
    """Answer "for a month or a year?", "how many hours?": the earlier figure with what is said."""
    fields = (scene.context.get("open_question") or {}).get("fields") or []
    period = {"period": _PERIOD, "hours": _HOURS}.get(scene.open_id, _NOTHING).search(scene.said)
    told_more = scene.open_id == "period" and heard.told
    if not fields or not period or told_more or not scene.earlier:
        return {}
    blank = {**scene.context, "open_question": None, "signals": []}
    before = scene._replace(said=scene.earlier[-1], earlier=scene.earlier[:-1], context=blank)
    words = understand(before).told.get(str(fields[0]))
    return {str(fields[0]): f"{words} | {period[0]}"} if words else {}


def _moves_on(heard: Heard, scene: Scene) -> bool:
    """Tell whether an answer without a value still moves the intake on: "yes", "not sure"."""
    if scene.product is None or heard.changes or scene.offers:
        return False
    if {"goon", "nevermind"} & set(heard.topics) and scene.context.get("outcome") is None:
        return True
    lying = {"falsify", "injection"} & set(heard.topics)
    if lying or "qualify" in heard.topics:
        return scene.context.get("outcome") is None
    answers = heard.is_unsure or heard.answer != "UNCLEAR"
    if scene.open_id == "gross_income" and answers:
        return True
    return bool(scene.open_id) and answers and not heard.topics and heard.query is None


def _before(scene: Scene) -> dict[str, str]:
    """Return the earlier words for what the last message told: undo in words."""
    if len(scene.earlier) < 2:
        return {}
    blank = {**scene.context, "open_question": None, "signals": []}
    last = understand(
        scene._replace(said=scene.earlier[-1], earlier=scene.earlier[:-1], context=blank)
    )
    back: dict[str, str] = {}
    for position in range(len(scene.earlier) - 2, -1, -1):
        said = understand(
            scene._replace(
                said=scene.earlier[position], earlier=scene.earlier[:position], context=blank
            )
        )
        for field, words in said.told.items():
            if field in last.told and words != last.told[field]:
                back.setdefault(field, words)
    return back


# -- questions ---------------------------------------------------------------------------------


def _questions(heard: Heard, scene: Scene) -> list[Call]:
    topics, calls = set(heard.topics), list[Call]()
    if heard.rate is not None and not topics & {"injection", "falsify"}:
        calls.append(Call("quote_loan", _quote(heard, scene)))
    pays = ("afford" in topics or heard.payment) and "extra_monthly" not in heard.changes
    pays = pays and not heard.other_income  # whether that income counts is asked first
    if pays and ("afford" in topics or not heard.told) and "too_much" not in topics:
        payment: Mapping[str, Any] = {"monthly_payment": heard.payment} if heard.payment else {}
        if scene.product or heard.product:
            calls.append(Call("assess_affordability", dict(payment)))
    evaluated = bool(scene.offers) or scene.context.get("outcome") is not None
    if evaluated and not heard.told:
        calls += _explained(topics)
    elif "why_price" in topics and heard.query is None:
        calls.append(Call("search_policy", {"query": "how the interest rate is set"}))
    worded = topics & {"figures", "contact"} or forgotten(scene) or is_a_sigh(scene)
    if heard.query is not None and not worded:
        calls += [Call("search_policy", {"query": one}) for one in each_of(heard.query)]
    return calls


def _explained(topics: set[str]) -> list[Call]:
    """Why, what sets the price, what would help: only of a request that was evaluated."""
    calls: list[Call] = []
    if "why_price" in topics:
        calls.append(Call("explain_decision", {"about": "price"}))
    elif topics & {"why", "qualify"} and "recourse" not in topics:
        calls.append(Call("explain_decision", {"about": "decision"}))
    if "recourse" in topics:
        calls.append(Call("find_recourse", {}))
    return calls


def _quote(heard: Heard, scene: Scene) -> dict[str, Any]:
    """Return the arguments of a quote: their rate, and our first offer's amount and time."""
    arguments: dict[str, Any] = {"note_rate_pct": heard.rate}
    letter = base_letter(heard, scene)
    if letter is not None:
        arguments |= {
            "principal": f"offer.{letter}.principal",
            "term_months": f"offer.{letter}.term_months",
        }
    return arguments | {f: w for f, w in heard.quoted.items() if f != "note_rate_pct"}


# -- service -----------------------------------------------------------------------------------


def _service(heard: Heard, scene: Scene) -> list[Call]:
    topics, calls = heard.topics, list[Call]()
    if "status" in topics:
        number = meant_application(scene)
        calls.append(Call("application_status", {"number": number} if number else {}))
    if "human" in topics:
        calls.append(Call("hand_off", {"reason": "the customer asks for a person"}))
    calls += [Call("privacy_request", {"request": PRIVACY[t]}) for t in topics if t in PRIVACY][:1]
    if "erase" in topics:
        calls.append(Call("search_policy", {"query": "how long application records are kept"}))
    if "correct_data" in topics:
        calls.append(Call("privacy_request", {"request": "correct"}))
    if not calls and not heard.has_facts and heard.query is None:
        if "feedback_up" in topics:
            calls.append(Call("record_feedback", {"rating": "up"}))
        elif "feedback_down" in topics:
            calls.append(Call("record_feedback", {"rating": "down"}))
    return calls


def follow_up(heard: Heard, scene: Scene) -> list[Call]:
    """Return the calls of a second round: what would help, where the request does not fit."""
    tools = [c.tool for c in scene.called]
    if "hand_off" in tools:
        return []  # a person takes over: nothing is priced beside that
    if heard.setups and "compare_offers" not in tools:
        return now_beside(heard, scene)
    results = (c.result for c in reversed(scene.called) if c.tool == "make_offers")
    made: Mapping[str, Any] = next(results, {})
    if made.get("outcome") not in ("FITS_WITH_CHANGES", "NOT_ON_THESE_TERMS"):
        return []
    return [] if "find_recourse" in tools else [Call("find_recourse", {})]
