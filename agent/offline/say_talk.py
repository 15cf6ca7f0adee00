"""Everything that needs no tool: who is speaking, odds, off-topic, anger, not understanding."""

from collections.abc import Mapping
from typing import Any

from agent.offline.another import applications_of
from agent.offline.ask import MOST_ASKED, next_question, say_declined, say_question, say_why
from agent.offline.quiet import quiet_team
from agent.offline.references import talked_about
from agent.offline.reply import Reply, label_of, listed, offer_id, with_article
from agent.offline.say_early import BEFORE_OFFERS, say_early
from agent.offline.say_moments import MOMENTS, SETTLED, say_moment
from agent.offline.wording import variants

LEADS: tuple[str, ...] = (
    *MOMENTS,
    "sympathy", "upset", "age", "paste", "hostile", "falsify", "injection", "bot", "odds", "waive",
    "match", "filed_change",
    "investment", "tax_legal", "near_domain", "off_topic", "schedule", "withdraw", "correct_data",
    "contact", "other_time", "evidence", "no_profile", "no_loan", "hold", "declines",
    "why_ask", "why", "undo", "restart", "summary", "too_much", "qualify", "recourse", "apply",
    "approve", "stop_all", "job_at_risk", "vague_score", *BEFORE_OFFERS,
)  # fmt: skip
"""Topics that words alone answer, in the order in which they are said."""

NO_RETURN = frozenset(
    {
        "filed_change",
        "withdraw",
        "correct_data",
        "too_much",
        "match",
        "hold",
        "declines",
        "no_loan",
        "stop_all",
        "job_at_risk",
        *SETTLED,
    }
)
"""After these the engine waits: they end in a question of their own or need no next step."""


def say_leads(reply: Reply) -> bool:
    """Say what comes before any figures; returns whether something was said."""
    said = False
    for topic in LEADS:
        if topic in reply.heard.topics:
            said = _lead(reply, topic) or said
    return said


def _lead(reply: Reply, topic: str) -> bool:
    say = _SPECIAL.get(topic)
    return say(reply) if say is not None else reply.draft.say(topic)


def _falsify(reply: Reply) -> bool:
    both = "injection" in reply.heard.topics
    return reply.draft.say("falsify.injection" if both else "falsify")


def _bot(reply: Reply) -> bool:
    return reply.draft.say("bot", bank=reply.bank.removesuffix("."))


def _why(reply: Reply) -> bool:
    """A bare "why?" before anything is decided is about the question that is open."""
    asked = (reply.context.get("open_question") or {}).get("fields")
    undecided = reply.context.get("outcome") is None
    return bool(asked) and undecided and not reply.called and say_why(reply)


def _hold(reply: Reply) -> bool:
    """Nothing is sent: say so, and that what stands stays."""
    if reply.heard.has_facts or reply.heard.changes:
        return False
    if reply.context.get("application_number"):
        return reply.draft.say("hold.filed")
    proposal = reply.context.get("proposal")
    return reply.draft.say("hold.proposal" if proposal else "hold")


def _no_profile(reply: Reply) -> bool:
    looked_up = (reply.context.get("customer") or {}).get("profile_looked_up")
    return reply.draft.say("no_profile.read" if looked_up else "no_profile")


def _injection(reply: Reply) -> bool:
    return "falsify" not in reply.heard.topics and reply.draft.say("injection")


def _odds(reply: Reply) -> bool:
    return reply.draft.say("odds.review" if reply.context.get("review") else "odds")


def _match(reply: Reply) -> bool:
    if reply.heard.rate and reply.offers:
        return False
    if any("[[hypothetical." in template for template in reply.replies):
        return reply.draft.say("match.named")
    return reply.draft.say("match" if reply.offers else "match.early")


def _withdraw(reply: Reply) -> bool:
    filed = applications_of(reply.context)
    return reply.draft.say("withdraw" if filed else "withdraw.nothing")


def _job_at_risk(reply: Reply) -> bool:
    """Meet it with care, record nothing of it, and let them choose a person."""
    reply.draft.asks = {"id": "person", "fields": []}
    return reply.draft.say("job_at_risk")


def _vague_score(reply: Reply) -> bool:
    """Ask once more for a number or a band; the question stays open."""
    question = reply.context.get("open_question") or {}
    if question.get("id") not in ("score", "co_score"):
        question = {"id": "score", "fields": ["credit_score"]}
    reply.draft.asks = {"id": question["id"], "fields": list(question.get("fields") or ())}
    return reply.draft.say("vague_score")


def _undo(reply: Reply) -> bool:
    if reply.heard.product:
        return False  # "forget it, a car loan instead" goes on with the other one
    if reply.result("record_details").get("recorded"):
        return reply.draft.say("undone")
    if reply.heard.about == "lever" and reply.offers:
        reply.draft.asks = {"id": "after_offers", "fields": []}
        return reply.draft.say("undo.lever", a=offer_id(_without_lever(reply)))
    adjusted = any("ADJUSTED" in (o.get("tags") or ()) for o in reply.context.get("offers") or ())
    return reply.draft.say("undo.offer" if adjusted else "undo.nothing")


def _without_lever(reply: Reply) -> Mapping[str, Any]:
    """Return the offer as it was before what was tried out on it."""
    about = talked_about(reply.offers, reply.replies)
    tried = next((o for o in reply.offers if o["letter"] == about), reply.offers[0])
    same = [
        o for o in reply.offers
        if o is not tried and all(o.get(n) == tried.get(n) for n in ("principal", "term_months"))
    ]  # fmt: skip
    made = [o for o in reply.offers if "ADJUSTED" not in (o.get("tags") or ())]
    return (same or made or list(reply.offers))[0]


def _summary(reply: Reply) -> bool:
    """List what is known by name; the figures stand in the case beside the chat."""
    known = reply.context.get("known") or {}
    parts = []
    product = reply.context.get("product")
    if product:
        parts.append(with_article(str(product)))
    for field, fact, words in (
        ("principal", "request.principal", "for [[request.principal]]"),
        ("term_months", "request.term_months", "over [[request.term_months]]"),
        ("annual_income", "applicant.said_annual_income",
         "the income of [[applicant.said_annual_income]] a year you said"),
        ("annual_income", "applicant.on_file_annual_income",
         "the income of [[applicant.on_file_annual_income]] a year on file"),
        ("monthly_obligations", "applicant.said_monthly_obligations",
         "the [[applicant.said_monthly_obligations]] of monthly debts you said"),
        ("monthly_obligations", "applicant.on_file_monthly_obligations",
         "the [[applicant.on_file_monthly_obligations]] of monthly debts on file"),
    ):  # fmt: skip
        if field in known and reply.draft.has(fact):
            parts.append(words)
    others = [label_of(f) for f in ("employment_status", "credit_score") if f in known]
    parts += others
    if not parts:
        return reply.draft.say("summary.nothing")
    reply.draft.add(f"{variants('summary')[0][:-1]}: {listed(parts)}.")
    return True


def _restart(reply: Reply) -> bool:
    reply.draft.say("restart")
    reply.draft.asks = {"id": "purpose", "fields": ["product"]}
    return reply.draft.add(str(variants("purpose.guess")[0]))


def _too_much(reply: Reply) -> bool:
    reply.draft.asks = {"id": "payment", "fields": ["monthly_payment"]}
    return reply.draft.say("too_much")


def _qualify(reply: Reply) -> bool:
    """Say that it comes later, where nothing has been evaluated yet."""
    if reply.called or reply.context.get("outcome") or quiet_team(reply.replies):
        return False
    return reply.draft.say("later")


def _contact(reply: Reply) -> bool:
    """Say when and where somebody can be reached, by what was asked."""
    asked = reply.heard.query or ""
    key = next((k for k, words in _CONTACT if any(w in asked for w in words)), "contact")
    return reply.draft.say(key) or reply.draft.say("contact.plain")


_CONTACT = (
    ("contact.hours", ("hours", "open", "close", "time")),
    ("contact.address", ("address", "located", "branch", "where", "location", "office")),
)


def _evidence(reply: Reply) -> bool:
    """Say where papers count, unless the message told what they prove."""
    return not reply.heard.has_facts and not reply.called and reply.draft.say("evidence")


def _upset(reply: Reply) -> bool:
    """Acknowledge that news was bad, once, and only where nothing else is answered."""
    if reply.heard.has_facts or reply.called or set(reply.heard.topics) - {"upset"}:
        return False
    if reply.context.get("outcome") not in ("NOT_ON_THESE_TERMS", "FITS_WITH_CHANGES"):
        return reply.draft.say("upset")
    reply.draft.asks = {"id": "what_helps", "fields": []}
    return reply.draft.say("upset.no")


def _other_time(reply: Reply) -> bool:
    """Ask how long it should run, where no card is as short or as long as is wanted."""
    reply.draft.asks = {"id": "after_offers", "fields": []}
    return reply.draft.say("other_time")


def _apply_early(reply: Reply) -> bool:
    nothing = not reply.offers and reply.context.get("outcome") is None
    return nothing and not reply.called and reply.draft.say("apply.early")


_SPECIAL = {
    **dict.fromkeys(MOMENTS, say_moment),
    "contact": _contact,
    "evidence": _evidence,
    "other_time": _other_time,
    "upset": _upset,
    "bot": _bot, "falsify": _falsify, "injection": _injection, "odds": _odds, "match": _match,
    "withdraw": _withdraw, "undo": _undo, "summary": _summary, "restart": _restart,
    "too_much": _too_much, "qualify": _qualify, "apply": _apply_early,
    "recourse": _qualify, "compare": _qualify, "why_ask": say_why,
    "job_at_risk": _job_at_risk, "vague_score": _vague_score,
    **dict.fromkeys(BEFORE_OFFERS, say_early),
    "why": _why, "hold": _hold, "no_profile": _no_profile, "declines": say_declined,
}  # fmt: skip


def say_small_talk(reply: Reply) -> bool:
    """Greet, thank, or say goodbye."""
    topics, draft = reply.heard.topics, reply.draft
    if "bye" in topics:
        filed = applications_of(reply.context)
        return draft.say("bye.filed" if filed else "bye")
    if "thanks" in topics:
        draft.say("thanks")
        return not reply.offers or draft.say("thanks.more")
    if "wants_loan" in topics and not reply.called:
        return draft.say("wants_loan")
    if "greeting" in topics:
        name = (reply.context.get("customer") or {}).get("name")
        first = str(name).split()[0] if name else ""
        return draft.say("greeting.named", name=first) if first else draft.say("greeting")
    return False


def say_not_understood(reply: Reply, failed_before: int) -> bool:
    """Admit it, ask again in other words, and after two failures offer a person."""
    draft = reply.draft
    question = next_question(reply)
    asked = int((question or {}).get("times_asked") or 0)
    if failed_before >= MOST_ASKED - 1 or asked > MOST_ASKED:
        draft.asks = {"id": "person", "fields": []}
        return draft.say("not_understood.twice")
    draft.say("not_understood")
    if question is None or not say_question(reply):
        draft.say("not_understood.help")
    return True


def failures(replies: tuple[str, ...]) -> int:
    """Count how many of our last replies, in a row, did not understand."""
    ways = variants("not_understood")
    count = 0
    for template in reversed(replies):
        if not template.startswith(ways):
            break
        count += 1
    return count
