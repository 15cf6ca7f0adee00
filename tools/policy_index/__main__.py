"""Ask the policies a question and see which passages answer, and how well."""

import argparse
import sys
import tomllib
from pathlib import Path

from tools.knowledge import FOLDER, KnowledgeError, load_rulebook
from tools.policy_index import PolicyIndex, open_policies
from tools.policy_index.evaluation import JudgedSet, measure
from tools.policy_index.records import Passage


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, 1 where nothing matches, 2 where the files are wrong."""
    options = _parser().parse_args(arguments)
    try:
        index = open_policies(options.knowledge / "policies", load_rulebook(options.knowledge))
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 2
    return _ask(index, options) if options.command == "ask" else _measure(index, options.file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.policy_index", description=__doc__)
    parser.add_argument(
        "--knowledge", type=Path, default=FOLDER, help="folder of the knowledge files"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="show the passages that answer a question")
    ask.add_argument("question")
    ask.add_argument("-k", type=int, default=5, help="how many passages at most (5)")
    ask.add_argument("--audience", choices=("customer", "staff"), default="customer")
    judged = commands.add_parser("measure", help="measure the search on judged questions")
    judged.add_argument("file", type=Path, help="TOML with questions = [{ask, half, passages}]")
    return parser


def _ask(index: PolicyIndex, options: argparse.Namespace) -> int:
    found = index.search(options.question, k=options.k, audience=options.audience)
    if not found:
        print("The policies do not answer this.")
        return 1
    for passage in found:
        print(_shown(passage))
    return 0


def _shown(passage: Passage) -> str:
    figures = ", ".join(f"{figure.id} = {figure.shown}" for figure in passage.figures)
    lines = [
        f"{passage.id}   score {passage.score:.2f}, covers {passage.coverage:.0%} of the question",
        f"  {' > '.join(passage.title_path)}   (version {passage.version}, {passage.audience})",
        *(f"  {paragraph}" for paragraph in passage.text.split("\n\n")),
        *([f"  figures: {figures}"] if figures else []),
    ]
    return "\n".join(lines) + "\n"


def _measure(index: PolicyIndex, file: Path) -> int:
    try:
        content = file.read_text(encoding="utf-8")
        questions = JudgedSet.model_validate(tomllib.loads(content)).questions
    except (OSError, ValueError) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return 2
    for half in dict.fromkeys(question.half for question in questions):
        print(half, measure(index, [question for question in questions if question.half == half]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
