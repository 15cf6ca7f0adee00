"""Who a clause is about: the customer, or somebody who might sign with them."""

import re

from agent.language.text import plain

RELATIVE = (
    r"(?:wife|husband|hubby|spouse|partner|fianc\w+|boyfriend|girlfriend|bf|gf|mother|father"
    r"|(?:step ?)?mom|mum|(?:step ?)?dad|parents?|sister|brother|sis|bro|son|daughter|aunt|auntie"
    r"|uncle|cousin|friend|buddy|neighbou?r|(?:grand|god) ?(?:ma|pa|mother|father)"
    r"|land ?(?:lady|lord)|nephew|niece|room ?mate|colleague|co ?worker|boss|in law|coach|employer"
    r"|pastor|step ?(?:mother|father|brother|sister|son|daughter))"
)
"""People whom somebody may name; who they are to the customer is never asked and never matters."""
IN_A_STORY = re.compile(
    rf"\b(?:my|our) (?:\w+[ -])?{RELATIVE}(?:[- ]in[- ]law)?(?: (?:always|just|also|even|once))?"
    r" (?:sa(?:id|ys?)|told|tells|th(?:inks?|ought)|look(?:ed|s)|check(?:ed|s)|recommend(?:ed|s)"
    r"|suggest(?:ed|s)|ask(?:ed|s)|knows?|knew|swears|reckons?|figure[ds]|mention(?:ed|s)|keeps"
    r"|wants me|gave me|lent me|sold me|got me|sent me|drove|died|passed|used to|moved|read|heard"
    r"|saw|found|calls?(?:ed)?|had (?:a|an|the|one)|did (?:the|this|that|his|hers?)|bought|warned"
    r"|told me|referred|works here|borrowed|fixed|built|broke|crashed|totaled)\b"
)
"""Who says, knows or did something in a story earns and signs nothing by it."""
_BELONGINGS = re.compile(rf"\bmy (?:\w+ )?{RELATIVE}'?s\b")
"""My mom's necklace, my son's tuition: a thing, not somebody who signs."""

_JOINT = re.compile(
    r"co ?sign\w*|co ?applicant\w*|co ?borrow\w*|\bjoint(?:ly)?\b|(?:apply(?:ing)?|sign(?:ing)?"
    r"|borrow(?:ing)?"
    r"|go(?:ing)? in|do(?:ing)? (?:it|this)|buy(?:ing)?(?: it)?) (?:\w+ )?(?:together|with (?:me"
    r"|my|him|her|us|them"
    r"|someone|somebody|a friend)\b)|(?:be )?on the loan(?: with me| too| as well)?|add (?:my|him"
    r"|her|them|someone"
    rf"|somebody|a (?:second )?person)\b|(?:my (?:\w+ )?{RELATIVE}|he|she|they|somebody|someone)"
    r" (?:can|will"
    rf"|would|could|wants? to|is"
    r" (?:willing|happy|going)|are (?:willing|happy)|agreed)(?: also| to)? (?:co ?sign|sign|help"
    r"|apply|join|co|back me|be on)"
    rf"|(?:even |if |what about |with |but |ok |maybe )my (?:\w+ )?{RELATIVE}(?: \w+)? (?:could|can"
    rf"|would|will)(?= (?:i |\d)|$)|(?:even|if|apply|loan) with my (?:\w+ )?{RELATIVE}"
    rf"|my (?:\w+ )?{RELATIVE} (?:joins|signs|co ?signs|helps|comes (?:on|in))\b"
    r"|(?:come|get|hop|jump|be|(?<!to )(?<!2 )go) on (?:it|the (?:loan|application)|this)\b"
    r"|be added\b"
    rf"|my (?:\w+ )?{RELATIVE} \w+ (?:can|will|would|could) (?:co ?sign|sign|help|apply|join)"
    rf"|(?:my (?:\w+ )?{RELATIVE}|he|she|they) (?:is|are|will be|would be|wants to be)"
    r" (?:also |gonna be )?(?:co ?signing|signing|applying|borrowing|joining|on (?:it|the loan))"
    rf"|my (?:\w+ )?{RELATIVE} and (?:me|i|myself)(?: \w+){{0,2}}"
    r" (?:on (?:the|this|a) (?:loan|application)|apply\w*|sign\w*|borrow\w*|together)"
    r"|signs? (?:with|for) me|joins? me|joining me|with me on (?:it|the)|both (?:of us )?(?:sign"
    r"|apply|be on)|together with (?:my|a) "
)
_PAIR = (
    rf"(?:(?:me|i) (?:and|n|plus) (?:my (?:\w+ )?{RELATIVE}|him|her)"
    rf"|(?:my (?:\w+ )?{RELATIVE}|he|she) (?:and|n) (?:me|i|myself))"
)
_MEANS_TO = (
    r"(?: (?:both|are|is|am|will|would|want(?:ed)?|to|like|need|going|plan(?:ning)?|hop(?:e|ing)"
    r"|try(?:ing)?|looking|at|can|could))*"
)
_BOTH_ON_IT = (
    r"\bwe (?:are|would be|will be|want to be) both"
    r" (?:on (?:it|the loan)|signing|applying|borrowing)\b"
)
_AS_TWO = re.compile(
    rf"\b(?:{_PAIR}|we|us){_MEANS_TO} (?:buy(?:ing)?|get(?:ting)?|purchas\w+|financ\w+|own)"
    r"(?: \w+){1,6} together\b"
    rf"|\b{_PAIR}{_MEANS_TO} (?:apply(?:ing)?|sign(?:ing)?|borrow(?:ing)?|tak(?:e|ing) out)\b"
    r"|\b(?:we are|we would be|there (?:is|are|would be|will be)|it is|it would be|as)"
    r"(?: the| just)?"
    r" two (?:people|buyers|borrowers|applicants|signers|of us)\b"
    r"(?! (?:in|at|living|to feed|who|that|(?:\w+ )?(?:earn|make|bring|gross|pay|have|get|owe))\b)"
    rf"|\bbuy(?:ing)? (?:\w+ ){{1,4}}with (?:my (?:\w+ )?{RELATIVE}|him|her|them)\b(?!'s)"
    rf"|{_BOTH_ON_IT}"
    r"|\btwo of us (?:are )?(?:on|buying|applying|signing|borrowing|going in)\b"
)
"""Two people who buy or borrow as one: "me and my sister want to get a car together"."""
_WITH_NAME = re.compile(
    r"\b(?:[Tt]ogether |[Jj]ointly |and )?with ([A-Z][a-z]{1,14})\b(?! (?:Bank|Union|Fargo))"
)
_TWO = re.compile(
    r"\bwe (?:both )?(?:earn|make)\b|our (?:income|combined|joint|salaries)|\bcombined\b|between us"
    rf"|(?:my (?:\w+ )?{RELATIVE}|he|she|they)"
    r" (?:earns?|makes?|also (?:earns?|works?)|has an? income|brings)"
)
_ALONE = re.compile(
    r"\b(?:just me|only me|by myself|on my own|myself only|alone|nobody(?: else)?"
    r"|no ?one(?: else)?|no co ?(?:signer"
    r"|applicant|borrower)|without (?:a |any )?co|do not have (?:anyone|anybody|someone|a co)"
    r"|there is no ?one|solo"
    r"|i (?:will|would|am going to|want to) (?:be|am) the (?:only |sole )?(?:borrower|one)"
    r"|i am the (?:only |sole )?borrower|(?:only )?in my (?:own )?name|borrow(?:ing)? it myself"
    r"|not anyone|can not ask anyone|single applicant|i have no ?(?:one|body))\b"
)


_NAMED_SIGNER = re.compile(
    r"\b([A-Z][a-z]{2,14}) (?:could|can|would|will|wants? to|is (?:willing|happy|ready)|agreed)"
    r" (?:to )?(?:sign|co-?sign|apply|join|help|be on)|\bwith ([A-Z][a-z]{2,14})\b(?! (?:Bank"
    r"|Union))"
    r"|\b(?:if|when|and|would|does|did) ([A-Z][a-z]{2,14}) (?:also |too )?(?:(?:co-?)?sign(?:s|ed)?"
    r"|appl(?:y|ies|ied)|join(?:s|ed)?|(?:is|was|were|goes|went|comes|came|gets|got) (?:on|in))\b"
    r"|\b(?:if|when|suppose) ([A-Z][a-z]{2,14}) (?:also |too )?(?:work(?:s|ed)|earn(?:s|ed)"
    r"|made|makes|went back to work|goes back to work|got a job|gets a job)\b"
    r"|\b([A-Z][a-z]{2,14}) (?:(?:co-?)?signs|signed|joins|joined)"
    r" (?:too|also|as well|with me|with us|on|it)\b"
)


def named_as_they(text: str) -> str:
    """Put "they" for the name of somebody who would sign, letter for letter.

    >>> named_as_they("Sam could sign with me. Sam earns 48,000")
    'he  could sign with me. he  earns 48,000'
    """
    for match in _NAMED_SIGNER.finditer(text):
        name = next(n for n in match.groups() if n)
        text = re.sub(rf"\b{name}\b", ("they" if len(name) > 3 else "he").ljust(len(name)), text)
    return text


_DROPS_NAMED = re.compile(
    r"\b(?:[Ww]ithout|[Dd]rop|[Rr]emove|[Ll]eave out|[Tt]ake off|[Nn]ot with) ([A-Z][a-z]{1,14})\b"
    r"|\b(?:[Tt]ake|[Ll]eave|[Cc]ut|[Kk]eep) (?:([A-Z][a-z]{1,14})|him|her|them"
    rf"|my (?:\w+ )?{RELATIVE}) (?:off|out)\b"
)
_PUTS_BACK = re.compile(
    rf"\b(?:put|add|bring|take|have) (?:him|her|them|my (?:\w+ )?{RELATIVE}|[A-Z][a-z]{{1,14}})"
    r" (?:back|again|on again|in again)\b"
)


def puts_back(text: str) -> bool:
    """Tell whether somebody who was left out is to sign after all.

    >>> puts_back("hmm then put him back"), puts_back("put 5,000 down")
    (True, False)
    """
    return _PUTS_BACK.search(text) is not None


def says_both(plain_text: str) -> bool:
    """Tell whether it is said that both sign, whatever is asked beside: "we are both on it"."""
    return re.search(_BOTH_ON_IT, plain_text) is not None


_STEPS_OUT = re.compile(
    rf"\b(?:he|she|they|my (?:\w+ )?{RELATIVE})(?: (?:just|now|also|has|have|is|are|was))*"
    r" (?:out(?! of| there)|(?:back|pull|dropp?|bow|stepp?)(?:ed|ing)? out|bail(?:ed|ing)(?: out)?"
    r"|chang(?:ed|ing) (?:his|her|their) mind|got cold feet|not (?:sign|do|com|join|help)ing\b"
    r"|(?:does not|do not|will not|can not|would not|refuses to|no longer wants? to)"
    r" (?:want to |wants to )?(?:sign|co ?sign|apply|join|be on|do it|do this)\b)"
)


def drops_named(text: str) -> bool:
    """Tell whether somebody is left out, or steps out; only where somebody signs does it mean that.

    >>> drops_named("and without Sam?"), drops_named("and without autopay?")
    (True, False)
    >>> drops_named("she changed her mind"), drops_named("he is out of work")
    (True, False)
    """
    return bool(_DROPS_NAMED.search(text) or _STEPS_OUT.search(plain(named_as_they(text))))


def wants_two(text: str, plain_text: str) -> bool:
    """Tell whether somebody else is said to sign too."""
    bare = IN_A_STORY.sub("_", _BELONGINGS.sub("_", plain_text))
    return bool(_JOINT.search(bare) or _AS_TWO.search(bare) or _WITH_NAME.search(text))


_ASKED_TO_ADD = re.compile(
    r"\b(?:add|with|have|get|bring(?: in)?) (?:someone|somebody|another person|a second person)\b"
)
_NAMED_NEXT = re.compile(
    rf"^(?:ok |yes |sure |it is |would be )*my (?:\w+ )?{RELATIVE}(?: \w+)? \d"
)


def named_after_asking(plain_text: str, asked: str) -> bool:
    """Tell whether somebody is named after the customer asked whether anybody may be added.

    >>> named_after_asking("my brother 48k a year", "can i add someone")
    True
    """
    return bool(_NAMED_NEXT.search(plain_text) and _ASKED_TO_ADD.search(asked))


def mentions_two(plain_text: str) -> bool:
    """Tell whether another income is mentioned without saying that they would sign."""
    return bool(_TWO.search(IN_A_STORY.sub("_", _BELONGINGS.sub("_", plain_text))))


_EITHER = re.compile(
    r"\bor (?:is it |am i |would it be )?(?:just|only) (?:me|myself|i)\b"
    r"|\b(?:just|only) (?:me|myself) or\b"
)
"""A question which of the two it is."""


def is_alone(plain_text: str) -> bool:
    """Tell whether the customer says that nobody signs with them.

    >>> is_alone("is she on the hook too or only me")
    False
    >>> is_alone("nobody i am on my own")
    True
    """
    return bool(_ALONE.search(_EITHER.sub(" ", plain_text)))
