"""How people lean on what is shown: "and the long one?", "what would you take?", "just keep it"."""

import re

MOST_WORDS = 9
_LEANS = re.compile(
    r"^(?:(?:ok|okay|so|well|hm+|alright|right|fine|yes|now) )*"
    r"(?:and|what about|how about|or|same (?:for|with|on)|then|for|with|on|the)\b"
)
_ACTS = re.compile(
    r"\b(?:apply|take|choose|pick|go with|want|get|send|submit|proceed|accept|keep|why|if|compare"
    r"|is|are|does|do|would|better|cheaper|difference)\b"
)


def leans_on(p: str) -> bool:
    """Tell whether a message only points at another offer and leaves the rest to the one before.

    >>> leans_on("and the long one"), leans_on("and the long one is what i want")
    (True, False)
    """
    return len(p.split()) <= MOST_WORDS and bool(_LEANS.search(p)) and not _ACTS.search(p)


_TAKE = r"(?:take|pick|choose|go (?:for|with)|recommend|suggest|advise|prefer|do|favou?r)"
_ADVICE = re.compile(
    rf"\bwhat (?:would|do|will|d) (?:you|u)(?: \w+){{0,3}} {_TAKE}\b"
    r"(?! (?:to|for|with|if) (?:me|my))"
    rf"|\bwhich(?: \w+){{0,4}} (?:would|do|should|d) (?:you|u|i|we)(?: \w+){{0,2}} {_TAKE}\b"
    r"|\bif (?:you were|it was|it were|this was|this were) (?:me|you|your|in my|up to you)\b"
    r"|\b(?:your|ur) (?:honest |own |personal )?(?:opinion|advice|recommendation|favou?rite|pick"
    r"|choice|take)\b|\b(?:any|what is your|give me an?) (?:recommendation|opinion|advice)\b"
    r"|\bwhich(?: \w+){0,3} (?:is|are|s) (?:the )?(?:best|better|right|smart\w*)(?: \w+)?"
    r"(?: for (?:me|us|someone like me))?$"
    r"|\b(?:best|right|smart\w*|better) (?:one|choice|option|deal|pick|offer)\b"
    r"|\bwhat (?:is|s) (?:the )?(?:best|smartest|wisest)\b"
    r"|\b(?:do|would|could|can) (?:you|u) (?:recommend|suggest|advise)\b"
    r"|\b(?:help me|can not|cannot|hard to) (?:choose|decide|pick)\b|\bchoose for me\b"
)


def is_advice(p: str) -> bool:
    """Tell whether we are asked to choose.

    >>> is_advice("honestly what would you take"), is_advice("what would you do if i miss one")
    (True, False)
    """
    return bool(_ADVICE.search(p)) and not _OF_TROUBLE.search(p)


_OF_TROUBLE = re.compile(r"\b(?:miss|late|lose|lost|died?|sick|stop paying|can not pay|default)\b")
_KEEPS = re.compile(
    r"\b(?:just|only) keep\b|\bkeep (?:it|that one|this one|that|the \w+)"
    r"(?: (?:one|offer|for now|open|in mind))*$|\b(?:not|without) (?:yet )?(?:applying|submitting"
    r"|sending|filing)\b|\b(?:do not|not) (?:apply|submit|send|file)(?: anything)?(?: it)? yet\b"
)


def keeps_only(p: str) -> bool:
    """Tell whether an offer is to be kept and not applied for.

    >>> keeps_only("the first just keep it not applying yet"), keeps_only("keep my job")
    (True, False)
    """
    return _KEEPS.search(p) is not None


_TAKES_ONE = re.compile(
    r"^(?:(?:ok|okay|yes|yeah|so|then|well|alright|right|fine|good|great|hm+|no|actually|please) )*"
    r"(?:(?:i|we) (?:will|would|want to|am going to|would like to|think i will|guess i will) "
    r"|let us |let me |can i |we can )?(?:go (?:with|for)|take|choose|pick|have)"
    r"(?= (?:the|option|offer|number|that|card)\b)"
)


def takes_one(p: str) -> bool:
    """Tell whether a card is taken: "go with the 300 month one".

    >>> takes_one("ok i will take the second one"), takes_one("what if i take the second")
    (True, False)
    """
    return _TAKES_ONE.search(p) is not None
