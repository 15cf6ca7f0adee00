"""Numbers that are no quantities, told by the words beside them: labels, forms, dates, idioms."""

from collections.abc import Sequence

from agent.language.quantity import Draft
from agent.language.tokens import Token
from agent.language.vocabulary import DURATION_UNITS, SMALL

_LABELS = frozenset(
    {"chapter", "chap", "ch", "section", "sec", "title", "form", "schedule", "option", "choice",
     "step", "phase", "part", "tier", "route", "highway", "hwy", "interstate", "apt", "apartment",
     "suite", "ste", "catch", "figure", "table", "page", "line", "question", "rule", "article",
     "exhibit", "level", "grade", "class", "version", "iphone", "galaxy", "xbox", "playstation",
     "covid", "top", "number", "no", "nr", "category", "stage", "type", "regulation", "reg",
     "offer", "card", "plan", "item", "point", "windows", "studio", "formula", "round", "gen",
     "volume", "vol", "season", "episode", "appendix", "paragraph", "para", "clause", "annex",
     "zone", "district", "ward", "precinct", "gate", "channel", "bus", "building", "bldg",
     "floor", "exit", "lane", "row", "seat", "terminal", "lesson", "lecture", "lot", "size",
     "pixel"}
)  # fmt: skip
"""Before a small number: "option 2", "chapter 13"."""
_REFERENCES = frozenset(
    {"ticket", "case", "reference", "ref", "confirmation", "application", "account", "acct",
     "routing", "zip", "zipcode", "postcode", "policy", "member", "invoice", "order", "phone",
     "cell", "mobile", "fax", "tel", "pin", "ssn", "ext", "extension", "box"}
)  # fmt: skip
_REFERENCE_FILLERS = frozenset({"number", "no", "nr", "#", "id", "is", ":", "code", ".", "num"})
_TAX_FORMS = frozenset({1040, 1099, 1098, 1065, 1120, 4506, 8821, 1005, 1003, 1008})
_BEFORE_FORM = frozenset({"a", "an", "my", "form", "forms", "on", "the", "file", "filed", "i'm",
                          "im", "am", "his", "her", "our", "get", "s", "schedule"})  # fmt: skip
_AFTER_FORM = frozenset({"form", "forms", "contractor", "employee", "worker", "workers", "job",
                         "ez", "nec", "misc", "int", "contract", "gig"})  # fmt: skip
_MONTHS = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september",
     "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
     "sept", "oct", "nov", "dec"}
)  # fmt: skip
_BEFORE_PRONOUN = frozenset({"the", "these", "those", "us", "you", "either", "other", "both"})
_AFTER_PRONOUN = frozenset({"them", "us", "these", "those", "you", "the", "your", "which"})
_ONE_PRONOUN_IDIOMS = frozenset({"day", "time", "second", "minute", "sec", "moment"})
_ONE_IDIOMS = frozenset({"thing", "question", "time", "way", "word", "other", "reason"})
_PLACES = frozenset({"room", "apt", "apartment", "suite", "ste", "route", "highway", "interstate",
                     "hwy", "flight", "gate", "exit", "building", "bldg", "docket", "box",
                     "§"})  # fmt: skip
_BEFORE_DENIAL = frozenset({"haha", "hah", "lol", "oh", "ah", "um", "uh", "hm", "hmm", "well", "so",
                            "and", "but", "ok", "okay", "actually", "sorry", "oops", "wait", "nah",
                            "no", "god", "gosh", "hell"})  # fmt: skip
"""Before a "no" that answers."""
_LAWS = frozenset({"act", "acts", "code", "reform"})
"""Before "of 1968"."""
_CHAT_WORDS = frozenset(
    {"apply", "ask", "b", "be", "borrow", "bring", "buy", "c", "come", "do", "finance", "find",
     "fix", "get", "give", "go", "have", "hear", "help", "her", "him", "it", "keep", "know",
     "live", "make", "me", "my", "now", "our", "pay", "prove", "provide", "purchase",
     "qualify", "real", "refinance", "repay", "see", "send", "sign", "start", "submit", "sure",
     "talk", "tell", "that", "the", "them", "this", "u", "upload", "ur", "us", "use"}
)  # fmt: skip
"""After a lone 2 or 4 that stands for "to" or "for": "need 2 buy a car"."""
_BEFORE_VAGUE = frozenset({"thanks", "thank", "ty", "several", "many", "some", "multiple"})
_GLUED_OK = frozenset({"ish", "to", "or", "and", "per", "a"})
_BEFORE_LAPSE = frozenset(
    {"for", "over", "about", "almost", "nearly", "within", "been", "than", "after", "only", "just",
     "take", "there", "here", "in", "around", "roughly", "approximately", "maybe", "under", "like",
     "of", "least", "say", "last", "past", "took", "takes", "another", "i'd", "yet"}
)  # fmt: skip
_AFTER_LAPSE = frozenset({"ago", "now", "later", "left", "already", "there", "here", "or", "max",
                          "tops", "from", "at", "long", "term", "old"})  # fmt: skip


def is_no_quantity(tokens: Sequence[Token], draft: Draft, words: int) -> bool:
    """Whether what was read as `draft` says nothing about an amount.

    Args:
        tokens: of the whole text.
        draft: as read, without its surroundings.
        words: how many tokens the text has; a lone "one" or "a year" is an answer.
    """
    if draft.kind == "duration":
        return _is_no_lapse(tokens, draft, words)
    if draft.kind == "money" and draft.currency:
        return _is_no_money(tokens, draft)
    if draft.unit or draft.kind not in {"number", "money"}:
        return draft.unit in _ONE_IDIOMS and tokens[draft.first].text == "one"
    if draft.scale:
        return _text(tokens, draft.first - 1) in _BEFORE_VAGUE
    if draft.spelled:
        labelled = _text(tokens, draft.first - 1) in _LABELS - {"no", "point"}
        return labelled or _is_pronoun(tokens, draft, words)
    return (
        _is_label(tokens, draft)
        or _is_form(tokens, draft)
        or _is_date(tokens, draft)
        or _is_part_of_a_name(tokens, draft)
        or _is_chat_word(tokens, draft)
    )


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at >= 0 else ""


def _is_no_lapse(tokens: Sequence[Token], draft: Draft, words: int) -> bool:
    """Whether nobody names a stretch of time: "how much a year", "one day I will"."""
    article = tokens[draft.first].text in {"a", "an"} and draft.value == 1
    before, after = _text(tokens, draft.first - 1), tokens[draft.last].text
    if article:
        if before in {"once", "twice", "times"} or draft.unit in {"second", "minute"}:
            return True
        if after == "to" and (
            tokens[draft.last + 1].kind == "number" or tokens[draft.last + 1].text in SMALL
        ):
            return False
        return words > 3 and before not in _BEFORE_LAPSE and after not in _AFTER_LAPSE
    if tokens[draft.first].text == "one" and draft.last == draft.first + 2:
        idiom = tokens[draft.first + 1].text in _ONE_PRONOUN_IDIOMS
        return idiom and words > 2 and before not in _BEFORE_LAPSE
    return draft.spelled and after in {"of"} and tokens[draft.first].text in {"a", "an"}


def _is_no_money(tokens: Sequence[Token], draft: Draft) -> bool:
    """Whether it is a turn of phrase: "a dollar amount", "my two cents"."""
    if tokens[draft.first].text == "a" and draft.value == 1:
        return tokens[draft.last].text in {"amount", "figure", "value", "bill", "sign", "limit"}
    said = tokens[draft.last - 1].text == "cents" and tokens[draft.first].text == "two"
    return said and _text(tokens, draft.first - 1) in {"my", "your", "his", "her"}


def _is_pronoun(tokens: Sequence[Token], draft: Draft, words: int) -> bool:
    """Whether it stands for a noun: "one of these", "the two of us"; or names: "two-factor"."""
    if draft.value is None or draft.value > 10:
        return False
    between = _text(tokens, draft.first - 1) == "between" and tokens[draft.last].text == "and"
    if draft.value == 1 and (between or tokens[draft.last].text in {"or", "to"}):
        return tokens[draft.last + 1].text not in SMALL and tokens[draft.last + 1].kind != "number"
    if draft.value == 1:
        return words > 1 and _text(tokens, draft.first - 1) not in {"just", "only"}
    if tokens[draft.last].text == "-" and tokens[draft.last + 1].glued:
        named = tokens[draft.last + 1]
        return named.kind == "word" and named.text not in {"to", "or"}
    if tokens[draft.last].text == "of" and tokens[draft.last + 1].text in _AFTER_PRONOUN:
        return True
    return _text(tokens, draft.first - 1) in _BEFORE_PRONOUN


def _is_label(tokens: Sequence[Token], draft: Draft) -> bool:
    at = draft.first - 1
    before = _text(tokens, at)
    if before == "#" or _is_law(tokens, draft) or _is_tail(tokens, draft):
        return True
    if draft.value is not None and (
        (before in _LABELS and draft.value < 100) or (before in _PLACES and draft.value < 10_000)
    ):
        return True
    while at >= 0 and tokens[at].text in _REFERENCE_FILLERS:
        at -= 1
    if _text(tokens, at) not in _REFERENCES:
        return False
    return at < draft.first - 1 or tokens[draft.first].end - tokens[draft.first].start > 4


def _is_tail(tokens: Sequence[Token], draft: Draft) -> bool:
    """Whether it is what a number ends in, or one that is dialled: "ending in 4321", "call 911"."""
    before, earlier = _text(tokens, draft.first - 1), _text(tokens, draft.first - 2)
    if before in {"call", "dial"}:
        return draft.value in {211, 311, 411, 911, 988}
    if (before, earlier) == (".", "no"):
        return _is_numbered(tokens, draft)
    if before == "last" and draft.value == 4:
        return True
    said = before if before != "in" else earlier
    return said in {"ending", "ends"} and tokens[draft.first].end - tokens[draft.first].start == 4


def _is_numbered(tokens: Sequence[Token], draft: Draft) -> bool:
    """Whether "no." stands for number, "account no. 5000", and denies nothing: "haha no. 5000"."""
    named = tokens[draft.first - 3] if draft.first > 2 else None
    is_noun = named is not None and named.kind == "word" and named.text not in _BEFORE_DENIAL
    return is_noun or tokens[draft.first].glued


def _is_law(tokens: Sequence[Token], draft: Draft) -> bool:
    """Whether it dates a law: "the Fair Housing Act of 1968"."""
    named = _text(tokens, draft.first - 1) == "of" and _text(tokens, draft.first - 2) in _LAWS
    return named and draft.value is not None and 1800 <= draft.value <= 2049


def _is_form(tokens: Sequence[Token], draft: Draft) -> bool:
    if draft.value not in _TAX_FORMS or "," in tokens[draft.first].text:
        return False
    after = tokens[draft.last].text
    if after == "-":
        after = tokens[draft.last + 1].text
    return _text(tokens, draft.first - 1) in _BEFORE_FORM or after in _AFTER_FORM


def _is_date(tokens: Sequence[Token], draft: Draft) -> bool:
    """Whether it dates: "May 5", "5 May 2023", "March 2021"; but not "20 may be enough"."""
    value, before, after = draft.value, _text(tokens, draft.first - 1), tokens[draft.last]
    if (
        value is None
        or value % 1
        or (before == "." and _text(tokens, draft.first - 2) not in _MONTHS)
    ):
        return False
    if before in {",", "."}:
        at = draft.first - 2
        lowest = max(0, draft.first - 5)
        while at >= lowest and (tokens[at].kind in {"number", "gap"} or tokens[at].text == ","):
            at -= 1
        dated = _text(tokens, at) in _MONTHS and (before == "." or 1900 <= value <= 2100)
        return dated and (at < draft.first - 2 or before == ".")
    if before in _MONTHS:
        return 1 <= value <= 31 or 1900 <= value <= 2100
    if _text(tokens, draft.first - 2) in _MONTHS and tokens[draft.first - 1].kind == "number":
        return 1900 <= value <= 2100
    real_month = after.text in _MONTHS and (
        after.text != "may" or tokens[draft.last + 1].kind == "number"
    )
    return real_month and 1 <= value <= 31


def _is_part_of_a_name(tokens: Sequence[Token], draft: Draft) -> bool:
    """Whether letters make it a name: "4x4", "330i", "7-eleven"."""
    after, second = tokens[draft.last], tokens[draft.last + 1]
    if after.kind == "word" and after.glued:
        return after.text not in _GLUED_OK
    if after.text == "-" and after.glued and second.glued and second.kind == "word":
        return second.text not in _GLUED_OK and second.text != "plus"
    return False


def _is_chat_word(tokens: Sequence[Token], draft: Draft) -> bool:
    if tokens[draft.first].text not in {"2", "4"}:
        return False
    after, second = tokens[draft.last].text, tokens[draft.last + 1].text
    return after in _CHAT_WORDS or (after == "a" and second not in DURATION_UNITS)
