"""Vectors that are built in the background, while words already answer."""

import atexit
import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tools.policy_index.askings import NO_ASKINGS, Askings
from tools.policy_index.encoders import Encoder, EncoderUnavailable
from tools.policy_index.index import Abandoned, Supply
from tools.policy_index.records import Passage
from tools.policy_index.store import VectorStore

if TYPE_CHECKING:
    from tools.policy_index.meaning import Meaning

log = logging.getLogger(__name__)

FEW = 16
"""So many new windows are encoded while a search waits; more take longer than anybody should."""
DELAY_S = 1.0
"""Loading starts this long after the index was opened, or with the first search: a start is not
slowed down."""
WAIT_S = 1.5
"""The longest that a search waits for vectors that only have to be loaded."""
LEAVING_S = 15.0
"""The longest that a program that ends waits for the step at hand: cut off, it would break."""


class InBackground:
    """Builds the vectors of one index in a thread; a search asks for what is there."""

    def __init__(
        self,
        passages: Sequence[Passage],
        encoder: Callable[[], Encoder],
        store: VectorStore,
        *,
        delay_s: float = DELAY_S,
        askings: Askings = NO_ASKINGS,
    ) -> None:
        """Prepare.

        Args:
            passages: of the index, in its order.
            encoder: called in the thread: loads the encoder.
            store: vectors that are known already.
            delay_s: seconds until loading starts, unless a search comes first.
            askings: lines that are compared with a question.
        """
        self._passages = passages
        self._encoder = encoder
        self._store = store
        self._delay_s = delay_s
        self._askings = askings
        self._asked = threading.Event()
        self._settled = threading.Event()
        """It is there, or it takes longer than a search waits."""
        self._done = threading.Event()
        self._stopped = False
        self._first: Callable[[], None] = lambda: None
        self._supply = Supply(None, "words alone: the encoder is still at work")
        self._thread = threading.Thread(target=self._run, name="policy-vectors", daemon=True)

    def start(self, first: Callable[[], None] = lambda: None) -> None:
        """Start soon, with `first`: what the first search would otherwise have to do."""
        self._first = first
        self._thread.start()
        atexit.register(self.stop)

    def __call__(self) -> Supply:
        """Return what is there; wait for it a moment where it only has to be loaded."""
        self._asked.set()
        self._settled.wait(WAIT_S)
        return self._supply

    def wait(self, seconds: float) -> bool:
        """Wait until everything is built, at most `seconds`; say whether it is."""
        self._asked.set()
        return self._done.wait(seconds)

    def abandon(self) -> None:
        """Stop after the step at hand; what was encoded is kept."""
        self._stopped = True
        self._asked.set()

    def stop(self) -> None:
        """Abandon the work and wait until it has stopped."""
        self.abandon()
        self._thread.join(LEAVING_S)

    def _run(self) -> None:
        self._asked.wait(self._delay_s)
        try:
            if not self._stopped:
                self._first()
                self._supply = Supply(self._build())
        except EncoderUnavailable as error:
            log.warning("policies are found by words alone: %s", error)
            self._supply = Supply(None, f"words alone: {error}")
        except Abandoned:
            log.info("the vectors of the policies were not finished; what was done is kept")
        finally:
            self._settled.set()
            self._done.set()
            atexit.unregister(self.stop)

    def _build(self) -> "Meaning | None":
        from tools.policy_index.meaning import build_meaning  # with NumPy and FAISS: 0.4 s

        return build_meaning(
            self._passages,
            self._encoder(),
            self._store,
            goes_on=self._goes_on,
            askings=self._askings,
        )

    def _goes_on(self, left: int) -> bool:
        if left > FEW:
            self._settled.set()
        return not self._stopped
