"""Words that claim a figure for the loan that is asked for, for a time, a rate, a what-if."""

from agent.offline.filling_people import (
    CAR,
    DWELLING,
    EDU,
    GOLD,
    HI,
    HOME,
    MED,
    PARTY_CLAIMS,
    PERSONAL,
    REFI,
    UNSECURED,
    VEHICLE,
    Claim,
    Sort,
    after,
    before,
)

__all__ = ["ALL_CLAIMS", "LEVER_CLAIMS", "NOTHING", "Claim", "Sort"]

REQUEST_CLAIMS: tuple[Claim, ...] = (
    before("principal", 2.2,
            r"borrow(?:ing|ed)?|loan(?: of| for| amount)?|(?:loan )?amount(?: to| of| is)?"
            r"|need(?:ed|ing)?|lend me|financ(?:e|ing)|mortgage (?:of|for)|short(?: of)?"
            r"|requir(?:e|ing)|ask(?:ing)? for|request(?:ing)?|give me|get me|quote(?: me)?"
            r"|could i (?:have|get|take)|can i (?:have|get|take)"),
    before("principal", 1.7, r"want(?:s|ed)?|looking (?:for|to get|at)|(?:would|'d|d) like"
            r"|wanna(?: get)?|up to|taking|take|cash of|help(?: me)? with|mortgage"
            r"|in the amount of"),
    before("principal", 1.0, r"get|for|like"),
    before("principal", 2.6, r"let'?s say|that leaves|leaves(?: me)?|so i(?:'d)? need", EDU),
    after("principal", 1.7, r"then|instead"),
    after("principal", 2.0, r"(?:would|will) (?:be enough|do)|is enough"),
    after("principal", 2.1,
           r"(?:[a-z]+ )?loan|to (?:borrow|buy|pay|fix|cover|do|redo|build|finish|start|consolidate"
           r"|replace|bury|add|insulate)|towards?|against (?:my|the|some)|on (?:my|the|some) gold"
           r"|of (?:it|that|this|the)|needed|personal|consolidation"),
    after("principal", 2.1, r"mortgage(?! (?:payment|left|balance))", HOME),
    after("principal", 1.5,
           r"for (?:an?|my|our|some|this|it|his|her|the (?:car|house|funeral|kitchen|roof|school)"
           r"|[a-z]+ing|school|college|tuition|surgery|moving|furniture|dental \w+)|on it"),
    before("down_payment", 2.7,
            r"down ?payments?(?: of| is)?|deposit(?: of| is)?|trade[- ]?in(?: of| is| worth)?"
            r"|put(?:ting|s)?(?: in| down| another| up)?|throw in|down", CAR | HOME),
    after("down_payment", 3.0,
           r"(?:more |extra )?(?:to put |as (?:a |my |our )?|for (?:a |the |my |our )?|cash )?"
           r"(?:down(?! (?:the|to|on)\b)|deposit|up ?front|trade)(?: ?payment)?|to put (?:in|up)"
           r"|(?:(?:in|of) )?cash|(?:saved )?for (?:the|a|our) deposit|saved for it", CAR | HOME),
    after("down_payment", 2.9, r"towards? (?:it|the (?:house|home|place|condo))", HOME),
    before("down_payment", 2.15, r"(?:i|we)(?:'ve)?(?: have| got| have got)|(?:i|we)'ve|ive|got"
           r"(?! (?:a|an)\b)", CAR | HOME),
    before("down_payment", 1.9, r"bring(?:ing)?(?! (?:in|home)\b)|put(?:ting)? aside", HOME),
    after("down_payment", 2.9, r"to the table|(?:from|out of) (?:my |our )?(?:own )?(?:pocket"
           r"|money)|(?:by )?myself|ourselves|of (?:my|our) own", CAR | HOME),
    before("down_payment", 2.7, r"own (?:contribution|share|part|money|funds)(?: is| of| would be)?"
           r"|contribution(?: is| of| would be)?", CAR | HOME),
    after("down_payment", 2.9, r"from (?:my |our )?savings?", CAR | HOME),
    before("down_payment", 2.9, r"(?:another|with(?: another)?)(?=.{1,12}from (?:my "
            "|our )?saving)",
            CAR | HOME),
    before("vehicle_price", 3.2,
            r"(?:dealer(?:ship)?|seller|they|he|she|owner|guy)(?: wants?| asks?"
            r"| (?:is|are) asking|(?: will| would|'ll|'d) (?:take|accept)"
            r"| asking)|(?:vehicle|purchase|asking|list|car) price", CAR),
    before("vehicle_price", 2.3,
            r"price[ds]?(?: at| of| is)?|costs?|costing|sticker(?: says| price)?|sells? for"
            r"|selling for"
            r"|asking|listed(?: at| for)?|msrp|on the lot|worth|goes for|this one(?: is|'s)"
            r"|used|new", CAR),
    before("vehicle_price", 1.2, r"(?:that|it)(?:'s| is| was)", CAR),
    before("vehicle_price", 2.4, rf"{VEHICLE},? (?:that|which)(?:'s| is)"
            r"|found(?: (?:a|an|one|another|it|the|used|new|[a-z]+)){1,4}?(?:, [a-z ]{4,16},)?"
            r" (?:for|at)", CAR),
    before("vehicle_price", 2.35, rf"{VEHICLE}(?: is| costs?|'s| was)", CAR),
    before("vehicle_price", 2.0, rf"{VEHICLE}(?: is| at| of| for| costs?|'s|,| around)?", CAR),
    after("vehicle_price", 2.6, r"(?:for the )?(?:price|sticker)|otd|out the door|for it"
           r"|(?:is |for )?the (?:car|truck|price|sticker|suv|van|bike)", CAR),
    after("vehicle_price", 2.9, rf"(?:new |used )?{VEHICLE} (?:with|and)(?= .{{1,14}}down)", CAR),
    after("vehicle_price", 1.4, rf"(?:dollar )?(?:new |used )?{VEHICLE}", CAR),
    before("property_value", 2.5,
            r"(?:purchase |list |asking |home |house )?price[ds]?(?: at| of| is)?|costs?|costing"
            r"|worth|valued?(?: at)?|apprais(?:ed|al)(?: at| is)?|asking|listed(?: at| for)?"
            r"|(?:sells?|sold|go|goes|paid|something|one) for|paid",
            HOME | HI | REFI),
    before("property_value", 2.7, r"(?:we|i)(?:'ve| have)? (?:offered|bid)|(?:our|my) offer(?: is"
           r"| was| of)?|settled (?:on|at|for)|talked (?:them|him|her) down to", HOME | CAR),
    before("property_value", 2.2,
            rf"{DWELLING}(?: (?:is|at|of|for|was|costs?|around|worth|about)|'s|,)?"
            r"|budget(?: is| of)?", HOME | HI | REFI),
    before("property_value", 1.3, r"(?:that|it)(?:'s| is| was|'d)", HOME | HI | REFI),
    after("property_value", 2.8,
           rf"(?:dollar )?(?!with|down|left|on|of)(?:[a-z]+ )?{DWELLING}|(?:is |for )?the "
           r"(?:house|home|place|price|condo)|(?:purchase )?price|value|for the (?:house|home"
           r"|place)",
           HOME | HI | REFI),
    before("taxes_and_insurance", 2.9,
            r"(?<!before )(?<!after )(?:property )?tax(?:es)?"
            r"(?:,? (?:and|&|plus) (?:home ?owners? )?insurance)?(?: are| is| amount to)?|escrow"
            r"|home ?owner'?s?(?: insurance)?(?! (?:association|dues|fees?)\b)", HOME | REFI),
    before("taxes_and_insurance", 2.0, r"insurance(?: is| of| costs)?", HOME | REFI),
    after("taxes_and_insurance", 2.6, r"(?:in |for |on |of )?(?:property )?tax(?:es)?"
           r"(?: and insurance)?|(?:in )?escrow", HOME | REFI),
    before("hoa_monthly", 3.0, r"hoa(?: fees?| dues)?", HOME | REFI),
    after("hoa_monthly", 2.9, r"(?:in |for )?hoa", HOME | REFI),
    before("payoff_balance", 2.4,
            r"balance|ow(?:e|es|ing)|payoff|left|remaining(?: balance)?|outstanding"
            r"|(?:it )?stands at|still have|principal|to replace", REFI),
    before("payoff_balance", 1.7, r"mortgage(?: of| is)?|refinanc\w+|loan of|refi", REFI),
    after("payoff_balance", 2.5, r"(?:is |still )?(?:left|balance|remaining|owed|to go"
           r"|outstanding)|on (?:the|my|our) (?:mortgage|house|home|loan)|mortgage", REFI),
    before("first_lien_balance", 2.4, r"balance|ow(?:e|es|ing)|first lien"
            r"|left on|mortgage(?: of| is)?", HI),
    after("first_lien_balance", 2.6, r"(?:is |still )?(?:left|balance|remaining|owed|to go"
           r"|outstanding)|on (?:the|my|our|it) ?(?:mortgage|house|home|loan|first)?|mortgage", HI),
    before("mortgage_principal_and_interest", 2.9,
            r"mortgage payments?(?: is| of)?|p ?& ?i|p and i|principal and interest"
            r"|current payments?", REFI),
    before("mortgage_principal_and_interest", 2.3, r"pay(?:ing|s)?|payments?(?: is| of)?", REFI),
    after("mortgage_principal_and_interest", 2.9,
           r"(?:on|for|to|towards?) (?:the|my|our) (?:mortgage|house|home)|mortgage payment"
           r"|principal and interest|p ?& ?i", REFI),
    before("cost_of_attendance", 2.4,
           r"tuition(?: and (?:living|fees))?(?: comes? to| is)?|bill(?: is)?"
           r"|costs?(?: of attendance)?|boot ?camp"
           r"|(?:school|program|university|college|degree|course)(?:'s| is| costs?| says"
           r"| charges?| bills(?: me)?| comes? to)|charges?|bills? me|total(?: cost)?"
           r"|ask(?:s|ing)? for|attendance"
           r"|semester|sticker|comes? to|(?:it|that)(?:'s| is)", EDU),
    before("cost_of_attendance", 2.8, r"out of", EDU),
    before("cost_of_attendance", 1.9, r"of", EDU),
    after("cost_of_attendance", 2.3,
           r"(?:in |of |for |with )?(?:tuition|costs?|attendance|living)|total|for the year"
           r"|(?:for )?everything|for it all|all in"
           r"|(?:for|per) (?:a|the) (?:year|semester|program|degree)", EDU),
    before("other_aid", 2.5, r"aid(?: is| of)?|sc?holarships?(?: of| is)?|schlarships?|grants?"
            r"(?: of| is| covers?)?|fafsa|pell|gives?(?: me)?|covers?|covered|minus|less", EDU),
    before("other_aid", 1.5, r"got|have|with", EDU),
    after("other_aid", 2.8, r"(?:in |of |from |is |a )*(?:(?:financial |federal )?aid"
           r"|sc?holarships?|schlarships?|grants?|covered|fafsa|pell)", EDU),
    before("provider_estimate", 2.6,
            r"estimated?(?: is| says| at| of)?|quoted?(?: me| is)?|bill(?:ed)?(?: is| of| for)?"
            r"|invoice|total"
            r"|costs?|price|charges?|charging|share(?: is)?|out of pocket|comes? to"
            r"|(?:they|hospital|doctor|dentist|clinic|surgeon|provider|insurance)"
            r" (?:says?|said|wants?|asks?|charges?)|treatment is|surgery is|will be", MED),
    after("provider_estimate", 2.5,
           r"(?:dollar )?(?:estimate|bill|quote|invoice)s?|total|all in|out of pocket|in all"
           r"|for the (?:surgery|procedure|operation|treatment)"
           r"|the (?:clinic|hospital|dentist|doctor|surgeon) (?:charges|wants|asks|quoted)", MED),
    before("gold_value", 2.9, r"(?:assay|test|valu|apprais|estimat|weigh|pric|check)(?:ed|s|al|e)"
            r"(?: it| them| that| the gold| mine)?(?: (?:is|was|came (?:out|in)))?(?: at| to be"
            r"| as)?"
            r"|worth|assay(?: \w+)?(?: is| says?| of| at)?|(?:says?|said|told me) (?:it|they|that)"
            r"(?:'s| is| are|'re)(?: worth)?|came (?:out|back|in) (?:at|to)", GOLD),
    after("gold_value", 2.3, r"(?:worth )?of gold|in gold", GOLD),
    after("gold_value", 2.7, r"(?:is|was) (?:the|its|their) (?:value|assay|appraisal)"
           r"|(?:assay|apprais\w+|valuation)", GOLD),
    after("principal", 2.7, r"(?:on|against|for) (?:it|them|that|those|the (?:gold|lot|chain|ring"
           r"|coins|jewelry))", GOLD),
    before("retires_monthly", 2.8,
            r"(?:cards?|debts?|loans?|that|which|they|those|them|together)(?: [a-z]+){0,2}?"
            r" (?:costs?|costing|takes?|eats?|runs?|are)(?: me)?", PERSONAL),
    after("retires_monthly", 3.0, r"(?:on|for|to|towards?) (?:them|those|these|all of them)",
           PERSONAL),
    before("shared_obligations", 2.3, r"(?:we )?shared?|in common|both pay"),
    after("shared_obligations", 2.3, r"(?:is |are |of it )?shared|in common"),
)  # fmt: skip

SHARE_CLAIMS: tuple[Claim, ...] = tuple(
    claim._replace(sort="percent")
    for claim in REQUEST_CLAIMS
    if claim.field == "down_payment" and claim.weight >= 2.7
)
"""The same words beside a percentage: "twenty percent down"."""

NOTHING = "-"
"""What no field is: a balance on a card, what the old car is worth."""
NOTHING_CLAIMS: tuple[Claim, ...] = (
    before(NOTHING, 2.7, r"balances?|limit|worth|originally|used to be|went from", UNSECURED),
    before(NOTHING, 2.7, r"balances?|limit|used to be", CAR),
    before(NOTHING, 2.0, r"(?:gonna|going to|will|would) (?:be|cost)", PERSONAL),
    before(NOTHING, 2.9, r"insurance (?:company )?(?:will )?(?:pays?|covers?|paid|covered)"),
    before(NOTHING, 3.0, r"ow(?:e|es|ing)(?= \S{1,12} on)", UNSECURED | CAR),
    after(NOTHING, 2.9, r"(?:student|car|auto) loan|balance|limit|on (?:it|the car|my car)",
           UNSECURED | CAR),
)  # fmt: skip

LEVER_CLAIMS: tuple[Claim, ...] = (
    before("extra_monthly", 2.9, r"extra|additional(?:ly)?|on top|add(?:ing)?|threw in|throw in"
            r"|overpay(?:ing)?"),
    after("extra_monthly", 2.9, r"(?:a month |more |per month |monthly )?(?:extra|on top"
           r"|additional|more (?:a|each|per|every) month)"),
    before("monthly_payment", 2.6,
            r"afford|budget(?: is| of)?|manage|spare|handle|comfortable(?: with)?|willing to pay"
            r"|payments? (?:of|under|around|below|at|near|to)|keep (?:it|the payment)(?: \w+)?"
            r"|(?:can|could|would|will) (?:only )?(?:do|pay)|no more than|at most|under|below"
            r"|how much for|for|spend"),
)  # fmt: skip

TIME_CLAIMS: tuple[Claim, ...] = (
    before("months_employed", 2.4,
            r"work(?:ed|ing|s)?|been|jobs?|employ(?:ed|er)"
            r"|there|company|experience|business|self[- ]employed|freelanc\w+|started|hired"
            r"|joined|teacher|nurse|driver|engineer|manager|cook|technician|clerk|paramedic"
            r"|electrician|mechanic|full[- ]time|part[- ]time|position|role|doing|career"
            r"|contractor|w ?-?2|since", sort="duration"),
    after("months_employed", 2.6,
           r"(?:at|in|with|on) (?:my|this|the|that|a|same|our) (?:[a-z]+ )?(?:job|role|company"
           r"|place"
           r"|position|employer|business|firm|school|hospital|plant|factory|office|store|shop"
           r"|warehouse|post office)|(?:at )?(?:the )?same (?:job|place|employer|company)|there"
           r"|on the job|as an? \w+|experience|in business|employed|working"
           r"|with (?:them|the (?:company|city|county|state|school|post office|railroad|union|army"
           r"|navy|bank|hospital|firm))|self[- ]employed|full[- ]time|at work|at \w+$"
           r"|in\b(?=\W*(?:,|$))|for (?:me|myself)|of work(?:ing)?|under my belt", sort="duration"),
    before("old_remaining_months", 2.3, r"left|remaining|another|still|more",
            REFI, "duration"),
    after("old_remaining_months", 2.9, r"(?:are |is )?(?:left|remaining|to go|more"
           r"|on (?:it|the (?:mortgage|loan)))", REFI, "duration"),
    before("deferment_months", 2.5, r"defer(?:ment|ring)?|until i (?:graduate|finish)"
            r"|graduat\w+ in|studies", EDU, "duration"),
    after("deferment_months", 2.9, r"(?:left )?(?:in|of) school|until i|of studies|of grace"
           r"|before (?:i|repay)|degree", EDU, "duration"),
    before("term_months", 2.2, r"over|across|spread|term(?: of| is)?|repay(?:able)?"
            "|stretch(?: it)?"
            r" to|pay (?:it|this)? ?(?:back |off )?(?:over|in)|fixed for", sort="duration"),
    before("term_months", 1.6, r"for|in|within|take|mortgage|loan|on", sort="duration"),
    after("term_months", 2.3, r"(?:loan|term|to (?:pay|repay)|repayment|instead|would|mortgage"
           r"|fixed|is (?:fine|ok|good)|plan|personal|please)", sort="duration"),
    after("term_months", 2.6, r"(?:month )?one", sort="duration"),
    before("old_note_rate_pct", 2.3, r"at|rate(?: is| of)?|paying|interest|have|mortgage|current"
            r"(?:ly)?", REFI, "percent"),
    after("old_note_rate_pct", 2.3, r"(?:rate|interest|now|right now|currently|mortgage)",
           REFI, "percent"),
)  # fmt: skip

ALL_CLAIMS = (
    *PARTY_CLAIMS, *REQUEST_CLAIMS, *SHARE_CLAIMS, *NOTHING_CLAIMS, *LEVER_CLAIMS, *TIME_CLAIMS
)  # fmt: skip
