"""The trained scorer on disk: files with their hashes in a manifest, and no pickle.

    scorer.ubj, scorer_base.json (trees, and the logistic regression that they start from)
    scorer.json (only if a logistic regression was chosen instead)
    scorecard.json    calibration.json    manifest.json

`ml/artifacts` holds the one that is shipped.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from ml.calibration import Calibration
from ml.features import NAMES, Feature, Matrix, Vector
from ml.models.boosted import BASE, open_boosted
from ml.models.logistic import Logistic
from ml.models.model import ExplainedModel, Kind
from ml.models.scorecard import Scorecard
from ml.shipped import MANIFEST, SHIPPED, ScorerNotLoaded, digest
from tools.lending.records import Record

CALIBRATION = "calibration.json"
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class ArtifactError(ScorerNotLoaded):
    """The folder holds no scorer that can be trusted: the message says which file, and why."""


class Measured(Record):
    """One line of the comparison, on the test rows."""

    model: Kind
    auc: float
    auc_low: float
    """95 % interval."""
    auc_high: float
    ks: float
    brier: float
    calibration_error: float
    precision: float
    """This and the next three: of calling a row bad above the cut."""
    recall: float
    f1: float
    accuracy: float
    stability: float
    """95th percentile, over rows, of the change of the probability under 1 % input noise."""
    worst_impact_ratio: float | None
    """Lowest share of a group below the cut, over that of the largest group; None: no groups."""
    latency_ms: float
    """Of one row."""
    size_kb: float
    explainability: str


class Manifest(Record):
    """What the files are, where they come from, and how they did."""

    format: Literal[1] = 1
    version: str
    """'xgboost-1a2b3c4d': the model and the start of its file's hash."""
    model: Kind
    model_file: str
    target: Literal["default", "approval", "other"]
    """What was learned. Only `default` may be served: an approval is a policy's answer."""
    schema_name: str
    features: tuple[Feature, ...]
    reference: tuple[float | None, ...]
    """Mean of each feature among applicants at or slightly above the cut; what contributions are
    told against."""
    files: dict[str, Sha256]
    libraries: dict[str, str]
    seed: int
    data: dict[str, str | int | float]
    """Rows, hash, shares of bad ones, how rows were split."""
    settings: dict[str, str | int | float]
    """The tuned settings of the chosen model."""
    comparison: tuple[Measured, ...]
    chosen_because: str
    remarks: dict[str, str | int | float] = Field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features, in the order of the matrix."""
        return tuple(feature.name for feature in self.features)


class Artifact:
    """A scorer that was opened. The model itself is read on first use (xgboost is slow to load)."""

    def __init__(
        self, folder: Path, manifest: Manifest, calibration: Calibration, scorecard: Scorecard
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.calibration = calibration
        self.scorecard = scorecard
        """Calibrated already: its points are the probability."""

    @cached_property
    def model(self) -> ExplainedModel:
        """The trained model."""
        if self.manifest.model == "logistic":
            return Logistic.open(self.folder / self.manifest.model_file)
        if self.manifest.model == "scorecard":
            return self.scorecard
        line = BASE in self.manifest.files
        return open_boosted(self.folder, self.manifest.model, starts_from_line=line)

    def default_probabilities(self, rows: Matrix) -> Vector:
        """Return the calibrated probability of each row of a matrix in the manifest's order."""
        return self.calibration.of(self.model.margins(rows))


def open_artifact(folder: Path = SHIPPED) -> Artifact:
    """Read a scorer and prove that every file is the one its manifest names.

    Raises:
        ArtifactError: a file is missing, altered or malformed.
    """
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
        for name, expected in manifest.files.items():
            if digest((folder / name).read_bytes()) != expected:
                raise ArtifactError(f"{folder.name}/{name} is not the file its manifest names.")
        needed = {manifest.model_file, CALIBRATION, "scorecard.json"} - set(manifest.files)
        if needed:
            raise ArtifactError(f"{folder.name}/{MANIFEST} names no hash of {sorted(needed)}.")
        calibration = Calibration.model_validate_json((folder / CALIBRATION).read_bytes())
        scorecard = Scorecard.open(folder / "scorecard.json")
    except OSError as error:
        raise ArtifactError(f"{folder.name}: {error.strerror}: {error.filename}") from error
    except ValidationError as error:
        raise ArtifactError(f"{folder.name}: {error}") from error
    return Artifact(folder, manifest, calibration, scorecard)


def open_for_serving(folder: Path = SHIPPED) -> Artifact:
    """Open a scorer that may score customers: of repayment, on exactly the present features.

    Raises:
        ArtifactError: as `open_artifact`, or it learned something else from something else.
    """
    artifact = open_artifact(folder)
    if artifact.manifest.target != "default":
        raise ArtifactError(
            f"{folder.name} learned '{artifact.manifest.target}'; only a model of repayment"
            " ('default') may score customers."
        )
    if artifact.manifest.names != NAMES:
        raise ArtifactError(f"{folder.name} was trained on other features than ml/features.py has.")
    return artifact


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the hash of each file of a folder."""
    return {name: digest((folder / name).read_bytes()) for name in names}
