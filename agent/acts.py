"""Acts going in: what a call sets off has to be asked for by the customer (`agent/wishes.py`).

To apply, to switch automatic payment on, to have data erased, to complain: each act has words of
its own, or is a plain yes to our question about just that.
"""

from collections.abc import Callable, Mapping
from typing import Any

from agent.evidence import is_spoken_for
from agent.language.answers import YesNo, read_yes_no
from agent.language.signals import find_signals
from agent.language.text import plain
from agent.offline.references import letters_in, only_one_in
from agent.wishes import Wishes
from tools.fields import BY_NAME
from tools.lending.errors import UnboundFigure

QUOTED = 160
"""Characters of the customer's words that go along with a hand-over."""


def _applies(arguments: dict[str, Any], wishes: Wishes) -> dict[str, Any]:
    """An application is proposed when the customer wants it, for the offer that they mean."""
    if not _wants_to_apply(wishes):
        raise UnboundFigure("The customer has not asked to apply. Ask whether they want to.")
    letter = arguments.get("letter")
    if letter is not None and not _is_the_offer_meant(str(letter).lower(), wishes):
        raise UnboundFigure(f"The customer has not chosen offer {letter!r}. Ask which one to use.")
    return arguments


def _wants_to_apply(wishes: Wishes) -> bool:
    if wishes.says("wants_no_application"):
        return False
    came_of_age = wishes.case.asked[-1:] == ("adult",)
    answer = wishes.answers("apply_question")
    if came_of_age or answer is not YesNo.UNCLEAR:
        return answer is not YesNo.NO
    return wishes.says("wants_to_apply") or "apply" in wishes.heard().topics


def _is_the_offer_meant(letter: str, wishes: Wishes) -> bool:
    case = wishes.case
    shown = [
        {"letter": o.letter, "principal": o.principal, "term_months": o.term_months,
         "monthly_payment": o.monthly_payment, "total_interest": o.total_interest}
        for o in case.current_offers
    ]  # fmt: skip
    named = letters_in(plain(wishes.said), shown)
    if named:
        return letter in named
    return letter in (case.chosen, only_one_in(shown, wishes.replies)) or len(shown) == 1


def _adjusts(arguments: dict[str, Any], wishes: Wishes) -> dict[str, Any]:
    """Automatic payment moves the rate: it is switched on and off in the customer's words only."""
    wanted = arguments.get("autodebit")
    if wanted is not None:
        value = "true" if wanted else "false"
        spec, asked = BY_NAME["autodebit"], wishes.case.asked
        if not is_spoken_for(spec, value, wishes.context.messages, asked):
            raise UnboundFigure("The customer has not spoken of automatic payment. Ask them.")
    return arguments


def _asks_about_data(arguments: dict[str, Any], wishes: Wishes) -> dict[str, Any]:
    """What is erased, corrected or handed over was asked for, in this message or by a yes to it."""
    lexicon = f"asks_{arguments.get('request')}"
    if wishes.says("keeps_data") or not (wishes.says(lexicon) or _agrees_to(lexicon, wishes)):
        raise UnboundFigure("The customer has not asked for that. Ask what they want done.")
    return arguments


def _agrees_to(lexicon: str, wishes: Wishes) -> bool:
    """Nothing but a yes, to a question about just that."""
    return wishes.answers(lexicon) is YesNo.YES and read_yes_no(wishes.said).whole


def _praises(arguments: dict[str, Any], wishes: Wishes) -> dict[str, Any]:
    """A rating that the words do not hold is left out; the words are kept as they are."""
    rating = arguments.get("rating")
    heard = rating is not None and wishes.says(f"thumbs_{rating}")
    return arguments if heard else {n: v for n, v in arguments.items() if n != "rating"}


def _complains(arguments: dict[str, Any], wishes: Wishes) -> dict[str, Any]:
    """A complaint is the customer's, in this message or by a plain yes to our own question.

    What is said to be discrimination is one in their words too; where their words say so it cannot
    be left out.
    """
    kinds = {signal.kind for signal in find_signals(wishes.said)}
    unhappy = bool(kinds & {"complaint", "discrimination"}) or wishes.says("complains")
    unhappy = unhappy or wishes.says("treated_worse")
    if not unhappy and not _agrees_to("complaint_question", wishes):
        raise UnboundFigure("The customer has not complained. Ask whether they want to.")
    named = "discrimination" in kinds or wishes.says("treated_worse")
    return {**arguments, "discrimination": named}


def _hands_off(arguments: dict[str, Any], wishes: Wishes) -> dict[str, Any]:
    """A colleague reads what the customer wrote; what a model says of them is not passed on."""
    return {**arguments, "reason": f"the customer wrote: {wishes.said[:QUOTED]}"}


Act = Callable[[dict[str, Any], Wishes], dict[str, Any]]
ACTS: Mapping[str, Act] = {
    "submit_application": _applies,
    "adjust_offer": _adjusts,
    "privacy_request": _asks_about_data,
    "record_feedback": _praises,
    "hand_off": _hands_off,
    "record_complaint": _complains,
}
"""Tools whose arguments are more than figures and choices."""


def as_wished(tool: str, arguments: dict[str, Any], wishes: Wishes) -> dict[str, Any]:
    """Return the arguments as far as the customer wants them.

    Raises `UnboundFigure` for an act that nobody asked for.
    """
    act = ACTS.get(tool)
    return arguments if act is None else act(arguments, wishes)
