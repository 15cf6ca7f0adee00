"""What a claim is, and the words that claim a figure for a person who signs.

A claim is looked for once in the whole message (lower case); `filling` weighs it by how near it
stands to a figure and lets each occurrence speak for one figure only.
"""

import re
from typing import Literal, NamedTuple

from agent.language.vocabulary import VEHICLE_WORDS

Sort = Literal["amount", "duration", "percent"]

CAR, HOME, GOLD, EDU = (frozenset((p,)) for p in ("car", "home", "gold", "education"))
MED, HI, REFI = (frozenset((p,)) for p in ("medical", "home_improvement", "mortgage_refinance"))
PERSONAL = frozenset(("personal",))
UNSECURED = PERSONAL | EDU | MED
ANY: frozenset[str] = frozenset()
"""Stands for all products, and for none being known."""


class Claim(NamedTuple):
    """One way of saying which field a figure is."""

    field: str
    sort: Sort
    side: Literal["before", "after"]
    weight: float
    pattern: re.Pattern[str]
    products: frozenset[str] = ANY


def before(
    field: str, weight: float, pattern: str, products: frozenset[str] = ANY, sort: Sort = "amount"
) -> Claim:
    """Words that stand before their figure: "earn 50k"."""
    return Claim(field, sort, "before", weight, re.compile(rf"\b(?:{pattern})(?!\w)"), products)


def after(
    field: str, weight: float, pattern: str, products: frozenset[str] = ANY, sort: Sort = "amount"
) -> Claim:
    """Words that stand behind their figure: "50k salary"."""
    return Claim(field, sort, "after", weight, re.compile(rf"\b(?:{pattern})(?!\w)"), products)


_MAKES = "|".join(sorted(VEHICLE_WORDS - {"model", "edge", "genesis", "lincoln", "ranger", "ram"}))
VEHICLE = rf"(?:cars|trucks|pick-?up|motorbike|bike|scooter|{_MAKES})"
DWELLING = (
    r"(?:house|home(?! (?:improvement|loan|equity|reno))|condo|place|property|apartment|duplex|flat"
    r"|town ?(?:house|home)|row ?house|cottage|bungalow|cabin|loft|villa|penthouse|fixer[- ]upper)"
)
_DEBT = (
    r"(?:cards?|credit cards?|klarna|affirm|afterpay|visa|master ?card|amex|paypal"
    r"|(?:student |other |car |personal )?loans?|debts?|bills?|payments?"
    r"|(?:car )?note|lease|phone(?: plan)?|gym|child support|alimony|everything|stuff|such|things"
    r"|installments?|instalments?|obligations|insurance|sofa|furniture)"
)
_MY = r"(?:(?:my|the|a|an|our|his|her|their|other|all|total|credit|some) )*"
_RENT_AND = rf"rent(?:,| and| plus| \+|/)(?: (?!i\b)[a-z]+){{0,2}}? {_DEBT}"

PARTY_CLAIMS: tuple[Claim, ...] = (
    before("annual_income", 2.2,
            r"earn(?:s|ed|ing)?|incomes?|salary|salaries|wages?|gross(?:es|ing)?|earnings"
            r"|pay ?checks?|takes?[- ]home|taking home|bring(?:s|ing)?(?: in| home)|brings|pension"
            r"|social security|disability|ssi|benefits|pulls? in|clear(?:s|ing)?|gets? paid"
            r"|pays me|annually|my pay"),
    before("annual_income", 1.9,
            r"(?:makes?(?! (?:it|that|the|this|sense|me|a|my|your|any|payments?)\b)"
            r"|making(?! (?:it|the|payments?)\b)|made(?! (?:it|a)\b))"),
    before("annual_income", 1.7, r"(?:i'm|i am|im) (?:at|on)|(?<=\bhe )wins?|(?<=\bshe )wins?"
           r"|(?<=\bi )(?:win|gain)|(?<=he )gains?"),
    before("annual_income", 1.2, r"gets?|got|receiv(?:e|es|ing)|(?:he|she|they)(?:'s| is|'re) on"
           r"|i'm on|i am on|im on"),
    after("annual_income", 2.3,
           r"(?:(?:in|of|from|is|as) (?:my |the |a |his |her )?)?(?:gross|before tax(?:es)?|salary"
           r"|base(?: salary| pay)?(?! model)"
           r"|incomes?|annually|yearly|take[- ]?home|net|pension|disability|social security|ssi"
           r"|ssdi|wages?"
           r"|benefits|earnings|bonus(?:es)?|tips|commissions?|overtime)|per annum|after tax(?:es)?"
           r"|from (?:my|the|his|her) (?:job|work|business|shop)|(?:a year )?pay\b"),
    before("other_income", 2.9,
            r"other income|side (?:job|gig|hustle|income)|on the side|rental income"
            r"|also (?:get|receive)|(?:alimony|child support) i (?:get|receive)"),
    after("other_income", 2.9,
           r"on the side|from (?:a |my )?side|(?:in |of )?rental income|(?:from|by) renting"
           r"|other income"),
    before("monthly_obligations", 2.1,
            r"debts?|payments?|(?<!medical )(?<!hospital )(?<!vet )bills|obligations?|outgoings?"
            r"|expenses|commitments|child support"
            r"|alimony|(?:car )?note|leases?|goes? out|going out|housing"
            r"|installments?|minimum payments?|owe monthly|debt load|monthly total"),
    before("monthly_obligations", 1.8, r"pay(?:s|ing)?(?! (?:it|this|back|off|me|for it)\b)"
            r"|spend(?:s|ing)?|mortgage|student loans?|(?:credit )?cards?|car loan"),
    before("monthly_obligations", 1.25,
            rf"{VEHICLE}|ow(?:e|es|ing)|phone|gym|insurance|loans?|stuff|other things"),
    before("monthly_obligations", 3.1, r"rent,? (?:included|and all)|(?:each|every) month"
            r"|(?:my |our )?monthly (?:stuff|totals?|expenses|costs|bills|payments|outgoings)"
            rf"|{_RENT_AND}|with everything|all(?: |-)in"
            r"|rent (?:and|plus|\+|&) (?:my |the |a )?(?:car|truck|vehicle|insurance)"),
    after("monthly_obligations", 3.1,
           rf"(?:(?:goes?|going) (?:to|on|for) |for |on |in |towards? )?{_MY}{_RENT_AND}"),
    after("monthly_obligations", 2.3,
           rf"(?:of|in|for|to|on|towards?|goes (?:to|on|for|out for)) {_MY}{_DEBT}"
           rf"|(?:(?:on|for|to) {_MY})?mortgage|{_MY}(?:debts|payments|bills|obligations|car note"
           r"|car payment|student loans?|cards?|alimony|child support|lease|phone|housing)"
           r"|(?:goes )?out\b(?! of| the)|all in|altogether|in total|(?:on|for) everything"
           r"|(?:including|incl|with) (?:my )?rent|with everything(?: else)?|all told"),
    after("monthly_obligations", 1.5, rf"(?:(?:for|on|to) {_MY})?{VEHICLE}"),
    before("rent", 2.7, r"rent(?:'s| is| of| for| costs?| takes?| runs?| comes to| at)?|renting"
            r"|rent now for"),
    after("rent", 2.7,
           r"(?:(?:of|out of) (?:it|that|which|this) )?(?:in |for |on |is |goes to |month(?:ly)? )?"
           r"(?:my |the )?rent"),
    before("savings", 2.2, r"savings?(?: of| account)?|saved(?: up)?|in the bank|set aside"
            r"|put away|nest egg"),
    after("savings", 2.3, r"(?:in |of )?(?:my |the |our )?savings?|in (?:the|my) bank|saved"
           r"|set aside|put away|in (?:reserves?|cash reserves?)"),
    before("credit_score", 2.7, r"(?:credit )?sc?c?ores?|scor|fico(?: 8| score)?|vantage|experian"
            r"|equifax|transunion|credit karma|credit(?! cards?)"),
    after("credit_score", 2.7, r"(?:credit )?scores?|scor|credit(?! cards?)|fico"),
)  # fmt: skip
