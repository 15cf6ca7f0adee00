"""Write what was trained as an artefact, and hold an artefact against the shipped one."""

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

from ml.artifact import (
    CALIBRATION,
    Artifact,
    ArtifactError,
    Manifest,
    digests,
    open_artifact,
)
from ml.choose import RULE
from ml.columns import facts_in
from ml.features import Matrix, matrix
from ml.generate import generate
from ml.models.model import ExplainedModel
from ml.models.scorecard import FILE as SCORECARD
from ml.models.scorecard import Scorecard
from ml.preparation import CALIBRATE, TEST, TRAIN, permitted
from ml.shipped import MANIFEST, SHIPPED
from ml.training import Trained
from tools.lending.catalogue import Rulebook

ENCODING = "encoding.json"
PROBE_ROWS, PROBE_SEED = 1_000, 77
SAME_WITHIN = 1e-6
JUST_ABOVE = 0.5
"""'At or slightly above the cut': a probability from this share of the cut up to the cut."""


def write_artifact(trained: Trained, folder: Path, schema_name: str) -> Artifact:
    """Write model, scorecard, calibration, encoding and manifest, and open what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in (*folder.glob("*.json"), *folder.glob("*.ubj")):
        left_over.unlink()
    model_file, names = _write_files(trained, folder)
    manifest = _manifest(trained, schema_name, model_file, digests(folder, sorted(names)))
    _write(folder / MANIFEST, manifest.model_dump_json(indent=1))
    return open_artifact(folder)


def _write_files(trained: Trained, folder: Path) -> tuple[str, list[str]]:
    """Return the name of the model's file, and the names of all."""
    chosen, data = trained.chosen, trained.data
    scorecard = trained.fitted["scorecard"]
    points = cast(Scorecard, scorecard.model).calibrated(scorecard.calibration)
    names = [*points.save(folder), CALIBRATION]
    calibration = chosen.calibration
    if chosen.candidate.kind == "scorecard":
        model_file = SCORECARD
        calibration = calibration.model_copy(update={"slope": 1.0, "intercept": 0.0})
    else:
        saved = cast(ExplainedModel, chosen.model).save(folder)
        model_file = saved[0]
        names += saved
    _write(folder / CALIBRATION, calibration.model_dump_json(indent=1))
    if data.encoding is not None:
        names.append(ENCODING)
        _write(folder / ENCODING, data.encoding.model_dump_json(indent=1))
    return model_file, names


def _manifest(
    trained: Trained, schema_name: str, model_file: str, files: dict[str, str]
) -> Manifest:
    chosen, data = trained.chosen, trained.data
    return Manifest(
        version=f"{chosen.candidate.kind}-{files[model_file][:8]}",
        model=chosen.candidate.kind,
        model_file=model_file,
        target=data.target,
        schema_name=schema_name,
        features=data.features,
        reference=_reference(trained),
        files=files,
        libraries=libraries(),
        seed=trained.seed,
        data=_described(trained),
        settings={**trained.tuned[trained.choice.kind].settings},
        comparison=trained.measured,
        chosen_because=trained.choice.because,
        remarks={"rule": RULE, "cut_pct": round(trained.cut * 100, 4)},
    )


def _write(file: Path, text: str) -> None:
    file.write_text(text + "\n", encoding="utf-8")


def _reference(trained: Trained) -> tuple[float | None, ...]:
    """Return the mean features of applicants at or slightly above the cut (8.4)."""
    rows = trained.data.rows[trained.data.parts == CALIBRATE]
    said = trained.chosen.probabilities(rows)
    near = rows[(said <= trained.cut) & (said >= trained.cut * JUST_ABOVE)]
    around = near if len(near) else rows
    seen = ~np.isnan(around)
    sums, counts = np.where(seen, around, 0).sum(axis=0), seen.sum(axis=0)
    return tuple(
        float(total / n) if n else None
        for total, n in zip(sums.tolist(), counts.tolist(), strict=True)
    )


def _described(trained: Trained) -> dict[str, str | int | float]:
    data = trained.data
    content = data.rows.tobytes() + data.labels.tobytes()
    described: dict[str, str | int | float] = {
        "rows": len(data.rows),
        "sha256": hashlib.sha256(content).hexdigest(),
        "split": "by customer: 60 % train, 20 % calibrate, 20 % test",
    }
    for name, part in (("train", TRAIN), ("calibrate", CALIBRATE), ("test", TEST)):
        labels = data.part(part)[1]
        described[f"{name}_rows"] = len(labels)
        described[f"{name}_bad"] = int(labels.sum())
    return described


def libraries() -> dict[str, str]:
    """Return the versions that the figures depend on."""
    found = {"python": platform.python_version()}
    for name in ("numpy", "xgboost", "xgboost-cpu", "scikit-learn", "scipy", "pandas"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


class Likeness(NamedTuple):
    """How two scorers answer the same rows."""

    rows: int
    largest_difference: float
    mine: str
    """Hash of the model file, and below of the other's."""
    theirs: str

    @property
    def same(self) -> bool:
        """Equal within 1e-6."""
        return self.largest_difference <= SAME_WITHIN


def probe_rows(rulebook: Rulebook) -> Matrix:
    """Return a thousand made-up requests that no training has seen."""
    table = generate(PROBE_ROWS, PROBE_SEED, rulebook=rulebook).applications
    for name in ("credit_score", "years_employed"):
        table[name] = table[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    return matrix(facts_in(permitted(table), rulebook))


def shipped_like(trained: Trained, folder: Path = SHIPPED) -> Artifact | None:
    """Open the shipped scorer if it was trained for the same; None: nothing comparable is there."""
    try:
        shipped = open_artifact(folder)
    except ArtifactError:
        return None
    same = tuple(feature.name for feature in trained.data.features)
    if shipped.manifest.names != same or shipped.manifest.target != trained.data.target:
        return None
    _ = shipped.model  # read now: the folder may be written to next
    return shipped


def likeness(mine: Artifact, theirs: Artifact, rows: Matrix) -> Likeness:
    """Hold one scorer's answers against another's."""
    gap = np.abs(mine.default_probabilities(rows) - theirs.default_probabilities(rows)).max()
    hashes = (one.manifest.files[one.manifest.model_file] for one in (mine, theirs))
    return Likeness(len(rows), float(gap), *hashes)


def as_json(trained: Trained) -> str:
    """Return the comparison as JSON, the gaps of the choice included."""
    gaps = {kind: gap._asdict() for kind, gap in trained.choice.gaps.items()}
    lines = [line.model_dump(mode="json") for line in trained.measured]
    return json.dumps({"chosen": trained.choice.kind, "gaps": gaps, "models": lines}, indent=1)
