"""What is valid: knowledge, policies, personas, prompts, the language model."""

from collections.abc import Iterator

from agent.doctor.diagnosis import Diagnosis, Health, first_line
from agent.settings import Settings


def knowledge(settings: Settings) -> Iterator[Diagnosis]:
    from tools.knowledge import FOLDER, KnowledgeError, load_knowledge, load_rulebook
    from tools.policy_index import open_policies
    from tools.stores.demo import read_demo

    folder = settings.knowledge_dir or FOLDER
    try:
        for name, digest in load_knowledge(folder).hashes.items():
            yield Diagnosis(Health.WELL, "knowledge", f"{name} {digest[:12]}")
        policies = open_policies(folder / "policies", load_rulebook(folder))
        said = f"{len(policies.passages)} passages, index {policies.content_hash[:12]}"
        yield Diagnosis(Health.WELL, "policies", said)
        people = read_demo(folder / "demo_customers.yaml")
        yield Diagnosis(Health.WELL, "personas", f"{len(people.personas)} to sign in as")
    except KnowledgeError as error:
        for problem in error.problems:
            yield Diagnosis(Health.BROKEN, "knowledge", str(problem))


def prompts(settings: Settings) -> Iterator[Diagnosis]:
    from agent.offline.wording_files import phrases_of
    from agent.prompting import PromptError, load_prompt, versions_of

    try:
        versions = versions_of(settings.prompt)
        prompt = load_prompt("advisor", versions.advisor)
        phrases_of(versions.offline)
    except (OSError, PromptError) as error:
        yield Diagnosis(Health.BROKEN, "prompt", first_line(error))
    else:
        said = f"advisor@{prompt.version} {prompt.content_hash[:12]}, offline@{versions.offline}"
        yield Diagnosis(Health.WELL, "prompt", said)


def model(settings: Settings) -> Iterator[Diagnosis]:
    """Construct the model that the settings name; it is not called."""
    from agent.models import ModelUnavailable, chat_model

    try:
        chat_model(settings)
    except ModelUnavailable as error:
        yield Diagnosis(Health.BROKEN, "model", str(error))
        return
    if settings.model == "offline":
        yield Diagnosis(Health.WELL, "model", "offline: embedded, no key and no network needed")
    else:
        said = f"bedrock: {settings.bedrock_model_id} in {settings.aws_region}; credentials found"
        yield Diagnosis(Health.WELL, "model", f"{said}, not tried")
