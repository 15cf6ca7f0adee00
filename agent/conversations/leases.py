"""When a lease still keeps others away: pure, for every store alike."""

from datetime import datetime


def keeps_others_away(taken_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Tell whether a lease holds at `now`.

    Moments of the past are normal: `now` is the time of a turn, and turns reach the store in any
    order. A `now` that lies before `taken_at` by more than the lease is long means that the clock
    was set back; waiting for it to catch up could take hours, so the lease gives way.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> keeps_others_away(noon, noon + timedelta(seconds=30), noon + timedelta(seconds=29))
    True
    >>> keeps_others_away(noon, noon + timedelta(seconds=30), noon - timedelta(hours=1))
    False
    """
    clock_was_set_back = taken_at - now > expires_at - taken_at
    return now < expires_at and not clock_was_set_back
