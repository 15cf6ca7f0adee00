"""The yes/no reader that confirmation relies on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.language.answers import Answer, YesNo, read_yes_no

ACCEPTED_AS_A_WHOLE = """
go ahead, thanks for explaining|thanks for explaining. yes|yes, I want to go ahead with it
I have read it and I agree|ok submit the application now please|OK let's do this!|yes|Yes.|YES!
yep|yup|yeah|yea|ya|yess|yesss|yessss!!|y|Y|sure|sure!|Sure, go ahead|sure thing|ok|OK|okay|Okay.
k|kk|alright|fine|fine by me|go ahead|go for it|please do|please do it|do it|Do it!|just do it
let's do it|lets do it|let's go|let's go ahead|sounds good|sounds good to me|Sounds great, thanks
that works|works for me|that works for me|perfect|perfect, thank you|great|great, go ahead
absolutely|definitely|of course|certainly
100%|💯|👍|👍👍|✅|ok 👍|yes please|yes, please|yes please!
yep go ahead|yes, go ahead and submit it|submit it|please submit it|submit my application
submit the application please|confirm|I confirm|confirmed|I agree|agreed|deal|I accept|yes I do
yes I'm sure|I'm sure|that's right|that's correct|correct|exactly|looks good|looks good to me
all good|good to go|I'm ready|I'm in|count me in|sure why not|sure, why not?|yes, why not
no problem|by all means|you bet|you got it|hell yes|yes yes yes|yes sir|yes ma'am|oh yes|um, yes
ok thanks|okay, thank you|ok great|ok do it|ok go ahead|alright let's do it|thank you, go ahead
yes, thanks for your help.|proceed|please proceed|yes proceed|i'll take it|yes let's apply
ok submit|yes!!!|sí|yeah sure|yeah that's fine|that's fine|it's fine, go ahead|I'd like that
I would love to|yes I want to|yes, do that|ya go ahead pls
"""
REFUSED = """
I do not agree|don't go ahead|never go ahead|I won't confirm|please don't submit it yet|no|No.
NO!|nope|nah|nope, thanks|no thanks|no thank you|not now|not yet|not today|not right now
not really|no way|I don't think so|i dont think so|I do not think so|I don't want that
I don't want to|don't|please don't|don't do it|dont submit it|do not submit|cancel|cancel that
stop|never mind|nevermind|nvm|forget it|absolutely not|definitely not|of course not|hell no
I'd rather not|I'm good|I'm good, thanks|I'll pass|pass|not interested|no wait|no, wait
no hold on|👎|❌|negative|nooo|never|I changed my mind|I've changed my mind|that's wrong|wrong
no, that's not right|no I want 60k|no, 48 months|no I meant the other one|none|nothing
nothing else|I don't|I'm not|we don't|no deal|scratch that|probably not|not at the moment
not interested, thanks|n|no sir|No need|leave it|not for me|no, not really|no not yet
nah I'm good|no but thanks|no maybe later
"""
YES_BUT_NOT_WHOLE = """
yes but 48 months|yes but make it 48|yes, but can I pay early?|sure but 20k|ok but 48 months
ok, but not 60 months|yes 48 months|yes if it doesn't hurt my score|yes, what's the rate?
yes, as long as there are no fees|yes, with auto-pay|yes and add my wife|yep, but for 25k
sure, the second one|yes I have two kids|yes about 1,200 a month|yes $1,250
yes, I rent|yes, my husband will apply too|I think so|I do have one|yes I work full time
sure but change the term first|I am|yes and also what documents do you need
go ahead with 36 months|mhm|yes. How long does it take?|sure if you say so
"""
NEITHER = """
yeah but not now|yes but no|no problem but wait|I have a car|let's see the offers|yeah nah
no yeah|yes/no|   |hold on|wait|hang on a sec|one moment|maybe|perhaps|not sure|I'm not sure
I don't know|idk|hmm|why not|why not?|why?|what?|really?|are you sure?|yes?|ok?|sure?|yes or no
yes and no|yeah right|it depends|let me think|let me think about it|let me ask my wife|I guess
I guess so|whatever|later|maybe later|no worries|yes wait|yes hold on|yes no|yes, no wait|ok wait
ok hold on|sure, actually no|go ahead and cancel|what happens if I say yes
if I say yes, what then|you said yes|can you go ahead?|should I say yes?|is it ok?
what do you mean|thanks|thank you|hello|20k|48 months|how much is it?|ok what about 60 months?
ok so how much is that|ok how do I apply|right, what about the fees|no that's fine, go ahead
yes I don't want it|sure, cancel it|tell me more|I want a car loan|the second one|🤔|😂|🙄|asdf|...
yes not now|ok not yet|ok never mind|the rate is fine but what about the term|good question
good morning|okay so what's next|I was going to say yes but I need to ask|fine print|great rates?
please explain|please wait|ok stop|yes stop|do it not|why|who said yes|yesterday|nobody|noon|okra
none of your business yes
"""


def _each(block: str) -> list[str]:
    return [part for line in block.strip("\n").splitlines() for part in line.split("|")]


@pytest.mark.parametrize("text", _each(ACCEPTED_AS_A_WHOLE))
def test_an_acceptance_is_read_as_one(text: str) -> None:
    assert read_yes_no(text) == Answer(YesNo.YES, whole=True)


@pytest.mark.parametrize("text", _each(REFUSED))
def test_a_refusal_is_read_as_one(text: str) -> None:
    assert read_yes_no(text) == Answer(YesNo.NO, whole=False)


@pytest.mark.parametrize("text", _each(YES_BUT_NOT_WHOLE))
def test_a_yes_with_anything_beside_it_is_no_whole_acceptance(text: str) -> None:
    assert read_yes_no(text) == Answer(YesNo.YES, whole=False)


@pytest.mark.parametrize("text", _each(NEITHER))
def test_what_is_neither_stays_unclear(text: str) -> None:
    assert read_yes_no(text).whole is False
    assert read_yes_no(text).value in {YesNo.UNCLEAR, YesNo.NO} - (
        {YesNo.NO} if "none of" not in text else set()
    )


@given(st.text(max_size=200))
def test_no_text_makes_the_yes_reader_fail(text: str) -> None:
    assert read_yes_no(text).value in YesNo


@given(
    st.sampled_from(_each(ACCEPTED_AS_A_WHOLE)),
    st.sampled_from(["but ", "no ", "wait ", "cancel ", "not ", "for 48 months ", "why? ", "if "]),
)
def test_whatever_pulls_the_other_way_withholds_the_acceptance(yes: str, against: str) -> None:
    assert not read_yes_no(f"{yes} {against}").whole
    assert not read_yes_no(f"{against} {yes}").whole


def test_a_refusal_at_the_end_of_a_very_long_yes_is_not_overlooked() -> None:
    assert not read_yes_no("yes " * 4000 + "cancel").whole
