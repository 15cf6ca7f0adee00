"""The worked examples W1 to W17 of the specification (3.9), to the cent."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tools.lending.amortization import (
    amortization_schedule,
    balance_after,
    loan_totals,
    max_principal,
    monthly_payment,
    per_diem_interest,
)
from tools.lending.apr import apr_pct, level_apr_pct
from tools.lending.catalogue import PmiTerms
from tools.lending.deferment import (
    deferred_loan,
    interest_saved_by_paying_in_school,
    payment_flows,
)
from tools.lending.gold import gold_value, max_bullet_principal, max_gold_principal
from tools.lending.pmi import pmi_plan
from tools.lending.prepayment import prepay
from tools.lending.ratios import (
    dti_post_pct,
    dti_pre_pct,
    front_end_pct,
    monthly_obligations_from_dti,
)
from tools.lending.records import GoldItem
from tools.lending.refinance import OldMortgage, refinance_benefit, term_reset_cost
from tools.lending.units import down_to_step, to_cents

D = Decimal
PMI = PmiTerms(
    above_ltv_pct=D(80),
    annual_pct_of_balance=D("0.60"),
    cancel_on_request_ltv_pct=D(80),
    ends_at_ltv_pct=D(78),
)
OLD = OldMortgage(D("243561.57"), D("11.5"), D("2475.73"), 300)


def payments(principal: str, rate: str, months: int) -> str:
    return " ".join(str(r.payment) for r in amortization_schedule(D(principal), D(rate), months))


def totals(principal: str, rate: str, months: int) -> str:
    return " ".join(str(figure) for figure in loan_totals(D(principal), D(rate), months))


def row(principal: str, rate: str, months: int, number: int) -> str:
    return " ".join(
        str(x) for x in amortization_schedule(D(principal), D(rate), months)[number - 1][2:]
    )


def fee_apr(principal: str, amount_financed: str) -> Decimal:
    loan = loan_totals(D(principal), D(12), 48)
    return level_apr_pct(D(amount_financed), loan.monthly_payment, loan.last_payment, 48, D(12))


def mortgage_apr(insurance: tuple[Decimal, int] | None) -> Decimal:
    loan = loan_totals(300000, D("9.5"), 360)
    return level_apr_pct(296500, loan.monthly_payment, loan.last_payment, 360, D("9.5"), insurance)


def refinanced(months: int) -> str:
    new = loan_totals(OLD.balance, D("9.25"), months)
    benefit = refinance_benefit(OLD, new, months, D("3685.62"))
    return f"{new.monthly_payment} {benefit.monthly_saving} {benefit.lifetime_saving}"


def break_even() -> Decimal | None:
    new = loan_totals(OLD.balance, D("9.25"), 300)
    return refinance_benefit(OLD, new, 300, D("3685.62")).break_even_months


def insurance() -> str:
    plan = pmi_plan(300000, 333333, D("9.5"), 360, PMI)
    return " ".join(str(figure) for figure in plan or ())


def w13(figure: str) -> str:
    loans = [loan_totals(20000, D("8.57"), months) for months in (36, 48, 60, 72, 84)]
    return " ".join(str(getattr(loan, figure)) for loan in loans)


def dti_room(cap: int) -> Decimal:
    return D(50000) / 12 * (cap - 35) / 100


def in_school() -> str:
    loan = deferred_loan(40000, D("9.5"), 120, 48, pays_interest_in_school=True)
    return f"{loan.monthly_in_school} {loan.monthly_payment} {loan.total_of_payments}"


def waiting() -> str:
    loan = deferred_loan(40000, D("9.5"), 120, 48)
    return " ".join(
        str(x)
        for x in (
            loan.capitalised_interest,
            loan.repayment_principal,
            loan.monthly_payment,
            loan.total_of_payments,
        )
    )


def waiting_apr() -> Decimal:
    flows = payment_flows(deferred_loan(40000, D("9.5"), 120, 48))
    return apr_pct([(40000, 0, 0)], flows, 12).quantize(D("0.001"))


def extra(**paid: Decimal | int) -> str:
    plan = prepay(20000, D("8.2"), 60, **paid)  # type: ignore[arg-type]
    return f"{plan.months} {plan.total_interest} {plan.interest_saved} {plan.last_payment}"


def joint_dti(income: int, obligations: int) -> Decimal | None:
    return dti_post_pct(D(obligations), D(income), D("2088.46"))


Example = tuple[str, Callable[[], object], str]
EXAMPLES: tuple[Example, ...] = (
    (
        "W1 payment, last, interest, total",
        lambda: totals("20000", "8.2", 60),
        "407.44 407.77 4446.73 24446.73",
    ),
    ("W1 row 1", lambda: row("20000", "8.2", 60, 1), "136.67 270.77 19729.23"),
    ("W1 row 2", lambda: row("20000", "8.2", 60, 2), "134.82 272.62 19456.61"),
    (
        "W2 payment, last, interest, total",
        lambda: totals("300000", "9.5", 300),
        "2621.09 2620.79 486326.70 786326.70",
    ),
    ("W2 row 1", lambda: row("300000", "9.5", 300, 1), "2375.00 246.09 299753.91"),
    ("W3 1,000 over 3", lambda: payments("1000", "0", 3), "333.33 333.33 333.34"),
    ("W3 1,200 over 12", lambda: payments("1200", "0", 12), " ".join(["100.00"] * 12)),
    ("W4 payment and last", lambda: totals("20000", "12", 48), "526.68 526.42 5280.38 25280.38"),
    ("W4 fee deducted", lambda: fee_apr("20000", "19600"), "13.088"),
    ("W4 fee financed", lambda: fee_apr("20400", "20000"), "13.066"),
    ("W4 fee financed, payment", lambda: monthly_payment(20400, 12, 48), "537.21"),
    ("W4 no fee", lambda: fee_apr("20000", "20000"), "12.000"),
    ("W5 closed form", lambda: max_principal(dti_room(45), D("15.88"), 60), "17179.05"),
    (
        "W5 floored",
        lambda: down_to_step(max_principal(dti_room(45), D("15.88"), 60), D(100)),
        "17100",
    ),
    (
        "W5 cap 40",
        lambda: down_to_step(max_principal(dti_room(40), D("6.75"), 60), D(100)),
        "10500",
    ),
    ("W6 front end", lambda: front_end_pct(D(78000), D(1850)), "28.46"),
    ("W6 before", lambda: dti_pre_pct(D(2520), D(78000)), "38.77"),
    ("W6 payment", lambda: monthly_payment(15000, 9, 48), "373.28"),
    ("W6 after", lambda: dti_post_pct(D(2520), D(78000), D("373.28")), "44.51"),
    (
        "W7 a percentage, not a ratio",
        lambda: to_cents(monthly_obligations_from_dti(D("40.24"), D("70437.36"))),
        "2362.00",
    ),
    ("W8 payment", lambda: monthly_payment(300000, D("9.5"), 360), "2522.56"),
    ("W8 insurance", insurance, "150.00 131 146 21900.00"),
    ("W8 balance at 80 %", lambda: balance_after(300000, D("9.5"), 360, 131), "266272.91"),
    ("W8 balance at 78 %", lambda: balance_after(300000, D("9.5"), 360, 146), "259697.70"),
    ("W8 APR", lambda: mortgage_apr(None), "9.636"),
    ("W8 APR with insurance", lambda: mortgage_apr((D(150), 146)), "10.146"),
    ("W9 100 a month", lambda: extra(extra_monthly=100), "47 3381.35 1065.38 39.11"),
    ("W9 lump, months", lambda: extra(lump=3000, lump_with_payment=24).split()[0], "51"),
    ("W9 lump, saved", lambda: extra(lump=3000, lump_with_payment=24).split()[2], "727.81"),
    ("W9 balance after 24", lambda: balance_after(20000, D("8.2"), 60, 24), "12964.22"),
    ("W10 old payment", lambda: monthly_payment(250000, D("11.5"), 360), "2475.73"),
    ("W10 balance after 60", lambda: balance_after(250000, D("11.5"), 360, 60), "243561.57"),
    ("W10 same end", lambda: refinanced(300), "2085.82 389.91 113286.83"),
    ("W10 reset", lambda: refinanced(360), "2003.72 472.01 17687.70"),
    ("W10 break-even", break_even, "9.45"),
    (
        "W10 cost of the reset",
        lambda: term_reset_cost(OLD.balance, D("9.25"), 360, 300),
        "95599.13",
    ),
    (
        "W11 without auto-debit",
        lambda: totals("20000", "8.57", 60),
        "411.01 410.68 4660.27 24660.27",
    ),
    (
        "W11 with auto-debit",
        lambda: " ".join(totals("20000", "8.32", 60).split()[::2]),
        "408.60 4515.85",
    ),
    ("W12 waiting", waiting, "15200.00 55200.00 714.27 85713.24"),
    ("W12 APR", waiting_apr, "8.814"),
    ("W12 paying in school", in_school, "316.67 517.59 77311.03"),
    ("W12 saved", lambda: interest_saved_by_paying_in_school(40000, D("9.5"), 120, 48), "8402.21"),
    ("W13 payments", lambda: w13("monthly_payment"), "632.00 493.63 411.01 356.26 317.43"),
    ("W13 interest", lambda: w13("total_interest"), "2751.97 3694.09 4660.27 5650.42 6664.61"),
    (
        "W14 value",
        lambda: gold_value([GoldItem(net_grams=D("62.5"), karat=D(22))], D("105.40")),
        "6038.54",
    ),
    ("W14 75 %, down", lambda: max_gold_principal(D("6038.54"), 75), "4528.90"),
    ("W14 bullet", lambda: max_bullet_principal(D("6038.54"), 75, 12, 12), "4043.66"),
    ("W14 level", lambda: " ".join(totals("4500", "12", 12).split()[::2]), "399.82 297.83"),
    (
        "W15 payment and interest",
        lambda: " ".join(totals("2500000", "8.5", 240).split()[::2]),
        "21695.58 2706939.76",
    ),
    ("W16 solo", lambda: joint_dti(62000, 1500), "69.45"),
    ("W16 joint", lambda: joint_dti(62000 + 41000, 1500 + 450), "47.05"),
    ("W17 31 days", lambda: per_diem_interest(20000, D("8.2"), 31), "139.29"),
)


@pytest.mark.parametrize(
    ("compute", "expected"), [pytest.param(*rest, id=name) for name, *rest in EXAMPLES]
)
def test_a_worked_example_comes_out_as_specified(
    compute: Callable[[], object], expected: str
) -> None:
    assert str(compute()) == expected


def test_every_worked_example_of_the_specification_is_here() -> None:
    covered = {name.split()[0] for name, *_ in EXAMPLES}

    assert covered == {f"W{number}" for number in range(1, 18)}
