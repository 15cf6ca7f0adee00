"""Speed of the ground floor: schedule, rules, offer sets."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import cycle

from evals.bench.timing import Measured, beside, median_ms
from tools.knowledge import Knowledge
from tools.knowledge.golden import GoldenCase, golden_cases
from tools.lending.amortization import amortization_schedule
from tools.lending.eligibility import as_asked, findings_of, judge, plan_of
from tools.lending.evaluate import evaluate
from tools.lending.records import Inquiry, Product
from tools.lending.standing import standing_of

TODAY = date(2026, 11, 23)
RULES_AIM_MS, OFFERS_AIM_MS = 0.3, 50.0


def _numpy_schedule(principal: float, rate_pct: float, months: int) -> list[tuple[float, ...]]:
    """Build the same table with numpy-financial: payment, interest, principal, balance."""
    import numpy as np
    import numpy_financial as npf

    periods, rate = np.arange(1, months + 1), rate_pct / 1200
    payment = -npf.pmt(rate, months, principal)
    interest = -npf.ipmt(rate, periods, months, principal)
    repaid = -npf.ppmt(rate, periods, months, principal)
    balance = principal - np.cumsum(repaid)
    columns = (np.full(months, payment), interest, repaid, balance)
    return list(zip(*(np.round(c, 2).tolist() for c in columns), strict=True))


def is_exact(principal: Decimal, rate_pct: Decimal, months: int) -> bool:
    """Check every row by its own definition, and that the principal parts repay the loan."""
    rows, balance = amortization_schedule(principal, rate_pct, months), principal
    for row in rows:
        exact = (balance * rate_pct / 1200).quantize(Decimal("0.01"), ROUND_HALF_UP)
        balance -= row.principal
        if row.interest != exact or row.balance != balance:
            return False
    return balance == 0 and sum(r.principal for r in rows) == principal


def schedule() -> Measured:
    """A 360-month schedule against numpy-financial."""
    principal, rate = Decimal("300000.00"), Decimal("9.50")
    ours, peer = beside(
        lambda: amortization_schedule(principal, rate, 360),
        lambda: _numpy_schedule(300000.0, 9.5, 360),
        rounds=301,
    )
    exact = is_exact(principal, rate, 360)
    return Measured(
        "360-month schedule", ours, "numpy-financial", peer, "no slower, exact to the cent",
        ours <= peer and exact, "exact" if exact else "NOT EXACT",
    )  # fmt: skip


def _priced(cases: tuple[GoldenCase, ...]) -> tuple[Inquiry, ...]:
    return tuple(c.inquiry for c in cases)


def rules(knowledge: Knowledge) -> Measured:
    """All rules with their findings, over the golden cases in turn."""
    rulebook, turn = knowledge.rulebook, cycle(_priced(golden_cases()))

    def run() -> None:
        inquiry = next(turn)
        plan = plan_of(rulebook, inquiry.request.product, inquiry.stage)
        standing = standing_of(inquiry, rulebook, TODAY)
        findings_of(judge(plan, as_asked(plan, standing)))

    ours = median_ms(run, rounds=720)
    return Measured(
        "all rules with trace", ours, aim=f"at most {RULES_AIM_MS} ms", met=ours <= RULES_AIM_MS
    )


def offer_sets(knowledge: Knowledge) -> Iterator[Measured]:
    """An offer set for each product: the slowest golden case of that product."""
    cases = golden_cases()
    for product in Product:
        inquiries = [c.inquiry for c in cases if c.inquiry.request.product is product]
        times = (
            median_ms(lambda i=i: evaluate(i, knowledge.rulebook, TODAY), rounds=31)  # type: ignore[misc]
            for i in inquiries
        )
        worst = max(times)
        yield Measured(
            f"offer set, {product}", worst, aim=f"at most {OFFERS_AIM_MS} ms",
            met=worst <= OFFERS_AIM_MS,
        )  # fmt: skip
