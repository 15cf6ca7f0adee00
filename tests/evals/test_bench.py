"""The benchmark measures what it says: the same work on both sides, and figures that can miss."""

import io
import json
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from agent.runner import TurnRunner
from evals.bench import durable, peers
from evals.bench.__main__ import keep, table
from evals.bench.timing import Measured, compared, once, processor
from evals.bench.tool_work import THANKS, case, message, tool_work
from evals.bench.turns import app_in, our_turn, peer_turn
from evals.bench.work import ScriptedModel
from tools.knowledge import load_knowledge


def test_no_two_turns_ask_for_the_same_amount() -> None:
    assert len({message(n) for n in range(1, 2_000)}) == 1_999
    assert message(0).startswith("I need")


def test_the_tool_work_of_a_turn_ends_in_offers() -> None:
    offers = json.loads(tool_work(load_knowledge(), "12,345"))["offers"]

    assert offers[0]["principal"] == "12345.00"
    assert case().current == ()


def test_both_sides_say_the_same_first_payment(tmp_path: Path) -> None:
    app = app_in(tmp_path, ScriptedModel(ours=True))
    payment = json.loads(tool_work(app.knowledge, message(1).split()[-1]))["offers"][0]

    our_turn(app)()
    answer = peer_turn(app)()["messages"][-1].text

    assert f"${payment['monthly_payment']} a month" in answer


def test_a_turn_on_disk_that_is_sent_twice_at_once_loses_nothing_of_ours(tmp_path: Path) -> None:
    app = durable.app_on(tmp_path)
    talk = durable.our_talk(app)
    talk.say(message(0))

    durable.at_once(talk.say, 1)

    (conversation,) = app.conversations.conversations_of("maya")
    assert [t.closed is not None for t in app.conversations.turns(conversation.id)] == [True] * 3
    assert talk.size() > 0
    app.close()


def test_a_turn_that_did_not_do_the_work_is_no_measurement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = durable.app_on(tmp_path)
    talk = durable.our_talk(app)
    talk.say(message(0))
    durable.did_the_work(app)
    monkeypatch.setattr(TurnRunner, "_closed", lambda *_: 1 / 0)
    talk.say(message(1))

    with pytest.raises(AssertionError, match="turn 2 went wrong"):
        durable.did_the_work(app)
    app.close()


def test_thanks_are_answered_without_a_tool_and_kept(tmp_path: Path) -> None:
    app = durable.app_on(tmp_path)
    talk = durable.our_talk(app)
    talk.say(message(0))
    talk.say(THANKS)

    durable.did_the_work(app)
    (conversation,) = app.conversations.conversations_of("maya")
    last = app.conversations.turns(conversation.id)[-1].closed
    app.close()
    assert last is not None
    assert (last.calls, last.fallback) == ((), "none")


def test_the_slope_leaves_out_the_turn_that_says_everything() -> None:
    assert durable.slope([900.0, *([10.0] * 89), *([12.0] * 10)]) == pytest.approx(1.2)


def test_processor_time_is_read_off_the_process_and_not_off_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "process_time", iter([1.0, 1.25]).__next__)
    monkeypatch.setattr(time, "perf_counter", iter([5.0, 9.0]).__next__)

    assert (processor(lambda: None), once(lambda: None)) == (250, 4000)


def test_two_that_time_themselves_take_turns() -> None:
    order: list[str] = []
    times = {"ours": 1.0, "peer": 2.0}

    def timed(who: str) -> float:
        order.append(who)
        return times[who]

    assert compared(lambda: timed("ours"), lambda: timed("peer"), rounds=3, warm_up=1) == (1, 2)
    assert order == ["ours", "peer"] * 4


def test_a_missed_aim_is_printed_and_kept(tmp_path: Path) -> None:
    rows = [Measured("turn", 12.0, "peer", 10.0, "no slower", met=False)]
    console = Console(width=200, record=True, file=io.StringIO())

    console.print(table(rows))
    keep(tmp_path / "kept" / "raw.json", rows, budget={"turns": 1})

    assert "NO" in console.export_text()
    kept = json.loads((tmp_path / "kept" / "raw.json").read_text(encoding="utf-8"))
    assert kept["rows"][0] == rows[0]._asdict()
    assert kept["budget"] == {"turns": 1}


def test_a_peer_that_cannot_start_is_said_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text(f"#!{sys.executable}\nraise SystemExit(3)\n", encoding="utf-8")
    broken.chmod(0o755)

    with pytest.raises(SystemExit, match="NeMo Guardrails stopped"), peers.nemo(broken):
        pass
