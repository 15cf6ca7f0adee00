"""Questions about figures, approval or an end before there is any offer: never a policy search."""

import re
from collections.abc import Sequence

from agent.offline.asked import heading_asked
from agent.offline.phrases import glossary_term, policy_topic
from agent.offline.scene import Scene
from agent.offline.wording import variants

_END = r"(?: (?:be|look like|then|now|exactly|again|please|here|though|tho|so far|for (?:me|us)))*$"
_LEAD = r"^(?:so |ok |okay |and |nice |hm+ |well |but |yeah |great |cool |then |alright |now )*"

EARLY: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("early_save", re.compile(
        r"\b(?:what|how much)\b.*\b(?:sav(?:e|es|ing|ings))\b|\bsave (?:me|us) (?:anything"
        r"|money)\b"
        r"|\bis it (?:cheaper|worth it)\b")),
    ("early_cheapest", re.compile(
        r"\b(?:which|what)(?: \w+){0,3} (?:is|are|be) (?:the )?(?:cheap\w*|best|lowest)\b"
        r"|\bcheapest\b")),
    ("early_less", re.compile(
        r"\b(?:less|lower|smaller|cheaper)(?: \w+){0,2} (?:per|a|each|every|monthly) ?(?:month"
        r"|mo\b"
        r"|payments?)?|\b(?:lower|reduce|smaller|bring down|cut) (?:the |my |that )?"
        r"(?:monthly|payments?)\b|\bpay less\b|\bany (?:lower|cheaper)\b")),
    ("early_why", re.compile(
        r"\bwhy(?: \w+){0,3} (?:so )?(?:high|much|expensive|wide|big|steep|a lot)\b"
        r"|\b(?:is|seems?|looks?|sounds?) (?:\w+ ){0,2}(?:a lot|steep|so high|too high|expensive"
        r"|pricey|crazy)\b")),
    ("early_price", re.compile(
        r"\b(?:what is|what was|what) (?:the|my|our|total) (?:damage|monthly|bottom line)\b"
        r"|\bwhat (?:is|are|would|will|do|does)(?: \w+){0,3} (?:monthly|payments?|installments?"
        r"|cost|price)\b" + _END +
        r"|\bwhat (?:would|will|do|does|could) (?:i|we|it|that|this|they)(?: \w+){0,3} (?:pay|cost"
        r"|be|run|come (?:out )?(?:to|at))\b|\bwhat would my (?:rate|interest|apr|payment)\w*\b"
        r"|\bhow much (?:would|will|is|does|do|are)(?: \w+){0,4} (?:cost|be|pay|run|monthly"
        r"|(?:a|per|each) month|payments?|come (?:out )?to|set me back)\b"
        r"|\bhow much(?: (?:is|it is|for|in))? (?:a|per|each|every|the|in a|one|in) ?month\b"
        r"|\bhow much is (?:it|that|this)" + _END +
        r"|\bwhat (?:can|could|do|would|will) you (?:actually )?(?:offer|give|do for|have for"
        r"|got for)"
        r" ?(?:me|us)?" + _END + r"|\bwhat (?:have you|you) got for (?:me|us)" + _END
        + r"|\bwhat are (?:my|our|the) options\b"
        r"|\bwhat(?: kind of)? offers?"
        r"\b.*\b(?:get|have|give)\b|\b(?:show|give|make) me (?:an?|the|your|some) offers?\b"
        + "|" + _LEAD + r"(?:now what|what now|how much|the damage|and|next)" + _END +
        r"|^(?:and|so) now" + _END)),
)  # fmt: skip
"""(topic, words) of questions about figures; the first that is found is meant."""

_AFFORD = re.compile(
    r"\b(?:can|could|would|will) (?:i|we) (?:really |even |actually "
    r"|ever )?(?:be able to )?afford\b"
    r"|\b(?:the )?(?:most|max|maximum)\b.*\b(?:i|we) (?:can|could|may) (?:borrow|get|afford|spend)"
    r"|^(?:i (?:want|need|would like) )?(?:as much as (?:possible|i can(?: get)?|you (?:can"
    r"|will)(?: give"
    r"| lend)?)|(?:the )?(?:max(?:imum)?|most)(?: (?:possible|you (?:can|will) (?:give|lend|do)"
    r"|i can get|allowed|amount))?|whatever (?:i|you) can (?:get|give|do|lend))(?: please| me)?$"
    r"|\bhow much (?:house|home|car|loan) (?:can|could) (?:i|we)\b|\bhow much (?:can"
    r"|could) (?:i|we)"
    r" (?:borrow|afford|get)\b"
)
_APPROVE = re.compile(
    r"\b(?:are|is|will|would) (?:you|they|the bank|it|this)(?: \w+)? (?:going to "
    r"|gonna )?(?:approve"
    r"|approving|deny|reject|say yes|turn (?:me|us) down|lend (?:to )?(?:me|us))\b"
    r"|\b(?:just|simply|please|go ahead and|can you|could you|why not) approve\b"
    r"|^(?:ok |so )*approve (?:me|us|it|this|my)\b|\byes or no\b|\bdo (?:i|we) get (?:it"
    r"|the loan)\b"
    r"|\bwill (?:i|we) get (?:it|the loan|this|approved)\b"
)
_STOP = re.compile(
    r"^(?:please |ok |okay |just |no |sorry |actually )*(?:cancel|stop|forget|drop|scrap|end|quit"
    r"|call off|abandon)(?: about)? (?:everything|it all|all(?: of)? (?:it|this)|the (?:whole"
    r"|entire)"
    r" (?:thing|deal|request|process|business|loan)|the (?:request|loan|conversation|chat)|this)\b"
    r"|\bcall (?:it|this|the whole thing) off\b|\b(?:do not|no longer) (?:want"
    r"|need)(?: to do)? (?:it"
    r"|this|anything|the loan|any of (?:it|this))(?: any ?more)?$|^(?:i am|we are) out$"
    r"|^(?:i|we) (?:give up|quit|am out)\b"
)
_AT_RISK = re.compile(
    r"\b(?:getting|get|be|being|going to be|gonna be) (?:laid off|let go|fired|furloughed|sacked"
    r"|made redundant)\b|\b(?:losing|lose|about to lose|might lose|may lose) (?:my|our|his"
    r"|her) job\b"
    r"|\b(?:job|position|contract) (?:is |might be |may be )?(?:at risk|ending|ends|not safe"
    r"|not secure|running out|on the line)\b|\blayoffs? (?:coming|are coming|at (?:my|work))\b"
    r"|\b(?:might|may|will|going to|about to) be (?:out of work|out of a job|unemployed)\b"
)
_ASKS_WHAT_IF = re.compile(r"\b(?:what (?:if|happens)|if (?:i|we)|in case|does|can|should)\b")


def wants_end(p: str) -> bool:
    """Tell whether the whole request is to end.

    >>> wants_end("forget the whole thing"), wants_end("forget the down payment")
    (True, False)
    """
    return _STOP.search(p) is not None and _ASKS_OF_END.search(p) is None


_ASKS_OF_END = re.compile(
    r"\b(?:until|till|by) when\b|\bhow long\b|\b(?:can|could|may|when) (?:can |could )?(?:i|we)\b.*"
    r"\b(?:sign\w*|after|once|later)\b"
)
"""Asks whether and until when one may go back: that is the policy's to say."""


def job_is_at_risk(p: str) -> bool:
    """Tell whether work may soon end, which is no fact about it yet.

    >>> job_is_at_risk("i am getting laid off next month maybe")
    True
    >>> job_is_at_risk("what happens if i lose my job")
    False
    """
    return _AT_RISK.search(p) is not None and _ASKS_WHAT_IF.search(p) is None


def wants_approval(p: str) -> bool:
    """Tell whether somebody asks for a yes, which nobody can give in a chat."""
    return _APPROVE.search(p) is not None


def asks_what_fits(p: str) -> bool:
    """Tell whether somebody asks what they could carry."""
    return _AFFORD.search(p) is not None


def early_topic(scene: Scene, p: str, topics: Sequence[str]) -> str | None:
    """Return what a message asks of the figures of a request; None where it asks for none.

    >>> early_topic(Scene("", {"product": "car"}), "so what is the damage", ())
    'early_price'
    """
    if scene.product is None or scene.context.get("application_number"):
        return None
    if set(topics) & _OTHERWISE or glossary_term(p) or policy_topic(p) not in (None, "worth it"):
        return None
    if heading_asked(p) not in (None, *_TOO_GENERAL):
        return None
    found = next((topic for topic, words in EARLY if words.search(p)), None)
    return _BESIDE_OFFERS.get(found, found) if found and scene.offers else found


_BESIDE_OFFERS = {
    "early_price": "figures", "early_save": "compare", "early_cheapest": "compare",
    "early_less": "goal_month", "early_why": "why_price",
}  # fmt: skip
"""What stands on the table answers these."""
_TOO_GENERAL = (
    "Which loans do you offer?", "If we cannot make the loan", "Amount within the range",
    "How do I lower my rate?",
)  # fmt: skip
"""Headings that answer everybody, where this customer's own figures are meant."""
_OTHERWISE = frozenset(
    {"human", "hardship", "scam", "self_harm", "coercion", "threat", "complaint", "discrimination",
     "falsify", "injection", "status", "figures", "compare", "schedule", "apply", "by_payment",
     "advice", "by_apr", "offers_again", "goal_month", "goal_total", "back_to", "undo",
     "other_time",
     "erase", "access", "contact", "waive", "match", "odds", "why_ask"}
)  # fmt: skip


_ODDS_SAID = "give odds"


def presses_for_odds(scene: Scene, p: str) -> bool:
    """Tell whether a share named after our "no odds" asks for them again: "ninety percent?"."""
    last = scene.replies[-1] if scene.replies else ""
    return _ODDS_SAID in last and "percent" in p and len(p.split()) <= 6


LOOPS = 2
"""So many replies of one kind in a row; after the next one a person takes over."""


def early_in_a_row(replies: Sequence[str], ways: Sequence[str]) -> int:
    """Count how many of our last replies, without a break, hold one of these beginnings."""
    count = 0
    for template in reversed(replies):
        if not any(way in template for way in ways):
            break
        count += 1
    return count


_VAGUE = re.compile(
    r"\b(?:good|great|decent|ok|okay|fine|excellent|average|fair|bad|poor|high|low|solid|score"
    r"|credit|so so|[89]\d\d)\b"
)


def is_vague_score(scene: Scene, p: str) -> bool:
    """Tell whether a score was asked for and words or an impossible figure came back, once.

    >>> is_vague_score(Scene("", {"open_question": {"id": "score"}}), "it is pretty good i guess")
    True
    """
    early = scene.product is not None and not (scene.has("credit_score") or scene.offers)
    words = _VAGUE if scene.open_id in ("score", "co_score") else _SCORE_IS if early else None
    if words is None or words.search(p) is None:
        return False
    before = scene.replies[-1] if scene.replies else ""
    return not any(way in before for way in variants("vague_score"))


_SCORE_IS = re.compile(
    r"^(?:and |my |the |our )*(?:credit(?: score| history)?|score|fico) (?:is |was |it is )?"
    r"(?:\w+ )?(?:good|great|decent|ok|okay|fine|excellent|average|fair|bad|poor|so so|meh"
    r"|not (?:great|good|bad)|terrible|awful|perfect|solid|shaky|rough|low|high)$"
)
"""Volunteered before it is asked for: "credit is so-so"."""


_PASTES = re.compile(
    r"(?:here ?(?:is|are|s)|this is|see|pasting|attached|copy of)(?: \w+){0,4} (?:pay ?(?:slip|stub"
    r"|check stub)s?|bank statements?"
    r"|w 2|tax returns?|driver'?s license|passport|utility bill)|\bpay period\b"
)
"""A document typed into the chat: nothing is read from it, it belongs in an upload slot."""


_FILES = re.compile(
    r"\b[\w-]+\.(?:jpe?g|png|heic|gif|pdf|docx?|xlsx?)\b"
    r"|(?:pay ?-?(?:stub|slip|check)|statement|passport|license|w-?2|tax return)\S*.*https?://",
    re.IGNORECASE,
)


def pastes_document(p: str, text: str = "") -> bool:
    """Tell whether a message is a document typed into the chat, or the name of a file.

    >>> pastes_document("img 2231 heic", "IMG_2231.HEIC"), pastes_document("2231", "2,231")
    (True, False)
    """
    return _PASTES.search(p) is not None or _FILES.search(text) is not None
