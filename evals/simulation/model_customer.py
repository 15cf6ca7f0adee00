"""A simulated customer whose words a language model finds; the facts are the persona's."""

from collections.abc import Sequence
from typing import cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage

from agent.models import Speaker, ask, text_of
from agent.prompting import load_prompt, render
from evals.simulation.personas import Persona

MANNERS = {
    "plain": "plainly, in whole sentences",
    "casual": "casually, in lower case",
    "texting": "as in a text message, with abbreviations and hardly any punctuation",
    "capitals": "in capitals, in few words",
    "polite": "politely and a little formally",
}
BEGIN = "The assistant greets you and asks what you need."
NOTHING_SAID = "(The assistant shows something without a word.)"
LEAVES = "Never mind, thanks."
"""Stands for an answer without a word: a message may not be empty."""


class ModelCustomer:
    """One conversation's customer. The bank's words come in as a person's, its own go out."""

    def __init__(self, persona: Persona, model: BaseChatModel) -> None:
        self.persona = persona
        prompt = load_prompt("simulated_customer", "1")
        self.model = cast(Speaker, model.bind(**prompt.parameters))
        self.heard: list[AnyMessage] = [SystemMessage(_role(persona, prompt.text))]
        self.told = {"product": persona.product.value, **persona.facts}
        """Everything that is true: what a model has said of it, it alone knows."""
        if persona.is_joint or persona.product.value == "education":
            self.told["co_applicant"] = "yes" if persona.is_joint else "no"
        self.to_correct: str | None = None

    def opening(self) -> str:
        """Say what one wants. Raises `ModelUnavailable`."""
        return self.answer((), BEGIN)

    def answer(self, asked: Sequence[str], reply: str) -> str:
        """Answer the reply as it was shown; the fields that it asked for are not looked at.

        Raises `ModelUnavailable` for anything that the provider did wrong.
        """
        self.heard.append(HumanMessage(reply or NOTHING_SAID))
        words = text_of(ask(self.model, self.heard)) or LEAVES
        self.heard.append(AIMessage(words))
        return words


def _role(persona: Persona, words: str) -> str:
    return render(
        words,
        product=persona.product.value.replace("_", " "),
        facts={_said(name): value or "none" for name, value in persona.facts.items()},
        manner=MANNERS[persona.manners.tone],
    )


def _said(field: str) -> str:
    """Name a field as the prompt does: "credit score of the person who would sign too"."""
    plain = field.removeprefix("co.").replace("_", " ")
    return f"{plain} of the person who would sign too" if field.startswith("co.") else plain
