"""Plays a scenario, and its twins, against the real advisor; what came of it is a trajectory."""

import time
from collections.abc import Mapping
from typing import Any

from agent.advisor import blocks_shown
from agent.conversations.records import Session
from agent.conversations.records import Turn as Logged
from agent.said import SAID, Said, Text, in_words
from agent.wiring import App
from evals.office import OFFLINE, Alter, Cast, Office, context_of, move_in, unaltered
from evals.scenario import Scenario, Turn, Twin
from evals.trajectory import Trajectory
from tools.case_file import CaseFile
from tools.look_up_profile import look_up_profile

BROKE_OFF = "the turn did not close"


def perform(
    scenario: Scenario,
    office: Office,
    cast: Cast = OFFLINE,
    alter: Alter = unaltered,
) -> Trajectory:
    """Play a scenario and each of its twins, every one in a bank of its own."""
    own = _performed(scenario, office, cast, alter, None)
    twins = (_performed(scenario.as_told_by(t), office, cast, alter, t) for t in scenario.twins)
    return own.model_copy(update={"twins": tuple(twins)})


def _performed(
    scenario: Scenario, office: Office, cast: Cast, alter: Alter, twin: Twin | None
) -> Trajectory:
    with office.open(cast, alter) as app:
        if twin is not None and scenario.persona != "guest":
            move_in(app, scenario.persona, twin)
        went = play(scenario, app)
    return went.model_copy(update={"who": twin.who if twin else "", **cast.model_dump()})


def on_file(customer_id: str | None, app: App) -> Mapping[str, str | None]:
    """Return what the bank holds on the one who signs in, as the case file would have it."""
    if customer_id is None:
        return {}
    found = look_up_profile(context_of(app, customer_id, CaseFile()))
    case = found.case or CaseFile()
    return {name: known.value for name, known in {**case.request, **case.applicant}.items()}


def _customer(scenario: Scenario) -> str | None:
    return None if scenario.persona == "guest" else scenario.persona


def said_in(turn: Turn, case: CaseFile) -> Said:
    """Return what the customer does in a turn."""
    if turn.customer is not None:
        return Text(text=turn.customer)
    proposal = case.proposal.id if case.proposal else ""
    action = {k: proposal if v == "$proposal" else v for k, v in (turn.action or {}).items()}
    return SAID.validate_python(action)


def play(scenario: Scenario, app: App) -> Trajectory:
    """Play every turn; a turn that does not close ends the conversation."""
    session = Session(customer_id=_customer(scenario), channel="eval")
    opened = app.advisor.open(session).conversation
    turns: list[Logged] = []
    said: list[str] = []
    seconds: list[float] = []
    broke, case = "", CaseFile()
    for turn in scenario.turns:
        saying = said_in(turn, case)
        started = time.perf_counter()
        stored = _answered(app, session, opened.id, saying)
        seconds.append(round(time.perf_counter() - started, 4))
        said.append(in_words(saying))
        if stored is None or stored.closed is None:
            broke = f"turn {len(said)}: {BROKE_OFF}"
            break
        turns.append(stored)
        case = stored.closed.case
    return Trajectory(
        scenario=scenario.id,
        said=tuple(said),
        session=session,
        greeting=opened.greeting,
        on_file=on_file(session.customer_id, app),
        turns=tuple(turns),
        seconds=tuple(seconds),
        filed=tuple(a.number for a in app.applications.applications_in(opened.id)),
        broke=broke,
    )


def _answered(app: App, session: Session, conversation_id: str, said: Said) -> Any:
    _, ended = blocks_shown(app.advisor.reply(session, conversation_id, said))
    return ended and app.advisor.turn(session, conversation_id, ended.turn_id)
