"""Words that claim a figure for a field, how strongly, and from which side.

A claim is looked for once in the whole message (lower case); `filling` weighs it by how near it
stands to a figure and lets each occurrence speak for one figure only.
"""

import re
from typing import Literal, NamedTuple

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


def _before(
    field: str, weight: float, pattern: str, products: frozenset[str] = ANY, sort: Sort = "amount"
) -> Claim:
    return Claim(field, sort, "before", weight, re.compile(rf"\b(?:{pattern})(?!\w)"), products)


def _after(
    field: str, weight: float, pattern: str, products: frozenset[str] = ANY, sort: Sort = "amount"
) -> Claim:
    return Claim(field, sort, "after", weight, re.compile(rf"\b(?:{pattern})(?!\w)"), products)


_VEHICLE = (
    r"(?:cars?|trucks?|suv|van|minivan|pick-?up|vehicle|motor(?:cycle|bike)|hatchback|sedan|wagon"
    r"|toyota|honda|ford|tesla|subaru|mazda|chevy|nissan|kia|civic|corolla|camry|jeep|bike|scooter)"
)
_DWELLING = r"(?:house|home|condo|place|property|apartment|townhouse|duplex|flat)"
_DEBT = (
    r"(?:cards?|credit cards?|(?:student |other |car |personal )?loans?|debts?|bills?|payments?"
    r"|(?:car )?note|lease|phone(?: plan)?|gym|child support|alimony|everything|stuff|such|things"
    r"|installments?|instalments?|obligations|insurance|sofa|furniture)"
)
_MY = r"(?:(?:my|the|a|an|our|his|her|their|other|all|total|credit|some) )*"
_RENT_AND = rf"rent(?:,| and| plus| \+|/)(?: (?!i\b)[a-z]+){{0,2}}? {_DEBT}"

PARTY_CLAIMS: tuple[Claim, ...] = (
    _before("annual_income", 2.2,
            r"earn(?:s|ed|ing)?|incomes?|salary|salaries|wages?|gross(?:es|ing)?|earnings"
            r"|pay ?checks?|takes?[- ]home|taking home|bring(?:s|ing)?(?: in| home)|pension"
            r"|social security|disability|ssi|benefits|pulls? in|clear(?:s|ing)?|gets? paid"
            r"|pays me|annually|my pay"),
    _before("annual_income", 1.9,
            r"(?:makes?(?! (?:it|that|the|this|sense|me|a|my|your|any|payments?)\b)"
            r"|making(?! (?:it|the|payments?)\b)|made(?! (?:it|a)\b))"),
    _before("annual_income", 1.2, r"gets?|got|receiv(?:e|es|ing)|(?:he|she|they)(?:'s| is|'re) on"),
    _after("annual_income", 2.3,
           r"(?:(?:in|of|from|is|as) (?:my |the |a |his |her )?)?(?:gross|before tax(?:es)?|salary"
           r"|incomes?|annually|yearly|take[- ]?home|net|pension|disability|social security|wages?"
           r"|benefits|earnings|bonus)|per annum|after tax(?:es)?"
           r"|from (?:my|the|his|her) (?:job|work|business|shop)|(?:a year )?pay\b"),
    _before("other_income", 2.9,
            r"other income|side (?:job|gig|hustle|income)|on the side|rental income"
            r"|also (?:get|receive)|(?:alimony|child support) i (?:get|receive)"),
    _after("other_income", 2.9,
           r"on the side|from (?:a |my )?side|(?:in |of )?rental income|(?:from|by) renting"
           r"|other income"),
    _before("monthly_obligations", 2.1,
            r"debts?|payments?|(?<!medical )(?<!hospital )(?<!vet )bills|obligations?|outgoings?"
            r"|expenses|commitments|child support"
            r"|alimony|(?:car )?note|leases?|goes? out|going out|housing"
            r"|installments?|minimum payments?|owe monthly|debt load|monthly total"),
    _before("monthly_obligations", 1.8, r"pay(?:s|ing)?(?! (?:it|this|back|off|me|for it)\b)"
            r"|spend(?:s|ing)?|mortgage|student loans?|(?:credit )?cards?|car loan"),
    _before("monthly_obligations", 1.25,
            rf"{_VEHICLE}|ow(?:e|es|ing)|phone|gym|insurance|loans?"),
    _before("monthly_obligations", 3.1, r"rent,? (?:included|and all)|(?:each|every) month"
            r"|(?:my |our )?monthly (?:stuff|totals?|expenses|costs|bills|payments|outgoings)"
            rf"|{_RENT_AND}|with everything|all(?: |-)in"),
    _after("monthly_obligations", 3.1,
           rf"(?:(?:goes?|going) (?:to|on|for) |for |on |in |towards? )?{_MY}{_RENT_AND}"),
    _after("monthly_obligations", 2.3,
           rf"(?:of|in|for|to|on|towards?|goes (?:to|on|for|out for)) {_MY}{_DEBT}"
           rf"|(?:(?:on|for|to) {_MY})?mortgage|{_MY}(?:debts|payments|bills|obligations|car note"
           r"|car payment|student loans?|cards?|alimony|child support|lease|phone|housing)"
           r"|(?:goes )?out\b(?! of| the)|all in|altogether|in total|(?:on|for) everything"
           r"|(?:including|incl|with) (?:my )?rent|with everything(?: else)?|all told"),
    _after("monthly_obligations", 1.5, rf"(?:(?:for|on|to) {_MY})?{_VEHICLE}"),
    _before("rent", 2.7, r"rent(?:'s| is| of| for| costs?| takes?| runs?| comes to| at)?|renting"
            r"|rent now for"),
    _after("rent", 2.7,
           r"(?:(?:of|out of) (?:it|that|which|this) )?(?:in |for |on |is |goes to |month(?:ly)? )?"
           r"(?:my |the )?rent"),
    _before("savings", 2.2, r"savings?(?: of| account)?|saved(?: up)?|in the bank|set aside"
            r"|put away|nest egg"),
    _after("savings", 2.3, r"(?:in |of )?(?:my |the |our )?savings?|in (?:the|my) bank|saved"
           r"|set aside|put away|in (?:reserves?|cash reserves?)"),
    _before("credit_score", 2.7, r"(?:credit )?sc?c?ores?|scor|fico(?: 8| score)?|vantage|experian"
            r"|equifax|transunion|credit karma|credit(?! cards?)"),
    _after("credit_score", 2.7, r"(?:credit )?scores?|scor|credit(?! cards?)|fico"),
)  # fmt: skip

REQUEST_CLAIMS: tuple[Claim, ...] = (
    _before("principal", 2.2,
            r"borrow(?:ing|ed)?|loan(?: of| for| amount)?|(?:loan )?amount(?: to| of| is)?"
            r"|need(?:ed|ing)?|lend me|financ(?:e|ing)|mortgage (?:of|for)|short(?: of)?"
            r"|requir(?:e|ing)|ask(?:ing)? for|request(?:ing)?|give me|get me|quote(?: me)?"
            r"|could i (?:have|get|take)|can i (?:have|get|take)"),
    _before("principal", 1.7, r"want(?:s|ed)?|looking (?:for|to get|at)|(?:would|'d|d) like"
            r"|wanna(?: get)?|up to|taking|take|cash of|help(?: me)? with|mortgage"
            r"|in the amount of"),
    _before("principal", 1.0, r"get|for|like"),
    _after("principal", 1.7, r"then|instead"),
    _after("principal", 2.0, r"(?:would|will) (?:be enough|do)|is enough"),
    _after("principal", 2.1,
           r"(?:[a-z]+ )?loan|to (?:borrow|buy|pay|fix|cover|do|redo|build|finish|start|consolidate"
           r"|replace|bury|add|insulate)|towards?|against (?:my|the|some)|on (?:my|the|some) gold"
           r"|of (?:it|that|this|the)|needed|personal|consolidation"),
    _after("principal", 1.5,
           r"for (?:an?|my|our|some|this|it|his|her|the (?:car|house|funeral|kitchen|roof|school)"
           r"|[a-z]+ing|school|college|tuition|surgery|moving|furniture|dental \w+)|on it"),
    _before("down_payment", 2.7,
            r"down ?payments?(?: of| is)?|deposit(?: of| is)?|trade[- ]?in(?: of| is| worth)?"
            r"|put(?:ting|s)?(?: in| down| another| up)?|throw in|down", CAR | HOME),
    _after("down_payment", 3.0,
           r"(?:more |extra )?(?:to put |as (?:a |my |our )?|for (?:a |the |my |our )?|cash )?"
           r"(?:down(?! (?:the|to|on)\b)|deposit|up ?front|trade)(?: ?payment)?|to put (?:in|up)"
           r"|(?:in|of) cash|(?:saved )?for (?:the|a|our) deposit|saved for it", CAR | HOME),
    _after("down_payment", 2.9, r"towards? (?:it|the (?:house|home|place|condo))", HOME),
    _before("down_payment", 1.9, r"bring(?:ing)?(?! (?:in|home)\b)|put(?:ting)? aside", HOME),
    _after("down_payment", 2.9, r"to the table|(?:from|out of) (?:my |our )own (?:pocket|money)"
           r"|of (?:my|our) own", CAR | HOME),
    _after("down_payment", 2.9, r"from (?:my |our )?savings?", CAR | HOME),
    _before("down_payment", 2.9, r"(?:another|with(?: another)?)(?=.{1,12}from (?:my "
            "|our )?saving)",
            CAR | HOME),
    _before("vehicle_price", 3.2,
            r"(?:dealer(?:ship)?|seller|they|he|she|owner|guy) (?:wants?|asks?|(?:is|are) asking"
            r"|asking)|(?:vehicle|purchase|asking|list|car) price", CAR),
    _before("vehicle_price", 2.3,
            r"price[ds]?(?: at| of| is)?|costs?|costing|sticker(?: says| price)?|sells? for"
            r"|selling for"
            r"|asking|listed(?: at| for)?|msrp|on the lot|worth|goes for|this one(?: is|'s)"
            r"|used|new", CAR),
    _before("vehicle_price", 1.2, r"(?:that|it)(?:'s| is| was)", CAR),
    _before("vehicle_price", 2.4, rf"{_VEHICLE},? (?:that|which)(?:'s| is)"
            r"|found(?: (?:a|an|one|another|it|the|used|new|[a-z]+)){1,4}?(?:, [a-z ]{4,16},)?"
            r" (?:for|at)", CAR),
    _before("vehicle_price", 2.0, rf"{_VEHICLE}(?: is| at| of| for| costs?|'s|,| around)?", CAR),
    _after("vehicle_price", 2.6, r"(?:for the )?(?:price|sticker)|otd|out the door|for it"
           r"|(?:is |for )?the (?:car|truck|price|sticker|suv|van|bike)", CAR),
    _after("vehicle_price", 2.9, rf"(?:new |used )?{_VEHICLE} (?:with|and)(?= .{{1,14}}down)", CAR),
    _after("vehicle_price", 1.4, rf"(?:dollar )?(?:new |used )?{_VEHICLE}", CAR),
    _before("property_value", 2.5,
            r"(?:purchase |list |asking |home |house )?price[ds]?(?: at| of| is)?|costs?|costing"
            r"|worth|valued?(?: at)?|apprais(?:ed|al)(?: at| is)?|asking|listed(?: at| for)?"
            r"|(?:sells?|sold|go|goes|paid|something|one) for|paid",
            HOME | HI | REFI),
    _before("property_value", 2.2,
            rf"{_DWELLING}(?: (?:is|at|of|for|was|costs?|around|worth|about)|'s|,)?"
            r"|budget(?: is| of)?", HOME | HI | REFI),
    _before("property_value", 1.3, r"(?:that|it)(?:'s| is| was|'d)", HOME | HI | REFI),
    _after("property_value", 2.8,
           rf"(?:dollar )?(?!with|down|left|on|of)(?:[a-z]+ )?{_DWELLING}|(?:is |for )?the "
           r"(?:house|home|place|price|condo)|(?:purchase )?price|value|for the (?:house|home"
           r"|place)",
           HOME | HI | REFI),
    _before("taxes_and_insurance", 2.9,
            r"(?<!before )(?<!after )(?:property )?tax(?:es)?"
            r"(?:,? (?:and|&|plus) (?:home ?owners? )?insurance)?(?: are| is| amount to)?|escrow"
            r"|home ?owners? insurance", HOME | REFI),
    _before("taxes_and_insurance", 2.0, r"insurance(?: is| of| costs)?", HOME | REFI),
    _after("taxes_and_insurance", 2.6, r"(?:in |for |on |of )(?:property )?tax(?:es)?"
           r"(?: and insurance)?|(?:in )?escrow", HOME | REFI),
    _before("hoa_monthly", 3.0, r"hoa(?: fees?| dues)?", HOME | REFI),
    _after("hoa_monthly", 2.9, r"(?:in |for )?hoa", HOME | REFI),
    _before("payoff_balance", 2.4,
            r"balance|ow(?:e|es|ing)|payoff|left|remaining(?: balance)?|outstanding"
            r"|(?:it )?stands at|still have|principal|to replace", REFI),
    _before("payoff_balance", 1.7, r"mortgage(?: of| is)?|refinanc\w+|loan of|refi", REFI),
    _after("payoff_balance", 2.5, r"(?:is |still )?(?:left|balance|remaining|owed|to go"
           r"|outstanding)|on (?:the|my|our) (?:mortgage|house|home|loan)|mortgage", REFI),
    _before("first_lien_balance", 2.4, r"balance|ow(?:e|es|ing)|first lien"
            r"|left on|mortgage(?: of| is)?", HI),
    _after("first_lien_balance", 2.6, r"(?:is |still )?(?:left|balance|remaining|owed|to go"
           r"|outstanding)|on (?:the|my|our|it) ?(?:mortgage|house|home|loan|first)?|mortgage", HI),
    _before("mortgage_principal_and_interest", 2.9,
            r"mortgage payments?(?: is| of)?|p ?& ?i|p and i|principal and interest"
            r"|current payments?", REFI),
    _before("mortgage_principal_and_interest", 2.3, r"pay(?:ing|s)?|payments?(?: is| of)?", REFI),
    _after("mortgage_principal_and_interest", 2.9,
           r"(?:on|for|to|towards?) (?:the|my|our) (?:mortgage|house|home)|mortgage payment"
           r"|principal and interest|p ?& ?i", REFI),
    _before("cost_of_attendance", 2.4,
            r"tuition(?: and living)?(?: comes? to| is)?|costs?(?: of attendance)?|boot ?camp"
            r"|(?:school|program|university|college|degree|course)(?:'s| is| costs?| says| charges?"
            r"| bills(?: me)?| comes? to)|charges?|bills? me|total(?: cost)?|ask(?:s|ing)? for"
            r"|attendance"
            r"|semester|sticker|comes? to|(?:it|that)(?:'s| is)", EDU),
    _before("cost_of_attendance", 2.8, r"out of", EDU),
    _before("cost_of_attendance", 1.9, r"of", EDU),
    _after("cost_of_attendance", 2.3,
           r"(?:in |of |for |with )?(?:tuition|costs?|attendance|living)|total|for the year"
           r"|(?:for|per) (?:a|the) (?:year|semester|program|degree)", EDU),
    _before("other_aid", 2.5, r"aid(?: is| of)?|sc?holarships?(?: of| is)?|schlarships?|grants?"
            r"(?: of| is| covers?)?|fafsa|pell|gives?(?: me)?|covers?|covered|minus|less", EDU),
    _before("other_aid", 1.5, r"got|have|with", EDU),
    _after("other_aid", 2.8, r"(?:in |of |from |is |a )*(?:(?:financial |federal )?aid"
           r"|sc?holarships?|schlarships?|grants?|covered|fafsa|pell)", EDU),
    _before("provider_estimate", 2.6,
            r"estimated?(?: is| says| at| of)?|quoted?(?: me| is)?|bill(?:ed)?(?: is| of| for)?"
            r"|invoice|total"
            r"|costs?|price|charges?|charging|share(?: is)?|out of pocket|comes? to"
            r"|(?:they|hospital|doctor|dentist|clinic|surgeon|provider|insurance)"
            r" (?:says?|said|wants?|asks?|charges?)|treatment is|surgery is|will be", MED),
    _after("provider_estimate", 2.5,
           r"(?:dollar )?(?:estimate|bill|quote|invoice)s?|total|all in|out of pocket|in all"
           r"|for the (?:surgery|procedure|operation|treatment)"
           r"|the (?:clinic|hospital|dentist|doctor|surgeon) (?:charges|wants|asks|quoted)", MED),
    _before("gold_value", 2.5, r"assayed?(?: it)?(?: at)?|valued?(?: it| them)?(?: at)?|worth"
            r"|apprais(?:ed|al)(?: it)?(?: at)?", GOLD),
    _after("gold_value", 2.3, r"(?:worth )?of gold|in gold", GOLD),
    _before("retires_monthly", 2.8,
            r"(?:cards?|debts?|loans?|that|which|they|those|them|together)(?: [a-z]+){0,2}?"
            r" (?:costs?|costing|takes?|eats?|runs?|are)(?: me)?", PERSONAL),
    _after("retires_monthly", 3.0, r"(?:on|for|to|towards?) (?:them|those|these|all of them)",
           PERSONAL),
    _before("shared_obligations", 2.3, r"(?:we )?shared?|in common|both pay"),
    _after("shared_obligations", 2.3, r"(?:is |are |of it )?shared|in common"),
)  # fmt: skip

NOTHING = "-"
"""What no field is: a balance on a card, what the old car is worth."""
NOTHING_CLAIMS: tuple[Claim, ...] = (
    _before(NOTHING, 2.7, r"balances?|limit|worth|originally|used to be|went from", UNSECURED),
    _before(NOTHING, 2.7, r"balances?|limit|used to be", CAR),
    _before(NOTHING, 3.0, r"ow(?:e|es|ing)(?= \S{1,12} on)", UNSECURED | CAR),
    _after(NOTHING, 2.9, r"(?:student|car|auto) loan|balance|limit|on (?:it|the car|my car)",
           UNSECURED | CAR),
)  # fmt: skip

LEVER_CLAIMS: tuple[Claim, ...] = (
    _before("extra_monthly", 2.9, r"extra|additional(?:ly)?|on top|add(?:ing)?|threw in|throw in"
            r"|overpay(?:ing)?"),
    _after("extra_monthly", 2.9, r"(?:a month |more |per month |monthly )?(?:extra|on top"
           r"|additional|more (?:a|each|per|every) month)"),
    _before("monthly_payment", 2.6,
            r"afford|budget(?: is| of)?|manage|spare|handle|comfortable(?: with)?|willing to pay"
            r"|payments? (?:of|under|around|below|at|near|to)|keep (?:it|the payment)(?: \w+)?"
            r"|(?:can|could|would|will) (?:only )?(?:do|pay)|no more than|at most|under|below"
            r"|how much for|for|spend"),
)  # fmt: skip

TIME_CLAIMS: tuple[Claim, ...] = (
    _before("months_employed", 2.4,
            r"work(?:ed|ing|s)?|been|jobs?|employ(?:ed|er)"
            r"|there|company|experience|business|self[- ]employed|freelanc\w+|started|hired"
            r"|joined|teacher|nurse|driver|engineer|manager|cook|technician|clerk|paramedic"
            r"|electrician|mechanic|full[- ]time|part[- ]time|position|role|doing|career"
            r"|contractor|w ?-?2|since", sort="duration"),
    _after("months_employed", 2.6,
           r"(?:at|in|with|on) (?:my|this|the|that|a|same|our) (?:[a-z]+ )?(?:job|role|company"
           r"|place"
           r"|position|employer|business|firm|school|hospital|plant|factory|office|store|shop"
           r"|warehouse|post office)|(?:at )?(?:the )?same (?:job|place|employer|company)|there"
           r"|on the job|as an? \w+|experience|in business|employed|working"
           r"|with (?:them|the company)|self[- ]employed|full[- ]time|at work|at \w+$"
           r"|in\b(?=\W*(?:,|$))|for (?:me|myself)|of work(?:ing)?|under my belt", sort="duration"),
    _before("old_remaining_months", 2.3, r"left|remaining|another|still|more",
            REFI, "duration"),
    _after("old_remaining_months", 2.9, r"(?:are |is )?(?:left|remaining|to go|more"
           r"|on (?:it|the (?:mortgage|loan)))", REFI, "duration"),
    _before("deferment_months", 2.5, r"defer(?:ment|ring)?|until i (?:graduate|finish)"
            r"|graduat\w+ in|studies", EDU, "duration"),
    _after("deferment_months", 2.9, r"(?:left )?(?:in|of) school|until i|of studies|of grace"
           r"|before (?:i|repay)|degree", EDU, "duration"),
    _before("term_months", 2.2, r"over|across|spread|term(?: of| is)?|repay(?:able)?"
            "|stretch(?: it)?"
            r" to|pay (?:it|this)? ?(?:back |off )?(?:over|in)|fixed for|on", sort="duration"),
    _before("term_months", 1.6, r"for|in|within|take|mortgage|loan|on a", sort="duration"),
    _after("term_months", 2.3, r"(?:loan|term|to (?:pay|repay)|repayment|instead|would|mortgage"
           r"|fixed|is (?:fine|ok|good)|plan|personal|please)", sort="duration"),
    _after("term_months", 2.6, r"(?:month )?one", sort="duration"),
    _before("old_note_rate_pct", 2.3, r"at|rate(?: is| of)?|paying|interest|have|mortgage|current"
            r"(?:ly)?", REFI, "percent"),
    _after("old_note_rate_pct", 2.3, r"(?:rate|interest|now|right now|currently|mortgage)",
           REFI, "percent"),
)  # fmt: skip

ALL_CLAIMS = (*PARTY_CLAIMS, *REQUEST_CLAIMS, *NOTHING_CLAIMS, *LEVER_CLAIMS, *TIME_CLAIMS)
