"""Supervisions: supervisor, trainee, from, until; and who stands in for a supervisor."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.people.models.clinics import ClinicOwned
from alliance.people.models.memberships import Membership


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def visible_to(self, member: Membership) -> Self:
        """All of an admin's clinic; for others those in which they stand."""
        if member.is_admin:
            return self.filter(clinic=member.clinic_id)
        return self.involving(member)

    def running_on(self, day: date) -> Self:
        """Agreed ones that hold on `day`: from the start day, up to and without the end day."""
        return self.filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day),
            starts_on__lte=day,
            agreed_at__isnull=False,
        )

    def involving(self, member: Membership) -> Self:
        """Those in which `member` stands on either side."""
        return self.filter(
            models.Q(supervisor=member) | models.Q(trainee=member), clinic=member.clinic_id
        )

    def end_all(self, *, on: date) -> int:
        """End those that would run on `on` or later; how many."""
        later = self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=on))
        return later.update(ends_on=Greatest(Value(on), "starts_on"))

    def waiting(self) -> Self:
        """Asked for, and neither agreed nor declined."""
        return self.filter(agreed_at__isnull=True, declined_at__isnull=True)

    def read_by(self, member: Membership, *, on: date) -> Self:
        """Running ones in which `member` reads on `on`: as the supervisor or as a deputy.

        None for somebody who no longer is a supervisor, and never one's own supervision.
        """
        if not member.is_supervisor:
            return self.none()
        stands_in = Deputy.objects.running_on(on).filter(
            clinic=member.clinic_id, deputy=member, supervisor=models.OuterRef("supervisor")
        )
        of_active = models.Q(supervisor__is_supervisor=True)
        return (
            self.running_on(on)
            .filter(
                models.Q(supervisor=member) | (of_active & models.Exists(stands_in)),
                clinic=member.clinic_id,
            )
            .exclude(trainee=member)
        )


class Supervision(ClinicOwned):
    """Supervisor, trainee, from, until. It runs from midnight to midnight in the clinic's zone."""

    supervisor = models.ForeignKey(Membership, models.PROTECT, related_name="supervisions_given")
    trainee = models.ForeignKey(Membership, models.PROTECT, related_name="supervisions_received")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    # The name of a group that meets together; empty for supervision of one.
    group = models.CharField(_("group"), max_length=60, blank=True)
    # Until both sides agreed, or an admin set it up, nothing is visible.
    proposed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "supervisor"], name="supervision_by_supervisor"),
            models.Index(fields=["clinic", "trainee"], name="supervision_by_trainee"),
        ]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(supervisor=models.F("trainee")),
                name="supervision_of_someone_else",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="supervision_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def named_by(self, member: Membership) -> Self:
        return self.filter(clinic=member.clinic_id, supervisor=member)

    def lasting(self, *, on: date) -> Self:
        """Those that run or are still to come."""
        return self.filter(ends_on__gt=on)

    def involving(self, member: Membership) -> Self:
        """Those in which `member` stands on either side."""
        return self.filter(
            models.Q(supervisor=member) | models.Q(deputy=member), clinic=member.clinic_id
        )

    def end_all(self, *, on: date) -> int:
        """End those that would run on `on` or later; how many."""
        later = self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=on))
        return later.update(ends_on=Greatest(Value(on), "starts_on"))

    def running_on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gt=day)


class Deputy(ClinicOwned):
    """Stands in for a supervisor, for all of their trainees, from midnight to midnight."""

    supervisor = models.ForeignKey(Membership, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Membership, models.PROTECT, related_name="stands_in_for")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    named_at = models.DateTimeField(default=timezone.now)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "deputy"], name="deputy_by_deputy")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(supervisor=models.F("deputy")), name="deputy_is_someone_else"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="deputy_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
