"""The files of a trained scorer, read and checked without NumPy: start-up needs no more."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

SHIPPED = Path(__file__).parent / "artifacts"
MANIFEST = "manifest.json"


class ScorerNotLoaded(Exception):
    """There is no trained scorer that can be trusted: the message says which file, and why."""


def scorer_files(folder: Path = SHIPPED) -> Mapping[str, bytes]:
    """Return manifest and files of a scorer, by name; each is the one that the manifest names.

    Raises:
        ScorerNotLoaded: a file is missing or altered.

    >>> sorted(scorer_files())[:2]
    ['calibration.json', 'manifest.json']
    """
    try:
        manifest = (folder / MANIFEST).read_bytes()
        named = json.loads(manifest)["files"]
        files = {name: (folder / name).read_bytes() for name in sorted(named)}
    except OSError as error:
        raise ScorerNotLoaded(f"{folder.name}: {error.strerror}: {error.filename}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ScorerNotLoaded(f"{folder.name}/{MANIFEST} is no manifest: {error!r}") from error
    wrong = [name for name, content in files.items() if digest(content) != named[name]]
    if wrong:
        raise ScorerNotLoaded(f"{folder.name}/{wrong[0]} is not the file its manifest names.")
    return {MANIFEST: manifest, **files}


def version_in(files: Mapping[str, bytes]) -> str:
    """Return the version that a manifest names.

    >>> version_in({"manifest.json": b'{"version": "xgboost-0a"}'})
    'xgboost-0a'
    """
    return str(json.loads(files[MANIFEST])["version"])


def digest(content: bytes) -> str:
    """Return the SHA-256 as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
