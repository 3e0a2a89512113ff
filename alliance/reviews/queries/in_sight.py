"""One log that somebody may read now."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from alliance.logbook.models import SessionLog
from alliance.people.models import Membership
from alliance.reviews.models import AgendaItem
from alliance.web.prepared import prepared


def log_in_sight(log_id: UUID, *, reader: Membership, today: date) -> SessionLog | None:
    """With its client, the client's key, its author and whether it `is_on_agenda`.

    Nothing where it is out of sight.
    """
    return next(iter(_in_sight(log_id, reader=reader, on=today)), None)


@prepared
def _in_sight(log_id: UUID, *, reader: Membership, on: date) -> QuerySet[SessionLog]:
    on_agenda = AgendaItem.objects.open().put_by_or_for(reader).filter(log=OuterRef("pk"))
    visible = SessionLog.objects.visible_to(reader, on=on)
    told = visible.annotate(is_on_agenda=Exists(on_agenda))
    return told.select_related("client__key", "author__user").filter(pk=log_id)
