"""Words beside a figure that tell which field it belongs to.

`before` is looked for in the words left of the figure, `after` in the words right of it (both lower
case, no other figure between). The nearest cue wins; what no cue claims goes to the open question.
"""

import re
from typing import Literal, NamedTuple

Sort = Literal["amount", "duration", "percent"]

ALL = frozenset(
    ("car", "home", "gold", "education", "personal", "medical", "home_improvement",
     "mortgage_refinance")
)  # fmt: skip
CAR, HOME, GOLD, EDU = (frozenset((p,)) for p in ("car", "home", "gold", "education"))
MED, HI, REFI = (frozenset((p,)) for p in ("medical", "home_improvement", "mortgage_refinance"))
DWELLING = HOME | HI | REFI


class Cue(NamedTuple):
    """How a field announces itself."""

    field: str
    sort: Sort
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    products: frozenset[str] = ALL
    near: int = 34
    """How many characters away the words may stand."""


def _cue(
    field: str,
    sort: Sort,
    before: str | None,
    after: str | None,
    products: frozenset[str] = ALL,
    near: int = 34,
) -> Cue:
    def compiled(pattern: str | None) -> re.Pattern[str] | None:
        return None if pattern is None else re.compile(rf"\b(?:{pattern})\b")

    return Cue(field, sort, compiled(before), compiled(after), products, near)


_CAR = (
    r"(?:car|truck|suv|van|minivan|pickup|vehicle|motorcycle|hatchback|sedan|toyota|honda|ford"
    r"|tesla|subaru|civic|corolla|camry|jeep|bike)"
)
_HOME = r"(?:house|home|condo|place|property|apartment|townhouse|duplex)"
_OF_IT = r"(?: (?:is|at|of|for|was|costs?)|'s|,)"
_NOT_A_THING = r"(?!for |to |on |in |as |a |an |per |and |down |left |of |over |at |is )"

CUES: tuple[Cue, ...] = (
    # -- what a person has and owes ---------------------------------------------------------
    _cue("annual_income", "amount",
         r"earn(?:s|ed|ing)?|(?:i|we|and) get|makes|making|make(?! (?:it|that|the)\b)|made|income"
         r"|salary|salaries|wages?|gross(?:es)?|net|paid|bring(?:s|ing)?(?: in| home)?"
         r"|takes?[- ]home|taking home|pension|receiv(?:e|es|ing)|pay ?checks?|pulls? in"
         r"|gets? paid|benefits?|social security|disability|before tax(?:es)?|my pay|annually"
         r"|pays me|use gross|earnings",
         r"annually|yearly|income|salary|before tax(?:es)?|after tax(?:es)?|gross|net"
         r"|take[- ]home|pension|per annum|p\.?a\.?|in benefits|biweekly"
         r"|from (?:my|the) (?:job|work|pension)"),
    _cue("other_income", "amount",
         r"other income|side (?:job|gig|hustle|income)|on the side|rental income"
         r"|also (?:get|receive)|alimony i (?:get|receive)|child support i (?:get|receive)",
         r"on the side|from (?:a |my )?side|in rental income|from renting|other income"),
    _cue("monthly_obligations", "amount",
         r"pay(?:s|ing)?|payments?|debts?|bills|obligations?|ow(?:e|es|ing)|outgoings?|expenses"
         r"|spend|goes? (?:out|to)|going out|(?:car|auto|student|other) (?:loans?|notes?)"
         r"|(?:credit )?cards?(?: \w+ to)?|leases?|child support|monthly|total of|all in"
         r"|altogether|commitments|installments?",
         r"(?:(?:in|of|for|to|on|towards|goes (?:to|on)) (?:my |the |total |other |all |a )*)"
         r"(?:rent|debts?|payments?|bills|(?:car |student |other )?loans?|(?:credit )?cards?"
         r"|obligations|alimony|child support|everything|housing)"
         r"|(?:for|on) (?:my|the) (?:car|truck|phone|student loans?|insurance)"
         r"|with (?:everything|all)(?: else)?|car note|car payment|debts|payments|bills|all in"
         r"|altogether|outgoings?"),
    _cue("rent", "amount",
         r"rent(?: is| of|'s|s|ing)?(?: for)?",
         r"(?:of (?:it|that|which) )?(?:in |for |on |is |goes to )?(?:my |the )?rent"),
    _cue("down_payment", "amount",
         r"(?:put|set) (?:aside|by)|saved(?: up)?", r"towards? (?:it|this|that|the|a)\b",
         CAR | HOME),
    _cue("savings", "amount",
         r"savings?|saved(?: up)?|in the bank|set aside|put away|cash of|nest egg",
         r"(?:in )?(?:savings?|the bank|cash|reserve)|saved|set aside|put away"),
    _cue("credit_score", "amount",
         r"scores?|credit|fico|vantage|experian|equifax|transunion",
         r"(?:credit )?scores?|credit|fico"),
    # -- what is asked for --------------------------------------------------------------------
    _cue("principal", "amount",
         r"borrow(?:ing|ed)?|need(?:s|ed)?|want(?:s|ed)?|loan (?:of|for|amount)"
         r"|mortgage (?:of|for)|looking (?:for|to get|at)|financ(?:e|ing)|lend me|amount"
         r"|ask(?:ing)? for|request(?:ing)?|take(?! home)|short|cash of|requir(?:e|ing)|get me"
         r"|give me|loan",
         r"(?:dollar )?(?:\w+ )?loan|short|to (?:borrow|buy|pay|fix|cover|help|do|redo|build"
         r"|finish|get"
         r"|start|consolidate|replace|refinance|finance)"
         r"|for (?:a|an|my|the|our|some|this|it|his|her|renovating|school|college|tuition|surgery"
         r"|them|[a-z]+ing)(?! (?:down|deposit))|towards?|against|on my gold|of (?:it|that)",
         ALL - REFI),
    _cue("down_payment", "amount",
         r"down ?payment(?: of| is)?|bring(?:ing)?|contribut\w+|deposit(?: of| is)?"
         r"|put(?:ting)?(?: down)?|down"
         r"|trade ?in(?: of| is)?",
         r"to the table|(?:to put |to |as (?:a |my )?|for (?:a |the |my )?|cash )?(?:down|deposit"
         r"|up ?front"
         r"|trade ?in)(?: ?payment)?",
         CAR | HOME),
    _cue("vehicle_price", "amount",
         r"(?:dealer(?:ship)?|seller) (?:wants?|asks?|is asking)", None, CAR, 70),
    _cue("vehicle_price", "amount",
         rf"price[ds]?(?: at| of| is)?|costs?|costing|sticker(?: price)?|sell(?:s|ing) for"
         rf"|asking(?: price)?|listed(?: at| for)?|goes for|msrp|worth|purchase price|on the lot"
         rf"|(?:{_CAR}|it|one){_OF_IT}|that's|that is|buying (?:it|one|a \w+) for",
         rf"(?:dollar )?{_NOT_A_THING}(?:\w+ )?(?:{_CAR}|sticker|price)"
         rf"|(?:is |for )?the (?:{_CAR}|price|sticker)|price",
         CAR),
    _cue("property_value", "amount",
         rf"price[ds]?(?: at| of| is)?|costs?|costing|worth|valued?(?: at)?|apprais(?:ed"
         rf"|al)(?: at)?"
         rf"|asking(?: price)?|listed(?: at| for)?|(?:{_HOME}|it|one){_OF_IT}|purchase price"
         rf"|buying (?:it|one|a \w+) for|sells? for|sold for|that's|that is",
         rf"(?:dollar )?{_NOT_A_THING}(?:\w+ )?{_HOME}"
         rf"|(?:is |for )?the (?:house|home|place|price|condo)|price|value",
         HOME | REFI),
    _cue("property_value", "amount",
         r"worth|valued?(?: at)?|apprais(?:ed|al)(?: at)?|(?:house|home) (?:is|costs?)"
         r"|would sell for",
         r"house|home|value", HI),
    _cue("taxes_and_insurance", "amount",
         r"tax(?:es)?(?: (?:and|&|plus) (?:home ?owners? )?insurance)?|escrow"
         r"|home ?owners? insurance|insurance",
         r"(?:in |for |on |of )?(?:property )?tax(?:es)?(?: and insurance)?|(?:in |for )?insurance"
         r"|(?:in )?escrow",
         HOME | REFI),
    _cue("hoa_monthly", "amount", r"hoa(?: fees?| dues)?", r"(?:in |for )?hoa", HOME | REFI),
    _cue("payoff_balance", "amount",
         r"balance|ow(?:e|es|ing)|payoff|mortgage|left|remaining|principal|refinanc\w+|loan of",
         r"(?:is )?(?:left|balance|remaining|owed|to go|mortgage|outstanding)"
         r"|on (?:the|my|our) (?:mortgage|house|home|loan)",
         REFI),
    _cue("first_lien_balance", "amount",
         r"balance|ow(?:e|es|ing)|mortgage(?: of| is)?|first lien|left on",
         r"(?:is )?(?:left|balance|remaining|owed|mortgage|outstanding)"
         r"|on (?:the|my|our) (?:mortgage|house|home|loan|first)",
         HI),
    _cue("mortgage_principal_and_interest", "amount",
         r"mortgage payments?(?: is| of)?|p ?& ?i|p and i|principal and interest"
         r"|pay(?:ing)? (?:on|for) (?:the|my|our) mortgage",
         r"(?:on|for|to|towards) (?:the|my|our) mortgage|mortgage payment"
         r"|principal and interest|p ?& ?i",
         HI | REFI),
    _cue("cost_of_attendance", "amount",
         r"tuition(?: is| of)?|costs?(?: of attendance)?(?: is)?"
         r"|school (?:says|charges|is)|program(?: is)?|charges?|total(?: cost)?(?: of| is)?"
         r"|semester|year (?:is|costs?)|sticker",
         r"(?:in |of |for )?(?:tuition|attendance)|total (?:for|in) (?:tuition|school)|cost",
         EDU),
    _cue("cost_of_attendance", "amount", r"of|out of", None, EDU, 3),
    _cue("other_aid", "amount",
         r"aid|scholarships?(?: of)?|grants?(?: of)?|fafsa|pell|covers?|covered|federal(?: loans?)?"
         r"|already have|got",
         r"(?:in |of |from |is )?(?:aid|scholarships?|grants?|covered|fafsa|federal|pell"
         r"|financial aid|the school)",
         EDU),
    _cue("provider_estimate", "amount",
         r"estimated?(?: at| is| of)?|quoted?(?: me)?|bill(?:ed)?(?: is| of)?|hospital|doctor"
         r"|dentist|costs?|total|price|invoice|charg(?:e|es|ing)|provider|surgeon|clinic|will be"
         r"|comes to|it is|it's|treatment is",
         r"(?:dollar )?(?:estimate|bill|quote|invoice)"
         r"|for the (?:surgery|procedure|operation|treatment)|total|out of pocket",
         MED),
    _cue("gold_value", "amount",
         r"assayed?(?: at)?|valued?(?: at)?|worth|apprais(?:ed|al)(?: at)?",
         r"(?:worth )?of gold|assay|in gold", GOLD),
    _cue("retires_monthly", "amount",
         r"(?:cards?|debts?|loans?|that|which|they|those|them)(?: \w+){0,2}"
         r" (?:cost|costs|costing|take|takes)(?: me)?|pay(?:ing|s)? off \w+(?: \w+){0,3}",
         None, frozenset(("personal",))),
    _cue("shared_obligations", "amount",
         r"share[ds]?|in common|both pay|together (?:we )?(?:pay|owe)",
         r"(?:is |are |of it )?shared|in common"),
    # -- what-ifs ----------------------------------------------------------------------------
    _cue("extra_monthly", "amount",
         r"extra|additional(?:ly)?|on top|add(?:ing)?|throw in|overpay(?:ing)?",
         r"(?:a month |more |per month |monthly )?(?:extra|on top|additional|more)"
         r"(?: each| a| every| per)?"),
    _cue("monthly_payment", "amount",
         r"afford|budget(?: is| of)?|manage|spare|handle|comfortable(?: with)?"
         r"|payments? (?:of|under|around|below|at|near|to)|keep (?:it|the payment)(?: \w+)?"
         r"|willing to pay|(?:can|could|would|will) (?:only )?(?:do|pay)|no more than|at most"
         r"|under|below|for|spend",
         None, ALL, 16),
    # -- time --------------------------------------------------------------------------------
    _cue("months_employed", "duration",
         r"(?:work(?:ed|ing|s)?|been(?: \w+){0,2}|job|employ(?:ed|er)|there|company|past|last|since"
         r"|experience|business|self[- ]employed|freelanc\w+|started|hired|joined|teacher|nurse"
         r"|driver|engineer|manager|cook|technician|clerk|full[- ]time|part[- ]time|position|role"
         r"|doing|career|retired|contractor)(?:(?:,| \w+){0,6} for)?",
         r"(?:at|in|with|on) (?:my|her|his|their|this|the|that|a|same) (?:\w+ )?(?:job|role"
         r"|company|place"
         r"|position|employer|business|firm|school|hospital)|there|on the job|as an? \w+"
         r"|experience|in business|employed|ago|working|with (?:them|the company)"
         r"|self[- ]employed|full[- ]time|at work|running|same job|now"),
    _cue("old_remaining_months", "duration",
         r"left|remaining|another|still|more",
         r"(?:are |is )?(?:left|remaining|to go|more|on (?:it|the (?:mortgage|loan)))", REFI),
    _cue("deferment_months", "duration",
         r"defer(?:ment|ring)?|until i (?:graduate|finish)|graduat\w+ in|in school|of school"
         r"|studies",
         r"(?:left )?(?:in|of) school|until|of studies|of grace|before (?:i|repay)|degree", EDU),
    _cue("term_months", "duration",
         r"over|for|in|within|term|across|spread|(?:pay|repay)(?: \w+)? ?(?:back|off)?(?: in"
         r"| over)?"
         r"|repay|take|about|with|mortgage|loan|stretch(?: it)? to",
         r"(?:loan|term|to (?:pay|repay)|repayment|instead|would|mortgage|fixed"
         r"|is (?:fine|ok|good)|plan|personal)"),
    _cue("term_months", "amount", r"over|term(?: of)?|spread over|across", r"(?:month )?(?:term)"),
    # -- rates -------------------------------------------------------------------------------
    _cue("old_note_rate_pct", "percent",
         r"at|rate|paying|interest|have|mortgage|current(?:ly)?",
         r"(?:rate|interest|now|right now|currently|mortgage)", REFI),
)  # fmt: skip

OTHER_LENDER = re.compile(
    r"\b(?:banks?|credit union|lenders?|dealer(?:ship)?|elsewhere|competitor|online|quoted?|quotes"
    r"|offer(?:s|ed|ing)?|chase|wells|citi|capital one|sofi|rocket|they|somewhere else|promised"
    r"|advertis\w+"
    r"|saw|got)\b"
)
"""A rate beside these words is somebody else's."""
