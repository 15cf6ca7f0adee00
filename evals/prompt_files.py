"""`python -m evals prompts`: list the versions, and carry a prompt to Bedrock Prompt Management."""

import argparse
import sys
from pathlib import Path

from agent.offline.wording_files import versions_on_file
from agent.prompt_exchange import as_json, from_bedrock, to_bedrock
from agent.prompting import Prompt, PromptError, labels, load_prompt, prompts_on_file
from agent.settings import load_settings
from evals.promotion import FOLDER


def add_prompts(parser: argparse.ArgumentParser) -> None:
    """Say what the command can do."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="every version on file, and which label names it")
    out = actions.add_parser("export", help="write the request of Bedrock's CreatePrompt")
    out.add_argument("prompt", help="such as advisor@1")
    out.add_argument("--out", type=Path, metavar="FILE", help="the terminal by default")
    into = actions.add_parser("import", help="keep a prompt of Bedrock as another version")
    into.add_argument("file", type=Path, help="JSON of CreatePrompt or GetPrompt")
    into.add_argument("--version", help="here; the one in its metadata by default")


def prompts(given: argparse.Namespace) -> int:
    """Do what the command line says. Raises `PromptError` with what is wrong."""
    if given.action == "list":
        print("\n".join(_lines()))
    elif given.action == "export":
        _export(given.prompt, given.out)
    else:
        print(f"Wrote {keep(_text_of(given.file), given.version)}")
    return 0


def _lines() -> list[str]:
    on_file = {
        "advisor": [prompt.version for prompt in prompts_on_file("advisor")],
        "offline": list(versions_on_file()),
    }
    return [
        f"{name}@{version}  {', '.join(_labels_of(name, version)) or '-'}"
        for name, versions in on_file.items()
        for version in versions
    ]


def _labels_of(name: str, version: str) -> list[str]:
    return [label for label, named in labels().items() if getattr(named, name) == version]


def _export(named: str, out: Path | None) -> None:
    name, _, version = named.partition("@")
    request = to_bedrock(load_prompt(name, version or None), load_settings().bedrock_model_id)
    if out is None:
        sys.stdout.write(as_json(request))
    else:
        out.write_text(as_json(request), encoding="utf-8")
        print(f"Wrote {out}")


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{file} cannot be read: {error}") from error


def keep(raw: str, version: str | None, folder: Path = FOLDER) -> Path:
    """Write a prompt of Bedrock into prompts/; old versions stay.

    Raises `PromptError`: it is no prompt, or that version is on file already.
    """
    prompt = from_bedrock(raw, version)
    if _on_file(prompt) is not None:
        raise PromptError(f"{prompt.id}@{prompt.version} is on file already: say another --version")
    file = folder / f"{prompt.id}-{prompt.version}.md"
    file.write_text(prompt.raw, encoding="utf-8")
    return file


def _on_file(prompt: Prompt) -> Prompt | None:
    found = prompts_on_file(prompt.id)
    return next((known for known in found if known.version == prompt.version), None)
