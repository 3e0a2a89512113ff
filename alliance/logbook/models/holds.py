"""Legal holds: a client's record that must stay as it is while somebody's claim is open."""

from typing import Self

from django.db import models
from django.utils import timezone

from alliance.logbook.models.clients import Client
from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def standing(self) -> Self:
        return self.filter(released_at__isnull=True)

    def of_client(self, client: Client) -> Self:
        return self.filter(clinic=client.clinic_id, client=client).order_by("-placed_at")

    def on_client_of(self, rows: models.OuterRef) -> Self:
        """Standing ones on the client that an outer row names."""
        return self.standing().filter(client=rows)

    def placed_in(self, member: Membership) -> Self:
        """All of the clinic for those who run it; for others those on their own clients."""
        here = self.filter(clinic=member.clinic_id)
        return here if member.is_admin else here.filter(client__clinician=member)


class LegalHold(ClinicOwned):
    """While it stands nothing of the client is purged or erased. `author` placed it."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="holds")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    # By what right: a court's order, a letter. Sealed with the client's key.
    basis = SealedField()
    placed_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                "clinic",
                "client",
                condition=models.Q(released_at__isnull=True),
                name="hold_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
