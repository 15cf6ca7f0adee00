"""Everything that can go wrong while lending, by who must act.

* LendingError              the customer or the model can do something about it
  + OutOfRange              a value lies outside what the product or the reader allows
  + MissingFact             a fact is needed before this can be computed
  + UnreadableWords         the customer's words hold no value of the kind asked for
  + AmbiguousWords          the customer's words hold two readings: ask which
  + UnboundFigure           a figure that nobody gave: ask the customer
  + NothingToWorkOn         there is no offer, proposal, decision or application of that kind yet
* anything else             a bug; it is allowed to crash
"""


class LendingError(Exception):
    """An expected refusal. Its message is shown to the model, so write it for a reader."""


class OutOfRange(LendingError):
    """A value lies outside what is allowed; the message says what is."""


class MissingFact(LendingError):
    """A fact is needed before this can be computed."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"Ask the customer for {missing} first.")
        self.missing = missing


class UnreadableWords(LendingError):
    """The words given for a field hold no value of that kind."""


class AmbiguousWords(LendingError):
    """The words given for a field can be read in more than one way that matters."""


class UnboundFigure(LendingError):
    """A figure in a tool call that no message, fact or catalogue bound supplies."""


class NothingToWorkOn(LendingError):
    """The tool needs an offer, a proposal, a decision or an application that does not exist yet."""
