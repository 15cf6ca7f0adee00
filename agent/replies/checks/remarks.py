"""What a reader of figures remarks: that one is wrong where it stands, or what it leaves open."""

from typing import NamedTuple

from agent.replies.reading import Stated


class Remark(NamedTuple):
    """One figure, and what is to be said of it."""

    ref: Stated
    wrong: str = ""
    """Why it must not stand there; else nothing."""
    says: str = ""
    """What makes clear whose it is."""
