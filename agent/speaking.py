"""What surrounds a reply: the greeting, quick replies, what it asks for, and the last resort."""

import tomllib
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from agent.blocks import ChipsBlock, TextBlock
from agent.conversations.records import Session
from agent.neutral import person_name
from agent.replies.findings import GateContext
from agent.said import Feedback
from agent.turn_run import OpenQuestion, TurnRun
from agent.wishes import wish_words
from tools.application_status import StatusFound
from tools.case_file import CaseFile
from tools.intake import open_questions
from tools.knowledge import Knowledge
from tools.lending.records import ApplicationStatus, Product
from tools.search_policy import PolicyFound
from tools.stores.profiles import ProfileStore

NOTHING_DONE = (
    "I'm sorry, I couldn't finish that answer. Nothing was changed or sent. Please try again in "
    "other words, or ask for a person."
)
DONE_WITHOUT_WORDS = (
    "I'm sorry, I couldn't put that answer into words. What you asked for was noted. Please ask me "
    "where things stand, or ask for a person."
)
DWELLING = (Product.HOME, Product.MORTGAGE_REFINANCE, Product.HOME_IMPROVEMENT)


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    """Read greeting and quick replies once."""
    return tomllib.loads(files("prompts").joinpath("opening.toml").read_text(encoding="utf-8"))


# -- the greeting ------------------------------------------------------------------------------


def greeting_blocks(
    session: Session, knowledge: Knowledge, profiles: ProfileStore, now: datetime
) -> tuple[TextBlock, ...]:
    """Greet: an AI speaks, where the privacy notice is, that asking leaves the score alone."""
    known = session.customer_id and profiles.decision_profile(session.customer_id, now.date())
    name = (known and person_name(known.name)) or ""
    text = _words()["greeting"]["signed_in" if name else "guest"].format(
        bank=knowledge.bank.short_name,
        name=name.partition(" ")[0],
        privacy_url=knowledge.bank.privacy_url,
    )
    return (TextBlock(text=text, template=text),)


def opening_chips() -> tuple[ChipsBlock, ...]:
    """Suggest how a conversation may begin."""
    return (ChipsBlock(choices=tuple(_words()["chips"]["opening"])),)


# -- quick replies -----------------------------------------------------------------------------


def chips_for(run: TurnRun) -> tuple[ChipsBlock, ...]:
    """Suggest what the customer may say next: answers to the open question, or next steps."""
    if run.asks is None:
        return ()
    name = run.asks["id"]
    if name in ("score", "co_score"):
        bands = run.context.knowledge.rulebook.catalogue.score_bands
        choices: tuple[str, ...] = tuple(b.label for b in bands)
    else:
        choices = tuple(_words()["chips"].get(name, ()))
    return (ChipsBlock(choices=choices),) if choices else ()


def _intake_question(case: CaseFile, run: TurnRun) -> OpenQuestion | None:
    if case.conflicts:
        return OpenQuestion(id="conflict", fields=[c.field for c in case.conflicts])
    asked = [d.record for d in run.done if hasattr(d.record, "next_question")]
    question = getattr(asked[-1], "next_question", None) if asked else None
    if question is not None:
        return OpenQuestion(id=question.id, fields=list(question.fields))
    open_now = open_questions(case, run.context.knowledge.rulebook)
    if open_now and (case.asked or case.product):
        return OpenQuestion(id=open_now[0].id, fields=list(open_now[0].fields))
    return None


def question_asked(run: TurnRun, named: OpenQuestion | None, template: str) -> OpenQuestion | None:
    """Tell what the reply asks for: what the engine named, else what the case says comes next.

    A proposal is confirmed by a plain yes only after a reply that asks whether to send it.
    """
    case = run.case
    if isinstance(run.said, Feedback):
        return run.open_question
    if case.proposal is not None and case.application_number is None:
        asks = wish_words()["confirm_question"].search(template.lower())
        return OpenQuestion(id="confirm_application" if asks else "proposal", fields=[])
    if named is not None and (named["id"] != "after_offers" or case.current):
        return named
    if case.evaluated_hash and not case.current and case.known("credit_score") is None:
        return OpenQuestion(id="after_range", fields=["credit_score"])
    if case.application_number is not None:
        return None
    question = _intake_question(case, run)
    if question is None and case.current:
        return OpenQuestion(id="after_offers", fields=[])
    return question


def last_resort(run: TurnRun) -> str:
    """Return what is said when no reply passes the gate, true to what the turn has done."""
    acted = any(d.record is not None and (d.record.case or d.record.effects) for d in run.done)
    return DONE_WITHOUT_WORDS if acted else NOTHING_DONE


# -- the gate's context ------------------------------------------------------------------------


def _letters_shown(run: TurnRun) -> frozenset[str]:
    """Letters whose card is on the screen: every offer was shown as a card when it was made."""
    return frozenset(o.letter for o in run.case.offers)


def _status(run: TurnRun) -> ApplicationStatus | None:
    """Return where the application stands: what the bank's records say now, else the case."""
    found = (d.record for d in run.everything() if isinstance(d.record, StatusFound))
    filed = run.case.applications
    return next((f.status for f in found), filed[-1].status if filed else run.case.status)


def gate_context(run: TurnRun) -> GateContext:
    """Tell the gate where things stand."""
    if run.stands is None:
        run.stands = _gate_context(run)
    return run.stands


def _gate_context(run: TurnRun) -> GateContext:
    case = run.case
    done = run.everything()
    found = [p for d in done if isinstance(d.record, PolicyFound) for p in d.record.passages]
    before = run.cited_before - {p.id for p in found}
    earlier = [p for p in run.context.policies.passages if p.id in before] if before else []
    return GateContext(
        stage=case.stage,
        outcome=case.outcome,
        status=_status(run),
        product=case.product,
        dwelling=case.product in DWELLING,
        shown=_letters_shown(run),
        passages=frozenset(p.id for p in found) | run.cited_before,
        passage_texts={
            p.id: "\n".join((*p.title_path, p.text, p.template)) for p in (*earlier, *found)
        },
        acts=frozenset(d.call.tool for d in done if not d.refused) | frozenset(case.flags),
    )
