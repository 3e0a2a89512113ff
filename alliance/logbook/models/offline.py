"""The key for which a browser seals what was written without a network."""

from django.db import models

from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class OfflineKey(ClinicOwned):
    """One member's pair: browsers get the public half; the private half, sealed, never leaves."""

    author = models.OneToOneField(Membership, models.CASCADE, related_name="offline_key")
    public_key = models.CharField(max_length=100)
    private_key = SealedField()

    class Meta:
        constraints = ClinicOwned.Meta.constraints

    def __str__(self) -> str:
        return str(self.pk)
