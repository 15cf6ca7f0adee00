"""The chat in a browser: `streamlit run ui/app.py`."""

import logging
from importlib.resources import files

import streamlit as st

from agent.advisor import NotYourConversation
from agent.settings import SettingsError
from agent.wiring import App
from tools.knowledge import KnowledgeError
from tools.stores.errors import StoreUnavailable
from ui.formatting import plain
from ui.front import advisor_of, opened, persona, session_of
from ui.screens import case, chat, sign_in
from ui.talk import Talk, begin

log = logging.getLogger("loan_advisor.ui")
WHO, WHICH = "as", "c"  # in the address: who is signed in and which conversation, for a refresh


def main() -> None:
    """Draw the page; a store that cannot be reached is a sentence, never a traceback."""
    st.set_page_config(
        page_title="Loan assistant", page_icon="🏦", layout="wide", initial_sidebar_state="auto"
    )
    st.html(f"<style>{files('ui').joinpath('style.css').read_text(encoding='utf-8')}</style>")
    try:
        _page(opened())
    except NotYourConversation:
        _leave("That conversation is no longer there. Please sign in again.")
    except StoreUnavailable as error:
        log.error("a store cannot be used: %s", error)
        _sorry(
            "We cannot reach our records right now",
            "Nothing that was saved is lost, and nothing was submitted. Please try again in a "
            "moment.",
        )
    except (SettingsError, KnowledgeError) as error:
        log.error("the advisor cannot start: %s", error)
        _sorry(
            "The assistant is closed for the moment",
            "It was set up wrongly; the reason is in the log of the program.",
        )


def _leave(problem: str | None = None) -> None:
    """Forget who is here and go back to the door."""
    st.session_state.clear()
    st.query_params.clear()
    if problem:
        st.session_state["problem"] = problem
    st.rerun()


def _page(app: App) -> None:
    talk = st.session_state.get("talk") or _returning(app)
    if talk is None:
        picked = sign_in.show(app, st.session_state.pop("problem", None))
        if picked is not None:
            _begin(app, picked)
        return
    _conversation(app, talk)


def _returning(app: App) -> Talk | None:
    """Come back after a refresh: the address names the customer and the conversation."""
    who = st.query_params.get(WHO)
    if who is None:
        return None
    if persona(app, who) is None:
        st.query_params.clear()
        st.session_state["problem"] = "We do not know that customer. Please sign in again."
        return None
    return _talk(app, who, st.query_params.get(WHICH))


def _talk(app: App, who: str, resume: str | None) -> Talk:
    """Open or resume. A conversation that is somebody else's is left alone; a new one begins."""
    session = session_of(app, who)
    try:
        talk = begin(advisor_of(app), session, who, resume)
    except NotYourConversation:
        talk = begin(advisor_of(app), session, who)
    st.session_state["talk"] = talk
    st.query_params.update({WHO: who, WHICH: talk.conversation.id})
    return talk


def _begin(app: App, who: str, resume: str | None = None) -> None:
    st.session_state.pop("window", None)
    _talk(app, who, resume)
    st.rerun()


def _conversation(app: App, talk: Talk) -> None:
    with st.sidebar:
        who = persona(app, talk.persona_id)
        case.show(talk, app.runner.renderer, who.name if who else talk.persona_id)
        asked = case.show_actions(talk, advisor_of(app).conversations(talk.session))
    if asked == "out":
        _leave()
    elif asked is not None:
        _begin(app, talk.persona_id, None if asked == "new" else asked)
    st.html(
        f'<header class="la-top"><h1>{plain(app.knowledge.bank.short_name)}</h1>'
        "<p>AI loan assistant. Offers are indicative. You can ask for a person at any time.</p>"
        "</header>"
    )
    chat.show(app, talk)


def _sorry(title: str, text: str) -> None:
    st.html(
        f'<div class="la-banner" role="alert"><h1>{plain(title)}</h1><p>{plain(text)}</p></div>'
    )
    if st.button("Try again", key="try-again"):
        st.rerun()


main()
