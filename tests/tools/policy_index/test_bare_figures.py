import pytest

from tools.policy_index.bare_figures import BareFigure, bare_figures


@pytest.mark.parametrize(
    "text",
    [
        "Up to [[car.term_months.max|years]] at [[car.note_rate_pct.min]].",
        "## Loan-to-value {#E-050}",
        "See rule E-041.",
        "Regulation B, 12 CFR 1002.9(b)(2), and 15 U.S.C. 1681m(b).",
        "one of two ways, three or four offers, a second opinion",
    ],
)
def test_references_rules_citations_and_plain_counting_pass(text: str) -> None:
    assert bare_figures(text) == ()


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Up to 84 months.", "84"),
        ("at 7.30%.", "7.30%"),
        ("a fee of $150", "$150"),
        ("up to $100,000.", "$100,000"),
        ("12 CFR is short, 1002.9 alone is not", "12"),
        ("sixty days", "sixty days"),
        ("ninety-six months", "ninety-six months"),
        ("Two business days", "Two business"),
        ("half a percent", "half a percent"),
    ],
)
def test_a_figure_that_is_written_out_is_found(text: str, figure: str) -> None:
    assert bare_figures(f"\n{text}")[0] == BareFigure(2, figure)
