"""Facts become text here and nowhere else: chat, cards, tables, PDF and letters.

Conventions (en-US): money `$411.01`, whole customer amounts without cents (`$20,000`); shares
`33.22%` and `45%`, rates always two decimals (`8.57%`, also the APR: the label is the template's);
terms `60 months`, `60-month`, `5 years`; dates `December 22, 2026`. A difference shows its size in
the plain style, its sign in `signed`, and its direction in words in `compared`.
"""

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from agent.replies.factbook import FactBook
from agent.replies.number_words import LARGEST, in_words, ordinal
from agent.replies.references import Reference, references, repair
from agent.replies.rendered import Draft, Rendered
from tools.facts import Fact
from tools.lending.units import as_shown

ROUND_ROLES = frozenset(
    {"principal", "down_payment", "min_principal", "max_principal", "principal_difference",
     "change", "change_to", "lump", "extra_monthly", "said", "on_file", "assumed", "payment_low",
     "payment_high", "passage_figure", "observed", "limit"}
)  # fmt: skip
"""Amounts that are usually round: cents are shown only when there are some."""

RATE_ROLES = frozenset(
    {"note_rate_pct", "apr_pct", "apr_low_pct", "apr_high_pct", "min_note_rate_pct",
     "max_note_rate_pct"}
)  # fmt: skip
POINT_ROLES = frozenset(
    {"note_rate_difference_pct", "apr_difference_pct", "dti_post_difference_pct"}
)
SAVED_ROLES = frozenset(
    {"saves_monthly", "saves_total", "months_saved", "interest_saved", "monthly_saving",
     "lifetime_saving"}
)  # fmt: skip
"""A positive value of these means less for the customer to pay."""

_COMPARED: dict[str, tuple[str, str]] = {
    "monthly_payment_difference": ("less a month", "more a month"),
    "saves_monthly": ("less a month", "more a month"),
    "monthly_saving": ("less a month", "more a month"),
    "total_interest_difference": ("less interest", "more interest"),
    "interest_saved": ("less interest", "more interest"),
    "total_of_payments_difference": ("less in total", "more in total"),
    "saves_total": ("less in total", "more in total"),
    "lifetime_saving": ("less in total", "more in total"),
    "term_difference_months": ("sooner", "later"),
    "months_saved": ("sooner", "later"),
    "note_rate_difference_pct": ("lower", "higher"),
    "apr_difference_pct": ("lower", "higher"),
    "dti_post_difference_pct": ("lower", "higher"),
}
WITH_DIRECTION = frozenset(_COMPARED)
"""Roles that the style `compared` says in words: 'less a month', 'sooner'."""
_SAME = "the same"
MINUS = "\u2212"


__all__ = ["CannotRender", "Rendered", "Renderer", "is_difference"]


class CannotRender(ValueError):
    """The style does not suit the fact: 'adjective' of a date."""


def is_difference(fact: Fact) -> bool:
    """Tell whether a fact has a direction: a signed difference or a saving."""
    return fact.role in _COMPARED or fact.role.endswith(("_difference", "_difference_pct"))


class Renderer:
    """One renderer for one locale and currency; formatted values are kept.

    >>> from tools.facts import fact
    >>> Renderer().render_fact(fact("offer.b", "monthly_payment", Decimal("405.5")))
    '$405.50'
    """

    def __init__(self, locale: str = "en-US", currency: str = "USD") -> None:
        self.locale = locale.replace("-", "_")
        self.currency = currency
        self._kept: Callable[[str, str, str, str, str | None], str] = lru_cache(8192)(self._format)

    def render_fact(self, fact: Fact, style: str = "plain") -> str:
        """Write one fact in a style; `CannotRender` where the style does not suit it."""
        return self._kept(fact.role, fact.value, fact.unit, style, fact.field)

    def render(self, template: str, facts: FactBook, passages: Collection[str] = ()) -> Rendered:
        """Fill the references of a template; see `Rendered` for what could not be filled.

        >>> from tools.facts import fact
        >>> book = FactBook([fact("offer.b", "term_months", 48)])
        >>> Renderer().render("Over [[offer.b.term_months]].", book).text
        'Over 48 months.'
        """
        template = repair(template, facts, passages)
        draft = Draft()
        at = 0
        for ref in references(template):
            draft.add(template[at : ref.start])
            at = ref.end
            self._fill(draft, ref, facts)
        draft.add(template[at:])
        return draft.rendered(template)

    def _fill(self, draft: Draft, ref: Reference, facts: FactBook) -> None:
        if ref.style == "cite":
            draft.cite(ref.id)
            return
        fact = facts.get(ref.id)
        text = None if fact is None else self._try(fact, ref.style)
        if fact is None or text is None:
            draft.unknown.append(ref.id)
        elif ref.style != "was" and facts.is_historic(fact):
            draft.stale.append(ref.id)
        else:
            draft.figure(fact.id, text)

    def _try(self, fact: Fact, style: str) -> str | None:
        try:
            return self.render_fact(fact, style)
        except CannotRender:
            return None

    def _format(self, role: str, value: str, unit: str, style: str, field: str | None) -> str:
        """Choose the writer; the arguments are all that a figure's text depends on."""
        if style == "sourced":
            return self._format(role, value, unit, "plain", field) + _source(role)
        if unit == "text":
            return value
        if unit == "date":
            return self._date(value, style)
        number = Decimal(value)
        if unit == "rank":
            return ordinal(int(number))
        if style in ("signed", "compared"):
            return self._directed(role, number, unit, style)
        size = abs(number) if number < 0 and _has_direction(role) else number
        return self._sized(role, size, unit, style, field)

    def _sized(self, role: str, number: Decimal, unit: str, style: str, field: str | None) -> str:
        if style == "words":
            return _spelled(number, unit)
        if unit == "months":
            return _months(self._number(number), number, style)
        if style == "adjective":
            if unit != "years":
                raise CannotRender(f"{unit} has no adjective")
            return f"{self._number(number)}-year"
        if unit == "usd":
            return self._money(number, role)
        if unit == "pct":
            return self._percent(number, role, style)
        if unit == "years":
            return _counted(self._number(number), number, "year")
        return self._count(number, field)

    def _directed(self, role: str, number: Decimal, unit: str, style: str) -> str:
        if not _has_direction(role):
            raise CannotRender(f"{role} has no direction")
        size = self._sized(role, abs(number), unit, "plain", None)
        if style == "signed":
            return size if not number else ("+" if number > 0 else MINUS) + size
        if not number:
            return _SAME
        less, more = _COMPARED.get(role, ("less", "more"))
        return f"{size} {less if (number < 0) != (role in SAVED_ROLES) else more}"

    def _money(self, amount: Decimal, role: str) -> str:
        whole = role in ROUND_ROLES and amount == amount.to_integral_value()
        sign = MINUS if amount < 0 else ""
        return sign + _money_pattern(self.locale, self.currency, 0 if whole else 2)(abs(amount))

    def _percent(self, number: Decimal, role: str, style: str) -> str:
        shown = as_shown(number)
        whole = role not in RATE_ROLES and shown == shown.to_integral_value()
        text = self._number(shown, 0 if whole else 2)
        if style == "points" or role in POINT_ROLES:
            return f"{text} percentage points"
        return f"{text}%"

    def _number(self, number: Decimal, decimals: int | None = None) -> str:
        if decimals is None:
            decimals = 0 if number == number.to_integral_value() else 1
        shown = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return _number_pattern(self.locale, decimals)(shown)

    def _count(self, number: Decimal, field: str | None) -> str:
        if abs(number) < 10_000 or field == "vehicle_model_year":
            return str(number.normalize()) if number % 1 else str(int(number))
        return self._number(number)

    def _date(self, value: str, style: str) -> str:
        if style not in ("plain", "was"):
            raise CannotRender(f"a date has no {style}")
        return _long_date(self.locale, value)


def _has_direction(role: str) -> bool:
    return role in _COMPARED or role.endswith("_difference") or role in ("change", "change_months")


def _source(role: str) -> str:
    return {"said": " (you said)", "on_file": " (on file)", "assumed": " (assumed)"}.get(role, "")


def _counted(text: str, number: Decimal, noun: str) -> str:
    return f"{text} {noun}" if number == 1 else f"{text} {noun}s"


def _months(text: str, number: Decimal, style: str) -> str:
    if style == "adjective":
        return f"{text}-month"
    if style == "years" and number % 12 == 0 and number:
        years = int(number // 12)
        return _counted(str(years), Decimal(years), "year")
    return _counted(text, number, "month")


def _spelled(number: Decimal, unit: str) -> str:
    if number != number.to_integral_value() or not 0 <= number <= LARGEST:
        raise CannotRender(f"{number} is not spelled")
    words = in_words(int(number))
    nouns = {"usd": "dollar", "months": "month", "years": "year"}
    if unit == "pct":
        return f"{words} percent"
    return _counted(words, number, nouns[unit]) if unit in nouns else words


@lru_cache(maxsize=64)
def _money_pattern(locale: str, currency: str, decimals: int) -> Callable[[Decimal], str]:
    """Prepare Babel's currency pattern once; Babel is imported when the first figure is written."""
    from babel import Locale
    from babel.numbers import parse_pattern

    parsed = Locale.parse(locale)  # parsed once: Babel would parse a name again for every symbol
    pattern = parse_pattern(parsed.currency_formats["standard"].pattern)
    pattern.frac_prec = (decimals, decimals)
    return _quickly(
        lambda number: pattern.apply(number, parsed, currency=currency, currency_digits=False),
        pattern.grouping,
        decimals,
    )


@lru_cache(maxsize=64)
def _number_pattern(locale: str, decimals: int) -> Callable[[Decimal], str]:
    from babel import Locale
    from babel.numbers import parse_pattern

    parsed = Locale.parse(locale)
    pattern = parse_pattern(parsed.decimal_formats[None].pattern)
    pattern.frac_prec = (decimals, decimals)
    return _quickly(lambda number: pattern.apply(number, parsed), pattern.grouping, decimals)


def _quickly(
    write: Callable[[Decimal], str], grouping: tuple[int, int], decimals: int
) -> Callable[[Decimal], str]:
    """Return a writer that puts the locale's signs where Babel puts them, read off one example.

    A turn with four offers writes some sixty figures, and Babel takes as long for each as a rule
    takes to judge. What is no plain figure (below zero, with digits to round, grouped in other
    than threes, in digits of its own) is left to Babel.
    """
    example = _EXAMPLE.fullmatch(write(Decimal("1234567.00")))
    if grouping != (3, 3) or example is None:
        return write
    before, group, point, after = example.groups()

    def quick(number: Decimal) -> str:
        if number.is_signed() or -int(number.as_tuple().exponent) > decimals:
            return write(number)
        whole, _, rest = f"{number:,.{decimals}f}".partition(".")
        fraction = f"{point}{rest}" if rest else ""
        return f"{before}{whole.replace(',', group)}{fraction}{after}"

    return quick


_EXAMPLE = re.compile(r"([^0-9]*)1([^0-9]*)234(?:\2)567(?:([^0-9]+)0+)?([^0-9]*)")


@lru_cache(maxsize=512)
def _long_date(locale: str, value: str) -> str:
    from babel.dates import format_date

    return format_date(date.fromisoformat(value), format="long", locale=locale)
