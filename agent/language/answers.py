"""Yes, no, or neither: the deterministic reader that confirmation relies on.

A false yes submits an application; a missed yes costs one question. So every word of a message
must be known before it counts as an acceptance as a whole, and whatever pulls the other way
(a no, "wait", a question, a figure) is enough to withhold it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import takewhile
from typing import Literal, NamedTuple

from agent.language.quantities import find_quantities
from agent.language.text import normalise, words


class YesNo(StrEnum):
    """What a message answers."""

    YES = "YES"
    NO = "NO"
    UNCLEAR = "UNCLEAR"


class Answer(NamedTuple):
    """The reading of one message."""

    value: YesNo
    whole: bool = False
    """True only for a YES that is nothing but acceptance: no "but", no figure, no question."""


_Class = Literal["yes", "weak", "soft", "no", "hold", "asks", "but", "negation", "filler", "other"]

_TABLE: tuple[tuple[_Class, str], ...] = (
    (
        "yes",
        """yes|yep|yup|yeah|yea|yeh|ya|yah|yess|yas|yass|yis|ye|yh|y|aye|yessir|yes sir|si|sí|
        haan|ji|ja|oui|sure|shure|sure thing|for sure|certainly|definitely|definately|defo|
        absolutely|totally|of course|ofc|by all means|affirmative|roger|indeed|you bet|
        you got it|hell yes|hell yeah|heck yes|heck yeah|go ahead|go for it|go on|do it|
        do that|do so|do this|just do it|let us do it|let us do this|let us do that|let us go|
        let us go ahead|let us go for it|let us proceed|let us submit|let us apply|proceed|
        please proceed|submit|send it|send it in|send it off|submit it|put it in|
        put it through|confirm|confirmed|i confirm|i accept|accept|accepted|accept it|i agree|
        agree|agreed|deal|book it|sign me up|count me in|i am in|i will take it|i take it|
        apply|apply now|i am ready|i am sure|works for me|that works|it works|this works|
        that will work|that would work|sounds good|sounds great|sounds fine|sounds right|
        sounds perfect|sounds like a plan|sounds ok|sounds okay|that sounds good|
        that sounds great|that sounds fine|that sounds right|looks good|looks great|
        looks right|looks fine|looks correct|looks perfect|that looks good|that looks right|
        it looks good|that is fine|that is good|that is ok|that is okay|that is right|
        that is correct|that is perfect|that is great|that is it|it is fine|fine by me|
        fine with me|good to go|all good|all set|please do|yes please|make it so|
        make it happen|i would like that|i would love that|i would love to|i want that|
        i want it|i want to|i would like to|i do|with pleasure|happy to|no problem|
        no problem at all|that is not a problem|it is not a problem|not a problem|no objection|
        no objections|no doubt|without a doubt|why not indeed|i do not mind|sure why not|
        yes why not|ok why not|okay why not|yeah why not|hundredpercent|thumbsup|yes i do|
        yes i am|yes it is|yes that is|yes i would|yes i will|yes we do""",
    ),
    (
        "weak",
        """ok|okay|okey|oki|okie|okie dokie|okey dokey|k|kk|okk|alright|all right|aight|fine|
        right|good|cool|true|got it|very well|great|perfect|excellent|awesome|wonderful|
        fantastic|brilliant|correct|exactly|please|ready""",
    ),
    (
        "soft",
        """i think so|i believe so|i hope so|i have|we have|i am|we are|we do|it is|they do|
        it does|he does|she does|i did|i was|i would|i will|i can|he is|she is|there is|
        there are|mhm|mmhmm|uh huh|yup i think|naturally|obviously|true that|i know""",
    ),
    (
        "no",
        """no|nope|nah|nay|naw|noo|nop|n|negative|nein|nahi|no thanks|no thank you|no way|never|
        no need|hell no|heck no|not really|not now|not yet|not today|not right now|
        not at this time|not at the moment|not this time|not interested|not happening|
        not for me|no sir|i do not think so|do not think so|i think not|i am afraid not|
        i hope not|i do not want|i do not|we do not|i would not|i will not|do not|
        please do not|i would rather not|rather not|i am good|i am fine|i am ok|i am okay|
        absolutely not|definitely not|certainly not|of course not|probably not|certainly no|
        surely not|not a chance|no chance|hard pass|i will pass|pass|cancel|cancel it|
        cancel that|stop|stop it|stop that|abort|decline|i decline|reject|refuse|never mind|
        nevermind|nvm|forget it|forget that|forget about it|leave it|leave that|skip|skip it|
        skip that|scrap that|scratch that|undo|take it back|i changed my mind|
        i have changed my mind|changed my mind|not at all|none|nothing|neither|nothing else|
        i am not|we are not|i have not|we have not|it is not|that is not|it does not|i did not|
        i can not|thumbsdown|that is wrong|wrong|incorrect|that is not right|false|as if|
        like hell|not anymore|no more|no longer|do not do it|do not do that|do not submit|
        do not send|no deal|i disagree|disagree|i object|i refuse|nopes|noway|not ok|not okay|
        not good""",
    ),
    (
        "hold",
        """wait|hold on|hold up|hang on|one moment|one sec|one second|one minute|a moment|a sec|
        a second|a minute|just a sec|just a second|just a minute|just a moment|
        give me a minute|give me a sec|give me a second|give me a moment|give me a day|
        let me think|let me check|let me see|let me ask|let me know|let me sleep|slow down|hmm|
        hm|hmmm|umm|not sure|unsure|i am not sure|i am unsure|i do not know|do not know|
        i have no idea|no idea|no clue|idk|maybe|perhaps|possibly|probably|it depends|depends|
        that depends|we will see|i guess|i guess so|i suppose|i suppose so|kind of|sort of|
        not necessarily|not exactly|not quite|yes and no|yes or no|either|whatever|really|
        seriously|are you sure|yeah right|yea right|sure jan|no worries|later|maybe later|
        some other time|another time|tomorrow|next week|think about it|i will think|sike|psych|
        jk|just kidding|kidding|eyeroll|shrug|almost|nearly|not so fast|i wish|actually|
        please wait|wait please|explain|please explain""",
    ),
    ("asks", "why|why not|what|huh|how|which|when|who|where"),
    (
        "but",
        """but|however|though|although|if|unless|as long as|only if|provided|once|except|instead|
        first""",
    ),
    (
        "negation",
        """not|can not|could not|should not|nobody|without|hardly|unfortunately""",
    ),
    (
        "filler",
        """thanks|thank you|i have read it|i have read everything|thank you so much|thanks a lot|
        thanks so much|many thanks|thank you very much|much appreciated|appreciate it|cheers|
        then|now|right now|right away|asap|just|well|oh|um|uh|er|ah|hey|hi|hello|man|bro|dude|
        sir|madam|mam|maam|ma am|mate|buddy|friend|lol|haha|hehe|ha|for me|with me|by me|to me|
        with that|with this|with it|for it|it|that|this|them|everything|all of it|all|i say|
        i would say|i mean|my answer is|the answer is|that is a|it is a|that would be|so|and|
        as well|too|very much|so much|my application|the application|an application|
        application|my request|the request|the form|on my behalf|i want to|i would like to|
        i will|i am happy to|i am ready to|we can|you can|you may|you can go|let us|again|
        today|immediately|at once|already|a|the|i|we|here|there|fully|completely|entirely|
        really do|of|with|to|be|is|good sir|god|my god|omg|wow|super|very|ahead|guys|team|
        folks|dear|praying|ma'am""",
    ),
)
"""Phrases in the form that `text.words` gives them, by what they do to an answer."""

_EMOJI = {
    "👍": " thumbsup ", "👌": " thumbsup ", "✅": " thumbsup ", "✔": " thumbsup ",
    "☑": " thumbsup ", "💯": " hundredpercent ", "👎": " thumbsdown ", "❌": " thumbsdown ",
    "🚫": " thumbsdown ", "🙅": " thumbsdown ", "✖": " thumbsdown ", "⛔": " thumbsdown ",
    "🙏": " praying ", "🤔": " hmm ", "🙄": " eyeroll ", "😒": " eyeroll ", "🤷": " shrug ",
    "🛑": " stop ", "✋": " wait ", "😂": " lol ", "🤣": " lol ", "🆗": " ok ",
}  # fmt: skip
_EMOJIS = re.compile("|".join(_EMOJI))
_SURE = re.compile(r"\b(?:100|110|1000|a hundred|one hundred)\s?(?:%|percent|per cent)", re.I)
_WHY_NOT = re.compile(r"\bwhy not\s?\?", re.I)
_THANKS_CLAUSE = re.compile(
    r"(?:^|(?<=[.!,;] ))(?:thanks|thank you) for ([a-z' ]{1,40})(?:[.!,;]|$)"
)
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_AGREE = frozenset({"yes", "weak", "soft"})
_NEGATES = frozenset({"not", "never"})


def _index(table: Iterable[tuple[_Class, str]]) -> dict[str, list[tuple[tuple[str, ...], _Class]]]:
    """Phrases by their first word, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], _Class]]] = {}
    for name, phrases in table:
        for phrase in phrases.split("|"):
            parts = tuple(phrase.split())
            index.setdefault(parts[0], []).append((parts, name))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


_PHRASES = _index(_TABLE)


def read_yes_no(text: str) -> Answer:
    """Whether the message says yes, says no, or neither.

    Use `whole` where something is done on the word of the customer. Never raises.

    >>> read_yes_no("yep, sounds good - go ahead please")
    Answer(value=<YesNo.YES: 'YES'>, whole=True)
    >>> read_yes_no("yes but 48 months")
    Answer(value=<YesNo.YES: 'YES'>, whole=False)
    >>> read_yes_no("I don't think so").value, read_yes_no("why not").value
    (<YesNo.NO: 'NO'>, <YesNo.UNCLEAR: 'UNCLEAR'>)
    """
    marked = _EMOJIS.sub(lambda found: _EMOJI[found[0]], normalise(text).lower())
    marked = _WHY_NOT.sub("why not", _SURE.sub(" hundredpercent ", marked))
    marked = _THANKS_CLAUSE.sub(_mere_thanks, marked)
    said = list(_classes(_word_list(marked)))
    value = _decide(said, asks="?" in marked)
    whole = (
        value is YesNo.YES
        and all(name in {"yes", "weak", "filler"} for name, _ in said)
        and "?" not in marked
        and not find_quantities(marked)
    )
    return Answer(value, whole)


def _mere_thanks(clause: re.Match[str]) -> str:
    """Nothing, for "thanks for explaining"; the clause itself when it answers something."""
    names = {name for name, _ in _classes(_word_list(clause[1]))}
    return " " if names <= {"other", "filler"} else clause[0]


def _word_list(text: str) -> list[str]:
    unstretched = (_STRETCHED.sub(r"\1", word) for word in words(text))
    return [word for word in unstretched if word]


def _classes(said: list[str]) -> Iterator[tuple[_Class, str]]:
    """The class of each phrase in turn, longest match first; unknown words are "other"."""
    at = 0
    while at < len(said):
        name, end = _phrase(said, at)
        if said[end - 1] in _NEGATES and end < len(said):
            following, after = _phrase(said, end)
            if following in _AGREE:  # "do not go ahead", "never agreed"
                name, end = "no", after
        yield name, " ".join(said[at:end])
        at = end


def _phrase(said: list[str], at: int) -> tuple[_Class, int]:
    for parts, name in _PHRASES.get(said[at], ()):
        end = at + len(parts)
        taken_back = name in _AGREE and said[end : end + 1] == ["not"]
        if tuple(said[at:end]) == parts and not taken_back:
            return name, end
    return "other", at + 1


def _decide(said: Sequence[tuple[_Class, str]], *, asks: bool) -> YesNo:
    names = [name for name, _ in said if name != "filler"]
    if names and names[0] == "no":
        return YesNo.UNCLEAR if "yes" in names else YesNo.NO
    agreed = list(takewhile(lambda name: name in _AGREE, names))
    return _yes_or_unclear(agreed, names[len(agreed) :], asks=asks) if agreed else YesNo.UNCLEAR


def _yes_or_unclear(agreed: Sequence[_Class], rest: Sequence[_Class], *, asks: bool) -> YesNo:
    """A yes that nothing takes back. After "but" or "if" the rest only limits it."""
    if not rest:
        return YesNo.UNCLEAR if asks else YesNo.YES
    if rest[0] == "but":
        return YesNo.UNCLEAR if set(rest[1:]) <= {"no", "hold", "negation"} else YesNo.YES
    taken_back = "no" in takewhile(lambda name: name != "but", rest) or rest[0] == "hold"
    explicit = "yes" in agreed
    question_only = asks and set(rest) <= {"hold", "asks"} and len(rest) == 1
    return YesNo.YES if explicit and not taken_back and not question_only else YesNo.UNCLEAR
