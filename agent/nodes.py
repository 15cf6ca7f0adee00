"""The steps of a turn, one short function each, in the order of the graph.

A step that has a choice names the next one in what it returns: a router of its own would read the
whole state once more, at each of a turn's four forks.
"""

import time
from typing import Any, Literal

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langgraph.runtime import Runtime
from langgraph.types import Command

from agent.actions import acted
from agent.blocks import Progress, Shown, TextBlock
from agent.briefing import with_context
from agent.cards import blocks_of, is_withheld
from agent.composing import composed
from agent.conversations.records import ModelAnswer, ModelCall
from agent.language.signals import find_signals
from agent.models import ModelUnavailable, ask, text_of
from agent.models.prices import paid_for
from agent.replies import gate
from agent.replies.findings import GateFinding
from agent.replies.reading import Reading
from agent.said import in_words
from agent.speaking import chips_for, gate_context, last_resort, question_asked
from agent.state import TurnState
from agent.toolbox import Done
from agent.turn_run import TurnRun, bank_facts, known_facts, milliseconds_since, standing_facts
from agent.unheard import handed_on

Step = Runtime[TurnRun]
Findings = tuple[GateFinding, ...]

NOTHING_COMPOSED = "code has no words for this turn"

PROGRESS: dict[str, str] = {
    "look_up_profile": "Looking up your profile",
    "record_details": "Noting what you said",
    "make_offers": "Pricing offers",
    "adjust_offer": "Recomputing the offer",
    "compare_offers": "Comparing",
    "find_recourse": "Looking for what would help",
    "search_policy": "Reading the bank's policy",
}


def screen(state: TurnState, runtime: Step) -> Command[Literal["converse", "check_reply"]]:
    """Read what was said: signals, the facts that stand, and what a button asks for.

    A button's reply is worded by code; everything else goes to the model.
    """
    run = runtime.context
    run.words = in_words(run.said)
    run.signals = find_signals(run.words)
    run.add(bank_facts(run.context.knowledge.bank, run.case, run.context.now))
    run.add(standing_facts(run.case, run.context.now))
    started = time.perf_counter()
    done = acted(run)
    if done is not None:
        run.by_button = True
        _take(run, [done])
        run.timed("tools", started)
    words = HumanMessage(with_context(run.words, run))
    return Command(
        update={"messages": [SystemMessage(run.prompt), *run.history, words]},
        goto="check_reply" if run.by_button else "converse",
    )


def converse(state: TurnState, runtime: Step) -> Command[Literal["use_tools", "check_reply"]]:
    """Ask the model for tool calls or a reply; without it the reply is deterministic."""
    answered = _answered(state, runtime.context)
    return Command(update=answered, goto="use_tools" if answered["calls"] else "check_reply")


def _answered(state: TurnState, run: TurnRun) -> dict[str, Any]:
    if state["rounds"] >= run.max_model_calls or run.time_left() <= 0:
        return {"calls": [], "template": "", "fallback": "deterministic"}
    started = time.perf_counter()
    try:
        answer = ask(run.speaker, state["messages"], run.time_left())
    except ModelUnavailable as error:
        run.model_calls.append(_failed_call(run, error, started))
        _unheard(run)
        return {
            "calls": [],
            "template": "",
            "fallback": "deterministic",
            "findings": [*state["findings"], str(error)],
        }
    finally:
        run.timed("model", started)
    run.model_calls.append(_model_call(run, answer, started))
    run.named_question = answer.additional_kwargs.get("asks")
    return {
        "messages": [*state["messages"], answer],
        "calls": _calls_of(answer),
        "rounds": state["rounds"] + 1,
        "template": text_of(answer),
    }


def _unheard(run: TurnRun) -> None:
    """Note that nobody read the message; an urgent one goes to a person all the same."""
    if not run.done:
        run.unheard = True
        done = handed_on(run)
        _take(run, [done] if done else [])


def _calls_of(answer: AIMessage) -> list[dict[str, Any]]:
    """List the calls of an answer; malformed ones too, so that each gets a refusal."""
    malformed = (
        {"name": c["name"] or "", "args": {"malformed": c["args"]}, "id": c["id"]}
        for c in answer.invalid_tool_calls
    )
    return [*({**c} for c in answer.tool_calls), *malformed]


def _model_call(run: TurnRun, answer: AIMessage, started: float) -> ModelCall:
    return ModelCall(
        model=run.model_name,
        milliseconds=milliseconds_since(started),
        **paid_for(answer, run.price),
        answer=ModelAnswer.model_validate(
            {
                "text": text_of(answer),
                "calls": answer.tool_calls,
                "malformed": answer.invalid_tool_calls,
                "asks": answer.additional_kwargs.get("asks"),
            }
        ),
    )


def _failed_call(run: TurnRun, error: ModelUnavailable, started: float) -> ModelCall:
    return ModelCall(
        model=run.model_name,
        milliseconds=milliseconds_since(started),
        failed=str(error),
        **paid_for(error.answer, run.price),
    )


def use_tools(state: TurnState, runtime: Step) -> dict[str, Any]:
    """Run the calls one after another, each on the case the previous one left."""
    run = runtime.context
    started = time.perf_counter()

    def notify(done: Done) -> None:
        run.emit(Progress(step=PROGRESS.get(done.call.tool, "Working")))

    done, run.context = run.toolbox.run(state["calls"], run.context, run.facts, notify, run.replies)
    _take(run, done)
    run.timed("tools", started)
    results = [
        ToolMessage(d.content(), tool_call_id=d.call.id, status="error" if d.refused else "success")
        for d in done
    ]
    return {"messages": [*state["messages"], *results], "calls": []}


def _take(run: TurnRun, done: list[Done]) -> None:
    """Keep results and facts; show cards at once unless they start a clock or an effect."""
    for one in done:
        run.take(one)
    run.add(known_facts(run.case, run.context.now))
    book = run.book()
    for one in done:
        for block in blocks_of(one, book, run.renderer):
            run.blocks.append(block)
            if not is_withheld(one, block):
                run.emit(Shown(block=block, pending=True))


def check_reply(state: TurnState, runtime: Step) -> Command[Literal["converse", "speak"]]:
    """Hold the reply against the facts; bind, ask once more, or compose it from the same facts."""
    run = runtime.context
    started = time.perf_counter()
    try:
        checked = _checked(state, run)
    finally:
        run.timed("gate", started)
    return Command(update=checked, goto="speak" if checked["template"] else "converse")


def _checked(state: TurnState, run: TurnRun) -> dict[str, Any]:
    reply = in_full(state["template"], run)
    template = reply if isinstance(reply, str) else reply.template
    faults: list[str] = []
    if template:
        found = found_in(reply, run)
        faults = objections(template, run, found)
        if not faults:
            return {"template": template}
        bound = gate.bound(template, found, run.book(), gate_context(run))
        if bound != template and not objections(bound, run):
            so_far = [*state["findings"], *faults]
            return {"template": bound, "fallback": "bound", "findings": so_far}
        if state["fallback"] == "none" and _may_ask_again(state, run):
            return {
                "messages": [*state["messages"], _objection(faults)],
                "findings": faults,
                "fallback": "retried",
                "template": "",
            }
    composed_now = composed(run)
    failed = objections(composed_now, run) if composed_now else [NOTHING_COMPOSED]
    return {
        "template": last_resort(run) if failed else composed_now,
        "fallback": "none" if run.by_button and not failed else "deterministic",
        "findings": [*state["findings"], *faults, *failed],
    }


def in_full(template: str, run: TurnRun) -> str | Reading:
    """Return a reply as it is judged and shown: a model's open figures get their name."""
    if not (template and run.asks_again):  # what the embedded engine says is written as it is meant
        return template
    return gate.read_in_full(template, run.book(), gate_context(run))


def found_in(reply: str | Reading, run: TurnRun) -> Findings:
    """Return what the gate finds in a reply."""
    return gate.check_reply(reply, run.book(), gate_context(run))


def objections(template: str, run: TurnRun, found: Findings | None = None) -> list[str]:
    """Return what the renderer and the gate object to, in words; `found` where it is known."""
    rendered = run.renderer.render(template, run.book(), gate_context(run).passages)
    holes = [f"no such figure: {ref}" for ref in (*rendered.unknown, *rendered.stale)]
    looked = found_in(template, run) if found is None else found
    blocking = [f for f in looked if f.blocks]
    return holes + [f"{f.check}: {f.excerpt!r}: {f.why}" for f in blocking]


def _may_ask_again(state: TurnState, run: TurnRun) -> bool:
    return run.asks_again and state["rounds"] < run.max_model_calls and run.time_left() > 0


def _objection(found: list[str]) -> HumanMessage:
    listed = "\n".join(f"- {one}" for one in found)
    return HumanMessage(
        "<check>Your reply was not sent. Write it again, with [[id]] references only from the "
        f"facts you were given, and without these faults:\n{listed}</check>"
    )


def speak(state: TurnState, runtime: Step) -> dict[str, Any]:
    """Render the reply and put it before the cards."""
    run = runtime.context
    passages = gate_context(run).passages
    rendered = run.renderer.render(state["template"], run.book(), passages)
    text = TextBlock(
        text=rendered.text, template=rendered.template, figures=tuple(rendered.figures)
    )
    run.asks = question_asked(run, run.named_question, state["template"])
    run.blocks = [text, *run.blocks, *chips_for(run)]
    return {}
