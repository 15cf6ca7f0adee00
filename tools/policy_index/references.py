"""References in policy text: `[[car.term_months.max]]`, `[[car.term_months.max|years]]`.

A policy document holds no figure of its own; it points at the one the bank works with.

    reference = "[[" path [ "|" style ] "]]"        no spaces, one line
    path      = <product> "." <field of its terms>   [[home.fees.third_party.appraisal]]
              | "every."  <field of its terms>       the value all eight products share
              | "legal."  | "advice." | "catalogue." [[legal.max_apr_pct]]
              | "rule." <rule id> ".thresholds." key [[rule.E-034.thresholds.existing_loans]]
              | "law." <name>                        a period of the law, from references.toml
    style     = plain      84                        the number alone
              | adjective  84-month
              | years      7 years                   months that make whole years
              | points     0.25 percentage points

Without a style the unit decides: $2,000 · 7.30% · 84 months · 12 years · 30 days · 18 karat · 650.
`documents` and `kyc` give a list of names and no figure.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from tools.lending.catalogue import Rulebook
from tools.lending.records import Product, Record
from tools.policy_index.records import FigureUnit, PassageFigure

REFERENCE = re.compile(r"\[\[([a-z][A-Za-z0-9_.-]*)(?:\|([a-z]+))?\]\]")

Measure = Literal[
    "pct", "usd", "months", "years", "days", "business days", "karat", "score", "count"
]

MEASURES: tuple[tuple[str, Measure], ...] = (
    (r"_pct(?:$|[._])", "pct"),
    (r"months", "months"),
    (r"_years$|\.min_age$", "years"),
    (r"_days$", "days"),
    (r"karat", "karat"),
    (r"credit_score", "score"),
    (r"principal|\.fees\.|income|saving|unsecured_up_to", "usd"),
    (r"existing_loans|inquiries|payments_left|deferment", "count"),
)
"""First match wins: what the number at the end of a path measures, read from its name."""

UNITS: Mapping[Measure, FigureUnit] = {
    "pct": "pct",
    "usd": "usd",
    "months": "months",
    "years": "years",
    "days": "count",
    "business days": "count",
    "karat": "count",
    "score": "score",
    "count": "count",
}


class LawFigure(Record):
    """A figure that the law sets, with where it is written."""

    value: Decimal
    unit: Measure
    source: str


class ReferenceData(Record):
    """What documents may refer to beside the rulebook: `knowledge/policies/references.toml`."""

    law: Mapping[str, LawFigure] = {}
    documents: Mapping[str, str] = {}
    """Document code of the catalogue -> what a sentence calls it."""


NO_DATA = ReferenceData()


class UnknownReference(ValueError):
    """A reference that points at nothing, or at something that is no figure."""


class _Found(NamedTuple):
    value: Decimal
    measure: Measure


def resolve(
    text: str, rulebook: Rulebook, data: ReferenceData = NO_DATA
) -> tuple[str, tuple[PassageFigure, ...]]:
    """Fill the references of `text`; return it with the figures it then holds, in reading order.

    Raises:
        UnknownReference: a reference leads nowhere, or `[[` is not one.

    >>> from tools.knowledge import load_rulebook
    >>> text, figures = resolve("Up to [[car.term_months.max|years]].", load_rulebook())
    >>> text, figures[0].value, figures[0].unit
    ('Up to 7 years.', Decimal('84'), 'months')
    """
    figures: dict[tuple[str, str], PassageFigure] = {}

    def fill(match: re.Match[str]) -> str:
        path, style = match.group(1), match.group(2)
        found = _look_up(path, rulebook, data)
        if isinstance(found, str):
            return found
        shown = _shown(found, style, path)
        figures[path, shown] = PassageFigure(
            id=path, value=found.value, unit=UNITS[found.measure], shown=shown
        )
        return shown

    filled = REFERENCE.sub(fill, text)
    if "[[" in filled:
        start = filled.index("[[")
        raise UnknownReference(f"'{filled[start : start + 40]}' is not a reference")
    return filled, tuple(figures.values())


def neutralise(text: str) -> str:
    """Take the meaning of a reference out of text that is not ours.

    >>> neutralise("pay [[offer.a.monthly_payment]] only")
    'pay [ [offer.a.monthly_payment] ] only'
    """
    return re.sub(r"\](?=\])", "] ", re.sub(r"\[(?=\[)", "[ ", text))


def _look_up(path: str, rulebook: Rulebook, data: ReferenceData) -> _Found | str:
    head, _, rest = path.partition(".")
    if head == "law":
        return _law(rest, data)
    if head == "every":
        return _shared(rest, rulebook, data)
    value = _walk(_root(head, rulebook), rest.split("."), path)
    if isinstance(value, tuple):
        return _names(value, data)
    return _Found(_number(value, path), _measure(path))


def _law(name: str, data: ReferenceData) -> _Found:
    if name not in data.law:
        raise UnknownReference(f"law.{name} is not in references.toml")
    return _Found(data.law[name].value, data.law[name].unit)


def _shared(rest: str, rulebook: Rulebook, data: ReferenceData) -> _Found | str:
    found = {_look_up(f"{product}.{rest}", rulebook, data) for product in Product}
    if len(found) > 1:
        raise UnknownReference(f"every.{rest} differs between products: name the product")
    return found.pop()


def _root(head: str, rulebook: Rulebook) -> object:
    catalogue = rulebook.catalogue
    roots: dict[str, object] = {
        "legal": catalogue.legal,
        "advice": catalogue.advice,
        "catalogue": catalogue,
        "rule": {rule.id: rule for rule in rulebook.rules},
        **{str(product): terms for product, terms in catalogue.products.items()},
    }
    if head not in roots:
        raise UnknownReference(f"'{head}' is neither a product nor one of {', '.join(roots)}")
    return roots[head]


def _walk(value: object, steps: list[str], path: str) -> object:
    for step in steps:
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, Record) and step in type(value).model_fields:
            value = getattr(value, step)
        else:
            raise UnknownReference(f"'{path}' leads nowhere: there is no '{step}'")
    return value


def _number(value: object, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise UnknownReference(f"'{path}' is not a figure but {value!r}")
    return Decimal(value)


def _measure(path: str) -> Measure:
    for pattern, measure in MEASURES:
        if re.search(pattern, path):
            return measure
    raise UnknownReference(f"'{path}' has no known unit; add it to MEASURES")


def _names(codes: tuple[object, ...], data: ReferenceData) -> str:
    names = [data.documents.get(str(code), str(code).replace("_", " ")) for code in codes]
    if len(names) < 2:
        return "".join(names)
    separator = "; " if any("," in name for name in names) else ", "
    return separator.join(names[:-1]) + separator.rstrip(", ") + " and " + names[-1]


def _shown(found: _Found, style: str | None, path: str) -> str:
    number = _plain(found.value)
    if style is None:
        return _with_unit(found, number)
    if style == "plain":
        return number
    if style == "adjective" and found.measure in ("months", "years", "days"):
        return f"{number}-{found.measure.removesuffix('s')}"
    if style == "points" and found.measure == "pct":
        return f"{number} percentage points"
    if style == "years" and found.measure == "months":
        return _years(found.value)
    raise UnknownReference(f"'{path}' cannot be shown as '{style}'")


def _with_unit(found: _Found, number: str) -> str:
    if found.measure == "pct":
        return f"{number}%"
    if found.measure == "usd":
        return f"${number}"
    if found.measure in ("score", "count"):
        return number
    if found.measure == "karat":
        return f"{number} karat"
    one = found.value == 1
    return f"{number} {found.measure.removesuffix('s') if one else found.measure}"


def _plain(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return f"{value:,.0f}" if whole else f"{value:,.2f}"


def _years(months: Decimal) -> str:
    if months % 12:
        return f"{_plain(months)} months"
    return f"{_plain(months / 12)} year{'s' if months != 12 else ''}"
