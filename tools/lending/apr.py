"""The annual percentage rate: the actuarial method of Regulation Z, Appendix J.

The rate of one unit period is the i at which what the customer receives and what the customer pays
are worth the same:

    sum of A / ((1 + f*i) * (1 + i)**t)  over advances = the same sum over payments

with t full unit periods and the odd fraction f of one (monthly: days / 30). APR = unit periods per
year * i. Level stretches are summed in closed form, so 360 equal payments cost as much as one.

Source: specification 3.2 and 12 CFR 1026, Appendix J.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import NamedTuple

from tools.lending.errors import OutOfRange
from tools.lending.units import (
    MAX_MONEY,
    ZERO,
    Number,
    checked_money,
    checked_months,
    checked_number,
    checked_rate_pct,
)

Flow = tuple[Number, int, Number | float]
"""(amount, full unit periods from the start, odd fraction of a unit period).

The fraction is a span of time, so `19 / 30` is as good as its Decimal; amounts are never floats."""

_EXACT = Context(prec=50)
_MAX_PERIODS = 36_600
_MAX_RATE = Decimal(100_000)
"""Per unit period; a search that leaves it has no answer."""
_MAX_NEWTON, _MAX_STEPS = 60, 250
_CLOSE = Decimal("1E-12")
_FLAT = Decimal("1E-16")
"""Below this a rate is 0: the closed forms divide by it."""


def apr_pct(
    advances: Sequence[Flow], payments: Sequence[Flow], unit_periods_per_year: Number
) -> Decimal:
    """Return the APR in percent a year, half up to six decimals.

    `advances` are the amounts received (less prepaid finance charges), `payments` what is paid
    back. 12 unit periods a year for monthly payments, 24 semi-monthly, 26 biweekly, 52 weekly.
    Payments that add up to the advances cost 0. Source: Appendix J; vectors of specification 3.2.

    Raises:
        OutOfRange: for an empty list, a negative or unreadable value, payments that never repay
            the advances, or payments that begin before the first advance.

    >>> apr_pct([(5000, 0, 0)], [(230, month, 0) for month in range(1, 25)], 12)
    Decimal('9.685708')
    """
    per_year = checked_number(unit_periods_per_year, "The number of unit periods a year")
    if not 0 < per_year <= 366:
        raise OutOfRange("The number of unit periods a year must be more than 0, at most 366.")
    received = _checked_flows(advances, "advance")
    paid = _checked_flows(payments, "payment")
    _check_they_repay(received, paid)
    stretches = [*_stretches(paid), *(s.negated() for s in _stretches(received))]
    return _annual(stretches, _first_guess(received, paid), per_year, Decimal("0.000001"))


def level_apr_pct(
    amount_financed: Number,
    payment: Number,
    last_payment: Number,
    n: int,
    note_rate_pct_guess: Number,
    extra_first_k: tuple[Number, int] | None = None,
) -> Decimal:
    """Return the APR, three decimals, of a monthly loan with regular periods.

    `n` payments, all equal but the last; `extra_first_k` = (mortgage insurance a month, months it
    runs), a finance charge while it runs. The search starts from the note rate.

    >>> level_apr_pct(Decimal(19850), Decimal("411.01"), Decimal("410.68"), 60, Decimal("8.57"))
    Decimal('8.891')
    """
    months = checked_months(n)
    paid = [
        _Stretch(checked_money(payment, "The payment", zero_ok=True), 1, months - 1, ZERO),
        _Stretch(checked_money(last_payment, "The last payment", zero_ok=True), months, 1, ZERO),
    ]
    if extra_first_k is not None:
        extra, extra_months = extra_first_k
        if not 0 <= extra_months <= months:
            raise OutOfRange(f"The extra payments must run from 0 to {months} months.")
        paid.append(
            _Stretch(checked_money(extra, "The extra", zero_ok=True), 1, extra_months, ZERO)
        )
    received = [_Stretch(checked_money(amount_financed, "The amount financed"), 0, 1, ZERO)]
    _check_they_repay(received, paid)
    guess = checked_rate_pct(note_rate_pct_guess) / 1200
    stretches = [*paid, *(stretch.negated() for stretch in received)]
    return _annual(stretches, guess, Decimal(12), Decimal("0.001"))


class _Stretch(NamedTuple):
    """`times` equal amounts, one unit period apart, the first after `first` periods and `odd`."""

    amount: Decimal
    first: int
    times: int
    odd: Decimal

    def negated(self) -> "_Stretch":
        return self._replace(amount=-self.amount)

    @property
    def total(self) -> Decimal:
        return self.amount * self.times

    @property
    def middle(self) -> Decimal:
        return self.first + self.odd + Decimal(self.times - 1) / 2

    def value(self, i: Decimal) -> tuple[Decimal, Decimal]:
        """Return the present value at rate `i`, and how fast it changes with `i`."""
        if abs(i) < _FLAT:
            return self.total, -self.total * self.middle
        step, stub = 1 + i, 1 + self.odd * i
        start = self.amount * step**-self.first / stub
        decline = -self.first / step - self.odd / stub
        if self.times == 1:
            return start, start * decline
        annuity = (1 - step**-self.times) / i
        slope = annuity + self.times * step**-self.times / i - step * annuity / i
        value = start * step * annuity
        return value, value * decline + start * slope


def _annual(
    stretches: Sequence[_Stretch], guess: Decimal, per_year: Decimal, grid: Decimal
) -> Decimal:
    with localcontext(_EXACT):
        rate = 100 * per_year * _unit_rate(stretches, guess)
        return rate.quantize(grid, ROUND_HALF_UP)


def _unit_rate(stretches: Sequence[_Stretch], guess: Decimal) -> Decimal:
    """Newton's method inside a bracket; a step that leaves the bracket is replaced by halving."""
    low, high, rate = ZERO, _MAX_RATE, guess
    for attempt in range(_MAX_STEPS):
        excess, slope = _excess(stretches, rate)
        low, high = (rate, high) if excess > 0 else (low, rate)
        newton = rate - excess / slope if slope else -_MAX_RATE
        if abs(newton - rate) < _CLOSE:
            return max(newton, ZERO)
        if attempt < _MAX_NEWTON and low <= newton <= high:
            rate = newton
        else:
            rate = (low + high) / 2 if high < _MAX_RATE else 2 * low + Decimal("0.01")
        if rate >= _MAX_RATE:
            raise OutOfRange("No annual percentage rate makes these payments equal the advances.")
    return rate


def _excess(stretches: Sequence[_Stretch], rate: Decimal) -> tuple[Decimal, Decimal]:
    """Return how much more the payments are worth than the advances, and its slope."""
    values = [stretch.value(rate) for stretch in stretches]
    return sum((value for value, _ in values), ZERO), sum((slope for _, slope in values), ZERO)


def _checked_flows(flows: Sequence[Flow], what: str) -> list[_Stretch]:
    if not flows:
        raise OutOfRange(f"An annual percentage rate needs at least one {what}.")
    return [_checked_flow(flow, f"Each {what}") for flow in flows]


def _checked_flow(flow: Flow, what: str) -> _Stretch:
    if not isinstance(flow, Sequence) or len(flow) != 3:
        raise OutOfRange(f"{what} is (amount, unit periods, odd fraction).")
    amount, periods = (checked_number(part, f"{what}'s figures") for part in flow[:2])
    span = Decimal(repr(flow[2])) if isinstance(flow[2], float) else flow[2]
    odd = checked_number(span, f"{what}'s odd fraction")
    if not 0 <= amount < MAX_MONEY:
        raise OutOfRange(f"{what} must be from 0 to below {MAX_MONEY:,}.")
    if not 0 <= periods <= _MAX_PERIODS or periods != int(periods):
        raise OutOfRange(f"{what} lies a whole number of periods, 0 to {_MAX_PERIODS}, away.")
    if not 0 <= odd <= _MAX_PERIODS:
        raise OutOfRange(f"{what}'s odd fraction must not be below 0.")
    return _Stretch(amount, int(periods), 1, odd)


def _check_they_repay(received: Sequence[_Stretch], paid: Sequence[_Stretch]) -> None:
    if not _total(received):
        raise OutOfRange("The advances must add up to more than 0.")
    if _total(paid) < _total(received):
        raise OutOfRange("The payments add up to less than the advances: they never repay them.")
    if min(s.first + s.odd for s in paid) < min(s.first + s.odd for s in received):
        raise OutOfRange("The first payment comes before the first advance.")


def _stretches(flows: Iterable[_Stretch]) -> list[_Stretch]:
    """Join equal amounts that follow each other by one period."""
    joined: list[_Stretch] = []
    for flow in sorted(flows, key=lambda f: (f.odd, f.first)):
        last = joined[-1] if joined else None
        if last and (last.amount, last.first + last.times, last.odd) == (
            flow.amount,
            flow.first,
            flow.odd,
        ):
            joined[-1] = last._replace(times=last.times + 1)
        else:
            joined.append(flow)
    return joined


def _first_guess(received: Sequence[_Stretch], paid: Sequence[_Stretch]) -> Decimal:
    """Return the simple interest rate over the average time that the money is out."""
    lent, repaid = _total(received), _total(paid)
    out = _total(paid, by_time=True) / repaid - _total(received, by_time=True) / lent
    return min((repaid / lent - 1) / out, Decimal(1)) if out > 0 else Decimal("0.01")


def _total(stretches: Iterable[_Stretch], *, by_time: bool = False) -> Decimal:
    return sum((s.total * s.middle if by_time else s.total for s in stretches), ZERO)
