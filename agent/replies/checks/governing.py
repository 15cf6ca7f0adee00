"""Which role words govern a figure: the one right behind it, and the one that leads to it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from agent.replies.checks.leading import is_cut_off, leads_up_to, only_sums_up, touches
from agent.replies.checks.role_words import ADVERB, RoleWord, judges, suits
from agent.replies.reading import SIGN, Reading, Sentence, Stated
from tools.facts import Fact

_AFTER = re.compile(
    r"\s?\(?(?:(?:(?:of|in|as|per|off|to|into|for|towards?)(?: the| your| an?)?|more|less|extra|"
    r"fewer|total|worth|additional|lower|higher|going|gross|flat|processing|origination|upfront|"
    r"business)"
    r"\s){0,3}\(?"
)
_LEADS_TO = re.compile(
    r"(?:\b(?:is|was|are|were|be|being|of|at|to|by|from|with|reaches|reach|hits?|becomes?|equals|"
    r"totals|remains|stays|runs|works? out|only|just|about|around|roughly|nearly|almost|exactly|up|"
    r"you|over|above|under|within|until|through|after|for|than|against|near|pay|pays|paying|"
    r"repay|costs?|saves?|saving|borrow|receive|takes?|owe|as)|[:(=-]|^)\s*"
    r"(?:you |an? (?:extra )?)?$"
)
COPULA = re.compile(
    r"\s(?:a month |a year )?(?:is|was|are|would be|will be|'ll be|makes?|equals|as|=)\s"
    r"(?:your |the |what |our |its |a |an )?(?:new |full |whole )?"
)
_MAKES = re.compile(r"\s(?:makes?|gives?|means) (?:your |the |a |an )?(?:new |full |whole )?")
_TAKES_A_FIGURE = re.compile(
    r":? (?:(?:is|was|of|at|about|from|between|now|then|moves|goes|would be) ){0,3}§"
)
_TAKES_ITS_OWN = re.compile(r" (?:would be |is |of |about )?§")
_OF_A_LIMIT = re.compile(r"(?:\s[\w-]+){0,4}\s(?:is|of|at|was|are)\s(?:about |just )?|\s*:?\s*")
_SAME_CLAUSE = re.compile(r"[\w' ]{0,24},?[\w' ]{0,12}")
_LIST = re.compile(
    r"(?: (?:on|with|for|under|of|in) (?:option |offer )?[a-h])?"
    r"\s*,?\s*(?:and|or|to|up to|next to|over|then|versus|vs\.?|against|instead of|rather than|&)"
    r"\s*(?:from )?"
)
_OF_THE_CUSTOMER = frozenset({"said", "on_file", "assumed"})


def word_behind(text: str, ref: Stated, found: list[RoleWord]) -> RoleWord | None:
    """The role word right after a figure: '§ a month', '§ in interest', '§ processing fee'."""
    for word in found:
        if word.start <= ref.at or word.row.side == "before":
            continue
        gap = text[ref.at + 1 : word.start]
        if SIGN in gap or not (_AFTER.fullmatch(gap) or COPULA.fullmatch(gap)):
            return None
        if _MAKES.fullmatch(gap) and _TAKES_ITS_OWN.match(text, word.end):
            return None  # "§ makes the payment §": the word names what follows it
        if gap == " to " and word.row.name in ("borrowed", "paid"):
            return None  # "§ to borrow the money": what for, not what it is
        if word.row.name == "time gained" and COPULA.fullmatch(gap):
            return None  # "§ is longer than we lend": compared, not called so
        if word.row.name == "loan, behind" and gap.startswith(" for "):
            return None  # "§ for the loan": what it costs
        if gap.endswith("(") and _TAKES_A_FIGURE.match(text, word.end):
            return None  # "§ (limit §)": the word names the figure behind it
        if judges(word.row, ref.fact):
            return word
    return None


def governed(
    reply: Reading,
    sentence: Sentence,
    refs: list[Stated],
    found: list[RoleWord],
    behind: dict[int, RoleWord | None],
    taken: set[int],
) -> Iterator[tuple[Stated, RoleWord]]:
    """Pair each figure with the words that govern it: the one behind it, and the one before."""
    inherited: dict[int, RoleWord] = {}
    before: Stated | None = None
    for ref in refs:
        after = behind[ref.at]
        front = _word_before(reply.text, ref, refs, found, taken)
        if front is not None and is_cut_off(reply.text, sentence.start, front, ref, after):
            front = None
        told = [w for w in found if w.end <= ref.at and w.row.side != "after"]
        if after is not None and not only_sums_up(after, front, told, ref):
            yield ref, after
        if front is not None and leads_up_to(reply.text, front, ref, after):
            listed = _in_order(reply.text, ref, refs, found, taken)
            if listed or touches(reply.text, ref, front, after):
                inherited[ref.at] = listed or front
                yield ref, inherited[ref.at]
        elif after is None and before and before.at in inherited and _follows(reply, before, ref):
            listed = _in_order(reply.text, ref, refs, found, taken)
            word = listed or inherited[before.at]
            if judges(word.row, ref.fact):
                inherited[ref.at] = word
                yield ref, word
        before = ref


def _follows(reply: Reading, before: Stated, ref: Stated) -> bool:
    """'§ and §': the second figure of a list; not where it begins a clause: '§, and § arrives'."""
    if _ACTS.match(reply.text, ref.at + 1):
        return False
    return _LIST.fullmatch(reply.text[before.at + 1 : ref.at]) is not None


_ACTS = re.compile(
    r" (?:arrives?|reach(?:es)?|lands?|goes|comes?|stays?|remains?|is (?:paid|taken|deducted|"
    r"kept|left|yours|what|the)|are|gets|leaves|ends up|then (?:goes|comes)|actually)\b"
)


def _word_before(
    text: str, ref: Stated, refs: list[Stated], found: list[RoleWord], taken: set[int]
) -> RoleWord | None:
    """The nearest role word before a figure that leads to it: 'payment would be §'."""
    fact = ref.fact
    for word in reversed(found):
        if word.end > ref.at or word.row.side == "after" or word.start in taken:
            continue
        if not judges(word.row, fact):
            continue
        if _is_aside(text, word, ref):
            continue
        between = [r for r in refs if word.end <= r.at < ref.at]
        if any(r.fact.unit == fact.unit for r in between):
            return None
        gap = text[word.end : ref.at]
        if not _LEADS_TO.search(gap) and not (fact.unit == "date" and gap.endswith(" on ")):
            return None
        if word.row.name == "limit" and not _OF_A_LIMIT.fullmatch(gap):
            return None
        if ADVERB.fullmatch(text[word.start : word.end]):
            head = [w for w in found if w.end == word.start - 1 and suits(fact, w.row)]
            return head[0] if head else word
        return _named_before(text, word, found, taken, fact) or word
    return None


_ASIDE = re.compile(
    r"\b(?:including|counting|excluding|besides|plus|without|before|after|apart from|on top of|not)"
    r"(?: \w+){0,3} $"
)
_WITH = re.compile(r"\b(?:payments?|interest|total|fees?|price|amount)\swith (?:\w+ )?$")


def _is_aside(text: str, word: RoleWord, ref: Stated) -> bool:
    """'…, including the down payment, comes to §'; '…insurance, which you put at §'."""
    gap = text[word.end : ref.at]
    if ", which you" in gap and ref.fact.role in _OF_THE_CUSTOMER:
        return True
    front = text[max(0, word.start - 40) : word.start]
    if _WITH.search(front) and re.match(r"\s(?:would|will|is|comes|amounts)\b", gap):
        return True
    return gap.startswith(",") and _ASIDE.search(front) is not None


def _named_before(
    text: str, verb: RoleWord, found: list[RoleWord], taken: set[int], fact: Fact
) -> RoleWord | None:
    """'The interest you pay is §': a verb of paying leaves the figure to the noun before it."""
    if verb.row.name != "paid":
        return None
    for word in reversed(found):
        if word.end <= verb.start and word.row.side != "after" and judges(word.row, fact):
            gap = text[word.end : verb.start]
            if gap.startswith(",") and _ASIDE.search(text[: word.start]):
                continue
            near = word.start not in taken and _SAME_CLAUSE.fullmatch(gap)
            return word if near and word.row.name != "paid" else None
    return None


def _in_order(
    text: str, ref: Stated, refs: list[Stated], found: list[RoleWord], taken: set[int]
) -> RoleWord | None:
    """'The payment and the interest are § and §': pair words and figures in order."""
    fact = ref.fact
    alike = [r for r in refs if r.fact.unit == fact.unit]
    words = [
        w for w in found
        if w.start not in taken and judges(w.row, fact) and w.row.side != "after"
        and w.row.name not in ("paid", "limit", "total") and alike and w.end <= alike[0].at
    ]  # fmt: skip
    if (
        len(words) < 2
        or len(words) != len(alike)
        or not all(_LISTED.fullmatch(text[a.end : b.start]) for a, b in pairwise(words))
    ):
        return None
    between = text[alike[0].at + 1 : alike[-1].at].replace(SIGN, "")
    if not re.fullmatch(r"[\s,]*(?:and|or)?[\s,]*(?:respectively)?", between):
        return None
    return words[alike.index(ref)]


_LISTED = re.compile(
    r"[\w' ]{0,30}(?:,? and|,|&)"
    r"(?! (?:so|but|while|since|because|though|with|if|which|then)\b)[\w' ]{0,24}"
)
"""Names side by side: 'the payment on A and the interest'; a new clause makes no list."""
