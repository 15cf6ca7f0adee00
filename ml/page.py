"""A report as one HTML file: headings, tables, nothing from elsewhere."""

from collections.abc import Iterable, Sequence
from html import escape

STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .6em;text-align:right}"
    "td:first-child,th:first-child{text-align:left}img{max-width:100%}.bad{background:#fdd}"
)


def page(title: str, parts: Iterable[tuple[str, str]]) -> str:
    """Return a report of headings and bodies; bodies are HTML already."""
    bodies = [f"<h2>{escape(heading)}</h2>\n{body}" for heading, body in parts]
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style>\n<h1>{escape(title)}</h1>\n" + "\n".join(bodies) + "\n</html>\n"
    )


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], bad: Sequence[bool] | None = None
) -> str:
    r"""Return a table; a row that is `bad` is coloured.

    >>> table(("a",), [("<1>",)])
    '<table><tr><th>a</th></tr>\n<tr><td>&lt;1&gt;</td></tr>\n</table>'
    """
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    marks = bad or [False] * len(rows)
    body = "".join(
        ('<tr class="bad">' if mark else "<tr>")
        + "".join(f"<td>{escape(cell)}</td>" for cell in row)
        + "</tr>\n"
        for row, mark in zip(rows, marks, strict=True)
    )
    return f"<table><tr>{top}</tr>\n{body}</table>"


def text(*lines: str) -> str:
    """Return paragraphs."""
    return "".join(f"<p>{escape(line)}</p>\n" for line in lines)
