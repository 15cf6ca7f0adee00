"""What a message names and does not mean: "don't delete anything", "who do I complain to?"."""

import re
from collections.abc import Sequence

from agent.language.text import plain
from agent.offline.act_model import BUSINESS
from agent.replies.phrases import read, union


def without_unmeant(topics: Sequence[str], text: str, p: str) -> list[str]:
    """Return the topics of a message less those that its words take back."""
    if "scam" in topics and _SENT_ON.search(p) and not _AT_HOME.search(p):
        topics = [t for t in topics if t != "coercion"]
    if _PASSES_ON.search(p):
        asks_who = {"human"} if p.startswith(("who ", "and who ", "so who ")) else set()
        topics = [t for t in topics if t not in {"access", BUSINESS, *asks_who}]
    return [t for t in topics if not (t in _TAKEN_BACK and _TAKEN_BACK[t](text))]


def _keeps_data(text: str) -> bool:
    """Tell whether somebody asks that nothing be erased."""
    return union(read("wishes.toml")["keeps_data"]["patterns"]).search(plain(text)) is not None


def _asks_how_to_complain(text: str) -> bool:
    """Tell whether somebody asks where one complains, and complains of nothing beside."""
    sentences = [plain(one) for one in _SENTENCE.split(text)]
    others = [one for one in sentences if not _COMPLAINING.search(one)]
    complains = union(read("wishes.toml")["complains"]["patterns"])
    return len(others) < len(sentences) and not any(complains.search(one) for one in others)


_SENTENCE = re.compile(r"(?<=[.!?\n])\s+")
_COMPLAINING = re.compile(
    r"\b(?:who|whom|how|where|can)(?: \w+){0,3}? (?:i|we|one|you|someone|somebody|to) "
    r"(?:\w+ )?(?:complain|file a complaint|make a complaint|report (?:you|it|this))\b"
)


def _knows_the_rest(text: str) -> bool:
    """Tell whether somebody says that we know the rest, and asks for none of it."""
    return "?" not in text and _THE_REST.search(plain(text)) is not None


_THE_REST = re.compile(
    r"\bthe rest you (?:already )?(?:know|have|got)\b"
    r"|\byou (?:already )?(?:know|have|got) (?:the rest|everything else|all (?:of )?that)\b"
)
_TAKEN_BACK = {"access": _knows_the_rest, "erase": _keeps_data, "complaint": _asks_how_to_complain}
"""Words beside a topic that say that it is not wanted, or only asked about."""
_SENT_ON = re.compile(
    r"\b(?:safe|secure|protected) account\b|\bgift ?cards?\b|\b(?:any ?desk|team ?viewer)\b"
    r"|\bnot (?:to )?tell (?:the|my|your) bank\b|\b(?:police|irs|fbi|officer|tech support)\b"
    r"|\b(?:send|wire|transfer|move|hand|mail)(?:ing)? (?:it|them|the money|money|the cash|cash)\b"
    r"|\b(?:bail|crypto|bitcoin|western union|moneygram|zelle)\b"
)
"""Money that is to go on to somebody is a cheat's; who presses at home wants it taken."""
_AT_HOME = re.compile(r"\b(?:husband|wife|spouse|partner)\b")
_PASSES_ON = re.compile(
    r"\b(?:sell|sold|shares?|sharing|give|pass|hand|leak|rent out)\b.*\b(?:compan\w+|third part\w+"
    r"|others?|any(?:one|body)|marketers?|advertis\w+|partners?|government|irs|employer|landlord)\b"
    r"|\bwho\b.*\b(?:shares?|sell|pass|see|sees|looks? at)\b.*\b(?:my|our) (?:data|info\w*|file"
    r"|details|numbers|record)\b"
    r"|^(?:and |so )?who(?: else)?(?: all)? (?:can |could |will |gets to )?sees? (?:all )?"
    r"(?:this|that|it|what i)\b|\bhow long\b.*\b(?:keep|store|hold)\b"
)
"""What the bank does with data is its policy, and no request for a copy."""
