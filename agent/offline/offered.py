"""Another loan that our last reply held out for the same need, and whether it is taken up."""

import re
from collections.abc import Collection

from agent.language.text import plain
from agent.offline.people import RELATIVE, named_as_they
from agent.offline.reply import PRODUCTS, with_article
from agent.offline.scene import Scene
from agent.offline.wording import fill, variants

_TAKES = re.compile(
    r"^(?:ok |okay |yes |yeah |sure |then |so |well |fine |please )*"
    r"(?:that|that one|this|the (?:other|personal|second) one|let us (?:do|try|look at) (?:that|it)"
    r"|do (?:that|it)|show me(?: that| it)?|go (?:for|with) (?:that|it)|sounds (?:good|fine|ok)"
    r"|i (?:will|would) (?:take|do|try|like) (?:that|it)|works(?: for me)?|please)\b"
)
_NO_PURPOSE = re.compile(
    r"\bno (?:real |particular |special |specific )?(?:purpose|reason)\b|\bnothing (?:special"
    r"|specific|particular|really)\b|\b(?:just|some|need|only|extra) (?:the )?(?:cash|money)\b"
    r"|\b(?:this and that|general|various|whatever|anything|everyday (?:stuff|things)|living"
    r" expenses|odds and ends|something else|none of (?:those|these|them))\b"
)


def taken_up(scene: Scene, p: str, answer: str) -> str | None:
    """Return the product that a yes takes up, or the one that "nothing special" stands for.

    >>> taken_up(Scene("no reason", {"open_question": {"id": "purpose"}}), "no reason", "NO")
    'personal'
    """
    if scene.open_id == "purpose" and scene.product is None:
        return "personal" if _NO_PURPOSE.search(p) else None
    held_out = _held_out(scene)
    takes = answer == "YES" or _TAKES.search(p) is not None
    return held_out if takes and len(p.split()) <= 8 else None


def _held_out(scene: Scene) -> str | None:
    """Return the other loan that the last reply named as a way."""
    if not scene.replies:
        return None
    way = str(variants("other_product")[0])
    for product in PRODUCTS:
        words = fill(way, product=with_article(product))
        if product != scene.product and words in scene.replies[-1]:
            return product
    return None


_JOINS = re.compile(
    rf"\b(?:what if|how about|what about|and|or|if|with|could|can)(?: also)?"
    rf" (?:(?:my|our) (?:\w+ )?{RELATIVE}|he|she|they|somebody|someone)"
    rf"(?: also| too)? (?:co ?-?)?(?:signs?|signed|signing|applie[sd]|applying|joins?|joined"
    r"|joining|goes in|went in|gets on|is on (?:it|the loan))\b(?! (?:for|by))"
)


def joins_then(text: str) -> bool:
    """Tell whether it is asked what becomes of the request if somebody else signs too.

    >>> joins_then("dang what if my aunt signs too"), joins_then("does my aunt have to sign")
    (True, False)
    >>> joins_then("what would happen if Sam signed too?")
    True
    """
    return _JOINS.search(plain(named_as_they(text))) is not None


_AGE_ONLY = re.compile(r"(?:he|she|they) (?:is|are) (?:only |just |now )?\d{1,2}(?: years old)?")
_SIGNS = re.compile(
    r"\bi (?:would |will |am going to |can |want to |could |am the one (?:to|who) )*"
    r"(?:sign|apply|borrow)"
    r"(?:ing)? (?:for )?(?:it|this|him|her|them|the loan|myself)\b(?!.*\bwith (?:him|her|my)\b)"
)


def says_age_only(p: str) -> bool:
    """Tell whether a message only says how old somebody is: that is no yes to their signing."""
    return _AGE_ONLY.fullmatch(p) is not None


def signs_themselves(p: str) -> bool:
    """Tell whether the customer says that they are the one who signs: a parent who borrows.

    >>> signs_themselves("i would sign for it"), signs_themselves("my aunt would sign for it")
    (True, False)
    """
    return _SIGNS.search(p) is not None


def names_signing(p: str, told: Collection[str]) -> bool:
    """Tell whether a question about somebody else is about their signing, or tells their figures.

    >>> names_signing("do we have to pay while he is in school", ())
    False
    """
    return any(f.startswith("co_") for f in told) or _ABOUT_SIGNING.search(p) is not None


_ABOUT_SIGNING = re.compile(
    r"\b(?:sign\w*|cosign\w*|co|appl(?:y|ies|ied|ying)|join\w*|together|both|add(?:ed|ing)?|with"
    r"|guarant\w+|on (?:it|the loan)|help\w*|borrow\w*)\b"
)
