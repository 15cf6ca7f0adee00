"""What a message names and does not mean."""

import pytest

from agent.language.text import plain
from agent.offline.unmeant import without_unmeant


def meant(said: str, *topics: str) -> list[str]:
    return without_unmeant(topics, said, plain(said))


@pytest.mark.parametrize(
    "said", ["who can see all this", "so who else will see what I typed?", "who sees my data"]
)
def test_who_sees_it_is_a_question_and_no_wish_for_a_person_or_a_copy(said: str) -> None:
    assert meant(said, "human", "access") == []


def test_somebody_who_can_see_the_file_is_a_person_who_is_wanted() -> None:
    assert meant("can I talk to somebody who can see my file", "human") == ["human"]


def test_deleting_is_wanted_after_something_else_is_not() -> None:
    said = "no wait, I don't want this. delete everything I told you"

    assert meant(said, "erase") == ["erase"]


def test_nothing_is_deleted_where_that_is_denied() -> None:
    assert meant("please don't delete anything", "erase") == []
