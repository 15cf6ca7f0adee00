"""What is said when the request has been evaluated: offers, counter-offers, review, a plain no."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.reply import Reply, difference_id, listed, offer_id
from agent.offline.say_reasons import say_reasons, say_what_helps_in_words
from agent.offline.wording import variants

Offer = Mapping[str, Any]
MOST_BEFORE_LEVER = 75
DWELLING = ("home", "mortgage_refinance")
ASSUMED_WORDS: dict[str, str] = {
    "term_months": "our usual time to repay",
    "vehicle_condition": "a new car",
    "ltv_pct": "a car price equal to the loan",
    "taxes_and_insurance": "our usual estimate for taxes and insurance",
    "credit_score": "the lower end of that score band",
    "monthly_obligations": "no other monthly payments",
}


def say_offers(reply: Reply) -> bool:
    """Say what make_offers found; returns whether there was anything to say."""
    made = reply.result("make_offers")
    if not made:
        return False
    outcome, offers = made.get("outcome"), made.get("offers") or []
    if outcome == "NOT_ON_THESE_TERMS":
        _no(reply, made)
    elif outcome is None:
        _unpriced(reply, made)
    elif not offers:
        _no(reply, made)
    elif outcome == "FITS_WITH_CHANGES":
        _changes(reply, made, offers)
    elif outcome == "NEEDS_REVIEW":
        _review(reply, made, offers)
    else:
        _fits(reply, made, offers)
    return True


def _shorter(offers: Sequence[Offer]) -> Offer | None:
    """Return the card that costs less interest than the first one and is paid off sooner."""
    first = offers[0]
    sooner = [o for o in offers[1:] if o["term_months"] < first["term_months"]]
    return max(sooner, key=lambda o: o["term_months"], default=None)


def _longer(offers: Sequence[Offer]) -> Offer | None:
    first = offers[0]
    later = [o for o in offers[1:] if o["term_months"] > first["term_months"]]
    return max(later, key=lambda o: o["term_months"], default=None)


def _fits(reply: Reply, made: Mapping[str, Any], offers: Sequence[Offer]) -> None:
    draft, first = reply.draft, offers[0]
    if _is_unchanged(reply, first):
        draft.say("same.offers", a=offer_id(first))
        return
    if made.get("product") == "education" and not _federal_aid_said(reply):
        draft.say("note.federal")
    pays_off = str(first.get("retires_monthly") or "0").strip("0.") != ""
    if not (pays_off and draft.say("consolidate", a=offer_id(first))):
        draft.say("fits", a=offer_id(first))
    elif not reply.values.get(f"{offer_id(first)}.saves_monthly", "-").startswith("-"):
        draft.say("consolidate.saves", a=offer_id(first))
    say_change(reply, first)
    _figures_beside(reply, made, first)
    _other_cards(reply, offers, both=made.get("product") != "mortgage_refinance")
    if made.get("review"):
        draft.say("review.also")
    _notes(reply, made, first)


def _federal_aid_said(reply: Reply) -> bool:
    return any(words in r for r in reply.replies for words in variants("note.federal"))


def _other_cards(reply: Reply, offers: Sequence[Offer], *, both: bool) -> None:
    first, shorter, longer = offers[0], _shorter(offers), _longer(offers)
    if shorter is not None and (both or longer is None):
        reply.draft.say("fits.shorter", b=offer_id(shorter), d=difference_id(shorter, first))
    if longer is not None:
        reply.draft.maybe("fits.longer", c=offer_id(longer), d=difference_id(longer, first))


def say_change(reply: Reply, first: Offer) -> bool:
    """After a correction, set the first offer beside the one it replaces."""
    recorded = reply.result("record_details").get("recorded") or []
    shown = reply.context.get("offers") or ()
    before = [o for o in shown if "ADJUSTED" not in (o.get("tags") or ())]
    corrected = any(r.get("previous") is not None for r in recorded)
    if not before or not corrected or before[0]["letter"] == first["letter"]:
        return False
    if _same(reply, f"{offer_id(first)}.monthly_payment", f"{offer_id(before[0])}.monthly_payment"):
        return False
    return reply.draft.say("changed", new=offer_id(first), old=offer_id(before[0]))


def _is_unchanged(reply: Reply, first: Offer) -> bool:
    """Tell whether who signs changed and the figures did not: then they are said in one line."""
    shown = [
        o for o in reply.context.get("offers") or () if "ADJUSTED" not in (o.get("tags") or ())
    ]
    who = reply.heard.co_applicant is not None or reply.context.get("co_applicant")
    kept = shown and all(
        str(shown[0].get(n)) == str(first.get(n))
        for n in ("principal", "term_months", "monthly_payment", "product")
    )
    return bool(who and kept and shown[0]["letter"] != first["letter"])


def _same(reply: Reply, one: str, other: str) -> bool:
    """Tell whether two figures are worth the same: then nothing has changed worth saying."""
    return reply.values.get(one) is not None and reply.values.get(one) == reply.values.get(other)


def _review(reply: Reply, made: Mapping[str, Any], offers: Sequence[Offer]) -> None:
    first = offers[0]
    reply.draft.say("review", a=offer_id(first))
    say_change(reply, first)
    _figures_beside(reply, made, first)
    say_reasons(reply, made, most=2)
    _other_cards(reply, offers, both=False)
    _notes(reply, made, first)


def _changes(reply: Reply, made: Mapping[str, Any], offers: Sequence[Offer]) -> None:
    draft = reply.draft
    if not say_reasons(reply, made, most=2, limits_first=True):
        draft.say("changes")
    joint = next((o for o in offers if o.get("joint")), None)
    alone = [o for o in offers if not o.get("joint")]
    if len(alone) > 1:
        draft.say("changes.two", a=offer_id(alone[0]), b=offer_id(alone[1]))
    elif alone:
        draft.say("changes.one", a=offer_id(alone[0]))
    if joint is not None and (not alone or not reply.context.get("co_applicant")):
        draft.say("changes.joint", a=offer_id(joint))
    if made.get("review"):
        draft.say("review.also")
    if len(draft.text.split()) < MOST_BEFORE_LEVER:
        _one_lever(reply)
    _notes(reply, made, offers[0])


def _one_lever(reply: Reply) -> None:
    """Name the smallest lever that no card shows: usually a little less in monthly debts."""
    for number, option in enumerate(reply.result("find_recourse").get("options") or [], start=1):
        levers = option.get("levers") or []
        if levers in (["monthly_obligations"], ["annual_income"]):
            from agent.offline.say_reasons import lever_words

            words = lever_words(reply, option, number)
            if words and reply.draft.sayable(words):
                reply.draft.say("only_alternative", change=words)
                return


def _no(reply: Reply, made: Mapping[str, Any]) -> None:
    draft = reply.draft
    draft.say("no")
    say_reasons(reply, made, most=3)
    _path(reply, made)
    has_notice = made.get("notice") is not None
    draft.say("no.rights" if has_notice else "no.rights.plain")


def _path(reply: Reply, made: Mapping[str, Any]) -> None:
    """Say what can be done: the confirmed levers if there are any, else what helps in words."""
    from agent.offline.say_reasons import say_recourse

    rules = {f.get("rule") for f in made.get("failed") or []}
    if "E-001" in rules:
        reply.draft.say("no.minor")
    elif "E-020" in rules:
        reply.draft.say("no.student_home")
    elif "E-021" in rules or "E-060" in rules:
        reply.draft.say("no.alone")
    elif not say_recourse(reply, most=2, ask=False, quiet=True):
        say_what_helps_in_words(reply, made, most=1)


def _unpriced(reply: Reply, made: Mapping[str, Any]) -> None:
    if made.get("payment_range"):
        reply.draft.say("range")
    else:
        reply.draft.say("blocked")
        say_reasons(reply, made, most=1)


def _figures_beside(reply: Reply, made: Mapping[str, Any], first: Offer) -> None:
    """Say the first offer's own figures that must not be missed, while it is spoken about."""
    a, warnings = offer_id(first), first.get("warnings") or []
    if made.get("product") == "mortgage_refinance" and first.get("refinance"):
        pays = (first["refinance"] or {}).get("break_even_months") is not None
        reply.draft.say("note.refinance" if pays else "note.refinance.no", a=a)
    if "E-065" in warnings:
        reply.draft.say("note.budget", a=a)
    if "E-054" in warnings:
        reply.draft.say("note.pmi", a=a)


def _notes(reply: Reply, made: Mapping[str, Any], first: Offer) -> None:
    """Say what the law, the product or the budget wants said, then what was assumed."""
    draft, product = reply.draft, made.get("product")
    if product in DWELLING or "loan_estimate" in (first.get("disclosures") or []):
        draft.say("note.dwelling")
    elif product == "home_improvement" and draft.has(f"{offer_id(first)}.ltv_pct"):
        draft.say("note.lien")
    if product == "home_improvement":
        draft.say("note.dwelling")
    if product == "gold":
        draft.say("note.gold")
    alone_now = reply.heard.co_applicant == "none" or "drop_co" in reply.heard.topics
    if first.get("joint") or (reply.context.get("co_applicant") and not alone_now):
        draft.say("note.joint")
    _assumed(reply, first)


def _assumed(reply: Reply, first: Offer) -> None:
    used = [ASSUMED_WORDS.get(str(a.get("field")), "") for a in first.get("assumptions") or []]
    words = list(dict.fromkeys(w for w in used if w))
    if first.get("product") == "mortgage_refinance" and words:
        words = [
            w.replace("our usual time to repay", "the time left on your mortgage") for w in words
        ]
    looked_up = reply.result("look_up_profile").get("found")
    if looked_up and reply.draft.maybe("on_file"):
        return
    if words:
        reply.draft.maybe("assumed", list=listed(words[:3]))
