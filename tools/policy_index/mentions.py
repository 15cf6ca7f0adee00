"""Which products a question names by itself."""

import re

from tools.lending.records import Product

_NAMES: tuple[tuple[Product, str], ...] = (
    (Product.CAR, r"cars?|autos?|vehicles?|trucks?|suvs?|vans?|pickups?|motorcycles?"),
    (Product.GOLD, r"gold\w*|jewel\w*|necklaces?|bracelets?|bangles?|coins?|karats?|carats?"),
    (Product.HOME, r"homes?|houses?|mortgages?|pmi|condos?|realtors?"),
    (Product.MORTGAGE_REFINANCE, r"refi|refis|refinanc\w*|cash[- ]out"),
    (Product.HOME_IMPROVEMENT, r"renovat\w*|remodel\w*|reno|home improvement\w*|contractors?|roof"),
    (Product.EDUCATION, r"student\w*|school\w*|college\w*|tuition|education\w*|degree|fafsa"),
    (Product.MEDICAL, r"medical\w*|hospital\w*|surger\w*|dental|dentist\w*|doctors?|clinics?"),
    (Product.PERSONAL, r"personal loans?|signature loans?|credit cards?|consolidat\w*"),
)
_PATTERNS = tuple((product, re.compile(rf"\b(?:{words})\b")) for product, words in _NAMES)


def products_named(question: str) -> frozenset[Product]:
    """Return the products whose names, or what they pay for, stand in a question.

    >>> sorted(products_named("Is PMI part of a refi?"))
    [<Product.HOME: 'home'>, <Product.MORTGAGE_REFINANCE: 'mortgage_refinance'>]
    >>> products_named("and how long does it take")
    frozenset()
    """
    plain = question.lower()
    return frozenset(product for product, words in _PATTERNS if words.search(plain))
