"""From what is known to what can be judged: derived values, what is missing, what to ask next."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from tools.case_file import CaseFile, Known
from tools.lending.amortization import monthly_payment
from tools.lending.catalogue import Rulebook
from tools.lending.errors import MissingFact
from tools.lending.gold import gold_value
from tools.lending.records import (
    WORKING,
    Assumption,
    DecisionProfile,
    GoldItem,
    Inquiry,
    LoanRequest,
    Party,
    Product,
)
from tools.lending.units import ZERO, to_cents, up_to_step

WORKING_WORDS = tuple(status.value for status in WORKING)
STRUCTURED = ("gold_items", "bureau_factors", "public_records", "income_by_year")
"""Fields whose canonical text is JSON."""


def value_of(known: Known | None) -> Decimal | None:
    """Read a known amount as a number; None where nothing is known or there is none."""
    return None if known is None or known.value is None else Decimal(known.value)


class View(NamedTuple):
    """A case and its rulebook, with the look-ups that questions and derivations share."""

    case: CaseFile
    rulebook: Rulebook

    def has(self, field: str) -> bool:
        """Tell whether the field is known, 'there is none' included."""
        return self.case.known(field) is not None

    def text(self, field: str) -> str | None:
        known = self.case.known(field)
        return known.value if known else None

    def number(self, field: str) -> Decimal | None:
        return value_of(self.case.known(field))

    @property
    def employment(self) -> str | None:
        return self.text("employment_status")

    @property
    def is_alone(self) -> bool:
        return self.case.co_applicant is None


# -- values that follow from others ------------------------------------------------------------


def _home_or_car_principal(view: View) -> Decimal | None:
    price = view.number("property_value") or view.number("vehicle_price")
    down = view.number("down_payment")
    return price - down if price and down is not None and price > down else None


def _down_payment(view: View) -> Decimal | None:
    price, principal = view.number("property_value"), view.number("principal")
    if view.case.product is not Product.HOME or price is None or principal is None:
        return None
    return max(price - principal, ZERO)


def _refinance_principal(view: View) -> Decimal | None:
    payoff = view.number("payoff_balance")
    if view.case.product is not Product.MORTGAGE_REFINANCE or payoff is None:
        return None
    return up_to_step(payoff, view.rulebook.catalogue.principal_step)


def _education_principal(view: View) -> Decimal | None:
    cost = view.number("cost_of_attendance")
    if view.case.product is not Product.EDUCATION or cost is None or not view.has("other_aid"):
        return None
    return max(cost - (view.number("other_aid") or ZERO), ZERO)


def _provider_principal(view: View) -> Decimal | None:
    return view.number("provider_estimate") if view.case.product is Product.MEDICAL else None


def _old_payment(view: View) -> Decimal | None:
    parts = [
        view.number(f) for f in ("payoff_balance", "old_note_rate_pct", "old_remaining_months")
    ]
    if view.case.product is not Product.MORTGAGE_REFINANCE or any(p is None for p in parts):
        return None
    balance, rate, months = (p or ZERO for p in parts)
    return monthly_payment(balance, rate, int(months)) if months >= 1 and balance > 0 else None


def _other_income(view: View) -> Decimal | None:
    """Without a job, an income with papers is the other income."""
    papers = view.text("other_income_documents") is not None
    without_work = view.employment in ("Unemployed", "Student", "Retired")
    return view.number("annual_income") if papers and without_work else None


DERIVED: tuple[tuple[str, Callable[[View], Decimal | None]], ...] = (
    ("principal", _refinance_principal),
    ("principal", _home_or_car_principal),
    ("principal", _education_principal),
    ("principal", _provider_principal),
    ("down_payment", _down_payment),
    ("mortgage_principal_and_interest", _old_payment),
    ("other_income", _other_income),
)


def with_derived(case: CaseFile, rulebook: Rulebook, now: datetime) -> CaseFile:
    """Fill in what follows from the rest; a derived value follows its sources when they change."""
    kept = {n: k for n, k in case.request.items() if k.source != "derived"}
    if _is_the_price(kept):
        del kept["principal"]
    applicant = {n: k for n, k in case.applicant.items() if k.source != "derived"}
    for field, derive in DERIVED:
        view = View(case.model_copy(update={"request": kept, "applicant": applicant}), rulebook)
        amount = None if view.has(field) else derive(view)
        if amount is None:
            continue
        known = Known(value=str(to_cents(amount)), source="derived", as_of=now)
        (applicant if field in DecisionProfile.model_fields else kept)[field] = known
    return case.model_copy(update={"request": kept, "applicant": applicant})


def _is_the_price(told: Mapping[str, Known]) -> bool:
    """Tell whether the amount told turned out to be the price: nobody pays down and borrows all."""
    principal, down = value_of(told.get("principal")), value_of(told.get("down_payment"))
    prices = [value_of(told.get(f)) for f in ("vehicle_price", "property_value")]
    return bool(down) and principal is not None and principal in prices


# -- what to ask -------------------------------------------------------------------------------


class Question(NamedTuple):
    """One thing to ask, when it is open. Soft: asked once, then left open or assumed."""

    id: str
    fields: tuple[str, ...]
    products: tuple[Product, ...]
    is_open: Callable[[View], bool]
    soft: bool = False


def _lacks(*fields: str) -> Callable[[View], bool]:
    return lambda view: any(not view.has(f) for f in fields)


def _home_price_open(view: View) -> bool:
    return not view.has("property_value") or not view.has("principal")


def _gold_open(view: View) -> bool:
    return not view.has("gold_items") and not view.has("gold_value")


def _equity_open(view: View) -> bool:
    limit = view.rulebook.terms(Product.HOME_IMPROVEMENT).unsecured_up_to or ZERO
    owes = view.text("home_ownership") == "Mortgage"
    return (view.number("principal") or ZERO) > limit and (
        not view.has("property_value") or (owes and not view.has("first_lien_balance"))
    )


def _is_weak(view: View) -> bool:
    """Tell whether an education loan needs somebody else to sign (E-060)."""
    terms = view.rulebook.terms(Product.EDUCATION)
    income, score = view.number("annual_income"), view.number("credit_score")
    return (
        view.employment in ("Student", "Unemployed")
        or (income is not None and income < terms.min_annual_income)
        or view.text("no_credit_file") == "true"
        or (score is not None and score < (terms.min_credit_score or 0))
    )


def _co_applicant_open(view: View) -> bool:
    """Ask who signs too before asking about work: most who study borrow with somebody."""
    undecided = view.is_alone and not view.case.co_applicant_refused
    return undecided and (view.employment is None or _is_weak(view))


def _studies(view: View) -> bool:
    """Tell whether somebody else's income carries the loan: one's own is then no must."""
    waits = not view.is_alone or (_is_weak(view) and not view.case.co_applicant_refused)
    return view.case.product is Product.EDUCATION and waits


def _own_money_open(view: View) -> bool:
    return not _studies(view) and _lacks("annual_income", "monthly_obligations")(view)


def _own_score_open(view: View) -> bool:
    known = view.has("credit_score") or view.has("no_credit_file")
    return not known and not _studies(view)


def _rent_open(view: View) -> bool:
    renting = view.text("home_ownership") in (None, "Rent")
    return renting and not view.has("rent") and bool(view.number("monthly_obligations"))


def _own_job_open(view: View) -> bool:
    return view.is_alone and _job_open(view)


def _job_open(view: View) -> bool:
    time_open = view.employment in WORKING_WORDS and not view.has("months_employed")
    return view.employment is None or (time_open and "job" not in view.case.asked)


def _income_source_open(view: View) -> bool:
    income = view.number("annual_income") or ZERO
    without_work = view.employment in ("Unemployed", "Student")
    excluded = view.employment == "Student" and view.case.product is Product.HOME
    return (
        without_work and not excluded and view.is_alone and income > 0
        and not view.has("other_income")
    )  # fmt: skip


def _co_open(*fields: str) -> Callable[[View], bool]:
    return lambda view: not view.is_alone and any(not view.has(f"co.{f}") for f in fields)


def _co_score_open(view: View) -> bool:
    known = view.has("co.credit_score") or view.has("co.no_credit_file")
    return not view.is_alone and not known


def _state_open(view: View) -> bool:
    """Tell whether it is to be asked where they live: only a bank that does not lend everywhere."""
    served = view.rulebook.catalogue.legal.states_served
    return served is not None and not view.has("state")


C, H, G, E, P, M, HI, R = Product  # the eight products, in the order of the catalogue
ALL = (C, H, G, E, P, M, HI, R)
BORROWING = (C, H, E, P, M, HI, R)
"""All but gold, whose collateral stands in for income and score."""


def _about_co(products: tuple[Product, ...]) -> tuple[Question, ...]:
    """Return what is asked about somebody who signs too."""
    return (
        Question(
            "co_money", ("co.annual_income", "co.monthly_obligations"), products,
            _co_open("annual_income", "monthly_obligations"),
        ),
        Question("co_score", ("co.credit_score",), products, _co_score_open, soft=True),
    )  # fmt: skip


QUESTIONS: tuple[Question, ...] = (
    Question("home_price", ("property_value", "down_payment"), (H,), _home_price_open),
    Question(
        "old_mortgage",
        ("payoff_balance", "old_note_rate_pct", "old_remaining_months"),
        (R,),
        _lacks("payoff_balance", "old_note_rate_pct", "old_remaining_months"),
    ),
    Question("home_value", ("property_value",), (R,), _lacks("property_value")),
    Question("ownership", ("home_ownership",), (HI,), _lacks("home_ownership")),
    Question(
        "school_cost", ("cost_of_attendance", "other_aid"), (E,), _lacks("cost_of_attendance"),
        soft=True,
    ),
    Question("principal", ("principal",), (C, G, E, P, M, HI), _lacks("principal")),
    Question("vehicle", ("vehicle_price", "vehicle_condition"), (C,), _lacks("vehicle_price"),
             soft=True),
    Question("gold", ("gold_items",), (G,), _gold_open),
    Question("home_equity", ("property_value", "first_lien_balance"), (HI,), _equity_open),
    Question("provider_estimate", ("provider_estimate",), (M,), _lacks("provider_estimate"),
             soft=True),
    Question(
        "gold_budget", ("monthly_obligations", "repayment_source"), (G,),
        _lacks("monthly_obligations"), soft=True,
    ),
    Question("co_applicant", ("co_applicant",), (E,), _co_applicant_open),
    *_about_co((E,)),
    Question("job", ("employment_status", "months_employed"), (E,), _own_job_open),
    Question("money", ("annual_income", "monthly_obligations"), BORROWING, _own_money_open),
    Question("rent", ("rent",), (H,), _rent_open, soft=True),
    Question("job", ("employment_status", "months_employed"), (C, H, P, M, HI, R), _job_open),
    Question("income_source", ("other_income",), (C, H, P, M, HI, R), _income_source_open,
             soft=True),
    Question("state", ("state",), ALL, _state_open, soft=True),
    Question("score", ("credit_score",), BORROWING, _own_score_open, soft=True),
    *_about_co((C, H, G, P, M, HI, R)),
)  # fmt: skip
"""In the order of asking (domain 7.1): who signs too comes after the customer's own facts, but for
education, where they carry the loan. The words are in prompts/offline/questions.toml."""

PURPOSE = Question("purpose", ("product",), ALL, lambda view: view.case.product is None)


def open_questions(case: CaseFile, rulebook: Rulebook) -> tuple[Question, ...]:
    """List what still has to be asked before an offer, in order; empty when complete."""
    if case.product is None:
        return (PURPOSE,)
    view = View(case, rulebook)
    return tuple(
        q
        for q in QUESTIONS
        if case.product in q.products and not (q.soft and q.id in case.asked) and q.is_open(view)
    )


# -- the inquiry -------------------------------------------------------------------------------


def _plain(fields: Mapping[str, Known], model: type[Party] | type[LoanRequest]) -> dict[str, Any]:
    """Strip the sources: name -> value, as the record's own validation will read it."""
    known = {n: k.value for n, k in fields.items() if n in model.model_fields}
    return {n: json.loads(v) if n in STRUCTURED else v for n, v in known.items() if v is not None}


def assumed_term(case: CaseFile, product: Product, rulebook: Rulebook) -> int:
    """Return the months of a loan whose term nobody named; a refinance keeps what is left."""
    remaining = value_of(case.known("old_remaining_months")) if product is R else None
    return int(remaining) if remaining else rulebook.terms(product).term_months.default


def _assumed_request(view: View) -> dict[str, str]:
    """Return the bank's defaults for what nobody said, as canonical text."""
    product, catalogue = view.case.product, view.rulebook.catalogue
    assert product is not None  # noqa: S101 - the caller checked
    assumed: dict[str, str] = {}
    if not view.has("term_months"):
        assumed["term_months"] = str(assumed_term(view.case, product, view.rulebook))
    if view.case.product_assumed:
        assumed["product"] = product.value
    if product is C and not view.has("vehicle_condition"):
        assumed["vehicle_condition"] = "new"
    value = view.number("property_value")
    if product in (H, R) and value and not view.has("taxes_and_insurance"):
        share = catalogue.advice.taxes_and_insurance_default_pct
        assumed["taxes_and_insurance"] = str(to_cents(value * share / 1200))
    return assumed


def _assumed_applicant(view: View) -> dict[str, str]:
    assumed: dict[str, str] = {}
    if view.case.product is G and not view.has("monthly_obligations"):
        assumed["monthly_obligations"] = "0.00"
    if _studies(view) and not view.is_alone:
        unsaid = (f for f in ("annual_income", "monthly_obligations") if not view.has(f))
        assumed |= dict.fromkeys(unsaid, "0.00")
    return assumed


def _whole_obligations(view: View, request: Mapping[str, Any]) -> dict[str, str]:
    """Put the present home into the monthly obligations, of which it is a part.

    Who refinances names taxes and insurance once, for the home; they leave with the old payment.
    Somebody whose "monthly debts" are smaller than the rent or mortgage alone named the others.
    """
    total = view.number("monthly_obligations")
    known = view.case.known("monthly_obligations")
    housing = view.number("rent") or ZERO
    replaced: dict[str, str] = {}
    if view.case.product is R:
        if not view.has("home_ownership") and view.number("payoff_balance"):
            replaced["home_ownership"] = "Mortgage"
        on_file = value_of(view.case.applicant.get("taxes_and_insurance"))
        taxes = Decimal(request.get("taxes_and_insurance") or 0) if on_file is None else on_file
        replaced["taxes_and_insurance"] = str(taxes)
        housing = (view.number("mortgage_principal_and_interest") or ZERO) + taxes
    is_told = known is not None and known.source == "told"
    if total is not None and is_told and total < housing:
        old = view.number("mortgage_principal_and_interest") if view.case.product is R else None
        has_it = old is not None and total >= old  # all but its taxes and insurance
        replaced["monthly_obligations"] = str(to_cents(housing if has_it else total + housing))
    return replaced


def _gold(request: dict[str, Any], per_fine_gram: Decimal) -> None:
    """Value the gold from its items unless it was assayed."""
    if "gold_items" in request and "gold_value" not in request:
        items = tuple(GoldItem.model_validate(item) for item in request["gold_items"])
        request["gold_value"] = gold_value(items, per_fine_gram)


def _assumed_values(fields: Mapping[str, Known]) -> dict[str, str]:
    return {n: k.value or "" for n, k in fields.items() if k.source == "assumed"}


def _party(fields: Mapping[str, Known]) -> Party:
    return Party.model_validate(_plain(fields, Party))


def _assumptions(view: View, defaults: Mapping[str, str]) -> tuple[Assumption, ...]:
    """List everything that stands in for what nobody said, by field."""
    used = dict(defaults) | _assumed_values(view.case.applicant)
    others = _assumed_values(view.case.co_applicant or {})
    used |= {f"co.{name}": value for name, value in others.items()}
    if view.text("income_estimated") == "true":
        used["income_estimated"] = view.text("annual_income") or ""
    return tuple(Assumption(field=f, used=u) for f, u in sorted(used.items()))


def inquiry_from(case: CaseFile, rulebook: Rulebook, per_fine_gram: Decimal) -> Inquiry:
    """Turn the case into what rules, price and offers read.

    Raises `MissingFact` when the product or the principal is not known yet.
    """
    if case.product is None:
        raise MissingFact("what the loan is for")
    view = View(case, rulebook)
    if not view.has("principal"):
        raise MissingFact("the amount to borrow")
    defaults, own = _assumed_request(view), _assumed_applicant(view)
    request = defaults | _plain(case.request, LoanRequest) | {"product": case.product}
    _gold(request, per_fine_gram)
    applicant = own | _plain(case.applicant, DecisionProfile) | _whole_obligations(view, request)
    return Inquiry(
        request=LoanRequest.model_validate(request),
        applicant=DecisionProfile.model_validate(applicant),
        co_applicant=None if case.co_applicant is None else _party(case.co_applicant),
        co_applicant_refused=case.co_applicant_refused,
        stage="application" if case.application_number else "inquiry",
        assumptions=_assumptions(view, defaults | own),
        owns_gold=any(view.has(f) for f in ("owns_gold", "gold_items", "gold_value")),
    )
