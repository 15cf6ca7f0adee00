"""Answers about figures while nothing is priced: the range again, and what is still missing."""

from agent.offline.ask import missing_words, next_question
from agent.offline.early import LOOPS, early_in_a_row
from agent.offline.reply import Reply
from agent.offline.wording import variants

BEFORE_OFFERS = ("early_save", "early_cheapest", "early_less", "early_why", "early_price")
_UNPRICED = "Without a credit score I can name only a range"


def say_early(reply: Reply) -> bool:
    """Answer what can be answered: in words, then with the range as far as one can be named."""
    if reply.result("hand_off") or reply.result("find_recourse"):
        return False
    topic = next(t for t in BEFORE_OFFERS if t in reply.heard.topics)
    in_words = topic != "early_price" and reply.draft.say(_words(reply, topic))
    if reply.result("make_offers"):
        return in_words
    if topic in ("early_why", "early_less"):
        return True
    if not reply.called and repeats_range(reply.replies):
        return _say_person_instead(reply)
    return reply.draft.say("early.again") or in_words or reply.draft.say("early.nothing")


def _words(reply: Reply, topic: str) -> str:
    if topic == "early_save" and reply.context.get("co_applicant"):
        return "early.cosigner"
    return topic.replace("_", ".")


def repeats_range(replies: tuple[str, ...]) -> bool:
    """Tell whether nothing but the same range has been said, again and again."""
    return early_in_a_row(replies, (_UNPRICED,)) >= LOOPS


def _say_person_instead(reply: Reply) -> bool:
    """Offer a person where only the same range could be said once more."""
    question = next_question(reply)
    what = missing_words(question) if question else "a credit score"
    reply.draft.asks = {"id": "person", "fields": []}
    return reply.draft.say("early.person", what=what)


def goes_in_circles(replies: tuple[str, ...]) -> bool:
    """Tell whether a person has been offered because nothing went on, in the last reply."""
    if not replies:
        return False
    marks = (variants("not_understood.twice")[0], "or I can bring in a person. Which do you prefer")
    return any(mark in replies[-1] for mark in marks)
