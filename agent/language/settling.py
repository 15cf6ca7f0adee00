"""What a bare number is, once its surroundings are known: a score, a year, an age, karats."""

from collections.abc import Sequence

from agent.language.quantity import Draft
from agent.language.tokens import Token
from agent.language.vocabulary import GOLD_WORDS, KARATS, VEHICLE_WORDS

_SCORE_WORDS = frozenset({"score", "scores", "fico", "vantage", "vantagescore", "transunion",
                          "equifax", "experian"})  # fmt: skip
_NOT_A_SCORE = frozenset({"card", "cards", "line", "limit", "union", "unions"})
_PEOPLE = frozenset({"wife", "husband", "mother", "mom", "dad", "father", "partner", "he", "she",
                     "brother", "sister", "spouse", "daughter", "son"})  # fmt: skip
_AFTER_AGE = frozenset({"", ".", ",", "!", "?", ";", "and", "but", "with", "now", "so", ")",
                        "this", "next", "retired", "single", "married"})  # fmt: skip
_BEFORE_YEAR = frozenset({"since", "in", "year", "until", "till"})
_NOT_BEFORE_YEAR = frozenset({"for", "is", "of", "at", "to", "worth", "costs", "with", "and",
                              "around", "about", "down", "over", "payment", "was",
                              "under"})  # fmt: skip
_GENERIC_VEHICLES = frozenset({"car", "truck", "van", "vehicle"})


def settle(tokens: Sequence[Token], draft: Draft, floor: int) -> None:
    """Decide what a bare number is, now that its surroundings are known."""
    if _is_karat(tokens, draft) and draft.value is not None:
        draft.kind, draft.unit, draft.value = "number", "karat", draft.value / 1000
        return
    if draft.kind == "range" and draft.of == "number" and not draft.unit and draft.period:
        draft.of = "money"
    if draft.kind == "money" and draft.spelled and not draft.currency and _is_year(tokens, draft):
        draft.kind, draft.unit = "number", "year"
    if draft.kind != "number" or draft.unit:
        return
    if _is_score(tokens, draft, floor):
        draft.unit, draft.period, draft.basis = "score", None, None
    elif _is_year(tokens, draft):
        draft.unit, draft.period, draft.basis = "year", None, None
    elif draft.period:
        draft.kind = "money"
    elif _is_age(tokens, draft):
        draft.kind, draft.unit, draft.basis = "age", "year", None


def _is_score(tokens: Sequence[Token], draft: Draft, floor: int) -> bool:
    if draft.value is None or not 250 <= draft.value <= 850:
        return False
    after, second = tokens[draft.last].text, tokens[draft.last + 1].text
    if after in _SCORE_WORDS and tokens[draft.last + 1].kind == "number":
        return False  # "rent 600 score 690"
    if after in _SCORE_WORDS or (after == "credit" and second not in _NOT_A_SCORE):
        return True
    for at in range(draft.first - 1, max(floor, draft.first - 6) - 1, -1):
        word = tokens[at].text
        if word in {".", ";", "!", "?"}:
            return False
        if word in _SCORE_WORDS:
            return True
        if word == "credit":
            return tokens[at + 1].text not in _NOT_A_SCORE
    return False


def _is_year(tokens: Sequence[Token], draft: Draft) -> bool:
    """Whether it is a year: "2019 Honda", "Civic 2019", "since 2019"."""
    value, token = draft.value, tokens[draft.first]
    if value is None or not 1950 <= value <= 2049 or "," in token.text or "." in token.text:
        return False
    before = tokens[draft.first - 1].text if draft.first else ""
    after, second = tokens[draft.last], tokens[draft.last + 1].text
    if after.text in VEHICLE_WORDS and second not in {"loan", "payment", "note", "payments"}:
        return value != 2000 or after.text not in _GENERIC_VEHICLES
    if after.kind == "word" and second in VEHICLE_WORDS - _GENERIC_VEHICLES:
        return after.text not in _NOT_BEFORE_YEAR
    if before in VEHICLE_WORDS - _GENERIC_VEHICLES:
        return True
    if before in _BEFORE_YEAR or (after.text in {"was", "were"} and value >= 1990):
        return not draft.scale
    if before in {"a", "used", "my", "the", "new"} and not draft.scale:
        return value >= 1980 and value % 100 != 0
    earlier = tokens[draft.first - 2].text if draft.first > 1 else ""
    return earlier in VEHICLE_WORDS - _GENERIC_VEHICLES and before not in _NOT_BEFORE_YEAR


def _is_age(tokens: Sequence[Token], draft: Draft) -> bool:
    """Whether it is an age: "I'm 35", "age 62", "turned 21"."""
    value = draft.value
    if value is None or not 14 <= value <= 110 or value != value.to_integral_value():
        return False
    at = draft.first - 1
    while at >= 0 and tokens[at].text in {"only", "just", "almost", "about", "nearly", ":", "="}:
        at -= 1
    before = tokens[at].text if at >= 0 else ""
    earlier = tokens[at - 1].text if at > 0 else ""
    if before in {"age", "aged", "turned", "turning", "turn"} or earlier == "age":
        return before not in {"discrimination"}
    said = before in {"i'm", "im", "he's", "she's"} or (before, earlier) == ("am", "i")
    said = said or (before == "is" and earlier in _PEOPLE)
    return said and tokens[draft.last].text in _AFTER_AGE


def attach_hours(drafts: list[Draft]) -> None:
    """Put "40 hours a week" beside the hourly pay it belongs to."""
    hours = [d.value for d in drafts if d.kind == "duration" and d.unit == "hour" and d.value]
    weekly = [value for value in hours if 1 <= value <= 100]
    if len(weekly) != 1:
        return
    for draft in drafts:
        if draft.period == "hour" and draft.measures_money_or_number:
            draft.hours = weekly[0]


def _is_karat(tokens: Sequence[Token], draft: Draft) -> bool:
    """Whether "22k" that was read as thousands stands beside gold: "gold is 22k"."""
    if draft.scale != "k" or draft.value is None or draft.value / 1000 not in KARATS:
        return False
    around = (tokens[i].text for i in range(max(0, draft.first - 3), draft.first))
    joined = tokens[draft.first - 1].text in {"is", "are", "of", "in", ",", "gold", "all"}
    weighed = {"g", "gm", "gms", "gram", "grams", "oz", "ounce", "ounces", "tola", "tolas"}
    return joined and any(word in GOLD_WORDS or word in weighed for word in around)
