"""People, policy, process and data: hand-over, complaints, privacy, status, application."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agent.offline.reply import PRODUCTS, Reply, listed, offer_id
from agent.offline.wording_files import phrases


def say_hand_off(reply: Reply) -> bool:
    """Say who takes over; in hardship, scam or crisis that is all that is said."""
    found = reply.result("hand_off")
    if not found:
        return False
    draft, team = reply.draft, found.get("team")
    if team == "crisis":
        draft.say("hand_off.crisis")
    elif team == "fraud":
        draft.say("hand_off.fraud")
    elif team == "hardship":
        again = reply.context.get("recent_topic") == "hand_off"
        if "bereavement" in reply.heard.topics:
            return draft.say("hand_off.bereavement")
        draft.say("hand_off.hardship.again" if again else "hand_off.hardship")
        draft.say("hand_off.hardship.next")
    elif "coercion" in reply.heard.topics:
        draft.say("hand_off.coercion")
    elif "threat" in reply.heard.topics:
        draft.say("hand_off.threat")
    elif not draft.has("hand_off.wait_minutes"):
        draft.say("hand_off.callback")
    else:
        draft.say("hand_off")
    draft.asks = {"id": "anything_else", "fields": []}
    return True


def say_complaint(reply: Reply) -> bool:
    """Confirm a complaint; no defence of the bank."""
    found = reply.result("record_complaint")
    if not found:
        return False
    reply.draft.say("complaint.discrimination" if found.get("discrimination") else "complaint")
    reply.draft.say("complaint.reference")
    return True


def say_privacy(reply: Reply) -> bool:
    """Say what happens with a request about data."""
    found = reply.result("privacy_request")
    if not found:
        return False
    request = found.get("request")
    if request == "access":
        _say_held(reply, found.get("held") or [])
    else:
        reply.draft.say(f"privacy.{request}")
    reply.draft.say("privacy.reference")
    return True


def _say_held(reply: Reply, held: Sequence[Mapping[str, Any]]) -> None:
    """Say what is held: first the figures on file, then the rest by name."""
    filed = {str(h.get("label")): f"applicant.on_file_{h.get('field')}" for h in held}
    held_of = {
        label: HELD_WORDS.get(f.rsplit("_file_", 1)[-1], label) for label, f in filed.items()
    }
    figures = [f"{held_of[label]}: [[{f}]]" for label, f in filed.items() if reply.draft.has(f)]
    others = [label for label, f in filed.items() if not reply.draft.has(f)]
    if figures:
        reply.draft.say("privacy.access.filed", list="; ".join(figures))
    if others:
        reply.draft.say("privacy.access", list=listed(others[:12]))
    if not held:
        reply.draft.say("privacy.access.nothing")


HELD_WORDS: dict[str, str] = {"monthly_obligations": "monthly debts"}
"""What a figure on file is called where the name of its field could be taken for another's."""


def say_feedback(reply: Reply) -> bool:
    """Thank for feedback."""
    found = reply.result("record_feedback")
    if not found:
        return False
    reply.draft.say(f"feedback.{found.get('rating') or 'none'}")
    return True


def say_status(reply: Reply) -> bool:
    """Say where the application stands and what is missing."""
    called = reply.last("application_status")
    if called is None:
        return False
    if called.refused:
        reply.draft.say("status.none")
        return True
    found, draft = called.result, reply.draft
    draft.say(f"status.{found.get('status')}")
    draft.say("status.number")
    draft.say("status.deadline", application=f"application.{found.get('application_number')}")
    missing = [_document(d) for d in found.get("missing_documents") or []]
    if missing:
        draft.say("status.missing", list=listed(missing))
    for other in found.get("others") or ():
        _say_other(reply, other)
    return True


def _say_other(reply: Reply, other: Mapping[str, Any]) -> None:
    """Name another application of this conversation, with where it stands in a word or two."""
    numbers = [str(a["number"]) for a in reply.context.get("applications") or ()]
    if other["number"] not in numbers:
        return
    loan = PRODUCTS.get(str(other.get("product")), "loan").removesuffix(" loan")
    place, state = numbers.index(str(other["number"])) + 1, STATES.get(str(other.get("status")))
    said = f", {state}" if state else ""
    reply.draft.say("status.other", application=f"application.{place}", loan=loan, state=said)


STATES: dict[str, str] = {
    "RECEIVED": "waiting for review", "INCOMPLETE": "waiting for papers",
    "IN_REVIEW": "with a reviewer", "WITHDRAWN": "which you took back",
}  # fmt: skip
"""Where another application stands; one that is decided is named, and told when it is asked for."""


def _document(kind: str) -> str:
    return DOCUMENT_WORDS.get(kind, kind.replace("_", " "))


DOCUMENT_WORDS: dict[str, str] = {
    "proof_of_income": "proof of income", "proof_of_income_24m": "proof of income",
    "purchase_order_or_title": "the purchase order or title", "insurance_binder": "the insurance "
    "binder",
    "tax_returns_2y": "tax returns", "bank_statements_2m": "bank statements",
    "bank_statements_3m": "bank statements", "purchase_agreement": "the purchase agreement",
    "property_insurance": "property insurance", "government_photo_id": "photo identification",
    "tax_id_number": "your tax number", "proof_of_address": "proof of address",
    "ownership_declaration": "the declaration of ownership", "assay_certificate": "the assay",
    "provider_estimate_amount_only": "the provider's estimate",
}  # fmt: skip


def say_application(reply: Reply) -> bool:
    """Say what was proposed, filed, chosen, taken back, uploaded or consented to."""
    said = [say(reply) for tool, say in _APPLICATION if reply.last(tool) is not None]
    return any(said)


def _proposed(reply: Reply) -> bool:
    tried = [c for c in reply.called if c.tool == "submit_application"]
    if not tried:
        return False
    called = next((c for c in reversed(tried) if not c.refused), tried[-1])
    if called.refused:
        no = reply.context.get("outcome") == "NOT_ON_THESE_TERMS"
        which = "proposed.which" if reply.offers else "proposed.not"
        if no:
            reply.draft.asks = {"id": "person", "fields": []}
        reply.draft.say("proposed.no" if no else which)
        return True
    question = called.result.get("next_question")
    if question is not None:
        reply.draft.asks = {"id": question["id"], "fields": list(question.get("fields") or ())}
        ways = phrases()["questions"][question["id"]]["ask"]
        return reply.draft.add(ways[reply.draft.turn % len(ways)])
    reply.draft.say("proposed", x=offer_id(called.result["offer"]))
    reply.draft.asks = {"id": "confirm_application", "fields": []}
    return True


def _filed(reply: Reply) -> bool:
    called = reply.last("confirm_application")
    if called is None:
        return False
    if called.refused:
        return reply.draft.add(called.refused)
    return reply.draft.say("filed.already" if called.result.get("already") else "filed")


def _chosen(reply: Reply) -> bool:
    called = reply.last("choose_offer")
    if called is None or called.refused:
        return called is not None and reply.draft.say("refused.no_offers")
    return reply.draft.say("chosen", x=offer_id(called.result["offer"]))


def _cancelled(reply: Reply) -> bool:
    called = reply.last("cancel") or reply.last("cancel_proposal")
    if called is None:
        return False
    if called.refused:
        return reply.draft.say("withdraw.nothing")
    return reply.draft.say(f"cancelled.{called.result.get('what') or 'proposal'}")


def _document_taken(reply: Reply) -> bool:
    called = reply.last("receive_document")
    if called is None or called.refused:
        return bool(called) and reply.draft.say("attach")
    reply.draft.say("document")
    missing = [_document(d) for d in called.result.get("still_missing") or []]
    if missing:
        return reply.draft.say("document.missing", list=listed(missing))
    return reply.draft.say("document.complete")


def _consented(reply: Reply) -> bool:
    return reply.draft.say("consent")


_APPLICATION: tuple[tuple[str, Callable[[Reply], bool]], ...] = (
    ("submit_application", _proposed),
    ("confirm_application", _filed),
    ("choose_offer", _chosen),
    ("cancel", _cancelled),
    ("cancel_proposal", _cancelled),
    ("receive_document", _document_taken),
    ("give_consent", _consented),
)
