"""Look at the knowledge files: `check` them, or `diff` two versions.

python -m tools.knowledge check
python -m tools.knowledge diff knowledge edited/catalogue.yaml
"""

import argparse
import sys
from pathlib import Path

from tools.knowledge.diff import changes
from tools.knowledge.golden import GOLDEN_CASES, golden_cases
from tools.knowledge.loader import FOLDER, load_catalogue, load_knowledge, load_rulebook
from tools.knowledge.reading import KnowledgeError, Problem
from tools.lending.catalogue import Rulebook
from tools.lending.evaluate import evaluate


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 when files are wrong (argparse itself exits with 2)."""
    wanted = _parser().parse_args(arguments)
    try:
        return _check(wanted.folder) if wanted.command == "check" else _diff(wanted)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} to put right", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.knowledge",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="validate a folder and print its content hashes")
    check.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    diff = commands.add_parser(
        "diff", help="list the golden cases whose outcome, price or cards an edit changes"
    )
    diff.add_argument("old", type=Path, help="a folder, or a catalogue file")
    diff.add_argument("new", type=Path, help="a folder, or a catalogue file")
    diff.add_argument("--cases", type=Path, default=GOLDEN_CASES, help="default: the shipped ones")
    return parser


def _check(folder: Path) -> int:
    knowledge = load_knowledge(folder)
    for name, digest in knowledge.hashes.items():
        print(f"OK  {name:<30}{digest}")
    return 0


def _diff(wanted: argparse.Namespace) -> int:
    old, new = _both(wanted.old, wanted.new)
    cases = golden_cases(wanted.cases)
    found = changes(old, new, cases, evaluate)
    for change in found:
        print(change, end="\n\n")
    print(f"{len(cases)} golden cases compared, {len(found)} answered differently.")
    return 0


def _both(*places: Path) -> tuple[Rulebook, ...]:
    rulebooks: list[Rulebook] = []
    problems: list[Problem] = []
    for place in places:
        try:
            rulebooks.append(_rulebook(place))
        except KnowledgeError as error:
            problems += error.problems
    if problems:
        raise KnowledgeError(tuple(problems))
    return tuple(rulebooks)


def _rulebook(place: Path) -> Rulebook:
    """A folder is taken as it is; a catalogue file is taken with the shipped rules."""
    if place.is_dir():
        return load_rulebook(place)
    return load_rulebook().model_copy(update={"catalogue": load_catalogue(place)})


if __name__ == "__main__":
    sys.exit(main())
