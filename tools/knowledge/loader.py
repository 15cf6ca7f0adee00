"""Read a knowledge folder into frozen records, or say everything that is wrong with it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tools.knowledge.catalogue import catalogue_from
from tools.knowledge.reading import Document, KnowledgeError, Problem, read_document
from tools.knowledge.records import Bank, GoldPrice, Holidays, Knowledge
from tools.knowledge.rules import misfits, reasons_from, rules_from
from tools.knowledge.validation import content_hash, refuse, validated
from tools.lending.catalogue import Catalogue, Rulebook, RuleData
from tools.lending.records import Product, Record

FOLDER = Path(__file__).resolve().parents[2] / "knowledge"
"""Lies beside `tools` in the checkout and, packaged, beside it in site-packages."""

T = TypeVar("T")
R = TypeVar("R", bound=Record)


class _Folder:
    """One pass over a folder that collects every problem instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def read(self, name: str, build: Callable[[Document], T]) -> T | None:
        try:
            return build(read_document(self.folder / name))
        except KnowledgeError as error:
            self.problems += error.problems
            return None

    def record(self, name: str, kind: type[R]) -> R | None:
        return self.read(name, lambda document: _one_record(kind, document))

    def rulebook(self) -> Rulebook | None:
        reasons = self.read("adverse_action_reasons.toml", reasons_from)
        catalogue = self.read("catalogue.yaml", catalogue_from)
        known = frozenset(reasons.reasons) if reasons else None
        rules = self.read("rules.yaml", lambda document: _rules(document, known, catalogue))
        if reasons is None or catalogue is None or rules is None:
            return None
        return Rulebook(
            catalogue=catalogue,
            rules=rules,
            reasons=reasons.reasons,
            bureau_factor_reasons=reasons.bureau_factors,
            rules_hash=content_hash(rules),
        )


def _rules(
    document: Document, reasons: frozenset[str] | None, catalogue: Catalogue | None
) -> tuple[RuleData, ...]:
    rules = rules_from(document, reasons)
    if catalogue is not None:
        refuse(*misfits(rules, catalogue, document))
    return rules


def _one_record(kind: type[R], document: Document) -> R:
    found = validated(kind, document.data, document)
    if isinstance(found, tuple):
        raise KnowledgeError(found)
    return found


def _holidays(document: Document) -> Holidays:
    """Every year has its days, each day stands in its year, and stands there once."""
    holidays = _one_record(Holidays, document)
    problems = []
    for year, days in holidays.years.items():
        at = ("years", str(year))
        if not days:
            problems.append(document.problem(at, "must name its holidays"))
        dates = [day.date for day in days]
        for n, day in enumerate(days):
            if day.date.year != year:
                reason = f"{day.date} ({day.name}) does not lie in {year}"
                problems.append(document.problem((*at, n, "date"), reason))
            if day.date in dates[:n]:
                problems.append(document.problem((*at, n, "date"), f"{day.date} stands here twice"))
    refuse(*problems)
    return holidays


def load_catalogue(file: Path) -> Catalogue:
    """Load one catalogue file by itself, to compare it with another.

    Raises:
        KnowledgeError: with every problem of the file.
    """
    return catalogue_from(read_document(file))


def load_rulebook(folder: Path = FOLDER) -> Rulebook:
    """Load catalogue, rules and reasons.

    Raises:
        KnowledgeError: with every problem of the three files.

    >>> load_rulebook().catalogue.id
    'us-demo-v1'
    """
    files = _Folder(folder)
    rulebook = files.rulebook()
    if rulebook is None:
        raise KnowledgeError(tuple(files.problems))
    return rulebook


def load_knowledge(folder: Path = FOLDER) -> Knowledge:
    """Load everything that tools read.

    Raises:
        KnowledgeError: with every problem of every file.

    >>> load_knowledge().bank.short_name
    'Larkfield Bank'
    """
    files = _Folder(folder)
    rulebook = files.rulebook()
    bank = files.record("bank.toml", Bank)
    holidays = files.read("holidays.toml", _holidays)
    gold_price = files.record("gold_price.toml", GoldPrice)
    if rulebook and gold_price:
        files.problems += _between_files(rulebook, gold_price, folder.name)
    if files.problems or not (rulebook and bank and holidays and gold_price):
        raise KnowledgeError(tuple(files.problems))
    hashes = {
        "catalogue.yaml": rulebook.catalogue.content_hash,
        "rules.yaml": rulebook.rules_hash,
        "adverse_action_reasons.toml": content_hash(
            [rulebook.reasons, rulebook.bureau_factor_reasons]
        ),
        "bank.toml": content_hash(bank),
        "holidays.toml": content_hash(holidays),
        "gold_price.toml": content_hash(gold_price),
    }
    return Knowledge(
        rulebook=rulebook, bank=bank, holidays=holidays, gold_price=gold_price, hashes=hashes
    )


def _between_files(rulebook: Rulebook, gold_price: GoldPrice, folder: str) -> list[Problem]:
    """What two files both say, they say alike."""
    limits = rulebook.terms(Product.GOLD).gold
    if limits is None or limits.min_karat == gold_price.min_karat:
        return []
    reason = f"must equal products.gold.gold.min_karat of catalogue.yaml ({limits.min_karat})"
    return [Problem(f"{folder}/gold_price.toml", None, "min_karat", reason)]
