"""The house keeps its shape: what lies where, how long things are, what the lock promises."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("agent", "tools", "prompts", "knowledge", "ui", "ml", "evals", "infra", "tests")
PAPERS = (
    *("README.md", "DECISIONS.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile"),
    *("pyproject.toml", "requirements.lock"),
)
CODE = ("agent", "tools", "ui", "ml", "evals")
VAGUE_FOLDERS = {"utils", "common", "helpers", "core", "src", "scripts", "docs"}
NOT_OURS = {".venv", ".venv-peers", "__pycache__", "node_modules", ".git"}

OF_ONE_MACHINE = re.compile(
    r"/(?:home|Users|root|tmp|work|opt)/\w|[A-Z]:\\Users"  # somebody's folders
    r"|pypi\.org|pythonhosted\.org|npmjs\.|--(?:extra-)?index-url|--find-links",  # a registry
)
MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 30
"""Of its body: neither signature nor docstring counts."""
LONG_MODULES = {
    "agent/readings.py": "one reader for each kind of field",
    "agent/language/quantities.py": "the one number reader",
    "agent/offline/phrases.py": "a list of wordings",
    "agent/offline/products.py": "the words of eight products, read in their order",
    "agent/offline/plan.py": "one short function for each thing that a message can ask for",
    "agent/replies/renderer.py": "every convention of writing a figure, in one place",
    "agent/terminal.py": "every command and every block of the terminal",
    "agent/toolbox.py": "the whole way of a call: schema, arguments, refusal, what must follow",
    "tools/intake.py": "a list of fields, when each is needed and what it is derived from",
    "tools/lending/amortization.py": "half of it docstrings with their formulas",
    "tools/lending/records.py": "a list of records",
    "tools/stores/applications.py": "a list of records, and the steps between them",
    "tools/stores/sqlite_applications.py": "one store, one query per method",
}
LONG_FUNCTIONS = {
    "agent/offline/say_changes.py:say_compared": "the sentences of a comparison, in their order",
    "agent/replies/phrases.py:phrases": "a list of the phrase files and what is read from each",
    "tools/record_details.py:record_details": "the steps of taking in a message, one line each",
    "tools/adjust_offer.py:adjust_offer": "a formatted call with one line per change",
    "tools/look_up_profile.py:look_up_profile": "a list of what is held, and where it goes",
    "tools/record_complaint.py:record_complaint": "one record, field by field",
    "tools/lending/offers.py:offer_of": "one line per figure of a card",
    "tools/lending/standing.py:standing_of": "one line per derived value",
}
"""What is longer, and why it reads better whole."""


@cache
def committed() -> tuple[Path, ...]:
    """Every file under version control; in an exported tree, every file that is not made here."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        found = [p.relative_to(ROOT) for p in ROOT.rglob("*") if p.is_file()]
        return tuple(p for p in found if not NOT_OURS & set(p.parts))
    names = [name for name in listed.stdout.split("\0") if name]
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def modules() -> list[Path]:
    """Every module of the product, tests left out."""
    return [path for path in committed() if path.suffix == ".py" and path.parts[0] in CODE]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield 'module.py:function' and the lines of its body."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.as_posix()}:{node.name}", _lines(node)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    documented = ast.get_docstring(node) is not None
    body = node.body[1:] if documented else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def requirements(text: str) -> list[Requirement]:
    """Read requirement lines; comments and empty lines are left out."""
    lines = (line.strip() for line in text.splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def locked() -> list[Requirement]:
    return requirements((ROOT / "requirements.lock").read_text(encoding="utf-8"))


def locked_here() -> dict[str, Requirement]:
    """What the lock installs on this platform, by canonical name."""
    return {
        canonicalize_name(line.name): line
        for line in locked()
        if line.marker is None or line.marker.evaluate()
    }


def asked_for() -> list[Requirement]:
    """What pyproject.toml and .ci/requirements.in name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    development = (ROOT / ".ci" / "requirements.in").read_text(encoding="utf-8")
    named = "\n".join(project["dependencies"]) + "\n" + development
    return [one for one in requirements(named) if one.marker is None or one.marker.evaluate()]


# -- what lies where -----------------------------------------------------------------------------


def test_the_top_level_holds_exactly_the_rooms_and_their_papers() -> None:
    visible = {path.parts[0] for path in committed() if not path.parts[0].startswith(".")}

    assert visible == {*ROOMS, *PAPERS}


def test_no_folder_has_a_name_that_says_nothing() -> None:
    assert [str(p) for p in committed() if VAGUE_FOLDERS & set(p.parent.parts)] == []


def test_streamlit_finds_no_pages_folder_and_no_module_that_hides_a_package() -> None:
    screens = [path for path in committed() if path.parts[0] == "ui"]

    assert [str(p) for p in screens if "pages" in p.parts] == []
    assert [str(p) for p in screens if p.parent == Path("ui") and p.stem in ROOMS] == []


def test_tests_are_no_package() -> None:
    found = [p for p in committed() if p.parts[0] == "tests" and p.name == "__init__.py"]

    assert found == []


def test_no_file_names_a_folder_of_one_machine_or_a_registry() -> None:
    found = {
        path.as_posix(): OF_ONE_MACHINE.findall(text)
        for path in committed()
        if path != Path("tests/test_house.py")  # holds the patterns
        and (text := (ROOT / path).read_bytes().decode("utf-8", errors="ignore"))
    }

    assert {name: what for name, what in found.items() if what} == {}


# -- how long things are -------------------------------------------------------------------------


def test_a_module_is_short_or_explains_itself() -> None:
    lengths = {p.as_posix(): len((ROOT / p).read_bytes().splitlines()) for p in modules()}

    long = {name: n for name, n in lengths.items() if n > MAX_MODULE_LINES}
    assert {name: n for name, n in long.items() if name not in LONG_MODULES} == {}


def test_a_function_is_short_or_explains_itself() -> None:
    lengths = {name: n for path in modules() for name, n in functions(path)}

    long = {name: n for name, n in lengths.items() if n > MAX_FUNCTION_LINES}
    assert {name: n for name, n in long.items() if name not in LONG_FUNCTIONS} == {}


def test_an_explanation_speaks_of_something_that_is_there() -> None:
    there = {p.as_posix() for p in modules()} | {n for p in modules() for n, _ in functions(p)}

    assert {*LONG_MODULES, *LONG_FUNCTIONS} - there == set()


# -- what the lock promises ----------------------------------------------------------------------


def test_the_lock_names_exact_versions_and_no_address() -> None:
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [^@/]+)?", line), line


def test_the_lock_holds_everything_that_is_asked_for_within_its_bounds() -> None:
    lock = locked_here()

    missing = [str(one) for one in asked_for() if canonicalize_name(one.name) not in lock]
    assert missing == []
    for one in asked_for():
        exact = next(iter(lock[canonicalize_name(one.name)].specifier)).version
        assert one.specifier.contains(exact), f"{one} is locked at {exact}"


def test_the_lock_is_complete_so_that_nothing_else_need_be_resolved() -> None:
    lock = locked_here()
    left_out = {one.name for one in requirements((ROOT / ".ci" / "overrides.txt").read_text())}

    needed = {
        (name, canonicalize_name(one.name))
        for name in lock
        for one in map(Requirement, requires(name) or ())
        if one.marker is None or one.marker.evaluate({"extra": ""})
    }
    assert {pair for pair in needed if pair[1] not in {*lock, *left_out}} == set()


def test_what_is_installed_is_what_the_lock_names() -> None:
    lock = locked_here()

    differs = [str(one) for name, one in lock.items() if not one.specifier.contains(version(name))]
    assert differs == []
