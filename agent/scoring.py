"""Which scorer scores: the trained one that loads later, one behind SageMaker, or points."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from agent.settings import PREFIX, Settings, SettingsError
from ml.later import LoadedLater
from ml.shipped import SHIPPED, ScorerNotLoaded, scorer_files, version_in
from tools.lending.catalogue import Rulebook
from tools.lending.points_scorer import VERSION, PointsScorer
from tools.lending.records import Inquiry
from tools.lending.risk import CreditScorer, Score

KEPT_IN = "scorer"
"""Folder of the scorer's files in what a turn keeps."""
log = logging.getLogger(__name__)


class StandsIn(NamedTuple):
    """The points scorer where a trained one was asked for: each case that it scores is reviewed."""

    points: PointsScorer

    @property
    def version(self) -> str:
        """Of the points."""
        return self.points.version

    def score(self, inquiry: Inquiry) -> Score | None:
        """Score by points, and say that the model was silent."""
        found = self.points.score(inquiry)
        return found and found.model_copy(update={"model_silent": True})


def folder_of(settings: Settings) -> Path:
    """Return where the trained scorer lies."""
    return settings.scorer_dir or SHIPPED


def scorer_for(
    settings: Settings, rulebook: Rulebook, instead: Callable[[str], None]
) -> CreditScorer:
    """Return the scorer that the settings name; nothing heavy is loaded yet.

    Args:
        settings: scorer, scorer_dir and the endpoint of SageMaker.
        rulebook: of the bank.
        instead: is told the version of the scorer in use if the wanted one does not load later.

    Raises:
        SettingsError: the scorer that was asked for by name is not there.
    """
    points, folder = PointsScorer(rulebook), folder_of(settings)
    if settings.scorer == "points":
        return points
    try:
        version = version_in(scorer_files(folder))
    except ScorerNotLoaded as error:
        if settings.scorer == "auto":
            log.warning("the points scorer scores: %s", error)
            return points
        raise SettingsError(f"The scorer '{settings.scorer}' cannot be used. {error}") from error
    if settings.scorer == "sagemaker":
        endpoint = _endpoint_of(settings)
        return LoadedLater(
            version, lambda: _remote(settings, endpoint, rulebook), StandsIn(points), instead
        )

    def load() -> CreditScorer:
        from ml.scorer import open_learned  # with NumPy and xgboost: 1 to 3 s

        return open_learned(rulebook, folder)

    otherwise = points if settings.scorer == "auto" else StandsIn(points)
    return LoadedLater(version, load, otherwise, instead)


def _endpoint_of(settings: Settings) -> str:
    if settings.sagemaker_endpoint is None:
        raise SettingsError(f"{PREFIX}SCORER=sagemaker needs {PREFIX}SAGEMAKER_ENDPOINT.")
    return settings.sagemaker_endpoint


def _remote(settings: Settings, endpoint: str, rulebook: Rulebook) -> CreditScorer:
    from ml.remote import open_remote

    return open_remote(
        rulebook,
        folder_of(settings),
        endpoint=endpoint,
        region=settings.aws_region,
        endpoint_url=settings.sagemaker_endpoint_url,
    )


def files_in_use(settings: Settings, scorer: CreditScorer) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the trained scorer, named as a turn keeps them; of points there are none.

    >>> from tools.knowledge import load_rulebook
    >>> list(files_in_use(Settings(), PointsScorer(load_rulebook())))
    []
    """
    if isinstance(scorer, LoadedLater):
        for name, content in scorer_files(folder_of(settings)).items():
            yield f"{KEPT_IN}/{name}", content


def scorer_of_record(
    version: str, folder: Path, rulebook: Rulebook, *, silent: bool
) -> CreditScorer:
    """Return the scorer that a turn was scored with, from the files that were kept of it.

    Args:
        version: as recorded.
        folder: where what the turn kept was laid out.
        rulebook: of that day.
        silent: the model did not answer then, so it does not now.

    Raises:
        ScorerNotLoaded: neither what was kept nor what is shipped is that version.
    """
    if version == VERSION:
        return StandsIn(PointsScorer(rulebook)) if silent else PointsScorer(rulebook)
    from ml.scorer import open_learned, silent_scorer

    there = folder / KEPT_IN if (folder / KEPT_IN).is_dir() else SHIPPED
    found = version_in(scorer_files(there))
    if found != version:
        raise ScorerNotLoaded(f"The scorer {version} was not kept; this program has {found}.")
    return silent_scorer(rulebook, there) if silent else open_learned(rulebook, there)
