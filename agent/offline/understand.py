"""From a message and what is open to what was heard. Deterministic; nothing is decided here."""

from collections.abc import Sequence

from agent.language.answers import YesNo, read_yes_no
from agent.language.signals import Signal, find_signals
from agent.language.text import plain
from agent.offline.another import without_old_request
from agent.offline.asked import heading_asked
from agent.offline.asked_beside import asked_beside
from agent.offline.choices import says_undocumented
from agent.offline.debit import debit_wanted
from agent.offline.disputed import conflict_settled, told_beside
from agent.offline.early import asks_what_fits, pastes_document
from agent.offline.figures import (
    CORRECTION,
    knows_gold,
    loan_of_facts,
    product_of,
    quantities_in,
)
from agent.offline.filling_records import JOINT
from agent.offline.filling_sums import told_in
from agent.offline.heard import Heard
from agent.offline.honest import UNTRUE, honest_part, told_apart
from agent.offline.leaning import read_leaning
from agent.offline.moot import OF_THEIRS, ON_CONDITION, moot_topics
from agent.offline.offered import (
    joins_then,
    names_signing,
    says_age_only,
    signs_themselves,
    taken_up,
)
from agent.offline.old_figure import put_right
from agent.offline.phrases import is_question, policy_topic
from agent.offline.products import with_pictures
from agent.offline.quotes import RATE, read_quote
from agent.offline.read_early import read_beside_filed, read_early, read_moments
from agent.offline.read_shown import read_beside, read_references
from agent.offline.reading import Reading
from agent.offline.references import letters_in
from agent.offline.said_already import said_already
from agent.offline.scene import Scene
from agent.offline.shares import waits_for_price, with_share
from agent.offline.since import since_when
from agent.offline.slots import gold_words, without_those_in
from agent.offline.spoken_against import meant_by_all
from agent.offline.swapped import swapped
from agent.offline.told import (
    add_choices,
    add_shared,
    adds_to,
    co_applicant,
    party_of_two,
    remembered,
    slots_about_debt,
    slots_told,
)
from agent.offline.told_none import add_no_income, add_no_score, add_nones
from agent.offline.topics import (
    ANSWERED_BY_WORDS,
    UNSURE,
    phrased_topics,
    policy_query,
    settle_topics,
    topics_beside_offers,
    topics_in,
    wants_loan,
)
from agent.offline.what_ifs import (
    amount_letters,
    asks_more_down,
    changes_in,
    wants_other_time,
)
from agent.offline.whose_home import is_any_house


def understand(scene: Scene) -> Heard:
    """Read one message against its situation.

    >>> heard = understand(Scene("I need 20k for a car", {}))
    >>> heard.product, dict(heard.told)
    ('car', {'principal': '20k'})
    """
    text, filed = scene.said, scene
    scene = without_old_request(scene)
    signals = find_signals(text)
    honest = honest_part(text, signals)
    p, honest_p = with_pictures(text, plain(text)), with_pictures(honest, plain(honest))
    if pastes_document(p, text):
        return Heard(topics=("paste",))
    reading = Reading(
        scene, text, honest, p, honest_p,
        topics=_topics(scene, signals, p),
        answer=read_yes_no(text).value,
        asks=is_question(text, p),
    )  # fmt: skip
    if scene.open_id == "income_source" and says_undocumented(honest_p):
        reading.answer = YesNo.NO  # "certainly, I can't document that"
    _read_facts(reading)
    read_quote(reading)
    read_beside(reading)
    read_leaning(reading)
    _read_people(reading)
    _drop_what_is_not_meant(reading)
    _read_intent(reading)
    read_references(reading)
    read_early(reading)
    read_moments(reading)
    read_beside_filed(reading, filed)
    return _heard(reading)


def _topics(scene: Scene, signals: Sequence[Signal], p: str) -> list[str]:
    """Return what a message is about; "what do you need from me" asks for papers, not where it is.

    Where nothing is filed there is nothing to stand anywhere.
    """
    found = meant_by_all(scene, topics_in(signals, scene, p), phrased_topics(signals, p))
    moot = moot_topics(scene, signals, p)
    house = ["which_home"] if scene.product is None and is_any_house(p) else []
    return [*(t for t in found if t not in moot), *house]


def _read_facts(r: Reading) -> None:
    """Figures and choices, each in its field."""
    r.slots = slots_told(r.scene, r.honest, r.honest_p, r.topics)
    r.changes, levers = changes_in(r.scene, r.honest, r.honest_p, r.slots, r.topics)
    r.product = product_of(r.scene, r.honest_p) or taken_up(r.scene, r.honest_p, r.answer)
    r.told = told_in(r.honest, r.slots, levers | NOT_TOLD, r.product or r.scene.product)
    if r.product is None and r.scene.product is None:
        r.product = loan_of_facts({*r.told, *r.scene.known})
    r.told = with_share(r.scene, r.product or r.scene.product, r.told)
    adds_to(r.scene, r.honest_p, r.told)
    r.told |= _put_otherwise(r.scene, r.honest, r.honest_p)
    r.other_income = party_of_two(r.scene, r.honest, r.honest_p, r.told, r.slots)
    if r.scene.context.get("co_applicant") or any(f.startswith("co_") for f in r.told):
        add_shared(r.honest, r.told)
    add_choices(r.scene, r.honest, r.honest_p, r.product, r.told)
    since = None if "months_employed" in r.told else since_when(r.honest, r.scene)
    if since and "vehicle_model_year" not in r.told:
        r.told["months_employed"] = since
        if not r.scene.has("employment_status"):
            r.told.setdefault("employment_status", "Employed")  # a time in a job is work
    add_nones(r.honest, r.scene, r.told)
    add_no_income(r.honest, r.told, signs=bool(r.scene.context.get("co_applicant")))
    add_no_score(r.honest, r.scene, r.told)
    unfit = r.scene.context.get("outcome") in ("NOT_ON_THESE_TERMS", "FITS_WITH_CHANGES")
    of_gold = (r.product or r.scene.product) in (None, "gold") or unfit
    words = gold_words(r.honest, in_part=knows_gold(r.scene)) if of_gold else None
    if words and "gold_items" not in r.told:
        r.told = without_those_in(words, r.told) | {"gold_items": words}
        r.product = r.product or (None if r.scene.product == "gold" else "gold")
    debit = None if r.scene.offers or slots_about_debt(r.slots) else debit_wanted(r.honest)
    if debit is not None:
        r.told["autodebit"] = debit


def _put_otherwise(scene: Scene, text: str, p: str) -> dict[str, str]:
    """Return what is told by pointing at known figures: the other, the one said, the old one."""
    return swapped(scene, text) | said_already(scene, p) | put_right(scene, text)


def _read_people(r: Reading) -> None:
    """Which value stands where told and on file differ, and who signs."""
    r.conflicts = conflict_settled(r.scene, r.text, r.p, r.answer)
    if r.conflicts:
        disputed = r.scene.context.get("conflicts") or ()
        r.told = told_beside(r.told, disputed, r.p)
    if r.scene.context.get("outcome"):
        r.told = {f: w for f, w in r.told.items() if not _is_known(r.scene, f, w)}
    r.co = co_applicant(r.scene, r.honest, r.honest_p, r.answer, r.told)
    if r.co is None and r.scene.product and joins_then(r.honest):
        r.co = "add"
    if r.co == "add" and r.asks and r.answer != "YES" and not names_signing(r.honest_p, r.told):
        r.co = None
    education = r.scene.context.get("product") == "education"
    if says_age_only(r.honest_p):
        r.co = None
        r.told = {f: w for f, w in r.told.items() if f[:3] != "co_"}
    if education and signs_themselves(r.honest_p):
        r.co = "none"
        r.told = {f: w for f, w in r.told.items() if f[:3] != "co_"}
    if "drop_co" in r.topics and r.co == "add":
        r.co = "none"
    if r.co == "add" and not r.scene.context.get("co_applicant"):
        r.told = {**remembered(r.scene, r.told), **r.told}


def _drop_what_is_not_meant(r: Reading) -> None:
    """Nothing untrue is recorded; figures of "how do I get the full amount" change nothing."""
    if r.asks and asks_more_down(r.scene, r.p):
        r.topics, r.about = ["recourse"], "down_payment"
    if set(UNTRUE) & set(r.topics) and not told_apart(r.text, r.topics):
        r.changes = {}
        r.slots = [s for s in r.slots if s.field != "monthly_payment"]
        r.told.pop("annual_income", None)
        r.told.pop("monthly_obligations", None)
        r.told.pop("rent", None)
    if "recourse" in r.topics and r.scene.context.get("outcome"):
        r.changes, r.told = {}, {f: w for f, w in r.told.items() if f == "other_income"}
        r.slots = [s for s in r.slots if s.field != "monthly_payment"]
    asked = (r.scene.context.get("open_question") or {}).get("fields") or ()
    if set(asked) & set(r.told):
        r.topics = [t for t in r.topics if t != "declines"]  # what was asked is told
    if "[health detail]" in r.text and "sympathy" not in r.topics:
        r.topics.append("sympathy")
    if "sympathy" in r.topics and not (r.product or r.scene.product or r.told):
        r.topics = ["hardship" if t == "sympathy" else t for t in r.topics]


def _read_intent(r: Reading) -> None:
    """What it is about, and what to look up."""
    scene, p = r.scene, r.p
    if r.asks and not (r.told or scene.product) and set(r.topics) & NO_LOAN_TALK:
        r.product = None
    has_facts = bool(r.told or r.product or r.co or r.conflicts or r.changes)
    figures = r.quantity(RATE) or r.quoted or r.quantity("monthly_payment")
    is_idle = not (set(r.told) - _BESIDE_A_QUESTION or r.co or r.conflicts or r.changes or figures)
    searches = is_idle and not (r.product and not r.asks)
    r.query = policy_query(scene, r.honest, p, r.topics, searches)
    tells = (has_facts or bool(figures)) and (r.query is None or not is_idle)
    if tells and r.asks and not set(r.topics) & ANSWERED_BY_WORDS:
        r.query = asked_beside(scene, r.text) or r.query
    if policy_topic(p) in OF_THEIRS:
        r.slots = [s for s in r.slots if s.field != "monthly_payment"]
    is_policy = r.query is not None and is_idle
    r.topics = settle_topics(r.topics, scene, p, is_policy, has_facts)
    if not (has_facts or r.topics) and wants_other_time(scene, p):
        r.topics, r.query = ["other_time"], None
    changed = bool(r.changes or r.told)
    r.topics += topics_beside_offers(scene, p, r.topics, changed, r.asks)
    if {"figures", "contact"} & set(r.topics):
        r.query = p
    filed = scene.context.get("application_number") and r.product in (None, scene.product)
    if filed and policy_topic(p) == "documents":
        r.query, r.topics = None, [*r.topics, "status"]
    if asks_what_fits(p) and r.product and heading_asked(p) is None:
        r.query = None  # "my grandma's bangles, how much can I get" asks for a loan
    if r.query is not None and is_idle and r.product and not scene.product:
        asks_policy = policy_topic(p) is not None or not wants_loan(p)
        drops = r.asks and asks_policy and not ON_CONDITION.search(p)
        r.product = None if drops else r.product


def _is_known(scene: Scene, field: str, word: str) -> bool:
    """Tell whether a choice says what is known already: it changes nothing and asks for nothing."""
    known = scene.known.get(field.replace("co_", "co.", 1), {}).get("value")
    no_file = field == "credit_score" and "no_credit_file" in scene.known and "no" in word.lower()
    return no_file or (known is not None and known == word)


NO_LOAN_TALK = frozenset({"investment", "tax_legal", "near_domain", "off_topic"})
"""A question about one of these names things and asks for no loan for them."""
_BESIDE_A_QUESTION = frozenset({"state"})
"""A question may name it: "do you lend in Ohio"."""


def _heard(r: Reading) -> Heard:
    taken = {s.quantity.start for s in r.slots}
    return Heard(
        topics=tuple(dict.fromkeys(r.topics)),
        product=r.product,
        told=r.told,
        co_applicant=r.co,
        conflicts=r.conflicts,
        changes=r.changes,
        setups=r.setups,
        leans=r.leans,
        figure=r.figure,
        letters=r.pointed or letters_in(r.p, r.scene.offers) or amount_letters(r.scene, r.slots),
        payment=r.quantity("monthly_payment"),
        quoted=r.quoted,
        rate=r.quantity(RATE) or r.quoted.get(RATE),
        query=r.query,
        answer=r.answer,
        another=r.another,
        about=r.about,
        is_unsure=bool(UNSURE.search(r.p)),
        is_question=r.asks,
        is_correction=bool(CORRECTION.search(r.p)),
        other_income=r.other_income,
        percent_down=waits_for_price(
            r.honest, r.product or r.scene.product, {**r.told, **r.changes}
        ),
        left_over=tuple(q.text for q in quantities_in(r.honest) if q.start not in taken),
    )


NOT_TOLD = frozenset({"note_rate_pct", "monthly_payment", "extra_monthly", JOINT})
"""Figures of a question, not of the case."""
