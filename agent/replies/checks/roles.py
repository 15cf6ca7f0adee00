"""A figure beside a role word has that role."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from agent.replies.checks.heads import headed
from agent.replies.checks.repeated import repeated
from agent.replies.checks.role_words import RoleWord, judges, role_words, suits
from agent.replies.checks.slots import in_wrong_slots, not_borrowed
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.naming import unnamed
from agent.replies.phrases import RoleWords
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
_COPULA = re.compile(
    r"\s(?:a month |a year )?(?:is|was|are|would be|will be|'ll be|makes?|equals|as|=)\s"
    r"(?:your |the |what |our |its |a |an )?(?:new |full |whole )?"
)
_MAKES = re.compile(r"\s(?:makes?|gives?|means) (?:your |the |a |an )?(?:new |full |whole )?")
_TAKES_A_FIGURE = re.compile(
    r":? (?:(?:is|was|of|at|about|from|between|now|then|moves|goes|would be) ){0,3}§"
)
_TAKES_ITS_OWN = re.compile(r" (?:would be |is |of |about )?§")
_IS = re.compile(r"(?:\b(?:is|was|are|be|being|equals|comes to|works out at|of)|[:=]|^)\s*$")
_OF_A_LIMIT = re.compile(r"(?:\s[\w-]+){0,4}\s(?:is|of|at|was|are)\s(?:about |just )?|\s*:?\s*")
_DIFFERENCE = re.compile(
    r"\b(?:difference|gap|saving|change|rise|drop|cut)(?: \w+){0,2} $|\b(?:difference|gap|"
    r"spread)\b[^.;§]*$"
)
_GAP = re.compile(r" (?:difference|gap|spread|savings?|change|advantage|premium)\b")
_DIRECTED = re.compile(
    r"\s(?:a month |in interest |in total )?(?:less|more|lower|higher|fewer|extra|cheaper|apart|"
    r"below|above|under|over|sooner|smaller|larger|bigger|lighter|heavier|steeper|dearer|pricier|"
    r"off|for the)\b"
)
_SAME_CLAUSE = re.compile(r"[\w' ]{0,24},?[\w' ]{0,12}")
_LIST = re.compile(
    r"(?: (?:on|with|for|under|of|in) (?:option |offer )?[a-h])?"
    r"\s*,?\s*(?:and|or|to|up to|next to|over|then|versus|vs\.?|against|instead of|rather than|&)"
    r"\s*(?:from )?"
)
_NEAR = re.compile(
    r"\s*(?:(?:of|is|at|be|would be|to|by|you|about|around|up|only|just|roughly|an?|the|over|:)\s*)"
    r"{0,4}"
)


_OF_THE_CUSTOMER = frozenset({"said", "on_file", "assumed"})


class Misnamed(NamedTuple):
    """A figure that words call what it is not."""

    ref: Stated
    why: str


def roles(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a figure whose governing role word names another role."""
    for found in misnamed(reply):
        yield reply.finding("roles", found.ref.at, found.ref.at + 1, found.why)


def misnamed(reply: Reading) -> tuple[Misnamed, ...]:
    """Return the figures that words call what they are not."""
    if "misnamed" not in reply.known:
        reply.known["misnamed"] = (*_nowhere_named(reply), *_wrongly_governed(reply))
    found: tuple[Misnamed, ...] = reply.known["misnamed"]
    return found


_AS_A_LIMIT = re.compile(
    r"\b(?:limit|maximum|minimum|cap|threshold|line|we (?:stop|go up|lend up|accept up|allow up))"
    r"(?: (?:is|of|at|to|for|stays|lies|sits|us|it|score|this|that|here))* $"
)
_IS_A_LIMIT = re.compile(
    r" (?:is|are) (?:as far as|our limit|the limit|our (?:minimum|maximum)|the most|the least)\b"
)


def _nowhere_named(reply: Reading) -> Iterator[Misnamed]:
    """Figures that nothing names but the name of another one."""
    for ref in reply.stated:
        if ref.fact.role == "observed" and (
            _AS_A_LIMIT.search(reply.text, max(0, ref.at - 40), ref.at)
            or _IS_A_LIMIT.match(reply.text, ref.at + 1)
        ):
            yield Misnamed(ref, f"{ref.id} was seen, and is no limit")
    for ref in repeated(reply):
        yield Misnamed(ref, f"{ref.id} stands here already: say what this one is, or leave it out")
    for ref, taken in in_wrong_slots(reply):
        yield Misnamed(ref, f"{ref.id} is in {ref.fact.unit}, and {taken!r} takes another kind")
    for ref, taken in not_borrowed(reply):
        yield Misnamed(ref, f"{ref.id} is {_spaced(ref.fact.field or '')}, not {taken!r}")
    for found in unnamed(reply):
        if found.called:
            yield Misnamed(found.ref, f"{found.ref.id} is no {found.called!r}: say what it is")


def _wrongly_governed(reply: Reading) -> Iterator[Misnamed]:
    for sentence in reply.prose:
        refs = list(reply.stated_in(sentence.start, sentence.end))
        refs = [r for r in refs if r not in headed(reply, sentence)]
        if not refs:
            continue
        found = role_words(reply.text, sentence)
        behind = {r.at: _word_behind(reply.text, r, found) for r in refs}
        taken = {w.start for w in behind.values() if w is not None}
        taken |= {w.start for w in found for r in refs if _asks_for(reply.text, r, w)}
        taken |= {w.start for w in found for r in refs if reply.text[r.at + 1 : w.start] == " to "}
        for ref, spoken in _of_another_unit(reply.text, refs, found, taken):
            yield Misnamed(ref, f"{ref.id} is in {ref.fact.unit}: that is no {spoken!r}")
        for ref, word in _governed(reply, sentence, refs, found, behind, taken):
            if not suits(ref.fact, word.row) or _is_misnamed(reply.text, ref, word):
                spoken = reply.text[word.start : word.end]
                yield Misnamed(ref, f"{ref.id} is {_spaced(ref.fact.role)}, not {spoken!r}")


def _asks_for(text: str, ref: Stated, word: RoleWord) -> bool:
    """'The § over § you asked for would come to §': the words belong to what they follow."""
    own = text[ref.at + 1 : word.start] == " " and text[word.start : word.end].startswith("you ")
    return own and word.row.name == "borrowed"


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


def _touches(text: str, ref: Stated, word: RoleWord, after: RoleWord | None) -> bool:
    """Tell whether a role word in front stands beside a figure, or leads to it by a verb of being.

    What is farther off names nothing: there the reply says itself what the figure is.
    """
    if word.row.name == "term" and (ref.style == "compared" or after is not None):
        return after is not None and not suits(ref.fact, after.row)  # 'over 12 months sooner'
    gap = text[word.end : ref.at]
    stated = _STATED.search(gap) and not _ANEW.search(gap) and not _AND_ON.search(gap)
    return ref.fact.unit != "usd" or bool(stated) or _TOUCHES.fullmatch(gap) is not None


def _spaced(role: str) -> str:
    return role.replace("_", " ")


_SHARE_OF = re.compile(r"\s(?:of|more|less|lower|higher|off|below|above|points?|apr|\()\b|\s?\(")
_OF_ANY_UNIT = frozenset(
    {"obligations", "income", "down payment", "price", "score", "days", "wait"}
)
"""Words that also stand beside a share, a date or a count without naming it."""


def _of_another_unit(
    text: str, refs: list[Stated], found: list[RoleWord], taken: set[int]
) -> Iterator[tuple[Stated, str]]:
    """'The payment is 33%', '8.57% in interest': what is named is not measured in that unit."""
    for ref in refs:
        for word in found:
            spoken = text[word.start : word.end]
            if _says_no_unit(text, word, ref, spoken):
                continue
            colon = word.end <= ref.at and ":" in text[word.end : ref.at]
            told = colon and text[: word.start].endswith(("what ", "as "))
            if told or (colon and (word.start in taken or _heads_a_list(text, word, ref, refs))):
                continue
            if (
                _may_be_in(ref.fact, word.row)
                or "date" in word.row.units
                or not _names_it(text, word, ref)
            ):
                continue
            yield ref, spoken


def _says_no_unit(text: str, word: RoleWord, ref: Stated, spoken: str) -> bool:
    """Tell whether a word stands beside figures of any unit, or of another than it names."""
    if word.row.neutral or word.row.refused or word.row.name in _OF_ANY_UNIT:
        return True
    if spoken.startswith("you ") or (_ADVERB.fullmatch(spoken) and ref.fact.unit != "usd"):
        return True
    if spoken.endswith("income") and (
        ref.fact.field in _INCOMES or ref.fact.role == "residual_income"
    ):
        return True
    return ref.fact.unit == "months" and _OF_MONTHS.search(text[: word.start]) is not None


_INCOMES = frozenset({"annual_income", "other_income", "net_income", "income_said_before"})
_OF_MONTHS = re.compile(r"\b(?:months|time|years) $")
"""'Months saved', 'time saved': the word in front says what is measured."""
_ADVERB = re.compile(r"in all|overall|altogether|all told|in total")
"""'Debts in all', 'documents in total': how much of it, of any unit."""


def _heads_a_list(text: str, word: RoleWord, ref: Stated, refs: list[Stated]) -> bool:
    """'Time and interest: § and §', 'with automatic payment: § over §': a colon before a list."""
    if _BESIDE.search(text[: word.start]):
        return True
    later = [r for r in refs if r.at > ref.at]
    return any(suits(r.fact, word.row) and r.fact.unit in word.row.units for r in later)


def _may_be_in(fact: Fact, row: RoleWords) -> bool:
    """A text ("30 days") carries its own unit; a telephone number is a figure of no kind."""
    return fact.unit in row.units or (fact.unit == "text" and fact.role not in _NO_AMOUNT)


_NO_AMOUNT = frozenset({"phone", "reference"})


def _names_it(text: str, word: RoleWord, ref: Stated) -> bool:
    """Tell whether a word stands so close to a figure that it says what it is."""
    unit, spoken = ref.fact.unit, text[word.start : word.end]
    if word.start > ref.at:
        in_another = unit in ("usd", "pct", "rank") or spoken.startswith("in ")
        return word.row.side != "before" and in_another and text[ref.at + 1 : word.start] == " "
    gap = text[word.end : ref.at]
    if word.row.side == "after" or SIGN in gap or not _STATES.fullmatch(gap):
        return False
    if unit == "pct":
        is_rate = spoken == "interest" and ref.fact.role in _RATES
        if word.row.name == "term":
            return text[: word.start].endswith("runs ")
        return not is_rate and not _SHARE_OF.match(text, ref.at + 1)
    if unit == "months":
        return word.row.name != "loan, behind" and not spoken.endswith(" of")
    if unit == "date":
        on_a_day = word.row.name in ("last payment", "extra payment", "payments", "time gained")
        return not on_a_day
    return word.row.name != "term" or text[: word.start].endswith("runs ")


_RATES = frozenset({"note_rate_pct", "min_note_rate_pct", "max_note_rate_pct"})
_STATES = re.compile(
    r"(?: (?:would|will|could|might))?(?: (?:be|is|was|are|come to|comes to|of|about|around|"
    r"just|only|"
    r"roughly|exactly|amounts? to))* |: ?"
)


def _word_behind(text: str, ref: Stated, found: list[RoleWord]) -> RoleWord | None:
    """The role word right after a figure: '§ a month', '§ in interest', '§ processing fee'."""
    for word in found:
        if word.start <= ref.at or word.row.side == "before":
            continue
        gap = text[ref.at + 1 : word.start]
        if SIGN in gap or not (_AFTER.fullmatch(gap) or _COPULA.fullmatch(gap)):
            return None
        if _MAKES.fullmatch(gap) and _TAKES_ITS_OWN.match(text, word.end):
            return None  # "§ makes the payment §": the word names what follows it
        if gap == " to " and word.row.name in ("borrowed", "paid"):
            return None  # "§ to borrow the money": what for, not what it is
        if word.row.name == "time gained" and _COPULA.fullmatch(gap):
            return None  # "§ is longer than we lend": compared, not called so
        if word.row.name == "loan, behind" and gap.startswith(" for "):
            return None  # "§ for the loan": what it costs
        if gap.endswith("(") and _TAKES_A_FIGURE.match(text, word.end):
            return None  # "§ (limit §)": the word names the figure behind it
        if judges(word.row, ref.fact):
            return word
    return None


def _governed(
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
        if front is not None and _is_cut_off(reply.text, sentence.start, front, ref, after):
            front = None
        told = [w for w in found if w.end <= ref.at and w.row.side != "after"]
        if after is not None and not _only_sums_up(after, front, told, ref):
            yield ref, after
        if front is not None and _leads_up_to(reply.text, front, ref, after):
            listed = _in_order(reply.text, ref, refs, found, taken)
            if listed or _touches(reply.text, ref, front, after):
                inherited[ref.at] = listed or front
                yield ref, inherited[ref.at]
        elif after is None and before and before.at in inherited and _follows(reply, before, ref):
            listed = _in_order(reply.text, ref, refs, found, taken)
            word = listed or inherited[before.at]
            if judges(word.row, ref.fact):
                inherited[ref.at] = word
                yield ref, word
        before = ref


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


def _leads_up_to(text: str, word: RoleWord, ref: Stated, after: RoleWord | None) -> bool:
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
_BESIDE = re.compile(
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


def _is_cut_off(text: str, begin: int, word: RoleWord, ref: Stated, after: RoleWord | None) -> bool:
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
    if _OVER_AGAINST.fullmatch(gap) or (gap == " at " and _BESIDE.search(text[: word.start])):
        return True
    head, colon, tail = gap.partition(":")
    if colon and _HELD_TO.search(text[: word.start]):
        return True
    if colon:
        spoken = text[word.start : word.end]
        if _ADVERB.fullmatch(spoken) and after is not None and suits(ref.fact, after.row):
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
    return spoken.startswith("of ") or _BESIDE.search(text[: word.start]) is not None


def _only_sums_up(
    after: RoleWord, front: RoleWord | None, told: list[RoleWord], ref: Stated
) -> bool:
    """'The interest is § in total': a word in front names the figure, 'in total' does not."""
    if after.row.name != "total of payments":
        return False
    spoken = [front] if front is not None else told
    return any(w.row.name not in _SAY_LITTLE and suits(ref.fact, w.row) for w in spoken)


_SAY_LITTLE = frozenset({"paid", "total", "saved", "neutral"})


def _follows(reply: Reading, before: Stated, ref: Stated) -> bool:
    """'§ and §': the second figure of a list; not where it begins a clause: '§, and § arrives'."""
    if _ACTS.match(reply.text, ref.at + 1):
        return False
    return _LIST.fullmatch(reply.text[before.at + 1 : ref.at]) is not None


_ACTS = re.compile(
    r" (?:arrives?|reach(?:es)?|lands?|goes|comes?|stays?|remains?|is (?:paid|taken|deducted|"
    r"kept|left|yours|what|the)|are|gets|leaves|ends up|then (?:goes|comes)|actually)\b"
)


def _is_near(text: str, word: RoleWord, ref: Stated) -> bool:
    return _NEAR.fullmatch(text[word.end : ref.at]) is not None


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
        if _ADVERB.fullmatch(text[word.start : word.end]):
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


def _is_misnamed(text: str, ref: Stated, word: RoleWord) -> bool:
    """'The payment is §' of a difference: near the word is not enough to be what it names."""
    if ref.fact.role not in word.row.not_said_to_be or ref.style == "compared":
        return False
    if _DIFFERENCE.search(text[: word.start]) or _GAP.match(text, word.end):
        return False
    if word.start > ref.at:
        return _COPULA.fullmatch(text[ref.at + 1 : word.start]) is not None
    said_to_be = _IS.search(text[word.end : ref.at]) is not None
    return said_to_be and not _DIRECTED.match(text, ref.at + 1)
