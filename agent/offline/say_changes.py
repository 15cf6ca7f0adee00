"""What-ifs, comparisons, somebody else's rate, what somebody can borrow."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from agent.offline.asked_model import figure_asked_in
from agent.offline.asks_shown import saved_on
from agent.offline.reply import Reply, difference_id, offer_id


def say_adjusted(reply: Reply) -> bool:
    """Say what one change does to an offer."""
    found = reply.result("adjust_offer") or reply.result("set_levers")
    if not found or (reply.heard.setups and reply.result("compare_offers")):
        return False
    base, new, draft = found["base"], found["offer"], reply.draft
    names = {"n": offer_id(new), "a": offer_id(base), "d": difference_id(new, base)}
    changed = list(found.get("changed") or [])
    if "extra_monthly" not in changed and _is_same(reply, names["d"]):
        draft.say("adjusted.same", **names)
        draft.asks = {"id": "start_application", "fields": []}
        return True
    draft.say(_key(changed, new), **names)
    if "extra_monthly" in changed and len(changed) > 1:
        draft.say("adjusted.extra", **names)
    if new.get("product") in ("home", "mortgage_refinance", "home_improvement"):
        draft.say("note.dwelling")
    if "E-065" in (new.get("warnings") or []):
        draft.say("note.budget", a=names["n"])
        return True
    draft.say("ask.adjusted")
    draft.asks = {"id": "goal", "fields": []}
    return True


def _is_same(reply: Reply, difference: str) -> bool:
    """Tell whether a change leaves payment and interest as they were."""
    found = (reply.values.get(f"{difference}.{n}_difference") for n in ("monthly_payment",
             "total_interest"))  # fmt: skip
    return all(v is not None and not v.strip("-0.") for v in found)


def _key(changed: Sequence[str], new: Mapping[str, Any]) -> str:
    if changed == ["autodebit"]:
        return "adjusted.autodebit" if new.get("with_autodebit") else "adjusted.autodebit_off"
    if len(changed) > 1:
        return "adjusted.many"
    key = {
        "term_months": "adjusted.term", "principal": "adjusted.principal",
        "down_payment": "adjusted.down_payment", "extra_monthly": "adjusted.extra",
    }  # fmt: skip
    return key.get(changed[0] if changed else "", "adjusted.many")


def say_compared(reply: Reply) -> bool:
    """Say which is cheapest or easiest of the offers shown, or answer one figure."""
    found = reply.result("compare_offers")
    offers = found.get("offers") or []
    if not offers:
        return False
    if len(offers) == 1:
        return _say_one(reply, offers[0])
    if "offers_again" in reply.heard.topics:
        return _say_all(reply, offers)
    if "by_apr" in reply.heard.topics:
        return _say_lowest_apr(reply, offers)
    if "advice" in reply.heard.topics:
        reply.draft.say("advice")
        if len(offers) < len(reply.offers):
            return _say_ends(reply, offers, found)
    by_letter = {o["letter"]: o for o in offers}
    low, easy = by_letter[found["lowest_total"]], by_letter[found["lowest_payment"]]
    goal = _goal(reply)
    partly = len(offers) < len(reply.offers) and "advice" not in reply.heard.topics
    if partly and not reply.heard.letters and not reply.heard.setups:
        _alike(reply, offers, low if goal == "total" or not goal else easy)
        return True
    if goal is not None:
        reply.draft.say(f"goal.{goal}", low=offer_id(low), easy=offer_id(easy))
        reply.draft.say("ask.goal")
        reply.draft.asks = {"id": "after_offers", "fields": []}
        return True
    pointed = len(reply.heard.letters) == 2 or reply.heard.setups or _is_judged(reply, offers)
    if pointed and len(offers) == 2:
        _pair(reply, *offers)
        return True
    _ranked(reply, low, easy)
    reply.draft.say("ask.compared")
    reply.draft.asks = {"id": "goal", "fields": []}
    return True


def _say_all(reply: Reply, offers: Sequence[Mapping[str, Any]], lead: str = "all.lead") -> bool:
    """Say every card that stands, in a line each."""
    reply.draft.say(lead)
    for offer in offers:
        reply.draft.say("all.one", x=offer_id(offer))
    reply.draft.asks = {"id": "after_offers", "fields": []}
    return reply.draft.say("all.ask")


def _say_ends(reply: Reply, offers: Sequence[Mapping[str, Any]], found: Mapping[str, Any]) -> bool:
    """Say what the two ends of one amount are beside the first, where others are shown too."""
    first, by_letter = offers[0], {o["letter"]: o for o in offers}
    reply.draft.say("all.one", x=offer_id(first))
    for letter in dict.fromkeys((found["lowest_total"], found["lowest_payment"])):
        if letter != first["letter"]:
            names = {"x": offer_id(by_letter[letter]), "d": difference_id(by_letter[letter], first)}
            reply.draft.say("compare.alike", **names)
    reply.draft.say("ask.compared")
    reply.draft.asks = {"id": "goal", "fields": []}
    return True


def _say_lowest_apr(reply: Reply, offers: Sequence[Mapping[str, Any]]) -> bool:
    """Say which of these has the lowest APR, and that it is not the lowest cost by itself."""
    ranked = sorted(offers, key=lambda o: Decimal(str(o["apr_pct"])))
    if len(offers) < len(reply.offers):
        return _say_all(reply, ranked, lead="all.by_apr")
    best = ranked[0]
    reply.draft.say("compare.apr", x=offer_id(best))
    reply.draft.say("ask.compared")
    reply.draft.asks = {"id": "goal", "fields": []}
    return True


def _say_one(reply: Reply, offer: Mapping[str, Any]) -> bool:
    """Answer one figure of one offer, or say what it is."""
    x, key = offer_id(offer), _asked_figure(reply)
    if reply.heard.leans:
        _same_of_another(reply, key, x)
        return True
    said = next((k for k in _ways(reply, key, x) if reply.draft.say(k, x=x)), "compare.one")
    if said == "compare.one" and not reply.context.get("proposal"):
        reply.draft.say("ask.apply")
        reply.draft.asks = {"id": "start_application", "fields": []}
    return True


def _ways(reply: Reply, key: str, x: str) -> Iterator[str]:
    """List the sentences that may answer, the most fitting first."""
    if key == "figure.saved":
        saves = reply.values.get(f"{x}.saves_monthly", "")
        of_debts = ("figure.costs_more" if saves.startswith("-") else "figure.retired",)
        shown = saved_on(reply.replies) is not None
        monthly = reply.values.get(f"{x}.refinance.monthly_saving", "")
        of_mortgage = "figure.lifetime" if monthly.startswith("-") else "figure.saving"
        yield from (*(of_debts if saves and not shown else ()), of_mortgage)
    yield key
    yield "compare.one"


def _same_of_another(reply: Reply, key: str, x: str) -> None:
    """Answer for another offer what was asked of the one before, and say which it is."""
    if key not in ("figure.payment", "compare.one"):
        reply.draft.say("figure.of_another", x=x)
    reply.draft.say(key, x=x)


def _is_judged(reply: Reply, offers: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether one offer was pointed at, and another one is set beside it."""
    return len(reply.heard.letters) == 1 and reply.heard.letters[0] in {o["letter"] for o in offers}


def _pair(reply: Reply, x: Mapping[str, Any], y: Mapping[str, Any]) -> None:
    """Set two loans beside each other and ask what matters."""
    names = {"x": offer_id(x), "y": offer_id(y), "d": difference_id(y, x)}
    reply.draft.say("compare.pair", **names)
    reply.draft.say("ask.compared")
    reply.draft.asks = {"id": "goal", "fields": []}


def _alike(reply: Reply, offers: Sequence[Mapping[str, Any]], best: Mapping[str, Any]) -> None:
    """Set loans of one amount beside each other; others are shown too, so none is "the least"."""
    first = offers[0]
    if best["letter"] != first["letter"]:
        names = {"x": offer_id(best), "d": difference_id(best, first)}
        reply.draft.say("compare.alike", **names)
    else:
        other = offers[1]
        names = {"x": offer_id(first), "y": offer_id(other), "d": difference_id(other, first)}
        reply.draft.say("compare.pair", **names)
    reply.draft.say("ask.goal")
    reply.draft.asks = {"id": "after_offers", "fields": []}


def _ranked(reply: Reply, low: Mapping[str, Any], easy: Mapping[str, Any]) -> None:
    draft = reply.draft
    if "by_payment" in reply.heard.topics and easy["letter"] != low["letter"]:
        first = reply.result("compare_offers")["offers"][0]
        base = low if first["letter"] == easy["letter"] else first
        names = {"easy": offer_id(easy), "low": offer_id(base), "d": difference_id(easy, base)}
        draft.say("compare.payment", **names)
        return
    draft.say("compare.total", low=offer_id(low))
    if low.get("also_possible"):
        draft.say("compare.also", low=offer_id(low))
    if easy["letter"] != low["letter"]:
        draft.say(
            "compare.payment", easy=offer_id(easy), low=offer_id(low), d=difference_id(easy, low)
        )
    else:
        draft.say("compare.same")


def _goal(reply: Reply) -> str | None:
    return next(
        (t.removeprefix("goal_") for t in reply.heard.topics if t.startswith("goal_")), None
    )


def _asked_figure(reply: Reply) -> str:
    if reply.heard.figure is not None:
        return reply.heard.figure
    return figure_asked_in(reply.heard.query or "", reply.product) or "compare.one"


def _is_of(offer: Mapping[str, Any], quote: Mapping[str, Any]) -> bool:
    """Tell whether an offer of ours is for the amount and the time of a quote."""
    names = ("principal", "term_months")
    return all(Decimal(str(offer.get(n) or 0)) == Decimal(str(quote.get(n) or 0)) for n in names)


def say_quoted(reply: Reply) -> bool:
    """Set somebody else's rate beside ours, without disparaging or promising to match."""
    if not reply.result("quote_loan"):
        return False
    draft, offers = reply.draft, reply.offers
    draft.say("quoted")
    same = [o for o in offers if _is_of(o, reply.result("quote_loan"))]
    if not (same and draft.say("quoted.ours", x=offer_id(same[0]))) and offers:
        draft.say("quoted.ours.other", x=offer_id(offers[0]))
    if reply.replies and "[[hypothetical." in reply.replies[-1]:
        question = reply.context.get("open_question") or {}
        draft.asks = {"id": question.get("id", ""), "fields": list(question.get("fields") or ())}
    else:
        draft.say("quoted.compare")
    return True


def say_affordable(reply: Reply) -> bool:
    """Say how much a payment, or our limits, would carry."""
    found = reply.result("assess_affordability")
    if not found:
        return False
    reply.draft.say("affordable")
    reply.draft.say("affordable.share")
    if found.get("payment_named") is None:
        reply.draft.say("affordable.most")
    reply.draft.say("ask.affordable")
    reply.draft.asks = {"id": "principal", "fields": ["principal"]}
    return True
