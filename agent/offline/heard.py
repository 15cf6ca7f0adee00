"""What the engine made of one message: a plain record, before anything is done about it."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from agent.offline.beside import Setup


class Heard(NamedTuple):
    """One message, understood as far as words and the open question go."""

    topics: tuple[str, ...] = ()
    """What it is about besides facts: 'compare', 'human', 'odds' …, in reading order."""
    product: str | None = None
    told: Mapping[str, str] = {}
    """Fields of record_details in the customer's words, or canonical choices."""
    co_applicant: Literal["add", "none"] | None = None
    conflicts: Literal["told", "on_file"] | None = None
    changes: Mapping[str, str | bool] = {}
    """What-if levers of adjust_offer, in the customer's words."""
    letters: tuple[str, ...] = ()
    """Offers that were referred to."""
    setups: tuple[Setup, ...] = ()
    """Two times or two amounts that are to be set beside each other."""
    leans: bool = False
    """A question about another offer leaves the figure to the question before it."""
    figure: str | None = None
    """The key of the sentence about the one figure that is asked for."""
    payment: str | None = None
    """A monthly payment that they named as theirs to manage."""
    quoted: Mapping[str, str] = {}
    """Amount and time of somebody else's loan, and its rate where it was said before."""
    rate: str | None = None
    """Somebody else's rate."""
    query: str | None = None
    """What to search the policy for."""
    about: str | None = None
    """The field that a question about our questions or our figures names."""
    answer: str = "UNCLEAR"
    """YES, NO or UNCLEAR, as agent/language reads it."""
    another: bool = False
    """A further loan is asked for, beside one that is filed."""
    is_unsure: bool = False
    is_question: bool = False
    is_correction: bool = False
    other_income: bool = False
    """Somebody else's income is mentioned, and nobody said that they would sign."""
    percent_down: bool = False
    """A down payment was named as a share: ask for dollars."""
    left_over: tuple[str, ...] = ()
    """Figures that found no place."""

    @property
    def has_facts(self) -> bool:
        """Whether anything is to be recorded."""
        return bool(
            self.told or self.product or self.co_applicant or self.conflicts or self.another
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was understood."""
        return not (
            self.topics or self.has_facts or self.changes or self.letters or self.payment
            or self.rate or self.query or self.is_unsure or self.answer != "UNCLEAR"
        )  # fmt: skip
