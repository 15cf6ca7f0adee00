"""What opens behind a figure."""

from datetime import datetime

from agent.blocks import Closed
from agent.conversations.records import CallMade, ClosedTurn, Opened, Session, Turn
from agent.replies.renderer import Renderer
from agent.said import Text
from tools.case_file import CaseFile, Known
from tools.facts import Fact, fact
from ui.receipts import Book

NOW = datetime.fromisoformat("2026-11-16T15:00:00+00:00")
CASE = CaseFile(
    version=2,
    applicant={
        "annual_income": Known(value="62000.00", source="told", as_of=NOW, words="62k a year"),
        "monthly_obligations": Known(value="1250.00", source="on_file", as_of=NOW),
    },
)


def _turn(turn_id: str, *facts: Fact, case: CaseFile = CASE) -> Turn:
    receipt = {"call": f"{turn_id}:c1", "as_of": NOW.isoformat(), "case_version": 2}
    return Turn(
        opened=Opened(
            conversation_id="c", turn_id=turn_id, sequence=1, said=Text(text="x"),
            session=Session(customer_id=None), now=NOW, case_version=1,
            knowledge={"catalogue.yaml": "f00d" * 16},
        ),
        closed=ClosedTurn(
            blocks=(), case=case, facts=tuple(f.model_copy(update=receipt) for f in facts),
            calls=(CallMade(id="c1", tool="adjust_offer", arguments={"term_months": "48"},
                            result={}),),
            closed=Closed(turn_id=turn_id, stage="inquiry", outcome=None),
        ),
    )  # fmt: skip


def _lines(turn: Turn, *earlier: Turn, of: str) -> dict[str, str]:
    receipt = Book(turn, earlier, Renderer(), "America/New_York").receipt(of)
    assert receipt is not None
    return dict(receipt.lines)


def test_a_receipt_names_formula_inputs_call_version_and_time() -> None:
    turn = _turn(
        "t1",
        fact("offer.b", "monthly_payment", "493.63", formula="P x i"),
        fact("offer.b", "principal", "20000.00"),
        fact("offer.b", "term_months", "48"),
    )

    lines = _lines(turn, of="offer.b.monthly_payment")

    assert lines["How it is worked out"] == "P x i"
    assert lines["From"] == "amount $20,000; time to repay 48 months"
    assert lines["Computed by"] == "adjust_offer(term_months: 48)"
    assert lines["Rules and prices"] == "catalogue f00df00df00d"
    assert lines["Version of your details"] == "2"
    assert lines["As of"] == "November 16, 2026, 10:00"


def test_a_ratio_shows_the_customers_own_values_with_their_sources() -> None:
    turn = _turn("t1", fact("offer.b", "dti_post_pct", "33.22"))

    lines = _lines(turn, of="offer.b.dti_post_pct")

    assert "monthly debt payments $1,250 a month (on file)" in lines["From"]
    assert "income a year before tax $62,000 (you said)" in lines["From"]


def test_a_figure_of_the_case_shows_the_words_that_gave_it() -> None:
    lines = _lines(_turn("t1"), of="applicant.said_annual_income")

    assert lines["Where it comes from"] == "you said: “62k a year”"


def test_an_offer_of_an_earlier_turn_keeps_its_receipt() -> None:
    earlier = _turn("t1", fact("offer.a", "apr_pct", "8.891"))

    lines = _lines(_turn("t2"), earlier, of="offer.a.apr_pct")

    assert lines["Computed by"] == "adjust_offer(term_months: 48)"


def test_a_corrected_value_is_not_told_from_an_earlier_turn() -> None:
    earlier = _turn("t1", fact("applicant", "said", "50000.00", name="said_annual_income",
                               unit="usd", field="annual_income"))  # fmt: skip

    receipt = Book(_turn("t2"), [earlier], Renderer(), "UTC").receipt(
        "applicant.said_annual_income"
    )

    assert receipt is not None
    assert receipt.value == "$62,000"


def test_a_figure_that_nobody_knows_has_no_receipt() -> None:
    assert Book(_turn("t1"), (), Renderer(), "UTC").receipt("offer.z.apr_pct") is None
