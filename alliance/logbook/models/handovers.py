"""A client handed over from one clinician to another."""

from typing import Self
from uuid import UUID

from django.db import models
from django.utils import timezone

from alliance.logbook.models.clients import Client
from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class HandoverQuerySet(models.QuerySet["Handover"]):
    def given_by(self, member: Membership) -> Self:
        return self.filter(clinic=member.clinic_id, giver=member)

    def told(self) -> Self:
        """With everyone and everything a line about them names; the latest first."""
        named = self.select_related(
            "client", "successor", "giver__user", "giver__clinic", "receiver__user", "arranged_by"
        )
        return named.order_by("-arranged_at", "-pk")

    def received_by(self, member: Membership) -> Self:
        """Those whose client is still with `member`."""
        return self.filter(
            clinic=member.clinic_id,
            receiver=member,
            successor__clinician=member,
            successor__trashed_at__isnull=True,
        )


class Handover(ClinicOwned):
    """A client goes to another clinician, who continues as `successor`: a record of their own.

    What the giver wrote stays with the giver, so reflections and drafts never go along, and the
    receiver's usual range starts afresh.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="handovers")
    successor = models.OneToOneField(
        Client, models.SET_NULL, null=True, blank=True, related_name="came_from"
    )
    giver = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    handed_on = models.DateField()
    # Earlier ratings and the coded part of ruptures: by the giver's consent or a lead's reason.
    shares_history = models.BooleanField(default=False)
    # Rupture texts: only by the giver's own choice.
    shares_words = models.BooleanField(default=False)
    reason = SealedField()
    arranged_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField(default=timezone.now)
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "receiver"], name="handover_by_receiver")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("receiver")), name="handover_to_someone_else"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def author_id(self) -> UUID:
        """Who wrote the reason."""
        return self.arranged_by_id
