"""How "there is none" is said: no debts, no income, nothing owed. One home for all readers.

Patterns are for lower case, with or without contractions written out.
"""

_NO = r"(?:no|zero|without(?: any)?|not? (?:have )?any)"
_KINDS = (
    r"(?:(?:other|more|monthly|current|outstanding|existing|active|open|regular|real|actual|such"
    r"|further|additional|recurring|consumer|loan|debt|debts or|loans or) )*"
)
_OWED = (
    r"(?:debts?|payments?|bills|loans?|obligations?|dues|liabilit(?:y|ies)|commitments?|emis?"
    r"|instal?lments?|outgoings?|expenses|repayments?)"
)
DEBT_FREE = r"debt[- ]?free"
NO_DEBTS = (
    rf"{_NO} {_KINDS}{_OWED}\b(?! (?:missed|late|yet|until|for|due|history))"
    r"|(?:owes?|owing) (?:nothing|nobody|no ?one|no money)"
    r"|(?:do not|don't|dont|does not|doesn't) (?:have|pay|owe|carry) (?:any(?:thing|body|one)?\b"
    rf"(?! (?:income|savings|idea|score|credit|rent|house|home|car|job))(?: {_KINDS}{_OWED})?"
    rf"|{_KINDS}(?:debts|payments|loans|bills)\b)"
)
"""Said of monthly payments as a whole; "no rent" is a part of them."""
NO_AID = (
    rf"{_NO} (?:(?:financial|federal|other|student|school|any) )*"
    r"(?:aid|scholarships?|grants?|fafsa)\b"
)
NO_INCOME = (
    r"(?:(?:have|has|got|with|earn|there is|there's|making|make|bring(?:ing)? in|currently) )?"
    r"(?:no|zero|not any|without(?: any)?) (?:(?:own|current|personal|regular|monthly|yearly|annual"
    r"|real|actual|source of|kind of|such|form of) )*"
    r"(?:income|earnings|salary|wages?|pay ?checks?)\b"
    r"(?! (?:tax|verification|proof|documents?|check|requirement|limit|statement|letter|slip|stub"
    r"|needed|required))"
    r"|(?:do not|don't|dont) (?:have|earn|make|get|receive) (?:any|an|a)?(?:thing\b(?! else)|"
    r" (?:income|salary|wage|money|pay ?check)\b)"
    r"|(?:earn|make|making|earning|bring in|bringing in) (?:nothing|zero|nada|zilch|no money)\b"
    r"|(?:nothing|no money|zero|nada) (?:is |was )?(?:coming|comes) in\b"
    r"|(?:incomes?|salary|earnings) (?:is|are|of|:|=) (?:currently |now )?(?:zero|none|nil|nothing"
    r"|nada|0\b)"
)
"""Said of everything somebody earns: an answer, and not a missing one."""
