"""Build, ask and measure the index of the bank's policies."""

import argparse
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from platformdirs import user_cache_path

from tools.knowledge import FOLDER, KnowledgeError, load_rulebook
from tools.policy_index.encoders import CHOICES, Encoder, EncoderUnavailable, encoder_for
from tools.policy_index.export import export
from tools.policy_index.meaning import processors
from tools.policy_index.opening import Opened, read_folder
from tools.policy_index.reporting import NO_ANSWER, Workbench, ask, calibrate, evaluate
from tools.policy_index.store import VectorStore


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, 1 where nothing is found, 2 where files or arguments are wrong."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        return COMMANDS[options.command](options)
    except (KnowledgeError, EncoderUnavailable) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.policy_index", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    common = _common()
    commands.add_parser("build", parents=[common], help="encode what changed since the last time")
    asked = commands.add_parser("ask", parents=[common], help="show passages, scores and why")
    asked.add_argument("question")
    asked.add_argument("-k", type=int, default=5, help="how many passages at most (5)")
    asked.add_argument("--audience", choices=("customer", "staff"), default="customer")
    for name, what in (
        ("eval", "measure words, meaning and both on judged questions"),
        ("calibrate", "weights and threshold from judged questions"),
    ):
        judged = commands.add_parser(name, parents=[common], help=what)
        judged.add_argument(
            "folder", type=Path, help="queries.jsonl, qrels.jsonl; corpus.jsonl, or the policies"
        )
        judged.add_argument("--half", help="only the questions of this half")
    files = commands.add_parser(
        "export", parents=[common], help="write the files of a Bedrock Knowledge Base"
    )
    files.add_argument("folder", type=Path, help="made when missing; earlier exports are removed")
    speed = commands.add_parser("speed", parents=[common], help="time searches on generated text")
    speed.add_argument("--passages", type=int, default=50_000, help="how many (50000)")
    speed.add_argument("--questions", type=int, default=200, help="how many (200)")
    return parser


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    known = "; ".join(f"{name}: {what}" for name, what in CHOICES)
    common.add_argument("--encoder", default="minilm", type=_named, help=known)
    common.add_argument("--knowledge", type=Path, default=FOLDER, help="folder of the knowledge")
    common.add_argument(
        "--cache",
        type=Path,
        default=user_cache_path("loan-advisor", appauthor=False),
        help="folder of the vectors",
    )
    return common


def _named(said: str) -> Callable[[], Encoder] | None:
    try:
        return encoder_for(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _workbench(options: argparse.Namespace) -> Workbench:
    load: Callable[[], Encoder] | None = options.encoder
    return Workbench(load() if load else None, VectorStore(options.cache), _say, processors())


def _opened(options: argparse.Namespace) -> Opened:
    return read_folder(options.knowledge / "policies", load_rulebook(options.knowledge))


def _build(options: argparse.Namespace) -> int:
    started = perf_counter()
    opened = _opened(options)
    bench = _workbench(options)
    index = opened.indexed(bench.opened(opened))
    index.warm()
    by = bench.encoder.name if bench.encoder else "words alone"
    said = f"{len(opened.passages)} passages, version {index.content_hash[:12]}, {by}"
    print(f"{said}: {perf_counter() - started:.1f} s")
    return 0


def _ask(options: argparse.Namespace) -> int:
    opened = _opened(options)
    lines = ask(_workbench(options), opened, options.question, options.k, options.audience)
    print("\n".join(lines))
    return int(lines[0] == NO_ANSWER)


def _eval(options: argparse.Namespace) -> int:
    for line in evaluate(
        _workbench(options), options.folder, lambda: _opened(options), options.half
    ):
        print(line)
    return 0


def _export(options: argparse.Namespace) -> int:
    count = export(_opened(options).passages, options.folder)
    print(f"{count} passages in {options.folder}")
    return 0


def _calibrate(options: argparse.Namespace) -> int:
    opened = _opened(options)
    print("\n".join(calibrate(_workbench(options), opened, options.folder, options.half)))
    return 0


def _speed(options: argparse.Namespace) -> int:
    from tools.policy_index.speed import speed_of

    encoder = _workbench(options).encoder
    if encoder is None:
        raise EncoderUnavailable("speed is measured with an encoder")
    print(speed_of(encoder, options.passages, options.questions))
    return 0


def _say(done: int, of: int) -> None:
    if sys.stderr.isatty() or done == of:
        print(f"\r{done} of {of} texts encoded", end="\n" if done == of else "", file=sys.stderr)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": _build,
    "ask": _ask,
    "eval": _eval,
    "calibrate": _calibrate,
    "export": _export,
    "speed": _speed,
}

if __name__ == "__main__":
    sys.exit(main())
