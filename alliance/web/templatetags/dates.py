"""Days in words, seen from today."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

WEEKS_IN_WORDS = 8


@register.filter
def short_day(day: date, today: date) -> str:
    """A day as "Thu 19 Nov", with its year where that is another than today's."""
    return _short_day(day, with_year=day.year != today.year, language=get_language())


@register.filter
def ago(day: date, today: date) -> str:
    """How long ago `day` was, for a line of a list; the date itself beyond eight weeks."""
    return _ago(day, today, language=get_language())


# Lists tell the same few days over and over, and formatting one costs more than a row.
@lru_cache(maxsize=4096)
def _short_day(day: date, *, with_year: bool, language: str | None) -> str:
    return date_format(day, "D j M Y" if with_year else "D j M")


@lru_cache(maxsize=4096)
def _ago(day: date, today: date, *, language: str | None) -> str:
    days = (today - day).days
    weeks = days // 7
    if days < 0 or weeks > WEEKS_IN_WORDS:
        return date_format(day, "j M Y")
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if weeks == 0:
        return ngettext("%d day ago", "%d days ago", days) % days
    if weeks == 1:
        return _("a week ago")
    return ngettext("%d week ago", "%d weeks ago", weeks) % weeks
