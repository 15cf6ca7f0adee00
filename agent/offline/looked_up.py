"""What is looked up for a question: its words, and what it leaves to the talk before it."""

from agent.language.text import plain
from agent.offline.follow_ups import of_the_loan_spoken_of, of_what_is_pledged, of_what_was_asked
from agent.offline.phrases import policy_topic
from agent.offline.questions import questions_in
from agent.offline.scene import Scene


def looked_up(scene: Scene, text: str) -> str:
    """Return the questions of a message, each with what it leans on.

    >>> looked_up(Scene("", {}), "thanks. and what does being late cost?")
    'what does being late cost'
    """
    asked = questions_in(text)
    if scene.product:
        return of_what_is_pledged(asked, plain(scene.said), scene.product)
    of_its_own = policy_topic(asked) not in (None, "documents")
    if scene.earlier and "|cite]]" in "".join(scene.replies[-1:]) and not of_its_own:
        asked = of_what_was_asked(asked, scene.earlier[-1])
    return of_the_loan_spoken_of(asked, scene.earlier)
