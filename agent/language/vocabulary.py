"""The words that make figures: number words, scales, currencies, units, nouns that are counted.

Plain tables, in lower case. Common misspellings stand beside the right form, because customers
type on phones. A word that is not here does not make a figure.
"""

from decimal import Decimal

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SMALL = UNITS | TEENS | TENS
"""What a number word below a hundred is worth."""

BIG_WORDS = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
SPELLED = frozenset(SMALL) | (BIG_WORDS - {"trillion"})
"""Words the number-word library reads."""

SPELLINGS = {
    "fourty": "forty", "fourtey": "forty", "ninty": "ninety", "fivety": "fifty", "fith": "fifth",
    "twenny": "twenty", "tweny": "twenty", "twentey": "twenty", "thrity": "thirty",
    "eigth": "eight", "eightteen": "eighteen", "fiveteen": "fifteen", "fourten": "fourteen",
    "twelf": "twelve", "sevnty": "seventy", "hunderd": "hundred", "hundered": "hundred",
    "hundrd": "hundred", "hundread": "hundred", "thousend": "thousand", "tousand": "thousand",
    "hunnerd": "hundred", "hunnert": "hundred", "hunnid": "hundred", "hunned": "hundred",
    "thousnd": "thousand", "thosand": "thousand", "thouzand": "thousand", "thousan": "thousand",
    "milion": "million", "fiddy": "fifty", "fitty": "fifty",
    "millon": "million", "thou": "thousand", "hazar": "thousand",
    "hazaar": "thousand",
} | {
    tens + unit: f"{tens} {unit}" for tens in TENS for unit in UNITS if unit != "zero"
}  # fmt: skip
"""As typed -> as the tables spell it ("sixtyfive" becomes two words)."""

SCALES = {
    "hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9,
    "hundred": 100, "dozen": 12, "k": 1000, "ks": 1000, "k's": 1000, "thousand": 1000,
    "grand": 1000, "gs": 1000, "million": 10**6, "mil": 10**6, "mill": 10**6, "mils": 10**6,
    "mln": 10**6, "mio": 10**6, "mm": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9,
    "bil": 10**9, "b": 10**9, "trillion": 10**12, "lakh": 10**5, "lakhs": 10**5, "lac": 10**5,
    "lacs": 10**5, "lkh": 10**5, "lkhs": 10**5, "l": 10**5, "crore": 10**7, "crores": 10**7,
    "cr": 10**7, "crs": 10**7,
}  # fmt: skip
ADDING_SCALES = frozenset(
    {"hundred", "thousand", "million", "billion", "trillion", "lakh", "lakhs", "lac", "lacs",
     "crore", "crores"}
)  # fmt: skip
"""Scales after which a smaller amount may follow: "5 lakh 50 thousand"."""

MONEY_SCALES = frozenset(SCALES) - {"hundred", "hundreds", "dozen"}
"""Who counts in these without naming a unit speaks of money."""

FRACTIONS = {
    "half": Decimal("0.5"), "halves": Decimal("0.5"), "quarter": Decimal("0.25"),
    "quarters": Decimal("0.25"), "third": Decimal(1) / 3, "thirds": Decimal(1) / 3,
    "fourth": Decimal("0.25"), "fourths": Decimal("0.25"),
    "fifth": Decimal("0.2"), "fifths": Decimal("0.2"), "eighth": Decimal("0.125"),
    "eighths": Decimal("0.125"), "tenth": Decimal("0.1"), "tenths": Decimal("0.1"),
}  # fmt: skip
DENOMINATORS = frozenset({2, 3, 4, 5, 8, 10, 16})
VAGUE = {"couple": 2, "few": 3}
"""Words that count without counting; what they stand for is marked approximate."""

PERCENT_WORDS = frozenset(
    {"%", "percent", "pct", "percents", "percentage", "precent", "perecent", "prcnt"}
)
BASIS_POINT_WORDS = frozenset({"bps", "bp"})

DURATION_UNITS = {
    "year": "year", "years": "year", "yr": "year", "yrs": "year", "y": "year", "yeras": "year",
    "yers": "year", "yar": "year", "yars": "year", "yeas": "year", "yaers": "year",
    "year's": "year", "years'": "year", "annum": "year", "saal": "year", "sal": "year",
    "month": "month", "months": "month", "mo": "month", "mos": "month", "mth": "month",
    "mths": "month", "mnth": "month", "mnths": "month", "mons": "month", "monts": "month",
    "moths": "month", "mounths": "month", "monhts": "month", "mounth": "month", "monthes": "month",
    "month's": "month", "mahine": "month", "mahina": "month", "mahino": "month",
    "week": "week", "weeks": "week", "wk": "week", "wks": "week", "weks": "week",
    "week's": "week", "fortnight": "fortnight", "fortnights": "fortnight", "day": "day",
    "days": "day", "day's": "day", "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour",
    "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute",
    "second": "second", "seconds": "second", "sec": "second", "secs": "second",
    "decade": "decade", "decades": "decade", "quarters": "quarter", "century": "century",
    "centuries": "century",
}  # fmt: skip
GLUED_UNITS = {"h": "hour", "d": "day", "w": "week"}
"""Single letters count only when they touch the number: "40h", "30d"."""

MONTHS_IN = {"year": 12, "month": 1, "decade": 120, "century": 1200, "quarter": 3}
"""Months in a unit; the others hold no whole number of months."""
DAYS_IN = {"week": 7, "fortnight": 14, "day": 1}
SECONDS_IN = {"day": 86400, "hour": 3600, "minute": 60, "second": 1}
FAMILIES = (MONTHS_IN, DAYS_IN, SECONDS_IN)
"""Units that can be added to each other, largest first."""

BETWEEN_NUMBER_AND_UNIT = frozenset(
    {"more", "additional", "extra", "full", "whole", "calendar", "business", "working", "work",
     "consecutive", "straight", "solid", "other", "long", "short", "lousy", "measly", "good",
     "odd", "total", "different", "small", "big", "young", "old", "monthly", "late",
     "gold", "troy",
     "missed", "open", "active", "hard", "existing", "credit", "new", "used", "little", "minor"}
)  # fmt: skip
"""Adjectives that may stand in "5 more years", "3 late payments", "2 credit cards"."""

NOUN_UNITS = {
    "g": "gram", "gm": "gram", "gms": "gram", "gr": "gram", "gram": "gram", "grams": "gram",
    "gramme": "gram", "grammes": "gram", "kg": "kilogram", "kgs": "kilogram", "kilo": "kilogram",
    "kilos": "kilogram", "oz": "ounce", "ounce": "ounce", "ounces": "ounce", "tola": "tola",
    "tolas": "tola", "karat": "karat", "karats": "karat", "carat": "karat", "carats": "karat",
    "ct": "karat", "kt": "karat", "kts": "karat", "karate": "karat", "mile": "mile",
    "miles": "mile", "mi": "mile", "km": "kilometer", "kms": "kilometer",
    "kilometers": "kilometer", "kilometres": "kilometer", "point": "point", "points": "point",
    "pts": "point", "sqft": "square foot", "ft": "foot", "feet": "foot", "foot": "foot",
    "inches": "inch", "inch": "inch", "lb": "pound", "lbs": "pound", "acre": "acre",
    "acres": "acre", "mpg": "mpg", "mph": "mph",
}  # fmt: skip
"""Measures other than money and time, in one spelling."""

COUNTED = frozenset(
    {"account", "accounts", "adult", "adults", "application", "applications", "bags", "bangle",
     "bangles", "bank", "banks", "bar", "bars", "bath", "bathroom", "bathrooms", "baths", "bed",
     "beds",
     "bedroom", "bedrooms", "bill", "bills", "borrower", "borrowers", "bracelet", "bracelets",
     "brother", "brothers", "business", "businesses", "card", "cards", "car", "cars", "chain",
     "chains", "child", "children", "chances", "class", "classes", "client", "clients", "coin",
     "coins", "collection", "collections", "company", "companies", "contract", "contracts",
     "course", "courses", "credits", "cosigner", "cosigners", "customers", "daughter", "daughters",
     "debt", "debts", "dependant", "dependants", "dependent", "dependents", "dog", "dogs", "door",
     "doors", "earrings", "employee", "employees", "employer", "employers", "family", "floors",
     "family members", "guys", "home", "homes", "house", "houses", "income", "incomes", "inquiries",
     "inquiry", "installment", "installments", "instalment", "instalments", "item", "items", "job",
     "jobs", "kid", "kids", "lender", "lenders", "lender's", "letters", "loan", "loans", "lot",
     "lots", "member", "members", "month-end", "necklace", "necklaces", "offer", "offers",
     "option", "options", "other", "others", "parents", "partner", "partners", "paycheck",
     "paychecks", "payment", "payments", "paystub", "paystubs", "people", "person", "persons",
     "pet", "pets", "piece", "pieces", "product", "products", "properties", "property",
     "question", "questions", "quote", "quotes", "reason", "reasons", "ring", "rings", "roommate",
     "roommates", "room", "rooms", "seater", "semester", "semesters", "shares", "shift", "shifts",
     "sibling", "siblings", "sister", "sisters", "son", "sons", "stars", "statement", "statements",
     "stories", "story", "student", "students", "tenant", "tenants", "term", "terms", "thanks",
     "thing", "things", "time", "times", "truck", "trucks", "unit", "units", "vehicle", "vehicles",
     "way", "ways", "window", "windows", "wives", "word", "words", "worker", "workers",
     "bedroom's", "inquires", "late", "lates", "copies", "pages", "documents", "trips", "books"}
)  # fmt: skip
"""Nouns that customers count; the unit of such a number is the noun as it was said."""

KARATS = frozenset({9, 10, 14, 18, 20, 21, 22, 23, 24})
GOLD_WORDS = frozenset(
    {"gold", "necklace", "necklaces", "ring", "rings", "chain", "chains", "bracelet", "bracelets",
     "bangle", "bangles", "jewelry", "jewellery", "jewels", "coin", "coins", "bar", "bars",
     "earrings", "earring", "pendant", "watch", "ornaments", "yellow", "white", "rose", "solid"}
)  # fmt: skip

VEHICLE_WORDS = frozenset(
    {"acura", "audi", "bmw", "buick", "cadillac", "chevrolet", "chevy", "chrysler", "dodge",
     "ferrari", "fiat", "ford", "genesis", "gmc", "honda", "hyundai", "infiniti", "jaguar",
     "jeep", "kia", "lexus", "lincoln", "mazda", "mercedes", "benz", "mini", "mitsubishi",
     "nissan", "porsche", "ram", "subaru", "suzuki", "tesla", "toyota", "volkswagen", "vw",
     "volvo", "accord", "altima", "camry", "civic", "corolla", "cr-v", "crv", "elantra",
     "equinox", "escape", "explorer", "f-150", "f150", "focus", "fusion", "highlander", "impala",
     "malibu", "mustang", "odyssey", "outback", "pilot", "prius", "rav4", "rogue", "sentra",
     "sienna", "silverado", "sonata", "sorento", "tacoma", "tahoe", "tucson", "tundra",
     "wrangler", "model", "car", "truck", "suv", "sedan", "van", "minivan", "pickup", "coupe",
     "convertible", "hatchback", "wagon", "motorcycle", "harley", "vehicle", "jetta", "passat",
     "forester", "impreza", "crosstrek", "yaris", "versa", "charger", "challenger", "camaro",
     "corvette", "cherokee", "caravan", "edge", "ranger", "bronco", "telluride", "palisade"}
)  # fmt: skip
THINGS_WITH_AGE = VEHICLE_WORDS | {
    "house", "home", "roof", "building", "condo", "furnace", "hvac", "business", "company",
    "account", "loan", "mortgage", "boiler", "kitchen", "property", "debt", "file", "job", "bill",
    "statement", "paystub", "report", "inquiry", "application", "document", "letter", "startup",
    "shop", "store", "lease", "collection", "judgment", "appliance", "battery", "engine",
}  # fmt: skip
"""Things whose "years old" is a duration, not a person's age."""

ORDINALS = frozenset(
    {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
     "tenth", "hundredth", "thousandth", "millionth"}
)  # fmt: skip

NET_WORDS = frozenset({"net", "takehome", "nett"})
GROSS_WORDS = frozenset({"gross", "pretax", "grossing"})

APPROXIMATE_BEFORE = frozenset(
    {"around", "about", "abt", "roughly", "approximately", "approx", "circa", "nearly", "almost",
     "maybe", "perhaps", "probably", "like", "say", "ballpark", "~", "≈", "somewhere", "close",
     "bout", "aprox", "aproximately", "approximatly", "estimated", "neighborhood", "region",
     "guess", "arround", "rougly", "mabye", "possibly", "vicinity", "ca"}
)  # fmt: skip
