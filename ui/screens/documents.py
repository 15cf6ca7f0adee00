"""Upload slots for the documents of an application."""

from collections.abc import Callable

import streamlit as st

from agent.cards import label_of
from agent.said import Attach, Confirm, Consent, Said
from agent.wiring import App
from tools.case_file import CaseFile
from tools.stores.documents import DocumentRefused
from ui.formatting import label, plain
from ui.talk import Talk

KINDS = ("pdf", "png", "jpg", "jpeg")


def show(app: App, talk: Talk, act: Callable[[Said], None]) -> None:
    """Draw one slot for each document that is needed; nothing before an application."""
    case = talk.case
    needed = documents_needed(case)
    if not needed:
        return
    application = case.applications[-1]
    missing = application.still_missing
    title = f"Documents: {len(needed) - len(missing)} of {len(needed)} received"
    with st.expander(title, expanded=_is_about_documents(talk), icon=":material/upload_file:"):
        st.html(
            f"<p>For application {plain(application.number)}. PDF, PNG or JPEG, up to "
            "10 MB each. Please do not write account or tax numbers into the chat.</p>"
        )
        for kind in (k for k in needed if k not in missing):
            st.html(f'<p class="la-done">✓ {plain(label_of("documents", kind))}: received</p>')
        with st.container(horizontal=True, key="slots"):
            for kind in missing:
                with st.container(key=f"slot-{kind}"):
                    _slot(app, talk, kind, act)


def _is_about_documents(talk: Talk) -> bool:
    """Open the slots right after the application and while documents come in."""
    return bool(talk.turns) and isinstance(talk.turns[-1].opened.said, Confirm | Consent | Attach)


def documents_needed(case: CaseFile) -> tuple[str, ...]:
    """Name the documents of the latest application that was filed."""
    latest = case.applications[-1] if case.applications else None
    return latest.proposal.documents if latest and latest.proposal else ()


def _slot(app: App, talk: Talk, kind: str, act: Callable[[Said], None]) -> None:
    """One upload: stored first, then told to the advisor."""
    upload = st.file_uploader(
        label(label_of("documents", kind)), type=list(KINDS), key=f"upload-{talk.place}-{kind}"
    )
    if upload is None:
        return
    owner = talk.session.customer_id or talk.conversation.id
    try:
        stored = app.documents.put(upload.getvalue(), upload.name, owner, app.now())
    except DocumentRefused as refusal:
        st.error(label(str(refusal)), icon=":material/error:")
        return
    act(Attach(document=kind, upload_id=stored.upload_id))
    st.rerun()
