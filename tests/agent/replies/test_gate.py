"""The gate lets honest replies through and no lie."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.replies.gate import CHECKS, NO_CONTEXT, Check, bind_unique, check_reply
from agent.replies.phrases import read
from agent.replies.renderer import Renderer
from tools.facts import ROLES

HERE = Path(__file__).parent


def load(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text("utf-8"))


HONEST_BLOCKED_AT_MOST = 0.03
"""Of the held-back replies. What is measured stands in the message; the aim is AIM."""

AIM = 0.005
"""Of honest replies, so many may be blocked at most."""

TABLES = {
    "figures.toml": (("figure", "figures"), ("cased", "figures"), ("ordinary", "figures")),
    "roles.toml": (("role_words", "roles"),),
    "status.toml": (("status", "status"),),
    "banned.toml": (("banned", "phrases"),),
    "policy.toml": (("policy", "policy"), ("house_truth", "policy")),
}
NAMES = {"banned": "phrases"}


def blocked(case: Any, checks: tuple[Check, ...] = CHECKS) -> set[str]:
    found = check_reply(case.say, case.facts, case.context, checks)
    return {f.check for f in found if f.blocks}


def test_honest_replies_pass(corpora):
    stopped = [(c.name, blocked(c)) for c in corpora.tuning if blocked(c)]

    assert stopped == []


def test_honest_replies_that_nobody_tuned_on_are_rarely_blocked(corpora):
    stopped = [c.name for c in corpora.held_back if blocked(c)]

    rate = len(stopped) / len(corpora.held_back)
    assert rate <= HONEST_BLOCKED_AT_MOST, f"{rate:.1%} of the held-back replies are blocked"


@pytest.mark.parametrize("name", ["honest_held_back.yaml", "honest_fresh.txt"])
def test_the_frozen_replies_are_the_ones_that_were_written_blind(name):
    digests = tomllib.loads((HERE / "frozen.toml").read_text("utf-8"))

    found = hashlib.sha256((HERE / name).read_bytes()).hexdigest()

    assert found == digests[name.partition(".")[0]]


BREAK_A_RULE = frozenset({8, 21, 152, 159})
"""Lines of honest_fresh.txt that are stopped rightly: a note rate without its APR, a passage that
nobody retrieved, a claim about credit checks without a source."""


def test_replies_that_were_written_blind_pass_unless_they_break_a_rule(corpora):
    stopped = {int(c.name.rsplit(" ", 1)[1]) for c in corpora.fresh if blocked(c)}

    assert stopped == BREAK_A_RULE


LIVE_BREAK_A_RULE = frozenset({"felix-trust-07"})
"""Of those to tune on: "a few points" of nothing."""


def test_live_replies_to_tune_on_pass_unless_they_break_a_rule(live):
    stopped = {r["id"] for r in live.half("tuning") if blocked(live.case(r))}

    assert stopped == LIVE_BREAK_A_RULE


def test_replies_of_the_first_batch_opened_since_all_pass(live):
    assert {r["id"] for r in live.half("first_opened") if blocked(live.case(r))} == set()


SECOND_STILL_BLOCKED = frozenset({"s0209", "s0551"})
"""Of the second batch: a step of ours that "was refused", and "not a cent" for none."""


THIRD_STILL_BLOCKED = frozenset({"t0257"})
"""Of the even rows of the third batch: "a few points" of nothing."""


def test_replies_of_the_third_batch_to_tune_on_pass_but_for_one(live):
    stopped = {r["id"] for r in live.half("third_tuning") if blocked(live.case(r))}

    assert stopped == THIRD_STILL_BLOCKED


def test_replies_of_the_third_batch_opened_since_all_pass(live):
    assert {r["id"] for r in live.half("third_opened") if blocked(live.case(r))} == set()


def test_hardly_any_reply_of_the_fourth_batch_is_blocked(live):
    stopped = [r["id"] for r in live.half("fourth") if blocked(live.case(r))]

    assert len(stopped) <= AIM * len(live.half("fourth")), stopped


MOST_HELD_BACK = 0.04
"""Of replies that nobody has opened; what is measured is printed by `make fuzz`. The aim is AIM."""


def test_of_replies_that_nobody_has_opened_few_are_blocked(live):
    stopped = sum(bool(blocked(live.case(r))) for r in live.half("held_back"))

    assert stopped <= MOST_HELD_BACK * len(live.half("held_back")), stopped


def test_replies_of_the_second_batch_pass_but_for_two(live):
    stopped = {r["id"] for r in load("honest_live_second.yaml") if blocked(live.case(r))}

    assert stopped == SECOND_STILL_BLOCKED


def test_replies_written_to_find_what_stops_honest_ones_pass(live):
    stopped = [(c.name, blocked(c)) for c in live.own() if blocked(c)]

    assert stopped == []


@pytest.mark.parametrize("row", load("structures.yaml"), ids=lambda row: row["structure"])
def test_a_structure_makes_an_honest_reply_pass_and_no_lie(live, row):
    def judged(say: str) -> set[str]:
        return blocked(live.case({"id": "structure", "book": row["book"], "say": say}))

    assert [say for say in row["passes"] if judged(say)] == []
    assert [say for say in row["fails"] if row["check"] not in judged(say)] == []


def test_there_are_enough_replies_and_lies(corpora):
    assert len(corpora.tuning) + len(corpora.held_back) >= 120
    assert len(corpora.lies) >= 200
    assert len({c.say for c in corpora.lies}) == len(corpora.lies)


def test_every_lie_is_caught_by_the_check_that_its_family_names(corpora):
    missed = [(c.name, c.say) for c in corpora.lies if c.check not in blocked(c)]

    assert missed == []


def test_every_honest_reply_renders_whole(corpora):
    renderer = Renderer()

    holes = [
        (c.name, r.unknown, r.stale)
        for c in (*corpora.tuning, *corpora.held_back)
        if not (r := renderer.render(c.say, c.facts, c.context.passages)).complete
    ]

    assert holes == []


ELSEWHERE = ("said", "on_file", "assumed", "passage_figure", "observed", "limit")


@pytest.mark.parametrize("frame", load("frames.yaml"), ids=lambda frame: frame["say"])
def test_no_figure_passes_under_the_name_of_another_role(books, frame):
    case = books.case("frame", {"book": "car"}, "")
    units = {ROLES[role] for role in frame["roles"]}
    wrong = [
        f for f in case.facts.values()
        if f.unit in units and f.role not in frame["roles"] and f.role not in ELSEWHERE
    ]  # fmt: skip

    through = [
        f.id for f in wrong if not blocked(case._replace(say=frame["say"].format(f"[[{f.id}]]")))
    ]

    assert wrong
    assert through == []


@pytest.mark.parametrize("dropped", [c for c in CHECKS if c.__name__ != "shape"])
def test_without_any_one_check_a_lie_gets_through(corpora, dropped):
    name = NAMES.get(dropped.__name__, dropped.__name__)
    kept = tuple(c for c in CHECKS if c is not dropped)

    through = [c.say for c in corpora.lies if c.check == name and not blocked(c, kept)]

    assert through, f"no lie is caught by {name} alone"


def test_a_reply_of_several_screens_is_blocked_and_a_long_one_only_advised_on(books):
    sentence = "Take your time and look at the papers. "
    long = books.case("long", {"book": "guest"}, sentence * 12)
    endless = books.case("endless", {"book": "guest"}, sentence * 40)

    advice = check_reply(long.say, long.facts, long.context)

    assert [(f.check, f.weight) for f in advice] == [("shape", "advises")]
    assert blocked(endless) == {"shape"}


def test_a_second_question_is_advised_against_and_does_not_block(books):
    case = books.case("two", {"book": "guest"}, "Is it new? Is it from a dealer?")

    found = check_reply(case.say, case.facts, case.context)

    assert [(f.check, f.blocks) for f in found] == [("shape", False)]


@pytest.mark.parametrize("name", TABLES)
def test_every_example_of_the_phrase_files_does_what_it_says(books, name):
    data = read(name)
    wrong = []
    for table, check in TABLES[name]:
        for row in data[table]:
            book = row.get("book", "car")
            context = {"passages": ["car-fees"], **row.get("example_context", {})}
            for kind in ("passes", "fails"):
                for say in row.get(kind, ()):
                    where = "personal" if "rule.E-041" in say else book
                    case = books.case(check, {"book": where, "context": context}, say)
                    found = check_reply(case.say, case.facts, case.context)
                    if any(f.check == check for f in found) != (kind == "fails"):
                        wrong.append((kind, say))

    assert wrong == []


def test_every_row_of_the_phrase_files_has_an_example():
    bare = [
        (name, row.get("pattern") or row.get("name"))
        for name, tables in TABLES.items()
        for table, _ in tables
        for row in read(name)[table]
        if not row.get("passes") and not row.get("fails")
    ]

    assert bare == []


def test_a_finding_says_where_in_the_template_it_stands(books):
    say = "Over [[offer.a.term_months]] you\u200b pay four\u00a0hundred a month."
    case = books.case("where", {"book": "car"}, say)

    found = next(f for f in check_reply(say, case.facts, case.context) if f.check == "figures")

    assert say[found.start : found.end] == found.excerpt == "four\u00a0hundred"


def test_a_reference_of_another_subject_than_allowed_is_refused(books):
    case = books.case("subject", {"book": "car"}, "The APR is [[offer.c.apr_pct]].")
    context = case.context.model_copy(update={"subjects": frozenset({"offer.a"})})

    found = check_reply(case.say, case.facts, context)

    assert [f.check for f in found] == ["references"]


def test_an_approval_may_be_said_once_it_is_on_record(books):
    say = "Your application has been approved."
    before = books.case("before", {"book": "application"}, say)
    after = books.case("after", {"book": "application", "context": {"status": "APPROVED"}}, say)

    assert blocked(before) == {"status"}
    assert blocked(after) == set()


def test_an_empty_reply_has_no_findings(books):
    case = books.case("empty", {"book": "car"}, "")

    assert check_reply(case.say, case.facts, case.context) == ()


@pytest.mark.parametrize(
    ("say", "bound"),
    [
        ("The payment is $411.01 a month.", "The payment is [[offer.a.monthly_payment]] a month."),
        ("The payment is 411.01 a month.", "The payment is [[offer.a.monthly_payment]] a month."),
        ("Total interest is $6,723.66.", "Total interest is [[offer.c.total_interest]]."),
        ("That's 8.96% APR.", "That's [[offer.b.apr_pct]] APR."),
    ],
)
def test_a_stray_figure_is_bound_when_one_fact_fits(books, say, bound):
    case = books.case("stray", {"book": "car"}, say)
    stray = next(f for f in check_reply(say, case.facts, case.context) if f.check == "figures")

    assert bind_unique(say, stray, case.facts, case.context) == bound


@pytest.mark.parametrize(
    "say",
    [
        "The payment is $405.53 a month.",  # no fact has that value
        "The payment is $6,723.66 a month.",  # the value is there, in another role
        "You'd borrow $20,000.",  # three offers and the request have it
        "The payment is about half.",
        "Pay it off in 6.36%.",  # a share of the income has it, and nothing says so
    ],
)
def test_a_figure_that_fits_no_fact_or_several_is_not_bound(books, say):
    case = books.case("stray", {"book": "car"}, say)
    stray = next(f for f in check_reply(say, case.facts, case.context) if f.check == "figures")

    assert bind_unique(say, stray, case.facts, case.context) is None


def test_only_figures_are_bound(books):
    case = books.case("status", {"book": "car"}, "You are approved.")
    finding = check_reply(case.say, case.facts, case.context)[0]

    assert bind_unique(case.say, finding, case.facts, NO_CONTEXT) is None
