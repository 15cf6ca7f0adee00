"""What a tool could not do: said in words of ours, never as an error."""

from agent.offline.ask import next_question
from agent.offline.asked import heading_asked
from agent.offline.phrases import policy_topic
from agent.offline.reply import Reply
from agent.offline.wording import variants


def asked_policy(reply: Reply) -> bool:
    """Tell whether the policy was looked up for the customer, and not in case a tool refuses."""
    if reply.result("compare_offers") or reply.result("adjust_offer"):
        query = reply.heard.query or ""
        of_case = any(map(str.isdigit, query))
        return not of_case and bool(heading_asked(query) or policy_topic(query))
    adjusted = reply.last("adjust_offer") or reply.last("set_levers")
    if adjusted is None or not adjusted.refused:
        return adjusted is None or reply.heard.query is not None
    unfit = "fit" in adjusted.refused
    reply.draft.say(_why_unfit(reply, adjusted.refused) if unfit else "refused.range")
    reply.draft.asks = {"id": "change_offer", "fields": []}
    return not unfit


def _refused_before(reply: Reply) -> bool:
    ways = tuple(w for key in ("refused.debts", "refused.value") for w in variants(key))
    return bool(reply.replies) and any(w in reply.replies[-1] for w in ways)


def _why_unfit(reply: Reply, refused: str) -> str:
    """Name the limit that a what-if passes; a second one in a row is said in other words."""
    if _refused_before(reply):
        return "refused.again"
    if "loan to value" in refused or "loan-to-value" in refused:
        return "refused.value"
    return "refused.debts" if "debt" in refused else "refused.unfit"


REFUSED_QUIETLY = frozenset(
    {"adjust_offer", "set_levers", "record_details", "look_up_profile", "application_status",
     "submit_application", "confirm_application"}
)  # fmt: skip


def say_refused(reply: Reply) -> bool:
    """Say what a tool could not do, unless the next question says it anyway."""
    refused = [c for c in reply.called if c.refused and c.tool not in REFUSED_QUIETLY]
    if not refused:
        return False
    why = str(refused[0].refused)
    if why.startswith("Ask the customer") and next_question(reply) is not None:
        return reply.draft.say("later")
    key = {"quote_loan": "refused.quote", "adjust_offer": "refused.no_offers"}.get(refused[0].tool)
    return reply.draft.say(key) if key and "offer yet" in why else _in_own_words(reply, why)


def _in_own_words(reply: Reply, why: str) -> bool:
    """Tool refusals are written for a reader; those with figures in them are not repeated."""
    if " runs from " in why:
        return reply.draft.say("refused.range")
    if why.startswith("The customer"):
        return reply.draft.say("not_understood")  # written for a model, not for them
    if any(ch.isdigit() for ch in why) or "{" in why or "Ask the customer" in why:
        return reply.draft.say("not_understood")
    return reply.draft.add(why)
