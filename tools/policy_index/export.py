"""Passages as files for an Amazon Bedrock Knowledge Base: a text and its attributes for each."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from tools.policy_index.knowledge_base import attributes_of
from tools.policy_index.records import Passage


def export(passages: Iterable[Passage], folder: Path) -> int:
    """Write `NAME.txt` and `NAME.txt.metadata.json` for each passage; return how many.

    Args:
        passages: staff's and customers' alike: the attribute `audience` keeps them apart.
        folder: made when missing; what an earlier export left in it is removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in (*folder.glob("*.txt"), *folder.glob("*.txt.metadata.json")):
        left.unlink()
    exported = tuple(passages)
    for passage in exported:
        name = re.sub(r"[^A-Za-z0-9-]+", "_", passage.id)
        text = "\n\n".join((": ".join(passage.title_path), passage.text))
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        attributes = json.dumps({"metadataAttributes": attributes_of(passage)}, ensure_ascii=False)
        (folder / f"{name}.txt.metadata.json").write_text(attributes, encoding="utf-8")
    return len(exported)
