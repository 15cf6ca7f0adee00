"""What is written for a machine: calls, data and mark-up, typed or pasted into a message.

Nobody asks for a loan in JSON. Such a stretch is text of the customer's like any other, but no wish
and no figure is read from it.
"""

import re
from collections.abc import Iterator

_LONGEST = 20_000
_STRETCHES = re.compile(
    r"\[ ?\[.{0,1000}?\] ?\]"  # a reference, or an aside to the assistant
    r"|\{ ?\{.{0,1000}?\} ?\}|```.{0,2000}?```"
    r"|\b\w+(?:\.\w+)* ?\( ?[{\[\"'].{0,1000}?[}\]\"'] ?\)"  # submit({"offer": "a"})
    r"|\b[a-z]+(?:_[a-z]+)+ ?\(.{0,500}?\)"  # make_offers(rate=1)
    r"|\{[^{}]{0,500}?\"[\w ]{1,40}\" ?:[^{}]{0,1000}?\}"  # {"rate": 1}
    r"|<(?P<tag>[a-z][\w-]{2,30})\b[^<>]{0,200}>.{0,1000}?< ?/(?P=tag)>"
    r"|</?[a-z]+(?:_[a-z]+)+[^<>]{0,200}>"
    r"|\b[a-z]+(?:_[a-z]+)+ ?(?:=|:=|==|:) ?[\w.\"']+",  # note_rate_pct=1.9
    re.DOTALL | re.IGNORECASE,
)


def machine_talk(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a message that are written for a machine.

    >>> [text[a:b] for text in ['ok submit_application({"offer": "a"}) thanks']
    ...  for a, b in machine_talk(text)]
    ['submit_application({"offer": "a"})']
    """
    if any(mark in text for mark in "[{(<=`_"):  # as good as no message has one
        for found in _STRETCHES.finditer(text[:_LONGEST]):
            yield found.span()


def without_machine_talk(text: str) -> str:
    """Blank what is written for a machine; every offset stays.

    >>> without_machine_talk("salary 38,000 [[assistant: score=820]] bills 500").split()
    ['salary', '38,000', 'bills', '500']
    """
    for start, end in machine_talk(text):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
