"""The two archives that SageMaker takes: the code that trains and serves, and a trained scorer."""

import io
import tarfile
from collections.abc import Iterable
from pathlib import Path

from ml.artifact import open_for_serving

ROOT = Path(__file__).resolve().parent.parent
SHIPS = ("ml", "tools/lending", "tools/knowledge", "knowledge")
"""What law 4 lets `ml` reach; the artefact travels as the model, not as code."""
NOT_SHIPPED = ("__pycache__", "artifacts")
PROGRAM = "scorer_entry.py"
"""At the root, so that `ml` and `tools` are found beside it."""
ENTRY = """\
import sys

from ml.on_sagemaker import input_fn, model_fn, output_fn, predict_fn, train_here

__all__ = ["input_fn", "model_fn", "output_fn", "predict_fn"]

if __name__ == "__main__":
    sys.exit(train_here(sys.argv[1:]))
"""
REQUIREMENTS = "pydantic>=2.12\npyyaml>=6.0.2\nrich>=14\nmatplotlib>=3.10\n"
"""Beside what the container of xgboost brings."""
OWN = {PROGRAM: ENTRY, "requirements.txt": REQUIREMENTS, "tools/__init__.py": ""}


def write_source(file: Path, root: Path = ROOT) -> tuple[str, ...]:
    """Write the code as tar.gz, and return the names in it; equal code gives equal bytes inside."""
    names = sorted(_code(root))
    with tarfile.open(file, "w:gz") as archive:
        for name in names:
            _add(archive, name, (root / name).read_bytes())
        for name, text in OWN.items():
            _add(archive, name, text.encode())
    return (*names, *OWN)


def write_model(folder: Path, file: Path) -> str:
    """Write a scorer as model.tar.gz, and return its version.

    Raises:
        ArtifactError: the folder holds no scorer that may score customers.
    """
    manifest = open_for_serving(folder).manifest
    with tarfile.open(file, "w:gz") as archive:
        for name in ("manifest.json", *sorted(manifest.files)):
            _add(archive, name, (folder / name).read_bytes())
    return manifest.version


def _code(root: Path) -> Iterable[str]:
    for place in SHIPS:
        for path in (root / place).rglob("*"):
            if path.is_file() and not set(NOT_SHIPPED) & set(path.relative_to(root).parts):
                yield path.relative_to(root).as_posix()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
