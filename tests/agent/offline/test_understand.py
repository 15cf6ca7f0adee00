"""Understanding: what customers say in many voices, and what comes of it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.offline.heard import Heard
from agent.offline.scene import Scene
from agent.offline.understand import understand

SAID = yaml.safe_load(Path(__file__).with_name("utterances.yaml").read_text(encoding="utf-8"))
CASES = [(group, case) for group, cases in SAID.items() for case in cases]
OFFERS = [
    {"letter": "a", "term_months": 60, "principal": "20000.00", "tags": ["CLOSEST"],
     "monthly_payment": "411.01", "total_interest": "4660.27", "current": True},
    {"letter": "b", "term_months": 48, "principal": "20000.00", "tags": ["BALANCED"],
     "monthly_payment": "493.63", "total_interest": "3694.09", "current": True},
    {"letter": "c", "term_months": 84, "principal": "20000.00", "tags": ["LOWEST_PAYMENT"],
     "monthly_payment": "318.14", "total_interest": "6723.66", "current": True},
]  # fmt: skip


def heard(group: str, case: dict[str, Any]) -> Heard:
    """Read the words in the situation that the case describes."""
    known = {f: {"value": v, "source": "told"} for f, v in (case.get("known") or {}).items()}
    context: dict[str, Any] = {"known": known, "product": case.get("product_known")}
    if "asks" in case:
        context["open_question"] = {"id": case["asks"], "fields": []}
        context["product"] = case.get("product_known", "personal")
        known.setdefault("principal", {"value": "5000.00", "source": "told"})
    if case.get("asks") == "conflict":
        context["conflicts"] = ["annual_income"]
    if group == "beside_offers":
        known["principal"] = {"value": "20000.00", "source": "told"}
        context |= {"product": "car", "offers": OFFERS, "outcome": "LIKELY_FITS"}
    earlier = ("I need 20,000 for a car",) if group == "beside_offers" else ()
    return understand(Scene(case["say"], context, earlier))


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{g}: {c['say'][:50]}" for g, c in CASES])
def test_what_is_said_is_understood(group: str, case: dict[str, Any]) -> None:
    found = heard(group, case)

    if "product" in case:
        assert found.product == case["product"]
    told = dict(found.told)
    for field, words in (case.get("told") or {}).items():
        assert told.get(field) == words, told
    if case.get("told") == {}:
        assert told == {}
    assert set(case.get("topics") or ()) <= set(found.topics), found
    if "changes" in case:
        assert dict(found.changes) == case["changes"]
    if "letters" in case:
        assert list(found.letters) == case["letters"]
    for name in ("payment", "rate", "conflicts", "is_unsure"):
        if name in case:
            assert getattr(found, name) == case[name]
    if "co" in case:
        assert found.co_applicant == case["co"]
    if "query" in case:
        assert case["query"] in (found.query or ""), found
