"""A scorer that is loaded behind the first turns: nobody waits for xgboost at the start."""

import atexit
import logging
import threading
from collections.abc import Callable

from ml.shipped import ScorerNotLoaded
from tools.lending.records import Inquiry
from tools.lending.risk import CreditScorer, Score

DELAY_S = 1.5
"""Loading starts this long after the start, or with the first score."""
LEAVING_S = 5.0
"""The longest that a program that ends waits for loading to finish."""
log = logging.getLogger(__name__)


class LoadedLater:
    """A `CreditScorer` that opens another one when it is needed, or a moment after the start."""

    def __init__(
        self,
        version: str,
        load: Callable[[], CreditScorer],
        otherwise: CreditScorer,
        instead: Callable[[str], None] = lambda version: None,
    ) -> None:
        """Prepare.

        Args:
            version: of the scorer that is going to be loaded.
            load: opens it, or raises `ScorerNotLoaded`.
            otherwise: scores if it cannot be opened.
            instead: is told that scorer's version then.
        """
        self._version = version
        self._load, self._otherwise, self._instead = load, otherwise, instead
        self._lock = threading.Lock()
        self._scorer: CreditScorer | None = None
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scorer", daemon=True)

    @property
    def version(self) -> str:
        """Version of the scorer in use."""
        return self._version if self._scorer is None else self._scorer.version

    def score(self, inquiry: Inquiry) -> Score | None:
        """Score; the first call waits until the scorer is there."""
        return self.scorer().score(inquiry)

    def scorer(self) -> CreditScorer:
        """Return the scorer in use, loaded."""
        with self._lock:
            if self._scorer is None:
                self._scorer = self._loaded()
            return self._scorer

    def start(self) -> None:
        """Load soon, in the background."""
        if self._scorer is None and not self._thread.is_alive():
            self._thread.start()
            atexit.register(self.stop)

    def stop(self) -> None:
        """Load no more, and wait for a loading that is under way."""
        self._leaving.set()
        if self._thread.is_alive():
            self._thread.join(LEAVING_S)
        atexit.unregister(self.stop)

    def _run(self) -> None:
        if not self._leaving.wait(DELAY_S):
            self.scorer()
            atexit.unregister(self.stop)

    def _loaded(self) -> CreditScorer:
        try:
            return self._load()
        except ScorerNotLoaded as error:
            log.warning("the points scorer scores: %s", error)
            self._instead(self._otherwise.version)
            return self._otherwise
