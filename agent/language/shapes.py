"""Figures that are no quantities, told by their shape: dates, times, telephones, addresses, forms.

Tried at a digit, before anything is read, so no later step takes a part of one for an amount.
"""

import re

_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
NO_QUANTITY = re.compile(
    rf"""
    (?: \d{{4}}-\d{{1,2}}-\d{{1,2}} | \d{{4}}/\d{{1,2}}/\d{{1,2}}                    # dates
      | \d{{1,2}}([/.-])\d{{1,2}}\1(?:\d{{4}}|\d{{2}})(?!\d|\s?-?[my]) | (?:0?[1-9]|1[0-2])/{_YEAR}
      | \d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[ap]\.?m\b)?                             # times
      | (?:1[0-2]|[1-9])\s?(?:[ap]\.m\.|[ap]m\b|o'clock)
      | \d{{3}}-\d{{2}}-\d{{4}} | \d{{2}}-\d{{7}} | \d{{5}}-\d{{4}}                  # SSN, EIN, ZIP
      | (?:1[ .-])?\d{{3}}\)?[ .-]{{1,2}}\d{{3}}[ .-]\d{{4}} | 1-8\d\d-[a-z]+          # telephones
      | (?<=\+)\d{{1,3}}(?:[ .-]\(?\d{{2,4}}\)?){{2,5}} | (?<=\+)\d{{1,3}}[ -]?\d{{10}}
      | \d{{4}}(?:[ -]\d{{4}}){{2,4}}(?:[ -]\d{{1,3}})? | \d{{4}}[ -]\d{{6}}[ -]\d{{5}} # cards
      | [2-9]\d{{9}}(?![\d.,]|\s?(?:dollars|usd|bucks)) | 555-\d{{4}}
      | \d{{13,}} | 0\d{{4}}(?![\d.,]) | (?<=,\ [a-z][a-z]\ )\d{{5}}(?![.,]?\d)
      | \d[\d,]*(?:st|nd|rd|th)\b                                                    # ordinals
      | (?:401|403|457)\s?\(?(?:k'?s|[kb])\b\)? | 529(?=\s(?:plan|account|college|saving))
      | {_YEAR}\s?-\s?(?:{_YEAR}|present|now|today)\b | (?:19|20)\d0'?s\b
      | 24[/x-]7 | 9\s?(?:-|to)\s?5(?![\d.,%k])                                     # all day
      | (?:50-50|60-40|70-30|80-20|90-10)(?![\d%k]|[.,]\d)                          # shares
      | [4-7]'\s?(?:1[01]|\d)(?:"|'')? | (?<=(?<!\w)')\d\d(?!['\d.,%k])             # height, '19
      | (?<=suite\s)\d{{1,5}} | (?<=apt\s)\d{{1,5}} | (?<=apt\.\s)\d{{1,5}} | (?<=room\s)\d{{1,5}}
      | [48]k\s(?:tv|television|monitor|screen)s?\b | [345]g\s(?:phone|network|plan|internet)s?\b
      | \d{{1,2}}\s(?:cfr|u\.?s\.?c\.?)\b(?:\s§?\s?\d[\d.]*)? | (?<=§)\ ?\d[\d.]*     # laws
      | (?:5|7|10)/[16]\s?(?:arm|adj)
      | \d{{1,6}}\s(?:[NSEWnsew]\.?\s)?
        (?-i:(?:[A-Z][a-z]+\s|\d{{1,3}}(?:st|nd|rd|th)\s){{1,3}}
        (?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Circle|Parkway))\b
      | \d{{1,5}}\s
        (?:(?!(?:an?|per|for|on|the|of|to|in|and|is|my|at|or|from|with)\b)[a-z]+\s){{1,2}}
        (?:street|st|avenue|ave|blvd|boulevard|rd)\b
    )(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
