"""The facts a reply may use, and which of them are history."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from tools.facts import Fact

_LETTERS = re.compile(r"^(?:offer|difference)\.([a-z]+)(?:-([a-z]+))?")
TIMELESS = frozenset({"said", "on_file", "assumed", "passage_figure", "reference", "phone"})
"""Roles that no later case version makes untrue: a correction replaces the fact under its id."""


def letters_of(subject: str) -> tuple[str, ...]:
    """Name the offers that a subject is about.

    >>> letters_of("offer.b.autodebit"), letters_of("difference.c-a"), letters_of("request")
    (('b',), ('c', 'a'), ())
    """
    found = _LETTERS.match(subject)
    return tuple(letter for letter in found.groups() if letter) if found else ()


class FactBook(Mapping[str, Fact]):
    """Facts by id; a later fact of the same id replaces the earlier one.

    `case_version` is that of the case now; `current_letters` are the offers that stand on it (None:
    nobody says, so every offer counts as current). A fact of version 0 belongs to no case. Facts
    that are kept by id already are taken over as they are.
    """

    def __init__(
        self,
        facts: Iterable[Fact] | Mapping[str, Fact] = (),
        case_version: int = 0,
        current_letters: Iterable[str] | None = None,
    ) -> None:
        self._facts = dict(facts) if isinstance(facts, Mapping) else {f.id: f for f in facts}
        self.case_version = case_version
        self.current_letters = None if current_letters is None else frozenset(current_letters)

    def __getitem__(self, fact_id: str) -> Fact:
        return self._facts[fact_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self._facts  # Mapping's own raises and catches for every miss

    def is_historic(self, fact: Fact) -> bool:
        """Tell whether the inputs of a fact have been superseded."""
        if fact.role in TIMELESS:
            return False
        letters = letters_of(fact.subject)
        if letters and self.current_letters is not None:
            return letters[0] not in self.current_letters
        return 0 < fact.case_version < self.case_version

    def of(self, subject: str, role: str) -> Fact | None:
        """Return the fact of a subject in a role."""
        return self._by_role.get((subject, role))

    @cached_property
    def _by_role(self) -> Mapping[tuple[str, str], Fact]:
        return {(fact.subject, fact.role): fact for fact in self._facts.values()}

    @cached_property
    def by_folded_id(self) -> Mapping[str, str]:
        """Ids by their lower-case form, to repair a slip of case."""
        return {fact_id.lower(): fact_id for fact_id in self._facts}

    @cached_property
    def offers(self) -> tuple[str, ...]:
        """Subjects of the offers that stand now: ('offer.a', 'offer.b')."""
        subjects = {f.subject for f in self._facts.values() if f.role == "monthly_payment"}
        return tuple(
            sorted(
                s
                for s in subjects
                if s.count(".") == 1
                and s.startswith("offer.")
                and (self.current_letters is None or s[6:] in self.current_letters)
            )
        )
