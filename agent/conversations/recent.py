"""What was read of rows that never change, kept for the next turn. Nothing is lost with it.

A closed row is read by every turn after it. It is found by its content hash: an erased row is not
asked for any more, and an erasure in this process empties what is kept here besides.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """The values used last. Safe for threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[str, V] = OrderedDict()
        self._guard = threading.Lock()

    def find(self, key: str) -> V | None:
        """Return the value of a key; None where it is not there."""
        with self._guard:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def keep(self, key: str, value: V) -> None:
        """Keep the value of a key; the one used longest ago goes."""
        with self._guard:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def of(self, key: str, make: Callable[[], V]) -> V:
        """Return the value of a key, made where it is not there."""
        value = self.find(key)
        if value is None:
            value = make()
            self.keep(key, value)
        return value

    def forget(self) -> None:
        """Drop everything."""
        with self._guard:
            self._values.clear()
