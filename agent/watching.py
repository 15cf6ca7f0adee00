"""What a front sees of a turn: events as they come, and a closed turn shown again."""

import threading
import time
from collections.abc import Iterator

from agent.blocks import Closed, Event, Shown
from agent.conversations.records import ClosedTurn, Turn


class Watched:
    """The events of one running turn, for any number of watchers."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.ended = self.closed = self.failed = False
        self.changed = threading.Condition()

    def emit(self, *events: Event) -> None:
        """Show events; several at once wake those who wait only once."""
        with self.changed:
            self.events += events
            self.closed |= any(isinstance(event, Closed) for event in events)
            self.changed.notify_all()

    def fail(self, event: Event) -> None:
        """Say that the turn could not be kept: there is no close to wait for."""
        with self.changed:
            self.failed = True
        self.emit(event)

    def end(self) -> None:
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def watch(self, until: float) -> Iterator[Event]:
        """Yield events as they come, until the turn has ended or time is up."""
        seen = 0
        while True:
            with self.changed:
                while seen == len(self.events) and not self.ended:
                    if not self.changed.wait(max(until - time.monotonic(), 0)):
                        return
                fresh, ended = self.events[seen:], self.ended
            yield from fresh
            seen += len(fresh)
            if ended and seen == len(self.events):
                return


def announce(closed: ClosedTurn, watched: Watched) -> None:
    """Show what had to wait for the close, in the order of the reply, then the close itself."""
    watched.emit(*(Shown(block=block) for block in closed.blocks), closed.closed)


def shown_again(turn: Turn, *, replayed: bool = True) -> Iterator[Event]:
    """Show a turn from the log."""
    if turn.closed is None:
        return
    for block in turn.closed.blocks:
        yield Shown(block=block)
    yield turn.closed.closed.model_copy(update={"replayed": replayed})
