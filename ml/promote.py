"""Put a trained scorer in service, or the one before it back: a named person does, never a program.

    python -m ml.promote sign CANDIDATE --by NAME --role ROLE --note WHY [--fairness FILE]
    python -m ml.promote promote CANDIDATE --by NAME [--into FOLDER]
    python -m ml.promote rollback --by NAME --reason WHY [--into FOLDER]
    python -m ml.promote history [--into FOLDER]

`sign` writes the name into the candidate's model card, over the hashes of its manifest and of its
fairness report (`make fairness`, or `python -m ml.fairness --scorer CANDIDATE`). `promote` refuses
a card without that, an altered file, a report that blocks, and whoever is no person. What was in
service is kept below `previous/`, so that `rollback` is a copy.
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from ml.artifact import ArtifactError, open_for_serving
from ml.shipped import MANIFEST, SHIPPED, ScorerNotLoaded, digest, scorer_files, version_in
from tools.lending.records import Record

CARD, REPORT, HISTORY, PREVIOUS = "MODEL_CARD.md", "fairness.json", "promotions.json", "previous"
SIGNED = re.compile(
    r"^- Signed by (?P<by>.+), (?P<role>.+), (?P<at>\S+): manifest (?P<manifest>[0-9a-f]{64}),"
    r" fairness (?P<fairness>[0-9a-f]{64})\. (?P<note>.+)$",
    re.MULTILINE,
)
NOBODY = {"", "system", "assistant", "advisor", "bot", "ci", "model", "agent", "automatic", "root"}


class PromotionRefused(Exception):
    """It stays as it is; the message says why, and what would help."""


class Promotion(Record):
    """One line of the history."""

    action: Literal["promote", "rollback"]
    version: str
    replaced: str | None
    by: str
    at: datetime
    reason: str
    manifest: str
    """Hash of the manifest that went into service."""


PROMOTIONS: TypeAdapter[tuple[Promotion, ...]] = TypeAdapter(tuple[Promotion, ...])


def sign(candidate: Path, by: str, role: str, note: str, at: datetime) -> None:
    """Write a person's name into the card, over what they looked at.

    Raises:
        PromotionRefused: no person, no card, no fairness report of this very scorer.
    """
    _a_person(by)
    files = _files(candidate)
    report = _report(candidate, files)
    if not note.strip():
        raise PromotionRefused("A signature says why: name what was weighed (--note).")
    card = candidate / CARD
    if not card.exists():
        raise PromotionRefused(f"{candidate.name} has no {CARD}: nothing to sign.")
    line = (
        f"- Signed by {_plain(by)}, {_plain(role)}, {at.isoformat(timespec='seconds')}: manifest "
        f"{digest(files[MANIFEST])}, fairness {digest(report)}. {_plain(note)}"
    )
    text = card.read_text(encoding="utf-8")
    head = "" if "## Signatures" in text else "\n## Signatures\n\n"
    card.write_text(f"{text}{head}{line}\n", encoding="utf-8")


def promote(candidate: Path, into: Path, by: str, at: datetime) -> Promotion:
    """Put a candidate in service.

    Raises:
        PromotionRefused: no person, no signature over these very files, or a report that blocks.
    """
    _a_person(by)
    files = _files(candidate)
    report = json.loads(_report(candidate, files))
    found = _signature(candidate, files)
    if report.get("gate") == "block" and report.get("breaches"):
        raise PromotionRefused("The fairness gate blocks: " + "; ".join(report["breaches"]))
    try:
        version = open_for_serving(candidate).manifest.version
    except ArtifactError as error:
        raise PromotionRefused(str(error)) from error
    replaced = _kept(into)
    _replace(into, {**files, **_beside(candidate)})
    return _noted(into, Promotion(
        action="promote", version=version, replaced=replaced, by=by, at=at,
        reason=f"signed by {found['by']}: {found['note']}", manifest=digest(files[MANIFEST]),
    ))  # fmt: skip


def rollback(into: Path, by: str, reason: str, at: datetime) -> Promotion:
    """Put the scorer back that was in service before the last change.

    Raises:
        PromotionRefused: no person, no reason, nothing before.
    """
    _a_person(by)
    if not reason.strip():
        raise PromotionRefused("A rollback says why (--reason).")
    past = history(into)
    if not past or past[-1].replaced is None:
        raise PromotionRefused(f"{into.name} has no scorer before this one.")
    before = into / PREVIOUS / past[-1].replaced
    files = _files(before)
    replaced = _kept(into)
    _replace(into, {**files, **_beside(before)})
    return _noted(into, Promotion(
        action="rollback", version=version_in(files), replaced=replaced, by=by, at=at,
        reason=reason, manifest=digest(files[MANIFEST]),
    ))  # fmt: skip


def history(into: Path) -> tuple[Promotion, ...]:
    """Return what was promoted into a folder, oldest first.

    Raises:
        PromotionRefused: the history cannot be read.
    """
    try:
        return PROMOTIONS.validate_json((into / HISTORY).read_bytes())
    except FileNotFoundError:
        return ()
    except (ValidationError, OSError) as error:
        raise PromotionRefused(f"{into.name}/{HISTORY} cannot be read: {error}") from error


def _a_person(by: str) -> None:
    if by.strip().lower() in NOBODY or len(by.split()) < 2:
        raise PromotionRefused(f"{by!r} names no person: give first and last name (--by).")


def _files(folder: Path) -> Mapping[str, bytes]:
    try:
        return scorer_files(folder)
    except ScorerNotLoaded as error:
        raise PromotionRefused(str(error)) from error


def _report(candidate: Path, files: Mapping[str, bytes]) -> bytes:
    try:
        content = (candidate / REPORT).read_bytes()
        of = json.loads(content)["manifest"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PromotionRefused(
            f"{candidate.name} has no fairness report: python -m ml.fairness --scorer {candidate}"
        ) from error
    if of != digest(files[MANIFEST]):
        raise PromotionRefused(f"{candidate.name}/{REPORT} is of another scorer: make it anew.")
    return content


def _signature(candidate: Path, files: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return the newest signature over these very files."""
    card = candidate / CARD
    text = card.read_text(encoding="utf-8") if card.exists() else ""
    wanted = (digest(files[MANIFEST]), digest((candidate / REPORT).read_bytes()))
    valid = [m for m in SIGNED.finditer(text) if (m["manifest"], m["fairness"]) == wanted]
    if not valid:
        raise PromotionRefused(
            f"Nobody has signed this scorer and its fairness report in {CARD}: python -m ml.promote"
            " sign."
        )
    return valid[-1].groupdict()


def _beside(folder: Path) -> dict[str, bytes]:
    """Return the papers that travel with a scorer."""
    names = (CARD, REPORT, "fairness.html", "comparison.json")
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


def _kept(into: Path) -> str | None:
    """Keep what is in service, and return its version; None: nothing is."""
    try:
        files = scorer_files(into)
    except ScorerNotLoaded:
        return None
    place = f"{version_in(files)}-{digest(files[MANIFEST])[:8]}"
    _replace(into / PREVIOUS / place, {**files, **_beside(into)})
    return place


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the manifest last: until then the others are refused by their hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    for name in (*(n for n in files if n != MANIFEST), MANIFEST):
        (folder / name).write_bytes(files[name])


def _noted(into: Path, line: Promotion) -> Promotion:
    past = (*history(into), line)
    (into / HISTORY).write_bytes(PROMOTIONS.dump_json(past, indent=1) + b"\n")
    return line


def _plain(text: str) -> str:
    return " ".join(text.replace(",", " ").split())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ml.promote",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    signs = commands.add_parser("sign", help="a person signs the card of a candidate")
    signs.add_argument("--role", required=True)
    signs.add_argument("--note", required=True)
    promotes = commands.add_parser("promote", help="put a signed candidate in service")
    rolls = commands.add_parser("rollback", help="put the one before back")
    rolls.add_argument("--reason", required=True)
    told = commands.add_parser("history", help="who put what in service, and when")
    for one in (signs, promotes):
        one.add_argument("candidate", type=Path)
    for one in (signs, promotes, rolls):
        one.add_argument("--by", required=True, help="first and last name")
    for one in (promotes, rolls, told):
        one.add_argument("--into", type=Path, default=SHIPPED, help="default: the shipped one")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run a command; one line on standard error for what somebody can act on."""
    wanted = _parser().parse_args(arguments)
    try:
        said = _done(wanted, datetime.now(UTC))  # noqa: TID251 - a person acts, now
    except PromotionRefused as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False)
        return 2
    Console(soft_wrap=True).print(said, markup=False)
    return 0


def _done(wanted: argparse.Namespace, now: datetime) -> str:
    if wanted.command == "sign":
        sign(wanted.candidate, wanted.by, wanted.role, wanted.note, now)
        return f"{wanted.by} has signed {wanted.candidate / CARD}."
    if wanted.command == "history":
        lines = (
            f"{p.at:%Y-%m-%d}  {p.action:8}  {p.version}  {p.by}: {p.reason}"
            for p in history(wanted.into)
        )
        return "\n".join(lines) or "Nothing was promoted here."
    if wanted.command == "promote":
        done = promote(wanted.candidate, wanted.into, wanted.by, now)
    else:
        done = rollback(wanted.into, wanted.by, wanted.reason, now)
    return f"{done.version} is in service (by {done.by}); {done.replaced or 'nothing'} was before."


if __name__ == "__main__":
    sys.exit(main())
