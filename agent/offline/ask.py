"""The one question at the end of a reply: what is still needed, and why when somebody asks."""

from collections.abc import Mapping
from typing import Any

from agent.offline.reply import Reply, label_of, listed
from agent.offline.wording import fill, variants
from agent.offline.wording_files import phrases

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
    if reply.heard.is_question and not reply.heard.has_facts:
        question = _still_open(reply) or question  # they only asked: ours still waits
    if question is None and reply.product is None:
        return {"id": "purpose", "fields": ["product"], "times_asked": 0}
    return question or _still_open(reply)


def _still_open(reply: Reply) -> Mapping[str, Any] | None:
    """Return a question that is asked once only, where words alone have been exchanged since."""
    question: Mapping[str, Any] = reply.context.get("open_question") or {}
    fields = question.get("fields") or ()
    evaluated = reply.called or reply.offers or reply.context.get("outcome")
    if evaluated or not fields or str(question.get("id")) not in questions():
        return None
    known = any(_known(reply, str(f)) for f in fields[-1:])
    return None if known else {**question, "times_asked": 1}


def _known(reply: Reply, field: str) -> bool:
    """Tell whether a field is known, by the context or by what was recorded in this turn."""
    recorded = {r.get("field") for r in reply.result("record_details").get("recorded") or []}
    on_file = {r.get("field") for r in reply.result("look_up_profile").get("on_file") or []}
    return field in recorded or field in on_file or field in (reply.context.get("known") or {})


def _asks_score_too(reply: Reply, question: Mapping[str, Any]) -> bool:
    """Tell whether work and score are asked together, which saves a guest a message."""
    if question["id"] != "job" or reply.signed_in:
        return False
    found = reply.result("record_details")
    if found:
        return "credit_score" in (found.get("missing") or ())
    known = _known(reply, "credit_score") or _known(reply, "no_credit_file")
    return not known and "score" not in (reply.context.get("asked") or ())


def question_words(reply: Reply, question: Mapping[str, Any]) -> str:
    """Return the words of a question; a half-answered one asks only for the other half."""
    entry = questions().get(
        "job_and_score" if _asks_score_too(reply, question) else str(question["id"])
    )
    if entry is None:
        return ""
    ways = entry["ask"]
    if question["id"] in ("money", "co_money"):
        who = "co." if question["id"] == "co_money" else ""
        income, debts = (
            _known(reply, f"{who}{f}") for f in ("annual_income", "monthly_obligations")
        )
        if income != debts:
            ways = entry["ask_obligations" if income else "ask_income"]
    if question["id"] == "job" and _known(reply, "employment_status"):
        ways = entry["ask_time"]
    if question["id"] == "home_price" and _known(reply, "property_value"):
        ways = entry["ask_down"]
    if question["id"] == "purpose" and _known(reply, "principal"):
        ways = entry["ask_known"]
    if question["id"] == "purpose" and "which_home" in reply.heard.topics:
        return fill(entry["ask_house"][0])
    times = max(int(question.get("times_asked") or 0), times_in_a_row(reply, question))
    words = fill(ways[min(times, len(ways) - 1)])
    again = times_in_a_row(reply, question) == 1 and not reply.heard.is_question
    return f"{words} {entry['why']}" if again and _is_passed_over(reply) else words


def _is_passed_over(reply: Reply) -> bool:
    """Tell whether a message gave nothing to go on with."""
    return not reply.heard.has_facts and "why_ask" not in reply.heard.topics


def times_in_a_row(reply: Reply, question: Mapping[str, Any]) -> int:
    """Count how many of our last replies, without a break, asked this question."""
    entries = [questions().get(n) for n in _names(str(question["id"]))]
    ways = [w for e in entries if e for n, found in e.items() if n[:3] == "ask" for w in found]
    count = stuck = 0
    for template in reversed(reply.replies):
        if any(w in template for w in ways):
            count += 1
        elif not count and any(w in template for w in _stuck_ways()):
            stuck += 1
        else:
            break
    return count + stuck if count else 0


def _names(question_id: str) -> tuple[str, ...]:
    return ("job", "job_and_score", "score") if question_id == "job" else (question_id,)


def say_question(reply: Reply) -> bool:
    """Ask the next question, if nothing else in the reply asks."""
    question = next_question(reply)
    if question is None:
        return False
    if question["id"] == "conflict":
        return say_conflict(reply)
    in_a_row = times_in_a_row(reply, question)
    asks = reply.heard.is_question and not any(t[:6] == "early_" for t in reply.heard.topics)
    if in_a_row and asks and reply.draft.parts and _is_passed_over(reply):
        return True  # the answer to their question stands; ours is open and need not be repeated
    if in_a_row >= MOST_ASKED and not _moves(reply, question):
        return _say_stuck(reply, question, in_a_row - MOST_ASKED)
    words = question_words(reply, question)
    if not words:
        return False
    fields = list(question.get("fields") or ())
    if _asks_score_too(reply, question):
        fields.append("credit_score")
    reply.draft.asks = {"id": question["id"], "fields": fields}
    return reply.draft.add(words)


def _moves(reply: Reply, question: Mapping[str, Any]) -> bool:
    """Tell whether this message answered a part of the question: the rest is asked in peace."""
    recorded = {r.get("field") for r in reply.result("record_details").get("recorded") or []}
    return bool(recorded & set(question.get("fields") or ()))


def _say_stuck(reply: Reply, question: Mapping[str, Any], times: int) -> bool:
    """Offer a person instead of asking the same a third time; then only the person is named."""
    fields = [str(f) for f in question.get("fields") or ()]
    if times == 0:
        reply.draft.asks = {"id": question["id"], "fields": fields}
        open_ones = [f for f in fields if not _known(reply, f)]
        return reply.draft.say("stuck", what=missing_words({"fields": open_ones or fields}))
    if times > 1 and reply.heard.has_facts:
        reply.draft.asks = {"id": question["id"], "fields": fields}
        return reply.draft.say("stuck.noted", what=missing_words(question))
    if times > 1 and reply.draft.parts:
        return True
    reply.draft.asks = {"id": "person", "fields": []}
    return reply.draft.say("stuck.person")


_STUCK = ("stuck", "stuck.person", "stuck.noted")


def _stuck_ways() -> tuple[str, ...]:
    """Return the beginnings of what is said instead of a question that was asked too often."""
    return tuple(w.split("{{")[0] for key in _STUCK for w in variants(key))


def missing_words(question: Mapping[str, Any]) -> str:
    """Name what a question asks for: 'your income and your monthly payments'."""
    names = dict.fromkeys(label_of(str(f)) for f in question.get("fields") or ())
    return listed(list(names)) or "what it is for"


def say_declined(reply: Reply) -> bool:
    """Accept that somebody would rather not say, with what that means."""
    question = reply.context.get("open_question") or {}
    if not question.get("fields"):
        return reply.draft.say("declined")
    fields = [str(f) for f in question["fields"]]
    key = "declined.score" if fields[-1].endswith("credit_score") else "declined.needed"
    reply.draft.asks = {"id": question["id"], "fields": fields}
    return reply.draft.say(key, what=missing_words(question))


def say_why(reply: Reply) -> bool:
    """Say why it is asked: of the field that is named, else of the open question."""
    open_id = str((reply.context.get("open_question") or {}).get("id") or "")
    entry = questions().get(open_id)
    reply.draft.say("why_ask")
    if reply.heard.about is not None:
        return reply.draft.say(f"why.{reply.heard.about}")
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
