"""Work with an offer: change it, see how it is repaid, choose it and apply."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import streamlit as st

from agent.replies.renderer import Renderer
from agent.said import AdjustOffer, ChooseOffer, Said, Text
from agent.schedules import schedule_of
from tools.case_file import CaseFile
from tools.facts import Fact
from tools.lending.catalogue import Rulebook
from tools.lending.records import Offer, Product
from tools.offer_facts import difference_facts, offer_facts
from ui.charts import draw_schedule
from ui.formatting import label, plain

Act = Callable[[Said], None]
CHANGE, SCHEDULE, APPLY = "Change it", "How it is repaid", "Apply"
MOST_SEGMENTS = 5
WITH_DOWN_PAYMENT = (Product.CAR, Product.HOME)
APPLY_WORDS = "I'd like to apply"
SUMMARY = ("monthly_payment", "term_months", "note_rate_pct", "apr_pct", "total_interest")
DIFFERENCES = ("monthly_payment_difference", "total_interest_difference", "term_difference_months")


def show(case: CaseFile, rulebook: Rulebook, renderer: Renderer, place: str, act: Act) -> None:
    """Draw the panel for the current offers; nothing when there are none."""
    if not case.current_offers:
        return
    with st.container(border=True, key="workbench"):
        st.html('<h2 class="la-h2">Work with an offer</h2>')
        offer = _picked(case, renderer, place)
        st.html(_summary(case, offer, renderer))
        options = [CHANGE, SCHEDULE, APPLY] if case.application_number is None else [SCHEDULE]
        part = st.segmented_control(
            "What would you like to do?",
            options,
            key="workbench-part",
            label_visibility="collapsed",
        )
        if part == CHANGE:
            _controls(offer, rulebook, place, act)
        elif part == SCHEDULE:
            _schedule(case, offer)
        elif part == APPLY:
            _apply(case, offer, place, act)


def _picked(case: CaseFile, renderer: Renderer, place: str) -> Offer:
    """Let the customer pick one of the current offers; the chosen one is picked at first."""
    offers = {o.letter: o for o in case.current_offers}
    first = case.chosen if case.chosen in offers else next(iter(offers))
    if len(offers) == 1:
        return offers[first]
    letters = list(offers)

    def named(letter: str) -> str:
        return label(f"{letter.upper()} · {_figure(offers[letter], 'term_months', renderer)}")

    key = f"offer-{place}"
    if len(letters) > MOST_SEGMENTS:
        letter = st.selectbox("Offer", letters, letters.index(first), format_func=named, key=key)
    else:
        letter = st.segmented_control(
            "Offer", letters, format_func=named, default=first, required=True, key=key
        )
    return offers[letter or first]


def _figure(offer: Offer, role: str, renderer: Renderer) -> str:
    facts: dict[str, Fact] = {f.id: f for f in offer_facts(offer)}
    return renderer.render_fact(facts[f"offer.{offer.letter}.{role}"])


def _summary(case: CaseFile, offer: Offer, renderer: Renderer) -> str:
    shown = {role: _figure(offer, role, renderer) for role in SUMMARY}
    text = (
        f"<strong>{shown['monthly_payment']}</strong> a month for {shown['term_months']} at "
        f"{shown['note_rate_pct']} ({shown['apr_pct']} APR), {shown['total_interest']} interest "
        "in all. Indicative."
    )
    base = case.offer(offer.replaces) if offer.replaces else None
    change = f" <span>{plain(_change(offer, base, renderer))}</span>" if base else ""
    name = plain(f"Offer {offer.letter.upper()}")
    return f'<p class="la-summary" role="status">{name}: {text}{change}</p>'


def _change(offer: Offer, base: Offer, renderer: Renderer) -> str:
    facts = [f for f in difference_facts(offer, base) if f.role in DIFFERENCES and f.number]
    said = ", ".join(renderer.render_fact(f, "compared") for f in facts)
    return f"Compared with {base.letter.upper()}: {said}." if said else ""


# -- changing ------------------------------------------------------------------------------------


def _controls(offer: Offer, rulebook: Rulebook, place: str, act: Act) -> None:
    """Controls inside the bank's ranges. Moving one asks the advisor to recompute the offer."""
    terms = rulebook.terms(offer.product)
    step = int(rulebook.catalogue.principal_step)
    low, high = int(terms.principal.min), int(terms.principal.max)
    key = f"{place}-{offer.letter}"
    first, second = st.columns(2)
    with first:
        _number("Amount to borrow (dollars)", f"principal-{key}", offer.principal, low, high, step,
                offer.letter, "principal", act)  # fmt: skip
        if offer.product in WITH_DOWN_PAYMENT:
            paid = offer.down_payment or Decimal(0)
            most = int(offer.principal + paid) - low
            _number("Down payment (dollars)", f"down-{key}", paid, 0, max(most, int(paid)), step,
                    offer.letter, "down_payment", act)  # fmt: skip
    with second:
        _term(offer, terms.term_months.min, terms.term_months.max, terms.term_months.menu, key, act)
        extra = offer.extra_payment.extra_monthly if offer.extra_payment else Decimal(0)
        _number("Pay extra each month (dollars)", f"extra-{key}", extra, 0, int(offer.principal),
                25, offer.letter, "extra_monthly", act)  # fmt: skip
    automatic = f"autodebit-{key}"
    st.toggle(
        "Automatic payment (optional, lowers the rate)",
        value=offer.with_autodebit,
        key=automatic,
        on_change=lambda: act(
            AdjustOffer(letter=offer.letter, autodebit=bool(st.session_state[automatic]))
        ),
    )
    st.caption("Each change is recomputed at once and becomes an offer of its own.")


def _number(
    text: str, key: str, value: Decimal, low: int, high: int, step: int, letter: str, lever: str,
    act: Act,
) -> None:  # fmt: skip
    def moved() -> None:
        now = st.session_state[key]
        if now is not None and int(now) != int(value):
            changed: dict[str, Any] = {lever: Decimal(int(now))}
            act(AdjustOffer(letter=letter, **changed))

    st.number_input(
        text,
        min_value=low,
        max_value=high,
        value=min(max(int(value), low), high),
        step=step,
        key=key,
        on_change=moved,
        help=label(f"From ${low:,} to ${high:,}"),
    )


def _term(offer: Offer, low: int, high: int, menu: tuple[int, ...], key: str, act: Act) -> None:
    name = f"term-{key}"
    step = 6 if high <= 120 else 12
    choices = sorted({*range(low, high + 1, step), *menu, offer.term_months, low, high})

    def moved() -> None:
        now = int(st.session_state[name])
        if now != offer.term_months:
            act(AdjustOffer(letter=offer.letter, term_months=now))

    st.select_slider(
        "Time to repay",
        choices,
        value=offer.term_months,
        format_func=months_text,
        key=name,
        on_change=moved,
        help=label(f"From {low} to {high} months; name any other number of months in the chat"),
    )


def months_text(months: int) -> str:
    """Write a term for a control.

    >>> months_text(60), months_text(30), months_text(12)
    ('60 months (5 years)', '30 months', '12 months (1 year)')
    """
    years, rest = divmod(months, 12)
    if rest or not years:
        return f"{months} months"
    return f"{months} months ({years} year{'s' if years > 1 else ''})"


# -- repaying, applying --------------------------------------------------------------------------


def _schedule(case: CaseFile, offer: Offer) -> None:
    block = schedule_of(case, offer.letter)
    if block is None:
        st.caption("There is no month-by-month schedule for this offer. Please ask in the chat.")
        return
    draw_schedule(block, f"workbench-{offer.letter}")


def _apply(case: CaseFile, offer: Offer, place: str, act: Act) -> None:
    st.html(
        "<p>You choose the offer, see what you would sign and which documents we need, and only "
        "then confirm. Nothing is submitted before you confirm.</p>"
    )
    st.button(
        f"Apply for offer {offer.letter.upper()}",
        key=f"apply-{place}-{offer.letter}",
        type="primary",
        on_click=_apply_for,
        args=(case, offer.letter, act),
    )


def _apply_for(case: CaseFile, letter: str, act: Act) -> None:
    if case.chosen != letter:
        act(ChooseOffer(letter=letter))
    act(Text(text=APPLY_WORDS))
