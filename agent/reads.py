"""What a turn reads in the bank's stores: written down as it is read, read back at a replay."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import TypeAdapter

from agent.conversations.records import StoreRead
from tools.policy_index import Passage
from tools.stores.applications import Application
from tools.stores.profiles import StoredProfile

PROFILE: TypeAdapter[Any] = TypeAdapter(StoredProfile | None)
APPLICATION: TypeAdapter[Any] = TypeAdapter(Application | None)
APPLICATIONS: TypeAdapter[Any] = TypeAdapter(tuple[Application, ...])
READS: dict[str, TypeAdapter[Any]] = {
    "decision_profile": PROFILE,
    "application": APPLICATION,
    "latest": APPLICATION,
    "applications_of": APPLICATIONS,
    "applications_in": APPLICATIONS,
    "search": TypeAdapter(list[Passage]),
    "nearness": TypeAdapter(list[float] | None),
}
"""What tools may read of what changes under a conversation: stores, and the index of policies."""
PLAIN: TypeAdapter[Any] = TypeAdapter(dict[str, Any])


class NotRecorded(LookupError):
    """The replay reads something that the turn did not read."""


def _asked(positional: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    arguments: dict[str, Any] = {str(n): value for n, value in enumerate(positional)} | named
    plain: dict[str, Any] = PLAIN.dump_python(arguments, mode="json")
    return plain


class WritesDown:
    """A store whose reads are written down. Hand it to tools in the store's place."""

    def __init__(self, store: object, into: list[StoreRead]) -> None:
        self._store, self._into = store, into

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(self._store, name)
        if name not in READS:
            return function

        def read(*positional: Any, **named: Any) -> Any:
            found = function(*positional, **named)
            plain = READS[name].dump_python(found, mode="json")
            self._into.append(
                StoreRead(read=name, arguments=_asked(positional, named), found=plain)
            )
            return found

        return read


class ReadsBack:
    """A store that knows what a turn read, and nothing else."""

    def __init__(self, reads: Iterable[StoreRead], passages: tuple[Passage, ...] = ()) -> None:
        """Read back `reads`; `passages` are those of the policies of that day."""
        self._reads = tuple(reads)
        self.passages = passages

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in READS:
            raise AttributeError(name)

        def read(*positional: Any, **named: Any) -> Any:
            asked = _asked(positional, named)
            for one in self._reads:
                if (one.read, one.arguments) == (name, asked):
                    return READS[name].validate_python(one.found)
            raise NotRecorded(f"{name} of {asked} is not in the record")

        return read
