"""Which offers somebody points at: "the second one", "option B", "the 48", "the cheaper"."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from agent.language.quantities import find_quantities

Shown = Mapping[str, Any]

MIDDLE = 100
"""Stands for the place in the middle, which depends on how many are shown."""
_ORDINALS = (
    ("first", 0), ("1st", 0), ("number one", 0), ("top", 0), ("second", 1), ("2nd", 1),
    ("number two", 1), ("third", 2), ("3rd", 2), ("number three", 2), ("fourth", 3), ("4th", 3),
    ("last", -1), ("bottom", -1), ("middle", MIDDLE), ("original", 0), ("initial", 0),
)  # fmt: skip
_ORDINAL = re.compile(
    rf"(?<!see it )(?<!talk )(?<!that )\b(?:the )?({'|'.join(w for w, _ in _ORDINALS)})\b"
    rf"(?: (?:one|offer|option|card|loan|choice|two)\b|$|(?= (?:is|please"
    r"|looks|sounds|then|and|or|would|with|but|vs|versus|against|than|cost|costs)\b))"
)
_LETTER = re.compile(
    r"\b(?:option|offer|card|loan|choice|plan|letter) ([a-z])\b|\b([a-h])(?: (?:or|and|vs"
    r"|versus) ([a-h]))\b"
)
_BEFORE_A_LETTER = (
    r"(?:^|\b(?:with|take|taking|choose|chose|pick|picked|prefer|select|want|like|than|versus|vs"
    r"|about|between|from|over|of|on|for|to|why|is|are|does|do|will|would|and|or|both|make|it) )"
)
_BARE_LETTER = re.compile(
    rf"{_BEFORE_A_LETTER}([b-h])(?= (?!d\b|ve\b|m\b|s\b)|$)"
    rf"|{_BEFORE_A_LETTER}(a)"
    r"(?=$| (?:please|then|thanks?|instead|over|rather|versus|vs|(?:and|or) [b-h]"
    r"|(?:better|cheaper|dearer|worse|longer|shorter|higher|lower|costlier|pricier"
    r"|(?:more|less) \w+) than [b-h]|different from [b-h])\b)"
)
"""A letter without "offer" before it; "a" is an article unless nothing can follow it as one."""
_TERM = re.compile(
    r"\b(\d{1,3})(?: ?-? ?(months?|mos?|years?|yrs?|m|y))?(?: ?-? ?(?:one|offer|option|loan|card"
    r"|plan|deal))\b"
    r"|\b(\d{1,3}) ?-? ?(months?|mos?|years?|yrs?)\b"
    r"|\bthe (\d{1,3})(?=$| (?:then|please|and|apply|instead|now|is|looks|sounds|or|if|but|vs"
    r"|versus|against|with|it|thanks|thank|will|seems|works)\b)"
)


def _number(offer: Shown, field: str) -> Decimal:
    return Decimal(str(offer.get(field) or 0))


_OF_TERM = (
    r"(?:(?:er)?[ -](?:term|time|run|er))*(?: (?:one|offer|option|loan|card|deal|version)\b|$)"
)
_COMPARATIVES: tuple[tuple[re.Pattern[str], Callable[[Sequence[Shown]], Shown]], ...] = (
    (re.compile(r"\b(?:lower|lowest|smaller|smallest|littlest|lightest|least|cheapest|cheaper)"
                r"(?: \w+)? (?:payment"
                r"|monthly|instal\w+)\b"
                r"|\bleast (?:a|per|each) month\b|cheapest (?:a|per) month"),
     lambda offers: min(offers, key=lambda o: _number(o, "monthly_payment"))),
    (re.compile(r"\b(?:cheaper|cheapest|least interest|lowest (?:total|cost|interest)"
                r"|(?:with|the) less interest)\b"),
     lambda offers: min(offers, key=lambda o: _number(o, "total_interest"))),
    (re.compile(r"\b(?:shortest|quickest|fastest)\b"
                r"|\b(?:shorter|quicker|faster) (?:one|offer|option|loan)\b"
                rf"|\b(?:the|that|your) (?:short|quick|fast){_OF_TERM}"),
     lambda offers: min(offers, key=lambda o: _number(o, "term_months"))),
    (re.compile(r"\b(?:longest|slowest)\b|\b(?:longer|slower) (?:one|offer|option|loan)\b"
                rf"|\b(?:the|that|your) (?:long|slow){_OF_TERM}"),
     lambda offers: max(offers, key=lambda o: _number(o, "term_months"))),
    (re.compile(r"\bclosest\b|\bnearest (?:one|offer|to)\b|\bas (?:i )?asked\b"),
     lambda offers: offers[0]),
    (re.compile(r"\b(?:smaller|smallest) (?:one|loan|amount|offer|option)\b"),
     lambda offers: min(offers, key=lambda o: _number(o, "principal"))),
    (re.compile(r"\b(?:bigger|biggest|larger|largest|full) (?:one|loan|amount|offer|option)\b"),
     lambda offers: max(offers, key=lambda o: _number(o, "principal"))),
)  # fmt: skip


def _place(match: re.Match[str]) -> int:
    return match.start()


def named_letters(plain_text: str, offers: Sequence[Shown]) -> tuple[str, ...]:
    """Return the offers named by letter or place; a time to repay names none here."""
    letters = {str(o["letter"]) for o in offers}
    said = sorted((*_LETTER.finditer(plain_text), *_BARE_LETTER.finditer(plain_text)), key=_place)
    found = [g for m in said for g in m.groups() if g and g in letters]
    for match in _ORDINAL.finditer(plain_text):
        found += _at_place(dict(_ORDINALS)[match[1]], offers)
    if offers and asks_of_start(plain_text):
        found.append(str(offers[0]["letter"]))
    return tuple(dict.fromkeys(found))


_START = re.compile(
    r"\b(?:what|how much|which) (?:was|were) (?:the (?:very )?(?:first|original) (?:payment|monthly"
    r"|one|offer|loan|figures?|numbers?|rate|total))(?: again)?\b"
    r"|\b(?:the one |where |what |how did )(?:did )?(?:we|i|it) (?:start(?:ed)?|beg(?:a|i)n)\b"
    r"|\b(?:the|my|our) (?:first|original|initial) (?:request|quote)\b"
)


def asks_of_start(plain_text: str) -> bool:
    """Tell whether words point at the offer that the conversation began with.

    >>> asks_of_start("how did we start"), asks_of_start("when is the first payment due")
    (True, False)
    """
    return _START.search(plain_text) is not None


def _at_place(place: int, offers: Sequence[Shown]) -> list[str]:
    """Return the offer at a place; in the middle of an even number there are two."""
    if place != MIDDLE:
        return [str(offers[place]["letter"])] if place < len(offers) else []
    low = (len(offers) - 1) // 2
    return [str(o["letter"]) for o in offers[low : len(offers) // 2 + 1]]


def term_letters(plain_text: str, offers: Sequence[Shown]) -> tuple[str, ...]:
    """Return the offers pointed at by their time: "the 48 months", "the 60 month one"."""
    if not re.search(r"\bthe (?:\d|\w+ (?:month|year))", plain_text):
        return ()
    return tuple(dict.fromkeys(_by_term(plain_text, offers)))


def letters_in(plain_text: str, offers: Sequence[Shown]) -> tuple[str, ...]:
    """Return the letters of the offers that are pointed at, in the order of the words.

    >>> shown = [{"letter": "a", "term_months": 60}, {"letter": "b", "term_months": 48}]
    >>> letters_in("the second one please", shown), letters_in("the 48 months", shown)
    (('b',), ('b',))
    """
    if not offers:
        return ()
    plain_text = _put_right(plain_text, offers)
    found = list(named_letters(plain_text, offers))
    found += _by_term(plain_text, offers)
    beside = _BESIDE.search(plain_text) is not None
    if not found or (beside and len(found) == 1):
        found += [
            str(choose(offers)["letter"])
            for pattern, choose in _COMPARATIVES
            if pattern.search(plain_text)
        ][: 2 if beside else 1]
    return tuple(dict.fromkeys(found))


_NO_WAIT = re.compile(
    r"\b(?:no wait|wait no|no sorry|sorry no|sorry|scratch that|or rather|i mean(?:t)?|actually"
    r"|on second thought|no(?= (?:the|let us|make it|take|rather))|wait)\b"
)


def takes_back(plain_text: str) -> bool:
    """Tell whether words take back what was said before: "wait no, the 60"."""
    return _NO_WAIT.search(plain_text) is not None


def _put_right(plain_text: str, offers: Sequence[Shown]) -> str:
    """Leave out what was taken back: "the middle one then, no wait, the first"."""
    cuts = [m.end() for m in _NO_WAIT.finditer(plain_text)]
    after = plain_text[cuts[-1] :] if cuts else ""
    return after if named_letters(after, offers) or _by_term(after, offers) else plain_text


_BESIDE = re.compile(
    r"\b(?:next to|beside|against|versus|vs|compar\w+|side by side|difference|and the|or the|than"
    r"|with the)\b"
)
"""Two ends are set beside each other: "the shortest next to the longest"."""


def _by_term(plain_text: str, offers: Sequence[Shown]) -> list[str]:
    """Match times to repay, in digits or in words."""
    terms: dict[int, str] = {}
    for offer in offers:
        terms.setdefault(int(offer.get("term_months") or 0), str(offer["letter"]))
    found = []
    for match in _TERM.finditer(plain_text):
        number, unit = int(match[1] or match[3] or match[5]), match[2] or match[4] or ""
        months = number * 12 if unit.startswith("y") else number
        if months in terms:
            found.append(terms[months])
    for match in _TWO_TERMS.finditer(plain_text):
        found += [terms[int(n)] for n in match.groups() if int(n) in terms]
    named = (q.months for q in find_quantities(plain_text) if q.measures == "duration")
    return found + [terms[m] for m in named if m is not None and m in terms]


_TWO_TERMS = re.compile(r"\b(\d{1,3}) (?:or|vs|versus|and|against) (\d{1,3})\b")
_SPOKEN = re.compile(r"\[\[offer\.([a-z]+)\.")


def _letters_spoken(offers: Sequence[Shown], template: str) -> tuple[str, ...]:
    """Return the offers that a reply of ours named figures of, and that still stand."""
    standing = {str(o["letter"]) for o in offers}
    return tuple(x for x in dict.fromkeys(_SPOKEN.findall(template)) if x in standing)


def talked_about(offers: Sequence[Shown], replies: Sequence[str]) -> str | None:
    """Return the offer that the last reply about offers began with.

    >>> talked_about([{"letter": "a"}, {"letter": "d"}], ["It is [[offer.d.term_months]]."])
    'd'
    """
    for template in reversed(replies):
        spoken = _letters_spoken(offers, template)
        if spoken:
            return spoken[0]
    return None


def only_one_in(offers: Sequence[Shown], replies: Sequence[str]) -> str | None:
    """Return the offer of the last reply about offers, where it was about one alone."""
    for template in reversed(replies):
        spoken = _letters_spoken(offers, template)
        if spoken:
            return spoken[0] if len(spoken) == 1 else None
    return None


_CHANGED = re.compile(r"\[\[difference\.[a-z]+-([a-z]+)\.")


def changed_from(replies: Sequence[str]) -> str | None:
    """Return the offer that the last reply changed: "and 2,000 less" starts from it again.

    >>> changed_from(["[[difference.d-b.monthly_payment_difference]]"])
    'b'
    """
    found = _CHANGED.search(replies[-1]) if replies else None
    return found[1] if found else None


_OTHER = re.compile(r"\b(?:the|that) other (?:one|offer|loan|card|option)\b|^(?:and )?the other$")
_THE_TWO = re.compile(r"\b(?:the|those|these|them) two\b|\bbetween them\b|\bboth(?: of them)?\b")


def lately(plain_text: str, offers: Sequence[Shown], replies: Sequence[str]) -> tuple[str, ...]:
    """Return the offers meant by "the other one" or "the two": those that were spoken of last.

    >>> shown = [{"letter": "a"}, {"letter": "b"}]
    >>> said = ["[[offer.a.apr_pct]]", "[[offer.b.apr_pct]]"]
    >>> lately("the other one", shown, said), lately("which of the two", shown, said)
    (('a',), ('a', 'b'))
    """
    other, two = _OTHER.search(plain_text), _THE_TWO.search(plain_text)
    if not (other or two) or named_letters(plain_text, offers) or _by_term(plain_text, offers):
        return ()
    spoken = (x for template in reversed(replies) for x in _letters_spoken(offers, template))
    last = tuple(dict.fromkeys(spoken))[:2]
    if len(last) < 2:
        return ()
    return (last[1],) if other else (last[1], last[0])
