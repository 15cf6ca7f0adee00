"""What every conversation log must do. A further store joins by one more parameter below."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agent.blocks import CitationBlock, Closed, TextBlock
from agent.conversations.memory import MemoryLog
from agent.conversations.past import Past
from agent.conversations.records import (
    CallMade,
    ClosedTurn,
    Conversation,
    ConversationLog,
    Lease,
    ModelCall,
    Opened,
    Session,
    Usage,
)
from agent.conversations.sqlite import SqliteLog
from agent.said import Text
from tools.case_file import CaseFile, Known
from tools.effects import HandOff, RecordFeedback
from tools.lending.records import Product

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE = 30.0


def _sqlite(folder: Path) -> SqliteLog:
    return SqliteLog(folder / "log.db")


def _memory(folder: Path) -> MemoryLog:
    return MemoryLog()


STORES: tuple[Callable[[Path], Any], ...] = (_sqlite, _memory)


@pytest.fixture(params=STORES, ids=lambda store: store.__name__.strip("_"))
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ConversationLog]:
    store = request.param(tmp_path)
    store.start(conversation("talk"))
    yield store
    if isinstance(store, SqliteLog):
        store.close()


def conversation(id: str, customer_id: str | None = "maya") -> Conversation:
    hello = TextBlock(text="Hi, I am the bank's AI loan assistant.", template="Hi")
    return Conversation(id=id, customer_id=customer_id, created_at=NOON, greeting=(hello,))


def message(turn_id: str, text: str = "I need 20k for a car", *, conversation_id: str = "talk",
            now: datetime = NOON) -> Opened:  # fmt: skip
    return Opened(
        conversation_id=conversation_id, turn_id=turn_id, sequence=0, said=Text(text=text),
        session=Session(customer_id="maya"), now=now, case_version=0,
        knowledge={"catalogue.yaml": "ab" * 32},
    )  # fmt: skip


def closing(
    turn_id: str, *, principal: str = "20000.00", effects: tuple[Any, ...] = ()
) -> ClosedTurn:
    known = Known(value=principal, source="told", as_of=NOON, message=turn_id, words="20k")
    case = CaseFile(version=1, product=Product.CAR, request={"principal": known})
    block = TextBlock(text="Your payment would be $411.01.", template="[[offer.a.monthly_payment]]")
    return ClosedTurn(
        blocks=(block,), case=case, effects=effects, template="[[offer.a.monthly_payment]]",
        closed=Closed(turn_id=turn_id, stage="inquiry", outcome=None, timings={"close": 1.5}),
    )  # fmt: skip


def feedback(key: str) -> RecordFeedback:
    return RecordFeedback(key=key, turn_id="t1", rating="up", words=None, created_at=NOON)


def hand_over(key: str) -> HandOff:
    return HandOff(
        key=key, reason="asked", summary="wants a person", facts_json="{}", open_question=None,
        wait_minutes=10, callback=False, created_at=NOON,
    )  # fmt: skip


def opened_lease(log: ConversationLog, turn_id: str, now: datetime = NOON) -> Lease:
    lease = log.open_turn(message(turn_id, now=now), LEASE)[1]
    assert lease is not None
    return lease


def play(log: ConversationLog, *turn_ids: str) -> None:
    for turn_id in turn_ids:
        assert log.close_turn(opened_lease(log, turn_id), closing(turn_id))


# -- conversations -------------------------------------------------------------------------------


def test_a_started_conversation_is_found_again_with_its_greeting(log: ConversationLog) -> None:
    assert log.conversation("talk") == conversation("talk")
    assert log.conversation("never started") is None


def test_starting_the_same_conversation_twice_changes_nothing(log: ConversationLog) -> None:
    log.start(conversation("talk"))

    assert log.conversations_of("maya") == (conversation("talk"),)


def test_an_id_that_belongs_to_another_conversation_is_refused(log: ConversationLog) -> None:
    with pytest.raises(ValueError, match="talk"):
        log.start(conversation("talk", customer_id="omar"))

    assert log.conversation("talk") == conversation("talk")


def test_a_customer_sees_only_their_own_conversations_newest_first(log: ConversationLog) -> None:
    log.start(conversation("omars", customer_id="omar"))
    log.start(conversation("second"))

    assert [c.id for c in log.conversations_of("maya")] == ["second", "talk"]


def test_a_message_to_a_conversation_that_does_not_exist_is_a_look_up_error(
    log: ConversationLog,
) -> None:
    with pytest.raises(LookupError):
        log.open_turn(message("t1", conversation_id="nowhere"), LEASE)


# -- open ----------------------------------------------------------------------------------------


def test_an_opened_message_is_kept_before_anything_else_and_holds_the_lease(
    log: ConversationLog,
) -> None:
    turn, lease = log.open_turn(message("t1"), LEASE)

    assert lease is not None
    assert lease.expires_at == NOON + timedelta(seconds=LEASE)
    assert turn.closed is None
    assert turn.opened == message("t1").model_copy(update={"sequence": 1})
    assert log.turn("talk", "t1") == turn
    assert log.find_turn("t1") == turn


def test_the_store_numbers_the_messages_of_each_conversation(log: ConversationLog) -> None:
    log.start(conversation("other"))
    play(log, "t1", "t2")

    other = log.open_turn(message("u1", conversation_id="other"), LEASE)[0]

    assert [t.opened.sequence for t in log.turns("talk")] == [1, 2]
    assert other.opened.sequence == 1


def test_the_same_turn_id_again_returns_what_was_said_first(log: ConversationLog) -> None:
    first = log.open_turn(message("t1", "first words"), LEASE)[0]

    again, lease = log.open_turn(message("t1", "other words"), LEASE)

    assert (again, lease) == (first, None)


def test_the_same_turn_id_after_the_close_returns_the_recorded_reply(log: ConversationLog) -> None:
    play(log, "t1")

    turn, lease = log.open_turn(message("t1"), LEASE)

    assert lease is None
    assert turn.closed == closing("t1")


def test_a_message_during_another_turn_is_kept_in_order_and_waits(log: ConversationLog) -> None:
    running = opened_lease(log, "t1")

    turn, lease = log.open_turn(message("t2"), LEASE)

    assert (turn.opened.sequence, lease) == (2, None)
    assert log.acquire("talk", "t2", NOON, LEASE) is None
    assert log.close_turn(running, closing("t1"))
    assert log.next_open_turn("talk") == turn
    assert log.acquire("talk", "t2", NOON, LEASE) is not None


def test_the_oldest_open_message_goes_first(log: ConversationLog) -> None:
    running = opened_lease(log, "t1")
    log.open_turn(message("t2"), LEASE)
    log.open_turn(message("t3"), LEASE)
    log.close_turn(running, closing("t1"))

    assert log.acquire("talk", "t3", NOON, LEASE) is None
    assert log.acquire("talk", "t2", NOON, LEASE) is not None


def test_a_new_message_does_not_overtake_one_that_was_left_open(log: ConversationLog) -> None:
    log.release(opened_lease(log, "t1"))

    assert log.open_turn(message("t2"), LEASE)[1] is None
    assert log.acquire("talk", "t1", NOON, LEASE) is not None


# -- leases --------------------------------------------------------------------------------------


def test_a_crashed_turn_can_be_run_again_from_what_open_recorded(log: ConversationLog) -> None:
    crashed = opened_lease(log, "t1")
    later = NOON + timedelta(seconds=LEASE)

    turn, lease = log.open_turn(message("t1", "changed", now=later), LEASE)

    assert lease is not None
    assert lease.token != crashed.token
    assert turn.opened.now == NOON
    assert turn.opened.said == Text(text="I need 20k for a car")
    assert log.close_turn(lease, closing("t1"))


def test_a_lease_holds_until_its_last_moment(log: ConversationLog) -> None:
    opened_lease(log, "t1")
    just_before = NOON + timedelta(seconds=LEASE) - timedelta(microseconds=1)

    assert log.acquire("talk", "t1", just_before, LEASE) is None
    assert log.acquire("talk", "t1", NOON + timedelta(seconds=LEASE), LEASE) is not None


def test_of_two_holders_the_one_whose_lease_was_replaced_cannot_close(log: ConversationLog) -> None:
    slow = opened_lease(log, "t1")
    quick = log.acquire("talk", "t1", NOON + timedelta(minutes=2), LEASE)
    assert quick is not None

    assert not log.close_turn(slow, closing("t1", principal="1.00", effects=(feedback("slow"),)))
    assert log.close_turn(quick, closing("t1"))

    turn = log.turn("talk", "t1")
    assert turn is not None
    assert turn.closed == closing("t1")
    assert log.pending_effects() == ()


def test_a_lease_that_ran_out_but_was_not_taken_over_still_closes(log: ConversationLog) -> None:
    lease = opened_lease(log, "t1")

    assert log.close_turn(lease, closing("t1"))


def test_a_turn_closes_once(log: ConversationLog) -> None:
    lease = opened_lease(log, "t1")

    assert log.close_turn(lease, closing("t1"))
    assert not log.close_turn(lease, closing("t1", effects=(feedback("twice"),)))
    assert log.pending_effects() == ()
    assert log.acquire("talk", "t1", NOON + timedelta(days=1), LEASE) is None


def test_releasing_a_lease_that_was_lost_does_not_disturb_its_new_holder(
    log: ConversationLog,
) -> None:
    lost = opened_lease(log, "t1")
    later = NOON + timedelta(minutes=2)
    holder = log.acquire("talk", "t1", later, LEASE)
    assert holder is not None

    log.release(lost)

    assert log.acquire("talk", "t1", later, LEASE) is None
    assert log.close_turn(holder, closing("t1"))


def test_a_clock_that_goes_back_an_hour_does_not_lock_a_conversation(log: ConversationLog) -> None:
    opened_lease(log, "t1")

    lease = log.acquire("talk", "t1", NOON - timedelta(hours=1), LEASE)

    assert lease is not None
    assert log.close_turn(lease, closing("t1"))


def test_a_message_stamped_a_moment_earlier_does_not_take_a_living_lease(
    log: ConversationLog,
) -> None:
    opened_lease(log, "t1")

    assert log.acquire("talk", "t1", NOON - timedelta(seconds=1), LEASE) is None


# -- close and read ------------------------------------------------------------------------------


def test_a_closed_turn_is_read_back_exactly(log: ConversationLog) -> None:
    play(log, "t1")

    turn = log.turn("talk", "t1")

    assert turn is not None
    assert turn.closed == closing("t1")


def test_the_case_is_that_of_the_last_closed_turn(log: ConversationLog) -> None:
    assert log.latest_case("talk") == CaseFile()
    play(log, "t1")
    log.close_turn(opened_lease(log, "t2"), closing("t2", principal="25000.00"))
    log.open_turn(message("t3"), LEASE)

    assert log.latest_case("talk") == closing("t2", principal="25000.00").case


def test_the_last_turns_come_in_order(log: ConversationLog) -> None:
    play(log, "t1", "t2", "t3")

    assert [t.opened.turn_id for t in log.turns("talk", last=2)] == ["t2", "t3"]
    assert [t.opened.turn_id for t in log.turns("talk", last=9)] == ["t1", "t2", "t3"]
    assert log.turns("talk", last=0) == ()
    assert log.turns("nowhere") == ()


def test_later_turns_read_the_closed_ones_before_them_in_order(log: ConversationLog) -> None:
    play(log, "t1", "t2", "t3")
    log.open_turn(message("t4"), LEASE)

    found = log.past("talk", 4, last=2)

    template = "[[offer.a.monthly_payment]]"
    assert found == tuple(
        Past(t, Text(text="I need 20k for a car"), template, (), (), None) for t in ("t2", "t3")
    )
    assert log.past("talk", 4, last=2) == found
    assert [p.turn_id for p in log.past("talk", 2, last=9)] == ["t1"]
    assert log.past("talk", 1, last=9) == log.past("nowhere", 9, last=9) == ()


def test_what_a_reply_cited_called_and_asked_is_there_for_later_turns(log: ConversationLog) -> None:
    cited = CitationBlock(passage_id="car#1", title="Cars", text="Used cars too.")
    called = CallMade(id="c1", tool="search_policy", arguments={}, result={"passages": []})
    closed = closing("t1").model_copy(
        update={"blocks": (cited,), "calls": (called,), "open_question": "principal principal"}
    )
    log.close_turn(opened_lease(log, "t1"), closed)

    (found,) = log.past("talk", 2, last=9)

    assert (found.cited, found.tools) == (("car#1",), ("search_policy",))
    assert found.open_question == "principal principal"


def test_what_was_erased_is_no_past_any_more(log: ConversationLog) -> None:
    play(log, "t1", "t2", "t3")
    assert len(log.past("talk", 4, last=9)) == 3

    log.erase_turns_before("talk", "t3", "asked", NOON)

    assert [p.turn_id for p in log.past("talk", 4, last=9)] == ["t3"]
    log.erase_customer("maya", "asked", NOON)
    assert log.past("talk", 4, last=9) == ()


def test_a_turn_id_that_two_conversations_use_is_two_turns(log: ConversationLog) -> None:
    log.start(conversation("other"))
    play(log, "t1")

    turn, lease = log.open_turn(
        message("t1", "other words", conversation_id="other", now=NOON + timedelta(minutes=1)),
        LEASE,
    )

    assert lease is not None
    assert turn.opened.said == Text(text="other words")
    assert log.find_turn("t1") == turn


def test_unusual_words_survive_the_store(log: ConversationLog) -> None:
    words = "I need 20k 💶 für ein Auto\u0000\u200b\x1b[31m 'DROP TABLE entry;-- العربية"

    log.open_turn(message("t1", words), LEASE)

    turn = log.turn("talk", "t1")
    assert turn is not None
    assert turn.opened.said == Text(text=words)


# -- the outbox ----------------------------------------------------------------------------------


def test_the_moment_of_a_message_is_found_by_its_number(log: ConversationLog) -> None:
    play(log, "t1")
    log.open_turn(message("t2", now=NOON + timedelta(minutes=5)), LEASE)

    assert log.opened_at("talk", 2) == NOON + timedelta(minutes=5)
    assert log.opened_at("talk", 3) is None


def test_what_models_used_adds_up_by_conversation_and_by_time(log: ConversationLog) -> None:
    log.start(conversation("other"))
    assert log.usage().tokens == 0
    for talk, minutes, usd in (("talk", 0, "0.00000125"), ("talk", 9, "0.5"), ("other", 9, "1")):
        opened = message(f"t{minutes}", conversation_id=talk, now=NOON + timedelta(minutes=minutes))
        lease = log.open_turn(opened, LEASE)[1]
        assert lease is not None
        made = ModelCall(model="m", milliseconds=1.0, input_tokens=90, output_tokens=10,
                         cost_usd=Decimal(usd))  # fmt: skip
        used = closing(f"t{minutes}").model_copy(update={"model_calls": (made, made)})
        assert log.close_turn(lease, used)

    assert log.usage() == Usage(tokens=600, usd=Decimal("3.0000025"))
    assert log.usage(None, "talk") == Usage(tokens=400, usd=Decimal("1.0000025"))
    assert log.usage(NOON + timedelta(minutes=1)) == Usage(tokens=400, usd=Decimal(3))
    assert log.usage(NOON + timedelta(minutes=1), "talk") == Usage(tokens=200, usd=Decimal(1))


def test_erased_words_leave_the_sum_of_what_they_cost(log: ConversationLog) -> None:
    lease = opened_lease(log, "t1")
    made = ModelCall(model="m", milliseconds=1.0, input_tokens=9, output_tokens=1)
    log.close_turn(lease, closing("t1").model_copy(update={"model_calls": (made,)}))

    log.erase_conversation("talk", "asked", NOON)

    assert log.usage().tokens == 10


def test_effects_wait_in_the_order_in_which_turns_asked_for_them(log: ConversationLog) -> None:
    log.close_turn(opened_lease(log, "t1"), closing("t1", effects=(feedback("a"), hand_over("b"))))
    log.close_turn(opened_lease(log, "t2"), closing("t2", effects=(feedback("c"),)))

    waiting = log.pending_effects()

    assert [item.effect for item in waiting] == [feedback("a"), hand_over("b"), feedback("c")]
    assert [item.turn_id for item in waiting] == ["t1", "t1", "t2"]
    assert log.pending_effects(limit=1) == waiting[:1]


def test_a_performed_effect_waits_no_longer(log: ConversationLog) -> None:
    log.close_turn(opened_lease(log, "t1"), closing("t1", effects=(feedback("a"), feedback("b"))))
    first = log.pending_effects()[0]

    log.mark_performed(first, NOON)
    log.mark_performed(first, NOON)

    assert [item.effect.key for item in log.pending_effects()] == ["b"]


def test_an_effect_that_failed_is_tried_after_the_others(log: ConversationLog) -> None:
    log.close_turn(opened_lease(log, "t1"), closing("t1", effects=(feedback("a"), feedback("b"))))

    log.mark_attempt(log.pending_effects()[0], "the store was away")

    assert [(i.effect.key, i.attempts) for i in log.pending_effects()] == [("b", 0), ("a", 1)]


# -- kept files, rights --------------------------------------------------------------------------


def test_a_file_is_kept_once_under_its_hash(log: ConversationLog) -> None:
    log.keep("ab" * 32, "catalogue.yaml", b"catalogue: {}\n")
    log.keep("ab" * 32, "catalogue.yaml", b"something else")

    assert log.kept("ab" * 32) == b"catalogue: {}\n"
    assert log.kept("cd" * 32) is None


def test_an_untouched_log_verifies(log: ConversationLog) -> None:
    play(log, "t1", "t2")
    log.open_turn(message("t3"), LEASE)

    assert log.verify() == ()
    assert log.verify("talk") == ()


def test_an_export_holds_everything_of_one_customer_and_nothing_of_another(
    log: ConversationLog,
) -> None:
    log.start(conversation("omars", customer_id="omar"))
    log.open_turn(message("u1", "omar's words", conversation_id="omars"), LEASE)
    play(log, "t1")

    exported = log.export_customer("maya")

    assert exported["customer_id"] == "maya"
    (talk,) = exported["conversations"]
    assert [(row["kind"], row["turn_id"]) for row in talk["rows"]] == [
        ("started", ""), ("opened", "t1"), ("closed", "t1"),
    ]  # fmt: skip
    assert talk["rows"][1]["content"]["said"]["text"] == "I need 20k for a car"
    assert talk["rows"][2]["content"] == closing("t1").model_dump(mode="json")
    assert "omar" not in str(exported)


def test_an_erased_customer_leaves_no_words_and_a_chain_that_verifies(log: ConversationLog) -> None:
    play(log, "t1")
    log.open_turn(message("t2"), LEASE)

    erased = log.erase_customer("maya", "privacy request P-1", NOON)

    assert erased == 4
    assert [(t.erased, t.closed, t.opened.said) for t in log.turns("talk")] == [
        (True, None, Text(text="")), (True, None, Text(text="")),
    ]  # fmt: skip
    assert log.conversation("talk") is None
    assert log.conversations_of("maya") == ()
    assert log.latest_case("talk") == CaseFile()
    assert log.export_customer("maya")["conversations"] == []
    assert log.verify() == ()
    assert {(e.reason, e.at) for e in log.erasures("talk")} == {("privacy request P-1", NOON)}
    assert len(log.erasures()) == 4


def test_erasing_leaves_other_customers_alone(log: ConversationLog) -> None:
    log.start(conversation("omars", customer_id="omar"))
    log.open_turn(message("u1", conversation_id="omars"), LEASE)

    assert log.erase_customer("maya", "asked", NOON) == 1
    assert log.erase_customer("maya", "asked again", NOON) == 0
    assert log.erase_customer("nobody", "asked", NOON) == 0

    kept = log.turn("omars", "u1")
    assert kept is not None
    assert not kept.erased


def test_a_guests_conversation_can_be_erased_by_its_id(log: ConversationLog) -> None:
    log.start(conversation("guests", customer_id=None))
    log.open_turn(message("g1", conversation_id="guests"), LEASE)

    assert log.erase_conversation("guests", "asked", NOON) == 2
    assert log.conversation("guests") is None
    assert log.verify() == ()


def test_what_was_said_before_a_turn_can_be_erased_and_the_conversation_goes_on(
    log: ConversationLog,
) -> None:
    play(log, "t1", "t2", "t3")

    erased = log.erase_turns_before("talk", "t3", "asked", NOON)

    assert erased == 4
    assert [t.erased for t in log.turns("talk")] == [True, True, False]
    assert log.latest_case("talk") == closing("t3").case
    assert log.verify() == ()
    assert {(e.turn_id, e.reason) for e in log.erasures("talk")} == {
        ("t1", "asked"), ("t2", "asked"),
    }  # fmt: skip
    play(log, "t4")
    assert [t.opened.sequence for t in log.turns("talk")] == [1, 2, 3, 4]


def test_a_message_that_waits_is_not_erased_before_it_is_answered(log: ConversationLog) -> None:
    log.open_turn(message("t1"), LEASE)
    log.open_turn(message("t2"), LEASE)

    assert log.erase_turns_before("talk", "t2", "asked", NOON) == 0
    waiting = log.next_open_turn("talk")
    assert waiting is not None
    assert waiting.opened.turn_id == "t1"


def test_erasing_what_came_before_twice_changes_nothing(log: ConversationLog) -> None:
    play(log, "t1", "t2")
    log.erase_turns_before("talk", "t2", "asked", NOON)

    assert log.erase_turns_before("talk", "t2", "asked again", NOON) == 0
    assert {e.reason for e in log.erasures("talk")} == {"asked"}


def test_a_turn_that_was_running_when_it_was_erased_writes_nothing_back(
    log: ConversationLog,
) -> None:
    lease = opened_lease(log, "t1")
    log.erase_customer("maya", "asked", NOON)

    assert not log.close_turn(lease, closing("t1", effects=(feedback("a"),)))
    assert log.pending_effects() == ()
    with pytest.raises(LookupError):
        log.open_turn(message("t2"), LEASE)


# -- many at once --------------------------------------------------------------------------------

THREADS = 8


def at_once(work: Callable[[int], Any]) -> list[Any]:
    gate = threading.Barrier(THREADS)

    def run(n: int) -> Any:
        gate.wait()
        return work(n)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_a_double_click_from_eight_threads_is_one_message_and_one_lease(
    log: ConversationLog,
) -> None:
    results = at_once(lambda n: log.open_turn(message("t1", f"words {n}"), LEASE))

    assert len([lease for _, lease in results if lease]) == 1
    assert len({turn.opened.said.text for turn, _ in results}) == 1
    assert len(log.turns("talk")) == 1
    assert log.verify() == ()


def test_eight_messages_at_once_are_all_kept_and_close_in_order(log: ConversationLog) -> None:
    at_once(lambda n: log.open_turn(message(f"t{n}"), 0.0))

    order = []
    while turn := log.next_open_turn("talk"):
        lease = log.acquire("talk", turn.opened.turn_id, NOON, LEASE)
        assert lease is not None
        assert log.close_turn(lease, closing(turn.opened.turn_id))
        order.append(turn.opened.sequence)

    assert order == list(range(1, THREADS + 1))
    assert {t.opened.turn_id for t in log.turns("talk")} == {f"t{n}" for n in range(THREADS)}
    assert log.verify() == ()


def test_eight_workers_that_close_the_same_turn_close_it_once(log: ConversationLog) -> None:
    lease = opened_lease(log, "t1")

    results = at_once(lambda n: log.close_turn(lease, closing("t1", effects=(feedback(f"{n}"),))))

    assert sorted(results) == [False] * (THREADS - 1) + [True]
    assert len(log.pending_effects()) == 1


def test_eight_workers_that_want_an_expired_lease_get_it_once(log: ConversationLog) -> None:
    opened_lease(log, "t1")
    later = NOON + timedelta(minutes=5)

    leases = at_once(lambda n: log.acquire("talk", "t1", later, LEASE))

    assert len([lease for lease in leases if lease]) == 1


def test_eight_conversations_at_once_do_not_disturb_each_other(log: ConversationLog) -> None:
    def talk(n: int) -> None:
        log.start(conversation(f"c{n}"))
        for turn_id in ("a", "b", "c"):
            lease = log.open_turn(message(turn_id, conversation_id=f"c{n}"), LEASE)[1]
            assert lease is not None
            assert log.close_turn(lease, closing(turn_id, effects=(feedback(f"{n}{turn_id}"),)))

    at_once(talk)

    assert all(len(log.turns(f"c{n}")) == 3 for n in range(THREADS))
    assert len(log.pending_effects()) == 3 * THREADS
    assert log.verify() == ()
