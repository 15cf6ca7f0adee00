"""Many simulated conversations: each ends where the true facts lead, or with a person.

`python -m evals.simulation` runs them in parallel, shows progress and prints every one that ended
elsewhere, with its seed: the same seed is the same conversation.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from typing import Protocol

from langchain_core.language_models import BaseChatModel

from agent.advisor import blocks_shown
from agent.blocks import HandOffBlock, TextBlock
from agent.conversations.records import ClosedTurn, Session
from agent.models import ModelUnavailable, chat_model
from agent.said import Text
from agent.settings import load_settings
from agent.wiring import App
from evals.office import OFFLINE, Cast, Office
from evals.simulation.customer import SimulatedCustomer
from evals.simulation.model_customer import ModelCustomer
from evals.simulation.personas import Persona, Value, draw
from evals.simulation.truth import case_of, outcome_of
from tools.case_file import CaseFile
from tools.context import ToolContext
from tools.lending.records import Record

MOST_TURNS = 16
"""After so many messages somebody would have left."""
HANDED_OVER_AT_MOST_PCT = 5


class Customer(Protocol):
    """Whoever talks with the advisor here: a script with chance in it, or a language model."""

    told: dict[str, Value]
    """Field -> the value as last said."""
    to_correct: str | None
    """What was told wrongly and is to be corrected next."""

    def opening(self) -> str: ...

    def answer(self, asked: Sequence[str], reply: str) -> str: ...


class Simulated(Record):
    """How one simulated conversation ended."""

    seed: int
    product: str
    turns: int
    outcome: str
    """What the advisor said; empty: it never came to that."""
    truth: str
    """What the rules say of what the customer told."""
    handed_over: bool
    misheard: tuple[str, ...]
    """Fields of the case that are not what was told, with both values."""
    said: tuple[tuple[str, str], ...]
    """The customer's words and the advisor's, turn by turn."""
    broke: str = ""
    """Why it could not go on: the customer's model did not answer."""

    @property
    def right(self) -> bool:
        """Tell whether it ended where the true facts lead."""
        return self.outcome == self.truth


def simulate(
    persona: Persona, office: Office, cast: Cast = OFFLINE, customer: Customer | None = None
) -> Simulated:
    """Let them talk until there is an outcome, a hand-over, or they would have left."""
    customer = customer or SimulatedCustomer(persona)
    with office.open(cast) as app:
        said: list[tuple[str, str]] = []
        closed: list[ClosedTurn] = []
        broke = ""
        try:
            _talk(app, customer, said, closed)
        except ModelUnavailable as error:  # the customer's: the advisor copes with its own
            broke = str(error)
        context = office.context(app, None, CaseFile())
        return _ended(persona, customer, said, closed, context).model_copy(update={"broke": broke})


def _talk(
    app: App, customer: Customer, said: list[tuple[str, str]], turns: list[ClosedTurn]
) -> None:
    """Write down turn by turn what is said and what it came to."""
    session = Session(customer_id=None, channel="eval")
    conversation = app.advisor.open(session).conversation.id
    words = customer.opening()
    for _ in range(MOST_TURNS):
        _, ended = blocks_shown(app.advisor.reply(session, conversation, Text(text=words)))
        turn = app.advisor.turn(session, conversation, ended.turn_id) if ended else None
        if turn is None or turn.closed is None:
            break
        turns.append(turn.closed)
        said.append((words, _read(turn.closed)))
        if _is_over(turn.closed, customer):
            break
        words = customer.answer(_asked(turn.closed), said[-1][1])


def _is_over(closed: ClosedTurn, customer: Customer) -> bool:
    handed = any(isinstance(block, HandOffBlock) for block in closed.blocks)
    asked = _asked(closed)
    knows_no_more = bool(asked) and all(customer.told.get(f, "") is None for f in asked)
    ended = closed.case.outcome is not None or knows_no_more
    return handed or (ended and customer.to_correct is None)


def _read(closed: ClosedTurn) -> str:
    return " ".join(block.text for block in closed.blocks if isinstance(block, TextBlock))


def _asked(closed: ClosedTurn) -> tuple[str, ...]:
    return tuple((closed.open_question or "").split(" ")[1:])


def _ended(
    persona: Persona,
    customer: Customer,
    said: list[tuple[str, str]],
    turns: list[ClosedTurn],
    context: ToolContext,
) -> Simulated:
    case = turns[-1].case if turns else CaseFile()
    blocks = turns[-1].blocks if turns else ()
    return Simulated(
        seed=persona.seed,
        product=persona.product.value,
        turns=len(turns),
        outcome=str(case.outcome or ""),
        truth=str(outcome_of(persona, customer.told, context) or ""),
        handed_over=any(isinstance(block, HandOffBlock) for block in blocks),
        misheard=tuple(_misheard(case, case_of(persona, customer.told, context))),
        said=tuple(said),
    )


def _misheard(case: CaseFile, true: CaseFile) -> Iterator[str]:
    if case.product is not true.product:
        yield f"product: {case.product} and not {true.product}"
    told = {**true.request, **true.applicant}
    told |= {f"co.{name}": known for name, known in (true.co_applicant or {}).items()}
    for field, known in told.items():
        heard = case.known(field)
        if known.source != "told" or known.value is None:
            continue  # who does not know a thing is asked once; nothing has to be written down
        if heard is None or heard.value != _same(known.value, heard):
            yield f"{field}: {heard.value if heard else 'nothing'} and not {known.value}"


def _same(told: str | None, heard: object) -> str | None:
    """Return the told value in the form of the case: "62000" is "62000.00" there."""
    value = getattr(heard, "value", None)
    try:
        is_equal = told is not None and value is not None and float(told) == float(value)
    except ValueError:
        is_equal = told is not None and value is not None and told[:1] == value[:1] == "["
    return value if is_equal else told


# -- many of them ------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _office() -> Office:
    return Office()


@lru_cache(maxsize=1)
def _model(cast: Cast) -> BaseChatModel:
    return chat_model(load_settings().model_copy(update={"model": cast.model}))


def one(seed: int, cast: Cast = OFFLINE) -> Simulated:
    """Simulate the persona of a seed in this process; with a model, the customer is one too."""
    persona = draw(seed)
    customer = None if cast.model == "offline" else ModelCustomer(persona, _model(cast))
    return simulate(persona, _office(), cast, customer)


def soak(
    seeds: Iterable[int],
    workers: int,
    watch: Callable[[Simulated], None] = lambda _: None,
    cast: Cast = OFFLINE,
) -> tuple[Simulated, ...]:
    """Simulate every seed on so many processes; `watch` sees each as it ends.

    Raises `ModelUnavailable` before anything is played where the model cannot be had.
    """
    if cast.model != "offline":
        chat_model(load_settings().model_copy(update={"model": cast.model}))  # refused at once
    done: list[Simulated] = []
    with ProcessPoolExecutor(max_workers=workers) as pool:
        for ended in pool.map(partial(one, cast=cast), seeds, chunksize=8):
            watch(ended)
            done.append(ended)
    return tuple(done)
