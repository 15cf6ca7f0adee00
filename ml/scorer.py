"""The trained scorer behind `CreditScorer`: the same answers from this process and from SageMaker.

A judge turns features into probabilities and contributions; `LearnedScorer` makes the features of
an inquiry, and words of the contributions. Where the judge is silent the scorecard stands in, and
says so: rules then send the case to a person (E-072), never to a no.
"""

import logging
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from ml.artifact import Artifact, open_for_serving
from ml.explain import factors_of
from ml.features import Matrix, Vector, features_of
from ml.models.boosted import Boosted
from ml.models.model import ExplainedModel, as_rows, probabilities
from ml.shipped import MANIFEST, SHIPPED, ScorerNotLoaded, digest, scorer_files
from tools.lending.catalogue import Rulebook
from tools.lending.records import Inquiry
from tools.lending.risk import CreditScorer, Score, tier_of
from tools.lending.standing import standing_of

PLACES = Decimal("0.000001")
MOST_KEPT = 256
log = logging.getLogger(__name__)


class ModelSilent(Exception):
    """The model gave no answer that can be used; the message says why, and names no customer."""


class Judged(NamedTuple):
    """What a model says of one row of features."""

    default_probability: float
    scorecard_probability: float
    contributions: tuple[float, ...]
    """Calibrated log-odds of each feature against the reference."""


class Judge(Protocol):
    """Judges a row of features. Raises `ModelSilent`."""

    @property
    def version(self) -> str: ...

    def judge(self, values: Vector) -> Judged: ...


class ArtifactJudge:
    """A `Judge` in this process. Opening it loads xgboost."""

    def __init__(self, artifact: Artifact) -> None:
        self.artifact = artifact
        self._reference = _reference(artifact)
        self._model_at = _contributions(artifact.model, self._reference)[0]

    @property
    def version(self) -> str:
        """Name and start of the model's hash."""
        return self.artifact.manifest.version

    def judge(self, values: Vector) -> Judged:
        """Judge one row."""
        return self.judge_rows(as_rows(values))[0]

    def judge_rows(self, rows: Matrix) -> list[Judged]:
        """Judge (rows, features), in the order of the manifest."""
        artifact, slope = self.artifact, self.artifact.calibration.slope
        margins, added = _explained(artifact.model, rows)
        model = artifact.calibration.of(margins)
        points = probabilities(artifact.scorecard.margins(rows))
        parts = slope * (added[:, :-1] - self._model_at)
        found = zip(model.tolist(), points.tolist(), parts.tolist(), strict=True)
        return [Judged(pd, other, tuple(shares)) for pd, other, shares in found]


class PointsJudge:
    """Judges by the scorecard of an artefact alone: NumPy, no xgboost, never silent."""

    def __init__(self, artifact: Artifact) -> None:
        self._card = artifact.scorecard
        self._at = _contributions(self._card, _reference(artifact))[0]

    def __call__(self, values: Vector) -> Judged:
        """Judge one row."""
        row = as_rows(values)
        said = float(probabilities(self._card.margins(row))[0])
        parts = _contributions(self._card, row)[0] - self._at
        return Judged(said, said, tuple(parts.tolist()))


def _reference(artifact: Artifact) -> Matrix:
    return as_rows([np.nan if v is None else v for v in artifact.manifest.reference])


def _explained(model: ExplainedModel, rows: Matrix) -> tuple[Vector, Matrix]:
    if isinstance(model, Boosted):
        return model.explained(rows)
    return model.margins(rows), model.contributions(rows)


def _contributions(model: ExplainedModel, rows: Matrix) -> Matrix:
    """Return what each feature adds, without the base."""
    return model.contributions(rows)[:, :-1]


class LearnedScorer:
    """A `CreditScorer` over any judge."""

    def __init__(self, rulebook: Rulebook, judge: Judge, points: PointsJudge) -> None:
        """Prepare.

        Args:
            rulebook: of the bank: products, rates, cut-offs.
            judge: the trained model, wherever it runs.
            points: judges by the scorecard where the model is silent.
        """
        self.rulebook = rulebook
        self.judge = judge
        self._points = points
        self._known: dict[bytes, Judged] = {}

    @property
    def version(self) -> str:
        """Name and version, for the record."""
        return self.judge.version

    def score(self, inquiry: Inquiry) -> Score | None:
        """Return probability, tier and factors.

        None where no credit check applies (gold), and while income, debts, score or principal are
        not known.
        """
        values = features_of(inquiry, self.rulebook)
        if values is None:
            return None
        try:
            return self._scored(inquiry, values, self._judged(values), silent=False)
        except ModelSilent as error:
            log.warning("the scorecard stands in for the model: %s", error)
            return self._scored(inquiry, values, self._points(values), silent=True)

    def _judged(self, values: Vector) -> Judged:
        """Ask once for equal features: one turn scores the same case several times."""
        key = values.tobytes()
        known = self._known.get(key)
        if known is None:
            known = self.judge.judge(values)
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[key] = known
        return known

    def _scored(self, inquiry: Inquiry, values: Vector, said: Judged, *, silent: bool) -> Score:
        probability = _rounded(said.default_probability)
        reasons = self.rulebook.bureau_factor_reasons
        factors = standing_of(inquiry, self.rulebook).factors
        bureau = tuple(dict.fromkeys(reasons[factor] for factor in factors))
        return Score(
            default_probability=probability,
            risk_tier=tier_of(probability, self.rulebook),
            factors=factors_of(values, said.contributions, bureau),
            scorer=f"scorecard of {self.version}" if silent else self.version,
            scorecard_probability=_rounded(said.scorecard_probability),
            model_silent=silent,
        )


def _rounded(probability: float) -> Decimal:
    return Decimal(probability).quantize(PLACES)


@lru_cache(maxsize=4)
def _judge_in(folder: Path, manifest: str) -> ArtifactJudge:
    """Return the judge of a folder; `manifest` is its hash, so that a promotion is seen."""
    try:
        return ArtifactJudge(open_for_serving(folder))
    except (ImportError, OSError, ValueError) as error:  # ValueError: xgboost's library
        raise ScorerNotLoaded(f"xgboost does not load: {error}") from error


def open_learned(rulebook: Rulebook, folder: Path = SHIPPED) -> LearnedScorer:
    """Open the scorer of a folder.

    Raises:
        ScorerNotLoaded: a file is missing or altered, or xgboost does not load.
    """
    judge = judge_in(folder)
    return LearnedScorer(rulebook, judge, PointsJudge(judge.artifact))


def judge_in(folder: Path = SHIPPED) -> ArtifactJudge:
    """Open the judge of a folder, once.

    Raises:
        ScorerNotLoaded: a file is missing or altered, or xgboost does not load.
    """
    return _judge_in(folder, digest(scorer_files(folder)[MANIFEST]))


def silent_scorer(rulebook: Rulebook, folder: Path = SHIPPED) -> CreditScorer:
    """Return a scorer whose model never answers: what a turn saw while it was away."""
    judge = judge_in(folder)
    return LearnedScorer(rulebook, Silent(judge.version), PointsJudge(judge.artifact))


class Silent(NamedTuple):
    """A `Judge` that is away."""

    version: str

    def judge(self, values: Vector) -> Judged:
        """Raise `ModelSilent`."""
        raise ModelSilent("the model was away")
