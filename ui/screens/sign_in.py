"""Who is there: sign in by picking a demonstration customer, or go on as a guest."""

import streamlit as st

from agent.wiring import App
from tools.stores.profiles import GUEST, Persona
from ui.formatting import label, plain


def show(app: App, problem: str | None = None) -> str | None:
    """Draw the screen; return the id of the persona that was picked in this run."""
    bank = app.knowledge.bank
    st.html(
        f'<header class="la-hero"><h1>{plain(bank.short_name)}</h1>'
        "<p>Talk to our AI loan assistant: what you can borrow, what it costs, and why. "
        "Asking does not affect your credit score.</p></header>"
    )
    if problem:
        st.warning(label(problem), icon=":material/info:")
    personas = app.personas()
    known = [p for p in personas if p.id != GUEST]
    picked = _sign_in(known)
    return picked or _as_guest()


def _sign_in(known: list[Persona]) -> str | None:
    with st.container(border=True, key="sign-in"):
        st.html(
            "<h2>Sign in</h2><p>This is a demonstration: pick a customer. All are invented.</p>"
        )
        chosen = st.selectbox(
            "Customer",
            known,
            format_func=lambda p: f"{p.name}: {p.story}",
            index=None,
            placeholder="Type a name, or choose",
            key="persona",
        )
        if st.button("Sign in", type="primary", key="sign-in-button", width="stretch"):
            if chosen is not None:
                return chosen.id
            st.warning("Please choose a customer first.", icon=":material/info:")
    return None


def _as_guest() -> str | None:
    with st.container(border=True, key="as-guest"):
        st.html("<h2>Just looking?</h2><p>Go on as a guest. You tell us only what you want to.</p>")
        if st.button("Continue as a guest", key="guest-button", width="stretch"):
            return GUEST
    return None
