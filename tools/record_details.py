"""Tool: record_details."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from tools.another_request import begins_another, beside_filed
from tools.case_file import CaseFile, Conflict, Known, moved_on
from tools.conflicts import Differs, as_shown, differs, settled, spec_of, with_told
from tools.context import ToolContext
from tools.facts import Fact, ToolRecord
from tools.fields import BY_NAME, CO_APPLICANT_FIELDS, NO_FIGURE, FieldSpec
from tools.intake import PURPOSE, QUESTIONS, assumed_term, open_questions, value_of, with_derived
from tools.lending.affordability import PaymentRange, payment_range
from tools.lending.errors import LendingError
from tools.lending.records import Product, Record
from tools.look_up_profile import field_fact
from tools.offer_facts import range_facts


class Recorded(Record):
    """One value as it now stands."""

    field: str
    """'annual_income', or 'co.annual_income' for the person who would sign too."""
    label: str
    value: str | None
    words: str | None
    reading: str | None
    """How the words were read, where that should be said: 'thousands', 'x12', 'net to gross'."""
    previous: str | None = None
    """What had been said before, when this corrects it."""


class NextQuestion(Record):
    """What to ask next."""

    id: str
    fields: tuple[str, ...]
    times_asked: int


class Unread(Record):
    """Words that could not be read into a field; nothing was recorded for it."""

    field: str
    words: str
    why: str


class DetailsRecorded(ToolRecord):
    """The case after what the customer just said."""

    product: Product | None
    recorded: tuple[Recorded, ...]
    forgotten: tuple[str, ...] = ()
    """Fields that were taken back without another value."""
    unread: tuple[Unread, ...] = ()
    conflicts: tuple[Differs, ...] = ()
    missing: tuple[str, ...]
    """Fields still needed before an offer, in the order of asking."""
    next_question: NextQuestion | None
    complete: bool
    changed: bool
    beside: str | None = None
    """The filed application beside which this call began another request."""
    payment_range: PaymentRange | None = None
    """Once, before any offer: what such a loan costs a month across the bank's rates."""

    def own_facts(self) -> Iterable[Fact]:
        for item in self.recorded:
            yield from _said_facts(item.field, item.value, item.previous)
        if self.payment_range is not None:
            yield from range_facts(self.payment_range)
        for one in self.conflicts:
            spec = spec_of(one.field)
            if spec.kind not in NO_FIGURE and one.told and one.on_file:
                yield field_fact("said", spec, one.told)
                yield field_fact("on_file", spec, one.on_file)


def _said_facts(field: str, value: str | None, previous: str | None) -> Iterable[Fact]:
    spec, holder = spec_of(field), "co_applicant" if field.startswith("co.") else "applicant"
    if spec.kind in NO_FIGURE:
        return
    if value is not None:
        yield field_fact("said", spec, value, holder)
    if previous is not None:
        subject = "before" if holder == "applicant" else "co_before"
        yield field_fact("said", spec._replace(holder="party"), previous, subject)


class _Draft(NamedTuple):
    """The case while one message is being recorded."""

    case: CaseFile
    recorded: tuple[Recorded, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def _holder(case: CaseFile, spec: FieldSpec, is_co: bool) -> tuple[str, Mapping[str, Known]]:
    if is_co:
        return "co_applicant", case.co_applicant or {}
    return ("request", case.request) if spec.holder == "request" else ("applicant", case.applicant)


def _record(draft: _Draft, field: str, known: Known) -> _Draft:
    """Put one told value into the case, keep what it corrects, or note the conflict."""
    is_co, spec = field.startswith("co."), spec_of(field)
    name, held = _holder(draft.case, spec, is_co)
    old = held.get(spec.name)
    if not is_co and old is not None and differs(old, known):
        pending = next((c for c in draft.case.conflicts if c.field == field), None)
        confirmed = pending is not None and _says_again(pending.told, known)
        if old.source == "verified" or not confirmed:
            conflict = Conflict(field=field, on_file=old, told=known)
            return draft._replace(conflicts=(*draft.conflicts, conflict))
    update = with_told(held, spec, known)
    corrects = old is not None and old.source == "told" and old.value != known.value
    if corrects and spec.name == "annual_income" and old is not None:
        update.setdefault("income_said_before", old)
    said = Recorded(
        field=field,
        label=spec.label,
        value=known.value,
        words=known.words,
        reading=known.reading,
        previous=old.value if corrects and old is not None else None,
    )
    case = draft.case.model_copy(update={name: update})
    return _Draft(case, (*draft.recorded, said), draft.conflicts)


def _says_again(told: Known, known: Known) -> bool:
    """Tell whether a later message says the same value: the same words twice confirm nothing."""
    return told.value == known.value and (known.message is None or known.message != told.message)


def _still_open(draft: _Draft) -> Iterable[Conflict]:
    """Keep what was asked back and not answered: passing it over chooses neither value."""
    touched = {r.field for r in draft.recorded} | {c.field for c in draft.conflicts}
    return (c for c in draft.case.conflicts if c.field not in touched)


def _second_person(case: CaseFile, answer: Literal["add", "none"] | None) -> CaseFile:
    if answer == "none":
        return case.model_copy(update={"co_applicant": None, "co_applicant_refused": True})
    if answer == "add" and case.co_applicant is None:
        return case.model_copy(update={"co_applicant": {}, "co_applicant_refused": False})
    return case


def _without(case: CaseFile, names: Iterable[str]) -> CaseFile:
    """Take back what was told. Its question counts as asked: a soft one is assumed from then on.

    So it does where nothing was told: the customer does not know it.
    """
    for field in map(_field, names):
        holder, held = _holder(case, spec_of(field), field.startswith("co."))
        old = held.get(spec_of(field).name)
        if old is not None and old.source in ("on_file", "verified"):
            continue
        kept = {n: k for n, k in held.items() if k is not old}
        asked = tuple(q.id for q in QUESTIONS if field in q.fields)
        case = case.model_copy(update={holder: kept, "asked": (*case.asked, *asked)})
    return case


def _field(name: str) -> str:
    """Read an argument name: 'co_annual_income' is 'co.annual_income'."""
    plain = name.removeprefix("co_")
    if name.startswith("co_") and plain in CO_APPLICANT_FIELDS:
        return f"co.{plain}"
    if name not in BY_NAME:
        raise LendingError(f"There is no field {name!r}. Fields: {', '.join(sorted(BY_NAME))}.")
    return name


def _ask_next(case: CaseFile, context: ToolContext) -> tuple[CaseFile, NextQuestion | None]:
    open_now = open_questions(case, context.knowledge.rulebook)
    if case.conflicts:
        question = NextQuestion(
            id="conflict", fields=tuple(c.field for c in case.conflicts), times_asked=0
        )
        return case, question
    if not open_now:
        return case, None
    first = open_now[0]
    times = case.asked.count(first.id)
    question = NextQuestion(id=first.id, fields=first.fields, times_asked=times)
    return case.model_copy(update={"asked": (*case.asked, first.id)}), question


def record_details(
    context: ToolContext,
    /,
    *,
    product: Product | None = None,
    co_applicant: Literal["add", "none"] | None = None,
    conflicts: Literal["told", "on_file"] | None = None,
    forget: tuple[str, ...] | None = None,
    another: bool | None = None,
    **told: Known,
) -> DetailsRecorded:
    """Record what the customer just said, field by field, in the customer's own words.

    Use whenever a message holds facts, corrections or a change of mind. Give the words exactly as
    written ("62k a year", "48 months"); the bank's code reads them. Never fill in a figure that
    the customer did not say.

    Args:
        product: What the loan is for, as one of the bank's products.
        co_applicant: "add" when another person will sign too, "none" when nobody will.
        conflicts: Which value the customer chose where told and on file differ.
        forget: Names of fields that the customer takes back without another value, or does not
            know.
        another: True when an application is filed and the customer asks for a further loan; what is
            known of the customer stays, and the filed application is left as it is.
        told: The customer's words by field.
    """
    found_case = context.case
    begins = begins_another(found_case, product, bool(another))
    before = beside_filed(found_case) if begins else found_case
    case = before if conflicts is None else settled(before, conflicts)
    case = _without(case, forget or ())
    if product is not None:
        case = case.model_copy(update={"product": product, "product_assumed": False})
    wants_two = co_applicant or ("add" if any(n.startswith("co_") for n in told) else None)
    draft = _Draft(_second_person(case, wants_two))
    for name, known in told.items():
        field = _field(name)
        value = _capacity(known, draft.case, context) if spec_of(field).kind == "age" else known
        draft = _record(draft, field, value)
    case = _with_purpose(draft.case, told_more=bool(set(told) - {"term_months"}))
    case = with_derived(case, context.knowledge.rulebook, context.now)
    differing = (*_still_open(draft), *draft.conflicts)
    standing = tuple(c for c in differing if c.on_file.source != "verified")
    case = moved_on(before, case.model_copy(update={"conflicts": standing}))
    changed = case.version != found_case.version
    case, question = _ask_next(case, context)
    again = set(told) <= {"principal", "term_months"}
    case, found = _range(case, context, again=again) if question else (case, None)
    open_now = open_questions(case, context.knowledge.rulebook)
    return DetailsRecorded(
        product=case.product,
        recorded=draft.recorded,
        forgotten=tuple(f for f in map(_field, forget or ()) if before.known(f) is not None),
        conflicts=as_shown(differing),
        missing=tuple(dict.fromkeys(f for q in open_now for f in q.fields)),
        next_question=question,
        complete=question is None,
        changed=changed,
        beside=case.filed[-1].number if begins else None,
        payment_range=found,
        case=case,
    )


def _with_purpose(case: CaseFile, *, told_more: bool) -> CaseFile:
    """Assume a personal loan for an amount whose purpose was asked for and not named.

    Who told something else instead is asked once more.
    """
    asked = case.asked.count(PURPOSE.id) >= (2 if told_more else 1)
    if case.product is not None or not asked or "principal" not in case.request:
        return case
    return case.model_copy(update={"product": Product.PERSONAL, "product_assumed": True})


def _range(
    case: CaseFile, context: ToolContext, *, again: bool
) -> tuple[CaseFile, PaymentRange | None]:
    """Return the range of payments once purpose and amount are known, and note that it was.

    `again`: also after it was shown, for another amount or time or because it is asked about.
    """
    principal = value_of(case.request.get("principal"))
    shown = case.range_shown and not again
    if case.product is None or principal is None or case.offers or shown:
        return case, None
    rulebook = context.knowledge.rulebook
    months = value_of(case.request.get("term_months"))
    term = int(months) if months else assumed_term(case, case.product, rulebook)
    try:
        found = payment_range(case.product, principal, term, rulebook)
    except LendingError:
        return case, None
    return case.model_copy(update={"range_shown": True}), found


def _capacity(known: Known, case: CaseFile, context: ToolContext) -> Known:
    """Turn an age into whether they may sign alone; the age and the words for it are not kept."""
    legal = context.knowledge.rulebook.catalogue.legal
    state = case.applicant.get("state")
    least = legal.min_age_by_state.get(state.value or "", legal.min_age) if state else legal.min_age
    capable = (
        known.value if known.value in ("true", "false") else str(int(known.value or 0) >= least)
    )
    update = {"value": capable.lower(), "words": None, "span": None, "reading": None}
    return known.model_copy(update=update)
