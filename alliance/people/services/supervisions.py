"""What happens to supervisions, and who stands in for a supervisor."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.people.models import Deputy, Membership, Supervision
from alliance.people.models.supervisions import SupervisionQuerySet
from alliance.web.mail import send_when_done


class IsOver(Exception):
    """It ended before; going on takes a new one, from its own first day."""


class NotTheOtherSide(Exception):
    """It takes the side that did not ask; and only what waits can be agreed."""


@transaction.atomic
def start_supervision(
    trainee: Membership,
    *,
    supervisor: Membership,
    starts_on: date,
    ends_on: date | None = None,
    group: str = "",
    by: Membership,
) -> Supervision:
    """One that is agreed: an admin sets it up."""
    supervision = Supervision.objects.create(
        clinic_id=trainee.clinic_id,
        supervisor=supervisor,
        trainee=trainee,
        starts_on=starts_on,
        ends_on=ends_on,
        group=group,
        agreed_at=timezone.now(),
    )
    note("started", supervision, by=by)
    return supervision


@transaction.atomic
def start_for_all(
    trainees: Collection[Membership],
    *,
    supervisor: Membership,
    starts_on: date,
    ends_on: date | None = None,
    group: str = "",
    by: Membership,
) -> None:
    """One for each of them, such as a group that meets together; all or none."""
    for trainee in trainees:
        start_supervision(
            trainee, supervisor=supervisor, starts_on=starts_on, ends_on=ends_on, group=group, by=by
        )


@transaction.atomic
def propose_supervision(
    trainee: Membership, *, supervisor: Membership, starts_on: date, group: str = "", by: Membership
) -> Supervision:
    """Ask the other side. Nothing is visible before they agree. The same again changes nothing."""
    waiting = Supervision.objects.waiting().filter(trainee=trainee, supervisor=supervisor)
    known = waiting.filter(proposed_by=by, starts_on=starts_on).first()
    if known is not None:
        return known
    supervision = Supervision.objects.create(
        clinic_id=trainee.clinic_id,
        supervisor=supervisor,
        trainee=trainee,
        starts_on=starts_on,
        group=group,
        proposed_by=by,
    )
    note("proposed", supervision, by=by)
    other = trainee if by.pk == supervisor.pk else supervisor
    send_when_done(
        "people/mail/supervision_proposed",
        to=other.user.email,
        context={"name": by.user.name, "clinic": by.clinic},
    )
    return supervision


@transaction.atomic
def agree(supervision: Supervision, *, by: Membership) -> None:
    """It holds from its first day, today at the earliest. Raises NotTheOtherSide."""
    held = _asked_of(by).filter(pk=supervision.pk).first()
    if held is None:
        raise NotTheOtherSide
    # Agreeing opens nothing backwards: sessions from before are shown one by one.
    held.starts_on = max(held.starts_on, timezone.localdate(timezone=by.clinic.zone))
    held.agreed_at = timezone.now()
    held.save(update_fields=["starts_on", "agreed_at"])
    note("agreed", held, by=by)


@transaction.atomic
def decline(supervision: Supervision, *, by: Membership) -> None:
    """By either side: not agreed to, or no longer asked for. Again changes nothing."""
    waiting = Supervision.objects.waiting().involving(by).filter(pk=supervision.pk)
    if waiting.update(declined_at=timezone.now()):
        note("declined", supervision, by=by)


def _asked_of(member: Membership) -> SupervisionQuerySet:
    waiting = Supervision.objects.waiting().involving(member).exclude(proposed_by=member)
    return waiting.select_for_update()


@transaction.atomic
def end_supervision(supervision: Supervision, *, on: date, by: Membership) -> None:
    """End it at the midnight that `on` begins with. Raises IsOver: none that ended goes on."""
    today = timezone.localdate(timezone=by.clinic.zone)
    held = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    if held.ends_on is not None and held.ends_on <= today:
        raise IsOver
    supervision.ends_on = held.ends_on = on
    held.save(update_fields=["ends_on"])
    note("ended", supervision, by=by)


@transaction.atomic
def end_now(supervision: Supervision, *, by: Membership) -> None:
    """End it today, for good if it hasn't begun. Again changes nothing."""
    own = Supervision.objects.involving(by).filter(pk=supervision.pk)
    if own.end_all(on=timezone.localdate(timezone=by.clinic.zone)):
        note("ended", supervision, by=by)


@transaction.atomic
def name_deputy(
    supervisor: Membership, *, deputy: Membership, starts_on: date, ends_on: date, by: Membership
) -> Deputy:
    """They read for all of the supervisor's trainees, who are told. The same again changes nothing.

    `ends_on` is the first day on which it no longer holds.
    """
    named, is_new = Deputy.objects.get_or_create(
        clinic=supervisor.clinic,
        supervisor=supervisor,
        deputy=deputy,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if is_new:
        note("named deputy", named, by=by)
        _announce(named)
    return named


def _announce(named: Deputy) -> None:
    running = Supervision.objects.running_on(named.starts_on)
    trainees = running.filter(supervisor=named.supervisor, clinic=named.clinic_id)
    told = trainees.values_list("trainee__user__email", flat=True)
    people = {named.deputy.user.email, *told}
    context = {"deputy": named, "clinic": named.clinic}
    for email in sorted(people):
        send_when_done("people/mail/deputy_named", to=email, context=context)


@transaction.atomic
def withdraw_deputy(named: Deputy, *, by: Membership) -> None:
    """They read nothing more from now on. Again changes nothing."""
    today = timezone.localdate(timezone=named.clinic.zone)
    if Deputy.objects.filter(pk=named.pk).end_all(on=today):
        note("withdrew deputy", named, by=by)
