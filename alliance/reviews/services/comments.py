"""What happens to comments."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from alliance.audit.services import note
from alliance.logbook.models import SessionLog
from alliance.logbook.sealing import key_of, sealed
from alliance.people.models import Deputy, Membership, Supervision
from alliance.reviews.models import Comment
from alliance.reviews.services.sight import keep_in_sight
from alliance.web.mail import send_when_done


@transaction.atomic
def add_comment(log: SessionLog, *, text: str, submission: UUID, by: Membership) -> Comment:
    """Say something below a log; the other side gets a mail without content. One form, one comment.

    `log` comes with its client and the client's key. Raises NoLongerVisible.
    """
    keep_in_sight(log, by=by)
    comment = Comment(clinic_id=log.clinic_id, log=log, author=by, submission=submission)
    comment.text = sealed(text, row=comment, column="text", key=key_of(log.client))
    try:
        with transaction.atomic():
            comment.save(force_insert=True)
    except IntegrityError:
        return Comment.objects.written_by(by).get(submission=submission)
    note("commented", comment, by=by)
    _tell_the_other_side(log, by=by)
    return comment


def _tell_the_other_side(log: SessionLog, *, by: Membership) -> None:
    is_author = log.author_id == by.pk
    page = "reviews" if is_author else "log"
    context = {"name": by.user.name, "clinic": by.clinic, "log": log, "page": page}
    for email in _supervisors_of(by) if is_author else _address_of(log.author_id):
        send_when_done("reviews/mail/comment", to=email, context=context)


def _supervisors_of(trainee: Membership) -> list[str]:
    """Those who supervise that day, and whoever stands in for them."""
    today = timezone.localdate(timezone=trainee.clinic.zone)
    running = Supervision.objects.running_on(today).filter(trainee=trainee)
    standing_in = Deputy.objects.running_on(today).filter(
        clinic=trainee.clinic_id, supervisor__in=running.values("supervisor")
    )
    either = Q(pk__in=running.values("supervisor")) | Q(pk__in=standing_in.values("deputy"))
    here = Membership.objects.active().filter(either, is_supervisor=True).exclude(pk=trainee.pk)
    return sorted(here.values_list("user__email", flat=True))


def _address_of(member_id: UUID) -> list[str]:
    return list(
        Membership.objects.active().filter(pk=member_id).values_list("user__email", flat=True)
    )
