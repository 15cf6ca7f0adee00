"""References exist, suit their style and belong to what the reply may speak about."""

import re
from collections.abc import Iterator

from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.reading import Reading
from agent.replies.references import STYLES
from agent.replies.renderer import CannotRender, Renderer

_LEFTOVER = re.compile(r"\[\s*\[|\]\s*\]|\{\{|\}\}|\{%|</?\s*[a-z!]|&(?:#\w+|[a-z]{2,8});")
"""What is left of a reference, and HTML: a reply is plain text with a little emphasis."""
_MARKUP_IN_A_WORD = re.compile(r"(?<=[^\W_])(?:[*`~]+|_+)(?=[^\W_])")
_REFERENCE = re.compile(r"\[\[[^\[\]]*\]\]")
_renderer = Renderer()


def references(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to unknown ids, styles a figure has not, foreign subjects and broken brackets."""
    for ref in reply.refs:
        why = None
        if ref.style == "cite":
            if ref.id not in context.passages:
                why = f"no passage {ref.id!r} was retrieved in this conversation"
        elif ref.fact is None:
            why = f"there is no fact {ref.id!r}"
        elif ref.style not in STYLES:
            why = f"there is no style {ref.style!r}"
        elif not _allowed(ref.fact.subject, context):
            why = f"this reply may not speak about {ref.fact.subject!r}"
        else:
            try:
                _renderer.render_fact(ref.fact, ref.style)
            except CannotRender as error:
                why = str(error)
        if why:
            yield reply.finding("references", ref.at, ref.at + 1, why)
    for left in _LEFTOVER.finditer(reply.text):
        yield reply.finding("references", *left.span(), "a broken reference or a template sign")
    yield from _broken_words(reply)


def _broken_words(reply: Reading) -> Iterator[GateFinding]:
    """Emphasis in the middle of a word can hide what the word says."""
    outside = _REFERENCE.sub(lambda m: " " * len(m[0]), reply.template)
    for inside in _MARKUP_IN_A_WORD.finditer(outside):
        start, end = inside.span()
        why = "emphasis in the middle of a word"
        yield GateFinding("references", outside[start:end], why, "blocks", start, end)


def _allowed(subject: str, context: GateContext) -> bool:
    if context.subjects is None:
        return True
    return any(subject == s or subject.startswith(f"{s}.") for s in context.subjects)
