"""One clinician's own sessions across clients, as growth edges are told from."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from alliance.catalogue.load import CURRENT_EDITION
from alliance.logbook.layouts import layout_of
from alliance.logbook.models import SessionLog
from alliance.people.models import Membership
from alliance.trends.growth import SESSIONS_NEEDED, Growth, GrowthRow, growth

LOOKED_BACK = timedelta(days=365)
MOST_SESSIONS = 1_500


@dataclass(frozen=True)
class OwnGrowth:
    """`found` is None before the eighth session. `months`: first day → sessions, in order."""

    found: Growth | None
    sessions: int
    months: dict[date, int]

    @property
    def missing(self) -> int:
        """How many sessions are to be logged before there is something to see."""
        return max(0, SESSIONS_NEEDED - self.sessions)


def own_growth(member: Membership, *, today: date) -> OwnGrowth:
    """The last twelve months of `member`'s own rated sessions, in one query.

    Nobody else's go in. Of more than 1,500 the latest count.
    """
    return growth_in(SessionLog.objects.written_by(member), today=today)


def growth_in(logs: QuerySet[SessionLog], *, today: date) -> OwnGrowth:
    """The same of some logs of one clinician, such as a supervisor may see."""
    rated = logs.filter(held_on__gt=today - LOOKED_BACK, held_on__lte=today, score__isnull=False)
    told = rated.order_by("-held_on").values_list("client_id", "held_on", "ratings")[:MOST_SESSIONS]
    rows = [
        GrowthRow(client=str(client_id), held_on=held_on, ratings=ratings)
        for client_id, held_on, ratings in told
    ]
    return OwnGrowth(
        found=growth(rows, layout=layout_of(CURRENT_EDITION)),
        sessions=len(rows),
        months=dict(sorted(Counter(row.held_on.replace(day=1) for row in rows).items())),
    )
