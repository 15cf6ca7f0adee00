"""Whether a role word in front leads up to a figure, or only sets the scene for it."""

import re

from agent.replies.checks.role_words import ADVERB, RoleWord, suits
from agent.replies.reading import Stated

_NEAR = re.compile(
    r"\s*(?:(?:of|is|at|be|would be|to|by|you|about|around|up|only|just|roughly|an?|the|over|:)\s*)"
    r"{0,4}"
)
_TOUCHES = re.compile(
    r"(?:(?:\s|^)(?:of|is|was|are|were|be|been|would|will|could|might|at|to|by|from|about|only|"
    r"just|comes?|"
    r"works?|out|takes?|exactly|now|then|falls?|rises?|drops?|climbs?|goes|up|down|totals?|"
    r"becomes?|"
    r"stays?|remains?|reach(?:es)?|you|you'd|pay|repay|owe|below|above|under|over|around|"
    r"roughly|with|a|an|"
    r"nearly|almost|some|on|equals|amounts?|makes?|until|after|within|than|as|the|your|=|full|"
    r"whole|"
    r"total|new))*\s?[:(=-]?\s?"
)
_AND_ON = re.compile(r"\band\b")


def touches(text: str, ref: Stated, word: RoleWord, after: RoleWord | None) -> bool:
    """Tell whether a role word in front stands beside a figure, or leads to it by a verb of being.

    What is farther off names nothing: there the reply says itself what the figure is.
    """
    if word.row.name == "term" and (ref.style == "compared" or after is not None):
        return after is not None and not suits(ref.fact, after.row)  # 'over 12 months sooner'
    gap = text[word.end : ref.at]
    stated = _STATED.search(gap) and not _ANEW.search(gap) and not _AND_ON.search(gap)
    return ref.fact.unit != "usd" or bool(stated) or _TOUCHES.fullmatch(gap) is not None


_STATED = re.compile(
    r"(?:\b(?:is|was|are|were|be|been|being|equals?|comes? (?:out )?(?:to|at)|works? out (?:at|to)|"
    r"totals|amounts? to|reach(?:es)?|stays?(?: at)?|remains?(?: at)?|becomes?|makes?|runs? to|"
    r"costs?|saves?|drops? to|falls? to|rises? to|goes (?:up|down) to|moves? to)|=)\s"
    r"(?:(?:you|about|around|roughly|just|only|nearly|almost|exactly|an?|some|up to|now|then|still)"
    r" )*$"
)
_FEW_WORDS = 3
_ANEW = re.compile(
    r"[;:]|, (?:but|and|so|while|whereas|though|because|since|if|with|or|yet|plus|then)\b"
    r"|\b(?:but|while|whereas|because)\b"
)
"""Here a clause begins anew, with a subject of its own."""


def leads_up_to(text: str, word: RoleWord, ref: Stated, after: RoleWord | None) -> bool:
    """Tell whether a role word before a figure says what it is.

    It does where it stands close, or where the clause ends in a verb that states it; a word farther
    off leaves the figure to the words behind it.
    """
    gap = text[word.end : ref.at]
    if word.row.name in _HAVE_A_COST and _COSTS.search(gap):
        return False
    if _is_near(text, word, ref) or (_STATED.search(gap) and not _ANEW.search(gap)):
        return True
    return after is None and len(gap.split()) <= _FEW_WORDS and "," not in gap


_HAVE_A_COST = frozenset({"borrowed", "price", "received", "down payment"})
_COSTS = re.compile(r"\b(?:costs?|adds?|asks?(?: for)?|saves?)(?: you)?(?: about| only| just)? $")
"""'The extra borrowing costs you §': what it costs is not what it is."""
BESIDE = re.compile(
    r"\b(?:over|outside|above|below|beyond|inside|within|under|with|without|on|against|at|near|past|by|"
    r"exceed(?:s|ed|ing)?|break(?:s|ing)?|pass(?:es|ed|ing)?|miss(?:es|ed|ing)?|meet(?:s|ing)?)\s"
    r"(?:(?:one|two|three|both|some|all|each|either) of )?"
    r"(?:(?:the|a|an|our|your|that|this|today's|same|longer|shorter|automatic)\s){0,2}$"
)
"""What stands behind these sets the scene: 'over our limit: …', 'with automatic payment: …'."""
_SCENE = re.compile(
    r"\W*(?:and |but |so |then )?(?:for|with|at|on|from|given|without|under|before|after|what)\b"
    r"[^,;:.§]*"
)
_OVER_AGAINST = re.compile(
    r" (?:in relation to|relative to|next to|against|compared (?:with|to)) $"
)


def is_cut_off(text: str, begin: int, word: RoleWord, ref: Stated, after: RoleWord | None) -> bool:
    """Tell whether a role word only leads up to a figure that the words behind it name.

    'Over our limit: § of your income', 'with the income you told me, A would be § a month'.
    """
    gap = text[word.end : ref.at]
    if _BOTH.search(gap):
        return True
    if _PRONOUN.fullmatch(gap) and _WITHOUT.search(text[: word.start]):
        return True
    if _NEW_SUBJECT.fullmatch(gap) or _TAKES_A_PRICE.search(gap):
        return True
    if _OVER_AGAINST.fullmatch(gap) or (gap == " at " and BESIDE.search(text[: word.start])):
        return True
    head, colon, tail = gap.partition(":")
    if colon and _HELD_TO.search(text[: word.start]):
        return True
    if colon:
        spoken = text[word.start : word.end]
        if ADVERB.fullmatch(spoken) and after is not None and suits(ref.fact, after.row):
            return True  # 'more each month and less in total: § a month'
        return bool(head.strip() or tail.strip()) or _sets_the_scene(text, word, spoken)
    named = after is not None and suits(ref.fact, after.row)
    if "," not in gap or not _SCENE.fullmatch(text[begin : word.end] + gap.partition(",")[0]):
        return False
    return named or ref.fact.unit != "usd" or _TAKES_A_PRICE.search(gap) is not None


_BOTH = re.compile(r"\bboth (?:are|come to|stand at|is|at|of them are) $")
"""'APR and note rate are identical: both are §': one figure of two names."""
_NEW_SUBJECT = re.compile(
    r"[^§:;]*, (?:then )?(?:the|that|this|its|your|our) "
    r"(?!(?:figure|amount|number|sum|total|answer|cost|result|one)\b)[a-z-]+(?: [a-z-]+){0,2} "
    r"(?:(?:would |will |could )?be|is|are|was|were|(?:would |will )?(?:comes?|works?) (?:out )?"
    r"(?:to|at)|(?:would |will )?amounts? to) (?:about |just |only |around )?"
)
"""'With money left over, the effect is §': another noun is the subject of what is stated."""
_HELD_TO = re.compile(
    r"\b(?:than|next to|beside|alongside|(?:measured |set )?against|compared (?:with|to)|"
    r"relative to|instead of|rather than) (?:the |your |its |that |all the )?(?:total )?$"
)
"""'Higher than the note rate: § against §': the word is only held against."""
_WITHOUT = re.compile(r"\b(?:without|with|besides|plus)(?: (?:the|an|any|that|your|no))? $")
_PRONOUN = re.compile(
    r",? (?:it|that|this)(?:\'s|\'d be|(?: would| will)?(?: is| be| becomes?|"
    r" (?:comes?|works?|goes) (?:out )?(?:to|at)| amounts? to| stays? at| totals?)) "
)
"""'Without the extra it is §': what is spoken of is what the pronoun stands for."""
_TAKES_A_PRICE = re.compile(
    r",\s(?:then )?(?:offer |option )?[a-h] (?:would be|is|runs at|costs|comes (?:out )?(?:to|at)|"
    r"takes|asks for|would (?:cost|come to|take|ask for)|stands at) $|, about $"
)


def _sets_the_scene(text: str, word: RoleWord, spoken: str) -> bool:
    if spoken.startswith("you ") and text.endswith("what ", 0, word.start):
        return True  # 'A is what you asked for: § for §'
    return spoken.startswith("of ") or BESIDE.search(text[: word.start]) is not None


def only_sums_up(
    after: RoleWord, front: RoleWord | None, told: list[RoleWord], ref: Stated
) -> bool:
    """'The interest is § in total': a word in front names the figure, 'in total' does not."""
    if after.row.name != "total of payments":
        return False
    spoken = [front] if front is not None else told
    return any(w.row.name not in _SAY_LITTLE and suits(ref.fact, w.row) for w in spoken)


_SAY_LITTLE = frozenset({"paid", "total", "saved", "neutral"})


def _is_near(text: str, word: RoleWord, ref: Stated) -> bool:
    return _NEAR.fullmatch(text[word.end : ref.at]) is not None
