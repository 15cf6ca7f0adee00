"""The bank's deterministic tools. `CATALOG` is the tuple of every tool the agent may call.

To add one: write tools/<verb_noun>.py and list it in `tools/catalog.py`.
"""

from typing import Any

__all__ = ["CATALOG"]


def __getattr__(name: str) -> Any:
    """Load the catalog on first use: the ground floor stays importable by itself."""
    if name != "CATALOG":
        raise AttributeError(name)
    from tools.catalog import CATALOG

    return CATALOG
