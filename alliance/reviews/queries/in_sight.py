"""One log that somebody may read now."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from alliance.logbook.models import SessionLog
from alliance.people.models import Membership
from alliance.reviews.models import AgendaItem


def log_in_sight(log_id: UUID, *, reader: Membership, today: date) -> SessionLog | None:
    """With its client, the client's key, its author and whether it `is_on_agenda`.

    Nothing where it is out of sight.
    """
    on_agenda = AgendaItem.objects.open().put_by_or_for(reader).filter(log=OuterRef("pk"))
    visible = SessionLog.objects.visible_to(reader, on=today)
    told = visible.annotate(is_on_agenda=Exists(on_agenda))
    return told.select_related("client__key", "author__user").filter(pk=log_id).first()
