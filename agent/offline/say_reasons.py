"""Why it fits or not, what sets the price, and what would help."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.reply import PRODUCTS, Reply, listed, offer_id, with_article
from agent.offline.wording import fill, variants
from agent.offline.wording_files import phrases

RANK = {"HARD": 0, "REFER": 1, "LIMIT": 2, "BLOCK": 3, "WARN": 4}
FIRST = ("E-011", "E-010", "E-020", "E-022")
"""What was asked for is not on the menu at all: said before anything about the person."""

UNSPOKEN = ("E-004", "E-054", "E-064", "E-065")
"""Never disclosed, or said as a note beside the offer."""

AMONG_ONE = ("E-020",)
"""Where this stands, nothing else is a reason: one clear one, not four."""

DRIVER_WORDS: dict[str, str] = {
    "credit": "your credit history", "credit_score": "your credit history",
    "score": "your credit history", "dti": "the share of income that goes to debts",
    "dti_pre_pct": "the share of income that goes to debts",
    "dti_post_pct": "the share of income that goes to debts",
    "term": "the time to repay", "term_months": "the time to repay",
    "ltv": "how much of the value you borrow", "ltv_pct": "how much of the value you borrow",
    "loan_to_income": "the size of the loan beside your income",
    "down_payment": "the money you put down", "autodebit": "automatic payment",
    "relationship": "your time as a customer here", "principal": "the amount",
    "income": "the size of the loan beside your income", "no_file": "the short credit history",
    "history": "your credit history", "size": "the size of the loan",
}  # fmt: skip


LIMIT_FIRST = {"LIMIT": 0, "HARD": 0, "REFER": 1, "BLOCK": 2, "WARN": 3}


def _spoken(record: Mapping[str, Any], *, limits_first: bool) -> list[Mapping[str, Any]]:
    """Return the findings to speak of: what was asked first, then by weight, each reason once."""
    failed = record.get("failed") or []
    counted = [f for f in failed if f.get("rule") not in UNSPOKEN and not f.get("replaced_by")]
    alone = [f for f in counted if f.get("rule") in AMONG_ONE]
    if alone:
        return alone[:1]
    rank = LIMIT_FIRST if limits_first else RANK
    order = [str(r.get("id")) for r in record.get("reasons") or []]
    ranked = sorted(
        counted,
        key=lambda f: (
            f.get("rule") not in FIRST,
            rank.get(str(f.get("severity")), 5) if limits_first else _place(f, order),
            rank.get(str(f.get("severity")), 5),
        ),
    )
    return _each_reason_once(ranked)


def _place(finding: Mapping[str, Any], order: Sequence[str]) -> int:
    """Return where a finding's first reason stands in the notice."""
    return min((order.index(r) for r in finding.get("reasons") or () if r in order), default=99)


def _each_reason_once(findings: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out what only repeats a reason: late payments say it better than the score does."""
    rules = {f.get("rule") for f in findings}
    kept: list[Mapping[str, Any]] = []
    said: set[str] = set()
    for finding in findings:
        reasons = set(finding.get("reasons") or ())
        if finding.get("rule") == "E-030" and rules & {"E-032", "E-033"}:
            continue
        if finding.get("rule") in ("E-070", "E-071", "E-072") and kept:
            continue
        if reasons and reasons <= said:
            continue
        said |= reasons
        kept.append(finding)
    return kept


def _sentence(reply: Reply, finding: Mapping[str, Any]) -> str:
    rule = str(finding.get("rule"))
    if rule == "E-030" and finding.get("severity") == "REFER":
        rule = "E-030.review"
    known = phrases()
    text = fill(variants(rule if rule in known else "other")[0])
    return text if reply.draft.sayable(text) else ""


def say_reasons(
    reply: Reply, record: Mapping[str, Any], *, most: int, limits_first: bool = False
) -> bool:
    """Say the main reasons in words, each from the finding's own figures."""
    said = 0
    for finding in _spoken(record, limits_first=limits_first):
        if said == most:
            break
        if finding.get("severity") in ("WARN",):
            continue
        said += reply.draft.add(_sentence(reply, finding))
    return bool(said)


def say_what_helps_in_words(reply: Reply, made: Mapping[str, Any], *, most: int) -> None:
    """Say what helps by principal reason, with a rough horizon and no promise."""
    known, said = phrases(), 0
    for reason in made.get("reasons") or []:
        key = f"aa.{reason.get('id')}"
        if key in known and said < most:
            said += reply.draft.say(key)


# -- explain_decision --------------------------------------------------------------------------


def say_explained(reply: Reply) -> bool:
    """Answer why: the reasons, or what drives the price."""
    found = reply.result("explain_decision")
    if not found:
        return False
    if found.get("about") == "price":
        _price(reply, found)
    elif found.get("outcome") == "LIKELY_FITS":
        _why_it_fits(reply, found)
    else:
        key = {"NEEDS_REVIEW": "explain.review", "FITS_WITH_CHANGES": "explain.changes"}
        reply.draft.say(key.get(str(found.get("outcome")), "explain.no"))
        if not say_reasons(reply, found, most=3):
            reply.draft.say("other")
        if found.get("outcome") in ("FITS_WITH_CHANGES", "NOT_ON_THESE_TERMS"):
            reply.draft.say("explain.helps")
            reply.draft.asks = {"id": "what_helps", "fields": []}
    return True


def _why_it_fits(reply: Reply, found: Mapping[str, Any]) -> None:
    known, clauses = phrases(), []
    for finding in found.get("met") or []:
        key = f"met.{finding.get('rule')}"
        if key in known:
            clause = fill(variants(key)[0])
            if reply.draft.sayable(clause):
                clauses.append(clause)
    if clauses:
        order = clauses[1:2] + clauses[:1] if len(clauses) > 1 else clauses
        reply.draft.say("explain.fits", why=listed(order[:2]))
    else:
        reply.draft.say("explain.fits", why="every limit we check is kept")


def _price(reply: Reply, found: Mapping[str, Any]) -> None:
    draft = reply.draft
    names = (
        str(d.get("name") or d.get("driver") or d.get("field") or "")
        for d in found.get("drivers") or []
    )
    words = list(dict.fromkeys(DRIVER_WORDS[n] for n in names if n in DRIVER_WORDS))
    if words:
        draft.say("price.drivers", list=listed(words[:2]))
    else:
        draft.say("price.plain")
    offer = found.get("offer")
    if offer:
        draft.say("price.lever.autodebit", x=offer_id(offer))
    draft.say("price.ask")
    draft.asks = {"id": "change_offer", "fields": []}


# -- find_recourse -----------------------------------------------------------------------------


def lever_words(reply: Reply, option: Mapping[str, Any], number: int) -> str:
    """Return one option of recourse in words; empty where its figures are missing."""
    levers = list(option.get("levers") or [])
    r = f"recourse.{number}"
    if len(levers) > 1:
        ends = ["" if i == 0 else f"_{i + 1}" for i in range(len(levers))]
        parts = [
            fill(variants(f"{name}.pair")[0], r=r, end=end)
            for name, end in zip(levers[:2], ends, strict=False)
            if f"{name}.pair" in phrases()
        ]
        if len(parts) < 2:
            return ""
        return fill(variants("pair")[0], first=parts[0], second=parts[1])
    if not levers or levers[0] not in phrases():
        return ""
    key = levers[0]
    if key == "other_product" and (option.get("caveat") == "gold_can_be_lost"):
        key = "other_product.gold"
    named = PRODUCTS.get(str(option.get("product")))
    if key == "other_product" and named is None:
        return ""
    return fill(variants(key)[0], r=r, end="", product=with_article(str(option.get("product"))))


def _options(words: Sequence[str]) -> str:
    """Join options that hold commas of their own."""
    return "; or ".join(words)


def _asked_first(
    reply: Reply, options: Sequence[Mapping[str, Any]]
) -> list[tuple[int, Mapping[str, Any]]]:
    """Number the options; the lever that was asked about comes first."""
    numbered = list(enumerate(options, start=1))
    return sorted(numbered, key=lambda pair: reply.heard.about not in (pair[1].get("levers") or ()))


def say_recourse(reply: Reply, *, most: int = 3, ask: bool = True, quiet: bool = False) -> bool:
    """Say what would help: the confirmed changes, or honestly that nothing quick does."""
    found = reply.result("find_recourse")
    if not found:
        return False
    draft = reply.draft
    if found.get("outcome") == "LIKELY_FITS":
        draft.say("fits_already")
        return True
    words = []
    for number, option in _asked_first(reply, found.get("options") or []):
        text = lever_words(reply, option, number)
        if text and draft.sayable(text):
            words.append(text)
    if words:
        intro = fill(variants("intro")[draft.turn % len(variants("intro"))])
        draft.add(f"{intro} {_options(words[:most])}.")
        draft.say("outro")
        if ask:
            draft.say("ask")
            draft.asks = {"id": "what_helps", "fields": []}
        return True
    if quiet:
        return False
    draft.say("nothing")
    for factor in (found.get("bureau_factors") or [])[:2]:
        draft.say(f"factor.{factor}")
    return True
