"""Questions about what is shown: a figure of one card, all cards again, the lowest APR."""

import re
from collections.abc import Sequence

_OF_ONE = re.compile(
    r"\b(?:on|for|with|of|in|at) (?:it|that|this|them)(?: one| loan| offer| option)?\b"
    r"|\b(?:that|this) (?:one|loan|offer|option)\b"
)
_OTHERWISE = re.compile(
    r"\b(?:chang\w+|fixed|variable|lock\w*|goes? up|rises?|lower\w*|reduc\w+|miss\w*|late|skip\w*"
    r"|why|means?|works?|calculated|set|waive\w*|refund\w*|tax\w*|deduct\w*|early|penalt\w+)\b"
)
_AGAIN = re.compile(
    r"\b(?:show|list|see|give|tell|repeat|what (?:were|are|was)|remind me|put)\b"
    r"(?: \w+){0,4}? (?:offers|options|cards|choices|everything|all of (?:them|it)|them all"
    r"|all (?:three|four|the (?:offers|options))|the (?:three|four))\b"
    r"|\b(?:all|everything|them)(?: of them)? (?:side by side|next to each other|again)\b"
)
_OTHERS = re.compile(r"\b(?:other|more|different|better|else|new|any)\b")
_APR = re.compile(
    r"\b(?:which|what|who)(?: \w+){0,4} (?:lowest|best|smallest|least|cheapest|lower)(?: \w+)?"
    r" (?:apr|rate)\b"
)
_WISH = re.compile(
    r"\b(?:if (?:i|we) (?:just |only |really |mostly )?(?:care|want|need|prefer|look|go|value|like)"
    r"|(?:i|we) (?:just |only |really |mostly )?(?:care|look|prefer|want|need|would rather)"
    r"|(?:matters?|important|priority|rather have|for me))\b"
)
_MONTH = re.compile(
    r"\b(?:low\w*|small\w*|light\w*|least|easy|easier|cheap\w*|little) (?:monthly )?"
    r"(?:payments?|monthly|instal\w+|(?:a|per|each) month)\b|\b(?:the )?monthly(?: payment)?\b"
    r"|\broom each month\b|\bbreathing room\b"
)
_TOTAL = re.compile(
    r"\b(?:total|overall|in the end|long run|least interest|lowest (?:cost|interest)"
    r"|low interest|interest paid|all in)\b"
)
_ABOUT_APPLYING = re.compile(
    r"^(?:and |so |ok |but |then |hm+ |wait )*(?:what (?:happens?|will|would|comes|is|are|do i need"
    r"|if)|how long|when|who|does|do (?:you|they|i have to)|is|are|will|would|why|if i|after i"
    r"|before i|once i)\b"
)


def asks_of_one(p: str, *, pointed: bool) -> bool:
    """Tell whether one figure of one card is asked: "how much interest on that".

    >>> asks_of_one("how much would i pay in interest on that", pointed=False)
    True
    >>> asks_of_one("will the rate on that change", pointed=False)
    False
    """
    return (pointed or bool(_OF_ONE.search(p))) and not _OTHERWISE.search(p)


def asks_for_all(p: str) -> bool:
    """Tell whether what is shown is to be said again.

    >>> asks_for_all("show me the offers again"), asks_for_all("do you have other options")
    (True, False)
    """
    return _AGAIN.search(p) is not None and _OTHERS.search(p) is None


def asks_lowest_apr(p: str) -> bool:
    """Tell whether the card with the lowest APR or rate is asked for."""
    return _APR.search(p) is not None


def goal_in(p: str) -> str | None:
    """Return what matters to somebody who says so: 'goal_month', 'goal_total' or None.

    >>> goal_in("which is best for me if i want low payments")
    'goal_month'
    """
    if not _WISH.search(p):
        return None
    month, total = _MONTH.search(p), _TOTAL.search(p)
    if bool(month) == bool(total):
        return None
    return "goal_month" if month else "goal_total"


def asks_about_applying(p: str) -> bool:
    """Tell whether applying is only asked about: "what happens after I submit".

    >>> asks_about_applying("what happens after i submit"), asks_about_applying("how do i apply")
    (True, False)
    """
    return _ABOUT_APPLYING.search(p) is not None


_BETWEEN = re.compile(r"\b(?:any|some|no)thing (?:in )?(?:between|the middle)\b|\bin between\b")
_SAVES = re.compile(
    r"\bhow much (?:do|would|will|does|did) (?:i|we|it|that|this) (?:\w+ )?save\b"
    r"|\bwhat (?:is|are|would be) the savings?\b"
    r"|\bhow (?:much|many \w+) (?:sooner|earlier|faster|quicker|less interest)\b"
)
_SAVED_ON = re.compile(r"\[\[offer\.([a-z]+)\.(?:autodebit|extra)\.")


def asks_between(p: str) -> bool:
    """Tell whether a time between two cards is wanted: "anything in between?"."""
    return _BETWEEN.search(p) is not None


def asks_saved(p: str) -> bool:
    """Tell whether it is asked what something saves."""
    return _SAVES.search(p) is not None


def saved_on(replies: Sequence[str]) -> str | None:
    """Return the offer whose extra or automatic payment the last reply was about.

    >>> saved_on(["It saves [[offer.b.autodebit.saves_total]] in all."])
    'b'
    """
    found = _SAVED_ON.search(replies[-1]) if replies else None
    return found[1] if found else None


_IS_IN = re.compile(
    r"\b(?:are|is|does|do)\b.*\b(?:tax(?:es)?|insurance|escrow|fees?|pmi)\b.*\b(?:in|included|part"
    r"|cover\w*|on top|extra|separate)\b|\b(?:includ\w+|contain\w*|cover\w*)\b.*"
    r"\b(?:tax(?:es)?|insurance|escrow|pmi)\b"
)
_NEEDED_INCOME = re.compile(
    r"\b(?:need|have) to (?:earn|make)\b"
    r"|\b(?:how much|what|which) (?:more )?(?:income|salary|pay)\b"
    r"(?: \w+){0,2} (?:need|needed|it take|would do)\b"
)


def asks_what_is_in(p: str) -> bool:
    """Tell whether it is asked what a payment contains, and not how much it is.

    >>> asks_what_is_in("are the taxes in the payment"), asks_what_is_in("what is the payment")
    (True, False)
    """
    return _IS_IN.search(p) is not None


def asks_needed_income(p: str) -> bool:
    """Tell whether it is asked what income the full request would take."""
    return _NEEDED_INCOME.search(p) is not None


_LEVER = re.compile(
    r"\b(?:if|suppose|say|once|when|would it (?:help|work|do) (?:if|to))(?: \w+){0,5}? (?:"
    r"(?:pay|paid|paying|bring|brought|cut|clear|cleared|lower|lowered|reduce|reduced|get|got)"
    r"(?: (?:down|off|rid of|my|our|the|some|all|these|those|a|of))*"
    r" (?:debts?|cards?|balances?|bills"
    r"|(?:car|student|credit card|other|monthly) (?:loans?|payments?|debts?)|visa|payments?)"
    r"|(?:wait|waited|waiting|fix|fixed|raise|raised|improve|improved|work on|build)(?: \w+){0,3}"
    r" (?:score|credit)\b"
    r"|(?:score|credit)(?: \w+){0,2} (?:goes up|went up|improves|improved|gets? better|rises)"
    r"|(?:earn|earned|make|made) more|(?:get|got) a raise|pay(?:ing)? (?:debts?|cards?) down)"
)


def asks_lever(p: str) -> bool:
    """Tell whether it is asked if one change would do: debts paid down, a better score, a raise.

    >>> asks_lever("if i only pay down debts then yes"), asks_lever("if i pay it off early")
    (True, False)
    >>> asks_lever("and if i wait for my score only and leave the debts")
    True
    """
    return _LEVER.search(p) is not None


_APR_AND_RATE = re.compile(
    r"\b(?:why|how come|difference|differ\w*)\b.*\b(?:apr\b.*\b(?:note |interest )?rate"
    r"|(?:note |interest )?rate\b.*\bapr)\b"
)


def asks_apr_and_rate(p: str) -> bool:
    """Tell whether it is asked why APR and rate differ.

    >>> asks_apr_and_rate("why is the apr higher than the rate")
    True
    """
    return _APR_AND_RATE.search(p) is not None
