"""The first step of a turn: size, control characters, secrets, signals. No message is dropped."""

from agent.language.masking import mask
from agent.language.text import normalise
from agent.said import MAX_CHARACTERS, Said, Text

CUT_NOTE = " […]"


def is_too_long(said: Said, characters: int = MAX_CHARACTERS) -> bool:
    """Tell whether only the beginning of a message will be kept."""
    return isinstance(said, Text) and len(said.text) > characters


def screened(said: Said, characters: int = MAX_CHARACTERS) -> Said:
    """Return what was said, safe to store: masked, without control characters, of bounded size.

    Only words change; an action is what it is. A message over the limit keeps its beginning.
    """
    if not isinstance(said, Text):
        return said
    words = said.text[:characters]
    cut = CUT_NOTE if is_too_long(said, characters) else ""
    return Text(text=mask(normalise(words)).text + cut)
