"""The first step of a turn: size, control characters, secrets, signals. No message is dropped."""

from agent.language.masking import mask
from agent.language.text import normalise
from agent.said import MAX_CHARACTERS, Said, Text

CUT_NOTE = " […]"


def screened(said: Said) -> Said:
    """Return what was said, safe to store: masked, without control characters, of bounded size.

    Only words change; an action is what it is. A message over the limit keeps its beginning.
    """
    if not isinstance(said, Text):
        return said
    words = said.text[:MAX_CHARACTERS]
    cut = CUT_NOTE if len(said.text) > MAX_CHARACTERS else ""
    return Text(text=mask(normalise(words)).text + cut)
