"""Whether a message asks for another loan than the one being talked about.

A product is switched by a clause that asks for it ("I need 20,000 for college", "could I get a
personal loan instead") or that is nothing but its name ("hmm no, gold"). What is owed, owned or
paid for names a product too and asks for nothing.
"""

import re

from agent.language.text import plain
from agent.offline.products import product_meant, without_debts

_NAMES: tuple[tuple[str, str], ...] = (
    ("mortgage_refinance", r"refinanc\w+|re ?fi"),
    ("home_improvement", r"home improvement|renovation|remodel\w*"),
    ("car", r"car|auto|vehicle|truck|motorcycle|motorbike"),
    ("gold", r"gold|secured|(?:my )?(?:jewel\w*|necklace)"),
    ("education", r"education|student|school|college|tuition"),
    ("medical", r"medical"),
    ("personal", r"personal|unsecured"),
    ("home", r"home|house|mortgage"),
)
"""The names of the loans themselves; narrow before wide."""
_NAMED = tuple((product, re.compile(rf"\b(?:{names})\b")) for product, names in _NAMES)
_LOAN_NAMED = tuple(
    (
        product,
        re.compile(
            rf"\b(?:{names}) (?:loans?|one)\b|\bloans? (?:for|against|on) (?:\w+ )?(?:{names})\b"
            rf"|\bagainst (?:\w+ )?(?:{names})\b"
        ),
    )
    for product, names in _NAMES
)
_PARTICLES = frozenset(
    [
        "no",
        "nope",
        "nah",
        "hmm",
        "hm",
        "um",
        "uh",
        "oh",
        "ok",
        "okay",
        "alright",
        "fine",
        "well",
        "so",
        "then",
        "now",
        "actually",
        "instead",
        "rather",
        "sorry",
        "wait",
        "maybe",
        "make",
        "made",
        "it",
        "is",
        "that",
        "a",
        "an",
        "the",
        "please",
        "thanks",
        "just",
        "loan",
        "loans",
        "one",
        "thing",
        "i",
        "me",
        "my",
        "we",
        "us",
        "want",
        "wants",
        "need",
        "would",
        "like",
        "to",
        "try",
        "get",
        "do",
        "go",
        "with",
        "for",
        "scrap",
        "forget",
        "about",
        "let",
        "lets",
        "how",
        "what",
        "if",
        "switch",
        "change",
        "changed",
        "mind",
        "also",
        "same",
        "amount",
        "as",
        "take",
        "can",
        "could",
        "you",
        "talk",
        "yes",
        "yeah",
        "yep",
        "sure",
        "one",
        "not",
        "this",
        "kind",
        "of",
        "type",
        "against",
        "on",
        "did",
        "mean",
        "meant",
        "say",
        "said",
        "was",
        "or",
        "and",
        "but",
    ]
)
"""Words that may stand around the name of a loan without saying anything else."""
_ASKS = re.compile(
    r"\b(?:need|want|would like|wanna|looking for|borrow|get|take|apply|switch|change|try|do|go for"
    r"|go with|prefer|rather|instead|give me|show me|what about|how about|look at|consider|make it"
    r"|as|loan of|could use|what would)\b"
)
_AMOUNT_FOR = re.compile(
    r"\b(?:need|want|borrow|get|loan of|would like|could use|looking for|take|what about|how about)"
    r"(?: (?:a|about|around|just|only|like|maybe|another|an|extra|up|to|loan|of|roughly|the|that"
    r"|this|same|those|these|all))*"
    r" \d\S*(?: \w+){0,3}? (?:for|to|on|against|towards) (.+)"
)
"""An amount and what it is for: a request of its own."""
FAMILY = frozenset({"home", "home_improvement", "mortgage_refinance"})
BUYS_HOME = re.compile(r"\b(?:buy|buying|purchas\w+) (?:\w+ ){0,2}(?:house|home|condo|place)\b")
_LISTS = frozenset({"money", "co_money", "gold_budget", "rent", "job", "co_score", "score"})
"""Questions whose answers name cars, houses and schools without asking for a loan."""
_HOME_QUESTIONS = frozenset({"ownership", "home_equity", "old_mortgage", "home_value"})
_CLAUSE = re.compile(r"[.!?;\n]+(?=\s|$)|,(?=\s)|\s[-–—]+\s|\sbut\s")


def named_loan(p: str) -> str | None:
    """Return the loan that is called by its name: "my car loan application", "the home one"."""
    return next((product for product, names in _LOAN_NAMED if names.search(p)), None)


def switched_to(text: str, now: str, open_id: str) -> str | None:
    """Return the product that somebody asks for in place of the one being talked about.

    >>> switched_to("hmm no, gold", "car", ""), switched_to("personal then", "home_improvement", "")
    ('gold', 'personal')
    >>> switched_to("I need 20000 for college", "car", "money")
    'education'
    >>> switched_to("my car loan is 300 a month", "home", "money") is None
    True
    """
    if now == "home" and _HAS_HOME.search(plain(text)):
        return "mortgage_refinance"
    renamed = _renamed(plain(text))
    if renamed is not None and renamed != now:
        return None if _is_same_house(renamed, now, plain(text)) else renamed
    for number, clause in enumerate(c for c in _CLAUSE.split(text) if c.strip()):
        lists = open_id in _LISTS and (number > 0 or any(c.isdigit() for c in clause))
        found = _in_clause(plain(clause), lists, open_id) or _of_it(plain(clause), plain(text))
        if found is not None and found != now and not _is_same_house(found, now, plain(clause)):
            return found
    return None


_IT_IS_FOR = re.compile(
    r"\b(?:it|this|that|the (?:money|loan|cash)|they|i (?:really |actually )?(?:want|need"
    r"|meant) it)"
    r"(?: is| would be| will be| was| goes| are)?(?: \w+)? (?:for|towards?|to pay(?: for)?) "
    r"((?:(?:a|an|the|my|our|some|his|her) )?\w+(?: \w+){0,3})"
)
_PUTS_RIGHT = re.compile(
    r"\b(?:actually|instead|rather|hold on|wait|really|change[ds]?|correction|sorry|not for|i meant"
    r"|my mistake|oops|switch\w*)\b"
)


def _renamed(p: str) -> str | None:
    """Return the loan for what it is "actually for": said to put the purpose right.

    >>> _renamed("hold on it is for a hospital bill actually"), _renamed("it is for my wife")
    ('medical', None)
    """
    found = _IT_IS_FOR.search(p) if _PUTS_RIGHT.search(p) else None
    return None if found is None else product_meant(without_debts(found[1]))


_HAS_HOME = re.compile(
    r"\b(?:have|own|bought|got) (?:the|my|our|a|this) (?:house|home|condo|place|one) already\b"
    r"|\balready (?:own|have|bought|got) (?:the|my|our|a|this|one|it)\b.*\b(?:mortgage|rate"
    r"|payment)\b"
    r"|\b(?:lower|better|new|cheaper) rate on (?:that|my|the|our|this|it)\b"
)
"""A home that is theirs already, with a mortgage on it, is not bought but refinanced."""


def _in_clause(p: str, lists: bool, open_id: str) -> str | None:
    asks = _ASKS.search(p) is not None
    loan = named_loan(p)
    pays = _PAYS.search(p) is not None
    if loan is not None and not pays and (asks or (_is_bare(p) and not lists)):
        return loan
    p = without_debts(p)
    wanted = _AMOUNT_FOR.search(p)
    if wanted is not None and (found := product_meant(wanted[1])):
        return found
    if any(c.isdigit() for c in p) and not _TURNS.search(p):
        return None  # "car 340" is a payment, or a price
    if pays or lists or open_id in _HOME_QUESTIONS or not _is_bare(p):
        return None
    return next((product for product, names in _NAMED if names.search(p)), None)


_TURNS = re.compile(r"\b(?:no|nah|actually|instead|rather|scrap|then|forget|make it)\b")


def _of_it(clause: str, whole: str) -> str | None:
    """Read "could I borrow 3,000 against it": what it is was said in the same message."""
    return product_meant(without_debts(whole)) if _ON_IT.search(clause) else None


_ON_IT = re.compile(
    r"\b(?:borrow|get|lend me|loan) .{0,24}\b(?:against|on) (?:it|them|that|those)\b"
)
_PAYS = re.compile(
    r"\b(?:(?:i|we|and|also|already) (?:have|had|got)|has|pay|pays|paying|owe|already|existing|old"
    r"|on my|month)\b"
)


def _is_bare(p: str) -> bool:
    """Tell whether a clause is nothing but the name of a loan, an amount and small words."""
    rest = p
    for _, names in _NAMED:
        rest = names.sub(" ", rest)
    return all(w in _PARTICLES or w[0].isdigit() for w in rest.split())


def _is_same_house(found: str, now: str, p: str) -> bool:
    """Tell whether the home that is named is the one being talked about already."""
    if found not in FAMILY or now not in FAMILY:
        return False
    return found == "home" and BUYS_HOME.search(p) is None
