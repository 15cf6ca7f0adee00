"""The command line: JSON mode, the terminal, and the back office."""

import io
import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from agent.__main__ import main
from agent.conversations.records import Session
from agent.json_mode import talk
from agent.office import Terms, decide, due, queue
from agent.said import ChooseOffer, Confirm, Text
from agent.settings import Settings
from agent.terminal import TerminalChat
from agent.wiring import App, build
from tools.lending.errors import LendingError
from tools.lending.records import Offer

MAYA = Session(customer_id="maya")


@pytest.fixture
def app(data_dir: Path, clock: Any) -> App:
    return build(Settings(data_dir=data_dir), clock=clock)


def spoken(app: App, *lines: str, session: Session = MAYA) -> list[dict[str, Any]]:
    out = io.StringIO()
    talk(app, session, (f"{line}\n" for line in lines), out, None)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_json_mode_answers_every_line_with_one_object(app: App) -> None:
    frames = spoken(app, "I need 20k for a new car that costs 22,500", "with auto-pay?")

    assert [f["outcome"] for f in frames] == ["LIKELY_FITS", "LIKELY_FITS"]
    assert {"id": "offer.a.monthly_payment", "role": "monthly_payment", "value": "411.01",
            "unit": "usd"} in frames[0]["facts"]  # fmt: skip


def test_an_action_is_a_line_of_json(app: App) -> None:
    frames = spoken(
        app,
        "I need 20k for a new car that costs 22,500",
        '{"kind": "adjust_offer", "letter": "a", "term_months": 48}',
    )

    assert frames[1]["calls"][0]["tool"] == "set_levers"


def test_a_line_that_is_no_action_is_answered_and_the_next_one_works(app: App) -> None:
    frames = spoken(app, '{"kind": "approve_me"}', "hello")

    assert "not an action" in frames[0]["error"]
    assert frames[1]["reply"]


def test_an_object_of_the_wrong_kind_is_no_message_and_its_error_says_what_is_allowed(
    app: App,
) -> None:
    frames = spoken(app, '{"message": 5}', "{hello}")

    assert '{"kind": "text"' in frames[0]["error"]
    assert frames[1]["reply"]


def shown(app: App, *lines: str) -> str:
    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    chat = TerminalChat(app, MAYA, console)
    chat.open()
    for line in lines:
        chat.command(line) if line.startswith("/") else chat.say(Text(text=line))
    output = console.file
    assert isinstance(output, io.StringIO)
    return output.getvalue()


def test_the_terminal_shows_cards_receipts_and_the_case(app: App) -> None:
    text = shown(
        app, "I need 20k for a new car that costs 22,500", "/offers", "/facts",
        "/receipt offer.a.monthly_payment", "/case", "/help",
    )  # fmt: skip

    assert "$411.01" in text
    assert "formula" in text
    assert "on_file" in text
    assert "told" in text


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/nonsense", "There is no command"),
        ("/receipt 9", "Say something first"),
        ("/choose", "Name an offer"),
        ("/attach x", "Use: /attach"),
        ("/attach proof_of_income /nowhere.pdf", "No such file"),
    ],
)
def test_a_wrong_command_says_what_to_do(app: App, line: str, answer: str) -> None:
    assert answer in shown(app, line)


def test_a_conversation_is_exported_as_json(app: App, tmp_path: Path) -> None:
    file = tmp_path / "talk.json"

    shown(app, "hello", f"/export {file}")

    (turn,) = json.loads(file.read_text(encoding="utf-8"))
    assert turn["said"]["text"] == "hello"


def filed(app: App) -> str:
    """File Maya's application and return its number."""
    conversation = app.advisor.open(MAYA).conversation.id

    def say(said: Any) -> None:
        list(app.advisor.reply(MAYA, conversation, said))

    say(Text(text="I need 20k for a new car that costs 22,500"))
    say(ChooseOffer(letter="b"))
    say(Text(text="I want to apply"))
    proposal = app.conversations.latest_case(conversation).proposal
    assert proposal is not None
    say(Confirm(proposal_id=proposal.id))
    return proposal.application_number


def test_an_application_waits_in_the_queue_and_is_decided_once(app: App) -> None:
    number = filed(app)
    assert any(number in line.text for line in queue(app))

    decided = decide(app, number, "approve", [], "ruth")

    assert decided.text == f"{number}: APPROVED"
    with pytest.raises(LendingError):
        decide(app, number, "decline", ["AA08"], "ruth")


def test_a_declined_application_gets_its_notice_in_the_underwriters_reasons(app: App) -> None:
    number = filed(app)

    decide(app, number, "decline", ["AA07"], "ruth")

    (notice,) = app.applications.notices_of("maya")
    assert (notice.kind, notice.application_number) == ("adverse_action", number)
    assert "Length of employment" in notice.markdown
    assert any(notice.id in line.text for line in due(app, app.now()))


def test_a_counter_offer_is_priced_and_goes_out_with_the_combined_notice(app: App) -> None:
    number = filed(app)

    decided = decide(app, number, "counter", ["AA08"], "ruth", Terms(principal=Decimal(15_000)))

    assert decided.text.startswith(f"{number}: COUNTEROFFER")
    found = app.applications.application(number)
    assert found is not None
    assert Offer.model_validate_json(found.counter_offer_json or "").principal == 15_000
    (notice,) = app.applications.notices_of("maya")
    assert notice.kind == "counteroffer"
    assert "$15,000.00" in notice.markdown


@pytest.mark.parametrize("amount", ["abc", "NaN", "1e"])
def test_an_amount_that_is_none_is_refused_in_words(
    amount: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["decide", "LA-1", "--counter", "--reason", "AA08", "--principal", amount])

    assert "not an amount" in capsys.readouterr().err


@pytest.mark.parametrize("terms", [Terms(), Terms(term_months=400), Terms(principal=Decimal(1))])
def test_a_counter_offer_that_the_bank_cannot_make_is_refused_and_changes_nothing(
    app: App, terms: Terms
) -> None:
    number = filed(app)

    with pytest.raises(LendingError):
        decide(app, number, "counter", ["AA08"], "ruth", terms)

    found = app.applications.application(number)
    assert found is not None
    assert found.status == "RECEIVED"
    assert app.applications.notices_of("maya") == ()


@pytest.mark.parametrize(
    ("number", "verdict", "reasons"),
    [("LA-00000000", "approve", []), (None, "decline", []), (None, "decline", ["AA99"])],
)
def test_a_decision_that_cannot_be_is_refused(
    app: App, number: str | None, verdict: str, reasons: list[str]
) -> None:
    with pytest.raises(LendingError):
        decide(app, number or filed(app), verdict, reasons, "ruth")


def test_a_no_in_the_chat_starts_its_clock(app: App, clock: Any) -> None:
    spoken(
        app,
        "I want a home loan of 220,000, the home costs 240,000, 360 months, taxes and insurance "
        "are 300 a month",
        session=Session(customer_id="rosa"),
    )

    (soon,) = due(app, app.now())
    (late,) = due(app, clock.advance(days=31))

    assert "notice" in soon.text
    assert not soon.overdue
    assert late.overdue
    assert soon.text[:10] == f"{clock.now - timedelta(days=1):%Y-%m-%d}"


def test_main_lists_personas(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["personas"]) == 0

    assert "maya" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--persona", "nobody"], "There is no persona 'nobody'"),
        (["--resume", "0" * 32], "no conversation of yours"),
        (["decide", "LA-1", "--approve"], "There is no application LA-1"),
        (["--model", "bedrock"], "No AWS credentials found"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_no_traceback(
    capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    assert main(argv) == 2

    error = capsys.readouterr().err
    assert message in error
    assert len(error.strip().splitlines()) == 1


def test_a_wrong_setting_is_named_with_its_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from agent.settings import load_settings

    monkeypatch.setenv("LOAN_ADVISOR_PORT", "ninety")
    load_settings.cache_clear()

    assert main(["personas"]) == 2

    assert "LOAN_ADVISOR_PORT='ninety'" in capsys.readouterr().err
