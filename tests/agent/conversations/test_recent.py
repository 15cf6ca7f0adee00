"""What was read of rows is kept within bounds."""

from agent.conversations.recent import Recent


def test_a_value_is_made_once_and_the_least_used_goes_first() -> None:
    made: list[str] = []
    recent: Recent[str] = Recent(2)

    def of(key: str) -> str:
        return recent.of(key, lambda: made.append(key) or key.upper())  # type: ignore[func-returns-value]

    assert [of(k) for k in "abacab"] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


def test_nothing_is_left_once_it_is_told_to_forget() -> None:
    recent: Recent[int] = Recent(2)
    recent.of("a", lambda: 1)

    recent.forget()

    assert recent.of("a", lambda: 2) == 2
