"""A simulated customer whose words a language model finds; the facts are the persona's."""

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage

from agent.models import text_of
from agent.prompting import load_prompt, render
from evals.simulation.personas import Persona

CASUAL = "casually, in lower case, with abbreviations"
PLAIN = "politely, in whole sentences"
BEGIN = "The assistant greets you and asks what you need."


class ModelCustomer:
    """One conversation's customer. The bank's words come in as a person's, its own go out."""

    def __init__(self, persona: Persona, model: BaseChatModel) -> None:
        self.persona, self.model = persona, model
        self.heard: list[AnyMessage] = [SystemMessage(_role(persona))]
        self.told = {"product": persona.product.value, **persona.facts}
        """Everything that is true: what a model has said of it, it alone knows."""
        if persona.product.value == "education":
            self.told["co_applicant"] = "yes" if persona.is_joint else "no"
        self.to_correct: str | None = None

    def opening(self) -> str:
        """Say what one wants."""
        return self.answer((), BEGIN)

    def answer(self, asked: Sequence[str], reply: str) -> str:
        """Answer the reply as it was shown; the fields that it asked for are not looked at."""
        self.heard.append(HumanMessage(reply))
        words = text_of(self.model.invoke(self.heard)).strip()
        self.heard.append(AIMessage(words))
        return words


def _role(persona: Persona) -> str:
    return render(
        load_prompt("simulated_customer", "1").text,
        product=persona.product.value.replace("_", " "),
        facts={name.replace("_", " "): value or "none" for name, value in persona.facts.items()},
        manner=CASUAL if persona.manners.casual else PLAIN,
    )
