"""How text becomes safe to draw. One function for each kind of place; nothing else escapes.

Customers' words and everything else that is plain go through `plain` into HTML. Text of ours that
is Markdown goes through `markdown`. Labels of buttons and the like, which Streamlit reads as
Markdown, go through `label`.
"""

import html
import re
from collections.abc import Callable
from datetime import date, datetime

from agent.blocks import Figure

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+\-.!$|~:<>])")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


def plain(text: str) -> str:
    """Return text for HTML: shown as typed, never as markup.

    >>> plain("<b>$5 & *more*</b>")
    '&lt;b&gt;$5 &amp; *more*&lt;/b&gt;'
    """
    return html.escape(text, quote=True)


def linked(text: str) -> str:
    """Return our own text for HTML, with its web addresses as links.

    >>> linked("See https://bank.example/privacy.")
    'See <a href="https://bank.example/privacy" target="_blank" rel="noopener">https://bank.example/privacy</a>.'
    """
    parts, at = [], 0
    for found in _LINK.finditer(text):
        address = plain(found.group())
        parts += [
            plain(text[at : found.start()]),
            f'<a href="{address}" target="_blank" rel="noopener">{address}</a>',
        ]
        at = found.end()
    return "".join((*parts, plain(text[at:])))


def markdown(text: str) -> str:
    r"""Return our own Markdown for Streamlit: a dollar sign stays a dollar sign.

    >>> markdown("**$411.01** or $493.63")
    '**\\$411.01** or \\$493.63'
    """
    return re.sub(r"(?<!\\)\$", r"\\$", text)


def label(text: str) -> str:
    r"""Return plain text for a label that Streamlit reads as Markdown.

    >>> label("A · $411.01 [x]")
    'A · \\$411\\.01 \\[x\\]'
    """
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def with_figures(text: str, figures: tuple[Figure, ...], draw: Callable[[Figure], str]) -> str:
    """Return our own text for HTML, each figure in its place drawn by `draw`.

    A figure that is not where it says it is stays plain text.
    """
    parts, at = [], 0
    for figure in sorted(figures, key=lambda f: f.start or 0):
        start = figure.start
        if start is None or start < at or text[start : start + len(figure.text)] != figure.text:
            continue
        parts += [linked(text[at:start]), draw(figure)]
        at = start + len(figure.text)
    return "".join((*parts, linked(text[at:])))


def day(when: date) -> str:
    """Write a date for a reader.

    >>> day(date(2026, 11, 2))
    'November 2, 2026'
    """
    return f"{when:%B} {when.day}, {when.year}"


def moment(when: datetime) -> str:
    """Write a time for a reader.

    >>> moment(datetime(2026, 11, 2, 9, 5))
    'November 2, 2026, 09:05'
    """
    return f"{day(when)}, {when:%H:%M}"
