"""Whole months, each named by its first day."""

from collections.abc import Iterator
from datetime import date, timedelta


def month_of_day(day: date) -> date:
    return day.replace(day=1)


def months_later(month: date, months: int) -> date:
    """So many months on; back if negative. Raises ValueError beyond the calendar."""
    years, place = divmod(month.month - 1 + months, 12)
    return date(month.year + years, place + 1, 1)


def last_day(month: date) -> date:
    return months_later(month, 1) - timedelta(days=1)


def months_from(first: date, last: date) -> Iterator[date]:
    """From `first` up to and with `last`; none if it ends before it begins."""
    month = first
    while month <= last:
        yield month
        month = months_later(month, 1)


def settled_month(today: date, *, after_days: int) -> date:
    """The last month that has been over for more than `after_days`."""
    return months_later(month_of_day(today - timedelta(days=after_days)), -1)
