"""What is acknowledged: readings that were not plain, corrections, the second person, the file."""

from collections.abc import Mapping
from typing import Any

from agent.offline.reply import Reply, label_of, listed, with_article

MOST_ACKNOWLEDGED = 2


def fact_of(field: str) -> str:
    """Return the id of the fact that says what was told for a field."""
    from tools.fields import BY_NAME

    plain = field.removeprefix("co.")
    holder = "co_applicant" if field.startswith("co.") else "applicant"
    spec = BY_NAME.get(plain)
    if spec is not None and spec.holder == "request":
        holder = "request"
    return f"{holder}.said_{plain}"


def say_noted(reply: Reply) -> bool:
    """Acknowledge what was recorded; says nothing where nothing needs saying."""
    found = reply.result("record_details")
    recorded = found.get("recorded") or []
    said = int(_beside(reply, found))
    for item in recorded:
        if said == MOST_ACKNOWLEDGED:
            break
        said += _one(reply, item)
    unread = any(u.get("field") == "co_applicant" for u in found.get("unread") or ())
    joins = reply.heard.co_applicant == "add" and not reply.context.get("co_applicant")
    joins = joins and not unread
    if joins and not _is_under_age(reply):
        said += reply.draft.say("ack.joint")
    elif _goes_alone(reply) and reply.context.get("co_applicant"):
        said += reply.draft.say("ack.alone")
    if found.get("forgotten"):
        said += reply.draft.say("forgotten", what=listed([label_of(f) for f in found["forgotten"]]))
    settled = reply.context.get("conflicts") and found and not found.get("conflicts")
    if settled and reply.heard.conflicts and not said:
        said += reply.draft.say("conflict.resolved")
    return bool(said)


def _beside(reply: Reply, found: Mapping[str, Any]) -> bool:
    """Say that what is filed stays as it is, where another request has begun beside it."""
    if found.get("beside") is None:
        return False
    if reply.context.get("status") == "WITHDRAWN":
        return reply.draft.say("another.withdrawn")
    place = len(reply.context.get("applications") or ())
    return reply.draft.say("another.began", application=f"application.{place}")


def _is_under_age(reply: Reply) -> bool:
    """Tell whether the customer cannot sign at all: then nobody signs with them."""
    failed = reply.result("make_offers").get("failed") or ()
    return any(f.get("rule") == "E-001" for f in failed)


def _goes_alone(reply: Reply) -> bool:
    return reply.heard.co_applicant == "none" or "drop_co" in reply.heard.topics


def _one(reply: Reply, item: Mapping[str, Any]) -> bool:
    field, reading = str(item["field"]), str(item.get("reading") or "")
    fact = fact_of(field)
    if item.get("previous") is not None:
        return _corrected(reply, field, fact, reading)
    return _reading(reply, field, fact, reading)


def _corrected(reply: Reply, field: str, fact: str, reading: str) -> bool:
    if reading and reading != "about" and _reading(reply, field, fact, reading):
        return True
    key = "ack.corrected.income" if field.endswith("annual_income") else "ack.corrected"
    return reply.draft.say(key, fact=fact, label=label_of(field)) or reply.draft.say(
        "ack.corrected.plain"
    )


def _reading(reply: Reply, field: str, fact: str, reading: str) -> bool:
    """Say how words were read where they were not plain."""
    if field == "other_income":
        return reply.draft.say("ack.other_income")
    if field == "refinance_purpose":
        asked = reply.heard.is_question and reply.heard.told.get(field) == "cash_out"
        return asked and reply.draft.say("cash_out.noted")
    if field.endswith("annual_income"):
        return _income_reading(reply, field, fact, reading)
    if field == "principal" and "thousands" in reading:
        return reply.draft.say("ack.principal.thousands", fact=fact)
    if "added up" in reading or "per year" in reading:
        if field.removeprefix("co.") != "monthly_obligations" or _is_shared(reply, field):
            return False
        return reply.draft.say("ack.added", fact=fact)
    if reading.startswith("band"):
        return reply.draft.say("ack.band")
    return "lower" in reading and reply.draft.say("ack.lower")


def _is_shared(reply: Reply, field: str) -> bool:
    """Tell whether a sum was told for both people at once: then it is said once."""
    return field.startswith("co.") and "shared_obligations" in reply.heard.told


def _income_reading(reply: Reply, field: str, fact: str, reading: str) -> bool:
    if "net" in reading and reply.context.get("product") is not None:
        said = reply.draft.say("ack.income.net", fact=fact)
        if said and not reply.result("make_offers") and not field.startswith("co."):
            reply.draft.say("ask.gross")
            reply.draft.asks = {"id": "gross_income", "fields": ["annual_income"]}
        return said
    if field.startswith("co.") and "thousands" in reading:
        return reply.draft.say("ack.income.thousands.co", fact=fact)
    for part in ("net", "thousands", "per ", "lower"):
        if part in reading:
            return reply.draft.say(f"ack.income.{part.strip()}", fact=fact)
    return reply.heard.is_correction and reply.draft.say("ack.income.thousands", fact=fact)


def say_product(reply: Reply) -> bool:
    """Name the product where it has just become clear and nothing is priced yet."""
    product = reply.result("record_details").get("product")
    beside = reply.result("record_details").get("beside") is not None
    if product is None or (reply.context.get("product") == product and not beside):
        return False
    return reply.draft.say("ack.product", product=with_article(str(product)))


def say_range(reply: Reply) -> bool:
    """Say before any offer what such a loan costs a month across the bank's rates.

    Once unasked, and again where another amount or time is asked about.
    """
    found = reply.result("record_details").get("payment_range")
    if found is None or any("[[range.payment_low]]" in part for part in reply.draft.parts):
        return False
    before = any("[[range.payment_low]]" in template for template in reply.replies)
    told = set(reply.heard.told)
    only = reply.heard.is_question or told <= {"principal", "term_months"}
    asked = only and {"principal", "term_months"} & told
    return bool(not before or asked) and reply.draft.say("range.first")


def say_verified(reply: Reply) -> bool:
    """Say that a verified value stays although something else was said."""
    conflicts = reply.result("record_details").get("conflicts") or []
    said = False
    for conflict in (c for c in conflicts if c.get("must_stay")):
        field = str(conflict["field"])
        label = label_of(field).removeprefix("your ")
        fact = f"applicant.on_file_{field}"
        said = reply.draft.say("conflict.verified.figure", label=label, on_file=fact) or (
            reply.draft.say("conflict.verified", label=label)
        )
    return said


def say_on_file(reply: Reply) -> bool:
    """Say what is on file, once, when the profile has just been looked up."""
    if not reply.result("look_up_profile").get("found"):
        return False
    return reply.draft.say("ack.on_file")


def say_unread(reply: Reply) -> bool:
    """Say honestly which words could not be read, and ask for them again."""
    unread = reply.result("record_details").get("unread") or []
    for item in unread[:1]:
        why, label = str(item.get("why") or ""), label_of(str(item.get("field") or ""))
        if "month or a year" in why:
            reply.draft.say("unread.period", label=label)
        elif "hours a week" in why:
            reply.draft.say("unread.hours")
        elif "Which" in why or "two" in why or "can mean" in why:
            reply.draft.say("unread.which", label=label)
        elif "dollars" in why:
            reply.draft.say("unread.currency", label=label)
        else:
            return False
        asks = "period" if "month or a year" in why else _question_of(reply)
        asks = "hours" if "hours a week" in why else asks
        reply.draft.asks = {"id": asks, "fields": [str(item.get("field"))]}
        return True
    return False


def _question_of(reply: Reply) -> str:
    question = reply.result("record_details").get("next_question") or {}
    return str(question.get("id") or "money")
