"""What was heard by its likeness alone, and what else is said speaks against.

Danger and people are heard with a low bar; a phrase that names them stands whatever is said.
"""

from collections.abc import Collection, Sequence

from agent.language.text import plain
from agent.offline.asks_shown import asks_lever
from agent.offline.people import drops_named, wants_two
from agent.offline.scene import Scene


def spoken_against(scene: Scene, topics: Sequence[str], phrased: Collection[str]) -> frozenset[str]:
    """Return the topics that are not meant.

    Args:
        scene: of the message.
        topics: everything that was heard.
        phrased: what phrases name.

    >>> signs = Scene("he texted me he is out", {"co_applicant": True})
    >>> spoken_against(signs, ["coercion"], ())
    frozenset({'coercion'})
    """
    learned = set(topics) - set(phrased)
    found = set()
    if scene.context.get("co_applicant") and drops_named(scene.said):
        found.add("coercion")  # who steps out presses nobody
    if wants_two(scene.said, plain(scene.said)):
        found |= {"human", "falsify"}  # "someone could sign with me" asks for nobody of the bank
    if asks_what_would_do(scene):
        found |= {"self_harm", "hardship"}  # "if I leave the debts" is about the loan
    return frozenset(found & learned)


def meant_by_all(scene: Scene, topics: Sequence[str], phrased: Collection[str]) -> list[str]:
    """Return the topics that are meant, seen with everything else the message says."""
    against = spoken_against(scene, topics, phrased)
    more = ["recourse"] if asks_what_would_do(scene) else []
    return [*(t for t in topics if t not in against), *more]


def asks_what_would_do(scene: Scene) -> bool:
    """Tell whether it is asked if one change would turn the answer that was given."""
    outcome = scene.context.get("outcome")
    unfit = outcome in ("NOT_ON_THESE_TERMS", "FITS_WITH_CHANGES")
    return unfit and asks_lever(plain(scene.said))
