"""Prompts by id and version; a label says which is in use."""

import re

import pytest

from agent.prompting import (
    PromptError,
    labels,
    load_prompt,
    prompts_on_file,
    read_labels,
    read_prompt,
    versions_of,
)

GOOD = '---\nid: advisor\nversion: "3"\nparameters: {temperature: 0}\n---\nBe kind.\n'


def test_every_label_names_versions_that_are_on_file() -> None:
    on_file = {prompt.version for prompt in prompts_on_file("advisor")}

    assert {versions.advisor for versions in labels().values()} <= on_file


def test_a_prompt_says_its_version_its_parameters_and_the_hash_of_its_file() -> None:
    prompt = read_prompt("advisor-3.md", GOOD)

    assert (prompt.id, prompt.version, prompt.text) == ("advisor", "3", "Be kind.")
    assert prompt.parameters == {"temperature": 0}
    assert len(prompt.content_hash) == 64


def test_without_a_version_the_one_in_production_is_read() -> None:
    assert load_prompt("advisor") == load_prompt("advisor", versions_of().advisor)


def test_single_versions_stand_over_those_in_production() -> None:
    assert versions_of("offline@2").offline == "2"
    assert versions_of("offline@2").advisor == versions_of().advisor


@pytest.mark.parametrize("choice", ["", "stagging", "offline", "offline@", "writer@1", "offline@x"])
def test_a_choice_that_names_nothing_says_what_can_be_chosen(choice: str) -> None:
    with pytest.raises(PromptError, match="production, staging"):
        versions_of(choice)


def test_a_version_that_is_not_on_file_is_refused_with_those_that_are() -> None:
    with pytest.raises(PromptError, match="advisor@99 is not in prompts/: there is"):
        load_prompt("advisor", "99")


@pytest.mark.parametrize(
    "raw",
    ["no front matter", "---\nid: a\n---\ntext", GOOD.replace("id:", "name:"), "---\n- a\n---\n"],
)
def test_a_file_with_bad_front_matter_is_named(raw: str) -> None:
    with pytest.raises(PromptError, match=r"prompts/bad\.md"):
        read_prompt("bad.md", raw)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("[production]\nadvisor = 1\noffline = '1'", "advisor"),
        ("[staging]\nadvisor = '1'\noffline = '1'", "no label 'production'"),
        ("[production", "labels.toml"),
    ],
)
def test_a_bad_labels_file_says_what_is_wrong(raw: str, why: str) -> None:
    with pytest.raises(PromptError, match=re.escape(why)):
        read_labels(raw)
