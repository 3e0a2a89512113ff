"""Which months there are figures for, and the figures of some: a clinic's, or one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from alliance.logbook.models import SessionLog
from alliance.people.models import Membership, Team
from alliance.reports.models import MonthlyFigures, StandingOrder
from alliance.reports.queries.figures import Figures, figures
from alliance.reports.queries.month_facts import month_facts
from alliance.trends.clinic_month import Gathered, month_of
from alliance.trends.months import month_of_day, months_from, months_later
from alliance.trends.published_month import Month, from_json
from alliance.trends.small_groups import OWN

MONTHS_SHOWN_FIRST = 3


@dataclass(frozen=True)
class Period:
    """Whole months, the first and the last."""

    first: date
    last: date

    @property
    def before(self) -> "Period":
        """As many months, up to this one."""
        months = len(list(months_from(self.first, self.last)))
        return Period(months_later(self.first, -months), months_later(self.first, -1))


def period_of(first: str, last: str) -> Period:
    """Of months told as "2026-08". Raises ValueError for anything else."""
    return Period(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"))


def latest_of(months: Sequence[date]) -> Period:
    """The last three of `months`, which are in order and not empty."""
    return Period(months[-MONTHS_SHOWN_FIRST:][0], months[-1])


def comes_monthly(member: Membership, kind: str) -> bool:
    """Whether `member` gets this kind of report each month."""
    return StandingOrder.objects.of_member(member).filter(kind=kind).exists()


# --- a clinic's ---------------------------------------------------------------------------------


def published_months(member: Membership) -> list[date]:
    """Those that were published, in order."""
    return list(MonthlyFigures.objects.visible_to(member).values_list("month", flat=True))


def team_names(member: Membership) -> dict[str, str]:
    """By id; closed ones too, for the months in which they were there."""
    rows = Team.objects.visible_to(member).order_by("name").values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def clinic_months(member: Membership, period: Period) -> dict[date, Month]:
    rows = MonthlyFigures.objects.visible_to(member).between(period.first, period.last)
    return {month: from_json(told) for month, told in rows.values_list("month", "figures")}


def clinic_figures(
    member: Membership, period: Period, *, names: Mapping[str, str], team: str = ""
) -> Figures | None:
    """What a clinic's admin is told, in one query; None where no month is published."""
    both = clinic_months(member, Period(period.before.first, period.last))
    return _figures(both, period, names=names, team=team)


# --- one's own ----------------------------------------------------------------------------------


def own_months_known(member: Membership, *, today: date) -> list[date]:
    """From the first session that one logged up to the month that runs."""
    held = SessionLog.objects.written_by(member).aggregate(first=Min("held_on"))
    if held["first"] is None:
        return []
    return list(months_from(month_of_day(held["first"]), month_of_day(today)))


def own_months(member: Membership, period: Period, *, today: date) -> dict[date, Month]:
    """A clinician's own clients, exact and nothing hidden."""
    months = list(months_from(period.first, period.last))
    facts = month_facts(member.clinic, months, today=today, of=member)
    told = {}
    for month in months:
        alone = [facts[month]]
        gathered = Gathered(opened=alone, closed=alone, repaired=alone)
        told[month] = month_of(facts[month], gathered=gathered, rule=OWN)
    return told


def own_figures(member: Membership, period: Period, *, today: date) -> Figures | None:
    both = own_months(member, Period(period.before.first, period.last), today=today)
    return _figures(both, period, names={})


def _figures(
    both: Mapping[date, Month], period: Period, *, names: Mapping[str, str], team: str = ""
) -> Figures | None:
    months = {month: told for month, told in both.items() if month >= period.first}
    before = {month: told for month, told in both.items() if month < period.first}
    return figures(months, before=before, names=names, team=team) if months else None
