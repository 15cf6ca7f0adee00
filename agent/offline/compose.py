"""From results to a reply. Also the deterministic fallback for any other language model."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.listing import rows_of
from agent.offline.ask import next_question, questions, say_conflict, say_question
from agent.offline.heard import Heard
from agent.offline.quiet import asks_for_loan, quiet_team
from agent.offline.reply import Reply
from agent.offline.say_changes import say_adjusted, say_affordable, say_compared, say_quoted
from agent.offline.say_moments import say_moment_of
from agent.offline.say_noted import (
    say_noted,
    say_on_file,
    say_product,
    say_range,
    say_unread,
    say_verified,
)
from agent.offline.say_offers import say_offers
from agent.offline.say_policy import say_policy
from agent.offline.say_reasons import say_explained, say_recourse
from agent.offline.say_refused import asked_policy, say_refused
from agent.offline.say_service import (
    say_application,
    say_complaint,
    say_feedback,
    say_hand_off,
    say_privacy,
    say_status,
)
from agent.offline.say_talk import (
    NO_RETURN,
    failures,
    say_leads,
    say_not_understood,
    say_small_talk,
)
from agent.offline.scene import calls_of
from agent.offline.wording import Draft

URGENT = ("crisis", "fraud", "hardship")


def compose(results: Sequence[Mapping[str, Any]], context: Mapping[str, Any]) -> str:
    """Return a reply template made of a turn's results and the context alone.

    >>> compose([], {"product": None, "facts": [], "offers": []})[:12]
    "I'm not sure"
    """
    return composed(results, context, Heard(), turn=0)[0]


def composed(
    results: Sequence[Mapping[str, Any]],
    context: Mapping[str, Any],
    heard: Heard,
    *,
    turn: int = 0,
    replies: tuple[str, ...] = (),
    bank: str = "the bank",
) -> tuple[str, dict[str, Any] | None]:
    """Return a reply template and what it asks for."""
    called = tuple(calls_of(results))
    passages = {
        str(p["id"])
        for c in called
        if c.tool == "search_policy"
        for p in c.result.get("passages") or ()
    }
    listed = (row for part in (context, *results) for row in rows_of(part.get("facts")))
    values = {str(row[0]): str(row[1]) for row in listed}
    reply = Reply(Draft(values, turn, passages), context, heard, called, bank, values, replies)
    _body(reply, replies)
    _keep_open(reply)
    return reply.draft.text, reply.draft.asks


def _keep_open(reply: Reply) -> None:
    """Leave a question open that words alone have answered something beside: it stands still."""
    question = reply.context.get("open_question") or {}
    waits = question.get("fields") and str(question.get("id")) in questions()
    if reply.draft.asks is None and waits and not reply.called and "bye" not in reply.heard.topics:
        reply.draft.asks = {"id": question["id"], "fields": list(question["fields"])}


def _body(reply: Reply, replies: tuple[str, ...]) -> None:
    if reply.result("hand_off").get("team") in URGENT:
        say_hand_off(reply)
        return
    if "language" in reply.heard.topics:
        reply.draft.say("language")
        return
    team = quiet_team(replies)
    if team is not None and team != "fraud" and asks_for_loan(reply.heard):
        reply.draft.say("resumed")
        team = None
    led = say_leads(reply)
    if say_complaint(reply) | say_hand_off(reply) | say_privacy(reply):
        if "erase" in reply.heard.topics:
            say_policy(reply)
        return
    if reply.heard.topics == ("paste",):
        return
    answered = _answers(reply)
    if _conflict_waits(reply) and say_conflict(reply):
        return
    if reply.draft.asks is not None or _is_settled(reply):
        return
    if team is not None:
        _stays_quiet(reply, team, led or answered)
        return
    _next(reply, led or answered, replies)


def _conflict_waits(reply: Reply) -> bool:
    """Tell whether two values differ still: that is asked again until it is answered."""
    if any(reply.last(tool) for tool in SETTLING) or NO_RETURN & set(reply.heard.topics):
        return False
    found = reply.result("record_details")
    return bool(found.get("conflicts") if found else reply.context.get("conflicts"))


def _stays_quiet(reply: Reply, team: str, said: bool) -> None:
    """Sell nothing to somebody whom a team has: no question about a loan."""
    reply.draft.asks = {"id": "anything_else", "fields": []}
    if not say_small_talk(reply) and not said:
        reply.draft.say(f"quiet.{team}")


def _answers(reply: Reply) -> bool:
    """Say the answers, the customer's own question before the bank's."""
    if not _is_no_now(reply) and say_application(reply):
        return True
    made = bool(reply.result("make_offers"))
    is_quiet = quiet_team(reply.replies) is not None and not asks_for_loan(reply.heard)
    if _voids_proposal(reply):
        reply.draft.say("proposal.void")
    noted = _goes_on_with_estimate(reply) or say_noted(reply)
    said = [
        asked_policy(reply) and say_policy(reply),
        say_status(reply),
        say_adjusted(reply),
        say_compared(reply),
        say_quoted(reply),
        say_affordable(reply),
        say_explained(reply),
        "recourse" in reply.heard.topics and not made and say_recourse(reply),
        say_feedback(reply),
    ]
    if not made and not any(said) and not is_quiet:
        said += [say_product(reply), say_range(reply), say_on_file(reply)]
    verified = say_verified(reply)
    if made:
        say_offers(reply)
        said.append(True)
    elif reply.last("find_recourse") and "recourse" not in reply.heard.topics and not any(said):
        said.append(say_recourse(reply))
    return noted or verified or any(said)


def _voids_proposal(reply: Reply) -> bool:
    """Tell whether this turn changed what had been put together to be sent."""
    if not reply.context.get("proposal") or reply.context.get("application_number"):
        return False
    return bool(reply.result("adjust_offer") or reply.result("record_details").get("changed"))


def _goes_on_with_estimate(reply: Reply) -> bool:
    open_id = (reply.context.get("open_question") or {}).get("id")
    told = "annual_income" in reply.heard.told
    return open_id == "gross_income" and not told and reply.draft.say("gross.estimate")


SETTLING = (
    "confirm_application", "cancel", "cancel_proposal", "receive_document", "give_consent",
    "application_status", "choose_offer", "submit_application",
)  # fmt: skip
"""After these the customer is waited for."""


def _is_settled(reply: Reply) -> bool:
    """Tell whether nothing more is to be asked: an application is under way, bad news stands."""
    if any(reply.last(tool) for tool in SETTLING):
        return True
    if NO_RETURN & set(reply.heard.topics):
        return True
    return _is_no_now(reply)


def _is_no_now(reply: Reply) -> bool:
    """Tell whether the request was looked at just now and does not fit: no more is said."""
    return reply.result("make_offers").get("outcome") == "NOT_ON_THESE_TERMS"


def _next(reply: Reply, said: bool, replies: tuple[str, ...]) -> None:
    """End with one question: what is missing, what could be changed, or nothing."""
    if say_unread(reply) or _clears_up(reply):
        return
    made = reply.result("make_offers")
    if made:
        _ask_about_offers(reply, made)
        return
    said = said or say_small_talk(reply)
    if "bye" in reply.heard.topics:
        return
    said = say_refused(reply) or said
    if _waits_for_confirmation(reply):
        reply.draft.say("proposal.waits")
        reply.draft.asks = {"id": "confirm_application", "fields": []}
        return
    if not said and not reply.called and reply.heard.is_empty:
        say_not_understood(reply, failures(replies))
    elif not say_question(reply):
        _close(reply, said)


def _waits_for_confirmation(reply: Reply) -> bool:
    """Tell whether a proposal still stands unanswered after this turn."""
    stands = reply.context.get("proposal") and not reply.context.get("application_number")
    return bool(stands) and not _voids_proposal(reply)


def _clears_up(reply: Reply) -> bool:
    """Ask what the message itself left open: a share of the price, somebody else's income."""
    draft, heard = reply.draft, reply.heard
    if heard.percent_down and next_question(reply) is not None and draft.say("percent_down"):
        return True
    if not heard.other_income or reply.context.get("co_applicant"):
        return False
    draft.asks = {"id": "co_applicant", "fields": ["co_applicant"]}
    return draft.say("other_income")


def _close(reply: Reply, said: bool) -> None:
    if "falsify" in reply.heard.topics:
        reply.draft.say("falsify.ask")
    elif _says_what_stands(reply):
        say_moment_of(reply, "goon")
    elif not said and reply.offers:
        _about_standing_offers(reply)
    elif not said and reply.context.get("outcome") == "NOT_ON_THESE_TERMS":
        reply.draft.asks = {"id": "what_helps", "fields": []}
        reply.draft.say("moment.goon.no")
    elif not said:
        reply.draft.say("not_understood.help")


def _says_what_stands(reply: Reply) -> bool:
    """Tell whether facts were said that the offers on the table stand on already."""
    found = reply.result("record_details")
    return bool(reply.offers and found.get("recorded") and not found.get("changed"))


def _about_standing_offers(reply: Reply) -> None:
    """Go on from offers that stand, where a message asked or changed nothing that was read."""
    draft, heard = reply.draft, reply.heard
    filed = reply.context.get("application_number")
    if filed and not heard.is_question and draft.say("filed.stands"):
        return
    if heard.is_question or heard.answer == "UNCLEAR" or filed:
        if failures(reply.replies):
            draft.asks = {"id": "person", "fields": []}
            draft.say("not_understood.twice")
        else:
            draft.say("not_understood.offers")
        return
    if heard.answer == "YES" and draft.say("yes.offers"):
        draft.asks = {"id": "start_application", "fields": []}
    else:
        draft.say("no.offers")


def _ask_about_offers(reply: Reply, made: Mapping[str, Any]) -> None:
    draft = reply.draft
    if "?" in draft.text:
        draft.asks = {"id": "after_offers", "fields": []}
        return
    if "falsify" in reply.heard.topics:
        draft.say("falsify.ask")
    elif made.get("outcome") == "FITS_WITH_CHANGES":
        draft.say("ask.changes")
    elif made.get("outcome") == "NEEDS_REVIEW":
        draft.say("ask.review")
    elif made.get("outcome") == "LIKELY_FITS":
        draft.say("ask.fits")
    draft.asks = {"id": "after_offers", "fields": []}
