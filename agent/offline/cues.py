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


CUES: tuple[Cue, ...] = (
    # -- what a person has and owes ---------------------------------------------------------
    _cue("annual_income", "amount",
         r"earn(?:s|ed|ing)?|(?:i|we) get|mak(?:es|ing)|make(?! (?:it|that|the)\b)|made|income"
         r"|salary|salaries|wages?|gross(?:es)?|net"
         r"|paid"
         r"|bring(?:s|ing)?(?: in| home)?|takes?[- ]home|taking home|pension|receiv(?:e|es|ing)"
         r"|pay ?checks?"
         r"|pulls? in|get(?:s)? paid|benefits?|social security|disability|before tax|my pay"
         r"|annually"
         r"|pays me|use gross|earnings",
         r"a year|per year|/ ?ye?a?r|annually|yearly|income|salary|before tax(?:es)?"
         r"|after tax(?:es)?"
         r"|gross|net|take[- ]home|pension|per annum|p\.?a\.?|in benefits|from (?:my|the) (?:job"
         r"|work|pension)"
         r"|every (?:two|other) weeks?|biweekly|an hour|per hour|a week"),
    _cue("other_income", "amount",
         r"other income|side (?:job|gig|hustle|income)|on the side|rental income|also (?:get"
         r"|receive)"
         r"|alimony i (?:get|receive)|child support i (?:get|receive)",
         r"on the side|from (?:a |my )?side|in rental income|from renting|other income"),
    _cue("monthly_obligations", "amount",
         r"pay(?:s|ing)?|payments?|debts?|bills?|obligations?|ow(?:e|es|ing)|outgoings?|expenses"
         r"|spend"
         r"|goes? (?:out|to)|going out|(?:car|auto|student|other) (?:loans?|notes?)"
         r"|(?:credit )?cards?"
         r"|leases?|child support|monthly|total of|all in|altogether|commitments|installments?",
         r"(?:in |of |for |to |on |goes to )?(?:my |the |total |other |all )?(?:debts?|payments?"
         r"|bills"
         r"|(?:car |student |other )?loans?|(?:credit )?cards?|obligations|alimony|child support"
         r"|car note"
         r"|car payment|total|all in|altogether|everything|outgoings?|installments?)"),
    _cue("rent", "amount", r"rent(?: is| of|'s|s|ing)?(?: for)?",
         r"(?:in |for |on |is |goes to )?(?:my |the )?rent"),
    _cue("savings", "amount", r"savings?|saved(?: up)?|in the bank|set aside|put away|cash of"
                              r"|nest egg",
         r"(?:in )?(?:savings?|the bank|cash|reserve)|saved|set aside|put away"),
    _cue("credit_score", "amount", r"scores?|credit|fico|vantage|experian|equifax|transunion",
         r"(?:credit )?scores?|credit|fico"),
    # -- what is asked for --------------------------------------------------------------------
    _cue("principal", "amount",
         r"borrow(?:ing)?|need(?:s|ed)?|want(?:s|ed)?|loan (?:of|for|amount)|looking (?:for"
         r"|to get|at)"
         r"|finance|financing|lend me|amount|ask(?:ing)? for|request(?:ing)?|cash of|requir(?:e"
         r"|ing)"
         r"|get me|give me|loan",
         r"(?:dollar )?loan|to (?:borrow|buy|pay|fix|cover|help|do|redo|build|finish|get|start"
         r"|consolidate"
         r"|replace|refinance|finance)|for (?:a|an|my|the|our|some|this|it|his|her|renovating"
         r"|school|college"
         r"|tuition|surgery|[a-z]+ing)|towards?|against",
         ALL - REFI),
    _cue("down_payment", "amount",
         r"down ?payment(?: of| is)?|deposit(?: of| is)?|put(?:ting)?(?: down)?|down"
         r"|trade ?in(?: of| is)?",
         r"(?:as (?:a )?|for (?:a |the )?|cash )?(?:down|deposit|up ?front"
         r"|trade ?in)(?: ?payment)?",
         CAR | HOME),
    _cue("vehicle_price", "amount",
         r"price[ds]?(?: at| of| is)?|costs?|costing|sticker|sell(?:s|ing) for|asking(?: price)?"
         r"|listed"
         r"(?: at| for)?|goes for|msrp|(?:car|truck|suv|van|vehicle|it|one|motorcycle)(?: is|'s"
         r"| for| at)"
         r"|worth|buying (?:it|one|a \w+) for|purchase price|on the lot",
         r"(?:dollar )?(?!for |to |on |in |as |a |per |and |down )(?:\w+ )?(?:car|truck|suv|van"
         r"|vehicle|sticker|price|motorcycle"
         r"|toyota|honda|ford|tesla|subaru)|(?:is |for )?the (?:car|truck|price|sticker)|price",
         CAR),
    _cue("property_value", "amount",
         r"price[ds]?(?: at| of| is)?|costs?|costing|worth|valued?(?: at)?|apprais(?:ed|al)(?: at)?"
         r"|asking(?: price)?|listed(?: at| for)?|(?:house|home|condo|place|property|apartment|it"
         r"|one)"
         r"(?: is|'s| for| at)|purchase price|buying (?:it|one|a \w+) for|sells? for|sold for",
         r"(?:dollar )?(?!for |to |on |in |as |a |per |and |down |left )(?:\w+ )?(?:house|home"
         r"|condo|place|property|apartment|townhouse)"
         r"|(?:is |for )?the (?:house|home|place|price|condo)|price|value",
         DWELLING),
    _cue("taxes_and_insurance", "amount",
         r"tax(?:es)?(?: (?:and|&|plus) (?:home ?owners? )?insurance)?|escrow"
         r"|home ?owners? insurance"
         r"|insurance",
         r"(?:in |for |on |of )?(?:property )?tax(?:es)?(?: and insurance)?|(?:in |for )?insurance"
         r"|(?:in )?escrow",
         HOME | REFI),
    _cue("hoa_monthly", "amount", r"hoa(?: fees?| dues)?", r"(?:in |for )?hoa", HOME | REFI),
    _cue("payoff_balance", "amount",
         r"balance|ow(?:e|es|ing)|payoff|mortgage|left|remaining|principal|refinanc\w+|loan of",
         r"(?:is )?(?:left|balance|remaining|owed|to go|mortgage|outstanding)|on (?:the|my|our) "
         r"(?:mortgage|house|home|loan)",
         REFI),
    _cue("first_lien_balance", "amount",
         r"balance|ow(?:e|es|ing)|mortgage(?: of| is)?|first lien|left on",
         r"(?:is )?(?:left|balance|remaining|owed|mortgage|outstanding)|on (?:the|my"
         r"|our) (?:mortgage"
         r"|house|home|loan|first)",
         HI),
    _cue("mortgage_principal_and_interest", "amount",
         r"mortgage payments?(?: is| of)?|p ?& ?i|p and i|principal and interest"
         r"|pay(?:ing)? (?:on|for) "
         r"(?:the|my|our) mortgage",
         r"(?:a month )?(?:on|for|to|towards) (?:the|my|our) mortgage|mortgage payment"
         r"|principal and"
         r" interest|p ?& ?i",
         HI | REFI),
    _cue("cost_of_attendance", "amount",
         r"tuition(?: is| of)?|costs?(?: of attendance)?(?: is)?|of|out of|school (?:says|charges"
         r"|is)"
         r"|program(?: is)?|charges?|total(?: cost)?(?: of| is)?|semester|year is|sticker",
         r"(?:in |of |for )?(?:tuition|attendance)|(?:a year|total) (?:for|in) (?:tuition|school)"
         r"|cost",
         EDU),
    _cue("other_aid", "amount",
         r"aid|scholarships?|grants?|fafsa|pell|covers?|covered|federal(?: loans?)?|already have"
         r"|got",
         r"(?:in |of |from |is )?(?:aid|scholarships?|grants?|covered|fafsa|federal|pell"
         r"|financial aid"
         r"|the school)",
         EDU),
    _cue("provider_estimate", "amount",
         r"estimated?(?: at| is| of)?|quoted?(?: me)?|bill(?:ed)?(?: is| of)?|hospital|doctor"
         r"|dentist|costs?"
         r"|total|price|invoice|charg(?:e|es|ing)|provider|surgeon|clinic|will be|comes to|it is"
         r"|it's",
         r"(?:dollar )?(?:estimate|bill|quote|invoice)|for the (?:surgery|procedure|operation"
         r"|treatment)"
         r"|total|out of pocket",
         MED),
    _cue("gold_value", "amount", r"assayed?(?: at)?|valued?(?: at)?|worth|apprais(?:ed|al)(?: at)?",
         r"(?:worth )?of gold|assay|in gold", GOLD),
    _cue("retires_monthly", "amount",
         r"(?:cards?|debts?|loans?|that|which|they|those|them)(?: \w+){0,2} (?:cost|costs|costing"
         r"|take|takes)"
         r"(?: me)?|pay(?:ing|s)? off \w+(?: \w+){0,3}",
         None, frozenset(("personal",))),
    _cue("shared_obligations", "amount", r"share[ds]?|in common|both pay|together (?:we )?(?:pay"
                                         r"|owe)",
         r"(?:is |are |of it )?shared|in common"),
    # -- what-ifs ----------------------------------------------------------------------------
    _cue("extra_monthly", "amount", r"extra|additional(?:ly)?|on top|add(?:ing)?|throw in"
                                    r"|overpay(?:ing)?",
         r"(?:a month |more |per month |monthly )?(?:extra|on top|additional|more)(?: each| a"
         r"| every| per)?"),
    _cue("monthly_payment", "amount",
         r"afford|budget(?: is| of)?|manage|spare|handle|comfortable(?: with)?|payments? (?:of"
         r"|under|around"
         r"|below|at|near|to)|keep (?:it|the payment)(?: \w+)?|willing to pay|(?:can|could|would"
         r"|will) (?:only )?(?:do|pay)"
         r"|no more than|at most|under|below|for|spend",
         None, ALL, 16),
    # -- time --------------------------------------------------------------------------------
    _cue("months_employed", "duration",
         r"(?:nurse|teacher|driver|engineer|manager|cook|technician|clerk|job|work(?:ed|ing)?|employed|been\b.*)(?:,| \w+){0,3} for|work(?:ed|ing|s)?"
         r"|been(?: \w+){0,2}|job|employ(?:ed|er)|there|company|past|last|since"
         r"|experience"
         r"|business|self[- ]employed|freelanc\w+|started|hired|joined|teacher|nurse|full[- ]time"
         r"|part[- ]time"
         r"|position|role|doing|career",
         r"(?:at|in|with|on) (?:my|this|the|that|a|same) (?:\w+ )?(?:job|role|company|place"
         r"|position|employer|business"
         r"|firm|school|hospital)|there|on the job|as an? \w+|experience|in business|employed|ago"
         r"|working"
         r"|with (?:them|the company)|self[- ]employed|full[- ]time|at work|running|same job"),
    _cue("old_remaining_months", "duration",
         r"left|remaining|another|still|more",
         r"(?:are |is )?(?:left|remaining|to go|more|on (?:it|the (?:mortgage|loan)))", REFI),
    _cue("deferment_months", "duration",
         r"defer(?:ment|ring)?|until i (?:graduate|finish)|graduat\w+ in|in school|of school"
         r"|studies|program",
         r"(?:left )?(?:in|of) school|until|of studies|of grace|before (?:i|repay)|program|degree", EDU),
    _cue("term_months", "duration",
         r"over|for|in|within|term|across|spread|(?:pay|repay)(?: \w+)? ?(?:back|off)?(?: in"
         r"| over)?|repay"
         r"|take|about|with|mortgage|loan",
         r"(?:loan|term|to (?:pay|repay)|repayment|instead|would|mortgage|fixed|is (?:fine|ok"
         r"|good)|plan)"),
    _cue("term_months", "amount", r"over|term(?: of)?|spread over|across", r"(?:month )?(?:term"
    r"|instead)"),
    # -- rates -------------------------------------------------------------------------------
    _cue("old_note_rate_pct", "percent", r"at|rate|paying|interest|have|mortgage|current(?:ly)?",
         r"(?:rate|interest|now|right now|currently|mortgage)", REFI),
)  # fmt: skip

OTHER_LENDER = re.compile(
    r"\b(?:banks?|credit union|lenders?|dealer(?:ship)?|elsewhere|competitor|online|quoted?|quotes"
    r"|offer(?:s|ed|ing)?|chase|wells|citi|capital one|sofi|rocket|they|somewhere else|promised"
    r"|advertis\w+"
    r"|saw|got)\b"
)
"""A rate beside these words is somebody else's."""
