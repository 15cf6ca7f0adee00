"""One renderer: what a fact looks like, and what never renders."""

from datetime import date
from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from agent.replies.factbook import FactBook
from agent.replies.renderer import MINUS, CannotRender, Renderer
from tools.facts import ROLES, fact

RENDERER = Renderer()


@pytest.mark.parametrize("locale", ["en-US", "de-DE", "fr-FR", "hi-IN", "pl-PL", "ar-EG", "es-MX"])
@given(number=st.decimals(-999, 10_000_000, places=2))
def test_money_is_written_as_babel_writes_it_in_every_locale(locale: str, number: Decimal) -> None:
    name = locale.replace("-", "_")
    pattern = Locale.parse(name).currency_formats["standard"]
    written = pattern.apply(abs(number), Locale.parse(name), currency="USD")

    shown = Renderer(locale).render_fact(fact("offer.a", "monthly_payment", number))

    assert shown.lstrip(MINUS) == written


@pytest.mark.parametrize(
    ("role", "value", "style", "text"),
    [
        ("monthly_payment", "411.01", "plain", "$411.01"),
        ("monthly_payment", "400", "plain", "$400.00"),
        ("principal", "20000.00", "plain", "$20,000"),
        ("principal", "243561.57", "plain", "$243,561.57"),
        ("note_rate_pct", "8.5", "plain", "8.50%"),
        ("apr_pct", "8.891", "plain", "8.89%"),
        ("apr_pct", "8.895", "plain", "8.90%"),
        ("dti_post_pct", "45.00", "plain", "45%"),
        ("dti_post_pct", "33.22", "plain", "33.22%"),
        ("autodebit_discount_pct", "0.25", "points", "0.25 percentage points"),
        ("term_months", "60", "plain", "60 months"),
        ("term_months", "1", "plain", "1 month"),
        ("term_months", "60", "adjective", "60-month"),
        ("term_months", "60", "years", "5 years"),
        ("term_months", "12", "years", "1 year"),
        ("term_months", "18", "years", "18 months"),
        ("term_months", "48", "words", "forty-eight months"),
        ("break_even_months", "25.2", "plain", "25.2 months"),
        ("first_payment_date", date(2026, 12, 22), "plain", "December 22, 2026"),
        ("rank_by_term", "2", "plain", "second"),
        ("wait_minutes", "6", "plain", "6"),
        ("monthly_payment_difference", "103.34", "plain", "$103.34"),
        ("monthly_payment_difference", "-92.87", "plain", "$92.87"),
        ("monthly_payment_difference", "12", "signed", "+$12.00"),
        ("monthly_payment_difference", "-12", "signed", "\u2212$12.00"),
        ("monthly_payment_difference", "103.34", "compared", "$103.34 more a month"),
        ("total_interest_difference", "-966.18", "compared", "$966.18 less interest"),
        ("term_difference_months", "-12", "compared", "12 months sooner"),
        ("term_difference_months", "24", "compared", "24 months later"),
        ("note_rate_difference_pct", "0.88", "compared", "0.88 percentage points higher"),
        ("saves_total", "144.42", "compared", "$144.42 less in total"),
        ("monthly_saving", "-20", "compared", "$20.00 more a month"),
        ("total_interest_difference", "0", "compared", "the same"),
    ],
)
def test_a_fact_is_written_as_agreed(role, value, style, text):
    assert RENDERER.render_fact(fact("offer.a", role, value), style) == text


@pytest.mark.parametrize(
    ("role", "style"),
    [("first_payment_date", "adjective"), ("monthly_payment", "adjective"),
     ("monthly_payment", "words")],
)  # fmt: skip
def test_a_style_that_does_not_suit_a_fact_is_refused(role, style):
    value = "2026-12-22" if role.endswith("date") else "411.01"

    with pytest.raises(CannotRender):
        RENDERER.render_fact(fact("offer.a", role, value), style)


def test_a_year_is_not_grouped_and_a_mileage_is():
    year = fact("request", "said", "2021", unit="count", field="vehicle_model_year")
    miles = fact("request", "said", "35000", unit="count", field="vehicle_mileage")

    assert RENDERER.render_fact(year) == "2021"
    assert RENDERER.render_fact(miles) == "35,000"


def test_cards_can_show_where_a_figure_came_from():
    held = fact("applicant", "on_file", "60000.00", unit="usd", field="annual_income")

    assert RENDERER.render_fact(held, "sourced") == "$60,000 (on file)"


def test_figures_know_where_they_stand():
    book = FactBook([fact("offer.a", "term_months", 60), fact("offer.a", "apr_pct", "8.891")])

    rendered = RENDERER.render("Over [[offer.a.term_months]]: [[offer.a.apr_pct]] APR.", book)

    assert rendered.text == "Over 60 months: 8.89% APR."
    for figure in rendered.figures:
        start = figure.start or 0
        assert rendered.text[start : start + len(figure.text)] == figure.text


def test_an_unknown_id_leaves_no_text_at_all():
    rendered = RENDERER.render("It is [[offer.z.monthly_payment]].", FactBook())

    assert (rendered.text, rendered.unknown) == ("", ("offer.z.monthly_payment",))
    assert not rendered.complete


def test_a_broken_reference_leaves_no_text():
    assert RENDERER.render("It is [[offer.a.monthly", FactBook()).text == ""


def test_history_renders_only_as_what_was():
    book = FactBook([fact("offer.a", "monthly_payment", "390.14")], 9, ["c"])

    now = RENDERER.render("It is [[offer.a.monthly_payment]].", book)
    before = RENDERER.render("It was [[offer.a.monthly_payment|was]].", book)

    assert (now.text, now.stale) == ("", ("offer.a.monthly_payment",))
    assert before.text == "It was $390.14."


def test_a_citation_is_listed_and_leaves_no_mark():
    rendered = RENDERER.render("No penalty. [[car-fees|cite]] Ask me.", FactBook(), ["car-fees"])

    assert rendered.text == "No penalty. Ask me."
    assert rendered.citations == ("car-fees",)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_amount_reads_back_as_itself(amount):
    text = RENDERER.render_fact(fact("offer.a", "total_interest", amount))

    assert Decimal(text.lstrip("$").replace(",", "")) == amount


@given(st.sampled_from(sorted(r for r, u in ROLES.items() if u in ("usd", "pct", "months"))),
       st.decimals(min_value=-(10**6), max_value=10**6, places=2))  # fmt: skip
def test_every_role_renders_in_the_plain_style(role, value):
    assert RENDERER.render_fact(fact("offer.a", role, value))


@pytest.mark.parametrize(("months", "shown"), [("25.45", "25.5 months"), ("25.25", "25.3 months")])
def test_half_a_tenth_is_rounded_up(months: str, shown: str) -> None:
    book = FactBook([fact("offer.a.refinance", "break_even_months", months)])

    assert Renderer().render("[[offer.a.refinance.break_even_months]]", book).text == shown
