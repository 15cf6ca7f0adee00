"""Read a knowledge folder into frozen records, or say everything that is wrong with it."""

from pathlib import Path

from tools.knowledge.catalogue import catalogue_from
from tools.knowledge.reading import KnowledgeError, Problem, read_document
from tools.knowledge.rules import reasons_from, rules_from
from tools.knowledge.validation import content_hash
from tools.lending.catalogue import Rulebook

FOLDER = Path(__file__).resolve().parents[2] / "knowledge"
"""Lies beside `tools` in the checkout and, packaged, beside it in site-packages."""


def load_rulebook(folder: Path = FOLDER) -> Rulebook:
    """Load catalogue, rules and reasons.

    Raises:
        KnowledgeError: with every problem of the three files.

    >>> load_rulebook().catalogue.id
    'us-demo-v1'
    """
    problems: list[Problem] = []
    reasons = catalogue = rules = None
    try:
        reasons = reasons_from(read_document(folder / "adverse_action_reasons.toml"))
    except KnowledgeError as error:
        problems += error.problems
    try:
        catalogue = catalogue_from(read_document(folder / "catalogue.yaml"))
    except KnowledgeError as error:
        problems += error.problems
    try:
        known = frozenset(reasons.reasons) if reasons else None
        rules = rules_from(read_document(folder / "rules.yaml"), known)
    except KnowledgeError as error:
        problems += error.problems
    if reasons is None or catalogue is None or rules is None:
        raise KnowledgeError(tuple(problems))
    return Rulebook(
        catalogue=catalogue,
        rules=rules,
        reasons=reasons.reasons,
        bureau_factor_reasons=reasons.bureau_factors,
        rules_hash=content_hash(rules),
    )
