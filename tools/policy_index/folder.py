"""The bank's policies as they stand in their folder: a changed file is picked up while running."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from time import monotonic

from tools.knowledge.reading import KnowledgeError
from tools.lending.catalogue import Rulebook
from tools.lending.records import Product
from tools.policy_index.askings import files_of
from tools.policy_index.background import InBackground
from tools.policy_index.encoders import Encoder
from tools.policy_index.index import LocalIndex, words_alone
from tools.policy_index.opening import read_folder
from tools.policy_index.records import Audience, Passage
from tools.policy_index.store import VectorStore

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
"""A search looks for changed files at most so often: 60 files take a quarter of a millisecond."""

Stamp = tuple[tuple[str, int, int], ...]


class PolicyFolder:
    """The policies of one folder. Threads may share it.

    An edit is indexed by the next search. A file that is wrong leaves the last good index in place
    and is named in the log. Figures do not change here: they are the rulebook's.
    """

    def __init__(
        self,
        folder: Path,
        rulebook: Rulebook,
        *,
        disclose_thresholds: bool = True,
        encoder: Callable[[], Encoder] | None = None,
        cache: Path | None = None,
        on_change: Callable[[], None] = lambda: None,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        """Read and check the folder; vectors are loaded in the background.

        Args:
            folder: see `read_folder`.
            rulebook: what references point at.
            disclose_thresholds: False leaves out the quoted credit limits.
            encoder: loads the encoder, in the background; None for words alone.
            cache: folder of vectors kept from before; None keeps them in memory only.
            on_change: called when an edit was taken in.
            look_every_s: seconds between two looks at the files.

        Raises:
            KnowledgeError: everything that is wrong, with file and line.
        """
        self._folder = folder
        self._rulebook = rulebook
        self._disclose = disclose_thresholds
        self._encoder = encoder
        self._on_change = on_change
        self._look_every_s = look_every_s
        self._lock = threading.Lock()
        self._store = VectorStore(cache)
        self._vectors: InBackground | None = None
        self._stamp = self._stamp_now()
        self._index = self._opened()
        self._looked = monotonic()

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self._current().passages

    @property
    def content_hash(self) -> str:
        """SHA-256 over the passages."""
        return self._current().content_hash

    def search(
        self,
        query: str,
        k: int = 5,
        audience: Audience = "customer",
        *,
        product: Product | None = None,
        on: date | None = None,
    ) -> list[Passage]:
        """Search the files as they are now: see `PolicyIndex.search`."""
        return self._current().search(query, k, audience, product=product, on=on)

    def nearness(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """Return the cosine of each text to a question; None where no encoder is at hand."""
        return self._current().nearness(question, texts)

    def wait(self, seconds: float) -> bool:
        """Wait until the vectors are built, at most `seconds`; say whether they are."""
        return self._vectors is None or self._vectors.wait(seconds)

    def _current(self) -> LocalIndex:
        if monotonic() - self._looked >= self._look_every_s:
            with self._lock:
                self._look()
        return self._index

    def _look(self) -> None:
        self._looked = monotonic()
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._index = self._opened()
        except KnowledgeError as error:
            log.warning("changed policies are wrong, the old ones stay: %s", error)
            return
        log.info("changed policies are in use: %s", self._index.content_hash[:12])
        self._on_change()

    def _opened(self) -> LocalIndex:
        opened = read_folder(self._folder, self._rulebook, disclose_thresholds=self._disclose)
        if self._encoder is None:
            return opened.indexed(words_alone)
        if self._vectors is not None:
            self._vectors.abandon()
        self._vectors = InBackground(
            opened.passages, self._encoder, self._store, askings=opened.askings
        )
        index = opened.indexed(self._vectors)
        self._vectors.start(first=index.warm)
        return index

    def _stamp_now(self) -> Stamp:
        around = self._folder.parent
        files = (
            *sorted(self._folder.glob("*.md")),
            self._folder / "references.toml",
            around / "phrases" / "synonyms.toml",
            *files_of(around),
        )
        return tuple(_stamp_of(file) for file in files)


def _stamp_of(file: Path) -> tuple[str, int, int]:
    try:
        state = file.stat()
    except OSError:
        return file.name, 0, 0
    return file.name, state.st_mtime_ns, state.st_size
