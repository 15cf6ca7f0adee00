"""Actions are recorded like words."""

import pytest
from pydantic import ValidationError

from agent.said import SAID, AdjustOffer, ChooseOffer, Confirm, Text, in_words


def test_an_action_reads_like_a_message() -> None:
    assert in_words(ChooseOffer(letter="b")) == "I choose offer B."
    assert in_words(Confirm(proposal_id="x")) == "I confirm the application."
    assert in_words(AdjustOffer(letter="a", autodebit=True)) == (
        "I set automatic payment on on offer A."
    )


def test_words_stay_as_they_are() -> None:
    assert in_words(Text(text="20k please")) == "20k please"


@pytest.mark.parametrize("bad", [{"kind": "approve_me"}, {"kind": "confirm"}, {"kind": "text"}])
def test_an_action_that_does_not_exist_is_refused(bad: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        SAID.validate_python(bad)
