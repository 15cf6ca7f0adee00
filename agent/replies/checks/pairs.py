"""A difference belongs to the two loans that the words around it compare."""

import re
from collections.abc import Iterator

from agent.replies.checks.anchors import Anchor, anchors_in, loan_of
from agent.replies.checks.attached import held_against
from agent.replies.checks.remarks import Remark
from agent.replies.factbook import letters_of
from agent.replies.reading import Reading, Sentence, Stated

_THAN = re.compile(r"\b(?:than|against|compared (?:with|to)|versus|vs|next to|below|above)\b")
_TURN = re.compile(
    r"[;|]|\b(?:and|but|while|whereas|though)\b|, [a-h] |, (?:compared|against|next to|as for)\b"
)
_BETWEEN = re.compile(r"\(([a-h]) against ([a-h])\b")
_SAYS_ITSELF = re.compile(r"\([a-h] against [a-h]\)")
_GOES_ON = re.compile(r" than\b|(?: [a-z]+){0,4} \([a-h] against [a-h]\b")
_FAR = 48
_TWO = 2


def pairs(reply: Reading) -> Iterator[Remark]:
    """Remark on differences of other loans than those compared, and of loans nobody named."""
    if not any(ref.fact.subject.startswith("difference.") for ref in reply.stated):
        return
    mentioned: set[str] = set()
    for sentence in reply.prose:
        letters = [a for a in anchors_in(reply, sentence.start, sentence.end) if a.role is None]
        named = {_letter(a) for a in letters} | _said_to_be_between(reply, sentence)
        for ref in reply.stated_in(sentence.start, sentence.end):
            pair = letters_of(ref.fact.subject)
            if not ref.fact.subject.startswith("difference.") or len(pair) != _TWO:
                mentioned.update(pair)
                continue
            wrong = _of_others(reply, sentence, ref, letters)
            if wrong:
                yield Remark(ref, wrong=f"{ref.id} is no difference to {wrong.upper()}")
            elif not _is_clear(reply, pair, named, mentioned):
                says = _missing(reply, ref, pair, named)
                if says:
                    yield Remark(ref, says=says)
                    named |= set(pair)
        mentioned |= named


def _said_to_be_between(reply: Reading, sentence: Sentence) -> set[str]:
    """The loans of differences that say themselves what they are between."""
    found = _BETWEEN.finditer(reply.text, sentence.start, sentence.end)
    return {letter for m in found for letter in m.groups()}


def _letter(anchor: Anchor) -> str:
    return loan_of(anchor.subject).removeprefix("offer.").partition(".")[0]


def _of_others(reply: Reading, sentence: Sentence, ref: Stated, letters: list[Anchor]) -> str:
    """Return the letter that a difference is said to be of, and is not."""
    pair = letters_of(ref.fact.subject)
    behind = [a for a in letters if a.at > ref.at]
    if behind:
        gap = _SAYS_ITSELF.sub("", reply.text[ref.at + 1 : behind[0].at])
        to = _THAN.search(gap) and "§" not in gap and not _TURN.search(gap) and len(gap) <= _FAR
        if to and _letter(behind[0]) not in pair:
            return _letter(behind[0])
    begin = sentence.start
    against = next(reversed(list(_COMPARED_WITH.finditer(reply.text, begin, ref.at))), None)
    if against and against[1] not in pair and against[1] in {_letter(a) for a in letters}:
        return against[1]
    now = _spoken_of(reply, ref.at)
    if now and now not in pair and (behind and _is_taken_from(reply, ref, behind[0], pair)):
        return now
    before = [
        a for a in letters if a.at < ref.at and not held_against(reply.text[begin : a.at])
        and not _OVER_IT.search(reply.text[begin : a.at])
    ]  # fmt: skip
    if before and _letter(before[-1]) not in pair and _stays(reply, before[-1].at, ref.at):
        return _letter(before[-1])
    return ""


_OVER_IT = re.compile(
    r"§(?: in interest| a month)?(?: \([a-h] against [a-h]\))? over (?:option |offer )?$"
)
"""'By § over A': what the difference is taken from."""
_COMPARED_WITH = re.compile(r"\bcompared (?:with|to) (?:option |offer )?([a-h])\b")


def _is_taken_from(reply: Reading, ref: Stated, behind: Anchor, pair: tuple[str, ...]) -> bool:
    """Tell whether a letter behind a difference says what it is taken from: 'less than A'."""
    gap = reply.text[ref.at + 1 : behind.at]
    near = len(gap) <= _FAR and "§" not in gap and not _TURN.search(gap)
    return near and _THAN.search(gap) is not None and _letter(behind) in pair


def _spoken_of(reply: Reading, before: int) -> str:
    """Return the letter of the loan that a reply last spoke of, by letter or by figure."""
    found = [
        (a.at, _letter(a)) for a in anchors_in(reply, 0, before)
        if a.subject.startswith("offer.") and not held_against(reply.text[max(0, a.at - 40) : a.at])
    ]  # fmt: skip
    found += [
        (r.at, letters_of(r.fact.subject)[0]) for r in reply.stated_in(0, before)
        if r.fact.subject.startswith("offer.") and not held_against(
            reply.text[max(0, r.at - 40) : r.at]
        )
    ]  # fmt: skip
    return max(found)[1] if found else ""


def _stays(reply: Reading, start: int, end: int) -> bool:
    return not re.search(r"[;:]", reply.text[start:end])


def _is_clear(reply: Reading, pair: tuple[str, ...], named: set[str], mentioned: set[str]) -> bool:
    """Tell whether both loans are named here, or the reply speaks of these two alone."""
    if set(pair) <= named or len(reply.facts.offers) <= _TWO:
        return True
    return named | mentioned == set(pair)


def _called(letters: str) -> str:
    """Name a loan: 'B'; past the alphabet 'offer CC', which alone could be read as a number."""
    return letters.upper() if len(letters) == 1 else f"offer {letters.upper()}"


def _missing(reply: Reading, ref: Stated, pair: tuple[str, ...], named: set[str]) -> str:
    """Say which loans are compared, as far as the sentence does not."""
    if _GOES_ON.match(reply.text, ref.at + 1) or not ref.fact.number:
        return ""
    if ref.style == "compared" and pair[0] in named and pair[1] not in named:
        return f" than {_called(pair[1])}"
    return f" ({_called(pair[0])} against {_called(pair[1])})"
