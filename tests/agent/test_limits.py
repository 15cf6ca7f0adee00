"""Past a limit: an honest word, nothing changed, nothing lost, buttons still working."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from agent.advisor import blocks_shown
from agent.conversations.memory import MemoryLog
from agent.conversations.records import ClosedTurn, Session
from agent.frames import reply_text
from agent.limits import TOO_LONG, WORDS
from agent.replaying import replay
from agent.said import AdjustOffer, Said, Text
from agent.settings import Settings
from agent.wiring import App, build
from tests.fakes.scripted_model import ScriptedModel, call, calls

MAYA = Session(customer_id="maya")
CAR = "I need 20k for a new car, it costs 22,500"
SAYS = "At [[offer.a.monthly_payment]] a month. Shorter or longer?"

Opened = Callable[..., App]


def metered(message: AIMessage | str, tokens: int = 500) -> AIMessage:
    """Let a model's message cost `tokens` tokens."""
    message = AIMessage(message) if isinstance(message, str) else message
    usage = {"input_tokens": tokens - 1, "output_tokens": 1, "total_tokens": tokens}
    return message.model_copy(update={"usage_metadata": usage})


RECORDS = calls(
    call("look_up_profile"),
    call("record_details", product="car", principal="20k", vehicle_price="22,500",
         vehicle_condition="new"),
)  # fmt: skip


@pytest.fixture
def opened(data_dir: Path, clock: Any) -> Iterator[Opened]:
    made: list[App] = []

    def begin(**limits: Any) -> App:
        steps = [metered(RECORDS), metered(SAYS), *[metered("What else?")] * 20]
        app = build(Settings(data_dir=data_dir, **limits), clock=clock, log=MemoryLog(),
                    model=ScriptedModel(steps=steps))  # fmt: skip
        made.append(app)
        return app

    yield begin
    for app in made:
        app.close()


def say(app: App, talk: str, said: Said | str) -> ClosedTurn:
    said = Text(text=said) if isinstance(said, str) else said
    _, closed = blocks_shown(app.advisor.reply(MAYA, talk, said))
    assert closed is not None
    turn = app.advisor.turn(MAYA, talk, closed.turn_id)
    assert turn is not None
    assert turn.closed is not None
    return turn.closed


def started(app: App) -> str:
    return app.advisor.open(MAYA).conversation.id


def test_messages_that_come_too_fast_are_kept_and_answered_honestly(
    opened: Opened, clock: Any
) -> None:
    app = opened(messages_per_minute=2)
    talk = started(app)
    first, second = say(app, talk, CAR), say(app, talk, "hm")

    third = say(app, talk, "and now?")
    clock.advance(minutes=1)
    fourth = say(app, talk, "and now?")

    assert [t.limited for t in (first, second, third, fourth)] == [
        "", "", "messages_per_minute", "",
    ]  # fmt: skip
    assert reply_text(third) == WORDS["messages_per_minute"]
    assert (third.calls, third.effects, third.model_calls) == ((), (), ())
    assert third.case == second.case
    assert len(app.conversations.turns(talk)) == 4


def test_a_conversation_past_its_tokens_goes_on_with_buttons_only(opened: Opened) -> None:
    app = opened(tokens_per_conversation=1_000)
    talk = started(app)
    say(app, talk, CAR)

    words = say(app, talk, "and over 48 months?")
    button = say(app, talk, AdjustOffer(letter="a", term_months=48))
    elsewhere = say(app, started(app), "hello")

    assert (words.limited, words.model_calls) == ("conversation", ())
    assert button.limited == ""
    assert button.case.chosen == "d"
    assert elsewhere.limited == ""


def test_a_day_past_its_tokens_slows_every_conversation_until_the_next(
    opened: Opened, clock: Any
) -> None:
    app = opened(tokens_per_day=1_000)
    say(app, started(app), CAR)

    today = say(app, started(app), "hello")
    clock.advance(hours=24, seconds=1)
    tomorrow = say(app, started(app), "hello")

    assert (today.limited, tomorrow.limited) == ("day", "")
    assert reply_text(today) == WORDS["day"]


@pytest.mark.parametrize("limit", ["usd_per_conversation", "usd_per_day"])
def test_money_is_counted_from_the_price_of_each_call(opened: Opened, limit: str) -> None:
    app = opened(**{limit: Decimal("0.01")})
    talk = started(app)
    closed = say(app, talk, CAR)
    dear = closed.model_calls[0].model_copy(update={"cost_usd": Decimal("0.02")})
    _charge(app, talk, closed.model_copy(update={"model_calls": (dear,)}))

    assert say(app, talk, "hello").limited == limit.removeprefix("usd_per_")


def _charge(app: App, talk: str, closed: ClosedTurn) -> None:
    """Close a further turn whose calls have a price."""
    from agent.conversations.records import Opened as Message

    message = Message(
        conversation_id=talk, turn_id="dear", sequence=0, said=Text(text="hm"), session=MAYA,
        now=app.now(), case_version=0, knowledge={},
    )  # fmt: skip
    lease = app.conversations.open_turn(message, 30)[1]
    assert lease is not None
    assert app.conversations.close_turn(lease, closed)


def test_a_message_that_is_too_long_is_read_to_its_limit_and_the_customer_told(
    opened: Opened,
) -> None:
    app = opened(message_characters=200)
    talk = started(app)

    closed = say(app, talk, CAR + " please" * 100)

    (turn,) = app.conversations.turns(talk)
    assert isinstance(turn.opened.said, Text)
    assert turn.opened.said.text.startswith(CAR)
    assert len(turn.opened.said.text) < 210
    assert reply_text(closed).startswith(TOO_LONG)
    assert closed.case.current


def test_no_limit_named_means_none(opened: Opened) -> None:
    app = opened(messages_per_minute=None, tokens_per_conversation=None, usd_per_conversation=None)
    talk = started(app)

    assert {say(app, talk, "hm").limited for _ in range(5)} == {""}


def test_a_limited_turn_is_equal_when_it_is_run_again(data_dir: Path, clock: Any) -> None:
    app = build(Settings(data_dir=data_dir, messages_per_minute=1), clock=clock)
    talk = started(app)
    say(app, talk, "hello")
    limited = say(app, talk, "hello?")

    assert limited.limited
    assert replay(app.conversations, limited.closed.turn_id).equal
    app.close()


def test_the_words_past_a_limit_promise_nothing_and_hold_no_figure() -> None:
    assert not any(c.isdigit() for words in (*WORDS.values(), TOO_LONG) for c in words)
    assert all("Nothing was changed" in words for words in WORDS.values())
