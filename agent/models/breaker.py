"""A circuit breaker: after several failures in a row nobody waits for the model for a while."""

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Counts failures in a row. Shared by the threads that run turns.

    >>> breaker = CircuitBreaker(failures=2, rest_s=30, clock=lambda: 0.0)
    >>> breaker.failed(), breaker.allows(), breaker.failed(), breaker.allows()
    (None, True, None, False)
    """

    def __init__(
        self, failures: int, rest_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._rest_s, self._clock = failures, rest_s, clock
        self._in_a_row, self._closed_until = 0, 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Tell whether to try. After a rest one caller tries; the others wait for its result."""
        with self._lock:
            if self._in_a_row < self._most:
                return True
            now = self._clock()
            if now < self._closed_until:
                return False
            self._closed_until = now + self._rest_s
            return True

    def worked(self) -> None:
        """Note an answer: the model is trusted again."""
        with self._lock:
            self._in_a_row = 0

    def failed(self) -> None:
        """Note a failure; the last one allowed begins a rest."""
        with self._lock:
            self._in_a_row += 1
            if self._in_a_row >= self._most:
                self._closed_until = self._clock() + self._rest_s
