"""What a button, or a plain yes to a proposal, does: code makes the call with exact values."""

import hashlib
from collections.abc import Callable
from typing import Any

from agent.cards import label_of
from agent.conversations.records import CallMade
from agent.language.answers import read_yes_no
from agent.said import (
    AdjustOffer,
    Attach,
    Cancel,
    ChooseOffer,
    Confirm,
    Consent,
    Feedback,
    Text,
)
from agent.toolbox import Done, run_directly
from agent.turn_run import TurnRun
from tools.actions import (
    cancel,
    choose_offer,
    give_consent,
    give_feedback,
    receive_document,
    set_levers,
)
from tools.facts import ToolRecord
from tools.lending.errors import LendingError
from tools.submit_application import confirm_application

PLAIN_NO_WORDS = 4
"""A longer no says something else too, and is a message like any."""

Act = tuple[Callable[..., ToolRecord], dict[str, Any]]


CONSENT_TEXTS = {"e_sign": "electronic_delivery", "hard_pull": "hard_pull_effect"}
"""The text of the proposal that each consent answers."""


def _act(run: TurnRun) -> Act | None:
    """Return the call that was asked for by a button or by a plain yes or no; None for words."""
    said = run.said
    match said:
        case ChooseOffer():
            return choose_offer, {"letter": said.letter}
        case AdjustOffer():
            levers = said.model_dump(exclude={"kind", "letter"}, exclude_none=True)
            return set_levers, {"letter": said.letter, **levers}
        case Confirm():
            return confirm_application, {"proposal_id": said.proposal_id}
        case Cancel():
            return cancel, {}
        case Attach():
            return receive_document, {"document": said.document, "upload_id": said.upload_id}
        case Consent():
            text = label_of("disclosures", CONSENT_TEXTS.get(said.consent, said.consent))
            digest = hashlib.sha256(text.encode()).hexdigest()
            return give_consent, {
                "consent": said.consent,
                "version": said.version,
                "text_hash": digest,
            }
        case Feedback():
            return give_feedback, said.model_dump(exclude={"kind"})
        case Text():
            return _answer_to_proposal(run)


def _answer_to_proposal(run: TurnRun) -> Act | None:
    """A plain yes or no right after a proposal settles it; anything more is a message like any."""
    proposal, question = run.case.proposal, run.open_question
    asked = question is not None and question["id"] == "confirm_application"
    if proposal is None or not asked or run.case.application_number:
        return None
    answer = read_yes_no(run.words)
    if answer.value == "YES" and answer.whole:
        return confirm_application, {"proposal_id": proposal.id}
    plain_no = answer.value == "NO" and len(run.words.split()) <= PLAIN_NO_WORDS
    return (cancel, {}) if plain_no else None


def acted(run: TurnRun) -> Done | None:
    """Run what a button asked for; a refusal is an answer too."""
    act = _act(run)
    if act is None:
        return None
    function, arguments = act
    try:
        done, run.context = run_directly(function, arguments, run.context)
    except LendingError as error:
        call = CallMade(
            id=function.__name__,
            tool=function.__name__,
            arguments=arguments,
            result={"refused": str(error)},
        )
        return Done(call, None)
    return done
