"""The application that every session of the browser shares. The one place that knows its wiring."""

import logging

import streamlit as st

from agent.advisor import Advisor
from agent.conversations.records import Session
from agent.settings import load_settings
from agent.wiring import App, build
from tools.stores.profiles import GUEST, Persona

log = logging.getLogger("loan_advisor.ui")


@st.cache_resource(show_spinner="One moment, opening the branch …")
def opened() -> App:
    """Wire the application once for all sessions. It holds no conversation.

    Raises `SettingsError`, `KnowledgeError` or `StoreUnavailable`; a failure is not kept, so the
    next visit tries again.
    """
    app = build(load_settings())
    _ = app.advisor
    return app


def advisor_of(app: App) -> Advisor:
    """Return the one way in."""
    return app.advisor


def persona(app: App, persona_id: str) -> Persona | None:
    """Return the demonstration customer with this id, or None."""
    return next((p for p in app.personas() if p.id == persona_id), None)


def session_of(app: App, persona_id: str) -> Session:
    """Return the session of somebody who has signed in by picking a persona."""
    return Session(
        customer_id=None if persona_id == GUEST else persona_id,
        channel="streamlit",
        locale=app.settings.locale,
        time_zone=app.knowledge.bank.hours.time_zone,
    )
