"""What the bank sells, on what limits and under what name: `knowledge/` as frozen records."""

from tools.knowledge.loader import FOLDER, load_rulebook
from tools.knowledge.reading import KnowledgeError, Problem

__all__ = ["FOLDER", "KnowledgeError", "Problem", "load_rulebook"]
