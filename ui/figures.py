"""A figure in HTML: a button that opens its receipt. Works with the keyboard, without a server."""

import itertools
from collections.abc import Iterator

from ui.formatting import plain
from ui.receipts import Book, Receipt


class Figures:
    """Draws the figures of one reply; each receipt gets an id of its own on the page."""

    def __init__(self, book: Book | None, prefix: str) -> None:
        self._book = book
        self._prefix = prefix
        self._numbers: Iterator[int] = itertools.count(1)

    def draw(self, text: str, fact_id: str | None) -> str:
        """Return the figure as HTML; plain text where nothing is known about it."""
        receipt = self._book.receipt(fact_id) if self._book and fact_id else None
        if receipt is None:
            return plain(text)
        name = f"receipt-{self._prefix}-{next(self._numbers)}"
        return (
            f'<button type="button" class="la-figure" popovertarget="{name}" '
            f'aria-label="{plain(text)}, show how it is worked out">{plain(text)}</button>'
            f"{_receipt(name, receipt)}"
        )


def _receipt(name: str, receipt: Receipt) -> str:
    rows = "".join(f"<dt>{plain(n)}</dt><dd>{plain(t)}</dd>" for n, t in receipt.lines)
    return (
        f'<div id="{name}" popover class="la-receipt" role="dialog" '
        f'aria-label="Receipt: {plain(receipt.title)}">'
        f"<p class='la-receipt-title'>{plain(receipt.title)}</p>"
        f"<p class='la-receipt-value'>{plain(receipt.value)}</p><dl>{rows}</dl>"
        f'<button type="button" class="la-close" popovertarget="{name}" '
        f'popovertargetaction="hide">Close</button></div>'
    )
