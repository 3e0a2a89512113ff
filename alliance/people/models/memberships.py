"""Memberships: a person's place in a clinic, with roles."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any, Self

from allauth.mfa.models import Authenticator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.people.models.clinics import ClinicOwned, LogForm
from alliance.people.models.users import User

_RECOVERY_CODES = Authenticator.Type.RECOVERY_CODES


def factors_of(user: Any) -> models.QuerySet[Authenticator]:
    """What a person signs in with beside the password. Recovery codes alone are no factor."""
    factors: models.QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return factors.exclude(type=_RECOVERY_CODES)


def factors_of_each(users: Collection[Any]) -> dict[Any, Counter[str]]:
    """How many factors of each kind these people have, by their key. One query."""
    factors = Authenticator.objects.filter(user__in=users).exclude(type=_RECOVERY_CODES)
    counted: dict[Any, Counter[str]] = defaultdict(Counter)
    for user_id, kind in factors.values_list("user", "type"):
        counted[user_id][kind] += 1
    return counted


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(deactivated_at__isnull=True, user__is_active=True)

    def of_user(self, user: Any) -> Self:
        return self.filter(user=user)

    def with_other_places(self) -> Self:
        """Each with `has_other_places`: whether the person may enter other clinics too."""
        others = Membership.objects.active().filter(user=models.OuterRef("user"))
        return self.annotate(
            has_other_places=models.Exists(others.exclude(pk=models.OuterRef("pk")))
        )

    def of_users(self, users: Collection[Any]) -> Self:
        return self.filter(user__in=users).select_related("user", "clinic")

    def clinic_names(self) -> list[str]:
        return list(self.values_list("clinic__name", flat=True))

    def with_factors(self) -> Self:
        """Each with `has_factor`: whether the person has a passkey or an authenticator app."""
        return self.annotate(has_factor=models.Exists(factors_of(models.OuterRef("user"))))

    def visible_to(self, member: "Membership") -> Self:
        """An admin sees the whole clinic; anyone else themselves and their supervisions."""
        in_clinic = self.filter(clinic=member.clinic_id)
        if member.is_admin:
            return in_clinic
        return in_clinic.filter(
            models.Q(pk=member.pk)
            | models.Q(supervisions_given__trainee=member)
            | models.Q(supervisions_received__supervisor=member)
            | models.Q(supervisions_received__supervisor__deputies__deputy=member)
        ).distinct()


class Membership(ClinicOwned):
    """A person's place in a clinic, with one or more roles."""

    LogForm = LogForm

    class Digest(models.TextChoices):
        OFF = "off", _("No mail")
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week")

    class Sensitivity(models.TextChoices):
        CALM = "calm", _("Calm")
        USUAL = "usual", _("Usual")
        KEEN = "keen", _("Keen")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    is_clinician = models.BooleanField(_("clinician"), default=False)
    is_supervisor = models.BooleanField(_("supervisor"), default=False)
    is_admin = models.BooleanField(_("admin"), default=False)
    log_form = models.CharField(max_length=4, choices=LogForm, default=LogForm.CORE)
    sensitivity = models.CharField(max_length=5, choices=Sensitivity, default=Sensitivity.USUAL)
    # Mail that says how much waits, never what.
    digest = models.CharField(max_length=6, choices=Digest, default=Digest.OFF)
    # Own reflections go this long after a client is closed; empty: as the clinic has it.
    reflection_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many of the first week's hints were read.
    hints_read = models.PositiveSmallIntegerField(default=0)
    joined_at = models.DateTimeField(default=timezone.now)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "user", name="membership_once_per_clinic"),
            models.CheckConstraint(
                condition=models.Q(is_clinician=True)
                | models.Q(is_supervisor=True)
                | models.Q(is_admin=True),
                name="membership_has_a_role",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
