"""Talk to the advisor in a terminal, or run the back office. `python -m agent --help`."""

import argparse
import json
import sys
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from agent.settings import Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from agent.conversations.records import Session
    from agent.wiring import App


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m agent", description=__doc__)
    parser.add_argument("--persona", help="sign in as a demonstration customer (see `personas`)")
    parser.add_argument("--model", choices=("offline", "bedrock"), help="which language model")
    parser.add_argument("--resume", metavar="CONVERSATION", help="come back to a conversation")
    parser.add_argument(
        "--json", action="store_true", help="one message per line in, one JSON object per turn out"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("chat", help="talk (this is what happens without a command)")
    commands.add_parser("demo", help="play two conversations with receipts, no typing")
    commands.add_parser("personas", help="list the demonstration customers")
    commands.add_parser("doctor", help="say what is installed, found and valid")
    commands.add_parser("check-model", help="make one call to the model and say what was seen")
    commands.add_parser("queue", help="what waits for a person")
    commands.add_parser("due", help="notices and clocks; exit 1 when something is overdue")
    verify = commands.add_parser("verify", help="check the hash chain of the conversation log")
    verify.add_argument("conversation", nargs="?")
    replay = commands.add_parser("replay", help="run a closed turn again from its record")
    replay.add_argument("turn")
    replay.add_argument("--json", dest="as_json", action="store_true", help="one JSON object")
    export = commands.add_parser("export", help="everything held about a customer, as JSON")
    export.add_argument("customer")
    training = commands.add_parser("export-training", help="decisions, for `python -m ml.feedback`")
    training.add_argument("--out", type=Path, required=True, help="a file of JSON lines")
    erase = commands.add_parser("erase", help="erase what may be erased about a customer")
    erase.add_argument("customer")
    erase.add_argument("--reason", required=True, help="stays beside the emptied rows")
    decide = commands.add_parser("decide", help="decide an application (stand-in underwriter)")
    _add_decision(decide)
    return parser


def _dollars(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise argparse.ArgumentTypeError(f"not an amount: {text!r}")
    return amount


def _add_decision(decide: argparse.ArgumentParser) -> None:
    decide.add_argument("application")
    verdict = decide.add_mutually_exclusive_group(required=True)
    for name in ("approve", "decline", "counter"):
        verdict.add_argument(f"--{name}", dest="verdict", action="store_const", const=name)
    decide.add_argument("--reason", action="append", default=[], help="AA08; up to four")
    decide.add_argument("--principal", type=_dollars, help="dollars of a counter-offer")
    decide.add_argument("--term-months", type=int, help="months of a counter-offer")
    decide.add_argument("--by", default="underwriter")


def _session(app: "App", persona: str | None, channel: str) -> "Session":
    from agent.conversations.records import Session

    known = [p.id for p in app.personas()]
    if persona is not None and persona not in known:
        raise SettingsError(f"There is no persona {persona!r}. Personas: {', '.join(known)}.")
    customer = None if persona in (None, "guest") else persona
    zone = app.knowledge.bank.hours.time_zone
    return Session.model_validate(
        {"customer_id": customer, "channel": channel, "locale": app.settings.locale,
         "time_zone": zone}
    )  # fmt: skip


def _chat(app: "App", arguments: argparse.Namespace) -> int:
    if arguments.json:
        from agent.json_mode import stdin_lines, talk

        session = _session(app, arguments.persona, "eval")
        return talk(app, session, stdin_lines(), sys.stdout, arguments.resume)
    from rich.console import Console

    from agent.terminal import TerminalChat

    chat = TerminalChat(app, _session(app, arguments.persona, "terminal"), Console())
    chat.open(arguments.resume)
    chat.listen()
    return 0


def _demo(app: "App", arguments: argparse.Namespace) -> int:
    from agent.demo import play

    return play(app)


def _personas(app: "App", arguments: argparse.Namespace) -> int:
    for persona in app.personas():
        print(f"{persona.id:12} {persona.name:22} {persona.story}")
    return 0


def _queue(app: "App", arguments: argparse.Namespace) -> int:
    from agent.office import queue

    lines = queue(app)
    print("\n".join(line.text for line in lines) or "Nothing waits.")
    return 0


def _due(app: "App", arguments: argparse.Namespace) -> int:
    from agent.office import due

    lines = due(app, app.now())
    for line in lines:
        print(("OVERDUE  " if line.overdue else "         ") + line.text)
    if not lines:
        print("Nothing is due.")
    return int(any(line.overdue for line in lines))


def _verify(app: "App", arguments: argparse.Namespace) -> int:
    faults = app.conversations.verify(arguments.conversation)
    print("\n".join(faults) or "The chain is whole.")
    return int(bool(faults))


def _replay(app: "App", arguments: argparse.Namespace) -> int:
    from agent.replaying import replay, report

    found = replay(app.conversations, arguments.turn, app.settings.locale)
    print(found.model_dump_json(indent=2) if arguments.as_json else report(found))
    return int(not found.equal)


def _export(app: "App", arguments: argparse.Namespace) -> int:
    from agent.data_rights import export

    print(json.dumps(export(app, arguments.customer), indent=2, ensure_ascii=False))
    return 0


def _export_training(app: "App", arguments: argparse.Namespace) -> int:
    from agent.training_export import export_training

    found = export_training(app, arguments.out)
    print(f"{found.decisions} decisions in {arguments.out}, "
          f"{found.without_features} of them not scored.")  # fmt: skip
    return 0


def _erase(app: "App", arguments: argparse.Namespace) -> int:
    from agent.data_rights import erase

    print(erase(app, arguments.customer, arguments.reason, app.now()).text)
    return 0


def _decide(app: "App", arguments: argparse.Namespace) -> int:
    from agent.office import Terms, decide

    line = decide(
        app,
        arguments.application,
        arguments.verdict,
        arguments.reason,
        arguments.by,
        Terms(arguments.principal, arguments.term_months),
    )
    print(line.text)
    return 0


def _check_model(settings: Settings) -> int:
    """Print what one call saw; exit 1 with the one-line reason when there is no usable model."""
    from agent.check_model import check
    from agent.models import ModelUnavailable

    try:
        print("\n".join(check(settings)))
    except ModelUnavailable as error:
        print(" ".join(str(error).split()))
        return 1
    return 0


COMMANDS: dict[str, Callable[["App", argparse.Namespace], int]] = {
    "chat": _chat,
    "demo": _demo,
    "personas": _personas,
    "queue": _queue,
    "due": _due,
    "verify": _verify,
    "decide": _decide,
    "replay": _replay,
    "export": _export,
    "export-training": _export_training,
    "erase": _erase,
}


def _expected_errors() -> tuple[type[Exception], ...]:
    """Errors that somebody can act on; anything else is a bug and shows its traceback."""
    from agent.advisor import NotYourConversation
    from agent.conversations.records import LogUnavailable
    from agent.models import ModelUnavailable
    from tools.knowledge import KnowledgeError
    from tools.lending.errors import LendingError
    from tools.stores.errors import StoreUnavailable

    return (
        SettingsError, NotYourConversation, LogUnavailable, ModelUnavailable, KnowledgeError,
        LendingError, StoreUnavailable,
    )  # fmt: skip


def _settings(arguments: argparse.Namespace) -> Settings:
    settings = load_settings()
    chosen = {"model": arguments.model} if arguments.model else {}
    return settings.model_copy(update=chosen)


def main(argv: list[str] | None = None) -> int:
    """Run a command; one clear line on standard error for what somebody can act on."""
    arguments = _parser().parse_args(argv)
    try:
        settings = _settings(arguments)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.command == "doctor":
        from agent.doctor import run as examine

        return examine(settings)
    if arguments.command == "check-model":
        return _check_model(settings)
    from agent.wiring import build

    app = build(settings)
    try:
        return COMMANDS[arguments.command or "chat"](app, arguments)
    except _expected_errors() as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    finally:
        app.close()


if __name__ == "__main__":
    sys.exit(main())
