import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.blocks import Closed
from agent.conversations.records import CallMade, ClosedTurn, LogUnavailable
from agent.conversations.rows import case_from, closed_from, in_full, written
from tools.case_file import CaseFile
from tools.facts import Fact
from tools.lending.records import Offer

TURN = ClosedTurn(
    blocks=(), case=CaseFile(), closed=Closed(turn_id="t1", stage="inquiry", outcome=None)
)


def _rename_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {name if name != "answer" else "template": value for name, value in row.items()}


def test_a_row_of_an_older_version_is_upgraded_step_by_step() -> None:
    old = json.loads(written(TURN))
    old["answer"] = old.pop("template") + "hello"

    read = closed_from(json.dumps(old), (_rename_answer,))

    assert read == TURN.model_copy(update={"template": "hello", "schema_version": 2})


def test_a_row_of_this_version_is_read_as_it_is() -> None:
    assert closed_from(written(TURN)) == TURN


def test_a_row_of_this_version_whose_fields_stand_in_another_order_is_read_too() -> None:
    row = dict(reversed(json.loads(written(TURN)).items()))

    assert closed_from(json.dumps(row)) == TURN


def test_a_row_of_a_newer_version_is_refused() -> None:
    row = json.loads(written(TURN)) | {"schema_version": 2}

    with pytest.raises(LogUnavailable, match="newer version"):
        closed_from(json.dumps(row))


WORD = st.text("abc", min_size=1, max_size=3)
MAYBE = st.none() | WORD
FACTS = st.lists(
    st.builds(
        Fact, id=st.sampled_from(["a.b", "a.a", "b.a"]), role=WORD, subject=st.sampled_from("abc"),
        value=st.text(max_size=4), unit=st.sampled_from(["usd", "months"]),
        per=st.none() | st.sampled_from(["month", "year"]), field=MAYBE,
        case_version=st.integers(0, 2), as_of=WORD, call=WORD, inputs_hash=WORD, formula=MAYBE,
    ),
    max_size=12,
)  # fmt: skip


@given(FACTS)
def test_packed_facts_come_back_exactly_and_in_order(facts: list[Fact]) -> None:
    closed = TURN.model_copy(update={"facts": tuple(facts)})

    row = written(closed)

    assert closed_from(row) == closed
    assert in_full(row) == closed.model_dump(mode="json")
    assert case_from(row) == closed.case


def test_a_row_whose_facts_are_written_out_is_read_too() -> None:
    fact = Fact(id="a.b", role="b", subject="a", value="1", unit="usd")
    row = TURN.model_copy(update={"facts": (fact,)}).model_dump_json()

    assert closed_from(row).facts == (fact,)
    assert in_full(row)["facts"] == [fact.model_dump(mode="json")]


@pytest.mark.parametrize(
    "facts", ['{"facts":[["a",3,["b","1","usd"]]],"receipts":[],"formulas":[]}', "{}", "7"]
)
def test_packed_facts_that_are_damaged_are_a_damaged_row(facts: str) -> None:
    row = written(TURN).replace(
        '"facts":{"receipts":[],"formulas":[],"facts":[]}', f'"facts":{facts}'
    )

    with pytest.raises(LogUnavailable, match="damaged"):
        closed_from(row)


BASE = {"product": "car", "principal": "9000.00", "term_months": 48, "note_rate_pct": "8.10",
        "apr_pct": "8.500", "monthly_payment": "220.00", "last_payment": "219.50",
        "n_payments": 48, "total_of_payments": "10559.50", "total_interest": "1559.50",
        "total_fees": "0.00", "finance_charge": "1559.50", "amount_financed": "9000.00",
        }  # fmt: skip
OFFERS = (Offer.model_validate({**BASE, "letter": "a"}),
          Offer.model_validate({**BASE, "letter": "b", "ltv_pct": "80.00"}))  # fmt: skip


def test_offers_come_back_exactly_and_what_none_has_takes_no_room() -> None:
    case = CaseFile(version=3, offers=OFFERS, current=("b",))
    closed = TURN.model_copy(update={"case": case})

    row = written(closed)

    assert closed_from(row) == closed
    assert case_from(row) == case
    assert in_full(row) == closed.model_dump(mode="json")
    assert row.count("monthly_payment") == 1
    assert "pmi_monthly" not in row


@pytest.mark.parametrize("many", [1, 2])
def test_offers_in_a_tool_s_result_come_back_exactly_and_say_once_what_they_share(
    many: int,
) -> None:
    offers = [offer.model_dump(mode="json") for offer in OFFERS[:many]]
    made = CallMade(id="1", tool="make_offers", arguments={}, result={"offers": offers})
    refused = CallMade(id="2", tool="make_offers", arguments={}, result={"refused": "no income"})
    closed = TURN.model_copy(update={"calls": (made, refused)})

    row = written(closed)

    assert closed_from(row) == closed
    assert in_full(row) == closed.model_dump(mode="json")
    assert row.count("10559.50") == 1


def test_a_table_of_offers_as_it_was_written_before_is_read_too() -> None:
    case = CaseFile(offers=OFFERS)
    plain = [offer.model_dump(mode="json") for offer in OFFERS]
    columns = list(plain[0])
    before = {"columns": columns, "rows": [[o[n] for n in columns] for o in plain]}
    row = json.loads(written(TURN.model_copy(update={"case": case})))
    row["case"]["offers"] = before

    assert case_from(json.dumps(row, separators=(",", ":"))) == case


def test_a_table_of_offers_that_is_damaged_is_a_damaged_row() -> None:
    row = written(TURN).replace('"columns":[],"rows":[]}', '"columns":["letter"],"rows":[[]]}')

    for read in (closed_from, case_from):
        with pytest.raises(LogUnavailable, match="damaged"):
            read(row)
