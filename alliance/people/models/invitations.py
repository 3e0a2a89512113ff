"""Invitations: bound to an address, a clinic and roles; used once, within three days."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.people.models.clinics import ClinicOwned
from alliance.people.models.memberships import Membership
from alliance.people.models.teams import Team


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self, *, at: datetime) -> Self:
        """Neither used, withdrawn nor run out."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)

    def visible_to(self, member: Membership) -> Self:
        """An admin's own clinic's; nobody else's business."""
        return self.filter(clinic=member.clinic_id) if member.is_admin else self.none()

    def clinic_of_token(self, token_hash: str) -> UUID | None:
        """Whose it is, and nothing else of it: who holds it stands outside the clinic."""
        return self.filter(token_hash=token_hash).values_list("clinic", flat=True).first()

    def with_token(self, token_hash: str) -> Self:
        return self.filter(token_hash=token_hash, invited_by__deactivated_at__isnull=True)


class Invitation(ClinicOwned):
    """`token_hash` is the SHA-256 of what the mail carries; the token itself is kept nowhere."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=80, blank=True)
    is_clinician = models.BooleanField(_("clinician"), default=False)
    is_supervisor = models.BooleanField(_("supervisor"), default=False)
    is_admin = models.BooleanField(_("admin"), default=False)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "expires_at"], name="invitation_waiting")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(is_clinician=True)
                | models.Q(is_supervisor=True)
                | models.Q(is_admin=True),
                name="invitation_has_a_role",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
