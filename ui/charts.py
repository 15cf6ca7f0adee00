"""The repayment of an offer as a chart, and the same figures as a table."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

import streamlit as st

from agent.blocks import ChartBlock, ChartPoint
from tools.lending.units import ZERO
from ui.formatting import label, plain

PARTS = ("Repays the loan", "Interest")
COLOURS = ("#0b5569", "#d98a2b")
CHART_HEIGHT = 280
INK = {"labelColor": "#17242d", "titleColor": "#4d5d68"}


class Year(NamedTuple):
    """What is paid in one year of a loan, and what is owed after it; dollars."""

    year: int
    principal: Decimal
    interest: Decimal
    balance: Decimal


def years_of(points: Iterable[ChartPoint]) -> tuple[Year, ...]:
    """Add the months of a schedule up by year.

    >>> from agent.blocks import ChartPoint
    >>> one = ChartPoint(month=1, interest="1.00", principal="9.00", balance="91.00")
    >>> years_of([one])[0].principal
    Decimal('9.00')
    """
    years: dict[int, Year] = {}
    for point in points:
        number = (point.month - 1) // 12 + 1
        before = years.get(number, Year(number, ZERO, ZERO, ZERO))
        years[number] = Year(
            number,
            before.principal + Decimal(point.principal),
            before.interest + Decimal(point.interest),
            Decimal(point.balance),
        )
    return tuple(years.values())


def draw_schedule(block: ChartBlock, key: str) -> None:
    """Draw payments by year as bars, then the same as a table, and offer every month as CSV."""
    years = years_of(block.points)
    st.html(f"<h4 class='la-h4'>{plain(block.title)}</h4>")
    st.vega_lite_chart(_bars(years), width="stretch", key=f"bars-{key}")
    st.html(_table(years))
    st.download_button(
        "Every month as a file (CSV)",
        _csv(block.points),
        file_name=f"schedule-offer-{block.letter}.csv",
        mime="text/csv",
        key=f"csv-{key}",
        on_click="ignore",
        icon=":material/download:",
        help=label("Month, interest, principal and what is still owed"),
    )


def _bars(years: tuple[Year, ...]) -> dict[str, Any]:
    """Return the chart as Vega-Lite. Drawing is the one place where dollars become floats."""
    values = [
        {"year": y.year, "part": part, "dollars": float(dollars), "order": order}
        for y in years
        for order, (part, dollars) in enumerate(zip(PARTS, (y.principal, y.interest), strict=True))
    ]
    money = {"field": "dollars", "type": "quantitative"}
    return {
        "data": {"values": values},
        "height": CHART_HEIGHT,
        "config": {"axis": INK, "legend": INK},
        "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 1},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": "Year",
                  "axis": {"labelAngle": 0, "labelOverlap": True}},
            "y": {**money, "aggregate": "sum", "title": "Paid in the year",
                  "axis": {"format": "$,.0f"}},
            "color": {"field": "part", "type": "nominal", "title": None,
                      "scale": {"domain": PARTS, "range": COLOURS},
                      "legend": {"orient": "top"}},
            "order": {"field": "order"},
            "tooltip": [{"field": "year", "type": "ordinal", "title": "Year"},
                        {"field": "part", "type": "nominal", "title": "Part"},
                        {**money, "title": "Paid", "format": "$,.2f"}],
        },
    }  # fmt: skip


def _table(years: tuple[Year, ...]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{y.year}</th><td>${y.principal:,.2f}</td><td>${y.interest:,.2f}</td>'
        f"<td>${y.balance:,.2f}</td></tr>"
        for y in years
    )
    return (
        '<div class="la-scroll" tabindex="0" role="region" aria-label="Schedule by year">'
        "<table class='la-table'><caption>By year</caption><thead><tr><th scope='col'>Year</th>"
        "<th scope='col'>Repays the loan</th><th scope='col'>Interest</th>"
        f"<th scope='col'>Still owed</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _csv(points: Iterable[ChartPoint]) -> str:
    lines = (f"{p.month},{p.interest},{p.principal},{p.balance}" for p in points)
    return "\n".join(("month,interest,principal,balance", *lines, ""))
