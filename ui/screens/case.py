"""The side panel: who is talking, where things stand, and where each value came from."""

from collections.abc import Mapping, Sequence

import streamlit as st

from agent.conversations.records import Conversation
from agent.replies.renderer import Renderer
from tools.case_file import CaseFile, Known
from ui.case_lines import SOURCES, CaseLine, case_lines, name_of, standing, value_text
from ui.formatting import moment, plain
from ui.talk import Talk
from ui.transcript import transcript

MOST_EARLIER = 5


def show(talk: Talk, renderer: Renderer, name: str) -> None:
    """Draw the panel for the case as it stands."""
    case = talk.case
    st.html(f'<p class="la-who">Signed in as <strong>{plain(name)}</strong></p>')
    _standing(case)
    groups: tuple[tuple[str, Mapping[str, Known]], ...] = (
        ("Your request", case.request),
        ("About you", case.applicant),
        ("The person who would sign with you", case.co_applicant or {}),
    )
    parts = [_group(title, case_lines(fields, renderer)) for title, fields in groups if fields]
    conflicts = _conflicts(case, renderer)
    if parts or conflicts:
        st.html(f'<h2 class="la-h2">What we go by</h2>{conflicts}{"".join(parts)}')
    else:
        st.html(
            '<h2 class="la-h2">What we go by</h2><p class="la-quiet">Nothing yet. What you tell '
            "us, and what we hold on file, appears here with its source.</p>"
        )


def _standing(case: CaseFile) -> None:
    rows = "".join(f"<div><dt>{plain(n)}</dt><dd>{plain(v)}</dd></div>" for n, v in standing(case))
    if rows:
        st.html(f'<dl class="la-lines la-boxed">{rows}</dl>')


def _group(title: str, lines: tuple[CaseLine, ...]) -> str:
    rows = "".join(
        f'<li><span class="la-field">{plain(line.name)}</span>'
        f'<span class="la-value">{plain(line.value)}</span>'
        f'<span class="la-source la-{line.source}">{plain(_origin(line))}</span></li>'
        for line in lines
    )
    return f'<h3 class="la-h3">{plain(title)}</h3><ul class="la-case">{rows}</ul>'


def _origin(line: CaseLine) -> str:
    if line.words:
        return f"{SOURCES[line.source]} “{line.words}”"
    if line.source in ("on_file", "verified"):
        return f"{SOURCES[line.source]}, {line.as_of}"
    return SOURCES[line.source]


def _conflicts(case: CaseFile, renderer: Renderer) -> str:
    rows = "".join(
        f"<li>{plain(name_of(c.field))}: you said "
        f"{plain(value_text(c.field, c.told, renderer))}, on file is "
        f"{plain(value_text(c.field, c.on_file, renderer))}</li>"
        for c in case.conflicts
    )
    return f'<div class="la-banner"><p>To settle first:</p><ul>{rows}</ul></div>' if rows else ""


def show_actions(talk: Talk, earlier: Sequence[Conversation]) -> str | None:
    """Draw export, earlier conversations and sign-out; return what was asked for.

    'new', 'out', or the id of an earlier conversation.
    """
    asked: str | None = None
    st.download_button(
        "Save this conversation",
        lambda: transcript(talk),
        file_name=f"conversation-{talk.conversation.id[:8]}.md",
        mime="text/markdown",
        key="export",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )
    if st.button("Start a new conversation", key="new", width="stretch"):
        asked = "new"
    others = [c for c in earlier if c.id != talk.conversation.id][:MOST_EARLIER]
    if others:
        with st.expander("Earlier conversations"):
            for one in others:
                if st.button(moment(one.created_at), key=f"earlier-{one.id}", width="stretch"):
                    asked = one.id
    if st.button("Sign out", key="out", width="stretch"):
        asked = "out"
    return asked
