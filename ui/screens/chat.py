"""The conversation: what was said, what is being answered, and what can be done next."""

from collections.abc import Iterator
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent.blocks import Closed, Event, Progress, Shown, TextBlock
from agent.conversations.records import Turn
from agent.said import MAX_CHARACTERS, AdjustOffer, Feedback, Said, in_words
from agent.wiring import App
from ui import blocks
from ui.figures import Figures
from ui.front import advisor_of
from ui.receipts import Book
from ui.screens import documents, offer
from ui.talk import Sent, Talk

WINDOW = 12
"""Turns drawn at first; older ones on request."""
SCROLL = """<script>/* PLACE */ {
  let left = 12;
  const stop = () => { left = 0; };
  ["wheel", "touchstart", "keydown", "mousedown"].forEach(
    (kind) => addEventListener(kind, stop, { once: true, passive: true }));
  const timer = setInterval(() => {
    if (left-- <= 0) { clearInterval(timer); return; }
    Array.from(document.querySelectorAll(".la-said")).pop()?.scrollIntoView();
  }, 100);
}</script>"""
"""Streamlit keeps a chat at its end; a reply with cards is read from its beginning."""
CUSTOMER, ASSISTANT = ":material/person:", ":material/account_balance:"


def show(app: App, talk: Talk) -> None:
    """Draw the conversation, answer what waits, and offer what comes next."""
    live = talk.deliver(advisor_of(app))
    _input(talk)
    _history(app, talk, buttons=not live)
    if live:
        _answer(app, talk, live)
    else:
        _next(app, talk)
        _scroll(talk)


# -- what was said -------------------------------------------------------------------------------


def _history(app: App, talk: Talk, *, buttons: bool) -> None:
    shown = int(st.session_state.setdefault("window", WINDOW))
    hidden = max(len(talk.turns) - shown, 0)
    if hidden:
        more = min(hidden, WINDOW)
        if st.button(f"Show {more} earlier messages", key="earlier-messages"):
            st.session_state["window"] = shown + WINDOW
            st.rerun()
    else:
        _greeting(talk, buttons=buttons and not talk.turns)
    renderer, zone = app.runner.renderer, talk.session.time_zone
    for number in range(hidden, len(talk.turns)):
        turn, is_last = talk.turns[number], number == len(talk.turns) - 1
        book = Book(turn, talk.turns[:number], renderer, zone)
        _turn(talk, turn, book, buttons=buttons and is_last)


def _greeting(talk: Talk, *, buttons: bool) -> None:
    act = _act(talk) if buttons else None
    stage = blocks.Stage(Figures(None, "greeting"), "greeting", talk.case, act)
    with st.chat_message("assistant", avatar=ASSISTANT):
        for position, block in enumerate(talk.conversation.greeting):
            blocks.draw(block, stage, position)


def _turn(talk: Talk, turn: Turn, book: Book, *, buttons: bool) -> None:
    if turn.closed is None:
        st.caption("This message was deleted.")
        return
    prefix = turn.opened.turn_id[:12]
    _customer(turn.opened.said)
    stage = blocks.Stage(Figures(book, prefix), prefix, talk.case, _act(talk) if buttons else None)
    with st.chat_message("assistant", avatar=ASSISTANT):
        for position, block in enumerate(turn.closed.blocks):
            blocks.draw(block, stage, position)
        if buttons and not isinstance(turn.opened.said, Feedback):
            _thumbs(talk, turn)


def _customer(said: Said) -> None:
    with st.chat_message("user", avatar=CUSTOMER):
        blocks.customer_words(in_words(said))


def _thumbs(talk: Talk, turn: Turn) -> None:
    turn_id = turn.opened.turn_id
    key = f"thumbs-{turn_id}"

    def rated() -> None:
        if st.session_state[key] is not None:
            rating = "up" if st.session_state[key] else "down"
            _act(talk)(Feedback.model_validate({"turn_id": turn_id, "rating": rating}))

    st.feedback("thumbs", key=key, on_change=rated)


# -- what is being answered ----------------------------------------------------------------------


def _answer(app: App, talk: Talk, live: list[tuple[Sent, Iterator[Event]]]) -> None:
    """Watch what waits, in order; then draw it from the log. A new event only drops the view."""
    places = [_place_for(sent) for sent, _ in live]
    caught_up = True
    for (sent, events), place in zip(live, places, strict=True):
        with place:
            _watch(talk, sent, events)
        caught_up &= talk.catch_up(advisor_of(app), sent.turn_id)
    if caught_up:
        st.rerun()
    if st.button("See whether the answer is there", key=f"again-{talk.waiting[0].turn_id}"):
        st.rerun()


def _place_for(sent: Sent) -> DeltaGenerator:
    """Show what was said at once, and where its answer will stand."""
    _customer(sent.said)
    return st.chat_message("assistant", avatar=ASSISTANT)


def _watch(talk: Talk, sent: Sent, events: Iterator[Event]) -> None:
    progress = st.empty()
    progress.html(_progress("Reading your message"))
    prefix = f"live-{sent.turn_id[:12]}"
    stage = blocks.Stage(Figures(None, prefix), prefix, talk.case, pending=True)
    for position, event in enumerate(events):
        match event:
            case Progress():
                progress.html(_progress(event.step))
            case Shown():
                if event.pending or isinstance(event.block, TextBlock):
                    blocks.draw(event.block, stage, position)
            case Closed():
                progress.empty()


def _progress(step: str) -> str:
    return f'<p class="la-progress" role="status">{step} …</p>'


# -- what can be done next -----------------------------------------------------------------------


def _next(app: App, talk: Talk) -> None:
    act = _act(talk)
    documents.show(app, talk, act)
    rulebook = app.knowledge.rulebook
    offer.show(talk.case, rulebook, app.runner.renderer, talk.place, act)


def _scroll(talk: Talk) -> None:
    """Bring the newest message to the top once; while an offer is being changed, stay there."""
    if not talk.turns or st.session_state.get("scrolled") == talk.place:
        return
    st.session_state["scrolled"] = talk.place
    if isinstance(talk.turns[-1].opened.said, AdjustOffer):
        return
    st.html(SCROLL.replace("PLACE", talk.place), unsafe_allow_javascript=True)


def _act(talk: Talk) -> "partial[None]":
    """Return what a button of this run does: the place is fixed when the button is drawn."""
    return partial(talk.act, place=talk.place)


def _input(talk: Talk) -> None:
    st.chat_input(
        "Write a message",
        key="message",
        max_chars=MAX_CHARACTERS,
        on_submit=lambda: _typed(talk),
    )


def _typed(talk: Talk) -> None:
    words = st.session_state["message"]
    if words and words.strip():
        talk.type(words)
