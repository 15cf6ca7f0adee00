"""`python -m evals.simulation`: simulated customers talk; exit 1 when too many end elsewhere."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from agent.models import ModelUnavailable
from agent.prompting import PromptError, versions_of
from agent.settings import SettingsError
from evals.office import Cast
from evals.simulation.soak import HANDED_OVER_AT_MOST_PCT, Simulated, soak

CONVERSATIONS = 1_000


def main() -> int:
    """Run the soak that the arguments describe."""
    wanted = _arguments()
    try:
        cast = Cast(model=wanted.model, prompt=wanted.prompt)
        versions_of(cast.prompt)
        ended = _played(range(wanted.seed, wanted.seed + wanted.conversations), wanted, cast)
    except (ModelUnavailable, PromptError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    wrong = [one for one in ended if not one.right and not one.handed_over]
    handed = [one for one in ended if one.handed_over and not one.right]
    _print(ended, wrong, handed, wanted.show)
    if wanted.out:
        wanted.out.write_text("\n".join(one.model_dump_json() for one in ended) + "\n")
    too_many = len(handed) * 100 > HANDED_OVER_AT_MOST_PCT * len(ended)
    return 1 if wrong or too_many else 0


def _played(seeds: range, wanted: argparse.Namespace, cast: Cast) -> tuple[Simulated, ...]:
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("Simulated conversations", total=len(seeds))
        return soak(seeds, wanted.workers, lambda _: progress.advance(bar), cast)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.simulation", description=__doc__)
    parser.add_argument(
        "--conversations",
        type=_positive,
        default=CONVERSATIONS,
        metavar="N",
        help=f"how many (default: {CONVERSATIONS})",
    )
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument(
        "--workers", type=_positive, default=2, metavar="N", help="conversations at once"
    )
    parser.add_argument(
        "--model",
        choices=("offline", "bedrock"),
        default="offline",
        help="who talks on both sides; bedrock lets a model be the customer too",
    )
    parser.add_argument(
        "--prompt",
        default="production",
        metavar="VERSION",
        help="a label or version of the prompts",
    )
    parser.add_argument("--show", type=int, default=5, metavar="N", help="failures to print whole")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write every conversation as JSON")
    return parser.parse_args()


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _print(
    ended: tuple[Simulated, ...], wrong: list[Simulated], handed: list[Simulated], show: int
) -> None:
    table = Table(title=f"{len(ended)} simulated conversations")
    for column in ("product", "conversations", "right", "handed over", "wrong", "turns"):
        table.add_column(column, justify="left" if column == "product" else "right")
    for product in sorted({one.product for one in ended}):
        of_it = [one for one in ended if one.product == product]
        right, to_people = sum(o.right for o in of_it), sum(o in handed for o in of_it)
        turns = sum(o.turns for o in of_it) / len(of_it)
        others = len(of_it) - right - to_people
        row = (product, len(of_it), right, to_people, others, f"{turns:.1f}")
        table.add_row(*map(str, row))
    console = Console()
    console.print(table)
    misheard = Counter(m.split(":")[0] for one in ended for m in one.misheard)
    console.print(f"Fields not understood as told: {dict(misheard.most_common(10))}")
    for one in wrong[:show]:
        _print_one(console, one)
    console.print(f"{len(ended) - len(wrong)} of {len(ended)} ended right or with a person.")


def _print_one(console: Console, one: Simulated) -> None:
    console.rule(f"seed {one.seed}, {one.product}: {one.outcome or 'nothing'}, not {one.truth}")
    for words, reply in one.said:
        console.print(f"> {words}\n  {reply}", markup=False)
    console.print(f"misheard: {'; '.join(one.misheard)}", markup=False)
    if one.broke:
        console.print(f"broke off: {one.broke}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
