"""Facts of the bank itself: its number, its hours, its address. They stand in every turn."""

from collections.abc import Iterable
from itertools import groupby

from tools.facts import Fact, fact
from tools.knowledge.records import WEEKDAYS, Bank, OpeningHours

SUBJECT = "bank"


def contact_facts(bank: Bank) -> Iterable[Fact]:
    """List how the bank can be reached: 'bank.phone', 'bank.hours', 'bank.address'."""
    yield fact(SUBJECT, "phone", bank.phone)
    yield fact(SUBJECT, "reference", hours_in_words(bank.hours), name="hours")
    yield fact(SUBJECT, "reference", bank.postal_address, name="address")
    yield fact(SUBJECT, "wait_minutes", bank.handover_wait_minutes)


def hours_in_words(hours: OpeningHours) -> str:
    """Say when a bank is open; days of the same hours are said together.

    >>> week = {"monday": "09:00-18:00", "tuesday": "09:00-18:00", "friday": "09:00-16:30"}
    >>> hours_in_words(OpeningHours(time_zone="America/New_York", **week))
    'Monday to Tuesday 9 am to 6 pm and Friday 9 am to 4:30 pm'
    """
    days = [(day, getattr(hours, day)) for day in WEEKDAYS]
    spans = []
    for times, group in groupby(days, key=lambda pair: pair[1]):
        names = [day.capitalize() for day, _ in group]
        if times is not None:
            when = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
            spans.append(f"{when} {_clock(times[:5])} to {_clock(times[6:])}")
    return " and ".join((", ".join(spans[:-1]), spans[-1])) if len(spans) > 1 else "".join(spans)


def _clock(time: str) -> str:
    hour, minutes = int(time[:2]), time[3:]
    shown = f"{(hour - 1) % 12 + 1}" + (f":{minutes}" if minutes != "00" else "")
    return f"{shown} {'am' if hour < 12 else 'pm'}"
