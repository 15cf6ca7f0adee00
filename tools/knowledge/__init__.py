"""What the bank sells, on what limits and under what name: `knowledge/` as frozen records."""

from tools.knowledge.loader import FOLDER, load_catalogue, load_knowledge, load_rulebook
from tools.knowledge.reading import KnowledgeError, Problem
from tools.knowledge.records import Bank, GoldPrice, Holiday, Holidays, Knowledge

__all__ = [
    "FOLDER",
    "Bank",
    "GoldPrice",
    "Holiday",
    "Holidays",
    "Knowledge",
    "KnowledgeError",
    "Problem",
    "load_catalogue",
    "load_knowledge",
    "load_rulebook",
]
