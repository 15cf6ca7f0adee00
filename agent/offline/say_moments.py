"""Replies to what people say in passing: short, true, and back to where we were."""

from collections.abc import Callable
from typing import Any

from agent.offline.another import applications_of
from agent.offline.ask import next_question, questions
from agent.offline.reply import Reply, label_of, offer_id

NO_OFFER = "NOT_ON_THESE_TERMS"


def say_moment(reply: Reply) -> bool:
    """Say what the moment of this message wants; returns whether something was said."""
    name = next((t for t in reply.heard.topics if t in _SAID), None)
    return name is not None and _SAID[name](reply)


def say_moment_of(reply: Reply, name: str) -> bool:
    """Say the words of a moment, whatever the message was."""
    return _SAID[name](reply)


def _plain(key: str) -> Callable[[Reply], bool]:
    return lambda reply: reply.draft.say(f"moment.{key}")


def _is_no(reply: Reply) -> bool:
    return reply.context.get("outcome") == NO_OFFER


def _standing(reply: Reply) -> str | None:
    """Return the subject of the offer that stands: the chosen one, else the first."""
    offers = [o for o in reply.offers if o.get("current", True)]
    offers = [o for o in offers if reply.draft.has(f"{offer_id(o)}.term_months")] or offers
    chosen = next((o for o in offers if o.get("chosen")), None)
    found = chosen or (offers[0] if offers else None)
    return offer_id(found) if found else None


def _asks(reply: Reply, what: str) -> None:
    reply.draft.asks = {"id": what, "fields": []}


def _next(reply: Reply) -> bool:
    if applications_of(reply.context) and not reply.offers:
        return reply.draft.say("moment.next.filed")
    if reply.context.get("application_number"):
        return reply.draft.say("moment.next.filed")
    if reply.context.get("proposal"):
        return reply.draft.say("moment.next.proposal")
    if reply.offers:
        _asks(reply, "after_offers")
        return reply.draft.say("moment.next.offers")
    if _is_no(reply):
        _asks(reply, "what_helps")
        return reply.draft.say("moment.next.no")
    return reply.draft.say("moment.next.early")


def _source(reply: Reply) -> bool:
    """Say where a value comes from: the one that is named, else what is used at all."""
    field = reply.heard.about
    if field is None:
        return reply.draft.say("moment.source.all")
    known = (reply.context.get("known") or {}).get(field)
    label = label_of(field)
    if known is None:
        return reply.draft.say("moment.source.unknown", label=label)
    return reply.draft.say(f"moment.source.{known.get('source')}", label=_upper(label))


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _mean(reply: Reply) -> bool:
    """Say the open question in other words, with its reason; else what stands on the table."""
    question = reply.context.get("open_question") or {}
    entry = questions().get(str(question.get("id")))
    if entry is not None and next_question(reply) is not None:
        reply.draft.say("moment.mean")
        reply.draft.add(str(entry["why"]))
        reply.draft.asks = {"id": question["id"], "fields": list(question.get("fields") or ())}
        ways: Any = entry["ask"]
        return reply.draft.add(ways[-1])
    if reply.offers:
        _asks(reply, "after_offers")
        return reply.draft.say("moment.mean.offers")
    if _is_no(reply):
        _asks(reply, "what_helps")
        return reply.draft.say("moment.mean.no")
    return reply.draft.say("moment.mean.nothing")


def _nevermind(reply: Reply) -> bool:
    if reply.result("record_details").get("recorded"):
        return reply.draft.say("undone")
    if any("hand_off." in template for template in reply.replies[-1:]):
        return reply.draft.say("moment.nevermind.person")
    if reply.context.get("proposal"):
        return False
    if reply.offers:
        _asks(reply, "after_offers")
        return reply.draft.say("moment.nevermind.offers")
    if _is_no(reply):
        _asks(reply, "what_helps")
        return reply.draft.say("moment.nevermind.no")
    return reply.draft.say("moment.nevermind")


def _goon(reply: Reply) -> bool:
    standing = _standing(reply)
    if reply.context.get("proposal"):
        return False
    if standing:
        _asks(reply, "start_application")
        return reply.draft.say("moment.goon.offers", a=standing)
    if _is_no(reply):
        _asks(reply, "what_helps")
        return reply.draft.say("moment.goon.no")
    return reply.draft.say("moment.goon")


def _back_to(reply: Reply) -> bool:
    """Go back to a card that was shown, so that "apply" means that one."""
    letters = reply.heard.letters
    subject = offer_id({"letter": letters[0]}) if letters else _standing(reply)
    if subject is None:
        return False
    _asks(reply, "start_application")
    return reply.draft.say("moment.chosen", a=subject)


_SAID: dict[str, Callable[[Reply], bool]] = {
    "others": _plain("others"), "transfer": _plain("transfer"), "forecast": _plain("forecast"),
    "email": _plain("email"), "wait": _plain("wait"), "optional": _plain("optional"),
    "minor": _plain("minor"), "exception": _plain("exception"), "binding": _plain("binding"),
    "unsee": _plain("unsee"), "their_rate": _plain("their_rate"), "sure": _plain("sure"),
    "who_decides": _plain("who_decides"), "they_say": _plain("they_say"),
    "source": _source, "next": _next, "mean": _mean,
    "nevermind": _nevermind, "goon": _goon, "back_to": _back_to,
}  # fmt: skip
MOMENTS = tuple(_SAID)
"""Topics of this module."""
SETTLED = frozenset({"wait", "mean", "back_to", "minor"})
"""After these nothing more is asked: they end in a question of their own or need none."""
