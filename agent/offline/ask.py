"""The one question at the end of a reply: what is still needed, and why when somebody asks."""

from collections.abc import Mapping
from typing import Any

from agent.offline.reply import Reply, label_of
from agent.offline.wording import fill, phrases

MOST_ASKED = 2
"""Asked this often without an answer, a person is offered instead."""


def questions() -> Mapping[str, Any]:
    """Return the question table of prompts/offline/questions.toml."""
    table: Mapping[str, Any] = phrases()["questions"]
    return table


def next_question(reply: Reply) -> Mapping[str, Any] | None:
    """Return what is asked next: as the last recording said, else as the context says."""
    for tool in ("record_details", "look_up_profile"):
        found = reply.result(tool)
        if "next_question" in found:
            question: Mapping[str, Any] | None = found["next_question"]
            return question
    question = reply.context.get("next_question")
    if question is None and reply.product is None:
        return {"id": "purpose", "fields": ["product"], "times_asked": 0}
    return question


def _known(reply: Reply, field: str) -> bool:
    """Tell whether a field is known, by the context or by what was recorded in this turn."""
    recorded = {r.get("field") for r in reply.result("record_details").get("recorded") or []}
    on_file = {r.get("field") for r in reply.result("look_up_profile").get("on_file") or []}
    return field in recorded or field in on_file or field in (reply.context.get("known") or {})


def _asks_score_too(reply: Reply, question: Mapping[str, Any]) -> bool:
    """Tell whether work and score are asked together, which saves a guest a message."""
    missing = reply.result("record_details").get("missing") or ()
    return question["id"] == "job" and not reply.signed_in and "credit_score" in missing


def question_words(reply: Reply, question: Mapping[str, Any]) -> str:
    """Return the words of a question; a half-answered one asks only for the other half."""
    entry = questions().get(
        "job_and_score" if _asks_score_too(reply, question) else str(question["id"])
    )
    if entry is None:
        return ""
    ways = entry["ask"]
    if question["id"] == "money":
        income, debts = (_known(reply, f) for f in ("annual_income", "monthly_obligations"))
        if income != debts:
            ways = entry["ask_obligations" if income else "ask_income"]
    if question["id"] == "purpose" and _known(reply, "principal"):
        ways = entry["ask_known"]
    times = int(question.get("times_asked") or 0)
    return fill(ways[min(times, len(ways) - 1)])


def say_question(reply: Reply) -> bool:
    """Ask the next question, if nothing else in the reply asks."""
    question = next_question(reply)
    if question is None:
        return False
    if question["id"] == "conflict":
        return say_conflict(reply)
    if int(question.get("times_asked") or 0) > MOST_ASKED + 1 and not reply.heard.has_facts:
        reply.draft.asks = {"id": "person", "fields": []}
        return reply.draft.say("stuck")
    words = question_words(reply, question)
    if not words:
        return False
    fields = list(question.get("fields") or ())
    if _asks_score_too(reply, question):
        fields.append("credit_score")
    reply.draft.asks = {"id": question["id"], "fields": fields}
    return reply.draft.add(words)


def say_why(reply: Reply) -> bool:
    """Say why the open question is asked, then ask it again."""
    open_id = str((reply.context.get("open_question") or {}).get("id") or "")
    entry = questions().get(open_id)
    reply.draft.say("why_ask")
    if entry is None:
        return reply.draft.say("why.fallback")
    return reply.draft.add(entry["why"])


def say_conflict(reply: Reply) -> bool:
    """State what was said and what is on file, and ask which to use."""
    conflicts = reply.result("record_details").get("conflicts") or [
        {"field": f} for f in reply.context.get("conflicts") or []
    ]
    open_ones = [c for c in conflicts if not c.get("must_stay")]
    if not open_ones:
        return False
    field = str(open_ones[0]["field"])
    names = {
        "on_file": f"applicant.on_file_{field}",
        "said": f"applicant.said_{field}",
        "label": label_of(field),
    }
    if not reply.draft.say("conflict", **names):
        reply.draft.say("conflict.plain", label=names["label"])
    reply.draft.asks = {"id": "conflict", "fields": [c["field"] for c in open_ones]}
    entry = questions()["conflict"]["ask"]
    return reply.draft.add(entry[reply.draft.turn % len(entry)])
