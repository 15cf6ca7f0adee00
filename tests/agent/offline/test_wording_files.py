"""Templates by version: a change says what it changes, and nothing else can go wrong with it."""

import re

import pytest

from agent.offline.wording import variants
from agent.offline.wording_files import (
    BASE,
    phrases,
    phrases_of,
    read_changes,
    speaking,
    versions_on_file,
)
from agent.prompting import PromptError, versions_of

HEAD = 'id = "offline"\nversion = "9"\nbased_on = "1"\n[say]\n'


def test_every_version_on_file_can_speak() -> None:
    assert versions_on_file()[0] == BASE
    for version in versions_on_file():
        assert set(phrases_of(version)) == set(phrases_of(BASE))


def test_a_version_says_differently_what_it_changes_and_the_rest_as_before() -> None:
    with speaking(phrases_of("2")):
        changed = variants("ask.compared")

    assert changed != variants("ask.compared")
    assert phrases_of("2")["figure.fees"] == phrases_of(BASE)["figure.fees"]


def test_without_a_choice_the_version_in_production_speaks() -> None:
    assert phrases() == phrases_of(versions_of().offline)


@pytest.mark.parametrize(
    ("say", "why"),
    [
        ('"no.such.key" = "Hello."', "no such template"),
        ('"ask.apply" = "Shall I, {{ name }}?"', "name is not known there"),
        ('"ask.apply" = "Shall I {{ ?"', "prompts/offline-9.toml"),
        ('"ask.apply" = 5', "ask.apply"),
    ],
)
def test_a_change_that_could_fail_in_a_turn_is_refused_when_it_is_read(say: str, why: str) -> None:
    with pytest.raises(PromptError, match=re.escape(why)):
        read_changes("offline-9.toml", HEAD + say)


def test_a_version_that_no_file_has_is_refused_by_name() -> None:
    with pytest.raises(PromptError, match="offline@77"):
        phrases_of("77")
