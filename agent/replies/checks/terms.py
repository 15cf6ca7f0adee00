"""A price stands with the time that it is paid over: '§ a month for §' is of one loan."""

import re
from collections.abc import Iterator
from itertools import pairwise

from agent.replies.checks.anchors import ANCHORS, loan_of
from agent.replies.checks.attached import held_against
from agent.replies.checks.remarks import Remark
from agent.replies.reading import Reading, Sentence, Stated

_FOR = re.compile(
    r"(?: (?:a|per|each|every) month| monthly|"
    r" to borrow)?(?: \(offer [a-h]\))?(?: with automatic payment)?"
    r"(?: (?:for|over|across|spread over)(?: the| your| its)?| repaid over) "
)
_PRICES = frozenset({"monthly_payment", "total_interest", "total_of_payments", "principal"})


def terms(reply: Reading) -> Iterator[Remark]:
    """Remark on a time that is not the one of the price right before it."""
    for sentence in reply.prose:
        refs = reply.stated_in(sentence.start, sentence.end)
        for price, time in pairwise(refs):
            if _is_of_another(reply, sentence, price, time):
                yield Remark(time, wrong=f"{time.id} is not the time of {price.id}")


def _is_of_another(reply: Reading, sentence: Sentence, price: Stated, time: Stated) -> bool:
    if price.fact.role not in _PRICES or "was" in (price.style, time.style):
        return False
    told = time.fact.role in ("said", "assumed")
    role = ANCHORS.get((time.fact.field or "") if told else time.fact.role)
    if role != "term_months" or not _FOR.fullmatch(reply.text[price.at + 1 : time.at]):
        return False
    own = reply.facts.of(price.fact.subject, "term_months")
    own = own or reply.facts.of(loan_of(price.fact.subject), "term_months")
    if own is None or time.fact.unit != "months" or own.number == time.fact.number:
        return False
    return price.fact.subject != "request" and not held_against(
        reply.text[sentence.start : price.at]
    )
