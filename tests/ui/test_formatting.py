"""Text that customers, policies and the bank wrote, made safe for the place where it is drawn."""

import doctest
import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.blocks import Figure
from ui.formatting import label, linked, markdown, plain, with_figures

MODULES = (
    "ui.formatting", "ui.case_lines", "ui.charts", "ui.receipts", "ui.screens.offer",
)  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))

    assert result.attempted > 0
    assert result.failed == 0


@given(st.text())
def test_no_text_becomes_an_element(text: str) -> None:
    drawn = plain(text)

    assert "<" not in drawn
    assert '"' not in drawn


@given(st.text())
def test_our_own_text_brings_no_element_but_its_links(text: str) -> None:
    drawn = linked(text).replace('<a href="', "").replace("</a>", "")

    assert "<" not in drawn.replace('" target="_blank" rel="noopener">', "")


@given(st.text())
def test_every_dollar_of_markdown_is_escaped_once(text: str) -> None:
    escaped = markdown(text)

    assert escaped.replace("\\$", "").count("$") == 0
    assert markdown(escaped) == escaped


def test_a_label_is_plain_on_one_line() -> None:
    assert label(":red[x]\n**y** $1") == "\\:red\\[x\\] \\*\\*y\\*\\* \\$1"


def test_an_address_that_tries_to_break_out_stays_an_address() -> None:
    drawn = linked('https://a.example/"onclick="x')

    assert 'onclick="x' not in drawn.replace("&quot;", "")
    assert drawn.count("<a ") == 1


def test_each_figure_is_drawn_in_its_place() -> None:
    text = "$411.01 or <$493.63>"
    figures = (
        Figure(fact_id="b", text="$493.63", start=12),
        Figure(fact_id="a", text="$411.01", start=0),
    )

    drawn = with_figures(text, figures, lambda f: f"[{f.fact_id}]")

    assert drawn == "[a] or &lt;[b]&gt;"


def test_a_figure_that_is_not_where_it_says_stays_text() -> None:
    figures = (Figure(fact_id="a", text="$5", start=3), Figure(fact_id="b", text="$6", start=None))

    assert with_figures("It is $5 or $6", figures, lambda f: "[x]") == "It is $5 or $6"
