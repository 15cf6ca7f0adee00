"""An index of any corpus."""

import logging
from collections.abc import Iterable
from typing import Literal

from tools.policy_index.encoders import Encoder, EncoderUnavailable, default_encoder
from tools.policy_index.index import LocalIndex, Supply
from tools.policy_index.records import Passage
from tools.policy_index.references import neutralise
from tools.policy_index.store import VectorStore
from tools.policy_index.words import well_formed

log = logging.getLogger(__name__)


def index_passages(
    passages: Iterable[tuple[str | int, str | None, str | None]],
    *,
    encoder: Encoder | Literal["default"] | None = "default",
) -> LocalIndex:
    """Index any corpus of (id, title, text); the text is taken as it is, never as references.

    Returns when everything is built: about a second for 2,500 words with the default encoder.
    With an encoder every search finds something; `Passage.evidence` says how much speaks for it.

    Args:
        passages: ids are given back as text; a title or a text may be empty or None.
        encoder: MiniLM by default, and words alone where it is not installed; None for words alone.

    Raises:
        TypeError: something is no triple.

    >>> index = index_passages([("1", "Cats", "They purr."), ("2", "Dogs", "They bark.")])
    >>> [passage.id for passage in index.search("which one barks?", k=1)]
    ['2']
    """
    records = tuple(map(_record, passages))
    supply = _supply(records, encoder)
    index = LocalIndex(records, meaning=lambda: supply)
    index.warm()
    return index


def _record(one: tuple[str | int, str | None, str | None]) -> Passage:
    if not isinstance(one, (tuple, list)) or len(one) != 3:
        raise TypeError(f"a passage is (id, title, text), not {str(one)[:80]}")
    return passage_of(*one)


def passage_of(own_id: str | int, title: str | None, text: str | None) -> Passage:
    """Return a passage of text that is not ours: nothing in it can be read as a reference."""
    safe = neutralise(well_formed(text or ""))
    named = neutralise(well_formed(title or ""))
    return Passage(id=str(own_id), title_path=(named,) if named else (), text=safe, template=safe)


def _supply(records: tuple[Passage, ...], encoder: Encoder | Literal["default"] | None) -> Supply:
    if encoder is None:
        return Supply(None)
    from tools.policy_index.meaning import build_meaning, processors  # with NumPy and FAISS: 0.4 s

    try:
        chosen = default_encoder() if encoder == "default" else encoder
        return Supply(build_meaning(records, chosen, VectorStore(None), workers=processors()))
    except EncoderUnavailable as error:
        log.warning("a corpus is searched by words alone: %s", error)
        return Supply(None, f"words alone: {error}")
