"""The generated parts of the README are what the program says today (`make docs` renews them)."""

import re

import pytest

from evals.docs import PARTS, README, Stale, renewed

TEXT = README.read_text(encoding="utf-8")


def part(text: str, name: str) -> str:
    found = re.search(rf"<!-- generated: {name} -->(.*?)<!-- end -->", text, re.DOTALL)
    return found.group(1).strip() if found else f"{README.name} has no part {name!r}"


@pytest.mark.parametrize("name", [name for name, _ in PARTS])
def test_a_generated_part_of_the_readme_is_current(name: str) -> None:
    now = dict(PARTS)[name]()

    assert part(TEXT, name) == now, "run `make docs`"


def test_a_conversation_in_the_readme_comes_out_the_same_every_time() -> None:
    assert dict(PARTS)["conversation"]() == dict(PARTS)["conversation"]()


def test_a_part_that_nobody_generates_is_refused() -> None:
    with pytest.raises(Stale, match="weather"):
        renewed("<!-- generated: weather -->\nsunny\n<!-- end -->")


def test_what_is_not_generated_stays_as_it_is() -> None:
    assert renewed("two sentences by hand\n") == "two sentences by hand\n"
