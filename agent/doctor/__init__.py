"""`python -m agent doctor`: what is installed, found and valid. Looks only; changes nothing."""

import sys
from collections.abc import Callable, Iterator

from agent.doctor import found, installed, valid
from agent.doctor.diagnosis import Diagnosis, Health
from agent.settings import Settings, SettingsError, load_settings

__all__ = ["EXAMINATIONS", "Diagnosis", "Health", "report", "run", "say_free_port"]

EXAMINATIONS: tuple[Callable[[Settings], Iterator[Diagnosis]], ...] = (
    installed.python,
    installed.packages,
    installed.booster,
    installed.encoder,
    found.data_folder,
    found.databases,
    found.log_chain,
    valid.knowledge,
    valid.prompts,
    valid.model,
    found.port,
)


def run(settings: Settings) -> int:
    """Print the report; return 1 when something that is needed is broken."""
    lines = report(settings)
    for line in lines:
        _print(f"{line.health} {line.part:20} {line.said}")
    return int(any(line.health is Health.BROKEN for line in lines))


def report(settings: Settings) -> tuple[Diagnosis, ...]:
    """Examine everything that a conversation needs, in reading order."""
    return tuple(line for examine in EXAMINATIONS for line in examine(settings))


def say_free_port() -> None:
    """Print the port of the settings, or leave with one clear line when it is taken."""
    try:
        port = load_settings().port
    except SettingsError as error:
        sys.exit(str(error))
    if found.port_is_taken(port):
        sys.exit(
            f"Port {port} is taken (perhaps by this chat, already open): close what uses it, or "
            f"choose another with make run LOAN_ADVISOR_PORT={port + 1}"
        )
    _print(str(port))


def _print(line: str) -> None:
    """Write a line, whatever characters the console knows."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")
