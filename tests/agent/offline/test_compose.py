"""Replies: made of results and the case alone, without figures, holes or walls of text."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from agent.offline.compose import compose, composed
from agent.offline.heard import Heard
from agent.offline.say_talk import failures
from agent.offline.wording import Draft, variants
from agent.offline.wording_files import FILES, phrases
from agent.replies import gate
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext
from tools.intake import PURPOSE, QUESTIONS

NOTHING: dict[str, Any] = {"product": None, "known": {}, "offers": [], "facts": []}
TALK = (
    "greeting", "thanks", "bye", "bot", "odds", "falsify", "injection", "off_topic", "investment",
    "tax_legal", "near_domain", "hostile", "waive", "match", "why_ask", "undo", "summary",
    "restart", "too_much", "qualify", "recourse", "apply", "schedule", "withdraw", "sympathy",
    "paste", "age", "correct_data", "wants_loan",
)  # fmt: skip


def offer(letter: str, months: int, tag: str, **more: Any) -> dict[str, Any]:
    return {"letter": letter, "term_months": months, "product": "car", "tags": [tag],
            "warnings": [], "assumptions": [], "joint": False, **more}  # fmt: skip


ROLES = ("principal", "term_months", "note_rate_pct", "apr_pct", "monthly_payment",
         "total_interest", "total_of_payments", "dti_post_pct")  # fmt: skip


def facts(*letters: str) -> list[list[str]]:
    ids = [f"offer.{x}.{role}" for x in letters for role in ROLES]
    ids += [
        f"difference.{x}-{y}.{role}"
        for x in letters
        for y in letters
        if x != y
        for role in ("monthly_payment_difference", "total_interest_difference")
    ]
    return [[i, "1", "usd"] for i in ids]


def made(outcome: str | None, *offers: dict[str, Any], **more: Any) -> dict[str, Any]:
    result = {"outcome": outcome, "review": False, "product": "car", "offers": list(offers),
              "failed": [], "reasons": [], "notice": None, "payment_range": None}  # fmt: skip
    result |= more
    found = facts(*(o["letter"] for o in offers))
    return {"tool": "record_details", "result": {"recorded": [], "next_question": None},
            "refused": None, "followed": [{"tool": "make_offers", "result": result}],
            "facts": {"rows": found + list(more.get("facts", []))}}  # fmt: skip


CARDS = (offer("a", 60, "CLOSEST"), offer("b", 48, "BALANCED"), offer("c", 84, "LOWEST_PAYMENT"))


def test_without_anything_the_reply_admits_it_and_asks_what_it_is_for() -> None:
    assert compose([], NOTHING).endswith("how much do you need?")


@pytest.mark.parametrize("turn", range(3))
def test_offers_name_the_payment_the_apr_and_both_other_cards(turn: int) -> None:
    reply, asks = composed([made("LIKELY_FITS", *CARDS)], NOTHING, Heard(), turn=turn)

    assert "[[offer.a.monthly_payment]]" in reply
    assert "[[offer.a.apr_pct]]" in reply
    assert "[[difference.c-a.total_interest_difference|compared]]" in reply
    assert asks == {"id": "after_offers", "fields": []}
    assert len(reply.split()) <= 90


def test_a_no_says_so_first_then_why_then_what_and_the_right_to_apply() -> None:
    rule = {"rule": "E-040", "severity": "HARD", "observed": "45.00", "limit": "40.00"}
    seen = [[f"rule.E-040.{r}", "1", "pct"] for r in ("observed", "limit")]
    reply = compose(
        [made("NOT_ON_THESE_TERMS", failed=[rule], reasons=[{"id": "AA09", "text": "x"}],
              notice={"id": "n"}, facts=seen)],
        NOTHING,
    )  # fmt: skip

    assert re.match(r"As asked, I can't offer|I can't offer", reply)
    assert "[[rule.E-040.observed]]" in reply
    assert "apply" in reply
    assert "person" in reply


def test_one_reason_and_not_four_for_a_student_who_wants_a_home() -> None:
    rules = [{"rule": r, "severity": "HARD"} for r in ("E-020", "E-021", "E-044", "E-031")]
    reply = compose([made("NOT_ON_THESE_TERMS", failed=rules)], NOTHING)

    assert "students" in reply
    assert "income is below" not in reply


def test_a_sentence_whose_figure_is_missing_is_left_out() -> None:
    draft = Draft({"offer.a.monthly_payment"})
    draft.add("It is [[offer.a.monthly_payment]]. The rate is [[offer.a.note_rate_pct]].")

    assert draft.text == "It is [[offer.a.monthly_payment]]."


def test_a_half_answered_question_asks_only_for_the_other_half() -> None:
    known = {"annual_income": {"value": "60000.00", "source": "told"}}
    question = {"id": "money", "fields": ["annual_income", "monthly_obligations"], "times_asked": 0}
    reply = compose([], {**NOTHING, "product": "car", "known": known, "next_question": question})

    assert "earn" not in reply
    assert "each month" in reply


def test_a_question_asked_again_is_asked_in_other_words() -> None:
    def asked(times: int) -> str:
        question = {"id": "job", "fields": [], "times_asked": times}
        return compose([], {**NOTHING, "product": "car", "next_question": question})

    assert asked(0) != asked(1)


def test_two_failed_clarifications_bring_a_person() -> None:
    once = composed([], NOTHING, Heard())[0]
    twice = composed([], NOTHING, Heard(), replies=(once,))[0]

    assert failures((once,)) == 1
    assert "person" in twice


def test_bad_words_of_a_tool_are_not_repeated_with_their_figures() -> None:
    refused = {"tool": "assess_affordability", "result": None, "refused": "Only 12 to 84 months.",
               "followed": [], "facts": []}  # fmt: skip

    assert "12" not in compose([refused], {**NOTHING, "product": "car"})


# -- the words themselves ----------------------------------------------------------------------


def every_template() -> list[tuple[str, str]]:
    found = [(k, v) for k in phrases() if k != "questions" for v in variants(k)]
    for name, entry in phrases()["questions"].items():
        for part, ways in entry.items():
            found += [(f"{name}.{part}", w) for w in ([ways] if isinstance(ways, str) else ways)]
    return found


def test_no_template_holds_a_figure() -> None:
    bare = [(k, t) for k, t in every_template() if re.search(r"[0-9$%€£]", _without(t))]

    assert bare == []


def _without(template: str) -> str:
    return re.sub(r"\[\[.*?\]\]|\{\{.*?\}\}|call or text 988", "", template)


def test_every_template_is_at_most_ninety_words() -> None:
    assert [k for k, t in every_template() if len(t.split()) > 90] == []


def test_every_question_of_the_intake_has_words_twice_and_a_why() -> None:
    table = phrases()["questions"]
    for question in (*QUESTIONS, PURPOSE):
        assert len(table[question.id]["ask"]) >= 2, question.id
        assert table[question.id]["why"], question.id


def test_every_file_carries_an_id_and_a_version() -> None:
    for name in FILES:
        raw = files("prompts").joinpath(f"offline/{name}.toml").read_text(encoding="utf-8")
        head = tomllib.loads(raw)
        assert head["id"] == f"offline-{name}"
        assert head["version"]


@pytest.mark.parametrize("topic", TALK)
@pytest.mark.parametrize("turn", range(2))
def test_talk_passes_the_gate(topic: str, turn: int) -> None:
    question = {"id": "money", "fields": ["annual_income"], "times_asked": 0}
    context = {**NOTHING, "product": "car", "next_question": question}
    reply, _ = composed([], context, Heard(topics=(topic,)), turn=turn)
    found = gate.check_reply(reply, FactBook([]), GateContext(acts=frozenset({"hand_off"})))

    assert reply
    assert [f for f in found if f.weight == "blocks"] == [], reply


@pytest.mark.parametrize(
    ("name", "part"),
    [(q.id, part) for q in (*QUESTIONS, PURPOSE) for part in ("ask", "why")],
)
def test_questions_pass_the_gate(name: str, part: str) -> None:
    ways = phrases()["questions"][name][part]
    for words in [ways] if isinstance(ways, str) else ways:
        found = gate.check_reply(words, FactBook([]), GateContext())
        assert [f for f in found if f.weight == "blocks"] == [], words
