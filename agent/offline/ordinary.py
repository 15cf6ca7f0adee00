"""Answers so plain that nothing else can be in them: no danger, no hardship, no call for a person.

What was learned of danger speaks up early, which is right for a cry for help and wrong for "no
one, I'm doing this alone" or "he makes 52,800 a year". A message of nothing but such words is an
answer; what the phrases find in it stands.
"""

import re

GRAVE = frozenset({"self_harm", "coercion", "threat", "hardship", "human", "scam"})
_WORDS = frozenset(
    """a about account ago ah all already also altogether am an and annual annually another any
    anybody anyone apartment applies apply applying approximately are around as asking at aunt
    automobile balance bank basement bathroom be been before being best between bills bonus borrow
    both bought brand bring brings brother business but buy buying by can car card cards certainly
    checked child co-sign coins college combined company condo correct correction cost costs could
    course cousin covered covers credit currently dad daughter dealer debt debts deposit did died
    do does doing dollars done down driver each early earn earns employed employee employer
    estimate every everything experian family father fees fico finance fine first fix for found
    free friend from full full-time fully fund get gets getting give go goes going gold good got
    grams grand grants great gross had half has have he hello help her hers hi him his home
    hospital hour hours house housing how hundred husband i i'd i'll i'm i've idea if im in income
    insurance is it it's its job jobs joint jointly just k karat kids kitchen know last leaks
    least left less like live lives living loan loans long looked looking lot made make makes
    making maybe me mean means medical million mine minivan mo mom money month monthly months more
    mortgage most mother much my myself name near nearly need needs neighbor net new next no
    nobody none nope not nothing now nurse of office oh ok okay old on once one only or other our
    out outright outstanding over owe owed owes own paid parents part part-time partner pay
    paycheck paying payment payments pays pension per percent person personal places plan please
    plus price probably property pull pulls purchase put putting quote quoted rate really
    remaining rent renting rents repair repay retail retired right roof roughly salary same saved
    savings say says school score scores second secured self self-employed sell selling semester
    she side sign signing signs since sister six so some something son sorry spend spouse started
    starting still store student such sure take takes tax taxes teacher term thank thanks that the
    their theirs them then there they thing think thinking this thousand three through time to
    today together told too total town toyota truck tuition two uncle under unemployed up us use
    used value van vehicle very wait want wants was we week weeks well were what when which while
    who whole why wife will with without work worked working works worth would wrong year yearly
    years yep yes yet you your yr yrs""".split()  # noqa: SIM905 - a list to read
)
_FIGURES = re.compile(r"[$~]?\d[\d,.]*(?:k|m|g|th|st|%)?")
_SAID_OF_LOANS = re.compile(
    r"\balone\b|\b(?:what )?happens? if i miss (?:a|one|my) payments?\b"
    r"|\bmiss(?:ed)? (?:a |one |my )?payments?\b"
)
_MADE_TO = re.compile(
    r"\b(?:makes?|made|making|told?|tells?|wants?|has|have|need|got) (?:me|us) (?:to|sign|take"
    r"|borrow|pay|do|get)\b|\b(?:says?|told me) i\b|\b(?:can not|not) (?:go on|do this|live|pay)\b"
    r"|\bpay (?:it|this|you)? ?(?:any ?more|back any)|\b(?:with|to|by) (?:a|one) person\b"
    r"|\bperson (?:to|please)\b|\bsome(?:one|body) (?:to|there|else)\b|\bwant out\b"
    r"|\bmaking (?:me|us)\b|\bnothing left\b|\bwhat do (?:i|we) do\b|\bperson on\b"
)


def is_ordinary(p: str) -> bool:
    """Tell whether plain words are all those of an answer about money, work and people.

    >>> is_ordinary("no one i am doing this alone"), is_ordinary("he makes me sign for a car")
    (True, False)
    """
    words = _SAID_OF_LOANS.sub("", p).split()
    plain_words = all(w in _WORDS or _FIGURES.fullmatch(w) for w in words)
    spoken = any(w[0].isalpha() for w in words)
    return spoken and plain_words and _MADE_TO.search(p) is None


_ANSWERS_TOO = re.compile(
    r"\b(?:not|never|no) (?!(?:problem|worries|thanks?|thank)\b)(?:\w+ ){1,6}(?:thanks|thank you)\b"
    r"|\b(?:thanks|thank you)[ ,.]+(?:\w+ ){0,3}(?:not|never|no) (?!(?:problem|worries)\b)\w+ \w+"
)


def answers_with_thanks(p: str) -> bool:
    """Tell whether thanks stand beside an answer that there is none, or that it is not known.

    >>> answers_with_thanks("no papers for that thank you"), answers_with_thanks("no thank you")
    (True, False)
    """
    return _ANSWERS_TOO.search(p) is not None


_BRANCH = re.compile(r"\b(?:branch(?:es)?|office|location|near(?:by|est)?)\b")


def asks_where(p: str) -> bool:
    """Tell whether it is asked where we are: an address answers that, nobody has to take over."""
    return _BRANCH.search(p) is not None


_NO_ACCESS = re.compile(
    r"\b(?:data|info\w*|details)\b.*\b(?:safe|secure|protected|shared?|sell|sold)\b"
    r"|\bgot for (?:me|us)\b"
)


def asks_no_copy(p: str) -> bool:
    """Tell whether it is asked how data are kept, or what is on offer, and for no copy.

    >>> asks_no_copy("is my data safe with you"), asks_no_copy("what do you have on me")
    (True, False)
    """
    return _NO_ACCESS.search(p) is not None


def not_in(p: str) -> frozenset[str]:
    """Return the topics that plain words rule out, whatever was learned of them."""
    grave = GRAVE if is_ordinary(p) else frozenset({"human"} if asks_where(p) else ())
    return grave | {"access"} if asks_no_copy(p) else grave
