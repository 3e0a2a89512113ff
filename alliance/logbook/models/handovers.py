"""A client handed over from one clinician to another."""

from django.db import models
from django.utils import timezone

from alliance.logbook.models.clients import Client
from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class Handover(ClinicOwned):
    """A client goes to another clinician. Reflections and drafts never go along."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="handovers")
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
