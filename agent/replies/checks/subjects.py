"""A figure belongs to the loan that its clause, or the reply so far, is about."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from agent.replies.checks.anchors import Anchor, agrees, anchors_in, loan_of
from agent.replies.checks.attached import (
    FEWEST,
    has_the_same,
    held_against,
    in_turn,
    is_called,
    left_for,
)
from agent.replies.checks.heads import headed
from agent.replies.checks.lines import lines
from agent.replies.checks.orders import in_order_of_loans, in_order_of_terms
from agent.replies.checks.pairs import pairs
from agent.replies.checks.remarks import Remark
from agent.replies.checks.steps import steps
from agent.replies.checks.stretches import is_offer, loans_named, measures_of, segments
from agent.replies.checks.terms import terms
from agent.replies.factbook import FactBook, letters_of
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import phrases
from agent.replies.reading import Reading, Sentence, Stated

_WISHES = frozenset({"extra_monthly", "lump"})
"""What the customer offers to pay on top: of no loan before they say of which."""
_NOT_ITS = "belongs to another loan than the words around it"


class Talk(NamedTuple):
    """What a reply has spoken of, up to a sentence."""

    current: frozenset[str] = frozenset()
    """The loans that the sentence before was about."""
    spoken: tuple[str, ...] = ()
    """Loans named so far, in order; not those only compared with."""
    mentioned: frozenset[str] = frozenset()

    def after(self, about: list[str], touched: set[str], several: bool) -> "Talk":
        """Go on behind a sentence about these loans, which touched on those."""
        ends = frozenset((about[0], about[-1])) if about else frozenset[str]()
        return Talk(
            ends if about or several else self.current,
            tuple(dict.fromkeys((*self.spoken, *about))),
            self.mentioned | touched | set(about),
        )


def subjects(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to a figure of another loan than the one spoken about."""
    for remark in placed(reply):
        if remark.wrong:
            yield reply.finding("subjects", remark.ref.at, remark.ref.at + 1, remark.wrong)


def placed(reply: Reading) -> tuple[Remark, ...]:
    """Return the figures that stand with another loan, and those that stand with none."""
    if "placed" not in reply.known:
        reply.known["placed"] = (
            *(*_placed(reply), *pairs(reply)),
            *(*lines(reply), *steps(reply), *terms(reply)),
        )
    found: tuple[Remark, ...] = reply.known["placed"]
    return found


def _placed(reply: Reading) -> Iterator[Remark]:
    talk = Talk()
    if not measures_of(reply, 0, len(reply.text)):
        return
    for sentence in reply.prose:
        paired = _paired(reply, sentence, talk)
        several = phrases().words["several"].search(reply.text, sentence.start, sentence.end)
        about = list[str]()
        named = anchors_in(reply, sentence.start, sentence.end)
        for segment, anchors, measures in segments(reply, sentence):
            near = frozenset(about[-1:]) or (frozenset() if several else talk.current)
            for ref in measures:
                left = left_for(reply.text, ref, anchors, measures)
                placed = ref in paired or ref.fact.role in _WISHES or (
                    is_called(reply, sentence, ref, named, talk.mentioned)
                )  # fmt: skip
                base = _is_base(reply, sentence, ref)
                known = base and loan_of(ref.fact.subject) in talk.mentioned
                if placed or known or (left and _belongs(reply, ref, left)):
                    continue
                clear = base or _is_explained(reply, sentence, ref, segment, left, talk, near)
                if not clear and (left or _points_on(reply, sentence, ref, near)):
                    yield Remark(ref, wrong=f"{ref.id} {_NOT_ITS}")
                elif not _is_clear(ref, near, reply.facts):
                    yield Remark(ref, says=f" (offer {_letter(ref)})")
                    about.append(loan_of(ref.fact.subject))
                    near = frozenset(about[-1:])
            about += loans_named(reply, sentence, anchors, measures)
        touched = {loan_of(a.subject) for a in named}
        talk = talk.after(about, touched | _compared_in(reply, sentence), several is not None)


def _paired(reply: Reading, sentence: Sentence, talk: Talk) -> set[Stated]:
    """Return the figures whose order says whose they are."""
    measures = measures_of(reply, sentence.start, sentence.end)
    if len(measures) < FEWEST:
        return set()
    return (
        in_order_of_terms(reply, sentence, reply.facts)
        | in_order_of_loans(reply, sentence, talk.spoken)
        | in_turn(reply, sentence, measures)
        | headed(reply, sentence)
    )


def _is_base(reply: Reading, sentence: Sentence, ref: Stated) -> bool:
    """'You pay § instead of §': the second is of another loan than the first."""
    if not held_against(reply.text[sentence.start : ref.at]):
        return False
    like = [r for r in reply.stated_in(sentence.start, ref.at) if r.fact.role == ref.fact.role]
    gap = reply.text[like[-1].at + 1 : ref.at] if like else ""
    return _BASE.fullmatch(gap) is not None and like[-1].fact.subject != ref.fact.subject


_BASE = re.compile(
    r"(?: (?:a|per|each|every) month)?,? (?:instead of|rather than|compared (?:with|to)|against|"
    r"versus|not) "
)


def _letter(ref: Stated) -> str:
    return loan_of(ref.fact.subject).removeprefix("offer.").upper()


def _points_on(reply: Reading, sentence: Sentence, ref: Stated, near: frozenset[str]) -> bool:
    """'Its payment is §', 'B is § a month (§ …': what goes on about one loan is none of another."""
    if not near or loan_of(ref.fact.subject) in near or not is_offer(ref):
        return False
    said = reply.text[sentence.start : ref.at]
    if held_against(said) or phrases().words["new_subject"].search(said):
        return _IN_BRACKETS.search(said) is not None
    named = [loan_of(a.subject) for a in anchors_in(reply, sentence.start, ref.at) if not a.role]
    if loan_of(ref.fact.subject) in named:
        return False
    return bool(named) or _ITS.search(said) is not None


def _is_clear(ref: Stated, near: frozenset[str], facts: FactBook) -> bool:
    """Tell whether a figure that no word of its clause places can be taken for no other loan's."""
    loan, fact = loan_of(ref.fact.subject), ref.fact
    if not is_offer(ref) or near == {loan}:
        return True
    tail = fact.id.removeprefix(f"{loan}.")
    others = [facts.get(f"{other}.{tail}") for other in facts.offers if other != loan]
    return not any(o is not None and o.value != fact.value for o in others)


def _is_explained(
    reply: Reading,
    sentence: Sentence,
    ref: Stated,
    segment: str,
    anchors: list[Anchor],
    talk: Talk,
    near: frozenset[str],
) -> bool:
    """A question about a loan mentioned, a figure that goes back to one, 'more than A, for §'."""
    loan = loan_of(ref.fact.subject)
    if sentence.question and loan in talk.mentioned:
        return True
    if not anchors:
        everything = measures_of(reply, sentence.start, sentence.end)
        alone = not any(_is_like(m, ref) for m in everything)
        return alone and _goes_back(ref, segment, talk.spoken)
    held = all(held_against(reply.text[sentence.start : a.at]) for a in anchors)
    return held and loan in near


_IN_BRACKETS = re.compile(
    r"§(?: (?:a|per) month)? \((?:an? |the |at )?(?:apr |note rate )?(?:of )?$"
)
"""A figure in the brackets behind another one is of the same loan."""
_ITS = re.compile(r"\b(?:it|its|it's|it'd|this one|that one)\b")
_POINTS = re.compile(r"\b(?:it|its|it's|it'd|this|that|here|same|also|too|now)\b")
"""Words that go on about the loan just spoken of."""


def _is_like(one: Stated, other: Stated) -> bool:
    """Tell whether two figures are the same of different loans."""
    return one.fact.role == other.fact.role and one.fact.subject != other.fact.subject


def _goes_back(ref: Stated, segment: str, spoken: tuple[str, ...]) -> bool:
    """Tell whether a figure takes up one of several loans named before, and nothing points on."""
    known = loan_of(ref.fact.subject) in spoken and len(spoken) > 1
    return known and _POINTS.search(segment) is None


def _compared_in(reply: Reading, sentence: Sentence) -> set[str]:
    """The loans that the differences of a sentence are between."""
    refs = reply.stated_in(sentence.start, sentence.end)
    return {f"offer.{x}" for r in refs for x in letters_of(r.fact.subject)}


_NEAR = 160
"""So many characters before a figure may say that it is with automatic payment."""


def _belongs(reply: Reading, ref: Stated, anchors: list[Anchor]) -> bool:
    facts, said = reply.facts, reply.text[max(0, ref.at - _NEAR) : ref.at]
    return all(
        agrees(a, ref.fact.subject, facts)
        or has_the_same(a, ref.fact, facts, said)
        or any(agrees(b, ref.fact.subject, facts) for b in _beside(reply, a, anchors))
        for a in _closest(anchors, ref)
    )


_ROW = re.compile(r"(?:option |offer )?[a-h](?:,? and |,? or |, |/)(?:option |offer )?")


def _beside(reply: Reading, anchor: Anchor, anchors: list[Anchor]) -> list[Anchor]:
    """The letter in a row right before one: 'between A and C, if §'."""
    if anchor.role is not None:
        return []
    before = [a for a in anchors if a.role is None and a.at < anchor.at][-1:]
    return [b for b in before if _ROW.fullmatch(reply.text[b.at : anchor.at])]


def _closest(anchors: list[Anchor], ref: Stated) -> list[Anchor]:
    """Of each kind of anchor (letter, term, amount) the nearest one, those before it first."""
    nearest: list[Anchor] = []
    if any(a.role is None for a in anchors):  # a letter says more than what was asked for
        anchors = [a for a in anchors if a.role is None or a.subject.startswith("offer.")]
    for role in dict.fromkeys(a.role for a in anchors):
        alike = [a for a in anchors if a.role == role]
        before = [a for a in alike if a.at < ref.at]
        nearest.append(before[-1] if before else alike[0])
    return nearest
