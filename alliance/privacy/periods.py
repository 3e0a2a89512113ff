"""Years and months before or after a day, as people count them."""

from calendar import monthrange
from datetime import date, timedelta


def years_after(day: date, *, years: int) -> date:
    """The first day on which `day` is `years` ago: 1 March for a 29 February."""
    same = months_after(day, months=12 * years)
    return same if same.day == day.day else same + timedelta(days=1)


def years_before(day: date, *, years: int) -> date:
    return months_after(day, months=-12 * years)


def months_before(day: date, *, months: int) -> date:
    return months_after(day, months=-months)


def months_after(day: date, *, months: int) -> date:
    """The same day of the month, or its last one where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
