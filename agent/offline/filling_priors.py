"""What speaks for a field besides words: the open question, the size, what is still unknown."""

import re
from collections.abc import Sequence
from decimal import Decimal

from agent.offline.filling_features import Figure
from agent.offline.filling_hits import OWN_MONEY
from agent.offline.filling_ranges import fits, scaled
from agent.offline.filling_records import PARTY, Candidate, Situation, field_for

PRICE_OF = {
    "car": "vehicle_price", "home": "property_value", "education": "cost_of_attendance",
    "medical": "provider_estimate",
}  # fmt: skip
"""What a second bare amount is, beside the amount to borrow."""
_A_LOAN = 300
PRICES = frozenset({"provider_estimate", "cost_of_attendance"})
"""What is borrowed for these is about what they are; far above it stands something else."""
_NEED = re.compile(
    r"\b(?:need|want|wanna|would like|like|looking|borrow|loan|lend|get|finance|refinance|help|pay"
    r"|short|please|pls|for)\b"
)
_WISH = re.compile(r"\b(?:need|want|wanna|like|looking|borrow|loan|lend|finance|buy)\b")
_BUYS = re.compile(
    r"^(?!.*\b(?:need|borrow|loan|lend|finance|financing|want|like)\b).*\b(?:buy|buying|purchas\w+"
    r"|found)\b",
    re.DOTALL,
)
OTHER_LENDER = re.compile(
    r"\b(?:banks?|credit union|lenders?|dealer(?:ship)?|elsewhere|competitor|online|quoted?|quotes"
    r"|offer(?:s|ed|ing)?|chase|wells|citi|capital one|sofi|rocket|they|somewhere else|promised"
    r"|advertis\w+|saw|got)\b"
)
"""A rate beside these words is somebody else's."""
_OWN_RATE = re.compile(
    r"\bi have a mortgage|\bmy (?:\w+ )?(?:mortgage|rate)|\bpaying\b|\bow(?:e|ing)\b"
)
_NOT_A_RATE = re.compile(r"\s*(?:down|deposit|of\b|to\b)")


class Priors:
    """Collects the readings of one figure; the better score stays."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.found: dict[str, Candidate] = {}

    def offer(self, field: str, score: float, order: int = -1) -> None:
        """Propose a field; one that the figure cannot be is ignored."""
        whole = field_for(field, self.figure)
        better = whole not in self.found or self.found[whole].score < score
        if better and fits(field, self.figure):
            self.found[whole] = Candidate(whole, score, None, order)


def priors_of(
    figure: Figure, figures: Sequence[Figure], lowered: str, now: Situation
) -> dict[str, Candidate]:
    """Score the fields that nothing in the words claims."""
    priors = Priors(figure)
    _correction(priors, now)
    _open_question(priors, now)
    if figure.sort == "duration":
        _times(priors, figures, lowered, now)
    if figure.sort == "percent" or _names_a_rate(figure, lowered, now):
        _rates(priors, lowered, now)
    elif figure.sort == "amount" and now.has_offers:
        _beside_offers(priors, now)
    elif figure.sort == "amount":
        _by_size(priors, figures, lowered, now)
    return priors.found


def _correction(priors: Priors, now: Situation) -> None:
    """A bare figure that corrects belongs where the nearest known value of its size is."""
    figure = priors.figure
    for field in now.wrong:
        priors.offer(field.removeprefix("co_"), 2.8)
    best: tuple[Decimal, str] | None = None
    for field in now.corrected:
        known, value = now.known.get(field), _as_amount(field, figure)
        if not known or not value or not fits(field, figure):
            continue
        ratio = max(known / value, value / known)
        best = min(best, (ratio, field)) if best else (ratio, field)
    if best is not None and best[0] <= 5:
        priors.offer(best[1].removeprefix("co_"), 1.9)


def _as_amount(field: str, figure: Figure) -> Decimal | None:
    if figure.sort == "duration":
        months = figure.quantity.months
        return None if months is None else Decimal(months)
    return scaled(field, figure) if field.removeprefix("co_") in _AMOUNTS else figure.value


_AMOUNTS = frozenset(
    {"annual_income", "principal", "down_payment", "vehicle_price", "property_value",
     "payoff_balance", "first_lien_balance", "monthly_obligations", "rent", "savings"}
)  # fmt: skip


def _open_question(priors: Priors, now: Situation) -> None:
    figure = priors.figure
    for order, (field, sort) in enumerate(now.open_fields):
        if sort != figure.sort or (field.startswith("co_") and not figure.is_other):
            continue
        fresh = 1.5 if field not in now.known else 0.75
        plain = field.removeprefix("co_")
        if plain == "credit_score" and figure.value is not None and figure.value < 450:
            fresh -= 0.5
        if plain == "annual_income" and figure.quantity.period == "month":
            fresh -= 0.9 if (figure.value or 0) < 2_000 else 0.2
        if plain == "monthly_obligations" and figure.quantity.period in ("year", "biweek", "hour"):
            continue
        if plain == "monthly_obligations" and (figure.value or 0) > 6_000:
            fresh -= 0.6
        if figure.is_other and plain not in PARTY:
            fresh -= 0.9
        if plain in PRICES and _is_beyond(plain, figure, now):
            fresh -= 0.9
        priors.offer(plain, fresh, order)


def _is_beyond(field: str, figure: Figure, now: Situation) -> bool:
    """Tell whether a price is far from what is borrowed for it: then it is an income, say."""
    wanted, amount = now.known.get("principal"), scaled(field, figure)
    return bool(wanted and amount and wanted >= _A_LOAN and not wanted / 2 <= amount <= wanted * 3)


def _times(priors: Priors, figures: Sequence[Figure], lowered: str, now: Situation) -> None:
    figure = priors.figure
    told_more = len(figures) > 1 or len(re.findall(r"[a-z]{3,}", lowered)) > 2
    fresh = not ({"months_employed", "co_months_employed"} & set(now.known))
    if fresh and "principal" in now.known and now.open_fields and told_more:
        priors.offer("months_employed", 1.7)
    if any(field == "months_employed" for field, _ in now.open_fields):
        priors.offer("months_employed", 2.3)
    if figure.is_other:
        priors.offer("months_employed", 1.4)
        return
    if now.product == "mortgage_refinance" and "old_remaining_months" not in now.known:
        priors.offer("old_remaining_months", 1.3)
    priors.offer("term_months", 1.1 if not now.open_fields or now.has_offers else 0.9)


def _names_a_rate(figure: Figure, lowered: str, now: Situation) -> bool:
    """Tell whether a bare number is a rate: 'quoted me 7.4', 'balance 200k, 10.4'."""
    value = figure.value
    if not figure.is_bare or value is None or not 2 <= value <= 30:
        return False
    fraction = value != value.to_integral_value()
    if now.product == "mortgage_refinance" and "old_note_rate_pct" not in now.known:
        return (
            fraction or re.search(r"\bat $|rate(?: is| of)? $", lowered[: figure.start]) is not None
        )
    return fraction and OTHER_LENDER.search(lowered[: figure.start]) is not None


def _rates(priors: Priors, lowered: str, now: Situation) -> None:
    figure = priors.figure
    if _NOT_A_RATE.match(lowered[figure.quantity.end :]):
        return
    if any(f == "down_payment" for f, _ in now.open_fields) and "rate" not in lowered:
        priors.offer("down_payment", 1.7)
        return
    around = lowered[max(figure.floor - 40, 0) : figure.ceiling]
    own = re.search(
        r"\bi have a mortgage|\bmy (?:\w+ )?(?:mortgage|rate)|\bpaying\b|\bow(?:e|ing)\b", lowered
    )
    own = own if "old_note_rate_pct" not in now.known else None
    if now.product == "mortgage_refinance" and (own or not OTHER_LENDER.search(around)):
        priors.offer("old_note_rate_pct", 2.0)
    else:
        priors.offer("note_rate_pct", 2.0)


def _beside_offers(priors: Priors, now: Situation) -> None:
    """A bare figure beside offers is a what-if: months where it can be months, else an amount."""
    figure = priors.figure
    value = figure.value
    if value is None or figure.quantity.period is not None:
        return
    if figure.is_other:
        _other_by_size(priors, now)
        return
    if figure.is_bare and (value in now.terms or (6 <= value <= 360 and value % 6 == 0)):
        priors.offer("term_months", 1.5 if value in now.terms else 1.3)
        return
    if now.known.get("principal") != value and not _is_a_reference(figure):
        priors.offer("principal", 1.0)


def _is_a_reference(figure: Figure) -> bool:
    """A small word among numbers points at a card: "the two", "number one"."""
    return figure.is_bare and (figure.value or 0) < 10


def _by_size(priors: Priors, figures: Sequence[Figure], lowered: str, now: Situation) -> None:
    """What a figure is by its size and period, where nothing else says."""
    figure = priors.figure
    quantity, value = figure.quantity, figure.value
    if value is None:
        return
    alone = len(figures) == 1
    if quantity.period in ("year", "biweek", "week", "semimonth", "hour"):
        priors.offer("annual_income", 1.5)
        return
    if quantity.period == "month":
        priors.offer("annual_income" if value >= 2_500 else "monthly_obligations", 0.8)
        return
    if figure.is_bare and 500 <= value <= 850 and quantity.text.isdigit() and not alone:
        job = any(f.sort == "duration" for f in figures)
        pair = job or (now.has_other and all(_may_be_score(f) for f in figures))
        fresh = 2.4 if pair and not job else 1.6 if job else 1.35
        fresh -= 0.8 if not job and _NAMED_THING.search(lowered[figure.floor : figure.start]) else 0
        priors.offer("credit_score", fresh if "credit_score" not in now.known else 0.9)
    if figure.is_other:
        _other_by_size(priors, now)
        return
    buys = now.product is None and OWN_MONEY.search(lowered) is not None
    if buys:
        return  # beside a deposit the other sum is a price, and nobody knows yet of what
    if len(figures) >= 3 and value >= 10_000 and "annual_income" not in now.known:
        priors.offer("annual_income", 0.95 if _WISH.search(lowered) else 1.25)
    _request_by_size(priors, lowered, now)


_NAMED_THING = re.compile(r"[a-z]{3,} $")
"""A word right before a figure names what it is; a score that stands alone has none."""


def _may_be_score(figure: Figure) -> bool:
    return figure.is_bare and 500 <= (figure.value or 0) <= 850


def _other_by_size(priors: Priors, now: Situation) -> None:
    value = priors.figure.value or Decimal(0)
    priors.offer("annual_income", 1.2 if value >= 8_000 else 0.3)
    if value < 6_000 and priors.figure.quantity.period is None:
        priors.offer("monthly_obligations", 0.75)
    if 500 <= value <= 850:
        priors.offer("credit_score", 1.7)


def _request_by_size(priors: Priors, lowered: str, now: Situation) -> None:
    value = priors.figure.value or Decimal(0)
    start = "payoff_balance" if now.product == "mortgage_refinance" else "principal"
    price = PRICE_OF.get(now.product or "")
    wants = _NEED.search(lowered) is not None
    asked = not now.open_fields or any(f == "principal" for f, _ in now.open_fields)
    if start not in now.known:
        priors.offer(
            start, 1.3 if (wants or now.product) and asked else 1.0 if asked or wants else 0.5
        )
    beyond = price in PRICES and _is_beyond(price, priors.figure, now)
    asks_else = bool(now.open_fields) and all(f != price for f, _ in now.open_fields)
    beyond = beyond or (asks_else and priors.figure.is_bare)
    if price and price not in now.known and not beyond:
        priors.offer(price, 1.25 if start in now.known or _BUYS.search(lowered) else 1.0)
    if start in now.known and value >= 10_000 and "annual_income" not in now.known:
        priors.offer("annual_income", 0.9)
