"""Lines that customers say, compared with a question by the words they share."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.policy_index.askings import Askings
from tools.policy_index.records import Passage
from tools.policy_index.words import Term, terms_of


class Wordings:
    """Lines by their stems. Reading only: threads may share it."""

    def __init__(self, lines: Sequence[str], rarity: Callable[[str], float]) -> None:
        """Index `lines`; `rarity` weighs a stem, the rarer the more."""
        self._rarity = rarity
        stems = [frozenset(terms_of(line)) for line in lines]
        self._weight = np.array([sum(map(rarity, held)) for held in stems], np.float32)
        holding: dict[str, list[int]] = {}
        for at, held in enumerate(stems):
            for stem in held:
                holding.setdefault(stem, []).append(at)
        self._holding = {stem: np.array(held, np.int64) for stem, held in holding.items()}

    def shared(self, terms: Iterable[Term]) -> NDArray[np.float32]:
        """Return for each line the share of weight it has in common with a question, 0 to 1.

        Twice what both hold over what each holds (Dice 1945): a long line that only happens to
        hold the words of a short question has little in common with it.
        """
        stems = [term.stem for term in terms]
        both = np.zeros(len(self._weight), np.float32)
        for stem in dict.fromkeys(stems):
            held = self._holding.get(stem)
            if held is not None:
                both[held] += self._rarity(stem)
        whole = self._weight + np.float32(sum(map(self._rarity, stems)))
        share: NDArray[np.float32] = 2 * both / np.maximum(whole, 1e-6)
        return share


class KnownQuestions(NamedTuple):
    """What customers are known to say, by words."""

    asked: Wordings
    owners: NDArray[np.int64]
    """The passage of each line of `asked`."""
    unanswered: Wordings

    def nearest(self, terms: Sequence[Term], passages: Sequence[int]) -> tuple[float, float]:
        """Return what a question shares with a line of `passages`, and with one of none."""
        own = self.asked.shared(terms)[np.isin(self.owners, passages)]
        other = self.unanswered.shared(terms)
        return float(own.max(initial=0.0)), float(other.max(initial=0.0))


def known_questions(
    passages: Sequence[Passage], askings: Askings, rarity: Callable[[str], float]
) -> KnownQuestions:
    """Index the lines of `askings` for the passages of one index, in its order."""
    lines = [(at, line) for at, passage in enumerate(passages) for line in askings.of(passage)]
    return KnownQuestions(
        Wordings([line for _, line in lines], rarity),
        np.array([at for at, _ in lines], np.int64),
        Wordings(askings.unanswered, rarity),
    )
