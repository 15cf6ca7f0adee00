"""What a rule saw stands with the limit of that rule; what a change brings, with that change."""

import re
from collections.abc import Iterator

from agent.replies.checks.remarks import Remark
from agent.replies.phrases import phrases
from agent.replies.reading import Reading, Sentence, Stated

_CHANGES = frozenset(
    {"change", "change_months", "change_to", "change_to_months", "change_to_score"}
)
_FAMILIES = ("recourse.", "driver.")
_HELD_TOGETHER = re.compile(r"[^;.\n]{0,70}")
_OF_ANOTHER = "is of another change than the one spoken of"


def steps(reply: Reading) -> Iterator[Remark]:
    """Remark on limits of another rule than what was seen, and on outcomes of another change."""
    spoken = frozenset[str]()
    before = ""
    alone: Stated | None = None
    for sentence in reply.prose:
        refs = reply.stated_in(sentence.start, sentence.end)
        of_rules = [r for r in refs if r.fact.subject.startswith("rule.")]
        yield from _shares(reply, sentence, before)
        before = reply.text[sentence.start : sentence.end]
        if of_rules:
            yield from _rules(reply, sentence, alone)
            yield from _ends(reply, sentence)
            yield from _seen_as(reply, sentence)
        yield from _measured(reply, sentence)
        yield from _ranges(reply, sentence)
        alone = of_rules[0] if len(of_rules) == 1 and of_rules[0].fact.role == "observed" else None
        named = frozenset(r.fact.subject for r in refs if r.fact.role in _CHANGES)
        for ref in refs:
            if ref.fact.subject.startswith("recourse.") and _is_no_change(reply, ref):
                yield Remark(ref, wrong=f"{ref.id} is not what the words around it change")
            if not ref.fact.subject.startswith(_FAMILIES) or ref.fact.role in _CHANGES:
                continue
            about = named or (spoken if ref.fact.subject.startswith("recourse.") else named)
            if about and ref.fact.subject not in about and not _is_the_same(reply, ref, about):
                yield Remark(ref, wrong=f"{ref.id} {_OF_ANOTHER}")
        spoken = named | spoken if reply.is_item(sentence) else named


def _is_the_same(reply: Reading, ref: Stated, about: frozenset[str]) -> bool:
    """'With either, the payment would be §': what one change brings, the other brings too."""
    others = (reply.facts.of(subject, ref.fact.role) for subject in about)
    return any(o is not None and o.value == ref.fact.value for o in others)


_BY = re.compile(
    r"\b(?:down|up|lower\w*|rais\w+|cut\w*|reduc\w+|bring\w*|drop\w*|stretch\w*|shorten\w*|fell|fall|went|"
    r"came|them|it|debts|payments|term|income|amount) by (?:about |only |just )?$"
)
_TO = re.compile(
    r"\b(?:debts|other (?:monthly )?payments|income|term|them|amount) (?:to|at|were|was) "
    r"(?:about |only |just )?$"
)
_LESS = re.compile(
    r" (?:a month |a year )?(?:less|more|smaller|larger|lower|higher|fewer|longer|shorter)"
    r"(?! (?:interest|in interest|a month|in total)\b)"
)


def _is_no_change(reply: Reading, ref: Stated) -> bool:
    """'Down by §' of where a change leads to, 'down to §' of its size."""
    front = reply.text[max(0, ref.at - 40) : ref.at]
    is_size = ref.fact.role in ("change", "change_months")
    if _BY.search(front) or _LESS.match(reply.text, ref.at + 1):
        return not is_size and ref.style != "compared"
    leads_there = ref.fact.role.startswith("change_to") or ref.fact.unit == "pct"
    return _TO.search(front) is not None and not leads_there


_ENDS = re.compile(r"_(low|high)$")
_UPPER = re.compile(
    r"(?<!§ )(?<!§ a month )\b(?:upper end|at (?:the )?most|up to|no more than|highest|top)\b"
    r"[^§;.,]{0,12}$"
)
_LOWER = re.compile(
    r"(?<!§ )(?<!§ a month )\b(?:lower end|at (?:the )?least|no less than|lowest)\b[^§;.,]{0,12}$"
)
_JOINED = re.compile(
    r"(?: a month| apr| to borrow)?,? ?(?:to|and|up to|-|or|through) (?:about |around )?"
)


_UP_TO = re.compile(r"(?: a month| apr| to borrow)? (?:to|up to|through|-) (?:about |around )?")


def _ranges(reply: Reading, sentence: Sentence) -> Iterator[Remark]:
    """'From § to §': the low end first, and never one end twice."""
    before: Stated | None = None
    for ref in reply.stated_in(sentence.start, sentence.end):
        end = _ENDS.search(ref.fact.role)
        if before is not None and _JOINED.fullmatch(reply.text[before.at + 1 : ref.at]):
            was = _ENDS.search(before.fact.role)
            same = before.id == ref.id
            gap = reply.text[before.at + 1 : ref.at]
            alone = end and not was and before.fact.unit == ref.fact.unit and _UP_TO.fullmatch(gap)
            if same or alone or (end and was and (was[1], end[1]) != ("low", "high")):
                yield Remark(ref, wrong=f"{ref.id} is not the other end of the range")
        elif end and (_UPPER if end[1] == "low" else _LOWER).search(
            reply.text, sentence.start, ref.at
        ):
            yield Remark(ref, wrong=f"{ref.id} is the other end of the range")
        before = ref


_AT_MOST = re.compile(
    r"\b(?:we (?:allow|accept|lend|go|need|want)(?: \w+){0,3} (?:up to|at)|"
    r"(?:can't|cannot|don't|never) (?:go|lend) (?:above|over|past|beyond)|"
    r"(?:rule|limit|policy) (?:says|allows|stops at|ends at|is at)|"
    r"(?:loans?|we) (?:end|stop)s? at|allows? up to|at most|no (?:more|longer) than) "
    r"(?:about |just )?$"
)
_OVER = re.compile(r"\b(?:against|over|above|past|more than|exceeds) $")


def _ends(reply: Reading, sentence: Sentence) -> Iterator[Remark]:
    """'We allow up to §' of what was seen, '§ is more than §' of two seen, or of a lower bound."""
    seen: Stated | None = None
    for ref in reply.stated_in(sentence.start, sentence.end):
        if not ref.fact.subject.startswith("rule."):
            continue
        front = reply.text[max(sentence.start, ref.at - 60) : ref.at]
        low = ref.id.endswith("_low")
        if (low or ref.fact.role == "observed") and _AT_MOST.search(front):
            yield Remark(ref, wrong=f"{ref.id} is not as far as we go")
        elif seen is not None and ref.fact.role == "observed" and _OVER.search(front):
            yield Remark(ref, wrong=f"{ref.id} was seen, and is no limit")
        seen = ref if ref.fact.role == "observed" else None


def _measured(reply: Reading, sentence: Sentence) -> Iterator[Remark]:
    """'Housing takes §, over the limit of §': the limit is of what is measured."""
    measures = phrases().measures
    seen: Stated | None = None
    for ref in reply.stated_in(sentence.start, sentence.end):
        if ref.fact.role in measures.values():
            seen = ref
        elif ref.fact.role == "limit" and seen is not None:
            own = measures.get(ref.fact.subject.removeprefix("rule."))
            near = _HELD_TOGETHER.fullmatch(reply.text[seen.at + 1 : ref.at])
            alike = own is None or own == seen.fact.role or ref.fact.unit != seen.fact.unit
            if near and not alike and not _is_limit_of(reply, seen, ref):
                yield Remark(ref, wrong=f"{ref.id} is the limit of something else than {seen.id}")
            seen = None


_SHARES = {
    "dti_pre_pct": re.compile(
        r"\b(?:income|earn\w*|debts?|dti|obligations|owe|share|gross|salary)\b"
    ),
    "pti_pct": re.compile(r"\b(?:income|earn\w*|share|gross|salary|ratio)\b"),
}


def _shares(reply: Reading, sentence: Sentence, before: str) -> Iterator[Remark]:
    """'At § before this loan': a share of the income that no word calls one."""
    said = before + reply.text[sentence.start : sentence.end]
    if reply.is_item(sentence):
        said = reply.text[: sentence.end]  # what a list counts up is named before it
    for ref in reply.stated_in(sentence.start, sentence.end):
        words = _SHARES.get(ref.fact.role)
        if words is not None and not words.search(said):
            yield Remark(ref, wrong=f"{ref.id} is a share of the income: say of what")


_SEEN_AS = {
    "front_end_pct": re.compile(
        r"\bhousing(?: costs?| alone| payments?)?(?:(?!\b(?:and|debts?|with)\b)[^§.;:,(]){0,32}$"
    ),
    "dti_pre_pct": re.compile(
        r"\bdebts?(?: payments?)? (?:today|now|already|before (?:this|the) loan)"
        r"(?:(?!\b(?:and|with|housing)\b)[^§.;:,(]){0,20}$"
    ),
    "dti_post_pct": re.compile(
        r"\b(?:with|including|after) (?:this|the|the new|that) loan,? "
        r"(?:(?!\b(?:and|housing|before|payment)\b)[^§.;:(]){0,24}$"
    ),
}
_OTHER_RULES = {"E-065": "dti_post_pct", "E-080": ""}


def _seen_as(reply: Reading, sentence: Sentence) -> Iterator[Remark]:
    """'Housing would take §' of what debts take: the words say what a rule saw."""
    measures = {**phrases().measures, **_OTHER_RULES}
    for ref in reply.stated_in(sentence.start, sentence.end):
        if ref.fact.role != "observed" or ref.fact.unit != "pct":
            continue
        own = measures.get(ref.fact.subject.removeprefix("rule."), "")
        front = reply.text[max(sentence.start, ref.at - 60) : ref.at]
        for named, words in _SEEN_AS.items():
            if own != named and words.search(front) and not _has_seen(reply, named, ref):
                yield Remark(ref, wrong=f"{ref.id} is no {named.replace('_', ' ')}")


def _has_seen(reply: Reading, named: str, ref: Stated) -> bool:
    rules = (r for r, role in phrases().measures.items() if role == named)
    others = (reply.facts.of(f"rule.{rule}", "observed") for rule in rules)
    return any(o is not None and o.value == ref.fact.value for o in others)


def _is_limit_of(reply: Reading, seen: Stated, limit: Stated) -> bool:
    """Tell whether a limit of the same size is one of what was measured."""
    rules = (r for r, role in phrases().measures.items() if role == seen.fact.role)
    others = (reply.facts.of(f"rule.{rule}", "limit") for rule in rules)
    return any(o is not None and o.value == limit.fact.value for o in others)


def _rules(reply: Reading, sentence: Sentence, before: Stated | None) -> Iterator[Remark]:
    """'§ against §', 'debts would be §, and the limit is §': both of one rule."""
    seen: Stated | None = before if _OUR_LIMIT.match(reply.text, sentence.start) else None
    turned = _in_turn(reply, sentence)
    for ref in reply.stated_in(sentence.start, sentence.end):
        if not ref.fact.subject.startswith("rule.") or ref in turned:
            continue
        if seen is not None and (
            seen.at < sentence.start or _HELD_TOGETHER.fullmatch(reply.text[seen.at + 1 : ref.at])
        ):
            mixed = ref.fact.role == "limit" and seen.fact.role == "observed"
            if seen.id == ref.id:
                yield Remark(ref, wrong=f"{ref.id} is held against itself")
            elif mixed and seen.fact.unit == ref.fact.unit and not _is_of_one(seen, ref):
                yield Remark(ref, wrong=f"{ref.id} is the limit of another rule than {seen.id}")
        seen = ref


_OUR_LIMIT = re.compile(
    r"\W*(?:and |but |so )?(?:(?:our|the) (?:limit|ceiling|cap|maximum|line|most)"
    r"(?: (?:for (?:that|this|it)|there|here|we \w+|you can have))? "
    r"(?:is|lies|sits|stands|would be)|we (?:hold|draw) the line|we (?:stop|end)|"
    r"we (?:allow|accept|go|lend)(?: (?:it|that|this))?(?: up)?(?: to)?)(?: at| to)? §"
)
"""'That's §. Our limit is §': of what was seen right before."""
_TWO = 2
_BY_TURNS = re.compile(r"(?:,? and |, )(?:about |just )?")


def _in_turn(reply: Reading, sentence: Sentence) -> list[Stated]:
    """'§ before and § after (limits § and §)': as many limits, in the order of what was seen."""
    refs = [
        r for r in reply.stated_in(sentence.start, sentence.end)
        if r.fact.subject.startswith("rule.")
    ]  # fmt: skip
    limits = [r for r in refs if r.fact.role == "limit"]
    seen = [r for r in refs if r.fact.role == "observed"]
    run = [limits[-1]] if limits else []
    for one, other in zip(limits[-2::-1], limits[:0:-1], strict=True):
        if not _BY_TURNS.fullmatch(reply.text[one.at + 1 : other.at]):
            break
        run.insert(0, one)
    last = [r for r in seen if r.at < run[0].at][-len(run) :] if run else []
    pairs = zip(last, run, strict=True) if len(last) == len(run) >= _TWO else ()
    found = [limit for one, limit in pairs if _is_of_one(one, limit)]
    return found if len(found) == len(run) else []


def _is_of_one(seen: Stated, limit: Stated) -> bool:
    return seen.fact.subject == limit.fact.subject
