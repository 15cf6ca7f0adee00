"""A question of policy asked in the same breath as facts: it is looked up before ours is asked.

"20,000 for a car, but first: is there a penalty if I pay it off early?" tells and asks. Each clause
that asks is looked at by itself, so that the figures of the others take nothing from it.
"""

import re
from collections.abc import Iterator

from agent.language.quantities import find_quantities
from agent.language.text import plain
from agent.offline.asked import heading_asked
from agent.offline.early import EARLY, asks_what_fits, wants_approval
from agent.offline.phrases import glossary_term, is_question, policy_topic, topics_of
from agent.offline.questions import BETWEEN, MOST_ASKED, begun
from agent.offline.scene import Scene
from tools.policy_index.words import terms_of

_CLAUSE = re.compile(
    r"(?<=[.!?;\n])\s+|\s+[-–—]+\s+|[,:]?\s+(?:but|and)? ?(?:first(?: of all| though)?|before that"
    r"|one (?:more )?(?:question|thing)|quick question|question|also|by the way|btw)\s*[,:—–-]*\s+"
    r"|,?\s+(?:but|and|so|also) (?=(?:what|where|when|who|which|how|why|is|are|do|does|can|will|if"
    r"|must|should)\b)|,\s+(?=(?:what|where|when|who|which|how|is there|are there|do you|does|will"
    r" you|must i|do i|can i|can you)\b)",
    re.IGNORECASE,
)
_OF_THE_CASE = re.compile(
    r"\b(?:what else|anything else|do you have (?:something|anything|one) (?:for|like)|what now"
    r"|what next|how about|what about|what do you (?:think|say"
    r"|recommend|suggest|need)|can you help|help me|is (?:that|this|it) (?:ok(?:ay)?|enough|all"
    r"|fine"
    r"|right|good|correct|a lot|too|possible)|does (?:that|this|it) (?:work|help|sound|fit|matter)"
    r"|sound good|make sense|you know|what (?:would|will|do|does|can|could|are|is) (?:i|we|it|that"
    r"|my|our|the (?:monthly|payment))|how much|how (?:does|is) that|can i (?:get|have|borrow|do"
    r"|afford)|(?:can|could|would|will) you (?:guys )?(?:cover|lend|finance|fund|do|help|pay for)"
    r"|could i (?:get|have|borrow)|(?:show|give|tell|let) me|right\??$|are you (?:there"
    r"|a|real)|(?:do|would|could|can|will) (?:i|we) (?:qualify|get|have a chance))\b"
)
"""What asks about this request, or for our help with it, and not what the policy says."""
_FEWEST_WORDS = 4
_ASKS = re.compile(
    r"^(?:how (?:do|can|would|will|does|soon|fast|long)|where|who|when|which|what (?:happens|papers"
    r"|documents|if))\b"
)
"""Asks without a question mark too."""


def asked_beside(scene: Scene, text: str) -> str | None:
    """Return what to look up of a message that tells facts too; None where it asks no policy.

    >>> asked_beside(Scene("", {}), "20k for a car, but first - is there a fee to pay early??")
    'is there a fee to pay early'
    >>> asked_beside(Scene("", {}), "can I get 20k for a car?") is None
    True
    """
    found = list(dict.fromkeys(_lookups(scene, text)))
    return BETWEEN.join(found[-MOST_ASKED:]) or None


def _lookups(scene: Scene, text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(text):
        p = begun(plain(clause))
        if not p or not (clause.rstrip().endswith("?") or is_question(clause, p)):
            continue
        if _is_of_the_case(clause) and policy_topic(p) is None:
            continue
        term = glossary_term(p)
        if term is not None:
            yield f"what is {term}"
        elif _asks_policy(scene, clause, p):
            yield p


def _is_of_the_case(clause: str) -> bool:
    """Tell whether a clause has a sum or a time of its own: "could I pay that over two years"."""
    return any(q.measures in ("money", "duration") or (q.value or 0) >= 100
               for q in find_quantities(clause))  # fmt: skip


def _asks_policy(scene: Scene, clause: str, p: str) -> bool:
    """Tell whether a clause asks what the policy answers, known to a phrase or to the search."""
    if _OF_THE_CASE.search(p) or asks_what_fits(p) or wants_approval(p):
        return heading_asked(p) is not None and not scene.offers
    if heading_asked(p) is not None or policy_topic(p) is not None:
        return True
    priced = any(words.search(p) for _, words in EARLY)
    says = len(p.split()) >= _FEWEST_WORDS and bool(terms_of(p))
    return ("?" in clause or bool(_ASKS.match(p))) and says and not (priced or topics_of(p))
