"""One part of a sum put right: "rent 1100, car 290" and then "no sorry, the car is 390"."""

import re
from collections.abc import Sequence

from agent.language.text import plain
from agent.offline.figures import CORRECTION, placed, words_of
from agent.offline.scene import Scene
from agent.offline.slots import Slot

_LABEL = re.compile(
    r"\b(rent|car|truck|van|cards?|phone|insurance|student loans?|mortgage|lease|gym|alimony"
    r"|daycare"
    r"|child support|furniture|medical|boat|bike|loan)\b"
)
_NO = re.compile(r"^(?:no|oh|oops|wait|sorry|ah|hmm|actually|correction)\b")
_NEAR = 18
_LOOKED_BACK = 3


def part_corrected(scene: Scene) -> tuple[str, str] | None:
    """Return the words of the part told before and of the one that is said now.

    None where no sum of several payments was told, or no part of it is named again.
    """
    p = plain(scene.said)
    known = scene.known.get("monthly_obligations", {})
    if known.get("source") != "told" or not (CORRECTION.search(p) or _NO.search(p)):
        return None
    now = _parts(scene, scene.said, scene.earlier)
    if len(now) != 1:
        return None
    ((label, new),) = now.items()
    for back in range(1, min(_LOOKED_BACK, len(scene.earlier)) + 1):
        parts = _parts(scene, scene.earlier[-back], scene.earlier[:-back])
        if len(parts) > 1 and label in parts and parts[label] != new:
            return parts[label], new
    return None


def _parts(scene: Scene, said: str, earlier: tuple[str, ...]) -> dict[str, str]:
    """Read a message as an answer to what goes out each month, part by part."""
    blank = {**scene.context, "open_question": {"id": "money"}, "known": {}, "offers": []}
    before = scene._replace(said=said, earlier=earlier, context=blank)
    return _labelled(said, placed(before, said, plain(said), []))


def _labelled(text: str, slots: Sequence[Slot]) -> dict[str, str]:
    """Return the monthly payments of a message by what they are for."""
    found: dict[str, str] = {}
    for slot in slots:
        if slot.field not in ("monthly_obligations", "rent"):
            continue
        start, end = slot.quantity.start, slot.quantity.end
        before = _LABEL.findall(text[max(start - _NEAR, 0) : start].lower())
        after = _LABEL.search(text[end : end + _NEAR].lower())
        label = before[-1] if before else after[1] if after else None
        if label is not None:
            found[label.removesuffix("s")] = words_of(text, slot.quantity)
    return found
