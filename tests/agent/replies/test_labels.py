"""A figure that no word names gets its name; what the words make clear stays as it was written."""

from typing import Any

import pytest

from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext
from agent.replies.gate import check_reply, in_full
from agent.replies.phrases import read
from agent.replies.renderer import Renderer
from tools.facts import fact

ROWS = read("labels.toml")["label"]


def full(books: Any, say: str, book: str = "car") -> str:
    case = books.case("label", {"book": book}, say)
    return in_full(say, case.facts, case.context)


def live_full(live: Any, book: str, say: str) -> str:
    case = live.case({"id": "label", "book": book, "say": say})
    return in_full(say, case.facts, case.context)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["says"].strip())
def test_every_row_leaves_alone_what_is_named_and_names_what_is_not(books: Any, row: Any) -> None:
    known = books.case("label", {"book": "car"}, "").facts
    stays = [s for s in row["stays"] if "[[" not in s or s.split("[[")[1].split("]]")[0] in known]

    assert [s for s in stays if full(books, s).count(row["says"]) > s.count(row["says"])] == []
    if row["told"]:
        assert row["says"] in full(books, row["told"])


@pytest.mark.parametrize(
    ("book", "say", "shown"),
    [
        ("ben_compare_all", "C is [[offer.c.monthly_payment]].",
         "C is [[offer.c.monthly_payment]] a month."),
        ("ben_compare_all", "The payment is [[offer.c.monthly_payment]] (APR [[offer.c.apr_pct]]).",
         "The payment is [[offer.c.monthly_payment]] (offer C, APR [[offer.c.apr_pct]])."),
        ("ben_compare_all", "A and C: [[offer.a.monthly_payment]] and [[offer.c.monthly_payment]].",
         "A and C: [[offer.a.monthly_payment]] and [[offer.c.monthly_payment]] a month."),
        ("ben_compare_all", "It is [[difference.b-a.monthly_payment_difference|compared]].",
         "It is [[difference.b-a.monthly_payment_difference|compared]] (B against A)."),
        ("ben_compare_all", "B is [[difference.b-a.monthly_payment_difference|compared]].",
         "B is [[difference.b-a.monthly_payment_difference|compared]] than A."),
        ("ben_compare_all", "A asks [[offer.a.autodebit.monthly_payment]] a month.",
         "A asks [[offer.a.autodebit.monthly_payment]] a month with automatic payment."),
        ("ben_compare_all", "Your income is [[applicant.on_file_annual_income]].",
         "Your income is [[applicant.on_file_annual_income]] (on file)."),
        ("ben_compare_all", "The lowest payment is C's.", "The lowest payment of these is C's."),
        ("ben_compare_all", "B costs the least in total.",
         "B costs the least in total of these."),
    ],
)  # fmt: skip
def test_a_reply_says_what_its_words_leave_open(live: Any, book: str, say: str, shown: str) -> None:
    assert live_full(live, book, say) == shown


@pytest.mark.parametrize(
    "say",
    [
        "B: the payment is [[offer.b.monthly_payment]], the interest [[offer.b.total_interest]].",
        "A is [[offer.a.monthly_payment]] a month, B [[offer.b.monthly_payment]].",
        "Over [[offer.b.term_months]] you'd pay [[offer.b.monthly_payment]] a month.",
        "B asks [[difference.b-a.monthly_payment_difference|compared]] than A.",
        "| | A | B |\n|---|---|---|\n| Payment | [[offer.a.monthly_payment]] "
        "| [[offer.b.monthly_payment]] |",
        "What is clear stays clear.",
    ],
)
def test_what_is_clear_stays_as_it_was_written(live: Any, say: str) -> None:
    assert live_full(live, "ben_compare_all", say) == say


@pytest.mark.parametrize(
    "say",
    [
        "The monthly payment is [[offer.b.total_interest]].",
        "[[offer.b.total_interest]] is your monthly payment.",
        "Over [[offer.b.total_fees]] it is [[offer.b.monthly_payment]] a month.",
        "B ends after [[offer.c.term_months]].",
        "B is [[offer.b.monthly_payment]] a month ([[offer.c.apr_pct]] APR).",
        "B asks [[difference.c-a.monthly_payment_difference|compared]] than A.",
        "B has the lowest payment.",
        "B runs over [[offer.b.apr_pct]].",
        "B is [[offer.b.term_months]] a month.",
        "B's APR is [[offer.b.monthly_payment]].",
        "C is the lowest payment you can get anywhere.",
        "With automatic payment B asks [[offer.b.monthly_payment]] a month.",
        "You told me your income is [[applicant.on_file_annual_income]].",
        "| | A |\n|---|---|\n| Interest | [[offer.a.principal]] |",
    ],
)
def test_what_the_words_deny_is_stopped_and_not_named(live: Any, say: str) -> None:
    case = live.case({"id": "label", "book": "ben_compare_all", "say": say})

    assert any(f.blocks for f in check_reply(say, case.facts, case.context))


def test_the_name_of_a_late_offer_is_no_number() -> None:
    book = FactBook(
        [
            *(fact(f"offer.{x}", "monthly_payment", f"4{n}.00") for n, x in enumerate(LATE, 10)),
            fact("difference.ek-cc", "monthly_payment_difference", "-18.14"),
        ]
    )
    say = "It asks [[difference.ek-cc.monthly_payment_difference|compared]]."

    full = in_full(say, book)

    assert full.endswith("(offer EK against offer CC).")
    assert not [f for f in check_reply(say, book, GateContext()) if f.check == "figures"]


LATE = ("a", "b", "cc", "ek")


def test_naming_twice_names_hardly_anything_more(live: Any) -> None:
    replies = [live.case(r) for r in live.half("tuning")[:150]]
    once = [in_full(c.say, c.facts, c.context) for c in replies]

    again = [in_full(o, c.facts, c.context) for o, c in zip(once, replies, strict=True)]

    assert len([o for o, a in zip(once, again, strict=True) if o != a]) <= 1


def test_most_honest_replies_need_no_names(live: Any) -> None:
    replies = [live.case(r) for r in live.half("second")]

    changed = [c for c in replies if in_full(c.say, c.facts, c.context) != c.say]

    assert 0.05 < len(changed) / len(replies) < 0.25


def test_no_name_is_said_twice_in_a_row(live: Any) -> None:
    renderer, doubled = Renderer(), []
    for row in (*live.half("tuning"), *live.half("second")):
        case = live.case(row)
        text = renderer.render(
            in_full(case.say, case.facts, case.context), case.facts, case.context.passages
        ).text
        for says in {r["says"].strip() for r in ROWS if r["says"]}:
            if f"{says} {says}" in text or f"{says} ({says})" in text:
                doubled.append((row["id"], says))

    assert doubled == []
