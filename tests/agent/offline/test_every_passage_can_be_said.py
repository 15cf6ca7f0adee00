"""What the engine quotes of any passage passes the gate that a model's words pass, too."""

from agent.offline.say_policy import speakable
from agent.offline.wording import Draft, cited
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext
from agent.replies.gate import check_reply
from tools.knowledge import FOLDER, load_rulebook
from tools.policy_index import Passage, open_policies
from tools.search_policy import PolicyFound

PASSAGES = tuple(
    p
    for p in open_policies(FOLDER / "policies", load_rulebook(FOLDER)).passages
    if p.audience == "customer"
)


def objections(passage: Passage) -> list[str]:
    """Judge each sentence of a passage as the engine would say it, cited."""
    facts = FactBook(PolicyFound(query="", passages=(passage,)).own_facts())
    text = "\n".join((*passage.title_path, passage.text, passage.template))
    context = GateContext(passages=frozenset({passage.id}), passage_texts={passage.id: text})
    said = speakable(Draft(frozenset(facts)), passage.model_dump(mode="json"))
    return [
        f"{passage.id}: {sentence} ({found.why})"
        for sentence in said.values()
        if not sentence.startswith("See: ")
        for found in check_reply(f"{sentence} {cited(passage.id)}", facts, context)
        if found.blocks
    ]


def test_no_sentence_of_a_policy_is_stopped_when_it_is_quoted() -> None:
    stopped = [said for passage in PASSAGES for said in objections(passage)]

    assert stopped == []
