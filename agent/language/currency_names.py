"""The signs, codes and words that name a currency, in lower case."""

SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₨": "INR", "₩": "KRW",
    "₽": "RUB", "₺": "TRY", "₪": "ILS", "₫": "VND", "₴": "UAH", "₦": "NGN", "₱": "PHP",
    "฿": "THB", "₡": "CRC", "₲": "PYG", "₵": "GHS", "₸": "KZT", "₿": "BTC", "₾": "GEL",
    "₼": "AZN", "֏": "AMD", "₭": "LAK", "₮": "MNT", "៛": "KHR", "৳": "BDT",
}  # fmt: skip
SIGN_PREFIXES = {
    "us": "USD", "u": "USD", "c": "CAD", "ca": "CAD", "cad": "CAD", "a": "AUD", "au": "AUD",
    "nz": "NZD", "hk": "HKD", "s": "SGD", "sg": "SGD", "r": "BRL", "mx": "MXN", "nt": "TWD",
    "usd": "USD", "cdn": "CAD", "can": "CAD", "aud": "AUD", "nzd": "NZD", "hkd": "HKD",
    "sgd": "SGD",
}  # fmt: skip
"""What stands glued before a dollar sign: "C$", "US$"."""
LOOSE_PREFIXES = frozenset({"us", "c", "ca", "au", "nz", "hk", "sg", "mx", "nt", "cdn"})
"""Those that may stand apart from it; "a $ 70 fee" and "it's $5" are none."""

DOLLARS_BY_REGION = {
    "CA": "CAD", "AU": "AUD", "NZ": "NZD", "HK": "HKD", "SG": "SGD", "MX": "MXN",
}  # fmt: skip
CROWNS_BY_LANGUAGE = {"nb": "NOK", "nn": "NOK", "no": "NOK", "da": "DKK"}
"""What "kr" is; elsewhere it is Swedish, the largest of them."""

CODES = frozenset(
    {"usd", "eur", "gbp", "inr", "jpy", "cny", "rmb", "cad", "aud", "nzd", "chf", "sek", "nok",
     "dkk", "mxn", "brl", "sgd", "hkd", "zar", "aed", "sar", "qar", "kwd", "pln", "czk", "huf",
     "ils", "krw", "php", "thb", "idr", "myr", "vnd", "ngn", "kes", "pkr", "bdt", "lkr", "rub",
     "uah", "ars", "clp", "egp", "twd", "bgn", "ghs", "rs", "lbp", "jod", "bhd", "omr", "iqd",
     "irr", "tnd", "dzd", "npr", "mmk", "khr", "uyu", "crc", "dop", "gtq", "jmd", "ttd",
     "isk", "rsd", "kzt", "uzs", "azn", "byn", "mdl", "tzs", "ugx", "zmw", "xof", "xaf", "etb",
     "btc", "zł", "kč", "kr", "rm"}
)  # fmt: skip
"""ISO codes that are no English word, and short forms of a country."""

CODE_NAMES = {"rs": "INR", "rmb": "CNY", "zł": "PLN", "kč": "CZK", "rm": "MYR", "kr": "SEK"}
GLUED_CODES = frozenset({"rm"})
"""Codes that mean something else when they stand apart: "rm 12" is a room."""

CURRENCY_WORDS = {
    "dollar": "USD", "dollars": "USD", "dollers": "USD", "dolars": "USD", "dollors": "USD",
    "dollers'": "USD", "dollar's": "USD", "dollars'": "USD", "buck": "USD", "bucks": "USD",
    "bux": "USD", "euro": "EUR", "euros": "EUR",
    "pound": "GBP", "pounds": "GBP", "quid": "GBP", "sterling": "GBP", "rupee": "INR",
    "rupees": "INR", "rupaye": "INR", "yen": "JPY", "yens": "JPY", "yuan": "CNY", "yuans": "CNY",
    "renminbi": "CNY", "peso": "MXN", "pesos": "MXN", "franc": "CHF", "francs": "CHF",
    "rand": "ZAR", "rands": "ZAR", "shekel": "ILS", "shekels": "ILS", "ruble": "RUB",
    "rubles": "RUB", "rouble": "RUB", "roubles": "RUB", "lira": "TRY", "liras": "TRY",
    "baht": "THB", "bahts": "THB", "zloty": "PLN", "zlotys": "PLN", "złoty": "PLN",
    "dirham": "AED", "dirhams": "AED", "dinar": "KWD", "dinars": "KWD", "rial": "IRR",
    "rials": "IRR", "ringgit": "MYR", "ringgits": "MYR", "naira": "NGN", "nairas": "NGN",
    "reais": "BRL", "real": "BRL", "reals": "BRL", "krona": "SEK", "kronor": "SEK",
    "kroner": "NOK", "krone": "NOK", "koruna": "CZK", "korunas": "CZK", "forint": "HUF",
    "forints": "HUF", "hryvnia": "UAH", "hryvnias": "UAH", "cedi": "GHS", "cedis": "GHS",
    "rupiah": "IDR", "rupiahs": "IDR", "dong": "VND", "taka": "BDT", "riyal": "SAR",
    "riyals": "SAR", "bitcoin": "BTC", "bitcoins": "BTC",
}  # fmt: skip
BEFORE_NUMBER = frozenset({"rupees", "rupee", "ringgit", "ringgits"})
"""Words that also stand before their number: "rupees 500"."""

_OF_A_NATION = {
    "dollar": {
        "us": "USD", "american": "USD", "states": "USD", "canadian": "CAD", "australian": "AUD",
        "aussie": "AUD", "nz": "NZD", "zealand": "NZD", "singapore": "SGD", "singaporean": "SGD",
        "kong": "HKD", "taiwan": "TWD", "taiwanese": "TWD", "jamaican": "JMD", "trinidad": "TTD",
        "belize": "BZD", "bahamian": "BSD", "barbados": "BBD", "fiji": "FJD", "namibian": "NAD",
    },
    "pound": {
        "british": "GBP", "english": "GBP", "uk": "GBP", "egyptian": "EGP", "lebanese": "LBP",
        "syrian": "SYP", "sudanese": "SDG",
    },
    "dinar": {
        "kuwaiti": "KWD", "jordanian": "JOD", "bahraini": "BHD", "iraqi": "IQD", "serbian": "RSD",
        "algerian": "DZD", "tunisian": "TND", "libyan": "LYD",
    },
    "riyal": {"saudi": "SAR", "arabian": "SAR", "qatari": "QAR", "qatar": "QAR", "omani": "OMR",
              "yemeni": "YER", "iranian": "IRR"},
    "rial": {"omani": "OMR", "iranian": "IRR", "yemeni": "YER", "saudi": "SAR", "qatari": "QAR"},
    "dirham": {"uae": "AED", "emirati": "AED", "emirates": "AED", "moroccan": "MAD"},
    "peso": {
        "mexican": "MXN", "philippine": "PHP", "philippines": "PHP", "filipino": "PHP",
        "colombian": "COP", "argentine": "ARS", "argentinian": "ARS", "chilean": "CLP",
        "cuban": "CUP", "dominican": "DOP", "uruguayan": "UYU",
    },
    "rupee": {
        "indian": "INR", "pakistani": "PKR", "pakistan": "PKR", "nepalese": "NPR",
        "nepali": "NPR", "lankan": "LKR", "mauritian": "MUR",
    },
    "franc": {"swiss": "CHF", "cfa": "XOF", "african": "XOF", "french": "FRF", "belgian": "BEF"},
    "krona": {"swedish": "SEK", "icelandic": "ISK"},
    "kronor": {"swedish": "SEK"},
    "krone": {"norwegian": "NOK", "danish": "DKK"},
    "kroner": {"norwegian": "NOK", "danish": "DKK"},
    "koruna": {"czech": "CZK", "slovak": "SKK"},
    "shilling": {"kenyan": "KES", "tanzanian": "TZS", "ugandan": "UGX"},
    "yen": {"japanese": "JPY"},
    "yuan": {"chinese": "CNY"},
    "won": {"korean": "KRW"},
    "ringgit": {"malaysian": "MYR", "malaysia": "MYR"},
    "real": {"brazilian": "BRL"},
    "reais": {"brazilian": "BRL"},
    "lira": {"turkish": "TRY", "italian": "ITL", "lebanese": "LBP"},
    "ruble": {"russian": "RUB", "belarusian": "BYN"},
    "rouble": {"russian": "RUB", "belarusian": "BYN"},
    "zloty": {"polish": "PLN"},
    "forint": {"hungarian": "HUF"},
    "baht": {"thai": "THB"},
    "rand": {"african": "ZAR"},
    "shekel": {"israeli": "ILS"},
    "rupiah": {"indonesian": "IDR"},
    "dong": {"vietnamese": "VND"},
    "naira": {"nigerian": "NGN"},
    "hryvnia": {"ukrainian": "UAH"},
    "taka": {"bangladeshi": "BDT"},
    "cedi": {"ghanaian": "GHS"},
    "birr": {"ethiopian": "ETB"},
    "leu": {"romanian": "RON"},
    "lev": {"bulgarian": "BGN"},
    "mark": {"german": "DEM", "deutsche": "DEM", "finnish": "FIM"},
    "markka": {"finnish": "FIM"},
    "sol": {"peruvian": "PEN"},
}  # fmt: skip
NATIONS = {
    (nation, noun): code
    for noun, nations in _OF_A_NATION.items()
    for nation, code in nations.items()
}
"""("swiss", "franc") -> "CHF"; of a two-word nation only the second word."""
FIRST_OF_NATION = frozenset({"new", "hong", "pounds", "united", "saudi", "south", "west", "sri",
                             "arab"})  # fmt: skip

CENT_WORDS = frozenset({"cent", "cents", "penny", "pennies", "pence", "paise", "¢", "c", "p"})
"""Parts of a hundred; "c" and "p" only beside a whole amount ("$20 and 43c")."""
CENT_LETTERS = frozenset({"c", "p"})
COMMA_CURRENCIES = frozenset({"EUR", "BRL", "DKK", "TRY", "IDR", "VND", "ARS", "CLP", "COP"})
"""Where they are at home a point stands before thousands: "€ 20.000"."""
